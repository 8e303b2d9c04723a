"""The printed report, read back from its XML and, where LibreOffice is there, from its pages."""

import hashlib
import io
import os
import posixpath
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from lxml import etree

from conftest import Soffice
from word_files import (
    R,
    W,
    body,
    fifteen_columns,
    paragraph,
    parts,
    story,
    style_of,
    text_of,
    written,
)
from xl2report.files.document.base import make_base
from xl2report.files.document.fitting import title_breaks
from xl2report.files.document.writer import write_document
from xl2report.work.narrative.story import Claim, Run, Story

CHECKOUT = Path(__file__).resolve().parents[2]


# --------------------------------------------------------------------------------------- text


def test_text_goes_in_unchanged() -> None:
    nasty = "=1+1 <w:b/> & {x} {{y}} ]]> \"引\" '号' \ufeff𠮷 %s \\n  两空格  "
    read = body(story(paragraph("body", nasty)))

    assert text_of(read.findall(f"{W}p")[1]) == nasty


def test_text_of_blanks_alone_goes_in_unchanged() -> None:
    read = body(story(paragraph("body", "甲", "  ", "\t", "乙")))

    assert text_of(read.findall(f"{W}p")[1]) == "甲  \t乙"


def test_characters_that_xml_forbids_are_dropped() -> None:
    read = body(story(paragraph("body", "甲\x00\x08\x0b\x1f乙\ud800\ufffe丙")))

    assert text_of(read.findall(f"{W}p")[1]) == "甲乙丙"


def test_line_breaks_of_body_text_begin_paragraphs() -> None:
    read = body(story(paragraph("body", "甲\r\n乙", "丙\n\n丁")))

    assert [text_of(p) for p in read.findall(f"{W}p")[1:]] == ["甲", "乙丙", "丁"]


def test_missing_fact_is_highlighted_and_a_claim_is_plain() -> None:
    runs = (Run("〔待填：次数〕", missing=True), Run("53", claim=Claim("53", ("t.a.b",), "x")))
    marked = {
        text_of(run): run.find(f"{W}rPr/{W}highlight")
        for run in body(story(paragraph("body", "共", *runs))).iter(f"{W}r")
    }

    assert marked["〔待填：次数〕"].get(f"{W}val") == "yellow"
    assert marked["53"] is None
    assert marked["共"] is None


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (
            "甲市人民政府2020年政府信息公开工作年度报告",
            ["甲市人民政府2020年", "政府信息公开工作年度报告"],
        ),
        (
            "甲乙市财政和金融局2021年度政府信息公开工作年度报告",
            ["甲乙市财政和金融局2021年度", "政府信息公开工作年度报告"],
        ),
        ("甲县2022年政府信息公开工作年度报告", ["甲县2022年政府信息公开工作年度报告"]),
        (
            "甲乙（丙丁）自由贸易试验区戊己庚新片区管理委员会2021年政府信息公开工作年度报告",
            [
                "甲乙（丙丁）自由贸易试验区",
                "戊己庚新片区管理委员会2021年",
                "政府信息公开工作年度报告",
            ],
        ),
    ],
)
def test_title_is_broken_by_meaning(title: str, lines: list[str]) -> None:
    edges = [0, *title_breaks(title, 20.1), len(title)]

    assert [title[a:b] for a, b in pairwise(edges)] == lines


def test_title_of_several_runs_is_broken_at_the_same_place() -> None:
    runs = (
        "甲市人民政府20",
        Run("20", claim=Claim("20", ("p",), "p")),
        "年政府信息公开工作年度报告",
    )
    read = body(story(paragraph("title", *runs)))

    assert text_of(read.find(f"{W}p")) == "甲市人民政府2020年\n政府信息公开工作年度报告"


def test_story_without_a_title_block_still_has_its_title() -> None:
    first = body(story(paragraph("body", "正文"))).find(f"{W}p")

    assert (style_of(first), text_of(first)) == ("Title", "甲县2022年政府信息公开工作年度报告")


# ------------------------------------------------------------------------------- page and styles


def test_headings_are_word_headings() -> None:
    blocks = (paragraph("heading1", "一、总体情况"), paragraph("heading2", "（一）主动公开"))
    opened = docx.Document(io.BytesIO(write_document(story(*blocks), make_base())))
    sheet = etree.fromstring(written(story())["word/styles.xml"])
    levels = {
        style.get(f"{W}styleId"): level.get(f"{W}val")
        for style in sheet.iterfind(f"{W}style")
        if (level := style.find(f"{W}pPr/{W}outlineLvl")) is not None
    }

    names = [block.style.name for block in opened.paragraphs if block.style is not None]
    assert names == ["Title", "Heading 1", "Heading 2"]
    assert levels == {"Heading1": "0", "Heading2": "1"}


