"""Workbooks side by side: sent twice, alike, unknown, missing, of another year."""

import pytest

from work.rollup_filings import BUREAU, CITY, ROSTER, TOWN, figures, filing, form_plan
from xl2report.form.plan import Plan
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding
from xl2report.work.rollup import Unit, compare_senders, sender_of, unit_of


@pytest.fixture(name="plan", scope="module")
def make_plan() -> Plan:
    return form_plan()


def compared(
    filings: list[Filing], roster: tuple[Unit, ...] = (), year: int | None = None
) -> list[Finding]:
    return compare_senders([sender_of(one) for one in filings], roster, year, "封面")


def brief(findings: list[Finding]) -> list[tuple[str, str]]:
    return sorted((finding.code, finding.book or finding.args["reporter"]) for finding in findings)


def test_one_reporter_twice_is_told_at_both(plan: Plan) -> None:
    first, second = figures(plan, BUREAU, site_items=1), figures(plan, BUREAU, site_items=2)
    first.book, second.book = "一稿.xlsx", "二稿.xlsx"
    found = compared([first, second, figures(plan, TOWN, site_items=3)])
    assert brief(found) == [("M501", "一稿.xlsx"), ("M501", "二稿.xlsx")]
    assert found[0].message("zh") == "“某市民政局”有 2 份工作簿：一稿.xlsx、二稿.xlsx"


def test_a_reporter_is_known_by_code_then_by_name(plan: Plan) -> None:
    renamed = figures(plan, Unit("民政和养老局", "B"), site_items=1)
    assert brief(compared([renamed, figures(plan, BUREAU, site_items=2)])) == [
        ("M501", "某市民政局.xlsx"), ("M501", "民政和养老局.xlsx"),
    ]  # fmt: skip
    coded = figures(plan, BUREAU, site_items=1)
    uncoded = figures(plan, Unit(BUREAU.name), site_items=2)
    uncoded.book = "无代码.xlsx"
    assert len(compared([coded, uncoded])) == 2
    short = figures(plan, Unit(BUREAU.short), site_items=3)
    assert [f.code for f in compared([coded, short], ROSTER[1:2])] == ["M501", "M501"]
    unnamed = [figures(plan, Unit(""), site_items=1), figures(plan, Unit(""), site_items=2)]
    assert not compared(unnamed)


def test_equal_figures_of_two_reporters_are_told_once(plan: Plan) -> None:
    filings = [figures(plan, unit, site_items=5) for unit in ROSTER]
    found = compared(filings)
    assert brief(found) == [("M502", f"{unit.name}.xlsx") for unit in (TOWN, BUREAU)]
    assert {finding.args["other"] for finding in found} == {f"{CITY.name}.xlsx"}
    assert not compared([figures(plan, unit, site_items=0) for unit in ROSTER])
    assert not compared([filing(plan, unit) for unit in ROSTER])


def test_blank_and_zero_are_not_alike(plan: Plan) -> None:
    assert not compared(
        [figures(plan, BUREAU, site_items=5), figures(plan, TOWN, site_items=5, desks=0)]
    )


def test_figures_that_python_hashes_alike_are_not_alike(plan: Plan) -> None:
    filings = [
        filing(plan, unit, proactive__licensing__items_change=change)
        for unit, change in ((BUREAU, -1), (TOWN, -2))
    ]
    assert not compared(filings)


def test_the_roster_tells_who_is_missing_and_who_is_unknown(plan: Plan) -> None:
    filings = [figures(plan, CITY, site_items=1), figures(plan, Unit("某公司", "Z"), site_items=2)]
    assert brief(compared(filings, ROSTER)) == [
        ("M503", "某公司.xlsx"), ("M504", "某市城关镇人民政府"), ("M504", "某市民政局"),
    ]  # fmt: skip
    assert not compared(filings)


@pytest.mark.parametrize(
    ("name", "code", "found"),
    [
        ("某市民政局", "B", BUREAU),
        ("民政局", "", BUREAU),
        ("某市民政局", "", BUREAU),
        ("别的名字", "B", BUREAU),
        ("某市民政局", "C", TOWN),  # the code is believed before the name
        ("某市民政局", "Z", BUREAU),
        ("", "", None),
        ("别的名字", "", None),
    ],
)
def test_a_unit_is_found_on_the_roster(
    plan: Plan, name: str, code: str, found: Unit | None
) -> None:
    assert unit_of(filing(plan, Unit(name, code)), (*ROSTER, Unit("无码单位"))) == found


YEARS = [
    ((2020, 2020, 2019), None, [2]),
    ((2020, 2020, 2020), None, []),
    ((2020, 2019), None, []),  # nobody knows which
    ((2020, 2019), 2019, [0]),
    ((2020, None, 2020), None, []),
    ((None, None), None, []),
    ((2020, 2020), 2021, [0, 1]),
]


@pytest.mark.parametrize(("years", "asked", "wrong"), YEARS)
def test_a_workbook_of_another_year_is_told(
    plan: Plan, years: tuple[int | None, ...], asked: int | None, wrong: list[int]
) -> None:
    filings = [
        figures(plan, Unit(f"单位{number}"), site_items=number + 1) for number in range(len(years))
    ]
    for one, year in zip(filings, years, strict=True):
        one.year = year
    assert brief(compared(filings, year=asked)) == [
        ("W204", f"单位{number}.xlsx") for number in wrong
    ]
