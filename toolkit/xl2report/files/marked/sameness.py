"""The proof that marking changed no value: both workbooks read by the reader, compared cell by cell."""

import re
from collections.abc import Collection, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from xl2report.files.marked.errors import CannotMark
from xl2report.files.marked.spelling import Undo, has_declarations
from xl2report.files.marked.workbook import Workbook
from xl2report.files.reader.book import Book
from xl2report.files.reader.cells import Sheet
from xl2report.files.reader.package import Package
from xl2report.files.reader.sheets import read_sheet, shell_of
from xl2report.files.reader.strings import shared_strings
from xl2report.ground.points import address

_TOP, _BOTTOM = b"<sheetData>", b"</sheetData>"
_MERGES, _NO_MORE_MERGES = b"<mergeCells", b"</mergeCells>"
# A cell as the usual programs spell it: what it shows needs no reading of the sheet.
_PLAIN = re.compile(
    rb"<c r=\"[A-Z]+[0-9]+\"(?: s=\"[0-9]+\")?(?:/>|( t=\"s\")?>(?:<f>[^<]*</f>)?<v>([0-9]{1,15})</v></c>)"
)
_FIRST_TEXT = re.compile(
    rb"<row r=\"1\"[^<>]*>(?:<c r=\"[A-Z]+1\"(?: s=\"[0-9]+\")?/>)*+"
    rb"<c r=\"([A-Z]1)\"(?: s=\"[0-9]+\")? t=\"s\"><v>[0-9]+</v></c>"
)
_TAG = re.compile(rb"<c(?: (?:r|s|t)=\"[A-Za-z0-9]+\")+/?>")
_STYLE = re.compile(rb" s=\"[0-9]+\"")
_WIDEST = 26  # columns in which a sheet's title is looked for
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
        self._plain: dict[str, bool] = {}

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
        if name not in self._sheets:
            part = self.original(name)
            place = part.find(b'<c r="%s"' % spot.encode())
            found = _PLAIN.match(part, place) if place >= 0 else None
            if found is not None and self._has_no_comments(name):
                value = (found[2] or b"").decode()
                return self.texts.get(value, "") if found[1] else value
        cell = self.sheet(name).cell(spot)
        text = (cell[1] or "") if cell else ""
        if text.startswith(_UNREAD):
            return self.texts.get(text.removeprefix(_UNREAD), "")
        return text

    def _has_no_comments(self, name: str) -> bool:
        known = self._plain.get(name)
        if known is None:
            known = self._plain[name] = not has_declarations(self.original(name))
        return known

    def first(self, name: str) -> str:
        """The first cell of a sheet's first row that has anything in it; A1 where none has."""
        part = self.original(name)
        found = _FIRST_TEXT.match(part, part.find(_TOP) + len(_TOP))
        if found is not None and self._has_no_comments(name):
            return found[1].decode()
        sheet = self.sheet(name)
        columns = range(1, _WIDEST + 1)
        return address(1, next((one for one in columns if sheet.cell(address(1, one))), 1))


def demand_same(
    before: Cells,
    book: Book,
    after: Opened,
    list_sheet: str,
    changed: Collection[str],
    ways_back: Mapping[str, Undo] = MappingProxyType({}),
) -> None:
    """Raise CannotMark unless a file differs from a workbook by the list alone.

    `changed` are the parts that were changed: the cells of all other sheets are the same, as their
    parts are, byte for byte. `ways_back` say how parts were changed: where that is only the formats of
    cells and what surrounds the cells, the sheet need not be read.
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
            was, is_ = before.original(name), package.read(part)
            if not texts and _only_looks(was, is_, ways_back.get(part)):
                continue
            old = read_sheet(name, was, were) if texts else before.sheet(name)
            new = read_sheet(name, is_, are)
            if old.cells != new.cells or old.merges != new.merges:
                raise CannotMark("changed", name)


def _only_looks(was: bytes, is_: bytes, way_back: Undo | None) -> bool:
    """Whether the cells of a part are, byte for byte, those of another but for their formats.

    What surrounds them must be well-formed and have the same merged ranges, and no cells.
    """
    top, bottom = is_.find(_TOP), is_.rfind(_BOTTOM)
    if not 0 <= top < bottom or shell_of(is_[:top], is_[bottom + len(_BOTTOM) :]) is None:
        return False
    if _merges(was) != _merges(is_):
        return False
    first = was.find(_TOP)
    rows = was[first : was.rfind(_BOTTOM)]
    if way_back is None:
        return rows == is_[top:bottom]
    at, there = top, 0
    for start, length, old in way_back:
        if not top <= start < bottom:
            continue
        new, before = is_[start : start + length], old.encode()
        if not (_TAG.fullmatch(new) and _TAG.fullmatch(before)):
            return False
        if _STYLE.sub(b"", new, 1) != _STYLE.sub(b"", before, 1):
            return False
        kept = there + start - at
        if rows[there : kept + len(before)] != is_[at:start] + before:
            return False
        at, there = start + length, kept + len(before)
    return rows[there:] == is_[at:bottom]


def _merges(part: bytes) -> bytes:
    start = part.rfind(_MERGES)
    return part[start : part.rfind(_NO_MORE_MERGES)] if start >= 0 else b""
