"""What speaks for a value besides the relations: last year's report, the narrative's own figures.

Relations across years that only warn (what was carried out last year is carried in this year), and
lists of the narrative whose members make up a sum of the tables, may be broken; a repair that mends
one is likelier, one that breaks one is less so.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from xl2report.form.language import Expression, Mistake, Names, parse_expression
from xl2report.form.plan import Plan
from xl2report.form.relations import Values
from xl2report.work.suspects.written import Sum, Terms, expand, minus, written_out

BITS = 5


class Clue(NamedTuple):
    """Sums of which one should be zero, in the values as they stand, and what kind of clue it is."""

    sums: tuple[tuple[Terms, int], ...]
    why: str

    def kept(self, changed: Mapping[int, int]) -> bool:
        """Whether it would hold after these changes (point → step).

        Where a sum is zero as things stand, only that one counts: that another one comes to zero
        instead is chance.
        """
        held = [sums for sums in self.sums if not sums[1]]
        return any(
            not total + sum(terms.get(point, 0) * step for point, step in changed.items())
            for terms, total in held or self.sums
        )


class Clues:
    """All clues that can be weighed for a filing, looked up by the points they speak of."""

    def __init__(self, clues: Iterable[Clue], last: Values | None) -> None:
        self.last = last
        self.of: dict[int, list[Clue]] = {}
        for clue in clues:
            for point in {point for terms, _ in clue.sums for point in terms}:
                self.of.setdefault(point, []).append(clue)

    def bits(self, changed: Mapping[int, int]) -> tuple[int, str]:
        """What these changes break less what they mend, in bits; and the kind of what they mend."""
        if not self.of:
            return 0, ""
        bits, why = 0, ""
        touched = {id(clue): clue for point in changed for clue in self.of.get(point, ())}
        for clue in touched.values():
            before, after = clue.kept({}), clue.kept(changed)
            bits += BITS * (before - after)
            if after and not before:
                why = why or clue.why
        return bits, why

    def like_last(self, point: int, found: int, suggested: int) -> int:
        """Bits saved where the suggested value looks more like last year's than the found one."""
        known = self.last[point] if self.last else None
        if not known:
            return 0
        if suggested == known:
            return 3
        length = len(str(abs(known)))
        return 2 * (len(str(abs(suggested))) == length != len(str(abs(found))))


def clues_of(
    plan: Plan,
    values: Values,
    typed_totals: frozenset[int],
    last: Values | None,
    told: Iterable[tuple[Iterable[Expression], int]] = (),
) -> Clues:
    """The clues of a filing; a clue with a blank among its cells, or in last year's, is none.

    `told` are numbers that its texts give, each with the sums it may be.
    """
    found = []
    of_texts = [
        (
            tuple((*expand(plan, one, typed_totals)[:2], one.constant - value) for one in sums),
            frozenset[int](),
            "narrative",
        )
        for sums, value in told
    ]
    for sums, optional, why in (*_known(plan, typed_totals), *of_texts):
        weighed = []
        for terms, of_last, constant in sums:
            total = _sum(terms, values, optional)
            earlier = _sum(of_last, last, frozenset()) if of_last else 0
            if total is not None and earlier is not None:
                weighed.append((terms, total + earlier + constant))
        given = not optional or any(values[point] for point in optional)
        if weighed and given:
            found.append(Clue(tuple(weighed), why))
    return Clues(found, last)


def _sum(terms: Terms, values: Values | None, optional: frozenset[int]) -> int | None:
    total = 0
    for point, factor in terms.items():
        value = values[point] if values else None
        if value is None and point not in optional:
            return None
        total += factor * (value or 0)
    return total


_Sums = tuple[Sum, ...]


@lru_cache(maxsize=16)
def _known(
    plan: Plan, typed_totals: frozenset[int]
) -> tuple[tuple[_Sums, frozenset[int], str], ...]:
    """The clues of a form: sums that should be zero, indicators that may be blank, their kind."""
    found: list[tuple[_Sums, frozenset[int], str]] = []
    for relation in plan.relations.all:
        warns = relation.rule.severity == "warning" and not relation.rule.switch
        one_sum = relation.comparison.operator == "=" and not relation.comparison.others
        if relation.across_years and warns and one_sum:
            one = written_out(plan, relation, typed_totals)
            if one.terms and not one.given:
                found.append((((one.terms, one.last, one.constant),), frozenset(), "last_year"))
    found.extend(_lists(plan, typed_totals))
    return tuple(found)


def _lists(plan: Plan, typed_totals: frozenset[int]) -> list[tuple[_Sums, frozenset[int], str]]:
    """Lists of indicators that make up a sum of the tables: the channels of requests."""
    names = Names(plan.form)
    found = []
    for part in plan.form.narrative.parts:
        for sentence in (one for paragraph in part.paragraphs for one in paragraph):
            if not sentence.items or not sentence.bases or sentence.partly:
                continue
            try:
                members = [parse_expression(item.of, names) for item in sentence.items]
                bases = [parse_expression(base.of, names) for base in sentence.bases]
            except Mistake:  # refused where the form is loaded; here it is no clue
                continue
            points = {term.point for member in members for term in member.terms}
            if any(plan.form.points[point].table != "text" for point in points):
                continue
            sums = []
            for base in bases:
                whole = expand(plan, base, typed_totals)
                for member in members:
                    whole = minus(whole, expand(plan, member, typed_totals))
                sums.append(whole)
            found.append((tuple(sums), frozenset(points), "narrative"))
    return found
