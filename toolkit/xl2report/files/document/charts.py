"""A chart as Word's own: a drawing of DrawingML with its numbers in a workbook to edit them in.

Knows `Chart` values; the bars' looks are `work.charts.COLOURS`, told apart in grey print too.
"""

import io
from datetime import datetime
from decimal import Decimal
from html import escape

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.parts.document import DocumentPart

from xl2report.files.document.text import clean
from xl2report.ground.points import column_letters
from xl2report.work.charts import COLOURS, Chart, Series

_FONT = "宋体"
_SHEET = "Sheet1"
_EMU = 635  # in a twip
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BAR_HEIGHT, _FRAME_HEIGHT, _COLUMNS_HEIGHT = 420, 500, 3800  # twips
_AXES = (("catAx", 111, 112), ("valAx", 112, 111))


class Charts:
    """The charts of one document in the making: numbers them and puts in their parts."""

    def __init__(self, main: DocumentPart, text_width: int, text_height: int) -> None:
        self._main = main
        self._width = text_width
        self._highest = text_height // 3
        self._count = 0

    def drawing(self, chart: Chart) -> tuple[str, str]:
        """The run that shows the chart, as wide as the text, and its caption."""
        self._count += 1
        number = self._count
        package = self._main.package
        book = Part(
            PackURI(f"/word/embeddings/chart{number}.xlsx"),
            CONTENT_TYPE.SML_SHEET,
            chart_workbook(chart),
            package,
        )
        part = Part(
            PackURI(f"/word/charts/chart{number}.xml"), CONTENT_TYPE.DML_CHART, b"", package
        )
        link = part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
        part._blob = chart_xml(chart, link).encode()  # noqa: SLF001 - python-docx 1.2.0 has no other way
        ident = self._main.relate_to(part, RELATIONSHIP_TYPE.CHART)
        run = chart_run(chart, ident, number, self._width, height_of(chart, self._highest))
        return run, f"图{number}　{caption_of(chart)}"


def chart_run(chart: Chart, ident: str, number: int, width: int, height: int) -> str:
    """The run that shows a chart; `ident` is the relationship to its part, `number` tells drawings apart.

    Width and height are in twips.
    """
    size = f'cx="{width * _EMU}" cy="{height * _EMU}"'
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing"'
        f' distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{number}" name="图{number}" title="{_attribute(chart.title)}"'
        f' descr="{_attribute(chart.alt)}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/chart">'
        f'<c:chart xmlns:c="{_DRAWING}/chart" r:id="{ident}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def caption_of(chart: Chart) -> str:
    """What stands under a chart: its title, and the unit of its numbers."""
    return chart.title + (f"（单位：{chart.unit}）" if chart.unit else "")


def height_of(chart: Chart, highest: int) -> int:
    """How high a chart is, in twips: as its bars need it, a third of the text at most."""
    wanted = _COLUMNS_HEIGHT
    if chart.kind == "bar":
        wanted = _FRAME_HEIGHT + _BAR_HEIGHT * len(chart.categories)
    return min(wanted, highest)


def chart_xml(chart: Chart, link: str) -> str:
    """The chart part; `link` is the relationship to the workbook with its numbers."""
    direction = "bar" if chart.kind == "bar" else "col"
    several = len(chart.series) > 1
    series = "".join(_series_xml(chart, at) for at in range(len(chart.series)))
    legend = '<c:legend><c:legendPos val="t"/><c:overlay val="0"/></c:legend>' if several else ""
    axes = "".join(_axis_xml(chart, *axis) for axis in _AXES)
    return (
        "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
        f'<c:chartSpace xmlns:c="{_DRAWING}/chart" xmlns:a="{_DRAWING}/main"'
        f' xmlns:r="{_RELATIONS}"><c:date1904 val="0"/><c:lang val="zh-CN"/>'
        '<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
        f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="clustered"/>'
        f'<c:varyColors val="0"/>{series}<c:gapWidth val="{80 if several else 50}"/>'
        f'<c:axId val="111"/><c:axId val="112"/></c:barChart>{axes}</c:plotArea>{legend}'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f'<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln><a:noFill/></a:ln>'
        f'</c:spPr>{_type(10.5)}<c:externalData r:id="{link}"><c:autoUpdate val="0"/>'
        "</c:externalData></c:chartSpace>"
    )


