"""A story as a Word file: the base document's page and styles, the story's words and tables.

Nothing is taken from the clock or the machine, so the same story gives the same bytes.
"""

from datetime import UTC, datetime
from html import escape
from itertools import pairwise

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Length, Twips

from xl2report.files.document.draft import mark_draft
from xl2report.files.document.fitting import title_breaks
from xl2report.files.document.package import (
    NO_PAGE,
    DocumentError,
    open_base,
    refusing_damage,
    to_bytes,
)
from xl2report.files.document.tables import CELL_STYLES, table_xml, unit_text
from xl2report.files.document.text import clean, run_xml
from xl2report.work.narrative.story import Paragraph, Run, Story, StoryTable

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
_LEAST_TEXT = 1440  # twips
_LONGEST_PROPERTY = 255  # characters; python-docx refuses more
# A paragraph as low as Word allows: two tables in a row would grow together without it, and a
# document may not end in a table.
_GAP = (
    '<w:p><w:pPr><w:pStyle w:val="{}"/><w:snapToGrid w:val="0"/>'
    '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr></w:pPr></w:p>'
)


def write_document(story: Story, base: bytes) -> bytes:
    """The story as the bytes of a .docx, in the look of `base`.

    `base` is what `make_base` gives or an office's own .docx with the same style names; its text is
    left out. Raises `DocumentError` when it has not all the styles or a table is not a grid.
    """
    with refusing_damage():
        document = open_base(base, headers=not story.draft)
        styles = _style_ids(document)
        section = document.sections[0]
        text_size = _text_size(section)
    if story.draft:
        mark_draft(section, story.draft, styles["header"])
    body = parse_xml(f"<w:body {nsdecls('w', 'r')}>{_body(story, styles, *text_size)}</w:body>")
    body.append(document.element.body.sectPr)
    # As a whole: lxml looks up the namespaces again of whatever is moved, block by block.
    document.element[:] = [body]
    _set_language(document, story.language)
    _set_properties(document, story)
    with refusing_damage():
        return to_bytes(document.part.package)


def _body(story: Story, styles: dict[str, str], text_width: int, text_height: int) -> str:
    pieces: list[str] = []
    blocks = story.blocks
    if not any(isinstance(block, Paragraph) and block.kind == "title" for block in blocks):
        blocks = (Paragraph("title", (Run(story.title),)), *blocks)
    gap = _GAP.format(escape(styles["Body Text"]))
    after_table = False
    for block in blocks:
        if isinstance(block, StoryTable):
            unit = clean(unit_text(block))
            if unit:
                pieces.append(_paragraph_xml(styles[_UNIT_STYLE], run_xml(unit)))
            elif after_table:
                pieces.append(gap)
            pieces.append(table_xml(block, styles, text_width, text_height))
        else:
            pieces.extend(_paragraphs(block, styles, text_width))
        after_table = isinstance(block, StoryTable)
    if after_table:
        pieces.append(gap)
    return "".join(pieces)


def _paragraphs(block: Paragraph, styles: dict[str, str], text_width: int) -> list[str]:
    """A block as `w:p`; a line break begins a new one, but in titles and headings."""
    style = styles[_PARAGRAPH_STYLES[block.kind]]
    runs = [(clean(run.text), run.missing) for run in block.runs]
    if block.kind == "title":
        breaks = title_breaks("".join(text for text, _ in runs), text_width / 440)
        runs = _with_breaks(runs, breaks)
    lines: list[list[tuple[str, bool]]] = [[]]
    for text, missing in runs:
        parts = text.split("\n") if block.kind in ("preamble", "body", "note") else [text]
        lines[-1].append((parts[0], missing))
        lines.extend([(part, missing)] for part in parts[1:])
    return [
        _paragraph_xml(style, "".join(run_xml(text, highlight=missing) for text, missing in line))
        for line in lines
        if len(lines) == 1 or any(text.strip() for text, _ in line)
    ]


def _paragraph_xml(style: str, runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{escape(style)}"/></w:pPr>{runs}</w:p>'


def _with_breaks(runs: list[tuple[str, bool]], breaks: tuple[int, ...]) -> list[tuple[str, bool]]:
    """The runs with a line break put in at each offset of their joined text."""
    broken = []
    start = 0
    for text, missing in runs:
        end = start + len(text)
        edges = [0, *(at - start for at in breaks if start <= at < end), len(text)]
        broken.append(("\n".join(text[a:b] for a, b in pairwise(edges)), missing))
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
    return {name: found[name.lower()] for name in _STYLE_NAMES}


def _set_language(document: Document, language: str) -> None:
    # LibreOffice parts numbers at the line's end when their letters, too, are said to be Chinese.
    attribute = "w:eastAsia" if language[:2].lower() in ("zh", "ja", "ko") else "w:val"
    for mark in document.styles.element.iter(qn("w:lang")):
        mark.set(qn(attribute), language)


def _text_size(section: Section) -> tuple[int, int]:
    """The width and the height between the margins, in twips."""
    wide, left, right = _twips(section.page_width, section.left_margin, section.right_margin)
    high, top, bottom = _twips(section.page_height, section.top_margin, section.bottom_margin)
    (gutter,) = _twips(section.gutter or Twips(0))
    # A margin below zero is one that Word keeps even under a high header.
    width, height = wide - abs(left) - abs(right) - abs(gutter), high - abs(top) - abs(bottom)
    if min(width, height) < _LEAST_TEXT:
        raise DocumentError("底稿的页边距过大，版心容不下文字。")
    return width, height


def _twips(*lengths: Length | None) -> list[int]:
    if None in lengths:
        raise DocumentError(NO_PAGE)
    return [length.twips for length in lengths if length is not None]


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
