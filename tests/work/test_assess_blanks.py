"""Values → what is told of blanks and declarations, and the order in which all is told."""

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
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding
from xl2report.work.assess.findings import Assessment, assess


@pytest.fixture(name="plan", scope="module")
def make_plan() -> Plan:
    return form_plan()


# ------------------------------------------------------------------------------------------- blanks


def test_a_blank_addend_is_told_once_with_what_it_stops(plan: Plan) -> None:
    facts = requests(new_received=9, granted="?", partial=9)
    (found,) = told(plan, facts)
    assert found.code == "E108"
    assert found.where == "三、申请办理 › D9（三、本年度办理结果 / （一）予以公开 / 自然人）"
    assert found.point == "requests.granted.natural_person"
    # Its row's total, its column's, that of all by rows and by columns, and two balances.
    assert found.message("zh") == (
        "有 1 个单元格没有填写，也没有声明空白为 0；因此 6 条关系无法核对"
    )
    assert "三、申请办理!J3" in found.remedy("zh")


def test_blanks_of_a_table_are_told_together(plan: Plan) -> None:
    facts = " ".join(
        f"requests.{row}.{column}=?"
        for row in ("granted", "partial")
        for column in (NATURAL, "business")
    )
    found = told(plan, f"{facts} disputes.review.upheld=? disputes.review.pending=?")
    assert codes(found) == "E108 E108"
    assert found[0].where == "三、申请办理 › D9:E10"
    assert found[0].args["count"] == "4"
    assert found[1].where == "四、复议诉讼 › A7、D7"
    assert (found[1].args["count"], found[1].args["relations"]) == ("2", "1")


def test_many_scattered_blanks_name_the_first_four(plan: Plan) -> None:
    facts = " ".join(f"requests.{row}.{NATURAL}=?" for row in (
        "new_received", "granted", "denied_state_secret", "denied_safety_stability",
        "denied_internal_affairs",
    ))  # fmt: skip
    (found,) = told(plan, facts)
    assert found.where == "三、申请办理 › D7、D9、D11、D13 等"
    assert len(found.places) == 5


def test_a_blank_does_not_hide_another_column(plan: Plan) -> None:
    facts = requests(granted="?") + " " + requests("business", new_received=2, granted=1)
    found = told(plan, facts)
    assert codes(found) == "E108 R301"
    assert found[1].where == "三、申请办理 › E 列（商业企业）"


def test_declared_blanks_are_no_blanks(plan: Plan) -> None:
    filing = filing_of(plan, requests(granted=9, new_received=9))
    filing.blank = frozenset({plan.index["requests.partial.natural_person"]})
    filing.declared_zero = frozenset({"requests"})
    found = assess(plan, filing, [])
    assert not found.findings
    assert not found.verdicts.unassessable


def test_what_cannot_be_assessed_is_never_a_pass(plan: Plan) -> None:
    filing = filing_of(plan, requests(granted=9, new_received=9))
    filing.values[plan.index["requests.partial.natural_person"]] = None
    fill_carefully(plan.relations, filing.values)
    (found,) = assess(plan, filing, []).findings
    assert (found.code, found.level, found.args["count"]) == ("U401", "error", "6")
    assert found.places == ("三、申请办理!D10",)
    reading = [Finding("E101", "民政局.xlsx", "三、申请办理 › D10")]
    assert codes(assess(plan, filing, reading).findings) == "E101"
    reading = [Finding("E102", "民政局.xlsx", "三、申请办理 › D10")]
    assert codes(assess(plan, filing, reading).findings) == "E102 U401"


# ------------------------------------------------------------------------------------- declarations


def declared(plan: Plan, values: Values, *, zero: bool) -> Assessment:
    blank = frozenset(
        cell.point for sheet in plan.sheets for cell in sheet.typed if values[cell.point] is None
    )
    fill_carefully(plan.relations, values)
    filing = Filing(
        "民政局.xlsx", plan.form.id, 2020, "民政局", "", values, blank=blank, zero_report=zero
    )
    return assess(plan, filing, [])


def test_a_nil_return_with_figures_names_one(plan: Plan) -> None:
    values = values_of(plan, requests(new_received=2, granted=2))
    (found,) = declared(plan, values, zero=True).findings
    assert (found.code, found.where) == ("E124", "封面 › C12（零报告确认）")
    assert found.message("zh") == (
        "已确认零报告，但有 2 个指标不为 0，如 "
        "三、申请办理!D7（一、本年新收政府信息公开申请数量 / 自然人）= 2"
    )


def test_all_zero_must_be_declared(plan: Plan) -> None:
    (found,) = declared(plan, values_of(plan, ""), zero=False).findings
    assert (found.code, found.level, found.places) == ("E125", "error", ("封面!C12",))
    assert not declared(plan, values_of(plan, ""), zero=True).findings


def test_a_blank_nil_return_is_told_once(plan: Plan) -> None:
    found = declared(plan, values_of(plan, "", None), zero=True)
    assert codes(found.findings) == "E126"
    assert found.verdicts.unassessable
    assert found.findings[0].remedy("zh") == (
        "请在各表填 0，或在 二、主动公开!G3、三、申请办理!J3、四、复议诉讼!O3 选“是”"
    )


def test_a_blank_return_is_blank_and_not_zero(plan: Plan) -> None:
    assert codes(declared(plan, values_of(plan, "", None), zero=False).findings) == "E108 E108 E108"


def test_a_nil_return_that_is_half_blank_names_the_blanks(plan: Plan) -> None:
    found = declared(plan, values_of(plan, "disputes.review.upheld=?"), zero=True)
    assert codes(found.findings) == "E108"


# ---------------------------------------------------------------------------------------- the order


def test_findings_come_by_stage_and_then_in_the_order_of_the_workbook(plan: Plan) -> None:
    facts = " ".join((
        "disputes.review.upheld=?", requests("business", new_received=1), requests(granted=1),
        "proactive.rules.disclosed=1",
    ))  # fmt: skip
    reading = [
        Finding("E121", "民政局.xlsx", "封面 › C5", ("封面!C5",)),
        Finding("W209", "民政局.xlsx", "草稿", ("草稿",)),
    ]
    found = assess(plan, filing_of(plan, facts), reading).findings
    assert [finding.places[0].partition("!")[0] for finding in found] == [
        "草稿", "封面", "四、复议诉讼", "二、主动公开", "三、申请办理", "三、申请办理",
    ]  # fmt: skip
    assert [finding.where[-8:] for finding in found[4:6]] == ["D 列（自然人）", " 列（商业企业）"]
