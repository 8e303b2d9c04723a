"""What a marked copy remembers of the workbook it was made from, in the list's hidden column.

Two texts: what is needed where another program has saved the copy since (fills by number, the
sheet that was active), and the way back to the last byte where none has.
"""

import base64
import binascii
import json
import zlib
from typing import NamedTuple

from xl2report.files.marked.spelling import Undo
from xl2report.files.reader.book import Book
from xl2report.ground.marks import LIST_CELL, LIST_MARKER, LIST_SHEETS
from xl2report.ground.points import address, split_address


class Change(NamedTuple):
    """A part as it was changed: its checksum before and after, and the way back."""

    before: int
    after: int
    undo: Undo


class Facts(NamedTuple):
    """What is remembered: fills by their number, the active sheet, changed parts, added parts."""

    fills: dict[int, bytes]
    active: str
    changes: dict[str, Change]
    added: tuple[str, ...]


def as_texts(facts: Facts) -> list[str]:
    """The facts as the list carries them."""
    fills = {str(number): fill.decode() for number, fill in facts.fills.items()}
    plain = json.dumps({"active": facts.active, "fills": fills}, ensure_ascii=True)
    way = json.dumps({"changes": facts.changes, "added": facts.added}, separators=(",", ":"))
    packed = base64.b64encode(zlib.compress(way.encode(), 1)).decode()
    return [f"{LIST_MARKER} {plain}", packed]


def list_of(book: Book) -> str:
    """The name of a book's list of findings; nothing where it has none that is ours."""
    for info in book.sheets:
        if info.name in LIST_SHEETS:
            cell = book.sheet(info.name).cells.get(LIST_CELL)
            if cell is not None and (cell[1] or "").startswith(LIST_MARKER):
                return info.name
    return ""


def read_facts(book: Book, name: str) -> Facts:
    """What a list remembers; nothing where somebody has spoilt it."""
    cells = book.sheet(name).cells
    row, column = split_address(LIST_CELL)
    texts = []
    while (cell := cells.get(address(row, column))) is not None:
        texts.append(cell[1] or "")
        row += 1
    fills: dict[int, bytes] = {}
    active = ""
    try:
        plain = json.loads(texts[0].removeprefix(LIST_MARKER))
        active = str(plain["active"])
        fills = {
            int(number): fill.encode()
            for number, fill in plain["fills"].items()
            if fill.startswith("<fill") and fill.endswith("</fill>") and "<!" not in fill
        }
        way = json.loads(_unpacked("".join(texts[1:])))
        changes = {
            str(part): Change(
                int(before), int(after), [(int(a), int(b), str(old)) for a, b, old in undo]
            )
            for part, (before, after, undo) in way["changes"].items()
        }
        return Facts(fills, active, changes, tuple(map(str, way["added"])))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, zlib.error):
        return Facts(fills, active, {}, ())


def _unpacked(text: str) -> str:
    """The text in what `as_texts` has packed; no more of it than any workbook needs."""
    try:
        packed = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None
    return zlib.decompressobj().decompress(packed, 1 << 24).decode()
