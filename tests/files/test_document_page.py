"""The printed page, measured: GB/T 9704 in the PDF that LibreOffice makes of the report."""

import re
import shutil
import subprocess
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import etree

from conftest import Soffice
from page_samples import full_story
from word_files import fifteen_columns, paragraph, small_table, story, table
from xl2report.files.document.base import make_base
from xl2report.files.document.writer import write_document
from xl2report.ground.grids import GridCell
from xl2report.work.narrative.story import Paragraph, StoryTable

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
LEFT, RIGHT, TOP, BOTTOM = 28 * MM, WIDTH - 26 * MM, 37 * MM, HEIGHT - 35 * MM
BOTTOM_EDGE = 35 * MM
NEAR = 0.8  # points: rounding to twips, and the bearing of a glyph

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed"),
]


class Line(NamedTuple):
    """A line of print: its text and where it lies on the page, in points from the top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class Page(NamedTuple):
    """A page of the PDF: its size and its lines from top to bottom."""

    width: float
    height: float
    lines: list[Line]


def printed(
    soffice: Soffice, folder: Path, *blocks: Paragraph | StoryTable, draft: str = ""
) -> list[Page]:
    source = folder / "report.docx"
    source.write_bytes(write_document(story(*blocks, draft=draft), make_base()))
    pdf = soffice.convert(source, "pdf", folder / "out")
    run = subprocess.run(
        ["pdftotext", "-bbox", str(pdf), "-"],  # noqa: S607
        capture_output=True,
        check=True,
    )
    root = etree.fromstring(re.sub(rb"<title>.*?</title>", b"", run.stdout, flags=re.DOTALL))
    pages = []
    for page in root.iter("{*}page"):
        lines: list[Line] = []
        lying = float(page.get("width")) > float(page.get("height"))
        # What is written down the edge of a turned page is one line, read from top to bottom.
        edge = [word for word in page if lying and float(word.get("xMax")) < BOTTOM_EDGE]
        for word in sorted(
            set(page) - set(edge),
            key=lambda word: (round(float(word.get("yMin"))), float(word.get("xMin"))),
        ):
            box = [float(word.get(side)) for side in ("xMin", "yMin", "xMax", "yMax")]
            same = lines and abs(lines[-1].top - box[1]) < 3
            if same:
                last = lines.pop()
                lines.append(Line(last.text + word.text, last.left, last.top, box[2], box[3]))
            else:
                lines.append(Line(word.text, *box))
        if edge:
            sides = [
                [float(word.get(side)) for word in edge]
                for side in ("xMin", "yMin", "xMax", "yMax")
            ]
            words = sorted(edge, key=lambda word: float(word.get("yMin")))
            left, top, right, bottom = sides
            text = "".join(word.text for word in words)
            lines.append(Line(text, min(left), min(top), max(right), max(bottom)))
        pages.append(Page(float(page.get("width")), float(page.get("height")), lines))
    return pages


def test_text_lies_in_156_by_225_mm_22_lines_of_28_characters(
    tmp_path: Path, soffice: Soffice
) -> None:
    running = "全年公开政府信息并依法答复申请" * 140
    pages = printed(soffice, tmp_path, paragraph("body", running))

    page = pages[1]
    *lines, _ = page.lines
    assert (page.width, page.height) == pytest.approx((WIDTH, HEIGHT), abs=1)
    assert [len(line.text) for line in lines] == [28] * 22
    assert {round(line.left - LEFT, 1) for line in lines} <= {-0.1, 0.0, 0.1}
    assert all(line.right <= RIGHT + NEAR for line in lines)
    # 28 characters take all of the 156 mm but for a part of one character
    assert min(line.right for line in lines) > RIGHT - 8
    pitches = [below.top - above.top for above, below in pairwise(lines)]
    assert pitches == pytest.approx([225 * MM / 22] * 21, abs=0.1)
    # the first line hangs in its 28.95 pt, the last ends within the 225 mm
    assert TOP <= lines[0].top <= TOP + 225 * MM / 22
    assert lines[-1].bottom <= BOTTOM + 225 * MM / 22 - 16


def test_first_lines_are_indented_by_two_characters(tmp_path: Path, soffice: Soffice) -> None:
    blocks = (
        paragraph("heading1", "一、总体情况"),
        paragraph("heading2", "（一）主动公开"),
        paragraph("body", "全年公开政府信息并依法答复申请" * 3),
    )
    lines = printed(soffice, tmp_path, *blocks)[0].lines
    indents = {line.text[:4]: line.left - LEFT for line in lines}

    for words in ("一、总体", "（一）主", "全年公开"):
        assert indents[words] == pytest.approx(2 * 15.75, abs=NEAR)


def test_page_numbers_stand_a_character_in_right_on_odd_and_left_on_even_pages(
    tmp_path: Path, soffice: Soffice
) -> None:
    pages = printed(soffice, tmp_path, paragraph("body", "全年公开政府信息" * 300))

    assert len(pages) >= 4
    for number, page in enumerate(pages, 1):
        line = page.lines[-1]
        assert line.text == f"—{number}—"
        if number % 2:
            assert line.right == pytest.approx(RIGHT - 14, abs=NEAR)
        else:
            assert line.left == pytest.approx(LEFT + 14, abs=NEAR)
        # the dash in its middle is about 7 mm under the text
        assert (line.top + line.bottom) / 2 - BOTTOM == pytest.approx(7 * MM, abs=3)


def test_title_is_centred_in_22_points(tmp_path: Path, soffice: Soffice) -> None:
    first = printed(soffice, tmp_path, paragraph("body", "正文"))[0].lines[0]

    assert (first.left + first.right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=2)
    chinese, digits = 17, 4
    assert first.text == "甲县2022年政府信息公开工作年度报告"
    assert first.right - first.left == pytest.approx(22 * (chinese + digits / 2), rel=0.06)


def test_long_table_repeats_its_headings_and_breaks_no_row(
    tmp_path: Path, soffice: Soffice
) -> None:
    # every row has two lines, so that a row parted between pages would show
    cells = [GridCell(1, 1, 1, 1, "header", "表头甲"), GridCell(1, 2, 1, 1, "header", "表头乙")]
    for row in range(2, 62):
        cells.append(GridCell(row, 1, 1, 1, "label", f"第{row}行上\n第{row}行下"))
        cells.append(GridCell(row, 2, 1, 1, "value", f"{row}"))
    pages = printed(soffice, tmp_path, table(*cells, heading_rows=1))

    held = [page for page in pages if any("行上" in line.text for line in page.lines)]
    assert len(held) >= 2
    for page in held:
        words = "".join(line.text for line in page.lines)
        assert words.count("表头甲") == 1
        for row in range(2, 62):
            assert (f"第{row}行上" in words) == (f"第{row}行下" in words)
        assert all(line.left >= LEFT - 1 and line.right <= RIGHT + 1 for line in page.lines)


@pytest.mark.parametrize("draft", ["", "缺数"])
def test_wide_table_is_printed_on_a_lying_page_within_its_margins(
    tmp_path: Path, soffice: Soffice, draft: str
) -> None:
    blocks = (
        paragraph("heading1", "四、表"),
        fifteen_columns("1234567"),
        paragraph("body", "后文"),
    )
    pages = printed(
        soffice, tmp_path, paragraph("body", "前文"), small_table(), *blocks, draft=draft
    )

    lying = [page for page in pages if page.width > page.height]
    assert len(pages) == 3
    assert len(lying) == 1
    texts = [line.text for line in lying[0].lines]
    assert "四、表" in texts
    assert "1234567" in "".join(texts)
    assert "后文" not in "".join(texts)
    assert "—2—" in texts
    # a section of its own has the mark of the draft too
    assert [any(f"草稿：{draft}" in line.text for line in page.lines) for page in pages] == [
        bool(draft)
    ] * 3
    inner = [line for line in lying[0].lines if line.text not in ("—2—", f"草稿：{draft}", "草稿")]
    for line in inner:
        assert line.left >= 35 * MM - 1
        assert line.right <= HEIGHT - 37 * MM + 1
        assert line.top >= 28 * MM - 1
        assert line.bottom <= WIDTH - 26 * MM + 1


def test_the_number_of_a_turned_page_is_on_the_edge_of_all_others(
    tmp_path: Path, soffice: Soffice
) -> None:
    """As if the page were held upright: right at the foot of an odd page, left of an even one."""
    wide = replace(small_table(), landscape=True)
    blocks = (paragraph("heading1", "甲"), wide, paragraph("heading1", "乙"), wide)
    pages = printed(soffice, tmp_path, paragraph("body", "前文"), *blocks, paragraph("body", "文"))
    assert [page.width > page.height for page in pages] == [False, True, True, False]
    odd, even, second, first = (
        next(line for line in pages[at].lines if line.text == f"—{at + 1}—") for at in (0, 3, 1, 2)
    )

    for lying, upright in ((first, odd), (second, even)):
        # Turned with its left edge up: what was at the foot is at the left, what was left is above.
        assert (lying.left + lying.right) / 2 == pytest.approx(
            HEIGHT - (upright.top + upright.bottom) / 2, abs=1
        )
        assert (lying.top, lying.bottom) == pytest.approx((upright.left, upright.right), abs=3)
    assert even.left < WIDTH / 4 < WIDTH * 3 / 4 < odd.right


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_every_table_stands_under_its_heading_whatever_fonts_there_are(
    tmp_path: Path, soffice: Soffice, edition: str
) -> None:
    """Where office fonts are missing, others set lines higher; a page planned full is not overrun."""
    report = full_story(edition)
    pages = printed(soffice, tmp_path, *report.blocks)
    texts = ["".join(line.text for line in page.lines) for page in pages]

    for block in report.blocks:
        if isinstance(block, StoryTable):
            (head,) = [text for text in texts if block.title in text and text != texts[0]]
            last = max(
                (cell for cell in block.grid.cells if cell.kind == "value"),
                key=lambda cell: (cell.row, cell.col),
            )
            assert last.text in head
            first = next(cell.text for cell in block.grid.cells if cell.kind == "header")
            assert first.replace("\n", "") in head
