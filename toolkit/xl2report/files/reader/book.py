"""The door of the reader: a workbook from its bytes, its sheets read when asked for.

Knows which part is which, by relationships and never by a part's name; never what a form is.
Whatever the bytes, nothing but UnreadableBook leaves.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple, TypeVar

from xl2report.files.reader.cells import Cell, Sheet
from xl2report.files.reader.dates import date_styles, dated
from xl2report.files.reader.listed import Listed, properties_of, relations_of
from xl2report.files.reader.package import LARGEST_PART, Package, UnreadableBook
from xl2report.files.reader.rows import Line, Unusual, read_rows
from xl2report.files.reader.sheets import Peeked, peek, read_sheet
from xl2report.files.reader.strings import shared_strings

Thing = TypeVar("Thing")

__all__ = ["Book", "Cell", "Sheet", "SheetInfo", "UnreadableBook", "open_book"]

LONGEST_NAME = 255  # Excel allows 31
_PERCENT = re.compile("(?:%[0-9A-Fa-f]{2})+")


class SheetInfo(NamedTuple):
    """A sheet as the workbook lists it; its part in lower case, empty where there is none."""

    name: str
    state: str
    part: str


def open_book(data: bytes) -> "Book":
    """The workbook in a file's bytes; its sheets are read when asked for."""
    return _surely(lambda: Book(Package(data)))


def _surely(read: Callable[[], Thing]) -> Thing:
    """What `read` gives; whatever else goes wrong in it is told as UnreadableBook."""
    try:
        return read()
    except (UnreadableBook, Unusual):
        raise
    except Exception as error:
        raise UnreadableBook("malformed", repr(error)) from error


