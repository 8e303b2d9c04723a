"""A story's table as one `w:tbl`: the grid cell for cell, its spans, its repeated heading rows."""

from html import escape
from itertools import pairwise
from typing import NamedTuple

from xl2report.files.document.cellfit import (
    LABEL_INDENT,
    LEADING,
    MARGIN,
    NORMAL_SIZE,
    PADDING,
    CellFit,
    Layout,
    lay_out,
)
from xl2report.files.document.package import DocumentError
from xl2report.files.document.text import clean, run_xml
from xl2report.ground.grids import GridCell
from xl2report.work.narrative.story import StoryTable

# The paragraph style of each kind of cell, by the name it has in the base document.
CELL_STYLES = {
    "caption": "表格表头",
    "header": "表格表头",
    "note": "表格文字",
    "group": "表格文字",
    "label": "表格文字",
    "value": "表格数字",
}
# LibreOffice 7.4.7, 2026-11: behind the first section an indent that names no first line takes that
# of the body text.
_NO_FIRST = ' w:firstLine="0"'
# Twips of what goes with the table to the next page: its heading and, where it has one, its unit.
_HEADING_ABOVE, _UNIT_ABOVE = 620, 290


class Fitted(NamedTuple):
    """A table set in a page of a size: its column edges, its rows of cells, and their layout."""

    table: StoryTable
    cells: list[GridCell]
    edges: list[int]
    rows: list[list[int]]
    layout: Layout


def fit_table(table: StoryTable, text_width: int, text_height: int) -> Fitted:
    """The table on a page with so many twips between its margins.

    Raises `DocumentError` when the grid is not tiled or the widths do not go with it.
    """
    edges = _edges(table, text_width)
    rows = _rows(table)
    cells = [
        cell if cell.text.isprintable() else cell._replace(text=clean(cell.text))
        for cell in table.grid.cells
    ]
    above = _HEADING_ABOVE + (_UNIT_ABOVE if table.unit else 0)
    return Fitted(table, cells, edges, rows, lay_out(cells, edges, text_height - above))


def table_xml(fitted: Fitted, styles: dict[str, str]) -> str:
    """The `w:tbl` of a table; `styles` maps style names to ids."""
    table, cells, edges, rows, layout = fitted
    columns = "".join(f'<w:gridCol w:w="{right - left}"/>' for left, right in pairwise(edges))
    body = []
    for number, row in enumerate(rows, start=1):
        heading = number <= table.heading_rows
        # A band or a heading says nothing without the row under it, and a table that a page holds
        # is not parted; Word keeps a row with the next one when its paragraphs say so.
        band = all(cells[at].kind in ("caption", "header") for at in row)
        keep = number < len(rows) and (layout.one_page or heading or band)
        body.append(
            "<w:tr><w:trPr><w:cantSplit/>"
            f'<w:trHeight w:val="{layout.row_heights[number - 1]}" w:hRule="atLeast"/>'
            f"{'<w:tblHeader/>' if heading else ''}</w:trPr>"
        )
        for at in row:
            cell, fit = cells[at], layout.cells[at]
            begins = cell.row == number
            paragraph = _paragraph_xml(cell, fit, styles, keep=keep, begins=begins)
            body.append(
                f"<w:tc>{_cell_properties(cell, fit, edges, begins=begins)}{paragraph}</w:tc>"
            )
        body.append("</w:tr>")
    return (
        f"<w:tbl>{_table_properties(table, styles, edges[-1])}"
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(body)}</w:tbl>"
    )


def unit_text(table: StoryTable) -> str:
    """What stands right above the table about its unit, or ""."""
    if not table.unit or table.unit.startswith("单位"):
        return table.unit
    return f"单位：{table.unit}"


