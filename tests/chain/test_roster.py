"""The roster of units: what is read of it, and what is said about its rows."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from roster_samples import BUREAU, OFFICE, TOWN
from xl2report.chain.errors import CannotWork
from xl2report.chain.roster import open_roster
from xl2report.files.rosters.writer import write_roster
from xl2report.ground.rosters import HEADINGS
from xl2report.ground.units import Unit, find_unit

FULL = Unit(
    "某市住房保障服务中心",
    "",
    "住保中心、市住保中心",
    "公共企事业单位",
    "某市民政局",
    "第一房管所、第二房管所",
    "某市民政局",
    "张三",
    "0631-6651234",
    "全部",
    2020,
    2024,
)


def saved(folder: Path, book: Workbook) -> Path:
    path = folder / "roster.xlsx"
    book.save(path)
    return path


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    path.write_bytes(write_roster((OFFICE, BUREAU, FULL), ("全部",), "某市"))

    units = open_roster(path).units

    assert [unit._replace(line=0) for unit in units] == [OFFICE, BUREAU, FULL]
    assert [unit.line for unit in units] == [2, 3, 4]


def test_an_empty_roster_has_no_units_and_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    path.write_bytes(write_roster())
    assert open_roster(path) == ((), ())


def test_same_units_give_same_bytes() -> None:
    assert write_roster((OFFICE,), ("全部",)) == write_roster((OFFICE,), ("全部",))


def test_a_roster_kept_by_hand_is_read(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.create_sheet("单位", 0)
    sheet.append(["某市填报单位一览"])
    sheet.append([])
    sheet.append(["序号", "代码 ", "单位名称*", "电话", "启用年度"])
    sheet.append([1, f"{BUREAU.code[:9]} {BUREAU.code[9:].lower()}", " 某市民政局\u200b", 6651234, "2020年度"])  # fmt: skip
    sheet.append([2, None, "城关镇人民政府", None, 2021.0])

    roster = open_roster(saved(tmp_path, book))

    first, second = roster.units
    assert (first.code, first.phone, first.first_year, first.line) == (
        BUREAU.code,
        "6651234",
        2020,
        4,
    )
    assert (second.name, second.first_year) == ("城关镇人民政府", 2021)
    assert [(one.code, one.places) for one in roster.findings if one.code != "L911"] == [
        ("L902", ("单位!B5",))
    ]


@pytest.mark.parametrize("heading", HEADINGS, ids=lambda heading: heading.field)
def test_every_heading_may_be_worded_otherwise(tmp_path: Path, heading: object) -> None:
    titles = heading.titles  # type: ignore[attr-defined]  # a Heading, which ids= hides from mypy
    for title in titles:
        book = load_workbook(BytesIO(write_roster((FULL, BUREAU))))
        sheet = book["名录"]
        for cell in sheet[1]:
            if cell.value == titles[0]:
                cell.value = title
        assert open_roster(saved(tmp_path, book)).units[0]._replace(line=0) == FULL


def test_a_successor_may_keep_the_code(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    old = BUREAU._replace(last_year=2020)
    new = BUREAU._replace(name="某市民政和养老局", short="民养局", first_year=2021)
    path.write_bytes(write_roster((old, new)))
    assert open_roster(path).findings == ()


def test_all_faults_are_told_at_once_row_by_row(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    wrong = BUREAU._replace(code="123", parent="谁", reports_via="谁")
    path.write_bytes(write_roster((OFFICE, wrong, TOWN._replace(short="市府办", group="二"))))

    found = open_roster(path, ("全部",)).findings

    assert [(one.code, one.places[0]) for one in found] == [
        ("L903", "名录!B3"),
        ("L905", "名录!E3"),
        ("L905", "名录!G3"),
        ("L904", "名录!C4"),
        ("L907", "名录!J4"),
    ]


def test_who_is_expected() -> None:
    assert TOWN.expected(2020)
    assert not TOWN._replace(reports_via="某市民政局").expected(2020)
    assert not TOWN._replace(first_year=2021).expected(2020)
    assert not TOWN._replace(last_year=2019).expected(2020)
    assert find_unit((OFFICE, FULL), "市住保中心") is FULL
    assert find_unit((OFFICE, FULL), "") is None


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"name,code\n"])
def test_what_is_no_roster_is_said_to_be_none(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "roster.xlsx"
    path.write_bytes(data)
    with pytest.raises(CannotWork, match="no readable"):
        open_roster(path)
