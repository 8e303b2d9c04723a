"""The note on a city's report that says what its office has adjusted: facts only."""

from dataclasses import replace

from xl2report.form.plan import Plan
from xl2report.ground.filing import Filing
from xl2report.work.narrative.story import Paragraph, Run, Story


def with_adjustments(story: Story, plan: Plan, filing: Filing) -> Story:
    """The story with a note at its end, where the total holds adjustments; who made them is not printed."""
    if not filing.adjustments:
        return story
    told = []
    for one in filing.adjustments:
        point = plan.form.points[one.point]
        amount = point.measure._replace(signed=True).show(one.amount, sign=True)
        told.append(f"“{point.label}”{amount}{point.measure.unit}（{one.reason}）")
    words = f"注：汇总调整{len(told)}项：{'；'.join(told)}。"
    return replace(story, blocks=(*story.blocks, Paragraph("note", (Run(words),))))
