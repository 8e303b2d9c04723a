"""Units compared with one another and with last year: the long table, its subtotals, workbook and CSV."""

# ruff: noqa: PD011 - the values are those of filings and totals, not of frames

import csv
import io
import random
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

import city
from adding_samples import GOOD, adjusting
from arrival_samples import BUREAU, OFFICE, work_folder
from command import clear, xl2report
from xl2report.chain.check import check
from xl2report.chain.comparison import csv_of, workbook_of
from xl2report.chain.errors import CannotWork
from xl2report.chain.longtable import Compared, long_table, subtotals
from xl2report.chain.merge import Merged, merge
from xl2report.chain.run import run
from xl2report.files.comparison import writer
from xl2report.ground.filing import Filing
from xl2report.ground.rollup import Adjustment
from xl2report.ground.units import Unit
from xl2report.work.rollup import roll_up

PLAN = city.plan()
POINTS = PLAN.form.points
CATEGORIES = ("本级", "部门", "乡镇街道")
ITEMS = PLAN.index["text.site_items"]
AMOUNT = PLAN.index["proactive.central_procurement.amount"]
TOTAL = "合计"


def unit(number: int) -> Unit:
    kind = CATEGORIES[0 if number == 0 else 1 + number % 2]
    return Unit(f"示例{number:02d}局", f"1137{number:014d}", category=kind)


def filing(number: int, dice: random.Random, most: int = 500) -> Filing:
    values: list[int | None] = [
        None if dice.random() < 0.1 else dice.randint(0, most) for _ in POINTS
    ]
    for point, relation in PLAN.relations.fills.items():
        values[point] = relation.comparison.right.value(values)
    who = unit(number)
    return Filing(f"{who.name}.xlsx", PLAN.form.id, 2020, who.name, who.code, values)


def compared(
    seed: int, count: int = 12, most: int = 500, adjustments: tuple[Adjustment, ...] = ()
) -> Compared:
    """A city of random figures; of every fourth unit nothing is known of last year."""
    dice = random.Random(seed)  # noqa: S311 - figures
    roster = tuple(map(unit, range(count)))
    total = roll_up(PLAN, [filing(n, dice, most) for n in range(count)], roster, adjustments)
    last = tuple(None if n % 4 == 3 else filing(n, dice, most).values for n in range(count))
    return Compared(PLAN, 2020, "示例市", total, last)


@pytest.mark.parametrize("seed", range(5))
def test_the_total_is_the_roll_ups_and_categories_add_up_to_it(seed: int) -> None:
    adjustments = (Adjustment(ITEMS, -3, "重复", "张三"), Adjustment(AMOUNT, 250, "漏计", "张三"))
    one = compared(seed, adjustments=adjustments if seed % 2 else ())
    found = subtotals(one, long_table(one))
    whole = {each.point: each for each in found if each.category == TOTAL}
    assert [whole[point].value for point in range(len(POINTS))] == one.total.values
    for point, asked in enumerate(POINTS):
        if asked.roll != "sum" or point in PLAN.relations.fills:
            continue  # a computed one is blank where an addend is, unit by unit
        parts = [each for each in found if each.point == point and each.category != TOTAL]
        assert sum(each.value or 0 for each in parts) == (one.total.values[point] or 0)
        assert sum(each.units for each in parts) == whole[point].units
        assert sum(each.both for each in parts) == whole[point].both


def test_last_year_is_of_those_that_have_both_alone() -> None:
    one = compared(7)
    found = subtotals(one, long_table(one))
    for each in found:
        if POINTS[each.point].roll != "sum":
            continue
        pairs = [
            (part.values[each.point], then[each.point])
            for part, then in zip(one.total.parts, one.last, strict=True)
            if then is not None and each.category in (part.category, TOTAL)
        ]
        known = [(now, was) for now, was in pairs if now is not None and was is not None]
        assert each.both == len(known)
        assert each.value_both == (sum(now for now, _ in known) if known else None)
        assert each.last == (sum(was for _, was in known) if known else None)


def test_amounts_are_whole_numbers_and_blank_is_no_zero() -> None:
    one = compared(3)
    frame = long_table(one)
    assert {str(frame[name].dtype) for name in ("value", "last", "change")} == {"Int64"}
    given = [value for part in one.total.parts for value in part.values]
    assert [None if pd.isna(value) else int(value) for value in frame["value"]] == given
    assert None in given
    assert 0 in given
    blank = frame["value"].isna() | frame["last"].isna()
    assert (frame["change"].isna() == blank).all()


