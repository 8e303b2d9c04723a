"""Comments on the numbers that were put into an office's own file, beside those it has already."""

from docx.opc.constants import CONTENT_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from xl2report.files.document.comments import PEOPLE, PEOPLE_TYPE, comment_xml, people_xml
from xl2report.files.document.office.package import OfficePackage
from xl2report.work.narrative.story import Claim
from xl2report.work.origins import Origins, origin_lines

_ID = qn("w:id")


def comment_runs(
    package: OfficePackage,
    claims: list[tuple[Claim, etree._Element]],
    trace: Origins,
    year: int,
) -> None:
    """Puts a comment on each run; Word allows none in headers, footers and text boxes."""
    told = [
        (run, lines)
        for claim, run in claims
        if (lines := origin_lines(claim, trace)) and not _in_box(run)
    ]
    if not told:
        return
    part = package.related("comments")
    there = package.xml(part) if part is not None else None
    used = [int(item.get(_ID, "0")) for item in there] if there is not None else []
    made = []
    for number, (run, lines) in enumerate(told, max(used, default=-1) + 1):
        made.append(comment_xml(number, lines, year))
        start, end = (
            etree.Element(qn("w:commentRangeStart")),
            etree.Element(qn("w:commentRangeEnd")),
        )
        reference = etree.Element(qn("w:r"))
        mark = etree.SubElement(reference, qn("w:commentReference"))
        for element in (start, end, mark):
            element.set(_ID, str(number))
        run.addprevious(start)
        run.addnext(end)
        end.addnext(reference)
    package.changed(package.main)
    text = f"<w:comments {nsdecls('w')}>{''.join(made)}</w:comments>"
    if there is not None and part is not None:
        there.extend(list(parse_xml(text)))
        package.changed(part)
        return
    declared = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
    package.add("comments.xml", "comments", CONTENT_TYPE.WML_COMMENTS, (declared + text).encode())
    if not any(name.endswith("/people.xml") for name in package.names()):
        package.add("people.xml", PEOPLE, PEOPLE_TYPE, (declared + people_xml()).encode())


def _in_box(run: etree._Element) -> bool:
    return any(above.tag == qn("w:txbxContent") for above in run.iterancestors())
