"""The headings above the values: which column belongs to which slot of a line.

Two measures must not contradict each other: the order of the cells, and where they stand.
"""

from typing import NamedTuple

from xl2report.ground.published import Cell
from xl2report.work.imported.labels import core
from xl2report.work.imported.shapes import Line, Shapes, Slot


class Heading(NamedTuple):
    """A cell of a heading row and the form's heading it is ("" for none)."""

    cell: Cell
    label: str
    sure: int


class Headings:
    """The rows of headings that stand above the values now."""

    def __init__(self, shapes: Shapes, *, aligned: bool) -> None:
        self.shapes = shapes
        self.aligned = aligned
        self.rows: list[list[Heading]] = []
        self.width = 0

    def add(self, cells: list[Cell]) -> None:
        """One more row of headings."""
        row = []
        cells = _joined(cells) if self.aligned else cells
        for at, cell in enumerate(cells):
            match = self.shapes.heads.find(cell.text)
            if match is None:
                row.extend(self._run_together(cell))
                continue
            inner = match.label in self.shapes.leaves
            reach = cell if inner else _over_blanks(cell, cells[at + 1 :])
            row.append(Heading(reach, match.label, match.sure))
        self.rows.append(row)
        self.width = max([self.width, *(cell.column + cell.columns - 1 for cell in cells)])

    def _run_together(self, cell: Cell) -> list[Heading]:
        """Several headings printed in one cell, each over its share of the columns."""
        rest, found = core(cell.text), list[str]()
        leaves = sorted(self.shapes.leaves, key=len, reverse=True)
        while rest:
            label = next((leaf for leaf in leaves if rest.startswith(core(leaf))), "")
            if not label:
                return [Heading(cell, "", 0)]
            found.append(label)
            rest = rest[len(core(label)) :].lstrip(",/-")
        if len(found) < 2 or cell.columns != len(found):
            return [Heading(cell, "", 0)]
        return [
            Heading(Cell(label, cell.row, cell.column + at, cell.rows, 1), label, 1)
            for at, label in enumerate(found)
        ]

    def of(self, line: Line) -> dict[int, Heading]:
        """The heading of each slot of a line (by its place in the line), as far as it is certain."""
        if not self.aligned:
            return self._in_order(line)
        found: dict[int, Heading] = {}
        for place, slot in enumerate(line.slots):
            if not slot.heads:
                continue
            fitting = [
                heading
                for row in self.rows
                for heading in row
                if heading.label == slot.heads[-1] and self._under(heading.cell, slot)
            ]
            if len(fitting) > 1:
                # The same heading printed once more below itself (a cell that was not merged).
                lowest = max(heading.cell.row for heading in fitting)
                fitting = [one for one in fitting if one.cell.row == lowest]
            if len(fitting) == 1:
                found[place] = fitting[0]
        return self._each_once(line, found)

    def _each_once(self, line: Line, found: dict[int, Heading]) -> dict[int, Heading]:
        """A heading is one slot's: that with most of its outer headings printed above it."""
        claims: dict[int, list[int]] = {}
        for place, heading in found.items():
            claims.setdefault(id(heading), []).append(place)
        kept: dict[int, Heading] = {}
        for places in claims.values():
            printed = sorted((self._outers(line.slots[place]) for place in places), reverse=True)
            if len(places) > 1 and printed[0] == printed[1]:
                continue
            best = max(places, key=lambda place: self._outers(line.slots[place]))
            kept[best] = found[best]
        return dict(sorted(kept.items()))

    def _outers(self, slot: Slot) -> int:
        """How many of a slot's outer headings are printed."""
        labels = {heading.label for row in self.rows for heading in row}
        return sum(outer in labels for outer in slot.heads[:-1])

    def _under(self, cell: Cell, slot: Slot) -> bool:
        """Whether a heading stands below the outer headings of a slot, those that are printed."""
        for outer in slot.heads[:-1]:
            above = [heading.cell for row in self.rows for heading in row if heading.label == outer]
            if above and not any(
                one.row < cell.row and overlap(one, cell) and one is not cell for one in above
            ):
                return False
        return True

    def _in_order(self, line: Line) -> dict[int, Heading]:
        """Where columns are only counted: all headings of the line, in the order they are printed in."""
        wanted = [slot.heads[-1] for slot in line.slots if slot.heads]
        if len(set(wanted)) == len(wanted) and (order := self._printed_order(line)):
            return {wanted.index(heading.label): heading for heading in order}
        held = [heading for row in self.rows for heading in row if heading.label in wanted]
        if sorted(heading.label for heading in held) != sorted(wanted):
            return {}
        for row in self.rows:
            rest = iter(wanted)
            labels = [heading.label for heading in row if heading.label in wanted]
            if not all(label in rest for label in labels):
                return {}
        found: dict[int, Heading] = {}
        for place, label in enumerate(wanted):
            at = next(number for number, heading in enumerate(held) if heading.label == label)
            found[place] = held.pop(at)
        return found

    def _printed_order(self, line: Line) -> list[Heading]:
        """The headings of a line from left to right, inner ones in the place of their outer one."""
        outer = {slot.heads[-1]: slot.heads[:-1] for slot in line.slots if slot.heads}
        for slot in line.slots:
            for depth in range(1, len(slot.heads)):
                outer.setdefault(slot.heads[depth - 1], slot.heads[: depth - 1])
        order: list[Heading] = []
        for row in self.rows:
            known = [heading for heading in row if heading.label in outer]
            if not order:
                order = known
                continue
            for heading in known:
                labels = [one.label for one in order]
                above = next((one for one in reversed(outer[heading.label]) if one in labels), "")
                if not above:
                    return []
                order.insert(labels.index(above), heading)
        wanted = {slot.heads[-1] for slot in line.slots if slot.heads}
        leaves = [heading for heading in order if heading.label in wanted]
        return leaves if sorted(one.label for one in leaves) == sorted(wanted) else []

    def in_forms_order(self, line: Line) -> bool:
        """Whether all headings of a line are printed, each once, from left to right as the form has them."""
        order = self._printed_order(line)
        return [one.label for one in order] == [slot.heads[-1] for slot in line.slots if slot.heads]

    def silent(self, line: Line) -> bool:
        """Whether no heading of a line is printed at all."""
        wanted = {head for slot in line.slots for head in slot.heads}
        return not any(heading.label in wanted for row in self.rows for heading in row)

    def strange(self, after: int) -> list[Heading]:
        """Headings right of a column that are none of the form's, and not blank."""
        return [
            heading
            for row in self.rows
            for heading in row
            if not heading.label and heading.cell.text and heading.cell.column > after
        ]


def _joined(cells: list[Cell]) -> list[Cell]:
    """Neighbours of one text as one cell: what was merged, some programs repeat."""
    found: list[Cell] = []
    for cell in cells:
        before = found[-1] if found else None
        if (
            before
            and cell.text
            and before.text == cell.text
            and before.column + before.columns == cell.column
        ):
            found[-1] = before._replace(columns=before.columns + cell.columns)
        else:
            found.append(cell)
    return found


def _over_blanks(cell: Cell, behind: list[Cell]) -> Cell:
    """An outer heading that was not merged reaches over the blank cells behind it."""
    end = cell.column + cell.columns
    for one in behind:
        if one.text or one.column != end:
            break
        end += one.columns
    return cell._replace(columns=end - cell.column)


def overlap(one: Cell, other: Cell) -> bool:
    """Whether two cells stand in a common column."""
    return one.column < other.column + other.columns and other.column < one.column + one.columns
