"""Where a number comes from: the formula in words, its cells and values, the units that gave it."""

import pytest

from xl2report.chain.forms import open_plan
from xl2report.form.relations import fill_carefully
from xl2report.ground.filing import Contribution, Filing
from xl2report.work.narrative.story import Claim
from xl2report.work.origins import Origin, formula_in_words, origin_lines, origins_of

NATURAL, TOTAL = "requests.granted.natural_person", "requests.granted.total"


def city(*given: int | None, total: int | None = None) -> Filing:
    """A city whose units granted so many requests of natural persons."""
    plan = open_plan("disclosure-2019")

    def values(amount: int | None) -> list[int | None]:
        known: list[int | None] = [0] * len(plan.form.points)
        known[plan.index[NATURAL]] = amount
        fill_carefully(plan.relations, known)
        return known

    parts = tuple(
        Contribution(f"第{n}局", "", f"{n}.xlsx", tuple(values(amount)))
        for n, amount in enumerate(given, 1)
    )
    whole = sum(filter(None, given)) if total is None else total
    return Filing("市.xlsx", plan.form.id, 2020, "市", "", values(whole), parts=parts)


def test_point_tells_its_label_cell_value_and_units() -> None:
    origin = origins_of(open_plan("disclosure-2019"), city(3, 0, 4, None), [NATURAL])[NATURAL]

    assert origin.label.endswith("自然人")
    assert "予以公开" in origin.label
    assert (origin.place, origin.value) == ("三、申请办理!D9", "7件")
    assert origin.lines == ("其中：第1局3件；第3局4件；1家为0，1家空白",)


def test_computed_point_tells_what_each_unit_comes_to() -> None:
    origin = origins_of(open_plan("disclosure-2019"), city(3, 4), [TOTAL])[TOTAL]

    assert origin.lines == ("其中：第1局3件；第2局4件",)


def test_parts_that_do_not_make_the_whole_are_told() -> None:
    origin = origins_of(open_plan("disclosure-2019"), city(3, 4, total=9), [NATURAL])[NATURAL]

    assert origin.lines[-1] == "各单位合计7件，相差2件"


def test_department_has_no_units_to_tell_of() -> None:
    assert origins_of(open_plan("disclosure-2019"), city(), [NATURAL])[NATURAL].lines == ()


def test_hundreds_of_units_are_counted_from_some_on() -> None:
    line = origins_of(open_plan("disclosure-2019"), city(*[1] * 300), [TOTAL])[TOTAL].lines[0]

    assert "第40局1件；等300家" in line
    assert "第41局" not in line


def test_blank_is_said_to_be_blank_and_moved_cells_are_told_where_they_stand() -> None:
    plan, filing = open_plan("disclosure-2019"), city()
    at = plan.index[NATURAL]
    filing.values[at] = None
    filing.places[at] = ("三、申请办理", "F12")
    origin = origins_of(plan, filing, [NATURAL, "no.such.point"])

    assert list(origin) == [NATURAL]
    assert (origin[NATURAL].value, origin[NATURAL].place) == ("空白", "三、申请办理!F12")


def test_last_years_values_are_told_beside_this_years() -> None:
    plan = open_plan("disclosure-2019")
    origins = origins_of(plan, city(3), last=city(5).values)
    claim = Claim("2", (NATURAL, f"last.{NATURAL}"), f"last.{NATURAL} - {NATURAL}")
    first, now, *_, before = origin_lines(claim, origins)

    assert first.startswith("2 = 上年“")
    assert now.endswith("：3件（三、申请办理!D9）")
    assert before.startswith("上年")
    assert before.endswith("：5件（上年工作簿）")
    assert origin_lines(claim, origins_of(plan, city(3)))[-1].startswith("上年“")


ORIGINS = {
    "t.a.x": Origin("甲", "表!A1", "3件"),
    "t.b.x": Origin("乙-1", "表!A2", "4件", ("其中：某局4件",)),
}


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("t.a.x", "“甲”"),
        ("t.a.x + t.b.x", "“甲” ＋ “乙-1”"),
        ("(t.a.x + t.b.x) / t.b.x", "（“甲” ＋ “乙-1”） ÷ “乙-1”"),
        ("sum(t.a.x:t.b.x)", "从“甲”到“乙-1”之和"),
        ("t.a.x - last.t.a.x", "“甲” － 上年“甲”"),
        ("2 * t.c.x", "2 × “t.c.x”"),
    ],
)
def test_formula_is_said_in_words(formula: str, words: str) -> None:
    assert formula_in_words(formula, ORIGINS) == words


def test_lines_of_a_claim() -> None:
    claim = Claim("42.86%", ("t.a.x", "t.b.x"), "t.a.x / (t.a.x + t.b.x)")

    assert origin_lines(claim, ORIGINS) == (
        "42.86% = “甲” ÷ （“甲” ＋ “乙-1”）（四舍五入）",
        "甲：3件（表!A1）",
        "乙-1：4件（表!A2）",
        "其中：某局4件",
    )
