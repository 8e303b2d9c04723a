"""Hostile and damaged files, each made from a return of the sample city or from nothing."""

import io
import random
import struct
import zipfile
from collections.abc import Callable

import city
from files.reader_books import with_directory_field, zipped
from ods_books import ods_of

SHEET = "xl/worksheets/sheet3.xml"
STRINGS = "xl/sharedStrings.xml"
WORKBOOK = "xl/workbook.xml"
MIB = 1 << 20


def _good() -> bytes:
    return city.book("civil_affairs")


def _with(**parts: bytes) -> bytes:
    return zipped({**city.parts_of(_good()), **parts})


def _rows(rows: str, part: str = SHEET) -> bytes:
    """The return with the rows of a sheet replaced."""
    old = city.parts_of(_good())[part].decode()
    head, _, rest = old.partition("<sheetData>")
    tail = rest.partition("</sheetData>")[2]
    return _with(**{part: f"{head}<sheetData>{rows}</sheetData>{tail}".encode()})


def _cells(count: int, spell: Callable[[str, int], str]) -> str:
    rows = []
    for row in range(1, count // 26 + 2):
        cells = (spell(f"{chr(65 + column)}{row}", row * 26 + column) for column in range(26))
        rows.append(f'<row r="{row}">{"".join(cells)}</row>')
    return "".join(rows)


def _strings(count: int, item: str) -> bytes:
    old = city.parts_of(_good())[STRINGS].decode()
    items = "".join(item.format(number) for number in range(count))
    return _with(**{STRINGS: old.replace("</sst>", f"{items}</sst>").encode()})


def _entities(declared: str) -> bytes:
    old = city.parts_of(_good())[STRINGS].decode()
    start = old.index("<sst")
    used = old.replace("<t>", "<t>&z;", 1)
    return _with(**{STRINGS: f"{old[:start]}<!DOCTYPE sst [{declared}]>{used[start:]}".encode()})


def _billion_laughs() -> bytes:
    ten = [f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10)]
    return _entities(f'<!ENTITY a0 "ha">{"".join(ten)}<!ENTITY z "&a9;">')


def _external() -> bytes:
    return _entities('<!ENTITY z SYSTEM "file:///etc/passwd">')


def _far_apart() -> bytes:
    return _rows(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )


_ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body>'
    '<office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet>'
    "</office:body></office:document-content>"
)
_CELL = '<table:table-cell office:value-type="float" office:value="1"/>'


def _ods_far_apart() -> bytes:
    wide = '<table:table-cell table:number-columns-repeated="16383"/>'
    rows = (
        f'<table:table-row table:number-rows-repeated="1048575">{wide}</table:table-row>'
        f"<table:table-row>{wide}{_CELL}</table:table-row>"
    )
    return ods_of(_ODS.format(rows=rows).encode())


def _ods_repeated() -> bytes:
    cell = _CELL.replace(" office", ' table:number-columns-repeated="16384" office', 1)
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    return ods_of(_ODS.format(rows=row).encode())


def _ods_bomb() -> bytes:
    return ods_of(b" " * (200 * MIB))


def _xlsb_bomb() -> bytes:
    return zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "_rels/.rels": b"<Relationships xmlns="
            b'"http://schemas.openxmlformats.org/package/2006/relationships"/>',
            "xl/workbook.bin": bytes(200 * MIB),
        }
    )


