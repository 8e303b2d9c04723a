"""Shared formulas written out for the cells that only refer to them.

Knows how a formula's references move from cell to cell; never what a formula computes.
"""

import re

from xl2report.files.reader.package import UnreadableBook

LONGEST = 1 << 16  # Excel takes 8,192 characters
LARGEST_WRITTEN_OUT = 1 << 22
LAST_COLUMN = 16_384
LAST_ROW = 1_048_576

# In this order, each piece whole: what only looks like a reference (in a text, in a name, in
# front of "!") is passed over together with what surrounds it.
_PIECE = r"""
      "(?:[^"]++|"")*+"?                                    # a text
    | '(?:[^']++|'')*+'?!?                                  # a quoted sheet
    | \[(?:[^\[\]']++|'.|\[(?:[^\[\]']++|'.)*+\])*+\]?      # a table column, a book's number
    | [\w.\\?]++(?::[\w.\\?]++)?!                           # a sheet, or from sheet to sheet
    | (?P<cell>(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})(?![\w.(!\[]))
    | (?P<columns>(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})(?![\w.(!\[$]))
    | (?P<rows>(\$?)([1-9][0-9]{0,6}):(\$?)([1-9][0-9]{0,6})(?![\w.(!\[$]))
    | [\w.\\?]++                                            # a name, a function, a number
    """
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")

# A column or row of a reference: as it stands, and its number where it moves.
_Step = tuple[str, int]
_FREE = 0


class SharedFormulas:
    """The shared formulas of one sheet: who has the text, and who is still without."""

    __slots__ = ("_masters", "_spent", "_waiting")

    def __init__(self) -> None:
        self._masters: dict[str, Movable] = {}
        self._waiting: list[tuple[str, str]] = []
        self._spent = 0

    def at(self, address: str, number: str, text: str) -> str:
        """The formula of a cell that gives a text, or takes the one shared under a number.

        Empty where the number's text has not been met yet: see `late`.
        """
        if text:
            self._masters[number] = Movable(text, address)
            return text
        master = self._masters.get(number)
        if master is None:
            self._waiting.append((address, number))
            return ""
        return self._moved(master, address)

    def late(self) -> list[tuple[str, str]]:
        """Addresses and formulas of cells that came before the text they share."""
        return [
            (address, self._moved(self._masters[number], address))
            for address, number in self._waiting
            if number in self._masters
        ]

    def _moved(self, master: "Movable", address: str) -> str:
        # A few bytes of a file stand for a whole formula here: bounded, as inflating is.
        self._spent += len(master.text)
        if len(master.text) > LONGEST or self._spent > LARGEST_WRITTEN_OUT:
            raise UnreadableBook("too_large", f"shared formulas: {self._spent} characters")
        return master.at(address)


class Movable:
    """A formula of one cell, cut up once so that it can be filled into many others."""

    __slots__ = ("_pieces", "_place", "text")

    def __init__(self, text: str, address: str) -> None:
        self.text = text
        self._place = _place(address)
        self._pieces: list[str | tuple[_Step, _Step]] | None = None

    def at(self, address: str) -> str:
        """The formula as it reads when filled into another cell."""
        if self._pieces is None:
            self._pieces = _cut(self.text)
        column, row = _place(address)
        across, down = column - self._place[0], row - self._place[1]
        return "".join(
            [
                piece if isinstance(piece, str) else _reference(*piece, across, down)
                for piece in self._pieces
            ]
        )


def _cut(text: str) -> list[str | tuple[_Step, _Step]]:
    """The pieces of a formula: references as column and row, all else as it stands."""
    pieces: list[str | tuple[_Step, _Step]] = []
    done = 0
    for found in re.finditer(_PIECE, text, re.VERBOSE):
        if found.lastgroup is None:
            continue
        pieces.append(text[done : found.start()])
        if found["cell"]:
            pieces.append((_column(found[2], found[3]), _row(found[4], found[5])))
        elif found["columns"]:
            pieces += [(_column(found[7], found[8]), ("", _FREE)), ":"]
            pieces.append((_column(found[9], found[10]), ("", _FREE)))
        else:
            pieces += [(("", _FREE), _row(found[12], found[13])), ":"]
            pieces.append((("", _FREE), _row(found[14], found[15])))
        done = found.end()
    pieces.append(text[done:])
    return pieces


def _column(fixed: str, letters: str) -> _Step:
    return fixed + letters, _FREE if fixed else column_number(letters)


def _row(fixed: str, digits: str) -> _Step:
    return fixed + digits, _FREE if fixed else int(digits)


def _reference(column: _Step, row: _Step, across: int, down: int) -> str:
    letters, number = column
    digits, line = row
    if number and across:
        number += across
        if not 1 <= number <= LAST_COLUMN:
            return "#REF!"
        letters = _letters(number)
    if line and down:
        line += down
        if not 1 <= line <= LAST_ROW:
            return "#REF!"
        digits = str(line)
    return letters + digits


def address_at(column: int, row: int) -> str:
    """The address of a cell by its column and row, both from 1."""
    return f"{_letters(column)}{row}"


def _letters(column: int) -> str:
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _place(address: str) -> tuple[int, int]:
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise ValueError(address)
    return column_number(found[1]), int(found[2])


def column_number(letters: str) -> int:
    """The number of a column, from 1, by its letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
