"""Filings → one total: exact, in whatever order, every part kept."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from work.rollup_filings import (
    AMOUNT,
    BUREAU,
    CITY,
    HANDLED,
    ITEMS,
    PRESS,
    ROSTER,
    TOWN,
    figures,
    filing,
    form_plan,
    value,
)
from xl2report.form.plan import Plan
from xl2report.form.relations import fill_carefully
from xl2report.work.assess.verdicts import verdicts_of
from xl2report.work.rollup import compare_senders, roll_up, sender_of


@pytest.fixture(name="plan", scope="module")
def make_plan() -> Plan:
    return form_plan()


# --------------------------------------------------------------------------------------------- totals


@settings(max_examples=40, deadline=None)
@given(rng=st.randoms(use_true_random=True), many=st.integers(1, 6))
def test_sums_are_exact_and_in_any_order(plan: Plan, rng: Random, many: int) -> None:
    relations = plan.relations
    filings = []
    for number in range(many):
        one = filing(plan, f"单位{number}")
        for point, asked in enumerate(plan.form.points):
            if rng.random() < 0.7 and point not in relations.fills:
                low = -50 if asked.measure.signed else 0
                one.values[point] = rng.randint(low, rng.choice((5, 10**17)))
        fill_carefully(relations, one.values)
        filings.append(one)
    total = roll_up(plan, filings)
    for point, asked in enumerate(plan.form.points):
        if asked.roll != "sum" or point in relations.fills:
            continue
        known = 0
        given_ = False
        for one in filings:
            if one.values[point] is not None:
                known += one.values[point] or 0
                given_ = True
        assert total.values[point] == (known if given_ else None), asked.id
    again = list(total.values)
    fill_carefully(relations, again)
    assert again == total.values  # totals are those of the summed items
    rng.shuffle(filings)
    assert roll_up(plan, filings).values == total.values


def test_where_all_parts_hold_the_total_holds(plan: Plan) -> None:
    parts = []
    for number in (1, 2, 5):
        one = filing(plan, f"单位{number}")
        for point in range(len(one.values)):
            one.values[point] = 0
        one.values[plan.index["requests.new_received.business"]] = number
        one.values[plan.index["requests.partial.business"]] = number
        one.values[plan.index["text.ch_online"]] = number
        fill_carefully(plan.relations, one.values)
        assert not verdicts_of(plan, one).broken
        parts.append(one)
    total = roll_up(plan, parts)
    assert value(plan, total, "requests.results_total.total") == 8
    city = filing(plan, CITY)
    city.values = total.values
    assert not verdicts_of(plan, city).broken


def test_money_and_changes_are_added_with_sign_and_cents(plan: Plan) -> None:
    one = filing(
        plan, proactive__central_procurement__amount=10, proactive__licensing__items_change=-3
    )
    two = filing(
        plan, TOWN, proactive__central_procurement__amount=20, proactive__licensing__items_change=1
    )
    total = roll_up(plan, [one, two])
    assert value(plan, total, AMOUNT) == 30
    assert value(plan, total, "proactive.licensing.items_change") == -2


def test_computed_cells_are_worked_out_and_not_added(plan: Plan) -> None:
    one = filing(plan, requests__granted__business=3)
    one.values[plan.index["requests.granted.total"]] = 999
    assert value(plan, roll_up(plan, [one]), "requests.granted.total") is None  # blanks beside it
    for column in plan.form.table("requests").columns:
        one.values[plan.index[f"requests.granted.{column.id}"]] = 3
    assert value(plan, roll_up(plan, [one]), "requests.granted.total") == 18


def test_blank_is_not_zero_and_does_not_spoil_a_sum(plan: Plan) -> None:
    one, two = filing(plan, requests__granted__natural_person=4), filing(plan, TOWN)
    assert value(plan, roll_up(plan, [one, two]), HANDLED) == 4
    assert value(plan, roll_up(plan, [two]), HANDLED) is None
    three = filing(plan, CITY, requests__granted__natural_person=0)
    assert value(plan, roll_up(plan, [two, three]), HANDLED) == 0
    assert value(plan, roll_up(plan, []), HANDLED) is None


@pytest.mark.parametrize(
    ("point", "given_", "expected"),
    [
        ("text.site_items", (3, 4), 7),
        ("text.ch_fax", (3, 4), 4),  # max
        ("text.ch_fax", (None, 4), 4),
        ("text.ch_fax", (-2, -5), -2),
        ("text.ch_fax", (None, None), None),
        ("text.ch_other", (3, 4), None),  # none
        ("text.desks", (3, 4), None),  # manual
    ],
)
def test_each_point_is_rolled_up_its_own_way(
    plan: Plan, point: str, given_: tuple[int | None, int | None], expected: int | None
) -> None:
    filings = [filing(plan, BUREAU), filing(plan, TOWN)]
    for one, number in zip(filings, given_, strict=True):
        one.values[plan.index[point]] = number
    total = roll_up(plan, filings)
    assert value(plan, total, point) == expected
    assert not total.findings


# ---------------------------------------------------------------------------------- the city's figures

CITY_FIGURES = [
    # what the city's office, a bureau and a town give; with a roster, without one
    ((7, None, None), 7, 7),
    ((7, 2, None), 7, None),  # the office speaks for the city where the roster says so
    ((7, 0, 0), 7, 7),
    ((0, None, None), 0, 0),
    ((None, 2, None), None, 2),
    ((None, 2, 3), None, None),
    ((None, 0, 0), None, 0),
    ((None, None, None), None, None),
    ((0, 5, None), 0, 5),
]


@pytest.mark.parametrize(("given_", "with_roster", "without"), CITY_FIGURES)
def test_a_city_figure_is_taken_from_the_city(
    plan: Plan, given_: tuple[int | None, ...], with_roster: int | None, without: int | None
) -> None:
    filings = [
        figures(plan, unit, press_conf=number) for unit, number in zip(ROSTER, given_, strict=True)
    ]
    assert value(plan, roll_up(plan, filings, ROSTER), PRESS) == with_roster
    assert value(plan, roll_up(plan, filings), PRESS) == without


def test_a_city_figure_given_by_several_is_told(plan: Plan) -> None:
    filings = [figures(plan, BUREAU, press_conf=2), figures(plan, TOWN, press_conf=3)]
    total = roll_up(plan, filings)
    (found,) = total.findings
    sheet, cell = plan.layout.cells[plan.index[PRESS]]
    assert (found.code, found.level, found.point) == ("M505", "warning", PRESS)
    assert found.places == (f"{sheet}!{cell}",)
    assert found.message("zh") == (
        "“新闻发布会”由市级统一填写，但 某市城关镇人民政府、某市民政局 都填了，市级汇总表留空"
    )


def test_of_many_who_gave_a_city_figure_some_are_named(plan: Plan) -> None:
    """Ten thousand names were longer than a cell of the city's workbook, which was not written then."""
    many = [filing(plan, f"单位{number:03d}") for number in range(60)]
    for one in many:
        one.values[plan.index[PRESS]] = 1
    (found,) = roll_up(plan, many).findings
    zh, en = found.message("zh"), found.message("en")
    assert "单位000、单位001" in zh
    assert "单位019 等 60 家 都填了" in zh
    assert "单位019 and 40 more" in en
    assert "单位020" not in zh + en


