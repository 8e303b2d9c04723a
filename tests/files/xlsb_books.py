"""A workbook in Excel's binary format, .xlsb, written record by record: LibreOffice reads it and cannot write it.

Values only: numbers, texts and truths, as a sheet of formulas has them after calculation.
"""

import struct
from collections.abc import Iterable

from files.reader_books import OFFICE, RELATIONS, zipped
from xl2report.files.reader.book import Book
from xl2report.ground.points import split_address

# [MS-XLSB] 2.3.2
BEGIN_BOOK, END_BOOK, BEGIN_SHEETS, END_SHEETS, SHEET = 131, 132, 143, 144, 156
BEGIN_SHEET, END_SHEET, BEGIN_DATA, END_DATA, SIZE, ROW = 129, 130, 145, 146, 148, 0
TRUTH, REAL, TEXT = 4, 5, 6


def record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    length, size = len(content), b""
    while True:
        length, low = length >> 7, length & 127
        size += bytes([low | 128 if length else low])
        if not length:
            return head + size + content


def wide(text: str) -> bytes:
    raw = text.encode("utf-16-le")
    return struct.pack("<L", len(raw) // 2) + raw


def as_xlsb(book: Book) -> bytes:
    """The values of a workbook in the other format."""
    listed, links = b"", ""
    parts: dict[str, bytes | str] = {}
    for number, info in enumerate(book.sheets, 1):
        state = ("visible", "hidden", "veryHidden").index(info.state)
        listed += record(
            SHEET, struct.pack("<2L", state, number) + wide(f"rId{number}") + wide(info.name)
        )
        links += f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" Target="worksheets/s{number}.bin"/>'
        parts[f"xl/worksheets/s{number}.bin"] = _sheet(book.sheet(info.name).cells.items())
    workbook = record(BEGIN_SHEETS) + listed + record(END_SHEETS)
    parts["xl/workbook.bin"] = record(BEGIN_BOOK) + workbook + record(END_BOOK)
    parts["xl/_rels/workbook.bin.rels"] = (
        f'<Relationships xmlns="{RELATIONS}">{links}</Relationships>'
    )
    parts["_rels/.rels"] = (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="a" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.bin"/></Relationships>'
    )
    return zipped(parts)


def _sheet(cells: Iterable[tuple[str, tuple[str, str | None, str | None]]]) -> bytes:
    rows: dict[int, dict[int, bytes]] = {}
    for spot, (kind, text, _) in cells:
        row, column = split_address(spot)
        if text:
            place = struct.pack("<2L", column - 1, 0)
            if kind == "n":
                made = record(REAL, place + struct.pack("<d", float(text)))
            elif kind == "b":
                made = record(TRUTH, place + bytes([int(text)]))
            else:
                made = record(TEXT, place + wide(text))
            rows.setdefault(row, {})[column] = made
    last = max(rows, default=1) - 1, max((c for row in rows.values() for c in row), default=1) - 1
    data = b"".join(
        record(ROW, struct.pack("<LLHHBBL", row - 1, 0, 300, 0, 0, 0, 0) + bytes(7))
        + b"".join(cell for _, cell in sorted(rows[row].items()))
        for row in sorted(rows)
    )
    size = record(SIZE, struct.pack("<4L", 0, last[0], 0, last[1]))
    inner = size + record(BEGIN_DATA) + data + record(END_DATA)
    return record(BEGIN_SHEET) + inner + record(END_SHEET)
