"""Marked copies through LibreOffice: opened without repair, saved, corrected, marked again."""

import io
from pathlib import Path

import openpyxl
import pytest

from conftest import Soffice
from files.marked_books import (
    DISPUTES,
    FINDINGS,
    PROACTIVE,
    REQUESTS,
    cells,
    finding,
    marked,
    parts,
    resaved,
    returned,
    told,
)
from files.test_marked_again import assert_same_looks, assert_without_marks
from xl2report.files.marked.writer import mark_copy, unmark
from xl2report.ground.marks import LIST_CELL, LIST_SHEET, NOTE_HEADS
from xl2report.ground.points import split_address

LIST_COLUMN = split_address(LIST_CELL)[1]
pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def through(soffice: Soffice, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The workbook and its marked copy as LibreOffice saves them."""
    folder = tmp_path_factory.mktemp("marked")
    for name, data in (("returned", returned()), ("marked", marked())):
        (folder / f"{name}.xlsx").write_bytes(data)
    paths = soffice.convert_all(sorted(folder.glob("*.xlsx")), "xlsx", folder / "out")
    return {path.stem: path.read_bytes() for path in paths}


def test_libreoffice_keeps_the_marks(through: dict[str, bytes]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(through["marked"]))
    assert book.sheetnames[0] == LIST_SHEET
    assert book[REQUESTS]["D7"].comment.text.startswith(NOTE_HEADS["zh"])
    assert book[REQUESTS]["D7"].fill.fgColor.rgb.startswith("FFFEA9A")
    for name in (PROACTIVE, REQUESTS, DISPUTES):
        assert book[name]["A1"].hyperlink is not None
    assert len([c for row in book[LIST_SHEET].iter_rows() for c in row if c.hyperlink]) >= 6


def test_titles_that_do_not_name_the_list_trouble_nobody(through: dict[str, bytes]) -> None:
    """docProps/app.xml keeps every byte: it says what a program last saved, and none checks it."""
    app = "docProps/app.xml"
    assert parts(marked())[app] == parts(returned())[app]
    assert LIST_SHEET.encode() not in parts(marked())[app]
    for name, first in (("returned", []), ("marked", [LIST_SHEET])):
        opened = openpyxl.load_workbook(io.BytesIO(through[name])).sheetnames
        there = openpyxl.load_workbook(io.BytesIO(returned())).sheetnames
        assert opened == [*first, *there]


def test_a_copy_saved_by_libreoffice_reads_like_the_workbook(through: dict[str, bytes]) -> None:
    assert told(through["marked"]) == told(through["returned"])


def test_marks_go_from_a_copy_saved_by_libreoffice(through: dict[str, bytes]) -> None:
    clean = unmark(through["marked"])
    assert_without_marks(clean)
    assert cells(clean) == cells(through["returned"])
    assert_same_looks(clean, through["returned"])
    assert not any("comment" in name or "vml" in name for name in parts(clean))


def test_a_copy_saved_by_libreoffice_is_marked_again_without_a_trace(
    through: dict[str, bytes],
) -> None:
    other = [finding("E101", f"{REQUESTS}!E9")]
    copy = openpyxl.load_workbook(io.BytesIO(mark_copy(through["marked"], other, "zh")))
    plain = openpyxl.load_workbook(io.BytesIO(mark_copy(through["returned"], other, "zh")))
    for sheet in plain.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                same = copy[sheet.title][cell.coordinate]
                if cell.column != LIST_COLUMN:
                    assert same.value == cell.value
                    assert same.fill.fgColor.rgb == cell.fill.fgColor.rgb
                    assert (same.comment is None) == (cell.comment is None)


def test_workbooks_saved_by_other_programs_are_marked(through: dict[str, bytes]) -> None:
    for data in (through["returned"], resaved(returned()), resaved(through["returned"])):
        copy = mark_copy(data, FINDINGS, "zh")
        assert cells(copy) == cells(data)
        assert parts(unmark(copy)) == parts(data)


def test_the_copy_is_printed_with_its_list_first(soffice: Soffice, tmp_path: Path) -> None:
    path = tmp_path / "marked.xlsx"
    path.write_bytes(marked())
    made = soffice.convert(path, "pdf", tmp_path)
    assert made.read_bytes().startswith(b"%PDF")
