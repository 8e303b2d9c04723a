"""The boxes in which notes are shown: the drawing (VML) of one sheet, new or the clerk's own."""

import re
from collections.abc import Sequence

from xl2report.files.marked.errors import CannotMark
from xl2report.files.marked.notes import Note
from xl2report.files.marked.sheet import SheetPart
from xl2report.files.marked.spelling import Edits
from xl2report.files.marked.words import lines_of
from xl2report.ground.points import split_address

DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_WIDTH, _LINE, _MOST_LINES = 340, 18, 36  # pixels, pixels, lines
_DIGITS = 46.0  # that fit in a box's line
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="{data}"/></o:shapelayout>{shape_type}{shapes}</xml>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
    "margin-left:{left}pt;margin-top:{top}pt;width:{width}pt;height:{height}pt;z-index:{z};"
    'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row>"
    "<x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_SHAPES = re.compile(rb"<(?:\w+:)?shape\s.*?</(?:\w+:)?shape>\s*", re.DOTALL)
_ROW = re.compile(rb"<(?:\w+:)?Row\b[^<>]*>\s*(\d+)\s*</")
_COLUMN = re.compile(rb"<(?:\w+:)?Column\b[^<>]*>\s*(\d+)\s*</")
_PREFIXES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}


def new_drawing(notes: Sequence[Note], sheet: SheetPart, data: int) -> bytes:
    """A part with the boxes of some notes; `data` numbers the drawing in the workbook."""
    shapes = _shapes(notes, sheet, data * 1024 + 1)
    return _DRAWING.format(data=data, shape_type=_SHAPE_TYPE, shapes=shapes).encode()


def add_shapes(edits: Edits, notes: Sequence[Note], sheet: SheetPart) -> None:
    """Add boxes to a drawing that is there."""
    part = edits.part
    close = part.rfind(b"</xml>")
    if close < 0:
        raise CannotMark("spelling", "drawing")
    # Only the root's prefixes hold for what is put in; where it has others, ours come along.
    root = part[: part.find(b">", part.find(b"<xml"))]
    lacking = "".join(
        f' xmlns:{prefix}="{uri}"'
        for prefix, uri in _PREFIXES.items()
        if f'xmlns:{prefix}="{uri}"'.encode() not in root
    )
    numbers = [int(one) for one in re.findall(rb"_x0000_s(\d{1,9})\b", part)]
    spelt = "" if b'id="_x0000_t202"' in part else _SHAPE_TYPE
    spelt += _shapes(notes, sheet, max(numbers, default=1024) + 1)
    spelt = re.sub("<v:shape(?:type)?(?= id)", lambda found: found[0] + lacking, spelt)
    edits.insert(close, spelt.encode())


def remove_shapes(edits: Edits, spots: Sequence[str]) -> bool:
    """Take the boxes of some cells' notes out; whether any shape is left."""
    places = {split_address(spot) for spot in spots}
    left = False
    for shape in _SHAPES.finditer(edits.part):
        row, column = _ROW.search(shape[0]), _COLUMN.search(shape[0])
        ours = b'ObjectType="Note"' in shape[0] and row and column
        if ours and row and column and (int(row[1]) + 1, int(column[1]) + 1) in places:
            edits.replace(shape.start(), shape.end(), b"")
        else:
            left = True
    return left


def _shapes(notes: Sequence[Note], sheet: SheetPart, first: int) -> str:
    return "".join(
        _shape(note, sheet, first + number, number + 1) for number, note in enumerate(notes)
    )


def _shape(note: Note, sheet: SheetPart, number: int, z: int) -> str:
    """A box right of its cell, so high that its text can be read."""
    row, column = split_address(note.spot)
    height = (min(_MOST_LINES, lines_of(note.text, _DIGITS)) + 2) * _LINE
    top_row, top = max(1, row - 1), 7
    left_column, left = column + 1, 15
    while sheet.width(left_column) == 0 and left_column < column + 20:
        left_column += 1
    before = sheet.columns_at.begin(left_column) + left
    above = sheet.rows_at.begin(top_row) + top
    right_column, right = sheet.columns_at.at(before + _WIDTH)
    bottom_row, bottom = sheet.rows_at.at(above + height)
    return _SHAPE.format(
        number=number,
        z=z,
        left=before * 0.75,
        top=above * 0.75,
        width=_WIDTH * 0.75,
        height=height * 0.75,
        anchor=f"{left_column - 1}, {left}, {top_row - 1}, {top}, "
        f"{right_column - 1}, {right}, {bottom_row - 1}, {bottom}",
        row=row - 1,
        column=column - 1,
    )
