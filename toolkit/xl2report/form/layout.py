"""Where everything lies in the workbook: which sheet, which cell. No spreadsheet library here.

Template, reader and formulas all take their addresses from this one plan.
"""

from functools import cached_property

from xl2report.form.definition.model import Form, Table
from xl2report.form.relations import Relations
from xl2report.ground.points import address, column_letters, split_address

# Rows of a statistical sheet above the official grid: title, reporter and unit, legend and
# declaration of blanks.
GRID_TOP = 3
DECLARATION_ROW = 3
# The cover's fields begin here; labels in B, answers in C, what is wrong with the answer in D.
COVER_TOP = 4
COVER_ANSWER = 3
# Indicators: label C, unit D, value E, remark F. Free texts: one tall merged cell B:F each; above it
# the label B, help D, and in F what the unit explains of it.
TEXTS_TOP = 4
TEXTS_LABEL = 3
TEXTS_VALUE = 5
TEXTS_REMARK = 6
TEXTS_PASSAGE = 2
# Relations: the first of them; verdict H, explanation J, helper K and key M (hidden).
CHECKS_TOP = 6
CHECKS_VERDICT = 8
CHECKS_EXPLANATION = 10
CHECKS_KEY = 13
# Contributions in a city's workbook: one row a reporter from here on; number, name, code, category,
# file, its digest and when it was saved, then one column a point. The row above the first reporter
# carries point ids, hidden. The reporters of a category come together, their subtotal below them; the
# office's adjustments follow, then the total.
CONTRIBUTIONS_TOP = 7
CONTRIBUTIONS_IDS = 6
CONTRIBUTIONS_FIRST = 8
# As older city workbooks have them: no category, no digest, no subtotals; the tables add up themselves.
CONTRIBUTIONS_OLD = 5
# The headings that came later, and what the first column says of a row that is no reporter's.
CONTRIBUTIONS_HEADS = {"category": "类别", "digest": "SHA-256", "saved": "保存时间"}
SUBTOTAL, ADJUSTED = "小计", "调整"
# A city's first sheet, and its office's adjustments: one a row from here on; number A, label B, cell C,
# whom it concerns D, amount E, reason F, author G, date H, the point's id I.
OVERVIEW_SHEET, ADJUSTMENTS_SHEET = "汇总情况", "调整"
ADJUSTMENTS_TOP = 5
ADJUSTMENTS_AMOUNT = "E"
ADJUSTMENTS_ID = "I"
# Last year's figures beside the indicators, in the column after a narrow one.
TEXTS_LAST = 8
CHARTS_SHEET = "图表"  # of a city's workbook, where charts are asked for; the reader passes it over
STAMP_SHEET = "_xl2report"
# Below the stamp's fields on its sheet: last year's figures as one line.
STAMP_FIGURES = "B11"
STAMP_PROPERTY = "xl2report"
STAMP_NAME = "xl2report.stamp"


def first_value(table: Table) -> int:
    """The first column of a grid in which a value stands; those before it hold labels."""
    return min(cell.col for cell in table.grid.cells if cell.kind == "value")


