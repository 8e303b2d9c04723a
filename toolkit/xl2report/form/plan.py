"""A form made ready for reading: addresses, labels and expected formulas, looked up once.

Knows the layout and the formulas; never a file. Built once a form, used for every workbook.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from xl2report.form.definition.model import Form, Table
from xl2report.form.formulas import Formulas
from xl2report.form.layout import (
    CHECKS_EXPLANATION,
    CHECKS_KEY,
    CHECKS_TOP,
    GRID_TOP,
    TEXTS_LABEL,
    TEXTS_TOP,
    TEXTS_VALUE,
    Layout,
)
from xl2report.form.relations import (
    Relation,
    Relations,
    Values,
    compile_checker,
    compile_filler,
)
from xl2report.ground.filing import Stamp
from xl2report.ground.grids import GridCell
from xl2report.ground.points import address

# A fixed cell as a reader gives it: kind, text, no formula.
Fixed = tuple[str, str | None, str | None]


class TypedCell(NamedTuple):
    """A cell the clerk fills: its address, its point, and 10 to the power of its decimals."""

    address: str
    point: int
    scale: int


class ComputedCell(NamedTuple):
    """A locked cell: its address, its point, and its formula in comparable form."""

    address: str
    point: int
    formula: str


class SheetPlan(NamedTuple):
    """One statistical sheet, as the reader needs it.

    `labels` maps each fixed cell to its text; `governs` maps it to the points it names, which are
    not believed when it has changed. `known` are all addresses that belong to the form. `expected`
    are the labels that name points, and the hidden codes, as cells: where all of them stand, nothing
    has moved. `last` are the cells of last year's figures, where the workbook shows them.
    """

    name: str
    table: Table
    typed: tuple[TypedCell, ...]
    computed: tuple[ComputedCell, ...]
    labels: dict[str, str]
    governs: dict[str, frozenset[int]]
    declaration: str
    known: frozenset[str]
    points: frozenset[int]
    expected: dict[str, Fixed]
    last: tuple[TypedCell, ...] = ()


class Plan:
    """A form with all that follows from it; the one object the commands pass around."""

    def __init__(self, form: Form, relations: Relations, *, last: bool = False) -> None:
        self.form = form
        self.relations = relations
        self.layout = Layout(form, relations, last)
        self.formulas = Formulas(self.layout)
        self.index = {point.id: number for number, point in enumerate(form.points)}

    @cached_property
    def with_last(self) -> "Plan":
        """The plan of workbooks that show last year's figures beside the inputs."""
        return self if self.layout.last else Plan(self.form, self.relations, last=True)

    def of_stamp(self, stamp: Stamp) -> "Plan":
        """The plan by which the workbook of a stamp is laid out."""
        return self.with_last if stamp.last else self

    @cached_property
    def indicators_last(self) -> tuple[TypedCell, ...]:
        """The cells of last year's figures beside the indicators, where they are shown."""
        return self._last(cell.point for cell in self.indicators)

    @cached_property
    def sheets(self) -> tuple[SheetPlan, ...]:
        """The statistical sheets, in the form's order."""
        return tuple(self._sheet(table) for table in self.form.tables)

    @cached_property
    def indicators(self) -> tuple[TypedCell, ...]:
        """The typed cells of the sheet of indicators."""
        return tuple(
            self._typed(number)
            for number, point in enumerate(self.form.points)
            if point.table == "text"
        )

    @cached_property
    def explanations(self) -> dict[str, str]:
        """Where an explanation of each relation is typed: address → `RULE@SCOPE`."""
        return {
            address(row, CHECKS_EXPLANATION): explanation_key(self.relations.all[number])
            for number, row in self.layout.check_rows.items()
        }

    @cached_property
    def text_answers(self) -> dict[str, str]:
        """Where warnings on each free text are explained: address → `texts.ID`."""
        return {spot: text_key(text) for text, spot in self.layout.text_answers.items()}

    @cached_property
    def cover_expected(self) -> dict[str, Fixed]:
        """The labels of the cover as cells."""
        return _as_cells(self.layout.cover_labels)

    @cached_property
    def texts_expected(self) -> dict[str, Fixed]:
        """The labels of indicators and texts as cells, with the headings of their columns."""
        words, row = self.form.words, TEXTS_TOP - 1
        headings = {
            address(row, TEXTS_LABEL): words["texts_label"],
            address(row, TEXTS_VALUE): words["texts_value"],
        }
        return _as_cells({**headings, **self.layout.text_labels})

    @cached_property
    def checks_expected(self) -> dict[str, Fixed]:
        """The hidden key of each relation as a cell, with the heading of the explanations."""
        keys = {
            address(row, CHECKS_KEY): explanation_key(self.relations.all[number])
            for number, row in self.layout.check_rows.items()
        }
        heading = address(CHECKS_TOP - 1, CHECKS_EXPLANATION)
        return _as_cells({heading: self.form.words["checks_explanation"], **keys})

    @cached_property
    def check(self) -> Callable[[Values], list[tuple[int, int]]]:
        """The compiled checker of `relations`."""
        return compile_checker(self.relations)

    @cached_property
    def fill(self) -> Callable[[Values], None]:
        """The compiled filler of `relations`."""
        return compile_filler(self.relations)

    def _last(self, points: Iterable[int]) -> tuple[TypedCell, ...]:
        cells = self.layout.last_cells if self.layout.last else ()
        return tuple(
            self._typed(point)._replace(address=cells[point][1]) for point in points if cells
        )

    def _typed(self, point: int) -> TypedCell:
        decimals = self.form.points[point].measure.decimals
        return TypedCell(self.layout.cells[point][1], point, 10**decimals)

    def _sheet(self, table: Table) -> SheetPlan:
        numbers = [n for n, point in enumerate(self.form.points) if point.table == table.id]
        fills = self.relations.fills
        labels = self.layout.labels[table.sheet]
        cells = {self.layout.cells[number][1]: number for number in numbers}
        governs = _governed(self.layout, table, cells)
        naming = {spot: text for spot, text in labels.items() if governs.get(spot)}
        return SheetPlan(
            name=table.sheet,
            table=table,
            typed=tuple(self._typed(number) for number in numbers if number not in fills),
            computed=tuple(
                ComputedCell(
                    self.layout.cells[number][1],
                    number,
                    comparable(self.formulas.fill(fills[number])),
                )
                for number in numbers
                if number in fills
            ),
            labels=labels,
            governs=governs,
            declaration=self.layout.declaration(table),
            known=frozenset({*cells, *labels}),
            last=self._last(numbers),
            points=frozenset(numbers),
            expected=_as_cells({**naming, **self.layout.codes(table)}),
        )


