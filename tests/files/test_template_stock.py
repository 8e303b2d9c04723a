"""Blank workbooks from stock are those that the writer would write, byte for byte."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xl2report.chain.forms import open_plan
from xl2report.chain.template import blank, source_of, stock_of, unfilled, written
from xl2report.files.template import stock
from xl2report.form import homes
from xl2report.ground.codes import check_digit

FORMS = ("disclosure-2019", "disclosure-2021")
CODE = "1137108300434011" + "7"
RIGHT = CODE + check_digit(CODE)


@cache
def in_stock(form: str) -> bytes:
    """As `make forms` makes it."""
    plan = open_plan(form)
    return stock.make_stock(lambda *asked: blank(plan, *asked), "here")


def both(form: str, year: int, reporter: str, code: str) -> tuple[bytes | None, bytes]:
    """The workbook from stock, and as it is written."""
    plan = open_plan(form)
    stamp, content = unfilled(plan, year, reporter, code)
    return stock.Stock(in_stock(form), "here").write(stamp), written(plan, stamp, content)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("year", [2019, 2020, 2021, 2024, 2030, 2099])
@pytest.mark.parametrize(
    ("reporter", "code"),
    [
        ("", ""),
        ("乳山市民政局", ""),
        ("乳山市民政局（乳山市老龄办公室）", RIGHT),
        ("甲局", "1" * 17 + check_digit("1" * 17)),
        ("长" * 80, ""),
    ],
)
def test_from_stock_is_as_written(form: str, year: int, reporter: str, code: str) -> None:
    stocked, fresh = both(form, year, reporter, code)
    assert stocked == fresh


@pytest.mark.parametrize(
    ("reporter", "code"),
    [
        ("", RIGHT),
        ("民政局", "12"),
        ("民政局", RIGHT[:-1] + "0"),
        ("民政局", RIGHT.lower()),
        ("A&B局", ""),
        ("“甲”局", ""),
        ("甲_x0041_局", ""),
        (" 甲局", ""),
        ("甲局\n", ""),
        ("123", ""),
        ("１２３", ""),
        ("\ue000\ue001\ue002", ""),
        ("填报单位", ""),
    ],
)
def test_what_is_not_in_stock_is_written(reporter: str, code: str) -> None:
    assert both("disclosure-2019", 2020, reporter, code)[0] is None


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(FORMS),
    st.integers(2000, 2150),
    st.text(st.characters(codec="utf-8"), max_size=12)
    | st.text("甲乙局（）()·-_x0041 2987", max_size=12),
    st.just("") | st.just(RIGHT) | st.text("0123456789XY", min_size=17, max_size=17).map(lambda body: body + check_digit(body)),
)  # fmt: skip
def test_any_name_code_and_year(form: str, year: int, reporter: str, code: str) -> None:
    plan = open_plan(form)
    stamp, content = unfilled(plan, year, reporter, code)
    stocked = stock.Stock(in_stock(form), "here").write(stamp)
    if stocked is not None:
        assert stocked == written(plan, stamp, content)


def test_a_stock_of_another_source_is_not_used() -> None:
    stamp, _ = unfilled(open_plan(FORMS[0]), 2020, "", "")
    assert stock.Stock(in_stock(FORMS[0]), "there").write(stamp) is None


@pytest.mark.parametrize("at", [0, 30, 5_000, 60_000, -40])
def test_a_damaged_stock_is_not_used(at: int) -> None:
    stamp, _ = unfilled(open_plan(FORMS[0]), 2020, "甲局", "")
    whole = in_stock(FORMS[0])
    spoilt = whole[:at] + b"damaged!" + whole[at:][8:]
    found = stock.Stock(spoilt, "here").write(stamp)
    # What lies beside the parts of this kind may be damaged without harm.
    assert found in {None, stock.Stock(whole, "here").write(stamp)}
    assert stock.Stock(whole[:at], "here").write(stamp) is None


def test_a_form_that_has_changed_since_has_no_stock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = open_plan(FORMS[0])
    folder = homes.form_folder(FORMS[0])
    assert folder is not None
    own = tmp_path / FORMS[0]
    own.mkdir()
    for file in folder.iterdir():
        (own / file.name).write_bytes(file.read_bytes())
    made = stock.make_stock(lambda *asked: blank(plan, *asked), source_of(own))
    (own / stock.FILE).write_bytes(made)
    stamp, _ = unfilled(plan, 2020, "甲局", "")
    monkeypatch.setenv("XL2REPORT_FORMS", str(tmp_path))
    there = stock_of(plan)
    assert there is not None
    assert there.write(stamp) is not None
    before = source_of(own)
    with (own / "form.yaml").open("a", encoding="utf-8") as definition:
        definition.write("# changed\n")
    assert source_of(own) != before
    there = stock_of(plan)
    assert there is not None
    assert there.write(stamp) is None
    (own / stock.FILE).unlink()
    assert stock_of(plan) is None
