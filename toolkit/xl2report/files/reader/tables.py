"""A workbook of a form → a Filing and findings: every value from a cell whose labels are the form's.

Knows the plan of the form and the cells of the book; the arithmetic of the rules is not its
business. What it does not find where the form says, it refuses with the place.
"""

from collections.abc import Callable

from xl2report.files.reader.book import Book, Sheet, open_book
from xl2report.files.reader.contributions import read_contributions, rolled_up
from xl2report.files.reader.cover import read_cover
from xl2report.files.reader.entries import Cell, read_entry
from xl2report.files.reader.package import UnreadableBook
from xl2report.files.reader.strays import stray_numbers
from xl2report.files.reader.totals import read_totals
from xl2report.form.layout import (
    CHECKS_EXPLANATION,
    STAMP_NAME,
    STAMP_PROPERTY,
    STAMP_SHEET,
)
from xl2report.form.plan import Plan, SheetPlan
from xl2report.ground.filing import Filing, Stamp, State, stamp_of
from xl2report.ground.findings import UNREADABLE, Finding
from xl2report.ground.marks import LIST_CELL, LIST_MARKER, LIST_SHEETS
from xl2report.ground.points import column_letters, split_address

Reading = tuple[Filing | None, list[Finding]]


def read_filing(data: bytes, name: str, find_plan: Callable[[str], Plan | None]) -> Reading:
    """What stands in a workbook: the filing (None where it is no workbook of a form) and findings.

    `find_plan` gives the plan of a form by its id. Never raises for any bytes.
    """
    try:
        book = open_book(data)
        stamp = find_stamp(book)
        if stamp is None:
            return None, [Finding("W202", name, "")]
        plan = find_plan(stamp.form)
        if plan is None:
            return None, [Finding("W210", name, "", args={"found": stamp.form})]
        return _Reader(book, name, plan, stamp).read()
    except UnreadableBook as error:
        return None, [unreadable(name, error.reason)]


def unreadable(name: str, reason: str) -> Finding:
    """The finding for a file that cannot be read, by the reader's reason."""
    chinese, english = UNREADABLE.get(reason, UNREADABLE["malformed"])
    return Finding("W201", name, "", args={"reason": chinese, "reason_en": english})


def find_stamp(book: Book) -> Stamp | None:
    """The stamp from the first of its three places that an office program has left."""
    named = book.name(STAMP_NAME)
    stamp = stamp_of(named.strip('"').replace('""', '"'))
    if stamp is None and any(info.name == STAMP_SHEET for info in book.sheets):
        cell = book.sheet(STAMP_SHEET).cells.get("A1")
        stamp = stamp_of(cell[1] or "") if cell else None
    return stamp or stamp_of(book.custom_properties.get(STAMP_PROPERTY, ""))


