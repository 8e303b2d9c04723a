"""What every sheet shares while a workbook is written: content, addresses, styles, common parts."""

from functools import cached_property
from typing import Any

from xl2report.files.template.package import Book, Cached, Page, exact, joined
from xl2report.files.template.results import Results
from xl2report.files.template.styles import Styles
from xl2report.form.formulas import Formulas
from xl2report.form.layout import Layout
from xl2report.ground.filing import Content, Stamp
from xl2report.ground.points import Measure, split_address

PORTRAIT, LANDSCAPE = 92.0, 138.0
_A4 = 9
_MOST = 10**15 - 1
_PROTECTION = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}


class Workbook:
    """One workbook in the making: what goes into it and what its sheets share."""

    def __init__(self, book: Book, layout: Layout, stamp: Stamp, content: Content) -> None:
        self.book = book
        self.layout = layout
        self.stamp = stamp
        self.content = content
        self.form = self.layout.form
        self.words = self.form.words
        self.formulas = Formulas(self.layout)
        self.results = Results(self.formulas, self.content)
        self.styles = Styles(self.book)

    @cached_property
    def cover(self) -> dict[str, str]:
        """The answers on the cover; year, name and code from the stamp where none are given."""
        stamped = {
            "name": self.stamp.reporter,
            "code": self.stamp.code,
            "year": str(self.stamp.year),
        }
        return {
            item.id: self.content.cover.get(item.id) or stamped.get(item.kind, "")
            for item in self.form.cover
        }

    def answer(self, field_id: str) -> str:
        """The cell of an answer on the cover, as seen from another sheet."""
        row, column = split_address(self.layout.cover_cells[field_id])
        letters = self.layout.cover_cells[field_id].removesuffix(str(row))
        return f"'{self.form.sheets.cover}'!${letters}${row}" if column else ""

    def field(self, kind: str) -> str:
        """The id of the cover's first field of a kind; "" if there is none."""
        return next((item.id for item in self.form.cover if item.kind == kind), "")

    def reporter_line(self, page: Page, row: int, across: int, column: int = 1) -> None:
        """Who reports, for which year: live from the cover."""
        fields = {"reporter": self.field("name"), "year": self.field("year")}
        known = {key: item for key, item in fields.items() if item}
        words = self.words["reporter_line"]
        formula = joined(words, **{key: self.answer(item) for key, item in known.items()})
        value = words.format(**{key: self.cover[item] for key, item in known.items()})
        style = self.styles("line")
        page.merge((row, column, 1, across), style)
        page.formula(row, column, f"={formula}", value, style)

    def entry(self, page: Page, point: int, row: int, column: int) -> bool:
        """The cell of a typed point: what was entered, or a city's rolled-up figure.

        True if the clerk types it, so that it wants a validation.
        """
        measure = self.form.points[point].measure
        number = self.results.numbers[point]
        rolled = self.results.rolled(point)
        if rolled:
            value: Cached = "" if number is None else exact(number, measure)
            page.formula(row, column, rolled, value, self.styles.value("computed", measure))
            if number is not None:  # some programs show an empty cell's link as its text
                page.jump(row, column, rolled.removeprefix("=").replace("$", ""))
            return False
        style = self.styles.value("input", measure)
        if number is None:
            page.blank(row, column, style)
        else:
            page.number(row, column, exact(number, measure), style)
        return True

    def validate_numbers(self, page: Page, typed: dict[Measure, list[str]]) -> None:
        """Only numbers of the measure may be typed, and the cells say so."""
        for measure, areas in typed.items():
            kind = ("signed_" if measure.signed else "") + "amount"
            if not measure.decimals:
                kind = "signed" if measure.signed else "count"
            named: dict[str, Any] = {"unit": measure.unit, "decimals": measure.decimals}
            page.validate(
                areas,
                validate="decimal" if measure.decimals else "integer",
                criteria="between",
                minimum=-_MOST if measure.signed else 0,
                maximum=_MOST,
                **self.prompts(kind, **named),
            )

    def prompts(self, kind: str, error: str = "", **places: object) -> dict[str, str]:
        """Title, prompt and error message of a validation."""
        return {
            "input_title": self.words["prompt_title"],
            "input_message": self.words[f"prompt_{kind}"].format(**places),
            "error_title": self.words["error_title"],
            "error_message": self.words[f"error_{error or kind}"].format(**places),
        }

    def yes_no(self, page: Page, area: str, prompt: str) -> None:
        """A list of 是 and 否."""
        source = [self.words["yes_word"], self.words["no_word"]]
        page.validate([area], validate="list", source=source, **self.prompts(prompt, "yes_no"))

    def mark_odd(self, page: Page, areas: dict[Measure, list[str]]) -> None:
        """Red on text in a number cell, on a negative or a fraction where none may be.

        The area's first cell stands in the formula, so each area gets its own rule: programs differ
        in which cell of several areas counts as the first.
        """
        for measure, spots in areas.items():
            for spot in spots:
                first = spot.partition(":")[0]
                wrong = f"{first}<>ROUND({first},{measure.decimals})"
                if not measure.signed:
                    wrong = f"OR({first}<0,{wrong})"
                formula = f"=IF(ISTEXT({first}),TRUE,IF(ISNUMBER({first}),{wrong},FALSE))"
                page.rule([spot], formula, self.styles("wrong"))

    def show_whole(self, page: Page, areas: dict[Measure, list[str]]) -> None:
        """Whole amounts without the decimal point that `0.##` would leave behind."""
        for measure, spots in areas.items():
            if measure.decimals and not measure.signed:
                for spot in spots:
                    first = spot.partition(":")[0]
                    formula = f"=IF(ISNUMBER({first}),{first}=INT({first}),FALSE)"
                    page.rule([spot], formula, self.styles("whole"))

    def finish(
        self, page: Page, last: tuple[int, int], *, landscape: bool, header: int = 0
    ) -> None:
        """Paper, margins, page numbers, print area up to a row and column; protection."""
        sheet = page.sheet
        sheet.hide_gridlines(2)
        sheet.set_paper(_A4)
        if landscape:
            sheet.set_landscape()
        sheet.set_margins(left=0.6, right=0.6, top=0.75, bottom=0.75)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.print_area(0, 0, last[0] - 1, last[1] - 1)
        if header:
            sheet.repeat_rows(0, header - 1)
        places = {"page": "&P", "pages": "&N"}
        sheet.set_footer(f'&C&"宋体,Regular"&9{self.words["footer"].format(**places)}')
        sheet.protect("", _PROTECTION)
