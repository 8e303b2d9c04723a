"""`status --accept`: somebody decides which of a unit's files counts, and may take that back."""

from datetime import datetime
from pathlib import Path

from xl2report.chain.arrivals import Decision, units_of
from xl2report.chain.books import find_books
from xl2report.chain.errors import CannotWork
from xl2report.chain.folder import Given, given_of
from xl2report.chain.state import Outcome, State
from xl2report.chain.status import now_of


def accept(folder: Path | str, book: str, *, by: str, because: str) -> str:
    """Decide that a file counts for its unit, whatever else has come; its name. Raises CannotWork."""
    if not by.strip() or not because.strip():
        chinese = "请用 --by 写明谁决定的，用 --because 写明理由"
        raise CannotWork(chinese, "Say by --by who decides, and by --because why")
    given = given_of([folder])
    with State(Path(folder)) as state:
        setting, _, ledger = now_of(given, state)
        name = _named(given, book)
        digest = state.files.digest(name)
        unit = units_of(ledger, setting.roster.units, setting.year).get(name)
        if not digest or unit is None:
            chinese = f"{name} 不是名录中单位的工作簿，不能指定采用"
            raise CannotWork(chinese, f"{name} is no workbook of a unit of the roster")
        for one in state.decisions:
            if _unit_of_decision(one, state) == unit:
                state.withdraw(one.digest)
        at = datetime.now().astimezone().isoformat(timespec="minutes")
        state.settle({name: Outcome(unit, "counts", "", "")})
        state.decide(Decision(digest, name, by.strip(), at, because.strip()))
    return name


def withdraw(folder: Path | str, book: str) -> str:
    """Take the decision on a file back; its name. Raises CannotWork."""
    given = given_of([folder])
    with State(Path(folder)) as state:
        name = book.removeprefix(f"{given.folder.returns.name}/") if given.folder else book
        known = [one for one in state.decisions if one.book in {book, name}]
        if not known:
            chinese = f"没有关于 {book} 的决定"
            raise CannotWork(chinese, f"There is no decision on {book}")
        for one in known:
            state.withdraw(one.digest)
    return name


def _unit_of_decision(decision: Decision, state: State) -> str:
    seen = state.files.seen(decision.book, decision.digest)
    return seen.unit if seen is not None else ""


def _named(given: Given, book: str) -> str:
    """A file of the returns by its name or its path."""
    names = [one.name for one in find_books(given.paths, besides=given.roster)]
    tail = Path(book).name
    found = [name for name in names if name in {book, tail} or book.endswith(f"/{name}")]
    if len(found) != 1:
        chinese = f"收到的工作簿中没有 {book}"
        raise CannotWork(chinese, f"There is no {book} among the returns")
    return found[0]
