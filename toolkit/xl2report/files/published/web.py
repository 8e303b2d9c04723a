"""A published web page → paragraphs and tables in order: the article, without the site around it.

Knows what Chinese government sites call the place of the article; where none is found, the whole
page is read.
"""

import re
from collections.abc import Iterator
from typing import Any

from xl2report.files.published.blocks import (
    MOST_SPAN,
    Draft,
    Piece,
    Rows,
    UnreadableDocument,
    clean,
    is_frame,
    published,
)
from xl2report.files.published.decoding import decoded
from xl2report.files.published.tags import AROUND, ARTICLE, BLOCKS, GONE, HIDDEN
from xl2report.ground.published import Published

# lxml ships no types.
Node = Any

_PAGE = re.compile(rb"<!doctype\s+html|<html|<head|<body|<table|<div|<p[\s>]|<meta", re.IGNORECASE)
_DIGITS = re.compile(r"\d{1,5}")
_LINE_END = re.compile(r"[ \t]*[\r\n]+\s*")
_LINE_END_IN_HAN = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n]+\s*(?=[\u3000-\u9fff\uff00-\uffef])"
)
_DEEP = 200
_PICTURE = (
    "网页中有图片，图片中的文字和表格无法读取",
    "The page holds pictures: text and tables in them cannot be read",
)


def looks_like_page(data: bytes, name: str) -> bool:
    """Whether bytes are HTML: by the file's name, or by what stands in them."""
    if name.lower().endswith((".txt", ".md", ".markdown")):
        return (
            data[:512]
            .lstrip(b"\xef\xbb\xbf \r\n\t")
            .lower()
            .startswith((b"<!doctype html", b"<html"))
        )
    head = data[:65536]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.replace(b"\0", b"")
    return name.lower().endswith((".html", ".htm", ".shtml", ".xhtml", ".mht")) or bool(
        _PAGE.search(head)
    )


def read_page(data: bytes, name: str) -> Published:
    """The document in the bytes of a web page. Raises UnreadableDocument."""
    text, doubts = decoded(data)
    root = parsed(text)
    titles = [node.text_content() for node in root.iter("title")]
    body = root.find(".//body")
    place = _article(root if body is None else body)
    walk = _Walk()
    drafts = list(walk.blocks(place, 0))
    if walk.pictures and not any(isinstance(draft, Rows) for draft in drafts):
        doubts = [*doubts, _PICTURE]
    return published(name, drafts, doubts, titles[0] if titles else "")


def parsed(text: str) -> Node:
    """HTML text as a tree. Raises UnreadableDocument for what is none, or nested without end."""
    from lxml import etree, html

    # libxml2 takes no text with an encoding of its own declared, and no zero bytes.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\0", "")
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise UnreadableDocument("malformed", str(error)[:200]) from None
    if any("xcessive depth" in entry.message for entry in parser.error_log):
        raise UnreadableDocument("malformed", "nested too deeply")
    return root


def tables_of(text: str) -> list[Draft]:
    """The blocks of a piece of HTML that stands in another text."""
    return list(_Walk().blocks(parsed(text), 0))


def _article(body: Node) -> Node:
    """Where the article stands: the named place that holds most of the page's table cells and text."""
    cells = _cells(body)
    best, most = body, 0
    for node in body.iter("div", "td", "section", "article", "main", "ucapcontent", "form"):
        names = f"{node.get('id', '')} {node.get('class', '')}".split()
        if not any(ARTICLE.fullmatch(word) for word in names):
            continue
        if cells and _cells(node) * 10 < cells * 9:
            continue
        length = len(node.text_content())
        # The innermost of places that hold about the same: those around it only add the site.
        if length * 10 >= most * 9 or not most:
            best, most = node, max(length, 1)
    return best


def _cells(node: Node) -> int:
    return sum(1 for _ in node.iter("td", "th"))


