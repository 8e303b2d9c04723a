"""Where a number comes from, on the page: a note for each number, there and back, in the comments' words."""

import io
import re
from pathlib import Path

import docx
import lxml.html
import pytest

import city
from word_files import paragraph, story
from xl2report.chain.report import report
from xl2report.files.document.base import make_base
from xl2report.files.document.writer import write_document
from xl2report.files.page.origins import HEADING
from xl2report.files.page.writer import write_fragment, write_page
from xl2report.files.published.opening import read_published
from xl2report.work.narrative.story import Claim, Run, Story
from xl2report.work.origins import Origin

TRACE = {
    "t.a.x": Origin("予以公开 / 总计", "三、申请办理!J9", "25件", ("其中：<某局> & 某办20件",)),
    "t.b.x": Origin("总计", "三、申请办理!J28", "53件"),
    "last.t.b.x": Origin("上年总计", "上年.xlsx", "41件"),
}
COUNT = Run("25", Claim("25", ("t.a.x",), "t.a.x"))
SHARE = Run("47.17%", Claim("47.17%", ("t.a.x", "t.b.x"), "t.a.x / t.b.x"))
REPORT = story(paragraph("body", "予以公开", COUNT, "件，占", SHARE, "。"))


def page(shown: Story = REPORT) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(write_page(shown, trace=TRACE))


def notes(shown: lxml.html.HtmlElement) -> dict[str, list[str]]:
    """The lines of each note by its id."""
    return {
        note.get("id"): [
            note.find("p").text.strip(),
            *(line.text_content() for line in note.findall("ul/li")),
        ]
        for note in shown.findall(".//footer/ol/li")
    }


def test_notes_say_what_the_comments_say() -> None:
    comments = docx.Document(io.BytesIO(write_document(REPORT, make_base(), trace=TRACE))).comments

    assert list(notes(page()).values()) == [comment.text.split("\n") for comment in comments]
    assert page().find(".//footer/h2").text == HEADING


def test_each_number_leads_to_its_note_and_back() -> None:
    shown = page()
    numbers = shown.findall(".//main//a")

    assert [number.text_content() for number in numbers] == ["25", "47.17%"]
    told = notes(shown)
    for number in numbers:
        note = told[number.get("href").removeprefix("#")]
        assert note[0].startswith(f"{number.text} = ")
        back = shown.get_element_by_id(number.get("href")[1:]).find("p/a")
        assert back.get("href") == f"#{number.get('id')}"
        # A sign alone tells nobody who cannot see it where it leads.
        assert number.get("data-note") in back.get("aria-label")


def test_ids_are_there_once() -> None:
    book = write_page(REPORT, trace=TRACE)
    ids = re.findall(r' id="([^"]+)"', book)

    assert len(ids) == len(set(ids)) == 4


def test_words_of_the_report_stay_as_they_are() -> None:
    plain = lxml.html.document_fromstring(write_page(REPORT)).find(".//main").text_content()

    assert page().find(".//main").text_content() == plain


def test_a_point_without_origin_is_told_by_its_id() -> None:
    shown = page(story(paragraph("body", Run("3", Claim("3", ("t.c.x",), "t.c.x")), "件")))

    assert list(notes(shown).values()) == [["3 = “t.c.x”", "t.c.x"]]


def test_without_trace_and_without_claims_there_is_nothing_of_it() -> None:
    for made in (
        write_page(REPORT),
        write_page(REPORT, trace={}),
        write_page(story(paragraph("body", "没有数字。")), trace=TRACE),
    ):
        assert "<footer" not in made
        assert "a.number" not in made


def test_the_fragment_has_none() -> None:
    assert "<a" not in write_fragment(REPORT)


def test_signs_in_the_words_stay_signs() -> None:
    words = {"t.a.x": Origin('<b>&"', "表!A1", "1件", ("</footer><script>x</script>",))}
    made = write_page(REPORT, trace=words)

    assert "<script" not in made
    shown = lxml.html.document_fromstring(made)
    assert "</footer><script>x</script>" in shown.find(".//footer").text_content()


def test_reading_the_page_again_reads_the_report_alone() -> None:
    """What is proofread or imported later is the report, not the notes on it."""
    published = read_published(write_page(REPORT, trace=TRACE).encode(), "a.html")
    plain = read_published(write_page(REPORT).encode(), "a.html")

    assert published.blocks == plain.blocks


def test_report_asks_for_it_and_the_same_workbook_gives_the_same_bytes(tmp_path: Path) -> None:
    book = tmp_path / "民政局.xlsx"
    book.write_bytes(city.book("civil_affairs"))
    for name in ("1.html", "2.html", "plain.html", "x.fragment.html"):
        told = report(book, tmp_path / name, trace=name != "plain.html")
        assert told.contradictions == ()
    first = (tmp_path / "1.html").read_bytes()

    assert first == (tmp_path / "2.html").read_bytes()
    assert HEADING in first.decode()
    assert HEADING not in (tmp_path / "plain.html").read_text(encoding="utf-8")
    assert HEADING not in (tmp_path / "x.fragment.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("sign", ["https:", "http:", "url(", "@import", "<script"])
def test_nothing_comes_from_outside(sign: str) -> None:
    assert sign not in write_page(REPORT, trace=TRACE)
