"""`merge`: departmental workbooks → the city's workbook of the same form."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from xl2report import __version__
from xl2report.chain.books import BookFile, find_books
from xl2report.chain.check import (
    BookReport,
    CheckReport,
    Parts,
    between,
    check_books,
    names_of,
    parts_of,
)
from xl2report.chain.errors import CannotWork
from xl2report.chain.explained import Past, load_explained
from xl2report.chain.outlet import refuse_inputs, write_whole
from xl2report.chain.roster import load_roster
from xl2report.chain.template import written
from xl2report.form.plan import Plan
from xl2report.ground.filing import Content, Filing, Stamp
from xl2report.ground.findings import Finding
from xl2report.work.assess.texts import Passage
from xl2report.work.rollup import Sender, Unit, roll_up, sender_of


class Merged(NamedTuple):
    """What came of a merge: the check of its parts, and the city's workbook (None if refused)."""

    check: CheckReport
    findings: tuple[Finding, ...]
    workbook: bytes | None
    plan: Plan | None
    reporters: tuple[tuple[str, str], ...]


def merge(
    paths: Iterable[Path | str],
    output: Path | str,
    *,
    reporter: str,
    code: str = "",
    roster: Path | str | None = None,
    year: int | None = None,
    force: bool = False,
    explained: Path | str | None = None,
    password: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> Merged:
    """Add the workbooks up into a city workbook at `output`; nothing is written while errors stand.

    With `force` it is written all the same, and says so. `explained` is the JSON of an earlier check
    whose explanations hold while their numbers stay the same. Raises CannotWork and FormError.
    """
    books = find_books(paths, besides=roster, password=password)
    refuse_inputs(Path(output), (book.path for book in books))
    if roster is not None:
        refuse_inputs(Path(output), [Path(roster)])
    merged = merge_books(
        books,
        reporter=reporter,
        code=code,
        roster=load_roster(roster),
        year=year,
        force=force,
        past=load_explained(explained),
        progress=progress,
    )
    if merged.workbook is not None:
        write_whole(Path(output), merged.workbook)
    return merged


def merge_books(
    books: list[BookFile],
    *,
    reporter: str,
    code: str = "",
    roster: tuple[Unit, ...] = (),
    year: int | None = None,
    force: bool = False,
    past: Past | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Merged:
    """Check the workbooks and add up those that may be, without writing anything."""
    reports: list[BookReport] = []
    senders: list[Sender] = []
    filings: list[Filing] = []
    plans: dict[str, Plan] = {}
    parts: Parts = {}
    passages: list[Passage] = []
    for done, checked in enumerate(check_books(books, None, names_of(roster), past), 1):
        reports.append(checked.report)
        passages.extend(checked.passages)
        if checked.filing is not None and checked.plan is not None:
            senders.append(sender_of(checked.filing))
            parts |= parts_of(checked.filing)
            filings.append(checked.filing)
            plans[checked.filing.form] = checked.plan
        if progress:
            progress(done, len(books))
    report = between(reports, senders, roster, year, None, parts, passages)
    if report.errors and not force:
        return Merged(report, (), None, None, states_of(report))
    usable = _usable(filings, report)
    if not usable:
        chinese = "没有可以汇总的工作簿"
        raise CannotWork(chinese, "There is no workbook that could be merged")
    plan = plans[usable[0].form]
    total = roll_up(plan, usable, roster)
    yes = plan.form.words["yes_word"]
    when = next(filing.year for filing in usable if filing.year is not None)
    stamp = Stamp(plan.form.id, when, reporter, code, "city", report.errors, __version__)
    cover = {"reporter": reporter, "code": code, "year": str(when)}
    if total.zero_report:
        cover["zero_report"] = yes
    content = Content(cover=cover, values=tuple(total.values), texts=total.texts, parts=total.parts)
    data = written(plan, stamp, content)
    return Merged(report, total.findings, data, plan, states_of(report))


def _usable(filings: list[Filing], report: CheckReport) -> list[Filing]:
    """The filings that can be added: of the form and year of most, one for each reporter.

    Of a reporter's several workbooks the last by name counts, and a city's workbook not beside one
    of its own units'; only `force` comes here with any.
    """
    wrong, twice = (
        {finding.book for finding in report.findings if finding.code in codes}
        for codes in ({"W203", "W204"}, {"M501"})
    )
    found: dict[str, Filing] = {}
    for filing in filings:
        if filing.parts and filing.book in twice:
            continue
        if filing.book not in wrong and filing.year is not None:
            found[filing.code or filing.reporter or filing.book] = filing
    return list(found.values())


def states_of(report: CheckReport) -> tuple[tuple[str, str], ...]:
    """Each reporter with its state: accepted, returned, duplicate; missing ones of the roster."""
    found = []
    for book in report.books:
        codes = {finding.code for finding in book.findings}
        state = "returned" if book.count("error") else "accepted"
        if "M501" in codes:
            state = "duplicate"
        elif state == "accepted" and book.zero_report:
            state = "declared_zero"
        found.append((book.reporter or book.book, state))
    found.extend(
        (finding.args["reporter"], "missing") for finding in report.batch if finding.code == "M504"
    )
    return tuple(found)
