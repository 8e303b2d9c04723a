"""A slow, plain judge of random forms: a second opinion on totals and verdicts.

It works from the rules as they were drawn: values as fractions in units, cell by cell, with no
index, step or compiled text.
"""

from fractions import Fraction
from random import Random
from typing import NamedTuple

from random_forms import Drawn, Part, RandomForm, Side
from xl2report.form.definition import model
from xl2report.ground.filing import Filing

Cell = tuple[str, str, str]  # table, row, column
Values = dict[Cell, Fraction | None]


class Judged(NamedTuple):
    """A relation and its verdict; both sides where it is broken."""

    rule: str
    scope: str
    verdict: str
    left: Fraction | None = None
    right: Fraction | None = None


def scopes(drawn: Drawn, form: model.Form) -> list[str]:
    table, rule = form.table(drawn.rule.table), drawn.rule
    if rule.each == "row":
        return list(rule.rows) or [row.id for row in table.rows]
    if rule.each == "column":
        return list(rule.columns) or [column.id for column in table.columns]
    return [""]


def cells(part: Part, drawn: Drawn, scope: str, form: model.Form) -> list[Cell]:
    """The cells that a part names, in a row or column of its table."""
    table = form.table(drawn.rule.table)
    if drawn.rule.each == "once":
        name, row, column = part.first.split(".")
        return [(name, row, column)]
    order = [item.id for item in (table.columns if drawn.rule.each == "row" else table.rows)]
    first = order.index(part.first)
    until = order.index(part.until) if part.until else first
    names = order[first : until + 1]
    if drawn.rule.each == "row":
        return [(table.id, scope, name) for name in names]
    return [(table.id, name, scope) for name in names]


def total(
    side: Side, drawn: Drawn, scope: str, form: model.Form, now: Values, last: Values | None
) -> Fraction | None:
    found = Fraction(side.constant)
    for part in side.parts:
        for cell in cells(part, drawn, scope, form):
            value = (last or {}).get(cell) if part.last else now[cell]
            if value is None:
                return None
            found += part.factor * value
    return found


def totals(random: RandomForm) -> dict[Cell, tuple[Drawn, str]]:
    """The computed cells, each by the first rule that fills it."""
    found: dict[Cell, tuple[Drawn, str]] = {}
    for drawn in random.rules:
        if drawn.rule.fills:
            for scope in scopes(drawn, random.form):
                found.setdefault(
                    cells(drawn.left.parts[0], drawn, scope, random.form)[0], (drawn, scope)
                )
    return found


def completed(random: RandomForm, typed: Values) -> Values:
    """All cells: computed ones from the typed ones, as deep as need be."""
    fills = totals(random)

    def value(cell: Cell) -> Fraction | None:
        if cell not in fills:
            return typed[cell]
        drawn, scope = fills[cell]
        found = Fraction(drawn.right.constant)
        for part in drawn.right.parts:
            for addend in cells(part, drawn, scope, random.form):
                one = value(addend)
                if one is None:
                    return None
                found += part.factor * one
        return found

    return {cell: value(cell) for cell in typed}


def judge(
    random: RandomForm,
    now: Values,
    last: Values | None,
    switches: frozenset[str],
    standing: Values,
) -> list[Judged]:
    """The verdict on every relation of this year, and on those across years that can be compared."""
    fills, form = totals(random), random.form
    found = []
    for drawn in random.rules:
        sides = [
            drawn.left, drawn.right, *drawn.others, *([drawn.given] if drawn.given else [])
        ]  # fmt: skip
        for scope in scopes(drawn, form):
            name = (drawn.rule.id, scope)
            earlier = [
                (last or {}).get(cell)
                for side in sides
                for part in side.parts
                if part.last
                for cell in cells(part, drawn, scope, form)
            ]
            if None in earlier:
                continue
            if drawn.rule.switch and drawn.rule.switch not in switches:
                found.append(Judged(*name, "holds"))
                continue
            left, right = (total(side, drawn, scope, form, now, last) for side in sides[:2])
            given: Fraction | None = Fraction(1)
            if drawn.given:
                given = total(drawn.given, drawn, scope, form, now, last)
            target = cells(drawn.left.parts[0], drawn, scope, form)[0]
            if drawn.rule.fills and fills[target] == (drawn, scope):
                left = standing.get(target, left)
            others = [total(side, drawn, scope, form, now, last) for side in drawn.others]
            if left is None or right is None or given is None or None in others:
                found.append(Judged(*name, "unassessable"))
                continue
            holds = any(
                {
                    "=": left == side, "<=": left <= side, ">=": left >= side,
                    "<": left < side, ">": left > side,
                }[drawn.operator]
                for side in (right, *others) if side is not None
            )  # fmt: skip
            if holds or not given:
                found.append(Judged(*name, "holds"))
            else:
                found.append(Judged(*name, "broken", left, right))
    return found


# ---------------------------------------------------------------------------------- random filings


def random_values(rng: Random, random: RandomForm, blank: float = 0.1) -> Values:
    """Small values in the typed cells, some blank, some large; computed cells left at None."""
    fills = totals(random)
    found: Values = {}
    for point in random.form.points:
        cell = (point.table, point.row, point.column)
        found[cell] = None
        if cell in fills or rng.random() < blank:
            continue
        most = rng.choice((2, 2, 2, 30, 10**9))
        steps = rng.randint(-most if point.measure.signed else 0, most)
        if rng.random() < 0.7:  # whole units, so that both sides meet often
            steps = steps % 3 * 10**point.measure.decimals
        found[cell] = Fraction(steps, 10**point.measure.decimals)
    return found


def steps(random: RandomForm, values: Values) -> list[int | None]:
    """Values as the program keeps them."""
    found: list[int | None] = []
    for point in random.form.points:
        value = values[point.table, point.row, point.column]
        found.append(None if value is None else int(value * 10**point.measure.decimals))
    return found


def filing_of(random: RandomForm, values: Values, switches: frozenset[str]) -> Filing:
    """A filing as if read: the values with their totals."""
    return Filing(
        book="随机.xlsx", form=random.form.id, year=2020, reporter="某单位", code="",
        values=steps(random, completed(random, values)), switches=switches,
    )  # fmt: skip
