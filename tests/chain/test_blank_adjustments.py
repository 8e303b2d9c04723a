"""The blank 调整.xlsx that `init` makes: holds none, says how to fill it, and is taken from the work folder."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

import city
from xl2report.chain.adjustments import ADJUSTMENTS, load_adjustments
from xl2report.chain.forms import open_plan
from xl2report.chain.init import init
from xl2report.chain.merge import merge
from xl2report.chain.run import run
from xl2report.ground.adjusting import ADJUSTMENT_HEADINGS
from xl2report.work.adjustments import find_point


def filled(path: Path, *row: object) -> None:
    """Type one adjustment into the blank workbook, below its headings."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    for column, value in enumerate(row, 1):
        sheet.cell(4, column).value = value  # type: ignore[assignment]  # as an office types it
    book.save(path)
    book.close()


def test_the_blank_adjustments_hold_none_and_say_how_to_fill_them(tmp_path: Path) -> None:
    init(tmp_path, form="disclosure-2021", year=2025, city="某市")
    path = tmp_path / ADJUSTMENTS
    assert load_adjustments(path).rows == ()
    book = load_workbook(path)
    words = "\n".join(
        str(cell.value) for sheet in book for row in sheet for cell in row if cell.value
    )
    for heading in ADJUSTMENT_HEADINGS:
        assert heading.title in words
        assert heading.help in words
    assert "没有就空着" in words
    assert "-2" in words  # an example, and no adjustment
    book.close()


@pytest.mark.parametrize("form", ["disclosure-2019", "disclosure-2021"])
def test_what_it_offers_is_what_can_be_adjusted(form: str, tmp_path: Path) -> None:
    init(tmp_path / form, form=form, year=2020 if form.endswith("19") else 2025, city="某市")
    plan = open_plan(form)
    book = load_workbook(tmp_path / form / ADJUSTMENTS)
    rows = list(book.worksheets[1].iter_rows(min_row=2, max_col=2, values_only=True))
    book.close()
    points = [find_point(plan, str(label)) for label, _ in rows]
    assert points == [find_point(plan, str(cell)) for _, cell in rows]
    assert points == [
        number
        for number, point in enumerate(plan.form.points)
        if point.roll == "sum" and number not in plan.relations.fills
    ]
    # All of them are in the list to choose from.
    (rule,) = (
        one
        for one in load_workbook(tmp_path / form / ADJUSTMENTS)
        .worksheets[0]
        .data_validations.dataValidation
        if one.type == "list"
    )
    assert rule.formula1 == f"'可以调整的指标'!$A$2:$A${len(rows) + 1}"


def test_it_is_taken_from_the_work_folder_and_never_replaced(tmp_path: Path) -> None:
    init(tmp_path, form="disclosure-2019", year=2020, city="某市")
    (tmp_path / "roster.xlsx").unlink()
    city.put(
        tmp_path / "returns",
        {"民政局.xlsx": city.book("civil_affairs"), "公安局.xlsx": city.book("police")},
    )
    point = "requests.granted.natural_person"
    label = (
        open_plan("disclosure-2019").form.points[open_plan("disclosure-2019").index[point]].label
    )
    blank = merge([tmp_path], tmp_path / "c.xlsx").workbook
    assert blank is not None
    assert city.read_book(blank)[0].adjustments == ()
    filled(tmp_path / ADJUSTMENTS, label, "", 2, "转办件漏计", "张三", "2021-01-20")
    assert [path.suffix for path in run([tmp_path]).written] == [".xlsx", ".docx"]
    (one,) = city.read_book((tmp_path / "output" / "某市.xlsx").read_bytes())[0].adjustments
    assert (one.amount, one.reason) == (2, "转办件漏计")
    data = (tmp_path / ADJUSTMENTS).read_bytes()
    (tmp_path / "xl2report.toml").unlink()
    init(tmp_path, form="disclosure-2019", year=2020, city="某市")
    assert (tmp_path / ADJUSTMENTS).read_bytes() == data


def test_the_same_blank_adjustments_have_the_same_bytes(tmp_path: Path) -> None:
    found = []
    for name in ("一", "二"):
        init(tmp_path / name, form="disclosure-2021", year=2025, city="某市")
        found.append((tmp_path / name / ADJUSTMENTS).read_bytes())
    assert found[0] == found[1]
