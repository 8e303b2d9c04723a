"""What a free text says against what is known: years, other units' names, lists that do not add up.

Rather silent than wrong: a warning on a text cannot be answered in the workbook, so what may well be
meant is not told. Values in, findings out; the texts themselves are never changed.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple, overload

from xl2report.form.plan import Plan
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding, spots_of
from xl2report.ground.packed import Numbers, digest_of, repeated
from xl2report.work.assess.names import Names

# What must not stand before is looked at last: the engine jumps from one 20 to the next.
_YEAR = re.compile(r"(20[0-9]{2})年(?<![0-9]20[0-9]{2}年)")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_ANY_WIDE = re.compile("[０-９]")
# These are compiled when a text first needs them; most have nothing that could be told of.
# An earlier year is spoken of rightly in a comparison, as a beginning or an end, and in a name or date.
_BEFORE = (
    r"(?:与|和|同|较|比|相比|自|从|截至|截止|截止到|到|至|于|及|、|[-—－–~～]|20[0-9]{2}年)\s*$"
)
_AFTER = (
    r"(?:度|全年)?(?:同期|相比|以来|以前|之前|起|始|结转|遗留|末|底|初|至今|[、和与及至到—－–~～-]"
    r"|[0-9]{1,2}月|版|修订|印发|制定|出台|发布|公布|的)"
)
# The period of a report: from the first to the last day of a year.
_PERIOD = r"(?<![0-9])(20[0-9]{2})年1月1日起?[至到—－–~～-]+(?:(20[0-9]{2})年)?12月31日"
_NAMED = r"[《〈“][^》〉”]*[》〉”]|〔[^〕]*〕|[（(][^）)]*(?:号|年版|修订)[）)]"
# What stands before a unit that one works with, or writes to, or is a part of.
_WITH = r"(?:会同|联合|配合|协同|协调|商请|转送|移送|转交|移交|转由|协助|报送|上报|抄送|报|向|由|与|和|同|经|在|及|、|为|对|按照|根据|对接|告知)\s*$"
_WHOLE = r"(?<![0-9.,，])([0-9]+)(条|件|个|次|篇|期|场|项|人次)(?![多余])[，,；;]?\s*其中(?!包括|包含|有|含)[：:，,]?([^。；;\n]*)"
_PART = r"(?<![0-9.])([0-9]+)(条|件|个|次|篇|期|场|项|人次)?"
_LOOSE = r"等[0-9一-龥]{0,4}|余|近[0-9]|约|左右|超过|%|％|[0-9]万"
_AROUND = 8
# A shorter text may well be the same by chance, or on advice.
_LONG = 40
_MOST_OTHERS = 3
_BITS = 1 << 23


class Passage(NamedTuple):
    """A free text of a book, as it is compared with those of others; none is kept whole."""

    book: str
    reporter: str
    label: str
    place: str
    begins: str
    digest: int


def on_texts(plan: Plan, filing: Filing, others: Iterable[str] = ()) -> list[Finding]:
    """Findings on the free texts of one filing; `others` are names that should not stand there.

    A city's workbook holds the texts of all its units, so names are not looked for in it.
    """
    found: list[Finding] = []
    city = bool(filing.parts)
    names = _names(() if city else tuple(others))
    for item in plan.form.texts:
        typed = filing.texts.get(item.id, "")
        # Most texts have nothing in them that could be told of.
        if not typed or not (names or "年" in typed or "其中" in typed):
            continue
        # A look takes a twentieth of the time that it takes to make each character anew.
        text = typed.translate(_WIDE) if _ANY_WIDE.search(typed) else typed
        told = [*_years(text, filing.year), *_units(text, names, filing.reporter), *_lists(text)]
        if not told:
            continue
        cell = plan.layout.text_cells[item.id]
        where = spots_of(plan.form.sheets.texts, [cell], item.label)
        found.extend(
            Finding(
                code,
                filing.book,
                where.zh,
                (f"{plan.form.sheets.texts}!{cell}",),
                args,
                where_en=where.en,
            )
            for code, args in told
        )
    return found


Told = Iterator[tuple[str, dict[str, str]]]


def _years(text: str, year: int | None) -> Told:
    """The first year in a text that is neither the report's, nor the next, nor rightly another."""
    if year is None:
        return
    for period in re.finditer(_PERIOD, text) if "年1月1日" in text else ():
        if {period[1], period[2] or period[1]} != {str(year)}:
            yield "N601", {"found": period[0], "expected": str(year)}
            return
    # Plans are for the next year, and the report is written in it.
    usual = {str(year), str(year + 1)}
    if usual.issuperset(_YEAR.findall(text)):
        return
    named = [found.span() for found in re.finditer(_NAMED, text)]
    for match in _YEAR.finditer(text):
        start, end = match.span()
        if match[1] in usual or any(a <= start < b for a, b in named):
            continue
        if re.search(_BEFORE, text[:start]) or re.match(_AFTER, text[end:]):
            continue
        yield "N601", {"found": _quoted(text, start, end), "expected": str(year)}
        return


def _units(text: str, names: Names, own: str) -> Told:
    # A unit's own name may hold another's.
    others = text.replace(own, "　" * len(own)) if own else text
    for other in names.within(others):
        # One's parent, or one's part.
        if other in own or (own and own in other):
            continue
        at = others.find(other)
        if not re.search(_WITH, text[:at]):
            found = _quoted(text, at, at + len(other))
            yield "N602", {"found": found, "other": other}
            return


