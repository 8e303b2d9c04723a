"""The ten commonest slips, at cells chosen by chance, on both editions: one clear finding each."""

import datetime as dt
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import city
from city import BLANK, number, text, wrong
from xl2report.chain.check import check
from xl2report.chain.forms import open_plan
from xl2report.form.plan import Plan
from xl2report.ground.filing import Stamp
from xl2report.ground.points import Measure

EDITIONS = ("disclosure-2019", "disclosure-2021")
CELLS = 12
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")

Slip = Callable[[str, Measure], city.Write]

# The slip, the code of its finding, and whether the number meant is still read.
AT_A_TYPED_CELL: dict[str, tuple[Slip, str, bool]] = {
    "number stored as text": (lambda value, _: text(value), "E102", True),
    "full-width digits": (lambda value, _: text(value.translate(_WIDE)), "E103", True),
    "unit behind the number": (lambda value, measure: text(value + measure.unit), "E104", True),
    "a word for zero": (lambda _, __: text("无"), "E101", False),
    "left blank": (lambda _, __: BLANK, "E108", False),
    "negative": (lambda value, _: number(f"-{value}"), "E106", False),
    "decimal": (lambda value, _: number(f"{value}.1234567"), "E107", False),
}


@cache
def plan(edition: str) -> Plan:
    return open_plan(edition)


@cache
def base(edition: str) -> bytes:
    return city.made(city.full(plan(edition), random.Random(edition)))  # noqa: S311 - no secret


def test_without_a_slip_there_is_nothing_to_tell(tmp_path: Path) -> None:
    for edition in EDITIONS:
        assert city.checked(tmp_path / edition, {"return.xlsx": base(edition)}).findings == []


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("slip", AT_A_TYPED_CELL)
def test_a_slip_in_a_typed_cell(slip: str, edition: str, tmp_path: Path) -> None:
    write, code, read = AT_A_TYPED_CELL[slip]
    form = plan(edition)
    known = city.shown(city.read_book(base(edition))[0], form)
    typed = [
        form.form.points[cell.point] for planned in form.sheets for cell in planned.typed
        if code != "E106" or not form.form.points[cell.point].measure.signed
    ]  # fmt: skip
    for point in random.Random(slip + edition).sample(typed, CELLS):  # noqa: S311 - no secret
        place, value = city.cell(point.id, form), known[point.id]
        assert value is not None
        path = tmp_path / "return.xlsx"
        path.write_bytes(wrong(base(edition), place, write(value, point.measure)))

        found = check([path]).findings

        assert [(one.code, one.places, one.point) for one in found] == [(code, (place,), point.id)]
        filing, _ = city.read_book(path.read_bytes())
        assert city.shown(filing, form)[point.id] == (value if read else None)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(("more", "code"), [(1, "R303"), (-1, "R303"), (0, "R304")])
def test_a_total_typed_over(more: int, code: str, edition: str, tmp_path: Path) -> None:
    form = plan(edition)
    known = city.shown(city.read_book(base(edition))[0], form)
    computed = [form.form.points[cell.point] for sheet in form.sheets for cell in sheet.computed]
    for point in random.Random(code + edition).sample(computed, CELLS):  # noqa: S311 - no secret
        place, right = city.cell(point.id, form), int(known[point.id] or 0)
        path = tmp_path / "return.xlsx"
        path.write_bytes(wrong(base(edition), place, number(right + more)))

        found = check([path]).findings

        assert [(one.code, one.places) for one in found] == [(code, (place,))]
        assert city.shown(city.read_book(path.read_bytes())[0], form)[point.id] == str(right)
        if more:
            assert (found[0].left, found[0].right, found[0].difference) == (
                str(right + more), str(right), str(more),
            )  # fmt: skip


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_wrong_year(edition: str, tmp_path: Path) -> None:
    form = plan(edition)
    place = f"{form.form.sheets.cover}!{form.layout.cover_cells['year']}"
    for year in (2017, 2018, 2024, 2026):
        path = tmp_path / "return.xlsx"
        path.write_bytes(wrong(base(edition), place, number(year)))

        found = check([path]).findings

        assert [(one.code, one.places) for one in found] == [("W204", (place,))]
        assert str(year) in found[0].message("zh")