class Layout:
    """The plan of one form's workbook.

    With `last` it shows last year's figures: beside each grid, or below one that leaves no room for
    labels, the grid once more; and on the sheet of checks, after all others, relations across years.
    """

    def __init__(self, form: Form, relations: Relations, last: bool = False) -> None:  # noqa: FBT001, FBT002 - a fact of the workbook
        self.form = form
        self.relations = relations
        self.last = last

    @cached_property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """Sheet and address of every point, in the order of the form's points."""
        found: dict[str, tuple[str, str]] = {}
        for table in self.form.tables:
            for cell in table.grid.cells:
                if cell.kind == "value":
                    found[cell.point] = (table.sheet, address(cell.row + GRID_TOP, cell.col))
        for number, indicator in enumerate(self.form.indicators):
            spot = address(TEXTS_TOP + number, TEXTS_VALUE)
            found[f"text.{indicator.id}"] = (self.form.sheets.texts, spot)
        return tuple(found[point.id] for point in self.form.points)

    @cached_property
    def labels(self) -> dict[str, dict[str, str]]:
        """For each statistical sheet: the printed text that must stand at an address."""
        return {
            table.sheet: {
                address(cell.row + GRID_TOP, cell.col): cell.text
                for cell in table.grid.cells
                if cell.kind != "value"
            }
            for table in self.form.tables
        }

    @cached_property
    def text_labels(self) -> dict[str, str]:
        """On the sheet of indicators and texts: the label that must stand at an address."""
        found = {
            address(TEXTS_TOP + number, 3): indicator.label
            for number, indicator in enumerate(self.form.indicators)
        }
        found.update({address(self.text_row(text.id), 2): text.label for text in self.form.texts})
        return found

    def text_row(self, text_id: str) -> int:
        """The row of a free text's label; the passage itself stands in the row below it."""
        number = [text.id for text in self.form.texts].index(text_id)
        return TEXTS_TOP + len(self.form.indicators) + 2 + 2 * number

    @cached_property
    def text_cells(self) -> dict[str, str]:
        """Where each free text is written."""
        return {
            text.id: address(self.text_row(text.id) + 1, TEXTS_PASSAGE) for text in self.form.texts
        }

    @cached_property
    def text_answers(self) -> dict[str, str]:
        """Where what was warned of in each free text is explained: right of its label."""
        return {text.id: address(self.text_row(text.id), TEXTS_REMARK) for text in self.form.texts}

    @cached_property
    def cover_cells(self) -> dict[str, str]:
        """Where each field of the cover is answered."""
        return {
            item.id: address(COVER_TOP + number, COVER_ANSWER)
            for number, item in enumerate(self.form.cover)
        }

    @cached_property
    def cover_labels(self) -> dict[str, str]:
        """The label that must stand beside each answer on the cover."""
        return {
            address(COVER_TOP + number, COVER_ANSWER - 1): item.label
            for number, item in enumerate(self.form.cover)
        }

    def declaration(self, table: Table) -> str:
        """The cell of a table in which blanks are declared to be zero."""
        return address(DECLARATION_ROW, table.grid.cols)

    @cached_property
    def check_rows(self) -> dict[int, int]:
        """The row of each relation on the sheet of checks; those across years come last, if at all."""
        shown = [relation.number for relation in self.relations.all if not relation.across_years]
        if self.last:
            shown += [relation.number for relation in self.relations.all if relation.across_years]
        return {number: CHECKS_TOP + place for place, number in enumerate(shown)}

    def contributed(self, point: int, reporters: int) -> str:
        """The cells of an older city's workbook that hold every reporter's value of a point."""
        column = column_letters(CONTRIBUTIONS_OLD + point)
        last = CONTRIBUTIONS_TOP + reporters - 1
        return f"'{self.form.sheets.contributions}'!${column}${CONTRIBUTIONS_TOP}:${column}${last}"

    def total_of(self, point: int, row: int) -> str:
        """What a rolled-up cell holds in a city's workbook: the total of its column, in this row."""
        column = column_letters(CONTRIBUTIONS_FIRST + point)
        return f"='{self.form.sheets.contributions}'!${column}${row}"

    def aside(self, table: Table) -> tuple[int, int]:
        """How many rows down and columns right of a cell of the grid its last-year figure stands."""
        first = first_value(table)
        if first == 1:
            return table.grid.rows + 4, 0
        return 0, self.hidden_column(table) + 3 - first

    @cached_property
    def last_cells(self) -> tuple[tuple[str, str], ...]:
        """Sheet and address of every point's figure of last year, in the order of the form's points."""
        tables = {table.id: self.aside(table) for table in self.form.tables}
        indicators = (0, TEXTS_LAST - TEXTS_VALUE)
        found = []
        for point, (sheet, spot) in zip(self.form.points, self.cells, strict=True):
            down, right = tables.get(point.table, indicators)
            row, column = split_address(spot)
            found.append((sheet, address(row + down, column + right)))
        return tuple(found)

    def last_area(self, table: Table) -> tuple[int, int, int, int]:
        """Where all of last year's figures of a table stand: row, column, rows down, columns across.

        Two lines of words, then the grid from its first value on.
        """
        down, right = self.aside(table)
        first = first_value(table)
        across = table.grid.cols - first + 1
        return GRID_TOP + down - 1, first + right, table.grid.rows + 2, across

    def hidden_row(self, table: Table) -> int:
        """The hidden row under a grid that carries its column codes."""
        return GRID_TOP + table.grid.rows + 2

    def hidden_column(self, table: Table) -> int:
        """The hidden column beside a grid that carries its row codes."""
        return table.grid.cols + 2

    def codes(self, table: Table) -> dict[str, str]:
        """The hidden codes of a grid's rows and columns, by their addresses."""
        beside, below = self.hidden_column(table), self.hidden_row(table)
        rows, cols = range(1, table.grid.rows + 1), range(1, table.grid.cols + 1)
        found = {address(row + GRID_TOP, beside): f"{table.id}/r{row}" for row in rows}
        return found | {address(below, col): f"{table.id}/c{col}" for col in cols}
