"""The rule language: what a text means, and what is no text of it."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from random_forms import base_form
from xl2report.form.definition.errors import FormError
from xl2report.form.language import (
    OPERATORS,
    Mistake,
    Names,
    Term,
    compare,
    parse_comparison,
    parse_conditions,
    parse_expression,
)
from xl2report.form.relations import build_relations

NEW = "requests.new_received.natural_person"
FEE = "proactive.central_procurement.amount"


@pytest.fixture(scope="module")
def names() -> Names:
    rows = {row.id: f"requests.{row.id}.total" for row in base_form().table("requests").rows}
    return Names(base_form(), rows)


def terms(text: str, names: Names) -> tuple[list[tuple[int, str, bool]], int]:
    found = parse_expression(text, names)
    return [
        (factor, names.form.points[point].id, last) for factor, point, last in found.terms
    ], found.constant


@pytest.mark.parametrize(
    ("text", "factors", "constant"),
    [
        ("granted", [1], 0),
        ("granted + partial", [1, 1], 0),
        ("granted - partial", [1, -1], 0),
        ("- granted + partial", [-1, 1], 0),
        ("2*granted", [2], 0),
        ("partial - 3 * granted", [1, -3], 0),
        ("granted + 7", [1], 7),
        ("7 - granted - 2", [-1], 5),
        ("  granted  +\tpartial ", [1, 1], 0),
        ("granted+partial", [1, 1], 0),
        ("sum(denied_state_secret:denied_admin_query)", [1] * 8, 0),
        ("-sum(granted:partial)", [-1, -1], 0),
        ("2 * sum(granted:partial) - 1", [2, 2], -1),
        ("sum(granted:granted)", [1], 0),
        ("granted + granted", [1, 1], 0),
        ("0", [], 0),
        ("12", [], 12),
        ("10000 * last.granted", [10000], 0),
    ],
)
def test_a_text_is_a_sum(text: str, factors: list[int], constant: int, names: Names) -> None:
    found, number = terms(text, names)
    assert ([factor for factor, _, _ in found], number) == (factors, constant)


def test_names_are_short_within_a_scope_and_full_anywhere(names: Names) -> None:
    found, _ = terms(f"granted + {NEW} - last.partial", names)
    assert found == [
        (1, "requests.granted.total", False),
        (1, NEW, False),
        (-1, "requests.partial.total", True),
    ]


def test_a_sum_runs_along_its_row_or_column(names: Names) -> None:
    found, _ = terms("sum(requests.granted.business:requests.granted.legal_service)", names)
    assert [point for _, point, _ in found] == [
        f"requests.granted.{column}"
        for column in ("business", "research", "public_welfare", "legal_service")
    ]
    found, _ = terms("sum(last.new_received:granted)", names)
    assert found == [
        (1, f"requests.{row}.total", True) for row in ("new_received", "carried_in", "granted")
    ]


def test_constants_are_in_the_unit_of_their_points(names: Names) -> None:
    comparison = parse_comparison(f"{FEE} > 3", names)
    assert (comparison.operator, comparison.right.constant) == (">", 300)
    assert parse_expression(f"{FEE} + 1", names).constant == 100
    assert parse_comparison(f"{FEE} + 1 > 0", names).left.constant == 100
    assert parse_comparison("granted = 3", names).right.constant == 3
    assert parse_comparison("3 = granted", names).left.constant == 3


@pytest.mark.parametrize("operator", OPERATORS)
@pytest.mark.parametrize("difference", [-2, 0, 2])
def test_operators_compare_as_they_read(operator: str, difference: int, names: Names) -> None:
    python = "==" if operator == "=" else operator
    expected = eval(f"{difference} {python} 0")  # noqa: S307 - two constants of this test
    assert compare(operator, difference) == expected
    comparison = parse_comparison(f"granted {operator} partial", names)
    assert comparison.operator == operator
    assert comparison.holds(difference) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "expected name"),
        ("granted", "comparison is missing"),
        ("granted partial", "comparison is missing"),
        ("granted + = partial", "expected name"),
        ("granted = ", "expected name"),
        ("= granted", "expected name"),
        ("granted == partial", "expected name"),
        ("granted != partial", "not understood"),
        ("granted = partial = 3", "left over: '='"),
        ("granted = (partial)", "expected name"),
        ("granted = partial / 2", "not understood: '/ 2'"),
        ("granted = partial * 2", "left over: '*'"),
        ("granted = 2 partial", "left over: 'partial'"),
        ("granted = 1.5 * partial", "not understood: '.5"),
        ("granted = max(partial:other_handling)", "max"),
        ("granted = sum(partial)", "expected :"),
        ("granted = sum(partial:)", "expected name"),
        ("granted = sum(partial:other_handling", "expected )"),
        ("granted = sum(partial:2)", "expected name"),
        ("granted = sum(other_handling:partial)", "wrong order"),
        (f"granted = sum({NEW}:requests.granted.total)", "one row or column"),
        ("granted = sum(granted:disputes.review.total)", "one row or column"),
        ("granted = sum(text.site_items:text.columns)", "one row or column"),
        ("granted = sum(granted:last.partial)", "sum(last."),
        ("granted = if(partial)", "no such point: if"),
        ("grantet = partial", "“granted”"),
        ("granted = last.partail", "“partial”"),
        (f"granted = {FEE}", "different decimals"),
        ("granted ＝ partial", "not understood"),
        ("granted = partial；", "not understood"),
        ("Granted = partial", "not understood"),
    ],
)
def test_what_is_no_comparison_is_told(text: str, words: str, names: Names) -> None:
    with pytest.raises(Mistake) as told:
        parse_comparison(text, names)
    assert words in str(told.value)


@pytest.mark.parametrize("text", ["granted = partial", "granted >", "granted, partial"])
def test_an_expression_has_no_comparison(text: str, names: Names) -> None:
    with pytest.raises(Mistake):
        parse_expression(text, names)


def test_conditions_must_all_hold(names: Names) -> None:
    found = parse_conditions("granted > 0 and partial = 0 and granted <= 3 + partial", names)
    assert [one.operator for one in found] == [">", "=", "<="]
    assert parse_conditions("", names) == ()


def test_a_blank_makes_the_sum_unknown(names: Names) -> None:
    sides = parse_comparison("granted + 2 * partial = last.carried_out", names)
    granted, partial = (term.point for term in sides.left.terms)
    now: list[int | None] = [None] * len(names.form.points)
    now[granted] = 3
    assert sides.left.value(now) is None
    now[partial] = 4
    assert sides.left.value(now) == 11
    last: list[int | None] = [7] * len(now)
    assert sides.right.value(now) is None
    assert sides.right.value(now, last) == 7
    assert sides.left.value(now, last) == 11


@given(st.randoms(use_true_random=True), st.integers(1, 6), st.integers(-50, 50))
def test_spaces_and_the_order_of_addends_do_not_matter(
    rng: Random, many: int, constant: int
) -> None:
    form = base_form()
    names = Names(form)
    points = [f"requests.{row.id}.total" for row in form.table("requests").rows]
    chosen = [(rng.choice([-3, -1, 1, 2]), rng.choice(points)) for _ in range(many)]

    def written(space: str, addends: list[tuple[int, str]]) -> str:
        words = [f"{factor:+d}{space}*{space}{name}" for factor, name in addends]
        text = f"{space}".join([*words, f"{constant:+d}"])
        return text.removeprefix("+")

    one = parse_expression(written("", chosen), names)
    rng.shuffle(chosen)
    other = parse_expression(written(" ", chosen), names)
    assert sorted(one.terms) == sorted(other.terms)
    assert one.constant == other.constant == constant
    assert all(isinstance(term, Term) for term in one.terms)


def test_several_right_sides_are_alternatives(names: Names) -> None:
    found = parse_comparison("granted = partial or partial + carried_out or 3", names)
    assert [side.constant for side in found.rights] == [0, 0, 3]
    assert [len(side.terms) for side in found.rights] == [1, 2, 0]
    # The first that it holds with counts, or the first of all.
    assert found.right_for(5, [4, 5, 3]) == 5
    assert found.right_for(3, [4, 5, 3]) == 3
    assert found.right_for(9, [4, 5, 3]) == 4
    assert parse_comparison(f"{FEE} > 3 or 4", names).others[0].constant == 400


@pytest.mark.parametrize(
    "text", ["granted = or 3", "granted = 3 or", "or = 3", "granted = 3 or = 4"]
)
def test_an_alternative_needs_its_sum(text: str, names: Names) -> None:
    with pytest.raises(Mistake):
        parse_comparison(text, names)


def test_neither_a_condition_nor_a_fill_nor_an_error_has_alternatives(names: Names) -> None:
    with pytest.raises(Mistake, match="or"):
        parse_conditions("granted > 0 and partial = 1 or 2", names)
    form = base_form()
    total = next(one for one in form.rules if one.fills)
    with pytest.raises(FormError, match="or"):
        build_relations(form._replace(rules=(total._replace(text=f"{total.text} or 0"),)))
    either = next(one for one in form.rules if " or " in one.text)
    with pytest.raises(FormError, match="never an error"):
        build_relations(form._replace(rules=(either._replace(severity="error"),)))


@given(st.text("gpsuor(:)+-*=<> 123.laten_", max_size=20))
def test_any_text_is_read_or_a_mistake(text: str) -> None:
    names = Names(base_form())
    try:
        found = parse_comparison(text, names)
    except Mistake:
        return
    assert found.operator in OPERATORS
