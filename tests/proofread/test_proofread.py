"""Documents through the whole proofreading: verdicts, tables, the workbook, the command."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

import city
from command import xl2report as run
from finished_reports import FACTS, TRUE, filing, page, with_sentence
from proofread_samples import SAMPLES
from xl2report.chain.errors import CannotWork
from xl2report.chain.forms import open_plan
from xl2report.chain.imported import open_document
from xl2report.chain.proofread import proofread, proofread_published
from xl2report.ground.published import Paragraph, Published
from xl2report.work.proofread.model import Judged, Proofread
from xl2report.work.proofread.tables import settled


def made(folder: Path, text: str) -> Proofread:
    path = folder / "报告.html"
    path.write_text(text, encoding="utf-8")
    return proofread(path)


def codes(found: Proofread) -> list[str]:
    return [one.code for one in found.findings]


def said(folder: Path, sentence: str) -> list[Judged]:
    """The verdicts on a sentence put as a paragraph of its own into a report that is right."""
    text = list(TRUE)
    at = next(number for number, one in enumerate(text) if one.startswith("（三）"))
    found = made(folder, page([*text[:at], sentence, *text[at:]]))
    # The title is the first paragraph.
    return [one for one in found.claims if one.spot.paragraph == at + 1]


def test_a_true_report_draws_no_finding(tmp_path: Path) -> None:
    found = made(tmp_path, page())
    assert codes(found) == []
    assert found.clean
    assert {one.verdict for one in found.claims} == {"holds"}
    assert len(found.claims) == 15


@pytest.mark.parametrize(
    ("sentence", "verdict", "expected"),
    [
        ("共受理政府信息公开申请10件。", "holds", "10"),
        ("共收到政府信息公开申请11件（含上年结转1件）。", "holds", "11"),
        ("共收到政府信息公开申请10件（含上年结转1件）。", "broken", "11"),
        ("共办理政府信息公开申请11件。", "holds", "11"),
        ("共办理政府信息公开申请8件。", "holds", "8"),
        ("共办理政府信息公开申请9件。", "broken", "8"),
        ("自然人申请8件。", "holds", "8"),
        ("自然人申请7件。", "holds", "7"),  # of the closed ones, seven are theirs
        ("自然人申请6件。", "broken", "8"),
        ("不予公开0件。", "holds", "0"),
        ("不予公开2件。", "broken", "0"),
        ("重复申请1件。", "holds", "1"),
        ("因本机关不掌握等原因无法提供2件。", "holds", "2"),
        ("因本机关不掌握等原因无法提供3件。", "broken", "2"),
        ("无法提供和不予处理共3件。", "holds", "3"),
        ("无法提供和不予处理共2件。", "broken", "3"),
        ("未发生因政府信息公开引起的行政诉讼。", "broken", "1"),
        ("政府信息公开行政复议3件。", "holds", "3"),
        ("政府信息公开行政复议4件。", "broken", "3"),
        ("收到政府信息公开申请10余件。", "holds", "10"),
        ("收到政府信息公开申请近11件。", "holds", "10"),
        ("收到政府信息公开申请20余件。", "broken", "10"),
        ("上年收到政府信息公开申请99件。", "unassessable", ""),
        ("2023年收到政府信息公开申请99件。", "unassessable", ""),
        ("市本级收到政府信息公开申请99件。", "unassessable", ""),
        ("市本级收到政府信息公开申请10件。", "holds", "10"),
        ("市教育局收到政府信息公开申请3件。", "unassessable", ""),
        ("历年累计收到政府信息公开申请99件。", "unassessable", ""),
        ("按期答复政府信息公开申请7件。", "unassessable", ""),
        ("按期答复政府信息公开申请9件。", "broken", "8"),
        ("答复政府信息公开申请5件，申请人撤回3件。", "unassessable", ""),
        ("行政许可处理决定55件。", "holds", "55"),
        ("作出行政许可决定54件。", "broken", "55"),
        ("其他情况7件。", "unassessable", ""),
        ("新收和上年结转的11件申请中，已办结8件。", "holds", "11"),
        ("新收和上年结转的12件申请中，已办结8件。", "broken", "11"),
        ("属于信访投诉举报、重复申请等情形不予处理1件。", "holds", "1"),
        ("属于信访投诉举报、重复申请等情形不予处理3件。", "broken", "1"),
        ("依申请公开事项11件。", "holds", "11"),
        ("依申请公开事项14件。", "broken", "10"),
        ("其中依申请公开2件。", "unassessable", ""),
        ("今年有3件涉及政府信息公开工作的行政复议。", "holds", "3"),
        ("今年有2件涉及政府信息公开工作的行政复议。", "broken", "3"),
        ("严把审核、答复各个环节，共答复申请6件。", "broken", "8"),
        ("8件申请均在法定期限内答复。", "holds", "8"),
    ],
)
def test_a_sentence_is_judged(tmp_path: Path, sentence: str, verdict: str, expected: str) -> None:
    found = said(tmp_path, sentence)
    assert (found[0].verdict, found[0].expected) == (verdict, expected), found


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("不予处理1件，占12.5%。", "holds"),
        ("不予处理1件，占13%。", "holds"),  # half up
        ("不予处理1件，占12%。", "broken"),  # cut off
        ("不予处理1件，占10.0%。", "holds"),  # of those received
        ("不予处理1件，占9.1%。", "holds"),  # of those received and carried in
        ("不予处理1件，占20%。", "broken"),
        ("不予处理1件，占已办结的10.0%。", "broken"),  # which is named
        ("不予处理1件，占已办结的12.5%。", "holds"),
    ],
)
def test_a_share_may_be_of_any_base_that_is_meant(
    tmp_path: Path, sentence: str, verdict: str
) -> None:
    shares = [one for one in said(tmp_path, sentence) if one.value.endswith("%")]
    assert [one.verdict for one in shares] == [verdict]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        # What follows a list is no part of it.
        ("发布微博80条，其中原创微博11条，转发微博69条；收到投诉6条，均已办结。", []),
        ("发布微博80条，其中原创微博11条，转发微博69条，收到投诉6条。", []),
        ("发布微博80条，其中原创微博11条，转发微博79条；收到投诉6条。", ["T805"]),
        ("收到申请10件，其中网上申请8件，信函申请2件，发生行政复议3件。", []),
        ("收到申请10件，其中网上申请7件，信函申请2件，发生行政复议3件。", ["T805"]),
        # A list that need not be complete may fall short, but not go beyond.
        ("收到申请10件，包括网上申请7件、信函申请2件。", []),
        ("收到申请10件，包括网上申请9件、信函申请3件。", ["T805"]),
        ("收到申请10件，比2023年（8件）增长25%。", []),
        ("收到申请10件，比2023年（8件）增长20%。", ["T818"]),
        ("收到申请10件，比2022年（8件）增长20%。", []),
        # Which of two numbers has grown is not certain.
        ("收到申请10件，办结8件，比上年的4件增长50%。", []),
        ("收到申请10件，办结8件，比上年的8件增长25%。", []),
    ],
)
def test_lists_and_growth(tmp_path: Path, sentence: str, told: list[str]) -> None:
    assert codes(made(tmp_path, page(with_sentence(sentence)))) == told


@pytest.mark.parametrize(
    "opening", ["（三）政府信息管理情况。", "（三）政府信息管理情况", "（三）政府信息管理情况："]
)
def test_last_years_sentence_behind_a_heading(tmp_path: Path, opening: str) -> None:
    text = [one.replace("（三）政府信息管理。", f"{opening}2023年，") for one in TRUE]
    assert codes(made(tmp_path, page(text))) == ["T814"]


def test_what_need_not_be_whole_is_not_told_to_lack_tables(tmp_path: Path) -> None:
    path = tmp_path / "报告.html"
    path.write_text(page(tables=("requests",)), encoding="utf-8")
    plan = open_plan("disclosure-2021")
    published = open_document(path)
    assert "T820" in codes(proofread_published(published, [plan], (plan, filing())))
    assert codes(proofread_published(published, [plan], (plan, filing()), whole=False)) == []
    empty = Published("a.docx", (Paragraph("收到政府信息公开申请10件。", "第1段"),))
    assert codes(proofread_published(empty, [plan], (plan, filing()), whole=False)) == ["T812"]


def test_one_figure_told_twice_is_told_of_once_more_or_not_at_all(tmp_path: Path) -> None:
    text = page(with_sentence("本机关不掌握1件，信息不存在1件。"))
    assert codes(made(tmp_path, text)) == []


def test_blanks_are_zero_only_where_totals_say_so() -> None:
    plan = open_plan("disclosure-2021")
    taken = filing()
    at = plan.index["requests.granted.research"]
    total = plan.index["requests.granted.total"]
    taken.values[at] = None
    taken.blank = frozenset({at})
    taken.standing = {total: taken.values[total]}
    assert settled(plan, taken).values[at] == 0
    taken.standing = {total: 5}
    assert settled(plan, taken).values[at] is None
    taken.standing = {}
    assert settled(plan, taken).values[at] is None


def test_what_the_tables_lack_leaves_the_claim_open_and_the_exit_code_says_so(
    tmp_path: Path,
) -> None:
    found = made(tmp_path, page(printed={"requests.granted.natural_person": "/"}))
    claim = next(one for one in found.claims if one.spot.quote.endswith("予以公开4件"))
    # The printed total is known still.
    assert (claim.verdict, claim.expected) == ("holds", "4")
    found = made(
        tmp_path,
        page(printed={"requests.granted.natural_person": "/", "requests.granted.total": "/"}),
    )
    claim = next(one for one in found.claims if one.spot.quote.endswith("予以公开4件"))
    assert (claim.verdict, claim.why) == ("unassessable", "blank")
    assert not found.clean


def test_a_broken_relation_is_told_by_its_place_in_the_document(tmp_path: Path) -> None:
    facts = {**FACTS, "requests.carried_out.natural_person": 3}
    found = made(tmp_path, page([TRUE[0]], facts=facts))
    (broken,) = (one for one in found.findings if one.code == "R301")
    assert broken.where == "第2个表格（自然人）"
    assert all(place.startswith("第2个表格!第") for place in broken.places)
    assert all(one.place.startswith("第2个表格!第") for one in broken.suspects)


def test_the_workbook_is_compared_cell_by_cell_and_with_the_prose(tmp_path: Path) -> None:
    plan = city.plan()
    book = tmp_path / "民政局.xlsx"
    book.write_bytes(city.book("civil_affairs"))
    facts = {}
    for point, value in city.data("civil_affairs")["values"].items():
        if not point.startswith("text."):
            scale = 10 ** plan.form.points[plan.index[point]].measure.decimals
            facts[point] = int(Decimal(str(value)) * scale)
    text = page(
        ["一、总体情况", "（二）依申请公开。通过网络提交申请999件。"],
        facts=facts,
        form="disclosure-2019",
        title="乳山市民政局2020年政府信息公开工作年度报告",
    )
    path = tmp_path / "报告.html"
    path.write_text(text, encoding="utf-8")
    found = proofread(path, against=book)
    # The channels stand in no table; the workbook has them.
    assert [one.code for one in found.findings if one.level == "error"] == ["T802"]


def test_what_cannot_be_compared_with_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "报告.html"
    path.write_text(page(), encoding="utf-8")
    (tmp_path / "x.xlsx").write_bytes(b"no workbook")
    with pytest.raises(CannotWork):
        proofread(path, against=tmp_path / "x.xlsx")
    with pytest.raises(CannotWork):
        proofread(path, against=tmp_path / "absent.xlsx")
    with pytest.raises(CannotWork):
        proofread(tmp_path / "absent.html")


def test_a_document_without_tables_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "某市人民政府2024年政府信息公开工作年度报告\n收到政府信息公开申请5件。\n", encoding="utf-8"
    )
    found = proofread(path)
    assert codes(found) == ["T820"]


def test_the_command(tmp_path: Path) -> None:
    path = tmp_path / "报告.html"
    path.write_text(page(), encoding="utf-8")
    ran = run("proofread", path)
    assert ran.code == 0, ran
    path.write_text(page([one.replace("办结8件", "办结9件") for one in TRUE]), encoding="utf-8")
    ran = run("proofread", path, "--format", "json")
    assert ran.code == 1
    data = json.loads(ran.out)
    assert data["document"] == "报告.html"
    assert data["tables"]["requests.results_total.total"]["value"] == "8"
    assert [one["code"] for one in data["findings"]] == ["T801"]
    assert data["findings"][0]["places"] == ["第5段"]
    broken = [one for one in data["claims"] if one["verdict"] == "broken"]
    assert broken == [
        {
            "quote": "办结9件", "value": "9", "point": "requests.results_total.total",
            "verdict": "broken", "expected": "8", "paragraph": 5,
        }
    ]  # fmt: skip
    before = path.read_bytes()
    for wrong in (("--format", "xml"), ("--against", "absent.xlsx"), ("-o", path)):
        ran = run("proofread", path, *wrong)
        assert ran.code == 2, ran
        assert ran.out == ""
    assert path.read_bytes() == before


@pytest.mark.parametrize("code", sorted(SAMPLES))
def test_the_same_document_gives_the_same_findings(code: str, tmp_path: Path) -> None:
    first, second = SAMPLES[code](tmp_path), SAMPLES[code](tmp_path)
    assert first == second