class _Reader:
    """Reads one book; its attributes fill up sheet by sheet."""

    def __init__(self, book: Book, name: str, plan: Plan, stamp: Stamp) -> None:
        self.book = book
        self.name = name
        self.plan = plan
        self.stamp = stamp
        self.findings: list[Finding] = []
        self.values: list[int | None] = [None] * len(plan.form.points)
        self.odd: dict[int, tuple[State, str]] = {}
        self.blank: list[int] = []
        self.cleaned: set[int] = set()
        self.sheets = {info.name for info in book.sheets}

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
        if self._has(form.sheets.cover, 0):
            read_cover(
                self.book.sheet(form.sheets.cover),
                plan,
                filing,
                self.findings,
                date1904=self.book.date1904,
            )
        if self.stamp.role == "city" and self._has(form.sheets.contributions, 0):
            read_contributions(self.book.sheet(form.sheets.contributions), plan, filing)
        declared = set()
        pages: list[tuple[SheetPlan, Sheet]] = []
        for planned in plan.sheets:
            if not self._has(planned.name, len(planned.points)):
                self.odd.update(dict.fromkeys(planned.points, ("missing", "")))
                continue
            sheet = self.book.sheet(planned.name)
            pages.append((planned, sheet))
            if self._table(planned, sheet, filing):
                declared.add(planned.table.id)
        if self._has(form.sheets.texts, len(plan.indicators)):
            self._texts(filing)
        filing.declared_zero = frozenset(declared)
        filing.blank = frozenset(self.blank)
        self._explanations(filing)
        read_totals(pages, plan, filing, self.cleaned, self.findings)
        self._extra_sheets()
        return filing, self.findings

    def _has(self, sheet: str, points: int) -> bool:
        if sheet in self.sheets:
            return True
        args = {"sheet": sheet, "count": str(points)}
        self.findings.append(Finding("W206", self.name, sheet, (sheet,), args))
        return False

    def _table(self, planned: SheetPlan, sheet: Sheet, filing: Filing) -> bool:
        """Read the typed cells of a table; True if its blanks are declared to be zero."""
        cells = sheet.cells
        refused = self._refused(planned, cells)
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
            where = f"{sheet} › {spot}（{label.label}）"
            self.findings.append(
                Finding(
                    entry.code, self.name, where, (f"{sheet}!{spot}",), entry.args, point=label.id
                )
            )

    def _refused(self, planned: SheetPlan, cells: dict[str, Cell]) -> frozenset[int]:
        """The points whose labels are not the form's, each change told."""
        changed: list[tuple[str, str, str, frozenset[int]]] = []
        for spot, text in planned.labels.items():
            cell = cells.get(spot)
            if cell is not None and cell[1] == text:
                continue
            found = (cell[1] or "") if cell else ""
            governed = planned.governs.get(spot, frozenset())
            if governed and plain(found) != plain(text):
                changed.append((spot, text, found, governed))
        self._altered(planned.name, changed)
        return frozenset(point for *_, governed in changed for point in governed)

    def _altered(self, sheet: str, changed: list[tuple[str, str, str, frozenset[int]]]) -> None:
        """Tell changed labels one by one; many of a sheet (a row was inserted) as one."""
        groups = [changed] if len(changed) > _MOST_LABELS else [[one] for one in changed]
        for group in filter(None, groups):
            spot, text, found, _ = group[0]
            more = f" 等 {len(group)} " if len(group) > 1 else ""
            more_en = f" and {len(group) - 1} more" if len(group) > 1 else ""
            args = {
                "label": f"{spot}{more}",
                "label_en": f"{spot}{more_en}",
                "expected": text,
                "found": found[:40],
                "count": str(len(frozenset().union(*(governed for *_, governed in group)))),
            }
            places = tuple(f"{sheet}!{place}" for place, *_ in group)
            where = f"{sheet} › {spot}"
            self.findings.append(Finding("W207", self.name, where, places, args))

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
        sheet = self.book.sheet(plan.form.sheets.texts)
        rolled = self.stamp.role == "city"
        points = {spot[1:]: point for spot, point, _ in plan.indicators}
        changed: dict[int, tuple[str, str, str, frozenset[int]]] = {}
        for spot, text in plan.layout.text_labels.items():
            cell = sheet.cells.get(spot)
            found = (cell[1] or "") if cell else ""
            if found != text and plain(found) != plain(text):
                row = split_address(spot)[0]
                named = frozenset({points[str(row)]} if str(row) in points else ())
                changed[row] = (spot, text, found, named)
                self.odd.update(dict.fromkeys(named, ("missing", "")))
        self._altered(sheet.name, list(changed.values()))
        for spot, point, scale in plan.indicators:
            if point in self.odd:
                continue
            cell = sheet.cells.get(spot)
            if cell is not None and cell[0] == "n" and cell[2] is None and not rolled:
                plainly = cell[1]
                if plainly and plainly.isdigit() and plainly.isascii() and len(plainly) <= 15:
                    self.values[point] = int(plainly) * scale
                    continue
            if not (rolled and self._is_rolled(sheet.name, spot, cell, point, filing)):
                self._entry(sheet.name, spot, point, cell)
        for text_id, spot in plan.layout.text_cells.items():
            cell = sheet.cells.get(spot)
            if cell is not None and cell[1] and plan.layout.text_row(text_id) not in changed:
                filing.texts[text_id] = cell[1]
        # A figure typed into the column of remarks counts towards nothing; numbers of rows are the form's.
        known = {*(spot for spot, _, _ in plan.indicators), *plan.layout.text_cells.values()}
        outside = [
            spot for spot in sheet.cells.keys() - known if spot[0] != "A" or spot[1].isalpha()
        ]
        self.findings.extend(stray_numbers(sheet, outside, self.name))

    def _explanations(self, filing: Filing) -> None:
        checks = self.plan.form.sheets.checks
        if checks not in self.sheets:
            args = {"sheet": checks, "count": "0"}
            self.findings.append(Finding("W206", self.name, checks, (checks,), args))
            return
        if self.book.has_blank_column(checks, column_letters(CHECKS_EXPLANATION)):
            return
        cells = self.book.sheet(checks).cells
        for spot, key in self.plan.explanations.items():
            cell = cells.get(spot)
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
        for info in self.book.sheets:
            if info.name not in own and not self._is_list(info.name):
                args = {"sheet": info.name}
                self.findings.append(Finding("W209", self.name, info.name, (info.name,), args))

    def _is_list(self, sheet: str) -> bool:
        """Whether a sheet is the list of findings of a marked copy."""
        cell = self.book.sheet(sheet).cells.get(LIST_CELL) if sheet in LIST_SHEETS else None
        return cell is not None and (cell[1] or "").startswith(LIST_MARKER)


# More changed labels than this on a sheet have one cause: rows or columns were moved.
_MOST_LABELS = 3
_PLAIN = str.maketrans(
    "（），。：；“”‘’／－０１２３４５６７８９．",
    "(),.:;\"\"''/-0123456789.",
    " \u3000\u00a0\n\r\t\u200b",
)


def plain(label: str) -> str:
    """A label as it is compared: width, brackets, quotes and spaces do not matter."""
    return label.translate(_PLAIN)
