"""Workbooks for the tests of the reader: written by hand, part by part, or by a library."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence

import openpyxl
import pytest
import xlsxwriter

from xl2report.files.reader.book import Book, Cell, Sheet, UnreadableBook, open_book

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"

Value = str | float | bool | None


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """A zip file of these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def relations(*rows: tuple[str, str, str]) -> str:
    """A relationships part: id, last step of the type, target."""
    inner = "".join(
        f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for i, kind, target in rows
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{RELATIONS}">{inner}</Relationships>'


def parts_of(
    sheet: str | bytes, strings: str | bytes = "", workbook: str = ""
) -> dict[str, bytes | str]:
    """The parts of a workbook with one sheet, which is called S."""
    parts: dict[str, bytes | str] = {
        "_rels/.rels": relations(("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook
        or f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="s1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("s1", "worksheet", "worksheets/sheet1.xml"), ("t1", "sharedStrings", "strings.xml")
        ),
        "xl/worksheets/sheet1.xml": sheet,
    }
    if strings:
        parts["xl/strings.xml"] = strings
    return parts


def sheet_of(rows: str, behind: str = "", head: str = "") -> str:
    """A sheet part around its rows."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="{MAIN}">{head}'
        f"<sheetData>{rows}</sheetData>{behind}</worksheet>"
    )


def strings_of(items: str) -> str:
    """A shared strings part around its items."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<sst xmlns="{MAIN}">{items}</sst>'


def by_xlsxwriter(rows: Sequence[Sequence[Value]]) -> bytes:
    """A workbook by XlsxWriter, its texts shared; a text in front with "=" is a formula."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    box = book.add_format({"border": 1})
    sheet = book.add_worksheet("S")
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if value is None:
                sheet.write_blank(row, column, None, box)
            elif isinstance(value, bool):
                sheet.write_boolean(row, column, value)
            elif isinstance(value, str) and value.startswith("="):
                sheet.write_formula(row, column, value, box, 7)
            elif isinstance(value, str):
                sheet.write_string(row, column, value, box)
            else:
                sheet.write_number(row, column, value)
    book.close()
    return file.getvalue()


def by_openpyxl(rows: Sequence[Sequence[Value]]) -> bytes:
    """A workbook by openpyxl, its texts in line."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "S"
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            sheet.cell(row, column, value)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_descriptors(parts: Mapping[str, bytes | str]) -> bytes:
    """A zip file as a stream is written: sizes behind each member, and a directory entry."""

    class Stream(io.RawIOBase):
        """Takes bytes and cannot go back."""

        def __init__(self) -> None:
            self.taken = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            taken = bytes(data)  # type: ignore[call-overload]
            self.taken += taken
            return len(taken)

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/", b"")
        for name, content in parts.items():
            made.writestr(name, content)
    return bytes(stream.taken)


def with_directory_field(data: bytes, member: str, offset: int, value: bytes) -> bytes:
    """A zip file with one field of a member's directory entry overwritten."""
    name = member.encode()
    at = data.index(b"PK\1\2")
    while data[at + 46 : at + 46 + len(name)] != name:
        at = data.index(b"PK\1\2", at + 4)
    return data[: at + offset] + value + data[at + offset + len(value) :]


def zip64(parts: Mapping[str, bytes | str]) -> bytes:
    """A zip file that has its sizes and offsets in zip64 fields, as large files do."""
    body, directory = bytearray(), bytearray()
    for name, content in parts.items():
        full = content.encode() if isinstance(content, str) else content
        packed = zlib.compress(full)[2:-4]
        crc, raw = zlib.crc32(full), name.encode()
        wide = struct.pack("<2H3Q", 1, 24, len(full), len(packed), len(body))
        directory += struct.pack("<4s6H3L5H2L", b"PK\1\2", 45, 45, 0, 8, 0, 33, crc, 0xFFFFFFFF,
                                 0xFFFFFFFF, len(raw), 28, 0, 0, 0, 0, 0xFFFFFFFF) + raw + wide  # fmt: skip
        body += struct.pack("<4s5H3L2H", b"PK\3\4", 45, 0, 8, 0, 33, crc, 0xFFFFFFFF, 0xFFFFFFFF,
                            len(raw), 20) + raw + wide[:20] + packed  # fmt: skip
    count, start = len(parts), len(body)
    end = struct.pack(
        "<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, len(directory), start
    )
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, start + len(directory), 1)
    last = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return bytes(body + directory + end + locator + last)


def read(sheet: str | bytes, shared: str | bytes = "") -> Sheet:
    return open_book(zipped(parts_of(sheet, shared))).sheet("S")


def cells_of(rows: str, shared: str = "") -> dict[str, Cell]:
    return read(sheet_of(rows), shared).cells


def reason(data: bytes) -> str:
    """Why a file is refused, wherever in it that shows."""
    with pytest.raises(UnreadableBook) as refused:
        read_all(data)
    return refused.value.reason


def read_all(data: bytes) -> Book:
    book = open_book(data)
    for sheet in book.sheets:
        assert book.sheet(sheet.name).merges is not None
    assert book.names is not None
    assert book.custom_properties is not None
    return book


# A sheet of two cells, in rows, and what is read from it.
PLAIN = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><v>x</v></c></row>'
EXPECTED: dict[str, Cell] = {"A1": ("n", "1", None), "B1": ("s", "x", None)}


def good() -> dict[str, bytes | str]:
    """The parts of a workbook with those cells."""
    return parts_of(sheet_of(PLAIN), strings_of("<si><t>0</t></si>"))
