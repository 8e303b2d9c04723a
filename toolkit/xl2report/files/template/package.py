"""XlsxWriter, made strict: what it drops in silence is an error here, and the workbook is locked.

The one room that imports XlsxWriter. Rows and columns count from 1, as in the layout.
"""

import io
import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import CellBlankTuple, CellNumberTuple, Worksheet

from xl2report.files.template.packed import PackedTable
from xl2report.ground.points import Measure, split_address

Cached = int | Decimal | str
# Excel keeps 15 digits of a number; more would be changed in silence.
_DIGITS = 15
# What Excel holds: characters in a cell, in a text inside a formula, in a whole formula.
_LONGEST_CELL = 32_767
_LONGEST_LITERAL = 255
_LONGEST_FORMULA = 8_192


class TemplateError(Exception):
    """A workbook that would not hold what it should; the message says what and where."""


class _Sheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no annotations
    """Two details of XlsxWriter's inner loop; it works without them, more slowly and less well."""

    def _prepare_formula(self, formula: str, _expand: bool = False) -> str:  # noqa: FBT001, FBT002
        # The original looks for 37 functions that no formula of a template uses.
        return formula.removeprefix("=")

    def _escape_attributes(self, attribute: object) -> object:
        # The original tries a regular expression on numbers too and catches what that raises.
        return attribute if attribute.__class__ is int else super()._escape_attributes(attribute)

    def _xml_formula_element(
        self, formula: str, result: Cached, attributes: list[tuple[str, Any]]
    ) -> None:
        # An empty result is a text for Excel; as a number without digits it may be shown as 0.
        if result == "":
            attributes = [*attributes, ("t", "str")]
        super()._xml_formula_element(formula, result, attributes)


class _Book(Workbook):  # type: ignore[misc]  # XlsxWriter has no annotations
    """A workbook whose sheets cannot be renamed, moved or deleted."""

    locked = False

    def _write_book_views(self) -> None:
        # workbookProtection has its place just before bookViews; XlsxWriter cannot write it.
        self._xml_empty_tag("workbookProtection", [("lockStructure", 1)])
        self.locked = True
        super()._write_book_views()


class Book:
    """A workbook in the making; `close` gives its bytes, alike from run to run."""

    def __init__(self, title: str, created: datetime, *, large: bool = False) -> None:
        self.buffer = io.BytesIO()
        # The text of a large sheet is many times its file: it goes through a temporary one.
        self.book: Any = _Book(self.buffer, {"in_memory": not large})
        self.book.set_properties({"title": title, "created": created})
        self.book.set_size(1600, 1000)
        self.book.set_tab_ratio(85)

    def page(self, name: str) -> "Page":
        """A new sheet at the end of the workbook."""
        return Page(self.book.add_worksheet(name, _Sheet), name)

    def name(self, name: str, formula: str) -> None:
        """A defined name."""
        _done(self.book.define_name(name, formula), "name", name)

    def property(self, name: str, value: str) -> None:
        """A custom document property."""
        _done(self.book.set_custom_property(name, value, "text"), "property", name)

    def close(self) -> bytes:
        """The finished workbook."""
        self.book.close()
        if not self.book.locked:
            raise TemplateError("XlsxWriter: workbookProtection was not written")
        return self.buffer.getvalue()


