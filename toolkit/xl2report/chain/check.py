"""`check`: every workbook read and assessed, findings within and between them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from xl2report.chain.blame import with_suspects
from xl2report.chain.books import BookFile, find_books, read_books
from xl2report.chain.explained import Past, load_explained, without_void
from xl2report.chain.roster import load_roster
from xl2report.form.plan import Plan
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding
from xl2report.ground.units import OWN_LEVEL
from xl2report.work.assess.findings import assess
from xl2report.work.assess.texts import Passage, compare_passages, passages_of
from xl2report.work.rollup import Sender, Unit, compare_senders, sender_of


class BookReport(NamedTuple):
    """What is to be told about one workbook, and how its relations stand."""

    book: str
    reporter: str
    findings: tuple[Finding, ...]
    holds: int
    broken: int
    unassessable: int
    zero_report: bool = False

    def count(self, level: str) -> int:
        """How many findings are of this severity."""
        return sum(finding.level == level for finding in self.findings)


class CheckReport(NamedTuple):
    """The result of a check: a report for each book, then what concerns no single book."""

    books: tuple[BookReport, ...]
    batch: tuple[Finding, ...]

    @property
    def findings(self) -> list[Finding]:
        """All findings, book by book, then those of the batch."""
        return [*(one for book in self.books for one in book.findings), *self.batch]

    @property
    def explained(self) -> list[tuple[BookReport, Finding]]:
        """The warnings that a unit has answered, with its book."""
        return [(book, one) for book in self.books for one in book.findings if one.explained]

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.level == "error" for finding in self.findings)

    @property
    def unreadable(self) -> list[Finding]:
        """The books that could not be read at all."""
        return [one for one in self.findings if one.code == "W201" and one.level == "error"]

    @property
    def clean(self) -> bool:
        """Whether everything was assessed and no finding is an error."""
        return not self.errors and not any(book.unassessable for book in self.books)


# The units in each city's workbook: its book → code, or name without one → name.
Parts = dict[str, dict[str, str]]
# Earlier filings by who and for which year: code or name.
Before = dict[tuple[str, int], Filing]


class Checked(NamedTuple):
    """One workbook on its way through: its report, and its filing and plan where it has them."""

    report: BookReport
    filing: Filing | None
    plan: Plan | None
    passages: tuple[Passage, ...] = ()


def check(
    paths: Iterable[Path | str],
    *,
    year: int | None = None,
    form: str | None = None,
    roster: Path | str | None = None,
    last: Iterable[Path | str] = (),
    explained: Path | str | None = None,
    password: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> CheckReport:
    """Findings on the workbooks of the paths.

    `year` and `form` are what all of them should be (by default what most of them are), `roster` a
    workbook of the units that should report, `last` last year's workbooks, `explained` the
    JSON of an earlier check whose explanations hold while their numbers stay the same, `password`
    opens what is encrypted. Raises CannotWork and FormError.
    """
    units = load_roster(roster)
    books = find_books(paths, besides=roster, password=password)
    before, batch = last_values(last, password)
    past = load_explained(explained)
    reports: list[BookReport] = []
    senders: list[Sender] = []
    parts: Parts = {}
    passages: list[Passage] = []
    for done, checked in enumerate(check_books(books, before, names_of(units), past), 1):
        reports.append(checked.report)
        passages.extend(checked.passages)
        if checked.filing is not None:
            senders.append(sender_of(checked.filing))
            parts |= parts_of(checked.filing)
        if progress:
            progress(done, len(books))
    report = between(reports, senders, units, year, form, parts, passages)
    return report._replace(batch=(*report.batch, *batch))


def names_of(units: Iterable[Unit]) -> tuple[str, ...]:
    """The names by which a text would speak of a unit of the roster; the city itself is none."""
    return tuple(unit.name for unit in units if unit.category != OWN_LEVEL)


def check_books(
    books: Iterable[BookFile],
    before: Before | None = None,
    names: Iterable[str] = (),
    past: Past | None = None,
) -> Iterator[Checked]:
    """Each workbook read and assessed by itself, in order; nothing is kept.

    `names` are those of the roster's units, `past` the explanations of an earlier check.
    """
    for name, filing, plan, findings in read_books(books):
        if filing is None or plan is None:
            yield Checked(BookReport(name, "", tuple(findings), 0, 0, 0), None, None)
            continue
        wrong_year = any(finding.code == "W204" for finding in findings)
        if filing.year and not plan.form.covers_year(filing.year) and not wrong_year:
            findings.append(_wrong_edition(filing, plan))
        if filing.stamp is not None and filing.stamp.forced:
            findings.append(Finding("M506", name, "", args={"count": str(filing.stamp.forced)}))
        last = _last_of(filing, plan, before or {})
        assessment = assess(plan, filing, findings, last, names)
        verdicts = assessment.verdicts
        report = BookReport(
            name,
            filing.reporter,
            with_suspects(
                plan, filing, without_void(assessment.findings, filing, past or {}), last
            ),
            verdicts.holds,
            len(verdicts.broken),
            len(verdicts.unassessable),
            filing.zero_report,
        )
        yield Checked(report, filing, plan, tuple(passages_of(plan, filing)))


def _wrong_edition(filing: Filing, plan: Plan) -> Finding:
    from xl2report.chain.forms import form_of_year

    expected = form_of_year(filing.year or 0, plan) or f"{filing.year}"
    args = {"found": filing.form, "expected": expected}
    return Finding("W203", filing.book, "", args=args)


def between(
    reports: list[BookReport],
    senders: list[Sender],
    roster: tuple[Unit, ...],
    year: int | None,
    form: str | None,
    parts: Parts,
    passages: Iterable[Passage] = (),
) -> CheckReport:
    """The books' reports with the findings that only show when they are seen together."""
    from xl2report.chain.forms import open_plan

    forms = [sender.form for sender in senders]
    expected = form or (max(sorted(set(forms)), key=forms.count) if forms else "")
    cover = open_plan(expected).form.sheets.cover if expected else ""
    found = [
        Finding("W203", sender.book, "", args={"found": sender.form, "expected": expected})
        for sender in senders
        if sender.form != expected
    ]
    found.extend(compare_senders(senders, roster, year, cover))
    found.extend(_inside_a_city(senders, parts))
    found.extend(compare_passages(passages))
    by_book: dict[str, list[Finding]] = {}
    for finding in found:
        by_book.setdefault(finding.book, []).append(finding)
    merged = tuple(_with(report, by_book.pop(report.book, [])) for report in reports)
    return CheckReport(merged, tuple(one for rest in by_book.values() for one in rest))


