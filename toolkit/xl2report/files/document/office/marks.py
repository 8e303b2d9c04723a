"""Marks in the text of a Word part: found though Word split them over runs, replaced in place.

Knows paragraphs, runs and text; not what a mark stands for.
"""

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import NamedTuple

from docx.oxml.ns import qn
from lxml import etree

from xl2report.files.document.text import clean

P, R, T, RPR = qn("w:p"), qn("w:r"), qn("w:t"), qn("w:rPr")
_BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# Chinese input methods type braces full width; both are understood.
_MARK = re.compile(r"(?:\{\{|｛｛)([^{}｛｝\n]*)(?:\}\}|｝｝)")
_OPEN = re.compile(r"\{\{|｛｛")


class Piece(NamedTuple):
    """Text to be put in: plain words, or a missing fact to be highlighted."""

    text: str
    missing: bool = False


class Found(NamedTuple):
    """A mark in a paragraph: its name, and where it begins and ends in the paragraph's text."""

    name: str
    start: int
    end: int


class ParagraphText:
    """The text of one paragraph as a person reads it, with the elements it lies in."""

    def __init__(self, paragraph: etree._Element) -> None:
        self.element = paragraph
        self.spans: list[tuple[int, etree._Element]] = []
        words: list[str] = []
        at = 0
        for node in _own(paragraph):
            text = (node.text or "") if node.tag == T else _BREAKS[node.tag]
            if node.tag == T:
                self.spans.append((at, node))
            words.append(text)
            at += len(text)
        self.text = "".join(words)

    def marks(self) -> list[Found]:
        """The marks, in their order."""
        return [
            Found(" ".join(match[1].split()), match.start(), match.end())
            for match in _MARK.finditer(self.text)
        ]

    def unfinished(self) -> bool:
        """Whether a mark is begun and not ended."""
        return _OPEN.search(_MARK.sub("", self.text)) is not None

    def replace(self, mark: Found, pieces: Sequence[Piece]) -> list[etree._Element]:
        """Puts the pieces in the mark's place, in the look of its first run; gives the new runs.

        Marks must be replaced from the last to the first, so that the places of the others hold.
        """
        first = self._at(mark.start)
        start, text = self.spans[first]
        run = text.getparent()
        assert run is not None  # noqa: S101 - every text has been found below its paragraph
        self._cut(mark, first + 1)
        after = (text.text or "")[mark.end - start :]
        _set_text(text, (text.text or "")[: mark.start - start])
        made = [run_with(run.find(RPR), piece) for piece in pieces if piece.text]
        place = run
        rest = _rest_of(run, text, after)
        for new in [*made, *([rest] if rest is not None else [])]:
            place.addnext(new)
            place = new
        if is_empty(run):
            run.getparent().remove(run)
        return made

    def _at(self, offset: int) -> int:
        return max(n for n, (start, _) in enumerate(self.spans) if start <= offset)

    def _cut(self, mark: Found, after: int) -> None:
        """Takes what the mark has of the texts behind its first."""
        for start, text in self.spans[after:]:
            words = text.text or ""
            if start >= mark.end:
                return
            _set_text(text, words[mark.end - start :])
            run = text.getparent()
            if run is not None and is_empty(run) and run.getparent() is not None:
                run.getparent().remove(run)


def paragraphs(root: etree._Element) -> list[etree._Element]:
    """All paragraphs, those in tables and text boxes too."""
    return list(root.iter(P))


def _own(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The texts and breaks of a paragraph, without those of text boxes anchored in it."""
    stack = list(reversed(paragraph))
    while stack:
        node = stack.pop()
        if node.tag == P:
            continue
        # Tab stops of the paragraph's look are no tabs of its text.
        if node.tag == T or (node.tag in _BREAKS and node.getparent().tag == R):
            yield node
        stack.extend(reversed(node))


def _set_text(element: etree._Element, words: str) -> None:
    element.text = words
    if words != words.strip():
        element.set(_SPACE, "preserve")


def run_with(look: etree._Element | None, piece: Piece) -> etree._Element:
    """A new run with this look (a `w:rPr`); a line feed is a line break."""
    made = etree.Element(R)
    if look is not None and len(look):
        made.append(deepcopy(look))
    if piece.missing:
        own = made.find(RPR)
        own = etree.SubElement(made, RPR) if own is None else own
        for old in own.findall(qn("w:highlight")):
            own.remove(old)
        _insert_highlight(own)
    for number, line in enumerate(clean(piece.text).split("\n")):
        if number:
            etree.SubElement(made, qn("w:br"))
        text = etree.SubElement(made, T)
        text.text = line
        text.set(_SPACE, "preserve")
    return made


# What stands behind w:highlight in the order that the schema of w:rPr demands.
_BEHIND = {
    *map(qn, ("w:u", "w:effect", "w:bdr", "w:shd", "w:fitText", "w:vertAlign", "w:rtl", "w:cs")),
    *map(qn, ("w:em", "w:lang", "w:eastAsianLayout", "w:specVanish", "w:oMath", "w:rPrChange")),
}


def _insert_highlight(look: etree._Element) -> None:
    mark = etree.Element(qn("w:highlight"))
    mark.set(qn("w:val"), "yellow")
    at = next((n for n, child in enumerate(look) if child.tag in _BEHIND), len(look))
    look.insert(at, mark)


def _rest_of(run: etree._Element, text: etree._Element, after: str) -> etree._Element | None:
    """What stands behind the mark in its first run, as a run of its own; None if nothing does."""
    behind = list(text.itersiblings())
    if not after and not behind:
        return None
    rest = etree.Element(R)
    look = run.find(RPR)
    if look is not None:
        rest.append(deepcopy(look))
    if after:
        _set_text(etree.SubElement(rest, T), after)
    rest.extend(behind)
    return rest


def is_empty(run: etree._Element) -> bool:
    """Whether a run shows nothing."""
    return run.tag == R and all(
        child.tag == RPR or (child.tag == T and not child.text) for child in run
    )
