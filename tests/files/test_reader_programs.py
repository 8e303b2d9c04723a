"""Workbooks as libraries and many programs write them, read as they were meant."""

import re
import warnings
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from files.reader_books import (
    Value,
    by_openpyxl,
    by_xlsxwriter,
    read_all,
    reason,
)
from xl2report.files.reader import markup, strings
from xl2report.files.reader.book import open_book
from xl2report.files.reader.cells import Cell
from xl2report.files.reader.rows import Unusual
from xl2report.files.reader.slow_sheets import read_slowly

TEXT = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("<>&'\"_x000D\r\n\t 件")),
    min_size=1,
    max_size=12,
).filter(lambda text: not re.search("[\x00-\x08\x0b-\x1f\ufffe\uffff]", text))
CELL = st.one_of(
    st.none(),
    st.integers(-(10**9), 10**9),
    st.floats(-1e6, 1e6).map(lambda number: round(number, 3)),
    st.booleans(),
    TEXT.filter(lambda text: not text.startswith(("=", "#"))),
    st.sampled_from(["=A1", '=SUM(B2:C3)&"<\'>"', "='表 1'!A1"]),
)
ROWS = st.lists(st.lists(CELL, max_size=4), max_size=4)


def expected(rows: list[list[Value]], *, as_written: bool) -> dict[str, tuple[str, object]]:
    """What stands where, as kind and value (a formula as its text)."""
    found: dict[str, tuple[str, object]] = {}
    for row, values in enumerate(rows, 1):
        for column, value in zip("ABCD", values, strict=False):
            place = f"{column}{row}"
            if isinstance(value, bool):
                found[place] = ("b", str(int(value)))
            elif isinstance(value, str):
                is_formula = value.startswith("=")
                # XlsxWriter escapes what Excel would take for an escape; openpyxl does not.
                text = value if is_formula or as_written else markup.clean(value)
                found[place] = ("f" if is_formula else "s", text)
            elif value is not None:
                found[place] = ("n", float(value))
    return found


@pytest.mark.parametrize("write", [by_xlsxwriter, by_openpyxl])
@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_what_a_library_wrote_is_read_alike_by_both_ways(
    write: Callable[[list[list[Value]]], bytes], rows: list[list[Value]]
) -> None:
    book = open_book(write(rows))
    package = book._package  # noqa: SLF001 - the same parts, by the other way
    part = package.read(book.sheets[0].part)
    shared = next((name for name in book.parts if "sharedStrings" in name), None)
    texts = strings.read_slowly(package.read(shared)) if shared else []
    slow = read_slowly("S", part, strings.numbered(texts))
    fast = book.sheet("S")
    assert fast.cells == slow.cells
    assert fast.way == "fast" or not fast.cells
    seen = {
        place: ("f", "=" + formula) if formula is not None
        else (kind, float(text) if kind == "n" and text else text)
        for place, (kind, text, formula) in fast.cells.items()
    }  # fmt: skip
    assert seen == expected(rows, as_written=write is by_xlsxwriter)


WORKBOOKS = Path(__file__).parents[2].parent / "shared" / "workbooks"


def shared_workbooks() -> list[Path]:
    return sorted(WORKBOOKS.glob("*.xls[xm]"))


# Where openpyxl gives something else, and why ours is meant.
OTHERWISE = {
    ("easyexcel-t09.xlsx", "Sheet1", "A1"): "openpyxl leaves _x005f_ undecoded",
    ("python-calamine-issue139.xlsx", "bad_xlsx_dates", "A2"): "a number too large for a date",
}
REFUSED = {
    "calamine-issue252.xlsx": "zip",  # declared size and checksum are wrong
    "calamine-pass_protected.xlsx": "encrypted",
    "excelize-encryptAES.xlsx": "encrypted",
    "excelize-encryptSHA1.xlsx": "encrypted",
    "spout-file_with_sheet_xml_not_matching_content_types.xlsx": "malformed",  # its sheet is missing
    "spout-one_sheet_with_invalid_xml_characters.xlsx": "malformed",
}


