"""Marked copies read again, corrected, freed of their marks, marked again; and what is refused."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

import city
from files import marked_rules as rules
from files.marked_books import (
    DISPUTES,
    FINDINGS,
    REQUESTS,
    cells,
    finding,
    marked,
    parts,
    returned,
    told,
    with_notes,
    with_parts,
)
from files.reader_books import zipped
from xl2report.chain.check import check
from xl2report.files.marked.writer import CannotMark, mark_copy, unmark
from xl2report.ground.marks import AUTHOR, LIST_SHEET, OTHER_LIST_SHEET

RED = "FFFEA9A"
LIST_HEAD = 5


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_marks_are_ignored_when_the_copy_is_read() -> None:
    assert told(marked()) == told(returned())


def test_every_sample_with_a_fault_reads_the_same_marked(tmp_path: Path) -> None:
    for one in city.faults():
        book = city.faulty(one["id"])
        path = tmp_path / f"{one['id']}.xlsx"
        path.write_bytes(book)
        found = check([path]).findings
        copy = mark_copy(book, found, "zh")
        path.write_bytes(copy)
        assert check([path]).findings == found
        assert unmark(copy) == book


def test_unmarking_gives_the_very_same_file() -> None:
    assert unmark(marked()) == returned()
    assert unmark(returned()) == returned()


def test_a_second_marking_is_the_marking_of_the_original() -> None:
    other = [finding("E101", f"{REQUESTS}!E9"), finding("E102", f"{DISPUTES}!B7")]
    assert mark_copy(marked(), other, "zh") == mark_copy(returned(), other, "zh")
    assert mark_copy(marked(), FINDINGS, "zh") == marked()


def test_a_corrected_copy_is_read_as_corrected_and_keeps_no_mark() -> None:
    corrected = city.wrong(marked(), f"{REQUESTS}!D7", city.number(12345))
    assert cells(corrected)[REQUESTS]["D7"] == ("n", "12345", None)
    clean = unmark(corrected)
    assert_without_marks(clean)
    assert cells(clean) == cells(city.wrong(returned(), f"{REQUESTS}!D7", city.number(12345)))
    assert_same_looks(clean, returned())


def test_marks_are_taken_off_where_the_list_was_deleted() -> None:
    book = opened(marked())
    book.remove(book[LIST_SHEET])
    out = io.BytesIO()
    book.save(out)
    clean = unmark(out.getvalue())
    assert_without_marks(clean)
    assert_same_looks(clean, returned())


def assert_without_marks(data: bytes) -> None:
    everything = b"".join(parts(data).values())
    for trace in (LIST_SHEET, "xl2report 审核", "审核意见"):
        assert trace.encode() not in everything
    fills = re.search(rb"<fills.*</fills>", parts(data)["xl/styles.xml"], re.DOTALL)
    assert fills is not None
    assert b"FEA9" not in fills[0]
    assert b"FED9" not in fills[0]
    assert not any(rules.reds(one) for one in rules.of(data).values())
    formats = re.search(rb"<dxfs.*</dxfs>", parts(data)["xl/styles.xml"], re.DOTALL)
    assert formats is None or b"FEA9" not in formats[0]


def assert_same_looks(data: bytes, other: bytes) -> None:
    """Whether every cell looks as in another workbook, whatever its format's number."""
    one, two = opened(data), opened(other)
    assert one.sheetnames == two.sheetnames
    for sheet in two.worksheets:
        found = one[sheet.title]
        assert found.protection.sheet == sheet.protection.sheet
        assert rules.of(data)[sheet.title] == rules.of(other)[sheet.title]
        assert len(found.data_validations.dataValidation) == len(
            sheet.data_validations.dataValidation
        )
        for row in sheet.iter_rows():
            for cell in row:
                same = found[cell.coordinate]
                assert same.comment is None or cell.comment is not None
                assert same.fill.fgColor.rgb == cell.fill.fgColor.rgb, (
                    sheet.title,
                    cell.coordinate,
                )
                assert same.protection.locked == cell.protection.locked
                assert same.number_format == cell.number_format


# ------------------------------------------------------------------------------- the clerk's own


def test_the_clerks_notes_are_kept_and_written_below() -> None:
    book = with_notes(returned(), REQUESTS, D7="请复核", J20="我的备注")
    copy = mark_copy(book, FINDINGS, "zh")
    after = opened(copy)[REQUESTS]
    assert after["D7"].comment.author == "张三"
    assert after["D7"].comment.text.startswith("请复核\n\nxl2report 审核意见\n")
    assert after["J20"].comment.text == "我的备注"
    assert after["D28"].comment.author == AUTHOR
    assert cells(copy) == cells(book)
    assert parts(unmark(copy)) == parts(book)


