"""What a sheet gives once read: its cells by address, each with type, value and formula.

Knows how the content of one cell is meant by its type; never how a sheet is spelt.
"""

import re
from collections.abc import Callable

from xl2report.files.reader.formulas import SharedFormulas
from xl2report.files.reader.strings import clean

# Kind ("n" number, "s" text, "b" truth, "e" error, "d" ISO date), text, formula without "=".
# Text None: no value; "": an empty one. Formula None: none; "": one whose text is not given.
Cell = tuple[str, str | None, str | None]

KINDS = {
    None: "n",
    "n": "n",
    "s": "s",
    "str": "s",
    "inlineStr": "s",
    "b": "b",
    "e": "e",
    "d": "d",
}
_TRUTHS = {"true": "1", "false": "0"}
_SPACE = " \t\r\n"


class Sheet:
    """One sheet: its cells that hold a value or a formula, by address, and how it was read."""

    __slots__ = ("_merges", "cells", "name", "way")

    def __init__(
        self, name: str, cells: dict[str, Cell], way: str, merges: Callable[[], tuple[str, ...]]
    ) -> None:
        self.name = name
        self.cells = cells
        self.way = way
        self._merges = merges

    @property
    def merges(self) -> tuple[str, ...]:
        """The merged ranges, in the order the part has them."""
        return self._merges()


def value_of(kind: str | None, text: str, strings: dict[str, str]) -> str:
    """The value of a cell by its type, from its content as XML has it.

    A KeyError says that the content does not fit the type.
    """
    if kind in ("str", "inlineStr"):
        return clean(text)
    text = text.strip(_SPACE)
    if kind == "s" and text:
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise KeyError(text)
        return strings[str(int(text))]
    return _TRUTHS.get(text, text) if kind == "b" else text


def cell_of(
    address: str,
    kind: str | None,
    attributes: dict[str, str] | None,
    formula: str,
    text: str | None,
    shared: SharedFormulas,
    strings: dict[str, str],
) -> Cell:
    """A cell from its type, its formula (with attributes, None: no formula), and its content."""
    value = None if text is None else value_of(kind, text, strings)
    if attributes is None:
        return KINDS[kind], value, None
    if attributes.get("t") == "shared":
        formula = shared.at(address, attributes.get("si", ""), formula)
    return KINDS[kind], value, formula


def is_blank_column(part: bytes, letters: str) -> bool:
    """Whether no cell of a column has content, told from the part's spelling alone.

    False where that is not certain: prefixes, comments, other encodings, cells without address.
    """
    if b"<sheetData>" not in part or b"<!" in part or b"<c>" in part:
        return False
    if part.count(b"<c ") != part.count(b'<c r="'):
        return False
    return re.search(rf'(?i:<c r="{letters}[0-9]+")[^>]*[^/]>'.encode(), part) is None
