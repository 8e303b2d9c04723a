"""The cells of one sheet part: a fast way that accounts for every cell, and a slow way.

Knows how a sheet is spelt in XML; never what its cells mean. The fast way is a grammar of
what the usual programs write between <sheetData> and </sheetData>, with expat for the rest of
the part; where a sheet is not in that grammar to the last character, the slow way decides.
"""

import pyexpat
import re
from collections.abc import Mapping

from xl2report.files.reader.cells import Sheet
from xl2report.files.reader.grammar import learnt, parted, spelt
from xl2report.files.reader.markup import (
    MAIN,
    STRICT,
    demand_few_tags,
    parse,
    parser,
)
from xl2report.files.reader.moulds import Mould
from xl2report.files.reader.package import Shelf, UnreadableBook
from xl2report.files.reader.slow_sheets import SheetElements, read_slowly
from xl2report.ground.points import column_letters, split_address

# A cell, a row or a second sheetData somewhere else than between the tags.
_ASTRAY = re.compile(rb"<(?:[\w.-]+:)?(?:sheetData|row|c)[\s/>]")
# What may hold letters that only look like a cell: a comment, literal text, an instruction.
_HIDING = re.compile(b"<[!?]")
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
_moulds: Shelf[Mould] = Shelf(32)


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
    shell = shell_of(part[:start], part[end:])
    if shell is None:
        return None
    rows = part[start:end]
    try:
        form, values, odd = parted(rows)
        mould = _moulds.get(form)
        if form and mould is not None and mould is not _MET:
            if not mould.prefixes <= shell.prefixes:
                return None
            values = mould.filled(values, strings, odd=odd)
            return Sheet(name, None, "fast", shell.merges, slots=mould, values=values)
        found = spelt(rows, strings)
    except (KeyError, UnicodeDecodeError, pyexpat.ExpatError):
        return None
    if found is None or not found.prefixes <= shell.prefixes:
        return None
    if form:
        # Learnt when met again: a sheet that is like no other is not worth it.
        _moulds.put(form, _MET if mould is None else learnt(found))
    return Sheet(name, found.cells, "fast", shell.merges)


class Peeked:
    """Cells of a sheet as `peek` takes them: texts (None: blank) by their addresses."""

    def __init__(self, texts: Mapping[str, str | None]) -> None:
        spots = sorted(texts, key=split_address)
        columns = sorted({column_letters(split_address(spot)[1]) for spot in spots})
        self.spots = tuple(spot.encode() for spot in spots)
        self.texts = tuple(texts[spot] for spot in spots)
        self.known = frozenset(self.spots)
        self.spelt = re.compile(
            rb"<c r=\"((?:%s)[0-9]+)\"(?: s=\"[0-9]+\"|)(?: t=\"(s)\"|)(?:/>|><v>([0-9]+)</v></c>)"
            % "|".join(columns).encode()
        )


def peek(part: bytes, asked: Peeked, strings: dict[str, str]) -> bool:
    """Whether cells of a sheet surely hold just these texts and blanks; no other cell is read.

    False in doubt too: other spellings, a cell that has no element or has two, or another order.
    """
    at = part.find(b"<sheetData>")
    if at < 0 or _HIDING.search(part, at):
        return False
    found = [cell for cell in asked.spelt.findall(part, at) if cell[0] in asked.known]
    if tuple([spot for spot, _, _ in found]) != asked.spots:
        return False
    if not all(kind or not value for _, kind, value in found):
        return False
    given = [strings.get(value.decode(), "") if value else None for _, _, value in found]
    return tuple(given) == asked.texts


def shell_of(head: bytes, tail: bytes) -> Shell | None:
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
