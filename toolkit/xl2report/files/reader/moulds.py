"""What the sheets of one form have in common: learnt from one book, used for the others.

Knows which cell each plain value of such a sheet belongs to; never how a sheet is spelt.
Books of one form differ in plain values, and in which cells have any: all else in a sheet is
the same to the last character, and need not be judged again.
"""

from operator import itemgetter

from xl2report.files.reader.cells import KINDS, Cell, value_of

# Stands for the value of a cell without content; no XML text has this character.
BLANK = "\x02"


class Mould:
    """The slots of a sheet in order, and those of its cells that are the same in each book.

    A slot is a place for a plain value, or the end of an empty element; what may stand in it
    is `either`, or only a value (behind a formula), or only nothing (an empty row).
    """

    __slots__ = ("_addresses", "_empty", "_filled", "_fixed", "_formulas", "_kinds", "_texts",
                 "_typed", "prefixes")  # fmt: skip

    def __init__(self, prefixes: set[str]) -> None:
        self.prefixes = prefixes
        self._addresses: list[str] = []
        self._kinds: list[str] = []
        self._formulas: list[str | None] = []
        self._texts: list[int] = []
        self._typed: list[tuple[int, str]] = []
        self._filled: list[int] = []
        self._empty: list[int] = []
        self._fixed: dict[str, Cell] = {}

    def add_either(self, address: str, kind: str | None) -> None:
        """A slot of a cell that may be without content."""
        at = len(self._addresses)
        if kind == "s":
            self._texts.append(at)
        elif kind in ("str", "inlineStr", "b"):
            self._typed.append((at, kind))
        self._addresses.append(address)
        self._kinds.append(KINDS[kind])
        self._formulas.append(None)

    def add_filled(self, address: str, kind: str | None, formula: str | None) -> None:
        """A slot that has a value in each book."""
        self._filled.append(len(self._addresses))
        self.add_either(address, kind)
        self._formulas[-1] = formula

    def add_empty(self) -> None:
        """A slot that has no value in any book."""
        self._empty.append(len(self._addresses))
        self.add_either("", None)

    def fix(self, cells: dict[str, Cell]) -> None:
        """Take over the cells of the learnt sheet that have no slot."""
        slots = set(self._addresses)
        self._fixed = {address: cells[address] for address in cells if address not in slots}

    def cells(self, values: list[str], strings: dict[str, str]) -> dict[str, Cell]:
        """The cells with these values in the slots; a KeyError where a value does not fit."""
        if BLANK in _chosen(self._filled, values):
            raise KeyError("a formula without the end of its element")
        if self._empty and set(_chosen(self._empty, values)) != {BLANK}:
            raise KeyError("a value behind the end of its element")
        for at in self._texts:
            if values[at] != BLANK:
                values[at] = strings[values[at]]
        for at, kind in self._typed:
            if values[at] != BLANK:
                values[at] = value_of(kind, values[at], strings)
        cells: dict[str, Cell] = {
            address: (kind, value, formula)
            for address, kind, value, formula in zip(
                self._addresses, self._kinds, values, self._formulas, strict=True
            )
            if value != BLANK
        }
        cells.update(self._fixed)
        return cells


def _chosen(places: list[int], values: list[str]) -> tuple[str, ...]:
    if len(places) > 1:
        chosen: tuple[str, ...] = itemgetter(*places)(values)
        return chosen
    return tuple(values[at] for at in places)
