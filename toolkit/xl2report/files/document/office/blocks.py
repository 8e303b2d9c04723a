"""Paragraphs and tables put in the place of a marked paragraph, in the look that it has there."""

from collections.abc import Iterator, Sequence
from copy import deepcopy

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from xl2report.files.document.base import make_styles
from xl2report.files.document.office.charts import chart_paragraphs
from xl2report.files.document.office.errors import OfficeError
from xl2report.files.document.office.marks import (
    RPR,
    Found,
    P,
    ParagraphText,
    Piece,
    R,
    is_empty,
    run_with,
)
from xl2report.files.document.office.package import OfficePackage
from xl2report.files.document.tables import CELL_STYLES, fit_table, table_xml, unit_text
from xl2report.files.document.text import clean, run_xml
from xl2report.work.charts import Chart
from xl2report.work.narrative.story import Claim, Paragraph, StoryTable
from xl2report.work.placeholders import Block

_PPR, _SECTION, _STYLE = qn("w:pPr"), qn("w:sectPr"), qn("w:pStyle")
_UNIT_STYLE = "表格单位"
_W = {"w": qn("w:p")[1:].partition("}")[0]}
_ANCHORS = {
    qn(f"w:{what}{edge}")
    for what in ("bookmark", "commentRange", "perm")
    for edge in ("Start", "End")
}
_HEADINGS = {"heading1": "heading 1", "heading2": "heading 2"}
_CAPTION = "caption"
_MARGIN = 216  # twips that a cell of Word's own takes left and right of what is in it
_LEAST = 1440  # twips: an inch
_ROOM = 8841, 12756  # twips between the margins of GB/T 9704, where a file does not say its own


