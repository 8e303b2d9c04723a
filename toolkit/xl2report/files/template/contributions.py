"""The sheet of a city's workbook that says what each reporter put into every figure.

The reporters of a category stand together, their subtotal below them; then come the office's own
adjustments, one a row, and the total, which the tables refer to.
"""

from collections.abc import Iterable
from itertools import groupby

from xl2report.files.template.package import Cached, Page, exact
from xl2report.files.template.places import Block, Places, places_of
from xl2report.files.template.styles import height, money_format
from xl2report.files.template.workbook import Workbook
from xl2report.form.formulas import rolled_over
from xl2report.form.layout import (
    ADJUSTED,
    ADJUSTMENTS_AMOUNT,
    ADJUSTMENTS_SHEET,
    ADJUSTMENTS_TOP,
    CONTRIBUTIONS_FIRST,
    CONTRIBUTIONS_HEADS,
    CONTRIBUTIONS_IDS,
    CONTRIBUTIONS_TOP,
    SUBTOTAL,
)
from xl2report.ground.points import column_letters
from xl2report.ground.rollup import Contribution

_WIDTHS = (6.0, 26.0, 21.0, 11.0, 24.0, 11.0, 16.5)
_POINT = 9.0
_TABLES, _ITEMS, _COLUMNS = CONTRIBUTIONS_IDS - 3, CONTRIBUTIONS_IDS - 2, CONTRIBUTIONS_IDS - 1
_SMALL = 9.0


def write_contributions(work: Workbook) -> Page:
    """The sheet 分单位明细."""
    page = work.book.page(work.form.sheets.contributions)
    words, styles = work.words, work.styles
    last_column = CONTRIBUTIONS_FIRST + len(work.form.points) - 1
    for column, width in enumerate(_WIDTHS, 1):
        page.width(column, width)
    for column in range(CONTRIBUTIONS_FIRST, last_column + 1):
        page.width(column, _POINT)
    page.height(1, 32)
    page.text(1, 1, words["contributions_title"], styles("title", align="left"))
    work.reporter_line(page, 2, CONTRIBUTIONS_FIRST - 1)
    _headings(work, page)
    places = places_of(work.content.parts, len(work.content.adjustments))
    totals = _Totals(work)
    parts = iter(enumerate(work.content.parts, 1))
    for block in places.blocks:
        totals.begin()
        for row in range(block.first, block.last + 1):
            number, part = next(parts)
            _reporter(work, page, row, number, part)
            page.pack(row)
            totals.add(part.values)
        if block.subtotal:
            _heads(work, page, block.subtotal, SUBTOTAL, block.title)
            totals.subtotal(page, block)
    if places.adjusted is not None:
        totals.begin()
        _adjustments(work, page, places.adjusted, totals)
    _heads(work, page, places.total, words["contributions_total"], _parties(work))
    totals.total(page, places)
    page.sheet.freeze_panes(CONTRIBUTIONS_TOP - 1, 2)
    work.finish(page, (places.total, last_column), landscape=True)
    page.sheet.fit_to_pages(0, 0)
    page.sheet.set_print_scale(60)
    page.sheet.repeat_rows(_TABLES - 1, CONTRIBUTIONS_TOP - 2)
    page.sheet.repeat_columns(0, 1)
    page.sheet.print_across()
    return page


def _parties(work: Workbook) -> str:
    more = len(work.content.adjustments)
    return f"{len(work.content.parts)}家" + (f"，{ADJUSTED}{more}项" if more else "")


def _headings(work: Workbook, page: Page) -> None:
    words, style = work.words, work.styles("heading", font_size=_SMALL)
    titles = [
        words["contributions_number"], words["contributions_reporter"], words["contributions_code"],
        CONTRIBUTIONS_HEADS["category"], words["contributions_book"],
        CONTRIBUTIONS_HEADS["digest"], CONTRIBUTIONS_HEADS["saved"],
    ]  # fmt: skip
    for column, title in enumerate(titles, 1):
        page.joined((_TABLES, column, 3, 1), title, style)
    sheets = {table.id: table.sheet for table in work.form.tables}
    sections = {section.id: section.label for section in work.form.sections}
    named = [
        (
            sheets.get(point.table, work.form.sheets.texts),
            _item(work, number, sections),
            _column(work, number),
        )
        for number, point in enumerate(work.form.points)
    ]
    column = CONTRIBUTIONS_FIRST
    # The table's name is said over every item: one over the whole table would be out of sight.
    for (table, item), group in groupby(named, key=lambda names: names[:2]):
        across = len(list(group))
        page.joined((_TABLES, column, 1, across), table, style)
        page.joined((_ITEMS, column, 1, across), item, style)
        column += across
    back = work.styles("heading", font_size=_SMALL, font_color="#0563C1", underline=1)
    for number, names in enumerate(named):
        column = CONTRIBUTIONS_FIRST + number
        sheet, cell = work.layout.cells[number]
        page.link(_COLUMNS, column, f"'{sheet}'!{cell}", names[2], back)
        page.text(CONTRIBUTIONS_IDS, column, work.form.points[number].id, work.styles("code"))
    page.height(_TABLES, 20)
    page.height(_ITEMS, 54)
    page.height(_COLUMNS, 42)
    page.height(CONTRIBUTIONS_IDS, 12, hidden=True)