def test_of_many_workbooks_of_one_reporter_some_are_named(plan: Plan) -> None:
    one = sender_of(filing(plan, "某局"))
    senders = [one._replace(book=f"{number:03d}.xlsx", digest=number + 1) for number in range(60)]
    found = compare_senders(senders, (), None, "封面")
    assert len(found) == 60
    assert {one.code for one in found} == {"M501"}
    assert found[0].message("zh").startswith("“某局”有 60 份工作簿：000.xlsx、001.xlsx")
    assert found[0].message("zh").endswith("019.xlsx 等 60 份")
    assert found[0].message("en").endswith("019.xlsx and 40 more")


def test_without_its_own_office_the_roster_changes_nothing(plan: Plan) -> None:
    """Nobody of the own level has reported: the one who gave the figure is believed."""
    filings = [figures(plan, BUREAU, press_conf=2), figures(plan, TOWN)]
    assert value(plan, roll_up(plan, filings, ROSTER), PRESS) == 2


# --------------------------------------------------------------------------------- parts, texts, zeros


def test_every_part_is_kept(plan: Plan) -> None:
    filings = [figures(plan, BUREAU, site_items=2), figures(plan, TOWN, site_items=3)]
    parts = roll_up(plan, filings, ROSTER).parts
    assert [(part.reporter, part.code, part.book, part.category) for part in parts] == [
        (unit.name, unit.code, f"{unit.name}.xlsx", unit.category) for unit in (BUREAU, TOWN)
    ]
    assert [part.values[plan.index[ITEMS]] for part in parts] == [2, 3]
    filings[0].values[plan.index[ITEMS]] = 99
    assert parts[0].values[plan.index[ITEMS]] == 2  # a copy, not the filing's own list


def test_texts_are_those_of_the_own_level(plan: Plan) -> None:
    own, other = (
        filing(plan, CITY, texts={"problems": "甲"}),
        filing(plan, TOWN, texts={"problems": "乙"}),
    )
    assert roll_up(plan, [other, own], ROSTER).texts == {"problems": "甲"}
    assert roll_up(plan, [other, own]).texts == {}


def test_a_city_is_zero_where_all_declare_it(plan: Plan) -> None:
    zero, other = filing(plan, BUREAU, zero_report=True), filing(plan, TOWN)
    assert roll_up(plan, [zero]).zero_report
    assert not roll_up(plan, [zero, other]).zero_report
    assert not roll_up(plan, []).zero_report
