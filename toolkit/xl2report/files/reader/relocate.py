"""Rows and columns of a table found again: by their hidden codes, confirmed by printed labels.

Called only where something is not where the form has it. A point is read at a new place if the codes
(or, where they are gone, labels that stand once) say where its row and column are, and every label
that names it stands there; where codes and labels disagree, or two places fit, it is refused.
"""

import re
from typing import NamedTuple

from xl2report.files.reader.labels import Changed, plain
from xl2report.files.reader.lines import Cells, LineSearch
from xl2report.form.layout import GRID_TOP, Layout
from xl2report.form.plan import SheetPlan
from xl2report.ground.grids import GridCell
from xl2report.ground.points import address, split_address


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


class _Search(LineSearch):
    def __init__(
        self, planned: SheetPlan, cells: Cells, name: str, declare: str, layout: Layout
    ) -> None:
        super().__init__(planned, cells, layout)
        self.name, self.declare = name, declare
        self.hollow: set[str] = set()

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
        plan = planned._replace(
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
        if fixed.kind in {"caption", "header"} and not self._heads(fixed, governed):
            return Changed(at or spot, fixed.text, found[0] if found else "", governed)
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

    def _heads(self, fixed: GridCell, governed: frozenset[int]) -> bool:
        """Whether a heading that labels alone have found stands over what it names, in its own block.

        Of two headings exchanged where the codes are gone, each is found at the other's place.
        """
        line = self.rows.get(fixed.row)
        ids = {self.layout.form.points[point].id for point in governed}
        values = {cell.row for cell in self.grid.cells if cell.point in ids}
        if line is None or self.coded.issuperset({fixed.row, *values}):
            return True
        block = self._block(fixed.row)
        others = {
            self.rows[cell.row]
            for cell in self.grid.cells
            if cell.kind in {"caption", "header"}
            and cell.row in self.rows
            and self._block(cell.row) != block
        }
        below = [self.rows[row] for row in values if row in self.rows]
        return all(line < row and not any(line < other < row for other in others) for row in below)

    def _block(self, row: int) -> int:
        """Which block of the table a row of the form belongs to: each begins with a caption."""
        return sum(cell.kind == "caption" and cell.row <= row for cell in self.grid.cells)

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


_REFERENCE = re.compile(r"(?<![A-Z0-9!])[A-Z]{1,3}[0-9]{1,7}(?![A-Z0-9(])")


def _shifted(formula: str, moved: dict[str, str]) -> str:
    """A formula as an office program keeps it when the cells it names move."""
    return _REFERENCE.sub(lambda found: moved.get(found[0], found[0]), formula)
