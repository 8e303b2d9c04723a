"""What may be counted twice: asked where the figures speak for it, and above all not where they do not."""

from random import Random

import pytest

from work.rollup_filings import BUREAU, CITY, ROSTER, TOWN, filing, form_plan
from xl2report.form.plan import Plan
from xl2report.ground.rollup import Contribution
from xl2report.ground.units import Unit
from xl2report.work.overlaps import overlaps
from xl2report.work.rollup import roll_up

SUITS = {"disputes__suit_direct__upheld": 2, "disputes__suit_after_review__corrected": 3}
OTHER = Unit("某市财政局", "D", "财政局", "部门")


@pytest.fixture(name="plan", scope="module")
def make_plan() -> Plan:
    return form_plan()


def part(plan: Plan, unit: Unit | str, **points: int) -> Contribution:
    return roll_up(plan, [filing(plan, unit, **points)]).parts[0]


def asked(plan: Plan, parts: list[Contribution], *roster: Unit) -> list[tuple[str, str, str]]:
    found = overlaps(plan, parts, roster or ROSTER)
    return [(one.code, one.args["reporter"], one.args["other"]) for one in found]


def crowd(plan: Plan, many: int = 30) -> list[Contribution]:
    """Units with something of their own in table two and no suits."""
    return [part(plan, f"第{n}局", proactive__licensing__decisions=n + 7) for n in range(many)]


def test_a_government_and_its_office_are_asked_once(plan: Plan) -> None:
    both = [
        part(plan, "某市人民政府", requests__granted__business=1),
        part(plan, "某市人民政府办公室", requests__granted__business=9),
    ]
    assert asked(plan, both, Unit("某市人民政府"), Unit("某市人民政府办公室")) == [
        ("M531", "某市人民政府办公室", "某市人民政府")
    ]
    silent = [both[0], part(plan, "某市人民政府办公室", requests__granted__business=0)]
    assert asked(plan, silent) == []
    assert (
        asked(plan, [both[0], part(plan, "另一市人民政府办公室", requests__granted__business=1)])
        == []
    )


def test_suits_of_one_defendant_and_the_own_level_are_asked(plan: Plan) -> None:
    suits = [part(plan, CITY, **SUITS), part(plan, BUREAU, **SUITS, requests__granted__business=4)]
    assert asked(plan, [*suits, *crowd(plan)]) == [("M533", BUREAU.name, CITY.name)]


def test_a_parent_and_its_subordinate_are_asked_once(plan: Plan) -> None:
    below = BUREAU._replace(parent=OTHER.code)
    suits = [part(plan, BUREAU, **SUITS), part(plan, OTHER, **SUITS, requests__granted__business=4)]
    assert asked(plan, [*suits, *crowd(plan)], CITY, below, OTHER) == [
        ("M532", BUREAU.name, OTHER.name)
    ]


def test_without_a_relation_nothing_is_asked(plan: Plan) -> None:
    suits = [part(plan, BUREAU, **SUITS), part(plan, OTHER, **SUITS, requests__granted__business=4)]
    assert asked(plan, [*suits, *crowd(plan)], CITY, BUREAU, OTHER) == []


def test_few_figures_may_be_the_same_by_chance(plan: Plan) -> None:
    one = {"disputes__suit_direct__upheld": 1}
    pair = [part(plan, CITY, **one), part(plan, BUREAU, **one, requests__granted__business=4)]
    usual = [part(plan, f"第{n}局", **one) for n in range(30)]
    assert asked(plan, [*pair, *usual]) == []  # many have one suit
    assert [code for code, *_ in asked(plan, [*pair, *crowd(plan, 60)])] == [
        "M533"
    ]  # nobody else has any


def test_zeros_and_whole_copies_are_no_question(plan: Plan) -> None:
    zero = [
        part(plan, CITY, disputes__suit_direct__upheld=0),
        part(plan, BUREAU, disputes__suit_direct__upheld=0),
    ]
    assert asked(plan, zero) == []
    copies = [part(plan, CITY, **SUITS), part(plan, BUREAU, **SUITS)]
    assert asked(plan, [*copies, *crowd(plan)]) == []  # told as the same figures throughout


def test_of_units_as_they_are_hardly_one_is_asked(plan: Plan) -> None:
    rng = Random(7)  # noqa: S311 - any will do
    rows = [
        n
        for n, point in enumerate(plan.form.points)
        if n not in plan.relations.fills and point.table != "text"
    ]
    units = [
        Unit(f"第{n}局", f"U{n}", category="本级" if n < 3 else "部门", parent=f"U{n // 10}")
        for n in range(200)
    ]
    parts = []
    for unit in units:
        values: list[int | None] = [0] * len(plan.form.points)
        for point in rng.sample(rows, 6):
            values[point] = min(rng.randint(1, 9), rng.randint(1, 9))
        parts.append(Contribution(unit.name, unit.code, f"{unit.name}.xlsx", values))
    assert len(overlaps(plan, parts, tuple(units))) <= 2


def test_ten_thousand_take_no_quadratic_time(plan: Plan) -> None:
    from time import process_time

    parts = [
        Contribution(f"第{n}局", f"U{n}", "", [n % 5] * len(plan.form.points))
        for n in range(10_000)
    ]
    units = tuple(
        Unit(f"第{n}局", f"U{n}", category="" if n else "本级", parent="U1") for n in range(10_000)
    )
    begun = process_time()
    overlaps(plan, parts, units)
    assert process_time() - begun < 8


def test_subtotals_are_by_category_in_the_rosters_order(plan: Plan) -> None:
    given = [filing(plan, TOWN), filing(plan, "外来单位"), filing(plan, BUREAU), filing(plan, CITY)]
    parts = roll_up(plan, given, (TOWN, BUREAU, CITY)).parts
    # The city's own level first, the others as the roster has them, then who is not on it.
    assert [one.category for one in parts] == ["本级", "乡镇", "部门", ""]
    assert roll_up(plan, given[::-1], (TOWN, BUREAU, CITY)).parts == parts
