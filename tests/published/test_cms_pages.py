"""Whole pages as sites write them: every cell is right, in both editions."""

import gzip

import pytest

from published.cms_pages import PAGES
from published.judge import judged
from published.printed_reports import printed, seeded
from xl2report.chain.forms import open_plan
from xl2report.files.published.blocks import UnreadableDocument
from xl2report.files.published.opening import read_published
from xl2report.work.imported.importing import import_published

PLANS = [open_plan("disclosure-2019"), open_plan("disclosure-2021")]


@pytest.mark.parametrize("dress", PAGES)
@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize("seed", [1, 2])
def test_every_cell_of_the_page_is_right(dress: str, at: int, seed: int) -> None:
    report = printed(PLANS[at], seeded(seed), (2020, 2023)[at])
    found = import_published(read_published(PAGES[dress](report), "年报.html"), PLANS)
    count, wrong = judged(report, found)
    assert count["right"] == len(report.truth), wrong


def test_headings_with_wrong_spans_are_not_believed_where_the_row_does_not_add_up() -> None:
    report = printed(PLANS[1], seeded(1), 2023)
    total = next(
        cell
        for _, sheet in report.sheets
        for row in sheet
        for cell in row
        if cell.point == "requests.new_received.total"
    )
    total.text = str(int(total.text) + 1)
    page = PAGES["spans of headings wrong"](report)
    found = import_published(read_published(page, "年报.html"), PLANS)
    assert found is not None
    at = found.plan.index["requests.new_received.natural_person"]
    assert found.filing.state(at) == "missing"


def test_a_title_of_both_kinds_heads_no_table() -> None:
    report = printed(PLANS[1], seeded(1), 2023)
    page = PAGES["three small tables with titles before"](report).decode()
    page = page.replace("（一）行政复议<", "四、政府信息公开行政复议、行政诉讼情况<")
    found = import_published(read_published(page.encode(), "年报.html"), PLANS)
    assert found is not None
    assert found.filing.state(found.plan.index["disputes.review.upheld"]) == "missing"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (gzip.compress(b"\0" * 40_000_000), "too_large"),
        (gzip.compress(b"<html><p>x")[:-6], "damaged"),
        (gzip.compress(gzip.compress(b"x")), "unknown"),
        (gzip.compress(b"PK\3\4" + b"x" * 30), "unknown"),
        (gzip.compress(b"x" * 257 + b"ustar" + b"x" * 300), "unknown"),
        (gzip.compress(b"  "), "empty"),
        (b"\x1f\x8b\x08broken", "damaged"),
    ],
)
def test_what_is_gzipped_and_no_page_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_published(data, "年报.html")
    assert refused.value.reason == reason
