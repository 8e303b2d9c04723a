"""What a chart shows: the form's numbers, a blank never as zero, nothing where there is nothing."""

import copy
from pathlib import Path

import pytest

from small_form import write_small_form
from xl2report.chain.forms import open_plan
from xl2report.form.definition.errors import FormError
from xl2report.form.definition.loader import load_yaml
from xl2report.form.definition.model import Item
from xl2report.form.plan import Plan
from xl2report.form.relations import build_relations, fill_carefully
from xl2report.ground.filing import Filing
from xl2report.work.charts import Chart, compile_charts, make_charts


def filing(edition: str, year: int | None, **values: int) -> tuple[Plan, Filing]:
    """A filing of zeros, but for rows of table three given as `row=natural persons`."""
    plan = open_plan(f"disclosure-{edition}")
    known: list[int | None] = [0 if point.table != "text" else None for point in plan.form.points]
    for row, value in values.items():
        known[plan.index[f"requests.{row}.natural_person"]] = value
    fill_carefully(plan.relations, known)
    return plan, Filing("b", plan.form.id, year, "甲县", "", known)


def charts_of(*filings: tuple[Plan, Filing]) -> dict[str, Chart]:
    (plan, last), *earlier = filings
    return {chart.id: chart for chart in make_charts(plan, last, earlier)}


@pytest.mark.parametrize(("edition", "other"), [("2019", "other_handling"), ("2021", "other_misc")])
def test_results_are_the_groups_of_the_table(edition: str, other: str) -> None:
    rows = {"granted": 5, "denied_third_party": 2, "denied_internal_affairs": 1, other: 4}
    chart = charts_of(filing(edition, 2020, **rows))["results"]

    assert chart.kind == "bar"
    assert dict(zip(chart.categories, chart.series[0].values, strict=True)) == {
        "予以公开": 5,
        "部分公开": 0,
        "不予公开": 3,
        "无法提供": 0,
        "不予处理": 0,
        "其他处理": 4,
    }
    assert (chart.title, chart.unit) == ("2020年政府信息公开申请办理结果", "件")
    assert chart.table == "requests"
    assert "予以公开5件，部分公开0件，不予公开3件" in chart.alt


def test_blank_is_no_zero() -> None:
    plan, given = filing("2019", 2020, granted=5)
    given.values[plan.index["requests.denied_third_party.natural_person"]] = None
    fill_carefully(plan.relations, given.values)
    chart = charts_of((plan, given))["results"]

    assert chart.series[0].values[2] is None
    assert "不予公开未填" in chart.alt
    assert "不予公开0" not in chart.alt
    assert chart.show(None) == ""


def test_nothing_is_not_drawn() -> None:
    zero = filing("2019", 2020)
    blank = copy.deepcopy(zero)
    blank[1].values[:] = [None] * len(blank[1].values)

    assert charts_of(zero) == charts_of(blank) == {}
    assert set(charts_of(filing("2019", 2020, new_received=1))) == {"applicants"}


def test_without_a_year_there_is_no_chart() -> None:
    assert charts_of(filing("2019", None, granted=5)) == {}


def test_trend_goes_over_editions_in_the_order_of_the_years() -> None:
    now = filing("2021", 2021, new_received=9, granted=7)
    trend = charts_of(now, filing("2019", 2020, new_received=5), filing("2019", 2019, granted=3))

    assert trend["trend"].categories == ("2019年", "2020年", "2021年")
    assert {one.name: one.values for one in trend["trend"].series} == {
        "新收": (0, 5, 9),
        "办结": (3, 0, 7),
        "结转下年度": (0, 0, 0),
    }
    assert trend["trend"].title.startswith("2019年至2021年")


def test_missing_year_keeps_its_place_and_older_ones_are_left_out() -> None:
    now, old = filing("2019", 2020, new_received=9), filing("2019", 2018, new_received=5)
    trend = charts_of(now, old, filing("2019", 2016, new_received=99))["trend"]

    assert trend.categories == ("2018年", "2019年", "2020年")
    assert trend.series[0].values == (5, None, 9)


@pytest.mark.parametrize("year", [2020, 2021, 2015, None])
def test_no_trend_of_one_year(year: int | None) -> None:
    now, other = filing("2019", 2020, new_received=9), filing("2019", year, new_received=5)

    assert "trend" not in charts_of(now, other)
    assert "trend" not in charts_of(now)


def test_blank_year_is_no_year() -> None:
    now, other = filing("2019", 2020, new_received=9), filing("2019", 2019)
    other[1].values[:] = [None] * len(other[1].values)

    assert "trend" not in charts_of(now, other)


@pytest.mark.parametrize(
    ("of", "title", "words"),
    [
        ("requests.grantd.total", "图", "no such point: requests.grantd.total"),
        ("7", "图", "a number comes from points"),
        ("last.requests.granted.total", "图", "use a trend"),
        ("requests.granted.total", "{first}年", "no such placeholder: {first}"),
    ],
)
def test_mistake_in_a_chart_is_told_with_its_line(of: str, title: str, words: str) -> None:
    form = open_plan("disclosure-2019").form
    chart = form.charts[0]._replace(title=title, items=(Item("甲", of),))

    with pytest.raises(FormError) as told:
        compile_charts(form._replace(charts=(chart,)))

    assert told.value.mistakes[0].startswith("form.yaml:13: charts › results: ")
    assert words in told.value.mistakes[0]


def test_points_of_different_units_are_not_drawn_together() -> None:
    form = open_plan("disclosure-2021").form
    items = (Item("甲", "requests.granted.total"), Item("乙", "proactive.fees.amount"))

    with pytest.raises(FormError, match="different units"):
        compile_charts(form._replace(charts=(form.charts[0]._replace(items=items),)))


def test_form_without_charts_has_none(tmp_path: Path) -> None:
    form = load_yaml(write_small_form(tmp_path / "small"))

    assert compile_charts(form) == ()
    assert Plan(form, build_relations(form)).form.charts == ()
