"""Equally small changes ranked by how people err, and by what last year and the narrative say."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice, product
from typing import NamedTuple

from xl2report.form.plan import Plan
from xl2report.form.relations import Values
from xl2report.work.suspects.evidence import Clues
from xl2report.work.suspects.likely import MOVED, Likely, alone, copied, exchanged, neighbours
from xl2report.work.suspects.model import Change, Repair

Bare = tuple[tuple[int, int], ...]  # (point, suggested), in the order of points
# So many answers of several cells are weighed one by one; beyond that, the likeliest of each cell.
_WEIGHED, _MOST = 144, 1_000
# Odds of less than one to eight are no reason to prefer one answer. It takes longer odds where no
# slip explains the first, and where the relations leave the amount open, so that most of what it
# may be is not listed.
_ALIKE, _ALIKE_UNEXPLAINED, _ALIKE_OPEN = 2, 5, 7
_AGREES = {"sum", "digit"}


class Ranked(NamedTuple):
    """A change and the bits of its explanation: fewer are likelier."""

    bits: int
    change: Change


class Part(NamedTuple):
    """The ranked changes of one part; `open_amounts`: of a cell only bounds of its value follow."""

    ranked: list[Ranked]
    open_amounts: bool

    def tied(self) -> int:
        """How many are as likely as the first."""
        return _first(self.ranked, _ALIKE_OPEN if self.open_amounts else 0)


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
            tied *= part.tied()
        apart = sum(part[0].bits for part in listed)
        return ranked, max(_first(ranked), tied if ranked[0].bits >= apart else 1)

    def with_exchanges(self, ranked: list[Ranked], pairs: Iterable[Bare]) -> list[Ranked]:
        """The smallest changes and, never before the first, what one slip in two cells explains."""
        single = ranked[0].bits
        wider = [self.weigh(tuple(sorted(pair))) for pair in pairs]
        wider = [one for one in wider if one.bits <= single + _ALIKE]
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
