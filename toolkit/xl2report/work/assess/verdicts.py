"""The verdict on each relation: holds, broken or unassessable. Values in, verdicts out."""

from typing import NamedTuple

from xl2report.form.language import Expression
from xl2report.form.plan import Plan
from xl2report.form.relations import Relation
from xl2report.ground.filing import Filing


class Broken(NamedTuple):
    """A relation that does not hold: both sides and left minus right, in steps."""

    relation: Relation
    left: int
    right: int
    imbalance: int


class Verdicts(NamedTuple):
    """How many relations hold, which are broken, which could not be assessed."""

    holds: int
    broken: tuple[Broken, ...]
    unassessable: tuple[Relation, ...]


def verdicts_of(plan: Plan, filing: Filing, last: list[int | None] | None = None) -> Verdicts:
    """The verdict on every relation of the form for this filing.

    Relations across years are assessed only where `last` (last year's values, in the order of this
    form's points) is given, and then only where last year's figure is known: a body that did not
    report last year has nothing to compare. A fill is broken where another number stands typed over
    it. A relation whose `given` is zero, whose switch is off, or whose optional indicators are blank
    holds: it does not apply. Where one of those cannot be read, it is unassessable.
    """
    relations = plan.relations.all
    if not filing.standing and last is None and not filing.switches and not filing.odd:
        try:
            found = plan.check(filing.values)
        except TypeError:
            pass
        else:
            now = sum(not relation.across_years for relation in relations)
            if None not in (filing.values[point] for point in plan.relations.fills):
                broken = tuple(_broken(relations[number], filing) for number, _ in found)
                return Verdicts(now - len(broken), broken, ())
    return _one_by_one(plan, filing, last)


def _one_by_one(plan: Plan, filing: Filing, last: list[int | None] | None) -> Verdicts:
    holds = 0
    broken: list[Broken] = []
    unassessable: list[Relation] = []
    for relation in plan.relations.all:
        if relation.across_years and not _comparable(relation, last):
            continue
        if relation.rule.switch and relation.rule.switch not in filing.switches:
            holds += 1
            continue
        if any(point in filing.odd for point in relation.asked):
            unassessable.append(relation)
            continue
        if not relation.given_in(filing.values):
            holds += 1
            continue
        values = relation.with_blanks_as_none(filing.values)
        given = relation.given.value(values, last) if relation.given else 1
        left = relation.comparison.left.value(values, last)
        if relation.fills:
            left = filing.standing.get(relation.point, left)
        rights = [side.value(values, last) for side in relation.comparison.rights]
        known = [right for right in rights if right is not None]
        if given is None or left is None or len(known) < len(rights):
            unassessable.append(relation)
            continue
        right = relation.comparison.right_for(left, known)
        if given == 0 or relation.comparison.holds(left - right):
            holds += 1
        else:
            broken.append(Broken(relation, left, right, left - right))
    return Verdicts(holds, tuple(broken), tuple(unassessable))


def _comparable(relation: Relation, last: list[int | None] | None) -> bool:
    if last is None:
        return False
    sides = (tuple(term for term in side.terms if term.last) for side in relation.sides)
    return all(Expression(terms, 0).value([], last) is not None for terms in sides if terms)


def _broken(relation: Relation, filing: Filing) -> Broken:
    values = relation.with_blanks_as_none(filing.values)
    left = relation.comparison.left.value(values) or 0
    right = relation.comparison.right.value(values) or 0
    return Broken(relation, left, right, left - right)
