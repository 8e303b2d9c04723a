"""Facts → sentences: a table of cases, and what must hold for any filing."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from work.narrative_filings import (
    EDITIONS,
    HERE,
    SHORT,
    filing_of,
    form_of,
    plan_of,
    story_of,
    told_of,
    values_of,
    words_of,
)
from work.story_checks import check_story, sentences
from xl2report.work.narrative.compose import compose
from xl2report.work.narrative.shares import precision, round_half_up, show_share
from xl2report.work.narrative.story import Paragraph, StoryTable

CASES = YAML(typ="safe").load(HERE / "narrative_cases.yaml")
PUBLISHED = HERE.parents[1] / "samples" / "rushan-2020" / "published.yaml"


@pytest.mark.parametrize(
    ("edition", "heading", "number", "facts", "words"),
    CASES,
    ids=[f"{case[0]} {case[1]}{case[2]} {case[3]}" for case in CASES],
)
def test_facts_become_these_words(
    edition: str, heading: str, number: int, facts: str, words: str
) -> None:
    filing, last, story = told_of(edition, facts)
    under = f"{heading}、" if heading == "六" else f"（{heading}）"
    found = words_of(story, under)[number - 1]
    assert re.sub(r"〔待填：[^〕]+ / [^〕]+〕", "〔待填〕", found) == words
    check_story(story, form_of(edition), filing.values, last)


# ------------------------------------------------------------------------------ any filing at all


@st.composite
def filings(draw: st.DrawFn, edition: str = "") -> tuple[str, list[int | None]]:
    """An edition and values: mostly zeros or blanks, some points drawn, those of the prose often."""
    edition = edition or draw(st.sampled_from(EDITIONS))
    form = form_of(edition)
    told = [
        SHORT.get(f"{name}@{edition}", point) for name, point in SHORT.items() if "@" not in name
    ]
    told += [f"text.{item.id}" for item in form.indicators]
    names = st.one_of(st.sampled_from(told), st.sampled_from([point.id for point in form.points]))
    amounts = st.one_of(st.none(), st.integers(0, 2), st.integers(0, 60), st.integers(0, 200_000))
    facts = draw(st.dictionaries(names, amounts, max_size=14))
    in_tables, in_texts = draw(st.sampled_from([0, 0, 0, None])), draw(st.sampled_from([0, None]))
    values: list[int | None] = [
        facts.get(point.id, in_texts if point.table == "text" else in_tables)
        for point in form.points
    ]
    return edition, values


@given(filings())
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_story_is_true_and_well_written(drawn: tuple[str, list[int | None]]) -> None:
    edition, values = drawn
    filing = filing_of(edition, values)
    story = compose(plan_of(edition), filing)
    check_story(story, form_of(edition), filing.values)
    assert story == compose(plan_of(edition), filing)
    for table in story.blocks:
        if isinstance(table, StoryTable):
            check_table(table, edition, filing.values)


@st.composite
def two_years(draw: st.DrawFn) -> tuple[str, list[int | None], list[int | None], int]:
    """A filing and last year's, which is near it, far from it, or like it in most points."""
    edition, now = draw(filings())
    _, then = draw(filings(edition))
    near = st.sampled_from([None, 0, 1, 2, 9, 10, 11])
    amounts: list[int | None] = []
    for this, other in zip(now, then, strict=True):
        way = (
            draw(st.sampled_from(["same", "same", "same", "near", "far", "other"]))
            if this
            else "other"
        )
        moved = this or 0
        if way == "near":
            moved += (draw(near) or 0) * draw(st.sampled_from([1, -1]))
        elif way == "far":
            moved = draw(st.one_of(near, st.integers(0, 10**6))) or 0
        amounts.append(other if way == "other" else max(0, moved))
    year = draw(st.sampled_from([2021, 2022, 2024])) if edition == "2021" else 2020
    return edition, now, amounts, year


