"""`import`, case by case: what real pages do to the tables, and what must come of it."""

from pathlib import Path

import pytest

import city
from command import clear, xl2report
from published.judge import judged
from published.pages import (
    NEW,
    OLD,
    cell_of,
    codes,
    imported,
    one_other_row,
    page,
    sheet_of,
    state,
    value,
)
from published.printed_reports import (
    DAMAGES,
    Printed,
    as_docx,
    as_html,
    blocks,
    printed,
    seeded,
)
from xl2report.chain.imported import import_document

OTHERS = ("other_no_correction", "other_fee_unpaid", "other_misc")


def test_one_row_for_other_results_is_not_divided() -> None:
    report = printed(NEW, seeded(1), 2022)
    one_other_row(report, ["3", "0", "0", "0", "0", "0", "3"])

    found = imported(page(report))

    assert "P707" in codes(found)
    assert [state(found, f"requests.{row}.natural_person") for row in OTHERS] == ["missing"] * 3
    # No parts of nothing: these are zero for certain.
    assert [value(found, f"requests.{row}.business") for row in OTHERS] == [0, 0, 0]
    told = next(one for one in found.findings if one.code == "P707")
    assert "3、0、0、0、0、0" in told.message("zh")


def test_one_row_of_zeros_is_zero_in_all_its_parts() -> None:
    report = printed(NEW, seeded(2), 2022)
    one_other_row(report, ["0"] * 7)

    found = imported(page(report))

    assert "P707" not in codes(found)
    assert "P722" in codes(found)
    assert all(value(found, f"requests.{row}.natural_person") == 0 for row in OTHERS)


@pytest.mark.parametrize(
    ("heading", "text", "steps", "code"),
    [
        ("采购总金额", "251000元", 25_100_000, ""),
        ("采购总金额", "251,000.50", 25_100_050, ""),
        ("采购总金额", "240万元", 240_000_000, "P714"),
        ("采购总金额（万元）", "25.1", 25_100_000, "P714"),
        ("采购总金额（单位：万元）", "25.1万元", 25_100_000, "P714"),
        ("采购总金额", "约240万元", None, "P710"),
        ("采购总金额", "-", None, "P710"),
        ("采购总金额", "1.2.3", None, "P710"),
    ],
)
def test_amounts(heading: str, text: str, steps: int | None, code: str) -> None:
    report = printed(OLD, seeded(3), 2020)
    point = "proactive.central_procurement.amount"
    cell_of(report, point).text = text
    for row in sheet_of(report, "proactive"):
        for cell in row:
            if cell.text == "采购总金额":
                cell.text = heading

    found = imported(page(report))

    assert value(found, point) == steps
    assert code in codes(found) or not code
    assert state(found, point) == ("number" if steps else "text")


@pytest.mark.parametrize(
    ("text", "steps", "code"),
    [
        ("22（其中修订16件）", 22, "P713"),
        ("22（16）", None, "P710"),
        ("２２件", 22, ""),
        ("1 234", None, "P710"),
        ("1,234", 1234, ""),
        ("无", None, "P710"),
        ("/", None, "P710"),
        ("22%", None, "P710"),
        ("-3", None, "P710"),
        ("2.5", None, "P710"),
        ("22-25", None, "P710"),
        ("二十二", None, "P710"),
        ("O", None, "P710"),
    ],
)
def test_counts(text: str, steps: int | None, code: str) -> None:
    report = printed(NEW, seeded(4), 2023)
    point = "proactive.normative_docs.issued"
    cell_of(report, point).text = text

    found = imported(page(report))

    assert value(found, point) == steps
    assert (code in codes(found)) if code else not codes(found)


