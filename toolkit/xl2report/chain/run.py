"""`run`: returned workbooks → check → city workbook (of several) → report. The main job."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from xl2report.chain.books import BookFile, find_books
from xl2report.chain.check import CheckReport, check
from xl2report.chain.errors import CannotWork
from xl2report.chain.marked import mark_books
from xl2report.chain.merge import merge_books, states_of
from xl2report.chain.outlet import safe_name, write_whole
from xl2report.chain.report import document_of, story_of
from xl2report.chain.roster import load_roster
from xl2report.chain.telling import NO_LETTER, Letter, write_lists, write_notes
from xl2report.ground.findings import Finding
from xl2report.ground.wordings.model import Language

OUTPUT = "xl2report-output"
NOTES = "审核意见"


class Ran(NamedTuple):
    """What came of a run: the check, the files written, what the report still lacks, its draft mark.

    `told` are the list as page and workbook, the return notes and the marked copies; `written` the totals and the report.
    """

    check: CheckReport
    findings: tuple[Finding, ...]
    written: tuple[Path, ...]
    missing: tuple[str, ...]
    draft: str
    reporters: tuple[tuple[str, str], ...]
    told: tuple[Path, ...] = ()


def run(
    paths: Iterable[Path | str],
    output: Path | str = OUTPUT,
    *,
    reporter: str = "",
    code: str = "",
    roster: Path | str | None = None,
    year: int | None = None,
    force: bool = False,
    password: str = "",
    letter: Letter = NO_LETTER,
    language: Language = "zh",
    progress: Callable[[int, int], None] | None = None,
) -> Ran:
    """Check the workbooks, add several up into a city workbook, and write the report.

    Of one workbook, the report is its own. A roster named `roster.xlsx` beside or in a folder is
    taken by itself, and is no return. While errors stand in several workbooks nothing is added up,
    unless by `force`. The list of findings is written in any case, and a return note for each
    faulty workbook, in the words of `language`. Raises CannotWork and FormError.
    """
    listed = [Path(path) for path in paths]
    roster = Path(roster) if roster else _roster_beside(listed)
    target = Path(output)
    found = find_books(listed, besides=roster, password=password)
    books = [book for book in found if target.resolve() not in book.path.resolve().parents]
    if not books:
        chinese = f"回收的工作簿都在输出文件夹 {target} 中，请换一个输出文件夹"
        english = f"All workbooks lie in the folder for the results, {target}; give another one"
        raise CannotWork(chinese, english)
    if len(books) == 1:
        report = check(
            [books[0].path], year=year, roster=roster, password=password, progress=progress
        )
        story, plan, _ = story_of(books[0], errors=report.errors)
        path = target / f"{safe_name(story.title)}.docx"
        write_whole(path, document_of(story, plan))
        told = _told(report, books, target, letter, language)
        return Ran(report, (), (path,), story.missing, story.draft, states_of(report), told)
    city = reporter or _city_name(listed)
    merged = merge_books(
        books,
        reporter=city,
        code=code,
        roster=load_roster(roster),
        year=year,
        force=force,
        progress=progress,
    )
    signed = letter._replace(office=letter.office or reporter)
    told = _told(merged.check, books, target, signed, language)
    if merged.workbook is None:
        return Ran(merged.check, merged.findings, (), (), "", merged.reporters, told)
    workbook = target / f"{safe_name(city)}.xlsx"
    write_whole(workbook, merged.workbook)
    story, plan, _ = story_of(find_books([workbook])[0])
    document = target / f"{safe_name(story.title)}.docx"
    write_whole(document, document_of(story, plan))
    return Ran(
        merged.check,
        merged.findings,
        (workbook, document),
        story.missing,
        story.draft,
        merged.reporters,
        told,
    )


def _told(
    report: CheckReport, books: list[BookFile], target: Path, letter: Letter, language: Language
) -> tuple[Path, ...]:
    lists = write_lists(report, target, language)
    notes = write_notes(report, target / NOTES, letter, language)
    copies = mark_books(report, books, target / NOTES, language)
    return (*lists, *notes, *copies.written)


def _roster_beside(paths: list[Path]) -> Path | None:
    for path in paths:
        if path.is_dir():
            for place in (path / "roster.xlsx", path.parent / "roster.xlsx"):
                if place.is_file():
                    return place
    return None


def _city_name(paths: list[Path]) -> str:
    """Without a name the city workbook is called after the folder, for people to correct."""
    folder = next((path.resolve() for path in paths if path.is_dir()), None)
    return folder.name if folder is not None else "汇总"
