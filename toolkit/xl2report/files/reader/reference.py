"""Last year's figures that a workbook shows beside its inputs: known as part of the form, never as values.

They are believed as they were issued: from the line on the hidden sheet, else from the cells people see,
and only where the stamp's mark says so. What was altered is told.
"""

from collections.abc import Callable
from typing import Protocol

from xl2report.files.reader.cells import Sheet
from xl2report.files.reader.entries import read_entry
from xl2report.files.reader.package import UnreadableBook
from xl2report.files.reader.views import numbers_at
from xl2report.form.layout import STAMP_FIGURES, STAMP_SHEET, Layout
from xl2report.form.plan import Plan, SheetPlan, TypedCell
from xl2report.ground.filing import Filing, Stamp
from xl2report.ground.findings import Finding, spots_of
from xl2report.ground.points import address, rectangles, split_address
from xl2report.ground.reference import LastYear, marked, values_of

# A line of last year's figures from its place in the form to that in the sheet.
Move = Callable[[str], str]


class Shelf(Protocol):
    """What a book of any kind gives."""

    def sheet(self, name: str) -> Sheet:
        """A sheet with its cells."""


class References:
    """The figures of one book, as its sheets are read; nothing where the workbook shows none."""

    def __init__(self, book: Shelf, plan: Plan, filing: Filing) -> None:
        self.book = book
        self.plan = plan
        self.filing = filing
        self.pages: list[tuple[Sheet, tuple[TypedCell, ...]]] = []

    def add(self, planned: SheetPlan, now: SheetPlan, sheet: Sheet) -> frozenset[str]:
        """Look at a statistical sheet; the addresses that belong to last year's figures there."""
        if not planned.last:
            return frozenset()
        cells: tuple[TypedCell, ...] = planned.last
        move: Move | None = None
        if now is not planned:
            move = _moved(self.plan.layout, planned, now, self._title(sheet))
            # Of a line that is gone, nothing more is told than that.
            there = {one.point for one in now.typed} | {one.point for one in now.computed}
            cells = tuple(
                one._replace(address=move(one.address)) for one in cells if one.point in there
            )
        self.pages.append((sheet, cells))
        top, left, down, across = self.plan.layout.last_area(planned.table)
        area = (address(r, c) for r in range(top, top + down) for c in range(left, left + across))
        return frozenset(move(spot) if move else spot for spot in area)

    def _title(self, sheet: Sheet) -> str | None:
        """Where the heading of last year's figures stands, if it does so once."""
        words, stamp = self.plan.form.words, self.filing.stamp
        year = stamp.year - 1 if stamp else 0
        titles = {words[key].format(year=year) for key in ("last_title", "last_none")}
        found = [spot for spot, (_, text, _) in sheet.cells.items() if text in titles]
        return found[0] if len(found) == 1 else None

    def add_indicators(self, sheet: Sheet, spots: dict[int, str]) -> frozenset[str]:
        """The same for the sheet of indicators; `spots` is where each of them stands."""
        now = []
        for one, home in zip(self.plan.indicators_last, self.plan.indicators, strict=False):
            if one.point in spots:
                (row, column), (_, was) = (
                    split_address(spots[one.point]),
                    split_address(home.address),
                )
                beside = split_address(one.address)[1] - was
                now.append(one._replace(address=address(row, column + beside)))
        if now:
            self.pages.append((sheet, tuple(now)))
        return frozenset(one.address for one in now)

    def close(self, stamp: Stamp) -> list[Finding]:
        """Believe what was issued, and tell what was altered."""
        if not stamp.last:
            return []
        form, year = marked(stamp.last)
        seen = self._seen()
        for values in (self._kept(), self._all_of(seen)):
            last = None if values is None else LastYear(form, year, values)
            if last is not None and last.mark(stamp.issued_to) == stamp.last:
                self.filing.last = last
                return self._altered(seen, last)
        return [Finding("W216", self.filing.book, "")]

    def _kept(self) -> tuple[int | None, ...] | None:
        """The figures of the hidden sheet."""
        try:
            cell = self.book.sheet(STAMP_SHEET).cells.get(STAMP_FIGURES)
        except UnreadableBook:
            return None
        return values_of((cell[1] or "") if cell else "", len(self.plan.form.points))

    def _seen(self) -> dict[int, tuple[str, str, int | str | None]]:
        """What stands in the cells, by point: sheet, address, and steps or what is no number."""
        found: dict[int, tuple[str, str, int | str | None]] = {}
        for sheet, cells in self.pages:
            given = numbers_at(sheet, cells, (one.address for one in cells))
            for place, (spot, point, scale) in enumerate(cells):
                if given is not None and given[place].isdigit() and given[place].isascii():
                    found[point] = sheet.name, spot, int(given[place]) * scale
                    continue
                cell = sheet.cell(spot)
                measure = self.plan.form.points[point].measure._replace(signed=True)
                entry = read_entry(cell, measure)
                blank = entry.steps is None and entry.state == "blank"
                odd = None if blank else ((cell[1] or cell[2] or "?") if cell else "?")
                found[point] = sheet.name, spot, odd if entry.steps is None else entry.steps
        return found

    def _all_of(
        self, seen: dict[int, tuple[str, str, int | str | None]]
    ) -> tuple[int | None, ...] | None:
        values = [seen.get(point, ("", "", "?"))[2] for point in range(len(self.plan.form.points))]
        known = [value for value in values if not isinstance(value, str)]
        return tuple(known) if len(known) == len(values) else None

    def _altered(
        self, seen: dict[int, tuple[str, str, int | str | None]], last: LastYear
    ) -> list[Finding]:
        wrong = [(point, *there) for point, there in seen.items() if there[2] != last.values[point]]
        if not wrong:
            return []
        point, sheet, _, found = wrong[0]
        measure, issued = self.plan.form.points[point].measure, last.values[point]
        shown = found[:20] if isinstance(found, str) else _shown(found, measure.show)
        args = {
            "count": str(len(wrong)),
            "expected": _shown(issued, measure.show),
            "found": shown,
            "sheet": self.plan.form.sheets.checks,
        }
        areas = rectangles([split_address(spot) for _, home, spot, _ in wrong if home == sheet])
        where = spots_of(sheet, areas)
        places = tuple(f"{home}!{spot}" for _, home, spot, _ in wrong)
        name = self.filing.book
        return [Finding("W215", name, where.zh, places, args, where_en=where.en)]


