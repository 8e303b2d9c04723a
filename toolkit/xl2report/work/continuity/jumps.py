"""Rules that say how far a figure may go from last year's, told as what they are: a jump.

Which figures, and how far, stands in the form's rules (`a <= 10 * last.a + 100`); here only the words.
"""

from typing import NamedTuple

from xl2report.form.plan import Plan
from xl2report.form.relations import Relation
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding
from xl2report.work.continuity.model import LastYear

# Of a ratio from here on a tenth is not told any more.
_PLAIN = 100


class Jump(NamedTuple):
    """What a finding tells: this year's figure and last year's, in whole steps."""

    now: int
    was: int

    def words(self, now: str, was: str) -> tuple[str, str]:
        """In Chinese and in English, with the figures as people write them."""
        if self.now == 0 or self.was == 0:
            return f"本年 {now}，上年 {was}", f"{now} this year, {was} last year"
        times = _times(max(self.now, self.was), min(self.now, self.was))
        if self.now > self.was:
            return (
                f"本年 {now}，是上年 {was} 的 {times} 倍",
                f"{now} this year, {times} times last year's {was}",
            )
        return (
            f"本年 {now}，上年 {was} 是本年的 {times} 倍",
            f"{now} this year; last year's {was} is {times} times as much",
        )


def _times(more: int, less: int) -> str:
    if more >= _PLAIN * less:
        return str(more // less)
    whole, tenth = divmod(more * 10 // less, 10)
    return f"{whole}.{tenth}" if tenth else str(whole)


def point_of_jump(relation: Relation) -> int | None:
    """The point whose two years a rule holds within bounds; None for every other rule."""
    comparison = relation.comparison
    if (
        not relation.across_years
        or comparison.others
        or comparison.operator not in {"<=", ">=", "<", ">"}
    ):
        return None
    terms = (*comparison.left.terms, *comparison.right.terms)
    points = {term.point for term in terms}
    return points.pop() if len(points) == 1 and len(terms) == 2 else None


def as_jump(
    plan: Plan, filing: Filing, finding: Finding, relation: Relation, last: LastYear
) -> Finding:
    """A finding on such a rule, with both years' figures in plain words; others as they are."""
    point = point_of_jump(relation)
    if point is None:
        return finding
    now, was = filing.values[point], last.values[point]
    if now is None or was is None:
        return finding
    asked = plan.form.points[point]
    shown = asked.measure.show(now), asked.measure.show(was)
    chinese, english = Jump(now, was).words(*shown)
    args = {**finding.args, "change": chinese, "change_en": english, "label": asked.label}
    return finding._replace(code="C405", args=args, left=shown[0], right=shown[1], difference="")
