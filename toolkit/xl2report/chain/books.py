"""Workbooks on disk: found in folders, read one by one, never changed."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from xl2report.chain.errors import CannotWork
from xl2report.chain.forms import find_plan
from xl2report.files.reader.package import LARGEST_FILE
from xl2report.files.reader.tables import read_filing, unreadable
from xl2report.form.plan import Plan
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding

# What may be a workbook: by its name, for its content is looked at when it is read.
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods")


class Password(str):
    """A password, which shows itself to nobody who prints what holds it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Password(…)" if self else "Password()"


class BookFile(NamedTuple):
    """A workbook: the folder it was found in, and the name it is called by: its path from there.

    `password` opens it if it is encrypted.
    """

    folder: str
    name: str
    password: Password = Password()

    @property
    def path(self) -> Path:
        """Where it lies."""
        return Path(self.folder, self.name)


class Reading(NamedTuple):
    """One workbook as read: the filing and plan (None where it is no workbook of a form)."""

    name: str
    filing: Filing | None
    plan: Plan | None
    findings: list[Finding]


def find_books(
    paths: Iterable[Path | str], *, besides: Path | str | None = None, password: str = ""
) -> list[BookFile]:
    """The workbooks that the paths name; folders are searched, lock and hidden files left out.

    In the order given, within a folder by name; a file named twice counts once. `besides` (a
    roster) is no return, wherever it lies; `password` opens those that are encrypted. Raises CannotWork for a path that does not exist, or where
    there is no workbook at all.
    """
    named = [Path(path) for path in paths]
    secret = Password(password)
    found: list[BookFile] = []
    for path in named:
        if path.is_dir():
            found.extend(BookFile(str(path), name, secret) for name in _inside(str(path)))
        elif path.exists():
            found.append(BookFile(str(path.parent), path.name, secret))
        else:
            raise CannotWork(f"找不到文件或文件夹：{path}", f"No such file or folder: {path}")
    known: set[str] = set()
    if besides is not None:
        known.add(os.path.realpath(besides))
    # Ten thousand paths are not resolved where nothing can be named twice.
    if known or len(named) > 1 or any(book.path.is_symlink() for book in found):
        found = [book for book in found if _first(os.path.realpath(book.path), known)]
    if not found:
        shown = ", ".join(str(path) for path in named)
        raise CannotWork(f"没有找到工作簿：{shown}", f"No workbook found in: {shown}")
    return _told_apart(found) if len(named) > 1 else found


def _inside(folder: str) -> list[str]:
    """The workbooks of a folder and its folders, by their paths from there, sorted."""
    names: list[str] = []
    for here, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "~$"))]
        inside = Path(os.path.relpath(here, folder))
        names.extend(
            (inside / name).as_posix()
            for name in files
            if name.lower().endswith(SUFFIXES) and not name.startswith((".", "~$"))
        )
    return sorted(names)


def _first(real: str, known: set[str]) -> bool:
    new = real not in known
    known.add(real)
    return new


def _told_apart(books: list[BookFile]) -> list[BookFile]:
    """Books of one name from several folders are called by their paths: findings go by the name."""
    names = Counter(book.name for book in books)
    return [
        book._replace(folder="", name=book.path.as_posix()) if names[book.name] > 1 else book
        for book in books
    ]


def read_books(books: Iterable[BookFile]) -> Iterator[Reading]:
    """Each workbook read in turn; what cannot be read comes as a finding. Raises FormError."""
    for book in books:
        try:
            if book.path.stat().st_size > LARGEST_FILE:
                yield Reading(book.name, None, None, [unreadable(book.name, "too_large")])
                continue
            data = book.path.read_bytes()
        except OSError:
            yield Reading(book.name, None, None, [unreadable(book.name, "unreadable")])
            continue
        filing, findings = read_filing(data, book.name, find_plan, book.password)
        plan = find_plan(filing.form) if filing is not None else None
        yield Reading(book.name, filing, plan, findings)