def test_page_holds_22_lines_of_28_characters() -> None:
    section = body(story()).find(f"{W}sectPr")
    page = {k.removeprefix(W): int(v) for k, v in section.find(f"{W}pgSz").attrib.items()}
    edge = {k.removeprefix(W): int(v) for k, v in section.find(f"{W}pgMar").attrib.items()}
    normal = etree.fromstring(written(story())["word/styles.xml"]).find(
        f"{W}style[@{W}styleId='Normal']"
    )
    line = int(normal.find(f"{W}pPr/{W}spacing").get(f"{W}line"))
    size = int(normal.find(f"{W}rPr/{W}sz").get(f"{W}val"))
    character = size * 10 + int(normal.find(f"{W}rPr/{W}spacing").get(f"{W}val"))

    millimetres = [round(edge[side] / 1440 * 25.4) for side in ("top", "bottom", "left", "right")]
    assert (page["w"], page["h"]) == (11906, 16838)
    assert millimetres == [37, 35, 28, 26]
    assert (page["h"] - edge["top"] - edge["bottom"]) // line == 22
    assert (page["w"] - edge["left"] - edge["right"]) // character == 28
    assert section.find(f"{W}docGrid").get(f"{W}type") == "lines"


def test_every_style_names_its_fonts_outright() -> None:
    sheet = etree.fromstring(written(story())["word/styles.xml"])
    fonts = {
        style.get(f"{W}styleId"): {k.removeprefix(W): v for k, v in found.attrib.items()}
        for style in sheet.iterfind(f"{W}style")
        if (found := style.find(f"{W}rPr/{W}rFonts")) is not None
    }

    wanted = {
        "Normal": "仿宋_GB2312",
        "Title": "方正小标宋简体",
        "Heading1": "黑体",
        "Heading2": "楷体_GB2312",
        "Footer": "宋体",
    }
    for style, name in wanted.items():
        assert {fonts[style][k] for k in ("ascii", "hAnsi", "eastAsia")} == {name}
    assert not any("Theme" in key for found in fonts.values() for key in found)


def test_fonts_have_fallbacks() -> None:
    listed = etree.fromstring(written(story())["word/fontTable.xml"])
    others = {
        font.get(f"{W}name"): font.find(f"{W}altName").get(f"{W}val").split(",") for font in listed
    }

    assert others["仿宋_GB2312"][:2] == ["仿宋", "FangSong"]
    assert others["楷体_GB2312"][:2] == ["楷体", "KaiTi"]
    assert "SimHei" in others["黑体"]
    assert {"宋体", "SimSun"} <= set(others["方正小标宋简体"])


def test_page_number_stands_right_on_odd_and_left_on_even_pages() -> None:
    contents = written(story())
    links = {
        link.get("Id"): posixpath.join("/word", link.get("Target")).lstrip("/")
        for link in etree.fromstring(contents["word/_rels/document.xml.rels"])
    }
    section = etree.fromstring(contents["word/document.xml"]).find(f"{W}body/{W}sectPr")
    sides = {}
    for reference in section.findall(f"{W}footerReference"):
        footer = etree.fromstring(contents[links[reference.get(f"{R}id")]])
        assert text_of(footer) == "— 1 —"
        assert footer.find(f".//{W}instrText").text.strip() == "PAGE"
        side = footer.find(f".//{W}jc").get(f"{W}val")
        assert footer.find(f".//{W}ind").get(f"{W}{side}Chars") == "100"
        sides[reference.get(f"{W}type")] = side

    assert sides == {"default": "right", "even": "left"}
    assert etree.fromstring(contents["word/settings.xml"]).find(f"{W}evenAndOddHeaders") is not None


def test_draft_is_marked_on_odd_even_and_first_pages() -> None:
    contents = written(story(draft="尚有 2 处 <错误> 未改正"))
    headers = [content for name, content in contents.items() if "header" in name]
    section = etree.fromstring(contents["word/document.xml"]).find(f"{W}body/{W}sectPr")
    kinds = {found.get(f"{W}type") for found in section.findall(f"{W}headerReference")}

    assert kinds == {"default", "even", "first"}
    assert len(headers) == 3
    for content in headers:
        header = etree.fromstring(content)
        assert text_of(header) == "草稿：尚有 2 处 <错误> 未改正"
        assert header.find(f".//{W}color").get(f"{W}val") == "FF0000"
        assert header.find(".//{urn:schemas-microsoft-com:vml}textpath[@string='草稿']") is not None


def test_report_that_may_go_out_has_an_empty_header() -> None:
    contents = written(story())

    assert not any("header" in name for name in contents)
    assert b"headerReference" not in contents["word/document.xml"]


# ------------------------------------------------------------------------------------ the file


def test_properties_come_from_the_story_alone() -> None:
    opened = docx.Document(io.BytesIO(write_document(story(draft="缺数"), make_base())))
    properties = opened.core_properties

    assert (properties.title, properties.author) == (story().title, "甲县人民政府")
    assert (properties.last_modified_by, properties.revision) == ("甲县人民政府", 1)
    assert str(properties.created) == str(properties.modified) == "2023-01-01 00:00:00+00:00"
    assert (properties.language, properties.content_status) == ("zh-CN", "草稿")


