"""The base document opened in python-docx, cleared of what was its own, and the bytes at the end.

python-docx reads and writes the package. What stands here is what it leaves to its user: files it
stumbles over, what an old document knows about its author, and bytes alike from run to run.
"""

import io
import posixpath
import zipfile
from collections.abc import Container, Iterator
from contextlib import contextmanager
from typing import cast

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TARGET_MODE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.section import CT_SectPr
from docx.package import Package
from docx.parts.settings import SettingsPart

_CONTENT_TYPES = "[Content_Types].xml"
_TEMPLATE_MAIN = CONTENT_TYPE.WML_DOCUMENT_MAIN.replace("document.main", "template.main")
# What the main part keeps of a base document. Comments, notes, pictures in the old text, links,
# macros and the like belonged to words that are gone.
_KEPT_KINDS = {
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.SETTINGS,
    RELATIONSHIP_TYPE.FONT_TABLE,
    RELATIONSHIP_TYPE.THEME,
    RELATIONSHIP_TYPE.NUMBERING,
}
_HEADER, _FOOTER, _CHANGE = map(qn, ("w:headerReference", "w:footerReference", "w:sectPrChange"))
_DROPPED_SETTINGS = (
    "w:attachedTemplate | w:mailMerge | w:saveThroughXslt | w:footnotePr | w:endnotePr"
    " | w:docVars | w:rsids"
)
# A base document is a few dozen kilobytes; this only stops a zip that unfolds without end.
_LARGEST = 64 * 1024 * 1024
NO_PAGE = "底稿没有页面设置（纸张大小和页边距）。"


class DocumentError(Exception):
    """A base document or a table that no correct .docx can be made from; the message says why."""


@contextmanager
def refusing_damage() -> Iterator[None]:
    """Turns whatever zipfile, lxml or python-docx make of a broken base into a `DocumentError`."""
    try:
        yield
    except DocumentError:
        raise
    except Exception as error:
        raise DocumentError(
            "底稿不是 Word 文档，或者文件已损坏。请在 Word 或 WPS 中另存为普通的 .docx 文件。"
        ) from error


def open_base(base: bytes, *, headers: bool) -> Document:
    """The page, styles and settings of `base`, without a word of it; with its headers or not."""
    document = docx.Document(_readable(base))
    body = document.element.body
    section = body.sectPr
    if section is None:
        raise DocumentError(NO_PAGE)
    body[:] = [section]
    document.element[:] = [body]
    _leave_behind(document, section, headers=headers)
    return document


def to_bytes(package: Package) -> bytes:
    """The zip in a fixed order, without a clock or a machine."""
    saved, made = io.BytesIO(), io.BytesIO()
    package.save(saved)
    with zipfile.ZipFile(saved) as archive, zipfile.ZipFile(made, "w") as copy:
        for name in sorted(archive.namelist(), key=_place):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            # zipfile notes the operating system; Windows and Linux must write the same bytes.
            entry.create_system = 0
            copy.writestr(entry, archive.read(name))
    return made.getvalue()


def _readable(base: bytes) -> io.BytesIO:
    """`base` as python-docx can open it.

    python-docx 1.2.0, 2026-11: `Document` refuses a template (.dotx), and a relationship to a part
    that is not there, as Word and WPS leave behind (word/NULL, #bookmark), ends in a KeyError.
    """
    readable = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(base)) as archive, zipfile.ZipFile(readable, "w") as copy:
        if sum(info.file_size for info in archive.infolist()) > _LARGEST:
            raise DocumentError("底稿文件展开后超过 64 MB，不予打开。")
        names = dict.fromkeys(archive.namelist())
        for name in names:
            content = archive.read(name)
            if name == _CONTENT_TYPES:
                main = CONTENT_TYPE.WML_DOCUMENT_MAIN
                content = content.replace(_TEMPLATE_MAIN.encode(), main.encode())
            elif name.endswith(".rels"):
                content = _leading_somewhere(name, content, names)
            copy.writestr(name, content)
    readable.seek(0)
    return readable


def _leading_somewhere(name: str, content: bytes, parts: Container[str]) -> bytes:
    """The relationships without those to a part that is not among `parts`."""
    links = parse_xml(content)
    folder = "/" + posixpath.dirname(posixpath.dirname(name))
    for link in list(links):
        target = PackURI.from_rel_ref(folder, link.get("Target") or "").membername
        if link.get("TargetMode") != RELATIONSHIP_TARGET_MODE.EXTERNAL and target not in parts:
            links.remove(link)
    return serialize_part_xml(links)


def _leave_behind(document: Document, section: CT_SectPr, *, headers: bool) -> None:
    """Cuts off what only the base document's own text, author or machine had a use for.

    python-docx does not save a part that no relationship leads to.
    """
    links = document.part.rels
    wanted = (_HEADER, _FOOTER) if headers else (_FOOTER,)
    used = set()
    for element in list(section):
        ident = element.get(qn("r:id"))
        if element.tag in wanted and ident in links:
            used.add(ident)
        elif ident is not None or element.tag in (_HEADER, _FOOTER, _CHANGE):
            section.remove(element)
    for ident, link in list(links.items()):
        if link.reltype not in _KEPT_KINDS and ident not in used:
            del links[ident]
    package_links = document.part.package.rels
    for ident, link in list(package_links.items()):
        if link.reltype != RELATIONSHIP_TYPE.OFFICE_DOCUMENT:
            del package_links[ident]
    for link in links.values():
        if link.reltype == RELATIONSHIP_TYPE.SETTINGS:
            settings = cast("SettingsPart", link.target_part)
            settings.rels.clear()
            for element in settings.element.xpath(_DROPPED_SETTINGS):
                settings.element.remove(element)


def _place(name: str) -> tuple[bool, str, bool]:
    """Content types first, then by name, the relationships of a part behind it."""
    is_links = name.endswith(".rels")
    part = name.replace("_rels/", "").removesuffix(".rels") if is_links else name
    return name != _CONTENT_TYPES, part, is_links
