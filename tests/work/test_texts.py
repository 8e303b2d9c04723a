"""What free texts are told of: years, other units, lists; and above all what they are not told of."""

from pathlib import Path

import pytest

from work.assess_filings import filing_of, form_plan
from xl2report.form.definition.model import FreeText
from xl2report.ground.filing import Contribution, Filing
from xl2report.work.assess.texts import compare_passages, on_texts, passages_of

ROSTER = (
    "乳山市民政局",
    "乳山市公安局",
    "乳山市夏村镇人民政府",
    "乳山市人民政府",
    "乳山市人民政府办公室",
    "乳山市民政局婚姻登记处",
)
SEED = Path(__file__).parents[3] / "shared" / "reference" / "rushan-2020-report.txt"


def filing(text: str, reporter: str = "乳山市民政局", book: str = "民政局.xlsx") -> Filing:
    return filing_of(form_plan(), reporter=reporter, book=book, texts={"problems": text})


def told(text: str, reporter: str = "乳山市民政局") -> list[str]:
    return [one.code for one in on_texts(form_plan(), filing(text, reporter), ROSTER)]


@pytest.mark.parametrize(
    "text",
    [
        "2019年，我局主动公开信息不够全面。",
        "2019年我镇构建了公开平台。",
        "２０１９年，我局主动公开信息不够全面。",
        "本报告统计期限为2019年1月1日至2019年12月31日。",
        "本报告统计期限自2019年1月1日起至12月31日止。",
        "2020年工作有序。2018年度，本局加强了管理。",
        "今后五年，2026年，将全面公开。",
    ],
)
def test_a_year_that_is_not_the_reports_is_told(text: str) -> None:
    assert told(text) == ["N601"]


@pytest.mark.parametrize(
    "text",
    [
        "2020年，我局主动公开信息。",
        "2021年，我局将继续改进。",
        "报送时间：2021年1月20日。",
        "与2019年相比，增长10%。",
        "较2019年增长10%，比2018年增长20%。",
        "2019年同期为5件。",
        "2019年结转1件。",
        "截至2019年底，共3个。",
        "自2019年以来，逐年改进。",
        "于2008年5月1日起施行的条例",
        "2019年5月印发的办法",
        "2016—2020年规划，2016-2020年，2016年至2020年",
        "到2025年，全面实现公开。",
        "《2019年政务公开工作要点》",
        "国办公开办函〔2019〕60号",
        "本报告统计期限为2020年1月1日至2020年12月31日。",
        "本报告统计期限为2020年1月1日至12月31日。",
        "电话12019年",
        "",
    ],
)
def test_another_year_that_is_meant_is_not_told(text: str) -> None:
    assert told(text) == []


def test_without_a_year_nothing_is_told_of_years() -> None:
    one = filing("2013年，本局加强管理。")
    one.year = None
    assert on_texts(form_plan(), one) == []


@pytest.mark.parametrize(
    "text",
    ["乳山市公安局认真落实公开要求。", "我们，即乳山市夏村镇人民政府，公开信息。"],
)
def test_another_unit_that_acts_in_the_text_is_told(text: str) -> None:
    assert told(text) == ["N602"]


@pytest.mark.parametrize(
    ("text", "reporter"),
    [
        ("乳山市民政局公开信息。", "乳山市民政局"),
        ("会同乳山市公安局开展公开。", "乳山市民政局"),
        ("转送乳山市公安局、乳山市夏村镇人民政府办理。", "乳山市民政局"),
        # Its parent, its own part, and the city.
        ("乳山市民政局指导婚姻登记处。", "乳山市民政局婚姻登记处"),
        ("乳山市民政局婚姻登记处公开信息。", "乳山市民政局"),
        ("乳山市人民政府高度重视，认真落实。", "乳山市民政局"),
    ],
)
def test_a_unit_that_is_rightly_named_is_not_told(text: str, reporter: str) -> None:
    assert told(text, reporter) == []


def test_no_names_are_looked_for_without_a_roster_or_in_a_citys_workbook() -> None:
    text = "乳山市公安局认真落实公开要求。"
    assert on_texts(form_plan(), filing(text)) == []
    city = filing(text, "乳山市人民政府")
    city.parts = (Contribution("乳山市公安局", "", "公安局.xlsx", ()),)
    assert on_texts(form_plan(), city, ROSTER) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("公开100条，其中甲60条、乙40条。", []),
        ("公开100条，其中：甲60条，乙41条。", ["N604"]),
        ("公开100条。其中甲60条、乙20条。", []),  # of which whole, nobody can say
        ("公开100条，其中包括甲60条、乙20条。", []),
        ("公开100条，其中甲60条、乙20条等。", []),
        ("公开100余条，其中甲60条、乙20条。", []),
        ("公开100条，其中甲60余条、乙20条。", []),
        ("公开100条，其中甲60条，占60%，乙20条。", []),
        ("收到100件，其中甲60件、涉及5人。", []),
        ("公开100条，其中甲60条。", []),
    ],
)
def test_a_whole_and_its_parts(text: str, codes: list[str]) -> None:
    assert told(text) == codes


def test_each_place_is_the_texts_own() -> None:
    (one,) = on_texts(form_plan(), filing("2019年，我局主动公开信息不够全面。"))
    assert one.places == (f"文字材料!{form_plan().layout.text_cells['problems']}",)
    assert "2019年" in one.message("zh")


@pytest.mark.skipif(not SEED.is_file(), reason="../shared/reference is absent")
def test_the_published_report_is_not_told_of() -> None:
    text = SEED.read_text(encoding="utf-8")
    found = on_texts(form_plan(), filing(text, "乳山市人民政府办公室"), ROSTER)
    assert [(one.code, one.args) for one in found] == []


LONG = (
    "存在的问题：一是主动公开内容不够全面；二是信息更新不够及时；三是业务培训有待加强。今后改进。"
)


def test_one_text_of_two_units_is_told_to_both_whatever_its_spaces() -> None:
    plan = form_plan()
    passages = [
        *passages_of(plan, filing(LONG)),
        *passages_of(plan, filing("\n".join(LONG.partition("；")), "乳山市公安局", "公安局.xlsx")),
        *passages_of(plan, filing(LONG + "完", "乳山市财政局", "财政局.xlsx")),
    ]
    found = compare_passages(passages)
    assert [(one.code, one.book) for one in found] == [
        ("N603", "民政局.xlsx"),
        ("N603", "公安局.xlsx"),
    ]


def test_a_unit_may_repeat_itself_and_short_texts_may_be_alike() -> None:
    plan = form_plan()
    short = "没有其他需要报告的事项。"
    passages = [
        *passages_of(plan, filing(LONG)),
        *passages_of(plan, filing(LONG, book="民政局（改）.xlsx")),
        *passages_of(plan, filing(short)),
        *passages_of(plan, filing(short, "乳山市公安局", "公安局.xlsx")),
    ]
    assert compare_passages(passages) == []


def test_every_text_of_the_form_is_looked_at() -> None:
    plan = form_plan()
    texts: tuple[FreeText, ...] = plan.form.texts
    one = filing_of(plan, texts={item.id: "2011年，本局加强管理。" for item in texts})
    assert len(on_texts(plan, one)) == len(texts)
