"""Filings → one total: each point by its `agg`, every reporter's part kept.

Exact whole numbers, so the order of the filings does not matter. Knows plans and filings; no file.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from xl2report.form.plan import Plan
from xl2report.form.relations import fill_carefully
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding
from xl2report.ground.packed import Row
from xl2report.ground.rollup import Adjustment, Contribution
from xl2report.ground.units import OWN_LEVEL, Register, Unit
from xl2report.work.rollup.kept import Giver
from xl2report.work.rollup.naming import MOST_NAMED, some


class Total(NamedTuple):
    """A city's values with the parts they came from, and what is to be told about adding them up."""

    values: list[int | None]
    parts: tuple[Contribution, ...]
    texts: dict[str, str]
    zero_report: bool
    findings: tuple[Finding, ...]
    adjustments: tuple[Adjustment, ...] = ()


def roll_up(
    plan: Plan,
    filings: Sequence[Giver],
    roster: tuple[Unit, ...] = (),
    adjustments: Sequence[Adjustment] = (),
) -> Total:
    """The total of the filings and of the office's adjustments, in the order of the form's points.

    A point by sum or max takes the known values; where no reporter gave one it stays blank. A
    figure that only the city has (city_only) is taken from the roster's own-level unit, else from the
    one reporter that gave it; given by several it stays blank and is told. That of a city within the
    city is that city's own and is not taken. Figures that cannot be added (none, manual) stay blank for
    the city office. The parts come category by category as the roster has them, whatever their order.
    """
    register = Register(roster)
    listed = _in_order(filings, register, roster)
    own = [filing for filing in listed if _is_own(filing, register)]
    rolls = [point.roll for point in plan.form.points]
    values: list[int | None] = [None] * len(rolls)
    parts = []
    for filing in listed:
        row = filing.values if isinstance(filing.values, Row) else Row(filing.values)
        unit = register.find(filing.code, filing.reporter)
        parts.append(
            Contribution(
                filing.reporter,
                filing.code,
                filing.book,
                row,
                unit.category if unit is not None else "",
                filing.digest,
                filing.saved,
            )
        )
        for number, value in enumerate(row):
            if value is None:
                continue
            known = values[number]
            if rolls[number] == "sum":
                values[number] = value + (known or 0)
            elif rolls[number] == "max":
                values[number] = value if known is None else max(known, value)
    for one in adjustments:
        values[one.point] = (values[one.point] or 0) + one.amount
    found: list[Finding] = []
    single = own or [filing for filing in listed if not _is_city(filing)]
    for number, roll in enumerate(rolls):
        if roll == "city_only":
            values[number], told = _city_figure(plan, number, single)
            found.extend(told)
    fill_carefully(plan.relations, values)
    texts = dict(own[0].texts) if len(own) == 1 else {}
    zero = bool(filings) and not adjustments and all(filing.zero_report for filing in filings)
    return Total(values, tuple(parts), texts, zero, tuple(found), tuple(adjustments))


def _in_order(
    filings: Iterable[Giver], register: Register, roster: tuple[Unit, ...]
) -> list[Giver]:
    """The filings by category (the city's own first), then as the roster has them, then by name."""
    categories: dict[str, int] = {OWN_LEVEL: 0}
    for unit in roster:
        categories.setdefault(unit.category, len(categories))
    places = {unit: place for place, unit in enumerate(roster)}

    def place(filing: Giver) -> tuple[int, int, str, str, str]:
        unit = register.find(filing.code, filing.reporter)
        names = (filing.book, filing.reporter, filing.code)
        if unit is None:
            return (len(categories), 0, *names)
        return (categories[unit.category], places[unit], *names)

    return sorted(filings, key=place)


def _is_own(filing: Giver, register: Register) -> bool:
    unit = register.find(filing.code, filing.reporter)
    return unit is not None and unit.category == OWN_LEVEL


def _is_city(filing: Giver) -> bool:
    """Whether a filing is itself the total of a city."""
    return bool(filing.parts) if isinstance(filing, Filing) else filing.has_parts


def _city_figure(
    plan: Plan, number: int, filings: Sequence[Giver]
) -> tuple[int | None, list[Finding]]:
    given = False
    figure: int | None = None
    # A zero beside one figure is a unit saying that it has none of its own.
    telling: list[str] = []
    for filing in filings:
        value = filing.values[number]
        given = given or value is not None
        if value:
            figure = value
            telling.append(filing.reporter or filing.book)
    if len(telling) <= 1:
        return figure if telling else (0 if given else None), []
    args = {
        "label": plan.form.points[number].label,
        **some("reporters", telling[:MOST_NAMED], len(telling)),
    }
    sheet, cell = plan.layout.cells[number]
    place = f"{sheet}!{cell}"
    return None, [
        Finding("M505", "", f"{sheet} › {cell}", (place,), args, point=plan.form.points[number].id)
    ]
