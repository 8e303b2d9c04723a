"""The grammar of what the usual programs write between <sheetData> and </sheetData>.

Knows how rows and cells are spelt; never what surrounds them. What is not in the grammar to the last
character is not read here: a KeyError, an ExpatError or None says so, and the slow way decides.
"""

import pyexpat
import re
from typing import NamedTuple

from xl2report.files.reader.cells import KINDS, Cell, cell_of, value_of
from xl2report.files.reader.formulas import SharedFormulas
from xl2report.files.reader.markup import TEXT, unescaped
from xl2report.files.reader.moulds import BLANK, Mould
from xl2report.files.reader.package import Shelf

_ADDRESS = "[A-Z]{1,3}+[1-9][0-9]{0,6}+"
_PLAIN = r"[^<>&\x00-\x20]*+"
_KIND = "(?:n|s|str|b|e|d|inlineStr)"
# Before Python 3.11.5 a possessive repeat fails where what it repeats has once to be given up midway: only what
# is decided sign by sign is repeated so.
_OTHERS = r"(?: [A-Za-z][A-Za-z0-9:]*+=\"[^\"<>\x00-\x1f]*+\")*+"
_ROW = r"<row r=\"[1-9][0-9]{0,6}+\""
# "(?:x|)" for "x or nothing": the engine decides it several times faster than "(?:x)?".
_GRAMMAR = re.compile(
    # 1: cells without content
    rf"((?:<c r=\"{_ADDRESS}\"(?: s=\"[0-9]++\"|)(?: t=\"{_KIND}\"|)(?:/>|></c>))*)(?:"
    # 2, 3: address and type
    rf"<c r=\"({_ADDRESS})\"(?: s=\"[0-9]++\"|)(?: t=\"({_KIND})\"|)"
    r"(?: cm=\"[0-9]++\"|)(?: vm=\"[0-9]++\"|)>"
    # 4, 5: attributes and text of the formula
    rf"(?:<f({_OTHERS})(?:/>|>({TEXT})</f>)|)"
    # 6, 7: a value that means itself; any other content, with its tags
    rf"(?:<v>({_PLAIN})</v>"
    rf"|(<v ?/>|<v>{TEXT}</v>|<is><t(?: xml:space=\"preserve\"|)>{TEXT}</t></is>)|)</c>"
    # 8, 9: rows without cells; what the next row says of itself
    rf"|(?:</row>|\A<sheetData>)((?:{_ROW}{_OTHERS}/>)*)"
    rf"(?:{_ROW}({_OTHERS})>|</sheetData>\Z))"
    # 10: all that is left from where none of this fits
    r"|([\s\S]+)"
)
_GROUPS = 11
_UNFILLED = re.compile(
    r"<c r=\"([A-Z]+[0-9]+)\"(?: s=\"[0-9]+\"|)(?: t=\"([a-zA-Z]+)\"|)(?:(/>)|>)"
)
_PLACE = re.compile(r"<c r=\"([A-Z]+[0-9]+)\"")
_EMPTY_ROW = re.compile(rf"{_ROW}({_OTHERS})/>")
# No declaration of a namespace, and no more than one prefix.
_NAME = re.compile("(?!xmlns)[A-Za-z][A-Za-z0-9]*(?::[A-Za-z][A-Za-z0-9]*)?")
# How the plain values of a sheet are cut out: a mark behind each, another for none.
_END = b"\x03"
_AS_SLOT = b'"><v>' + BLANK.encode() + _END + b"<v>"
_NEVER = bytes([*b"<>", 0, *range(4, 9), *range(11, 32)])
# What makes a value mean something else than its letters.
_ODD = (" ", "&", "_x", "\t", "\n", "true", "false")
_LARGEST_MOULD = 1 << 17

_attributes: Shelf[tuple[dict[str, str], set[str]]] = Shelf(400)


class Spelt(NamedTuple):
    """Rows that have been read: their cells, the prefixes their attributes need, and all their pieces."""

    cells: dict[str, Cell]
    prefixes: set[str]
    pieces: list[str]


def parted(rows: bytes) -> tuple[bytes, list[str], bool]:
    """What a sheet has in common with that of another book of the same form, and its plain values.

    In common is all but these, and but for whether a cell has one at all. Empty where the values
    cannot be told apart from the rest. Last, whether a value may mean something else than its letters.
    """
    if len(rows) > _LARGEST_MOULD or BLANK.encode() in rows:
        return b"", [], False
    parts = rows.replace(b"</v></c>", _END + b"<v>").replace(b'"/>', _AS_SLOT).split(b"<v>")
    given = parts[1::2]
    joined = b"\x01".join(given)
    many = len(given)
    # Each value ends where its element does: nothing else that looks like one has been cut.
    if (
        joined.count(_END) != many
        or joined.count(_END + b"\x01") != many - 1
        or joined.count(b"\x01") != many - 1
        or joined[-1:] != _END
        or len(joined.translate(None, _NEVER)) != len(joined)
    ):
        return b"", [], False
    text = joined.decode()
    if not text.isascii() and ("\ufffe" in text or "\uffff" in text):
        return b"", [], False
    odd = any(sign in text for sign in _ODD)
    return b"\x01".join(parts[::2]), text[:-1].split("\x03\x01"), odd


