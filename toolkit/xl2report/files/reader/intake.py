"""What has been taken in from a workbook's cells: values, states, and what is told about them.

Knows how a cell becomes the value of its point; never where a sheet or a line is found.
"""

import re
from collections.abc import Callable

from xl2report.files.reader.book import Sheet
from xl2report.files.reader.days import refuse_days
from xl2report.files.reader.entries import Cell, read_entry
from xl2report.files.reader.moulds import BLANK
from xl2report.files.reader.rolled import City, rolled_up
from xl2report.files.reader.strays import stray_numbers
from xl2report.files.reader.views import numbers_at, points_of, rest_of
from xl2report.form.plan import Plan, TypedCell
from xl2report.ground.filing import Filing, State
from xl2report.ground.findings import Finding, spots_of

# Excel's own precision: longer ones are looked at by the coercion table.
_DIGITS = 15
_ROLLED = ("sum", "max")
_DECIMAL = re.compile(r"([0-9]+)\.([0-9]+)")


class Intake:
    """Fills a filing's values sheet by sheet; `cleaned` are points whose cells say it otherwise."""

    def __init__(self, book: object, plan: Plan, filing: Filing) -> None:
        self.book = book
        self.plan = plan
        self.filing = filing
        self.findings: list[Finding] = []
        self.values: list[int | None] = filing.values
        self.odd: dict[int, tuple[State, str]] = filing.odd
        self.blank: list[int] = []
        self.cleaned: set[int] = set()
        # In a city's workbook the reporters' parts count, and not what stands over them.
        self.rolled = filing.stamp is not None and filing.stamp.role == "city"
        self.city: City | None = None

    def typed(
        self, sheet: Sheet, typed: tuple[TypedCell, ...], refused: frozenset[int] = frozenset()
    ) -> None:
        """Take what was typed into these cells of a sheet; a point that is refused is missing."""
        if self.city is not None:
            lost = {one.point for one in typed} - self.city.columns.keys()
            refused |= {point for point in lost if self.plan.form.points[point].roll in _ROLLED}
        plain = not self.rolled and not refused
        given = numbers_at(sheet, typed, (one.address for one in typed)) if plain else None
        if given is not None:
            self._plainly(sheet, typed, given)
        for spot, point, scale in typed if given is None else ():
            cell = sheet.cell(spot)
            if point in refused:
                self.odd[point] = ("missing", "")
            elif not (
                self._is_rolled(sheet.name, spot, cell, point)
                if self.rolled
                else self._is_plain(cell, point, scale)
            ):
                self._entry(sheet.name, spot, point, cell)
        self.findings += refuse_days(self.book, sheet, typed, self.plan, self.filing, self.cleaned)

    def _plainly(self, sheet: Sheet, typed: tuple[TypedCell, ...], given: tuple[str, ...]) -> None:
        """Take numbers out of cells of known shape: nearly always plain ones, or nothing."""
        values = self.values
        joined = "".join(given)
        plain = joined.isascii()
        if plain and joined.isdigit() and "" not in given and max(map(len, given)) <= _DIGITS:
            points, scaled = points_of(sheet, typed)
            for point, number in zip(points, map(int, given), strict=True):
                values[point] = number
            for point, scale in scaled:
                values[point] = (values[point] or 0) * scale
            return
        for (spot, point, scale), text in zip(typed, given, strict=True):
            if text.isdigit() and plain and len(text) <= _DIGITS:
                values[point] = int(text) * scale
            elif scale > 1 and (steps := in_steps(text, scale)) is not None:
                values[point] = steps
            else:
                self._entry(sheet.name, spot, point, None if text == BLANK else ("n", text, None))

    def _is_plain(self, cell: Cell | None, point: int, scale: int) -> bool:
        """Take a number that was typed and is as plain as can be; False for anything else."""
        if cell is None or cell[0] != "n" or cell[2] is not None:
            return False
        text = cell[1]
        if not text or not (text.isdigit() and text.isascii() and len(text) <= _DIGITS):
            return False
        self.values[point] = int(text) * scale
        return True

    def _is_rolled(self, sheet: str, spot: str, cell: Cell | None, point: int) -> bool:
        """Take a city's figure from its parts, and tell where its cell says something else."""
        if self.city is None:
            return False
        rolled = rolled_up(sheet, spot, cell, point, self.plan, self.filing, self.city)
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
        label = self.plan.form.points[point]
        entry = read_entry(cell, label.measure)
        self.values[point] = entry.steps
        if entry.state == "blank":
            self.blank.append(point)
        elif entry.state == "text":
            self.odd[point] = ("text", (cell[1] or "") if cell else "")
        if entry.code:
            if entry.code != "E111":
                self.cleaned.add(point)
            where = spots_of(sheet, [spot], label.label)
            self.findings.append(
                Finding(
                    entry.code,
                    self.filing.book,
                    where.zh,
                    (f"{sheet}!{spot}",),
                    entry.args,
                    point=label.id,
                    where_en=where.en,
                )
            )

    def outside(
        self, sheet: Sheet, asked: object, is_own: Callable[[str], bool], *, texts_too: bool = False
    ) -> None:
        """Tell the numbers in cells that are not the form's own; `asked` is what these are.

        `texts_too` also tells texts that are numbers.
        """
        rest = rest_of(sheet, asked, is_own)
        if rest is not None:
            number, looks = rest
            if not number and not (texts_too and looks):
                return
        others = [spot for spot in sheet.cells if not is_own(spot)]
        self.findings += stray_numbers(sheet, others, self.filing.book, texts_too=texts_too)


def in_steps(text: str, scale: int) -> int | None:
    """A plain decimal in steps of one by `scale`; None for anything that is to be looked at closer."""
    parts = _DECIMAL.fullmatch(text)
    if parts is None or len(text) > _DIGITS:
        return None
    steps, rest = divmod(int(parts[1] + parts[2]) * scale, 10 ** len(parts[2]))
    return None if rest else steps
