"""Reports as they were really published: every cell of their tables, and what is told of them."""

import json
from pathlib import Path
from typing import Any

import pytest

from published.pages import imported, state, value
from xl2report.work.imported.model import Imported

SHARED = Path(__file__).parents[3] / "shared"
RUSHAN = SHARED / "reference" / "rushan-2020-report.txt"
SHANGHAI = SHARED / "reports" / "shanghai-govoffice-2019.html"
CITY = SHARED / "reports" / "city-2025.html"


def read(path: Path) -> Imported:
    return imported(path.read_bytes(), path.name)


def codes_in_order(found: Imported) -> list[str]:
    return [finding.code for finding in found.findings]


def rushan_cells() -> dict[str, str]:
    """The published values by point, as the transcription has them."""
    data: dict[str, Any] = json.loads(RUSHAN.with_name("rushan-2020.json").read_text("utf-8"))
    cells: dict[str, str] = {}
    for block in data["table2"].values():
        for row, held in block["rows"].items():
            cells |= {f"proactive.{row}.{col}": str(one) for col, one in held["values"].items()}
    for row in data["table3"]["rows"]:
        cells |= {f"requests.{row['key']}.{col}": str(one) for col, one in row["values"].items()}
    for part in ("review", "suit_direct", "suit_after_review"):
        held = data["table4"][part]["values"]
        cells |= {f"disputes.{part}.{col}": str(one) for col, one in held.items()}
    return cells


@pytest.mark.skipif(
    not RUSHAN.is_file(), reason="../shared/reference/rushan-2020-report.txt is absent"
)
def test_rushan_2020_cell_by_cell() -> None:
    found = read(RUSHAN)
    plan, filing = found.plan, found.filing

    cells = rushan_cells()
    assert len(cells) == 198
    for point, printed in cells.items():
        number = plan.index[point]
        measure = plan.form.points[number].measure
        steps = filing.values[number]
        assert steps is not None, point
        assert measure.show(steps) == printed, point
        standing = filing.standing.get(number, steps)
        assert standing == steps, point
    assert (plan.form.id, filing.year, filing.reporter) == (
        "disclosure-2019",
        2020,
        "乳山市人民政府",
    )
    assert codes_in_order(found) == []
    assert set(filing.texts) == {text.id for text in plan.form.texts}
    assert filing.texts["requests"].startswith("2020年以来")
    assert filing.texts["other"].startswith("本年报所列数据的统计期限")


@pytest.mark.skipif(
    not SHANGHAI.is_file(), reason="../shared/reports/shanghai-govoffice-2019.html is absent"
)
def test_shanghai_2019_blanks_stay_blank() -> None:
    found = read(SHANGHAI)
    filing = found.filing

    assert (found.plan.form.id, filing.year) == ("disclosure-2019", 2019)
    assert filing.reporter == "上海市人民政府办公厅"
    # A table whose rows have their spans elsewhere than its headings.
    assert value(found, "proactive.normative_docs.public_total") == 368
    assert value(found, "proactive.central_procurement.projects") == 6
    assert value(found, "proactive.central_procurement.amount") == 25_100_000
    assert value(found, "requests.new_received.natural_person") == 821
    assert value(found, "requests.unable_not_held.legal_service") == 1
    assert state(found, "requests.new_received.research") == "blank"
    assert value(found, "disputes.review.upheld") == 5
    assert value(found, "disputes.suit_direct.pending") == 1
    assert codes_in_order(found) == ["P716", "P717", "P718", "P718"]
    blank_totals = next(one for one in found.findings if one.code == "P717")
    assert blank_totals.args["count"] == "11"
    printed = {
        point.id: filing.standing.get(number) for number, point in enumerate(found.plan.form.points)
    }
    assert printed["requests.results_total.natural_person"] == 767
    assert printed["requests.results_total.total"] == 805
    assert printed["requests.carried_out.total"] == 72
    assert set(filing.texts) == {
        "proactive",
        "requests",
        "management",
        "platform",
        "supervision",
        "problems",
        "other",
    }


@pytest.mark.skipif(not CITY.is_file(), reason="../shared/reports/city-2025.html is absent")
def test_a_city_2025() -> None:
    found = read(CITY)
    filing = found.filing

    assert (found.plan.form.id, filing.year, filing.reporter) == ("disclosure-2021", 2025, "测试市")
    assert codes_in_order(found) == []
    assert value(found, "proactive.fees.amount") == 316_441_000_000
    assert value(found, "requests.other_misc.legal_service") == 3
    assert value(found, "disputes.suit_after_review.total") == 156
    assert not filing.odd
    assert filing.places[found.plan.index["requests.new_received.natural_person"]] == (
        "第2个表格",
        "第4行 自然人",
    )
