"""The rows of a city's sheet of contributions that add others up: their formulas, held against the rows.

What they come to is worked out from the reporters; a row that says something else is told, never taken.
"""

from xl2report.files.reader.cells import Cell, Sheet
from xl2report.files.reader.entries import read_entry
from xl2report.form.formulas import rolled_over
from xl2report.form.plan import Plan, comparable
from xl2report.ground.findings import Finding, spots_of
from xl2report.ground.rollup import Adjustment, Contribution

# More of them than this have one cause.
_MOST_TOLD = 20


class Subtotals:
    """Follows the rows from top to bottom: which of them a subtotal, and the total, should add up.

    `parts` and `adjustments` are filled by whoever reads the rows, before each subtotal is met.
    """

    def __init__(
        self,
        name: str,
        plan: Plan,
        book: str,
        parts: list[Contribution],
        adjustments: list[Adjustment],
    ) -> None:
        self._name, self._plan, self._book = name, plan, book
        self._parts, self._adjustments = parts, adjustments
        self._how = [plan.formulas.how(point) for point in range(len(plan.form.points))]
        self._first = self._last = 0
        self._from = (0, 0)
        self._adjusting = False
        self._blocks: list[tuple[int, int, int]] = []
        self.total_row = 0
        self.findings: list[Finding] = []

    def row(self, number: int, *, adjusted: bool = False) -> None:
        """A row of a reporter, or of an adjustment, with which a block begins."""
        if adjusted and self._first and not self._adjusting:
            self._blocks.append((self._first, self._last, 0))
            self._first = 0
            self._from = len(self._parts), len(self._adjustments)
        self._adjusting = adjusted
        self._first, self._last = self._first or number, number

    def subtotal(self, number: int, line: Sheet, columns: dict[int, str]) -> None:
        """A row that adds up those since the last one."""
        first, last = self._first, self._last
        if first:
            self._blocks.append((first, last, number))
            expected = {
                point: rolled_over(self._how[point], [f"{letters}{first}:{letters}{last}"])
                for point, letters in columns.items()
            }
            self._compare(number, line, columns, expected, self._from)
        self._first = self._last = 0
        self._from = len(self._parts), len(self._adjustments)

    def total(self, number: int, line: Sheet, columns: dict[int, str]) -> None:
        """The row that adds up everything."""
        self.total_row = number
        if self._first:
            self._blocks.append((self._first, self._last, 0))
        expected = {
            point: rolled_over(
                self._how[point],
                [
                    f"{letters}{sum_at}" if sum_at else f"{letters}{first}:{letters}{last}"
                    for first, last, sum_at in self._blocks
                ],
            )
            for point, letters in columns.items()
        }
        self._compare(number, line, columns, expected, (0, 0))

    def _value(self, point: int, since: tuple[int, int]) -> int | None:
        """What the rows since some part and adjustment come to."""
        given = [part.values[point] for part in self._parts[since[0] :]]
        given += [one.amount for one in self._adjustments[since[1] :] if one.point == point]
        known = [value for value in given if value is not None]
        return rolled(self._how[point], known)

    def _compare(
        self,
        number: int,
        line: Sheet,
        columns: dict[int, str],
        expected: dict[int, str],
        since: tuple[int, int],
    ) -> None:
        for point, letters in columns.items():
            if not self._how[point] or len(self.findings) >= _MOST_TOLD:
                continue
            cell = line.cell(letters)
            formula = cell[2] if cell is not None else None
            if formula is not None and comparable(formula) == comparable(expected[point]):
                continue
            place = f"{self._name}!{letters}{number}"
            value = self._value(point, since)
            self.findings.append(
                typed_over(self._plan, self._book, place, cell, point, value, self._name)
            )


def rolled(how: str, known: list[int]) -> int | None:
    """Numbers rolled up; None for no number."""
    if not known:
        return None
    return max(known) if how == "MAX" else sum(known)


def typed_over(
    plan: Plan, book: str, place: str, cell: Cell | None, point: int, value: int | None, source: str
) -> Finding:
    """The finding on a cell that should add reporters up and holds something else."""
    named = plan.form.points[point]
    show = named.measure.show
    stands = (cell[1] or "") if cell is not None else ""
    formula = cell[2] if cell is not None else None
    typed = read_entry(cell, named.measure).steps
    if formula is not None:
        code = "R307"
    elif not stands:
        code = "R306"
    else:
        code = "R304" if typed == value else "R303"
    sheet, _, spot = place.partition("!")
    where = spots_of(sheet, [spot], named.label)
    return Finding(
        code,
        book,
        where.zh,
        (place,),
        {
            "count": "1",
            "formula": (formula or "")[:60],
            "says": f"汇总数由“{source}”中各填报单位的数自动计算",
            "says_en": "The figure is rolled up from the reporters",
            "source": source,
        },
        point=named.id,
        left=stands if typed is None else show(typed),
        right="—" if value is None else show(value),
        difference="—" if typed is None or value is None else show(typed - value),
        where_en=where.en,
    )
