"""The cells of one sheet part: a fast way that accounts for every cell, and a slow way.

Knows how a sheet is spelt in XML; never what its cells mean. The fast way is a grammar of
what the usual programs write between <sheetData> and </sheetData>, with expat for the rest of
the part; where a sheet is not in that grammar to the last character, the slow way decides.
"""

import pyexpat
import re

from xl2report.files.reader.cells import KINDS, Cell, Sheet, cell_of, value_of
from xl2report.files.reader.formulas import SharedFormulas
from xl2report.files.reader.moulds import BLANK, Mould
from xl2report.files.reader.package import Shelf, UnreadableBook
from xl2report.files.reader.slow_sheets import SheetElements, read_slowly
from xl2report.files.reader.strings import (
    MAIN,
    STRICT,
    TEXT,
    demand_few_tags,
    parse,
    parser,
    unescaped,
)

_ADDRESS = "[A-Z]{1,3}+[1-9][0-9]{0,6}+"
_PLAIN = r"[^<>&\x00-\x20]*+"
_KIND = "(?:n|s|str|b|e|d|inlineStr)"
_OTHERS = r"(?: [A-Za-z][A-Za-z0-9:]*=\"[^\"<>\x00-\x1f]*+\")*+"
_ROW = r"<row r=\"[1-9][0-9]{0,6}\""
# "(?:x|)" for "x or nothing": the engine decides it several times faster than "(?:x)?".
_GRAMMAR = re.compile(
    # 1: cells without content
    rf"((?:<c r=\"{_ADDRESS}\"(?: s=\"[0-9]++\"|)(?: t=\"{_KIND}\"|)(?:/>|></c>))*+)(?:"
    # 2, 3: address and type
    rf"<c r=\"({_ADDRESS})\"(?: s=\"[0-9]++\"|)(?: t=\"({_KIND})\"|)"
    r"(?: cm=\"[0-9]++\"|)(?: vm=\"[0-9]++\"|)>"
    # 4, 5: attributes and text of the formula
    rf"(?:<f({_OTHERS})(?:/>|>({TEXT})</f>)|)"
    # 6, 7: a value that means itself; any other content, with its tags
    rf"(?:<v>({_PLAIN})</v>"
    rf"|(<v ?/>|<v>{TEXT}</v>|<is><t(?: xml:space=\"preserve\"|)>{TEXT}</t></is>)|)</c>"
    # 8, 9: rows without cells; what the next row says of itself
    rf"|(?:</row>|\A<sheetData>)((?:{_ROW}{_OTHERS}/>)*+)"
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
# A cell, a row or a second sheetData somewhere else than between the tags.
_ASTRAY = re.compile(rb"<(?:[\w.-]+:)?(?:sheetData|row|c)[\s/>]")
_SLOT = re.compile(r"<v>([^<>&\x00\x01\x03-\x20]*+)</v></c>")
_AS_SLOT = f"><v>{BLANK}</v></c>"
_MET = Mould(set())


class Shell:
    """A sheet part without its cells: the prefixes it declares, its merged ranges on demand."""

    __slots__ = ("_merges", "_part", "prefixes")

    def __init__(self, part: bytes, prefixes: frozenset[str]) -> None:
        self._part = part
        self.prefixes = prefixes
        self._merges: tuple[str, ...] | None = None

    def merges(self) -> tuple[str, ...]:
        """The merged ranges, in the order the part has them."""
        if self._merges is None:
            found: list[str] = []
            if b"mergeCell" in self._part:
                elements = SheetElements({})
                parse(self._part, elements.start, elements.end)
                found = elements.merges
            self._merges = tuple(found)
        return self._merges


_shells: Shelf[Shell] = Shelf(48)
_attributes: Shelf[tuple[dict[str, str], set[str]]] = Shelf(400)
_moulds: Shelf[Mould] = Shelf(32)
_LARGEST_MOULD = 1 << 17


def read_sheet(name: str, part: bytes, strings: dict[str, str]) -> Sheet:
    """The sheet a part spells, with shared strings looked up by their number."""
    sheet = read_fast(name, part, strings)
    return sheet if sheet is not None else read_slowly(name, part, strings)


def read_fast(name: str, part: bytes, strings: dict[str, str]) -> Sheet | None:
    """The sheet, or None where the part is not to the last character in the fast grammar."""
    start = part.find(b"<sheetData>")
    end = part.rfind(b"</sheetData>") + 12
    if start < 0 or end < start:
        return None
    shell = _shell(part[:start], part[end:])
    if shell is None:
        return None
    try:
        rows = part[start:end].decode()
        if not rows.isascii() and ("\ufffe" in rows or "\uffff" in rows):
            return None
        cells = _cells(rows, shell, strings)
    except (KeyError, UnicodeDecodeError, pyexpat.ExpatError):
        return None
    return None if cells is None else Sheet(name, cells, "fast", shell.merges)


def _shell(head: bytes, tail: bytes) -> Shell | None:
    """What surrounds the cells, where that is well-formed UTF-8 and has the cells in place."""
    known = _shells.get((head, tail))
    if known is not None:
        return known
    if _ASTRAY.search(head) or _ASTRAY.search(tail):
        return None
    demand_few_tags(head + tail)
    prefixes: set[str] = set()
    path: list[str] = []
    found: list[tuple[str, ...]] = []
    usual = [True]

    def declared(_: str, encoding: str | None, __: int) -> None:
        usual[0] = encoding is None or encoding.lower() == "utf-8"

    def prefix(prefix: str | None, _: str) -> None:
        if not path:
            prefixes.add(prefix or "")

    def begin(name: str, _: dict[str, str]) -> None:
        path.append(name)
        if name.endswith(" sheetData"):
            found.append(tuple(path))
            reader.StartElementHandler = None
            reader.EndElementHandler = None

    reader = parser(begin, lambda _: path.pop())
    reader.XmlDeclHandler = declared
    reader.StartNamespaceDeclHandler = prefix
    part = head + b"<sheetData/>" + tail
    try:
        reader.Parse(part, True)
    except (pyexpat.ExpatError, LookupError, ValueError, UnreadableBook):
        return None
    places = [(f"{uri} worksheet", f"{uri} sheetData") for uri in (MAIN, STRICT)]
    if not usual[0] or len(found) != 1 or found[0] not in places:
        return None
    shell = Shell(part, frozenset(prefixes))
    if len(part) < 1 << 18:
        _shells.put((head, tail), shell)
    return shell


def _cells(rows: str, shell: Shell, strings: dict[str, str]) -> dict[str, Cell] | None:
    if BLANK in rows or "\x01" in rows:
        return None
    form, mould = "", None
    if len(rows) <= _LARGEST_MOULD:
        # What a sheet has in common with that of another book of the same form: all but its
        # plain values, and but for whether there is one at all.
        parts = _SLOT.split(rows.replace("/>", _AS_SLOT))
        form = "\x01".join(parts[::2])
        mould = _moulds.get(form)
        if mould is not None and mould is not _MET and mould.prefixes <= shell.prefixes:
            return mould.cells(parts[1::2], strings)
    pieces = _GRAMMAR.split(rows)
    if pieces[-2]:
        return None
    prefixes = _prefixes_of_rows(pieces)
    if not prefixes <= shell.prefixes:
        return None
    cells = _cells_of(pieces, strings)
    if form and cells is not None:
        # Learnt when met again: a sheet that is like no other is not worth it.
        _moulds.put(form, _MET if mould is None else _learnt(pieces, cells, prefixes))
    return cells


def _learnt(pieces: list[str], cells: dict[str, Cell], prefixes: set[str]) -> Mould:
    """The mould of a sheet that has been read, or _MET where there can be none."""
    mould = Mould(prefixes)
    for i in range(1, len(pieces), _GROUPS):
        gap, address, kind, given, formula, plain, other, empty = pieces[i : i + 8]
        for unfilled, meant, slot in _UNFILLED.findall(gap or ""):
            if slot:
                mould.add_either(unfilled, meant or None)
        if address is None:
            for _ in range((empty or "").count("/>")):
                mould.add_empty()
            continue
        if given is not None and formula is None:
            mould.add_empty()
        if plain is not None:
            if given is None:
                mould.add_either(address, kind)
            else:
                mould.add_filled(address, kind, cells[address][2])
        elif other is not None:
            if kind == "s":
                # The number of a shared string, spelt so that it stays in the form.
                return _MET
            if other.endswith("/>"):
                mould.add_empty()
    mould.fix(cells)
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