@given(two_years())
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_comparison_with_last_year_is_true(
    drawn: tuple[str, list[int | None], list[int | None], int],
) -> None:
    edition, now, then, year = drawn
    filing = filing_of(edition, now, year=year)
    last = filing_of(edition, then).values
    story = compose(plan_of(edition), filing, last=last)
    check_story(story, form_of(edition), filing.values, last)
    # Without last year the same report is told, less the comparisons: nothing more is missing with it.
    alone = compose(plan_of(edition), filing)
    assert set(story.missing) <= set(alone.missing)
    assert not alone.uncompared


def check_table(table: StoryTable, edition: str, values: list[int | None]) -> None:
    known = {point.id: value for point, value in zip(form_of(edition).points, values, strict=True)}
    for cell in table.grid.cells:
        if cell.kind == "value":
            assert (cell.text == "") == (known[cell.point] is None), cell


parts_of_a_whole = st.lists(st.integers(1, 10**6), min_size=2, max_size=6)


@given(st.lists(parts_of_a_whole, max_size=3))
def test_one_precision_for_all_lists_and_the_smallest_that_closes(lists: list[list[int]]) -> None:
    decimals, note = precision((tuple(parts), sum(parts)) for parts in lists)

    def closes(at: int) -> bool:
        shares = [[show_share(part, sum(parts), at) for part in parts] for parts in lists]
        return all(
            sum(int(share.strip("%").replace(".", "")) for share in found if share[0] != "不")
            == 100 * 10**at
            and not any(share.startswith(("不足", "100")) for share in found)
            for found in shares
        )

    assert note == (not any(closes(at) for at in (0, 1, 2)))
    assert note or closes(decimals)
    assert not any(closes(at) for at in range(decimals))


@pytest.mark.parametrize(
    ("part", "whole", "decimals", "printed"),
    [
        (1, 8, 0, "13%"),  # 12.5: halves go up
        (1, 8, 1, "12.5%"),
        (1, 8, 2, "12.50%"),
        (2, 125, 2, "1.60%"),
        (35, 805, 2, "4.35%"),  # published once as 4.34
        (2, 54, 0, "4%"),  # published as 3
        (1, 16, 1, "6.3%"),
        (1, 30000, 2, "不足0.01%"),
        (1, 201, 0, "不足1%"),
        (1, 200, 0, "1%"),
        (29999, 30000, 2, "100.00%"),
    ],
)
def test_shares_are_rounded_half_up(part: int, whole: int, decimals: int, printed: str) -> None:
    assert show_share(part, whole, decimals) == printed


def test_rounding_needs_no_float() -> None:
    assert round_half_up(10**30 + 1, 2 * 10**30) == 1
    assert round_half_up(10**30 - 1, 2 * 10**30) == 0


# ------------------------------------------------------------------------------- the whole report


def test_the_published_report_of_rushan() -> None:
    published = YAML(typ="safe").load(PUBLISHED)
    form = form_of("2019")
    facts = {**published["points"], **published["indicators"]}
    values: list[int | None] = [facts.get(point.id) for point in form.points]
    filing = filing_of("2019", values)
    story = compose(plan_of("2019"), filing)
    check_story(story, form, filing.values)
    words = "".join(words_of(story, "（二）"))
    assert "新收53件、上年结转1件，共54件；办结53件，结转下年度1件，办结率98.15%" in words
    assert "予以公开和部分公开合计27件，公开率50.94%" in words
    shares = [
        [claim.printed for claim in claims if "%" in claim.printed]
        for block in story.blocks
        if isinstance(block, Paragraph)
        for _, claims in sentences(block)
    ]
    assert [found for found in shares if found] == [
        ["98.15%"],
        ["96.23%", "3.77%"],
        ["90.74%", "5.56%", "3.70%"],
        ["47.17%", "3.77%", "13.21%", "30.19%", "5.66%"],
        ["50.94%"],
    ]
    assert story.missing == ("责任追究", "存在的主要问题及改进情况", "其他需要报告的事项")


