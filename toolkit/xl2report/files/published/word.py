"""A Word document (.docx, also as WPS saves it) → paragraphs and tables in the order they are printed.

Read is what a reader sees when all changes are accepted: inserted text, no deleted, no hidden text.
"""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from xl2report.files.published.blocks import (
    Draft,
    Piece,
    Rows,
    UnreadableDocument,
    is_frame,
    published,
)
from xl2report.files.published.numbering import Numbering, W
from xl2report.ground.published import Published

# lxml ships no types.
Node = Any

LARGEST_PART = 24 << 20
MOST_MEMBERS = 5_000
LARGEST_RATIO = 300

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_VML = "{urn:schemas-microsoft-com:vml}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = W.strip("{}").encode()
# What only wraps others; everything else that is not named below prints nothing.
_WRAPPERS = frozenset(
    W + name
    for name in (
        "sdt",
        "sdtContent",
        "smartTag",
        "customXml",
        "ins",
        "moveTo",
        "hyperlink",
        "fldSimple",
        "dir",
        "bdo",
    )
) | {f"{_MC}AlternateContent"}
_WITHIN = 60
_PICTURE = (
    "文档中有图片，图片中的文字和表格无法读取",
    "The document holds pictures: text and tables in them cannot be read",
)


def read_word(data: bytes, name: str) -> Published:
    """The document in the bytes of a .docx. Raises UnreadableDocument."""
    parts = _parts(data)
    body = parts["document"].find(f"{W}body")
    if body is None:
        raise UnreadableDocument("malformed", "no body")
    reader = _Reader(Numbering(parts.get("numbering"), parts.get("styles")))
    drafts = list(reader.blocks(body, 0))
    if "footnotes" in parts:
        drafts.extend(
            text
            for note in parts["footnotes"].iter(f"{W}footnote")
            if note.get(f"{W}type") in {None, "normal"}
            for text in reader.blocks(note, 0)
        )
    return published(name, drafts, [_PICTURE] if reader.pictures else [])


def _parts(data: bytes) -> dict[str, Node]:
    """The parsed parts: the document, and numbering, styles, footnotes where there are any."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            members = {
                info.filename.replace("\\", "/").lstrip("/").lower(): info
                for info in package.infolist()
            }
            if len(members) > MOST_MEMBERS:
                raise UnreadableDocument("too_large", f"{len(members)} members")
            main = _main_part(package, members)
            if main not in members:
                raise UnreadableDocument("not_word")
            folder = main.rpartition("/")[0]
            found = {"document": _parsed(_inflated(package, members[main]))}
            for part in ("numbering", "styles", "footnotes"):
                info = members.get(f"{folder}/{part}.xml" if folder else f"{part}.xml")
                if info is not None:
                    found[part] = _parsed(_inflated(package, info))
            return found
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        ValueError,
        RuntimeError,
    ) as error:
        encrypted = "password" in str(error)
        raise UnreadableDocument("encrypted" if encrypted else "damaged", repr(error)) from None


def _main_part(package: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> str:
    """Where the document lies: what the package's relations say, else where everyone puts it."""
    info = members.get("_rels/.rels")
    if info is not None:
        for relation in _parsed(_inflated(package, info)):
            if str(relation.get("Type", "")).endswith("/officeDocument"):
                target = str(relation.get("Target", "")).lstrip("/").lower()
                if target in members and not target.startswith("xl/"):
                    return target
    return "word/document.xml"


