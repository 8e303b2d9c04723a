"""How each unit of a collection stands: its file, its stage, days late, findings, questions."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from xl2report.chain.arrivals import standing_of
from xl2report.chain.check import Setting
from xl2report.chain.folder import ROSTER, Folder, Given
from xl2report.chain.forms import find_plan
from xl2report.chain.lastyear import earlier_of
from xl2report.chain.late import Receipt, Receipts, day_in_china, receipts_of, today_in_china
from xl2report.chain.reports import BookReport, CheckReport, Ledger
from xl2report.chain.state import State
from xl2report.ground.progress import FileLine, Note, Progress, Question, RuleLine, UnitLine
from xl2report.ground.units import Unit
from xl2report.ground.wordings import CODES
from xl2report.work.peers import Peer, questions

# How many of a unit's errors are named.
_TODO = 3
_LEVELS = ("error", "warning", "information")


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
    day = today or today_in_china()
    receipts = receipts_of(folder, setting.roster.units, report, ledger, state)
    units = receipts.units
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
        _line(
            unit,
            books.get(unit.name, []),
            beside.get(unit.name, []),
            receipts.by_unit.get(unit.name) or Receipt(due=folder.deadline(unit.group)),
            state,
            day,
        )
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
        (*_without_roster(given, setting), *_unrecorded(receipts), *_notes(report)),
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
    receipt: Receipt,
    state: State,
    today: date,
) -> UnitLine:
    first, due = receipt.first, receipt.due
    late = receipt.days_late(today)
    line = UnitLine(
        unit.name, unit.code, unit.category, unit.group, "missing", "missing",
        files=tuple(beside), received=first.isoformat() if first else "",
        deadline=due.isoformat() if due else "", late=late,
        contact=unit.contact, phone=unit.phone, recorded=receipt.recorded,
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
    seen = state.files.seen(book.book)
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
        todo=tuple((one.brief("zh"), one.brief("en")) for one in errors[:_TODO]),
    )


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
    digest = state.files.digest(book.book)
    again = any(one.standing == "replaced" for one in beside) or any(
        one.stage == "returned" and one.digest != digest for one in state.files.of_unit(unit.name)
    )
    return known, "corrected" if again else "accepted"


def _day(state: State, book: str) -> str:
    seen = state.files.seen(book)
    return day_in_china(seen.received).isoformat() if seen is not None else ""


def _without_roster(given: Given, setting: Setting) -> Iterable[Note]:
    """That nobody can be missing where nobody is known."""
    if setting.roster.units:
        return
    name = given.roster.name if given.roster is not None else ROSTER
    chinese = f"{name} 中还没有单位：填好名录以前，看不出谁没有报"
    english = f"There are no units in {name} yet: who has not reported cannot be told without it"
    yield Note("warning", (chinese, english))


def _unrecorded(receipts: Receipts) -> Iterable[Note]:
    """That who is late goes by the times of files, where nothing better is known."""
    late = [one for one in receipts.by_unit.values() if one.days_late()]
    count = sum(not one.recorded for one in late)
    if count:
        chinese = (
            f"逾期的单位中有 {count} 个只能按文件时间计算：首次收到的时间没有记录，文件后来可能改过"
        )
        english = (
            f"{count} of the late units are late by the times of their files: when these first came is"
            " not on record, and they may have been changed since"
        )
        yield Note("warning", (chinese, english))


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
                    f"{head}{one.brief('zh')}",
                    f"{head}{one.brief('en')}",
                ),
            )
