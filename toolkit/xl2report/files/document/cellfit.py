"""How a table's cells are set: type size, line breaks and row height, so that all is legible.

Works on widths alone, in twips; knows nothing of XML.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from xl2report.files.document.fitting import ems, good_room, is_lone, wrap
from xl2report.ground.grids import GridCell

NORMAL_SIZE = 21  # half-points: 五号, the size in the styles of the cells
MARGIN = 36  # twips left and right inside a cell
PADDING = 20  # twips above and below inside a cell
LABEL_INDENT = 36  # twips, the left indent of the style 表格文字
_LEGIBLE = 18  # half-points: 小五, the least that a printed table should have
_HEAD_SIZES = (21, 18, 15)  # 五号, 小五, 六号
_LABEL_SIZES = (21, 18)
_NUMBER_SIZES = (21, 18, 15, 13, 11)
_SLACK = 12  # twips kept free, so that a line that fits by arithmetic also fits by rounding
_ROW_HEIGHTS = (
    482,
    454,
    425,
    397,
    369,
    340,
    312,
)  # twips, least height of a row, the ampler the better
_SPLIT_HEIGHT = 397  # of a table that no setting brings onto one page
# Digits are half an em in the office's fonts, 0.64 in what LibreOffice takes where they are missing.
_WIDE_DIGITS = 1.28
_BORDER = 10  # twips, a ruled line of half a point
LEADING = 13  # twips of line height for a half-point of type, in single spacing
_TURNED_BELOW = 3  # ems: a column narrower than this stands its words upright


@dataclass(frozen=True, slots=True)
class CellFit:
    """How one cell is set: half-points, lines, twips to leave free in its width, turned or not.

    A turned cell reads from top to bottom, as the narrow first column of an official table does.
    """

    size: int
    lines: int
    spare: int = 0
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """How a whole table is set: every cell, the least height of each row, and whether a page holds it."""

    cells: tuple[CellFit, ...]
    row_heights: tuple[int, ...]
    one_page: bool

    @property
    def legible(self) -> bool:
        """Whether nothing had to be set smaller than 小五."""
        return min((fit.size for fit in self.cells), default=NORMAL_SIZE) >= _LEGIBLE


def lay_out(cells: Sequence[GridCell], edges: Sequence[int], page_height: int) -> Layout:
    """The layout of the cells between the column edges.

    One size for all headings, one for all labels, one for all numbers; headings and labels go down
    a size only if that brings the table onto one page.
    """
    widths = [edges[cell.col - 1 + cell.across] - edges[cell.col - 1] for cell in cells]
    pairs = list(zip(cells, widths, strict=True))
    heads = [pair for pair in pairs if pair[0].kind in ("caption", "header")]
    values = [pair for pair in pairs if pair[0].kind == "value"]
    head_size = next((size for size in _HEAD_SIZES if _reads_well(heads, size)), _HEAD_SIZES[-1])
    number_size = next((size for size in _NUMBER_SIZES if _whole(values, size)), _NUMBER_SIZES[-1])
    first: tuple[CellFit, ...] = ()
    for label_size in _LABEL_SIZES:
        sizes = dict.fromkeys(("caption", "header"), min(head_size, label_size))
        sizes["value"] = number_size
        # A table has hundreds of cells and few that differ.
        known: dict[tuple[str, str, bool, int], CellFit] = {}
        for cell, width in pairs:
            key = cell.kind, cell.text, cell.down > 1, width
            if key not in known:
                known[key] = _fit(cell, width, sizes.get(cell.kind, label_size))
        fits = tuple(known[cell.kind, cell.text, cell.down > 1, width] for cell, width in pairs)
        first = first or fits
        needs = _needs(cells, fits)
        for least in _ROW_HEIGHTS:
            if _height(needs, least) <= page_height:
                # Each row as high as is reckoned for it: a program that sets lines closer leaves air.
                return Layout(fits, _heights(needs, least), one_page=True)
    return Layout(first, _heights(_needs(cells, first), _SPLIT_HEIGHT), one_page=False)


def inner_width(cell: GridCell, width: int) -> int:
    """What a line of text has of a cell's width."""
    indent = LABEL_INDENT if cell.kind in ("note", "group", "label") else 0
    return width - 2 * MARGIN - indent - _SLACK


def _fit(cell: GridCell, width: int, size: int) -> CellFit:
    inside = inner_width(cell, width)
    em = size * 10
    room = inside / em
    if "\n" in cell.text:
        return CellFit(size, sum(len(wrap(line, room)) for line in cell.text.split("\n")))
    if ems(cell.text) <= room:
        return CellFit(size, 1 if cell.text else 0)
    if cell.kind == "group" and cell.down > 1 and room < _TURNED_BELOW:
        return CellFit(size, len(cell.text), turned=True)
    best = good_room(cell.text, room)
    return CellFit(size, len(wrap(cell.text, best)), max(0, int(inside - best * em)))


def _reads_well(heads: Sequence[tuple[GridCell, int]], size: int) -> bool:
    """Whether no heading leaves a character alone on its last line at this size."""
    for cell, width in heads:
        room = inner_width(cell, width) / (size * 10)
        lines = wrap(cell.text, good_room(cell.text, room))
        if len(lines) > 1 and is_lone(lines[-1]):
            return False
    return True


def _whole(values: Sequence[tuple[GridCell, int]], size: int) -> bool:
    """Whether no number has to be parted at this size."""
    return all(
        max((ems(atom) for atom in wrap(text, 0)), default=0.0) * _WIDE_DIGITS * size * 10 <= inside
        for text, inside in {(cell.text, inner_width(cell, width)) for cell, width in values}
    )


class _Needs(NamedTuple):
    """What rows need in height: each by its own cells, and cells that go over several rows."""

    rows: dict[int, int]
    tall: list[tuple[int, int, int]]  # first row, row behind the last, height


def _needs(cells: Sequence[GridCell], fits: Sequence[CellFit]) -> _Needs:
    rows = dict.fromkeys(range(1, max(cell.row + cell.down for cell in cells)), 0)
    tall = []
    for cell, fit in zip(cells, fits, strict=True):
        need = fit.lines * fit.size * (10 if fit.turned else LEADING) + 2 * PADDING
        if cell.down == 1:
            rows[cell.row] = max(rows[cell.row], need)
        else:
            tall.append((cell.row, cell.row + cell.down, need))
    return _Needs(rows, tall)


def _heights(needs: _Needs, least: int) -> tuple[int, ...]:
    """The least height of each row, in order."""
    return tuple(max(needs.rows[row], least) for row in sorted(needs.rows))


def _height(needs: _Needs, least: int) -> int:
    """How high the table will be, in twips, with rows at least `least` high."""
    heights = {row: max(need, least) for row, need in needs.rows.items()}
    for first, behind, need in needs.tall:
        # As Word does it: what a merged cell lacks is added to the last of its rows.
        have = sum(heights[row] for row in range(first, behind))
        heights[behind - 1] += max(0, need - have)
    return sum(heights.values()) + _BORDER * len(heights)
