"""How each unit of a collection stands: its file, its stage, days late, findings, questions."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from xl2report.chain.check import Setting
from xl2report.chain.folder import Folder, Given
from xl2report.chain.forms import find_plan
from xl2report.chain.lastyear import earlier_of
from xl2report.chain.reports import BookReport, CheckReport, Ledger
from xl2report.chain.state import State
from xl2report.ground.progress import FileLine, Note, Progress, Question, RuleLine, UnitLine
from xl2report.ground.units import Register, Unit
from xl2report.ground.wordings import CODES
from xl2report.work.peers import Peer, questions

# How many of a unit's errors are named.
_TODO = 3
_FITTING = frozenset({"counts", "replaced", "undecided"})
_LEVELS = ("error", "warning", "information")


def standing_of(book: BookReport) -> str:
    """What a file is, by what was found of it."""
    codes = {one.code for one in book.findings}
    if codes & {"W201", "W202", "M524"}:
        return "unreadable"
    if "M501" in codes:
        return "undecided"
    if codes & {"W203", "W204"}:
        return "wrong_year"
    return "unknown" if "M503" in codes else "counts"


def units_of(report: CheckReport, ledger: Ledger, setting: Setting) -> dict[str, str]:
    """The unit that each file is from; without a roster whoever the file says."""
    register = Register(setting.roster.units, setting.year)
    rostered = bool(setting.roster.units)
    found: dict[str, str] = {}
    for sender in ledger.senders:
        unit = register.find(sender.code, sender.reporter)
        if unit is not None or not rostered:
            found[sender.book] = unit.name if unit is not None else sender.reporter or sender.book
    del report
    return found


class _Book(NamedTuple):
    """What is known of the file that stands for a unit."""

    report: BookReport
    standing: str


def status_of(
    given: Given,
    setting: Setting,
    report: CheckReport,
    ledger: Ledger | None,
    state: State,
    today: date | None = None,
) -> Progress:
    """The progress that a check shows, with what is remembered of the files."""
    folder = given.folder
    if folder is None or ledger is None:
        raise ValueError(given)
    day = today or date.today()  # noqa: DTZ011 - a deadline is a day where the office is
    units = units_of(report, ledger, setting)
    books: dict[str, list[_Book]] = {}
    strangers: list[FileLine] = []
    for book in report.books:
        standing = standing_of(book)
        name = units.get(book.book)
        if name is None or standing in {"unreadable", "unknown"}:
            came = _day(state, book.book)
            strangers.append(FileLine(book.book, standing, "", book.reporter, came))
        else:
            books.setdefault(name, []).append(_Book(book, standing))
    beside: dict[str, list[FileLine]] = {}
    for one in report.aside:
        line = FileLine(one.book, one.standing, one.other, "", _day(state, one.book))
        if one.unit is None and one.book not in units:
            strangers.append(line)
        elif one.standing == "covered":
            strangers.append(line._replace(unit=units.get(one.book, "")))
        else:
            beside.setdefault(units[one.book], []).append(line)
    lines = [
        _line(unit, books.get(unit.name, []), beside.get(unit.name, []), folder, state, day)
        for unit in _due(setting, units, books)
    ]
    return Progress(
        folder.city,
        folder.year,
        _title(folder),
        day.isoformat(),
        tuple(lines),
        tuple(strangers),
        tuple(_rules(report)),
        tuple(_questions(setting, report, ledger, units)),
        tuple(_notes(report)),
    )


def _title(folder: Folder) -> str:
    plan = find_plan(folder.form)
    return plan.form.title if plan is not None else folder.form


def _due(setting: Setting, units: dict[str, str], books: dict[str, list[_Book]]) -> list[Unit]:
    """The units that should report; and those that need not and yet have a file that counts."""
    if not setting.roster.units:
        return [Unit(name) for name in dict.fromkeys(units.values())]
    return [
        unit for unit in setting.roster.units if unit.expected(setting.year) or unit.name in books
    ]


def _line(
    unit: Unit,
    books: list[_Book],
    beside: list[FileLine],
    folder: Folder,
    state: State,
    today: date,
) -> UnitLine:
    deadline = folder.deadline(unit.group)
    first = _received(unit, books, beside, state)
    late = 0
    if deadline is not None:
        late = max(0, ((first or today) - deadline).days)
    line = UnitLine(
        unit.name, unit.code, unit.category, unit.group, "missing", "missing",
        files=tuple(beside), received=first.isoformat() if first else "",
        deadline=deadline.isoformat() if deadline else "", late=late,
        contact=unit.contact, phone=unit.phone,
    )  # fmt: skip
    if not books:
        return line
    names = [
        FileLine(one.report.book, one.standing, received=_day(state, one.report.book))
        for one in books
    ]
    if len(books) > 1:
        beside = [*names, *beside]
    counting = next((one for one in books if one.standing == "counts"), books[0])
    book = counting.report
    errors = [one for one in book.findings if one.level == "error"]
    seen = state.seen(book.book)
    undecided = counting.standing == "undecided"
    status, stage = _stage(unit, counting, seen.stage if seen else "", beside, state)
    if late and status == "accepted":
        status = "late"
    return line._replace(
        state=status,
        stage=stage,
        zero=book.zero_report,
        book="" if undecided else book.book,
        files=tuple(beside),
        errors=len(errors),
        warnings=book.count("warning"),
        explained=book.explained,
        todo=tuple(
            (_brief(one.place("zh"), one.message("zh")), _brief(one.place("en"), one.message("en")))
            for one in errors[:_TODO]
        ),
    )


def _brief(place: str, message: str) -> str:
    words = " ".join(message.split())
    return f"{place}：{words}" if place else words


def _stage(
    unit: Unit, counting: _Book, kept: str, beside: list[FileLine], state: State
) -> tuple[str, str]:
    """The state for other programs, and the stage of the work."""
    book = counting.report
    if counting.standing == "undecided":
        return "duplicate", "received"
    if book.count("error") or book.unassessable:
        # A note goes back with the run; before it nobody has been told.
        return "returned", "returned" if kept == "returned" else "received"
    known = "declared_zero" if book.zero_report else "accepted"
    if kept == "merged":
        return known, "merged"
    digest = state.digest(book.book)
    again = any(one.standing == "replaced" for one in beside) or any(
        one.stage == "returned" and one.digest != digest for one in state.of_unit(unit.name)
    )
    return known, "corrected" if again else "accepted"


def _received(unit: Unit, books: list[_Book], beside: list[FileLine], state: State) -> date | None:
    """The day on which the first workbook of the right year came; None if none has."""
    names = [one.report.book for one in books if one.standing in _FITTING]
    names += [one.book for one in beside if one.standing in {"replaced", "same_file"}]
    if not names:
        return None
    days = [seen.received for name in names if (seen := state.seen(name)) is not None]
    days += [one.received for one in state.of_unit(unit.name) if one.state in _FITTING]
    return min(map(_local, days)) if days else None


def _local(moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone().date()


def _day(state: State, book: str) -> str:
    seen = state.seen(book)
    return _local(seen.received).isoformat() if seen is not None else ""


def _rules(report: CheckReport) -> list[RuleLine]:
    """Kinds of findings, those of most units first; a rule is a kind of its own."""
    found: dict[tuple[str, str], RuleLine] = {}
    units: dict[tuple[str, str], set[str]] = {}
    for book in report.books:
        for one in book.findings:
            if one.level == "information":
                continue
            key = (one.code, one.rule)
            wording = CODES[one.code]
            says = (one.args.get("says", ""), one.args.get("says_en", ""))
            line = found.get(key) or RuleLine(
                one.code, (wording.name_zh, wording.name_en), says, one.level, 0, 0
            )
            if line.says != says:  # it speaks of one unit
                line = line._replace(says=("", ""))
            units.setdefault(key, set()).add(book.reporter or book.book)
            found[key] = line._replace(times=line.times + 1, units=len(units[key]))
    return sorted(
        found.values(),
        key=lambda one: (_LEVELS.index(one.severity), -one.units, -one.times, one.code),
    )


def _questions(
    setting: Setting, report: CheckReport, ledger: Ledger, units: dict[str, str]
) -> Iterable[Question]:
    """Compared is what can be added: what is readable, of the year, and without errors."""
    sound = {
        book.book for book in report.books if not book.count("error") and not book.unassessable
    }
    kinds = {unit.name: unit.category for unit in setting.roster.units}
    plan = None
    peers = []
    for share in ledger.shares():
        name = units.get(share.book)
        if share.book not in sound or name is None:
            continue
        plan = plan or find_plan(share.form)
        if plan is None or plan.form.id != share.form:
            continue
        then = None
        if setting.before is not None and share.year:
            found = earlier_of(
                (share.code, name, share.reporter), share.year - 1, plan, setting.before
            )
            then = found[1] if found is not None else None
        peers.append(Peer(name, kinds.get(name, ""), list(share.values), then, share.zero_report))
    return questions(plan, peers) if plan is not None else []


def _notes(report: CheckReport) -> Iterable[Note]:
    """What concerns no unit: the roster, last year's files."""
    for one in report.batch:
        if one.code != "M504" and not one.code.startswith("M52"):
            head = f"{one.book} · " if one.book else ""
            yield Note(
                one.level,
                (
                    f"{head}{_brief(one.place('zh'), one.message('zh'))}",
                    f"{head}{_brief(one.place('en'), one.message('en'))}",
                ),
            )
