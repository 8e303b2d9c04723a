"""Rules → relations: scopes, totals in order, and verdicts that three ways of working agree on."""

from collections.abc import Iterator
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from random_forms import SWITCH, RandomForm, base_form, random_form
from random_judge import (
    Judged,
    completed,
    filing_of,
    judge,
    random_values,
    steps,
    totals,
)
from xl2report.form.plan import Plan, explanation_key
from xl2report.form.relations import Relations, build_relations, fill_carefully
from xl2report.ground.filing import Filing
from xl2report.work.assess.findings import assess
from xl2report.work.assess.verdicts import Verdicts, verdicts_of

randoms = st.randoms(use_true_random=True)
SLOWLY = frozenset({"a switch that no rule has"})  # any switch: relation by relation


@pytest.fixture(scope="module")
def official() -> Relations:
    return build_relations(base_form())


def plan_of(random: RandomForm) -> Plan:
    return Plan(random.form, build_relations(random.form))


def told(random: RandomForm, verdicts: Verdicts) -> Iterator[Judged]:
    """What the program says is broken or open, in the judge's words."""
    for relation, left, right, imbalance in verdicts.broken:
        assert left - right == imbalance
        scale = 10 ** random.form.points[relation.point].measure.decimals
        sides = Fraction(left, scale), Fraction(right, scale)
        yield Judged(relation.rule.id, relation.scope, "broken", *sides)
    for relation in verdicts.unassessable:
        yield Judged(relation.rule.id, relation.scope, "unassessable")


def agree(random: RandomForm, verdicts: Verdicts, expected: list[Judged]) -> None:
    assert sorted(told(random, verdicts), key=str) == sorted(
        (one for one in expected if one.verdict != "holds"), key=str
    )
    assert verdicts.holds == sum(one.verdict == "holds" for one in expected)


# ---------------------------------------------------------------------------- random forms and rules


@settings(max_examples=150, deadline=None)
@given(randoms, st.sampled_from([0.0, 0.0, 0.1, 0.5]))
def test_checker_and_slow_evaluation_and_judge_agree(rng: Random, blank: float) -> None:
    random = random_form(rng)
    plan = plan_of(random)
    values = random_values(rng, random, blank)
    now = completed(random, values)
    expected = judge(random, now, None, frozenset(), {})
    filing = filing_of(random, values, frozenset())
    agree(random, verdicts_of(plan, filing), expected)
    filing.switches = SLOWLY
    agree(random, verdicts_of(plan, filing), expected)


@settings(max_examples=150, deadline=None)
@given(randoms, st.sampled_from([0.0, 0.1]))
def test_last_year_switches_and_typed_over_totals_agree(rng: Random, blank: float) -> None:
    random = random_form(rng)
    plan = plan_of(random)
    values = random_values(rng, random, blank)
    last = completed(random, random_values(rng, random, 0.3))
    switches = frozenset({SWITCH}) if rng.random() < 0.5 else frozenset()
    standing = {cell: Fraction(rng.randint(0, 2)) for cell in totals(random) if rng.random() < 0.3}
    now = completed(random, values)
    filing = filing_of(random, values, switches)
    numbers = {
        (point.table, point.row, point.column): at for at, point in enumerate(random.form.points)
    }
    for cell, value in standing.items():
        scale = 10 ** random.form.points[numbers[cell]].measure.decimals
        filing.standing[numbers[cell]] = int(value * scale)
    found = verdicts_of(plan, filing, steps(random, last))
    agree(random, found, judge(random, now, last, switches, dict(standing)))


@settings(max_examples=100, deadline=None)
@given(randoms, st.sampled_from([0.0, 0.2]))
def test_totals_are_worked_out_whatever_their_order(rng: Random, blank: float) -> None:
    random = random_form(rng)
    plan = plan_of(random)
    values = random_values(rng, random, blank)
    expected = steps(random, completed(random, values))
    found = steps(random, values)
    fill_carefully(plan.relations, found)
    assert found == expected
    quick = steps(random, values)
    if None in expected:
        return
    plan.fill(quick)
    assert quick == expected


@settings(max_examples=100, deadline=None)
@given(randoms)
def test_every_broken_relation_is_told_or_folded_into_another(rng: Random) -> None:
    random = random_form(rng)
    plan = plan_of(random)
    filing = filing_of(random, random_values(rng, random), frozenset({SWITCH}))
    found = assess(plan, filing, [])
    rules = {finding.rule for finding in found.findings}
    assert rules >= {broken.relation.rule.id for broken in found.verdicts.broken}
    for finding in found.findings:
        assert finding.message("zh")
        assert finding.remedy("en")


# --------------------------------------------------------------------------------- the official form


def test_each_rule_has_its_scopes(official: Relations) -> None:
    scopes = [r.scope for r in official.all if r.rule.id == "requests.carry_over_total"]
    assert scopes == ["total"]
    scopes = [r.scope for r in official.all if r.rule.id == "disputes.total"]
    assert scopes == ["review", "suit_direct", "suit_after_review"]
    assert [r.number for r in official.all] == list(range(len(official.all)))


def test_a_cell_that_is_filled_already_is_checked(official: Relations) -> None:
    (corner,) = [
        r for r in official.all if r.rule.id == "requests.results_total" and r.scope == "total"
    ]
    assert corner.rule.fills
    assert not corner.fills
    assert official.fills[corner.point].rule.id == "requests.total"
    assert official.computed(corner.point)


def test_a_total_rests_on_what_is_typed(official: Relations) -> None:
    index = {point.id: number for number, point in enumerate(official.form.points)}
    corner = official.base[index["requests.results_total.total"]]
    assert len(corner) == 19 * 6
    assert official.base[index["requests.granted.business"]] == (
        index["requests.granted.business"],
    )


def test_explanations_are_kept_under_distinct_keys(official: Relations) -> None:
    keys = [explanation_key(relation) for relation in official.all]
    assert len(set(keys)) == len(keys)
    assert "proactive.procurement_amount" in keys
    assert "requests.balance@total" in keys


# ------------------------------------------------------------------------------------- shortcuts


@pytest.mark.parametrize("blank", ["proactive.rules.made", "proactive.rules.disclosed"])
@pytest.mark.parametrize("other", [0, 2])
def test_a_blank_is_noticed_on_either_side_of_a_condition(blank: str, other: int) -> None:
    """The compiled checker must not stop looking once one half of a rule settles the matter."""
    rule = (
        base_form()
        .rules[0]
        ._replace(
            each="once", rows=(), given="proactive.rules.made", text="proactive.rules.disclosed = 0"
        )
    )
    form = base_form()._replace(rules=(rule,))
    plan = Plan(form, build_relations(form))
    values: list[int | None] = [other] * len(form.points)
    values[plan.index[blank]] = None
    found = verdicts_of(plan, Filing("书.xlsx", form.id, 2020, "某局", "", values))
    assert (found.holds, found.broken, len(found.unassessable)) == (0, (), 1)
