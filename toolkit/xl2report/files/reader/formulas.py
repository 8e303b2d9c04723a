"""Shared formulas written out for the cells that only refer to them.

Knows how a formula's references move from cell to cell; never what a formula computes.
"""

import re

from xl2report.files.reader.package import UnreadableBook

LARGEST_WRITTEN_OUT = 1 << 25
LAST_COLUMN = 16_384
LAST_ROW = 1_048_576

# In this order, each piece whole: what only looks like a reference (in a text, in a name, in
# front of "!") is passed over together with what surrounds it.
_PIECE = re.compile(
    r"""
      "(?:[^"]++|"")*+"?                                    # a text
    | '(?:[^']++|'')*+'?!?                                  # a quoted sheet
    | \[(?:[^\[\]']++|'.|\[(?:[^\[\]']++|'.)*+\])*+\]?      # a table column, a book's number
    | [\w.\\?]++(?::[\w.\\?]++)?!                           # a sheet, or from sheet to sheet
    | (?P<cell>(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})(?![\w.(!\[]))
    | (?P<columns>(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})(?![\w.(!\[$]))
    | (?P<rows>(\$?)([1-9][0-9]{0,6}):(\$?)([1-9][0-9]{0,6})(?![\w.(!\[$]))
    | [\w.\\?]++                                            # a name, a function, a number
    """,
    re.VERBOSE,
)
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


class SharedFormulas:
    """The shared formulas of one sheet: who has the text, and who is still without."""

    __slots__ = ("_masters", "_spent", "_waiting")

    def __init__(self) -> None:
        self._masters: dict[str, tuple[str, str]] = {}
        self._waiting: list[tuple[str, str]] = []
        self._spent = 0

    def at(self, address: str, number: str, text: str) -> str:
        """The formula of a cell that gives a text, or takes the one shared under a number.

        Empty where the number's text has not been met yet: see `late`.
        """
        if text:
            self._masters[number] = (address, text)
            return text
        master = self._masters.get(number)
        if master is None:
            self._waiting.append((address, number))
            return ""
        return self._moved(master, address)

    def _moved(self, master: tuple[str, str], address: str) -> str:
        # A few bytes of a file stand for a whole formula here: bounded, as inflating is.
        self._spent += len(master[1])
        if self._spent > LARGEST_WRITTEN_OUT:
            raise UnreadableBook("too_large", f"shared formulas: {self._spent} characters")
        return moved(master[1], master[0], address)

    def late(self) -> list[tuple[str, str]]:
        """Addresses and formulas of cells that came before the text they share."""
        return [
            (address, self._moved(self._masters[number], address))
            for address, number in self._waiting
            if number in self._masters
        ]


def moved(formula: str, source: str, target: str) -> str:
    """A formula of the source cell as it reads when filled into the target cell."""
    from_column, from_row = _place(source)
    column, row = _place(target)
    across, down = column - from_column, row - from_row

    def piece(found: re.Match[str]) -> str:
        if found["cell"]:
            place = _column(found[2], found[3], across) + _row(found[4], found[5], down)
        elif found["columns"]:
            first, last = _column(found[7], found[8], across), _column(found[9], found[10], across)
            place = f"{first}:{last}"
        elif found["rows"]:
            place = f"{_row(found[12], found[13], down)}:{_row(found[14], found[15], down)}"
        else:
            return found[0]
        return "#REF!" if "?" in place else place

    return _PIECE.sub(piece, formula) if across or down else formula


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


def _column(fixed: str, letters: str, across: int) -> str:
    if fixed:
        return f"${letters}"
    number = column_number(letters) + across
    return _letters(number) if 1 <= number <= LAST_COLUMN else "?"


def _row(fixed: str, digits: str, down: int) -> str:
    if fixed:
        return f"${digits}"
    number = int(digits) + down
    return str(number) if 1 <= number <= LAST_ROW else "?"