def spelt(rows: bytes, strings: dict[str, str]) -> Spelt | None:
    """The cells of some rows, in the tags of sheetData; None where they are not in the grammar."""
    text = rows.decode()
    if not text.isascii() and ("\ufffe" in text or "\uffff" in text):
        return None
    pieces = _GRAMMAR.split(text)
    if pieces[-2]:
        return None
    prefixes = _prefixes_of_rows(pieces)
    cells = _cells_of(pieces, strings)
    return None if cells is None else Spelt(cells, prefixes, pieces)


def learnt(spelt: Spelt) -> Mould:
    """The mould of rows that have been read."""
    pieces, cells = spelt.pieces, spelt.cells
    mould = Mould(spelt.prefixes)
    for i in range(1, len(pieces), _GROUPS):
        gap, address, kind, given, formula, plain, other, empty = pieces[i : i + 8]
        for unfilled, meant, slot in _UNFILLED.findall(gap or ""):
            if slot:
                mould.add_either(unfilled, meant or None)
        if address is None:
            for _ in range((empty or "").count("/>")):
                mould.add_empty()
            continue
        if given and formula is None:
            mould.add_empty()
        if plain is None and (other is None or other.endswith("/>") or other.startswith("<is>")):
            continue
        if given is None:
            mould.add_either(address, kind)
        else:
            mould.add_filled(address, kind, cells[address][2])
    mould.close(cells)
    return mould


def _prefixes_of_rows(pieces: list[str]) -> set[str]:
    """The prefixes that attributes of rows need; a KeyError where a row has two numbers."""
    said = set(pieces[9::_GROUPS])
    for empty in set(pieces[8::_GROUPS]):
        if empty:
            said.update(_EMPTY_ROW.findall(empty))
    prefixes: set[str] = set()
    for spelt in said:
        if spelt:
            names, needed = _attributes_of(spelt)
            if "r" in names:
                raise KeyError(spelt)
            prefixes |= needed
    return prefixes


def _cells_of(pieces: list[str], strings: dict[str, str]) -> dict[str, Cell] | None:
    """The cells of a sheet cut up by the grammar, or None where an address is met twice."""
    cells: dict[str, Cell] = {}
    shared = SharedFormulas()
    blank = _PLACE.findall("".join(filter(None, pieces[1::_GROUPS])))
    met = len(blank)
    for address, kind, given, formula, plain, other in zip(
        pieces[2::_GROUPS],
        pieces[3::_GROUPS],
        pieces[4::_GROUPS],
        pieces[5::_GROUPS],
        pieces[6::_GROUPS],
        pieces[7::_GROUPS],
        strict=True,
    ):
        if address is None:
            continue
        met += 1
        if given is not None or plain is None:
            text = plain if other is None else _content(other, kind)
            if text is None and given is None:
                blank.append(address)
                continue
            attributes = None
            if given is not None:
                attributes, prefixes = _attributes_of(given)
                if prefixes:
                    return None
            spelt = unescaped(formula) if formula and "&" in formula else formula or ""
            cells[address] = cell_of(address, kind, attributes, spelt, text, shared, strings)
        elif kind == "s":
            cells[address] = ("s", strings[plain] if plain else "", None)
        elif kind is None or kind == "n":
            cells[address] = ("n", plain, None)
        else:
            cells[address] = (KINDS[kind], value_of(kind, plain, strings), None)
    for address, formula in shared.late():
        cells[address] = (*cells[address][:2], formula)
    # An address met twice: readers differ on which of the two counts.
    return cells if len(cells.keys() | blank) == met else None


def _content(spelt: str, kind: str | None) -> str:
    """The text in a <v> or <is> given with its tags; a KeyError where it is not of this type."""
    inline = spelt.startswith("<is>")
    if inline != (kind == "inlineStr"):
        raise KeyError(kind)
    text = "" if spelt.endswith("/>") else spelt[3:-4]
    if inline:
        text = spelt[spelt.index(">", 4) + 1 : -9]
    return unescaped(text) if "&" in text else text


def _attributes_of(spelt: str) -> tuple[dict[str, str], set[str]]:
    """Attributes spelt one after another, and the prefixes they need."""
    known = _attributes.get(spelt)
    if known is None:
        found: list[dict[str, str]] = []
        reader = pyexpat.ParserCreate("utf-8")
        reader.StartElementHandler = lambda _, attributes: found.append(attributes)
        reader.Parse(f"<x{spelt}/>".encode(), True)
        names = found[0]
        if not all(_NAME.fullmatch(name) for name in names):
            raise KeyError(spelt)
        known = names, {name.partition(":")[0] for name in names if ":" in name} - {"xml"}
        _attributes.put(spelt, known)
    return known
