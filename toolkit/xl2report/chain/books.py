"""Workbooks on disk: found in folders, read one by one, never changed."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, overload

from xl2report.chain.errors import CannotWork
from xl2report.chain.folder import returns_of
from xl2report.chain.forms import find_plan
from xl2report.files.reader.package import LARGEST_FILE
from xl2report.files.reader.tables import read_filing, unreadable
from xl2report.form.plan import Plan
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding
from xl2report.ground.packed import Numbers, Texts

# What may be a workbook: by its name, for its content is looked at when it is read.
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods")


class Password(str):
    """A password, which shows itself to nobody who prints what holds it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Password(…)" if self else "Password()"


class BookFile(NamedTuple):
    """A workbook: the folder it was found in, and the name it is called by: its path from there.

    `password` opens it if it is encrypted; `searched` tells that nobody named it: it was found.
    """

    folder: str
    name: str
    password: Password = Password()
    searched: bool = False

    @property
    def path(self) -> Path:
        """Where it lies."""
        return Path(self.folder, self.name)

    @property
    def place(self) -> str:
        """The same, but not as a Path: of ten thousand those keep all names for good."""
        return os.path.join(self.folder, self.name)  # noqa: PTH118 - as it says


class BookFiles(Sequence[BookFile]):
    """Many workbooks in little memory: their names, and the few folders they lie in."""

    def __init__(self, books: Iterable[BookFile] = ()) -> None:
        self.names = Texts()
        self._homes: list[BookFile] = []
        self._home = Numbers("I")
        known: dict[BookFile, int] = {}
        for book in books:
            home = book._replace(name="")
            if home not in known:
                known[home] = len(self._homes)
                self._homes.append(home)
            self._home.append(known[home])
            self.names.append(book.name)

    def __len__(self) -> int:
        return len(self._home)

    @overload
    def __getitem__(self, number: int) -> BookFile: ...
    @overload
    def __getitem__(self, number: slice) -> list[BookFile]: ...
    def __getitem__(self, number: int | slice) -> BookFile | list[BookFile]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        return self._homes[self._home[number]]._replace(name=self.names[number])


def names_of_books(books: Sequence[BookFile]) -> Sequence[str]:
    """What the workbooks are called, in their order."""
    return books.names if isinstance(books, BookFiles) else [book.name for book in books]


class Reading(NamedTuple):
    """One workbook as read: the filing and plan (None where it is no workbook of a form)."""

    name: str
    filing: Filing | None
    plan: Plan | None
    findings: list[Finding]


def find_books(
    paths: Iterable[Path | str], *, besides: Path | str | None = None, password: str = ""
) -> BookFiles:
    """The workbooks that the paths name; folders are searched, lock and hidden files left out.

    In the order given, within a folder by name; a file named twice counts once. `besides` (a
    roster) is no return, wherever it lies; `password` opens those that are encrypted. Raises CannotWork for a path that does not exist, or where
    there is no workbook at all.
    """
    named = [Path(path) for path in paths]
    found = BookFiles(_named(named, Password(password)))
    known: set[str] = set()
    if besides is not None:
        known.add(os.path.realpath(besides))
    # Ten thousand paths are not resolved where nothing can be named twice.
    linked = (os.path.islink(book.place) for book in found)  # noqa: PTH114 - as in BookFile.place
    if known or len(named) > 1 or any(linked):
        found = BookFiles(book for book in found if _first(os.path.realpath(book.place), known))
    if not found:
        shown = ", ".join(str(returns_of(path)) for path in named)
        raise CannotWork(f"没有找到工作簿：{shown}", f"No workbook found in: {shown}")
    return _told_apart(found) if len(named) > 1 else found


def _named(paths: list[Path], secret: Password) -> Iterator[BookFile]:
    for path in paths:
        if path.is_dir():
            folder = str(returns_of(path))
            yield from (BookFile(folder, name, secret, True) for name in _inside(folder))
        elif path.exists():
            yield BookFile(str(path.parent), path.name, secret)
        else:
            raise CannotWork(f"找不到文件或文件夹：{path}", f"No such file or folder: {path}")


def _inside(folder: str) -> list[str]:
    """The workbooks of a folder and its folders, by their paths from there, sorted."""
    names: list[str] = []
    for here, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "~$"))]
        inside = os.path.relpath(here, folder)
        before = "" if inside == os.curdir else inside.replace(os.sep, "/") + "/"
        names.extend(
            before + name
            for name in files
            if name.lower().endswith(SUFFIXES) and not name.startswith((".", "~$"))
        )
    return sorted(names)


def _first(real: str, known: set[str]) -> bool:
    new = real not in known
    known.add(real)
    return new


def _told_apart(books: BookFiles) -> BookFiles:
    """Books of one name from several folders are called by their paths: findings go by the name."""
    names = Counter(books.names)
    return BookFiles(
        book._replace(folder="", name=book.path.as_posix()) if names[book.name] > 1 else book
        for book in books
    )


def read_books(books: Iterable[BookFile], *, saved: bool = False) -> Iterator[Reading]:
    """Each workbook read in turn; what cannot be read comes as a finding. Raises FormError.

    With `saved` each filing also knows when its file was saved last, as that says itself.
    """
    for book in books:
        try:
            data, told = _bytes_of(book.place)
        except OSError:
            yield Reading(book.name, None, None, [unreadable(book.name, "unreadable")])
            continue
        if data is None:
            yield Reading(book.name, None, None, [unreadable(book.name, "too_large")])
            continue
        filing, findings = read_filing(data, book.name, find_plan, book.password)
        if told:
            findings.insert(0, Finding(told, book.name, ""))
        plan = find_plan(filing.form) if filing is not None else None
        if filing is not None:
            filing.digest = sha256(data).hexdigest()
            if saved:
                from xl2report.files.reader.saved import saved_at

                filing.saved = saved_at(data) or filing.cover.get("date", "").strip()
            if plan is not None and filing.stamp is not None:
                plan = plan.of_stamp(filing.stamp)
        yield Reading(book.name, filing, plan, findings)


def _bytes_of(place: str) -> tuple[bytes | None, str]:
    """What a file holds, None if it is too large; and the code of what is told of it, "" if nothing.

    A file that somebody writes meanwhile is read once more. Raises OSError.
    """
    for told in ("", "M523"):
        with open(place, "rb", buffering=0) as file:  # noqa: PTH123 - as in BookFile.place
            before = os.fstat(file.fileno())
            if before.st_size > LARGEST_FILE:
                return None, ""
            data = file.read()
        # By its name: a program that saves puts a new file in the place of the old one.
        after = os.stat(place)  # noqa: PTH116 - as in BookFile.place
        as_before = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
        if as_before and len(data) == before.st_size:
            return data, told
    return data, "M524"
