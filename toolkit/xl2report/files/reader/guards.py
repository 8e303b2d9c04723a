"""What a workbook must not exceed before a general library opens it: such a library has no limits.

Knows sizes and addresses; never what a cell means.
"""

import re

from xl2report.files.reader.package import Package, UnreadableBook

# openpyxl takes ten microseconds and half a kilobyte for a cell, whether it holds anything or not, and for
# each between the first and the farthest: a list of 10,000 units in ten columns is the most that is meant.
MOST_CELLS = 120_000
WIDEST = 1_500_000
# Read row by row, a cell takes five microseconds and no memory: such a list with all columns of a roster,
# and as many blank ones beside and below.
MOST_STREAMED = 400_000
LARGEST_INFLATED = 24 << 20
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{0,3})([0-9]{1,9})[\"']")
_CELL = re.compile(rb"<(?:[\w.-]+:)?c[\s/>]")


def demand_small(data: bytes, most: int = MOST_CELLS) -> None:
    """Raise UnreadableBook for a file that is no .xlsx, or more than a list that people keep.

    `most` is how many cells it may have: more where none of them is kept after it was looked at.
    """
    package = Package(data)
    declared = sum(package.size(name) for name in package.names)
    if declared > LARGEST_INFLATED:
        raise UnreadableBook("too_large", f"{declared} bytes inflated")
    cells = 0
    for name in package.names:
        if not name.lower().endswith((".xml", ".rels")):
            continue
        part = package.read(name)
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
            raise UnreadableBook("doctype", name)
        if b"\0" in part:
            raise UnreadableBook("malformed", f"{name} is in an encoding of two bytes")
        cells += len(_CELL.findall(part))
        rows = columns = 1
        for letters, row in _PLACE.findall(part):
            rows = max(rows, int(row))
            columns = max(columns, len(letters) and _number(letters))
        if cells > most or rows * columns > WIDEST:
            raise UnreadableBook("too_large", f"{cells} cells, {rows} by {columns}")


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
