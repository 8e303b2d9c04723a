"""The single cells whose change alone lets all rows of a part hold, and by which amounts."""

from typing import NamedTuple

from xl2report.form.relations import Values
from xl2report.work.suspects.system import Row


class Single(NamedTuple):
    """A cell that may become any whole number from `low` to `high`; None is no bound."""

    point: int
    low: int | None
    high: int | None


def singles(rows: tuple[Row, ...], values: Values, signed: frozenset[int]) -> list[Single]:
    """All such cells, in the order of the form; none if more than one cell must change."""
    broken = [row for row in rows if not row.holds(values)]
    common = set(broken[0].terms)
    for row in broken[1:]:
        common &= row.terms.keys()
    found = []
    for point in sorted(common):
        low, high = (None if point in signed else 0), None
        value = values[point] or 0
        for row in rows:
            factor = row.terms.get(point)
            if factor:
                rest = row.sum(values) - factor * value
                low, high = _narrowed(low, high, row, rest, factor)
        if low is None or high is None or low <= high:
            found.append(Single(point, low, high))
    return found


def _narrowed(
    low: int | None, high: int | None, row: Row, rest: int, factor: int
) -> tuple[int | None, int | None]:
    """The bounds of one cell as a row adds to them, the rest of the row being what it is."""
    ends = (row.low, row.high) if factor > 0 else (row.high, row.low)
    if ends[0] is not None:
        least = -((rest - ends[0]) // factor)
        low = least if low is None else max(low, least)
    if ends[1] is not None:
        most = (ends[1] - rest) // factor
        high = most if high is None else min(high, most)
    return low, high
