"""A city's workbook: what each of its reporters put in.

Their sheet is found by the hidden row of point ids, under whatever name, wherever it went, and read row by
row, so that ten thousand reporters take no more memory than their numbers.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from operator import add

from xl2report.files.reader.adjusted import read_adjusted
from xl2report.files.reader.book import Book, Sheet
from xl2report.files.reader.entries import Cell, read_entry
from xl2report.files.reader.foreign import AnyBook
from xl2report.files.reader.moulds import BLANK
from xl2report.files.reader.package import UnreadableBook
from xl2report.files.reader.rolled import City
from xl2report.files.reader.rows import Line, Unusual
from xl2report.files.reader.subtotals import Subtotals
from xl2report.files.reader.views import numbers_at
from xl2report.form.layout import (
    ADJUSTED,
    ADJUSTMENTS_SHEET,
    CONTRIBUTIONS_FIRST,
    CONTRIBUTIONS_HEADS,
    CONTRIBUTIONS_TOP,
    SUBTOTAL,
)
from xl2report.form.plan import Plan
from xl2report.ground.filing import Contribution, Filing
from xl2report.ground.findings import Finding, spots_of
from xl2report.ground.packed import Row
from xl2report.ground.points import column_letters, split_address
from xl2report.ground.rollup import Adjustment

# The row of ids stands above the first reporter; that far down it is looked for.
_DEEPEST = 40
# More faults of cells than this have one cause.
_MOST_TOLD = 20
_DIGITS = 15


def read_contributions(
    book: AnyBook, plan: Plan, filing: Filing, own: Iterable[str], findings: list[Finding]
) -> City | None:
    """Put the reporters of a city's workbook into the filing, and roll up what they gave.

    `own` are the names of the form's other sheets. None, which is told, where the sheet is not found.
    """
    wanted = plan.form.sheets.contributions
    names = [info.name for info in book.sheets]
    others = [name for name in names if name not in own and name != wanted]
    holding = [name for name in (wanted, *others) if name in names and _ids(book, name, plan)]
    name = wanted if wanted in holding else holding[0] if len(holding) == 1 else ""
    if not name:
        args = {"sheet": wanted, "count": str(len(plan.form.points))}
        findings.append(Finding("W206", filing.book, wanted, (wanted,), args))
        return None
    if name != wanted:
        args = {"sheet": name, "expected": wanted}
        findings.append(Finding("W212", filing.book, name, (name,), args))
    adjustments = read_adjusted(book, plan, filing, findings)
    try:
        reading = _Reading(name, plan, filing, adjustments)
        reading.read(_lines(book, name))
    except Unusual:
        if isinstance(book, Book) and book.is_large(name):
            raise UnreadableBook("too_large", name) from None
        reading = _Reading(name, plan, filing, adjustments)
        reading.read(_in_rows(book.sheet(name)))
    findings.extend(reading.findings())
    return reading.city()


def _lines(book: AnyBook, name: str) -> Iterator[Line]:
    return book.rows(name) if isinstance(book, Book) else _in_rows(book.sheet(name))


def _in_rows(sheet: Sheet) -> Iterator[Line]:
    """The rows of a sheet that has been read whole."""
    rows: dict[int, dict[str, Cell]] = {}
    for spot, cell in sheet.cells.items():
        rows.setdefault(split_address(spot)[0], {})[spot.rstrip("0123456789")] = cell
    for number in sorted(rows):
        yield number, Sheet(sheet.name, rows[number], "rows", tuple)


def _ids(book: AnyBook, name: str, plan: Plan) -> dict[int, str]:
    """The columns of the points by a sheet's row of ids; nothing where there is none."""
    try:
        lines = islice(_lines(book, name), _DEEPEST)
        return next((found for _, line in lines if (found := _columns(line, plan))), {})
    except Unusual:
        if isinstance(book, Book) and book.is_large(name):
            return {}
        lines = islice(_in_rows(book.sheet(name)), _DEEPEST)
        return next((found for _, line in lines if (found := _columns(line, plan))), {})
    except UnreadableBook:
        return {}


