"""`run`: returned workbooks → check → city workbook (of several) → report. The main job."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from xl2report.chain.books import find_books
from xl2report.chain.check import CheckReport, check
from xl2report.chain.errors import CannotWork
from xl2report.chain.merge import merge_books, states_of
from xl2report.chain.outlet import write_whole
from xl2report.chain.report import document_of, story_of
from xl2report.chain.roster import load_roster
from xl2report.ground.findings import Finding

OUTPUT = "xl2report-output"


class Ran(NamedTuple):
    """What came of a run: the check, the files written, what the report still lacks, its draft mark."""

    check: CheckReport
    findings: tuple[Finding, ...]
    written: tuple[Path, ...]
    missing: tuple[str, ...]
    draft: str
    reporters: tuple[tuple[str, str], ...]


def run(
    paths: Iterable[Path | str],
    output: Path | str = OUTPUT,
    *,
    reporter: str = "",
    code: str = "",
    roster: Path | str | None = None,
    year: int | None = None,
    force: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Ran:
    """Check the workbooks, add several up into a city workbook, and write the report.

    Of one workbook, the report is its own. A roster named `roster.xlsx` beside or in a folder is
    taken by itself, and is no return. While errors stand in several workbooks nothing is added up,
    unless by `force`. Raises CannotWork and FormError.
    """
    listed = [Path(path) for path in paths]
    roster = Path(roster) if roster else _roster_beside(listed)
    target = Path(output)
    found = find_books(listed, besides=roster)
    books = [book for book in found if target.resolve() not in book.path.resolve().parents]
    if not books:
        chinese = f"回收的工作簿都在输出文件夹 {target} 中，请换一个输出文件夹"
        english = f"All workbooks lie in the folder for the results, {target}; give another one"
        raise CannotWork(chinese, english)
    if len(books) == 1:
        report = check([books[0].path], year=year, roster=roster, progress=progress)
        story, plan, _ = story_of(books[0], errors=report.errors)
        path = target / f"{_safe(story.title)}.docx"
        write_whole(path, document_of(story, plan))
        return Ran(report, (), (path,), story.missing, story.draft, states_of(report))
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
    if merged.workbook is None:
        return Ran(merged.check, merged.findings, (), (), "", merged.reporters)
    workbook = target / f"{_safe(city)}.xlsx"
    write_whole(workbook, merged.workbook)
    story, plan, _ = story_of(find_books([workbook])[0])
    document = target / f"{_safe(story.title)}.docx"
    write_whole(document, document_of(story, plan))
    return Ran(
        merged.check,
        merged.findings,
        (workbook, document),
        story.missing,
        story.draft,
        merged.reporters,
    )


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


def _safe(name: str) -> str:
    """A file name that every system accepts."""
    return "".join("_" if char in '<>:"/\\|?*' or ord(char) < 32 else char for char in name) or "_"
