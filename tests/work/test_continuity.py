"""This year beside last year: what is told, and above all what not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from work.assess_filings import Values, filing_of, form_plan, requests, values_of
from xl2report.chain.forms import open_plan
from xl2report.form.plan import Plan
from xl2report.form.relations import fill_carefully
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding
from xl2report.work.assess.findings import assess
from xl2report.work.continuity.continued import continued
from xl2report.work.continuity.copied import stocks_of
from xl2report.work.continuity.jumps import Jump, point_of_jump
from xl2report.work.continuity.model import LastYear
from xl2report.work.continuity.passages import prints_of

OLD, NEW = "disclosure-2019", "disclosure-2021"


def told(
    now: str, then: str, form: str = OLD, texts: tuple[str, str] = ("", ""), **fields: object
) -> list[Finding]:
    """What is told of a filing beside last year's; `texts` are this year's and last year's problems."""
    plan = form_plan() if form == OLD else open_plan(form)
    filing = _filing(plan, now, **fields)
    filing.texts = {"problems": texts[0]} if texts[0] else {}
    values = values_of(plan, then)
    fill_carefully(plan.relations, values)
    last = LastYear(2019, values, prints_of({"problems": texts[1]}, 2019))
    found = assess(plan, filing, [], values).findings
    return [one for one in continued(plan, filing, found, last) if one.code != "E125"]


def _filing(plan: Plan, facts: str, **fields: object) -> Filing:
    return filing_of(plan, facts, **fields).changed(form=plan.form.id)


# ------------------------------------------------------------------------------------ the carry-over

IN, OUT = "carried_in", "carried_out"


def test_a_total_that_differs_by_one_column_is_told_once_with_it() -> None:
    (one,) = told(requests(carried_in=3, granted=3), requests(carried_out=2))
    assert (one.code, one.rule, one.level) == ("R301", "requests.carry_over_total", "error")
    assert one.places == ("三、申请办理!J8", "三、申请办理!D8")
    assert "：自然人本年 3、上年 2（" in one.message("zh")
    assert "自然人 3 now and 2 then" in one.message("en")


def test_of_two_columns_both_are_named() -> None:
    now = f"{requests(carried_in=3, granted=3)} {requests('business', carried_in=1, granted=1)}"
    (one,) = told(now, requests(carried_out=2))
    assert one.difference == "2"
    assert [place.rpartition("!")[2] for place in one.places] == ["J8", "D8", "E8"]


def test_columns_that_cancel_out_are_asked_about_by_themselves() -> None:
    found = told(requests("business", carried_in=2, granted=2), requests(carried_out=2))
    assert [(one.rule, one.level) for one in found] == [("requests.carry_over", "warning")] * 2


def test_explained_columns_stand_for_the_total() -> None:
    words = {"requests.carry_over@natural_person": "一件由档案局转来"}
    found = told(requests(carried_in=3, granted=3), requests(carried_out=2), explanations=words)
    assert [(one.rule, one.level, one.explained) for one in found] == [
        ("requests.carry_over", "warning", True)
    ]


def test_a_column_that_is_unknown_leaves_the_total() -> None:
    plan = form_plan()
    filing = filing_of(plan, requests(carried_in=3, granted=3))
    values: Values = [None] * len(plan.form.points)
    values[plan.index["requests.carried_out.total"]] = 2
    last = LastYear(2019, values, {})
    (one,) = continued(plan, filing, assess(plan, filing, [], values).findings, last)
    assert one.rule == "requests.carry_over_total"
    assert one.places == ("三、申请办理!J8",)


def test_of_a_reorganised_body_it_is_a_question() -> None:
    plan = form_plan()
    filing = filing_of(plan, requests(carried_in=3, granted=3))
    values = values_of(plan, requests(carried_out=2))
    fill_carefully(plan.relations, values)
    found = assess(plan, filing, [], values).findings
    levels = [
        [one.level for one in continued(plan, filing, found, LastYear(2019, values, {}, renamed))]
        for renamed in (False, True)
    ]
    assert levels == [["error"], ["warning"]]


