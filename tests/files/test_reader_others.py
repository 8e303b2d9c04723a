"""Workbooks that other writers and LibreOffice make: every cell as openpyxl reads it, by every way of reading."""

import io
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from openpyxl.worksheet.formula import ArrayFormula

import city
from conftest import Soffice
from files.reader_books import EXPECTED, MAIN, PLAIN, STRICT, parts_of, sheet_of, zipped
from files.test_reader_programs import assert_same, assert_ways_agree, both
from files.xlsb_books import as_xlsb
from xl2report.chain.forms import find_plan
from xl2report.files.reader.book import open_book
from xl2report.files.reader.foreign import WAY
from xl2report.files.reader.tables import read_filing

TEXTS = [
    "收件",
    " a b ",
    "<&>\"'",
    "_x0041_",
    "_x005F_",
    "a\nb",
    "a\r\nb",
    "\t",
    "=1+1",
    "@a",
    "１２",
    "a\U0001f600",
]
NUMBERS = [0, 12, -3, 1.5, 1e20, 123456789012345, True, False, None]


def by_xlsxwriter(**options: bool) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, options)
    sheet = book.add_worksheet("表 1")
    bold = book.add_format({"bold": True})
    for row, text in enumerate(TEXTS):
        sheet.write_string(row, 0, text)
        number = NUMBERS[row % len(NUMBERS)]
        if isinstance(number, bool):
            sheet.write_boolean(row, 1, number)
        elif number is not None:
            sheet.write_number(row, 1, number)
        else:
            sheet.write_blank(row, 1, None, bold)
        sheet.write_formula(row, 2, f"=B{row + 1}*2", None, 7)
        sheet.write_formula(row, 3, '="x"&A1', None, "x y")
    if not options.get("constant_memory"):
        sheet.write_rich_string(20, 0, "一", bold, "二", "三")
        sheet.write_array_formula("E1:E3", "{=B1:B3*2}", None, 1)
        sheet.write_dynamic_array_formula("F1", "=UNIQUE(A1:A5)", None, "收件")
        sheet.merge_range("A22:C22", "合并")
    book.add_worksheet("空")
    book.close()
    return out.getvalue()


