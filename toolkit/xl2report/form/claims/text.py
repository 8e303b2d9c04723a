"""Prose made ready for the grammar: one width of signs, no spaces, and the way back to what is printed."""

import re
from typing import NamedTuple

_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))}
_WIDE |= {code: code - 0xFEE0 for code in range(0xFF41, 0xFF5B)}
_SIGNS = str.maketrans(
    {
        **_WIDE,
        "％": "%",
        "﹪": "%",
        "(": "（",
        ")": "）",
        ";": "；",
        ":": "：",
        "?": "？",
        "!": "！",
        "．": ".",
        "〜": "～",
        "~": "～",
        "－": "-",
        "﹝": "〔",
        "﹞": "〕",
    }
)
# A picture that a word processor left in the text, with the letters read from it: they are no prose.
_DEBRIS = re.compile(r"\[image:[^\]]*\](?:[=:]*[A-Za-z0-9/\-=:. ]{2,})?")
_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")


class Text(NamedTuple):
    """Normalised text; `at[i]` is where its sign number i stands in what is printed."""

    printed: str
    plain: str
    at: tuple[int, ...]

    def quote(self, start: int, end: int) -> str:
        """The printed words between two places of the plain text, without spaces in them."""
        if start >= end:
            return ""
        printed = _DEBRIS.sub("", self.printed[self.at[start] : self.at[end - 1] + 1])
        return "".join(printed.split())


def ready(printed: str) -> Text:
    """The text with half-width digits, full-width punctuation, and no spaces or debris."""
    blank: set[int] = set()
    for match in _DEBRIS.finditer(printed):
        blank.update(range(*match.span()))
    kept: list[str] = []
    at: list[int] = []
    signs = printed.translate(_SIGNS)
    thousands = {match.start() for match in _COMMA.finditer(signs)}
    for index, sign in enumerate(signs):
        if index in blank or index in thousands or sign.isspace() or sign in "\u200b\ufeff\u00ad":
            continue
        kept.append("，" if sign == "," else sign)
        at.append(index)
    return Text(printed, "".join(kept), tuple(at))
