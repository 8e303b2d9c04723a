"""A ruled grid: cells with spans, as an official table is printed.

Knows rows, columns and spans, all counted from 1; never which form a grid belongs to or which
program draws it.
"""

from typing import Literal, NamedTuple

CellKind = Literal["caption", "header", "note", "group", "label", "value"]


class GridCell(NamedTuple):
    """One cell of a grid: its corner (from 1), its spans, what it is and what it prints.

    `point` is the id of the point whose value stands in a cell of kind "value", and empty
    elsewhere; `text` is what is printed (for a value cell: empty, until a writer fills it in).
    """

    row: int
    col: int
    down: int
    across: int
    kind: CellKind
    text: str
    point: str = ""


class Grid(NamedTuple):
    """A whole grid: its size and its cells, in reading order, tiling it without gap or overlap."""

    rows: int
    cols: int
    cells: tuple[GridCell, ...]