def _names(count: int, length: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, part in city.parts_of(_good()).items():
            package.writestr(name, part)
        for number in range(count):
            package.writestr(f"xl/{number}{'../' * (length // 3)}\u202e名.xml", b"")
    return out.getvalue()


def _sheet_name(name: str) -> bytes:
    return city.replaced(_good(), 'name="校验"', f'name="{name}"', WORKBOOK)


def _many_sheets() -> bytes:
    old = city.parts_of(_good())[WORKBOOK].decode()
    more = "".join(f'<sheet name="s{i}" sheetId="{i + 100}" r:id="rId1"/>' for i in range(60_000))
    return _with(**{WORKBOOK: old.replace("</sheets>", f"{more}</sheets>").encode()})


def _many_names() -> bytes:
    old = city.parts_of(_good())[WORKBOOK].decode()
    more = "".join(f'<definedName name="n{i}">A1</definedName>' for i in range(150_000))
    return _with(**{WORKBOOK: old.replace("</definedNames>", f"{more}</definedNames>").encode()})


def _declares(size: int) -> bytes:
    return with_directory_field(_good(), SHEET, 24, struct.pack("<L", size))


def _quine() -> bytes:
    """Two members that share one stretch of the file: overlapping entries."""
    data = _good()
    at = data.index(b"xl/worksheets/sheet4.xml") - 30
    return with_directory_field(data, SHEET, 42, struct.pack("<L", at))


def _long_text() -> bytes:
    return _rows(f'<row r="4"><c r="A4" t="inlineStr"><is><t>{"表" * 2_600_000}</t></is></c></row>')


def _long_number() -> bytes:
    return _rows(f'<row r="7"><c r="B7"><v>{"9" * 4_000_000}</v></c></row>')


def _exponent() -> bytes:
    return _rows('<row r="7"><c r="B7"><v>1E+999999999</v></c></row>')


def _formula() -> bytes:
    return _rows(f'<row r="7"><c r="B7"><f>{"(" * 3_000_000}</f><v>1</v></c></row>')


def _shared() -> bytes:
    kids = "".join(f'<c r="A{row}"><f t="shared" si="0"/></c>' for row in range(2, 60_000))
    return _rows(f'<row r="1"><c r="A1"><f t="shared" si="0">{"A1+" * 2_000}1</f></c>{kids}</row>')


def _spin() -> bytes:
    """An encrypted package whose key takes a million rounds to derive."""
    from msoffcrypto.format.ooxml import OOXMLFile

    out = io.BytesIO()
    OOXMLFile(io.BytesIO(_good())).encrypt("x", out)
    return out.getvalue().replace(b'spinCount="100000"', b'spinCount="999999"')


MADE: dict[str, Callable[[], bytes]] = {
    "empty": bytes,
    "zeros": lambda: bytes(MIB),
    "fifty-one-mib": lambda: b"PK\3\4" + bytes(51 * MIB),
    "text": "单位,数量\n民政局,3\n".encode,
    "pdf": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(2_000),
    "zip": lambda: zipped({"a.txt": b"a"}),
    "docx": lambda: zipped({"_rels/.rels": b"<a/>", "word/document.xml": b"<a/>"}),
    "ole-zeros": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_096),
    "ole-noise": lambda: (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(1).randbytes(60_000)  # noqa: S311
    ),
    "encrypted": _spin,
    "bomb-spaces": lambda: _with(**{SHEET: b" " * (200 * MIB)}),
    "bomb-strings": lambda: _with(**{STRINGS: b" " * (60 * MIB)}),
    "bomb-noise": lambda: _with(
        **{SHEET: random.Random(2).randbytes(MIB).hex().encode() * 6}  # noqa: S311
    ),
    "bomb-other-part": lambda: _with(**{"xl/media/a.png": bytes(200 * MIB)}),
    "billion-laughs": _billion_laughs,
    "external-entity": _external,
    "far-apart": _far_apart,
    "numbers": lambda: _rows(_cells(1_000_000, lambda a, i: f'<c r="{a}"><v>{i}</v></c>')),
    "numbers-just-allowed": lambda: _rows(
        _cells(240_000, lambda a, i: f'<c r="{a}"><v>{i}</v></c>')
    ),
    "numbers-slow-just-allowed": lambda: _rows(
        _cells(140_000, lambda a, i: f'<c s="1" r="{a}"><v>{i}</v></c>')
    ),
    "styled-blanks": lambda: _rows(_cells(1_500_000, lambda a, _: f'<c r="{a}" s="3"/>')),
    "styled-blanks-just-allowed": lambda: _rows(
        _cells(370_000, lambda a, _: f'<c r="{a}" s="3"/>')
    ),
    "cells-without-address": lambda: _rows(_cells(460_000, lambda _, i: f"<c><v>{i % 9}</v></c>")),
    "blanks-without-address": lambda: _rows(_cells(2_000_000, lambda *_: "<c/>")),
    "inline": lambda: _rows(
        _cells(180_000, lambda a, i: f'<c r="{a}" t="inlineStr"><is><t>{i}</t></is></c>')
    ),
    "formulas": lambda: _rows(_cells(240_000, lambda a, i: f'<c r="{a}"><f>{i}</f></c>')),
    "empty-rows": lambda: _rows("<row/>" * 1_390_000),
    "deep": lambda: _rows("<a>" * 1_100_000 + "</a>" * 1_100_000),
    "attributes": lambda: _rows(
        "<row " + " ".join(f'a{i}="1"' for i in range(600_000)) + "></row>"
    ),
    "shared-strings": lambda: _strings(1_500_000, "<si><t>{}</t></si>"),
    "shared-strings-just-allowed": lambda: _strings(350_000, "<si><t>{}</t></si>"),
    "rich-strings": lambda: _strings(100_000, "<si><r><rPr><b/></rPr><t>{}</t></r></si>"),
    "shared-formulas": _shared,
    "long-text": _long_text,
    "long-number": _long_number,
    "large-exponent": _exponent,
    "long-formula": _formula,
    "many-members": lambda: _names(70_000, 3),
    "absurd-names": lambda: _names(50, 60_000),
    "absurd-sheet-name": lambda: _sheet_name("x" * 3_000_000),
    "control-sheet-name": lambda: _sheet_name("&#x202e;../../../etc/passwd"),
    "many-sheets": _many_sheets,
    "many-names": _many_names,
    "declares-less": lambda: _declares(10),
    "declares-more": lambda: _declares(0x7FFFFFFF),
    "overlapping": _quine,
    "ods-far-apart": _ods_far_apart,
    "ods-repeated": _ods_repeated,
    "ods-bomb": _ods_bomb,
    "xlsb-bomb": _xlsb_bomb,
}


def truncated(seed: int) -> bytes:
    data = _good()
    return data[: random.Random(seed).randrange(1, len(data))]  # noqa: S311


def flipped(seed: int) -> bytes:
    """A few bits turned over, anywhere in the file."""
    chance = random.Random(seed)  # noqa: S311
    data = bytearray(_good())
    for _ in range(chance.choice((1, 1, 3, 20))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)
