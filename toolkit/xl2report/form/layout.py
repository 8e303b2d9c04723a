"""Where everything lies in the workbook: which sheet, which cell. No spreadsheet library here.

Template, reader and formulas all take their addresses from this one plan.
"""

from dataclasses import dataclass
from functools import cached_property

from xl2report.form.definition.model import Form, Table
from xl2report.form.relations import Relations
from xl2report.ground.points import address, column_letters

# Rows of a statistical sheet above the official grid: title, reporter and unit, legend and
# declaration of blanks.
GRID_TOP = 3
DECLARATION_ROW = 3
# The cover's fields begin here; labels in B, answers in C, what is wrong with the answer in D.
COVER_TOP = 4
COVER_ANSWER = 3
# Indicators: label C, unit D, value E, remark F. Free texts: one tall merged cell B:F each.
TEXTS_TOP = 4
TEXTS_LABEL = 3
TEXTS_VALUE = 5
TEXTS_REMARK = 6
# Relations: the first of them; verdict H, explanation J, helper K and key M (hidden).
CHECKS_TOP = 6
CHECKS_VERDICT = 8
CHECKS_EXPLANATION = 10
CHECKS_KEY = 13
# Contributions in a city's workbook: one row a reporter from here on; number, name, code and file,
# then one column a point. The row above the first reporter carries point ids, hidden.
CONTRIBUTIONS_TOP = 7
CONTRIBUTIONS_IDS = 6
CONTRIBUTIONS_FIRST = 5
STAMP_SHEET = "_xl2report"
STAMP_PROPERTY = "xl2report"
STAMP_NAME = "xl2report.stamp"


@dataclass(frozen=True)
class Layout:
    """The plan of one form's workbook."""

    form: Form
    relations: Relations

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
        return {text.id: address(self.text_row(text.id) + 1, 2) for text in self.form.texts}

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
        """The row of each relation on the sheet of checks; those across years have none."""
        shown = [relation.number for relation in self.relations.all if not relation.across_years]
        return {number: CHECKS_TOP + place for place, number in enumerate(shown)}

    def contributed(self, point: int, reporters: int) -> str:
        """The cells of a city's workbook that hold every reporter's value of a point."""
        column = column_letters(CONTRIBUTIONS_FIRST + point)
        last = CONTRIBUTIONS_TOP + reporters - 1
        return f"'{self.form.sheets.contributions}'!${column}${CONTRIBUTIONS_TOP}:${column}${last}"

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
