"""A report's prose in sentences, each with the part of the report it stands in."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xl2report.form.claims.model import Topic
from xl2report.form.claims.text import Text, ready

_SENTENCE = re.compile(r"[^。！？]+[。！？]?[”’）]*")
_LEVEL_1 = re.compile(r"^([一二三四五六七])[、.．](?!是)")
_LEVEL_2 = re.compile(
    r"^(?:（[一二三四五六七八九十]+）|[0-9]{1,2}[.、．](?![0-9])|（[0-9]{1,2}）|[一二三四五六七八九十]是)"
)
_OF_PART: dict[str, Topic] = {
    "总体": "overview",
    "概述": "overview",
    "主动公开": "proactive",
    "收到和处理": "requests",
    "依申请": "requests",
    "申请": "requests",
    "复议": "disputes",
    "诉讼": "disputes",
    "问题": "problems",
    "不足": "problems",
    "改进": "problems",
    "其他需要": "other",
    "其它需要": "other",
    "其他报告": "other",
    "其他事项": "other",
}
_OF_SUBPART: tuple[tuple[str, Topic], ...] = (
    ("依申请", "requests"),
    ("申请公开", "requests"),
    ("公开申请", "requests"),
    ("申请办理", "requests"),
    ("复议", "disputes"),
    ("诉讼", "disputes"),
    ("主动公开", "proactive"),
    ("信息管理", "management"),
    ("资源管理", "management"),
    ("平台", "platform"),
    ("监督", "supervision"),
    ("监管", "supervision"),
    ("保障", "supervision"),
    ("考核", "supervision"),
)


class Sentence(NamedTuple):
    """A sentence of one paragraph: where it begins and ends in its text, and where it belongs.

    `heading` is true for the sentence that opens a part or sub-part.
    """

    paragraph: int
    text: Text
    start: int
    end: int
    topic: Topic
    heading: bool

    @property
    def plain(self) -> str:
        """Its normalised words."""
        return self.text.plain[self.start : self.end]


def sentences_of(paragraphs: Sequence[str], topic: Topic = "") -> Iterator[Sentence]:
    """The sentences of all paragraphs in order, following the headings."""
    part: Topic = topic
    here: Topic = topic
    for number, printed in enumerate(paragraphs):
        text = ready(printed)
        for match in _SENTENCE.finditer(text.plain):
            opened = opens(match.group())
            if opened is not None:
                level, named = opened
                if level == 1:
                    part = here = named or part
                elif named and part in {"", "overview", *_INSIDE}:
                    here = named
                elif level == 2 and part not in {"", "overview"}:
                    here = part
            yield Sentence(number, text, *match.span(), here, opened is not None)


_INSIDE = {"requests", "disputes", "other"}


def opens(sentence: str) -> tuple[int, Topic | None] | None:
    """Which part or sub-part a sentence opens, if it opens one: its level and topic."""
    words = re.split(r"[。：，；]", sentence, maxsplit=1)[0][:40]
    if match := _LEVEL_1.match(words):
        named = words[match.end() :]
        found = next((topic for key, topic in _OF_PART.items() if key in named), None)
        return (1, found) if found or len(named) <= 20 else None
    if match := _LEVEL_2.match(words):
        named = words[match.end() :]
        found = next((topic for key, topic in _OF_SUBPART if key in named), None)
        if words[1:2] == "是" and found is None:
            return None
        return 2, found
    return None
