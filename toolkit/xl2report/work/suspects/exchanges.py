"""Changes by an exchange of two cells' values, one slip, that take one cell more than is needed."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from xl2report.form.relations import Values
from xl2report.work.suspects.likely import Beside
from xl2report.work.suspects.model import Repair
from xl2report.work.suspects.system import Row, System

Pair = tuple[tuple[int, int], tuple[int, int]]


def mends(system: System, values: Values, change: Iterable[Repair]) -> bool:
    """Whether all relations hold after a change, in whole numbers."""
    mended = list(values)
    for repair in change:
        mended[repair.point] = repair.suggested
    return system.holds(mended)


def exchanges(
    system: System, rows: tuple[Row, ...], values: Values, signed: frozenset[int]
) -> Iterator[Pair]:
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


class Exchanged(NamedTuple):
    """Two cells with the values they would get, all values after it, and how many rows stay broken."""

    pair: Pair
    after: list[int | None]
    left: int

    def apart(self, change: Iterable[tuple[int, int]]) -> bool:
        """Whether a change leaves both cells alone."""
        return not {point for point, _ in self.pair} & {point for point, _ in change}


def exchanged_first(
    rows: tuple[Row, ...], values: Values, signed: frozenset[int], beside: tuple[Beside, ...]
) -> Iterator[Exchanged]:
    """Exchanges of neighbouring cells that leave fewer rows broken, and some."""
    of: dict[int, list[Row]] = {}
    for row in rows:
        for point in row.terms:
            of.setdefault(point, []).append(row)
    broken = {id(row): row for row in rows if not row.holds(values)}
    near = {point for row in broken.values() for point in row.terms}
    pairs = {
        (min(one, other), max(one, other)) for one in near for other in beside[one] if other in of
    }
    for one, other in sorted(pairs):
        a, b = values[one] or 0, values[other] or 0
        if a == b or (a < 0 and other not in signed) or (b < 0 and one not in signed):
            continue
        touched = {id(row): row for row in (*of[one], *of[other])}
        after = list(values)
        after[one], after[other] = b, a
        mended = sum(key in broken for key in touched)
        mended -= sum(not row.holds(after) for row in touched.values())
        if 0 < mended < len(broken):
            yield Exchanged(((one, b), (other, a)), after, len(broken) - mended)
