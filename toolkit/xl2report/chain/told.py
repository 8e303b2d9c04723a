"""A workbook told as a report: its story, with the check, charts and origins that go with it."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xl2report.chain.books import BookFile, read_books
from xl2report.chain.check import BookReport, after, report_on
from xl2report.chain.errors import CannotWork
from xl2report.chain.folder import Folder
from xl2report.chain.lastcity import add_up, earlier_city
from xl2report.chain.lastyear import Before, beside, last_values, last_year
from xl2report.form.plan import Plan
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding
from xl2report.ground.units import Unit
from xl2report.work.assess.findings import assess
from xl2report.work.narrative.adjusted import with_adjustments
from xl2report.work.narrative.compose import compose
from xl2report.work.narrative.plan import compile_narrative
from xl2report.work.narrative.restated import with_restatements
from xl2report.work.narrative.sentences import Plan as Narrative
from xl2report.work.narrative.story import Story
from xl2report.work.rollup import sender_of

if TYPE_CHECKING:
    from xl2report.work.charts import Chart
    from xl2report.work.origins import Origins


class Told(NamedTuple):
    """A report before any file format.

    `charts` are empty and `origins` None where they were not asked for; `warnings` are about last
    year's workbooks. `taken` names in Chinese and English what was taken without being named: the
    office's own sentences, the work folder's last year. `last` are the values of the year before with
    which it is compared, in the order of the form's points.
    """

    story: Story
    plan: Plan
    narrative: Narrative
    check: BookReport
    filing: Filing
    charts: "tuple[Chart, ...]" = ()
    origins: "Origins | None" = None
    warnings: tuple[Finding, ...] = ()
    taken: tuple[tuple[str, str], ...] = ()
    last: tuple[int | None, ...] | None = None


class Sources(NamedTuple):
    """What a report is made from besides its workbook.

    `last` are earlier years' files, `before` what has been read of them already; `units` those of the
    roster; `sentences` an office's own. `home` is the work folder that the workbook belongs to: what is
    not given is taken from there, if it is of the same year.
    """

    last: tuple[Path, ...] = ()
    units: tuple[Unit, ...] = ()
    sentences: Path | str | None = None
    home: Folder | None = None
    before: Before | None = None


def tell(
    book: BookFile,
    sources: Sources = Sources(),  # noqa: B008 - a tuple, never changed
    *,
    errors: int = 0,
    charts: bool = False,
    trace: bool = False,
) -> Told:
    """The report on one workbook; a draft while errors stand in it.

    `errors` is how many are known of it besides, as a wider check has found. Raises CannotWork and
    FormError.
    """
    reading = next(iter(read_books([book])))
    if reading.filing is None or reading.plan is None:
        raise _unusable(reading.findings[0])
    filing, plan = reading.filing, reading.plan
    named = _named(filing)
    sources, taken = _at_home(sources, named)
    warnings: list[Finding] = []
    if sources.before is not None:
        before = sources.before.copy()
    else:
        before, warnings = last_values(sources.last, book.password, units=sources.units)
    summed = add_up(named, plan, before, sources.units)
    then = last_year(named, plan, before)
    earlier = then.values if then is not None else None
    assessment = assess(plan, filing, reading.findings, earlier)
    if then is not None:
        assessment = after(assessment, plan, filing, then)
    checked = report_on(filing, plan, assessment)
    forced = filing.stamp.forced if filing.stamp is not None else 0
    errors = max(errors, checked.count("error"))
    narrative = _narrative(plan, sources.sentences)
    story = compose(narrative, named, errors=errors, forced=forced, last=earlier)
    story = with_adjustments(story, plan, named)
    story = with_restatements(story, plan, named, earlier)
    # That nothing fits is told, and better, by what does not add up.
    beyond = () if summed else beside(before, [sender_of(named)])
    return Told(
        story,
        plan,
        narrative,
        checked,
        filing,
        _charts(plan, named, before) if charts else (),
        _origins(plan, named, earlier, before) if trace else None,
        (*warnings, *summed, *beyond),
        taken,
        tuple(earlier) if earlier is not None else None,
    )


def _at_home(sources: Sources, filing: Filing) -> tuple[Sources, tuple[tuple[str, str], ...]]:
    """The sources with what the work folder of that year has, and what it was."""
    from xl2report.chain.sentences import own_files

    taken: list[tuple[str, str]] = []
    home = sources.home
    if home is not None and home.year == filing.year:
        if not sources.last and sources.before is None and home.last:
            sources = sources._replace(last=home.last)
            taken.append((f"上年：{home.last[0]}", f"Last year: {home.last[0]}"))
        if not sources.units and home.roster is not None and filing.parts and sources.last:
            from xl2report.chain.roster import open_roster

            units = open_roster(home.roster, tuple(home.deadlines)).units
            sources = sources._replace(units=units)
        if sources.sentences is None and own_files(home.path):
            sources = sources._replace(sentences=home.path)
    if sources.sentences is not None:
        files = own_files(Path(sources.sentences))
        chinese, english = "、".join(map(str, files)), ", ".join(map(str, files))
        taken.append(
            (
                f"句子：{chinese or '报表自带的'}",
                f"Sentences: {english or 'those of the form'}",
            )
        )
    return sources, tuple(taken)


def _narrative(plan: Plan, sentences: Path | str | None) -> Narrative:
    if sentences is None:
        return compile_narrative(plan.form)
    from xl2report.chain.sentences import narrative_of

    return narrative_of(plan, sentences)


def _charts(plan: Plan, filing: Filing, before: Before) -> "tuple[Chart, ...]":
    from xl2report.chain.forms import find_plan
    from xl2report.work.charts import make_charts

    years: list[tuple[Plan, Filing]] = []
    for year in before.years_until(filing.year or 0):
        earlier = earlier_city(filing, before, year)
        other = find_plan(earlier.form) if earlier is not None else None
        if earlier is not None and other is not None:
            values = list(earlier.values)
            then = Filing(earlier.book, earlier.form, year, filing.reporter, filing.code, values)
            years.append((other, then))
    return make_charts(plan, filing, years)


def _origins(
    plan: Plan, filing: Filing, last: list[int | None] | None, before: Before
) -> "Origins":
    from xl2report.work.origins import origins_of

    found = earlier_city(filing, before, filing.year - 1) if filing.year else None
    return origins_of(plan, filing, last=last, last_book=found.book if found is not None else "")


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
