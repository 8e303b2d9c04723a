"""This year beside last year: which case it is and by how much, exactly. Integers only.

A percentage is said only where it says something true: not of nothing, not of a handful, not a
growth of 0.0 % nor a fall of 100 % that leaves a rest. Shares differ by percentage points.
"""

from typing import NamedTuple

from xl2report.work.narrative.shares import round_half_up


class Change(NamedTuple):
    """The case, as the wordings are keyed, and its size.

    `size` counts in steps of the case: hundredths of a per cent and the like at `decimals`, or whole
    steps of the number itself. `up` says whether this year is more.
    """

    case: str
    size: int
    up: bool


def change_of_count(
    now: int, was: int, *, decimals: int, small: int, multiple_from: int | None, by_counts: bool
) -> Change:
    """How a number that is not negative has changed.

    Percentages are said of a base of at least `small` that is not to be told `by_counts`; from
    `multiple_from` per cent of growth on (None: never) it is told how many times the base it is,
    at one decimal.
    """
    size, up = abs(now - was), now > was
    if not size:
        return Change("same" if now else "both_zero", 0, up)
    if not was or not now:
        return Change("to_zero" if was else "from_zero", size, up)
    full = 100 * 10**decimals
    steps = round_half_up(size * full, was)
    if by_counts or was < small or (steps == full and not up):
        return Change("more" if up else "fewer", size, up)
    if not steps:
        return Change("nearly", 0, up)
    if up and multiple_from is not None and size * 100 >= multiple_from * was:
        return Change("multiple", steps, up)
    return Change("grow" if up else "fall", steps, up)


def change_of_share(now: tuple[int, int], was: tuple[int, int], *, decimals: int) -> Change:
    """By how many percentage points a share (part, whole) has changed; wholes are above zero."""
    over = now[1] * was[1]
    difference = now[0] * was[1] - was[0] * now[1]
    steps = round_half_up(abs(difference) * 100 * 10**decimals, over)
    if not steps:
        return Change("nearly" if difference else "same", 0, difference > 0)
    return Change("points_up" if difference > 0 else "points_down", steps, difference > 0)
