"""The marked places of an office's own Word file: their names, labels, and what stands in each."""

import pytest

from xl2report.chain.forms import open_plan
from xl2report.form.plan import Plan
from xl2report.form.relations import fill_carefully
from xl2report.ground.filing import Filing
from xl2report.work.narrative.compose import compose
from xl2report.work.narrative.plan import compile_narrative
from xl2report.work.narrative.story import Paragraph, Story, StoryTable
from xl2report.work.placeholders import Placeholder, fill_marks, list_marks

EDITIONS = ("disclosure-2019", "disclosure-2021")


def told(form: str) -> tuple[Plan, Story, dict[str, Placeholder]]:
    plan = open_plan(form)
    values: list[int | None] = [None] * len(plan.form.points)
    for point in ("new_received.natural_person", "granted.natural_person"):
        values[plan.index[f"requests.{point}"]] = 7
    fill_carefully(plan.relations, values)
    filing = Filing("b", form, 2021, " 甲县 ", "", values, texts={"problems": "问题一\n问题二"})
    narrative = compile_narrative(plan.form)
    story = compose(narrative, filing)
    return plan, story, fill_marks(plan, narrative, story, filing)


def words(place: Placeholder) -> list[str]:
    return [block.text for block in place.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize("form", EDITIONS)
def test_every_listed_mark_is_filled_and_named_once(form: str) -> None:
    plan, _, places = told(form)
    marks = list_marks(plan, compile_narrative(plan.form))

    assert [mark.name for mark in marks] == list(places)
    assert all(mark.label for mark in marks)
    assert {point.id for point in plan.form.points} <= set(places)
    assert {"title", "year", "reporter", "part.preamble", "part.problems"} <= set(places)
    # no name holds what would end it
    assert not any(set(mark.name) & set("{}｛｝\n") for mark in marks)


@pytest.mark.parametrize("form", EDITIONS)
def test_words_and_numbers(form: str) -> None:
    _, story, places = told(form)

    assert "".join(run.text for run in places["title"].runs) == story.title
    assert [run.text for run in places["year"].runs] == ["2021"]
    assert [run.text for run in places["reporter"].runs] == ["甲县"]
    (number,) = places["requests.new_received.natural_person"].runs
    assert number.text == "7"
    assert number.claim is not None
    assert number.claim.points == ("requests.new_received.natural_person",)
    (blank,) = places["requests.carried_in.total"].runs
    assert blank.missing
    assert blank.text.startswith("〔待填：")


@pytest.mark.parametrize("form", EDITIONS)
def test_part_is_what_stands_under_its_heading_to_the_next_of_its_rank(form: str) -> None:
    _, story, places = told(form)
    headings = [b for b in story.blocks if isinstance(b, Paragraph) and b.kind == "heading1"]

    assert words(places["part.problems"]) == ["问题一", "问题二"]
    assert places["五、存在的主要问题及改进情况"].blocks == places["part.problems"].blocks
    overview = places["一、总体情况"].blocks
    inner = [b.kind for b in overview if isinstance(b, Paragraph) and b.kind.startswith("heading")]
    assert inner == ["heading2"] * 5
    assert words(places["part.preamble"])[0].startswith("根据")
    # all parts of the first rank together are the whole report, but for title and headings
    whole = [places["part.preamble"], *(places[heading.text] for heading in headings)]
    kept = [
        block
        for block in story.blocks
        if not isinstance(block, Paragraph) or block.kind not in ("title", "heading1")
    ]
    assert [block for place in whole for block in place.blocks] == kept


@pytest.mark.parametrize("form", EDITIONS)
def test_table_is_the_storys(form: str) -> None:
    plan, _, places = told(form)

    for table in plan.form.tables:
        (block,) = places[f"table.{table.id}"].blocks
        assert isinstance(block, StoryTable)
        assert (block.id, block.title) == (table.id, table.title)
