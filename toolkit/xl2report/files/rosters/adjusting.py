"""A blank workbook for an office's adjustments: one a row, points to choose from, what each column means.

The same arguments give the same bytes. Nothing stands below the headings: it holds no adjustment yet.
"""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from xlsxwriter.workbook import Workbook

from xl2report.ground.adjusting import ADJUSTMENT_HEADINGS

SHEET, POINTS, HELP = "调整", "可以调整的指标", "填写说明"
_TITLE = "汇总调整"
_README = (
    "汇总时市级自己作的更正填在这里，一行一项，没有就空着。各单位的数不改动；"
    "合并时计入合计，单列在市级工作簿中。填法见“填写说明”。"
)
# Nothing is taken from the clock.
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook knows no zones
_FONT = {"font_name": "宋体", "font_size": 11, "font_charset": 134, "valign": "vcenter"}
_BOX = {**_FONT, "border": 1, "border_color": "#A6A6A6"}
_ROWS = 200  # rows made ready
_TOP = 2  # the row of the headings, from 0


class Choice(NamedTuple):
    """A point that may be adjusted: its label, its cell as `工作表!单元格`, its unit of measure."""

    label: str
    cell: str
    unit: str


def write_adjustments(choices: Sequence[Choice], city: str = "") -> bytes:
    """The bytes of a blank workbook; `choices` are the points that may be adjusted, the first an example."""
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": f"{city}{_TITLE}", "created": _CREATED})
    looks = {
        "title": book.add_format({**_FONT, "font_name": "黑体", "font_size": 16}),
        "text": book.add_format({**_FONT, "text_wrap": True}),
        "heading": book.add_format(
            {**_BOX, "bold": True, "bg_color": "#DDEBF7", "align": "center", "text_wrap": True}
        ),
        "cell": book.add_format({**_BOX, "num_format": "@", "text_wrap": True}),
        "number": book.add_format(_BOX),
        "boxed": book.add_format({**_BOX, "text_wrap": True}),
    }
    _rows(book.add_worksheet(SHEET), len(choices), looks)
    _points(book.add_worksheet(POINTS), choices, looks)
    _help(book.add_worksheet(HELP), choices, looks)
    book.close()
    return buffer.getvalue()


def _rows(sheet: Any, choices: int, looks: dict[str, Any]) -> None:  # noqa: ANN401 - XlsxWriter is not annotated
    wide = len(ADJUSTMENT_HEADINGS) - 1
    last = _TOP + _ROWS
    sheet.write_string(0, 0, _TITLE, looks["title"])
    sheet.set_row(0, 30)
    sheet.merge_range(1, 0, 1, wide, _README, looks["text"])
    sheet.set_row(1, 34)
    for column, heading in enumerate(ADJUSTMENT_HEADINGS):
        sheet.set_column(column, column, heading.width)
        sheet.write_string(_TOP, column, heading.title, looks["heading"])
        look = looks["number" if heading.field == "amount" else "cell"]
        for row in range(_TOP + 1, last + 1):
            sheet.write_blank(row, column, None, look)
        prompt = {"input_title": heading.title, "input_message": heading.help}
        rule: dict[str, Any] = {"validate": "any", **prompt}
        if heading.field == "point" and choices:
            # A cell or an id may be typed as well.
            rule = {
                "validate": "list",
                "source": f"='{POINTS}'!$A$2:$A${choices + 1}",
                "error_type": "information",
                "error_title": "不在列表中",
                "error_message": "可以这样填；汇总时查不到的会指出。",
                **prompt,
            }
        sheet.data_validation(_TOP + 1, column, last, column, rule)
    sheet.set_row(_TOP, 28)
    sheet.freeze_panes(_TOP + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_TOP)
    sheet.print_area(0, 0, _TOP + 20, wide)


def _points(sheet: Any, choices: Sequence[Choice], looks: dict[str, Any]) -> None:  # noqa: ANN401 - as above
    for column, (width, title) in enumerate(
        ((86, "名称（填入“指标”一栏）"), (34, "所在单元格"), (12, "计量单位"))
    ):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, looks["heading"])
    for row, choice in enumerate(choices, 1):
        for column, text in enumerate(choice):
            sheet.write_string(row, column, text, looks["boxed"])
    sheet.freeze_panes(1, 0)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _help(sheet: Any, choices: Sequence[Choice], looks: dict[str, Any]) -> None:  # noqa: ANN401 - as above
    # Column by column, so that the example cannot be taken for a row of adjustments.
    example = {
        "point": choices[0].label if choices else "",
        "amount": "-2",
        "reason": "与某单位重复计算 2 件",
        "author": "张三",
        "date": "2026-01-20",
    }
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 2, 52)
    sheet.write_string(0, 0, "调整表怎么填", looks["title"])
    sheet.set_row(0, 30)
    for column, title in enumerate(("栏目", "填什么", "例如")):
        sheet.write_string(1, column, title, looks["heading"])
    for row, heading in enumerate(ADJUSTMENT_HEADINGS, 2):
        sheet.write_string(row, 0, heading.title, looks["heading"])
        sheet.write_string(row, 1, heading.help, looks["boxed"])
        sheet.write_string(row, 2, example.get(heading.field, ""), looks["boxed"])
        sheet.set_row(row, 34)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
