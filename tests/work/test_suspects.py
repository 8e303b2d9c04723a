"""Suspects: the smallest change, proven and checked; the likeliest first; ties shown as ties."""

from pathlib import Path
from random import Random
from time import thread_time

import pytest
from ruamel.yaml import YAML

from random_forms import random_form
from random_judge import completed, random_values, steps
from small_form import TABLES, write_small_form
from suspects import slips
from suspects.measure import filed, last_year
from xl2report.chain.forms import load_form, open_plan
from xl2report.form.language import Names, parse_expression
from xl2report.form.plan import Plan
from xl2report.form.relations import Values, build_relations, fill_carefully
from xl2report.ground.filing import Filing
from xl2report.ground.wordings.suspects import WHY
from xl2report.work.assess.verdicts import verdicts_of
from xl2report.work.suspects.find import find_suspects
from xl2report.work.suspects.likely import alone
from xl2report.work.suspects.model import Change, Diagnosis
from xl2report.work.suspects.odds import Weighed, percent

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


# ----------------------------------------------------------------------- how sure, and what is larger


@pytest.mark.parametrize(
    ("situation", "typed", "sure"),
    [
        (FORMULAS, "r.granted.nat=32", True),
        (FORMULAS, "r.unable_not_held.nat=166", True),
        # two slips in one column: one cell could make up for both, by an amount that is no slip
        (FORMULAS, "r.granted.nat=32 r.unable_not_held.nat=61", False),
        (FORMULAS, "r.denied_state_secret.research=1", False),
        (TYPED, "r.granted.nat=32", True),
        # row and column agree on the cell, whatever the slip was
        (TYPED, "r.granted.nat=7", True),
    ],
)
def test_it_is_sure_only_where_nothing_else_is_near(
    *, situation: str, typed: str, sure: bool
) -> None:
    _, _, found = asked("rushan-2020", situation, typed)
    assert found.decided is sure
    assert {one.point for one in found.changes[0]} >= found.sure


def test_one_part_may_be_sure_and_another_not() -> None:
    plan, _, found = asked("rushan-2020", FORMULAS, "r.granted.nat=32 r.refused_repeat.research=1")
    assert {plan.form.points[point].id for point in found.sure} == {long("r.granted.nat")}
    assert not found.decided
    assert len(found.parts) == 2


def test_a_figure_that_a_text_gives_speaks_for_a_cell() -> None:
    plan, values, _ = filed(FORMULAS, "rushan-2020", {"requests.granted.natural_person": 20})
    granted = parse_expression("requests.granted.total", Names(plan.form))
    silent = find_suspects(plan, values)
    told_of = find_suspects(plan, values, told=[((granted,), 25)])
    assert told(plan, silent.changes[0])[0][0] != "requests.granted.natural_person"
    assert told(plan, told_of.changes[0]) == [("requests.granted.natural_person", 23, "narrative")]


def test_a_move_beside_another_slip_stands_among_the_first_three() -> None:
    plan, _, found = asked(
        "rushan-2020", TYPED, "r.partial.nat=22 r.partial.total=0 r.denied_state_secret.total=2"
    )
    assert found.size == 2
    assert {(name, value) for name, value, _ in told(plan, found.changes[1])} == {
        ("requests.partial.natural_person", 2),
        ("requests.partial.total", 2),
        ("requests.denied_state_secret.total", 0),
    }
    assert not found.decided


def test_an_exchange_is_found_where_last_year_joins_the_columns() -> None:
    wrong = {
        "requests.unable_not_held.legal_service": 8,
        "requests.refused_confirm_reissue.natural_person": 0,
        "requests.refused_confirm_reissue.business": 5,
    }
    plan, values, _ = filed(FORMULAS, "city-2025", wrong)
    found = find_suspects(plan, values, last=last_year(plan, "city-2025"))
    assert told(plan, found.changes[0]) == [
        ("requests.unable_not_held.legal_service", 89, "dropped_digit"),
        ("requests.refused_confirm_reissue.natural_person", 5, "shifted_column"),
        ("requests.refused_confirm_reissue.business", 0, "shifted_column"),
    ]


def test_much_that_is_wrong_is_told_in_time_and_as_unproven() -> None:
    rng = Random(1)  # noqa: S311 - slips that can be repeated
    plan, values, _ = filed(TYPED, "city-2025", {})
    known = [at for at, value in enumerate(values) if value is not None]
    for at in rng.sample(known, 60):
        values[at] = rng.randrange(1000)
    totals = {point: values[point] or 0 for point in plan.relations.fills}
    start = thread_time()
    found = find_suspects(plan, values, typed_totals=totals)
    assert thread_time() - start < 2
    assert found.size > 30
    assert not found.proven


def test_weights_add_up() -> None:
    assert percent(3, [3], [Weighed([3], [], alone=True)]) == 100
    assert percent(3, [3, 3], [Weighed([3, 3], [], alone=True)]) == 50
    assert percent(3, [3], [Weighed([3], [3, 4, 4], alone=True)]) == 33
    # two parts, of which one is open; an exchange over both leaves what is known of each behind
    parts = [Weighed([3], [], alone=True), Weighed([3, 3], [], alone=True)]
    assert percent(6, [6, 6], parts) == 50
    apart = [Weighed([9], [9], alone=False), Weighed([9], [9], alone=False)]
    assert percent(17, [17], apart) == 50
    assert percent(900, [900, 901], [Weighed([900, 901], [], alone=True)]) == 66
