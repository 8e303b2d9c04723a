"""What a published cell says: a number in the point's measure, blank, or something that is no number.

Knows signs and units; a bracketed remark behind a number and another unit of money are read and named.
"""

import re
from decimal import Decimal
from typing import Literal, NamedTuple

from xl2report.ground.numbers import typed_steps
from xl2report.ground.points import Measure
from xl2report.work.imported.labels import plain

# What is said of a reading: nothing, blank, a remark left out, another unit converted, no number.
How = Literal["", "blank", "remark", "converted", "no_number"]

_MONEY = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_REMARK = re.compile(
    r"^(?P<number>[^（(]+)[（(](?P<remark>[^（）()]*[\u4e00-\u9fff][^（）()]*)[）)]$"
)
_AMOUNT = re.compile(r"^(?P<number>[+-]?[\d,]+(?:\.\d+)?)(?P<unit>万元|亿元|元)?$")
# A number, perhaps with a unit and a remark behind it; `1.属于国家秘密` is a label.
_NUMERIC = re.compile(
    r"^[-+－＋]?[\d０-９][\d０-９,，.．\s]*(?:[万亿]?元|人次|[件项个条次期篇份场])?\s*(?:[（(].*)?$",
    re.DOTALL,
)


class Said(NamedTuple):
    """A value in steps (None where there is none), and how it was come by."""

    steps: int | None
    how: How


def is_numeric(text: str) -> bool:
    """Whether a cell holds a number, whatever its measure."""
    return bool(_NUMERIC.match(text.strip()))


def said(text: str, measure: Measure, unit: str = "") -> Said:
    """The value of a cell; `unit` is the unit its heading prints, "" for the point's own.

    `22（其中修订16件）` is 22 with a remark, `240万元` in a column of 元 is 2400000; `-`, `无`, `约30` and two
    numbers in one cell are no numbers.
    """
    if not text.strip():
        return Said(None, "blank")
    number, how = text.strip(), ""
    if match := _REMARK.match(number):
        number, how = match["number"].strip(), "remark"
    kind: How = "remark" if how else ""
    foreign = unit in _MONEY and measure.unit in _MONEY and unit != measure.unit
    if not foreign:
        typed = typed_steps(number, measure)
        if typed.steps is not None and not typed.fault:
            return Said(typed.steps, kind)
        if typed.fault != "unit":
            return Said(None, "no_number")
    amount = _AMOUNT.match(plain(number))
    if amount is None or measure.unit not in _MONEY:
        return Said(None, "no_number")
    bare = amount["number"]
    checked = typed_steps(bare, Measure(measure.unit, 15, signed=True))
    if checked.fault or checked.steps is None:
        return Said(None, "no_number")
    given = _MONEY[amount["unit"] or unit or measure.unit]
    steps = Decimal(bare.replace(",", "")) * given / _MONEY[measure.unit] * 10**measure.decimals
    if steps != int(steps) or (steps < 0 and not measure.signed):
        return Said(None, "no_number")
    return Said(int(steps), "converted")


def unit_in(heading: str) -> str:
    """The unit of money that a heading prints in brackets or behind a colon, "" for none."""
    found = re.search(r"[(,](?:单位,)?(亿元|万元|元)\)?$", plain(heading))
    return found[1] if found else ""
