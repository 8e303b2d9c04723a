"""The office's adjustments: added under its own name, never to a unit's number, or told and not applied."""

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import city
from adding_samples import GOOD, POINT, TITLES, adjusting, merged
from xl2report.chain.adjustments import load_adjustments
from xl2report.chain.books import find_books
from xl2report.chain.check import check
from xl2report.chain.errors import CannotWork
from xl2report.chain.merge import merge
from xl2report.chain.told import tell
from xl2report.form.layout import ADJUSTED, ADJUSTMENTS_SHEET, OVERVIEW_SHEET, SUBTOTAL
from xl2report.work.adjustments import find_point, near_points
from xl2report.work.narrative.story import Paragraph

BOOKS = {"民政局.xlsx": city.book("civil_affairs"), "市场局.xlsx": city.book("market")}
PARTS = city.plan().form.sheets.contributions
AT = city.plan().index[POINT]


def value(workbook: bytes, point: str = POINT) -> int | None:
    filing, _ = city.read_book(workbook)
    return filing.values[city.plan().index[point]]


@pytest.fixture(name="plain", scope="module")
def make_plain(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    found = merged(tmp_path_factory.mktemp("plain"), BOOKS)
    assert found.workbook is not None
    return found.workbook


@pytest.fixture(name="adjusted", scope="module")
def make_adjusted(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    rows = (GOOD, ("text.site_items", "", -3, "两处重复", "李四", ""))
    found = merged(tmp_path_factory.mktemp("adjusted"), BOOKS, *rows)
    assert found.workbook is not None
    return found.workbook


def test_the_total_moves_and_no_units_number_does(plain: bytes, adjusted: bytes) -> None:
    before, _ = city.read_book(plain)
    after, findings = city.read_book(adjusted)
    assert (after.values[AT] or 0) - (before.values[AT] or 0) == 2
    items = city.plan().index["text.site_items"]
    assert (after.values[items] or 0) - (before.values[items] or 0) == -3
    total = city.plan().index["requests.results_total.total"]
    assert (after.values[total] or 0) - (before.values[total] or 0) == 2
    assert [list(part.values) for part in after.parts] == [
        list(part.values) for part in before.parts
    ]
    assert [(one.point, one.amount, one.reason, one.author) for one in after.adjustments] == [
        (AT, 2, "转办件漏计", "张三"), (items, -3, "两处重复", "李四"),
    ]  # fmt: skip
    assert {one.code for one in findings} <= {"E121"}


def test_they_enter_by_formula_as_rows_of_their_own(adjusted: bytes) -> None:
    written = load_workbook(io.BytesIO(adjusted))
    shown = load_workbook(io.BytesIO(adjusted), data_only=True)
    sheet, values = written[PARTS], shown[PARTS]
    rows = [row for row in range(7, sheet.max_row + 1) if sheet.cell(row, 1).value == ADJUSTED]
    assert len(rows) == 2
    formulas = [
        cell.value for row in rows for cell in sheet[row] if str(cell.value).startswith("='调整'")
    ]
    assert formulas == ["='调整'!$E$5", "='调整'!$E$6"]
    letters = next(cell.column_letter for cell in sheet[6] if cell.value == POINT)
    last = sheet.max_row
    assert sheet[f"{letters}{last}"].value == f'=IF(COUNT({letters}7:{letters}8,{letters}11)=0,"",SUM({letters}7:{letters}8,{letters}11))'  # fmt: skip
    assert sheet[f"A{last - 1}"].value == SUBTOTAL
    assert values[f"{letters}{last}"].value == value(adjusted)
    home, cell = city.plan().layout.cells[AT]
    assert written[home][cell].value == f"='{PARTS}'!${letters}${last}"
    assert shown[home][cell].value == value(adjusted)
    assert [written[ADJUSTMENTS_SHEET].cell(5, column).value for column in range(5, 9)] == [
        2, "转办件漏计", "张三", "2021-01-20",
    ]  # fmt: skip


def test_the_first_sheet_and_the_report_tell_them(adjusted: bytes, tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(adjusted))
    assert book.sheetnames[0] == OVERVIEW_SHEET
    words = "\n".join(str(cell.value) for row in book[OVERVIEW_SHEET] for cell in row if cell.value)
    assert "转办件漏计（张三，2021-01-20）" in words
    (tmp_path / "city.xlsx").write_bytes(adjusted)
    story = tell(find_books([tmp_path / "city.xlsx"])[0]).story
    (note,) = [block.text for block in story.blocks[-1:] if isinstance(block, Paragraph)]
    assert note.startswith("注：汇总调整2项：")
    assert "+2件（转办件漏计）" in note
    assert "张三" not in note  # a name is nothing to be published


def test_the_order_of_the_rows_does_not_matter(tmp_path: Path) -> None:
    rows = [
        GOOD,
        ("text.site_items", "", -3, "两处重复", "李四", ""),
        (POINT, "", -1, "其他", "王五", ""),
    ]
    one = merged(tmp_path / "one", BOOKS, *rows).workbook
    assert one == merged(tmp_path / "two", BOOKS, *rows[::-1]).workbook


def test_what_is_wrong_stops_the_merge_or_is_left_out_by_force(
    plain: bytes, tmp_path: Path
) -> None:
    bad = (POINT, "", 5, "", "张三", "")
    stopped = merged(tmp_path / "stopped", BOOKS, GOOD, bad)
    assert stopped.workbook is None
    assert "M514" in {one.code for one in stopped.check.findings}
    assert not (tmp_path / "stopped" / "city.xlsx").exists()
    forced = merged(tmp_path / "forced", BOOKS, GOOD, bad, force=True)
    assert forced.workbook is not None
    assert value(forced.workbook) == (value(plain) or 0) + 2
    sheet = load_workbook(io.BytesIO(forced.workbook))[OVERVIEW_SHEET]
    rows = {str(row[0].value): row[1].value for row in sheet if row[0].value}
    assert (rows["汇总调整"], rows["没有计入的调整"]) == (1, 1)


def test_it_is_found_beside_the_roster(tmp_path: Path) -> None:
    city.put(tmp_path / "returns", BOOKS)
    adjusting(tmp_path / "调整.xlsx", GOOD)
    found = merge([tmp_path / "returns"], tmp_path / "city.xlsx", reporter=city.CITY)
    assert found.workbook is not None
    assert len(city.read_book(found.workbook)[0].adjustments) == 1
    assert {book.book for book in found.check.books} == set(BOOKS)


@pytest.mark.parametrize(
    "name", ["", "   ", "自然人", "总计", "三、申请办理!A1", "x" * 5000, "=1+1"]
)
def test_a_name_that_is_none_or_several_is_no_point(name: str) -> None:
    assert find_point(city.plan(), name) is None


@pytest.mark.parametrize(
    "name",
    [
        POINT,
        "予以公开/自然人",
        "（一）予以公开／自然人",
        " 三、申请办理!D9 ",
        "'三、申请办理'!$D$9",
    ],
)
def test_a_point_goes_by_its_id_its_label_and_its_cell(name: str) -> None:
    plan = city.plan()
    assert plan.layout.cells[AT] == ("三、申请办理", "D9")
    assert find_point(plan, name) == AT


def test_what_is_near_is_named() -> None:
    assert any("予以公开" in name for name in near_points(city.plan(), "予以公开"))
    assert near_points(city.plan(), "requests.granted.natural_persn")[0] == POINT
    # As an office says it for short.
    assert "本年新收政府信息公开申请数量" in near_points(city.plan(), "新收申请")[0]
    assert near_points(city.plan(), "毫无关系") == []


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"not a workbook", "无法读取"), (None, "找不到"), ("headless", "表头")],
)
def test_a_file_that_is_none_is_one_message(data: Any, words: str, tmp_path: Path) -> None:  # noqa: ANN401
    path = tmp_path / "调整.xlsx"
    if data == "headless":
        adjusting(path, GOOD, titles=("甲", "乙", "丙"))
    elif data is not None:
        path.write_bytes(data)
    with pytest.raises(CannotWork) as told:
        load_adjustments(path)
    assert words in told.value.chinese