def test_headings_tables_and_title_in_order() -> None:
    story = story_of("2019", "", overview="概述。")
    kinds = [block.kind if isinstance(block, Paragraph) else block.id for block in story.blocks]
    assert kinds[:4] == ["title", "preamble", "heading1", "body"]
    assert [kind for kind in kinds if kind in {"proactive", "requests", "disputes"}] == [
        "proactive", "requests", "disputes",
    ]  # fmt: skip
    assert story.title == "某县人民政府2020年政府信息公开工作年度报告"
    assert (story.author, story.year, story.draft) == ("某县人民政府", 2020, "")


def test_a_clerks_words_stand_unchanged_line_by_line() -> None:
    story = story_of("2021", "", problems="一是{n}不足，占0%。\n\n　　二是……\r\n", other="无")
    assert words_of(story, "五、") == ["一是{n}不足，占0%。", "二是……"]
    assert words_of(story, "六、") == ["无"]
    assert "存在的主要问题及改进情况" not in story.missing


def test_blank_text_that_is_asked_for_is_marked() -> None:
    story = story_of("2021", "", problems=" \n ")
    assert words_of(story, "五、") == ["〔待填：存在的主要问题及改进情况〕"]


def test_cover_without_year_and_name_is_marked() -> None:
    filing = filing_of("2019", values_of("2019", ""))
    filing.year, filing.reporter = None, "  "
    story = compose(plan_of("2019"), filing)
    assert story.title == "〔待填：填报单位〕〔待填：报告年度〕年政府信息公开工作年度报告"
    assert story.missing[:2] == ("填报单位", "报告年度")
    assert "None" not in "".join(b.text for b in story.blocks if isinstance(b, Paragraph))


@pytest.mark.parametrize(
    ("errors", "forced", "draft"),
    [
        (0, 0, ""),
        (3, 0, "尚有3处错误未改正，不得发布"),
        (0, 2, "强制汇总形成，汇总时有2处错误未改正，不得发布"),
        (3, 2, "尚有3处错误未改正，不得发布；强制汇总形成，汇总时有2处错误未改正，不得发布"),
    ],
)
def test_errors_make_a_draft(errors: int, forced: int, draft: str) -> None:
    filing = filing_of("2019", values_of("2019", ""))
    assert compose(plan_of("2019"), filing, errors=errors, forced=forced).draft == draft


def test_tables_print_signs_units_and_blanks() -> None:
    story = story_of(
        "2019",
        "proactive.licensing.items_change=-99 proactive.fees.items_change=6 fines=?"
        " proactive.central_procurement.amount=157189616350 new=7",
    )
    tables = {block.id: block for block in story.blocks if isinstance(block, StoryTable)}
    cells = {
        cell.point: cell.text
        for table in tables.values()
        for cell in table.grid.cells
        if cell.kind == "value"
    }
    assert cells["proactive.licensing.items_change"] == "-99"
    assert cells["proactive.fees.items_change"] == "+6"
    assert cells["proactive.coercion.items_change"] == "0"
    assert cells["proactive.punishment.decisions"] == ""
    assert cells["proactive.central_procurement.amount"] == "1571896163.5"
    assert cells["requests.new_received.total"] == "7"
    assert tables["proactive"].unit == "元（采购总金额）"
    assert tables["requests"].unit == ""
    assert tables["requests"].heading_rows == form_of("2019").table("requests").heading_rows


def test_marks_name_the_point_or_the_members() -> None:
    form = form_of("2019")
    point = next(p for p in form.points if p.id == "requests.new_received.total")
    assert story_of("2019", "new=?").missing[0] == point.label
    assert (
        "网络提交、信函提交、当面提交、传真提交、其他方式提交" in story_of("2019", "new=2").missing
    )