def _series_xml(chart: Chart, at: int) -> str:
    series, column, rows = chart.series[at], column_letters(at + 2), len(chart.categories)
    points = "".join(
        f'<c:pt idx="{n}"><c:v>{exact(chart, value):f}</c:v></c:pt>'
        for n, value in enumerate(series.values)
        if value is not None
    )
    names = "".join(
        f'<c:pt idx="{n}"><c:v>{_text(name)}</c:v></c:pt>'
        for n, name in enumerate(chart.categories)
    )
    span = f"$2:${{}}${rows + 1}"
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/><c:tx><c:strRef>'
        f'<c:f>{_SHEET}!${column}$1</c:f><c:strCache><c:ptCount val="1"/>'
        f'<c:pt idx="0"><c:v>{_text(_name(chart, series))}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f'<c:spPr>{_fill(at)}<a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
        '</a:ln></c:spPr><c:invertIfNegative val="0"/><c:dLbls>'
        f'<c:numFmt formatCode="General" sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln>'
        f"</c:spPr>{_type(9)}"
        '<c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
        '<c:showBubbleSize val="0"/></c:dLbls>'
        f"<c:cat><c:strRef><c:f>{_SHEET}!$A{span.format('A')}</c:f><c:strCache>"
        f'<c:ptCount val="{rows}"/>{names}</c:strCache></c:strRef></c:cat>'
        f"<c:val><c:numRef><c:f>{_SHEET}!${column}{span.format(column)}</c:f><c:numCache>"
        f'<c:formatCode>General</c:formatCode><c:ptCount val="{rows}"/>{points}</c:numCache>'
        "</c:numRef></c:val></c:ser>"
    )


def _axis_xml(chart: Chart, kind: str, own: int, other: int) -> str:
    """An axis; a lying chart reads from the top, as its numbers stand in the table."""
    lying, names = chart.kind == "bar", kind == "catAx"
    order = "maxMin" if lying and names else "minMax"
    side = ("l" if names else "b") if lying else ("b" if names else "l")
    least = "" if names or _negative(chart) else '<c:min val="0"/>'
    # The numbers stand on the bars: a scale beside them would say them twice.
    shown = (
        '<c:delete val="0"/>' if names else '<c:delete val="1"/>',
        '<c:auto val="1"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="0"/>'
        if names
        else '<c:crossBetween val="between"/>',
    )
    line = '<a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln>'
    return (
        f'<c:{kind}><c:axId val="{own}"/><c:scaling><c:orientation val="{order}"/>{least}'
        f'</c:scaling>{shown[0]}<c:axPos val="{side}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr>{line}</c:spPr>'
        f'{_type(10.5)}<c:crossAx val="{other}"/><c:crosses val="autoZero"/>{shown[1]}</c:{kind}>'
    )


def _type(points: float) -> str:
    """How text is set; the East Asian font is named outright, or Word takes the theme's."""
    faces = "".join(f'<a:{script} typeface="{_FONT}"/>' for script in ("latin", "ea", "cs"))
    colour = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{int(points * 100)}" b="0">'
        f"{colour}{faces}"
        '</a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


def _fill(at: int) -> str:
    colour = COLOURS[at % len(COLOURS)]
    if at < len(COLOURS):
        return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
    return (
        f'<a:pattFill prst="wdUpDiag"><a:fgClr><a:srgbClr val="{colour}"/></a:fgClr>'
        '<a:bgClr><a:srgbClr val="FFFFFF"/></a:bgClr></a:pattFill>'
    )


def chart_workbook(chart: Chart) -> bytes:
    """The numbers as Word's "edit data" opens them: categories down, a column for each series."""
    # Most reports have no charts, and the import costs more than a report.
    from xlsxwriter.workbook import Workbook

    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": chart.title, "created": datetime(1980, 1, 1)})  # noqa: DTZ001 - Excel has no zones
    look = book.add_format({"font_name": _FONT, "font_size": 11})
    sheet = book.add_worksheet(_SHEET)
    sheet.set_column(0, len(chart.series), 18, look)
    for row, name in enumerate(chart.categories, 1):
        sheet.write_string(row, 0, name, look)
    for column, series in enumerate(chart.series, 1):
        sheet.write_string(0, column, _name(chart, series), look)
        for row, value in enumerate(series.values, 1):
            if value is not None:
                sheet.write_number(row, column, exact(chart, value), look)
    book.close()
    return buffer.getvalue()


def exact(chart: Chart, value: int) -> Decimal:
    """A value as the number a workbook holds."""
    return Decimal(value).scaleb(-chart.measure.decimals)


def _name(chart: Chart, series: Series) -> str:
    return series.name or chart.unit or chart.title


def _negative(chart: Chart) -> bool:
    return any(value < 0 for series in chart.series for value in series.values if value is not None)


def _text(words: str) -> str:
    return escape(clean(words), quote=False)


def _attribute(words: str) -> str:
    return escape(clean(words).replace("\n", " "))