def _table_properties(table: StoryTable, styles: dict[str, str], text_width: int) -> str:
    heads = f"，前{table.heading_rows}行为表头" if table.heading_rows else ""
    unit = f"，{unit_text(table)}" if table.unit else ""
    size = f"共{table.grid.rows}行{table.grid.cols}列"
    description = escape(clean(f"{table.title}：{size}{heads}{unit}。"))
    margins = (("top", PADDING), ("left", MARGIN), ("bottom", PADDING), ("right", MARGIN))
    inside = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in margins)
    return (
        f'<w:tblPr><w:tblStyle w:val="{escape(styles["Table Grid"])}"/>'
        f'<w:tblW w:w="{text_width}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{inside}</w:tblCellMar>'
        '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
        ' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{escape(clean(table.title))}"/>'
        f'<w:tblDescription w:val="{description}"/></w:tblPr>'
    )


def _edges(table: StoryTable, text_width: int) -> list[int]:
    """The column edges in twips; rounded as edges, so that the columns add up to the width."""
    if len(table.widths) != table.grid.cols or min(table.widths, default=0) <= 0:
        raise DocumentError(f"表“{table.title}”的列宽与列数不符：{table.grid.cols}列。")
    whole = sum(table.widths)
    edges = [0]
    so_far = 0.0
    for width in table.widths:
        so_far += width
        edges.append(round(text_width * so_far / whole))
    return edges


def _rows(table: StoryTable) -> list[list[int]]:
    """For each row the numbers of the cells it meets, from left to right."""
    grid = table.grid
    rows: list[list[int]] = [[] for _ in range(grid.rows)]
    for at, cell in enumerate(grid.cells):
        if not (1 <= cell.row <= cell.row + cell.down - 1 <= grid.rows):
            raise DocumentError(f"表“{table.title}”第{cell.row}行的单元格超出表格。")
        for row in range(cell.row, cell.row + cell.down):
            rows[row - 1].append(at)
    for number, met in enumerate(rows, start=1):
        met.sort(key=lambda at: grid.cells[at].col)
        begin = [grid.cells[at].col for at in met]
        end = [grid.cells[at].col + grid.cells[at].across for at in met]
        if [1, *end] != [*begin, grid.cols + 1]:
            raise DocumentError(f"表“{table.title}”第{number}行的单元格有空缺或重叠。")
    return rows


def _cell_properties(cell: GridCell, fit: CellFit, edges: list[int], *, begins: bool) -> str:
    width = edges[cell.col - 1 + cell.across] - edges[cell.col - 1]
    span = f'<w:gridSpan w:val="{cell.across}"/>' if cell.across > 1 else ""
    merge = ""
    if cell.down > 1:
        merge = '<w:vMerge w:val="restart"/>' if begins else "<w:vMerge/>"
    turn = '<w:textDirection w:val="tbRlV"/>' if fit.turned else ""
    return (
        f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{turn}'
        '<w:vAlign w:val="center"/></w:tcPr>'
    )


def _paragraph_xml(
    cell: GridCell, fit: CellFit, styles: dict[str, str], *, keep: bool, begins: bool
) -> str:
    look = ""
    if fit.turned:
        look = '<w:ind w:left="0"/><w:jc w:val="center"/>'
    elif fit.spare and cell.kind in ("note", "group", "label"):
        look = f'<w:ind w:left="{LABEL_INDENT}" w:right="{fit.spare}"{_NO_FIRST}/>'
    elif fit.spare:
        look = f'<w:ind w:left="{fit.spare // 2}" w:right="{fit.spare // 2}"{_NO_FIRST}/>'
    size = 0 if fit.size == NORMAL_SIZE else fit.size
    # As high as the layout reckons, whatever font is there: some set lines half as high again.
    spacing = f'<w:spacing w:line="{fit.size * LEADING}" w:lineRule="exact"/>'
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{escape(styles[CELL_STYLES[cell.kind]])}"/>'
        f"{'<w:keepNext/>' if keep else ''}{spacing}{look}</w:pPr>"
        f"{run_xml(cell.text, size) if begins else ''}</w:p>"
    )
