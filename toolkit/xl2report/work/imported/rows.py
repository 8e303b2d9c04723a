"""A published table as rows of cells, read across or, where it was printed that way, turned by 90°."""

from collections import Counter
from typing import NamedTuple

from xl2report.ground.published import Cell, Table
from xl2report.work.imported.labels import Vocabulary
from xl2report.work.imported.shapes import Shapes


class Turned(NamedTuple):
    """The rows of a table: cells that begin in each; `turned` where rows and columns were exchanged.

    `uneven` are columns of a turned table that were printed as a row with cells too few or too many: none of
    their values is where it seems to be.
    """

    rows: list[list[Cell]]
    turned: bool
    width: int
    uneven: frozenset[int] = frozenset()


def rows_of(table: Table, shapes: Shapes) -> Turned:
    """The table's rows, turned so that the labels of the form's lines stand in a column."""
    turned = table.aligned and _is_turned(table, shapes)
    cells = table.cells
    if turned:
        cells = tuple(
            Cell(cell.text, cell.column, cell.row, cell.columns, cell.rows) for cell in cells
        )
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    for row in rows.values():
        row.sort(key=lambda cell: cell.column)
    width = max((cell.column + cell.columns - 1 for cell in cells), default=0)
    height = max((cell.row for cell in cells), default=0)
    uneven = _uneven_rows(table) if turned else frozenset()
    return Turned([rows.get(number, []) for number in range(1, height + 1)], turned, width, uneven)


def healed(rows: list[list[Cell]], shapes: Shapes) -> list[list[Cell]]:
    """The rows of a table of plain text, with labels whole that stand over two lines (`商业`, `企业`)."""
    found: list[list[Cell]] = []
    for row in rows:
        before = found[-1] if found else []
        if len(before) == 1 and row and _is_one(before[0].text, row[0].text, shapes):
            whole = before[0]._replace(text=before[0].text + row[0].text)
            found[-1] = [whole, *row[1:]]
        else:
            found.append(row)
    return found


def _is_one(first: str, second: str, shapes: Shapes) -> bool:
    """Whether two texts are a label only together."""
    words = (shapes.heads, shapes.rows)
    if not first or not second or any(one.exact(first) for one in words):
        return False
    return any(one.exact(first + second) for one in words)


def _uneven_rows(table: Table) -> frozenset[int]:
    """The rows of a table, as printed, that cover fewer or more columns than most of them do."""
    covered: dict[int, int] = {}
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.rows):
            covered[row] = covered.get(row, 0) + cell.columns
    usual = Counter(covered.values()).most_common(1)[0][0]
    return frozenset(row for row, count in covered.items() if count != usual)


def _is_turned(table: Table, shapes: Shapes) -> bool:
    lines = _spread(table, shapes.rows)
    heads = _spread(table, shapes.heads)
    # Lines stand below each other and headings side by side; the other way round where it was turned.
    return lines[0] + heads[1] > lines[1] + heads[0] + 1


def _spread(table: Table, words: Vocabulary) -> tuple[int, int]:
    """How many different labels stand, to the letter, in the row and in the column that has most."""
    rows: dict[int, set[str]] = {}
    columns: dict[int, set[str]] = {}
    for cell in table.cells:
        if label := words.exact(cell.text):
            rows.setdefault(cell.row, set()).add(label)
            columns.setdefault(cell.column, set()).add(label)
    return (
        max((len(found) for found in rows.values()), default=0),
        max((len(found) for found in columns.values()), default=0),
    )