def test_a_total_that_is_wrong_is_told_with_both_numbers() -> None:
    report = printed(NEW, seeded(5), 2023)
    point = "requests.granted.total"
    right = report.truth[point]
    assert right is not None
    cell_of(report, point).text = str(right + 2)

    found = imported(page(report))

    told = next(one for one in found.findings if one.code == "P712")
    assert (told.left, told.right, told.difference) == (str(right + 2), str(right), "2")
    assert told.point == point
    assert "第2个表格" in told.where


def test_a_blank_total_is_computed_and_told() -> None:
    report = printed(NEW, seeded(6), 2023)
    cell_of(report, "requests.granted.total").text = ""

    found = imported(page(report))

    assert value(found, "requests.granted.total") == report.truth["requests.granted.total"]
    assert "P717" in codes(found)


def test_printed_totals_of_blank_parts_are_not_lost() -> None:
    report = printed(NEW, seeded(7), 2023)
    cell_of(report, "requests.granted.research").text = ""
    total = str(report.truth["requests.granted.total"])

    found = imported(page(report))

    assert value(found, "requests.granted.research") is None
    assert {"P716", "P718"} <= codes(found)
    assert total in next(one for one in found.findings if one.code == "P716").message("zh")


def test_the_tables_decide_the_edition_and_the_year_is_told() -> None:
    report = printed(OLD, seeded(8), 2022)

    found = imported(page(report))

    assert found.plan.form.id == "disclosure-2019"
    assert found.filing.year == 2022
    assert "P702" in codes(found)


def test_disputes_line_by_line() -> None:
    report = printed(NEW, seeded(9), 2023)
    heads = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    sheet = [[Printed("类别", kind="header"), *(Printed(head, kind="header") for head in heads)]]
    for label, row in (
        ("行政复议", "review"),
        ("未经复议直接起诉", "suit_direct"),
        ("复议后起诉", "suit_after_review"),
    ):
        points = [
            f"disputes.{row}.{one}"
            for one in ("upheld", "corrected", "other_result", "pending", "total")
        ]
        sheet.append(
            [
                Printed(label, kind="label"),
                *(Printed(cell_of(report, point).text, point=point) for point in points),
            ]
        )
    report.sheets = [*report.sheets[:2], ("disputes", sheet)]

    count, wrong = judged(report, imported(page(report)))

    assert wrong == []
    assert count["right"] == len(report.truth)


def test_disputes_in_two_tables() -> None:
    report = printed(NEW, seeded(10), 2023)
    sheet = sheet_of(report, "disputes")
    review = [[sheet[0][0]], sheet[1][:5], sheet[3][:5]]
    suits = [[sheet[0][1]], sheet[1][5:], sheet[2], sheet[3][5:]]
    for cell in review[1]:
        cell.down = 1
    report.sheets = [*report.sheets[:2], ("disputes", review), ("disputes", suits)]

    count, wrong = judged(report, imported(page(report)))

    assert wrong == []
    assert count["right"] == len(report.truth)


def test_all_tables_in_one() -> None:
    report = printed(NEW, seeded(11), 2023)
    together = [row for _, sheet in report.sheets for row in sheet]
    report.sheets = [("proactive", together)]

    count, wrong = judged(report, imported(page(report)))

    assert not [one for one in wrong if one.startswith("!")]
    assert count["right"] == len(report.truth)


def test_an_unknown_heading_is_no_known_column() -> None:
    report = printed(NEW, seeded(12), 2023)
    next(
        c for row in sheet_of(report, "requests") for c in row if c.text == "科研机构"
    ).text = "事业单位"

    found = imported(page(report))

    assert state(found, "requests.granted.research") == "missing"
    count, wrong = judged(report, found)
    assert not [one for one in wrong if one.startswith("!")]
    assert count["right"] > 160


def test_a_whole_missing_table_is_told() -> None:
    report = printed(NEW, seeded(13), 2023)
    report.sheets = [sheet for sheet in report.sheets if sheet[0] != "disputes"]

    found = imported(page(report))

    assert [one.where for one in found.findings if one.code == "P708"] == [
        NEW.form.table("disputes").title
    ]


