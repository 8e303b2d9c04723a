"""The roster of units: what is read of it, and what is said about its rows."""

import re
from io import BytesIO
from pathlib import Path
from time import process_time

import pytest
from openpyxl import Workbook, load_workbook

from city import parts_of, zipped
from roster_samples import BUREAU, OFFICE, TOWN
from xl2report.chain.errors import CannotWork
from xl2report.chain.roster import open_roster
from xl2report.files.rosters.writer import write_roster
from xl2report.ground.rosters import HEADINGS
from xl2report.ground.units import Unit, units_by_name

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


@pytest.mark.parametrize(("bare", "told"), [(1, 1), (3, 3), (4, 1), (60, 1)])
def test_many_units_without_a_code_are_one_thing_to_tell(
    tmp_path: Path, bare: int, told: int
) -> None:
    path = tmp_path / "roster.xlsx"
    path.write_bytes(write_roster((OFFICE, *(Unit(f"第{n}局") for n in range(bare)))))
    found = open_roster(path).findings
    assert [one.code for one in found] == ["L902"] * told
    assert [place for one in found for place in one.places] == [
        f"名录!B{row}" for row in range(3, bare + 3)
    ]
    if told < bare:
        (one,) = found
        assert one.place("zh") == "名录 › B3、B4、B5、B6" + " 等" * (bare > 4)
        assert f"“第0局”等 {bare} 个单位没有统一社会信用代码" in one.message("zh")
        assert f"{bare} units" in one.message("en")
        assert one.args["reporter"] == ""


def test_a_roster_without_codes_altogether_says_so_and_wants_the_column(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["单位名称"], *([f"第{n}局"] for n in range(60))):
        sheet.append(row)
    (one,) = (one for one in open_roster(saved(tmp_path, book)).findings if one.code != "L911")
    assert (one.code, len(one.places)) == ("L902", 60)
    assert "名录中的 60 个单位都没有统一社会信用代码" in one.message("zh")
    assert "加一列“统一社会信用代码”" in one.remedy("zh")


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
    named = units_by_name((OFFICE, FULL, Unit("市住保中心")))
    assert named["市住保中心"] is FULL
    assert "" not in named


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"name,code\n"])
def test_what_is_no_roster_is_said_to_be_none(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "roster.xlsx"
    path.write_bytes(data)
    with pytest.raises(CannotWork, match="no readable"):
        open_roster(path)


def test_ten_thousand_units_with_all_columns_are_read_and_looked_through(tmp_path: Path) -> None:
    """A roster as it is issued: it was refused from 8,600 units on, and looked through in minutes."""
    names = [f"示例市第{number:05d}号机关" for number in range(10_000)]
    units = [
        Unit(name, "", f"第{at:05d}号", "部门", names[at - at % 10], contact="张三", group="全部")
        for at, name in enumerate(names)
    ]
    units = [unit if at % 10 else unit._replace(parent="") for at, unit in enumerate(units)]
    path = tmp_path / "roster.xlsx"
    path.write_bytes(write_roster(units, ("全部",), "示例市"))
    before = process_time()
    roster = open_roster(path, ("全部",))
    assert process_time() - before < 20
    assert [unit._replace(line=0) for unit in roster.units] == units
    assert {one.code for one in roster.findings} == {"L902"}


def test_dimensions_as_wps_writes_them_hide_no_unit(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    data = parts_of(write_roster((OFFICE, BUREAU)))
    sheet = data["xl/worksheets/sheet1.xml"]
    data["xl/worksheets/sheet1.xml"] = re.sub(
        b'<dimension ref="[^"]*"/>', b'<dimension ref="A1:A1"/>', sheet
    )
    assert data["xl/worksheets/sheet1.xml"] != sheet
    path.write_bytes(zipped(data))
    assert [unit.name for unit in open_roster(path).units] == [OFFICE.name, BUREAU.name]
