"""Last year's figures beside the inputs: grey, locked, outside the printed area."""

from xl2report.files.template.package import Page, exact
from xl2report.files.template.styles import height
from xl2report.files.template.workbook import Workbook
from xl2report.form.definition.model import Table
from xl2report.form.layout import GRID_TOP, TEXTS_LAST, TEXTS_TOP, first_value
from xl2report.ground.grids import GridCell
from xl2report.ground.points import address, split_address

_NARROW = 2.0
_INDICATOR = 18.0
_ROW = 23.0
_SMALL = 9.0


def write_last(work: Workbook, page: Page, table: Table) -> None:
    """The grid of a table once more, without its labels, with last year's figures."""
    down, right = work.layout.aside(table)
    first = first_value(table)
    top, left, _, across = work.layout.last_area(table)
    widths = table.widths[first - 1 :]
    if right:
        page.width(left - 1, _NARROW)
        for column, width in enumerate(widths, left):
            page.width(column, width)
    else:
        for row in range(1, table.grid.rows + 1):
            page.height(row + GRID_TOP + down, _ROW)
    _head(work, page, (top, left, 1, across))
    index = {point.id: number for number, point in enumerate(work.form.points)}
    for cell in table.grid.cells:
        if cell.col + cell.across <= first:
            continue
        clipped = max(0, first - cell.col)
        area = (
            cell.row + GRID_TOP + down, cell.col + clipped + right, cell.down, cell.across - clipped
        )  # fmt: skip
        if cell.kind == "value":
            _figure(work, page, area, index[cell.point])
        else:
            text = _heading(work, cell)
            page.joined(area, text, work.styles("last_heading"))
            if down and cell.down == 1:
                wide = sum(table.widths[cell.col - 1 : cell.col - 1 + cell.across])
                if (high := height(text, wide, _SMALL)) > _ROW:
                    page.height(area[0], high)


def _head(work: Workbook, page: Page, area: tuple[int, int, int, int]) -> None:
    """Two lines above the figures: how they are meant, and of which year they are."""
    top, left, _, across = area
    style = work.styles("small", font_color="#595959")
    page.joined(area, work.words["last_note"], style)
    title = work.styles("small", font_color="#595959", bold=True)
    page.joined((top + 1, left, 1, across), last_title(work), title)


def last_title(work: Workbook) -> str:
    """Of which year the figures are, or that there are none."""
    last = work.content.last
    key = "last_title" if last and last.form else "last_none"
    return work.words[key].format(year=work.stamp.year - 1)


def _heading(work: Workbook, cell: GridCell) -> str:
    # Not the heading's own words: a label that stands twice would not be believed any more.
    return work.words["last_heading"].format(label=cell.text) if cell.kind == "header" else ""


def _figure(work: Workbook, page: Page, area: tuple[int, int, int, int], point: int) -> None:
    row, column, down, across = area
    measure = work.form.points[point].measure
    style = work.styles.value("last", measure)
    if down > 1 or across > 1:
        page.merge(area, style)
    value = work.results.last[point]
    if value is None:
        page.blank(row, column, style)
    else:
        page.number(row, column, exact(value, measure), style)
    if measure.decimals and not measure.signed:
        spot = address(row, column)
        whole = f"=IF(ISNUMBER({spot}),{spot}=INT({spot}),FALSE)"
        page.rule([spot], whole, work.styles("whole"))


def write_last_indicators(work: Workbook, page: Page) -> None:
    """The column of last year's figures beside the indicators."""
    if not work.form.indicators:
        return
    page.width(TEXTS_LAST - 1, _NARROW)
    page.width(TEXTS_LAST, _INDICATOR)
    words = work.words["last_indicator"].format(year=work.stamp.year - 1)
    if not (work.content.last and work.content.last.form):
        words = last_title(work)
    page.text(TEXTS_TOP - 1, TEXTS_LAST, words, work.styles("last_heading"))
    first = len(work.form.points) - len(work.form.indicators)
    for number in range(first, len(work.form.points)):
        row, column = split_address(work.layout.last_cells[number][1])
        _figure(work, page, (row, column, 1, 1), number)
