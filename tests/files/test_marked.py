"""Marked copies: the clerk's workbook with its wrong cells filled, noted and listed, else unchanged."""

import io
import re

import openpyxl
import pytest
from lxml import etree

import city
from files.marked_books import (
    DISPUTES,
    FINDINGS,
    NAME,
    NASTY,
    PROACTIVE,
    REQUESTS,
    SUSPECTED,
    cells,
    finding,
    marked,
    members,
    part,
    parts,
    returned,
)
from xl2report.files.marked.writer import mark_copy, unmark
from xl2report.files.reader.book import open_book
from xl2report.ground.marks import AUTHOR, LIST_SHEET
from xl2report.ground.wordings.model import Language

RED, AMBER = "FFFEA9A", "FFFED96"
LIST_HEAD = 5
KEPT = ("sheetProtection", "dataValidations", "mergeCells", "cols", "printOptions", "pageMargins", "pageSetup", "headerFooter")  # fmt: skip


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


# --------------------------------------------------------------------------- nothing is changed


def test_parts_that_are_not_edited_keep_every_byte() -> None:
    before, after = members(returned()), members(marked())
    edited = {name for name in before if before[name][0] != after[name][0]}
    assert {name for name in before if before[name][1] != after[name][1]} == edited
    marked_sheets = {f"xl/worksheets/sheet{number}.xml" for number in (3, 4, 5)}
    assert edited == marked_sheets | {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",  # only that it is no longer the selected one
    }


def test_no_value_and_no_formula_changes() -> None:
    assert cells(marked()) == cells(returned())
    before, after = opened(returned()), opened(marked())
    for sheet in before.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert after[sheet.title][cell.coordinate].value == cell.value


def test_protection_validation_and_paper_stay() -> None:
    for sheet in (PROACTIVE, REQUESTS, DISPUTES):
        old, new = (
            etree.fromstring(part(returned(), sheet)),
            etree.fromstring(part(marked(), sheet)),
        )
        for name in KEPT:
            assert [etree.tostring(one) for one in old.findall(f"{{*}}{name}")] == [
                etree.tostring(one) for one in new.findall(f"{{*}}{name}")
            ]
    assert b'<workbookProtection lockStructure="1"/>' in parts(marked())["xl/workbook.xml"]


def test_names_still_belong_to_their_sheets() -> None:
    before, after = opened(returned()), opened(marked())
    assert {name: one.attr_text for name, one in before.defined_names.items()} == {
        name: one.attr_text for name, one in after.defined_names.items()
    }
    for sheet in before.worksheets:
        assert after[sheet.title].print_area == sheet.print_area
        assert after[sheet.title].print_title_rows == sheet.print_title_rows


def test_a_marked_cell_keeps_its_format_but_for_the_fill() -> None:
    before, after = opened(returned()), opened(marked())
    for sheet, spot in ((REQUESTS, "D7"), (REQUESTS, "F12"), (PROACTIVE, "B10")):
        old, new = before[sheet][spot], after[sheet][spot]
        assert new.fill.fgColor.rgb != old.fill.fgColor.rgb
        for name in ("number_format", "protection", "border", "alignment", "font"):
            assert repr(getattr(new, name)) == repr(getattr(old, name))


def test_cells_beside_the_marks_keep_their_format() -> None:
    before, after = opened(returned()), opened(marked())
    for spot in ("D9", "D30", "E10", "H11", "A1"):
        assert repr(after[REQUESTS][spot].fill) == repr(before[REQUESTS][spot].fill)


# ------------------------------------------------------------------------------------ the marks


def test_errors_are_red_and_warnings_amber() -> None:
    book = opened(marked())
    red = (
        "D7",
        "D8",
        "D28",
        "D29",
        *(f"{column}{row}" for column in "EFG" for row in (11, 12, 13)),
    )
    for spot in red:
        assert book[REQUESTS][spot].fill.fgColor.rgb.startswith(RED)
    for sheet, spot in ((PROACTIVE, "B10"), (REQUESTS, "L39"), (REQUESTS, "AB70")):
        assert book[sheet][spot].fill.fgColor.rgb.startswith(AMBER)


def test_an_error_outweighs_a_warning_on_the_same_cell() -> None:
    place = f"{REQUESTS}!D7"
    for both in (("E102", "E101"), ("E101", "E102")):
        copy = opened(mark_copy(returned(), [finding(code, place) for code in both], "zh"))
        assert copy[REQUESTS]["D7"].fill.fgColor.rgb.startswith(RED)
        text = copy[REQUESTS]["D7"].comment.text
        assert text.index("E101") < text.index("E102")


