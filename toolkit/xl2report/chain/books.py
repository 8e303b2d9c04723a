"""Workbooks on disk: found in folders, read one by one, never changed."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from xl2report.chain.errors import CannotWork
from xl2report.chain.forms import find_plan
from xl2report.files.reader.tables import read_filing, unreadable
from xl2report.form.plan import Plan
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding

# What may be a workbook; of these only the first two are read, the others are told.
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods")


class BookFile(NamedTuple):
    """A workbook's path and the name it is called by: its own, or its path within the folder."""

    path: Path
    name: str


class Reading(NamedTuple):
    """One workbook as read: the filing and plan (None where it is no workbook of a form)."""

    name: str
    filing: Filing | None
    plan: Plan | None
    findings: list[Finding]


def find_books(paths: Iterable[Path | str]) -> list[BookFile]:
    """The workbooks that the paths name; folders are searched, lock and hidden files left out.

    In the order given, within a folder by name; a file named twice counts once. Raises CannotWork
    for a path that does not exist, or where there is no workbook at all.
    """
    found: dict[Path, BookFile] = {}
    for path in map(Path, paths):
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                inside = file.relative_to(path)
                hidden = any(part.startswith((".", "~$")) for part in inside.parts)
                if file.suffix.lower() in SUFFIXES and file.is_file() and not hidden:
                    found.setdefault(file.resolve(), BookFile(file, inside.as_posix()))
        elif path.exists():
            found.setdefault(path.resolve(), BookFile(path, path.name))
        else:
            raise CannotWork(f"找不到文件或文件夹：{path}", f"No such file or folder: {path}")
    if not found:
        shown = ", ".join(str(path) for path in paths)
        raise CannotWork(f"没有找到工作簿：{shown}", f"No workbook found in: {shown}")
    return list(found.values())


def read_books(books: Iterable[BookFile]) -> Iterator[Reading]:
    """Each workbook read in turn; what cannot be read comes as a finding. Raises FormError."""
    for book in books:
        try:
            data = book.path.read_bytes()
        except OSError:
            yield Reading(book.name, None, None, [unreadable(book.name, "unreadable")])
            continue
        filing, findings = read_filing(data, book.name, find_plan)
        plan = find_plan(filing.form) if filing is not None else None
        yield Reading(book.name, filing, plan, findings)
