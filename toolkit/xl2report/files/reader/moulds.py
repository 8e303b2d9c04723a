"""What the sheets of one form have in common: learnt from one book, used for the others.

Knows which cell each plain value of such a sheet belongs to; never how a sheet is spelt.
Books of one form differ in plain values, and in which cells have any: all else in a sheet is
the same to the last character, and need not be judged again.
"""

from collections.abc import Callable
from operator import itemgetter
from typing import Any, TypeVar

from xl2report.files.reader.cells import KINDS, Cell, value_of
from xl2report.files.reader.markup import unescaped

Thing = TypeVar("Thing")

# Stands for the value of a cell without content; no XML text has this character.
BLANK = "\x02"
# Questions that a mould remembers the answers to: those of one form's plan, and of a second.
_MOST_VIEWS = 16

# Takes chosen values out of all, in the order they were chosen in.
Pick = Callable[[list[str]], tuple[str, ...]]


class Mould:
    """The slots of a sheet in order, and those of its cells that are the same in each book.

    A slot is a place for a plain value, or the end of an empty element; what may stand in it
    is `either`, or only a value (behind a formula), or only nothing (an empty row).
    """

    __slots__ = ("_addresses", "_empty", "_filled", "_pick_empty", "_pick_filled", "_pick_texts", "_texts",
                 "_typed", "_views", "at", "fixed", "formulas", "kinds", "prefixes")  # fmt: skip

    def __init__(self, prefixes: set[str]) -> None:
        self.prefixes = prefixes
        self.at: dict[str, int] = {}
        self.kinds: list[str] = []
        self.formulas: list[str | None] = []
        self.fixed: dict[str, Cell] = {}
        self._addresses: list[str] = []
        self._texts: list[int] = []
        self._typed: list[tuple[int, str]] = []
        self._filled: list[int] = []
        self._empty: list[int] = []
        self._views: dict[tuple[str, int], tuple[object, Any]] = {}

    def add_either(self, address: str, kind: str | None) -> None:
        """A slot of a cell that may be without content."""
        at = len(self._addresses)
        if kind == "s":
            self._texts.append(at)
        elif kind in ("str", "inlineStr", "b"):
            self._typed.append((at, kind))
        if address:
            self.at[address] = at
        self._addresses.append(address)
        self.kinds.append(KINDS[kind])
        self.formulas.append(None)

    def add_filled(self, address: str, kind: str | None, formula: str | None) -> None:
        """A slot that has a value in each book."""
        self._filled.append(len(self._addresses))
        self.add_either(address, kind)
        self.formulas[-1] = formula

    def add_empty(self) -> None:
        """A slot that has no value in any book."""
        self._empty.append(len(self._addresses))
        self.add_either("", None)

    def close(self, cells: dict[str, Cell]) -> None:
        """Take over the cells of the learnt sheet that have no slot; no slot comes after this."""
        self.fixed = {address: cells[address] for address in cells if address not in self.at}
        self._pick_filled, self._pick_empty, self._pick_texts = map(
            picking, (self._filled, self._empty, self._texts)
        )

    def by_column(self) -> None:
        """Call the cells by their columns: what was learnt is one row, and others are like it."""
        self._addresses = [spot.rstrip("0123456789") for spot in self._addresses]
        self.at = {spot.rstrip("0123456789"): at for spot, at in self.at.items()}
        self.fixed = {spot.rstrip("0123456789"): cell for spot, cell in self.fixed.items()}

    def filled(self, values: list[str], strings: dict[str, str], *, odd: bool) -> list[str]:
        """The values as they are meant, in the slots' order; a KeyError where one does not fit.

        `odd` says that one of them may hold white space, an escape, or a truth in words.
        """
        if len(values) != len(self._addresses):
            raise KeyError("another number of slots")
        if BLANK in self._pick_filled(values):
            raise KeyError("a formula without the end of its element")
        if self._empty and set(self._pick_empty(values)) != {BLANK}:
            raise KeyError("a value behind the end of its element")
        if odd:
            return self._read(values, strings)
        for at, number in zip(self._texts, self._pick_texts(values), strict=True):
            if number != BLANK:
                values[at] = strings[number]
        return values

    def _read(self, values: list[str], strings: dict[str, str]) -> list[str]:
        given: list[str | None] = list(self.kinds)
        for at in self._texts:
            given[at] = "s"
        for at, kind in self._typed:
            given[at] = kind
        return [
            text
            if text == BLANK
            else value_of(kind, unescaped(text) if "&" in text else text, strings)
            for kind, text in zip(given, values, strict=True)
        ]

    def cells(self, values: list[str]) -> dict[str, Cell]:
        """The cells with these values, as `filled` gives them, in the slots."""
        cells: dict[str, Cell] = {
            address: (kind, value, formula)
            for address, kind, value, formula in zip(
                self._addresses, self.kinds, values, self.formulas, strict=True
            )
            if value != BLANK
        }
        cells.update(self.fixed)
        return cells

    def cell(self, spot: str, values: list[str]) -> Cell | None:
        """One of these cells."""
        at = self.at.get(spot)
        if at is None:
            return self.fixed.get(spot)
        value = values[at]
        return None if value == BLANK else (self.kinds[at], value, self.formulas[at])

    def view(self, asked: object, make: Callable[["Mould"], Thing], kind: str) -> Thing:
        """What `make` gives for this mould and a kind of question; made once for the same object."""
        key = kind, id(asked)
        known = self._views.get(key)
        if known is not None and known[0] is asked:
            made: Thing = known[1]
            return made
        made = make(self)
        if len(self._views) >= _MOST_VIEWS:
            self._views.clear()
        self._views[key] = asked, made
        return made


def picking(places: list[int]) -> Pick:
    """What takes the values at these places out of all of them."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda values: tuple(values[at] for at in places)
