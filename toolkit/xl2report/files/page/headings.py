"""Which cells of a grid are headings, and for which cells: what HTML says by scope and headers.

Taken from the grid alone: the kinds of its cells and where they lie.
"""

from typing import NamedTuple

from xl2report.ground.grids import Grid, GridCell

_BESIDE = ("label", "group")


class Headings(NamedTuple):
    """What HTML is told of a grid; cells are called by their numbers in `grid.cells`.

    `scopes` holds the headings (`col`, `row`, `colgroup`, `rowgroup`); `named` the headings of each
    cell, the outermost first, and is empty where the scopes alone say it; `column_groups` and
    `row_groups` are first and last of each, the latter without the `head` rows at the top.
    """

    scopes: dict[int, str]
    named: dict[int, tuple[int, ...]]
    column_groups: tuple[tuple[int, int], ...]
    row_groups: tuple[tuple[int, int], ...]
    head: int


def headings_of(grid: Grid, heading_rows: int) -> Headings:
    """The headings of a grid whose first `heading_rows` rows are to be repeated on each page.

    A heading without a word is none. A cell with several levels of headings above or beside it, or
    under a band, is told them one by one: scopes cannot say that one of them ends within the table.
    """
    heads = {
        number
        for number, cell in enumerate(grid.cells)
        if cell.kind in {"caption", "header", *_BESIDE} and cell.text.strip()
    }
    # Between these rows and the ones above them a cell would be cut.
    cut = {row for cell in grid.cells for row in range(cell.row + 1, cell.row + cell.down)}
    head = 0 if heading_rows + 1 in cut else heading_rows
    columns, rows = _column_groups(grid), _row_groups(grid, head, cut)
    above, beside = _above(grid), _beside(grid)
    named = {
        number: tuple(
            at
            for at in (*above[number], *(beside[number] if cell.kind != "header" else ()))
            if at in heads and at != number
        )
        for number, cell in enumerate(grid.cells)
        if cell.kind == "value" or number in heads
    }
    spans, groups = set(columns), dict(rows)
    scopes = {number: _scope(grid.cells[number], spans, groups) for number in sorted(heads)}
    if _one_block(grid) and all(_plain(grid, named[number]) for number in named):
        named = {}
    return Headings(scopes, named, columns, rows, head)


def _above(grid: Grid) -> list[tuple[int, ...]]:
    """For each cell the band and the headings over its first column, the outermost first.

    Headings of an earlier block of the same table end where the next block's begin.
    """
    lines: dict[int, list[int]] = {}
    for number, cell in sorted(enumerate(grid.cells), key=lambda pair: pair[1].row):
        for col in range(cell.col, cell.col + cell.across):
            lines.setdefault(col, []).append(number)
    found: list[tuple[int, ...]] = [()] * len(grid.cells)
    for col, numbers in lines.items():
        band: tuple[int, ...] = ()
        heads: tuple[int, ...] = ()
        going_on = False
        for number in numbers:
            cell = grid.cells[number]
            if cell.kind == "header" and not going_on:
                heads = ()
            if cell.col == col:
                found[number] = (*band, *heads)
            if cell.kind == "caption":
                band, heads = (number,), ()
            elif cell.kind == "header":
                heads = (*heads, number)
            going_on = cell.kind == "header"
    return found


def _beside(grid: Grid) -> list[tuple[int, ...]]:
    """For each cell the groups and the label on the left of its first row, the outermost first."""
    lines: dict[int, list[int]] = {}
    for number, cell in sorted(enumerate(grid.cells), key=lambda pair: pair[1].col):
        if cell.kind in _BESIDE:
            for row in range(cell.row, cell.row + cell.down):
                lines.setdefault(row, []).append(number)
    return [
        tuple(at for at in lines.get(cell.row, ()) if grid.cells[at].col < cell.col)
        for cell in grid.cells
    ]


def _one_block(grid: Grid) -> bool:
    """Whether all headings stand above all numbers, or on their left: scopes never end in between."""
    values = [cell for cell in grid.cells if cell.kind == "value"]
    top = min((cell.row for cell in values), default=1)
    left = min((cell.col for cell in values), default=1)
    return all(
        cell.row < top if cell.kind == "header" else cell.col < left
        for cell in grid.cells
        if cell.kind in {"header", *_BESIDE}
    )


def _plain(grid: Grid, named: tuple[int, ...]) -> bool:
    kinds = [grid.cells[at].kind for at in named]
    return (
        "caption" not in kinds
        and kinds.count("header") <= 1
        and sum(kind in _BESIDE for kind in kinds) <= 1
    )


def _scope(cell: GridCell, columns: set[tuple[int, int]], rows: dict[int, int]) -> str:
    if cell.kind == "caption":
        return "rowgroup" if cell.row in rows else "col"
    if cell.kind == "header":
        whole = cell.across > 1 and (cell.col, cell.col + cell.across - 1) in columns
        return "colgroup" if whole else "col"
    whole = cell.down > 1 and rows.get(cell.row) == cell.row + cell.down - 1
    return "rowgroup" if whole else "row"


def _column_groups(grid: Grid) -> tuple[tuple[int, int], ...]:
    """The columns in groups: under the lowest headings that have headings of single columns below."""
    headers = [cell for cell in grid.cells if cell.kind == "header"]
    wide = [cell for cell in headers if cell.across > 1 and any(_under(cell, c) for c in headers)]
    lowest = [cell for cell in wide if not any(_under(cell, other) for other in wide)]
    groups: list[tuple[int, int]] = []
    for cell in sorted(lowest, key=lambda cell: cell.col):
        last = groups[-1][1] if groups else 0
        if cell.col > last:
            groups.extend((col, col) for col in range(last + 1, cell.col))
            groups.append((cell.col, cell.col + cell.across - 1))
    last = groups[-1][1] if groups else 0
    groups.extend((col, col) for col in range(last + 1, grid.cols + 1))
    return tuple(groups)


def _under(upper: GridCell, lower: GridCell) -> bool:
    inside = upper.col <= lower.col and lower.col + lower.across <= upper.col + upper.across
    return inside and lower.row == upper.row + upper.down and lower.across < upper.across


def _row_groups(grid: Grid, head: int, cut: set[int]) -> tuple[tuple[int, int], ...]:
    """The rows in groups: under each band, else under each heading that spans several of them."""
    body = [cell for cell in grid.cells if cell.row > head]
    starts = {cell.row for cell in body if cell.kind == "caption"}
    if not starts:
        spanning = [cell for cell in body if cell.kind in _BESIDE and cell.down > 1]
        starts = {row for cell in spanning for row in (cell.row, cell.row + cell.down)}
    starts = {row for row in starts - cut if head < row <= grid.rows}
    if grid.rows > head:
        starts.add(head + 1)
    firsts = sorted(starts)
    return tuple(zip(firsts, [row - 1 for row in firsts[1:]] + [grid.rows], strict=True))
