"""One cell as it stands → a value in steps, or a finding that says why not.

Knows the coercion table and the wording of entries; never where a cell lies.
"""

import re
from typing import NamedTuple

from xl2report.ground.filing import State
from xl2report.ground.numbers import steps_of, typed_steps
from xl2report.ground.points import Measure

Cell = tuple[str, str | None, str | None]

# A reference to a cell of another workbook: `[1]Sheet1!B4`, `'C:\\表\\[a.xlsx]Sheet1'!B4`, a `#REF!` there too.
_ELSEWHERE = re.compile(r"\[[^\[\]]+\][^\[\]!]*'?!")

_CLEANED = {"": "E102", "padded": "E103", "wide": "E103", "unit": "E104"}
_FAULTS = {"text": "E101", "unit": "E105", "negative": "E106", "decimals": "E107"}


class Entry(NamedTuple):
    """What a cell says: its value in steps or None, its state, and a finding's code and words."""

    steps: int | None
    state: State
    code: str
    args: dict[str, str]


def read_entry(cell: Cell | None, measure: Measure) -> Entry:
    """The value of a cell that should hold a number of this measure. Blank is not zero."""
    if cell is None:
        return Entry(None, "blank", "", {})
    kind, text, formula = cell
    if text is None or text == "":
        if formula is not None:
            return Entry(None, "text", "E112", {"formula": formula})
        return Entry(None, "blank", "", {})
    if formula is not None and _ELSEWHERE.search(formula):
        return Entry(None, "text", "E114", {"formula": formula[:60], "found": text[:40]})
    if kind == "n":
        found = steps_of(text, measure)
        if found.fault:
            return Entry(None, "text", _FAULTS[found.fault], _words(text, measure))
        return _number(found.steps, formula, measure)
    if kind == "e":
        return Entry(None, "text", "E109", {"found": text})
    if kind == "b":
        shown = "TRUE" if text in {"1", "true"} else "FALSE"
        return Entry(None, "text", "E110", _words(shown, measure))
    if kind == "d":
        return Entry(None, "text", "E113", _words(text, measure))
    return _text(text, measure)


def _number(steps: int | None, formula: str | None, measure: Measure) -> Entry:
    state: State = "number" if steps else "zero"
    if formula is None:
        return Entry(steps, state, "", {})
    shown = measure.show(steps or 0)
    return Entry(steps, state, "E111", {"formula": formula, "value": shown})


def _text(text: str, measure: Measure) -> Entry:
    found = typed_steps(text, measure)
    if not text.strip("\u3000 \u00a0\t\r\n"):
        return Entry(None, "blank", "", {})
    shown = text if len(text) <= 40 else text[:40] + "…"
    if found.fault or found.steps is None:
        return Entry(None, "text", _FAULTS[found.fault or "text"], _words(shown, measure))
    value = measure.show(found.steps)
    state: State = "number" if found.steps else "zero"
    return Entry(found.steps, state, _CLEANED[found.how], {"found": shown, "value": value})


def _words(found: str, measure: Measure) -> dict[str, str]:
    allowed = f"最多 {measure.decimals} 位小数" if measure.decimals else "只能是整数"
    allowed_en = (
        f"at most {measure.decimals} decimals" if measure.decimals else "whole numbers only"
    )
    return {
        "found": found,
        "unit": measure.unit,
        "allowed": allowed,
        "allowed_en": allowed_en,
    }