def test_two_versions_of_a_figure_are_neither() -> None:
    report = printed(NEW, seeded(14), 2023)
    other = printed(NEW, seeded(14), 2023)
    point = "disputes.review.upheld"
    cell_of(other, point).text = "987654"
    report.sheets.append(("disputes", sheet_of(other, "disputes")))

    found = imported(page(report))

    assert state(found, point) == "missing"
    assert "P706" in codes(found)
    assert value(found, "disputes.review.corrected") == report.truth["disputes.review.corrected"]


def test_text_tables_with_columns_in_another_order() -> None:
    report = printed(NEW, seeded(21), 2023)
    DAMAGES["moved_columns"](report, seeded(21))
    lines = "\n".join(
        block
        if isinstance(block, str)
        else "\n".join(" ".join(c.text for c in row if c.text) for row in block)
        for block in blocks(report)
    )

    count, wrong = judged(report, imported(lines.encode(), "年报.txt"))

    assert not [one for one in wrong if one.startswith("!")]
    assert count["right"] == len(report.truth)


@pytest.mark.parametrize("damage", ["lost_cell", "more_cell"])
@pytest.mark.parametrize("seed", range(6))
def test_an_uneven_row_of_a_turned_table_moves_nothing(seed: int, damage: str) -> None:
    report = printed(NEW, seeded(seed), 2023)
    report.sheets = [sheet for sheet in report.sheets if sheet[0] == "requests"]
    report.truth = {key: one for key, one in report.truth.items() if key.startswith("requests")}
    DAMAGES["transposed"](report, seeded(seed))
    DAMAGES[damage](report, seeded(seed))

    count, wrong = judged(report, imported(page(report)))

    assert not [one for one in wrong if one.startswith("!")]
    assert count["right"] > 100


def test_a_row_cut_by_a_page_is_not_taken_for_whole() -> None:
    report = printed(NEW, seeded(22), 2023)
    sheet = sheet_of(report, "requests")
    cut = next(n for n, row in enumerate(sheet) if any("granted" in cell.point for cell in row))
    rest = [[Printed("", 1, 3, "label"), *(Printed("77") for _ in range(7))]]
    for row in sheet[:cut]:
        for cell in row:
            cell.down = min(cell.down, cut)
    report.sheets[1:2] = [("requests", sheet[:cut]), ("requests", [*rest, *sheet[cut:]])]

    found = imported(page(report))

    assert state(found, "requests.carried_in.natural_person") == "missing"
    assert "P704" in codes(found)


def test_subtotals_that_nobody_asked_for() -> None:
    report = printed(NEW, seeded(23), 2023)
    sheet = sheet_of(report, "requests")
    at = next(n for n, row in enumerate(sheet) if any("denied_state" in cell.point for cell in row))
    sheet.insert(at, [Printed("（三）不予公开", 1, 2, "label"), *(Printed("5") for _ in range(7))])
    next(c for row in sheet for c in row if c.kind == "group" and c.down > 10).down += 1

    found = imported(page(report))

    assert judged(report, found)[1] == []
    assert codes(found) == set()


def test_a_column_of_subtotals_is_no_total() -> None:
    report = printed(NEW, seeded(24), 2023)
    sheet = sheet_of(report, "requests")
    sheet[1][1].across += 1
    sheet[0][1].across += 1
    sheet[2].append(Printed("小计", kind="header"))
    for row in sheet[3:]:
        row.insert(len(row) - 1, Printed("5"))

    assert judged(report, imported(page(report)))[1] == []


