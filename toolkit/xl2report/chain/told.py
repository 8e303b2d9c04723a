"""A workbook told as a report: its story, with the check, charts and origins that go with it."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xl2report.chain.books import BookFile, read_books
from xl2report.chain.check import BookReport, after, report_on
from xl2report.chain.errors import CannotWork
from xl2report.chain.lastyear import Before, beside, last_values, last_year, was_city
from xl2report.form.plan import Plan
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding
from xl2report.work.assess.findings import assess
from xl2report.work.narrative.adjusted import with_adjustments
from xl2report.work.narrative.compose import compose
from xl2report.work.narrative.plan import compile_narrative
from xl2report.work.narrative.sentences import Plan as Narrative
from xl2report.work.narrative.story import Story
from xl2report.work.rollup import sender_of

if TYPE_CHECKING:
    from xl2report.work.charts import Chart
    from xl2report.work.origins import Origins


class Told(NamedTuple):
    """A report before any file format.

    `charts` are empty and `origins` None where they were not asked for; `warnings` are about last
    year's workbooks.
    """

    story: Story
    plan: Plan
    narrative: Narrative
    check: BookReport
    filing: Filing
    charts: "tuple[Chart, ...]" = ()
    origins: "Origins | None" = None
    warnings: tuple[Finding, ...] = ()


def tell(
    book: BookFile,
    *,
    errors: int = 0,
    last: Iterable[Path | str] = (),
    sentences: Path | str | None = None,
    charts: bool = False,
    trace: bool = False,
) -> Told:
    """The report on one workbook; a draft while errors stand in it.

    `errors` is how many are known of it besides, as a wider check has found; `last` are earlier
    years' workbooks, to compare with; `sentences` are an office's own. Raises CannotWork and FormError.
    """
    reading = next(iter(read_books([book])))
    if reading.filing is None or reading.plan is None:
        raise _unusable(reading.findings[0])
    filing, plan = reading.filing, reading.plan
    before, warnings = last_values(last, book.password)
    named = _named(filing)
    then = last_year(named, plan, before)
    earlier = then.values if then is not None else None
    assessment = assess(plan, filing, reading.findings, earlier)
    if then is not None:
        assessment = after(assessment, plan, filing, then)
    checked = report_on(filing, plan, assessment)
    forced = filing.stamp.forced if filing.stamp is not None else 0
    errors = max(errors, checked.count("error"))
    narrative = _narrative(plan, sentences)
    story = compose(narrative, named, errors=errors, forced=forced, last=earlier)
    story = with_adjustments(story, plan, named)
    return Told(
        story,
        plan,
        narrative,
        checked,
        filing,
        _charts(plan, named, before) if charts else (),
        _origins(plan, filing) if trace else None,
        (*warnings, *beside(before, [sender_of(named)])),
    )


def _narrative(plan: Plan, sentences: Path | str | None) -> Narrative:
    if sentences is None:
        return compile_narrative(plan.form)
    from xl2report.chain.sentences import narrative_of

    return narrative_of(plan, sentences)


def _charts(plan: Plan, filing: Filing, before: Before) -> "tuple[Chart, ...]":
    from xl2report.chain.forms import find_plan
    from xl2report.work.charts import make_charts

    years: list[tuple[Plan, Filing]] = []
    known = before.years(filing.code, filing.reporter, filing.year or 0, city=was_city(filing))
    for year, earlier in known.items():
        other = find_plan(earlier.form)
        if other is not None:
            values = list(earlier.values)
            then = Filing(earlier.book, earlier.form, year, filing.reporter, filing.code, values)
            years.append((other, then))
    return make_charts(plan, filing, years)


def _origins(plan: Plan, filing: Filing) -> "Origins":
    from xl2report.work.origins import origins_of

    return origins_of(plan, filing)


def _named(filing: Filing) -> Filing:
    """The filing with the stamp's year and name where the cover is silent."""
    if filing.stamp is not None:
        filing.year = filing.year or filing.stamp.year
        filing.reporter = filing.reporter or filing.stamp.reporter
    return filing


def _unusable(finding: Finding) -> CannotWork:
    chinese = f"{finding.book}：{finding.message('zh')}。{finding.remedy('zh')}"
    english = f"{finding.book}: {finding.message('en')}. {finding.remedy('en')}"
    return CannotWork(chinese, english)
