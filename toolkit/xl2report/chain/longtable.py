"""A total as one long table, a row for each unit and point with last year beside it, and its subtotals.

The one room that groups and compares with pandas; it is imported where a table is asked for. Amounts are
whole steps in Int64, exact; where a sum might not fit into it, Python's own whole numbers.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from xl2report.chain.lastyear import Before, earlier_of
from xl2report.files.comparison.words import WORDS
from xl2report.form.plan import Plan
from xl2report.form.relations import fill_carefully
from xl2report.ground.rollup import Adjustment, Contribution
from xl2report.ground.units import Register, Unit
from xl2report.ground.wordings.model import Language
from xl2report.work.rollup import Total

if TYPE_CHECKING:
    import pandas as pd

_LARGEST = 1 << 63
Values = Sequence[int | None]


class Compared(NamedTuple):
    """A city's total with what each of its units had the year before (None where it is not known).

    `errors` stood when it was merged by force.
    """

    plan: Plan
    year: int
    city: str
    total: Total
    last: tuple[Values | None, ...] = ()
    errors: int = 0


def compared(
    plan: Plan,
    year: int,
    city: str,
    total: Total,
    units: Iterable[Unit],
    before: Before | None,
    errors: int = 0,
) -> Compared:
    """A total beside last year's filings of its units."""
    register = Register(units, year)
    known = tuple(_last(plan, year, part, register, before) for part in total.parts)
    return Compared(plan, year, city, total, known, errors)


def _last(
    plan: Plan, year: int, part: Contribution, register: Register, before: Before | None
) -> Values | None:
    unit = register.find(part.code, part.reporter)
    names = (part.code, part.reporter, *(unit.names if unit is not None else ()))
    found = earlier_of(names, year - 1, plan, before) if before is not None else None
    return found[1] if found is not None else None


def long_table(one: Compared) -> "pd.DataFrame":
    """One row for each unit and point, then for each adjustment its point and the totals that it moves.

    Columns: category, unit, code, book, point (the form's number), value, last, change (whole steps,
    NA where blank).
    """
    import numpy as np
    import pandas as pd

    parts, points = one.total.parts, len(one.plan.form.points)
    adjusted = [
        (point, amount, each.reporter or one.city)
        for each in one.total.adjustments
        for point, amount in _moved(one.plan, each)
    ]
    rows = np.repeat(np.arange(len(parts)), points)
    values = [value for part in parts for value in part.values]  # noqa: PD011 - a part, not a frame
    blank: Values = [None] * points
    last = [value for then in one.last for value in (blank if then is None else then)]
    last += [None] * (len(values) - len(last))
    frame = pd.DataFrame({"point": np.tile(np.arange(points), len(parts))})
    heads = (("category", 4), ("unit", 0), ("code", 1), ("book", 2))
    for name, field in heads:
        frame[name] = pd.Categorical([part[field] for part in parts]).take(rows)
    frame["adjusted"] = False
    more = pd.DataFrame(
        [(point, "", whose, "", "", True) for point, _, whose in adjusted],
        columns=["point", *(name for name, _ in heads), "adjusted"],
    )
    if adjusted:
        frame = pd.concat([frame, more], ignore_index=True)
    values += [amount for _, amount, _ in adjusted]
    last += [None] * len(adjusted)
    kind = _kind(values, last, len(frame))
    changes = [
        None if now is None or then is None else now - then
        for now, then in zip(values, last, strict=True)
    ]
    for name, amounts in (("value", values), ("last", last), ("change", changes)):
        frame[name] = pd.Series(amounts, dtype=kind)
    return frame


def _moved(plan: Plan, adjustment: Adjustment) -> list[tuple[int, int]]:
    """An adjustment's point and the computed ones above it, each with what it is changed by."""
    before: list[int | None] = [0] * len(plan.form.points)
    after = list(before)
    after[adjustment.point] = adjustment.amount
    for values in (before, after):
        fill_carefully(plan.relations, values)
    pairs = enumerate(zip(before, after, strict=True))
    return [(point, (now or 0) - (was or 0)) for point, (was, now) in pairs if now != was]


def _kind(
    values: list[int | None], last: list[int | None], rows: int
) -> Literal["Int64", "object"]:
    """The type of amounts: Int64, unless a sum of so many rows might not fit into it."""
    most = max((abs(value) for value in (*values, *last) if value is not None), default=0)
    return "Int64" if most * 2 * max(rows, 1) < _LARGEST else "object"


class Subtotal(NamedTuple):
    """What a category's units come to at one point, and those of them that have a figure in both years.

    `units` are those that have one this year.
    """

    category: str
    point: int
    units: int
    value: int | None
    both: int
    value_both: int | None
    last: int | None


def subtotals(one: Compared, frame: "pd.DataFrame", language: Language = "zh") -> list[Subtotal]:
    """At each point the subtotals of the categories as the units stand, of adjustments, and the total."""
    words = WORDS[language]
    found: list[Subtotal] = []
    units = frame[~frame["adjusted"]]
    categories = list(dict.fromkeys(part.category for part in one.total.parts))
    for category in categories if any(categories) else ():
        some = units[units["category"] == category]
        found += _subtotals(one, some, category or words["unnamed"])
    if one.total.adjustments:
        moved = _subtotals(one, frame[frame["adjusted"]], words["adjustments"])
        found += [each for each in moved if each.value is not None]
    whole = _subtotals(one, frame, words["total"])
    # What only the city has is not added up, and stands in its total.
    found += [
        each._replace(value=one.total.values[each.point])  # noqa: PD011 - a total, not a frame
        if one.plan.form.points[each.point].roll == "city_only"
        else each
        for each in whole
    ]
    return sorted(found, key=lambda each: each.point)


def _subtotals(one: Compared, frame: "pd.DataFrame", category: str) -> list[Subtotal]:
    points = range(len(one.plan.form.points))
    values = _added(one.plan, frame, "value")
    if not frame["adjusted"].all():
        fill_carefully(one.plan.relations, values)
    counts = frame.loc[~frame["adjusted"]].groupby("point")["value"].count()
    both = frame[frame["value"].notna() & frame["last"].notna()]
    many = both.groupby("point")["value"].count()
    now, then = (_added(one.plan, both, name) for name in ("value", "last"))
    return [
        Subtotal(
            category,
            point,
            int(counts.get(point, 0)),
            values[point],
            int(many.get(point, 0)),
            now[point],
            then[point],
        )
        for point in points
    ]


def _added(plan: Plan, frame: "pd.DataFrame", name: str) -> list[int | None]:
    """What a column of amounts comes to at each point, by the way in which it rolls up."""
    rolls = [point.roll for point in plan.form.points]
    found: list[int | None] = [None] * len(rolls)
    groups = frame.dropna(subset=[name]).groupby("point")[name]
    for roll, added in (("sum", groups.sum()), ("max", groups.max())):
        for point, amount in added.items():
            at = int(str(point))
            if rolls[at] == roll:
                found[at] = int(amount)
    return found
