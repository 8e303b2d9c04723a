"""The door of the reader: a workbook from its bytes, its sheets read when asked for.

Knows which part is which, by relationships and never by a part's name; never what a form is.
Whatever the bytes, nothing but UnreadableBook leaves.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from xl2report.files.reader.cells import Cell, Sheet, is_blank_column
from xl2report.files.reader.dates import dated
from xl2report.files.reader.package import Package, Shelf, UnreadableBook
from xl2report.files.reader.sheets import read_sheet
from xl2report.files.reader.strings import MAIN, STRICT, parse, shared_strings

Thing = TypeVar("Thing")

__all__ = ["Book", "Cell", "Sheet", "SheetInfo", "UnreadableBook", "open_book"]

LONGEST_NAME = 255  # Excel allows 31
_TRUE = ("1", "true", "on")
_STATES = ("visible", "hidden", "veryHidden")
_SPELLINGS = {
    f"{uri} {name}": name
    for uri in (MAIN, STRICT)
    for name in ("workbook", "workbookPr", "sheets", "sheet", "definedNames", "definedName")
}
_NAMES_OPEN = b"<definedNames>"
_NAMES_CLOSE = b"</definedNames>"
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
    except UnreadableBook:
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
        self._root = package.made("_rels/.rels", _relations)
        main = self._target("", self._root, "officeDocument")
        if not main or main.endswith(".bin"):
            raise _no_workbook(package, main)
        listed = package.made(main, _Listed)
        if listed.root != "workbook":
            raise _no_workbook(package, listed.root)
        self._listed = listed
        self.date1904 = listed.date1904
        folder, _, base = main.rpartition("/")
        self._folder = folder
        rels = f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"
        self._relations = package.made(rels, _relations) if rels in package else {}
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
        self._strings: dict[str, str] | None = None
        self._properties: dict[str, str] | None = None

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

    def has_blank_column(self, name: str, letters: str) -> bool:
        """Whether a sheet surely has nothing in a column, without reading its cells."""
        part = self._parts.get(name, "")
        return bool(part) and _surely(lambda: is_blank_column(self._package.read(part), letters))

    def dates(self, name: str, spots: Iterable[str]) -> frozenset[str]:
        """Which of these cells of a sheet hold numbers that are shown as dates."""
        styles = self._target(self._folder, self._relations, "styles")
        part = self._parts.get(name, "")
        if not styles or not part:
            return frozenset()
        read = self._package.read
        return _surely(lambda: dated(read(part), read(styles), spots))

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
        if self._strings is None:
            strings = self._target(self._folder, self._relations, "sharedStrings")
            self._strings = shared_strings(self._package.read(strings)) if strings else {}
        return read_sheet(name, self._package.read(part), self._strings)

    def _custom_properties(self) -> dict[str, str]:
        part = self._target("", self._root, "custom-properties")
        return dict(self._package.made(part, _properties)) if part else {}

    def _target(self, folder: str, relations: dict[str, tuple[str, str]], kind: str) -> str:
        """The part a relationship of some kind leads to, or nothing."""
        targets = {target for found, target in relations.values() if found == kind}
        if len(targets) > 1:
            raise UnreadableBook("malformed", f"{kind}: {sorted(targets)}")
        return self._part(folder, targets.pop()) if targets else ""

    def _part(self, folder: str, target: str) -> str:
        """The name of the part a target means, seen from a folder; empty where there is none."""
        target = target.replace("\\", "/")
        steps: list[str] = []
        for step in (target if target[:1] == "/" else f"{folder}/{target}").split("/"):
            if step == "..":
                del steps[-1:]
            elif step and step != ".":
                steps.append(step)
        part = "/".join(steps).lower()
        if part not in self._package and "%" in part:
            part = _PERCENT.sub(lambda found: _from_percents(found[0]), part).lower()
        return part if part in self._package else ""


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


_SHELLS: Shelf[tuple[str, bool, tuple[tuple[str, str, str], ...], int]] = Shelf(16)


class _Listed:
    """What a workbook part lists: sheets (name, state, relationship) and, on demand, names."""

    def __init__(self, part: bytes) -> None:
        self.root = ""
        self.date1904 = False
        self.sheets: list[tuple[str, str, str]] = []
        self._part = part
        self._names: dict[str, str] | None = None
        self._path: list[str] = []
        self._lists = 0
        if not self._listed_without_names(part):
            self.sheets.clear()
            parse(part, self._start, self._end)

    def _listed_without_names(self, part: bytes) -> bool:
        """Whether the sheets could be listed with the names left out: these are read on demand."""
        start, end = part.find(_NAMES_OPEN), part.rfind(_NAMES_CLOSE)
        if not 0 < start < end or b"<!" in part:
            return False
        if part.count(_NAMES_OPEN) + part.count(_NAMES_CLOSE) != 2:
            return False
        shell = part[:start] + b"<definedNames/>" + part[end + len(_NAMES_CLOSE) :]
        # Books of one form differ in their names at most: the rest is parsed once.
        known = _SHELLS.get(shell)
        if known is None:
            parse(shell, self._start, self._end)
            _SHELLS.put(shell, (self.root, self.date1904, tuple(self.sheets), self._lists))
        else:
            self.root, self.date1904, sheets, self._lists = known
            self.sheets = list(sheets)
        return self._lists == 1

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = _SPELLINGS.get(name, name)
        path = self._path
        path.append(local)
        if len(path) == 1:
            self.root = local
        elif path == ["workbook", "workbookPr"]:
            self.date1904 = attributes.get("date1904") in _TRUE
        elif path == ["workbook", "definedNames"]:
            self._lists += 1
        elif path == ["workbook", "sheets", "sheet"]:
            state = attributes.get("state", "visible")
            identity = [
                value for key, value in attributes.items() if key.endswith("/relationships id")
            ]
            if state not in _STATES or len(identity) != 1 or "name" not in attributes:
                raise UnreadableBook("malformed", f"sheet {attributes}")
            self.sheets.append((attributes["name"], state, identity[0]))

    def _end(self, _: str) -> None:
        self._path.pop()

    def one_name(self, wanted: str) -> str | None:
        """What a name refers to, from its own element alone; None where that is not certain."""
        spelt = wanted.encode()
        part = self._part
        at = part.find(b'name="' + spelt + b'"')
        if at < 0 or part.count(spelt) != 1 or b"<!" in part:
            return None
        start, end = part.rfind(b"<", 0, at), part.find(b">", at)
        close = part.find(b"<", end)
        opening = part[start:end]
        if not opening.startswith(b"<definedName ") or b"localSheetId" in opening:
            return None
        if opening.endswith(b"/") or part[close : close + 14] != b"</definedName>":
            return None
        text: list[str] = []
        parse(part[start : close + 14], lambda *_: None, lambda _: None, text.append)
        return "".join(text)

    def names(self) -> dict[str, str]:
        """The names that are the workbook's own."""
        if self._names is None:
            found: dict[str, str] = {}
            path: list[str] = []
            text: list[str] = []
            current: list[str | None] = [None]

            def start(name: str, attributes: dict[str, str]) -> None:
                path.append(_SPELLINGS.get(name, name))
                text.clear()
                if path == ["workbook", "definedNames", "definedName"]:
                    local = "localSheetId" in attributes
                    current[0] = None if local else attributes.get("name", "")

            def end(_: str) -> None:
                name = current[0]
                if len(path) == 3 and name is not None:
                    if name in found:
                        raise UnreadableBook("malformed", f"two names {name}")
                    found[name] = "".join(text)
                    current[0] = None
                path.pop()

            parse(self._part, start, end, text.append)
            self._names = found
        return self._names


def _relations(part: bytes) -> dict[str, tuple[str, str]]:
    """The relationships of a part by their id: kind (the last step of the type), target."""
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.endswith(" Relationship"):
            identity = attributes.get("Id", "")
            if identity in found:
                raise UnreadableBook("malformed", f"two relationships {identity}")
            kind = attributes.get("Type", "").rpartition("/")[2]
            if attributes.get("TargetMode") == "External":
                kind = "external"
            found[identity] = kind, attributes.get("Target", "")

    parse(part, start, lambda _: None)
    return found


def _properties(part: bytes) -> dict[str, str]:
    """The custom properties of a document by their name, whatever their type, as text."""
    found: dict[str, str] = {}
    path: list[str] = []
    text: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        path.append(attributes.get("name", ""))
        text.clear()
        if len(path) == 2:
            if not tag.endswith(" property") or path[1] in found:
                raise UnreadableBook("malformed", f"custom property {path[1]}")
            found[path[1]] = ""

    def end(_: str) -> None:
        if len(path) > 2:
            found[path[1]] += "".join(text)
        text.clear()
        path.pop()

    parse(part, start, end, text.append)
    return found