@pytest.mark.parametrize(
    ("title", "year", "reporter"),
    [
        ("乳山市民政局2023年政府信息公开工作年度报告", 2023, "乳山市民政局"),
        ("2023年乳山市民政局政府信息公开工作年度报告", 2023, "乳山市民政局"),
        ("乳山市民政局 2023年度政府信息公开工作报告", 2023, "乳山市民政局"),
        ("乳山市民政局政府信息公开年度报告（2023年度）", 2023, "乳山市民政局"),
        ("乳山市民政局政府信息公开工作年度报告（二〇二三年）", 2023, "乳山市民政局"),
        ("《乳山市人民政府2023年政府信息公开工作年度报告》", 2023, "乳山市人民政府"),
        ("2023年政府信息公开工作年度报告", 2023, ""),
    ],
)
def test_titles(title: str, year: int, reporter: str) -> None:
    report = printed(NEW, seeded(15), 2023)

    found = imported(page(report, title=title))

    assert (found.filing.year, found.filing.reporter) == (year, reporter)


def test_the_words_of_each_part() -> None:
    report = printed(NEW, seeded(16), 2023)

    texts = imported(page(report)).filing.texts

    assert texts == {
        "overview": "2023年，本单位做好政府信息公开工作。",
        "proactive": "公开信息若干条。",
        "requests": "依法办理申请。",
        "problems": "主要问题：队伍建设有待加强。",
        "other": "无。",
    }


def test_the_command(tmp_path: Path) -> None:
    report = printed(NEW, seeded(17), 2024)
    (tmp_path / "年报.docx").write_bytes(as_docx(report, seeded(17)))

    ran = xl2report("import", "年报.docx", "-o", "年报.xlsx", cwd=tmp_path)

    assert (ran.code, ran.err.strip()) == (0, "年报.xlsx")
    assert "disclosure-2021，2024 年度，测试市某某局" in ran.out
    read = xl2report("read", "年报.xlsx", cwd=tmp_path).data[0]
    for point, steps in report.truth.items():
        measure = NEW.form.points[NEW.index[point]].measure
        assert read["values"][point]["value"] == (None if steps is None else measure.show(steps))
    assert read["texts"]["overview"].startswith("2024年")


def test_json_and_exit_code(tmp_path: Path) -> None:
    report = printed(NEW, seeded(18), 2024)
    cell_of(report, "requests.granted.business").text = "若干"
    (tmp_path / "年报.html").write_bytes(page(report))

    ran = xl2report("import", "年报.html", "-o", "a.xlsx", "--format", "json", cwd=tmp_path)

    assert ran.code == 1
    told = ran.data["values"]["requests.granted.business"]
    assert (told["state"], told["text"]) == ("text", "若干")
    assert told["place"] == "第2个表格!第6行 商业企业"
    assert {"P710", "P716"} <= {finding["code"] for finding in ran.data["findings"]}


def test_the_same_document_gives_the_same_bytes(tmp_path: Path) -> None:
    report = printed(NEW, seeded(19), 2024)
    (tmp_path / "a.html").write_bytes(as_html(report, seeded(19)))

    one = import_document(tmp_path / "a.html", tmp_path / "1.xlsx").workbook.read_bytes()
    other = import_document(tmp_path / "a.html", tmp_path / "2.xlsx").workbook.read_bytes()

    assert one == other


def test_without_a_year_it_asks(tmp_path: Path) -> None:
    report = printed(NEW, seeded(20), 2024)
    said = page(report, title="政府信息公开工作年度报告")
    (tmp_path / "a.html").write_bytes(said.replace("2024年，本单位".encode(), "本单位".encode()))

    assert "--year" in clear(xl2report("import", "a.html", "-o", "a.xlsx", cwd=tmp_path))
    assert not (tmp_path / "a.xlsx").exists()
    ran = xl2report("import", "a.html", "-o", "a.xlsx", "--year", "2024", cwd=tmp_path)
    assert ran.code == 0


def test_a_workbook_is_no_document(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(city.book("civil_affairs"))

    clear(xl2report("import", "a.xlsx", "-o", "b.xlsx", cwd=tmp_path))
    clear(xl2report("import", "a.xlsx", "-o", "a.xlsx", cwd=tmp_path))
