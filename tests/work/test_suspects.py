"""Suspects: the smallest change, proven and checked; the likeliest first; ties shown as ties."""

from pathlib import Path
from random import Random

import pytest
from ruamel.yaml import YAML

from random_forms import random_form
from random_judge import completed, random_values, steps
from small_form import TABLES, write_small_form
from suspects import slips
from suspects.measure import filed, last_year
from xl2report.chain.forms import load_form, open_plan
from xl2report.form.plan import Plan
from xl2report.form.relations import Values, build_relations, fill_carefully
from xl2report.ground.filing import Filing
from xl2report.ground.wordings.suspects import WHY
from xl2report.work.assess.verdicts import verdicts_of
from xl2report.work.suspects.find import find_suspects
from xl2report.work.suspects.likely import alone
from xl2report.work.suspects.model import Change, Diagnosis

CASES = YAML(typ="safe").load(Path(__file__).with_name("suspect_cases.yaml"))
TYPED, FORMULAS = slips.TYPED, slips.FORMULAS


def long(text: str) -> str:
    table, _, rest = text.partition(".")
    row, _, column = rest.partition(".")
    column = {"nat": "natural_person", "bus": "business"}.get(column, column)
    return f"{'requests' if table == 'r' else table}.{row}.{column}"


def told(plan: Plan, change: Change) -> list[tuple[str, int, str]]:
    return [(plan.form.points[one.point].id, one.suggested, one.why) for one in change]


def asked(
    table: str, situation: str, typed: str, **options: object
) -> tuple[Plan, Values, Diagnosis]:
    wrong = {
        long(point): int(value)
        for point, _, value in (word.partition("=") for word in typed.split())
    }
    plan, values, totals = filed(situation, table, wrong)
    before = list(values)
    found = find_suspects(plan, values, typed_totals=totals, **options)  # type: ignore[arg-type]
    assert values == before, "nothing is changed by it"
    return plan, values, found


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[1]} {case[2]}")
def test_the_cell_and_its_value(case: tuple[str, str, str, int, int, str]) -> None:
    table, situation, typed, size, tied, best = case
    plan, _, found = asked(table, situation, typed)
    words = best.split()
    expected = []
    for cell, reason in zip(words[::2], words[1::2], strict=True):
        point, _, value = cell.partition("→")
        expected.append((long(point), int(value), reason))
    assert (found.size, found.proven, found.tied) == (size, True, tied)
    assert (told(plan, found.changes[0]) if found.changes else []) == expected


# ------------------------------------------------------------------------------------- ties


def test_equally_good_answers_are_shown_as_such() -> None:
    plan, _, found = asked("rushan-2020", FORMULAS, "r.unable_not_held.nat=17", limit=50)
    assert found.size == 1
    assert found.tied > 1
    assert {len(change) for change in found.changes} == {1}
    named = [plan.form.points[change[0].point].id for change in found.changes[: found.tied]]
    assert "requests.unable_not_held.natural_person" in named
    assert "requests.granted.natural_person" in named
    assert (
        len(asked("rushan-2020", FORMULAS, "r.denied_state_secret.research=1", limit=2)[2].changes)
        == 2
    )


def test_two_slips_of_one_amount_have_two_answers() -> None:
    plan, _, found = asked("city-2025", TYPED, "r.granted.nat=5350 r.partial.bus=44")
    assert found.size == 2
    assert {frozenset(name for name, _, _ in told(plan, change)) for change in found.changes} == {
        frozenset({"requests.granted.natural_person", "requests.partial.business"}),
        frozenset({"requests.granted.business", "requests.partial.natural_person"}),
    }


def test_an_exchange_of_two_cells_stands_behind_a_single_cell() -> None:
    plan, _, found = asked(
        "rushan-2020", TYPED, "disputes.suit_direct.pending=3 disputes.suit_direct.total=0"
    )
    assert found.size == 1
    assert told(plan, found.changes[0]) == [("disputes.suit_direct.total", 6, "sum")]
    assert told(plan, found.changes[1]) == [
        ("disputes.suit_direct.pending", 0, "shifted_column"),
        ("disputes.suit_direct.total", 3, "shifted_column"),
    ]


# ----------------------------------------------------------- last year, narrative, blanks, amounts


def test_the_narrative_tells_which_of_two() -> None:
    # 49 + 3 + 2 requests came in by the channels: 53 new and 1 carried in, so these are right.
    plan, values, found = asked("rushan-2020", FORMULAS, "r.new_received.nat=48", limit=30)
    assert found.changes[0][0].why == "narrative"
    assert told(plan, found.changes[0])[0][1] in {51, 4}
    for point in plan.form.points:
        if point.id.startswith("text.ch_"):
            values[plan.index[point.id]] = None
    silent = find_suspects(plan, values, limit=30)
    assert all(change[0].why != "narrative" for change in silent.changes)
    assert silent.tied > found.tied


