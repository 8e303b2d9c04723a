"""Where a number comes from, as Word comments: anchored to the number alone, and real ones."""

import io
from pathlib import Path

import docx
import pytest
from lxml import etree

from conftest import Soffice
from word_files import W, paragraph, parts, story, text_of
from xl2report.files.document.base import make_base
from xl2report.files.document.writer import write_document
from xl2report.work.narrative.story import Claim, Run, Story
from xl2report.work.origins import Origin

TRACE = {
    "t.a.x": Origin("予以公开 / 总计", "三、申请办理!J9", "25件", ("其中：<某局> & 某办20件",)),
    "t.b.x": Origin("总计", "三、申请办理!J28", "53件"),
}
COUNT = Run("25", Claim("25", ("t.a.x",), "t.a.x"))
SHARE = Run("47.17%", Claim("47.17%", ("t.a.x", "t.b.x"), "t.a.x / t.b.x"))
REPORT = story(paragraph("body", "予以公开", COUNT, "件，占", SHARE, "。"))
PEOPLE = "{http://schemas.microsoft.com/office/word/2012/wordml}person"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"


def traced(report: Story = REPORT) -> bytes:
    return write_document(report, make_base(), trace=TRACE)


def anchored(data: bytes) -> dict[str, str]:
    """The text that each comment stands on, by the comment's id."""
    found: dict[str, str] = {}
    opened: set[str] = set()
    for node in etree.fromstring(parts(data)["word/document.xml"]).iter():
        if node.tag == f"{W}commentRangeStart":
            opened.add(node.get(f"{W}id"))
        elif node.tag == f"{W}commentRangeEnd":
            opened.remove(node.get(f"{W}id"))
        elif node.tag == f"{W}t":
            for ident in opened:
                found[ident] = found.get(ident, "") + (node.text or "")
    assert not opened
    return found


def test_comment_stands_on_the_number_alone() -> None:
    assert anchored(traced()) == {"0": "25", "1": "47.17%"}


def test_comment_tells_formula_points_places_values_and_units() -> None:
    comments = docx.Document(io.BytesIO(traced())).comments

    assert [comment.text.split("\n") for comment in comments] == [
        [
            "25 = “予以公开 / 总计”",
            "予以公开 / 总计：25件（三、申请办理!J9）",
            "其中：<某局> & 某办20件",
        ],
        [
            "47.17% = “予以公开 / 总计” ÷ “总计”（四舍五入）",
            "予以公开 / 总计：25件（三、申请办理!J9）",
            "其中：<某局> & 某办20件",
            "总计：53件（三、申请办理!J28）",
        ],
    ]
    assert {comment.author for comment in comments} == {"xl2report"}
    assert {str(comment.timestamp) for comment in comments} == {"2023-01-01 00:00:00+00:00"}


def test_each_comment_has_its_reference_and_the_author_is_named() -> None:
    contents = parts(traced())
    text = etree.fromstring(contents["word/document.xml"])
    listed = etree.fromstring(contents["word/comments.xml"])
    people = etree.fromstring(contents["word/people.xml"])

    def ids(root: etree._Element, tag: str) -> list[str]:
        return [str(node.get(f"{W}id")) for node in root.iter(f"{W}{tag}")]

    assert ids(text, "commentReference") == ids(listed, "comment") == ["0", "1"]
    assert [person.get(PEOPLE.replace("person", "author")) for person in people] == ["xl2report"]


def test_words_are_the_same_with_and_without_comments() -> None:
    plain, with_comments = write_document(REPORT, make_base()), traced()

    def words(data: bytes) -> str:
        return text_of(etree.fromstring(parts(data)["word/document.xml"]))

    assert words(plain) == words(with_comments)
    assert not any("comment" in name or "people" in name for name in parts(plain))


def test_without_claims_there_is_no_part_of_comments() -> None:
    assert set(parts(traced(story(paragraph("body", "无"))))) == set(parts(traced(story())))
    assert "word/comments.xml" not in parts(traced(story()))


def test_claim_of_an_unknown_point_is_told_by_its_id() -> None:
    run = Run("3", Claim("3", ("t.z.x",), "t.z.x"))
    (comment,) = docx.Document(io.BytesIO(traced(story(paragraph("body", run))))).comments

    assert comment.text == "3 = “t.z.x”\nt.z.x"


def test_number_in_a_broken_title_is_commented() -> None:
    year = Run("2020", Claim("2020", ("t.a.x",), "t.a.x"))
    title = paragraph("title", "甲市人民政府", year, "年政府信息公开工作年度报告")

    assert anchored(traced(story(title))) == {"0": "2020"}


def test_comments_are_the_same_bytes_again() -> None:
    assert traced() == traced()


@pytest.mark.office
def test_office_reads_the_comments_as_its_own(tmp_path: Path, soffice: Soffice) -> None:
    # LibreOffice 7.4.7, 2026-11: without a screen it prints no comments in the margin, whatever the
    # options of the export say, so its own file is read instead.
    source = tmp_path / "report.docx"
    source.write_bytes(traced())
    flat = etree.parse(str(soffice.convert(source, "fodt", tmp_path / "out")))
    names = {"o": OFFICE, "d": "http://purl.org/dc/elements/1.1/"}
    notes = flat.findall(".//o:annotation", names)
    ends = flat.findall(".//o:annotation-end", names)

    assert [note.findtext("d:creator", None, names) for note in notes] == ["xl2report"] * 2
    assert "".join(notes[0].itertext()).rstrip().endswith("其中：<某局> & 某办20件")
    assert [note.tail for note in notes] == ["25", "47.17%"]
    assert len(ends) == 2


@pytest.mark.office
def test_office_keeps_the_comments_when_it_saves(tmp_path: Path, soffice: Soffice) -> None:
    source = tmp_path / "report.docx"
    source.write_bytes(traced())
    again = soffice.convert(source, "docx", tmp_path / "out")

    assert anchored(again.read_bytes()) == {"0": "25", "1": "47.17%"}
    texts = [comment.text for comment in docx.Document(str(again)).comments]
    assert "予以公开 / 总计：25件（三、申请办理!J9）" in texts[0]
