"""Values → relations that are told: each case by its facts, word for word what the clerk reads."""

from typing import NamedTuple

import pytest

from work.assess_filings import (
    NATURAL,
    Values,
    codes,
    filing_of,
    form_plan,
    requests,
    told,
    values_of,
)
from xl2report.form.plan import Plan
from xl2report.form.relations import fill_carefully
from xl2report.ground.findings import Finding
from xl2report.work.assess.findings import assess
from xl2report.work.assess.verdicts import verdicts_of

BALANCE = "第一项加第二项之和，等于第三项加第四项之和（表三表头附注）"


@pytest.fixture(name="plan", scope="module")
def make_plan() -> Plan:
    return form_plan()


# --------------------------------------------------------------------------------- broken relations


class Told(NamedTuple):
    """A case: its facts, and what is told of it."""

    name: str
    facts: str
    code: str
    level: str
    where: str
    message: str
    remedy: str


CASES = [
    Told(
        "the balance of one column",
        requests(new_received=51, carried_in=2, granted=51, carried_out=1),
        "R301", "error", "三、申请办理 › D 列（自然人）",
        f"一 51 + 二 2 = 53        三（七）51 + 四 1 = 52        差 1\n{BALANCE}",
        "请核对 D7、D8、D28、D29",
    ),
    Told(
        "the balance, short of one",
        requests("business", new_received=1, granted=2),
        "R301", "error", "三、申请办理 › E 列（商业企业）",
        f"一 1 + 二 0 = 1        三（七）2 + 四 0 = 2        差 1\n{BALANCE}",
        "请核对 E7、E8、E28、E29",
    ),
    Told(
        "items at year end are negative",
        "proactive.licensing.items_last_year=3 proactive.licensing.items_change=-5",
        "R302", "error", "二、主动公开 › 第 10 行（行政许可）",
        "上一年项目数量 3 + 本年增/减 -5 = -2        应 ≥ 0        差 2\n"
        "上一年项目数量加本年增/减是年末项目数量，不能为负（表二第（五）（六）（八）项栏目含义）",
        "请核对 B10、D10",
    ),
    Told(
        "more newly disclosed than is disclosed",
        "proactive.rules.disclosed=5 proactive.rules.public_total=2",
        "R302", "warning", "二、主动公开 › 第 6 行（规章）",
        "本年新公开数量 5        应 ≤ 对外公开总数量 2        差 3\n"
        "本年新公开数量一般不大于对外公开总数量（表二第（一）项栏目含义）",
        "请核对 D6、F6；确有原因的，在“校验”表说明",
    ),
    Told(
        "projects without an amount",
        "proactive.central_procurement.projects=3",
        "R302", "warning", "二、主动公开 › E21、B21",
        "政府集中采购 / 采购总金额 0        应 > 0\n"
        "有采购项目时采购总金额一般大于0（表二第（九）项栏目含义）",
        "请核对 E21、B21；确有原因的，在“校验”表说明",
    ),
    Told(
        "an amount without projects",
        "proactive.central_procurement.amount=150",
        "R302", "warning", "二、主动公开 › B21、E21",
        "政府集中采购 / 采购项目数量 0        应 > 0\n"
        "有采购金额时采购项目数量一般大于0（表二第（九）项栏目含义）",
        "请核对 B21、E21；确有原因的，在“校验”表说明",
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_one_cause_is_told_once_and_in_these_words(plan: Plan, case: Told) -> None:
    (found,) = told(plan, case.facts)
    assert (found.code, found.level, found.where) == (case.code, case.level, case.where)
    assert found.message("zh") == case.message
    assert found.remedy("zh") == case.remedy
    assert found.book == "民政局.xlsx"
    assert found.message("en").endswith(f"({found.args['source']})")
    assert all(place.startswith(f"{case.where.partition(' ›')[0]}!") for place in found.places)


def test_numbers_of_a_finding_are_as_people_write_them(plan: Plan) -> None:
    (found,) = told(plan, requests(new_received=51, carried_in=2, granted=51, carried_out=1))
    assert (found.left, found.right, found.difference) == ("53", "52", "1")
    assert found.rule == "requests.balance"
    assert found.point == "requests.results_total.natural_person"


BROKEN = [
    # column(s) with the gap between received and decided; columns that are told
    ({NATURAL: 1}, "D"),
    ({NATURAL: 1, "business": 2}, "DE"),
    ({NATURAL: 1, "business": -1}, "DE"),
    ({NATURAL: -3, "research": 1, "other_org": 2}, "DFI"),
    ({}, ""),
]


@pytest.mark.parametrize(("gaps", "columns"), BROKEN)
def test_the_total_is_not_told_where_its_columns_are(
    plan: Plan, gaps: dict[str, int], columns: str
) -> None:
    facts = " ".join(
        requests(column, new_received=9 + gap, granted=9) for column, gap in gaps.items()
    )
    found = told(plan, facts)
    assert [finding.where.split(" › ")[1][0] for finding in found] == list(columns)
    broken = verdicts_of(plan, filing_of(plan, facts)).broken
    assert len(broken) == len(columns) + bool(sum(gaps.values()))


def test_the_total_is_told_where_its_columns_do_not_explain_it(plan: Plan) -> None:
    """A total column that is broken by more than its columns has a cause of its own."""
    filing = filing_of(plan, requests(new_received=10, granted=9))
    filing.values[plan.index["requests.carried_out.total"]] = 5
    found = [f for f in assess(plan, filing, []).findings if f.code == "R301"]
    wheres = [finding.where.split(" › ")[1] for finding in found if "balance" in finding.rule]
    assert wheres == ["D 列（自然人）", "J 列（总计）"]


def test_a_long_sum_is_told_by_its_ends(plan: Plan) -> None:
    filing = filing_of(plan, requests(new_received=3, granted=3))
    point = plan.index["requests.results_total.natural_person"]
    filing.standing[point] = 4
    (found,) = [f for f in assess(plan, filing, []).findings if f.rule == "requests.results_total"]
    assert (
        found.message("zh").splitlines()[0]
        == "三（七）4        三（一） … 三（六） = 3        差 1"
    )


# ---------------------------------------------------------------------- typed over, given, switched


def test_a_total_typed_over_is_told_by_the_reader_only(plan: Plan) -> None:
    point = "requests.granted.total"
    filing = filing_of(plan, requests(new_received=3, granted=3))
    filing.standing[plan.index[point]] = 5
    reading = [Finding("R303", "民政局.xlsx", "三、申请办理 › J9", point=point)]
    assert codes(assess(plan, filing, reading).findings) == "R303"
    assert [b.imbalance for b in assess(plan, filing, reading).verdicts.broken] == [2]
    assert codes(assess(plan, filing, []).findings) == "R301"
    filing.standing[plan.index[point]] = 3
    assert not assess(plan, filing, []).verdicts.broken


def test_another_broken_total_is_still_told(plan: Plan) -> None:
    filing = filing_of(plan, requests(new_received=3, granted=3))
    for row in ("granted", "partial"):
        filing.standing[plan.index[f"requests.{row}.total"]] = 5
    reading = [Finding("R303", "民政局.xlsx", "J9", point="requests.granted.total")]
    found = assess(plan, filing, reading).findings
    assert [finding.point for finding in found] == [
        "requests.granted.total",
        "requests.partial.total",
    ]


def test_a_condition_that_is_zero_asks_for_nothing(plan: Plan) -> None:
    both = "proactive.central_procurement.projects=2 proactive.central_procurement.amount=100"
    assert not told(plan, both)
    assert not told(plan, requests(new_received=1, granted=1))


def test_a_switch_turns_its_rule_on(plan: Plan) -> None:
    facts = "proactive.rules.made=2 proactive.rules.public_total=2"
    assert not told(plan, facts)
    found = told(plan, facts, switches=frozenset({"no_rulemaking"}))
    assert [(f.code, f.level, f.where) for f in found] == [
        ("R301", "warning", "二、主动公开 › B 列（本年新制作数量）"),
        ("R301", "warning", "二、主动公开 › F 列（对外公开总数量）"),
    ]
    assert found[0].message("zh").startswith("规章 2        = 0        差 2\n")


def test_an_explanation_is_kept_with_its_finding(plan: Plan) -> None:
    given = {"proactive.disclosed_in_total@rules": "含历年失效文件"}
    facts = " ".join(f"proactive.{row}.disclosed=5" for row in ("rules", "normative_docs"))
    found = told(plan, facts, explanations=given)
    assert [finding.explanation for finding in found] == ["含历年失效文件", ""]
    given = {"proactive.procurement_amount": "框架协议，尚未付款"}
    (one,) = told(plan, "proactive.central_procurement.projects=3", explanations=given)
    assert one.explanation == "框架协议，尚未付款"


# ---------------------------------------------------------------------------------------- last year

OUT = requests(carried_out=2)
LAST = [
    ("equal", requests(carried_in=2, granted=2), OUT, []),
    ("none given", requests(carried_in=2, granted=2), None, []),
    ("unknown", requests(carried_in=2, granted=2), requests(carried_out="?"), []),
    (
        "different",
        requests(carried_in=3, granted=3),
        OUT,
        [
            ("requests.carry_over", "warning", "三、申请办理 › D 列（自然人）"),
            ("requests.carry_over_total", "error", "三、申请办理 › J 列（总计）"),
        ],
    ),
    (
        "another kind of applicant",
        requests("business", carried_in=2, granted=2),
        OUT,
        [
            ("requests.carry_over", "warning", "三、申请办理 › D 列（自然人）"),
            ("requests.carry_over", "warning", "三、申请办理 › E 列（商业企业）"),
        ],
    ),
]


@pytest.mark.parametrize(("name", "facts", "last", "expected"), LAST, ids=[c[0] for c in LAST])
def test_last_years_figures(
    plan: Plan, name: str, facts: str, last: str | None, expected: list[tuple[str, str, str]]
) -> None:
    assert name
    earlier: Values | None = None
    if last is not None:
        earlier = values_of(plan, last)
        fill_carefully(plan.relations, earlier)
    found = assess(plan, filing_of(plan, facts), [], earlier)
    assert [(f.rule, f.level, f.where) for f in found.findings] == expected
    assert not found.verdicts.unassessable


def test_last_years_figure_is_named_as_such(plan: Plan) -> None:
    earlier = values_of(plan, OUT)
    fill_carefully(plan.relations, earlier)
    found = assess(plan, filing_of(plan, requests(carried_in=3, granted=3)), [], earlier).findings
    assert found[0].message("zh").startswith("二 3        上年四 2        差 1\n")
    assert (found[0].left, found[0].right) == ("3", "2")


def test_relations_across_years_count_only_with_last_year(plan: Plan) -> None:
    filing = filing_of(plan, requests(new_received=1, granted=1))
    across = sum(relation.across_years for relation in plan.relations.all)
    without = verdicts_of(plan, filing)
    zeros: Values = [0] * len(filing.values)
    assert verdicts_of(plan, filing, zeros).holds == without.holds + across
    assert without.holds == len(plan.relations.all) - across
