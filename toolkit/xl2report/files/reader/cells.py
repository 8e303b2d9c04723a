"""What a sheet gives once read: its cells by address, each with type, value and formula.

Knows how the content of one cell is meant by its type; never how a sheet is spelt.
"""

from collections.abc import Callable, Mapping
from typing import Protocol

from xl2report.files.reader.formulas import SharedFormulas
from xl2report.files.reader.markup import clean

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


class Slots(Protocol):
    """The cells of a sheet whose shape is known from another book: see `moulds.Mould`."""

    at: dict[str, int]

    def cells(self, values: list[str]) -> dict[str, Cell]:
        """The cells with these values in the slots."""

    def cell(self, spot: str, values: list[str]) -> Cell | None:
        """One of them."""


class Sheet:
    """One sheet: its cells that hold a value or a formula, by address, and how it was read.

    `slots` and `values` are there for a sheet of known shape: whoever asks for a few cells only
    takes them from there (`cell`, `views`), and the others are never made.
    """

    __slots__ = ("_cells", "_merges", "name", "slots", "styles", "values", "way")

    def __init__(
        self,
        name: str,
        cells: dict[str, Cell] | None,
        way: str,
        merges: Callable[[], tuple[str, ...]],
        *,
        slots: Slots | None = None,
        values: list[str] | None = None,
        styles: Mapping[str, int] | None = None,
    ) -> None:
        self.name = name
        self.way = way
        self.slots = slots
        self.values = values or []
        # The numbers of the cells' styles, where the slow way has met them.
        self.styles = styles
        self._cells = cells
        self._merges = merges

    @property
    def cells(self) -> dict[str, Cell]:
        """The cells, in the order of the part or nearly so."""
        if self._cells is None:
            self._cells = self.slots.cells(self.values) if self.slots else {}
        return self._cells

    @property
    def size(self) -> int:
        """How many cells there are at most."""
        return len(self.slots.at if self._cells is None and self.slots else self.cells)

    def cell(self, spot: str) -> Cell | None:
        """One cell, None where nothing stands."""
        if self._cells is None and self.slots:
            return self.slots.cell(spot, self.values)
        return self.cells.get(spot)

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
