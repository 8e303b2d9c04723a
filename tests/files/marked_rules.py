"""The conditional formats of a workbook as openpyxl reads them, for the tests of marked copies."""

import io
from functools import lru_cache
from typing import NamedTuple

import openpyxl

MARKS = ("FFFEA9A", "FFFED96")


class Rule(NamedTuple):
    """A rule: its areas, its formulas, what it fills and writes with, and whether it ends the search."""

    areas: str
    formulas: tuple[str, ...]
    fill: str
    font: str
    number: str
    stops: bool


@lru_cache(maxsize=16)
def of(data: bytes) -> dict[str, list[Rule]]:
    """The rules of each sheet, the first before the last. Raises where two have one priority."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    found: dict[str, list[Rule]] = {}
    for sheet in book.worksheets:
        by_priority = {}
        for areas in sheet.conditional_formatting:
            for rule in areas.rules:
                look = rule.dxf
                fill = look.fill.bgColor.rgb if look and look.fill else ""
                font = look.font.color.rgb if look and look.font and look.font.color else ""
                number = look.numFmt.formatCode if look and look.numFmt else ""
                if rule.priority in by_priority:
                    raise ValueError(f"{sheet.title}: priority {rule.priority} twice")
                by_priority[rule.priority] = Rule(
                    str(areas.sqref), tuple(rule.formula), fill, font, number, bool(rule.stopIfTrue)
                )
        found[sheet.title] = [rule for _, rule in sorted(by_priority.items())]
    return found


def reds(rules: list[Rule]) -> list[Rule]:
    """Those that show a mark."""
    return [rule for rule in rules if rule.fill.startswith(MARKS)]