def test_a_covered_cell_is_marked_where_it_shows() -> None:
    copy = opened(mark_copy(returned(), [finding("W207", f"{REQUESTS}!C1", label="C1",
                                                 expected="x")], "zh"))  # fmt: skip
    assert copy[REQUESTS]["A1"].fill.fgColor.rgb.startswith(RED)
    assert copy[REQUESTS]["A1"].comment is not None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_notes_say_what_is_wrong_and_what_to_do(language: Language) -> None:
    book = opened(mark_copy(returned(), FINDINGS, language))
    noted = {
        (sheet.title, cell.coordinate): cell.comment
        for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.comment
    }  # fmt: skip
    expected = {(REQUESTS, spot) for spot in ("D7", "D28", "D29", "E11", "L39", "AB70")}
    assert set(noted) == expected | {(DISPUTES, "A7"), (PROACTIVE, "B10")}
    assert {note.author for note in noted.values()} == {AUTHOR}
    told_ = noted[REQUESTS, "D28"].text
    for one in ("R301", *FINDINGS[1].message(language).split("        ")[:1]):
        assert one in told_
    assert FINDINGS[1].remedy(language) in told_


def test_the_box_of_a_note_is_large_enough_to_read() -> None:
    drawing = next(one for name, one in parts(marked()).items() if name.endswith(".vml"))
    sizes = re.findall(rb"width:([0-9.]+)pt;height:([0-9.]+)pt", drawing)
    assert sizes
    assert all(float(width) >= 250 and 100 <= float(height) <= 520 for width, height in sizes)


def test_the_suspect_is_marked_and_named() -> None:
    book = opened(mark_copy(returned(), [SUSPECTED], "zh"))
    assert book[REQUESTS]["E9"].fill.fgColor.rgb.startswith(RED)
    assert "若为 2" in book[REQUESTS]["E9"].comment.text
    row = [cell.value for cell in book[LIST_SHEET][LIST_HEAD + 1]]
    assert any("E9 现为 1，若为 2" in str(value) for value in row)
    assert book[LIST_SHEET][f"C{LIST_HEAD + 1}"].hyperlink.location == f"'{REQUESTS}'!E9"


def test_the_list_comes_first_with_a_line_for_each_finding() -> None:
    book = opened(marked())
    sheet = book[LIST_SHEET]
    assert book.sheetnames == [LIST_SHEET, *opened(returned()).sheetnames]
    assert book.active is sheet
    assert [one.title for one in book.worksheets if one.sheet_view.tabSelected] == [LIST_SHEET]
    lines = [row for row in sheet.iter_rows(min_row=LIST_HEAD + 1, max_col=8) if row[0].value]
    codes = [row[7].value for row in lines]
    assert codes == ["R301", "E108", "E101", "E102", "W208", "W208", "M502", "W209"]
    assert "D7" in str(lines[0][4].value)
    assert "E11" in str(lines[1][4].value)
    assert sheet["A1"].value == "审核清单"
    line = str(sheet["A2"].value)
    assert NAME in line
    assert "错误 3 处，提示 4 处，说明 1 处" in line
    assert city.units()[0]["name"] in line
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.freeze_panes == f"A{LIST_HEAD + 1}"
    assert sheet.column_dimensions["Z"].hidden


def test_links_lead_to_cells_that_are_there_and_back() -> None:
    book = opened(marked())
    places = [
        cell.hyperlink.location
        for row in book[LIST_SHEET].iter_rows(max_col=8) for cell in row if cell.hyperlink
    ]  # fmt: skip
    assert len(set(places)) == 6
    for place in places:
        sheet, _, area = str(place).rpartition("!")
        assert book[sheet.strip("'")][area.partition(":")[0]] is not None
    for name in (PROACTIVE, REQUESTS, DISPUTES):
        assert book[name]["A1"].hyperlink.location == f"'{LIST_SHEET}'!A1"
        assert book[name]["A1"].value == opened(returned())[name]["A1"].value


def test_text_stays_text_whatever_it_begins_with() -> None:
    shown = [cell[1] for cell in open_book(marked()).sheet(LIST_SHEET).cells.values()]
    clean = NASTY.replace("\x00", "").replace("\x0b", "")
    assert any(clean in str(text) for text in shown)
    assert all(cell[2] is None for cell in open_book(marked()).sheet(LIST_SHEET).cells.values())
    copy = mark_copy(returned(), [finding("E101", f"{DISPUTES}!A7", found=NASTY)], "zh")
    assert "+cmd|' /C calc'!A0 <b>&\"'" in opened(copy)[DISPUTES]["A7"].comment.text


def test_no_findings_make_a_list_that_says_so() -> None:
    copy = mark_copy(returned(), [], "zh")
    assert opened(copy)[LIST_SHEET][f"A{LIST_HEAD + 1}"].value == "没有发现问题。"
    assert unmark(copy) == returned()