class Book:
    """A workbook: its sheets in order, its defined names, and the cells of each sheet."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self.parts = package.names
        if "_rels/.rels" not in package:
            raise _no_workbook(package, "no _rels/.rels")
        self._root = package.made("_rels/.rels", relations_of)
        main = self._target("", self._root, "officeDocument")
        if not main or main.endswith(".bin"):
            raise _no_workbook(package, main)
        listed = package.made(main, Listed)
        if listed.root != "workbook":
            raise _no_workbook(package, listed.root)
        self._listed = listed
        self.date1904 = listed.date1904
        folder, _, base = main.rpartition("/")
        self._folder = folder
        rels = f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"
        self._relations = package.made(rels, relations_of) if rels in package else {}
        sheets = []
        for name, state, identity in listed.sheets:
            kind, target = self._relations.get(identity, ("worksheet", ""))
            if kind == "worksheet":
                if len(name) > LONGEST_NAME:
                    raise UnreadableBook("malformed", f"a sheet's name of {len(name)} characters")
                sheets.append(SheetInfo(name, state, self._part(folder, target)))
        if not sheets:
            raise UnreadableBook("no_sheets", main)
        self.sheets = tuple(sheets)
        self._parts = {sheet.name: sheet.part for sheet in sheets}
        if len({name.casefold() for name in self._parts}) != len(sheets):
            raise UnreadableBook("malformed", "two sheets of one name")
        self._read: dict[str, Sheet] = {}
        self._spelt: dict[str, bytes] = {}
        self._strings: dict[str, str] | None = None
        self._properties: dict[str, str] | None = None
        self._dates: frozenset[int] | None = None

    def sheet(self, name: str) -> Sheet:
        """A sheet with its cells, read at the first call."""
        known = self._read.get(name)
        if known is None:
            known = self._read[name] = _surely(lambda: self._sheet(name))
        return known

    @property
    def names(self) -> dict[str, str]:
        """The workbook's own defined names (not those of one sheet) and what they refer to."""
        return dict(_surely(self._listed.names))

    def name(self, wanted: str) -> str:
        """What one defined name refers to, "" if there is none; the other names are not parsed."""
        known = _surely(lambda: self._listed.one_name(wanted))
        return self.names.get(wanted, "") if known is None else known

    def rows(self, name: str) -> Iterator[Line]:
        """The rows of a sheet that have cells, one after another, whatever its size.

        Raises Unusual where they are not spelt like one another; other exceptions are UnreadableBook.
        """
        part = self._parts.get(name, "")
        rows = read_rows(name, self._package.pieces(part), self._texts())
        while True:
            line = _surely(lambda: next(rows, None))
            if line is None:
                return
            yield line

    def is_large(self, name: str) -> bool:
        """Whether a sheet can only be read row by row."""
        return self._package.size(self._parts.get(name, "")) > LARGEST_PART

    def peek(self, name: str, asked: Peeked) -> bool:
        """Whether cells of a sheet surely hold just this, without reading it all; False if in doubt."""
        part = self._parts.get(name, "")
        if not part or name in self._read:
            return False
        spelt = self._package.read(part)
        return _surely(lambda: peek(spelt, asked, self._texts()))

    def dates(self, name: str) -> frozenset[str]:
        """Which cells of a sheet show their numbers as dates or times."""
        if self._dates is None:
            styles = self._target(self._folder, self._relations, "styles")
            self._dates = (
                _surely(lambda: self._package.made(styles, date_styles)) if styles else frozenset()
            )
        if not self._dates:
            return frozenset()
        shows, sheet, part = self._dates, self.sheet(name), self._spelt[name]
        return _surely(lambda: dated(sheet, part, shows))

    @property
    def custom_properties(self) -> dict[str, str]:
        """The custom document properties, as text."""
        if self._properties is None:
            self._properties = _surely(self._custom_properties)
        return self._properties

    def _sheet(self, name: str) -> Sheet:
        part = self._parts.get(name)
        if part is None:
            raise UnreadableBook("no_sheet", name)
        if not part:
            raise UnreadableBook("malformed", f"no part for sheet {name}")
        spelt = self._spelt[name] = self._package.read(part)
        return read_sheet(name, spelt, self._texts())

    def _texts(self) -> dict[str, str]:
        """The shared strings by their number."""
        if self._strings is None:
            strings = self._target(self._folder, self._relations, "sharedStrings")
            self._strings = shared_strings(self._package.read(strings)) if strings else {}
        return self._strings

    def _custom_properties(self) -> dict[str, str]:
        part = self._target("", self._root, "custom-properties")
        return dict(self._package.made(part, properties_of)) if part else {}

    def _target(self, folder: str, relations: dict[str, tuple[str, str]], kind: str) -> str:
        """The part a relationship of some kind leads to, or nothing."""
        targets = {target for found, target in relations.values() if found == kind}
        if len(targets) > 1:
            raise UnreadableBook("malformed", f"{kind}: {sorted(targets)}")
        return self._part(folder, targets.pop()) if targets else ""

    def _part(self, folder: str, target: str) -> str:
        """The name of the part a target means, seen from a folder; empty where there is none."""
        part = _seen_from(folder, target)
        if part not in self._package and "%" in part:
            part = _PERCENT.sub(lambda found: _from_percents(found[0]), part).lower()
        return part if part in self._package else ""


@lru_cache(maxsize=200)
def _seen_from(folder: str, target: str) -> str:
    target = target.replace("\\", "/")
    steps: list[str] = []
    for step in (target if target[:1] == "/" else f"{folder}/{target}").split("/"):
        if step == "..":
            del steps[-1:]
        elif step and step != ".":
            steps.append(step)
    return "/".join(steps).lower()


def _from_percents(spelt: str) -> str:
    return bytes.fromhex(spelt.replace("%", "")).decode("utf-8", "replace")


def _no_workbook(package: Package, detail: str) -> UnreadableBook:
    """Says what kind of file a zip without a workbook is."""
    names = {name.lower() for name in package.names}
    if "mimetype" in names:
        kind = package.read("mimetype")[:80]
        return UnreadableBook("ods" if b"opendocument.spreadsheet" in kind else "zip", repr(kind))
    if detail.endswith(".bin") or "xl/workbook.bin" in names:
        return UnreadableBook("xlsb", detail)
    if "word/document.xml" in names or "wordprocessingml" in detail:
        return UnreadableBook("docx", detail)
    return UnreadableBook("zip", f"no workbook: {detail}")
