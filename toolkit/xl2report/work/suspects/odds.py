"""How much likelier the best change is than all the others together, larger ones included.

A change of so many bits weighs one half to the power of these; weights are counted in whole numbers.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

# Weights smaller than one half to the power of this, beside the largest, count as none.
_FINE = 64


class Weighed(NamedTuple):
    """The bits of all changes of a part, and of larger ones that may be behind them.

    Where cells of a relation are in no other, two slips add up to any amount, and what one cell
    would need for it is no slip but chance: that weighs as much as a change that no slip explains.
    Elsewhere nothing larger is thought of. `alone`
    tells that the best change mends this part by a slip of its own.
    """

    listed: Sequence[int]
    larger: Sequence[int]
    alone: bool


def percent(first: int, together: Iterable[int], parts: Sequence[Weighed]) -> int:
    """What the best change, of `first` bits, weighs among all: `together` were weighed as wholes."""
    base = sum(min(part.listed) for part in parts)
    known, whole = 1 << _FINE, 1 << _FINE
    sums = []
    for part in parts:
        least = min(part.listed)
        listed = _sum(part.listed, least)
        both = listed + _sum(part.larger, least)
        known, whole = known * listed >> _FINE, whole * both >> _FINE
        sums.append((listed, both, part.alone))
    total = max(_sum(together, base), known)
    for listed, both, alone in sums:
        if alone:
            total = total * both // listed
    total = max(total, whole)
    return 100 * _sum([first], base) // max(1, total)


def _sum(bits: Iterable[int], base: int) -> int:
    return sum(1 << _FINE + base - each for each in bits if each <= _FINE + base)
