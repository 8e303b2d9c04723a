"""The page a block stands on: its size between the margins, and the page turned for a wide table."""

from copy import deepcopy
from typing import NamedTuple

from docx.oxml.ns import qn
from docx.oxml.section import CT_SectPr
from docx.section import Section
from docx.shared import Length, Twips
from lxml import etree

from xl2report.files.document.package import NO_PAGE, DocumentError

_LEAST_TEXT = 1440  # twips


class TextSize(NamedTuple):
    """The width and the height between a page's margins, in twips."""

    width: int
    height: int


def text_size(section: Section) -> TextSize:
    """What of the page is left for text. Raises `DocumentError` when that is next to nothing."""
    wide, left, right = _twips(section.page_width, section.left_margin, section.right_margin)
    high, top, bottom = _twips(section.page_height, section.top_margin, section.bottom_margin)
    (gutter,) = _twips(section.gutter or Twips(0))
    # A margin below zero is one that Word keeps even under a high header.
    width, height = wide - abs(left) - abs(right) - abs(gutter), high - abs(top) - abs(bottom)
    if min(width, height) < _LEAST_TEXT:
        raise DocumentError("底稿的页边距过大，版心容不下文字。")
    return TextSize(width, height)


def is_upright(section: Section) -> bool:
    """Whether the page is higher than wide, so that turning it makes room."""
    width, height = _twips(section.page_width, section.page_height)
    return height > width


def turned(section: CT_SectPr) -> CT_SectPr:
    """A copy of the page, its headers and footers too, lying on its side.

    Turned so that the binding edge is at the head, as GB/T 9704 has it for a lying table.
    """
    copy = deepcopy(section)
    size, margin = copy.find(qn("w:pgSz")), copy.find(qn("w:pgMar"))
    if size is None or margin is None:
        raise DocumentError(NO_PAGE)
    _rename(size, {"w": "h", "h": "w"})
    size.set(qn("w:orient"), "landscape")
    # How far header and footer are from the text stays as it is.
    ways = (("top", "header"), ("bottom", "footer"))
    apart = {edge: _number(margin, side) - _number(margin, edge) for side, edge in ways}
    _rename(margin, {"left": "top", "top": "right", "right": "bottom", "bottom": "left"})
    for side, edge in ways:
        margin.set(qn(f"w:{edge}"), str(max(0, _number(margin, side) - apart[edge])))
    return copy


def as_text(section: CT_SectPr) -> str:
    """The section as XML to be put into a paragraph's properties."""
    text: str = etree.tostring(section, encoding="unicode", with_tail=False)
    return text


def _rename(element: etree._Element, sides: dict[str, str]) -> None:
    values = {new: element.get(qn(f"w:{old}"), "0") for old, new in sides.items()}
    for side, value in values.items():
        element.set(qn(f"w:{side}"), value)


def _number(element: etree._Element, name: str) -> int:
    return abs(int(float(element.get(qn(f"w:{name}"), "0"))))


def _twips(*lengths: Length | None) -> list[int]:
    if None in lengths:
        raise DocumentError(NO_PAGE)
    return [length.twips for length in lengths if length is not None]
