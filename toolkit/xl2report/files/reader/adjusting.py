"""The office's adjustments from a workbook of its own (调整.xlsx): one a row, columns found by heading.

No form's workbook, so openpyxl reads it: whatever that opens will do.
"""

from datetime import date, datetime
from io import BytesIO
from typing import NamedTuple

from xl2report.files.reader.guards import demand_small
from xl2report.files.reader.package import UnreadableBook
from xl2report.ground.adjusting import ADJUSTMENT_HEADINGS
from xl2report.ground.points import column_letters

_MOST_ROWS, _MOST_COLUMNS, _DEEPEST = 20_000, 60, 30
# A sheet without these is none of adjustments.
_NEEDED = frozenset({"point", "amount"})


class NoAdjustments(Exception):
    """No workbook, or one without the headings; `readable` tells which."""

    def __init__(self, *, readable: bool) -> None:
        super().__init__()
        self.readable = readable


class AdjustmentSheet(NamedTuple):
    """The adjustments as they stand: sheet, columns (field → letters), rows with their number."""

    sheet: str
    columns: dict[str, str]
    rows: tuple[tuple[int, dict[str, str]], ...]


def read_adjustments(data: bytes) -> AdjustmentSheet:
    """The rows in which anything stands, as typed; the first sheet with the headings counts.

    Raises NoAdjustments.
    """
    from openpyxl import load_workbook

    try:
        demand_small(data)
        book = load_workbook(BytesIO(data), data_only=True)
    except UnreadableBook as error:
        raise NoAdjustments(readable=False) from error
    except Exception as error:  # openpyxl raises whatever the file makes it stumble over
        raise NoAdjustments(readable=False) from error
    for sheet in book.worksheets:
        last = min(sheet.max_row, _MOST_ROWS), min(sheet.max_column, _MOST_COLUMNS)
        lines = sheet.iter_rows(max_row=last[0], max_col=last[1], values_only=True)
        columns: dict[str, int] = {}
        rows = []
        for number, line in enumerate(lines, 1):
            if not columns:
                found = _columns([_text(cell) for cell in line]) if number <= _DEEPEST else {}
                columns = found if found.keys() >= _NEEDED else {}
                continue
            fields = {field: _text(line[column]) for field, column in columns.items()}
            if any(fields.values()):
                rows.append((number, fields))
        if columns:
            letters = {field: column_letters(column + 1) for field, column in columns.items()}
            return AdjustmentSheet(sheet.title, letters, tuple(rows))
    raise NoAdjustments(readable=True)


def _columns(titles: list[str]) -> dict[str, int]:
    plain = [title.replace(" ", "").replace("*", "") for title in titles]
    return {
        heading.field: next(plain.index(name) for name in heading.titles if name in plain)
        for heading in ADJUSTMENT_HEADINGS
        if any(name in plain for name in heading.titles)
    }


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        cell = cell.date() if (cell.hour, cell.minute, cell.second) == (0, 0, 0) else cell
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
