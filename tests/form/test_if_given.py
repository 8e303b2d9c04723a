"""Rules over indicators that may be left blank: the compiled checker, the slow way and a plain judge."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from random_forms import base_form
from xl2report.form.definition.errors import FormError
from xl2report.form.definition.model import Form, Given, Rule
from xl2report.form.plan import Plan
from xl2report.form.relations import build_relations
from xl2report.ground.filing import Filing
from xl2report.work.assess.findings import assess
from xl2report.work.assess.verdicts import Verdicts, verdicts_of

NAMES = ("text.ch_online", "text.ch_letter", "requests.carried_out.business")
HOWS: tuple[Given, ...] = ("all", "any")
SLOWLY = frozenset({"a switch that no rule has"})


def rule(text: str, if_given: Given, condition: str = "") -> Rule:
    base = next(one for one in base_form().rules if one.id == "proactive.procurement_amount")
    return base._replace(id="one.rule", text=text, given=condition, if_given=if_given)


def plan_of(*rules: Rule) -> Plan:
    fills = [one for one in base_form().rules if one.fills]
    form: Form = base_form()._replace(rules=(*fills, *rules))
    return Plan(form, build_relations(form))


def filing_of(plan: Plan, **values: int | None) -> Filing:
    known: list[int | None] = [0] * len(plan.form.points)
    for number, point in enumerate(plan.form.points):
        if point.table == "text":
            known[number] = None
    for name, value in zip(NAMES, values.values(), strict=True):
        known[plan.index[name]] = value
    return Filing("书.xlsx", plan.form.id, 2020, "某局", "", known)


def verdict(found: Verdicts) -> str:
    if any(broken.relation.rule.id == "one.rule" for broken in found.broken):
        return "broken"
    open_ = any(one.rule.id == "one.rule" for one in found.unassessable)
    return "unassessable" if open_ else "holds"


def judged(a: int | None, b: int | None, table: int | None, how: Given, *, condition: bool) -> str:
    """What the rule `a + b <= table` says, `given` b."""
    known = [one for one in (a, b) if one is not None]
    if not known or (how == "all" and len(known) < 2):
        return "holds"
    if table is None:
        return "unassessable"
    if condition and not b:
        return "holds"
    return "holds" if sum(known) <= table else "broken"


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(st.none(), st.integers(0, 4)),
    st.one_of(st.none(), st.integers(0, 4)),
    st.one_of(st.none(), st.integers(0, 6)),
    st.sampled_from(HOWS),
    st.booleans(),
)
def test_quick_and_slow_and_judge_agree(
    a: int | None,
    b: int | None,
    table: int | None,
    how: Given,
    condition: bool,  # noqa: FBT001
) -> None:
    text = f"{NAMES[0]} + {NAMES[1]} <= {NAMES[2]}"
    plan = plan_of(rule(text, how, NAMES[1] if condition else ""))
    filing = filing_of(plan, a=a, b=b, table=table)
    expected = judged(a, b, table, how, condition=condition)
    assert verdict(verdicts_of(plan, filing)) == expected
    filing.switches = SLOWLY
    assert verdict(verdicts_of(plan, filing)) == expected


def test_an_indicator_that_cannot_be_read_leaves_it_open_and_is_told_by_itself() -> None:
    plan = plan_of(rule(f"{NAMES[0]} + {NAMES[1]} <= {NAMES[2]}", "any"))
    filing = filing_of(plan, a=9, b=None, table=1)
    filing.odd[plan.index[NAMES[1]]] = ("text", "无")
    assert verdict(verdicts_of(plan, filing)) == "unassessable"


def test_blank_indicators_are_no_fault_and_told_nowhere() -> None:
    plan = plan_of(rule(f"{NAMES[0]} + {NAMES[1]} <= {NAMES[2]}", "all"))
    found = assess(plan, filing_of(plan, a=9, b=None, table=1), [])
    assert not found.verdicts.unassessable
    assert {finding.code for finding in found.findings} <= {"E125"}


def test_what_is_left_blank_is_not_among_the_addends() -> None:
    plan = plan_of(rule(f"{NAMES[0]} + {NAMES[1]} <= {NAMES[2]}", "any"))
    found = assess(plan, filing_of(plan, a=9, b=None, table=1), []).findings
    (broken,) = [one for one in found if one.code == "R302"]
    assert "网络提交申请 9 = 9" in broken.message("zh")
    assert "信函" not in broken.message("zh").partition("\n")[0]
    assert "三、申请办理!E29" in broken.remedy("zh")  # the other sheet is named


def test_it_needs_an_indicator_and_is_no_fill() -> None:
    with pytest.raises(FormError, match="if_given"):
        plan_of(rule("requests.granted.business = 0", "all"))


def test_the_shipped_channels_hold_for_either_base() -> None:
    plan = Plan(base_form(), build_relations(base_form()))
    rng = Random(7)  # noqa: S311 - test data
    for _ in range(50):
        received, carried = rng.randint(0, 9), rng.randint(0, 3)
        values: list[int | None] = [0] * len(plan.form.points)
        for number, point in enumerate(plan.form.points):
            if point.table == "text":
                values[number] = None
        values[plan.index["requests.new_received.business"]] = received
        values[plan.index["requests.carried_in.business"]] = carried
        values[plan.index["requests.granted.business"]] = received + carried
        told = {}
        for total in range(max(0, received - 2), received + carried + 3):
            values[plan.index["text.ch_online"]] = total
            plan.fill(values)
            filing = Filing("书.xlsx", plan.form.id, 2020, "某局", "", values)
            broken = verdicts_of(plan, filing).broken
            told[total] = [one.relation.rule.id for one in broken]
        for total, rules in told.items():
            assert rules == ([] if total in {received, received + carried} else ["text.channels"])


def test_a_sum_between_the_two_bases_is_told_with_both() -> None:
    plan = Plan(base_form(), build_relations(base_form()))
    values: list[int | None] = [None if p.table == "text" else 0 for p in plan.form.points]
    for name, value in {
        "requests.new_received.business": 5,
        "requests.carried_in.business": 3,
        "requests.granted.business": 8,
        "text.ch_online": 4,
        "text.ch_letter": 3,
    }.items():
        values[plan.index[name]] = value
    plan.fill(values)
    found = assess(plan, Filing("书.xlsx", plan.form.id, 2020, "某局", "", values), []).findings
    (told,) = [one for one in found if one.rule == "text.channels"]
    assert (told.code, told.level, told.left, told.right, told.difference) == (
        "R301", "warning", "7", "5", "2",
    )  # fmt: skip
    first = told.message("zh").partition("\n")[0]
    assert "网络提交申请 4 + 信函提交申请 3 = 7" in first
    assert first.count("（或 ") == 1
    assert "= 8）" in first
    assert "在“校验”表说明" in told.remedy("zh")
    assert "explain it on the sheet 校验" in told.remedy("en")
