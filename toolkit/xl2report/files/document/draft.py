"""The mark of a draft: a red line at the head of every page and 草稿 pale across it."""

from html import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.section import Section

from xl2report.files.document.text import clean

# The shape type of Word's own watermarks (WordArt, plain text); LibreOffice and WPS know it by
# its number 136.
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
    ' path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
    '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
    '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
    '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
    '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
    '<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom"'
    ' o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
    '<v:textpath on="t" fitshape="t"/><v:handles><v:h position="#0,bottomRight"'
    ' xrange="6629,14971"/></v:handles><o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>'
)


def mark_draft(section: Section, reason: str, style: str) -> None:
    """Puts 草稿 and the reason at the head of every page; the section has no header yet."""
    headers = (section.header, section.even_page_header, section.first_page_header)
    for number, header in enumerate(headers, start=1):
        header.part.element[:] = parse_xml(header_xml(reason, style, number))


def header_xml(reason: str, style: str, number: int) -> str:
    """A header; `number` keeps the shapes of several headers apart, `style` may be ""."""
    words = escape(clean(f"草稿：{reason}").replace("\n", "；").replace("\t", " "))
    named = f'<w:pStyle w:val="{escape(style)}"/>' if style else ""
    return (
        f'<w:hdr {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:o="urn:schemas-microsoft-com:office:office"'
        ' xmlns:w10="urn:schemas-microsoft-com:office:word">'
        f'<w:p><w:pPr>{named}<w:jc w:val="center"/></w:pPr>'
        f"<w:r><w:rPr><w:noProof/></w:rPr><w:pict>{_SHAPE_TYPE}"
        f'<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{2048 + number}"'
        ' type="#_x0000_t136" alt="草稿" style="position:absolute;margin-left:0;margin-top:0;'
        "width:360pt;height:180pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        'mso-position-vertical:center;mso-position-vertical-relative:margin"'
        ' o:allowincell="f" fillcolor="#d9d9d9" stroked="f"><v:fill opacity=".5"/>'
        '<v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt" string="草稿"/>'
        '<w10:wrap anchorx="margin" anchory="margin"/></v:shape></w:pict></w:r>'
        '<w:r><w:rPr><w:color w:val="FF0000"/></w:rPr>'
        f'<w:t xml:space="preserve">{words}</w:t></w:r></w:p></w:hdr>'
    )