@pytest.mark.skipif(not shared_workbooks(), reason=f"no workbooks in {WORKBOOKS}")
@pytest.mark.parametrize("path", shared_workbooks(), ids=lambda path: path.name)
def test_workbooks_by_many_programs_read_as_openpyxl_reads_them(path: Path) -> None:
    if path.name in REFUSED:
        assert reason(path.read_bytes()) == REFUSED[path.name]
        return
    book = read_all(path.read_bytes())
    assert_ways_agree(path.read_bytes())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            given_formulas = as_openpyxl_reads(path)
            given_values = as_openpyxl_reads(path, data_only=True)
        except (KeyError, IndexError, TypeError, ValueError):
            assert any(book.sheet(sheet.name).cells for sheet in book.sheets)
            return
    for one, other in zip(given_formulas.worksheets, given_values.worksheets, strict=True):
        sheet = book.sheet(one.title)
        unread = dict(sheet.cells)
        assert sorted(sheet.merges) == sorted(map(str, one.merged_cells.ranges))
        for place, formula, value in both(one, other):
            cell = unread.pop(place, None)
            if (path.name, one.title, place) not in OTHERWISE:
                assert_same(cell, formula, value)
        assert unread == {}


def as_openpyxl_reads(path: Path, *, data_only: bool = False) -> openpyxl.Workbook:
    """The workbook as openpyxl reads it; from memory, because it leaves a file it declines open."""
    data = BytesIO(path.read_bytes())
    return openpyxl.load_workbook(data, keep_links=False, data_only=data_only)


def assert_ways_agree(data: bytes) -> None:
    """Every sheet read the slow way, as a sheet of known shape, and row by row: the same each time."""
    first = open_book(data)
    shared = next((name for name in first.parts if "sharedstrings" in name.lower()), None)
    package = first._package  # noqa: SLF001 - the same parts, by the other ways
    texts = strings.numbered(strings.read_slowly(package.read(shared)) if shared else [])
    for info in first.sheets:
        if not info.part:
            continue
        sheet = first.sheet(info.name)
        slow = read_slowly(info.name, open_book(data)._package.read(info.part), texts)  # noqa: SLF001
        assert (sheet.cells, sheet.merges) == (slow.cells, slow.merges)
        again = [open_book(data).sheet(info.name) for _ in range(2)][1]
        assert (again.cells, again.merges) == (slow.cells, slow.merges)
        if all(formula is None for _, _, formula in slow.cells.values()):
            rows = in_rows(data, info.name)
            assert rows in (None, slow.cells)


def in_rows(data: bytes, name: str) -> dict[str, Cell] | None:
    """The cells of a sheet read row by row; None where it cannot be."""
    try:
        return {
            f"{letters}{number}": cell
            for number, line in open_book(data).rows(name)
            for letters, cell in line.cells.items()
        }
    except Unusual:
        return None


def both(one: object, other: object) -> Iterator[tuple[str, str | None, object]]:
    """Place, formula and value of each cell of a sheet, from its two loads by openpyxl."""
    for at, cell in one._cells.items():  # type: ignore[attr-defined]  # noqa: SLF001
        formula = cell.value if cell.data_type == "f" else None
        if isinstance(formula, ArrayFormula):
            formula = formula.text
        elif isinstance(formula, DataTableFormula):
            formula = "="
        yield cell.coordinate, formula, other._cells[at].value  # type: ignore[attr-defined]  # noqa: SLF001


def assert_same(cell: Cell | None, formula: str | None, value: object) -> None:
    kind, text, ours = cell or ("", None, None)
    assert (None if ours is None else "=" + ours) == formula
    if value is None:
        assert text in (None, "")
    elif isinstance(value, bool):
        assert (kind, text) == ("b", str(int(value)))
    elif isinstance(value, int | float):
        assert kind == "n"
        assert float(text or "") == value
    elif isinstance(value, str):
        assert kind in ("s", "e")
        assert text == value
    else:
        assert kind in ("n", "d")  # a date, which is kept as it is written
