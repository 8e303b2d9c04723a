"""草稿 on every page of an office's own file: above what its headers say already."""

from docx.opc.constants import CONTENT_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from xl2report.files.document.draft import header_xml
from xl2report.files.document.office.package import OfficePackage

_REFERENCE, _SECTION = qn("w:headerReference"), qn("w:sectPr")
_KINDS = ("default", "even", "first")


def mark_every_page(package: OfficePackage, reason: str) -> None:
    """Puts 草稿 and the reason into every header that a page may have.

    A later section without a header of its own shows that of the one before, so only the first
    section needs one of each kind.
    """
    main = package.xml(package.main)
    sections = [
        found for found in main.iter(_SECTION) if found.getparent().tag != qn("w:sectPrChange")
    ]
    if not sections:
        body = main.find(qn("w:body"))
        sections = [etree.SubElement(body if body is not None else main, _SECTION)]
    style = _header_style(package)
    marked: set[str] = set()
    for section in sections:
        for reference in section.findall(_REFERENCE):
            part = package.link_target(reference.get(qn("r:id"), ""))
            if part is not None and part not in marked:
                marked.add(part)
                header = package.xml(part)
                header.insert(0, parse_xml(header_xml(reason, style, len(marked)))[0])
                package.changed(part)
    there = {
        reference.get(qn("w:type"), "default") for reference in sections[0].findall(_REFERENCE)
    }
    for number, kind in enumerate(_KINDS):
        if kind not in there:
            words = header_xml(reason, style, len(marked) + 1 + number)
            declared = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
            content = (declared + words).encode()
            ident = package.add(
                f"draftHeader{number + 1}.xml", "header", CONTENT_TYPE.WML_HEADER, content
            )
            reference = etree.Element(_REFERENCE)
            reference.set(qn("w:type"), kind)
            reference.set(qn("r:id"), ident)
            sections[0].insert(0, reference)
            package.changed(package.main)


def _header_style(package: OfficePackage) -> str:
    part = package.related("styles")
    if part is None:
        return ""
    for style in package.xml(part).iterchildren(qn("w:style")):
        name = style.find(qn("w:name"))
        if name is not None and name.get(qn("w:val"), "").lower() == "header":
            return str(style.get(qn("w:styleId"), ""))
    return ""