# -------------------------------------------------------------------------------------------- jumps

DECISIONS = "proactive.licensing.decisions"
AMOUNT = "proactive.central_procurement.amount"
FEES = "proactive.fees.amount"
JUMPS = [
    ("a digit too many", OLD, DECISIONS, 2100, 20900, None),
    ("a digit too many", OLD, DECISIONS, 2100, 21200, "jump"),
    ("a digit too few", OLD, DECISIONS, 21200, 2100, "drop"),
    ("nothing at all", OLD, DECISIONS, 101, 0, "drop"),
    ("little before", OLD, DECISIONS, 1, 12, None),
    ("little before, much now", OLD, DECISIONS, 12, 221, "jump"),
    ("little now", OLD, DECISIONS, 100, 0, None),
    ("from nothing", OLD, DECISIONS, 0, 5000, None),
    ("twice as much", NEW, DECISIONS, 36410, 72820, None),
    ("few requests", OLD, "requests.new_received.natural_person", 20, 0, None),
    ("no requests any more", OLD, "requests.new_received.natural_person", 21, 0, "drop"),
    ("a wave of requests", OLD, "requests.new_received.natural_person", 3, 120, None),
    ("ten times the requests", NEW, "requests.new_received.natural_person", 30, 401, "jump"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "form", "point", "was", "now", "way"), JUMPS)
def test_jumps(name: str, form: str, point: str, was: int, now: int, way: str | None) -> None:
    assert name
    column = point.rpartition(".")[2]
    also = f" requests.granted.{column}={now}" if point.startswith("requests") else ""
    found = [
        one for one in told(f"{point}={now}{also}", f"{point}={was}", form) if one.code != "C406"
    ]
    assert [one.rule.rpartition("_")[2] for one in found] == ([way] if way else [])
    for one in found:
        assert (one.code, one.level, one.left, one.right) == ("C405", "warning", str(now), str(was))
        assert str(now) in one.message("zh")
        assert str(was) in one.message("en")


# 元 in 分 (2019); 万元 in 分 of 元 (2021), six decimals.
MONEY = [
    ("ten thousand yuan as yuan", OLD, AMOUNT, 27358400_00, 2735_00, "amount_drop"),
    ("yuan last year in ten thousand", OLD, AMOUNT, 2735_00, 27358400_00, "amount_jump"),
    ("a big project", OLD, AMOUNT, 20000_00, 3000000_00, None),
    ("none this year", OLD, AMOUNT, 27358400_00, 0, None),
    ("yuan as ten thousand yuan", NEW, FEES, 53_210000, 532100_000000, "fee_jump"),
    ("the other way round", NEW, FEES, 532100_000000, 53_210000, "fee_drop"),
    ("small charges grow", NEW, FEES, 10000, 12_000000, None),
    ("a new charge", NEW, FEES, 0, 900_000000, None),
]


@pytest.mark.parametrize(("name", "form", "point", "was", "now", "rule"), MONEY)
def test_money(name: str, form: str, point: str, was: int, now: int, rule: str | None) -> None:
    assert name
    also = " proactive.central_procurement.projects=3" if point == AMOUNT and now else ""
    found = told(f"{point}={now}{also}", f"{point}={was}", form)
    assert [one.rule for one in found] == ([f"proactive.{rule}"] if rule else [])


@pytest.mark.parametrize(
    ("now", "was", "times"),
    [(21000, 2100, "10"), (21990, 2100, "10.4"), (53210, 5, "10642"), (100, 1, "100")],
)
def test_how_many_times(now: int, was: int, times: str) -> None:
    assert f" {times} 倍" in Jump(now, was).words(str(now), str(was))[0]
    assert f"{times} times" in Jump(was, now).words(str(was), str(now))[1]