def parts_of(filing: Filing) -> Parts:
    """Who is in a city's workbook, by code or else by name; nothing for a unit's workbook."""
    if not filing.parts:
        return {}
    return {filing.book: {part.code or part.reporter: part.reporter for part in filing.parts}}


def _inside_a_city(senders: list[Sender], parts: Parts) -> list[Finding]:
    """A city's workbook beside the workbook of one of its units would count that unit twice."""
    books: dict[str, list[str]] = {}
    for sender in senders:
        for key in {sender.code or sender.reporter, *parts.get(sender.book, ())}:
            books.setdefault(key, []).append(sender.book)
    found = []
    for book, units in parts.items():
        twice = next((key for key in units if key and len(books[key]) > 1), None)
        if twice is not None:
            args = {
                "reporter": units[twice],
                "count": str(len(books[twice])),
                "books": "、".join(books[twice]),
                "books_en": ", ".join(books[twice]),
            }
            found.append(Finding("M501", book, "", args=args))
    return found


def _with(report: BookReport, more: list[Finding]) -> BookReport:
    told = {finding.code for finding in report.findings}
    # A wrong year or form that the book itself contradicts has been told already.
    once = {"W203", "W204"} & told
    fresh = tuple(one for one in more if one.code not in once)
    if not fresh:
        return report
    # Text comes last, after all that is wrong with the file and its figures.
    texts = tuple(one for one in fresh if one.code[0] == "N")
    first = tuple(one for one in fresh if one.code[0] != "N")
    return report._replace(findings=(*first, *report.findings, *texts))


def last_values(paths: Iterable[Path | str], password: str = "") -> tuple[Before, list[Finding]]:
    """Earlier filings by the reporter's code and by its name, and what is no filing as warnings.

    Raises CannotWork.
    """
    listed = list(paths)
    found: Before = {}
    told: list[Finding] = []
    for reading in read_books(find_books(listed, password=password)) if listed else ():
        filing = reading.filing
        if filing is None:
            told.extend(replace(one, severity="warning") for one in reading.findings)
        elif filing.year is not None:
            for key in (filing.code, filing.reporter):
                if key:
                    found.setdefault((key, filing.year), filing)
    return found, told


def _last_of(filing: Filing, plan: Plan, before: Before) -> list[int | None] | None:
    """Last year's values in the order of this form's points; points it has not are None."""
    year = (filing.year or 0) - 1
    last = before.get((filing.code, year)) or before.get((filing.reporter, year))
    if last is None:
        return None
    if last.form == filing.form:
        return last.values
    from xl2report.chain.forms import find_plan

    other = find_plan(last.form)
    if other is None:
        return None
    return [
        last.values[other.index[point.id]] if _same(plan, other, point.id) else None
        for point in plan.form.points
    ]


def _same(plan: Plan, other: Plan, point_id: str) -> bool:
    if point_id not in other.index:
        return False
    old = other.form.points[other.index[point_id]].measure
    return old == plan.form.points[plan.index[point_id]].measure
