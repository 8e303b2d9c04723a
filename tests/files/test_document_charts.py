"""The report's charts: Word's own, with a workbook behind them, legible without colour or sight."""

import io
import posixpath
import zipfile
from itertools import combinations
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from conftest import Soffice
from word_files import R, W, paragraph, parts, small_table, story, text_of
from xl2report.files.document.base import make_base
from xl2report.files.document.writer import write_document
from xl2report.ground.points import Measure
from xl2report.work.charts import COLOURS, Chart, Series

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
TEXT_WIDTH = (11906 - 1587 - 1478) * 635

BAR = Chart(
    "results", "bar", "2020年<办理> & 结果", "t", ("予以公开", "不予“公开”", "其他"),
    (Series("", (25, None, 0)),), Measure("件", 0, signed=False), "条形图：<甲> & “乙”。",
)  # fmt: skip
TREND = Chart(
    "trend", "column", "三年情况", "elsewhere", ("2018年", "2019年", "2020年"),
    (Series("新收", (150, None, 250)), Series("办结", (100, 1, 200))),
    Measure("万元", 2, signed=False), "柱形图",
)  # fmt: skip
REPORT = story(paragraph("heading1", "三、表"), small_table(), paragraph("heading1", "五、后文"))


def drawn(*charts: Chart, draft: str = "") -> dict[str, bytes]:
    report = story(*REPORT.blocks, draft=draft)
    return parts(write_document(report, make_base(), charts=charts))


def chart_part(chart: Chart) -> etree._Element:
    return etree.fromstring(drawn(chart)["word/charts/chart1.xml"])


def targets(contents: dict[str, bytes], part: str) -> dict[str, str]:
    folder, name = posixpath.split(part)
    links = etree.fromstring(contents[f"{folder}/_rels/{name}.rels"])
    return {
        link.get("Id"): posixpath.normpath(posixpath.join(folder, link.get("Target")))
        for link in links
    }


def test_without_charts_the_document_is_as_it_was() -> None:
    assert drawn() == parts(write_document(REPORT, make_base()))
    assert not any("chart" in name for name in drawn())


def test_chart_stands_after_its_table_with_its_caption_and_else_at_the_end() -> None:
    contents = drawn(TREND, BAR)
    body = etree.fromstring(contents["word/document.xml"]).find(f"{W}body")
    kinds = [
        "table" if child.tag == f"{W}tbl" else "chart" if child.find(f".//{C}chart") is not None
        else text_of(child)
        for child in body
    ]  # fmt: skip

    assert kinds[2:-1] == [
        "table",
        "chart",
        "图1　2020年<办理> & 结果（单位：件）",
        "五、后文",
        "chart",
        "图2　三年情况（单位：万元）",
    ]
    for child in body:
        if child.find(f".//{C}chart") is not None:
            assert child.find(f"{W}pPr/{W}keepNext") is not None
            assert child.find(f"{W}pPr/{W}spacing").get(f"{W}lineRule") == "auto"


def test_drawing_is_as_wide_as_the_text_and_says_itself_in_words() -> None:
    contents = drawn(BAR, TREND)
    inline = etree.fromstring(contents["word/document.xml"]).findall(f".//{WP}inline")

    assert [int(one.find(f"{WP}extent").get("cx")) for one in inline] == [TEXT_WIDTH] * 2
    names = [one.find(f"{WP}docPr") for one in inline]
    assert names[0].get("descr") == BAR.alt
    assert names[0].get("title") == BAR.title
    assert len({name.get("id") for name in names}) == 2
    links = targets(contents, "word/document.xml")
    charts = [one.find(f".//{C}chart").get(f"{R}id") for one in inline]
    assert sorted(links[chart] for chart in charts) == [
        "word/charts/chart1.xml",
        "word/charts/chart2.xml",
    ]