def by_openpyxl() -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("表 1")
    for row, text in enumerate(TEXTS):
        sheet.append([text.replace("\r", ""), NUMBERS[row % len(NUMBERS)], f"=B{row + 1}*2"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_openpyxl_with_arrays() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = 2
    sheet["B1"] = ArrayFormula("B1:B3", "=A1:A3*2")
    sheet.merge_cells("A5:B6")
    sheet["A5"] = "合并"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_pandas(engine: Literal["openpyxl", "xlsxwriter"]) -> Callable[[], bytes]:
    def write() -> bytes:
        out = io.BytesIO()
        frame = pd.DataFrame({"单位": TEXTS[:5], "件": [1, 2, None, 4, 5.5]})
        with pd.ExcelWriter(out, engine=engine) as writer:
            frame.to_excel(writer, sheet_name="表", index=True)
        return out.getvalue()

    return write


MADE: dict[str, Callable[[], bytes]] = {
    "XlsxWriter": by_xlsxwriter,
    "XlsxWriter, constant memory": lambda: by_xlsxwriter(constant_memory=True),
    "XlsxWriter, strings in line": lambda: by_xlsxwriter(strings_to_formulas=False, in_memory=True),
    "openpyxl, write only": by_openpyxl,
    "openpyxl, arrays": by_openpyxl_with_arrays,
    "pandas, openpyxl": by_pandas("openpyxl"),
    "pandas, XlsxWriter": by_pandas("xlsxwriter"),
    "a return of ours": lambda: city.book("police"),
}


def assert_as_openpyxl(data: bytes) -> None:
    """Every cell, its value and its formula."""
    book = open_book(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        formulas = openpyxl.load_workbook(io.BytesIO(data))
        values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    assert [sheet.name for sheet in book.sheets] == formulas.sheetnames
    for one, other in zip(formulas.worksheets, values.worksheets, strict=True):
        unread = dict(book.sheet(one.title).cells)
        for place, formula, value in both(one, other):
            cell = unread.pop(place, None)
            # openpyxl decodes some of Excel's escapes, and some of them twice.
            if "_x" not in f"{value}{cell}":
                assert_same(cell, formula, value)
        assert unread == {}


@pytest.mark.parametrize("writer", MADE)
def test_what_a_writer_made_is_read_as_openpyxl_reads_it(writer: str) -> None:
    data = MADE[writer]()
    assert_as_openpyxl(data)
    assert_ways_agree(data)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_the_same_after_writing_and_reading(text: str) -> None:
    cells = open_book(by_xlsxwriter()).sheet("表 1").cells
    assert cells[f"A{TEXTS.index(text) + 1}"][1] == text.replace("\r\n", "\n")


def test_a_value_under_a_merge_is_kept_where_openpyxl_drops_it() -> None:
    behind = '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    sheet = open_book(zipped(parts_of(sheet_of(PLAIN, behind)))).sheet("S")
    assert sheet.cells == EXPECTED


def test_strict_parts_are_read_alike() -> None:
    parts = parts_of(sheet_of(PLAIN).replace(MAIN, STRICT))
    assert open_book(zipped(parts)).sheet("S").cells == EXPECTED


@pytest.mark.office
def test_what_libreoffice_made_of_each_is_read_as_openpyxl_reads_it(
    soffice: Soffice, tmp_path: Path
) -> None:
    for number, make in enumerate(MADE.values()):
        (tmp_path / f"{number}.xlsx").write_bytes(make())
    books = sorted(tmp_path.glob("*.xlsx"))
    saved = soffice.convert_all(books, "xlsx", tmp_path / "xlsx")
    for kind in ("ods", "xls", "xlsm"):
        there = soffice.convert_all(books, kind, tmp_path / kind)
        saved += soffice.convert_all(there, "xlsx", tmp_path / f"from-{kind}")
    assert len(saved) == 4 * len(MADE)
    for path in saved:
        assert_as_openpyxl(path.read_bytes())
        assert_ways_agree(path.read_bytes())


@pytest.mark.office
def test_a_workbook_with_macros_by_libreoffice_is_read_like_any_other(
    soffice: Soffice, tmp_path: Path
) -> None:
    (tmp_path / "a.xlsx").write_bytes(city.book("police"))
    saved = soffice.convert(tmp_path / "a.xlsx", "xlsm", tmp_path / "out")
    expected, _ = city.read_book(city.book("police"))
    filing, findings = read_filing(saved.read_bytes(), "a.xlsm", find_plan)
    assert filing is not None
    assert city.shown(filing) == city.shown(expected)
    assert (filing.way, findings) == ("single-pass", [])


@pytest.mark.parametrize("unit", ["police", "civil_affairs"])
def test_excels_binary_format_gives_the_same_values(unit: str) -> None:
    expected, _ = city.read_book(city.book(unit))
    filing, findings = read_filing(as_xlsb(open_book(city.book(unit))), "a.xlsb", find_plan)
    assert filing is not None
    assert city.shown(filing) == city.shown(expected)
    assert (filing.cover, filing.texts) == (expected.cover, expected.texts)
    assert ([one.code for one in findings], filing.way) == (["W214"], WAY)


@pytest.mark.office
def test_an_old_workbook_with_a_password_says_so(soffice: Soffice, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(city.book("police"))
    old = soffice.convert(tmp_path / "a.xlsx", "xls", tmp_path / "out").read_bytes()
    # The record of who wrote it becomes the one that says that all that follows is encrypted, and the
    # second of all.
    begin = old.index(b"\x09\x08\x10\0\0\x06\x05\0") + 20
    at = old.index(b"\x5c\0\x70\0")
    locked = (
        old[:begin] + b"\x2f\0\x70\0" + old[at + 4 : at + 116] + old[begin:at] + old[at + 116 :]
    )
    assert len(locked) == len(old)
    for password, said in (("", "--password"), ("wrong", "password")):
        filing, findings = read_filing(locked, "a.xls", find_plan, password)
        assert filing is None
        assert [one.code for one in findings] == ["W201"]
        assert said in findings[0].message("en")
