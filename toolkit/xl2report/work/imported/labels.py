"""Printed labels as they are compared: width, spaces, brackets, numbering and small slips do not matter.

Knows words, never what they name. Likeness is accepted only where no other label is nearly as like.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

_SIGNS = {
    **dict.fromkeys(map(ord, "，、；：;:"), ","),
    **dict.fromkeys(map(ord, "“”‘’＂'「」『』《》〈〉"), '"'),
    **dict.fromkeys(map(ord, "【〔[{"), "("),
    **dict.fromkeys(map(ord, "】〕]}"), ")"),
    **dict.fromkeys(map(ord, "—－–−―"), "-"),
    ord("。"): ".",
}
_GAPS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_NUMBERING = re.compile(
    r"^(?:\([一二三四五六七八九十\d]{1,3}\)[,.]?|[一二三四五六七八九十]{1,3}[,.]|\d{1,2}[,.)]?(?=\D)|[,.*-]+)+"
)
_BRACKETED = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)$")
# How like two labels must be, and how much liker than the next.
_LIKE, _AHEAD = 0.8, 0.1
_SHORTEST_PART = 3


@lru_cache(4096)
def plain(text: str) -> str:
    """A label without spaces, in one width, with one kind of brackets and quotes."""
    return _GAPS.sub("", unicodedata.normalize("NFKC", text).translate(_SIGNS))


@lru_cache(4096)
def core(text: str) -> str:
    """A label without its numbering too: `（一）予以公开` and `1.予以公开` are 予以公开."""
    bare = plain(text)
    return _NUMBERING.sub("", bare) or bare


@lru_cache(4096)
def short(text: str) -> str:
    """A label without numbering and without the bracket at its end."""
    return _BRACKETED.sub("", core(text)).rstrip(",.") or core(text)


class Match(NamedTuple):
    """Which label a text is: `sure` counts 3 for the very text, 2 without numbering, 1 for likeness."""

    label: str
    sure: int


class Vocabulary:
    """The labels that a text may be."""

    def __init__(self, labels: Iterable[str], same: Iterable[frozenset[str]] = ()) -> None:
        self.labels = tuple(dict.fromkeys(labels))
        self._plain = {plain(label): label for label in reversed(self.labels)}
        self._core = self._once(core)
        self._short = self._once(short)
        for words in same:
            known = next((self._core[word] for word in words if self._core.get(word)), "")
            for word in words:
                self._core.setdefault(word, known)
        self._found: dict[str, Match | None] = {}

    def _once(self, key: Callable[[str], str]) -> dict[str, str]:
        """Labels by a key; one that several labels share names none of them."""
        found: dict[str, str] = {}
        for label in self.labels:
            word = key(label)
            found[word] = "" if word in found and found[word] != label else label
        return found

    def find(self, text: str) -> Match | None:
        """The label a text is, None where it is none or may be several."""
        if text not in self._found:
            self._found[text] = self._look(text) if text else None
        return self._found[text]

    def exact(self, text: str) -> str:
        """The label a text is to the letter, "" where it is none."""
        return self._plain.get(plain(text), "")

    def _look(self, text: str) -> Match | None:
        if label := self._plain.get(plain(text)):
            return Match(label, 3)
        for words, key in ((self._core, core), (self._short, short)):
            if label := words.get(key(text)):
                return Match(label, 2)
        return self._alike(short(text))

    def _alike(self, word: str) -> Match | None:
        if (
            len(word) < 2
            or len(word) > 80
            or not any("\u4e00" <= sign <= "\u9fff" for sign in word)
        ):
            return None
        holding = {label for label in self.labels if _holds(word, short(label))}
        if len(holding) > 1:
            # The longest of labels that hold each other: 规范性文件 within 行政规范性文件.
            longest = max(holding, key=lambda label: len(short(label)))
            if all(short(label) in short(longest) for label in holding):
                holding = {longest}
        if len(holding) == 1:
            return Match(holding.pop(), 1)
        if holding or len(word) < _SHORTEST_PART + 1:
            return None
        # What is below this is neither taken nor near what is.
        floor = _LIKE - _AHEAD
        ranked = sorted(
            (
                (ratio, label)
                for label in self.labels
                if (ratio := likeness(word, short(label), floor)) >= floor
            ),
            reverse=True,
        )
        if not ranked or ranked[0][0] < _LIKE:
            return None
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _AHEAD:
            return None
        return Match(ranked[0][1], 1)


def likeness(one: str, other: str, floor: float) -> float:
    """How alike two texts are, from 0 to 1; 0 where it is less than the floor."""
    both = len(one) + len(other)
    # Most labels are passed over by their length, or by the signs they share.
    if 2 * min(len(one), len(other)) < floor * both:
        return 0.0
    if 2 * sum(map(other.__contains__, one)) < floor * both:
        return 0.0
    from difflib import SequenceMatcher

    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return ratio if ratio >= floor else 0.0


def _holds(word: str, label: str) -> bool:
    """Whether one of two labels is a clear part of the other."""
    small, large = (word, label) if len(word) <= len(label) else (label, word)
    if small not in large:
        return False
    if len(small) >= _SHORTEST_PART:
        return len(large) <= 3 * len(small) + 6
    return len(small) == 2 and len(large) <= 4