@pytest.mark.parametrize("chart", [BAR, TREND])
def test_numbers_of_chart_and_workbook_are_the_same_and_a_blank_is_none(chart: Chart) -> None:
    contents = drawn(chart)
    root = etree.fromstring(contents["word/charts/chart1.xml"])
    link = root.find(f"{C}externalData").get(f"{R}id")
    book = targets(contents, "word/charts/chart1.xml")[link]
    sheet = openpyxl.load_workbook(io.BytesIO(contents[book]))["Sheet1"]
    scale = 10**chart.measure.decimals

    for at, series in enumerate(root.iter(f"{C}ser")):
        cached = {
            int(point.get("idx")): float(point.findtext(f"{C}v"))
            for point in series.iterfind(f"{C}val//{C}pt")
        }
        expected = {n: v / scale for n, v in enumerate(chart.series[at].values) if v is not None}
        assert cached == expected
        formula = series.findtext(f"{C}val//{C}f")
        cells = sheet[formula.partition("!")[2].replace("$", "")]
        assert {
            n: cell.value for n, (cell,) in enumerate(cells) if cell.value is not None
        } == expected
        names = sheet[series.findtext(f"{C}cat//{C}f").partition("!")[2].replace("$", "")]
        assert [cell.value for (cell,) in names] == list(chart.categories)
        assert [pt.findtext(f"{C}v") for pt in series.iterfind(f"{C}cat//{C}pt")] == list(
            chart.categories
        )
        head = series.findtext(f"{C}tx//{C}f").partition("!")[2].replace("$", "")
        assert (
            sheet[head].value
            == series.findtext(f"{C}tx//{C}v")
            == (chart.series[at].name or chart.unit)
        )
    assert root.find(f".//{C}dispBlanksAs").get("val") == "gap"


@pytest.mark.parametrize("chart", [BAR, TREND])
def test_all_text_of_a_chart_has_a_chinese_font(chart: Chart) -> None:
    looks = list(chart_part(chart).iter(f"{A}defRPr"))

    assert len(looks) >= 4
    for look in looks:
        assert {look.find(f"{A}{script}").get("typeface") for script in ("latin", "ea", "cs")} == {
            "宋体"
        }


def test_every_bar_is_labelled_and_axes_begin_at_zero() -> None:
    for chart in (BAR, TREND):
        root = chart_part(chart)
        labels = root.findall(f".//{C}dLbls")
        assert len(labels) == len(chart.series)
        assert {label.find(f"{C}showVal").get("val") for label in labels} == {"1"}
        assert root.find(f".//{C}valAx/{C}scaling/{C}min").get("val") == "0"
        assert (root.find(f".//{C}legend") is not None) == (len(chart.series) > 1)


def lightness(colour: str) -> float:
    """The luma of a colour, which is what grey print keeps of it."""
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def seen(colour: str, *, without: str) -> tuple[float, ...]:
    """Roughly what is seen without red or green cones: the two fall together (Viénot 1999)."""
    red, green, blue = ((int(colour[n : n + 2], 16) / 255) ** 2.2 for n in (0, 2, 4))
    weights = (0.11238, 0.88762) if without == "red" else (0.29275, 0.70725)
    both = weights[0] * red + weights[1] * green
    return both ** (1 / 2.2), blue ** (1 / 2.2)


def test_colours_are_told_apart_in_grey_and_without_red_or_green() -> None:
    for one, other in combinations(COLOURS, 2):
        assert abs(lightness(one) - lightness(other)) > 0.15
        for cones in ("red", "green"):
            pairs = zip(seen(one, without=cones), seen(other, without=cones), strict=True)
            assert max(abs(a - b) for a, b in pairs) > 0.2


def test_more_series_than_colours_are_hatched() -> None:
    many = TREND._replace(series=tuple(Series(f"第{n}项", (n, n, n)) for n in range(1, 6)))
    root = chart_part(many)
    fills = [etree.tostring(one.find(f"{C}spPr")[0]) for one in root.iter(f"{C}ser")]

    assert len(set(fills)) == 5


def test_draft_is_marked_beside_charts_too() -> None:
    assert sum("header" in name for name in drawn(BAR, draft="缺数")) == 3


def test_charts_are_the_same_bytes_again_and_know_no_clock() -> None:
    made = write_document(REPORT, make_base(), charts=(BAR, TREND))

    assert made == write_document(REPORT, make_base(), charts=(BAR, TREND))
    inner = parts(made)["word/embeddings/chart1.xlsx"]
    with zipfile.ZipFile(io.BytesIO(inner)) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        assert b"1980-01-01T00:00:00Z" in archive.read("docProps/core.xml")


@pytest.mark.office
def test_office_keeps_the_charts_as_charts(tmp_path: Path, soffice: Soffice) -> None:
    source = tmp_path / "report.docx"
    source.write_bytes(write_document(REPORT, make_base(), charts=(BAR, TREND)))
    contents = parts(soffice.convert(source, "docx", tmp_path / "out").read_bytes())
    charts = [etree.fromstring(data) for name, data in contents.items() if "/charts/chart" in name]

    read = {
        tuple(point.findtext(f"{C}v") for point in root.iterfind(f".//{C}ser/{C}cat//{C}pt"))
        for root in charts
    }
    assert len(charts) == 2
    assert tuple(BAR.categories) in read