def _as_cells(texts: dict[str, str]) -> dict[str, Fixed]:
    return {spot: ("s", text, None) for spot, text in texts.items()}


def explanation_key(relation: Relation) -> str:
    """How an explanation is kept: `proactive.disclosed_in_total@rules`; no `@` for one that is once."""
    return f"{relation.rule.id}@{relation.scope}" if relation.scope else relation.rule.id


def text_key(text_id: str) -> str:
    """How the explanation of what a free text was warned of is kept: `texts.problems`."""
    return f"texts.{text_id}"


def comparable(formula: str) -> str:
    """A formula as it is compared: office programs change spaces, quotes, case and `$`."""
    text = formula.removeprefix("=").replace("_xlfn.", "")
    return text.translate(_NOISE).upper()


_NOISE = dict.fromkeys(map(ord, " '$\n\r\t"))


def _governed(layout: Layout, table: Table, cells: dict[str, int]) -> dict[str, frozenset[int]]:
    """Which points each fixed cell names: its row's, its column's within the block, its block's."""
    captions = sorted(cell.row for cell in table.grid.cells if cell.kind == "caption")
    spots = {layout.form.points[number].id: number for number in cells.values()}
    rows: dict[int, list[tuple[int, int]]] = {}
    for cell in table.grid.cells:
        if cell.kind == "value":
            rows.setdefault(cell.row, []).append((cell.col, spots[cell.point]))
    found: dict[str, frozenset[int]] = {}
    for fixed in table.grid.cells:
        if fixed.kind not in {"value", "note"}:
            named = frozenset(_named(fixed, rows, captions))
            found[address(fixed.row + GRID_TOP, fixed.col)] = named
    return found


def _named(
    fixed: GridCell, rows: dict[int, list[tuple[int, int]]], captions: list[int]
) -> Iterator[int]:
    """The points that a fixed cell names, of the values (column and point) in each row."""
    if fixed.kind in {"label", "group"}:
        for row in range(fixed.row, fixed.row + fixed.down):
            yield from (point for column, point in rows.get(row, ()) if fixed.col < column)
        return
    last = next((row for row in captions if row > fixed.row), max(rows, default=0))
    below = (one for row, values in rows.items() if fixed.row < row <= last for one in values)
    beyond = fixed.col == 1 and bool(captions)
    for column, point in below:
        across = fixed.col <= column < fixed.col + fixed.across
        if fixed.kind == "caption" or across or (beyond and fixed.across < column):
            yield point
