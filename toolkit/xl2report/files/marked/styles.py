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
_DIFFERENTIAL = '<dxf><fill><patternFill><bgColor rgb="FF{}"/></patternFill></fill></dxf>'
_DXF = re.compile(rb"<dxf(?=[\s/>])")
_DXF_WHOLE = re.compile(rb"<dxf\b[^<>]*/>|<dxf\b[^<>]*>.*?</dxf>", re.DOTALL)
_BEHIND = re.compile(rb"<bgColor\s+rgb=\"[0-9A-Fa-f]{2}([0-9A-Fa-f]{6})\"\s*/>")


class Styles:
    """The formats of a workbook; what is added stands behind what was there."""

    def __init__(self, edits: Edits) -> None:
        self._edits = edits
        self._had: dict[bytes, list[bytes]] = {}
        self._new: dict[bytes, list[bytes]] = {name: [] for name in _ITEMS}
        self._marked: dict[tuple[int, str], int] = {}
        self._shown: dict[str, int] = {}
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

    def shown(self, level: str) -> int:
        """The number of the differential format that has only the fill of a mark."""
        known = self._shown.get(level)
        if known is None:
            start, end = _differentials(self._edits.part)
            had = len(_DXF.findall(self._edits.part, start, end))
            known = self._shown[level] = had + len(self._shown)
        return known

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
        if self._shown:
            self._put_shown()

    def _put_shown(self) -> None:
        part = self._edits.part
        start, end = _differentials(part)
        fills = (fill_colour(MARKS[level], 0) for level in self._shown)
        spelt = "".join(_DIFFERENTIAL.format(fill) for fill in fills).encode()
        tag = TAG.match(part, start) if start < end else None
        if tag is None:
            behind = (part.find(word, start) for word in (b"<tableStyles", b"<colors", b"<extLst"))
            place = min((at for at in behind if at >= 0), default=part.rfind(b"</styleSheet"))
            if place < 0:
                raise CannotMark("spelling", "dxfs")
            count = len(self._shown)
            self._edits.insert(place, b'<dxfs count="%d">%s</dxfs>' % (count, spelt))
            return
        count = len(_DXF.findall(part, start, end)) + len(self._shown)
        opening = with_attribute(tag[0], b"count", str(count))
        if tag[0].endswith(b"/>"):
            opening = opening[:-2] + b">" + spelt + b"</dxfs>"
        else:
            self._edits.insert(end - len(b"</dxfs>"), spelt)
        self._edits.replace(start, tag.end(), opening)


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


def _differentials(part: bytes) -> tuple[int, int]:
    """Where the differential formats begin and end; the same place where there are none."""
    behind = part.rfind(b"</cellXfs>")
    start = part.find(b"<dxfs", behind)
    tag = TAG.match(part, start) if start >= 0 else None
    if tag is None:
        return behind, behind
    if tag[0].endswith(b"/>"):
        return start, tag.end()
    close = part.find(b"</dxfs>", start)
    if close < 0:
        raise CannotMark("spelling", "dxfs")
    return start, close + len(b"</dxfs>")


def solid(colour: str) -> str:
    """A fill of one colour."""
    return _SOLID.format(colour)


def has_marks(part: bytes) -> bool:
    """Whether any fill of a styles part, of a cell or of a rule, is a mark."""
    if not any(sign in part for sign in _SIGNS):
        return False
    fills = part[part.find(b"<fills") : part.find(b"</fills>")]
    return any(_marked_over(fill) is not None for fill in _FILL.findall(fills)) or bool(
        _shown_in(part)
    )


def unmark(edits: Edits, befores: dict[int, bytes]) -> set[int]:
    """Put the fills back that were under the marks: one change for all cells of a format.

    The numbers of the differential formats that showed marks; they stay, and say nothing any more.
    """
    known = {number: solid(colour).encode() for number, colour in enumerate(_KNOWN, 1)} | befores
    shown = _shown_in(edits.part)
    for start, end in shown.values():
        edits.replace(start, end, b"<dxf/>")
    first, last = _differentials(edits.part)
    for found in _FILL.finditer(edits.part):
        if first <= found.start() < last:
            continue
        before = _marked_over(found[0])
        if before is not None:
            edits.replace(found.start(), found.end(), known.get(before, NO_FILL))
            continue
        # LibreOffice writes a neighbouring colour where a solid fill has no second one.
        for behind in _BEHIND.finditer(found[0]):
            if fill_before(behind[1].decode()) is not None:
                start = found.start() + behind.start()
                edits.replace(start, start + len(behind[0]), b'<bgColor indexed="64"/>')
    return set(shown)


def _shown_in(part: bytes) -> dict[int, tuple[int, int]]:
    """The differential formats that show a mark, by their numbers: where each begins and ends."""
    start, end = _differentials(part)
    found = {}
    for number, one in enumerate(_DXF_WHOLE.finditer(part, start, end)):
        behind = _BEHIND.search(one[0])
        marked = behind is not None and fill_before(behind[1].decode()) is not None
        if marked or _marked_over(one[0]) is not None:
            found[number] = one.span()
    return found


def _marked_over(fill: bytes) -> int | None:
    colour = re.search(rb"<fgColor\s+rgb=\"[0-9A-Fa-f]{2}([0-9A-Fa-f]{6})\"", fill)
    return fill_before(colour[1].decode()) if colour else None