@given(
    was=st.lists(st.integers(0, 40_000), min_size=4, max_size=4),
    factor=st.lists(st.integers(25, 400), min_size=4, max_size=4),
)
@settings(max_examples=60, deadline=None)
def test_a_year_of_between_a_quarter_and_four_times_last_years_is_no_jump(
    was: list[int], factor: list[int]
) -> None:
    points = [
        DECISIONS,
        "proactive.punishment.decisions",
        "text.site_items",
        "text.mailbox_replied",
    ]
    pairs = list(zip(points, was, factor, strict=True))
    then = " ".join(f"{point}={count}" for point, count, _ in pairs)
    now = " ".join(f"{point}={count * times // 100}" for point, count, times in pairs)
    for form in (OLD, NEW):
        assert not [one for one in told(now, then, form) if one.code == "C405"]


@given(was=st.integers(51, 10**6), grown=st.integers(120, 300), digit=st.integers(0, 9))
@settings(max_examples=60, deadline=None)
def test_a_digit_too_many_in_a_year_that_grew_is_always_asked_about(
    was: int, grown: int, digit: int
) -> None:
    true = -(-was * grown // 100)
    rules = {
        one.rule for one in told(f"{DECISIONS}={true * 10 + digit}", f"{DECISIONS}={was}", NEW)
    }
    assert "proactive.decisions_jump" in rules
    assert "proactive.decisions_jump" not in {
        one.rule for one in told(f"{DECISIONS}={true}", f"{DECISIONS}={was}", NEW)
    }


@pytest.mark.parametrize("form", [OLD, NEW])
def test_every_jump_has_its_drop(form: str) -> None:
    plan = open_plan(form)
    bounded: dict[int, set[str]] = {}
    for relation in plan.relations.all:
        point = point_of_jump(relation)
        if point is not None:
            bounded.setdefault(point, set()).add(relation.rule.id.rpartition("_")[2])
            assert relation.rule.severity == "warning"
    assert bounded
    assert set(map(frozenset, bounded.values())) == {frozenset({"jump", "drop"})}


# ---------------------------------------------------------------------------------- advice, items


def test_the_stock_of_documents_is_advice() -> None:
    stock, new = "proactive.normative_docs.public_total", "proactive.normative_docs.disclosed"
    found = told(f"{stock}=60 {new}=2", f"{stock}=57")
    assert [(one.rule, one.level) for one in found] == [
        ("proactive.public_total_carried", "information")
    ]
    assert told(f"{stock}=59 {new}=2", f"{stock}=57") == []
    # In the later edition it is carried on exactly, unless it is explained.
    facts = "proactive.normative_docs.{}={} "
    now = facts.format("in_force", 58) + facts.format("issued", 2)
    (one,) = told(now, facts.format("in_force", 57), NEW)
    assert (one.rule, one.level) == ("proactive.in_force_carried", "warning")


def test_items_are_last_years_with_their_change() -> None:
    items, change = "proactive.licensing.items_last_year", "proactive.licensing.items_change"
    assert told(f"{items}=45", f"{items}=50 {change}=-5") == []
    (one,) = told(f"{items}=50", f"{items}=50 {change}=-5")
    assert (one.rule, one.level, one.right) == ("proactive.items_carried", "warning", "45")


def test_a_fingerprint_changes_with_last_years_figures() -> None:
    items = "proactive.licensing.items_last_year"
    first, same, other = (told(f"{items}=50", f"{items}={was}")[0].numbers for was in (45, 45, 46))
    assert first == same != other
    jumps = [told(f"{DECISIONS}=90000", f"{DECISIONS}={was}")[0].numbers for was in (7, 8)]
    assert jumps[0] != jumps[1]


# ------------------------------------------------------------------------------------------- copied

MANY = requests(
    new_received=31, carried_in=2, granted=17, partial=6, unable_not_held=9, carried_out=1
)


def test_a_table_that_is_last_years_is_asked_about() -> None:
    (one,) = [one for one in told(MANY, MANY) if one.code == "C406"]
    assert one.level == "warning"
    assert one.args["sections"] == "“三、收到和处理政府信息公开申请情况”"
    assert one.args["count"] == "6"
    assert "31" in one.args["example"]


@pytest.mark.parametrize(
    ("name", "now", "then"),
    [
        ("one figure differs", MANY, MANY.replace("=17", "=16")),
        ("too little to tell", requests(new_received=3, granted=2, partial=1), None),
        ("all zero", "", None),
        ("round numbers", f"{DECISIONS}=5000 proactive.punishment.decisions=200", None),
        ("what there is, not what happened", "proactive.licensing.items_last_year=18342", None),
    ],
)
def test_no_copy(name: str, now: str, then: str | None) -> None:
    assert name
    assert "C406" not in {one.code for one in told(now, now if then is None else then)}


def test_all_that_was_copied_is_one_finding() -> None:
    facts = f"{MANY} {DECISIONS}=18342 text.site_items=2968 text.interpretations=17"
    (one,) = [one for one in told(facts, facts) if one.code == "C406"]
    assert one.args["sections"].count("“") == 3
    assert {place.partition("!")[0] for place in one.places} == {
        "二、主动公开",
        "三、申请办理",
        "文字材料",
    }


def test_figures_that_are_not_known_say_nothing() -> None:
    known = f"{MANY} requests.granted.business=?"
    assert "C406" in {one.code for one in told(MANY, known)}
    unknown = MANY.replace("=31", "=?").replace("=17", "=?").replace("=9", "=?")
    assert "C406" not in {one.code for one in told(MANY, unknown)}


def test_stocks_follow_from_the_rules() -> None:
    plan = open_plan(NEW)
    names = {plan.form.points[point].id for point in stocks_of(plan)}
    assert names == {"proactive.rules.in_force", "proactive.normative_docs.in_force"}


# -------------------------------------------------------------------------------------------- texts

LONG = "一是部分栏目更新不够及时，二是政策解读以文字为主，三是依申请公开答复文书不够规范，四是目录划分不细。"
CONTACT = "如对本报告有疑问，请与本局办公室联系，地址：乳山市府前路一号，邮编：264500，电话：0631-6650000。"
NOTHING = "本年度没有其他需要报告的事项，未发生因政府信息公开申请提起行政复议和行政诉讼的情况，未收取信息处理费。"
TEXTS = [
    ("the same", LONG, LONG, "完全相同"),
    ("blanks and signs", LONG.replace("，", ", ") + "\n", LONG, "完全相同"),
    ("but for the year", f"2020年，{LONG}", f"2019年，{LONG}", "只差年份"),
    ("two years of it", f"2020年较2019年，{LONG}", f"2019年较2018年，{LONG}", "只差年份"),
    ("last year left standing", f"2019年，{LONG}", f"2019年，{LONG}", "完全相同"),
    ("a word is new", LONG, LONG.replace("不细", "不够细"), ""),
    ("more besides", LONG + "五是培训不足。", LONG, ""),
    ("too short", LONG[:30], LONG[:30], ""),
    ("where to reach the office", CONTACT, CONTACT, ""),
    ("that there was nothing", NOTHING, NOTHING, ""),
    ("figures differ", LONG + "公开信息12条。", LONG + "公开信息13条。", ""),
    ("blank", "", LONG, ""),
]


@pytest.mark.parametrize(("name", "now", "then", "how"), TEXTS, ids=[case[0] for case in TEXTS])
def test_texts(name: str, now: str, then: str, how: str) -> None:
    assert name
    found = [one for one in told("", "", texts=(now, then)) if one.code == "C407"]
    assert [one.args["how"] for one in found] == ([how] if how else [])


def test_a_year_left_standing_in_last_years_text_is_told_with_it() -> None:
    text = f"2019年，本局存在的问题：{LONG}"
    assert [one.code for one in told("", "", texts=(text, text))] == ["C407"]
    assert [one.code for one in told("", "", texts=(text, ""))] == ["N601"]


def test_texts_come_after_figures() -> None:
    found = told(MANY, MANY, texts=(LONG, LONG))
    assert [one.code for one in found][-2:] == ["C406", "C407"]


def test_nothing_is_told_without_last_year() -> None:
    plan = form_plan()
    empty: Values = [None] * len(plan.form.points)
    filing = filing_of(plan, MANY)
    assert continued(plan, filing, (), LastYear(2019, empty, {})) == ()
