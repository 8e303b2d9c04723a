"""Numbers as prose writes them: digits, 万 and 亿, Chinese numerals, 余 and 近, per cent; exact always."""

import re
from fractions import Fraction
from typing import Literal, NamedTuple

Bound = Literal["exact", "least", "most", "about", "rounded"]
Kind = Literal["count", "percent", "points", "times", "ratio", "year", "other"]

_DIGITS = "零〇一二两三四五六七八九"
_HAN = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
UNITS = "人次|场次|万元|亿元|件次|批次|条次|件|起|宗|份|例|封|桩|条|个|项|篇|期|次|场|部|张|处|家|名|人|元|页|册|本|户|天|日|分|号|幅|则|期数"
# What may be counted of an application, a dispute or a document.
COUNTING = frozenset(
    {"", "件", "起", "宗", "份", "例", "封", "桩", "条", "个", "项", "部", "件次", "次"}
)
# What requests are counted in, where classes of information are not.
OF_REQUESTS = frozenset({"件", "起", "宗", "份", "例", "项", "次", "件次"})
_NUMBER = re.compile(
    rf"""
    (?P<before>不足|不到|不超过|至多|最多|近|将近|接近|约|大约|超过|超|逾|多达|达到|达|至少|突破)?
    (?:
      (?P<arabic>[0-9]+(?:\.[0-9]+)?)
      | (?P<han>(?:[{_DIGITS}]?[十百千万][{_DIGITS}十百千万]*|[{_DIGITS}])(?=[余多]?(?:{UNITS})))
    )
    (?P<inner>[余多])?
    (?P<large>[万亿])?
    (?P<after>[余多])?
    (?P<unit>%|个百分点|百分点|倍|{UNITS})?
    (?P<later>以上|以下|左右|[余多](?=[，。；、）]))?
    """,
    re.VERBOSE,
)
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年(?:度(?!结))?")
# Digits that count nothing: dates, document and article numbers, addresses, telephones, names.
_NO_COUNT = re.compile(
    r"""
    (?:19|20)[0-9]{2}年(?:度)?(?:[0-9]{1,2}月(?:[0-9]{1,2}[日号])?)?(?:底|末|初)?
    | [0-9]{1,2}月(?:[0-9]{1,2}[日号])?(?:底|末|初)?(?![份])
    | 第[0-9零一二三四五六七八九十百]+[条款项期季号批届次轮章]
    | [〔\[（][0-9]{4}[〕\]）](?:第)?[0-9]+号
    | [0-9]{4,}号
    | 令(?:第)?[0-9]+号
    | [0-9]{3,4}[—－-]+[0-9]{6,8}
    | (?:https?://|www\.)[A-Za-z0-9/_.\-=?&]+ | [A-Za-z0-9\-@]*[A-Za-z][A-Za-z0-9\-@]*(?:\.[A-Za-z0-9\-]+)+
    | [A-Za-z]+[0-9]+ | [0-9]+[A-Za-z×]+[0-9A-Za-z]*
    | [0-9]{7,}(?![0-9.]*(?:%|万|亿|条|件|元|次|人))
    | 12345 | 12348 | 12388 | 12333 | 12315 | 12366
    | [0-9]+号(?!文)
    | [0-9]+[+＋][0-9NXnx+＋]+ | [0-9]+[·．/][0-9]+
    | [“‘"][^”’"]{0,24}[”’"]
    | 《[^》]*》
    """,
    re.VERBOSE,
)
_ORDINAL = re.compile(
    r"(?:^|(?<=[。；：，]))(?:[一二三四五六七八九十]{1,3}(?:是|、)|[（(][0-9一二三四五六七八九十]+[）)]|[0-9]{1,2}[.、](?![0-9]))"
)


class Number(NamedTuple):
    """A number and where it stands: its value, how many decimals are printed, how firm it is.

    `step` is the worth of its last printed digit (15.8万 is 158000, its step 1000); a share's value
    is in per cent.
    """

    start: int
    end: int
    value: Fraction
    step: Fraction
    unit: str
    kind: Kind
    bound: Bound
    words: str

    @property
    def decimals(self) -> int:
        """How many decimals are printed."""
        return len(self.words.partition(".")[2])


