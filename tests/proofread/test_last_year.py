"""Changes since last year: judged where last year's report or workbook is given, else left open."""

from pathlib import Path

import pytest

from command import xl2report as run
from finished_reports import last_page, page, with_sentence
from xl2report.chain.errors import CannotWork
from xl2report.chain.proofread import proofread
from xl2report.work.proofread.model import Verdict


def said(sentence: str, folder: Path, *, last: bool = True) -> tuple[list[str], list[Verdict]]:
    """The codes of the findings on a report with one sentence more, and its verdicts."""
    path, before = folder / "报告.html", folder / "上年.html"
    path.write_text(page(with_sentence(sentence)), encoding="utf-8")
    before.write_text(last_page(), encoding="utf-8")
    found = proofread(path, last=before if last else None)
    told = [one.verdict for one in found.claims if one.spot.quote in sentence]
    return [one.code for one in found.findings], told


# Last year 8 came in, 7 were closed, 1 went to review; this year 10, 8 and 3.
@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("收到政府信息公开申请10件，同比增长25%。", []),
        ("收到政府信息公开申请10件，同比增长25.0%。", []),
        ("收到政府信息公开申请10件，比上年增加2件。", []),
        ("收到政府信息公开申请10件，较2023年增加2件，增长25%。", []),
        ("政府信息公开申请量同比增长25%。", []),
        ("收到政府信息公开申请10件，同比增长20%。", ["T822"]),
        ("收到政府信息公开申请10件，同比下降25%。", ["T822"]),
        ("收到政府信息公开申请10件，比上年增加3件。", ["T822"]),
        ("收到政府信息公开申请10件，与上年持平。", ["T822"]),
        ("收到政府信息公开申请10件，与上年基本持平。", []),
        ("办结政府信息公开申请8件，同比增长14.29%。", []),
        ("办结政府信息公开申请8件，同比增长14.28%。", ["T822"]),
        ("行政复议3件，比上年增加2件。", []),
        ("行政复议3件，比上年增加1件。", ["T822"]),
        ("2023年收到政府信息公开申请8件。", []),
        ("2023年收到政府信息公开申请9件。", ["T823"]),
        ("2022年收到政府信息公开申请9件。", []),
        ("收到申请10件，比2023年（8件）增长25%。", []),
        # The change fits the number that the sentence gives of last year, but last year's report has another.
        ("收到政府信息公开申请10件，比2023年（5件）增长100%。", ["T822"]),
        ("收到政府信息公开申请10件，比2022年增长300%。", []),
        ("政府网站访问量同比增长80%。", []),
        ("发布政策解读30篇，同比增长50%。", []),
        ("收到政府信息公开申请10件，同比增长约25%。", []),
    ],
)
def test_a_change_is_judged_by_last_years_report(
    sentence: str, codes: list[str], tmp_path: Path
) -> None:
    assert said(sentence, tmp_path)[0] == codes


@pytest.mark.parametrize(
    "sentence",
    ["收到政府信息公开申请10件，同比增长20%。", "2023年收到政府信息公开申请9件。"],
)
def test_without_last_year_it_is_left_open(sentence: str, tmp_path: Path) -> None:
    codes, verdicts = said(sentence, tmp_path, last=False)
    assert codes == []
    assert verdicts[-1] == "unassessable"


def test_a_report_of_another_year_is_refused(tmp_path: Path) -> None:
    path, before = tmp_path / "报告.html", tmp_path / "上年.html"
    path.write_text(page(), encoding="utf-8")
    before.write_text(last_page().replace("2023", "2019"), encoding="utf-8")
    with pytest.raises(CannotWork, match="2023"):
        proofread(path, last=before)
    with pytest.raises(CannotWork):
        proofread(path, last=tmp_path / "absent.html")
    (tmp_path / "空.txt").write_text("没有表", encoding="utf-8")
    with pytest.raises(CannotWork):
        proofread(path, last=tmp_path / "空.txt")


def test_a_report_under_another_name_counts_where_it_is_the_only_one(tmp_path: Path) -> None:
    path, before = tmp_path / "报告.html", tmp_path / "上年.html"
    path.write_text(
        page(with_sentence("收到政府信息公开申请10件，同比增长20%。")), encoding="utf-8"
    )
    before.write_text(last_page().replace("某市人民政府", "某市"), encoding="utf-8")
    assert [one.code for one in proofread(path, last=before).findings] == ["T822"]


def test_the_command_takes_it(tmp_path: Path) -> None:
    path, before = tmp_path / "报告.html", tmp_path / "上年.html"
    path.write_text(
        page(with_sentence("收到政府信息公开申请10件，同比增长20%。")), encoding="utf-8"
    )
    before.write_text(last_page(), encoding="utf-8")
    ran = run("proofread", path, "--last", before)
    assert ran.code == 0  # a warning
    assert "25%" in ran.out
    assert run("proofread", path, "--last", before, "-o", before).code == 2
    assert "2023" in before.read_text(encoding="utf-8")
