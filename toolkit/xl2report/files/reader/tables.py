"""A workbook of a form → a Filing and findings: every value from a cell whose labels are the form's.

Knows the plan of the form and the cells of the book; the arithmetic of the rules is not its
business. What it does not find where the form says, it refuses with the place.
"""

from collections.abc import Callable

from xl2report.files.reader.book import Sheet
from xl2report.files.reader.contributions import read_contributions, rolled_up
from xl2report.files.reader.cover import read_cover
from xl2report.files.reader.days import refuse_days
from xl2report.files.reader.entries import Cell, read_entry
from xl2report.files.reader.finder import Finder
from xl2report.files.reader.foreign import (
    AnyBook,
    ForeignBook,
    open_any,
    told_as_foreign,
)
from xl2report.files.reader.package import UnreadableBook
from xl2report.files.reader.strays import stray_numbers
from xl2report.files.reader.totals import read_totals
from xl2report.form.layout import (
    STAMP_NAME,
    STAMP_PROPERTY,
    STAMP_SHEET,
)
from xl2report.form.plan import Plan, SheetPlan
from xl2report.ground.filing import Filing, Stamp, State, stamp_of
from xl2report.ground.findings import Finding, spots_of
from xl2report.ground.marks import LIST_CELL, LIST_MARKER, LIST_SHEETS
from xl2report.ground.points import column_letters, split_address
from xl2report.ground.wordings.workbooks import UNREADABLE

Reading = tuple[Filing | None, list[Finding]]


def read_filing(
    data: bytes, name: str, find_plan: Callable[[str], Plan | None], password: str = ""
) -> Reading:
    """What stands in a workbook: the filing (None where it is no workbook of a form) and findings.

    `find_plan` gives the plan of a form by its id; `password` opens what is encrypted. Never raises
    for any bytes.
    """
    try:
        book = open_any(data, password)
        stamp = find_stamp(book)
        if stamp is None:
            return None, [Finding("W202", name, "")]
        plan = find_plan(stamp.form)
        if plan is None:
            return None, [Finding("W210", name, "", args={"found": stamp.form})]
        if isinstance(book, ForeignBook):
            book.mark_formulas(plan.layout)
        reading = _Reader(book, name, plan, stamp).read()
        return told_as_foreign(book, *reading) if isinstance(book, ForeignBook) else reading
    except UnreadableBook as error:
        return None, [unreadable(name, error.reason)]


def unreadable(name: str, reason: str) -> Finding:
    """The finding for a file that cannot be read, by the reader's reason."""
    chinese, english = UNREADABLE.get(reason, UNREADABLE["malformed"])
    return Finding("W201", name, "", args={"reason": chinese, "reason_en": english})


def find_stamp(book: AnyBook) -> Stamp | None:
    """The stamp from the first of its three places that an office program has left."""
    named = book.name(STAMP_NAME)
    stamp = stamp_of(named.strip('"').replace('""', '"'))
    if stamp is None and any(info.name == STAMP_SHEET for info in book.sheets):
        cell = book.sheet(STAMP_SHEET).cells.get("A1")
        stamp = stamp_of(cell[1] or "") if cell else None
    return stamp or stamp_of(book.custom_properties.get(STAMP_PROPERTY, ""))


