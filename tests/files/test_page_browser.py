"""The pages in headless Chromium: axe-core finds nothing, phones can read them, paper keeps its rows.

Skipped by name where no Chromium, or no axe-core, is there.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from browser import Browser, find_axe, find_browser
from page_samples import LYING, STANDING, full_story
from xl2report.files.page.writer import write_fragment, write_page
from xl2report.work.narrative.story import Paragraph, Run, Story, StoryTable
from xl2report.work.origins import Origin

AXE = find_axe()
pytestmark = pytest.mark.skipif(find_browser() is None, reason="Chromium is not installed")
NOWHERE = Origin("", "", "")
needs_axe = pytest.mark.skipif(AXE is None, reason="axe-core is not installed")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser() as opened:
        yield opened


def sample(edition: str, *, draft: str = "") -> Story:
    report = full_story(edition)
    missing = Paragraph("body", (Run("培训"), Run("〔待填：次数〕", missing=True), Run("次。")))
    return replace(report, draft=draft, blocks=(*report.blocks, missing))


def pages(edition: str) -> dict[str, str]:
    charts = (LYING._replace(table="requests"), STANDING)
    fragment = write_fragment(sample(edition, draft="尚有1处错误"), charts)
    return {
        "page": write_page(sample(edition), charts),
        "traced": write_page(sample(edition), charts, trace={"": NOWHERE}),
        "draft": write_page(sample(edition, draft="尚有1处错误未改正")),
        # As a website has it: within a page of its own.
        "fragment": '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>网站</title>'
        '<meta name="viewport" content="width=device-width"></head><body><main>'
        f"{fragment}</main></body></html>",
    }


@needs_axe
@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("kind", ["page", "traced", "draft", "fragment"])
def test_axe_finds_no_violation(browser: Browser, tmp_path: Path, edition: str, kind: str) -> None:
    assert AXE is not None
    path = tmp_path / "page.html"
    path.write_text(pages(edition)[kind], encoding="utf-8")
    for width, phone in ((1280, False), (360, True)):
        browser.open(path, width, 800, phone=phone)
        assert browser.violations(AXE) == []


@needs_axe
def test_axe_would_find_something(browser: Browser, tmp_path: Path) -> None:
    assert AXE is not None
    path = tmp_path / "page.html"
    text = pages("2021")["page"].replace(' lang="zh-CN"', "")
    # The page's own policy would not let a changed style sheet apply.
    text = re.sub("<meta http-equiv[^>]*>", "", text).replace("--ink: #1b1f24", "--ink: #c9c9c9")
    path.write_text(text, encoding="utf-8")
    browser.open(path)

    found = " ".join(browser.violations(AXE))
    assert "html-has-lang" in found
    assert "color-contrast" in found


@pytest.mark.parametrize("kind", ["page", "traced", "draft", "fragment"])
def test_a_phone_scrolls_tables_sideways_and_nothing_else(
    browser: Browser, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "page.html"
    path.write_text(pages("2021")[kind], encoding="utf-8")
    browser.open(path, 360, 740, phone=True)

    assert browser.value("document.documentElement.scrollWidth") == 360
    wide = "[...document.querySelectorAll('[role=region]')].map(e => e.scrollWidth > e.clientWidth)"
    assert browser.value(wide) == [False, True, True]
    small = "[...document.querySelectorAll('td, th, p')].map(e => parseFloat(getComputedStyle(e).fontSize))"
    assert min(browser.value(small)) >= 12


def test_no_word_of_a_table_is_cut(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(pages("2021")["page"], encoding="utf-8")
    cut = (
        "[...document.querySelectorAll('td, th')].filter(e => e.scrollWidth > e.clientWidth + 1"
        " || e.scrollHeight > e.clientHeight + 1).map(e => e.textContent)"
    )
    for width, phone in ((1280, False), (360, True)):
        browser.open(path, width, 800, phone=phone)
        assert browser.value(cut) == []


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_paper_repeats_heads_and_numbers_and_the_draft_mark(
    browser: Browser, tmp_path: Path
) -> None:
    report = full_story("2021")
    # A table of several pages: its body's rows twelve times.
    tall = next(
        one for one in report.blocks if isinstance(one, StoryTable) and one.id == "requests"
    )
    body = [cell for cell in tall.grid.cells if cell.row in (4, 5)]
    more = [
        cell._replace(row=cell.row + 2 * at) for at in range(40) for cell in body
    ]  # fmt: skip
    head = [cell for cell in tall.grid.cells if cell.row <= 3]
    grid = tall.grid._replace(rows=83, cells=(*head, *more))
    blocks = tuple(replace(tall, grid=grid) if one is tall else one for one in report.blocks)
    path = tmp_path / "page.html"
    path.write_text(
        write_page(replace(report, blocks=blocks, draft="尚有1处错误")), encoding="utf-8"
    )
    browser.open(path)
    printed = tmp_path / "page.pdf"
    printed.write_bytes(browser.printed())
    text = subprocess.run(
        ["pdftotext", "-layout", printed, "-"],  # noqa: S607 - poppler, wherever it lies
        capture_output=True, check=True,
    ).stdout.decode()  # fmt: skip
    sheets = text.rstrip("\f").split("\f")

    assert len(sheets) >= 6
    for number, sheet in enumerate(sheets, 1):
        assert "草稿：尚有1处错误" in sheet, number
    # The page that lies bears its number too, which stands on its side there.
    numbers = [
        re.findall(r"—\s*(\d+)\s*—", sheet) or re.findall(r"(?m)^ *(\d+)$", sheet)
        for sheet in sheets
    ]
    assert numbers == [[str(number)] for number in range(1, len(sheets) + 1)]
    assert sum("申请人情况" in sheet for sheet in sheets) >= 2
    sizes = subprocess.run(
        ["pdfinfo", "-f", "1", "-l", "99", printed],  # noqa: S607 - poppler, wherever it lies
        capture_output=True, check=True,
    ).stdout.decode()  # fmt: skip
    lying = [
        line
        for line in sizes.splitlines()
        if "size:" in line and "841" in line.split("size:")[1].split("x")[0]
    ]
    assert len(lying) == 1


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_on_paper_a_table_stays_on_its_page_and_numbers_on_their_edge(
    browser: Browser, tmp_path: Path, edition: str
) -> None:
    path, printed = tmp_path / "page.html", tmp_path / "page.pdf"
    path.write_text(write_page(sample(edition)), encoding="utf-8")
    browser.open(path)
    printed.write_bytes(browser.printed())
    read = subprocess.run(
        ["pdftotext", "-bbox", printed, "-"],  # noqa: S607 - poppler, wherever it lies
        capture_output=True, check=True,
    ).stdout  # fmt: skip
    pages = list(etree.fromstring(re.sub(rb"<title>.*?</title>", b"", read)).iter("{*}page"))

    assert sum("申请人情况" in {word.text for word in page} for page in pages) == 1
    for number, page in enumerate(pages, 1):
        (found,) = [word for word in page if word.text == str(number) and _outside(page, word)]
        x, y = float(found.get("xMin")), float(found.get("yMin"))
        wide, high = float(page.get("width")), float(page.get("height"))
        if wide > high:
            # Turned with the left edge up: the foot is at the left, what was left is above.
            assert x < 99
            assert (y > high / 2) == bool(number % 2)
        else:
            assert y > high - 99
            assert (x > wide / 2) == bool(number % 2)


def _outside(page: etree._Element, word: etree._Element) -> bool:
    """Whether a word stands in the margin: 35 mm at the foot, which on a turned page is the left."""
    if float(page.get("width")) > float(page.get("height")):
        return bool(float(word.get("xMax")) < 99)
    return bool(float(word.get("yMin")) > float(page.get("height")) - 99)
