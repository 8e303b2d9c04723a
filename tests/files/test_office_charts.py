"""Charts in an office's own Word file: in the place of their marks, editable, beside the file's own."""

import io
import posixpath
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.shared import Pt
from lxml import etree

import city
from conftest import Soffice
from office_files import office, place, places, saved, with_box
from word_files import R, W, parts, text_of
from xl2report.chain.report import report
from xl2report.files.document.office.filling import OfficeError, fill_office
from xl2report.ground.points import Measure
from xl2report.work.charts import Chart, Series

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
BAR = Chart(
    "results", "bar", "2020年<办理> & 结果", "t", ("予以公开", "不予“公开”", "其他"),
    (Series("", (25, None, 0)),), Measure("件", 0, signed=False), "条形图：<甲> & “乙”。",
)  # fmt: skip
TREND = Chart(
    "trend", "column", "三年情况", "t", ("2019年", "2020年"),
    (Series("新收", (150, 250)), Series("办结", (100, 200))), Measure("万元", 2, signed=False), "柱形图",
)  # fmt: skip
MARKS = {
    "chart.results": place("chart.results", "chart", blocks=(BAR,)),
    "chart.trend": place("chart.trend", "chart", blocks=(TREND,)),
    "chart.none": place("chart.none", "chart"),
}


def filled(data: bytes) -> bytes:
    return fill_office(data, places() | MARKS, year=2022)


def shown(data: bytes) -> list[etree._Element]:
    """The paragraphs of the text, without its last section."""
    body = etree.fromstring(parts(data)["word/document.xml"])[0]
    return [child for child in body if child.tag != f"{W}sectPr"]


def charts(data: bytes) -> list[etree._Element]:
    """The chart parts in the order of the text, found as a reader finds them."""
    content = parts(data)
    links = {
        one.get("Id"): one.get("Target")
        for one in etree.fromstring(content["word/_rels/document.xml.rels"])
    }
    drawn = etree.fromstring(content["word/document.xml"]).iter(f"{C}chart")
    return [etree.fromstring(content[f"word/{links[one.get(f'{R}id')]}"]) for one in drawn]


def test_a_chart_and_its_caption_replace_the_mark() -> None:
    before, drawing, caption, after = shown(filled(office("前", "{{chart.results}}", "后")))

    assert (text_of(before), text_of(after)) == ("前", "后")
    assert text_of(caption) == "2020年<办理> & 结果（单位：件）"
    (frame,) = drawing.iter(f"{WP}inline")
    assert frame.find(f"{WP}docPr").get("descr") == BAR.alt
    (chart,) = charts(filled(office("{{chart.results}}")))
    names = [one.text for one in chart.find(f".//{C}cat").iter(f"{C}v")]
    assert names == list(BAR.categories)


def test_two_charts_are_told_apart_and_each_has_its_numbers() -> None:
    made = filled(office("{{chart.results}}", "{{chart.trend}}", "{{chart.results}}"))
    numbers = [
        one.get("id") for part in shown(made) for one in part.iter(f"{WP}docPr")
    ]  # fmt: skip

    assert numbers == ["1", "2", "3"]
    assert [len(chart.findall(f".//{C}ser")) for chart in charts(made)] == [1, 2, 1]
    content = parts(made)
    declared = {
        one.get("PartName") for one in etree.fromstring(content["[Content_Types].xml"])
    }  # fmt: skip
    for name in content:
        if name.startswith(("word/charts/chart", "word/embeddings/")):
            assert f"/{name}" in declared
    books = []
    for name in sorted(content):
        if not name.startswith("word/charts/_rels/"):
            continue
        (link,) = etree.fromstring(content[name])
        books.append(posixpath.normpath(posixpath.join("word/charts", link.get("Target"))))
    assert len(set(books)) == 3
    sheet = openpyxl.load_workbook(io.BytesIO(content[books[0]])).active
    assert sheet is not None
    assert list(sheet.values)[1] == ("予以公开", 25)


