"""How people err: how easily one slip turns a value that was meant into the one that was found.

Costs are bits: how rarely a clerk makes this kind of slip, and among how many such slips this is
one. They only rank answers that are equally small; what a clerk really meant is for him to say.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from xl2report.form.plan import Plan
from xl2report.form.relations import Values
from xl2report.ground.points import Measure, split_address

_TEN_THOUSAND = 10_000
# A slip of one hand, a slip that leaves few traces, and no explanation at all.
_OFTEN, _SELDOM, _ANY = 3, 4, 5
MOVED, SWAPPED_FAR, _COPIED = 5, 8, 8


class Likely(NamedTuple):
    """The bits of the cheapest explanation and its key in `words.WHY`."""

    bits: int
    why: str


class Beside(NamedTuple):
    """The points in the neighbouring cells of a sheet; None at its edges."""

    up: int | None
    down: int | None
    left: int | None
    right: int | None


def alone(found: int, suggested: int, measure: Measure) -> Likely:
    """How a single cell may have come by its value."""
    bits, why = min(_slips(found, suggested, measure))
    return Likely(bits + _rarity(suggested) - _rarity(found), why)


def unexplained(found: int, suggested: int) -> int:
    """The bits of a value that came by no slip that can be named."""
    return _ANY + _far(found, suggested) + _rarity(suggested)


def _far(found: int, suggested: int) -> int:
    """Whatever the slip was, the value typed tends to be about as large as the one that was meant."""
    return abs(_rarity(found) - _rarity(suggested))


def _rarity(value: int) -> int:
    """How rare a value is among those of a form, in bits: most are zero, few are large."""
    return (abs(value) + 1).bit_length()


def _slips(found: int, suggested: int, measure: Measure) -> Iterator[Likely]:
    scale = 10**measure.decimals
    if found % scale == 0 and suggested % scale == 0:
        found, suggested = found // scale, suggested // scale
    wrong, right = str(abs(found)), str(abs(suggested))
    yield Likely(_ANY + _rarity(found) + _far(found, suggested), "sum")
    if not found or (found < 0) != (suggested < 0):
        if found == -suggested:
            yield Likely(_OFTEN, "sign")
        return
    size = len(right).bit_length()
    if wrong.zfill(len(right)) in _transposed(right):
        yield Likely(_OFTEN + size, "transposed")
    if len(right) > 1 and str(int(wrong)) in {
        str(int(right[:at] + right[at + 1 :])) for at in range(len(right))
    }:
        yield Likely(_OFTEN + size, "dropped_digit")
    if wrong in {right[:at] + right[at] + right[at:] for at in range(len(right))} and suggested:
        yield Likely(_OFTEN + size, "doubled_digit")
    if suggested and (found == suggested * _TEN_THOUSAND or found * _TEN_THOUSAND == suggested):
        money = "元" in measure.unit
        yield Likely(_SELDOM, "unit") if money else Likely(_ANY + 1, "zeros")
    if len(wrong) == len(right) and sum(map(str.__ne__, wrong, right)) == 1 and len(wrong) > 1:
        yield Likely(_SELDOM + (9 * len(right)).bit_length(), "digit")


def _transposed(digits: str) -> set[str]:
    return {
        digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
        for at in range(len(digits) - 1)
        if digits[at] != digits[at + 1]
    }


def meant(found: int, measure: Measure) -> set[int]:
    """Values that one likely slip turns into the one that was found, dropped digits left out."""
    digits, scale = str(abs(found)), 10**measure.decimals
    texts = _transposed(digits)
    texts |= {
        digits[:at] + digits[at + 1 :]
        for at in range(len(digits) - 1)
        if digits[at] == digits[at + 1]
    }
    sign = -1 if found < 0 else 1
    values = {sign * int(text) for text in texts} | {-found}
    if found % (_TEN_THOUSAND * scale) == 0:
        values.add(found // _TEN_THOUSAND)
    return values - {found}


def copied(found: int, suggested: int, beside: Beside, values: Values) -> Likely | None:
    """Whether the value of a neighbouring cell was typed here as well."""
    if found and found in [values[point] for point in beside if point is not None]:
        return Likely(_COPIED + _rarity(suggested) - _rarity(found), "copied")
    return None


def exchanged(one: int, other: int, plan: Plan, *, emptied: bool) -> Likely:
    """Two cells of which each shows what belongs into the other; `emptied`: one of them is zero."""
    beside = neighbours(plan)[one]
    if emptied and other in {beside.up, beside.down}:
        return Likely(MOVED, "shifted_row")
    if emptied and other in {beside.left, beside.right}:
        return Likely(MOVED, "shifted_column")
    if other in beside:
        return Likely(MOVED, "swapped")
    sheet, cell = plan.layout.cells[one]
    elsewhere, second = plan.layout.cells[other]
    aligned = sheet == elsewhere and any(
        a == b for a, b in zip(split_address(cell), split_address(second), strict=True)
    )
    return Likely(SWAPPED_FAR + (0 if aligned else 4) + emptied, "swapped")


@lru_cache(maxsize=8)
def neighbours(plan: Plan) -> tuple[Beside, ...]:
    """For each point the points beside it on its sheet; a merged cell between them is passed over."""
    spots = [(sheet, *split_address(cell)) for sheet, cell in plan.layout.cells]
    rows: dict[tuple[str, int], list[tuple[int, int]]] = {}
    columns: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for point, (sheet, row, column) in enumerate(spots):
        rows.setdefault((sheet, row), []).append((column, point))
        columns.setdefault((sheet, column), []).append((row, point))
    found: list[list[int | None]] = [[None] * 4 for _ in spots]
    for line, before, after in ((columns, 0, 1), (rows, 2, 3)):
        for members in line.values():
            members.sort()
            for (_, first), (_, second) in pairwise(members):
                found[second][before] = first
                found[first][after] = second
    return tuple(Beside(*four) for four in found)
