"""A workbook of a form → a Filing and findings: every value from a cell whose labels are the form's.

Knows the plan of the form and the cells of the book; the arithmetic of the rules is not its
business. What it does not find where the form says, it refuses with the place.
"""

from collections.abc import Callable

from xl2report.files.reader.book import Sheet
from xl2report.files.reader.cover import read_cover
from xl2report.files.reader.finder import Finder
from xl2report.files.reader.foreign import (
    AnyBook,
    ForeignBook,
    open_any,
    told_as_foreign,
)
from xl2report.files.reader.intake import Intake
from xl2report.files.reader.labels import Changed, altered
from xl2report.files.reader.package import UnreadableBook
from xl2report.files.reader.passages import read_explanations, read_texts
from xl2report.files.reader.reference import References
from xl2report.files.reader.totals import read_totals
from xl2report.form.layout import (
    ADJUSTMENTS_SHEET,
    CHARTS_SHEET,
    OVERVIEW_SHEET,
    STAMP_NAME,
    STAMP_PROPERTY,
    STAMP_SHEET,
)
from xl2report.form.plan import Plan, SheetPlan
from xl2report.ground.filing import Filing, Stamp, stamp_of
from xl2report.ground.findings import Finding
from xl2report.ground.marks import LIST_CELL, LIST_MARKER, LIST_SHEETS
from xl2report.ground.points import split_address
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
        plan = plan.of_stamp(stamp)
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
        self.filing = Filing(
            book=name,
            form=plan.form.id,
            year=None,
            reporter="",
            code="",
            values=[None] * len(plan.form.points),
            stamp=stamp,
        )
        self.intake = Intake(book, plan, self.filing)
        self.findings = self.intake.findings
        self.finder = Finder(book, plan, self.filing, self.findings)
        self.references = References(book, plan, self.filing)

    def read(self) -> Reading:
        plan, filing, intake = self.plan, self.filing, self.intake
        cover = self.finder.cover()
        if cover is not None:
            date1904 = self.book.date1904
            read_cover(cover[0], plan, filing, self.findings, cover[1], date1904=date1904)
        if self.stamp.role == "city":
            # Half of the reader's modules are for cities alone.
            from xl2report.files.reader.contributions import read_contributions

            own = self._own()
            intake.city = read_contributions(self.book, plan, filing, own, self.findings)
            self.finder.used |= {intake.city.sheet} if intake.city else set()
        declared = set()
        pages: list[tuple[SheetPlan, Sheet]] = []
        for planned in plan.sheets:
            there = self.finder.table(planned)
            if there is None:
                intake.odd.update(dict.fromkeys(planned.points, ("missing", "")))
                continue
            now, sheet, refused = there
            if refused:
                typed = (cell.point for cell in planned.typed if cell.point in refused)
                intake.odd.update(dict.fromkeys(typed, ("missing", "")))
            pages.append((now, sheet))
            if self._table(now, sheet, refused, self.references.add(planned, now, sheet)):
                declared.add(planned.table.id)
        read_texts(self.finder, plan, filing, intake, self.references)
        self.findings += self.references.close(self.stamp)
        filing.declared_zero = frozenset(declared)
        filing.blank = frozenset(intake.blank)
        read_explanations(self.finder, plan, filing)
        read_totals(pages, plan, filing, intake.cleaned, self.findings)
        self._extra_sheets()
        return filing, self.findings

    def _table(
        self,
        planned: SheetPlan,
        sheet: Sheet,
        refused: frozenset[int],
        last: frozenset[str],
    ) -> bool:
        """Read the typed cells of a table; True if its blanks are declared to be zero.

        `last` are the cells of last year's figures, which are not values of this year.
        """
        declared = self._declared(planned, sheet)
        intake = self.intake
        intake.typed(sheet, planned.typed, refused)
        if declared:
            for _, point, _ in planned.typed:
                if intake.values[point] is None and point not in intake.odd:
                    intake.values[point] = 0
        own = planned.known | {planned.declaration} | last
        intake.outside(sheet, planned.known, own.__contains__, texts_too=True)
        return declared

    def _declared(self, planned: SheetPlan, sheet: Sheet) -> bool:
        cell = sheet.cell(planned.declaration)
        text = (cell[1] or "").strip() if cell else ""
        yes, no = self.plan.form.words["yes_word"], self.plan.form.words["no_word"]
        if text not in {"", yes, no}:
            place = f"{planned.name}!{planned.declaration}"
            where = f"{planned.name} › {planned.declaration}"
            self.findings.append(Finding("E127", self.name, where, (place,), {"found": text[:20]}))
        if not text and planned.declaration:
            self._strayed(planned, sheet, yes)
        return text == yes

    def _strayed(self, planned: SheetPlan, sheet: Sheet, yes: str) -> None:
        """Tell where the declaration's own cell is blank, and the word stands elsewhere in its line."""
        row = split_address(planned.declaration)[0]
        there = [
            spot
            for spot, (_, text, _) in sheet.cells.items()
            if (text or "").strip() == yes and split_address(spot)[0] == row
        ]
        if there:
            words = self.plan.form.words
            expected = words["declare"] + words["colon"] + yes
            changed = Changed(planned.declaration, expected, "", frozenset(), 1)
            self.findings.extend(altered(self.name, sheet.name, [changed]))

    def _own(self) -> set[str]:
        """The names of the form's sheets."""
        form = self.plan.form
        return {
            form.sheets.guide,
            form.sheets.cover,
            form.sheets.texts,
            form.sheets.checks,
            form.sheets.contributions,
            CHARTS_SHEET,
            *((OVERVIEW_SHEET, ADJUSTMENTS_SHEET) if self.stamp.role == "city" else ()),
            STAMP_SHEET,
            *(table.sheet for table in form.tables),
        }

    def _extra_sheets(self) -> None:
        own = self._own() | self.finder.used
        for info in self.book.sheets:
            if info.name not in own and not self._is_list(info.name):
                args = {"sheet": info.name}
                self.findings.append(Finding("W209", self.name, info.name, (info.name,), args))

    def _is_list(self, sheet: str) -> bool:
        """Whether a sheet is the list of findings of a marked copy."""
        cell = self.book.sheet(sheet).cells.get(LIST_CELL) if sheet in LIST_SHEETS else None
        return cell is not None and (cell[1] or "").startswith(LIST_MARKER)
