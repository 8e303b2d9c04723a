"""A story as a Word file: the base document's page and styles, the story's words and tables.

Nothing is taken from the clock or the machine, so the same story gives the same bytes.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from html import escape
from itertools import pairwise
from typing import NamedTuple

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from xl2report.files.document.charts import Charts
from xl2report.files.document.comments import Comments
from xl2report.files.document.draft import mark_draft
from xl2report.files.document.fitting import title_breaks
from xl2report.files.document.package import (
    DocumentError,
    open_base,
    refusing_damage,
    to_bytes,
)
from xl2report.files.document.pages import TextSize, is_upright, text_size
from xl2report.files.document.tables import CELL_STYLES, Fitted, fit_table, table_xml, unit_text
from xl2report.files.document.text import clean, run_xml
from xl2report.files.document.turned import Sides
from xl2report.work.charts import Chart
from xl2report.work.narrative.story import Claim, Paragraph, Run, Story, StoryTable
from xl2report.work.origins import Origins, origin_lines

__all__ = ["DocumentError", "write_document"]

_PARAGRAPH_STYLES = {
    "title": "Title",
    "preamble": "Body Text",
    "heading1": "heading 1",
    "heading2": "heading 2",
    "body": "Body Text",
    "note": "说明",
}
_UNIT_STYLE = "表格单位"
_CAPTION_STYLE = "caption"
# The names under which Chinese Word and WPS show the built-in styles.
_SHOWN_AS = {
    "Title": "标题",
    "heading 1": "标题 1",
    "heading 2": "标题 2",
    "Body Text": "正文文本",
    "header": "页眉",
    "Table Grid": "网格型",
}
_STYLE_NAMES = (
    *dict.fromkeys(_PARAGRAPH_STYLES.values()),
    *dict.fromkeys(CELL_STYLES.values()),
    _UNIT_STYLE,
    "header",
    "Table Grid",
)
_NAMESPACES = nsdecls("w", "r")
_LONGEST_PROPERTY = 255  # characters; python-docx refuses more
# A paragraph as low as Word allows: two tables in a row would grow together without it, and a
# document may not end in a table.
_GAP = (
    '<w:p><w:pPr><w:pStyle w:val="{}"/><w:snapToGrid w:val="0"/>'
    '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr></w:pPr></w:p>'
)


def write_document(
    story: Story, base: bytes, *, charts: Sequence[Chart] = (), trace: Origins | None = None
) -> bytes:
    """The story as the bytes of a .docx, in the look of `base`.

    `base` is what `make_base` gives or an office's own .docx with the same style names; its text is
    left out. Each of the `charts` stands after the table its numbers come from, or at the end. With
    `trace`, each number carries a Word comment that says where it comes from. Raises `DocumentError`
    when the base has not all the styles or a table is not a grid.
    """
    with refusing_damage():
        document = open_base(base, headers=not story.draft)
        styles = _style_ids(document)
        section = document.sections[0]
        page = text_size(section)
    if story.draft:
        mark_draft(section, story.draft, styles["header"])
    comments = Comments(partial(origin_lines, origins=trace or {}), story.year) if trace else None
    last = document.element.body.sectPr
    body = _Body(styles, page, Charts(document.part, *page), comments)
    if is_upright(section):
        body.sides = Sides(document, last)
    body.add(story, charts)
    document.element[:] = [parse_xml(f"<w:body {_NAMESPACES}>{body.xml()}</w:body>")]
    # As a whole: lxml looks up the namespaces again of whatever is moved, block by block.
    document.element.body.append(body.sides.lying if body.sides and body.ends_lying else last)
    if comments is not None:
        comments.attach(document.part)
    _set_language(document, story.language)
    _set_properties(document, story)
    with refusing_damage():
        return to_bytes(document.part.package)


class _Body:
    """The blocks of a document in the making, as XML; headings wait for what they head."""

    def __init__(
        self, styles: dict[str, str], page: TextSize, charts: Charts, comments: Comments | None
    ) -> None:
        self.styles = styles
        self.page = page
        self.charts = charts
        self.comments = comments
        # None if the page lies already.
        self.sides: Sides | None = None
        self.pieces: list[str] = []
        self.heads = 0  # how many of the last pieces are headings
        self.ended = 0  # how many pieces belong to sections that have ended
        self.gap = _GAP.format(escape(styles["Body Text"]))

    def xml(self) -> str:
        """All of it; a document may not end in a table, nor in a page without a word."""
        if self.ends_lying:
            return "".join([*self.pieces[:-1], self.gap])
        return "".join([*self.pieces, self.gap] if self.after_table else self.pieces)

    @property
    def ends_lying(self) -> bool:
        """Whether the last page is a turned one, so that the document's own section is too."""
        return bool(self.ended) and self.ended == len(self.pieces)

    @property
    def after_table(self) -> bool:
        """Whether a table is the last piece so far."""
        return bool(self.pieces) and self.pieces[-1].endswith("</w:tbl>")

    def add(self, story: Story, charts: Sequence[Chart]) -> None:
        """All blocks of the story, with the charts behind their tables."""
        blocks = story.blocks
        if not any(isinstance(block, Paragraph) and block.kind == "title" for block in blocks):
            blocks = (Paragraph("title", (Run(story.title),)), *blocks)
        tables = [block.id for block in blocks if isinstance(block, StoryTable)]
        for block in blocks:
            if isinstance(block, StoryTable):
                self.table(block)
                for chart in charts:
                    if chart.table == block.id:
                        self.chart(chart)
            else:
                self.paragraph(block)
        for chart in charts:
            if chart.table not in tables:
                self.chart(chart)

    def table(self, block: StoryTable) -> None:
        """A table; a wide one, or one that would not be legible, has a page of its own, turned."""
        if not block.landscape or self.sides is None:
            fitted = fit_table(block, *self.page)
            if fitted.layout.legible or self.sides is None:
                self.upright(fitted)
                return
        upright, lying = self.sides.texts()
        start = len(self.pieces) - self.heads
        if start > self.ended:
            self.end_section(start, upright)
        self.upright(fit_table(block, self.page.height, self.page.width))
        self.pieces.append(self.gap)
        self.end_section(len(self.pieces), lying)
        self.ended = len(self.pieces)

    def upright(self, fitted: Fitted) -> None:
        unit = clean(unit_text(fitted.table))
        if unit:
            self.pieces.append(_paragraph_xml(self.styles[_UNIT_STYLE], run_xml(unit)))
        elif self.after_table:
            self.pieces.append(self.gap)
        self.pieces.append(table_xml(fitted, self.styles))
        self.heads = 0

    def end_section(self, at: int, section: str) -> None:
        """Lets the piece before `at` be the last of a section."""
        if self.pieces[at - 1].endswith("</w:tbl>"):
            self.pieces.insert(at, self.gap)
            at += 1
        self.pieces[at - 1] = self.pieces[at - 1].replace("</w:pPr>", f"{section}</w:pPr>", 1)

    def chart(self, chart: Chart) -> None:
        """A chart with its caption under it; the two stay together."""
        drawing, caption = self.charts.drawing(chart)
        style = self.styles.get(_CAPTION_STYLE, self.styles[CELL_STYLES["caption"]])
        look = (
            f'<w:pStyle w:val="{escape(style)}"/><w:keepNext/>'
            '<w:spacing w:before="240" w:after="0" w:line="240" w:lineRule="auto"/>'
        )
        self.pieces.append(f"<w:p><w:pPr>{look}</w:pPr>{drawing}</w:p>")
        self.pieces.append(_paragraph_xml(style, run_xml(clean(caption))))
        self.heads = 0

    def paragraph(self, block: Paragraph) -> None:
        """A block as `w:p`; a line break begins a new one, but in titles and headings."""
        style = self.styles[_PARAGRAPH_STYLES[block.kind]]
        runs = [run._replace(text=clean(run.text)) for run in map(_Piece.of, block.runs)]
        if block.kind == "title":
            breaks = title_breaks("".join(run.text for run in runs), self.page.width / 440)
            runs = _with_breaks(runs, breaks)
        lines: list[list[_Piece]] = [[]]
        for run in runs:
            parted = block.kind in ("preamble", "body", "note")
            parts = run.text.split("\n") if parted else [run.text]
            lines[-1].append(run._replace(text=parts[0]))
            lines.extend([run._replace(text=part)] for part in parts[1:])
        made = [
            _paragraph_xml(style, "".join(map(self.run, line)))
            for line in lines
            if len(lines) == 1 or any(run.text.strip() for run in line)
        ]
        self.pieces.extend(made)
        self.heads = self.heads + len(made) if block.kind in ("heading1", "heading2") else 0

    def run(self, run: "_Piece") -> str:
        xml = run_xml(run.text, highlight=run.missing)
        if run.claim is None or self.comments is None:
            return xml
        return self.comments.around(run.claim, xml)


