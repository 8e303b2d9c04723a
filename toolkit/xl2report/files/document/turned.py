"""Page numbers of a turned page: where they are on all other pages, as GB/T 9704 has it.

A lying table is read with the page turned; the number stays on the edge it has on an upright page, so
that a bound report shows all numbers in one place. There a footer lies on its side, in a text box.
"""

from copy import deepcopy
from functools import cached_property

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.section import CT_SectPr
from lxml import etree

from xl2report.files.document.pages import as_text, turned

_REFERENCE, _ID = qn("w:footerReference"), qn("r:id")
_SPACES = (
    f'{nsdecls("w", "r")} xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:o="urn:schemas-microsoft-com:office:office"'
)
# The shape type of Word's text boxes.
_BOX_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
# What a box cannot hold, or what another part belongs to.
_BEYOND = {
    *map(qn, ("w:drawing", "w:pict", "w:object")),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
}
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_LINE = 320  # twips, a line of a footer in 14 points
# Numbers of shapes: those of charts and watermarks stay below.
_FIRST_SHAPE = 9001


class Sides:
    """The upright page and the same page turned, as sections; the turned one is made when wanted."""

    def __init__(self, document: Document, upright: CT_SectPr) -> None:
        self._document = document
        self._upright = upright

    @cached_property
    def lying(self) -> CT_SectPr:
        """The turned one."""
        return lying_section(self._document, self._upright)

    def texts(self) -> tuple[str, str]:
        """Both as XML."""
        return as_text(self._upright), as_text(self.lying)


def lying_section(document: Document, upright: CT_SectPr) -> CT_SectPr:
    """The section turned on its side, with footers that stay on the edge they have upright.

    A footer that holds more than text (a picture, a link) is left as it is.
    """
    section = turned(upright)
    box = _box(upright)
    for number, reference in enumerate(section.findall(_REFERENCE), _FIRST_SHAPE):
        footer = document.part.related_parts[reference.get(_ID)].element
        if box is None or not _is_plain(footer):
            continue
        package = document.part.package
        where = package.next_partname("/word/footer%d.xml")
        content = parse_xml(_footer_xml(footer, number, box))
        part = XmlPart(where, CONTENT_TYPE.WML_FOOTER, content, package)
        reference.set(_ID, document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTER))
    return section


def _box(upright: CT_SectPr) -> tuple[int, int, int, int] | None:
    """Where the footer of the upright page is when it is turned: left, top, width, height in twips."""
    size, margin = upright.find(qn("w:pgSz")), upright.find(qn("w:pgMar"))
    if size is None or margin is None:
        return None

    def twips(element: etree._Element, name: str) -> int:
        return abs(int(float(element.get(qn(f"w:{name}"), "0"))))

    width = twips(margin, "bottom") - twips(margin, "footer")
    height = twips(size, "w") - twips(margin, "left") - twips(margin, "right")
    if min(width, height) <= 0:
        return None
    return twips(margin, "footer"), twips(margin, "left"), width, height


def _is_plain(footer: etree._Element) -> bool:
    return not any(
        element.tag in _BEYOND or any(name.startswith(_RELATIONS) for name in element.attrib)
        for element in footer.iter()
    )


def _footer_xml(footer: etree._Element, number: int, box: tuple[int, int, int, int]) -> str:
    """A footer of one empty line, to which the box with the other's text is tied."""
    left, top, room, height = box
    # As wide as the text is high: what anchors text to an edge of a turned box differs by program.
    lines = sum(1 for _ in footer.iter(qn("w:p")))
    width = min(room, _LINE * max(1, lines))
    words = "".join(
        etree.tostring(deepcopy(child), encoding="unicode", with_tail=False) for child in footer
    )
    look = footer.find(f"{qn('w:p')}/{qn('w:pPr')}/{qn('w:pStyle')}")
    named = "" if look is None else f'<w:pPr><w:pStyle w:val="{look.get(qn("w:val"))}"/></w:pPr>'
    # VML: LibreOffice 7.4.7 puts the text of DrawingML's box into the corner of the page.
    style = (
        "position:absolute;mso-position-horizontal-relative:page;mso-position-vertical-relative:page;"
        f"margin-left:{left / 20:g}pt;margin-top:{top / 20:g}pt;width:{width / 20:g}pt;"
        f"height:{height / 20:g}pt;v-text-anchor:bottom;z-index:1"
    )
    return (
        f"<w:ftr {_SPACES}><w:p>{named}<w:r><w:pict>{_BOX_TYPE}"
        f'<v:shape id="turned{number}" o:spid="_x0000_s{number}" type="#_x0000_t202" style="{style}"'
        ' o:allowincell="f" filled="f" stroked="f">'
        '<v:textbox style="layout-flow:vertical" inset="0,0,0,0"><w:txbxContent>'
        f"{words}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p></w:ftr>"
    )
