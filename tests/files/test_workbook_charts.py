"""The sheet 图表 of a city's workbook: Excel's own charts over live numbers, in a Chinese font."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from conftest import Soffice
from xl2report.chain.check import check
from xl2report.chain.forms import find_plan, open_plan
from xl2report.chain.merge import merge
from xl2report.files.reader.tables import read_filing
from xl2report.files.template.writer import write_template
from xl2report.form.plan import Plan
from xl2report.form.relations import fill_carefully
from xl2report.ground.filing import Content, Filing, Stamp
from xl2report.work.charts import make_charts

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
SHEET = "图表"


SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "rushan-2020"


def city() -> tuple[Plan, Filing]:
    plan = open_plan("disclosure-2019")
    values: list[int | None] = [0] * len(plan.form.points)
    for row, value in (("new_received", 9), ("granted", 5), ("denied_third_party", 4)):
        values[plan.index[f"requests.{row}.natural_person"]] = value
    values[plan.index["requests.unable_not_held.natural_person"]] = None
    fill_carefully(plan.relations, values)
    return plan, Filing("b", plan.form.id, 2020, "市", "", values)


def written() -> bytes:
    plan, filing = city()
    last = filing.changed(year=2018, values=[7 if value else value for value in filing.values])
    charts = make_charts(plan, filing, [(plan, last)])
    stamp = Stamp(plan.form.id, 2020, "市", role="city")
    return write_template(plan.layout, stamp, Content(values=tuple(filing.values)), charts)


def chart_parts(data: bytes) -> list[etree._Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith("xl/charts/"))
        return [etree.fromstring(archive.read(name)) for name in names]


def numbers(data: bytes) -> dict[str, list[object]]:
    """The cached numbers beside each name on the sheet."""
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True)[SHEET]
    return {
        str(row[0]): [value for value in row[1:4] if value is not None]
        for row in sheet.iter_rows(values_only=True)
        if row[0]
    }


def test_numbers_are_live_but_those_of_years_that_have_no_cell() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written()))[SHEET]
    cells = {str(row[0].value): row[1] for row in sheet.iter_rows() if row[0].value}

    assert "'三、申请办理'!$J$9" in str(cells["予以公开"].value)
    assert cells["2018年"].value == "=7"
    assert "'三、申请办理'!" in str(cells["2020年"].value)
    assert numbers(written())["予以公开"] == [5]
    assert numbers(written())["2020年"][0] == 9


def test_blank_has_an_empty_cell() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written()))[SHEET]
    cells = {str(row[0].value): row[1].value for row in sheet.iter_rows() if row[0].value}

    assert cells["无法提供"] is None
    assert cells["2019年"] is None
    assert cells["部分公开"] is not None


def test_charts_are_excels_own_over_these_cells() -> None:
    charts = chart_parts(written())

    assert len(charts) == 3
    for chart in charts:
        for formula in chart.iter(f"{C}f"):
            assert formula.text.startswith(f"{SHEET}!") or formula.text.startswith(f"'{SHEET}'!")
        # XlsxWriter leaves the element out for a gap, as Excel 2007 does
        assert chart.find(f".//{C}dispBlanksAs") is None
        assert all(show.get("val") == "1" for show in chart.iter(f"{C}showVal"))


def test_all_text_of_the_charts_has_a_chinese_font() -> None:
    for chart in chart_parts(written()):
        latin, asian = chart.findall(f".//{A}latin"), chart.findall(f".//{A}ea")
        assert len(latin) == len(asian) >= 3
        assert {look.get("typeface") for look in asian} == {"宋体"}


def test_charts_say_themselves_in_words() -> None:
    with zipfile.ZipFile(io.BytesIO(written())) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/drawings/drawing")]
        drawings = etree.fromstring(archive.read(names[-1]))
    told = [name.get("descr") for name in drawings.iter(f"{XDR}cNvPr")]

    assert len(told) == 3
    assert "予以公开5件" in told[0]
    assert "无法提供未填" in told[0]


def test_without_charts_there_is_no_such_sheet_and_bytes_are_the_same_again() -> None:
    plan, filing = city()
    stamp = Stamp(plan.form.id, 2020, "市", role="city")
    plain = write_template(plan.layout, stamp, Content(values=tuple(filing.values)))

    assert SHEET not in openpyxl.load_workbook(io.BytesIO(plain)).sheetnames
    assert written() == written()


@pytest.mark.office
def test_office_calculates_the_same_numbers(tmp_path: Path, soffice: Soffice) -> None:
    source = tmp_path / "city.xlsx"
    source.write_bytes(written())
    again = soffice.convert(source, "xlsx", tmp_path / "out").read_bytes()
    before, after = numbers(written()), numbers(again)

    for name in ("予以公开", "不予公开", "自然人", "2018年", "2020年"):
        assert after[name] == before[name]
    assert len(chart_parts(again)) >= 3


def test_reader_knows_the_sheet_and_finds_no_stray_number_on_it() -> None:
    filing, findings = read_filing(written(), "city.xlsx", find_plan)

    assert filing is not None
    assert [found for found in findings if SHEET in found.where] == []


def test_a_merge_adds_the_sheet_of_charts_where_it_is_asked_for(tmp_path: Path) -> None:
    returns = sorted((SAMPLES / "returns").glob("*.xlsx"))[:3]
    plain, drawn = tmp_path / "plain.xlsx", tmp_path / "drawn.xlsx"

    merge(returns, plain, reporter="某市")
    merge(returns, drawn, reporter="某市", charts=True)

    with zipfile.ZipFile(plain) as without, zipfile.ZipFile(drawn) as with_them:
        assert not any("charts/chart" in name for name in without.namelist())
        assert any("charts/chart" in name for name in with_them.namelist())
    assert check([drawn]).errors == 0