def test_no_part_speaks_of_the_tools_that_made_it() -> None:
    for name, content in written(story(paragraph("body", "文"), draft="缺数")).items():
        for word in (
            b"python-docx",
            b"Word Document",
            b"generated by",
            b"thumbnail",
            b"Microsoft ",
        ):
            assert word not in content, (name, word)


def test_title_too_long_for_the_properties_is_cut_there_alone() -> None:
    long = "很长的题目" * 60
    report = replace(story(), title=long)
    opened = docx.Document(io.BytesIO(write_document(report, make_base())))

    assert opened.core_properties.title == long[:255]
    assert opened.paragraphs[0].text.replace("\n", "") == long


def test_language_is_marked_on_the_text() -> None:
    marks = etree.fromstring(written(story())["word/styles.xml"]).findall(f".//{W}lang")

    assert [mark.get(f"{W}eastAsia") for mark in marks] == ["zh-CN"]


def test_file_holds_these_parts_and_no_clock() -> None:
    with zipfile.ZipFile(io.BytesIO(write_document(story(), make_base()))) as archive:
        entries = archive.infolist()

    assert [entry.filename for entry in entries] == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "word/fontTable.xml",
        "word/footer1.xml",
        "word/footer2.xml",
        "word/settings.xml",
        "word/styles.xml",
    ]
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.create_system for entry in entries} == {0}


def test_bytes_are_the_same_in_another_process() -> None:
    program = (
        "import hashlib; from xl2report.files.document.base import make_base;"
        "from xl2report.files.document.writer import write_document;"
        "from xl2report.work.narrative.story import Story;"
        "made = write_document(Story('题', '人', 2020, (), draft='x'), make_base());"
        "print(hashlib.sha256(made).hexdigest())"
    )
    here = write_document(Story("题", "人", 2020, (), draft="x"), make_base())
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert run.stdout.strip() == hashlib.sha256(here).hexdigest()


@pytest.mark.parametrize("form", ["disclosure-2019", "disclosure-2021"])
def test_base_document_of_a_form_is_the_one_the_code_makes(form: str) -> None:
    stored = (CHECKOUT / "workbook_templates" / form / "base.docx").read_bytes()

    # not the bytes: another zlib may pack the same parts otherwise
    assert list(parts(stored).items()) == list(parts(make_base()).items())


# -------------------------------------------------------------------------------------- printed


def printed_pages(pdf: Path) -> list[list[str]]:
    """The lines of each page of a PDF, without blanks; page numbers stand last."""
    run = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"],  # noqa: S607
        capture_output=True,
        check=True,
    )
    pages = run.stdout.decode().split("\f")[:-1]
    return [
        [line for line in (re.sub(r"\s", "", raw) for raw in page.splitlines()) if line]
        for page in pages
    ]


@pytest.mark.office
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_printed_page_has_22_lines_of_28_characters(tmp_path: Path, soffice: Soffice) -> None:
    running = "全年公开政府信息并依法答复申请" * 160
    report = story(paragraph("body", running), fifteen_columns(), draft="尚缺两项")
    source = tmp_path / "report.docx"
    source.write_bytes(write_document(report, make_base()))

    pages = printed_pages(soffice.convert(source, "pdf", tmp_path / "out"))

    assert len(pages) >= 4
    head, *lines, number = pages[1]
    assert (head, number) == ("草稿：尚缺两项", "—2—")
    assert [len(line) for line in lines if not set(line) <= set("草稿")] == [28] * 22
    assert all(page[0] == "草稿：尚缺两项" for page in pages)
    assert [page[-1] for page in pages] == [f"—{n}—" for n in range(1, len(pages) + 1)]
    # the table's headings, broken 2 and 2 in every one of the fifteen columns
    assert any(line.count("结果") >= 6 and "结果维" not in line for line in pages[-1])


@pytest.mark.office
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_no_mark_at_the_end_of_a_line_is_lost_from_print(tmp_path: Path, soffice: Soffice) -> None:
    # from each paragraph to the next, the marks move on by one character, so that some fall on
    # every place of a line and some are the one too many
    words = "全年公开政府信息并依法答复申请" * 20
    texts = [
        words[:n] + "".join(f"，{words[at : at + 27]}" for at in range(n, n + 190, 27))
        for n in range(1, 57)
    ]
    blocks = [paragraph("body", text) for text in texts]
    source = tmp_path / "report.docx"
    source.write_bytes(write_document(story(*blocks), make_base()))

    pages = printed_pages(soffice.convert(source, "pdf", tmp_path / "out"))

    printed = "".join(line for page in pages for line in page[:-1])
    assert [text for text in texts if text not in printed] == []
