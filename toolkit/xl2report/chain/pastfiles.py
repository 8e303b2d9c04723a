"""Last year's files: workbooks, city workbooks and published reports.

What a file is, its content says, whatever its name; what is of no use is told, never passed over.
"""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from xl2report.chain.books import SUFFIXES, BookFile, BookFiles, Password, Reading, read_books
from xl2report.chain.earlier import Earlier, Source
from xl2report.chain.errors import CannotWork
from xl2report.form.plan import Plan
from xl2report.form.relations import fill_carefully
from xl2report.ground.filing import Contribution, Filing
from xl2report.ground.findings import Finding
from xl2report.ground.packed import Row
from xl2report.work.continuity.passages import prints_of


class PastRead(NamedTuple):
    """What one file gives: the filings in it, and what is to be told of it."""

    filings: tuple[Earlier, ...] = ()
    findings: tuple[Finding, ...] = ()


# What file managers leave in folders.
_OF_THE_SYSTEM = frozenset({"Thumbs.db", "desktop.ini"})


def was_city(filing: Filing) -> bool:
    """Whether a filing adds up those of others."""
    return bool(filing.parts) or (filing.stamp is not None and filing.stamp.role == "city")


def past_files(paths: Iterable[Path | str], password: str) -> BookFiles:
    """All files that the paths name; of folders those within, lock and hidden files left out."""
    named = [Path(path) for path in paths]
    found: list[BookFile] = []
    seen: set[str] = set()
    for path in named:
        if not path.exists():
            raise CannotWork(f"找不到文件或文件夹：{path}", f"No such file or folder: {path}")
        folder, names = (path, _inside(path)) if path.is_dir() else (path.parent, [path.name])
        for name in names:
            real = os.path.realpath(folder / name)
            if real not in seen:
                seen.add(real)
                found.append(BookFile(str(folder), name, Password(password), path.is_dir()))
    if named and not found:
        shown = ", ".join(str(path) for path in named)
        raise CannotWork(f"没有找到上年的文件：{shown}", f"Nothing of last year is in: {shown}")
    names_of = Counter(book.name for book in found)
    return BookFiles(
        book._replace(folder="", name=book.path.as_posix()) if names_of[book.name] > 1 else book
        for book in found
    )


def _inside(folder: Path) -> list[str]:
    names: list[str] = []
    for here, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "~$"))]
        names.extend(
            Path(here, name).relative_to(folder).as_posix()
            for name in files
            if not name.startswith((".", "~$")) and name not in _OF_THE_SYSTEM
        )
    return sorted(names)


def read_past(books: Sequence[BookFile], _: None) -> Iterator[PastRead]:
    """What each file gives, in order: the filings in it, and what is to be told of it."""
    for book in books:
        yield _read(book)


def _read(book: BookFile) -> PastRead:
    """A file by what it is: a workbook or a published report; its name says what is tried first."""
    if book.name.lower().endswith(SUFFIXES):
        reading = _workbook(book)
        if reading.filing is not None:
            return _from_workbook(reading)
        published = _published(book)
        if isinstance(published, CannotWork):
            return PastRead((), tuple(one._replace(severity="warning") for one in reading.findings))
        return _from_published(book, published)
    published = _published(book)
    if not isinstance(published, CannotWork):
        return _from_published(book, published)
    reading = _workbook(book)
    if reading.filing is not None:
        return _from_workbook(reading)
    return PastRead((), (_useless(book.name, published.chinese, published.english),))


def _workbook(book: BookFile) -> Reading:
    return next(iter(read_books([book])))


def _published(book: BookFile) -> Filing | CannotWork:
    from xl2report.chain.imported import imported

    try:
        return imported(book.path).filing
    except CannotWork as error:
        return error


def _from_workbook(reading: Reading) -> PastRead:
    filing, plan = reading.filing, reading.plan
    if filing is None or plan is None:  # what is no workbook has been told
        return PastRead((), tuple(reading.findings))
    if filing.stamp is not None:
        filing.year = filing.year or filing.stamp.year
        filing.reporter = filing.reporter or filing.stamp.reporter
    city = was_city(filing)
    own, told = _earlier(filing, "workbook", city=city)
    if own is None:
        return PastRead((), told)
    parts = tuple(_part(own, part, plan) for part in filing.parts)
    return PastRead((own, *parts), told)


def _from_published(book: BookFile, filing: Filing) -> PastRead:
    filing.book = book.name
    own, told = _earlier(filing, "published")
    return PastRead((own,) if own is not None else (), told)


def _earlier(
    filing: Filing, source: Source, *, city: bool = False
) -> tuple[Earlier | None, tuple[Finding, ...]]:
    if filing.year is None:
        return None, (_useless(filing.book, "没有写明报告年度", "it says no year"),)
    if not (filing.code or filing.reporter):
        return None, (_useless(filing.book, "没有写明是哪个单位的", "it names no unit"),)
    earlier = Earlier(
        filing.book,
        filing.form,
        Row(filing.values),
        filing.year,
        filing.reporter,
        filing.code,
        source,
        city,
        prints_of(filing.texts, filing.year),
        tuple(filing.odd),
    )
    if not filing.odd:
        return earlier, ()
    return earlier, (Finding("C408", filing.book, "", args={"count": str(len(filing.odd))}),)


def _part(total: Earlier, part: Contribution, plan: Plan) -> Earlier:
    """What a city's workbook says of one of its units."""
    values = list(part.values)
    fill_carefully(plan.relations, values)
    return Earlier(
        total.book, total.form, Row(values), total.year, part.reporter, part.code, "part"
    )


def _useless(book: str, chinese: str, english: str) -> Finding:
    # An error of reading names the file, which the finding has already.
    name = Path(book).name
    args = {
        "why": chinese.removeprefix(f"{name}：").replace(f"{name} 中", "其中").rstrip("。"),
        "why_en": english.removeprefix(f"{name}: ").replace(name, "it").rstrip("."),
    }
    return Finding("C401", book, "", args=args)
