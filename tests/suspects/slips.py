"""Simulate clerks' slips in real tables: `python tests/suspects/slips.py` writes slips.jsonl.

Takes tables.json (what was published or filed; every relation holds) and makes one, two or three
slips in each copy. It knows the form's cells and which of them are computed, and nothing of the
search for suspects: what a slip is, is written down here a second time. The seed is fixed.
"""

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from xl2report.chain.forms import open_plan
from xl2report.form.plan import Plan
from xl2report.form.relations import fill_carefully
from xl2report.ground.points import split_address

HERE = Path(__file__).resolve().parent
TABLES = HERE / "tables.json"
SLIPS = HERE / "slips.jsonl"
SEED = 2020
FORMULAS, TYPED = "formulas", "typed"
# How many cases have one, two and three slips; for each of the two situations.
COUNTS = {1: 150, 2: 75, 3: 75}

Values = list[int | None]
Wrong = dict[int, int]  # point → what was typed instead


class Sheet(NamedTuple):
    """A table that holds, and the cells in which a slip can be made."""

    plan: Plan
    values: list[int]
    cells: list[int]
    spots: dict[int, tuple[str, int, int]]


def load(name: str) -> tuple[Plan, Values]:
    """A table by name, complete with its totals; indicators it does not give are blank."""
    entry = json.loads(TABLES.read_text(encoding="utf-8"))[name]
    plan = open_plan(entry["form"])
    values: Values = [None if point.table == "text" else 0 for point in plan.form.points]
    for point, value in entry["values"].items():
        values[plan.index[point]] = value
    fill_carefully(plan.relations, values)
    return plan, values


def names() -> list[str]:
    """The tables there are."""
    return list(json.loads(TABLES.read_text(encoding="utf-8")))


# ------------------------------------------------------------------------------ kinds of slips


def transposed(sheet: Sheet, rng: Random) -> Wrong:
    point, digits = _number(sheet, rng, 2)
    at = rng.randrange(len(digits) - 1)
    return {point: int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])}


def dropped(sheet: Sheet, rng: Random) -> Wrong:
    point, digits = _number(sheet, rng, 2)
    at = rng.randrange(len(digits))
    return {point: int(digits[:at] + digits[at + 1 :])}


def doubled(sheet: Sheet, rng: Random) -> Wrong:
    point, digits = _number(sheet, rng, 1)
    at = rng.randrange(len(digits))
    return {point: int(digits[: at + 1] + digits[at:])}


def mistyped(sheet: Sheet, rng: Random) -> Wrong:
    point, digits = _number(sheet, rng, 1)
    at = rng.randrange(len(digits))
    return {point: int(digits[:at] + rng.choice("0123456789") + digits[at + 1 :])}


def replaced(sheet: Sheet, rng: Random) -> Wrong:
    point = rng.choice(sheet.cells)
    return {point: rng.randint(0, 2 * abs(sheet.values[point]) + 10)}


def turned(sheet: Sheet, rng: Random) -> Wrong:
    signed = [one for one in sheet.cells if sheet.plan.form.points[one].measure.signed]
    point = rng.choice(signed or sheet.cells)
    return {point: -sheet.values[point]} if signed else {}


def ten_thousandfold(sheet: Sheet, rng: Random) -> Wrong:
    point = rng.choice(sheet.cells)
    return {point: sheet.values[point] * 10_000}


def one_row_off(sheet: Sheet, rng: Random) -> Wrong:
    return _beside(sheet, rng, (1, 0))


def one_column_off(sheet: Sheet, rng: Random) -> Wrong:
    return _beside(sheet, rng, (0, 1))


def swapped(sheet: Sheet, rng: Random) -> Wrong:
    one, other = (_number(sheet, rng, 1)[0] for _ in range(2))
    if sheet.plan.form.points[one].table != sheet.plan.form.points[other].table:
        return {}
    return {one: sheet.values[other], other: sheet.values[one]}


KINDS: dict[str, Callable[[Sheet, Random], Wrong]] = {
    one.__name__: one
    for one in (
        transposed, dropped, doubled, mistyped, replaced, turned, ten_thousandfold,
        one_row_off, one_column_off, swapped,
    )
}  # fmt: skip


def _number(sheet: Sheet, rng: Random, digits: int) -> tuple[int, str]:
    """A cell with a number of at least so many digits, and these."""
    able = [
        point
        for point in sheet.cells
        if sheet.values[point] > 0 and len(str(sheet.values[point])) >= digits
    ]
    point = rng.choice(able or sheet.cells)
    return point, str(abs(sheet.values[point])).rjust(digits, "0")


def _beside(sheet: Sheet, rng: Random, step: tuple[int, int]) -> Wrong:
    """A number typed into the next cell, which is zero, its own left at zero."""
    at = {spot: point for point, spot in sheet.spots.items()}
    pairs = []
    for point in sheet.cells:
        name, row, column = sheet.spots[point]
        for way in (-1, 1):
            other = at.get((name, row + way * step[0], column + way * step[1]))
            if other in sheet.cells and sheet.values[point] > 0 and sheet.values[other] == 0:
                pairs.append((point, other))
    if not pairs:
        return {}
    point, other = rng.choice(pairs)
    return {point: 0, other: sheet.values[point]}


# -------------------------------------------------------------------------------------- cases


def sheet_of(name: str, situation: str) -> Sheet:
    """The cells of a table that take part in relations and can be mistyped in a situation."""
    plan, values = load(name)
    fills = plan.relations.fills
    related = {
        typed
        for relation in plan.relations.all
        if relation.rule.severity == "error"
        for point in relation.points()
        for typed in (point, *plan.relations.base[point])
    }
    cells = sorted(point for point in related if situation == TYPED or point not in fills)
    spots = {}
    for point in cells:
        where, cell = plan.layout.cells[point]
        spots[point] = (where, *split_address(cell))
    return Sheet(plan, [value or 0 for value in values], cells, spots)


def make(name: str, situation: str, count: int, rng: Random) -> list[dict[str, Any]]:
    """Slips that do not touch one another: kind, and for each cell the true value and the typed."""
    sheet = sheet_of(name, situation)
    slips: list[dict[str, Any]] = []
    touched: set[int] = set()
    while len(slips) < count:
        kind = rng.choice(list(KINDS))
        wrong = {
            point: value
            for point, value in KINDS[kind](sheet, rng).items()
            if value != sheet.values[point]
        }
        if not wrong or touched & wrong.keys():
            continue
        touched |= wrong.keys()
        ids = {sheet.plan.form.points[point].id: point for point in sorted(wrong)}
        slips.append(
            {"kind": kind, "cells": {p: [sheet.values[i], wrong[i]] for p, i in ids.items()}}
        )
    return slips


def main() -> None:
    """Write the published set."""
    SLIPS.write_text(published(), encoding="utf-8")


def published(seed: int = SEED) -> str:
    """The published set, a case a line; with another seed, as many others like it."""
    rng = Random(seed)  # noqa: S311 - slips that can be repeated
    lines: list[str] = []
    for situation in (FORMULAS, TYPED):
        for count, cases in COUNTS.items():
            for _ in range(cases):
                name = rng.choice(names())
                slips = make(name, situation, count, rng)
                case = {"id": len(lines) + 1, "table": name, "situation": situation, "slips": slips}
                lines.append(json.dumps(case, ensure_ascii=False))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