class _Reader:
    """Reads one book; its attributes fill up sheet by sheet."""

    def __init__(self, book: AnyBook, name: str, plan: Plan, stamp: Stamp) -> None:
        self.book = book
        self.name = name
        self.plan = plan
        self.stamp = stamp
        self.findings: list[Finding] = []
        self.values: list[int | None] = [None] * len(plan.form.points)
        self.odd: dict[int, tuple[State, str]] = {}
        self.blank: list[int] = []
        self.cleaned: set[int] = set()

    def read(self) -> Reading:
        plan = self.plan
        form = plan.form
        filing = Filing(
            book=self.name,
            form=form.id,
            year=None,
            reporter="",
            code="",
            values=self.values,
            odd=self.odd,
            stamp=self.stamp,
        )
        self.finder = Finder(self.book, plan, filing, self.findings)
        cover = self.finder.cover()
        if cover is not None:
            date1904 = self.book.date1904
            read_cover(cover[0], plan, filing, self.findings, cover[1], date1904=date1904)
        if self.stamp.role == "city":
            self._contributions(filing)
        declared = set()
        pages: list[tuple[SheetPlan, Sheet]] = []
        for planned in plan.sheets:
            there = self.finder.table(planned)
            if there is None:
                self.odd.update(dict.fromkeys(planned.points, ("missing", "")))
                continue
            now, sheet, refused = there
            typed = (cell.point for cell in planned.typed if cell.point in refused)
            self.odd.update(dict.fromkeys(typed, ("missing", "")))
            pages.append((now, sheet))
            if self._table(now, sheet, refused, filing):
                declared.add(planned.table.id)
        self._texts(filing)
        filing.declared_zero = frozenset(declared)
        filing.blank = frozenset(self.blank)
        self._explanations(filing)
        read_totals(pages, plan, filing, self.cleaned, self.findings)
        self._extra_sheets()
        return filing, self.findings

    def _contributions(self, filing: Filing) -> None:
        name = self.plan.form.sheets.contributions
        if any(info.name == name for info in self.book.sheets):
            read_contributions(self.book.sheet(name), self.plan, filing)
        else:
            args = {"sheet": name, "count": "0"}
            self.findings.append(Finding("W206", self.name, name, (name,), args))

    def _table(
        self, planned: SheetPlan, sheet: Sheet, refused: frozenset[int], filing: Filing
    ) -> bool:
        """Read the typed cells of a table; True if its blanks are declared to be zero."""
        cells = sheet.cells
        declared = self._declared(planned, cells)
        values = self.values
        rolled = self.stamp.role == "city"
        for spot, point, scale in planned.typed:
            cell = cells.get(spot)
            if cell is not None and cell[0] == "n" and cell[2] is None and point not in refused:
                text = "" if rolled else cell[1]
                if text is not None and text.isdigit() and text.isascii() and len(text) <= 15:
                    values[point] = int(text) * scale
                    continue
            if point in refused:
                self.odd[point] = ("missing", "")
            elif not (rolled and self._is_rolled(planned.name, spot, cell, point, filing)):
                self._entry(planned.name, spot, point, cell)
            if declared and values[point] is None and point not in self.odd:
                values[point] = 0
        days = refuse_days(self.book, sheet, planned, self.plan, filing, self.cleaned)
        self.findings.extend(days)
        outside = cells.keys() - planned.known - {planned.declaration}
        self.findings.extend(stray_numbers(sheet, outside, self.name, texts_too=True))
        return declared

    def _is_rolled(
        self, sheet: str, spot: str, cell: Cell | None, point: int, filing: Filing
    ) -> bool:
        """Take a city's figure from its parts, and tell where its cell says something else."""
        rolled = rolled_up(sheet, spot, cell, point, self.plan, filing)
        if rolled is None:
            return False
        value, told = rolled
        self.values[point] = value
        if value is None:
            self.blank.append(point)
        if told is not None:
            self.findings.append(told)
        return True

    def _entry(self, sheet: str, spot: str, point: int, cell: Cell | None) -> None:
        measure = self.plan.form.points[point].measure
        entry = read_entry(cell, measure)
        self.values[point] = entry.steps
        if entry.state == "blank":
            self.blank.append(point)
        elif entry.state == "text":
            self.odd[point] = ("text", (cell[1] or "") if cell else "")
        if entry.code:
            if entry.code != "E111":
                self.cleaned.add(point)
            label = self.plan.form.points[point]
            where = spots_of(sheet, [spot], label.label)
            self.findings.append(
                Finding(
                    entry.code,
                    self.name,
                    where.zh,
                    (f"{sheet}!{spot}",),
                    entry.args,
                    point=label.id,
                    where_en=where.en,
                )
            )

    def _declared(self, planned: SheetPlan, cells: dict[str, Cell]) -> bool:
        cell = cells.get(planned.declaration)
        text = (cell[1] or "").strip() if cell else ""
        yes, no = self.plan.form.words["yes_word"], self.plan.form.words["no_word"]
        if text not in {"", yes, no}:
            place = f"{planned.name}!{planned.declaration}"
            where = f"{planned.name} › {planned.declaration}"
            self.findings.append(Finding("E127", self.name, where, (place,), {"found": text[:20]}))
        return text == yes

    def _texts(self, filing: Filing) -> None:
        plan = self.plan
        there = self.finder.texts()
        if there is None:
            self.odd.update({cell.point: ("missing", "") for cell in plan.indicators})
            return
        sheet, spots, in_place = there
        rolled = self.stamp.role == "city"
        for spot, point, scale in plan.indicators:
            if not in_place:
                now = spots.get(plan.form.points[point].id)
                if now is None:
                    self.odd[point] = ("missing", "")
                    continue
                spot = now  # noqa: PLW2901 - where it stands now
            cell = sheet.cells.get(spot)
            if cell is not None and cell[0] == "n" and cell[2] is None and not rolled:
                plainly = cell[1]
                if plainly and plainly.isdigit() and plainly.isascii() and len(plainly) <= 15:
                    self.values[point] = int(plainly) * scale
                    continue
            if not (rolled and self._is_rolled(sheet.name, spot, cell, point, filing)):
                self._entry(sheet.name, spot, point, cell)
        for text_id in plan.layout.text_cells:
            cell = sheet.cells.get(spots.get(text_id, ""))
            if cell is not None and cell[1]:
                filing.texts[text_id] = cell[1]
        # A figure typed into the column of remarks counts towards nothing; numbers of rows are the form's.
        numbers = "A" if in_place else _numbered(sheet)
        outside = [
            spot
            for spot in sheet.cells.keys() - set(spots.values())
            if spot.rstrip("0123456789") != numbers
        ]
        self.findings.extend(stray_numbers(sheet, outside, self.name))

    def _explanations(self, filing: Filing) -> None:
        there = self.finder.explanations()
        if there is None:
            return
        sheet, spots = there
        for key, spot in spots.items():
            cell = sheet.cells.get(spot)
            if cell is not None and cell[1] and cell[1].strip():
                filing.explanations[key] = cell[1].strip()

    def _extra_sheets(self) -> None:
        form = self.plan.form
        own = {
            form.sheets.guide,
            form.sheets.cover,
            form.sheets.texts,
            form.sheets.checks,
            form.sheets.contributions,
            STAMP_SHEET,
            *(table.sheet for table in form.tables),
        }
        own |= self.finder.used
        for info in self.book.sheets:
            if info.name not in own and not self._is_list(info.name):
                args = {"sheet": info.name}
                self.findings.append(Finding("W209", self.name, info.name, (info.name,), args))

    def _is_list(self, sheet: str) -> bool:
        """Whether a sheet is the list of findings of a marked copy."""
        cell = self.book.sheet(sheet).cells.get(LIST_CELL) if sheet in LIST_SHEETS else None
        return cell is not None and (cell[1] or "").startswith(LIST_MARKER)


def _numbered(sheet: Sheet) -> str:
    """The column in which the lines of a moved sheet are numbered: the first with anything in it."""
    columns = {split_address(spot)[1] for spot, cell in sheet.cells.items() if cell[0] == "n"}
    return column_letters(min(columns, default=1))
