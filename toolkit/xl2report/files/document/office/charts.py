"""A chart put into an office's own file: Word's own, with its caption in the look that the file has."""

from copy import deepcopy

from docx.opc.constants import CONTENT_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from xl2report.files.document.charts import (
    caption_of,
    chart_run,
    chart_workbook,
    chart_xml,
    height_of,
)
from xl2report.files.document.office.marks import RPR, Piece, run_with
from xl2report.files.document.office.package import OfficePackage
from xl2report.work.charts import Chart

_PPR = qn("w:pPr")
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_LINK = "rId1"
# An exact line height would cut a chart off, and an indent push it aside.
_ALONE = (
    '<w:spacing w:before="120" w:after="60" w:line="240" w:lineRule="auto"/>'
    '<w:ind w:left="0" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>'
)


def chart_paragraphs(
    package: OfficePackage,
    chart: Chart,
    room: tuple[int, int],
    model: etree._Element,
    style: str | None,
) -> list[etree._Element]:
    """The paragraph that shows a chart, and its caption; their parts are put into the package.

    `room` is what there is of width and height, in twips. The caption is in the file's own `style` for
    captions, else as the marked paragraph (`model`, its look last) is written.
    """
    width, height = room
    book = package.add_part("embeddings/chart.xlsx", CONTENT_TYPE.SML_SHEET, chart_workbook(chart))
    content = chart_xml(chart, _LINK).encode()
    links = {_LINK: ("package", book)}
    part = package.add_part("charts/chart.xml", CONTENT_TYPE.DML_CHART, content, links)
    ident = package.lead_to(part, "chart")
    drawn = [one.get("id", "") for one in package.xml(package.main).iter(_DRAWING)]
    number = max((int(one) for one in drawn if one.isdigit()), default=0) + 1
    run = chart_run(chart, ident, number, width, height_of(chart, height // 3))
    shown = f"<w:p><w:pPr><w:keepNext/>{_ALONE}</w:pPr>{run}</w:p>"
    body = parse_xml(f"<w:body {nsdecls('w', 'r')}>{shown}</w:body>")
    look = deepcopy(model[-1])
    caption = parse_xml(
        f"<w:p {nsdecls('w')}><w:pPr>{_ALONE if style is None else ''}</w:pPr></w:p>"
    )
    if style is not None:
        etree.SubElement(caption.find(_PPR), qn("w:pStyle")).set(qn("w:val"), style)
        look = etree.Element(RPR)
    caption.append(run_with(look, Piece(caption_of(chart))))
    return [*body, caption]