@pytest.mark.parametrize("most", [(1 << 53) + 1, (1 << 63) - 1, 10**25])
def test_nothing_is_too_large_to_be_exact(most: int) -> None:
    """Beyond 2⁵³ a float would round, beyond 2⁶³ a sum of Int64 would turn over."""
    one = compared(1, most=most)
    whole = [each.value for each in subtotals(one, long_table(one)) if each.category == TOTAL]
    assert whole == one.total.values
    made = csv.DictReader(io.StringIO(b"".join(csv_of(one)).decode("utf-8-sig")))
    shown = sum(
        Decimal(row["value"]) for row in made if row["point"] == POINTS[ITEMS].id and row["value"]
    )
    assert shown == one.total.values[ITEMS]


def test_without_units_of_a_category_there_is_only_the_total() -> None:
    total = roll_up(PLAN, [filing(1, random.Random(1))])  # noqa: S311 - as above
    one = Compared(PLAN, 2020, "示例市", total, (None,))
    found = subtotals(one, long_table(one))
    assert {each.category for each in found} == {TOTAL}
    assert [each.value for each in found] == total.values
    assert {each.last for each in found} == {None}


# ------------------------------------------------------------------------------------- from workbooks


@pytest.fixture(name="folder", scope="module")
def make_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample city, two of its units' workbooks of a year before, and an adjustment."""
    home = tmp_path_factory.mktemp("city")
    (home / "returns").mkdir()
    for name, book in city.returns().items():
        (home / "returns" / name).write_bytes(book)
    (home / "roster.xlsx").write_bytes(city.roster())
    (home / "last").mkdir()
    for unit_id in ("civil_affairs", "market"):
        data = city.data(unit_id)
        data["year"] = 2019
        (home / "last" / f"{unit_id}.xlsx").write_bytes(city.made(data))
    adjusting(home / "调整.xlsx", GOOD)
    return home


def made(folder: Path, name: str, *, reverse: bool = False) -> tuple[Merged, bytes]:
    books = sorted((folder / "returns").iterdir(), reverse=reverse)
    roster, last = folder / "roster.xlsx", [folder / "last"]
    target = folder / name
    found = merge(
        books,
        folder / "city.xlsx",
        reporter=city.CITY,
        roster=roster,
        last=last,
        table=target,
    )
    return found, target.read_bytes()


def test_the_workbooks_total_is_the_citys(folder: Path) -> None:
    merged, data = made(folder, "对比.xlsx")
    assert merged.total is not None
    assert merged.total.adjustments
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["说明", "分类小计", "明细"]
    said = "\n".join(str(row[0].value) for row in book["说明"].iter_rows())
    assert "14 家单位的数；1 项汇总调整" in said
    assert "2019年度：2 家单位有上年数" in said
    head, *rows = book["分类小计"].iter_rows(values_only=True)
    shown = {
        row[head.index("编号")]: row[head.index("本年")]
        for row in rows
        if row[head.index("类别")] == TOTAL
    }
    for point, value in zip(POINTS, merged.total.values, strict=True):
        exact = None if value is None else Decimal(point.measure._replace(signed=True).show(value))
        assert (None if shown[point.id] is None else Decimal(str(shown[point.id]))) == exact
    head, *rows = book["明细"].iter_rows(values_only=True)
    assert len(rows) == 14 * len(POINTS) + 4  # an adjustment and the three totals that it moves
    of_both = [row for row in rows if row[head.index("上年")] is not None]
    assert {row[head.index("单位")] for row in of_both} == {
        city.unit(one)["name"] for one in ("civil_affairs", "market")
    }
    assert {row[head.index("增减")] for row in of_both} == {0}


def test_csv_is_the_long_table_in_exact_decimals(folder: Path) -> None:
    merged, data = made(folder, "明细.csv")
    assert merged.total is not None
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == 14 * len(POINTS) + 4
    assert rows[-1]["category"] == "汇总调整"
    for number, point in enumerate(POINTS):
        given = [row["value"] for row in rows if row["point"] == point.id]
        if point.roll == "sum":
            known = sum(Decimal(value) for value in given if value)
            total = merged.total.values[number]
            assert known == Decimal(point.measure._replace(signed=True).show(total or 0))


def test_neither_the_day_nor_the_order_changes_a_byte(folder: Path) -> None:
    for name in ("对比.xlsx", "明细.csv"):
        assert made(folder, name)[1] == made(folder, name, reverse=True)[1]