class _Walk:
    """Walks a tree; counts the pictures it passes by."""

    def __init__(self) -> None:
        self.pictures = 0

    def blocks(self, node: Node, depth: int) -> Iterator[Draft]:
        """The paragraphs and tables under a node, in order."""
        words: list[str] = []
        for draft in self._flow(node, depth):
            if isinstance(draft, Rows):
                yield from _paragraph(words)
                yield draft
            elif draft == "\n":
                yield from _paragraph(words)
            else:
                words.append(draft)
        yield from _paragraph(words)

    def _flow(self, node: Node, depth: int) -> Iterator[Draft]:
        """Text in pieces, a line end where a paragraph ends, and tables."""
        if depth > _DEEP:
            raise UnreadableDocument("malformed", "nested too deeply")
        if node.text:
            yield _flat(node.text)
        for child in node:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag and not self._passed(child, tag):
                if tag == "table":
                    yield "\n"
                    for block in self._table(child, depth + 1):
                        yield block
                        yield "\n"
                elif tag in BLOCKS:
                    yield "\n"
                    yield from self._flow(child, depth + 1)
                    yield "\n"
                else:
                    yield from self._flow(child, depth + 1)
            if child.tail:
                yield _flat(child.tail)

    def _passed(self, node: Node, tag: str) -> bool:
        """Whether a node prints nothing of the article."""
        if tag == "img":
            self.pictures += 1
        if tag in GONE or node.get("hidden") is not None or HIDDEN.search(node.get("style", "")):
            return True
        names = f"{node.get('id', '')} {node.get('class', '')}".split()
        around = any(AROUND.fullmatch(word) for word in names)
        return around and _cells(node) < 20 and len(node.text_content()) < 2_000

    def _table(self, table: Node, depth: int) -> Iterator[Draft]:
        heads: list[Draft] = []
        rows: list[list[tuple[Node, list[Draft]]]] = []
        for row in _rows(table):
            if row.tag == "caption":
                heads.extend(self.blocks(row, depth + 1))
            elif not self._passed(row, row.tag):
                cells = [cell for cell in row if cell.tag in {"td", "th"}]
                rows.append(
                    [
                        (cell, list(self.blocks(cell, depth + 1)))
                        for cell in cells
                        if not self._passed(cell, cell.tag)
                    ]
                )
        yield from heads
        if is_frame([[cell[1] for cell in row] for row in rows]):
            yield from (block for row in rows for cell in row for block in cell[1])
            return
        yield Rows([[_piece(cell, blocks, len(rows)) for cell, blocks in row] for row in rows])
        yield from (b for row in rows for cell in row for b in cell[1] if isinstance(b, Rows))


def _flat(text: str) -> str:
    """Line ends of the source are spaces of the page, or nothing between Chinese signs."""
    return _LINE_END.sub(" ", _LINE_END_IN_HAN.sub("", text))


def _paragraph(words: list[str]) -> Iterator[str]:
    text = clean("".join(words))
    words.clear()
    if text:
        yield text


def _rows(table: Node) -> Iterator[Node]:
    """The rows and captions of a table itself, not those of tables in its cells."""
    stack = [iter(table)]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
        elif node.tag in {"tr", "caption"}:
            yield node
        elif isinstance(node.tag, str) and node.tag not in {"table", "td", "th"}:
            stack.append(iter(node))


def _piece(cell: Node, blocks: list[Draft], height: int) -> Piece:
    text = " ".join(block for block in blocks if isinstance(block, str))
    down = _span(cell.get("rowspan"), height)
    return Piece(text, down, _span(cell.get("colspan"), MOST_SPAN) or 1)


def _span(written: str | None, most: int) -> int:
    """A span as pages write it (`2`, ` 2px`, `0` for all that is left); 1 for nonsense."""
    found = _DIGITS.match((written or "").strip())
    if found is None:
        return 1
    return min(int(found[0]) or most, most)