@lru_cache(maxsize=4)
def _names(names: tuple[str, ...]) -> Names:
    return Names(names)


def _lists(text: str) -> Told:
    """A whole and its parts (`100条，其中甲60条、乙50条`) that do not add up."""
    for match in re.finditer(_WHOLE, text) if "其中" in text else ():
        listed = match[3]
        if re.search(_LOOSE, listed):
            continue
        parts = list(re.finditer(_PART, listed))
        if len(parts) < 2 or any(part[2] != match[2] for part in parts):
            continue
        total, whole = sum(int(part[1]) for part in parts), int(match[1])
        if total != whole:
            yield (
                "N604",
                {
                    "found": match[0] if len(match[0]) <= 60 else match[0][:60] + "…",
                    "sum": str(total),
                    "whole": str(whole),
                    "gap": str(abs(total - whole)),
                },
            )
            return


def _quoted(text: str, start: int, end: int) -> str:
    """The words with a few before and after them."""
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    shown = " ".join(text[first:last].split())
    return ("…" if first else "") + shown + ("…" if last < len(text) else "")


def passages_of(plan: Plan, filing: Filing) -> list[Passage]:
    """The long texts of a unit's filing, to be compared with other units'."""
    if filing.parts:
        return []
    found = []
    for item in plan.form.texts:
        bare = "".join(filing.texts.get(item.id, "").split())
        if len(bare) >= _LONG:
            place = f"{plan.form.sheets.texts}!{plan.layout.text_cells[item.id]}"
            begins = bare[:20] + "…"
            # Not hash(): each process has its own.
            found.append(
                Passage(filing.book, filing.reporter, item.label, place, begins, digest_of(bare))
            )
    return found


class Passages(Sequence[Passage]):
    """The passages of many books in little memory: digests, and the words of what may be there twice.

    `books` and `reporters` are those of the books in the order in which they are added; they may
    still be growing.
    """

    def __init__(self, books: Sequence[str], reporters: Sequence[str]) -> None:
        self._books = books
        self._reporters = reporters
        self.digests = Numbers("Q")
        self._ends = Numbers("I")
        # Which texts are long is much the same in every book.
        self._spots: list[tuple[tuple[str, str], ...]] = []
        self._known: dict[tuple[tuple[str, str], ...], int] = {}
        self._of = Numbers("I")
        # One bit for each of eight million digests: where it is set already, the digest may be there twice.
        self._seen = bytearray(_BITS // 8)
        self._begins: dict[int, str] = {}

    def add(self, passages: Iterable[Passage]) -> None:
        """The passages of the next book, also where it has none."""
        spots = []
        for one in passages:
            spots.append((one.label, one.place))
            self.digests.append(one.digest)
            byte, bit = divmod(one.digest % _BITS, 8)
            if self._seen[byte] >> bit & 1:
                self._begins[one.digest] = one.begins
            self._seen[byte] |= 1 << bit
        key = tuple(spots)
        number = self._known.get(key)
        if number is None:
            number = self._known[key] = len(self._spots)
            self._spots.append(key)
        self._of.append(number)
        self._ends.append(len(self.digests))

    def of_book(self, number: int) -> list[Passage]:
        """The passages of one book."""
        return self[self._ends[number - 1] if number else 0 : self._ends[number]]

    def __len__(self) -> int:
        return len(self.digests)

    @overload
    def __getitem__(self, number: int) -> Passage: ...
    @overload
    def __getitem__(self, number: slice) -> list[Passage]: ...
    def __getitem__(self, number: int | slice) -> Passage | list[Passage]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        digest = self.digests[number]
        at = number % len(self.digests)
        owner = bisect_right(self._ends, at)
        label, place = self._spots[self._of[owner]][at - (self._ends[owner - 1] if owner else 0)]
        begins = self._begins.get(digest, "")
        return Passage(self._books[owner], self._reporters[owner], label, place, begins, digest)


def compare_passages(passages: Iterable[Passage]) -> list[Finding]:
    """The texts that stand alike in workbooks of different units, told to each of them."""
    listed = passages if isinstance(passages, Sequence) else list(passages)
    digests = (
        listed.digests
        if isinstance(listed, Passages)
        else Numbers("Q", (passage.digest for passage in listed))
    )
    found = []
    for places in repeated(digests):
        # Who has it by name, or by the book where there is none; that is what the others are told.
        unnamed: dict[str, bool] = {}
        for place in places:
            one = listed[place]
            unnamed.setdefault(one.reporter or one.book, not one.reporter)
        named = len(unnamed) - sum(unnamed.values())
        for place in places:
            one = listed[place]
            count = len(unnamed) - 1 if one.reporter else named
            if not count:
                continue
            others = list(
                islice(
                    (
                        name
                        for name, without in unnamed.items()
                        if not (name == one.reporter if one.reporter else without)
                    ),
                    _MOST_OTHERS,
                )
            )
            more = count - len(others)
            args = {
                "label": one.label,
                "others": "、".join(f"“{name}”" for name in others)
                + (f" 等 {count} 个单位" if more else ""),
                "others_en": ", ".join(f"“{name}”" for name in others)
                + (f" and {more} more" if more else ""),
                "found": one.begins,
            }
            sheet, _, cell = one.place.partition("!")
            where = spots_of(sheet, [cell], one.label)
            found.append(Finding("N603", one.book, where.zh, (one.place,), args, where_en=where.en))
    return found