def _columns(line: Sheet, plan: Plan) -> dict[int, str]:
    """Where each point stands, if this is the row of ids: half of them are there, none of them twice."""
    found: dict[int, str] = {}
    twice: set[int] = set()
    for letters, (kind, text, formula) in line.cells.items():
        if kind == "s" and formula is None and text in plan.index:
            point = plan.index[text]
            twice |= {point} & found.keys()
            found[point] = letters
    if 2 * len(found) < len(plan.index):
        return {}
    return {point: letters for point, letters in found.items() if point not in twice}


class _Reading:
    """Reads the rows of reporters one after another."""

    def __init__(
        self, name: str, plan: Plan, filing: Filing, adjustments: tuple[Adjustment, ...]
    ) -> None:
        self._name, self._plan, self._filing = name, plan, filing
        self._adjustments = adjustments
        self._adjusted: list[Adjustment] = []
        self._lost = 0
        self._points = plan.form.points
        self._columns: dict[int, str] = {}
        self._heads: dict[str, str] = {}
        self._parts: list[Contribution] = []
        self._first = self._last = 0
        self._sums = [0] * len(self._points)
        self._most: dict[int, int] = {}
        self._unknown = set(range(len(self._points)))
        self._greatest = [n for n, point in enumerate(self._points) if point.roll == "max"]
        self._faults: list[Finding] = []
        self._strays: list[tuple[str, str]] = []
        self._order: tuple[int, ...] = ()
        self._letters: tuple[str, ...] = ()
        self._scaled: list[tuple[int, int]] = []
        self._subtotals = Subtotals(name, plan, filing.book, self._parts, self._adjusted)

    def read(self, lines: Iterator[Line]) -> None:
        """All rows: the headings, the row of ids, the reporters, and what stands among them."""
        titles: dict[str, str] = {}
        for number, line in lines:
            if not self._columns:
                self._begin(_columns(line, self._plan), titles)
                if not self._columns:
                    titles |= {
                        cell[1]: letters
                        for letters, cell in line.cells.items()
                        if cell[0] == "s" and cell[1]
                    }
                continue
            kind = self._words(line, self._heads["number"])
            if kind == SUBTOTAL:
                self._subtotals.subtotal(number, line, self._columns)
                continue
            if kind == ADJUSTED:
                self._adjustment(number)
                continue
            if kind == self._plan.form.words["contributions_total"]:
                # In an older workbook the tables add up themselves.
                if self._heads["category"]:
                    self._subtotals.total(number, line, self._columns)
                continue
            heads = [self._words(line, self._heads[key]) for key in ("reporter", "code", "book")]
            # A unit merged by force may have no name, but the file it came in has one.
            if any(heads):
                self._reporter(number, line, heads)
            else:
                self._strays += [
                    (f"{letters}{number}", cell[1])
                    for letters, cell in line.cells.items()
                    if cell[0] == "n" and cell[2] is None and cell[1] and letters != "A"
                ]
        if not self._columns:
            raise UnreadableBook("malformed", f"no ids in {self._name}")

    def _begin(self, columns: dict[int, str], titles: dict[str, str]) -> None:
        if not columns:
            return
        words = self._plan.form.words
        self._columns = columns
        for place, key in enumerate(("number", "reporter", "code", "book"), 1):
            self._heads[key] = titles.get(words[f"contributions_{key}"], column_letters(place))
        # Older workbooks have no such columns.
        for key, title in CONTRIBUTIONS_HEADS.items():
            self._heads[key] = titles.get(title, "")
        self._order = tuple(sorted(columns))
        self._letters = tuple(columns[point] for point in self._order)
        scales = [10 ** self._points[point].measure.decimals for point in self._order]
        self._scaled = [(at, scale) for at, scale in enumerate(scales) if scale > 1]

    def _adjustment(self, number: int) -> None:
        """A row that shows an adjustment of the city's office; its amount stands on the sheet of these."""
        self._subtotals.row(number, adjusted=True)
        if len(self._adjusted) == len(self._adjustments):
            self._lost += 1
            return
        one = self._adjustments[len(self._adjusted)]
        self._adjusted.append(one)
        self._unknown.discard(one.point)
        self._sums[one.point] += one.amount

    @staticmethod
    def _words(line: Sheet, letters: str) -> str:
        cell = line.cell(letters) if letters else None
        return ((cell[1] or "") if cell else "").strip()

    def _reporter(self, number: int, line: Sheet, heads: list[str]) -> None:
        given = numbers_at(line, self._letters, self._letters)
        known = None if given is None else self._plainly(given)
        if known is None:
            known = [self._entry(number, line, point) for point in self._order]
        values: list[int | None] = known
        if len(self._order) < len(self._points):
            values = [None] * len(self._points)
            for point, value in zip(self._order, known, strict=True):
                values[point] = value
        name, code, book = heads
        more = {key: self._words(line, self._heads[key]) for key in CONTRIBUTIONS_HEADS}
        self._parts.append(Contribution(name, code, book, Row(values), **more))
        self._subtotals.row(number)
        self._first, self._last = self._first or number, number
        whole = values if None not in values else [value or 0 for value in values]
        self._sums = list(map(add, self._sums, whole))
        # Nearly all points are known after a few rows.
        if self._unknown:
            self._unknown -= {point for point in self._unknown if values[point] is not None}
        for point in self._greatest:
            value = values[point]
            if value is not None:
                self._most[point] = max(value, self._most.get(point, value))

    def _plainly(self, given: tuple[str, ...]) -> list[int | None] | None:
        """Plain whole numbers and blanks; None where one is anything else."""
        digits = "".join(given).replace(BLANK, "")
        if digits and not (digits.isascii() and digits.isdigit()):
            return None
        if max(map(len, given)) > _DIGITS:
            return None
        values: list[int | None] = [None if text == BLANK else int(text) for text in given]
        for at, scale in self._scaled:
            value = values[at]
            if value is not None:
                values[at] = value * scale
        return values

    def _entry(self, number: int, line: Sheet, point: int) -> int | None:
        """One value by the coercion table, told where it is not plain."""
        asked = self._points[point]
        letters = self._columns[point]
        entry = read_entry(line.cell(letters), asked.measure)
        if entry.code:
            spot = f"{letters}{number}"
            where = spots_of(self._name, [spot], asked.label)
            self._faults.append(
                Finding(
                    entry.code,
                    self._filing.book,
                    where.zh,
                    (f"{self._name}!{spot}",),
                    entry.args,
                    point=asked.id,
                    where_en=where.en,
                )
            )
        return entry.steps

    def findings(self) -> list[Finding]:
        """What is to be told: lost columns, cells that are no plain numbers, numbers of nobody."""
        found = [*self._faults[:_MOST_TOLD], *self._subtotals.findings]
        if self._lost:
            args = {"sheet": ADJUSTMENTS_SHEET, "count": str(self._lost)}
            found.append(
                Finding("W206", self._filing.book, ADJUSTMENTS_SHEET, (ADJUSTMENTS_SHEET,), args)
            )
        lost = [n for n in range(len(self._points)) if n not in self._columns]
        if lost:
            spot = f"{column_letters(CONTRIBUTIONS_FIRST + lost[0])}{CONTRIBUTIONS_TOP - 1}"
            ids = self._points[lost[0]].id
            args = {"label": spot, "expected": ids, "found": "", "count": str(len(lost))}
            where = spots_of(self._name, [spot], "")
            place = (f"{self._name}!{spot}",)
            found.append(
                Finding("W207", self._filing.book, where.zh, place, args, where_en=where.en)
            )
        if self._strays:
            spots = [spot for spot, _ in self._strays[:_MOST_TOLD]]
            numbers = [text[:20] for _, text in self._strays[:3]]
            where = spots_of(self._name, spots)
            args = {"found": "、".join(numbers), "found_en": ", ".join(numbers)}
            places = tuple(f"{self._name}!{spot}" for spot in spots)
            found.append(
                Finding("W208", self._filing.book, where.zh, places, args, where_en=where.en)
            )
        return found

    def city(self) -> City:
        """The reporters, put into the filing, and what they come to."""
        self._filing.parts = tuple(self._parts)
        self._filing.adjustments = tuple(self._adjusted)
        totals = [
            None if point in self._unknown else self._most.get(point, total)
            for point, total in enumerate(self._sums)
        ]
        rows = range(self._first, self._last + 1)
        return City(self._name, self._columns, rows, totals, self._subtotals.total_row)
