"""Cell formats: a wrong cell's own format with another fill, and the formats of the list.

A mark says by the colour of its fill which fill was there before (ground/marks.py): programs that
save the workbook renumber its formats, but keep colours.
"""

import re

from xl2report.files.marked.errors import CannotMark
from xl2report.files.marked.spelling import TAG, Edits, attribute, with_attribute
from xl2report.ground.marks import ERROR_FILL, MOST_FILLS, WARNING_FILL, fill_before, fill_colour

NO_FILL = b'<fill><patternFill patternType="none"/></fill>'
_SOLID = '<fill><patternFill patternType="solid"><fgColor rgb="FF{}"/><bgColor indexed="64"/></patternFill></fill>'
# The fills that a template has; their numbers need no table, so that a mark can be taken off even
# where the list has been deleted.
_KNOWN = ("DDEBF7", "F2F2F2", "E7E6E6")
MARKS = {"error": ERROR_FILL, "warning": WARNING_FILL}
_SIGNS = tuple(
    spelt.encode()
    for red, green, _ in MARKS.values()
    for spelt in (f"{red:02X}{green:02X}", f"{red:02x}{green:02x}")
)
_ITEMS = {
    b"fonts": re.compile(rb"<font(?=[\s/>])"),
    b"fills": re.compile(rb"<fill\b[^<>]*?(?:/>|>.*?</fill>)", re.DOTALL),
    b"borders": re.compile(rb"<border(?=[\s/>])"),
    b"cellXfs": re.compile(rb"<xf\b[^<>]*?(?:/>|>.*?</xf>)", re.DOTALL),
}
_WHOLE = {b"fills": b"<fill>", b"cellXfs": b"<xf "}  # the others are only counted
_SOLID_COLOUR = re.compile(
    rb"<fill>\s*<patternFill patternType=\"solid\">\s*<fgColor rgb=\"(?:FF|00)([0-9A-Fa-f]{6})\"\s*/>"
)
_FILL = _ITEMS[b"fills"]
_BEHIND = re.compile(rb"<bgColor\s+rgb=\"[0-9A-Fa-f]{2}([0-9A-Fa-f]{6})\"\s*/>")


class Styles:
    """The formats of a workbook; what is added stands behind what was there."""

    def __init__(self, edits: Edits) -> None:
        self._edits = edits
        self._had: dict[bytes, list[bytes]] = {}
        self._new: dict[bytes, list[bytes]] = {name: [] for name in _ITEMS}
        self._marked: dict[tuple[int, str], int] = {}
        self.befores: dict[int, bytes] = {}
        self._places: dict[bytes, tuple[int, int, int]] = {}
        for name, item in _ITEMS.items():
            start, close = edits.part.find(b"<" + name), edits.part.find(b"</" + name + b">")
            tag = TAG.match(edits.part, start) if 0 <= start < close else None
            if tag is None:
                raise CannotMark("spelling", f"no {name.decode()}")
            inner = edits.part[tag.end() : close]
            had = _items(name, item, inner)
            self._had[name] = had
            self._places[name] = start, tag.end(), close

    def add(self, section: bytes, item: str) -> int:
        """The number of a font, fill, border or format that is put in."""
        spelt = item.encode()
        new = self._new[section]
        if spelt not in new:
            new.append(spelt)
        return len(self._had[section]) + new.index(spelt)

    def marked(self, style: int, level: str) -> int:
        """The number of a format that differs from another only by the fill of a mark.

        The same format, unmarked, where the workbook has more fills than marks can tell apart.
        """
        known = self._marked.get((style, level))
        if known is not None:
            return known
        formats = self._had[b"cellXfs"]
        if style >= len(formats):
            raise CannotMark("spelling", f"format {style}")
        format_ = formats[style]
        tag = TAG.match(format_)
        if tag is None:
            raise CannotMark("spelling", f"format {style}")
        before = self._before(int(attribute(tag[0], b"fillId") or 0))
        if before is None:
            return style
        fill = self.add(b"fills", solid(fill_colour(MARKS[level], before)))
        changed = with_attribute(with_attribute(tag[0], b"fillId", str(fill)), b"applyFill", "1")
        found = self.add(b"cellXfs", (changed + format_[tag.end() :]).decode())
        self._marked[style, level] = found
        return found

    def _before(self, fill: int) -> int | None:
        """The number under which a mark remembers a fill."""
        fills = self._had[b"fills"]
        if fill >= len(fills):
            raise CannotMark("spelling", f"fill {fill}")
        spelt = fills[fill]
        colour = _SOLID_COLOUR.match(spelt)
        if b'patternType="none"' in spelt:
            return 0
        if colour and colour[1].decode().upper() in _KNOWN:
            return _KNOWN.index(colour[1].decode().upper()) + 1
        first = len(_KNOWN) + 1
        number = next((key for key, value in self.befores.items() if value == spelt), None)
        if number is None:
            number = first + len(self.befores)
            if number >= MOST_FILLS:
                return None
            self.befores[number] = spelt
        return number

    def finish(self) -> None:
        """Hand over what was added."""
        for name, new in self._new.items():
            if new:
                start, inner, close = self._places[name]
                tag = self._edits.part[start:inner]
                count = str(len(self._had[name]) + len(new))
                self._edits.replace(start, inner, with_attribute(tag, b"count", count))
                self._edits.insert(close, b"".join(new))


def _items(name: bytes, item: re.Pattern[bytes], inner: bytes) -> list[bytes]:
    """The items of a section; of fonts and borders only as many as there are."""
    start = _WHOLE.get(name)
    if start is None:
        return item.findall(inner)
    pieces = inner.split(start)
    if not pieces[0] and len(pieces) - 1 == inner.count(start[:-1]):
        return [start + piece for piece in pieces[1:]]
    found = item.findall(inner)
    if b"".join(b"".join(found).split()) != b"".join(inner.split()):
        raise CannotMark("spelling", name.decode())
    return found


def solid(colour: str) -> str:
    """A fill of one colour."""
    return _SOLID.format(colour)


def has_marks(part: bytes) -> bool:
    """Whether any fill of a styles part is a mark."""
    fills = part[part.find(b"<fills") : part.find(b"</fills>")]
    if not any(sign in fills for sign in _SIGNS):
        return False
    return any(_marked_over(fill) is not None for fill in _FILL.findall(fills))


def unmark(edits: Edits, befores: dict[int, bytes]) -> None:
    """Put the fills back that were under the marks: one change for all cells of a format."""
    known = {number: solid(colour).encode() for number, colour in enumerate(_KNOWN, 1)} | befores
    for found in _FILL.finditer(edits.part):
        before = _marked_over(found[0])
        if before is not None:
            edits.replace(found.start(), found.end(), known.get(before, NO_FILL))
            continue
        # LibreOffice writes a neighbouring colour where a solid fill has no second one.
        for behind in _BEHIND.finditer(found[0]):
            if fill_before(behind[1].decode()) is not None:
                start = found.start() + behind.start()
                edits.replace(start, start + len(behind[0]), b'<bgColor indexed="64"/>')


def _marked_over(fill: bytes) -> int | None:
    colour = re.search(rb"<fgColor\s+rgb=\"[0-9A-Fa-f]{2}([0-9A-Fa-f]{6})\"", fill)
    return fill_before(colour[1].decode()) if colour else None
