"""Equally small changes ranked by how people err, and by what last year and the narrative say."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice, product
from typing import NamedTuple

from xl2report.form.plan import Plan
from xl2report.form.relations import Values
from xl2report.work.suspects.evidence import Clues
from xl2report.work.suspects.likely import (
    MOVED,
    Likely,
    alone,
    copied,
    exchanged,
    neighbours,
    unexplained,
)
from xl2report.work.suspects.model import Change, Repair
from xl2report.work.suspects.odds import Weighed, percent

Bare = tuple[tuple[int, int], ...]  # (point, suggested), in the order of points
# So many answers of several cells are weighed one by one; beyond that, the likeliest of each cell.
_WEIGHED, _MOST = 144, 1_000
# Odds of less than one to eight are no reason to prefer one answer. It takes longer odds where no
# slip explains the first, and where the relations leave the amount open, so that most of what it
# may be is not listed.
_ALIKE, _ALIKE_UNEXPLAINED, _ALIKE_OPEN = 2, 5, 7
# In a hundred: what the first must weigh among all that may be behind broken relations.
_BY_FAR = 85
# Where the amount is open: a digit was dropped, and may be any.
_DROPPED = 4
# Slips that touch several cells.
_BETWEEN = {"shifted_row", "shifted_column", "swapped"}
_AGREES = {"sum", "digit"}


class Ranked(NamedTuple):
    """A change and the bits of its explanation: fewer are likelier."""

    bits: int
    change: Change

    def bare(self) -> Bare:
        """The cells with their suggested values."""
        return tuple((one.point, one.suggested) for one in self.change)


class Part(NamedTuple):
    """The ranked changes of one part.

    `open_amounts`: of a cell only bounds of its value follow. `loose`: no relation confirms another,
    and cells that no other relation holds may have changed together. `wider` are changes of one cell more,
    of which two show each other's values.
    """

    ranked: list[Ranked]
    open_amounts: bool
    loose: bool
    wider: list[Bare]

    def tied(self) -> int:
        """How many are as likely as the first."""
        return _first(self.ranked, _ALIKE_OPEN if self.open_amounts else 0)

    def leads(self, whole: Ranked) -> bool:
        """Whether its own first change is in a change over several parts: no slip goes beyond it."""
        return set(self.ranked[0].change) <= set(whole.change)


class Ranking:
    """Weighs changes of one filing."""

    def __init__(self, plan: Plan, values: Values, clues: Clues) -> None:
        self.plan = plan
        self.values = values
        self.clues = clues
        self.beside = neighbours(plan)
        self._alone: dict[tuple[int, int], Likely] = {}

    def found(self, point: int) -> int:
        """What stands in a cell that is known."""
        return self.values[point] or 0

    def rank(self, changes: Iterable[Bare]) -> list[Ranked]:
        """The changes, likeliest first; equally likely ones in the order of the form."""
        return sorted(
            (self.weigh(bare) for bare in changes), key=lambda one: (one.bits, one.change)
        )

    def weigh(self, bare: Bare) -> Ranked:
        """A change with its explanation."""
        why = self._exchanges(bare) if len(bare) > 1 else {}
        bits = sum(likely.bits for likely in why.values())
        for point, suggested in bare:
            if point not in why:
                why[point] = self.alone(point, suggested)
                bits += why[point].bits
        steps = {point: suggested - self.found(point) for point, suggested in bare}
        agreed, clue = self.clues.bits(steps)
        repairs = []
        for point, suggested in bare:
            key = why[point].why
            if clue and key in _AGREES and point in self.clues.of:
                key = clue
            repairs.append(Repair(point, self.found(point), suggested, key))
        return Ranked(bits + agreed, tuple(repairs))

    def alone(self, point: int, suggested: int) -> Likely:
        """The cheapest explanation of a single cell."""
        key = (point, suggested)
        if key not in self._alone:
            found = self.found(point)
            likely = alone(found, suggested, self.plan.form.points[point].measure)
            other = copied(found, suggested, self.beside[point], self.values)
            if other is not None and other.bits < likely.bits:
                likely = other
            saved = self.clues.like_last(point, found, suggested)
            why = "last_year" if saved > 2 and likely.why in _AGREES else likely.why
            self._alone[key] = Likely(likely.bits - saved, why)
        return self._alone[key]

    def _exchanges(self, bare: Bare) -> dict[int, Likely]:
        """Explanations that take several cells together: a run shifted by one, pairs swapped."""
        why: dict[int, Likely] = self._shifted(bare)
        waiting: dict[tuple[int, int], int] = {}
        pairs = []
        for point, suggested in bare:
            if point in why:
                continue
            found = self.found(point)
            other = waiting.get((suggested, found))
            if other is not None:
                likely = exchanged(other, point, self.plan, emptied=not (found and suggested))
                apart = self.alone(other, found).bits + self.alone(point, suggested).bits
                if likely.bits < apart:
                    pairs.append((likely, other, point))
            else:
                waiting[found, suggested] = point
        for likely, one, other in pairs:
            why[one], why[other] = likely, Likely(0, likely.why)
        return why

    def _shifted(self, bare: Bare) -> dict[int, Likely]:
        """A run of three cells or more, each showing what belongs into the one before it.

        The cell at its head was left empty; what belongs into the last one was lost.
        """
        meant = dict(bare)
        for side in range(4) if len(bare) > 2 else ():
            run = set()
            for point in meant:
                before = self.beside[point][side]
                if before in meant and meant[before] == self.found(point) != 0:
                    run |= {before, point}
            heads = [point for point in run if self.beside[point][side] not in run]
            if len(run) > 2 and len(heads) == 1 and not self.found(heads[0]):
                key = "shifted_row" if side < 2 else "shifted_column"
                return {point: Likely(MOVED if point in heads else 2, key) for point in run}
        return {}

    def combine(self, parts: Sequence[Part]) -> tuple[list[Ranked], int]:
        """One change for every part, likeliest first; and how many are as likely as the first.

        Parts share no relation, but a slip may touch two of them: values swapped between columns.
        """
        if len(parts) == 1:
            return parts[0].ranked, parts[0].tied()
        listed = [part.ranked for part in parts]
        each = max(2, round(_WEIGHED ** (1 / len(parts))))
        chosen = {
            _together(one.change for one in combined)
            for combined in islice(product(*(part[:each] for part in listed)), _MOST)
        }
        ranked = self.rank(chosen | self._aligned(listed))
        tied = 1
        for part in parts:
            if part.leads(ranked[0]):
                tied *= part.tied()
        return ranked, max(_first(ranked), tied)

    def sure(self, ranked: Sequence[Ranked], tied: int, parts: Sequence[Part]) -> frozenset[int]:
        """Cells of the first change where it outweighs all other changes, and larger ones, by far."""
        if tied == 1 and self._outweighs(ranked, parts):
            return frozenset(point for point, _ in ranked[0].bare())
        return frozenset(
            point
            for part in parts
            if part.leads(ranked[0]) and part.tied() == 1
            if self._outweighs([*part.ranked, *map(self.weigh, part.wider)], [part])
            for point, _ in part.ranked[0].bare()
        )

    def _outweighs(self, ranked: Sequence[Ranked], parts: Sequence[Part]) -> bool:
        weighed = []
        for part in parts:
            larger = [_DROPPED] * part.open_amounts
            if part.loose:
                larger += [bits for one in part.ranked for bits in self._by_chance(one)]
            by_itself = part.leads(ranked[0])
            weighed.append(Weighed([one.bits for one in part.ranked], larger, by_itself))
        return percent(ranked[0].bits, (one.bits for one in ranked), weighed) >= _BY_FAR

    def _by_chance(self, ranked: Ranked) -> Iterator[int]:
        """The bits of a change if one of its cells, and others, had to make up for what is not seen."""
        steps = {one.point: one.suggested - one.found for one in ranked.change}
        agreed, _ = self.clues.bits(steps)  # what a chance amount would not agree with
        for one in ranked.change:
            if one.why not in _BETWEEN:
                saved = unexplained(one.found, one.suggested)
                saved -= self.alone(one.point, one.suggested).bits + min(0, agreed)
                yield ranked.bits + saved

    def with_wider(self, ranked: list[Ranked], parts: Sequence[Part]) -> list[Ranked]:
        """The smallest changes and, never before the first, what one slip in two cells explains."""
        wider = []
        for part in parts:
            others = _together(other.ranked[0].change for other in parts if other is not part)
            wider += [self.weigh(tuple(sorted((*wide, *others)))) for wide in part.wider]
        wider = [one for one in wider if one.bits <= ranked[0].bits + _ALIKE]
        rest = sorted([*ranked[1:], *wider], key=lambda one: (one.bits, len(one.change)))
        return [ranked[0], *rest]

    def _aligned(self, parts: Sequence[Sequence[Ranked]]) -> set[Bare]:
        """Combinations that one slip may explain though no part by itself looks likely."""
        form = self.plan.form
        found: set[Bare] = set()
        rows = [
            {
                (form.points[one.change[0].point].table, form.points[one.change[0].point].row): one
                for one in reversed(part)
                if len(one.change) == 1
            }
            for part in parts
        ]
        for row in set.intersection(*(set(each) for each in rows)):
            found.add(_together(each[row].change for each in rows))
        found.update(islice(self._pairs(parts), _MOST))
        return found

    def _pairs(self, parts: Sequence[Sequence[Ranked]]) -> Iterator[Bare]:
        """Cells of two parts whose values are swapped, with the likeliest of the other parts."""
        each = min(6, round(_WEIGHED ** (1 / max(1, len(parts) - 1))))
        for one, other in combinations(range(len(parts)), 2):
            shown: dict[tuple[int, int], list[Change]] = {}
            for _, change in parts[one]:
                if len(change) == 1:
                    repair = change[0]
                    shown.setdefault((repair.suggested, repair.found), []).append(change)
            rest = [
                [change for _, change in part[:each]]
                for at, part in enumerate(parts)
                if at not in {one, other}
            ]
            for _, change in parts[other]:
                partners = shown.get((change[0].found, change[0].suggested), ())
                for partner in partners if len(change) == 1 else ():
                    for chosen in product(*rest):
                        yield _together([partner, change, *chosen])


def _together(changes: Iterable[Change]) -> Bare:
    return tuple(sorted((one.point, one.suggested) for change in changes for one in change))


def _first(ranked: Sequence[Ranked], alike: int = 0) -> int:
    """How many are about as likely as the first."""
    unexplained = any(repair.why == "sum" for repair in ranked[0].change)
    alike = max(alike, _ALIKE_UNEXPLAINED if unexplained else _ALIKE)
    return sum(1 for one in ranked if one.bits <= ranked[0].bits + alike)
