"""The cells of one sheet part: given another format where they stand, or made where none is."""

import re
from collections.abc import Callable
from functools import cached_property, lru_cache

from xl2report.files.marked.errors import CannotMark
from xl2report.files.marked.rules import has_rules, put_rules
from xl2report.files.marked.sizes import Columns, Scale, columns, heights, widths
from xl2report.files.marked.spelling import (
    RELATIONSHIPS,
    TAG,
    Edits,
    Element,
    attribute,
    elements,
    escaped,
    with_attribute,
)
from xl2report.ground.points import address, column_letters, split_address

_BEHIND_LINKS = {
    "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks",
    "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
}  # fmt: skip
_BEHIND_NOTES = {
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst", "mc:AlternateContent",
}  # fmt: skip
_OPEN, _CLOSE = b"<sheetData>", b"</sheetData>"
_MERGE = re.compile(rb"<mergeCell\s[^<>]*?ref=[\"']([A-Z0-9:$]+)[\"']")
_FORMATS = b"</conditionalFormatting>"
_ROOT = b"<worksheet>"


class SheetPart:
    """A sheet part while its cells are marked."""

    def __init__(self, edits: Edits) -> None:
        self.edits = edits
        self.part = edits.part
        self._top = self.part.find(_OPEN)
        self._bottom = self.part.rfind(_CLOSE)
        if not 0 <= self._top < self._bottom:
            raise CannotMark("spelling", "no sheetData")
        self._made: dict[int, dict[int, bytes]] = {}
        self._shown: dict[str, str] = {}

    # ------------------------------------------------------------------------------- the cells

    def restyle(self, spot: str, style_of: Callable[[int], int]) -> None:
        """Give a cell the format that `style_of` names for its old one; make it where it is blank."""
        found = self._tag(spot)
        if found is None:
            row, column = split_address(spot)
            style = style_of(self._inherited(row, column))
            self._made.setdefault(row, {})[column] = f'<c r="{spot}" s="{style}"/>'.encode()
            return
        start, tag = found
        style = int(attribute(tag, b"s") or 0)
        self.edits.replace(start, start + len(tag), with_attribute(tag, b"s", str(style_of(style))))

    def _tag(self, spot: str) -> tuple[int, bytes] | None:
        """Where the tag of a cell begins, and the tag."""
        quick = self.part.find(f'<c r="{spot}"'.encode(), self._top, self._bottom)
        start = quick if quick >= 0 else self._cells.get(spot, -1)
        tag = TAG.match(self.part, start) if start >= 0 else None
        return (start, tag[0]) if tag else None

    @cached_property
    def _cells(self) -> dict[str, int]:
        """Where each cell's tag begins."""
        found: dict[str, int] = {}
        for one in re.finditer(rb"<c[\s/>]", self.part[self._top : self._bottom]):
            tag = TAG.match(self.part, self._top + one.start())
            spot = attribute(tag[0], b"r") if tag else None
            if spot is None or tag is None:
                raise CannotMark("spelling", "a cell without its address")
            found[spot] = tag.start()
        return found

    @cached_property
    def _rows(self) -> dict[int, tuple[int, bytes]]:
        """For each row that is spelt: where its tag begins, and the tag."""
        found: dict[int, tuple[int, bytes]] = {}
        for one in re.finditer(rb"<row[\s/>]", self.part[self._top : self._bottom]):
            tag = TAG.match(self.part, self._top + one.start())
            number = attribute(tag[0], b"r") if tag else None
            if number is None or tag is None:
                raise CannotMark("spelling", "a row without its number")
            found[int(number)] = tag.start(), tag[0]
        return found

    def _inherited(self, row: int, column: int) -> int:
        """The format a blank cell has from its row or else its column."""
        known = self._rows.get(row)
        if known and attribute(known[1], b"customFormat") in ("1", "true"):
            return int(attribute(known[1], b"s") or 0)
        for first, last, tag in self._columns:
            if first <= column <= last:
                return int(attribute(tag, b"style") or 0)
        return 0

    @cached_property
    def _columns(self) -> Columns:
        start = self.part.find(b"<col", 0, self._top)
        return columns(self.part[start : self._top]) if start >= 0 else ()

    def finish(self) -> None:
        """Hand over the cells that were made, each in its place."""
        numbers = sorted(self._rows) if self._made else []
        for row, made in sorted(self._made.items()):
            spelt = b"".join(cell for _, cell in sorted(made.items()))
            if row not in self._rows:
                behind = next((number for number in numbers if number > row), None)
                place = self._rows[behind][0] if behind else self._bottom
                self.edits.insert(place, b'<row r="%d">%s</row>' % (row, spelt))
                continue
            start, tag = self._rows[row]
            end = start + len(tag)
            if tag.endswith(b"/>"):
                self.edits.replace(start, end, tag[:-2].rstrip() + b">" + spelt + b"</row>")
                continue
            close = self.part.index(b"</row>", end)
            places = sorted(
                (split_address(spot)[1], place)
                for spot, place in self._cells.items()
                if end <= place < close
            )
            for column, cell in sorted(made.items()):
                place = next((place for other, place in places if other > column), close)
                self.edits.insert(place, cell)

    # ------------------------------------------------------------------------ around the cells

    @cached_property
    def merges(self) -> list[tuple[int, int, int, int]]:
        """The merged ranges: top, left, bottom, right."""
        found = _MERGE.findall(self.part, self._bottom)
        return [corners(area.decode()) for area in found]

    def shown_at(self, spot: str) -> str:
        """The cell that shows what is in a cell: the first of the merged range it lies in."""
        known = self._shown.get(spot)
        if known is None:
            row, column = split_address(spot)
            known = spot
            for top, left, bottom, right in self.merges:
                if top <= row <= bottom and left <= column <= right:
                    known = address(top, left)
            self._shown[spot] = known
        return known

    @cached_property
    def _tail(self) -> list[Element]:
        """The last elements behind the cells, by their places in the part."""
        # Nothing that is looked for stands before conditional formats, and they are many.
        formats = self.part.rfind(_FORMATS, self._bottom)
        begin = formats + len(_FORMATS) if formats > 0 else self._bottom + len(_CLOSE)
        shift = begin - len(_ROOT)
        return [
            one._replace(
                start=one.start + shift,
                inner=one.inner + shift,
                close=one.close + shift,
                end=one.end + shift,
            )
            for one in _children_of(_ROOT + self.part[begin:])
        ]

    def behind(self, name: str) -> Element | None:
        """An element behind the cells."""
        return next((one for one in self._tail if one.name == name), None)

    def _place_before(self, names: set[str]) -> int:
        found = next((one.start for one in self._tail if one.name in names), None)
        return self.part.rindex(b"</worksheet>") if found is None else found

    def link(self, spot: str, place: str, tip: str) -> None:
        """Make a cell a jump to a place in this workbook, unless it is a link already."""
        spelt = f'<hyperlink ref="{spot}" location="{escaped(place)}" tooltip="{escaped(tip)}"/>'
        links = self.behind("hyperlinks")
        if links is None:
            place_ = self._place_before(_BEHIND_LINKS | {"legacyDrawing"} | _BEHIND_NOTES)
            self.edits.insert(place_, f"<hyperlinks>{spelt}</hyperlinks>".encode())
            return
        row, column = split_address(spot)
        for tag in re.findall(rb"<hyperlink\s[^<>]*>", self.part[links.inner : links.close]):
            top, left, bottom, right = corners(attribute(tag, b"ref") or "A1")
            if top <= row <= bottom and left <= column <= right:
                return
        if links.inner == links.end:
            self.edits.replace(links.start, links.end, f"<hyperlinks>{spelt}</hyperlinks>".encode())
        else:
            self.edits.insert(links.close, spelt.encode())

    @property
    def has_rules(self) -> bool:
        """Whether conditional formats may hide what cells look like."""
        return has_rules(self.part, self._bottom)

    def show(self, cells: dict[int, list[str]]) -> None:
        """Show the marks of cells, by differential format, before all conditional formats."""
        behind = {"dataValidations", "hyperlinks", "legacyDrawing"} | _BEHIND_LINKS | _BEHIND_NOTES
        put_rules(self.edits, self._bottom, self._place_before(behind), cells)

    def draw_notes(self, identity: str) -> None:
        """Say where the shapes of the notes are."""
        spelt = f'<legacyDrawing xmlns:r="{RELATIONSHIPS.decode()}" r:id="{identity}"/>'
        self.edits.insert(self._place_before(_BEHIND_NOTES), spelt.encode())

    def unselect(self) -> bool:
        """Take the selection off this sheet, so that it is not edited together with another."""
        views = re.finditer(rb"<sheetView\s[^<>]*>", self.part[: self._top])
        found = False
        for view in views:
            if attribute(view[0], b"tabSelected") in ("1", "true"):
                changed = with_attribute(view[0], b"tabSelected", "0")
                self.edits.replace(view.start(), view.end(), changed)
                found = True
        return found

    # ---------------------------------------------------------------------------- measurements

    def width(self, column: int) -> int:
        """How wide a column is, in pixels."""
        return widths(self._columns).get(column, 64)

    def height(self, row: int) -> int:
        """How high a row is, in pixels."""
        return self._heights.get(row, 20)

    @cached_property
    def _heights(self) -> dict[int, int]:
        return heights(self.part, self._top, self._bottom)

    @cached_property
    def rows_at(self) -> Scale:
        """Where rows begin, from the sheet's top."""
        return Scale(self.height)

    @cached_property
    def columns_at(self) -> Scale:
        """Where columns begin, from the sheet's left edge."""
        return Scale(self.width)


# What stands behind the cells is the same in many returns of one template.
@lru_cache(maxsize=32)
def _known(part: bytes) -> list[Element]:
    return elements(part, 1)


def _children_of(part: bytes) -> list[Element]:
    """The elements right below a root; of a short part not looked for twice."""
    return _known(part) if len(part) < 1 << 16 else elements(part, 1)


@lru_cache(maxsize=4_096)
def corners(area: str) -> tuple[int, int, int, int]:
    """Top, left, bottom, right of `B6`, `B6:D9`."""
    first, _, last = area.replace("$", "").partition(":")
    top, left = split_address(first)
    bottom, right = split_address(last or first)
    return top, left, bottom, right


def cells_of(area: str, most: int) -> list[str]:
    """The cells of an area, row by row, no more than `most`."""
    if ":" not in area:
        return [area][:most]
    top, left, bottom, right = corners(area)
    found: list[str] = []
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            if len(found) == most:
                return found
            found.append(f"{column_letters(column)}{row}")
    return found