def _inflated(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.flag_bits & 1:
        raise UnreadableDocument("encrypted", info.filename)
    too_dense = info.file_size > (1 << 20) and info.file_size > LARGEST_RATIO * max(
        info.compress_size, 1
    )
    if info.file_size > LARGEST_PART or too_dense:
        raise UnreadableDocument("too_large", f"{info.filename}: {info.file_size} bytes")
    with package.open(info) as part:
        data = part.read(LARGEST_PART + 1)
    if len(data) > LARGEST_PART:
        raise UnreadableDocument("too_large", info.filename)
    return data


def _parsed(data: bytes) -> Node:
    from lxml import etree

    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise UnreadableDocument("malformed", "a document type")
    if _STRICT in data[:8192]:
        data = data.replace(_STRICT, _TRANSITIONAL)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableDocument("malformed", str(error)[:200]) from None


class _Reader:
    """Walks a body; counts the pictures it passes by."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.pictures = 0

    def blocks(self, parent: Node, depth: int) -> Iterator[Draft]:
        """The paragraphs and tables under a node, those of text boxes behind their paragraph."""
        if depth > _WITHIN:
            raise UnreadableDocument("malformed", "nested too deeply")
        for node in _contents(parent):
            if node.tag == f"{W}p":
                boxes: list[Node] = []
                text = self._paragraph(node, boxes)
                yield from text
                for box in boxes:
                    yield from self.blocks(box, depth + 1)
            elif node.tag == f"{W}tbl":
                yield from self._table(node, depth)

    def _paragraph(self, node: Node, boxes: list[Node]) -> list[str]:
        properties = node.find(f"{W}pPr")
        words: list[str] = []
        self._inline(node, words, boxes, 0)
        text = "".join(words)
        if not text.strip():
            return []
        return [self.numbering.printed(properties) + text]

    def _inline(self, parent: Node, words: list[str], boxes: list[Node], depth: int) -> None:
        if depth > _WITHIN:
            raise UnreadableDocument("malformed", "nested too deeply")
        for node in _contents(parent):
            if node.tag == f"{W}r":
                if _hidden(node):
                    continue
                self._run(node, words, boxes, depth + 1)
            elif node.tag == f"{W}ruby":
                base = node.find(f"{W}rubyBase")
                if base is not None:
                    self._inline(base, words, boxes, depth + 1)

    def _run(self, run: Node, words: list[str], boxes: list[Node], depth: int) -> None:
        for node in _contents(run):
            tag = node.tag
            if tag == f"{W}t":
                words.append(node.text or "")
            elif tag in {f"{W}tab", f"{W}ptab", f"{W}br", f"{W}cr"}:
                words.append(" ")
            elif tag == f"{W}noBreakHyphen":
                words.append("-")
            elif tag == f"{W}ruby":
                base = node.find(f"{W}rubyBase")
                if base is not None:
                    self._inline(base, words, boxes, depth + 1)
            elif tag in {f"{W}drawing", f"{W}pict", f"{W}object"}:
                found = list(node.iter(f"{W}txbxContent"))
                boxes.extend(found)
                if not found:
                    self.pictures += any(True for _ in node.iter(f"{_A}blip", f"{_VML}imagedata"))

    def _table(self, table: Node, depth: int) -> Iterator[Draft]:
        rows: list[list[tuple[Node, int, int, list[Draft]]]] = []
        for row in _contents(table):
            if row.tag != f"{W}tr" or row.find(f"{W}trPr/{W}del") is not None:
                continue
            column = 1 + _span(row.find(f"{W}trPr/{W}gridBefore"), 0)
            cells: list[tuple[Node, int, int, list[Draft]]] = []
            for cell in _contents(row):
                if cell.tag != f"{W}tc":
                    continue
                wide = _span(cell.find(f"{W}tcPr/{W}gridSpan"), 1)
                if _goes_on(cell.find(f"{W}tcPr/{W}hMerge")) and cells:
                    before = cells[-1]
                    cells[-1] = (before[0], before[1], before[2] + wide, before[3])
                else:
                    cells.append((cell, column, wide, list(self.blocks(cell, depth + 1))))
                column += wide
            rows.append(cells)
        if is_frame([[cell[3] for cell in row] for row in rows]):
            yield from (block for row in rows for cell in row for block in cell[3])
            return
        yield Rows(_merged(rows))
        yield from (b for row in rows for cell in row for b in cell[3] if isinstance(b, Rows))


def _merged(rows: list[list[tuple[Node, int, int, list[Draft]]]]) -> list[list[Piece]]:
    """The cells with those that Word draws as one from above put together."""
    laid: list[list[Piece]] = [[] for _ in rows]
    opened: dict[tuple[int, int], tuple[int, int]] = {}
    for number, row in enumerate(rows):
        still: dict[tuple[int, int], tuple[int, int]] = {}
        for cell, column, wide, blocks in row:
            text = " ".join(block for block in blocks if isinstance(block, str))
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            above = opened.get((column, wide))
            if merge is not None and _goes_on(merge) and above is not None:
                top, place = above
                grown = laid[top][place]
                joined = f"{grown.text} {text}".strip() if text.strip() else grown.text
                laid[top][place] = grown._replace(rows=number - top + 1, text=joined)
                still[column, wide] = above
                continue
            laid[number].append(Piece(text, 1, wide, column))
            if merge is not None:
                still[column, wide] = (number, len(laid[number]) - 1)
        opened = still
    return laid


def _contents(parent: Node) -> Iterator[Node]:
    """The children of a node, those of mere wrappers in their stead; of alternatives the first."""
    stack = [iter(parent)]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
        elif node.tag == f"{_MC}AlternateContent":
            chosen = node.find(f"{_MC}Choice")
            if chosen is None:
                chosen = node.find(f"{_MC}Fallback")
            if chosen is not None:
                stack.append(iter(chosen))
        elif node.tag in _WRAPPERS:
            stack.append(iter(node))
        else:
            yield node


def _hidden(run: Node) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val", "1") not in {"0", "false", "off"}


def _goes_on(merge: Node) -> bool:
    return merge is not None and merge.get(f"{W}val", "continue") != "restart"


def _span(node: Node, otherwise: int) -> int:
    text = "" if node is None else node.get(f"{W}val", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else otherwise
