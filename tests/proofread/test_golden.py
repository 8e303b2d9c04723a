"""The published reports that are known fault by fault: just these findings, and nothing else."""

from collections import Counter
from pathlib import Path

import pytest

from xl2report.chain.proofread import proofread
from xl2report.work.proofread.model import Proofread

SHARED = Path(__file__).parents[3] / "shared"
RUSHAN = SHARED / "reference" / "rushan-2020-report.txt"
SHANGHAI = SHARED / "reports" / "shanghai-govoffice-2019.html"
CITY = SHARED / "reports" / "city-2025.html"


def read(path: Path) -> Proofread:
    if not path.is_file():
        pytest.skip(f"{path.name} is absent")
    return proofread(path)


def told(found: Proofread, level: str) -> list[tuple[str, str, str]]:
    return sorted(
        (one.code, one.args.get("found", ""), one.right)
        for one in found.findings
        if one.level == level
    )


def test_rushan_has_three_errors_and_five_warnings() -> None:
    found = read(RUSHAN)
    assert told(found, "error") == [
        ("T801", "依法依规答复54件", "53"),
        ("T804", "当面提交申请的2件，占3％", "4%"),
        ("T804", "部分公开2件，占3%", "4%"),
    ]
    assert [(code, words) for code, words, _ in told(found, "warning")] == [
        ("T808", "全市本年度内共受理政府信息公开申请54件"),
        ("T809", "结转下年度1件"),
        ("T810", "规范性文件4个"),
        ("T811", "按照2020年乳山市人民政府办公室政府信息公开工作实际编制而成"),
        ("T812", ""),
    ]
    assert told(found, "information") == []
    assert found.errors == 3
    assert not found.clean


def test_rushan_claims() -> None:
    claims = {(one.spot.quote, one.verdict, one.expected) for one in read(RUSHAN).claims}
    assert ("依法依规答复54件", "broken", "53") in claims
    assert ("予以公开25件", "holds", "25") in claims
    assert ("有3件因政府信息公开引起的行政诉讼", "holds", "3") in claims
    # 53 stands in the table too, but a press conference is no request.
    assert ("53次", "unassessable", "") in claims
    verdicts = Counter(verdict for _, verdict, _ in claims)
    assert verdicts["broken"] == 4


def test_shanghai() -> None:
    found = read(SHANGHAI)
    assert told(found, "error") == [
        ("T801", "予以公开及部分公开258件", "275"),
        ("T801", "因本机关不掌握等原因无法提供265件", "337"),
        ("T803", "予以公开及部分公开258件，占33.9%", "34.2%"),
        ("T804", "不予公开35件，占4.34%", "4.35%"),
        ("T806", "均获维持", "5"),
    ]
    (blank,) = (one for one in found.findings if one.level == "warning")
    assert (blank.code, blank.args["count"], len(blank.places)) == ("T816", "11", 11)


def test_the_city_of_2025_has_no_error() -> None:
    found = read(CITY)
    assert told(found, "error") == []
    assert {one.code for one in found.findings} <= {"T812", "T813"}
    assert found.clean
