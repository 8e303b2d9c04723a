"""The cells of a sheet part read element by element: the slow way, which has the last word.

Knows every spelling XML allows; whatever leaves doubt about a cell is refused.
"""

import re

from xl2report.files.reader.cells import KINDS, Cell, Sheet, cell_of
from xl2report.files.reader.formulas import SharedFormulas, address_at, column_number
from xl2report.files.reader.markup import MAIN, STRICT, decoded, parse
from xl2report.files.reader.package import UnreadableBook

_NUMBER = re.compile("[1-9][0-9]{0,6}")
_ADDRESS = re.compile("([A-Z]{1,3})[1-9][0-9]{0,6}")
_NAMES = ("worksheet", "sheetData", "row", "c", "f", "v", "is", "r", "t", "mergeCells", "mergeCell")
_LOCAL = {f"{uri} {name}": name for uri in (MAIN, STRICT) for name in _NAMES}
_PLACE = {
    "sheetData": ["worksheet", "sheetData"],
    "row": ["worksheet", "sheetData", "row"],
    "c": ["worksheet", "sheetData", "row", "c"],
}
_RUNS = (["is", "t"], ["is", "r", "t"])


def read_slowly(name: str, part: bytes, strings: dict[str, str]) -> Sheet:
    """The sheet, read element by element."""
    elements = SheetElements(strings)
    parse(part, elements.start, elements.end, elements.characters)
    for address, formula in elements.shared.late():
        elements.cells[address] = (*elements.cells[address][:2], formula)
    merges = tuple(elements.merges)
    return Sheet(name, elements.cells, "slow", lambda: merges, styles=elements.styles)


class SheetElements:
    """A sheet part as its elements arrive."""

    def __init__(self, strings: dict[str, str]) -> None:
        self.cells: dict[str, Cell] = {}
        self.merges: list[str] = []
        self.styles: dict[str, int] = {}
        self.shared = SharedFormulas()
        self._strings = strings
        self._path: list[str] = []
        self._text: list[str] | None = None
        self._met: set[str] = set()
        self._sheets = 0
        self._row = 0
        self._column = 0
        self._address = ""
        self._kind: str | None = None
        self._style = ""
        self._attributes: dict[str, str] | None = None
        self._formula = ""
        self._value: str | None = None
        self._inline: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        local = _LOCAL.get(name, name)
        path = self._path
        path.append(local)
        depth = len(path)
        if depth == 1:
            self._sure(local == "worksheet")
        elif local in ("sheetData", "row", "c"):
            self._sure(path == _PLACE[local])
            if local == "c":
                self._begin_cell(attributes)
            elif local == "row":
                number = attributes.get("r")
                self._sure(number is None or _NUMBER.fullmatch(number))
                self._row = int(number) if number else self._row + 1
                self._column = 0
            else:
                self._sheets += 1
                self._sure(self._sheets == 1)
        elif depth > 4 and path[3] == "c":
            self._begin_content(local, attributes)
        elif path == ["worksheet", "mergeCells", "mergeCell"]:
            self.merges.append(attributes.get("ref", ""))

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        address = attributes.get("r")
        if address is None:
            self._column += 1
            address = address_at(self._column, self._row)
        else:
            address = address.upper()
            found = _ADDRESS.fullmatch(address)
            self._sure(found)
            if found:
                self._column = column_number(found[1])
        self._sure(address not in self._met)
        self._met.add(address)
        self._address = address
        self._kind = attributes.get("t")
        self._style = attributes.get("s", "")
        self._attributes = self._value = self._inline = None
        self._formula = ""

    def _begin_content(self, local: str, attributes: dict[str, str]) -> None:
        path = self._path
        self._sure(path[-2] not in ("f", "v", "t"))
        if len(path) == 5:
            if local == "f":
                self._sure(self._attributes is None)
                self._attributes = attributes
                self._text = []
            elif local == "v":
                self._sure(self._value is None)
                self._text = []
            elif local == "is":
                self._sure(self._inline is None and self._kind == "inlineStr")
                self._inline = []
        elif path[4:] in _RUNS:
            self._text = []

    def end(self, _: str) -> None:
        """Take the end of an element."""
        path = self._path
        local = path.pop()
        depth = len(path)
        if self._text is not None:
            text = "".join(self._text)
            self._text = None
            if local == "f":
                self._formula = text
            elif local == "v":
                self._value = text
            elif self._inline is not None:
                self._inline.append(decoded(text) if "_x" in text else text)
        elif depth == 3 and local == "c":
            self._end_cell()

    def _end_cell(self) -> None:
        text, inline, given = self._value, self._inline, self._attributes
        self._sure(self._kind in KINDS and (text is None or inline is None))
        if text is None and inline is None and given is None:
            return
        try:
            told, text, formula = cell_of(
                self._address, self._kind, given, self._formula, text, self.shared, self._strings
            )
        except KeyError as error:
            raise UnreadableBook("malformed", f"{self._address}: {error}") from None
        if inline is not None:
            text = "".join(inline).replace("\r\n", "\n")
        self.cells[self._address] = (told, text, formula)
        # One that Excel would not understand counts as none.
        style = self._style.strip()
        self.styles[self._address] = int(style) if style.isascii() and style.isdigit() else 0

    def characters(self, text: str) -> None:
        """Take character data."""
        if self._text is not None:
            self._text.append(text)
        elif 2 < len(self._path) < 5 and self._path[1] == "sheetData":
            self._sure(not text.strip())

    def _sure(self, fact: object) -> None:
        if not fact:
            where = "/".join(self._path)
            raise UnreadableBook("malformed", f"sheet: {where} {self._address}")
