"""Workbooks that show last year's figures: 民政局's of 2021, issued with what it filed for 2020.

Also, for each code that is told of such figures, a workbook that earns it.
"""

import random
from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook
from slips import write_cell

import city
from city import Data
from xl2report.chain.template import template
from xl2report.form.layout import STAMP_FIGURES, STAMP_SHEET
from xl2report.form.plan import Plan
from xl2report.ground.findings import Finding

UNIT, FORM, YEAR = "civil_affairs", "disclosure-2021", 2021


def plan() -> Plan:
    """The layout of such workbooks."""
    return city.later_plan().with_last


def last_year(folder: Path, **points: object) -> Path:
    """A folder with the unit's workbook of 2020."""
    home = folder / "last"
    home.mkdir(exist_ok=True)
    figures = {"requests.carried_out.natural_person": 1, **points}
    (home / "民政局.xlsx").write_bytes(city.made(city.data(UNIT, **figures)))
    return home


def issued(folder: Path, **points: object) -> Path:
    """The template for 2021, issued with what the unit filed for 2020."""
    unit = city.unit(UNIT)
    path = folder / "民政局.xlsx"
    template(
        FORM,
        path,
        year=YEAR,
        reporter=unit["name"],
        code=unit["code"],
        last=last_year(folder, **points),
    )
    return path


def place_of(point: str, *, last: bool = False) -> tuple[str, str]:
    """Sheet and address of a point, or of its figure of last year."""
    form = plan()
    cells = form.layout.last_cells if last else form.layout.cells
    return cells[form.index[point]]


def typed(path: Path, point: str, value: object, *, last: bool = False) -> None:
    """Type a number into the cell of a point, or over its figure of last year."""
    sheet, spot = place_of(point, last=last)
    path.write_bytes(write_cell(path.read_bytes(), sheet, spot, {"type": "number", "value": value}))


def typed_all(path: Path, values: Data) -> None:
    """As a clerk types it, point by point, in a program that keeps what it does not know."""
    book = load_workbook(path)
    for point, value in values.items():
        sheet, spot = place_of(point)
        book[sheet][spot] = value
    for table in plan().form.tables:
        book[table.sheet][plan().layout.declaration(table)] = "是"
    book.save(path)


def requests(dice: random.Random) -> Data:
    """Figures of table three that balance with one request carried in by a natural person."""
    new = dice.randint(3, 60)
    return {
        "requests.new_received.natural_person": new,
        "requests.granted.natural_person": new - 1,
        "requests.carried_out.natural_person": 2,
    }


def _found(change: Callable[[Path], None], **options: object) -> Callable[[Path], list[Finding]]:
    def make(folder: Path) -> list[Finding]:
        from xl2report.chain.check import check

        path = issued(folder)
        change(path)
        last = [last_year(folder, **{str(k): v for k, v in options.items()})] if options else []
        return check([path], last=last).findings

    return make


def _altered(path: Path) -> None:
    typed(path, "requests.new_received.natural_person", 777, last=True)


def _altered_twice(path: Path) -> None:
    _altered(path)
    write = {"type": "text", "value": "1,2,3"}
    path.write_bytes(write_cell(path.read_bytes(), STAMP_SHEET, STAMP_FIGURES, write))


SAMPLES: dict[str, Callable[[Path], list[Finding]]] = {
    "W215": _found(_altered),
    "W216": _found(_altered_twice),
    "W217": _found(lambda _: None, **{"disputes.review.other_result": 3}),
}
# Nobody has filled them in yet.
BESIDES = frozenset({"E108"})
