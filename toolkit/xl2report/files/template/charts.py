"""The sheet 图表 of a city's workbook: Excel's own charts over a small table each, live where it can be.

This year's numbers are formulas over the form's cells; those of earlier years have no cell here and
stand as they were read.
"""

from collections.abc import Sequence
from types import MethodType
from typing import Any

from xlsxwriter.chart import Chart as Drawing

from xl2report.files.template.package import Page, exact
from xl2report.files.template.workbook import PORTRAIT, Workbook
from xl2report.form.language import Expression
from xl2report.form.layout import CHARTS_SHEET
from xl2report.ground.points import split_address
from xl2report.work.charts import COLOURS, Chart, compile_charts

_FONT = "宋体"
_WIDTHS = (26, 18)  # of the names, of each number
_ROWS = 16  # that a chart covers
_HEIGHT = 300  # pixels
_A_PAGE = 2  # charts
_TOP = 3


def write_charts(work: Workbook, charts: Sequence[Chart]) -> None:
    """The sheet with all charts; call it last, with at least one chart."""
    taken = {sheet.get_name() for sheet in work.book.book.worksheets()}
    page = work.book.page(
        next(name for n in range(99) if (name := CHARTS_SHEET + "_" * n) not in taken)
    )
    across = 1 + max(3, *(len(chart.series) for chart in charts))
    for column in range(1, across + 1):
        page.width(column, _WIDTHS[column > 1])
    page.joined((1, 1, 1, across), CHARTS_SHEET, work.styles("title"))
    work.reporter_line(page, 2, across)
    numbers = {read.definition.id: read.numbers for read in compile_charts(work.form)}
    row, breaks = _TOP, []
    for number, chart in enumerate(charts):
        if number and number % _A_PAGE == 0:
            breaks.append(row - 1)
        row = _write_chart(work, page, row, chart, numbers[chart.id])
    page.sheet.set_h_pagebreaks(breaks)
    work.finish(
        page, (row, across), landscape=sum(_WIDTHS[n > 0] for n in range(across)) > PORTRAIT
    )


def _write_chart(
    work: Workbook, page: Page, top: int, chart: Chart, numbers: tuple[Expression, ...]
) -> int:
    """A chart under its numbers; gives the row that the next one may begin in."""
    styles = work.styles
    unit = f"（单位：{chart.unit}）" if chart.unit else ""
    page.joined((top, 1, 1, 1 + len(chart.series)), chart.title + unit, styles("heading"))
    page.blank(top + 1, 1, styles("heading"))
    for column, series in enumerate(chart.series, 2):
        page.text(top + 1, column, series.name or chart.unit, styles("heading"))
    first = top + 2
    names = {name: number for number, name in enumerate(_item_names(work, chart))}
    look = styles.value("computed", chart.measure)
    for at, category in enumerate(chart.categories):
        page.text(first + at, 1, category, styles("label"))
        for column, series in enumerate(chart.series, 2):
            value = series.values[at]
            shown = "" if value is None else exact(value, chart.measure)
            item = names[category if chart.kind == "bar" else series.name]
            if value is None:
                # Not a formula with an empty result: Excel draws that as zero.
                page.blank(first + at, column, look)
            elif chart.kind == "bar" or at == len(chart.categories) - 1:
                page.formula(first + at, column, _live(work, numbers[item]), shown, look)
            else:
                # As a formula, or the reader would take it for a number typed outside the form.
                page.formula(first + at, column, f"={shown}", shown, look)
    last = first + len(chart.categories) - 1
    drawing = _drawing(work, page, chart, (first, last))
    page.sheet.insert_chart(last, 0, drawing, {"description": chart.alt, "object_position": 2})
    return last + _ROWS + 2


def _item_names(work: Workbook, chart: Chart) -> list[str]:
    definition = next(item for item in work.form.charts if item.id == chart.id)
    return [item.name for item in definition.items]


def _live(work: Workbook, number: Expression) -> str:
    """The number over the form's cells; empty while one of them is."""
    cells = [(factor, _cell(work, point)) for factor, point, _ in number.terms]
    total = "".join(f"{factor:+d}*{cell}" if factor != 1 else f"+{cell}" for factor, cell in cells)
    constant = f"{number.constant:+d}" if number.constant else ""
    known = ",".join(dict.fromkeys(cell for _, cell in cells))
    return f'=IF(COUNT({known})<{len(dict.fromkeys(known.split(",")))},"",{total[1:] if total[0] == "+" else total}{constant})'


def _cell(work: Workbook, point: int) -> str:
    sheet, cell = work.layout.cells[point]
    row = split_address(cell)[0]
    return f"'{sheet}'!${cell.removesuffix(str(row))}${row}"


def _drawing(work: Workbook, page: Page, chart: Chart, rows: tuple[int, int]) -> Any:  # noqa: ANN401 - XlsxWriter is not annotated
    """An Excel chart over the rows, in a font that has Chinese characters."""
    drawing = work.book.book.add_chart({"type": chart.kind})
    drawing._write_a_latin = MethodType(_latin_and_east_asian, drawing)  # noqa: SLF001 - XlsxWriter 3.3.1 names the Latin font alone
    font = {"name": _FONT, "size": 10.5, "color": "#000000", "bold": False}
    first, last = (row - 1 for row in rows)
    several = len(chart.series) > 1
    for at in range(len(chart.series)):
        drawing.add_series(
            {
                "name": [page.name, first - 1, at + 1],
                "categories": [page.name, first, 0, last, 0],
                "values": [page.name, first, at + 1, last, at + 1],
                "fill": {"color": f"#{COLOURS[at % len(COLOURS)]}"},
                "border": {"color": "#000000", "width": 0.75},
                "gap": 80 if several else 50,
                "data_labels": {
                    "value": True,
                    "position": "outside_end",
                    "font": font | {"size": 9},
                },
            }
        )
    names: dict[str, object] = {"num_font": font, "major_tick_mark": "none"}
    least = (
        {} if any(v < 0 for s in chart.series for v in s.values if v is not None) else {"min": 0}
    )
    values: dict[str, object] = {"visible": False, "major_gridlines": {"visible": False}, **least}
    if chart.kind == "bar":
        # A lying chart reads from the top, as its table does.
        drawing.set_y_axis(names | {"reverse": True})
        drawing.set_x_axis(values)
    else:
        drawing.set_x_axis(names)
        drawing.set_y_axis(values)
    drawing.set_title({"name": chart.title, "name_font": font | {"size": 12}, "overlay": False})
    drawing.set_legend({"position": "top", "font": font} if several else {"none": True})
    columns = 1 + max(3, len(chart.series))
    # A column is so many digits of 7 pixels wide, and 5 pixels of edges.
    width = sum(7 * _WIDTHS[column > 0] + 5 for column in range(columns))
    drawing.set_size({"width": width, "height": _HEIGHT})
    return drawing


def _latin_and_east_asian(drawing: Drawing, attributes: list[tuple[str, str]]) -> None:
    # LibreOffice and Excel take the theme's font for Chinese where a:ea is missing.
    for script in ("latin", "ea", "cs"):
        drawing._xml_empty_tag(f"a:{script}", attributes)  # noqa: SLF001 - as above
