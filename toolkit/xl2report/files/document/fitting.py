"""Where Chinese text breaks in a given width, and the width at which it breaks well.

Widths are in ems of the type size: a Chinese character is 1, a digit or Latin letter a half, as
in the office fonts. What is found here only narrows a line; no character is added or taken away.
"""

import re
from functools import lru_cache
from itertools import combinations, pairwise

# What stays on one line: a number or word; marks that may not end or begin a line hold on to
# their neighbour.
_ATOM = re.compile(r"[（“‘《〔【]*(?:[!-~]+|[^!-~])[），。、；：！？”’》〕】]*")
_ORDINAL = re.compile(r"（[^（）]{1,3}）|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．]")
_STRONG_BREAK = re.compile(r"(?<=\d{4}年)(?!度)|(?=\d{4}年)|(?=政府信息公开)|(?=年度报告)")
_WEAK_BREAK = re.compile(r"(?<=[省市县区])(?=..)")

_MARKS = "（）“”‘’《》〔〕【】，。、；：！？"
_SHORT = 8  # characters: text that is taken to be made of two-character words
_MOST_PLACES = 12  # to break a title at; with three breaks at most, all 300 ways are tried


def ems(text: str) -> float:
    """The width of `text` on one line."""
    return sum(0.5 if char < "\u2000" else 1.0 for char in text)


@lru_cache(maxsize=1024)
def _atoms(text: str) -> tuple[tuple[str, float], ...]:
    """What of `text` stays on one line, with widths; asked for at many widths of the line."""
    return tuple((atom, ems(atom)) for atom in _ATOM.findall(text))


def wrap(text: str, room: float) -> list[str]:
    """The lines `text` falls into when a line holds `room` ems."""
    lines: list[str] = []
    left = 0.0
    for atom, width in _atoms(text):
        if lines and width <= left:
            lines[-1] += atom
            left -= width
        else:
            lines.append(atom)
            left = room - width
    return lines


def is_lone(line: str) -> bool:
    """Whether a line is a single character, marks not counted: ugly as a last line."""
    return ems(line.strip(_MARKS)) < ems("一二")


@lru_cache(maxsize=1024)
def good_room(text: str, room: float) -> float:
    """The line width, at most `room`, at which `text` breaks best.

    No lone character on the last line; short text breaks between its two-character words
    (结果 | 维持, 社会 | 公益 | 组织).
    """
    fewest = len(wrap(text, room))
    if fewest <= 1 or "\n" in text:
        return room
    widest = max(width for _, width in _atoms(text))
    ordinal = _ORDINAL.match(text)
    prefix = ordinal.end() if ordinal else 0
    pairs = len(text) - prefix <= _SHORT and (len(text) - prefix) % 2 == 0

    def cost(width: float) -> tuple[float, float]:
        lines = wrap(text, width)
        bad = 4.0 * (len(lines) - fewest)
        if is_lone(lines[-1]):
            bad += 10
        if pairs:
            ends = [sum(map(len, lines[: n + 1])) - prefix for n in range(len(lines) - 1)]
            bad += sum(6 for end in ends if end % 2)
        return bad, -width

    narrower = [float(width) for width in range(2, int(room) + 1) if width >= widest]
    return min([room, *narrower], key=cost)


def title_breaks(text: str, room: float) -> tuple[int, ...]:
    """The offsets at which a title is broken by meaning into lines of about one length.

    A title that leaves a character free on either side stays on one line.
    """
    room -= 1
    if ems(text) <= room - 1 or "\n" in text:
        return ()
    strong = {match.start() for match in _STRONG_BREAK.finditer(text)}
    weak = {match.start() for match in _WEAK_BREAK.finditer(text)} - strong
    offsets = sorted((strong | weak) - {0, len(text)})

    def cost(breaks: tuple[int, ...]) -> tuple[float, int, int, float]:
        edges = (0, *breaks, len(text))
        widths = [ems(text[a:b]) for a, b in pairwise(edges)]
        over = sum(max(0.0, width - room) for width in widths)
        return over, len(breaks), sum(1 for at in breaks if at in weak), max(widths)

    tries = (way for size in range(4) for way in combinations(offsets[:_MOST_PLACES], size))
    return min(tries, key=cost)
