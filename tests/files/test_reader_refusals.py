"""What the reader of workbooks refuses, and that nothing but UnreadableBook leaves it."""

import random
import re
import warnings
from collections.abc import Callable

import pytest

from files.reader_books import (
    EXPECTED,
    MAIN,
    good,
    parts_of,
    read_all,
    reason,
    relations,
    sheet_of,
    with_descriptors,
    with_directory_field,
    zip64,
    zipped,
)
from xl2report.files.reader.book import UnreadableBook, open_book

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (bytes(600), "empty"),
        (OLE + bytes(600), "xls"),
        (OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image"),
        (b"\xff\xd8\xff\xe0....", "image"),
        (b"<html><table></table></html>", "not_zip"),
        (zipped(good())[:-40], "truncated"),
        (zipped({"word/document.xml": "<a/>", "_rels/.rels": relations()}), "docx"),
        (zipped({"xl/workbook.bin": b"", "_rels/.rels": relations(("a", "officeDocument", "xl/workbook.bin"))}), "xlsb"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "ods"),
        (zipped({"a.txt": "a"}), "zip"),
        (zipped(good() | {"xl/workbook.xml": f'<workbook xmlns="{MAIN}"><sheets/></workbook>'}), "no_sheets"),
        (zipped(good() | {"xl/workbook.xml": "<workbook"}), "malformed"),
        (zipped({k: v for k, v in good().items() if "sheet1" not in k}), "malformed"),
        (zipped(good() | {"XL/workbook.xml": "<a/>"}), "duplicate_member"),
        (zipped(good() | {f"m{i}": b"" for i in range(2_000)}), "too_large"),
        (zipped(good() | {"xl/worksheets/sheet1.xml": b" " * (2 << 20)}), "zip_bomb"),
        (b"PK\3\4" + bytes(50 << 20), "too_large"),
    ],
)  # fmt: skip
def test_other_files_are_refused_with_their_reason(data: bytes, told: str) -> None:
    assert reason(data) == told


@pytest.mark.parametrize("part", [name for name in good() if name.endswith((".xml", ".rels"))])
def test_a_doctype_is_refused_in_every_part(part: str) -> None:
    spelt = str(good()[part])
    declared = re.sub(r"^(<\?xml[^>]*\?>)?", r'\1<!DOCTYPE a [<!ENTITY e "1">]>', spelt)
    assert reason(zipped(good() | {part: declared})) == "doctype"


@pytest.mark.parametrize(
    ("offset", "value", "told"),
    [
        (8, b"\1\0", "encrypted"),
        (10, b"\x0c\0", "zip"),  # packed by bzip2
        (16, b"\0\0\0\0", "zip"),  # checksum
        (24, b"\1\0\0\0", "zip"),  # full size, too small
        (24, b"\xff\xff\1\0", "zip"),  # full size, too large
        (20, b"\xff\xff\0\0", "truncated"),  # packed size
        (24, b"\0\0\0\x7f", "zip_bomb"),
        (42, b"\0\0\0\0", "zip"),  # place of another member
    ],
)
def test_a_directory_that_lies_is_refused(offset: int, value: bytes, told: str) -> None:
    data = with_directory_field(zipped(good()), "xl/worksheets/sheet1.xml", offset, value)
    assert reason(data) == told


def test_two_members_of_one_name_are_refused() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data = zipped(good() | {"xl/worksheets/sheet2.xml": sheet_of("")})
    assert reason(data.replace(b"sheet2.xml", b"sheet1.xml")) == "duplicate_member"


@pytest.mark.parametrize("made", [with_descriptors, zip64])
def test_other_shapes_of_zip_are_read(made: Callable[[dict[str, bytes | str]], bytes]) -> None:
    assert open_book(made(good())).sheet("S").cells == EXPECTED


def test_a_part_that_is_another_file_s_is_not_taken_for_it() -> None:
    # Two parts of one declared checksum and length, as a forger would make them.
    first = zipped(good())
    assert open_book(first).sheet("S").cells == EXPECTED
    other = good() | {"xl/workbook.xml": str(good()["xl/workbook.xml"]).replace('"S"', '"T"')}
    forged = with_directory_field(
        zipped(other), "xl/workbook.xml", 16, crc_of(first, "xl/workbook.xml")
    )
    assert reason(forged) == "zip"


def test_a_member_that_lies_under_another_name_is_refused() -> None:
    parts = good() | {"xl/worksheets/sheet9.xml": good()["xl/worksheets/sheet1.xml"]}
    data = zipped(parts)
    at = data.index(b"xl/worksheets/sheet9.xml") - 30
    moved = with_directory_field(data, "xl/worksheets/sheet1.xml", 42, at.to_bytes(4, "little"))
    assert read_all(data)
    assert reason(moved) == "zip"


def test_a_book_that_can_be_read_as_two_is_refused() -> None:
    twice = relations(("a", "officeDocument", "xl/workbook.xml"), ("b", "officeDocument", "x.xml"))
    assert reason(zipped(good() | {"_rels/.rels": twice})) == "malformed"
    workbook = str(good()["xl/workbook.xml"])
    second = '<sheet name="s" sheetId="2" r:id="s1"/></sheets>'
    data = zipped(good() | {"xl/workbook.xml": workbook.replace("</sheets>", second)})
    assert reason(data) == "malformed"


def crc_of(data: bytes, member: str) -> bytes:
    at = data.rindex(member.encode()) - 46
    while data[at : at + 4] != b"PK\1\2":
        at = data.rindex(member.encode(), 0, at + 46) - 46
    return data[at + 16 : at + 20]


def test_shared_formulas_cannot_be_used_to_fill_the_memory() -> None:
    children = "".join(f'<c r="A{row}"><f t="shared" si="0"/></c>' for row in range(2, 2_000))
    rows = f'<row r="1"><c r="A1"><f t="shared" si="0">{"A1+" * 2_000}1</f></c>{children}</row>'
    assert reason(zipped(parts_of(sheet_of(rows)))) == "too_large"


def damaged(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = chance.randrange(len(changed))
        if chance.random() < 0.7:
            changed[at] ^= 1 << chance.randrange(8)
        elif chance.random() < 0.5:
            del changed[at : at + chance.randrange(1, 40)]
        else:
            del changed[at + 1 :]
    return bytes(changed)


@pytest.mark.parametrize("packing", ["stored", "deflated"])
def test_nothing_but_unreadablebook_leaves_for_damaged_files(packing: str) -> None:
    chance = random.Random(packing)  # noqa: S311 - damage that can be repeated
    data = zipped(good()) if packing == "deflated" else zip64(good())
    refused = 0
    for _ in range(1_500):
        try:
            read_all(damaged(data, chance))
        except UnreadableBook:
            refused += 1
    assert refused > 500
