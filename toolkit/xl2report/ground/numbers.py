"""One table of how typed text becomes a number: exactly, or not at all, and every cleaning named.

Knows digits, signs, separators and unit words; never which cell the text came from.
"""

import re
from typing import NamedTuple

from xl2report.ground.points import Measure

# What a clerk's input method or a paste from a web page puts beside a number, none of it meaning.
_INVISIBLE = dict.fromkeys(
    map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\t\n\r \u00a0\u2007\u202f\u3000'"),
)
_WIDE = str.maketrans(
    "０１２３４５６７８９．，＋－−﹢﹣％",
    "0123456789.,+--+-%",
)
# Two numbers in one cell, or one typed over two lines: which is meant, nobody can know.
_PARTED = re.compile(r"[0-9０-９][\s\u3000]+[0-9０-９]")
_UNITS = (
    "万元",
    "亿元",
    "元",
    "人次",
    "件",
    "项",
    "个",
    "条",
    "次",
    "期",
    "篇",
    "份",
    "场",
    "人",
    "万",
    "亿",
    "千",
)
_COUNTED_AS_ONE = frozenset("件项个条次期篇份场")
# What XML Schema calls a double; Decimal alone would also take "1_000" and full-width digits.
_STORED = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[Ee][+-]?[0-9]+)?")


class Typed(NamedTuple):
    """What a typed text says: its value in steps, what was cleaned away, or why it is no number.

    `how` is "" (plain), "padded" (spaces, separators), "wide" (full-width signs) or "unit"
    (the unit typed behind the number); `fault` is "" or one of "text", "unit", "decimals",
    "negative".
    """

    steps: int | None
    how: str
    fault: str


def steps_of(text: str, measure: Measure) -> Typed:
    """A number as a workbook stores it (`51`, `27.948692`, `1E+5`), as whole steps.

    Excel calculates in binary and shows 15 significant digits, so `0.30000000000000004` is 0.3 and
    `12.000000000000002` is 12: the number is taken as Excel shows it. A negative value of an
    unsigned measure and more decimals than the measure carries are faults, never rounded.
    """
    if text.isascii() and text.isdigit() and len(text) <= 15:
        value = int(text)
        if measure.decimals:
            value *= 10**measure.decimals
        return Typed(value, "", "")
    from decimal import Context, Decimal, InvalidOperation

    if _STORED.fullmatch(text) is None:
        return Typed(None, "", "text")
    try:
        number = Decimal(text)
    except InvalidOperation:  # an exponent beyond all measure
        return Typed(None, "", "text")
    if abs(number.adjusted()) > 40:
        return Typed(None, "", "text")
    whole_number = text.lstrip("+-").isdigit()
    shown = number if whole_number else Context(prec=15).create_decimal(number)
    scaled = Context(prec=60).scaleb(shown, measure.decimals)
    whole = int(scaled)
    if scaled != whole:
        return Typed(None, "", "decimals")
    if whole < 0 and not measure.signed:
        return Typed(whole, "", "negative")
    return Typed(whole, "", "")


def typed_steps(text: str, measure: Measure) -> Typed:
    """A number typed as text (`１２`, ` 1,234 `, `12件`, `+1`), cleaned where that is safe.

    Safe is: full-width digits and signs, spaces and invisible characters, thousands separators
    that stand where they belong, the cell's own unit behind the number (件, 项, 个 … mean the same in
    a count). `2000万` in a 元 cell, `约30`, `1-3`, `1 2`, `无` and `/` are not numbers.
    """
    if _PARTED.search(text):
        return Typed(None, "padded", "text")
    bare = text.translate(_INVISIBLE)
    narrow = bare.translate(_WIDE)
    how = "wide" if narrow != bare else ("padded" if bare != text else "")
    unit = next((word for word in _UNITS if narrow.endswith(word)), "")
    if len(measure.unit) > len(unit) and narrow.endswith(measure.unit):
        unit = measure.unit
    if unit:
        narrow = narrow[: -len(unit)]
        how = "unit"
        same = unit == measure.unit or (unit in _COUNTED_AS_ONE and measure.unit in _COUNTED_AS_ONE)
        if not same:
            looks = _plain(narrow)
            return Typed(None, "unit", "unit" if looks else "text")
    plain = _plain(narrow)
    if not plain:
        return Typed(None, how, "text")
    if "," in narrow and not how:
        how = "padded"
    steps, fault = _exactly(plain, measure)
    return Typed(steps, how, fault)


def _exactly(plain: str, measure: Measure) -> tuple[int | None, str]:
    """Plain digits as steps, with every digit that was typed: text has no 15 digits of Excel."""
    whole, _, part = plain.partition(".")
    part = part.rstrip("0")
    if len(part) > measure.decimals:
        return None, "decimals"
    steps = int(f"{whole}{part.ljust(measure.decimals, '0')}")
    return steps, "negative" if steps < 0 and not measure.signed else ""


def _plain(text: str) -> str:
    """Digits with at most one sign and one point, separators taken out; "" for anything else."""
    sign, body = ("", text)
    if text[:1] in ("+", "-"):
        sign, body = ("-" if text[0] == "-" else ""), text[1:]
    whole, point, part = body.partition(".")
    groups = whole.split(",")
    if len(groups) > 1:
        if not (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])):
            return ""
        whole = "".join(groups)
    if not (whole.isascii() and whole.isdigit()) or len(whole) > 30:
        return ""
    if point and not (part.isascii() and part.isdigit() and len(part) <= 15):
        return ""
    return f"{sign}{whole}{point}{part}"