def test_notes_of_a_resaved_copy_go_and_the_clerks_stay() -> None:
    book = with_notes(returned(), REQUESTS, D7="请复核", J20="我的备注")
    copy = opened(mark_copy(book, FINDINGS, "zh"))
    out = io.BytesIO()
    copy.save(out)
    clean = opened(unmark(out.getvalue()))[REQUESTS]
    assert {cell.coordinate: cell.comment.text for row in clean.iter_rows() for cell in row
            if cell.comment} == {"D7": "请复核", "J20": "我的备注"}  # fmt: skip


def test_a_clerks_sheet_of_the_lists_name_stays() -> None:
    book = opened(returned())
    book.create_sheet(LIST_SHEET)["A1"] = "我的清单"
    out = io.BytesIO()
    book.save(out)
    copy = mark_copy(out.getvalue(), FINDINGS, "zh")
    assert opened(copy).sheetnames[0] == OTHER_LIST_SHEET
    assert opened(copy)[LIST_SHEET]["A1"].value == "我的清单"
    assert [one.code for one in told(copy) if one.code == "W209"] == ["W209"]
    assert parts(unmark(copy)) == parts(out.getvalue())


def test_a_workbook_that_opens_with_another_sheet_does_so_again() -> None:
    def third(workbook: bytes) -> bytes:
        return workbook.replace(b"<workbookView ", b'<workbookView activeTab="3" firstSheet="1" ')

    book = with_parts(returned(), workbook=third)
    copy = opened(mark_copy(book, FINDINGS, "zh"))
    assert copy.active is copy[LIST_SHEET]
    out = io.BytesIO()
    copy.save(out)
    clean = opened(unmark(out.getvalue()))
    assert clean.active is clean[REQUESTS]


# ------------------------------------------------------------------------------ what is refused


def refused(data: bytes) -> str:
    with pytest.raises(CannotMark) as error:
        mark_copy(data, FINDINGS, "zh")
    assert error.value.words("zh") != error.value.words("en")
    return error.value.reason


def test_what_is_no_workbook_is_refused_with_its_reason() -> None:
    assert refused(b"") == "empty"
    assert refused(b"%PDF-1.7") == "pdf"
    assert refused(returned()[:3000]) == "truncated"
    assert refused(zipped({"a": "b"})) == "zip"


def prefixed(content: bytes) -> bytes:
    """As Tencent Docs spells a part."""
    spelt = re.sub(rb"<(/?)([a-zA-Z]+)", rb"<\1x:\2", content)
    return spelt.replace(b" xmlns=", b" xmlns:x=", 1)


def in_utf16(content: bytes) -> bytes:
    return content.decode().replace("UTF-8", "UTF-16").encode("utf-16")


def with_comment(content: bytes) -> bytes:
    at = content.rindex(b"</")
    return content[:at] + b'<!-- s="5" -->' + content[at:]


def with_doctype(content: bytes) -> bytes:
    return content.replace(b"?>", b"?><!DOCTYPE x>", 1)


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


@pytest.mark.parametrize("change", [prefixed, in_utf16, with_comment, with_doctype, cut])
@pytest.mark.parametrize("stem", ["sheet4", "styles", "workbook", "[Content_Types]"])
def test_what_cannot_be_patched_safely_is_refused(
    stem: str, change: Callable[[bytes], bytes]
) -> None:
    assert refused(with_parts(returned(), **{stem: change})) in {"spelling", "malformed", "doctype"}


def test_threaded_comments_are_left_alone() -> None:
    book = with_notes(returned(), REQUESTS, D7="[Threaded comment]", J20="我的备注")
    book = with_parts(book, comment1=lambda part: part.replace("张三".encode(), b"tc={A-1}"))
    after = opened(mark_copy(book, FINDINGS, "zh"))[REQUESTS]
    assert after["D7"].comment.text == "[Threaded comment]"
    assert after["D7"].fill.fgColor.rgb.startswith(RED)
    assert after["D28"].comment.author == AUTHOR


def test_a_workbook_without_styles_is_refused() -> None:
    with_fewer = {name: one for name, one in parts(returned()).items() if "styles" not in name}
    assert refused(zipped(with_fewer)) == "malformed"


def test_a_place_that_is_not_there_is_only_listed() -> None:
    copy = mark_copy(
        returned(), [finding("W206", "没有的表"), finding("E101", "没有的表!D7")], "zh"
    )
    sheet = opened(copy)[LIST_SHEET]
    assert sheet[f"C{LIST_HEAD + 1}"].value == "没有的表"
    assert not any(cell.hyperlink for row in sheet.iter_rows(max_col=8) for cell in row)


def test_the_copy_is_a_sound_zip_file() -> None:
    with zipfile.ZipFile(io.BytesIO(marked())) as package:
        assert package.testzip() is None
        assert len(package.namelist()) == len(set(package.namelist()))
    for name, content in parts(marked()).items():
        if name.endswith((".xml", ".rels", ".vml")):
            etree.fromstring(content)