def test_rows_are_read_under_headings_in_any_order(tmp_path: Path) -> None:
    path = adjusting(tmp_path / "a.xlsx", (), GOOD[::-1], titles=TITLES[::-1])
    (row,) = load_adjustments(path).rows
    assert row.fields["point"] == POINT
    assert row.fields["amount"] == "2"


def test_an_amount_typed_over_in_the_citys_workbook_is_what_counts_there(
    adjusted: bytes, plain: bytes
) -> None:
    # Whoever unlocks the sheet changes the total, in Excel and here alike; who and why stay beside it.
    changed = city.wrong(adjusted, f"{ADJUSTMENTS_SHEET}!E5", city.number(40))
    filing, _ = city.read_book(changed)
    assert filing.values[AT] == (value(plain) or 0) + 40


def test_a_lost_sheet_of_adjustments_is_told(adjusted: bytes) -> None:
    gone = city.replaced(
        adjusted, f'name="{ADJUSTMENTS_SHEET}"', 'name="Sheet8"', "xl/workbook.xml"
    )
    _, findings = city.read_book(gone)
    assert "W206" in {one.code for one in findings}


@pytest.mark.parametrize("row", ["subtotal", "total"])
def test_a_total_typed_over_is_told_with_what_it_should_be(row: str, adjusted: bytes) -> None:
    sheet = load_workbook(io.BytesIO(adjusted))[PARTS]
    letters = next(cell.column_letter for cell in sheet[6] if cell.value == POINT)
    place = f"{PARTS}!{letters}{sheet.max_row - (row == 'subtotal')}"
    filing, findings = city.read_book(city.wrong(adjusted, place, city.number(999)))
    told = [one for one in findings if one.code == "R303"]
    assert [one.places for one in told] == [(place,)]
    assert told[0].right == str(2 if row == "subtotal" else value(adjusted))
    assert filing.values[AT] == value(adjusted)  # what was typed is not taken


def test_the_citys_workbook_checks_clean(adjusted: bytes, tmp_path: Path) -> None:
    (tmp_path / "city.xlsx").write_bytes(adjusted)
    found = check([tmp_path / "city.xlsx"])
    # One more answer without one more application no longer balances: that is for the office to see.
    assert {one.code for one in found.findings} <= {"E121", "R301", "R302"}


def test_a_citys_workbook_of_before_is_still_read(plain: bytes) -> None:
    """Without categories and digests, with the tables adding the reporters up themselves."""
    plan = city.plan()

    def older(book: Any) -> None:  # noqa: ANN401 - openpyxl's
        del book[OVERVIEW_SHEET]
        sheet = book[PARTS]
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        for column in (7, 6, 4):
            sheet.delete_cols(column)
        for point, (home, cell) in enumerate(plan.layout.cells):
            if point not in plan.relations.fills and plan.formulas.how(point):
                book[home][cell].value = plan.formulas.rolled(point, 2)

    before, _ = city.read_book(plain)
    filing, findings = city.read_book(city.rewritten(plain, older))
    assert filing.values == before.values
    assert [(part.reporter, part.code, part.book) for part in filing.parts] == [
        (part.reporter, part.code, part.book) for part in before.parts
    ]
    assert {part.digest for part in filing.parts} == {""}
    # openpyxl keeps no results of formulas.
    assert {one.code for one in findings} <= {"E121", "R306"}
