"""A city's figures: what its reporters come to at each point, and what stands in the cell over them.

Knows formulas as they are compared; never where the reporters' parts were found.
"""

from typing import NamedTuple

from xl2report.files.reader.entries import Cell
from xl2report.files.reader.subtotals import typed_over
from xl2report.form.plan import Plan, comparable
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding


class City(NamedTuple):
    """The reporters of a city's workbook rolled up: for each point what they come to, None if none gave it.

    `columns` says in which column of `sheet` each point stands (points without one are lost), `rows` in
    which rows the reporters do, `total_row` in which the total of all does; 0 in older workbooks, which have
    none that counts.
    """

    sheet: str
    columns: dict[int, str]
    rows: range
    totals: list[int | None]
    total_row: int = 0


def rolled_up(
    sheet: str, spot: str, cell: Cell | None, point: int, plan: Plan, filing: Filing, city: City
) -> tuple[int | None, Finding | None] | None:
    """What a city's parts come to at a point, and a finding where its cell says something else.

    None where the figure is the city's own to type: it has no parts, or none of them gave it.
    """
    if not filing.parts or not plan.formulas.how(point):
        return None
    formula = cell[2] if cell is not None else None
    value = city.totals[point]
    if value is None and formula is None:
        return None
    expected = _expected(point, plan, filing, city)
    if formula is not None and comparable(formula) in map(comparable, expected):
        return value, None
    source = plan.form.sheets.contributions
    return value, typed_over(plan, filing.book, f"{sheet}!{spot}", cell, point, value, source)


def _expected(point: int, plan: Plan, filing: Filing, city: City) -> tuple[str, ...]:
    """What the cell may hold: the formula as written, and as kept when the reporters' sheet moves."""
    letters = city.columns.get(point, "")
    if city.total_row:
        return (f"='{city.sheet}'!${letters}${city.total_row}",)
    written = plan.formulas.rolled(point, len(filing.parts))
    now = f"'{city.sheet}'!${letters}${city.rows.start}:${letters}${city.rows.stop - 1}"
    return written, written.replace(plan.layout.contributed(point, len(filing.parts)), now)
