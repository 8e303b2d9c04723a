"""The report as a page and as a fragment, read back with html.parser."""

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise

import pytest

from page_samples import PageRead, contrast, full_story, plan_of
from word_files import fifteen_columns, paragraph, small_table, story, table
from xl2report.files.page.headings import headings_of
from xl2report.files.page.looks import INLINE, STYLE
from xl2report.files.page.writer import write_fragment, write_page
from xl2report.ground.grids import GridCell
from xl2report.work.narrative.story import Run, Story, StoryTable

EDITIONS = ["2019", "2021"]
NASTY = "</style><script>alert(1)</script> \" ' & {x} ]]> =1+1 \\ \u2028 𠮷"


def tables_of(report: Story) -> list[StoryTable]:
    return [block for block in report.blocks if isinstance(block, StoryTable)]


# ------------------------------------------------------------------------------------- headings


@pytest.mark.parametrize("write", [write_page, write_fragment])
@pytest.mark.parametrize("edition", EDITIONS)
def test_every_number_is_told_by_the_labels_that_the_form_gives_it(
    edition: str, write: object
) -> None:
    report, plan = full_story(edition), plan_of(edition)
    page = PageRead(write_page(report) if write is write_page else write_fragment(report))
    told = 0
    for block, read in zip(tables_of(report), page.tables, strict=True):
        captions = [cell for cell in block.grid.cells if cell.kind == "caption"]
        for cell in block.grid.cells:
            if cell.kind != "value":
                continue
            there = read.at[cell.row, cell.col]
            names = [head.text for head in read.headings(there)]
            path = list(plan.form.points[plan.index[cell.point]].path)
            band = [one.text for one in captions if one.row < cell.row][-1:]
            assert there.tag == "td"
            assert there.text == cell.text
            assert sorted(names) == sorted(band + path), cell.point
            told += 1
    assert told == sum(point.table != "text" for point in plan.form.points)


@pytest.mark.parametrize("edition", EDITIONS)
def test_headings_are_th_and_say_their_scope(edition: str) -> None:
    report = full_story(edition)
    for block, read in zip(tables_of(report), PageRead(write_page(report)).tables, strict=True):
        for cell in block.grid.cells:
            there = read.at[cell.row, cell.col]
            assert (there.row, there.col, there.down, there.across) == cell[:4]
            assert there.tag == ("td" if cell.kind in {"value", "note"} else "th")
            assert there.text == cell.text
        for head in (one for one in read.cells if one.tag == "th"):
            scope = head.given["scope"]
            assert scope in {"col", "row", "colgroup", "rowgroup"}
            # Where scope names a group, the heading spans just that group.
            if scope == "colgroup":
                starts = [sum(read.columns[:at]) + 1 for at in range(len(read.columns))]
                assert (head.col, head.across) in zip(starts, read.columns, strict=True)
            if scope == "rowgroup":
                inside = [one for one in read.cells if one.group == head.group]
                assert head.row == min(one.row for one in inside)


def test_two_levels_of_headings_that_cross_are_named_one_by_one() -> None:
    read = PageRead(write_page(full_story("2021"))).tables

    requests, disputes = read[1], read[2]
    names = [head.text for head in requests.headings(requests.at[15, 6])]
    assert names == [
        "申请人情况", "法人或其他组织", "科研机构",
        "三、本年度办理结果", "（三）不予公开", "8.属于行政查询事项",
    ]  # fmt: skip
    assert all("headers" in cell.given for cell in disputes.rows[-1])
    ends = [head.text for head in disputes.headings(disputes.at[4, 9])]
    assert ends == ["行政诉讼", "未经复议直接起诉", "尚未审结"]


def test_a_plain_table_needs_no_ids() -> None:
    plain = table(
        GridCell(1, 1, 1, 1, "header", "区"),
        GridCell(1, 2, 1, 1, "header", "商店数"),
        GridCell(2, 1, 1, 1, "label", "北区"),
        GridCell(2, 2, 1, 1, "value", "3", "t.a.b"),
        heading_rows=1,
    )
    text = write_page(story(plain))
    read = PageRead(text).tables[0]

    assert "headers=" not in text
    assert sorted(head.text for head in read.headings(read.at[2, 2])) == ["北区", "商店数"]


def test_a_heading_without_a_word_is_none() -> None:
    grid = table(
        GridCell(1, 1, 1, 1, "header", " "),
        GridCell(1, 2, 1, 1, "header", "数"),
        GridCell(2, 1, 1, 1, "label", "甲"),
        GridCell(2, 2, 1, 1, "value", "3", "t.a.b"),
    ).grid

    assert sorted(headings_of(grid, 1).scopes) == [1, 2]


