"""An office's own Word files for tests, made by python-docx, and the places to fill them with."""

import io
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from word_files import paragraph, parts, small_table, zipped
from xl2report.work.narrative.story import Claim, Run
from xl2report.work.placeholders import Kind, Mark, Placeholder

NASTY = '含 <b>&amp;</b> & {x} {{title}} {% if %} "引" 的文字'
BOX = (
    f'<w:r {nsdecls("w")}><w:pict xmlns:v="urn:schemas-microsoft-com:vml">'
    '<v:shape id="s1" style="width:200pt;height:40pt"><v:textbox><w:txbxContent>'
    "<w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
NUMBER = "requests.new_received.total"


def place(name: str, kind: Kind, *runs: Run, blocks: Sequence[object] = ()) -> Placeholder:
    return Placeholder(Mark(name, name, kind), runs, tuple(blocks))  # type: ignore[arg-type]


def places() -> dict[str, Placeholder]:
    missing = Run("〔待填：次数〕", missing=True)
    number = Run("53", Claim("53", (NUMBER,), NUMBER))
    made = (
        place("title", "words", Run("甲县<报告> & {年}")),
        place("year", "words", Run("2022")),
        place("missing", "number", missing),
        place(NUMBER, "number", number),
        place(
            "part.problems",
            "part",
            blocks=(paragraph("body", NASTY), paragraph("body", "新收", number, "件\n第三段")),
        ),
        place(
            "一、总体情况",
            "part",
            blocks=(paragraph("heading2", "（一）主动公开"), paragraph("body", missing)),
        ),
        place("part.other", "part", blocks=(paragraph("body", "无。"),)),
        place("part.empty", "part"),
        place("table.requests", "table", blocks=(small_table(unit="万元"),)),
    )
    return {item.mark.name: item for item in made}


def office(*paragraphs: str | Sequence[str]) -> bytes:
    """A file of these paragraphs; a list is one paragraph in as many runs, the first in bold."""
    document = docx.Document()
    for words in paragraphs:
        add(document, words)
    return saved(document)


def add(document: Document, words: str | Sequence[str]) -> None:
    element = document.add_paragraph()
    for number, text in enumerate([words] if isinstance(words, str) else words):
        element.add_run(text).bold = number == 0 or None


def with_box(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph("箱")
    document.element.body[0].append(parse_xml(BOX.format(text)))
    return saved(document)


def saved(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def read(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def lines(data: bytes) -> list[str]:
    return [item.text for item in read(data).paragraphs]


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    return zipped(parts(data) | {name: content})
