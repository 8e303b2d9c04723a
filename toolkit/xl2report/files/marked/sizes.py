"""How wide columns and how high rows are, and where each begins: in pixels."""

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import lru_cache

from xl2report.files.marked.spelling import attribute

_ROW = re.compile(rb"r=\"([0-9]{1,7})\"([^<>]*)>")
_HEIGHT = re.compile(rb" ht=\"([0-9]{1,4}(?:\.[0-9]{1,20})?)\"")
_HIDDEN = re.compile(rb" hidden=\"(?:1|true)\"")
_WIDTH = 8.43
_MOST_HIDDEN = 2_000
# The first and the last of some columns, and their tag.
Columns = tuple[tuple[int, int, bytes], ...]


# What surrounds the cells is the same in all returns of one template.
@lru_cache(maxsize=64)
def columns(part: bytes) -> Columns:
    """The first and the last of some columns, and their tag."""
    tags = re.findall(rb"<col\s[^<>]*>", part)
    return tuple(
        (int(attribute(tag, b"min") or 1), int(attribute(tag, b"max") or 1), tag) for tag in tags
    )


@lru_cache(maxsize=64)
def widths(there: Columns) -> dict[int, int]:
    """How wide columns are, in pixels."""
    found = {}
    for first, last, tag in there:
        digits = float(attribute(tag, b"width") or _WIDTH)
        hidden = attribute(tag, b"hidden") in ("1", "true")
        pixels = 0 if hidden else int(digits * 7 + 0.5)
        found.update(dict.fromkeys(range(first, min(last, first + 300) + 1), pixels))
    return found


def heights(part: bytes, top: int, bottom: int) -> dict[int, int]:
    """How high the rows are of which a sheet part says it, in pixels."""
    found = {}
    for spelt in part[top:bottom].split(b"<row ")[1:]:
        row = _ROW.match(spelt)
        if row is None:
            continue
        number, more = row.groups()
        height = _HEIGHT.search(more) if b" ht=" in more else None
        if b" hidden=" in more and _HIDDEN.search(more):
            found[int(number)] = 0
        elif height:
            found[int(number)] = int(float(height[1]) * 4 / 3)
    return found


class Scale:
    """Rows or columns one behind another, in pixels."""

    def __init__(self, size: Callable[[int], int]) -> None:
        self._size = size
        self._ends = [0]

    def begin(self, number: int) -> int:
        """Where a row or column begins."""
        ends = self._ends
        while len(ends) < number:
            ends.append(ends[-1] + self._size(len(ends)))
        return ends[number - 1]

    def at(self, pixels: int) -> tuple[int, int]:
        """The row or column in which a place lies, and how far in it."""
        ends = self._ends
        hidden = 0
        while ends[-1] < pixels and hidden < _MOST_HIDDEN:
            ends.append(ends[-1] + self._size(len(ends)))
            hidden = hidden + 1 if ends[-1] == ends[-2] else 0
        number = max(1, min(bisect_left(ends, pixels), len(ends) - 1))
        return number, pixels - ends[number - 1]