def test_headings_of_an_earlier_block_end_where_the_next_begins() -> None:
    cells = [
        GridCell(1, 1, 1, 1, "header", "甲"), GridCell(1, 2, 1, 1, "header", "旧"),
        GridCell(2, 1, 1, 1, "label", "一"), GridCell(2, 2, 1, 1, "value", "1", "a"),
        GridCell(3, 1, 1, 1, "header", "乙"), GridCell(3, 2, 1, 1, "header", "新"),
        GridCell(4, 1, 1, 1, "label", "二"), GridCell(4, 2, 1, 1, "value", "2", "b"),
    ]  # fmt: skip
    read = PageRead(write_page(story(table(*cells, heading_rows=1)))).tables[0]

    assert [head.text for head in read.headings(read.at[2, 2])] == ["旧", "一"]
    assert [head.text for head in read.headings(read.at[4, 2])] == ["新", "二"]


def test_repeated_heading_rows_are_a_head_unless_a_cell_is_cut() -> None:
    whole, cut = small_table(), replace(small_table(), heading_rows=3)

    assert PageRead(write_page(story(whole))).tables[0].groups[0] == "thead"
    assert "thead" not in PageRead(write_page(story(cut))).tables[0].groups


# ------------------------------------------------------------------------------------ the page


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_page_is_chinese_titled_and_headed_in_order(edition: str) -> None:
    report = full_story(edition)
    text = write_page(report)
    page = PageRead(text)

    assert text.startswith("<!doctype html>\n")
    assert page.all("html") == [{"lang": "zh-CN"}]
    assert page.said("title") == [report.title]
    assert len(page.all("main")) == 1
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - level <= 1 for level, later in pairwise(levels))
    assert set(levels) == {1, 2, 3}
    captions = [block.title for block in tables_of(report)]
    assert [read.caption.split(" ")[0] for read in page.tables] == captions


def test_every_word_of_the_story_is_on_the_page_in_order() -> None:
    report = full_story("2021")
    for text in (write_page(report), write_fragment(report)):
        inside = re.sub(r"<style>.*?</style>|<[^>]+>", "", text, flags=re.DOTALL)
        at = 0
        for block in report.blocks:
            if not isinstance(block, StoryTable):
                words = block.text.replace("&", "&amp;")
                at = inside.index(words, at) + len(words)


def test_tables_scroll_sideways_and_can_be_reached_by_keyboard() -> None:
    for text in (write_page(full_story("2021")), write_fragment(full_story("2021"))):
        page = PageRead(text)
        frames = [given for given in page.all("div") if given.get("role") == "region"]

        assert len(frames) == len(page.tables) == 3
        assert all(frame["tabindex"] == "0" for frame in frames)
        assert len({frame["aria-label"] for frame in frames}) == 3
    assert ".scroll { overflow-x: auto" in STYLE
    assert "overflow-x:auto" in INLINE["scroll"]


def test_nothing_is_loaded_and_nothing_runs() -> None:
    for report in (full_story("2021"), replace(full_story("2019"), draft=NASTY)):
        text = write_page(report)
        page = PageRead(text)

        assert not re.search(r"(?<!/)/{2}[a-z]|https?:|url\(|@import", text.replace("&#x27;", ""))
        assert {tag for tag, _ in page.tags} <= {
            "html", "head", "meta", "title", "style", "body", "header", "main", "div", "h1", "h2", "h3",
            "p", "strong", "mark", "wbr", "table", "caption", "span", "colgroup", "col", "thead", "tbody",
            "tr", "th", "td",
        }  # fmt: skip
        keys = {key for _, given in page.tags for key in given}
        assert not {key for key in keys if key.startswith("on") or key in {"src", "href", "style"}}
        assert not [one for one in page.all("meta") if one.get("name") == "generator"]
        style = page.said("style")[0]
        mark = b64encode(sha256(style.encode()).digest()).decode()
        policy = next(one["content"] for one in page.all("meta") if "http-equiv" in one)
        assert policy.startswith("default-src 'none'; ")
        assert f"style-src 'sha256-{mark}'" in policy


def test_injected_text_stays_text() -> None:
    nasty = replace(
        story(
            paragraph("title", NASTY), paragraph("heading1", NASTY), paragraph("body", NASTY),
            replace(small_table(), title=NASTY, unit=NASTY), draft=NASTY,
        ),
        author="</h1><b>", title=NASTY,
    )  # fmt: skip
    shown = NASTY.replace("\u2028", "\n")
    for text in (write_page(nasty), write_fragment(nasty)):
        page = PageRead(text)
        assert not page.all("script")
        assert page.said("h1") == [shown.replace("\n", " ")]
        assert page.said("h2") == [shown.replace("\n", " ")]
        assert page.tables[0].at[4, 3].text == ""
        assert page.tables[0].at[4, 4].text == "=1+1"
        assert shown in page.tables[0].caption


def test_characters_that_no_page_may_hold_are_dropped() -> None:
    text = write_page(story(paragraph("body", "甲\x00\x0b\x7f\x9f乙\ud800\ufffe丙")))

    assert "<p>甲乙丙</p>" in text
    assert text.encode()