def _item(work: Workbook, number: int, sections: dict[str, str]) -> str:
    point = work.form.points[number]
    if point.table == "text":
        return sections.get(point.row, "")
    return next(row.label for row in work.form.table(point.table).rows if row.id == point.row)


def _column(work: Workbook, number: int) -> str:
    point = work.form.points[number]
    if point.table == "text":
        return point.path[-1]
    columns = work.form.table(point.table).columns
    return next(column.label for column in columns if column.id == point.column)


def _reporter(work: Workbook, page: Page, row: int, number: int, part: Contribution) -> None:
    styles = work.styles
    page.height(row, height(part.reporter, _WIDTHS[1], 10.5, 20))
    page.number(row, 1, number, styles("number"))
    label = styles("label", num_format="@")
    for column, text in enumerate((part.reporter, part.code, part.category, part.book), 2):
        page.text(row, column, text, label)
    # Not wrapped: as much of it is seen as the column is wide, and all of it stands in the cell.
    short = styles("label", num_format="@", text_wrap=False, font_size=_SMALL)
    page.text(row, 6, part.digest, short)
    page.text(row, 7, part.saved, short)
    _values(work, page, row, part.values)


def _values(work: Workbook, page: Page, row: int, values: Iterable[int | None]) -> None:
    for point, value in enumerate(values):
        measure = work.form.points[point].measure
        style = work.styles("number", num_format=money_format(measure.decimals))
        if value is None:
            page.blank(row, CONTRIBUTIONS_FIRST + point, style)
        else:
            page.number(row, CONTRIBUTIONS_FIRST + point, exact(value, measure), style)


def _heads(work: Workbook, page: Page, row: int, kind: str, title: str) -> None:
    """What stands left of the figures in a row that is no reporter's."""
    page.text(row, 1, kind, work.styles("heading"))
    page.text(row, 2, title, work.styles("heading", align="left", indent=1))
    for column in range(3, CONTRIBUTIONS_FIRST):
        page.blank(row, column, work.styles("heading"))
    page.height(row, 22)


def _adjustments(work: Workbook, page: Page, block: Block, totals: "_Totals") -> None:
    """One row each: who and why in words, the amount as it stands on the sheet of adjustments."""
    points, styles = work.form.points, work.styles
    label = styles("label", num_format="@", font_size=_SMALL)
    for place, (row, one) in enumerate(
        zip(range(block.first, block.last + 1), work.content.adjustments, strict=True)
    ):
        page.text(row, 1, ADJUSTED, styles("number"))
        why = "：".join(words for words in (one.reporter, one.reason) if words)
        page.text(row, 2, why, label)
        page.height(row, height(why, _WIDTHS[1], _SMALL, 20))
        for column, text in enumerate(("", ADJUSTED, one.author, "", one.date), 3):
            page.text(row, column, text, label)
        values: list[int | None] = [None] * len(points)
        values[one.point] = one.amount
        measure = points[one.point].measure
        _values(work, page, row, [None] * len(points))
        page.formula(
            row,
            CONTRIBUTIONS_FIRST + one.point,
            f"='{ADJUSTMENTS_SHEET}'!${ADJUSTMENTS_AMOUNT}${ADJUSTMENTS_TOP + place}",
            exact(one.amount, measure),
            styles("number", num_format=_signed(measure.decimals)),
        )
        totals.add(values)
    _heads(work, page, block.subtotal, SUBTOTAL, block.title)
    totals.subtotal(page, block)


def _signed(decimals: int) -> str:
    shown = money_format(decimals)
    return f"+{shown};-{shown};0"


class _Totals:
    """Adds the rows up as they are written, block by block; exact, each with its formula."""

    def __init__(self, work: Workbook) -> None:
        self._work = work
        self._points = work.form.points
        self._how = [work.formulas.how(point) for point in range(len(self._points))]
        self._all: list[int | None] = [None] * len(self._points)
        self._some = list(self._all)

    def begin(self) -> None:
        """A new block."""
        self._some = [None] * len(self._points)

    def add(self, values: Iterable[int | None]) -> None:
        """One more row."""
        some, every = self._some, self._all
        for point, value in enumerate(values):
            if value is None:
                continue
            most = self._how[point] == "MAX"
            for known in (some, every):
                before = known[point]
                if before is None:
                    known[point] = value
                else:
                    known[point] = max(before, value) if most else before + value

    def subtotal(self, page: Page, block: Block) -> None:
        """The row below a block."""
        for point in range(len(self._points)):
            letters = column_letters(CONTRIBUTIONS_FIRST + point)
            self._cell(page, block.subtotal, point, self._some, [block.inside(letters)])

    def total(self, page: Page, places: Places) -> None:
        """The last row."""
        for point in range(len(self._points)):
            letters = column_letters(CONTRIBUTIONS_FIRST + point)
            cells = [block.cells(letters) for block in places.every]
            self._cell(page, places.total, point, self._all, cells)

    def _cell(
        self, page: Page, row: int, point: int, values: list[int | None], cells: list[str]
    ) -> None:
        measure, how = self._points[point].measure, self._how[point]
        style = self._work.styles("computed", num_format=money_format(measure.decimals))
        column = CONTRIBUTIONS_FIRST + point
        if not how:
            page.blank(row, column, style)
            return
        value = values[point]
        shown: Cached = "" if value is None else exact(value, measure)
        page.formula(row, column, rolled_over(how, cells), shown, style)
