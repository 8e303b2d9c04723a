"""Which figures of this year are last year's: what a template can fill in before the clerk begins.

Follows from the rules alone: `carried_in = last.carried_out`, `items = last.items + last.change`.
"""

from collections.abc import Sequence

from xl2report.form.language import Expression
from xl2report.form.relations import Relations


def carried(relations: Relations) -> dict[int, Expression]:
    """Typed points that a rule equates with last year's figures alone, and those figures' sum."""
    found: dict[int, Expression] = {}
    for relation in relations.all:
        left, right = relation.comparison.left, relation.comparison.right
        alone = len(left.terms) == 1 and not left.constant and not relation.comparison.others
        equal = relation.comparison.operator == "=" and not relation.given
        if not (relation.across_years and alone and equal) or relation.rule.switch:
            continue
        factor, point, of_last = left.terms[0]
        plain = factor == 1 and not of_last and not relations.computed(point)
        if plain and right.terms and all(term.last for term in right.terms):
            found.setdefault(point, right)
    return found


def carry(relations: Relations, last: Sequence[int | None]) -> list[int | None]:
    """What can be filled in from last year's figures; None elsewhere, and where it cannot be right."""
    points = relations.form.points
    values: list[int | None] = [None] * len(points)
    known = list(last)
    for point, source in carried(relations).items():
        value = source.value([], known)
        if value is not None and (value >= 0 or points[point].measure.signed):
            values[point] = value
    return values