@pytest.mark.parametrize("edition", EDITIONS)
def test_another_units_file(edition: str, tmp_path: Path) -> None:
    form = plan(edition)
    cover, cells = form.form.sheets.cover, form.layout.cover_cells
    own = city.full(form, random.Random(edition))  # noqa: S311 - no secret
    for other in random.Random(edition).sample(city.units(), 4):  # noqa: S311 - no secret
        if other["name"] == own["reporter"]["name"]:
            continue
        stamp = Stamp(edition, own["year"], other["name"], other["code"])
        path = tmp_path / "return.xlsx"
        path.write_bytes(city.made(own, stamp))

        found = check([path]).findings

        places = (f"{cover}!{cells['reporter']}", f"{cover}!{cells['code']}")
        assert [(one.code, one.places) for one in found] == [("W205", places)]
        assert other["name"] in found[0].message("zh")


@pytest.mark.parametrize("shape", ["date", "m月d日", "m-d"])
def test_a_fraction_that_became_a_date(shape: str, tmp_path: Path) -> None:
    """`3-1` typed into a cell that Excel was free to format: a day, stored as 44256."""
    point = "proactive.other_services.decisions"
    sheet, _, cell = city.cell(point).partition("!")

    def typed(opened: Any) -> None:  # noqa: ANN401 - openpyxl
        opened[sheet][cell].value = dt.date(2021, 3, 1)
        if shape != "date":
            opened[sheet][cell].number_format = shape.replace("月", '"月"').replace("日", '"日"')

    path = tmp_path / "return.xlsx"
    path.write_bytes(city.rewritten(city.book("civil_affairs"), typed))
    found = [one for one in check([path]).findings if one.code[0] == "E"]
    assert [(one.code, one.places, one.args["found"]) for one in found] == [
        ("E113", (f"{sheet}!{cell}",), "2021-03-01")
    ]
    assert city.shown(city.read_book(path.read_bytes())[0])[point] is None


@pytest.mark.parametrize("shape", ["0", "#,##0", "General", "0.00E+00", '0"年"', "[Red]0", "@"])
def test_a_large_count_is_no_date(shape: str) -> None:
    point = "proactive.other_services.decisions"
    sheet, _, cell = city.cell(point).partition("!")

    def typed(opened: Any) -> None:  # noqa: ANN401 - openpyxl
        opened[sheet][cell].value = 44256
        opened[sheet][cell].number_format = shape

    filing, _ = city.read_book(city.rewritten(city.book("civil_affairs"), typed))
    assert city.shown(filing)[point] == "44256"


def test_many_cells_with_one_slip_are_one_finding_that_names_them_all(tmp_path: Path) -> None:
    """Twenty cells holding 无, seven stored as text: one finding a kind, no place lost."""
    book, form = base("disclosure-2019"), plan("disclosure-2019")
    typed = [f"{form.sheets[1].name}!{cell.address}" for cell in form.sheets[1].typed]
    for place in typed[:20]:
        book = wrong(book, place, text("无"))
    for place in typed[30:37]:
        book = wrong(book, place, text("5"))
    report = city.checked(tmp_path, {"return.xlsx": book})
    found = {one.code: one for one in report.findings if one.code[0] == "E"}
    assert sorted(found) == ["E101", "E102"]
    assert sorted(found["E101"].places) == sorted(typed[:20])
    assert sorted(found["E102"].places) == sorted(typed[30:37])
    assert "共 20 个单元格" in found["E101"].message("zh")


NIL = {"declared and all zero": [], "not declared": ["E125"], "declared, not zero": ["E124"],
       "declared and blank": ["E126"], "blank": ["E108"]}  # fmt: skip


@pytest.mark.parametrize("case", NIL)
@pytest.mark.parametrize("edition", EDITIONS)
def test_a_nil_return(case: str, edition: str, tmp_path: Path) -> None:
    form = plan(edition)
    typed = [cell.point for sheet in form.sheets for cell in sheet.typed]
    values: dict[str, int | None] = {form.form.points[point].id: 0 for point in typed}
    if case == "declared, not zero":
        values["requests.new_received.natural_person"] = 1
        values["requests.granted.natural_person"] = 1
    if case.endswith("blank"):
        values = dict.fromkeys(values)
    own = city.full(form, random.Random(edition))  # noqa: S311 - no secret
    own = {**own, "values": values, "declarations": {"zero_report": case.startswith("declared")}}
    report = city.checked(tmp_path, {"return.xlsx": city.made(own)})
    assert sorted({one.code for one in report.findings if one.code[0] == "E"}) == NIL[case]
    assert report.clean == (not NIL[case])