def test_a_chart_of_the_files_own_stays() -> None:
    """What the tool has filled in once may be a template again."""
    first = filled(office("{{chart.results}}", "{{chart.trend}}"))
    document = docx.Document(io.BytesIO(first))
    document.add_paragraph("{{chart.results}}")
    made = filled(saved(document))
    numbers = [one.get("id") for part in shown(made) for one in part.iter(f"{WP}docPr")]

    assert len(charts(made)) == 3
    assert len(set(numbers)) == 3


def test_an_exact_line_and_an_indent_of_the_mark_do_not_cut_the_chart() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("{{chart.results}}")
    paragraph.paragraph_format.line_spacing = Pt(12)
    paragraph.paragraph_format.first_line_indent = Pt(32)
    drawing, *_ = shown(filled(saved(document)))

    spacing, indent = drawing.find(f".//{W}spacing"), drawing.find(f".//{W}ind")
    assert spacing.get(f"{W}lineRule") == "auto"
    assert indent.get(f"{W}firstLine") == "0"


def test_a_chart_in_a_cell_is_as_wide_as_the_cell() -> None:
    document = docx.Document()
    cell = document.add_table(1, 2).cell(0, 0)
    cell.text = "{{chart.trend}}"
    made = shown(filled(saved(document)))[0]
    width = int(made.find(f".//{W}tcW").get(f"{W}w"))

    assert int(made.find(f".//{WP}extent").get("cx")) // 635 < width


def test_a_mark_without_a_chart_leaves_its_paragraph_empty() -> None:
    before, place_, after = shown(filled(office("前", "{{chart.none}}", "后")))

    assert [text_of(one) for one in (before, place_, after)] == ["前", "", "后"]
    assert not list(place_.iter(f"{W}drawing"))


def _header() -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{chart.results}}"
    return saved(document)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (_header(), "页眉“{{chart.results}}”：图表 {{chart.results}} 只能放在正文中"),
        (with_box("{{chart.results}}"), "文本框“{{chart.results}}”：图表"),
        (office("见{{chart.results}}"), "须独占一段"),
    ],
)
def test_a_chart_where_none_can_stand_is_refused_with_its_place(data: bytes, words: str) -> None:
    with pytest.raises(OfficeError) as told:
        filled(data)
    assert words in told.value.chinese
    assert "chart.results" in told.value.english


def test_parts_without_a_mark_are_the_same_bytes_and_so_is_the_file_again() -> None:
    given = office("{{chart.results}}", "{{table.requests}}")
    made = filled(given)

    assert made == filled(given)
    before, after = parts(given), parts(made)
    touched = {
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "[Content_Types].xml",
        "word/styles.xml",
    }
    for name in before.keys() - touched:
        assert before[name] == after[name], name


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "市场局.xlsx"
    path.write_bytes(city.book("market"))
    return path


def test_report_draws_what_the_marks_ask_for(book: Path, tmp_path: Path) -> None:
    template = tmp_path / "本局.docx"
    template.write_bytes(office("{{title}}", "{{chart.applicants}}", "{{chart.trend}}"))
    reported = report(book, [tmp_path / "年报.docx", tmp_path / "年报.html"], template=template)

    assert len(charts((tmp_path / "年报.docx").read_bytes())) == 1
    # Without --charts the page has none; and of one year there is no trend.
    assert "<svg" not in (tmp_path / "年报.html").read_text(encoding="utf-8")
    assert [note for note, _ in reported.taken] == ["没有可画的数，图表处留空：{{chart.trend}}"]


def test_charts_without_a_mark_are_told(book: Path, tmp_path: Path) -> None:
    template = tmp_path / "本局.docx"
    template.write_bytes(office("{{title}}"))
    reported = report(book, tmp_path / "年报.docx", template=template, charts=True)

    (note,) = reported.taken
    assert "没有图表标记" in note[0]
    assert "{{chart.results}}" in note[1]
    assert not any("chart" in name for name in parts((tmp_path / "年报.docx").read_bytes()))


@pytest.mark.office
def test_office_opens_the_file_and_draws_the_charts(tmp_path: Path, soffice: Soffice) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(filled(office("{{chart.results}}", "{{chart.trend}}")))
    made = soffice.convert(path, "odt", tmp_path)
    with zipfile.ZipFile(made) as package:
        objects = [name for name in package.namelist() if name.endswith("content.xml")]
    assert len(objects) == 3  # the text and two charts
