"""Charts as inline SVG: every number and word is there, nothing reaches out of the picture."""

import re

import pytest
from lxml import etree

from page_samples import LYING, STANDING, contrast
from word_files import paragraph, small_table, story
from xl2report.files.page.charts import chart_svg
from xl2report.files.page.writer import write_fragment, write_page
from xl2report.work.charts import Chart

SVG = "{http://www.w3.org/2000/svg}"


def read(chart: Chart) -> etree._Element:
    return etree.fromstring(chart_svg(chart, ""))


def numbers(element: etree._Element, *names: str) -> list[float]:
    return [float(element.get(name)) for name in names]


@pytest.mark.parametrize("chart", [LYING, STANDING])
def test_it_is_a_picture_with_a_name_and_a_description(chart: Chart) -> None:
    svg = read(chart)
    named = {element.get("id"): element.text for element in svg.iter(f"{SVG}title", f"{SVG}desc")}

    assert svg.get("role") == "img"
    assert [named[name] for name in svg.get("aria-labelledby").split()] == [chart.title, chart.alt]


@pytest.mark.parametrize("chart", [LYING, STANDING])
def test_every_label_and_number_is_printed_whole_and_inside(chart: Chart) -> None:
    svg = read(chart)
    _, _, width, height = map(float, svg.get("viewBox").split())
    texts = list(svg.iter(f"{SVG}text"))
    said = "".join(text.text for text in texts)

    for label in (*chart.categories, *(one.name for one in chart.series), chart.title):
        assert label in said
    for one in chart.series:
        for value in one.values:
            assert ("未填" if value is None else str(value)) in [text.text for text in texts]
    size = float(svg.get("font-size"))
    for text in texts:
        own = float(text.get("font-size", size))
        ems = sum(1.0 if ord(char) > 0x2E7F else 0.55 for char in text.text) * own
        (x, y) = numbers(text, "x", "y")
        left = {"start": x, "middle": x - ems / 2, "end": x - ems}[text.get("text-anchor")]
        assert left >= 0, text.text
        assert left + ems <= width, text.text
        assert own <= y <= height, text.text


def test_bars_are_as_long_as_their_numbers_and_a_blank_has_none() -> None:
    bars = [float(bar.get("width")) for bar in read(LYING).iter(f"{SVG}rect")]

    assert len(bars) == 2
    assert bars[1] / bars[0] == pytest.approx(7 / 25, abs=0.005)


def test_numbers_over_standing_bars_do_not_run_into_each_other() -> None:
    svg = read(STANDING)
    size = float(svg.get("font-size"))
    spans = []
    for text in svg.iter(f"{SVG}text"):
        if text.text and text.text.isdigit():
            own = float(text.get("font-size", size))
            x, y = numbers(text, "x", "y")
            half = len(text.text) * 0.55 * own / 2
            spans.append((x - half, x + half, y))
    for one in spans:
        for other in spans:
            beside = abs(one[2] - other[2]) < size and one is not other
            assert not (beside and one[0] < other[1] and other[0] < one[1]), (one, other)


def test_colours_can_be_told_from_the_paper() -> None:
    colours = {
        bar.get("fill") for chart in (LYING, STANDING) for bar in read(chart).iter(f"{SVG}rect")
    }

    assert len(colours) == 3
    assert all(contrast(colour, "#ffffff") >= 3 for colour in colours)


def test_a_chart_stands_behind_its_table_or_at_the_end() -> None:
    report = story(small_table(), paragraph("body", "末段"))
    for text in (write_page(report, [LYING, STANDING]), write_fragment(report, [LYING, STANDING])):
        order = [text.index(mark) for mark in ("</table>", 'id="c-a-t"', "末段", 'id="c-b-t"')]
        assert order == sorted(order)
        assert text.count("<svg") == 2
    assert "<svg" not in write_page(report)


def test_all_zero_or_empty_is_still_a_picture() -> None:
    empty = STANDING._replace(series=(STANDING.series[0]._replace(values=(None, None, None)),))

    assert [text.text for text in read(empty).iter(f"{SVG}text")].count("未填") == 3
    assert not re.search("nan|inf", chart_svg(empty, ""))
