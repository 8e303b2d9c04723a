"""The list as a workbook, read back with openpyxl and opened with LibreOffice."""

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from conftest import Soffice
from telling_samples import NASTY, line, nothing, sample
from xl2report.files.listing.words import WORDS
from xl2report.files.listing.writer import write_listing
from xl2report.ground.telling import Counts, Telling, ToldBook

HAN = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


def read(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_the_readme_comes_first_and_leads_to_the_other_sheets() -> None:
    book = read(write_listing(sample()))

    assert book.sheetnames == ["说明", "问题清单", "单位汇总"]
    readme = book["说明"]
    targets = [cell.hyperlink.location for row in readme for cell in row if cell.hyperlink]
    assert targets == ["'问题清单'!A1", "'单位汇总'!A1"]
    counts = {readme.cell(row, 1).value: readme.cell(row, 2).value for row in range(7, 14)}
    assert counts["错误"] == sample().counts.errors
    assert counts["勾稽不平"] == sample().counts.broken


def test_each_finding_has_one_line_under_headings_in_the_first_row() -> None:
    telling = sample()
    sheet = read(write_listing(telling))["问题清单"]

    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == [
        "单位", "文件", "位置", "问题（现状与应有）", "处理办法", "级别", "代码", "类型", "单位说明",
    ]  # fmt: skip
    assert rows[1:] == [
        [
            one.unit,
            one.book,
            one.place,
            one.message,
            f"{one.remedy}\n疑似：{one.suspects}",
            one.level,
            one.code,
            one.name,
            one.explanation,
        ]
        for one in telling.lines
    ]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:I{len(telling.lines) + 1}"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToHeight == 0
    assert all(cell.alignment.wrap_text for cell in sheet[2])


def test_each_unit_has_one_line_with_its_counts_and_verdict() -> None:
    telling = sample()
    sheet = read(write_listing(telling))["单位汇总"]

    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows == [
        [book.unit or None, book.book or None, book.verdict("zh"), *book.counts]
        for book in telling.books
    ]


def test_no_text_becomes_a_formula_and_no_link_leads_outside() -> None:
    data = write_listing(sample())

    book = read(data)
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type in {"s", "n", "inlineStr"} for cell in row)
    texts = {cell.value for row in book["问题清单"].iter_rows() for cell in row}
    assert set(NASTY) <= texts
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/")]
        assert not any(b"<f>" in parts.read(name) for name in sheets)
        assert not any(b'TargetMode="External"' in parts.read(name) for name in parts.namelist())


def test_the_same_telling_gives_the_same_bytes() -> None:
    assert write_listing(sample()) == write_listing(sample())


def test_a_text_too_long_for_a_cell_is_cut_and_a_clean_check_says_so() -> None:
    long = line()._replace(message="长" * 40_000)
    book = ToldBook("a.xlsx", "甲", "returned", Counts(1, 0, 0, 0, 0, 0, 0), (long,))
    sheet = read(write_listing(Telling("zh", (book,), (), book.counts)))["问题清单"]
    assert len(str(sheet["D2"].value)) == 32_767

    assert read(write_listing(nothing()))["问题清单"]["A2"].value == "没有发现问题。"


def test_both_languages_have_all_words_and_english_has_no_chinese() -> None:
    assert WORDS["zh"].keys() == WORDS["en"].keys()
    assert not HAN.search("".join(WORDS["en"].values()))
    assert read(write_listing(sample("en"))).sheetnames == ["Readme", "Findings", "Units"]


@pytest.mark.office
def test_libreoffice_opens_it_with_the_same_texts(tmp_path: Path, soffice: Soffice) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(write_listing(sample()))

    opened = read(soffice.convert(path, "xlsx", tmp_path / "out").read_bytes())

    ours = read(path.read_bytes())
    for name in ours.sheetnames:
        assert [[cell.value for cell in row] for row in opened[name].iter_rows()] == [
            [cell.value for cell in row] for row in ours[name].iter_rows()
        ]


def test_its_window_fits_a_screen_and_its_verdicts_one_line() -> None:
    data = write_listing(sample())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        (width,) = re.findall(r'windowWidth="(\d+)"', archive.read("xl/workbook.xml").decode())
    assert int(width) <= 1920 * 15  # twentieths of a point, at 96 dots an inch
    sheet = read(data)["单位汇总"]
    # Chinese signs take two; indents and the grid one and a half on each side.
    assert sheet.column_dimensions["C"].width >= 2 * len("通过（零报告）") + 3
