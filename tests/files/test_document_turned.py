"""Footers of turned pages: on their side, only where a page is turned, and never at a picture's cost."""

import io
from dataclasses import replace

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from word_files import R, W, paragraph, parts, small_table, story
from xl2report.files.document.base import make_base
from xl2report.files.document.writer import write_document
from xl2report.work.narrative.story import Story

V = "{urn:schemas-microsoft-com:vml}"
WIDE = replace(small_table(), landscape=True)
TURNED = story(paragraph("heading1", "甲"), WIDE, paragraph("body", "文"))


def footers(data: bytes) -> list[dict[str, etree._Element]]:
    """The footers of each section by their type."""
    content = parts(data)
    links = {
        one.get("Id"): one.get("Target")
        for one in etree.fromstring(content["word/_rels/document.xml.rels"])
    }
    return [
        {
            one.get(f"{W}type"): etree.fromstring(content[f"word/{links[one.get(f'{R}id')]}"])
            for one in section.iter(f"{W}footerReference")
        }
        for section in etree.fromstring(content["word/document.xml"]).iter(f"{W}sectPr")
    ]


def in_boxes(footer: etree._Element) -> str:
    return "".join(
        "".join(box.itertext(f"{W}t", f"{W}instrText")) for box in footer.iter(f"{V}textbox")
    )


def test_without_a_turned_page_there_are_the_bases_footers_alone() -> None:
    plain = write_document(story(paragraph("body", "文")), make_base())

    names = [name for name in parts(plain) if "footer" in name]
    assert len(names) == 2
    assert b"textbox" not in b"".join(parts(plain)[name] for name in names)


@pytest.mark.parametrize("report", [TURNED, story(paragraph("heading1", "甲"), WIDE)])
def test_a_turned_page_has_both_numbers_in_boxes(report: Story) -> None:
    data = write_document(report, make_base())
    *_, lying = [found for found in footers(data) if any(in_boxes(one) for one in found.values())]

    assert {kind: in_boxes(footer) for kind, footer in lying.items()} == {
        "default": "—  PAGE 1 —",
        "even": "—  PAGE 1 —",
    }
    # Beside the box nothing is printed twice.
    for footer in lying.values():
        outside = [
            one
            for one in footer.iter(f"{W}t")
            if not any(above.tag == f"{V}textbox" for above in one.iterancestors())
        ]
        assert outside == []
    assert data == write_document(report, make_base())


def test_only_the_turned_sections_have_them() -> None:
    boxed = [
        any(in_boxes(one) for one in found.values())
        for found in footers(write_document(TURNED, make_base()))
    ]

    assert boxed == [False, True, False]


def test_two_turned_pages_share_their_footers() -> None:
    data = write_document(story(WIDE, WIDE, paragraph("body", "文")), make_base())

    assert len([name for name in parts(data) if "word/footer" in name]) == 4


def _base_with(footer: str) -> bytes:
    document = docx.Document(io.BytesIO(make_base()))
    section = document.sections[0]
    section.footer._element[:] = parse_xml(f"<w:ftr {nsdecls('w', 'r')}>{footer}</w:ftr>")  # noqa: SLF001 - its words
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "footer",
    [
        "<w:p><w:r><w:drawing/></w:r></w:p>",
        "<w:p><w:r><w:pict/></w:r></w:p>",
        '<w:p><w:hyperlink r:id="rId9"><w:r><w:t>网址</w:t></w:r></w:hyperlink></w:p>',
    ],
)
def test_a_footer_with_more_than_text_stays_as_it_is(footer: str) -> None:
    _, lying, _ = footers(write_document(TURNED, _base_with(footer)))

    assert in_boxes(lying["default"]) == ""
    assert in_boxes(lying["even"]) != ""


def test_an_offices_words_in_a_footer_are_turned_whole() -> None:
    words = "<w:p><w:r><w:t>甲县 &lt;办&gt;</w:t></w:r></w:p><w:p><w:r><w:t>二</w:t></w:r></w:p>"
    _, lying, _ = footers(write_document(TURNED, _base_with(words)))

    assert in_boxes(lying["default"]) == "甲县 <办>二"
