"""`merge`: departmental workbooks → the city's workbook of the same form."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xl2report import __version__
from xl2report.chain.adjustments import (
    NO_ADJUSTMENTS,
    AdjustmentFile,
    adjustments_beside,
    load_adjustments,
)
from xl2report.chain.books import BookFile, find_books
from xl2report.chain.check import NO_SETTING, CheckReport, Setting, assessed, setting_of
from xl2report.chain.errors import CannotWork
from xl2report.chain.folder import Folder, Given, given_of
from xl2report.chain.forms import open_plan
from xl2report.chain.late import NO_RECEIPTS, Receipts, receipts_of
from xl2report.chain.outlet import refuse_inputs, write_whole
from xl2report.chain.overview import overview_of
from xl2report.chain.reports import Ledger
from xl2report.chain.template import written
from xl2report.form.plan import Plan
from xl2report.ground.filing import Content, Filing, Stamp
from xl2report.ground.findings import Finding
from xl2report.ground.units import Register
from xl2report.ground.wordings.model import Language
from xl2report.work.adjustments import Adjusted
from xl2report.work.overlaps import overlaps
from xl2report.work.rollup import Share, Total, roll_up

if TYPE_CHECKING:
    from xl2report.chain.state import State
    from xl2report.work.charts import Chart


class Merged(NamedTuple):
    """What came of a merge: the check of its parts, and the city's workbook (None if refused).

    `ledger` is what is known of every file, `added` names those whose figures are in the total;
    `receipts` tell of a work folder when each unit's first workbook came. `total` is what they come to,
    of `year`.
    """

    check: CheckReport
    findings: tuple[Finding, ...]
    workbook: bytes | None
    plan: Plan | None
    reporters: tuple[tuple[str, str], ...]
    ledger: Ledger | None = None
    added: tuple[str, ...] = ()
    receipts: Receipts = NO_RECEIPTS
    total: Total | None = None
    year: int = 0


class Order(NamedTuple):
    """What is wanted of a merge: for whom, whether despite errors, with what adjustments of its office.

    `folder` is the work folder whose deadlines the returns are held against, `state` what it remembers
    of them; `charts` adds a sheet of charts.
    """

    reporter: str
    code: str = ""
    force: bool = False
    adjustments: AdjustmentFile = NO_ADJUSTMENTS
    folder: Folder | None = None
    charts: bool = False
    state: "State | None" = None


def order_of(
    given: Given,
    reporter: str,
    code: str = "",
    *,
    force: bool = False,
    adjustments: Path | str | None = None,
) -> Order:
    """The order for what is given; adjustments that lie beside the roster are taken by themselves.

    Raises CannotWork.
    """
    path = adjustments or adjustments_beside(given.roster, given.paths)
    return Order(reporter, code, force, load_adjustments(path), given.folder)


def merge(
    paths: Iterable[Path | str],
    output: Path | str,
    *,
    reporter: str = "",
    code: str = "",
    roster: Path | str | None = None,
    last: Iterable[Path | str] = (),
    year: int | None = None,
    force: bool = False,
    adjustments: Path | str | None = None,
    charts: bool = False,
    table: Path | str | None = None,
    explained: Path | str | None = None,
    password: str = "",
    jobs: int | None = None,
    language: Language = "zh",
    progress: Callable[[int, int], None] | None = None,
) -> Merged:
    """Add the workbooks up into a city workbook at `output`; nothing is written while errors stand.

    Of a work folder, named alone, reporter, year, form, roster and last year are its own. With `force`
    it is written all the same, and says so. `adjustments` is a workbook of the office's own adjustments;
    调整.xlsx beside the roster is taken by itself. `charts` adds a sheet of charts. `last` are last year's
    workbooks, `table` is where the units are compared with one another and with last year (.xlsx, or .csv
    for the long table alone), in the words of `language`. `explained` is the JSON of an earlier check whose explanations hold while
    their numbers stay the same; `jobs` is how many processes read many workbooks (by default one for each
    processor). Raises CannotWork and FormError.
    """
    if table is not None:
        from xl2report.chain.comparison import demand_table

        demand_table(Path(table), Path(output))
    given = given_of(paths, roster=roster, last=last, year=year)
    books = find_books(given.paths, besides=given.roster, password=password)
    targets = [Path(one) for one in (output, table) if one is not None]
    for target in targets:
        refuse_inputs(target, (book.place for book in books))
        if given.roster is not None:
            refuse_inputs(target, [given.roster])
    if given.folder is not None:
        reporter, code = reporter or given.folder.city, code or given.folder.code
    if not reporter:
        chinese = "请用 --reporter 给出汇总单位的名称"
        raise CannotWork(chinese, "Give the name of whoever the total is for by --reporter")
    order = order_of(given, reporter, code, force=force, adjustments=adjustments)
    order = order._replace(charts=charts)
    own = adjustments or adjustments_beside(given.roster, given.paths)
    besides = [Path(own)] if own is not None else []
    for target in targets:
        refuse_inputs(target, [*besides, *given.last])
    setting = setting_of(given, explained, password, jobs)
    if given.folder is not None:
        from xl2report.chain.state import State

        # A merge by itself adds nothing to what the folder remembers.
        with State(given.folder.path, write=False) as state:
            merged = merge_books(books, order._replace(state=state), setting, progress, jobs)
    else:
        merged = merge_books(books, order, setting, progress, jobs)
    if merged.workbook is not None:
        compared = None
        if table is not None:
            from xl2report.chain.comparison import comparison_of

            compared = comparison_of(merged, order.reporter, setting, Path(table), language)
        write_whole(Path(output), merged.workbook)
        if compared is not None:
            write_whole(*compared)
    return merged


def merge_books(
    books: Sequence[BookFile],
    order: Order,
    setting: Setting = NO_SETTING,
    progress: Callable[[int, int], None] | None = None,
    jobs: int | None = None,
) -> Merged:
    """Check the workbooks and add up those that may be, without writing anything."""
    ledger, report = assessed(books, setting, values=True, jobs=jobs, progress=progress)
    units = setting.roster.units
    receipts = NO_RECEIPTS
    if order.folder is not None and order.state is not None:
        receipts = receipts_of(order.folder, units, report, ledger, order.state)
    states = states_of(report, receipts)
    refused = Merged(report, (), None, None, states, ledger, receipts=receipts)
    if report.errors and not order.force:
        return refused
    usable = _usable(ledger.shares(), report)
    if not usable:
        chinese = "没有可以汇总的工作簿"
        raise CannotWork(chinese, "There is no workbook that could be merged")
    plan = open_plan(usable[0].form)
    adjusted = Adjusted((), ())
    if order.adjustments.rows:
        register = Register(units, setting.year)
        names = (name for share in usable for name in _names(share, register))
        bare = roll_up(plan, usable, units).values
        adjusted = order.adjustments.applied(plan, bare, names)
        # What is wrong with them stands in the way like any other error.
        report = report._replace(batch=(*report.batch, *adjusted.findings))
        if report.errors and not order.force:
            return refused._replace(check=report)
    total = roll_up(plan, usable, units, adjusted.adjustments)
    total = total._replace(findings=(*total.findings, *overlaps(plan, total.parts, units)))
    yes = plan.form.words["yes_word"]
    when = next(share.year for share in usable if share.year is not None)
    stamp = Stamp(
        plan.form.id, when, order.reporter, order.code, "city", report.errors, __version__
    )
    cover = {"reporter": order.reporter, "code": order.code, "year": str(when)}
    if total.zero_report:
        cover["zero_report"] = yes
    content = Content(
        cover=cover,
        values=tuple(total.values),
        texts=total.texts,
        parts=total.parts,
        adjustments=total.adjustments,
        overview=overview_of(plan, report, total, units, when, receipts.late),
    )
    data = written(plan, stamp, content, _charts(plan, order, when, total.values))
    added = tuple(share.book for share in usable)
    return Merged(report, total.findings, data, plan, states, ledger, added, receipts, total, when)


def _charts(plan: Plan, order: Order, year: int, values: list[int | None]) -> "tuple[Chart, ...]":
    if not order.charts:
        return ()
    from xl2report.work.charts import make_charts

    return make_charts(plan, Filing("", plan.form.id, year, order.reporter, order.code, values))


def _names(share: Share, register: Register) -> tuple[str, ...]:
    """All names that a reporter goes by."""
    unit = register.find(share.code, share.reporter)
    return (share.reporter, share.code, *(unit.names if unit is not None else ()))


def _usable(shares: Iterable[Share], report: CheckReport) -> list[Share]:
    """What can be added: what is of the form and year of most, one for each reporter.

    Of a reporter's several workbooks the last by name counts, and a city's workbook not beside one
    of its own units'; only `force` comes here with any.
    """
    counted = {book.book for book in report.books}  # without what was left out
    wrong, twice = (
        {finding.book for finding in report.findings if finding.code in codes}
        for codes in ({"W203", "W204"}, {"M501"})
    )
    found: dict[str, Share] = {}
    for share in sorted(shares, key=lambda share: share.book):
        if share.book not in counted or (share.has_parts and share.book in twice):
            continue
        if share.book not in wrong and share.year is not None:
            found[share.code or share.reporter or share.book] = share
    return list(found.values())


def states_of(report: CheckReport, receipts: Receipts = NO_RECEIPTS) -> tuple[tuple[str, str], ...]:
    """Each reporter with its state: accepted, late, returned, duplicate; missing ones of the roster."""
    found = []
    for book in report.books:
        codes = {finding.code for finding in book.findings}
        state = "returned" if book.count("error") else "accepted"
        if "M501" in codes:
            state = "duplicate"
        elif state == "accepted" and book.zero_report:
            state = "declared_zero"
        elif state == "accepted" and (came := receipts.of_book(book.book)) and came.days_late():
            state = "late"
        found.append((book.reporter or book.book, state))
    found.extend(
        (finding.args["reporter"], "missing") for finding in report.batch if finding.code == "M504"
    )
    return tuple(found)
