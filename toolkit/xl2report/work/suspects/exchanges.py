"""Pairs of cells whose values, exchanged, let all relations hold: one slip that touches two cells."""

from collections.abc import Iterable, Iterator

from xl2report.form.relations import Values
from xl2report.work.suspects.model import Repair
from xl2report.work.suspects.system import Row, System


def mends(system: System, values: Values, change: Iterable[Repair]) -> bool:
    """Whether all relations hold after a change, in whole numbers."""
    mended = list(values)
    for repair in change:
        mended[repair.point] = repair.suggested
    return system.holds(mended)


def exchanges(
    system: System, rows: tuple[Row, ...], values: Values, signed: frozenset[int]
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """All such pairs within a part that is broken, each cell with the value it would get."""
    first = next(row for row in rows if not row.holds(values))
    # What the exchange must add to a broken row, at least and at most.
    low = None if first.low is None else first.low - first.sum(values)
    high = None if first.high is None else first.high - first.sum(values)
    cells = sorted({point for row in rows for point in row.terms})
    for one, factor in first.terms.items():
        a = values[one] or 0
        for other in cells:
            b = values[other] or 0
            gain = (b - a) * (factor - first.terms.get(other, 0))
            if not gain or (low is not None and gain < low) or (high is not None and gain > high):
                continue
            if (other in first.terms and other < one) or (a < 0 and other not in signed):
                continue
            if b < 0 and one not in signed:
                continue
            if mends(system, values, (Repair(one, a, b, ""), Repair(other, b, a, ""))):
                yield (one, b), (other, a)