class _Piece(NamedTuple):
    """A stretch of text of one run."""

    text: str
    claim: Claim | None
    missing: bool

    @classmethod
    def of(cls, run: Run) -> "_Piece":
        return cls(run.text, run.claim, run.missing)


def _paragraph_xml(style: str, runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{escape(style)}"/></w:pPr>{runs}</w:p>'


def _with_breaks(runs: list[_Piece], breaks: tuple[int, ...]) -> list[_Piece]:
    """The runs with a line break put in at each offset of their joined text."""
    broken = []
    start = 0
    for run in runs:
        end = start + len(run.text)
        edges = [0, *(at - start for at in breaks if start <= at < end), len(run.text)]
        parts = (run.text[a:b] for a, b in pairwise(edges))
        broken.append(run._replace(text="\n".join(parts)))
        start = end
    return broken


def _style_ids(document: Document) -> dict[str, str]:
    """The ids of the styles by name, as the base document has them."""
    found = {}
    # Not document.styles[name]: that looks through all styles for each name.
    for style in document.styles.element.style_lst:
        name = (style.name_val or "").lower()
        wanted = WD_STYLE_TYPE.TABLE if name == "table grid" else WD_STYLE_TYPE.PARAGRAPH
        if (style.type or WD_STYLE_TYPE.PARAGRAPH) == wanted:
            found[name] = style.styleId or ""
    missing = [name for name in _STYLE_NAMES if name.lower() not in found]
    if missing:
        names = "、".join(
            f"{name}（{_SHOWN_AS[name]}）" if name in _SHOWN_AS else name for name in missing
        )
        raise DocumentError(f"底稿缺少样式：{names}。请在底稿中补上同名样式，或改用自带的底稿。")
    known = {name: found[name.lower()] for name in _STYLE_NAMES}
    # Later than the others, so a base document may be without it.
    return known | {name: found[name] for name in (_CAPTION_STYLE,) if name in found}


def _set_language(document: Document, language: str) -> None:
    # LibreOffice parts numbers at the line's end when their letters, too, are said to be Chinese.
    attribute = "w:eastAsia" if language[:2].lower() in ("zh", "ja", "ko") else "w:val"
    for mark in document.styles.element.iter(qn("w:lang")):
        mark.set(qn(attribute), language)


def _set_properties(document: Document, story: Story) -> None:
    """The document's properties; the report of a year is dated the first day of the next."""
    properties = document.core_properties
    properties.title = clean(story.title)[:_LONGEST_PROPERTY]
    properties.author = clean(story.author)[:_LONGEST_PROPERTY]
    properties.last_modified_by = properties.author
    properties.revision = 1
    properties.created = properties.modified = datetime(story.year + 1, 1, 1, tzinfo=UTC)
    properties.language = story.language
    if story.draft:
        properties.content_status = "草稿"