def test_a_name_is_no_formula_and_a_large_number_is_whole() -> None:
    one = compared(2, count=2, most=10**17)
    part = one.total.parts[0]._replace(reporter="=1+1\ud800")
    one = one._replace(total=one.total._replace(parts=(part, *one.total.parts[1:])))
    head, *rows = load_workbook(io.BytesIO(workbook_of(one)))["明细"].iter_rows(values_only=True)
    assert rows[0][head.index("单位")] == "=1+1?"
    shown = [row[head.index("本年")] for row in rows if row[head.index("编号")] == POINTS[ITEMS].id]
    given = [one.total.parts[at].values[ITEMS] for at in (0, 1)]
    assert [None if value is None else int(str(value)) for value in shown] == given
    assert "=1+1?" in b"".join(csv_of(one)).decode("utf-8-sig")


# --------------------------------------------------------------------------------- what is asked wrongly


def test_what_cannot_be_written_is_refused_before_anything_is(folder: Path, tmp_path: Path) -> None:
    returns, total = folder / "returns", tmp_path / "city.xlsx"
    of_city = ("--reporter", city.CITY, "-o", total)
    assert ".xlsx、.csv" in clear(xl2report("merge", returns, *of_city, "--table", "a.pdf"))
    assert "同一个文件" in clear(xl2report("merge", returns, *of_city, "--table", total))
    one = next(returns.iterdir())
    before = one.read_bytes()
    clear(xl2report("merge", returns, *of_city, "--table", one))
    roster = folder / "roster.xlsx"
    clear(xl2report("merge", returns, *of_city, "--roster", roster, "--table", roster))
    assert (one.read_bytes(), total.exists()) == (before, False)


def test_more_than_a_sheet_holds_is_told_with_what_to_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "MOST_ROWS", 15 * len(POINTS) - 1)
    (folder / "city.xlsx").unlink(missing_ok=True)
    with pytest.raises(CannotWork, match=r"ask for 对比\.csv"):
        made(folder, "对比.xlsx")
    assert not (folder / "city.xlsx").exists()


def test_a_comparison_among_the_returns_is_none(folder: Path, tmp_path: Path) -> None:
    _, data = made(folder, "对比.xlsx")
    (tmp_path / "a.xlsx").write_bytes(city.book("civil_affairs"))
    (tmp_path / "对比.xlsx").write_bytes(data)
    report = check([tmp_path])
    assert [one.code for one in report.findings if one.book == "对比.xlsx"] == ["M508"]


def test_a_forced_total_is_a_draft(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(city.book("civil_affairs"))
    (tmp_path / "b.xlsx").write_bytes(city.faulty("balance-broken"))
    target = tmp_path / "out" / "对比.xlsx"
    merge([tmp_path], tmp_path / "out" / "c.xlsx", reporter=city.CITY, force=True, table=target)
    said = load_workbook(target)["说明"]
    assert str(said["A1"].value).startswith("（草稿）")
    assert "处错误没有改正" in str(said["A3"].value)


def test_a_run_on_a_work_folder_writes_it_beside_the_overview(tmp_path: Path) -> None:
    work = work_folder(tmp_path / "work", *(BUREAU, OFFICE))
    books = {name: book for name, book in city.returns().items() if name[0] in "民公"}
    city.put(work / "returns", books)
    ran = run([work], language="zh", today=date(2021, 2, 1), force=True)
    path = work / "output" / "对比.xlsx"
    assert path in ran.told
    before = path.read_bytes()
    run([work], language="zh", today=date(2021, 3, 1), force=True)
    assert path.read_bytes() == before
    run([work], language="en", today=date(2021, 2, 1), force=True)
    book = load_workbook(work / "output" / "comparison.xlsx")
    assert book.sheetnames == ["Readme", "Subtotals", "Units"]


def test_pandas_is_imported_where_a_table_is_asked_for_and_nowhere_else(folder: Path) -> None:
    book = next((folder / "returns").iterdir())
    total = f"[{str(book)!r}], {str(folder / 'x.xlsx')!r}, reporter='市'"
    lines = (
        "import sys, xl2report, xl2report.desk.cli",
        f"xl2report.check([{str(book)!r}])",
        f"xl2report.merge({total})",
        "assert 'pandas' not in sys.modules and 'numpy' not in sys.modules",
        f"xl2report.merge({total}, table={str(folder / 'x.csv')!r})",
        "assert 'pandas' in sys.modules",
    )
    subprocess.run([sys.executable, "-c", "\n".join(lines)], check=True, timeout=60)
