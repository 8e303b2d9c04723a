"""Text as it goes into HTML: escaped, without the characters that no page may hold."""

import re
from html import escape

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BREAK = re.compile(r"\r\n?|\x85|\u2028|\u2029")


def clean(text: str) -> str:
    """Every line end as a line feed, and nothing that a page may not hold."""
    return _FORBIDDEN.sub("", _BREAK.sub("\n", text))


def html(text: str) -> str:
    """A text between tags or in an attribute."""
    return escape(clean(text))
