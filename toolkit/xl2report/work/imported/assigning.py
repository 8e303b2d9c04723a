"""Which value belongs to which heading of a line: by the number of cells, and by where they stand.

Where these two do not agree, or a figure is left over, the answer is that nobody can know.
"""

from itertools import pairwise

from xl2report.form.plan import Plan
from xl2report.ground.published import Cell
from xl2report.work.imported.headings import Heading, Headings, overlap
from xl2report.work.imported.shapes import Line
from xl2report.work.imported.values import said


def assigned(
    heads: dict[int, Heading], values: list[Cell], end: int, headings: Headings, slots: int
) -> dict[int, Cell | None] | None:
    """The cell of each heading (by its place in the line); None for one that is uncertain, or for all.

    `end` is the last column of the line's label, `slots` how many points the line has.
    """
    order = sorted(heads, key=lambda place: heads[place].cell.column)
    if not headings.aligned:
        if len(values) != len(order):
            return None
        return dict(zip(heads, values, strict=True))
    strange = headings.strange(end)
    if len(values) == len(order) and not strange:
        pairs = [(heads[place].cell, cell) for place, cell in zip(order, values, strict=True)]
        if all(overlap(head, cell) for head, cell in pairs):
            return dict(zip(order, values, strict=True))
        # All of them moved alike, as behind a label whose span is wrong; a blank cell among them may
        # be what is left of that label.
        shifts = {(head.column - cell.column, head.columns - cell.columns) for head, cell in pairs}
        if len(shifts) == 1 and all(cell.text for cell in values):
            return dict(zip(order, values, strict=True))
        return None
    width = max((cell.column + cell.columns - 1 for cell in values), default=0)
    if width != headings.width:
        return None
    known = [*(heads[place].cell for place in order), *(one.cell for one in strange)]
    if any(cell.text and not any(overlap(cell, one) for one in known) for cell in values):
        # A figure below no heading: then the others need not be below theirs.
        return None
    if len(heads) + len(strange) < slots:
        # Headings of the line are there that could not be told apart: the grid is not to be trusted.
        return None
    if any(overlap(heads[one].cell, heads[other].cell) for one, other in pairwise(order)):
        return None
    return _by_place(heads, values)


def _by_place(heads: dict[int, Heading], values: list[Cell]) -> dict[int, Cell | None]:
    """Each heading's cell by where it stands; None where two would do, or none."""
    found: dict[int, Cell | None] = {}
    for place, heading in heads.items():
        under = [cell for cell in values if overlap(cell, heading.cell)]
        others = [other.cell for at, other in heads.items() if at != place]
        shared = any(overlap(cell, other) for cell in under for other in others)
        filled = [cell for cell in under if cell.text]
        if shared or not under or len(filled) > 1:
            found[place] = None
        else:
            found[place] = filled[0] if filled else under[0]
    return found


def in_forms_order(
    plan: Plan, line: Line, values: list[Cell], headings: Headings
) -> dict[int, Cell | None] | None:
    """The cells of a line whose spans are wrong, in the form's order; None where that is not certain.

    All headings must be printed, in the form's order; there must be a cell for each, and they must add up.
    """
    if len(values) != len(line.slots) or not headings.in_forms_order(line):
        return None
    if not adds_up(plan, line, values):
        return None
    return dict(enumerate(values))


def adds_up(plan: Plan, line: Line, values: list[Cell]) -> bool:
    """Whether the printed total of a line is the sum that the form makes of its other cells."""
    points = plan.form.points
    known: list[int | None] = [None] * len(points)
    read: set[int] = set()
    for slot, cell in zip(line.slots, values, strict=True):
        value = said(cell.text, points[slot.point].measure)
        if value.how or value.steps is None:
            return False
        known[slot.point] = value.steps
        read.add(slot.point)
    sums = [
        relation
        for point, relation in plan.relations.fills.items()
        if point in read and all(other in read for other in relation.points())
    ]
    return bool(sums) and all(
        relation.comparison.left.value(known) == relation.comparison.rights[0].value(known)
        for relation in sums
    )
