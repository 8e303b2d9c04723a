"""A check told on: the list as a workbook and as a page, a return note for each faulty unit."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from xl2report.chain.books import BookFile
from xl2report.chain.check import BookReport, CheckReport
from xl2report.chain.delivery import Delivered, Delivery
from xl2report.chain.merge import states_of
from xl2report.chain.outlet import safe_name, write_whole
from xl2report.ground.findings import Finding
from xl2report.ground.telling import GOOD_STATES, WHOLE_BOOK, Counts, Line, Telling, ToldBook
from xl2report.ground.wordings.model import Language

# What no XML may hold; a file name or a cell can carry it.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Wide gaps part the sides of a relation on a line of the console.
_LEVELS = ("error", "warning", "information")
_VERDICTS = ("holds", "broken", "unassessable")
_MISSING = "M504"
_LIST_NAMES = ("核对清单", "findings")
_NOTE_NAMES = ("审核意见", "return note")
_LONGEST_NAME = 80  # characters; a file name has 255 bytes, a Chinese character three of them


class Letter(NamedTuple):
    """What a return note says besides the findings; what is left out stays to be filled in."""

    deadline: str = ""
    contact: str = ""
    office: str = ""
    date: str = ""


NO_LETTER = Letter()


def telling(report: CheckReport, language: Language = "zh") -> Telling:
    """The check in the words of one language, for the rooms that lay it out."""
    units = {book.book: book.reporter for book in report.books}
    states = states_of(report)
    books = [
        _book(book, state, language)
        for book, (_, state) in zip(report.books, states[: len(report.books)], strict=True)
    ]
    batch = []
    for finding in report.batch:
        if finding.code == _MISSING:
            unit = finding.args["reporter"]
            line = _line(finding, unit, language)
            books.append(ToldBook("", _clean(unit), "missing", _counts([finding]), (line,)))
        else:
            # Of a file that is set aside, or a row of the roster, the finding knows whose it is.
            unit = units.get(finding.book) or finding.args.get("reporter", "")
            batch.append(_line(finding, unit, language))
    sums = [sum(getattr(book, key) for book in report.books) for key in _VERDICTS]
    return Telling(language, tuple(books), tuple(batch), _counts(report.findings, sums))


def list_workbook(report: CheckReport, language: Language = "zh") -> bytes:
    """All findings and all units as a workbook."""
    from xl2report.files.listing.writer import write_listing

    return write_listing(telling(report, language))


def list_page(report: CheckReport, language: Language = "zh") -> bytes:
    """All findings and all units as one web page that needs nothing besides itself."""
    from xl2report.files.webpage.writer import write_page

    return write_page(telling(report, language)).encode()


def return_notes(
    report: CheckReport, letter: Letter = NO_LETTER, language: Language = "zh"
) -> Iterator[tuple[str, bytes]]:
    """The name and the bytes of a return note for each workbook that has to be corrected."""
    for _, name, data in _notes(report, letter, language):
        yield name, data


def _notes(
    report: CheckReport, letter: Letter, language: Language
) -> Iterator[tuple[str, str, bytes]]:
    """The workbook, the note's name and its bytes."""
    from xl2report.files.document.base import make_base
    from xl2report.files.notes.writer import write_note

    base = make_base()
    taken: set[str] = set()
    for book in telling(report, language).faulty:
        path = PurePosixPath(book.book)
        stem = safe_name(str(path.with_suffix("")) if len(path.parts) > 1 else path.stem)
        stem = stem[-_LONGEST_NAME:]
        name = f"{stem}-{_NOTE_NAMES[language == 'en']}"
        number = 1
        while f"{name}{'' if number == 1 else f'-{number}'}".casefold() in taken:
            number += 1
        name += "" if number == 1 else f"-{number}"
        taken.add(name.casefold())
        yield book.book, f"{name}.docx", write_note(book, language, base, **letter._asdict())


def write_notes(
    report: CheckReport,
    folder: Path | str,
    letter: Letter = NO_LETTER,
    language: Language = "zh",
    books: Iterable[BookFile] = (),
) -> Delivered:
    """Write the return notes into a folder, in the place of earlier ones. Raises CannotWork.

    `books` are where the workbooks of the check lie: an earlier note on one that is right now goes.
    """
    paths = {_clean(book.name): book.path for book in books}
    delivery = Delivery(Path(folder), "notes")
    for book, name, data in _notes(report, letter, language):
        delivery.put(name, data, paths.get(book, Path(book)))
    return delivery.finish(paths)


def write_lists(
    report: CheckReport, folder: Path | str, language: Language = "zh"
) -> tuple[Path, ...]:
    """Write the list as a page and as a workbook into a folder. Raises CannotWork."""
    name = _LIST_NAMES[language == "en"]
    page, workbook = Path(folder, f"{name}.html"), Path(folder, f"{name}.xlsx")
    write_whole(page, list_page(report, language))
    write_whole(workbook, list_workbook(report, language))
    return page, workbook


def _book(book: BookReport, state: str, language: Language) -> ToldBook:
    if state in GOOD_STATES and book.unassessable:
        state = "returned"
    lines = tuple(_line(finding, book.reporter, language) for finding in book.findings)
    sums = [getattr(book, key) for key in _VERDICTS]
    counts = _counts(list(book.findings), sums)
    return ToldBook(_clean(book.book), _clean(book.reporter), state, counts, lines)


def _counts(findings: list[Finding], sums: list[int] | None = None) -> Counts:
    levels = [sum(finding.level == level for finding in findings) for level in _LEVELS]
    errors, warnings, notes = levels
    explained = sum(finding.explained for finding in findings if finding.level == "warning")
    return Counts(errors, warnings, explained, notes, *(sums or [0, 0, 0]))


def _line(finding: Finding, unit: str, language: Language) -> Line:
    whole = WHOLE_BOOK[language == "en"] if finding.book else ""
    return Line(
        unit=_clean(unit),
        book=_clean(finding.book),
        place=_clean(finding.place(language) or whole),
        message=_clean(finding.flowing(language)),
        remedy=_clean(finding.remedy(language)),
        suspects=_clean("\n".join(finding.hints(language))),
        severity=finding.level,
        level=finding.severity_name(language),
        code=finding.code,
        name=finding.name(language),
        explanation=_clean(finding.explanation),
        explained=finding.explained,
    )


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
