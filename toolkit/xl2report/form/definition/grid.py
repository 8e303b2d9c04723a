"""A table's grid, row by row as it is written, laid out with its spans; labels found for each cell."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from xl2report.form.definition.errors import nearest
from xl2report.form.definition.model import Column, Row
from xl2report.ground.grids import CellKind, Grid, GridCell

if TYPE_CHECKING:
    # Reading YAML needs these; who only asks for labels does without.
    from xl2report.form.definition.schema import CellKeys, TableKeys

_TEXT_KINDS: tuple[CellKind, ...] = ("caption", "header", "note", "group")


class GridMistake(ValueError):
    """A grid that does not tile: `row` counts from 0 in the written list."""

    def __init__(self, row: int, words: str) -> None:
        self.row = row
        super().__init__(words)


def lay_out(keys: "TableKeys", rows: dict[str, Row], columns: dict[str, Column]) -> Grid:
    """The grid with every cell at its corner, as a browser lays out rowspans and colspans.

    `values: ROW` stands for one value cell a column, in the order of the columns. Raises GridMistake
    where a cell is unknown, overlaps, or a row is too short or too long.
    """
    width = len(keys.widths)
    taken: set[tuple[int, int]] = set()
    cells: list[GridCell] = []
    for number, written in enumerate(keys.grid, 1):
        column = 1
        for cell in _expanded(written, number, rows, columns, keys):
            while (number, column) in taken:
                column += 1
            if column + cell.across - 1 > width:
                raise GridMistake(number - 1, f"本行超出 {width} 栏 the row is wider than {width}")
            spot = {
                (number + down, column + right)
                for down in range(cell.down)
                for right in range(cell.across)
            }
            if spot & taken:
                raise GridMistake(number - 1, "单元格重叠 cells overlap")
            taken |= spot
            cells.append(
                GridCell(number, column, cell.down, cell.across, cell.kind, cell.text, cell.point)
            )
            column += cell.across
        missing = [at for at in range(1, width + 1) if (number, at) not in taken]
        if missing:
            raise GridMistake(
                number - 1, f"第 {missing[0]} 栏没有单元格 no cell in column {missing[0]}"
            )
    height = len(keys.grid)
    if any(row > height for row, _ in taken):
        raise GridMistake(height - 1, "跨行超出表格 a cell reaches below the table")
    return Grid(height, width, tuple(_row_labels_named(cells)))


def _expanded(
    written: "list[CellKeys]",
    number: int,
    rows: dict[str, Row],
    columns: dict[str, Column],
    keys: "TableKeys",
) -> Iterator[GridCell]:
    for cell in written:
        named = cell.model_dump(exclude_none=True, exclude={"down", "across"})
        if len(named) != 1:
            raise GridMistake(number - 1, "每格只写一种内容 one kind of content for each cell")
        kind, what = next(iter(named.items()))
        if kind == "values":
            if what not in rows:
                raise GridMistake(
                    number - 1, f"没有这一项 no such row: {what}{nearest(what, rows)}"
                )
            for column in columns:
                yield GridCell(
                    0, 0, cell.down, cell.across, "value", "", f"{keys.id}.{what}.{column}"
                )
        elif kind == "value":
            row, _, column = what.partition(".")
            if row not in rows or column not in columns:
                close = nearest(row, rows) if row not in rows else nearest(column, columns)
                raise GridMistake(number - 1, f"没有这个指标 no such row.column: {what}{close}")
            yield GridCell(0, 0, cell.down, cell.across, "value", "", f"{keys.id}.{what}")
        elif kind in {"row", "column"}:
            known: dict[str, Row] | dict[str, Column] = rows if kind == "row" else columns
            if what not in known:
                raise GridMistake(
                    number - 1, f"没有这一项 no such {kind}: {what}{nearest(what, known)}"
                )
            shown: CellKind = "label" if kind == "row" else "header"
            yield GridCell(0, 0, cell.down, cell.across, shown, known[what].label, f"{kind}:{what}")
        else:
            yield GridCell(0, 0, cell.down, cell.across, _text_kind(kind), what)


def _text_kind(kind: str) -> CellKind:
    return next(known for known in _TEXT_KINDS if known == kind)


def _row_labels_named(cells: list[GridCell]) -> Iterator[GridCell]:
    """A row's label that stands above its values (表四) is a header; one beside them a label."""
    values = {cell.row for cell in cells if cell.kind == "value"}
    for cell in cells:
        spanned = range(cell.row, cell.row + cell.down)
        if cell.kind == "label" and not values.intersection(spanned):
            yield GridCell(
                cell.row, cell.col, cell.down, cell.across, "header", cell.text, cell.point
            )
        else:
            yield cell


# The labels that name a value cell: to its left (groups, row), and above it (headers).
Labels = tuple[tuple[str, ...], tuple[str, ...]]


def naming(grid: Grid) -> Callable[[GridCell], Labels]:
    """What gives the labels of a value cell of this grid.

    Above, headers are taken upwards until a caption is met, so that in a table of several blocks only
    the block's own headings count.
    """
    beside: dict[int, list[tuple[int, str]]] = {}
    over: dict[int, list[GridCell]] = {}
    for cell in grid.cells:
        if cell.kind in {"label", "group"}:
            for row in range(cell.row, cell.row + cell.down):
                beside.setdefault(row, []).append((cell.col, cell.text))
    for cell in sorted(grid.cells, key=lambda cell: -cell.row):
        if cell.kind in {"caption", "header"}:
            for column in range(cell.col, cell.col + cell.across):
                over.setdefault(column, []).append(cell)

    def labels(value: GridCell) -> Labels:
        above: list[str] = []
        for cell in over.get(value.col, ()):
            if cell.row < value.row:
                if cell.kind == "caption":
                    break
                above.insert(0, cell.text)
        side = beside.get(value.row, ())
        return tuple(text for column, text in side if column < value.col), tuple(above)

    return labels
