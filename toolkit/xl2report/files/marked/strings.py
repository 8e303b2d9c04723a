"""The texts of a list that has been taken out: blanked where no other sheet shares them.

A program that saves a copy moves the list's texts to the shared ones. Their places stay, as the
cells of all other sheets count on them.
"""

import re
from collections.abc import Iterable

from xl2report.files.marked.spelling import TAG, Edits, attribute

_CELL = re.compile(rb"<c\s")
_VALUE = re.compile(rb"<v>\s*([0-9]+)\s*</v>")
_ITEM = re.compile(rb"<si\b[^<>]*?(?:/>|>.*?</si>)", re.DOTALL)


def shared_by(part: bytes) -> set[int]:
    """The numbers of the shared texts that a sheet's cells show."""
    found = set()
    for begun in _CELL.finditer(part):
        tag = TAG.match(part, begun.start())
        if tag is not None and attribute(tag[0], b"t") == "s" and not tag[0].endswith(b"/>"):
            value = _VALUE.search(part, tag.end(), part.find(b"</c>", tag.end()))
            if value is not None:
                found.add(int(value[1]))
    return found


def blank(edits: Edits, own: set[int], others: Iterable[bytes]) -> None:
    """Blank the shared texts of these numbers that no other sheet shows."""
    left = set(own)
    for part in others:
        left -= shared_by(part)
    if left:
        for number, item in enumerate(_ITEM.finditer(edits.part)):
            if number in left:
                edits.replace(item.start(), item.end(), b"<si><t/></si>")
