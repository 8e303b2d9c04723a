"""Rows and columns of a table found again: by their hidden codes, confirmed by printed labels.

Called only where something is not where the form has it. A point is read at a new place if the codes
(or, where they are gone, labels that stand once) say where its row and column are, and every label
that names it stands there; where codes and labels disagree, or two places fit, it is refused.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from xl2report.files.reader.cells import Cell
from xl2report.files.reader.labels import Changed, plain
from xl2report.form.layout import GRID_TOP, Layout
from xl2report.form.plan import SheetPlan
from xl2report.ground.grids import GridCell
from xl2report.ground.points import address, split_address

Cells = Mapping[str, Cell]
# From the form's row or column (within the grid, from 1) to the sheet's.
Lines = dict[int, int]


class Relocated(NamedTuple):
    """A table as it stands in a sheet: its plan with the addresses there, and what is refused."""

    plan: SheetPlan
    changed: list[Changed]
    refused: frozenset[int]


def holds_table(planned: SheetPlan, cells: Cells) -> str:
    """How a sheet shows that it holds a table: "codes", "labels", or "" if it does not."""
    lead = f"{planned.table.id}/"
    if any(text is not None and text.startswith(lead) for _, text, _ in cells.values()):
        return "codes"
    there = {plain(text) for _, text, _ in cells.values() if text}
    wanted = {plain(text) for spot, text in planned.labels.items() if planned.governs.get(spot)}
    # Labels of a table stand in several rows: a list of them in one row is something else.
    return "labels" if wanted and 2 * len(wanted & there) > len(wanted) else ""


def relocate(
    planned: SheetPlan, cells: Cells, name: str, declare: str, layout: Layout
) -> Relocated:
    """The table as it stands in these cells of the sheet `name`.

    `declare` are the words before the cell in which blanks are declared to be zero.
    """
    return _Search(planned, cells, name, declare, layout).found()


class _Search:
    def __init__(
        self, planned: SheetPlan, cells: Cells, name: str, declare: str, layout: Layout
    ) -> None:
        self.planned, self.cells, self.name, self.declare = planned, cells, name, declare
        self.layout = layout
        self.grid = planned.table.grid
        self.texts: dict[tuple[int, int], str] = {
            split_address(spot): text
            for spot, (kind, text, _) in cells.items()
            if text and kind == "s"
        }
        self.plain = {spot: plain(text) for spot, text in self.texts.items()}
        self.hollow: set[str] = set()
        self.rows, self.cols = self._lines()

    # ---- where rows and columns are -------------------------------------------------------------

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

    # ---- what is believed there -----------------------------------------------------------------

    def found(self) -> Relocated:
        planned = self.planned
        # Without any code left, a vote of labels alone bears nothing but what labels then confirm.
        changed: list[Changed] = []
        for fixed in self.grid.cells:
            spot = address(fixed.row + GRID_TOP, fixed.col)
            governed = planned.governs.get(spot, frozenset())
            if governed:
                wrong = self._wrong(fixed, spot, governed)
                if wrong is not None:
                    changed.append(wrong)
        refused = frozenset[int]().union(*(one.points for one in changed))
        spots = {address(c.row + GRID_TOP, c.col): self._at(c) for c in self.grid.cells}
        lost: list[tuple[str, int]] = []
        # Where a line that codes name has lost its labels, lines without any are not believed.
        hollow = any(one.found == "" and one.spot in self.hollow for one in changed)
        named = {
            row
            for cell in self.grid.cells
            if cell.kind == "label"
            for row in range(cell.row, cell.row + cell.down)
        }
        for spot, point in [(t.address, t.point) for t in planned.typed]:
            bare = hollow and split_address(spot)[0] - GRID_TOP not in named
            if (spots[spot] is None or bare) and point not in refused:
                lost.append((spot, point))
        if lost:
            points = frozenset(point for _, point in lost)
            changed.append(Changed(lost[0][0], self._label(lost[0][1]), "", points))
            refused |= points
        declaration = self._declaration(changed)
        spots[planned.declaration] = declaration or None
        moved = {old: new for old, new in spots.items() if new is not None}
        plan = replace(
            planned,
            name=self.name,
            typed=tuple(
                t._replace(address=moved[t.address]) for t in planned.typed if t.address in moved
            ),
            computed=tuple(
                c._replace(address=moved[c.address], formula=_shifted(c.formula, moved))
                for c in planned.computed
                if c.address in moved and c.point not in refused
            ),
            declaration=declaration,
            known=frozenset(moved[spot] for spot in planned.known if spot in moved),
        )
        return Relocated(plan, changed, refused)

    def _label(self, point: int) -> str:
        return self.layout.form.points[point].label

    def _at(self, cell: GridCell) -> str | None:
        row, column = self.rows.get(cell.row), self.cols.get(cell.col)
        return None if row is None or column is None else address(row, column)

    def _wrong(self, fixed: GridCell, spot: str, governed: frozenset[int]) -> Changed | None:
        """What is wrong with a label at its new place; None if it may be believed."""
        text = plain(fixed.text)
        rows = [self.rows[r] for r in range(fixed.row, fixed.row + fixed.down) if r in self.rows]
        cols = [self.cols[c] for c in range(fixed.col, fixed.col + fixed.across) if c in self.cols]
        found = [self.texts[r, c] for r in rows for c in cols if (r, c) in self.texts]
        at = self._at(fixed)
        own = fixed.point != ""
        if not any(plain(one) == text for one in found):
            # A heading over others may have gone with the row it stood in; what it heads has its own.
            if at is None and not own and not found and self._coded(fixed):
                return None
            if at is not None and not found:
                self.hollow.add(at)
            return Changed(at or spot, fixed.text, found[0] if found else "", governed)
        if own:
            beside = fixed.kind in {"label", "group"}
            times = (
                self._times(text, self.cols.get(fixed.col), 1)
                if beside
                else self._times(text, self.rows.get(fixed.row), 0)
            )
            asked = sum(
                plain(cell.text) == text
                and (cell.col == fixed.col if beside else cell.row == fixed.row)
                for cell in self.grid.cells
            )
            if times > asked:
                return Changed(at or spot, fixed.text, f"{fixed.text} ×{times}", governed)
        return None

    def _coded(self, fixed: GridCell) -> bool:
        """Whether codes, not only labels, say where the lines under a lost heading are."""
        codes = {
            text for text in self.texts.values() if text.startswith(f"{self.planned.table.id}/")
        }
        lines = [
            *(f"r{r}" for r in range(fixed.row, fixed.row + fixed.down) if r in self.rows),
            *(f"c{c}" for c in range(fixed.col, fixed.col + fixed.across) if c in self.cols),
        ]
        return all(f"{self.planned.table.id}/{line}" in codes for line in lines)

    def _times(self, text: str, line: int | None, at: int) -> int:
        return sum(one == text and spot[at] == line for spot, one in self.plain.items())

    def _declaration(self, changed: list[Changed]) -> str:
        """The cell in which blanks are declared to be zero; "" if it cannot be told."""
        words = plain(self.declare)
        rows = [row for (row, _), text in self.plain.items() if text == words]
        column = self.cols.get(self.grid.cols)
        if len(rows) == 1 and column is not None:
            return address(rows[0], column)
        changed.append(Changed(self.planned.declaration, self.declare, "", frozenset(), 1))
        return ""


def _between(line: int, known: Lines) -> int | None:
    """Where a line is if nothing was put in or taken out between its neighbours."""
    before = max((one for one in known if one < line), default=None)
    after = min((one for one in known if one > line), default=None)
    if before is None or after is None or known[after] - known[before] != after - before:
        return None
    return known[before] + line - before


_REFERENCE = re.compile(r"(?<![A-Z0-9!])[A-Z]{1,3}[0-9]{1,7}(?![A-Z0-9(])")


def _shifted(formula: str, moved: dict[str, str]) -> str:
    """A formula as an office program keeps it when the cells it names move."""
    return _REFERENCE.sub(lambda found: moved.get(found[0], found[0]), formula)
