"""What shows only when the workbooks of a check are seen together, told with each of them."""

from collections.abc import Iterable, Sequence

from xl2report.chain.arrivals import Decision, arrivals_of
from xl2report.chain.books import BookFile
from xl2report.chain.explained import Past, without_void
from xl2report.chain.leftover import left_out
from xl2report.chain.reports import BookReport, CheckReport, Ledger
from xl2report.ground.findings import Finding
from xl2report.ground.units import Unit
from xl2report.work.assess.answers import answered
from xl2report.work.assess.texts import compare_passages
from xl2report.work.rollup import Sender, compare_senders, year_of


def between(
    ledger: Ledger,
    roster: tuple[Unit, ...],
    year: int | None,
    form: str | None,
    books: Iterable[BookFile] = (),
    chosen: Iterable[Decision] = (),
    past: Past | None = None,
) -> CheckReport:
    """The books' reports with the findings that only show when they are seen together.

    What lies among the `books` and is no return is left out, and told; so is what does not count
    because another file of its unit does. `chosen` are files that somebody has decided to count, `past`
    the explanations of an earlier check.
    """
    from collections import Counter

    from xl2report.chain.forms import form_names, open_plan

    out = left_out(books, ledger.reports.told(), ledger.senders, ledger.parts, roster)
    if out:
        ledger = ledger.without({finding.book for finding in out})
    reports, senders = ledger.reports, ledger.senders
    forms = Counter(sender.form for sender in senders)
    expected = form or (max(sorted(forms), key=forms.__getitem__) if forms else "")
    plan = open_plan(expected) if expected else None
    cover = plan.form.sheets.cover if plan else ""
    year = year_of(senders, year)
    arrived = arrivals_of(ledger, roster, year, expected, books, chosen)
    if arrived.aside:
        ledger = ledger.without({one.book for one in arrived.aside})
        reports, senders = ledger.reports, ledger.senders
    found = [*arrived.found]
    found.extend(
        Finding("W203", sender.book, "", args=form_names(sender.form, expected))
        for sender in senders
        if sender.form != expected
    )
    found.extend(compare_senders(senders, roster, year, cover))
    found.extend(_inside_a_city(senders, ledger.parts))
    found.extend(compare_passages(ledger.passages))
    by_book: dict[str, list[Finding]] = {}
    for finding in found:
        by_book.setdefault(finding.book, []).append(finding)
    for number, book in enumerate(reports.books if by_book else ()):
        told = by_book.pop(book, None)
        if told is None:
            continue
        report = reports[number]
        if plan is not None:
            answers = dict(report.answers)
            told = [answered(plan, one, answers) for one in told]
        both = _with(report, told)
        reports.tell(number, without_void(both, (report.reporter, book), past))
    rest = (one for told in by_book.values() for one in told)
    return CheckReport(reports, (*rest, *out, *arrived.told), arrived.aside)


def _inside_a_city(senders: Sequence[Sender], parts: dict[str, dict[str, str]]) -> list[Finding]:
    """A city's workbook beside the workbook of one of its units would count that unit twice."""
    wanted = {key for units in parts.values() for key in units}
    books: dict[str, list[str]] = {}
    for sender in senders if wanted else ():
        own = sender.code or sender.reporter
        for key in {own, *parts.get(sender.book, ())} & wanted:
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


def _with(report: BookReport, more: list[Finding]) -> tuple[Finding, ...]:
    """The findings of a book with those that came of the comparison."""
    told = {finding.code for finding in report.findings}
    # A wrong year or form that the book itself contradicts has been told already.
    once = {"W203", "W204"} & told
    fresh = tuple(one for one in more if one.code not in once)
    # Text comes last, after all that is wrong with the file and its figures.
    texts = tuple(one for one in fresh if one.code[0] == "N")
    first = tuple(one for one in fresh if one.code[0] != "N")
    return (*first, *report.findings, *texts)
