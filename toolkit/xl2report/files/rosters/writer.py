"""A roster to be filled in: one row a unit, choices offered, what each column means on a second sheet.

The same arguments give the same bytes.
"""

import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from xlsxwriter.workbook import Workbook

from xl2report.ground.rosters import CATEGORIES, HEADINGS, REMARK, SHEET, Heading
from xl2report.ground.units import Unit

# Nothing is taken from the clock.
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook knows no zones
_FONT = {"font_name": "宋体", "font_size": 11, "font_charset": 134, "valign": "vcenter"}
_BOX = {**_FONT, "border": 1, "border_color": "#A6A6A6"}
_ROWS = 400  # rows made ready beyond those that are filled
_COLUMNS = (*HEADINGS, REMARK)


def write_roster(units: Iterable[Unit] = (), groups: Iterable[str] = (), city: str = "") -> bytes:
    """The bytes of a roster of the units; `groups` are the deadline groups to choose from."""
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": f"{city}填报单位名录", "created": _CREATED})
    looks = {
        "title": book.add_format({**_FONT, "font_name": "黑体", "font_size": 16}),
        "heading": book.add_format(
            {**_BOX, "bold": True, "bg_color": "#DDEBF7", "align": "center", "text_wrap": True}
        ),
        "cell": book.add_format({**_BOX, "num_format": "@", "text_wrap": True}),
        "text": book.add_format({**_BOX, "text_wrap": True}),
    }
    listed = list(units)
    _roster(book.add_worksheet(SHEET), listed, list(groups), looks)
    _help(book.add_worksheet("填写说明"), looks)
    book.close()
    return buffer.getvalue()


def _roster(sheet: Any, units: list[Unit], groups: list[str], looks: dict[str, Any]) -> None:  # noqa: ANN401 - XlsxWriter is not annotated
    last = len(units) + _ROWS
    for column, heading in enumerate(_COLUMNS):
        sheet.set_column(column, column, heading.width)
        sheet.write_string(0, column, heading.title, looks["heading"])
        for row in range(1, last + 1):
            text = _text(units[row - 1], heading) if row <= len(units) else ""
            if text:
                sheet.write_string(row, column, text, looks["cell"])
            else:
                sheet.write_blank(row, column, None, looks["cell"])
        choices = {"category": list(CATEGORIES), "group": groups}.get(heading.field)
        if choices:
            # Others may be typed: an office has categories of its own.
            rule = {"validate": "list", "source": choices, "error_type": "information"}
            rule |= {"error_title": "不在列表中", "error_message": "可以这样填；请确认不是笔误。"}
            sheet.data_validation(1, column, last, column, rule)
        if heading.help:
            sheet.data_validation(
                1, column, last, column, _prompt(heading)
            ) if not choices else None
    sheet.set_default_row(20)
    sheet.set_row(0, 28)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last, len(_COLUMNS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, max(len(units), 20), len(_COLUMNS) - 1)


def _prompt(heading: Heading) -> dict[str, str]:
    return {"validate": "any", "input_title": heading.title, "input_message": heading.help}


def _text(unit: Unit, heading: Heading) -> str:
    value = getattr(unit, heading.field, None)
    return "" if value is None else str(value)


def _help(sheet: Any, looks: dict[str, Any]) -> None:  # noqa: ANN401 - XlsxWriter is not annotated
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 70)
    sheet.write_string(0, 0, "名录怎么填", looks["title"])
    sheet.set_row(0, 30)
    for row, heading in enumerate(_COLUMNS, 2):
        sheet.write_string(row, 0, heading.title, looks["heading"])
        sheet.write_string(row, 1, heading.help, looks["text"])
        sheet.set_row(row, 22)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
