"""Text as it goes into a Word part: unchanged, but for characters that no XML may hold."""

import re
from html import escape

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile(r"\r\n?")


def clean(text: str) -> str:
    """`text` with every line end as a line feed and without the characters that XML forbids."""
    if text.isprintable():  # most are, and a table has hundreds
        return text
    return _FORBIDDEN.sub("", _BREAK.sub("\n", text))


def run_xml(text: str, size: int = 0, *, highlight: bool = False) -> str:
    """A `w:r` with `text`, which is clean; `size` in half-points where it is not the style's."""
    if not text:
        return ""
    look = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    look += '<w:highlight w:val="yellow"/>' if highlight else ""
    inside = f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    for sign, element in (("\n", "<w:br/>"), ("\t", "<w:tab/>")):
        inside = inside.replace(sign, f'</w:t>{element}<w:t xml:space="preserve">')
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{inside}</w:r>"
