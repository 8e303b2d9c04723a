"""A form's tables as they may be printed: lines of slots, each slot a point under its headings.

Knows the form; never a document. A table without row labels (all its labels are headings) may also be
printed with a line for each upper heading: that is its second shape.
"""

from collections.abc import Iterator
from typing import NamedTuple

from xl2report.form.definition.grid import naming
from xl2report.form.definition.model import Table
from xl2report.form.plan import Plan
from xl2report.work.imported.labels import Vocabulary, core

# What the sum of a line or column is also called.
_SUMS = frozenset({"合计", "共计", "总数"})


class Slot(NamedTuple):
    """A point of a line and the headings above it, the outermost first."""

    point: int
    heads: tuple[str, ...]


class Line(NamedTuple):
    """A row of a table: its label ("" for none), the groups it stands in, its slots in order."""

    table: str
    label: str
    groups: tuple[str, ...]
    slots: tuple[Slot, ...]


class Shapes:
    """All lines of a form, and the words they are known by."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.lines = tuple(line for table in plan.form.tables for line in _lines(plan, table))
        self.folded = tuple(line for line in _folded(self.lines))
        every = (*self.lines, *self.folded)
        self.by_label: dict[str, list[Line]] = {}
        for line in every:
            if line.label:
                self.by_label.setdefault(line.label, []).append(line)
        self.by_group: dict[str, list[Line]] = {}
        for line in self.lines:
            if line.groups:
                self.by_group.setdefault(line.groups[-1], []).append(line)
        computed = plan.relations.fills
        under: dict[str, list[int]] = {}
        for line in every:
            for slot in line.slots:
                under.setdefault(core(slot.heads[-1]) if slot.heads else "", []).append(slot.point)
        # A column or line is a sum where all of it is computed.
        sums_top = [word for word, points in under.items() if word and set(points) <= set(computed)]
        sums_side = [
            core(line.label)
            for line in every
            if line.label and all(slot.point in computed for slot in line.slots)
        ]
        self.rows = Vocabulary(
            [*self.by_label, *self.by_group], [_SUMS | {word} for word in sums_side]
        )
        heads = [head for line in self.lines for slot in line.slots for head in slot.heads]
        stubs = [
            cell.text
            for table in plan.form.tables
            for cell in table.grid.cells
            if cell.kind == "header"
        ]
        self.heads = Vocabulary([*heads, *stubs], [_SUMS | {word} for word in sums_top])
        self.leaves = frozenset(
            slot.heads[-1] for line in every for slot in line.slots if slot.heads
        )
        # The outer headings of a table without row labels: over what, and what stands below them.
        tall = [slot for line in self.lines if not line.label for slot in line.slots]
        self.chains = tuple(dict.fromkeys(slot.heads[:-1] for slot in tall if len(slot.heads) > 1))
        self.outer = tuple(dict.fromkeys(head for chain in self.chains for head in chain))
        self.inner = frozenset(core(slot.heads[-1]) for slot in tall if len(slot.heads) > 1)
        self.captions = Vocabulary(
            cell.text
            for table in plan.form.tables
            for cell in table.grid.cells
            if cell.kind in {"caption", "note"}
        )


def _lines(plan: Plan, table: Table) -> Iterator[Line]:
    rows: dict[int, list[Slot]] = {}
    beside: dict[int, tuple[str, ...]] = {}
    labels = naming(table.grid)
    for cell in table.grid.cells:
        if cell.kind == "value":
            side, top = labels(cell)
            rows.setdefault(cell.row, []).append(Slot(plan.index[cell.point], top))
            beside[cell.row] = side
    for row, slots in rows.items():
        side = beside[row]
        yield Line(table.id, side[-1] if side else "", side[:-1], tuple(slots))


def _folded(lines: tuple[Line, ...]) -> Iterator[Line]:
    for line in lines:
        if line.label:
            continue
        upper: dict[tuple[str, ...], list[Slot]] = {}
        for slot in line.slots:
            if len(slot.heads) > 1:
                upper.setdefault(slot.heads[:-1], []).append(Slot(slot.point, slot.heads[-1:]))
        for heads, slots in upper.items():
            yield Line(line.table, heads[-1], heads[:-1], tuple(slots))
