"""Where the rows and columns of a table are in a sheet: by hidden codes, else by labels that stand once.

Knows codes, labels and places; what is believed at a place is `relocate`'s business.
"""

import re
from collections import Counter
from collections.abc import Mapping

from xl2report.files.reader.cells import Cell
from xl2report.files.reader.labels import plain
from xl2report.form.layout import GRID_TOP, Layout
from xl2report.form.plan import SheetPlan
from xl2report.ground.points import split_address

Cells = Mapping[str, Cell]
# From the form's row or column (within the grid, from 1) to the sheet's.
Lines = dict[int, int]


class LineSearch:
    """Rows and columns of one table in one sheet; those that are not found are not in `rows`, `cols`."""

    def __init__(self, planned: SheetPlan, cells: Cells, layout: Layout) -> None:
        self.planned, self.cells, self.layout = planned, cells, layout
        self.grid = planned.table.grid
        self.texts: dict[tuple[int, int], str] = {
            split_address(spot): text
            for spot, (kind, text, _) in cells.items()
            if text and kind == "s"
        }
        self.plain = {spot: plain(text) for spot, text in self.texts.items()}
        # The rows that a code names; where the others are, labels say.
        self.coded: set[int] = set()
        self.rows, self.cols = self._lines()

    def _lines(self) -> tuple[Lines, Lines]:
        table, layout = self.planned.table, self.layout
        code = re.compile(rf"{re.escape(table.id)}/([rc])([0-9]{{1,5}})")
        seen: dict[str, dict[int, list[tuple[int, int]]]] = {"r": {}, "c": {}}
        for spot, text in self.texts.items():
            match = code.fullmatch(text)
            if match:
                seen[match[1]].setdefault(int(match[2]), []).append(spot)
        if self._in_place(seen):
            return (
                {row: row + GRID_TOP for row in range(1, self.grid.rows + 1)},
                {column: column for column in range(1, self.grid.cols + 1)},
            )
        sizes = {"r": self.grid.rows, "c": self.grid.cols}
        lines: dict[str, Lines] = {}
        twice: dict[str, set[int]] = {}
        for way, size in sizes.items():
            at = 0 if way == "r" else 1
            found = {line: spots for line, spots in seen[way].items() if 1 <= line <= size}
            lines[way] = {line: spots[0][at] for line, spots in found.items() if len(spots) == 1}
            twice[way] = {line for line, spots in found.items() if len(spots) > 1}
        self.coded = set(lines["r"])
        votes = self._votes()
        for way, size in sizes.items():
            known = lines[way]
            for line, where in votes[way].items():
                if line not in known and line not in twice[way]:
                    known[line] = where
            # The line that carries the other way's codes bounds the grid on its far side.
            other = seen["c" if way == "r" else "r"]
            at = 0 if way == "r" else 1
            bounds = {spot[at] for spots in other.values() for spot in spots}
            far = (
                (layout.hidden_row(table) - GRID_TOP) if way == "r" else layout.hidden_column(table)
            )
            anchors = dict(known)
            if len(bounds) == 1:
                anchors[far] = bounds.pop()
            for line in range(1, size + 1):
                if line not in known and line not in twice[way]:
                    between = _between(line, anchors)
                    if between is not None:
                        known[line] = between
            shared = {where for where, count in Counter(known.values()).items() if count > 1}
            lines[way] = {line: where for line, where in known.items() if where not in shared}
        return lines["r"], lines["c"]

    def _in_place(self, seen: dict[str, dict[int, list[tuple[int, int]]]]) -> bool:
        """Whether all labels stand where the form has them, and no code says otherwise."""
        planned, table, layout = self.planned, self.planned.table, self.layout
        if any(
            self.plain.get(split_address(spot)) != plain(text)
            for spot, text in planned.labels.items()
            if planned.governs.get(spot)
        ):
            return False
        below, beside = layout.hidden_row(table), layout.hidden_column(table)
        if any(spots != [(row + GRID_TOP, beside)] for row, spots in seen["r"].items()):
            return False
        if any(spots != [(below, column)] for column, spots in seen["c"].items()):
            return False
        # A row of numbers without a label of its own is known by its code alone.
        named = {
            row
            for cell in self.grid.cells
            if cell.kind == "label"
            for row in range(cell.row, cell.row + cell.down)
        } | seen["r"].keys()
        values = {cell.row for cell in self.grid.cells if cell.kind == "value"}
        return values <= named

    def _votes(self) -> dict[str, Lines]:
        """Rows and columns by labels that stand once in the form and once in the sheet."""
        wanted = Counter(plain(cell.text) for cell in self.grid.cells if cell.text)
        there: dict[str, list[tuple[int, int]]] = {}
        for spot, text in self.plain.items():
            there.setdefault(text, []).append(spot)
        said: dict[str, dict[int, set[int]]] = {"r": {}, "c": {}}
        for cell in self.grid.cells:
            text = plain(cell.text)
            if text and wanted[text] == 1 and len(there.get(text, ())) == 1:
                row, column = there[text][0]
                said["r"].setdefault(cell.row, set()).add(row)
                said["c"].setdefault(cell.col, set()).add(column)
        return {
            way: {line: next(iter(where)) for line, where in found.items() if len(where) == 1}
            for way, found in said.items()
        }


def _between(line: int, known: Lines) -> int | None:
    """Where a line is if nothing was put in or taken out between its neighbours."""
    before = max((one for one in known if one < line), default=None)
    after = min((one for one in known if one > line), default=None)
    if before is None or after is None or known[after] - known[before] != after - before:
        return None
    return known[before] + line - before
