"""County → city → province: a total is a workbook of the form, and is added up like any other."""

import itertools
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import city
from adding_samples import GOOD, POINT, adjusting
from work.rollup_filings import filing, form_plan
from xl2report.chain.explain import explain
from xl2report.chain.merge import Merged, merge
from xl2report.files.rosters.writer import write_roster
from xl2report.form.plan import Plan
from xl2report.form.relations import fill_carefully
from xl2report.ground.filing import Filing
from xl2report.ground.rollup import Adjustment
from xl2report.ground.units import Unit
from xl2report.work.rollup import roll_up

PLAN = city.plan()
ADDED = [
    n
    for n, point in enumerate(PLAN.form.points)
    if point.roll in {"sum", "max"} and n not in PLAN.relations.fills
]
UNITS = [unit["id"] for unit in city.units()]
# Which units make up which county, which counties which city; two cities are the province.
COUNTIES = {"甲县": UNITS[:3], "乙县": UNITS[3:7], "丙县": UNITS[7:9], "丁县": UNITS[9:]}
CITIES = {"东市": ("甲县", "乙县"), "西市": ("丙县", "丁县")}


def total_of(paths: list[Path], path: Path, name: str, **more: object) -> Merged:
    found = merge(paths, path, reporter=name, force=True, **more)  # type: ignore[arg-type]  # as merge has them
    assert found.workbook is not None
    return found


@pytest.fixture(name="levels", scope="module")
def make_levels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("levels")
    for county, units in COUNTIES.items():
        books = {f"{city.unit(unit)['short']}.xlsx": city.book(unit) for unit in units}
        returns = city.put(home / county, books)
        own = adjusting(home / "甲县调整.xlsx", GOOD) if county == "甲县" else None
        total_of([returns], home / f"{county}.xlsx", county, adjustments=own)
    for name, counties in CITIES.items():
        roster = home / f"{name}名录.xlsx"
        roster.write_bytes(write_roster([Unit(county, category="区县") for county in counties]))
        total_of(
            [home / f"{county}.xlsx" for county in counties],
            home / f"{name}.xlsx",
            name,
            roster=roster,
        )
    total_of([home / f"{name}.xlsx" for name in CITIES], home / "省.xlsx", "省")
    flat = city.put(
        home / "flat", {f"{city.unit(unit)['short']}.xlsx": city.book(unit) for unit in UNITS}
    )
    total_of([flat], home / "直报.xlsx", "省", adjustments=adjusting(home / "省调整.xlsx", GOOD))
    return home


def read(path: Path) -> Filing:
    return city.read_book(path.read_bytes(), path.name)[0]


def test_three_levels_come_to_the_same_as_one(levels: Path) -> None:
    province, direct = read(levels / "省.xlsx"), read(levels / "直报.xlsx")
    assert len(province.parts) == len(CITIES)
    assert len(direct.parts) == len(UNITS)
    assert [province.values[n] for n in ADDED] == [direct.values[n] for n in ADDED]
    assert any(province.values[n] for n in ADDED)
    for number in PLAN.relations.fills:
        assert province.values[number] == direct.values[number]


def test_each_total_reads_back_without_a_word_on_its_form(levels: Path) -> None:
    for name in (*COUNTIES, *CITIES, "省"):
        _, findings = city.read_book((levels / f"{name}.xlsx").read_bytes())
        assert {one.code for one in findings} <= {"E121"}, name


def test_an_adjustment_of_a_county_is_in_every_total_above(levels: Path) -> None:
    at = PLAN.index[POINT]
    county, given_ = read(levels / "甲县.xlsx"), 0
    for part in county.parts:
        given_ += part.values[at] or 0
    assert county.values[at] == given_ + 2
    assert read(levels / "东市.xlsx").parts[1].values[at] in {
        county.values[at],
        read(levels / "乙县.xlsx").values[at],
    }
    assert read(levels / "东市.xlsx").adjustments == ()


def test_a_figure_of_the_citys_own_is_not_taken_for_the_provinces(levels: Path) -> None:
    own = [n for n, point in enumerate(PLAN.form.points) if point.roll == "city_only"]
    given_ = [n for n in own if any(read(levels / f"{name}.xlsx").values[n] for name in COUNTIES)]
    assert given_  # some county has settled its own
    for number in given_:
        assert read(levels / "省.xlsx").values[number] is None
    found = merge(
        [levels / f"{name}.xlsx" for name in CITIES],
        levels / "again.xlsx",
        reporter="省",
        force=True,
    )
    assert "M505" not in {one.code for one in found.findings}


def test_provenance_walks_down_to_the_last_unit(levels: Path) -> None:
    found = explain(
        POINT,
        [
            levels / "省.xlsx",
            *(levels / f"{name}.xlsx" for name in (*CITIES, *COUNTIES)),
            *(levels / county for county in COUNTIES),
        ],
    )
    province = next(book for book in found["books"] if book["reporter"] == "省")

    def leaves(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [leaf for part in parts for leaf in (leaves(part.get("parts", [])) or [part])]

    ends = leaves(province["parts"])
    assert sum(int(str(leaf["value"])) for leaf in ends) + 2 == int(province["value"])
    assert all(leaf["changed"] is False and leaf["sha256"] for leaf in ends)
    county = next(p for c in province["parts"] for p in c["parts"] if p["reporter"] == "甲县")
    assert [(one["amount"], one["reason"]) for one in county["adjustments"]] == [
        ("+2", "转办件漏计")
    ]


def test_whatever_the_order_the_workbook_is_the_same(levels: Path) -> None:
    returns = sorted((levels / "丁县").iterdir())
    made = []
    for number, order in enumerate(
        [returns, returns[::-1], sorted(returns, key=lambda path: path.name[::-1])]
    ):
        total_of(order, levels / f"order{number}.xlsx", "丁县")
        made.append((levels / f"order{number}.xlsx").read_bytes())
    assert made[0] == made[1] == made[2]


@pytest.fixture(name="plan", scope="module")
def make_plan() -> Plan:
    return form_plan()


@settings(max_examples=40, deadline=None)
@given(rng=st.randoms(use_true_random=True), many=st.integers(2, 7))
def test_any_grouping_of_any_units_comes_to_the_same(plan: Plan, rng: Random, many: int) -> None:
    filings = []
    for number in range(many):
        one = filing(plan, f"单位{number}")
        for point, asked in enumerate(plan.form.points):
            if rng.random() < 0.6 and point not in plan.relations.fills:
                low = -50 if asked.measure.signed else 0
                one.values[point] = rng.randint(low, rng.choice((5, 10**17)))
        fill_carefully(plan.relations, one.values)
        filings.append(one)
    point = plan.index[POINT]
    adjustments = [Adjustment(point, 3, "理由", "经办人")]
    direct = roll_up(plan, filings, adjustments=adjustments)
    rng.shuffle(filings)
    groups = [
        list(some) for _, some in itertools.groupby(filings, key=lambda _: rng.random() < 0.5)
    ]
    counties = []
    for number, some in enumerate(groups):
        total = roll_up(plan, some, adjustments=[] if number else adjustments)
        one = filing(plan, f"县{number}")
        one.values, one.parts = total.values, total.parts
        counties.append(one)
    above = roll_up(plan, counties)
    added = [n for n, asked in enumerate(plan.form.points) if asked.roll in {"sum", "max"}]
    assert [above.values[n] for n in added] == [direct.values[n] for n in added]
    assert roll_up(plan, counties[::-1]) == above
