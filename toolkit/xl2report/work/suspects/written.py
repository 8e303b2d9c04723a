"""Relations → sums over independent cells of this year and last, once a form.

A computed cell that nobody typed over stands for its addends; one that was typed over is a cell of
its own.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from xl2report.form.language import Expression
from xl2report.form.plan import Plan
from xl2report.form.relations import Relation

Terms = dict[int, int]
Sum = tuple[Terms, Terms, int]  # cells of this year, cells of last year, a constant


class Written(NamedTuple):
    """A relation as left minus right, before blanks and last year's figures are known."""

    terms: Terms
    last: Terms
    constant: int
    operator: str
    given: Sum | None
    relation: Relation


@lru_cache(maxsize=16)
def written(
    plan: Plan, typed_totals: frozenset[int], switches: frozenset[str]
) -> tuple[Written, ...]:
    """The relations whose breach is an error, over independent cells, in the order of the rules."""
    found = []
    for relation in plan.relations.all:
        if relation.rule.switch and relation.rule.switch not in switches:
            continue
        if relation.rule.severity != "error" and not relation.fills:
            continue
        if relation.fills and relation.point not in typed_totals:
            continue
        found.append(written_out(plan, relation, typed_totals))
    return tuple(found)


def written_out(plan: Plan, relation: Relation, typed_totals: frozenset[int]) -> Written:
    """A relation as left minus right over independent cells."""
    comparison = relation.comparison
    left = expand(plan, comparison.left, typed_totals)
    whole = minus(left, expand(plan, comparison.right, typed_totals))
    given = expand(plan, relation.given, typed_totals) if relation.given else None
    return Written(*whole, comparison.operator, given, relation)


def minus(one: Sum, other: Sum) -> Sum:
    """One sum less another."""
    return add(one[0], other[0], -1), add(one[1], other[1], -1), one[2] - other[2]


def expand(plan: Plan, side: Expression, typed_totals: frozenset[int]) -> Sum:
    """A sum over independent cells of this year, cells of last year, and its constant."""
    now: Terms = {}
    last: Terms = {}
    constant = side.constant
    for factor, point, of_last in side.terms:
        if of_last:
            last = add(last, {point: 1}, factor)
        elif point in plan.relations.fills and point not in typed_totals:
            inner = plan.relations.fills[point].comparison.right
            terms, _, more = expand(plan, inner, typed_totals)
            now = add(now, terms, factor)
            constant += factor * more
        else:
            now = add(now, {point: 1}, factor)
    return now, last, constant


def add(terms: Mapping[int, int], more: Mapping[int, int], factor: int) -> Terms:
    """Terms and a multiple of others, without what cancels out."""
    found = dict(terms)
    for point, each in more.items():
        total = found.get(point, 0) + factor * each
        if total:
            found[point] = total
        else:
            found.pop(point, None)
    return found
