"""Pages copied as text by programs: each cell is read as it was printed, or told; none is misread."""

import pytest

from published.copied_texts import COPIES, copied
from published.judge import judged
from published.printed_reports import blanks, printed, seeded
from xl2report.chain.forms import open_plan
from xl2report.files.published.opening import read_published
from xl2report.form.plan import Plan
from xl2report.work.imported.importing import import_published

PLANS = [open_plan("disclosure-2019"), open_plan("disclosure-2021")]
# Where cells stand one a line without anything between them, empty ones leave no trace.
NO_TRACE = {"a_cell_a_line", "parted_by_blank_lines"}


@pytest.mark.parametrize("how", COPIES)
@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.form.id)
@pytest.mark.parametrize("seed", range(3))
def test_every_cell_of_a_copied_page_is_right(how: str, plan: Plan, seed: int) -> None:
    report = printed(plan, seeded(seed), 2020 if plan is PLANS[0] else 2023)
    found = import_published(read_published(copied(report, how), "年报.txt"), PLANS)
    count, wrong = judged(report, found)
    assert count["right"] == len(report.truth), wrong


@pytest.mark.parametrize("how", COPIES)
@pytest.mark.parametrize("seed", range(4))
def test_with_empty_cells_none_is_misread(how: str, seed: int) -> None:
    rng = seeded(seed)
    report = printed(PLANS[1], rng, 2023)
    blanks(report, rng)
    found = import_published(read_published(copied(report, how), "年报.txt"), PLANS)
    count, wrong = judged(report, found)
    assert not count["misread"], wrong
    if how not in NO_TRACE:
        assert count["right"] >= len(report.truth) * 0.98, wrong


def test_a_label_over_two_lines_and_its_bar_below() -> None:
    report = printed(PLANS[1], seeded(5), 2023)
    text = copied(report, "bars_on_their_own").decode().replace("商业企业\n", "商业\n企业\n")
    found = import_published(read_published(text.encode(), "年报.txt"), PLANS)
    assert judged(report, found)[0]["right"] == len(report.truth)


@pytest.mark.parametrize("how", ["a_cell_a_line", "parted_by_blank_lines", "a_bar_behind_each"])
def test_labels_over_two_lines_are_whole(how: str) -> None:
    report = printed(PLANS[1], seeded(5), 2023)
    text = copied(report, how).decode()
    gap = "\n\n" if how == "parted_by_blank_lines" else "\n"
    for first, second in (("商业", "企业"), ("科研", "机构"), ("结果", "纠正"), ("尚未", "审结")):
        text = text.replace(first + second, first + gap + second)
    found = import_published(read_published(text.encode(), "年报.txt"), PLANS)
    count, wrong = judged(report, found)
    assert count["right"] == len(report.truth), wrong


def test_bars_in_prose_are_no_table() -> None:
    text = "首页 | 政府信息公开 | 年报\n2023年收到申请3件。\n当前位置 |\n首页 |\n正文\n"
    document = read_published(text.encode(), "年报.txt")
    assert "2023年收到申请3件。" in [one.text for one in document.paragraphs]
    assert import_published(document, PLANS) is None


@pytest.mark.parametrize("how", sorted(set(COPIES) - NO_TRACE))
def test_rows_of_nothing_but_empty_cells_are_read_as_empty(how: str) -> None:
    report = printed(PLANS[1], seeded(9), 2023)
    for table, sheet in report.sheets:
        for row in sheet:
            for cell in row:
                if table == "requests" and cell.point and ".natural_person" not in cell.point:
                    cell.text = ""
                    report.truth[cell.point] = None
        if table == "requests":
            for cell in sheet[8]:
                if cell.point:
                    cell.text = ""
                    report.truth[cell.point] = None
    found = import_published(read_published(copied(report, how), "年报.txt"), PLANS)
    count, wrong = judged(report, found)
    assert count["right"] == len(report.truth), wrong


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("关于2022年度政府信息公开情况的报告", 2022),
        ("2022年政府信息公开工作总结", 2022),
        ("某局关于2022年信息公开年报", 2022),
        ("2022年全局工作总结", None),
    ],
)
def test_the_year_of_a_heading_that_is_like_no_title(title: str, year: int | None) -> None:
    report = printed(PLANS[1], seeded(1), 2023)
    lines = copied(report, "rows_with_bars").decode().replace("2023年，", "").split("\n")
    text = "\n".join([title, *lines[1:]])
    found = import_published(read_published(text.encode(), "报告.txt"), PLANS)
    assert found is not None
    assert found.filing.year == year


@pytest.mark.parametrize("line", ["a |", "短行", "|", "规章\n|"])
def test_long_runs_that_are_no_table_are_read_once(line: str) -> None:
    # Were each line tried anew, this would take hours.
    text = f"{line}\n" * 20_000
    document = read_published(text.encode(), "年报.txt")
    assert len(document.paragraphs) >= 20_000