def test_last_years_figures_make_an_error_and_a_reason() -> None:
    plan, values, totals = filed(FORMULAS, "city-2025", {"requests.carried_in.business": 60})
    values[plan.index["requests.new_received.business"]] = 252
    last = last_year(plan, "city-2025")
    found = find_suspects(plan, values, typed_totals=totals, last=last)
    assert told(plan, found.changes[0]) == [("requests.carried_in.business", 6, "last_year")]
    assert found.tied == 1


def test_a_blank_is_no_suspect_and_its_relations_are_left_out() -> None:
    plan, values, totals = filed(FORMULAS, "rushan-2020", {"requests.granted.natural_person": 32})
    values[plan.index["requests.partial.natural_person"]] = None
    assert find_suspects(plan, values, typed_totals=totals) == Diagnosis((), 0, True, 0)
    plan, values, totals = filed(TYPED, "rushan-2020", {"requests.granted.natural_person": 32})
    values[plan.index["requests.partial.natural_person"]] = None
    found = find_suspects(plan, values, typed_totals=totals, limit=99)
    assert found.size == 1
    assert plan.index["requests.partial.natural_person"] not in {
        one.point for change in found.changes for one in change
    }


def test_some_totals_typed_over_and_the_others_computed() -> None:
    plan, values, _ = filed(FORMULAS, "rushan-2020", {})
    point = plan.index["requests.granted.total"]
    found = find_suspects(plan, values, typed_totals={point: 52})
    assert told(plan, found.changes[0]) == [("requests.granted.total", 25, "transposed")]
    assert found.size == 1
    assert found.proven


@pytest.fixture(name="shops")
def make_shops(tmp_path: Path) -> Plan:
    form = load_form(write_small_form(tmp_path / "small"))
    return Plan(form, build_relations(form))


def test_amounts_are_exact_to_the_last_step(shops: Plan) -> None:
    assert "decimals: 2" in TABLES
    values: Values = [0] * len(shops.form.points)
    names = ("north", "south", "whole")
    north, south, whole = (shops.index[f"shops.{row}.sales"] for row in names)
    values[north], values[south] = 9_007_199_254_740_993_17, 1_05
    right = values[whole] = 9_007_199_254_740_994_22
    assert find_suspects(shops, values, typed_totals={whole: right}).size == 0
    typed = 9_007_199_254_740_949_22
    found = find_suspects(shops, values, typed_totals={whole: typed})
    assert told(shops, found.changes[0]) == [("shops.whole.sales", right, "transposed")]
    wan = find_suspects(shops, values, typed_totals={whole: right * 10_000})
    assert told(shops, wan.changes[0]) == [("shops.whole.sales", right, "unit")]


def test_counts_are_never_suggested_below_zero() -> None:
    for number in range(40):
        rng = Random(number)  # noqa: S311 - slips that can be repeated
        made = slips.make("rushan-2020", TYPED, 3, rng)
        wrong = {p: pair[1] for slip in made for p, pair in slip["cells"].items()}
        plan, values, totals = filed(TYPED, "rushan-2020", wrong)
        for change in find_suspects(plan, values, typed_totals=totals, limit=20).changes:
            for repair in change:
                signed = plan.form.points[repair.point].measure.signed
                assert repair.suggested >= 0 or signed
                assert repair.suggested != repair.found == values[repair.point]


def test_answers_mend_random_forms() -> None:
    """Whatever the rules: no traceback, and every answer lets every relation hold."""
    mended = 0
    for seed in range(150):
        rng = Random(seed)  # noqa: S311 - forms that can be repeated
        drawn = random_form(rng)
        plan = Plan(drawn.form, build_relations(drawn.form))
        values = steps(drawn, completed(drawn, random_values(rng, drawn, blank=0.05)))
        found = find_suspects(plan, values)
        for change in found.changes:
            tried = list(values)
            for repair in change:
                tried[repair.point] = repair.suggested
            fill_carefully(plan.relations, tried)
            filing = Filing("随机.xlsx", drawn.form.id, 2020, "某单位", "", tried)
            broken = verdicts_of(plan, filing).broken
            assert not [one for one in broken if one.relation.rule.severity == "error"]
            mended += 1
    assert mended > 20


# ------------------------------------------------------------------------------------ words, slips


def test_every_reason_has_its_words() -> None:
    count = open_plan("disclosure-2019").form.points[0].measure
    found = {alone(a, b, count).why for a in range(0, 1300, 7) for b in range(0, 1300, 11)}
    assert {"transposed", "dropped_digit", "doubled_digit", "digit", "sum"} <= found <= WHY.keys()
    assert {"shifted_row", "shifted_column", "swapped", "unit", "last_year"} <= WHY.keys()


def test_the_published_slips_are_those_the_script_makes() -> None:
    assert slips.SLIPS.read_text(encoding="utf-8") == slips.published()