def test_a_line_break_begins_a_paragraph_but_not_a_heading() -> None:
    page = PageRead(
        write_page(
            story(paragraph("heading1", "甲\n乙"), paragraph("body", "丙\r\n丁", "戊\n\n己"))
        )
    )

    assert page.said("h2") == ["甲 乙"]
    assert page.said("p") == ["丙", "丁戊", "己"]


def test_what_is_missing_is_marked_and_says_so() -> None:
    report = story(paragraph("body", "培训", Run("〔待填：次数〕", missing=True), "次"))

    for text in (write_page(report), write_fragment(report)):
        assert PageRead(text).said("mark") == ["〔待填：次数〕"]


def test_a_draft_says_so_on_the_screen_and_on_every_printed_page() -> None:
    report = replace(full_story("2021"), draft='尚有3处"错误"')
    page = PageRead(write_page(report))

    assert page.said("title")[0].startswith("草稿 ")
    assert page.tags[[tag for tag, _ in page.tags].index("body") + 1][0] == "header"
    assert '草稿：尚有3处"错误"' in "".join(page.said("strong") + page.said("p"))
    style = page.said("style")[0]
    assert '@top-center { content: "草稿：尚有3处\\22 错误\\22 "' in style
    assert "position: fixed" in style
    fragment = PageRead(write_fragment(report))
    assert fragment.said("strong") == ["草稿"]
    assert "草稿" not in write_page(full_story("2021"))
    assert "草稿" not in write_fragment(full_story("2021"))


def test_paper_is_a4_with_the_margins_of_the_standard() -> None:
    style = PageRead(write_page(full_story("2021"))).said("style")[0]

    assert "@page { size: A4; margin: 37mm 26mm 35mm 28mm;" in style
    assert "font: 16pt/28.95pt 仿宋_GB2312" in style
    assert "thead { display: table-header-group; }" in style
    assert "tr, figure { break-inside: avoid; }" in style
    assert "@page wide { size: A4 landscape" in style


def test_the_wide_table_lies_on_its_page_with_its_heading() -> None:
    page = PageRead(write_page(full_story("2021")))
    tags = page.tags
    at = next(n for n, (_, given) in enumerate(tags) if given.get("class") == "wide")

    assert tags[at + 1][0] == "h2"
    assert tags[at + 3][1]["id"] == "t-disputes"
    assert sum(given.get("class") == "wide" for _, given in tags) == 1


def test_a_narrow_table_fits_a_phone_and_a_wide_one_is_wider_than_it() -> None:
    def least(block: StoryTable) -> float:
        found = re.search(r"min-width:([\d.]+)em", write_fragment(story(block)))
        assert found
        return float(found[1])

    assert least(small_table()) <= 22
    assert least(fifteen_columns()) >= 45


def test_the_title_breaks_only_behind_its_parts() -> None:
    report = story(paragraph("title", "甲县人民政府2022年政府信息公开工作年度报告"))

    assert "<h1>甲县人民政府<wbr>2022年<wbr>政府信息公开工作年度报告</h1>" in write_page(report)


# --------------------------------------------------------------------------------- the fragment


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_fragment_needs_no_style_sheet(edition: str) -> None:
    text = write_fragment(full_story(edition))
    page = PageRead(text)

    assert page.tags[0][0] == "div"
    assert page.tags[0][1]["lang"] == "zh-CN"
    assert not {"style", "script", "link", "html", "head", "body", "main"} & {
        tag for tag, _ in page.tags
    }
    assert not [given for _, given in page.tags if "class" in given]
    for tag in ("h1", "h2", "h3", "p", "table", "th", "td", "caption", "col"):
        assert all(given["style"] for given in page.all(tag)), tag


def test_the_fragment_survives_an_editor_that_drops_ids_and_regions() -> None:
    text = re.sub(
        r' (?:id|headers|role|tabindex|aria-label)="[^"]*"', "", write_fragment(full_story("2021"))
    )
    disputes = PageRead(text).tables[2]

    names = {head.text for head in disputes.headings(disputes.at[4, 9])}
    assert names >= {"行政诉讼", "未经复议直接起诉", "尚未审结"}


# -------------------------------------------------------------------------------------- colours


def test_text_can_be_read_on_its_ground() -> None:
    pairs = {
        name: (re.search(r"(?<![-\w])color:(#\w+)", look), re.search(r"background:(#\w+)", look))
        for name, look in INLINE.items()
    }
    checked = 0
    for name, (ink, ground) in pairs.items():
        if ink:
            checked += 1
            assert contrast(ink[1], ground[1] if ground else "#fff") >= 4.5, name
    assert checked >= 7
    assert contrast("#8c0b1f", "#fde4e1") >= 7
    assert contrast("#4d5661", "#ffffff") >= 4.5
    for colour in ("#8c0b1f", "#fde4e1", "#4d5661"):
        assert colour in STYLE


# ---------------------------------------------------------------------------------- determinism


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_same_story_gives_the_same_text(edition: str) -> None:
    report = full_story(edition)

    assert write_page(report) == write_page(report)
    assert write_fragment(report) == write_fragment(report)
