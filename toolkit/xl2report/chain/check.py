"""`check`: every workbook read and assessed, findings within and between them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from xl2report.chain.arrivals import Decision
from xl2report.chain.between import between
from xl2report.chain.blame import with_suspects
from xl2report.chain.books import BookFile, find_books, names_of_books, read_books
from xl2report.chain.explained import Past, load_explained, without_void
from xl2report.chain.folder import Given, given_of
from xl2report.chain.lastyear import Before, beside, last_values, last_year, restated
from xl2report.chain.reports import BookReport, Checked, CheckReport, Ledger
from xl2report.chain.roster import Roster, open_roster
from xl2report.chain.workers import each
from xl2report.form.plan import Plan
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding
from xl2report.ground.packed import Row
from xl2report.ground.units import OWN_LEVEL
from xl2report.work.assess.answers import answered, text_answers
from xl2report.work.assess.findings import Assessment, assess
from xl2report.work.assess.texts import passages_of
from xl2report.work.continuity.model import LastYear
from xl2report.work.rollup import Unit, sender_of, unit_of

if TYPE_CHECKING:
    from xl2report.chain.readings import Readings

__all__ = ["BookReport", "CheckReport", "check"]


class Terms(NamedTuple):
    """What workbooks are checked by besides themselves, and what is to be kept of them.

    `names` are those of the roster's units, `past` the explanations of an earlier check. The values are
    kept to be added up, the texts only of those who may speak for the city (`own`).
    """

    before: Before | None = None
    names: tuple[str, ...] = ()
    past: Past | None = None
    values: bool = False
    own: tuple[Unit, ...] = ()


class Memory(Protocol):
    """What is remembered of earlier checks: results are made anew only for what has changed."""

    def through(
        self,
        books: Sequence[BookFile],
        terms: Terms,
        make: Callable[[Sequence[BookFile]], Iterator[Checked]],
    ) -> Iterator[Checked]:
        """What is kept of each book, in order: as remembered, or as `make` gives it."""
        ...


class Setting(NamedTuple):
    """What a batch is checked by: roster, year, form, last year, and what is known of earlier checks.

    `told` is what is to be said of the roster and of last year's files; `chosen` are files that
    somebody has decided to count.
    """

    roster: Roster = Roster()
    year: int | None = None
    form: str | None = None
    before: Before | None = None
    told: tuple[Finding, ...] = ()
    past: Past | None = None
    chosen: tuple[Decision, ...] = ()
    memory: Memory | None = None


NO_SETTING = Setting()


def check(
    paths: Iterable[Path | str],
    *,
    year: int | None = None,
    form: str | None = None,
    roster: Path | str | None = None,
    last: Iterable[Path | str] = (),
    explained: Path | str | None = None,
    password: str = "",
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> CheckReport:
    """Findings on the workbooks of the paths.

    `year` and `form` are what all of them should be (by default what most of them are), `roster` a
    workbook of the units that should report, `last` last year's workbooks, `explained` the
    JSON of an earlier check whose explanations hold while their numbers stay the same, `password`
    opens what is encrypted, `jobs` is how many processes many workbooks are read by (by default one
    for each processor). Raises CannotWork and FormError.
    """
    given = given_of(paths, roster=roster, last=last, year=year, form=form)
    books = find_books(given.paths, besides=given.roster, password=password)
    setting = setting_of(given, explained, password, jobs)
    return assessed(books, setting, jobs=jobs, progress=progress)[1]


def setting_of(
    given: Given,
    explained: Path | str | None = None,
    password: str = "",
    jobs: int | None = None,
    readings: "Readings | None" = None,
) -> Setting:
    """What the roster, last year's files and a work folder's memory say.

    `readings` are those of files that have not changed since. Raises CannotWork and FormError.
    """
    if readings is None:
        roster = open_roster(given.roster, given.groups)
    else:
        roster = readings.roster(given.roster, given.groups)
    before, told = last_values(given.last, password, jobs, roster.units, readings)
    past = load_explained(explained)
    chosen: tuple[Decision, ...] = ()
    if given.folder is not None:
        # What a work folder remembers counts for every command. State knows what checks are.
        from xl2report.chain.state import State

        with State(given.folder.path, write=False) as state:
            chosen, past = state.decisions, past or state.past()
    told = [*roster.findings, *told]
    return Setting(roster, given.year, given.form, before, tuple(told), past, chosen)


def assessed(
    books: Sequence[BookFile],
    setting: Setting,
    *,
    values: bool = False,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Ledger, CheckReport]:
    """The books by themselves, and together; their values are kept where they are to be added up."""
    units = setting.roster.units
    own = tuple(unit for unit in units if values and unit.category == OWN_LEVEL)
    terms = Terms(setting.before, names_of(units), setting.past, values, own)
    ledger = gathered(books, terms, jobs, progress, setting.memory)
    report = between(ledger, units, setting.year, setting.form, books, setting.chosen, setting.past)
    told = list(setting.told)
    if setting.before is not None:
        # A body that another one reports for needs no last year of its own.
        aside = {one.book for one in report.aside}
        senders = ledger.senders
        counting = [one for one in senders if one.book not in aside] if aside else senders
        told.extend(beside(setting.before, counting, units))
    return ledger, report._replace(batch=(*report.batch, *told))


def names_of(units: Iterable[Unit]) -> tuple[str, ...]:
    """The names by which a text would speak of a unit of the roster; the city itself is none."""
    return tuple(unit.name for unit in units if unit.category != OWN_LEVEL)


def gathered(
    books: Sequence[BookFile],
    terms: Terms,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    memory: Memory | None = None,
) -> Ledger:
    """Each workbook read and assessed by itself, in order, by several processes if there are many."""
    ledger = Ledger(names_of_books(books))
    if memory is None:
        made = each(check_books, books, terms, jobs)
    else:
        made = memory.through(books, terms, lambda some: each(check_books, some, terms, jobs))
    for done, checked in enumerate(made, 1):
        ledger.add(checked)
        if progress:
            progress(done, len(books))
    return ledger


def check_books(books: Iterable[BookFile], terms: Terms) -> Iterator[Checked]:
    """What is to be kept of each workbook, read and assessed by itself, in order."""
    for name, filing, plan, findings in read_books(books, saved=terms.values):
        if filing is None or plan is None:
            yield Checked(BookReport(name, "", tuple(findings), 0, 0, 0))
            continue
        wrong_year = any(finding.code == "W204" for finding in findings)
        if filing.year and not plan.form.covers_year(filing.year) and not wrong_year:
            findings.append(_wrong_edition(filing, plan))
        if filing.stamp is not None and filing.stamp.forced:
            findings.append(Finding("M506", name, "", args={"count": str(filing.stamp.forced)}))
        then = last_year(filing, plan, terms.before or Before())
        last = then.values if then is not None else None
        findings.extend(restated(filing, plan, last))
        who = (filing.reporter, filing.book)
        assessment = assess(plan, filing, findings, last, terms.names)
        if then is not None:
            # Before a total is told with its parts, or not at all where these are explained.
            valid = without_void(assessment.findings, who, terms.past)
            assessment = after(assessment._replace(findings=valid), plan, filing, then)
        report = report_on(filing, plan, assessment)
        told = without_void(report.findings, who, terms.past)
        yield Checked(
            report._replace(findings=with_suspects(plan, filing, told, last)),
            sender_of(filing),
            tuple(passages_of(plan, filing)),
            {part.code or part.reporter: part.reporter for part in filing.parts} or None,
            Row(filing.values) if terms.values else None,
            filing.texts if terms.values and unit_of(filing, terms.own) else None,
            filing.digest,
            filing.saved,
        )


def after(assessment: Assessment, plan: Plan, filing: Filing, then: LastYear) -> Assessment:
    """An assessment that knew last year's values, with all that last year has to say."""
    from xl2report.work.continuity.continued import continued

    answers = text_answers(plan, filing)
    told = continued(plan, filing, assessment.findings, then)
    return assessment._replace(findings=tuple(answered(plan, one, answers) for one in told))


def report_on(filing: Filing, plan: Plan, assessment: Assessment) -> BookReport:
    """What the assessment of one filing says, as a report of its book."""
    verdicts = assessment.verdicts
    return BookReport(
        filing.book,
        filing.reporter,
        assessment.findings,
        verdicts.holds,
        len(verdicts.broken),
        len(verdicts.unassessable),
        filing.zero_report,
        tuple(text_answers(plan, filing).items()),
    )


def _wrong_edition(filing: Filing, plan: Plan) -> Finding:
    from xl2report.chain.forms import form_names, form_of_year

    expected = form_of_year(filing.year or 0, plan) or f"{filing.year}"
    return Finding("W203", filing.book, "", args=form_names(filing.form, expected))
