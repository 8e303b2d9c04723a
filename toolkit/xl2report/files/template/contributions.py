"""The sheet of a city's workbook that says what each reporter put into every figure."""

from itertools import groupby

from xl2report.files.template.package import Cached, Page, exact
from xl2report.files.template.styles import height, money_format
from xl2report.files.template.workbook import Workbook
from xl2report.form.layout import CONTRIBUTIONS_FIRST, CONTRIBUTIONS_IDS, CONTRIBUTIONS_TOP
from xl2report.ground.points import column_letters

_WIDTHS = (6.0, 26.0, 21.0, 26.0)
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
    count = len(work.content.parts)
    for number, part in enumerate(work.content.parts):
        row = CONTRIBUTIONS_TOP + number
        page.height(row, height(part.reporter, _WIDTHS[1], 10.5, 20))
        page.number(row, 1, number + 1, styles("number"))
        for column, text in enumerate((part.reporter, part.code, part.book), 2):
            page.text(row, column, text, styles("label", num_format="@"))
        for point, value in enumerate(part.values):
            measure = work.form.points[point].measure
            style = styles("number", num_format=money_format(measure.decimals))
            if value is None:
                page.blank(row, CONTRIBUTIONS_FIRST + point, style)
            else:
                page.number(row, CONTRIBUTIONS_FIRST + point, exact(value, measure), style)
    last = CONTRIBUTIONS_TOP + count
    _totals(work, page, last)
    page.sheet.freeze_panes(CONTRIBUTIONS_TOP - 1, 2)
    work.finish(page, (last, last_column), landscape=True)
    page.sheet.fit_to_pages(0, 0)
    page.sheet.set_print_scale(60)
    page.sheet.repeat_rows(_TABLES - 1, CONTRIBUTIONS_TOP - 2)
    page.sheet.repeat_columns(0, 1)
    page.sheet.print_across()
    return page


def _headings(work: Workbook, page: Page) -> None:
    words, style = work.words, work.styles("heading", font_size=_SMALL)
    keys = ("number", "reporter", "code", "book")
    for column, key in enumerate(keys, 1):
        page.joined((_TABLES, column, 3, 1), words[f"contributions_{key}"], style)
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
    for number, names in enumerate(named):
        column = CONTRIBUTIONS_FIRST + number
        page.text(_COLUMNS, column, names[2], style)
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


def _totals(work: Workbook, page: Page, row: int) -> None:
    """Below the reporters, with an empty name, so that the line is not taken for one of them."""
    page.text(row, 1, work.words["contributions_total"], work.styles("heading"))
    for column in range(2, CONTRIBUTIONS_FIRST):
        page.blank(row, column, work.styles("heading"))
    page.height(row, 22)
    for number, point in enumerate(work.form.points):
        column = CONTRIBUTIONS_FIRST + number
        style = work.styles("computed", num_format=money_format(point.measure.decimals))
        known = [part.values[number] for part in work.content.parts]
        values = [value for value in known if value is not None]
        how = "MAX" if point.roll == "max" else "SUM"
        if point.roll not in {"sum", "max"}:
            page.blank(row, column, style)
            continue
        letters = column_letters(column)
        cells = f"{letters}{CONTRIBUTIONS_TOP}:{letters}{row - 1}"
        total = max(values, default=0) if how == "MAX" else sum(values)
        value: Cached = exact(total, point.measure) if values else ""
        page.formula(row, column, f'=IF(COUNT({cells})=0,"",{how}({cells}))', value, style)
