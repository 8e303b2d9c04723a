"""The overview as .xlsx: units, whom to remind, files that do not count, kinds of findings, questions.

Texts are written as texts whatever they begin with. The same progress gives the same bytes.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from math import ceil
from typing import Any
from unicodedata import east_asian_width

from xlsxwriter.workbook import Workbook

from xl2report.files.overview.looks import COLOURS
from xl2report.files.overview.words import WORDS
from xl2report.ground.marks import LISTING_PROPERTY
from xl2report.ground.progress import STANDINGS, STATES, Progress, UnitLine
from xl2report.ground.wordings.model import Language

# Nothing is taken from the clock.
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook knows no zones
_FONT = {"font_name": "宋体", "font_size": 10.5, "font_charset": 134}
_BOX = {**_FONT, "border": 1, "border_color": "#A6A6A6", "text_wrap": True, "valign": "top"}
_LONGEST_CELL = 32_767
_MOST_HEIGHT = 400.0

Row = Sequence[str | int]
_WIDTHS: dict[str, dict[str, int]] = {
    "units": {
        "unit": 32, "code": 21, "category": 12, "group": 11, "stage": 14, "state": 12, "received": 12,
        "deadline": 12, "days": 9, "errors": 7, "warnings": 7, "explained": 9, "book": 24, "files": 34,
        "contact": 10, "phone": 16,
    },
    "reminders": {
        "unit": 32, "group": 11, "deadline": 12, "days": 9, "stage": 14, "todo": 52, "contact": 10,
        "phone": 16,
    },
    "strangers": {"file": 36, "standing": 18, "unit": 30, "other": 30, "received": 12},
    "rules": {"code": 9, "kind": 24, "level": 8, "units_count": 10, "times": 8, "question": 50},
    "questions": {"unit": 32, "category": 12, "question": 80},
}  # fmt: skip


class OverviewError(Exception):
    """A workbook that would not hold what it should; the message says what."""


def write_listing(progress: Progress, language: Language) -> bytes:
    """The bytes of the workbook. Raises OverviewError."""
    english = language == "en"
    words = WORDS[language]
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    title = words["title"].format(city=progress.city, year=progress.year)
    book.set_properties({"title": title, "created": _CREATED})
    _done(book.set_custom_property(LISTING_PROPERTY, "1", "text"), LISTING_PROPERTY)
    book.set_size(1600, 1000)
    rows: dict[str, Iterable[Row]] = {
        "units": (_unit(one, language) for one in progress.units),
        "reminders": (_reminder(one, language) for one in progress.reminders),
        "strangers": (
            (one.book, STANDINGS[one.standing][english], one.unit, one.other, one.received)
            for one in progress.strangers
        ),
        "rules": (
            (
                one.code,
                one.name[english],
                words[one.severity],
                one.units,
                one.times,
                one.says[english],
            )
            for one in progress.rules
        ),
        "questions": ((one.unit, one.kind, one.asks[english]) for one in progress.questions),
    }
    looks = {
        "heading": book.add_format(
            {**_BOX, "bold": True, "bg_color": "#DDEBF7", "align": "center"}
        ),
        "cell": book.add_format(_BOX),
        "number": book.add_format({**_BOX, "num_format": "0", "align": "center"}),
    }
    stages = {
        colour: book.add_format({**_BOX, "bold": True, "font_color": colour})
        for colour in COLOURS.values()
    }
    for name, listed in rows.items():
        sheet = book.add_worksheet(words[name])
        columns = _WIDTHS[name]
        for at, (key, width) in enumerate(columns.items()):
            _done(sheet.set_column(at, at, width), key)
            _done(sheet.write_string(0, at, words[key], looks["heading"]), key)
        count = 0
        for count, row in enumerate(listed, 1):
            stage = ""
            if name in {"units", "reminders"}:
                unit = (progress.units if name == "units" else progress.reminders)[count - 1]
                stage = COLOURS[unit.stage]
            _write(sheet, count, row, columns, looks, stages.get(stage))
        _done(sheet.autofilter(0, 0, max(1, count), len(columns) - 1), "filter")
        sheet.freeze_panes(1, 1)
        _done(sheet.repeat_rows(0), "repeat")
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    book.close()
    return buffer.getvalue()


def _write(
    sheet: Any,  # noqa: ANN401 - XlsxWriter is not annotated
    row: int,
    cells: Row,
    columns: dict[str, int],
    looks: dict[str, Any],
    stage: Any,  # noqa: ANN401 - as above
) -> None:
    lines = 1
    for at, (value, (key, width)) in enumerate(zip(cells, columns.items(), strict=True)):
        if isinstance(value, int):
            _done(sheet.write_number(row, at, value, looks["number"]), str(value))
            continue
        look = stage if key == "stage" and stage is not None else looks["cell"]
        text = value if len(value) <= _LONGEST_CELL else value[: _LONGEST_CELL - 1] + "…"
        # Half of a sign, in a name that is no UTF-8, is no text of a workbook.
        text = text.encode("utf-8", "replace").decode()
        if text:
            _done(sheet.write_string(row, at, text, look), text[:20])
        else:
            _done(sheet.write_blank(row, at, None, look), "blank")
        lines = max(lines, sum(_lines(part, width) for part in text.split("\n")))
    _done(sheet.set_row(row, min(_MOST_HEIGHT, 15.0 * lines + 4)), "height")


def _unit(one: UnitLine, language: Language) -> Row:
    english = language == "en"
    files = "\n".join(f"{file.book}：{STANDINGS[file.standing][english]}" for file in one.files)
    return (
        one.unit, one.code, one.category, one.group, one.stage_name(language),
        STATES[one.state][english], one.received, one.deadline, one.late, one.errors, one.warnings,
        one.explained, one.book, files, one.contact, one.phone,
    )  # fmt: skip


def _reminder(one: UnitLine, language: Language) -> Row:
    words = WORDS[language]
    if one.stage == "missing":
        todo = words["send"]
    elif one.state == "duplicate":
        todo = words["decide"]
    else:
        todo = words["correct"].format(count=one.errors)
    todo = "\n".join([todo, *(detail[language == "en"] for detail in one.todo)])
    return (
        one.unit, one.group, one.deadline, one.late, one.stage_name(language), todo, one.contact,
        one.phone,
    )  # fmt: skip


def _lines(text: str, width: int) -> int:
    units = sum(2.0 if east_asian_width(char) in "WFA" else 1.05 for char in text)
    return max(1, ceil(units / max(1.0, width - 2.0)))


def _done(code: int | str | None, what: str) -> None:
    if code:
        raise OverviewError(f"XlsxWriter {code}: {what}")
