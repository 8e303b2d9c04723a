"""The words around the tables: title, year, reporter, and the passage of each part of the report.

Knows the headings of the form's narrative; takes no number out of a sentence.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from xl2report.form.definition.model import Form, Part
from xl2report.ground.published import Paragraph, Published
from xl2report.work.imported.labels import Vocabulary, likeness, plain, short

_YEAR = re.compile(r"(20\d{2})年度?")
_YEAR_IN_HAN = re.compile(r"(二[〇○零0][〇○零一二三四五六七八九]{2})年度?")
_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_PERIOD = re.compile(r"(20\d{2})年1月1日\D{0,8}(?:(20\d{2})年)?12月31日")
_ANNOUNCED = re.compile(r"(20\d{2})年度?[^。]{0,14}信息公开[^。]{0,6}(?:报告|年报|总结)$")
_NUMBERED = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十]{1,3}[）)]?[、．.]?|\d{1,2}[、．.])\s*")
_FIRST_LEVEL = re.compile(r"^\s*([一二三四五六七八九十]{1,3})\s*[、．.]")
_INLINE = re.compile(r"^(.{2,28}?)[。：:](.+)$", re.DOTALL)
_ORDER = "一二三四五六七八九十"
_LONGEST_HEADING = 45
_LIKE_A_TITLE = 0.72
# A sentence that announces the report is not its title (现将2025年度…情况报告如下).
_NO_TITLE = re.compile("现将|报告如下|根据|为深入|为贯彻")
_FIRST_PARAGRAPHS = 25


class Titled(NamedTuple):
    """What the title says: the year, the reporter ("" where it names none), the title itself."""

    year: int | None
    reporter: str
    title: str


class Passages(NamedTuple):
    """The text of each of the form's passages, and how many paragraphs belong to none."""

    texts: dict[str, str]
    left_out: int


def titled(document: Published, title: str) -> Titled:
    """Year and reporter by the document's title, the year else by the period it reports on."""
    found = next((one for text in _candidates(document) if (one := _as_title(text, title))), None)
    period = next(
        (
            int(match[1])
            for one in document.paragraphs
            if (match := _PERIOD.search(plain(one.text)))
        ),
        None,
    )
    if found is None:
        return Titled(period or _announced(document), "", "")
    return found if found.year else found._replace(year=period or _announced(document))


def _announced(document: Published) -> int | None:
    """The year of a heading that is like no title (`关于2022年度政府信息公开情况的报告`)."""
    for text in _candidates(document):
        if len(text) <= _LONGEST_HEADING and (match := _ANNOUNCED.search(plain(text))):
            return int(match[1])
    return None


def _candidates(document: Published) -> Iterator[str]:
    """Texts that may be the title: the first paragraphs, alone and two together, then the page's own."""
    first = [one.text for one in document.paragraphs[:_FIRST_PARAGRAPHS]]
    for one, following in zip(first, [*first[1:], ""], strict=False):
        yield one
        if len(one) < _LONGEST_HEADING and len(following) < _LONGEST_HEADING:
            yield one + following
    yield re.split(r"[-_|—–]", document.title)[0]
    yield re.sub(r"\.\w{2,5}$", "", document.name)


def _as_title(text: str, title: str) -> Titled | None:
    """A text as a title, None where it is none."""
    bare = plain(text).strip('"()')
    if not 8 <= len(bare) <= 70 or "." in bare[:-1] or _NO_TITLE.search(bare):
        return None
    year: int | None = None
    if match := _YEAR.search(bare):
        year = int(match[1])
    elif match := _YEAR_IN_HAN.search(bare):
        year = int(match[1].translate(_HAN_DIGITS))
    if match:
        bare = bare[: match.start()] + bare[match.end() :]
    bare = bare.replace("()", "").replace('"', "").removeprefix("关于")
    wanted = plain(title)
    # The shortest end of the text that is most like the title; what stands before it is the reporter.
    ends = range(max(0, len(bare) - len(wanted) - 4), max(len(bare) - 5, 0))
    best = max(
        ((likeness(bare[at:], wanted, _LIKE_A_TITLE), at) for at in ends),
        default=(0.0, 0),
    )
    if best[0] < _LIKE_A_TITLE:
        return None
    return Titled(year, bare[: best[1]].strip(",.-"), text)


def passages(document: Published, form: Form) -> Passages:
    """The text of each part of the report, paragraph by paragraph, without its heading."""
    parts = form.narrative.parts
    reader = _Parts(parts)
    held: dict[str, list[str]] = {}
    left_out = 0
    for block in document.blocks:
        if not isinstance(block, Paragraph):
            continue
        rest = reader.enter(block.text)
        if not rest:
            continue
        if reader.part is None or not reader.part.text:
            left_out += reader.part is not None
        else:
            held.setdefault(reader.part.text, []).append(rest)
    return Passages({name: "\n".join(lines) for name, lines in held.items()}, left_out)


class _Parts:
    """Which part of the report a paragraph belongs to."""

    def __init__(self, parts: tuple[Part, ...]) -> None:
        self._first = [part for part in parts if part.heading and part.level <= 1]
        self._below = [part for part in parts if part.heading and part.level > 1]
        self._words = Vocabulary(part.heading for part in self._first)
        self._words_below = Vocabulary(part.heading for part in self._below)
        self.part: Part | None = None
        self._top: Part | None = None

    def enter(self, text: str) -> str:
        """Go to the part whose heading a paragraph is or begins with; gives what is left of it."""
        if top := self._top_of(text):
            self._top = self.part = top
            return ""
        if not self._first or self._top is not self._first[0]:
            return text
        if below := self._part_of(text, self._below, self._words_below, bare=True):
            self.part = below
            return ""
        if match := _INLINE.match(text):
            numbered = bool(_NUMBERED.match(match[1]))
            below = self._part_of(match[1], self._below, self._words_below, bare=False)
            if below is not None and numbered:
                self.part = below
                return match[2].strip()
        return text

    def _top_of(self, text: str) -> Part | None:
        if not _NUMBERED.match(text) or _FIRST_LEVEL.match(text):
            found = self._part_of(text, self._first, self._words, bare=True)
            if found is not None:
                return found
        # A heading in other words, but with the next number: 四、因…被申请行政复议、提起行政诉讼情况.
        match = _FIRST_LEVEL.match(text)
        if match is None or len(text) > _LONGEST_HEADING or re.search("[。；]", text):
            return None
        at = _ORDER.find(match[1]) if len(match[1]) == 1 else -1
        now = self._first.index(self._top) if self._top in self._first else -1
        return self._first[at] if now < at < len(self._first) and at <= now + 1 else None

    @staticmethod
    def _part_of(text: str, parts: list[Part], words: Vocabulary, *, bare: bool) -> Part | None:
        head = text.strip().rstrip("。：:；;.")
        if len(head) > _LONGEST_HEADING or (bare and re.search("[。；]", head)):
            return None
        numbered = bool(_NUMBERED.match(head))
        match = words.find(re.sub("(?:方面|工作)$", "", head)) or words.find(head)
        if match is None or (match.sure < 2 and not numbered):
            return None
        if match.sure == 1 and numbered and _FIRST_LEVEL.match(head) and parts[0].level > 1:
            return None
        if not numbered and len(short(head)) > len(short(match.label)) + 4:
            return None
        return next(part for part in parts if part.heading == match.label)
