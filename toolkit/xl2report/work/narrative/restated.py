"""The note on a report whose reporter departs from last year's figures, and has written down why."""

from collections.abc import Sequence
from dataclasses import replace

from xl2report.form.plan import Plan, explanation_key
from xl2report.ground.filing import Filing
from xl2report.work.narrative.story import Paragraph, Run, Story


def with_restatements(
    story: Story, plan: Plan, filing: Filing, last: Sequence[int | None] | None
) -> Story:
    """The story with a note at its end for each figure that differs from last year's for a reason given.

    `last` are last year's values in the order of the form's points, None where they are not known.
    """
    if last is None:
        return story
    values, then = filing.values, list(last)
    notes = []
    for relation in plan.relations.all:
        if not relation.rule.restatable:
            continue
        left = relation.comparison.left.value(values, then)
        right = relation.comparison.right.value(values, then)
        if left is None or right is None or relation.comparison.holds(left - right):
            continue
        places = (relation, *plan.relations.parts_of(relation))
        known = (filing.explanations.get(explanation_key(one), "").strip() for one in places)
        reasons = "；".join(dict.fromkeys(filter(None, known))).rstrip("。")
        if not reasons:
            continue
        point = plan.form.points[relation.point]
        now, was = point.measure.show(left), point.measure.show(right)
        unit = point.measure.unit
        words = (
            f"注：“{point.label}”为{now}{unit}，按上年报告应为{was}{unit}。重述说明：{reasons}。"
        )
        notes.append(Paragraph("note", (Run(words),)))
    return replace(story, blocks=(*story.blocks, *notes)) if notes else story
