"""The statistical sheets: the official grid, its inputs, totals, warnings and hidden codes."""

from xl2report.files.template.checks import severity_of
from xl2report.files.template.package import Cached, Page, exact
from xl2report.files.template.styles import height, lines
from xl2report.files.template.workbook import Workbook
from xl2report.form.definition.model import Table
from xl2report.form.layout import DECLARATION_ROW, GRID_TOP, first_value
from xl2report.form.relations import Relation
from xl2report.ground.grids import GridCell
from xl2report.ground.points import Measure, address, column_letters, rectangles

_LOOKS = {
    "caption": "caption",
    "header": "center",
    "note": "label",
    "group": "center",
    "label": "label",
}
# The narrowest places for the unit of measure and the words beside the declaration.
_UNIT_WIDTH, _DECLARE_WIDTH = 16.0, 17.0
_LEGEND = ("input", "total", "wrong", "advice")
# Above this width of a table its labels stay in view while the clerk scrolls.
_WIDE = 85.0
_ROW = 23.0


def write_table(work: Workbook, table: Table) -> Page:
    """The sheet of one table."""
    page = work.book.page(table.sheet)
    cols, rows = table.grid.cols, table.grid.rows
    for column, width in enumerate(table.widths, 1):
        page.width(column, width)
    page.width(cols + 1, 2)
    page.width(work.layout.hidden_column(table), 9, hidden=True)
    page.width(work.layout.hidden_column(table) + 1, 5, hidden=True)
    _head(work, page, table)
    spots = _grid(work, page, table)
    _codes(work, page, table)
    _flags(work, page, table, spots)
    header = GRID_TOP + table.heading_rows
    labels = first_value(table) - 1
    if sum(table.widths) <= _WIDE and not work.layout.last:
        labels = 0
    page.sheet.freeze_panes(header, labels)
    work.finish(page, (GRID_TOP + rows, cols), landscape=table.landscape, header=header)
    return page


def _from_right(table: Table, last: int, room: float) -> int:
    """The column where a place so wide must begin to end at `last`."""
    column, width = last, table.widths[last - 1]
    while width < room and column > 2:  # something stays on the left
        column -= 1
        width += table.widths[column - 1]
    return column


def _head(work: Workbook, page: Page, table: Table) -> None:
    words, styles, cols = work.words, work.styles, table.grid.cols
    page.height(1, 32)
    page.height(2, 20)
    page.joined((1, 1, 1, cols), table.title, styles("title"))
    unit_at = _from_right(table, cols, _UNIT_WIDTH)
    work.reporter_line(page, 2, unit_at - 1)
    units = words["list_mark"].join(dict.fromkeys(column.measure.unit for column in table.columns))
    line = words["unit"] + words["colon"] + units
    page.joined((2, unit_at, 1, cols - unit_at + 1), line, styles("line_right"))
    label_at = _from_right(table, cols - 1, _DECLARE_WIDTH)
    _legend(work, page, label_at - 1, sum(table.widths[: label_at - 1]))
    area = (DECLARATION_ROW, label_at, 1, cols - label_at)
    page.joined(area, words["declare"] + words["colon"], styles("small_right"))
    word = words["yes_word" if work.results.declared(table) else "no_word"]
    page.text(DECLARATION_ROW, cols, word, styles("input"))
    work.yes_no(page, work.layout.declaration(table), "declare")


def _legend(work: Workbook, page: Page, across: int, width: float) -> None:
    """What the colours mean, in one line or, where that is too narrow, in two."""
    plain, parts = work.styles("small"), [work.words[key] + "　" for key in _LEGEND]
    parts[-1] = parts[-1].rstrip()
    if lines("■".join(["", *parts]), width, 9) > 1:
        parts[1] = parts[1].rstrip() + "\n"
    page.height(DECLARATION_ROW, height("■".join(["", *parts]), width, 10, 24))
    page.merge((DECLARATION_ROW, 1, 1, across), plain)
    marked = [
        piece
        for key, part in zip(_LEGEND, parts, strict=True)
        for piece in (work.styles.mark(key), "■", plain, part)
    ]
    page.rich(DECLARATION_ROW, 1, *marked, plain)


