"""Relations of a filing → a sparse system in whole numbers: which sums must lie in which bounds.

Relations with a blank among their cells are left out, as they are not assessed: a blank can neither
be wrong by them nor put them right.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from xl2report.form.plan import Plan
from xl2report.form.relations import Values
from xl2report.work.suspects.written import Terms, Written, add, written


class Row(NamedTuple):
    """`low` <= the sum of coefficient times value <= `high`; None is no bound."""

    terms: Terms
    low: int | None
    high: int | None

    def sum(self, values: Values) -> int:
        """What its cells add up to; every one of them must be known."""
        return sum(factor * (values[point] or 0) for point, factor in self.terms.items())

    def holds(self, values: Values) -> bool:
        """Whether the sum lies within the bounds."""
        total = self.sum(values)
        return (self.low is None or total >= self.low) and (self.high is None or total <= self.high)


class System(NamedTuple):
    """The rows that count for a filing, in parts that share no cell.

    `rows` are all of them, for checking an answer; in `parts` those that follow from others are
    left out. `solvable` is False where equalities contradict each other whatever the cells say;
    `exact` is False where a condition of a rule could be changed by a repair.
    """

    rows: tuple[Row, ...]
    parts: tuple[tuple[Row, ...], ...]
    conditions: tuple[tuple[Terms, int, Row], ...]
    solvable: bool
    exact: bool

    def holds(self, values: Values) -> bool:
        """Whether every row holds, and every one whose condition is given."""
        return all(row.holds(values) for row in self.rows) and all(
            row.holds(values)
            for given, constant, row in self.conditions
            if sum(factor * (values[at] or 0) for at, factor in given.items()) + constant
        )


class Kept(NamedTuple):
    """A relation that is assessed, by its number.

    `constant` has last year's figures in it, `given` is the constant of its condition (None without
    one); `blank` are indicators that count as zero.
    """

    number: int
    constant: int
    blank: frozenset[int]
    given: int | None
    applies: bool


def system_of(
    plan: Plan,
    values: Values,
    typed_totals: frozenset[int],
    last: Values | None,
    switches: frozenset[str],
) -> System:
    """The system of a filing; `values` hold the typed totals in their places."""
    kept = []
    for number, one in enumerate(written(plan, typed_totals, switches)):
        found = _kept(number, one, values, last)
        if found is not None:
            kept.append(found)
    fills = plan.relations.fills
    negative = tuple(
        point
        for point, value in enumerate(values)
        if value is not None
        and value < 0
        and not plan.form.points[point].measure.signed
        and (point in typed_totals or point not in fills)
    )
    return _system(plan, typed_totals, switches, tuple(kept), negative)


def _kept(number: int, one: Written, values: Values, last: Values | None) -> Kept | None:
    """How a relation takes part; None if it does not apply or cannot be assessed."""
    blank = frozenset[int]()
    if one.relation.asked:
        if not one.relation.given_in(values):
            return None
        if one.relation.rule.if_given == "any":
            blank = frozenset(point for point in one.relation.asked if values[point] is None)
    terms, of_last, constant = one.given or ({}, {}, 1)
    earlier, also = _earlier(one.last, last), _earlier(of_last, last)
    cells = {*one.terms, *terms} - blank
    if earlier is None or also is None or any(values[point] is None for point in cells):
        return None
    given = constant + also
    applies = bool(given + sum(factor * (values[at] or 0) for at, factor in terms.items()))
    return Kept(number, one.constant + earlier, blank, given if one.given else None, applies)


@lru_cache(maxsize=64)
def _system(
    plan: Plan,
    typed_totals: frozenset[int],
    switches: frozenset[str],
    kept: tuple[Kept, ...],
    negative: tuple[int, ...],
) -> System:
    listed = written(plan, typed_totals, switches)
    rows: list[Row] = []
    always: list[Row] = []
    conditions: list[tuple[Terms, int, Row]] = []
    for one in kept:
        relation = listed[one.number]
        row = _row(relation, one)
        if one.applies:
            rows.append(row)
        if one.given is None:
            always.append(row)
        elif relation.given is not None:
            conditions.append((relation.given[0], one.given, row))
    bounds = [Row({point: 1}, 0, None) for point in negative]
    equal = sorted((row for row in rows if row.low == row.high), key=lambda row: len(row.terms))
    needed = independent(equal)
    others = [row for row in rows if row.low != row.high and row.terms]
    # A relation whose cells cancel out says the same whatever they are.
    solvable = needed is not None and all(row.terms or row.holds([]) for row in rows)
    parts = parts_of([*(needed or []), *others, *bounds]) if solvable else ()
    # What a repair may set to zero, or away from it, is not weighed by the search, only refused.
    exact = not any(terms for terms, _, _ in conditions)
    whole = (*always, *bounds)
    return System(whole, parts, tuple(conditions), solvable=solvable, exact=exact)


def _row(relation: Written, kept: Kept) -> Row:
    terms = {point: each for point, each in relation.terms.items() if point not in kept.blank}
    bound, strict = -kept.constant, relation.operator in "<>"
    if relation.operator[0] == "<":
        return Row(terms, None, bound - strict)
    if relation.operator[0] == ">":
        return Row(terms, bound + strict, None)
    return Row(terms, bound, bound)


def independent(equal: Iterable[Row]) -> list[Row] | None:
    """The equalities from which the others follow, earlier ones first; None if they contradict."""
    found: list[Row] = []
    pivots: dict[int, tuple[Terms, int]] = {}
    for row in equal:
        terms, value = dict(row.terms), row.low or 0
        while terms:
            pivot = next((point for point in terms if point in pivots), None)
            if pivot is None:
                break
            other, known = pivots[pivot]
            factor, own = terms[pivot], other[pivot]
            terms = add({point: own * each for point, each in terms.items()}, other, -factor)
            value = own * value - factor * known
        if terms:
            first = next(iter(terms))
            # Earlier pivots keep this cell out of theirs only where it matters: when they are used.
            pivots[first] = (terms, value)
            found.append(row)
        elif value:
            return None
    return found


def parts_of(rows: list[Row]) -> tuple[tuple[Row, ...], ...]:
    """Rows in groups that share no cell."""
    groups: list[tuple[set[int], list[Row]]] = []
    for row in rows:
        cells, members = set(row.terms), [row]
        apart = []
        for group in groups:
            if cells.isdisjoint(group[0]):
                apart.append(group)
            else:
                cells |= group[0]
                members = [*group[1], *members]
        groups = [*apart, (cells, members)]
    return tuple(tuple(members) for _, members in groups)


def _earlier(terms: Terms, last: Values | None) -> int | None:
    """What last year's cells add up to; None where that is not known."""
    total = 0
    for point, factor in terms.items():
        value = last[point] if last else None
        if value is None:
            return None
        total += factor * value
    return total