class Blocks:
    """Puts blocks into one file; brings along the styles that an official table needs."""

    def __init__(self, package: OfficePackage) -> None:
        self._package = package
        self._styles: dict[str, str] = {}

    def instead(
        self, text: ParagraphText, mark: Found, blocks: Sequence[Block]
    ) -> list[tuple[Claim, etree._Element]]:
        """Replaces the paragraph of a mark; gives the runs that show a number.

        Without any blocks the paragraph stays, empty: a page break or a section may hang on it.
        """
        host = text.element
        model, rest = self._model(text, mark)
        claims: list[tuple[Claim, etree._Element]] = []
        made: list[etree._Element] = []
        for block in blocks:
            if isinstance(block, StoryTable):
                made.extend(self._table(host, block))
            elif isinstance(block, Chart):
                style = self._known_styles().get(_CAPTION)
                made.extend(chart_paragraphs(self._package, block, self._room(host), model, style))
            else:
                made.extend(self._paragraphs(model, block, claims))
        if not made or made[-1].tag != P:
            # A cell, a section or a document may not end in a table.
            made.append(deepcopy(model))
        if rest:
            if made[0].tag != P:
                made.insert(0, deepcopy(model))
            look = made[0].find(_PPR)
            for at, anchor in enumerate(rest, 0 if look is None else 1):
                made[0].insert(at, anchor)
        _keep_section(host, made)
        for new in made:
            host.addprevious(new)
        host.getparent().remove(host)
        return claims

    def _model(
        self, text: ParagraphText, mark: Found
    ) -> tuple[etree._Element, list[etree._Element]]:
        """The marked paragraph without its words, with the look of the mark; what else was in it.

        Pictures, text boxes, page breaks and bookmarks may hang on a marked paragraph.
        """
        host = text.element
        model = etree.Element(P)
        look = host.find(_PPR)
        if look is not None:
            model.append(deepcopy(look))
            for section in list(model.iter(_SECTION)):
                section.getparent().remove(section)
        (run,) = text.replace(mark, [Piece("x")])
        model.append(deepcopy(run.find(RPR)) if run.find(RPR) is not None else etree.Element(RPR))
        run.getparent().remove(run)
        kept = [
            child
            for child in host
            if child.tag != _PPR
            and not is_empty(child)
            and (child.tag in _ANCHORS or child.find(f".//{R}") is not None or child.tag == R)
        ]
        return model, kept

    def _paragraphs(
        self,
        model: etree._Element,
        block: Paragraph,
        claims: list[tuple[Claim, etree._Element]],
    ) -> Iterator[etree._Element]:
        lines: list[list[tuple[str, bool, Claim | None]]] = [[]]
        for run in block.runs:
            parts = clean(run.text).split("\n")
            lines[-1].append((parts[0], run.missing, run.claim))
            lines.extend([(part, run.missing, None)] for part in parts[1:])
        for line in lines:
            if len(lines) > 1 and not any(words.strip() for words, _, _ in line):
                continue
            made = deepcopy(model)
            look = made[-1]
            made.remove(look)
            if block.kind in _HEADINGS:
                self._as_heading(made, look, _HEADINGS[block.kind])
            for words, missing, claim in line:
                if not words:
                    continue
                new = run_with(look, Piece(words, missing))
                made.append(new)
                if claim is not None:
                    claims.append((claim, new))
            yield made

    def _as_heading(self, made: etree._Element, look: etree._Element, name: str) -> None:
        """The file's own heading style, where it has one; else the text's look, in bold."""
        style = self._known_styles().get(name)
        if style is None:
            if look.find(qn("w:b")) is None:
                bold = etree.Element(qn("w:b"))
                fonts = look.find(qn("w:rFonts"))
                look.insert(0 if fonts is None else look.index(fonts) + 1, bold)
            return
        for child in list(look):
            look.remove(child)
        for old in made.findall(_PPR):
            made.remove(old)
        properties = etree.SubElement(made, _PPR)
        etree.SubElement(properties, _STYLE).set(qn("w:val"), style)

    def _table(self, host: etree._Element, block: StoryTable) -> list[etree._Element]:
        styles = self._table_styles()
        fitted = fit_table(block, *self._room(host))
        pieces = [table_xml(fitted, styles)]
        unit = clean(unit_text(block))
        if unit:
            style = f'<w:pPr><w:pStyle w:val="{styles[_UNIT_STYLE]}"/></w:pPr>'
            pieces.insert(0, f"<w:p>{style}{run_xml(unit)}</w:p>")
        body = parse_xml(f"<w:body {nsdecls('w')}>{''.join(pieces)}</w:body>")
        return list(body)

    def _room(self, host: etree._Element) -> tuple[int, int]:
        """The width and height that a table has here: of its cell, else between the margins."""
        width, height = self._page(host)
        for above in host.iterancestors(qn("w:tc")):
            given = above.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
            if given is not None and given.get(qn("w:type")) in (None, "dxa"):
                width = min(width, _number(given, "w") - _MARGIN)
            break
        if width < _LEAST:
            raise OfficeError(
                "表格处的宽度不足 25 毫米，放不下官方表格", "Less than 25 mm for a table"
            )
        return width, height

    def _page(self, host: etree._Element) -> tuple[int, int]:
        """Between the margins of the section that the paragraph is in; of the last in a header."""
        sections = list(self._package.xml(self._package.main).iter(_SECTION))
        following = host.xpath("following::w:sectPr", namespaces=_W)
        own = host.find(f"{_PPR}/{_SECTION}")
        section = own if own is not None else (following or sections or [None])[0]
        size = section.find(qn("w:pgSz")) if section is not None else None
        margin = section.find(qn("w:pgMar")) if section is not None else None
        if size is None or margin is None:
            return _ROOM
        wide = _number(size, "w") - sum(
            _number(margin, side) for side in ("left", "right", "gutter")
        )
        high = _number(size, "h") - sum(_number(margin, side) for side in ("top", "bottom"))
        columns = section.find(qn("w:cols"))
        count = _number(columns, "num") if columns is not None else 0
        return (
            wide - (count - 1) * _number(columns, "space")
        ) // count if count > 1 else wide, high

    def _known_styles(self) -> dict[str, str]:
        """The ids of the file's paragraph and table styles by their names in small letters."""
        part = self._package.related("styles")
        if part is None:
            return {}
        return {
            _name(style): style.get(qn("w:styleId"), "")
            for style in self._package.xml(part).iterchildren(qn("w:style"))
            if style.get(qn("w:type")) in ("paragraph", "table")
        }

    def _table_styles(self) -> dict[str, str]:
        """The ids of the styles of an official table; those the file lacks are added to it."""
        if self._styles:
            return self._styles
        part = self._package.related("styles")
        if part is None:
            raise OfficeError("文件没有样式表，放不进官方表格", "It has no styles for a table")
        known, sheet = self._known_styles(), self._package.xml(part)
        wanted = {*CELL_STYLES.values(), _UNIT_STYLE, "Table Grid"}
        for style in make_styles().iterchildren(qn("w:style")):
            name = _name(style)
            if name in known or name not in {item.lower() for item in wanted}:
                continue
            new = deepcopy(style)
            ident = f"xl2report{style.get(qn('w:styleId'))}"
            new.set(qn("w:styleId"), ident)
            based, after = new.find(qn("w:basedOn")), new.find(qn("w:next"))
            for link in (based, after):
                if link is not None:
                    new.remove(link)
            sheet.append(new)
            known[name] = ident
            self._package.changed(part)
        self._styles = {name: known[name.lower()] for name in wanted}
        return self._styles


def _keep_section(host: etree._Element, made: list[etree._Element]) -> None:
    """The section that ends with the marked paragraph ends with the last of the new ones."""
    section = host.find(f"{_PPR}/{_SECTION}")
    if section is None:
        return
    last = made[-1]
    look = last.find(_PPR)
    if look is None:
        look = etree.Element(_PPR)
        last.insert(0, look)
    look.append(section)


def _name(style: etree._Element) -> str:
    name = style.find(qn("w:name"))
    return (name.get(qn("w:val"), "") if name is not None else "").lower()


def _number(element: etree._Element, name: str) -> int:
    try:
        return abs(int(float(element.get(qn(f"w:{name}"), "0"))))
    except ValueError:
        return 0