def _shown(value: int | None, show: Callable[[int], str]) -> str:
    return "（空）" if value is None else show(value)


def _moved(layout: Layout, planned: SheetPlan, now: SheetPlan, title: str | None) -> Move:
    """Where last year's figures are, if they went with the lines of the grid beside them.

    `title` is where their heading stands. Where they are elsewhere, what is read there is told as altered.
    """
    there = {one.point: one.address for one in now.typed}
    there |= {one.point: one.address for one in now.computed}
    rows: dict[int, int] = {}
    columns: dict[int, int] = {}
    was = {one.point: one.address for one in planned.typed}
    was |= {one.point: one.address for one in planned.computed}
    for point, spot in was.items():
        if point in there:
            (row, column), (to, across) = map(split_address, (spot, there[point]))
            rows[row], columns[column] = to, across
    top, left, _, _ = layout.last_area(planned.table)
    home = split_address(title) if title else None
    _, right = layout.aside(planned.table)
    beside = home[1] - left if home else _shift(columns, left)
    below = home[0] - top - 1 if home else _shift(rows, top)

    def move(spot: str) -> str:
        row, column = split_address(spot)
        if right:
            return address(row + _shift(rows, row), column + beside)
        return address(row + below, column + _shift(columns, column))

    return move


def _shift(lines: dict[int, int], line: int) -> int:
    """How far the nearest known line before has moved; the first one, where there is none before."""
    before = max((one for one in lines if one <= line), default=min(lines, default=line))
    return lines.get(before, before) - before