class Page:
    """A sheet; every call checked, because XlsxWriter reports what it leaves out only softly."""

    def __init__(self, sheet: Any, name: str) -> None:  # noqa: ANN401 - XlsxWriter is not annotated
        self.sheet = sheet
        self.name = name

    def pack(self, row: int) -> None:
        """Keep a row that is done with in less memory."""
        table = self.sheet.table
        if not isinstance(table, PackedTable):
            table = PackedTable(CellBlankTuple, CellNumberTuple)
            table.update(self.sheet.table)
            self.sheet.table = table
        table.pack(row - 1)

    def text(self, row: int, column: int, text: str, style: object = None) -> None:
        """A text that stays text, whatever it begins with."""
        if len(text) > _LONGEST_CELL:
            raise TemplateError(f"{self.name}: {len(text)} > {_LONGEST_CELL}: {text[:20]}…")
        if text:
            _done(self.sheet.write_string(row - 1, column - 1, text, style), self.name, text[:20])
        else:
            self.blank(row, column, style)

    def rich(self, row: int, column: int, *parts: object) -> None:
        """A text in several formats; the last part is the cell's style."""
        _done(self.sheet.write_rich_string(row - 1, column - 1, *parts), self.name, "rich")

    def number(self, row: int, column: int, value: int | Decimal, style: object = None) -> None:
        """A number, written with the digits it has."""
        _done(self.sheet.write_number(row - 1, column - 1, value, style), self.name, str(value))

    def blank(self, row: int, column: int, style: object = None) -> None:
        """An empty cell with a style."""
        _done(self.sheet.write_blank(row - 1, column - 1, None, style), self.name, "blank")

    def formula(
        self, row: int, column: int, formula: str, value: Cached, style: object = None
    ) -> None:
        """A formula with its true result, "" for an empty one."""
        if len(formula) > _LONGEST_FORMULA:
            raise TemplateError(
                f"{self.name}: {len(formula)} > {_LONGEST_FORMULA}: {formula[:40]}…"
            )
        _done(
            self.sheet.write_formula(row - 1, column - 1, formula, style, value), self.name, formula
        )

    def link(self, row: int, column: int, place: str, text: str, style: object = None) -> None:
        """A jump to a place in this workbook: `'表'!D7:D9`."""
        code = self.sheet.write_url(row - 1, column - 1, f"internal:{place}", style, text)
        _done(code, self.name, place)

    def jump(self, row: int, column: int, place: str) -> None:
        """A jump from a cell that has content of its own."""
        self.sheet.ignore_write_string = True
        code = self.sheet.write_url(row - 1, column - 1, f"internal:{place}")
        self.sheet.ignore_write_string = False
        _done(code, self.name, place)

    def merge(self, area: tuple[int, int, int, int], style: object = None) -> None:
        """Cells joined, empty: row, column, rows down, columns across. One cell is only styled."""
        row, column, down, across = area
        if down == across == 1:
            self.blank(row, column, style)
            return
        last = (row + down - 2, column + across - 2)
        _done(self.sheet.merge_range(row - 1, column - 1, *last, "", style), self.name, str(area))

    def joined(self, area: tuple[int, int, int, int], text: str, style: object = None) -> None:
        """Cells joined, with a text."""
        self.merge(area, style)
        self.text(area[0], area[1], text, style)

    def validate(self, areas: list[str], **options: object) -> None:
        """A data validation over some areas."""
        options["multi_range"] = " ".join(areas)
        row, column = split_address(areas[0].partition(":")[0])
        code = self.sheet.data_validation(row - 1, column - 1, row - 1, column - 1, options)
        _done(code, self.name, areas[0])

    def rule(self, areas: Iterable[str], formula: str, style: object) -> None:
        """A conditional format over some areas, by a formula on this sheet."""
        areas = list(areas)
        row, column = split_address(areas[0].partition(":")[0])
        options = {"type": "formula", "criteria": formula, "format": style}
        options["multi_range"] = " ".join(areas)
        code = self.sheet.conditional_format(row - 1, column - 1, row - 1, column - 1, options)
        _done(code, self.name, formula)

    def width(self, column: int, width: float, *, hidden: bool = False) -> None:
        """How wide a column is, in digits."""
        options = {"hidden": True} if hidden else {}
        _done(
            self.sheet.set_column(column - 1, column - 1, width, None, options), self.name, "width"
        )

    def height(self, row: int, height: float, *, hidden: bool = False) -> None:
        """How high a row is, in points."""
        options = {"hidden": True} if hidden else {}
        _done(self.sheet.set_row(row - 1, height, None, options), self.name, "height")


def _done(code: int | None, where: str, what: str) -> None:
    if code:
        raise TemplateError(f"XlsxWriter {code}: {where}: {what}")


def exact(steps: int, measure: Measure) -> int | Decimal:
    """Whole steps as the number a cell holds. TemplateError for more digits than Excel keeps."""
    return scaled(steps, measure.decimals)


def scaled(steps: int, decimals: int) -> int | Decimal:
    """As `exact`, by decimals."""
    scale = 10**decimals
    whole, rest = divmod(steps, scale)
    number: int | Decimal = whole if not rest else Decimal(steps).scaleb(-decimals).normalize()
    digits = len(str(abs(whole if not rest else steps)).rstrip("0"))
    if digits > _DIGITS or (not rest and abs(whole) >= 10**_DIGITS):
        raise TemplateError(f"{number}: Excel 只能保存 {_DIGITS} 位数字")
    return number


def literal(text: str) -> str:
    """A text inside a formula. TemplateError where Excel would call the file damaged."""
    if len(text) > _LONGEST_LITERAL:
        raise TemplateError(f"{len(text)} > {_LONGEST_LITERAL}: {text[:20]}…")
    return '"' + text.replace('"', '""') + '"'


_PLACE = re.compile(r"\{(\w+)\}")


def joined(words: str, **places: str) -> str:
    """Words with {places} as a formula (without =) that joins texts and the places' formulas."""
    parts = _PLACE.split(words)
    found = []
    for number, part in enumerate(parts):
        if number % 2:
            found.append(places[part])
        elif part:
            found.append(literal(part))
    return "&".join(found)