def _grid(work: Workbook, page: Page, table: Table) -> dict[int, str]:
    """The grid; gives the area of each point."""
    heights = dict.fromkeys(range(1, table.grid.rows + 1), _ROW)
    index = {point.id: number for number, point in enumerate(work.form.points)}
    areas: dict[int, str] = {}
    typed: dict[Measure, list[tuple[int, int]]] = {}
    joined: dict[Measure, list[str]] = {}
    for cell in table.grid.cells:
        row = cell.row + GRID_TOP
        if cell.kind == "value":
            point = index[cell.point]
            areas[point] = _area(cell)
            if _value(work, page, cell, point):
                measure = work.form.points[point].measure
                if cell.down == cell.across == 1:
                    typed.setdefault(measure, []).append((row, cell.col))
                else:
                    joined.setdefault(measure, []).append(areas[point])
            continue
        page.joined(
            (row, cell.col, cell.down, cell.across), cell.text, work.styles(_LOOKS[cell.kind])
        )
        if cell.down == 1:
            wide = sum(table.widths[cell.col - 1 : cell.col - 1 + cell.across])
            heights[cell.row] = max(heights[cell.row], height(cell.text, wide))
    _stretch(table, heights)
    for row, points in heights.items():
        page.height(row + GRID_TOP, points)
    found = {
        measure: [*rectangles(typed.get(measure, [])), *joined.get(measure, [])]
        for measure in dict.fromkeys([*typed, *joined])
    }
    work.validate_numbers(page, found)
    work.mark_odd(page, found)
    shown: dict[Measure, list[str]] = {}
    for point, area in areas.items():
        if work.form.points[point].measure.decimals:
            shown.setdefault(work.form.points[point].measure, []).append(area)
    work.show_whole(page, shown)
    return areas


def _stretch(table: Table, heights: dict[int, float]) -> None:
    """Give the rows that a tall cell spans the room its text needs."""
    for cell in table.grid.cells:
        if cell.down > 1 and cell.text:
            wide = sum(table.widths[cell.col - 1 : cell.col - 1 + cell.across])
            spanned = range(cell.row, cell.row + cell.down)
            short = height(cell.text, wide) - sum(heights[row] for row in spanned)
            if short > 0:
                for row in spanned:
                    heights[row] += short / cell.down


def _area(cell: GridCell) -> str:
    first = address(cell.row + GRID_TOP, cell.col)
    if cell.down == cell.across == 1:
        return first
    return f"{first}:{address(cell.row + GRID_TOP + cell.down - 1, cell.col + cell.across - 1)}"


def _value(work: Workbook, page: Page, cell: GridCell, point: int) -> bool:
    """A value cell; True if the clerk types it."""
    row, measure = cell.row + GRID_TOP, work.form.points[point].measure
    relation = work.layout.relations.fills.get(point)
    typed = relation is None and not work.results.rolled(point)
    style = work.styles.value("input" if typed else "computed", measure)
    if cell.down > 1 or cell.across > 1:
        page.merge((row, cell.col, cell.down, cell.across), style)
    if relation is None:
        return work.entry(page, point, row, cell.col)
    number = work.results.numbers[point]
    value: Cached = "" if number is None else exact(number, measure)
    page.formula(row, cell.col, work.formulas.fill(relation), value, style)
    return False


def _codes(work: Workbook, page: Page, table: Table) -> None:
    """Hidden names of rows and columns, by which moved cells are found again."""
    style = work.styles("code")
    column, below = work.layout.hidden_column(table), work.layout.hidden_row(table)
    for row in range(1, table.grid.rows + 1):
        page.text(row + GRID_TOP, column, f"{table.id}/r{row}", style)
    for col in range(1, table.grid.cols + 1):
        page.text(below, col, f"{table.id}/c{col}", style)
    page.height(below, 12, hidden=True)


def _flags(work: Workbook, page: Page, table: Table, areas: dict[int, str]) -> None:
    """Hidden flags of the broken relations of this sheet, and the colours they give its cells.

    Conditional formats that look at another sheet are stored in two ways by versions of Excel, so
    the verdicts are mirrored here.
    """
    column = work.layout.hidden_column(table) + 1
    letters, style = column_letters(column), work.styles("code")
    broken, checks = work.words["broken"], work.form.sheets.checks
    touching = [
        (relation, spots)
        for number in work.layout.check_rows
        if (spots := _touched(work, relation := work.layout.relations.all[number], areas))
    ]
    # The first rule that is true gives the colour: errors come before warnings.
    touching.sort(key=lambda pair: pair[0].rule.severity != "error")
    milder = []
    for row, (relation, spots) in enumerate(touching, GRID_TOP + 1):
        line = work.layout.check_rows[relation.number]
        value = int(work.results.verdicts[relation.number] == "broken")
        flag = "1"
        if relation.rule.restatable:
            # Restated it is advice, and gives way to whatever else is wrong with the cell.
            value *= 1 if severity_of(work, relation) == "error" else 2
            flag = f"IF('{checks}'!$L${line}=\"error\",1,2)"
            milder.append((spots, f"=${letters}${row}=2"))
        formula = f"=IF('{checks}'!$H${line}=\"{broken}\",{flag},0)"
        page.formula(row, column, formula, value, style)
        look = "wrong" if relation.rule.severity == "error" else "advice"
        page.rule(spots, f"=${letters}${row}=1", work.styles(look))
    for spots, condition in milder:
        page.rule(spots, condition, work.styles("advice"))


def _touched(work: Workbook, relation: Relation, areas: dict[int, str]) -> list[str]:
    """The areas of a relation's points on this sheet, single cells joined."""
    here = [point for point in relation.points() if point in areas]
    single = [work.formulas.spots[point][1] for point in here if ":" not in areas[point]]
    return [*rectangles(single), *(areas[point] for point in here if ":" in areas[point])]
