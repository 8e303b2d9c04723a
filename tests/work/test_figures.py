"""Figures in free texts against the tables: what is told, and above all what is not."""

from functools import cache

import pytest

from xl2report.chain.forms import open_plan
from xl2report.form.plan import Plan
from xl2report.ground.filing import Contribution, Filing
from xl2report.ground.findings import Finding
from xl2report.work.assess.figures import on_figures

KNOWN = {
    "requests.new_received.natural_person": 20,
    "requests.new_received.business": 3,
    "requests.carried_in.natural_person": 2,
    "requests.granted.natural_person": 15,
    "requests.granted.business": 2,
    "requests.partial.natural_person": 4,
    "requests.unable_not_held.natural_person": 1,
    "requests.carried_out.natural_person": 2,
    "requests.carried_out.business": 1,
    "disputes.review.upheld": 2,
    "disputes.review.corrected": 1,
    "disputes.suit_direct.upheld": 1,
    "proactive.licensing.decisions": 40,
}  # fmt: skip


@cache
def plan() -> Plan:
    return open_plan("disclosure-2019")


def filing(words: str, text: str = "requests") -> Filing:
    form = plan()
    values: list[int | None] = [None if one.table == "text" else 0 for one in form.form.points]
    for name, value in KNOWN.items():
        values[form.index[name]] = value
    form.fill(values)
    return Filing("书.xlsx", form.form.id, 2020, "民政局", "", values, texts={text: words})


def told(words: str, text: str = "requests") -> list[Finding]:
    return on_figures(plan(), filing(words, text))


@pytest.mark.parametrize(
    ("words", "quote", "table", "cells"),
    [
        ("2020年，我局共收到政府信息公开申请32件。", "申请32件", "23", "J7"),
        ("本年新收政府信息公开申请24件，上年结转2件。", "新收政府信息公开申请24件", "23", "J7"),
        (
            "本年收到申请23件，全年办结政府信息公开申请23件。",
            "办结政府信息公开申请23件",
            "22",
            "J28",
        ),
        ("办理结果为：予以公开16件、部分公开4件。", "予以公开16件", "17", "J9"),
        ("结转下年度继续办理5件。", "结转下年度继续办理5件", "3", "J29"),
        ("全年新收申请２３件，结转下年度办理1件", "结转下年度办理1件", "3", "J29"),
        ("发生行政复议4件。", "行政复议4件", "3", "E7"),
        ("共发生行政复议3件，行政诉讼2件。", "行政诉讼2件", "1", "J7"),
        ("自然人提出申请21件", "自然人提出申请21件", "20", "D7"),
        ("作出行政许可处理决定41件。", "41件", "40", "F10"),
    ],
)
def test_a_figure_that_contradicts_a_table_is_told_with_both(
    words: str, quote: str, table: str, cells: str
) -> None:
    (found,) = told(words)
    assert found.code == "N605"
    assert quote.replace("２３", "23") in found.args["found"]
    assert found.args["value"] == table
    assert found.places[1].endswith(f"!{cells}")
    assert found.level == "warning"
    for language in ("zh", "en"):
        assert table in found.message(language)
    assert cells in found.remedy("zh")


SILENT = (
    "2020年，我局共收到政府信息公开申请23件。",
    "上年结转2件，共办理25件。",
    "办结22件，其中予以公开17件、部分公开4件。",
    "2019年收到申请35件，2020年收到23件。",
    "与去年的31件相比，今年收到申请23件。",
    "全市共收到政府信息公开申请500件。",
    "全区各镇街收到申请60件。",
    "局本级收到政府信息公开申请8件，下属单位收到15件。",
    "近年来累计收到申请320件。",
    "截至目前累计答复180件。",
    "1月至6月收到申请14件。",
    "上半年收到申请9件。",
    "第一季度收到申请7件，第二季度收到5件。",
    "计划2021年办结30件。",
    "收到申请30余件。",
    "收到申请约30件。",
    "比上年增加5件。",
    "其中，予以公开15件为自然人申请。",
    "予以公开15件为自然人申请。",
    "其中延期答复3件。",
    "收到申请23件，其中已答复20件。",
    "收到申请23件，已答复21件，其余2件正在办理。",
    "收到政府信息公开申请25件（含上年结转2件）。",
    "答复中，8件申请人撤回。",
    "涉及土地征收的申请9件。",
    "土地征收类申请9件，住房保障类14件，共收到23件。",
    "收到网络申请15件、信函申请8件。",
    "收到12345热线转办件45件，答复45件。",
    "办理人大建议12件、政协提案9件，全部答复。",
    "受理信访件30件，答复30件。",
    "针对收到的3件投诉举报，全部答复。",
    "依申请公开培训5次，制作展板20件。",
    "办理行政审批事项900件。",
    "主动公开行政许可信息150条。",
    "县政府办公室转来申请6件。",
    "我局作为第三方参加行政诉讼5件。",
    "经过复核，纠正答复1件。",
)


@pytest.mark.parametrize("text", ["overview", "proactive", "requests", "supervision", "other"])
@pytest.mark.parametrize("words", SILENT)
def test_what_may_well_be_meant_otherwise_is_not_told(words: str, text: str) -> None:
    assert told(words, text) == []


def test_a_number_is_never_matched_by_its_value_alone() -> None:
    # 23 is what was received, too; here it is said of what no table holds.
    assert told("制作图解23件，办理提案99件。") == []


def test_nothing_is_told_where_the_table_is_blank() -> None:
    known = filing("收到政府信息公开申请32件。")
    known.values[plan().index["requests.new_received.total"]] = None
    assert on_figures(plan(), known) == []


def test_a_citys_workbook_is_not_asked() -> None:
    known = filing("收到政府信息公开申请32件。")
    known.parts = (Contribution("民政局", "", "民政局.xlsx", ()),)
    assert on_figures(plan(), known) == []


def test_the_phrase_book_is_not_read_for_texts_without_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("xl2report.form.claims.opening.lexicon_of", never)
    assert (
        told("存在的问题：一是公开不够及时；二是申请答复不够规范。2021年将逐项改进，电话6651234。")
        == []
    )
    with pytest.raises(AssertionError):
        told("收到政府信息公开申请32件。")