def numbers_in(text: str) -> list[Number]:
    """The numbers of a normalised text, in order; what only looks like one has kind "other"."""
    closed = [match.span() for match in _NO_COUNT.finditer(text)]
    closed += [match.span() for match in _ORDINAL.finditer(text)]
    found: list[Number] = []
    at = 0
    for match in _NUMBER.finditer(text):
        start = match.start("arabic") if match["arabic"] else match.start("han")
        if start < at:
            continue
        inside = next((span for span in closed if span[0] <= start < span[1]), None)
        if inside is not None and text[inside[0]] not in '“‘"《':
            year = _YEAR.match(text, start)
            kind: Kind = "year" if year else "other"
            value = Fraction(int(year[1])) if year else Fraction(0)
            end = max(match.end(), inside[1]) if not year else year.end()
            found.append(Number(start, end, value, Fraction(1), "", kind, "exact", text[start:end]))
            at = inside[1]
            continue
        if inside is not None and _quoted_name(text, inside):
            continue
        found.append(_number(match, match.start() if match["before"] else start))
        at = match.end()
    return found


def _quoted_name(text: str, span: tuple[int, int]) -> bool:
    """Whether quotation marks hold a name with digits in it, rather than a figure (“予以公开”3件)."""
    return (
        re.fullmatch(r"[“‘\"《].*[0-9一二三四五六七八九十两].*[”’\"》]", text[slice(*span)])
        is not None
    )


def _number(match: re.Match[str], start: int) -> Number:
    digits, unit = match["arabic"], match["unit"] or ""
    if digits:
        value = Fraction(digits)
        step = Fraction(1, 10 ** len(digits.partition(".")[2]))
        words = digits
    else:
        value, words = Fraction(_han(match["han"])), match["han"]
        step = Fraction(1)
    if match["large"]:
        value, step = value * _LARGE[match["large"]], step * _LARGE[match["large"]]
    kind: Kind = "count"
    if unit == "%":
        kind = "percent"
    elif unit.endswith("百分点"):
        kind = "points"
    elif unit == "倍":
        kind = "times"
    return Number(start, match.end(), value, step, unit, kind, _bound(match), words)


def _bound(match: re.Match[str]) -> Bound:
    before, later = match["before"] or "", match["later"] or ""
    if before in {"约", "大约"} or later == "左右":
        return "about"
    if (
        before in {"近", "将近", "接近", "不足", "不到", "不超过", "至多", "最多"}
        or later == "以下"
    ):
        return "most"
    if match["inner"] or match["after"] or later or before in {"超过", "超", "逾", "至少", "突破"}:
        return "least"
    # 15.8万 is rounded to its last digit, 3万 as well.
    return "rounded" if match["large"] else "exact"


def _han(words: str) -> int:
    """十二, 两百零五, 三万: the value of a Chinese numeral; 二〇二三 is read digit by digit."""
    if not any(sign in _TENS or sign in _LARGE for sign in words):
        return int("".join(str(_HAN[sign]) for sign in words))
    total, section, digit = 0, 0, 0
    for sign in words:
        if sign in _HAN:
            digit = _HAN[sign]
        elif sign in _TENS:
            section += (digit or 1) * _TENS[sign]
            digit = 0
        else:
            total += (section + digit) * _LARGE[sign]
            section, digit = 0, 0
    return total + section + digit


def allows(number: Number, value: Fraction) -> bool:
    """Whether a true value may be written as this number, in the way it is bounded."""
    if number.bound == "exact":
        return number.value == value
    # 260余 is 260 or a little more, never 400; 近2.4万 a little less.
    slack = max(number.step, number.value / 5)
    if number.bound == "least":
        return number.value <= value <= number.value + slack
    if number.bound == "most":
        return number.value - slack <= value <= number.value
    near = number.step / 2 if number.bound == "rounded" else number.value / 20
    return abs(number.value - value) <= near
