"""The proof that marking changed no value: both workbooks read by the reader, compared cell by cell."""

from collections.abc import Collection
from functools import cached_property
from typing import NamedTuple

from xl2report.files.marked.errors import CannotMark
from xl2report.files.marked.workbook import Workbook
from xl2report.files.reader.book import Book
from xl2report.files.reader.cells import Sheet
from xl2report.files.reader.package import Package
from xl2report.files.reader.sheets import read_sheet
from xl2report.files.reader.strings import shared_strings

_UNREAD = "\0"  # begins no text of a workbook


class Opened(NamedTuple):
    """A file as the reader has it: the workbook, and the package it is read from."""

    book: Book
    package: Package


def opened(data: bytes) -> Opened:
    """The file as the reader has it. Raises what the reader raises (see `refusing`)."""
    package = Package(data)
    return Opened(Book(package), package)


class _Numbers(dict[str, str]):
    """Stands for shared texts nobody has looked up yet: each is told from others by its number."""

    def __missing__(self, number: str) -> str:
        return _UNREAD + number


_NUMBERS = _Numbers()


class Cells:
    """What stands in the sheets of a workbook, each read once; shared texts read when asked for.

    Where the part of the shared texts is the same, equal numbers are equal texts.
    """

    def __init__(self, workbook: Workbook) -> None:
        self.strings_part = workbook.target(workbook.main, "sharedStrings")
        self.parts = {one.name: one.part for one in workbook.sheets if one.part in workbook.parts}
        self._package = workbook.parts
        self._sheets: dict[str, Sheet] = {}

    def __contains__(self, sheet: str) -> bool:
        return sheet in self.parts

    def sheet(self, name: str) -> Sheet:
        """A sheet as the reader has it, with the numbers of shared texts."""
        found = self._sheets.get(name)
        if found is None:
            found = self._sheets[name] = read_sheet(name, self.original(name), _NUMBERS)
        return found

    def original(self, name: str) -> bytes:
        """The part of a sheet as the file has it."""
        return self._package.original(self.parts[name])

    @cached_property
    def texts(self) -> dict[str, str]:
        """The shared texts by their number."""
        return (
            shared_strings(self._package.original(self.strings_part)) if self.strings_part else {}
        )

    def text(self, name: str, spot: str) -> str:
        """What a cell shows; nothing for a blank one."""
        cell = self.sheet(name).cells.get(spot)
        text = (cell[1] or "") if cell else ""
        if text.startswith(_UNREAD):
            return self.texts.get(text.removeprefix(_UNREAD), "")
        return text


def demand_same(
    before: Cells, book: Book, after: Opened, list_sheet: str, changed: Collection[str]
) -> None:
    """Raise CannotMark unless a file differs from a workbook by the list alone.

    `changed` are the parts that were changed: the cells of all other sheets are the same, as their
    parts are, byte for byte.
    """
    one, other = (
        [(info.name, info.state, info.part) for info in each.sheets if info.name != list_sheet]
        for each in (book, after.book)
    )
    if one != other or book.date1904 != after.book.date1904:
        raise CannotMark("changed", "sheets")
    package = after.package
    texts = before.strings_part in changed
    were: dict[str, str] = _NUMBERS
    are: dict[str, str] = _NUMBERS
    if texts:
        were, are = before.texts, shared_strings(package.read(before.strings_part))
    for name, part in before.parts.items():
        if (texts or part in changed) and name != list_sheet:
            old = read_sheet(name, before.original(name), were) if texts else before.sheet(name)
            new = read_sheet(name, package.read(part), are)
            if old.cells != new.cells or old.merges != new.merges:
                raise CannotMark("changed", name)
