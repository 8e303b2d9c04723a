"""Finds the sheets and lines of a form in a workbook: where they should be, else where they went.

Where everything stands as the form has it, this costs one comparison a sheet. Whatever is read from
another place is told once a sheet, and so is whatever is refused.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Protocol

from xl2report.files.reader.book import Book, Sheet, SheetInfo
from xl2report.files.reader.cells import Cell
from xl2report.files.reader.labels import altered
from xl2report.files.reader.lists import (
    Found,
    answers_stand,
    find_cover,
    find_explanations,
    find_texts,
    holds_list,
)
from xl2report.files.reader.package import UnreadableBook
from xl2report.files.reader.relocate import holds_table, relocate
from xl2report.files.reader.sheets import Peeked
from xl2report.files.reader.views import stand
from xl2report.form.plan import Plan, SheetPlan
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding, spots_of
from xl2report.ground.points import rectangles, split_address

Cells = Mapping[str, Cell]
# The largest table has some hundreds; each further one is looked at several times.
MOST_CELLS = 50_000


class Sheets(Protocol):
    """What a book of any kind gives."""

    @property
    def sheets(self) -> tuple[SheetInfo, ...]:
        """The sheets in order."""

    def sheet(self, name: str) -> Sheet:
        """A sheet with its cells."""


class Finder:
    """Finds what one book holds of a form; `used` are the sheets read under another name."""

    def __init__(self, book: Sheets, plan: Plan, filing: Filing, findings: list[Finding]) -> None:
        self.book = book
        self.plan = plan
        self.filing = filing
        self.findings = findings
        self.names = {info.name for info in book.sheets}
        self.used: set[str] = set()

    # ---- sheets ---------------------------------------------------------------------------------

    def sheet(self, wanted: str, points: int, holds: Callable[[Cells], str]) -> Sheet | None:
        """The sheet of a part of the form; None (which is told) if there is none, or two may be it.

        `holds` says how well a sheet's cells show that they are that part: "codes", "labels", "".
        """
        own = self._sheet(wanted) if wanted in self.names else None
        if own is not None and holds(own.cells):
            return own
        others = self._others(wanted, holds)
        # Two that may be it are one too many, however well either of them shows it.
        if len(others) == 1 and self._may_be(*others[0]):
            name = others[0][0]
            self.used.add(name)
            args = {"sheet": name, "expected": wanted}
            self.findings.append(Finding("W212", self.filing.book, name, (name,), args))
            return self._sheet(name)
        if own is None:
            args = {"sheet": wanted, "count": str(points)}
            self.findings.append(Finding("W206", self.filing.book, wanted, (wanted,), args))
        return own

    def _others(self, wanted: str, holds: Callable[[Cells], str]) -> list[tuple[str, str]]:
        """The other sheets that show that they are a part of the form, and how."""
        found = []
        for info in self.book.sheets:
            if info.name == wanted or info.name in self.used:
                continue
            try:
                how = holds(self._sheet(info.name).cells)
            except UnreadableBook:
                continue
            if how:
                found.append((info.name, how))
        return found

    def _may_be(self, name: str, how: str) -> bool:
        """Whether a sheet may be read as another part: labels alone do not make one part's sheet another's."""
        form = self.plan.form
        lists = {form.sheets.guide, form.sheets.cover, form.sheets.texts, form.sheets.checks}
        own = {table.sheet for table in form.tables} | lists | {form.sheets.contributions}
        return how == "codes" or name not in own

    def _sheet(self, name: str) -> Sheet:
        """A sheet that may be a part of the form: one of the form's size."""
        sheet = self.book.sheet(name)
        if sheet.size > MOST_CELLS:
            raise UnreadableBook("too_large", f"{sheet.size} cells in {name}")
        return sheet

    # ---- lines ----------------------------------------------------------------------------------

    def table(self, planned: SheetPlan) -> tuple[SheetPlan, Sheet, frozenset[int]] | None:
        """A table as it stands in the book, its sheet, and the points that are refused."""
        if planned.name in self.names:
            sheet = self._sheet(planned.name)
            if stand(sheet, planned.expected):
                return planned, sheet, frozenset()
        there = self.sheet(
            planned.name, len(planned.points), lambda cells: holds_table(planned, cells)
        )
        if there is None:
            return None
        words = self.plan.form.words
        declare = words["declare"] + words["colon"]
        now, changed, refused = relocate(
            planned, there.cells, there.name, declare, self.plan.layout
        )
        self.findings.extend(altered(self.filing.book, there.name, changed))
        filing, layout = self.filing, self.plan.layout
        stands = {cell.point: cell.address for cell in now.typed}
        stands |= {cell.point: cell.address for cell in now.computed}
        moved = {
            point: (there.name, spot)
            for point, spot in stands.items()
            if point not in refused and (there.name, spot) != layout.cells[point]
        }
        filing.places.update(moved)
        self._declaration(planned, now)
        self._moved(
            there.name, [at for point, (_, at) in moved.items() if layout.cells[point][1] != at]
        )
        return now, there, refused

    def _declaration(self, planned: SheetPlan, now: SheetPlan) -> None:
        before, after = (f"{one.name}!{one.declaration}" for one in (planned, now))
        if now.declaration and before != after:
            self.filing.moved[before] = after

    def _moved(self, sheet: str, spots: list[str]) -> None:
        if spots:
            areas = rectangles([split_address(spot) for spot in spots])
            places = tuple(f"{sheet}!{area}" for area in areas)
            where, args = spots_of(sheet, areas), {"count": str(len(spots))}
            self.findings.append(
                Finding("W213", self.filing.book, where.zh, places, args, where_en=where.en)
            )

    def cover(self) -> tuple[Sheet, Mapping[str, str]] | None:
        """The cover, and the cell of each answer that could be found."""
        known = self.plan.layout.cover_cells
        there = self._list(
            self.plan.form.sheets.cover, 0, self.plan.cover_expected, known, find_cover
        )
        return there and there[:2]

    def texts(self) -> tuple[Sheet, Mapping[str, str], bool] | None:
        """The sheet of indicators and texts, the cells of both, and whether all is in its place."""
        layout, form = self.plan.layout, self.plan.form
        known = {
            f"text.{item.id}": cell.address
            for item, cell in zip(form.indicators, self.plan.indicators, strict=True)
        } | layout.text_cells
        there = self._list(
            form.sheets.texts,
            len(self.plan.indicators),
            self.plan.texts_expected,
            known,
            find_texts,
        )
        if there is None:
            return None
        sheet, spots, planned = there
        for cell in () if planned else self.plan.indicators:
            spot = spots.get(form.points[cell.point].id)
            if spot and (sheet.name, spot) != layout.cells[cell.point]:
                self.filing.places[cell.point] = sheet.name, spot
        return there

    def explanations(self) -> tuple[Sheet, Mapping[str, str], bool] | None:
        """The sheet of checks, the cell of each relation's explanation, whether all is in its place."""
        if self._unexplained():
            return None
        known = {key: spot for spot, key in self.plan.explanations.items()}
        return self._list(
            self.plan.form.sheets.checks, 0, self.plan.checks_expected, known, find_explanations
        )

    def _unexplained(self) -> bool:
        """Whether all keys of relations stand in their places, and surely nothing is typed beside one."""
        name = self.plan.form.sheets.checks
        if not isinstance(self.book, Book) or name not in self.names:
            return False
        return self.book.peek(name, _asked(self.plan))

    def _list(
        self,
        name: str,
        points: int,
        expected: Mapping[str, Cell],
        known: Mapping[str, str],
        find: Callable[[Plan, Cells], Found],
    ) -> tuple[Sheet, Mapping[str, str], bool] | None:
        if name in self.names:
            sheet = self._sheet(name)
            if stand(sheet, expected) and _stands(sheet, known, find):
                return sheet, known, True
        there = self.sheet(
            name, points, lambda cells: "labels" if holds_list(expected, cells) else ""
        )
        if there is None:
            return None
        spots, changed, _ = find(self.plan, there.cells)
        self.findings.extend(altered(self.filing.book, there.name, changed))
        for key, spot in spots.items():
            if (there.name, spot) != (name, known[key]):
                self.filing.moved[f"{name}!{known[key]}"] = f"{there.name}!{spot}"
        self._moved(there.name, [spot for key, spot in spots.items() if spot != known[key]])
        return there, spots, spots == known


@lru_cache(maxsize=4)
def _asked(plan: Plan) -> Peeked:
    """The cells of the sheet of checks that keys and explanations stand in, if none is given."""
    keys = {spot: text for spot, (_, text, _) in plan.checks_expected.items()}
    return Peeked({**dict.fromkeys(plan.explanations), **keys})


def _stands(sheet: Sheet, known: Mapping[str, str], find: object) -> bool:
    """Whether answers may be believed beside labels that all stand in their places."""
    if find is find_cover:
        return answers_stand(sheet.cell, known.values())
    if find is not find_texts or not known:
        return True
    # The last passage may have slid down: its own cell blank, one below written on.
    last = list(known.values())[-1]
    cell = sheet.cell(last)
    if cell is not None and cell[1]:
        return True
    row = split_address(last)[0]
    cells = sheet.cells.items()
    return not any(text and split_address(spot)[0] > row for spot, (_, text, _) in cells)
