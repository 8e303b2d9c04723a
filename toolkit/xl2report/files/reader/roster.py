"""The roster (名录): a workbook an office worker keeps, one unit a row, columns found by heading.

No form's workbook, so openpyxl reads it: whatever that opens will do.
"""

from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from xl2report.files.reader.guards import MOST_STREAMED, demand_small
from xl2report.files.reader.package import UnreadableBook
from xl2report.ground.points import column_letters
from xl2report.ground.rosters import HEADINGS, REMARK

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

# A roster of ten thousand units is far below these; what is above them is no roster.
_MOST_ROWS = 60_000
_MOST_COLUMNS = 200


class NotARoster(Exception):
    """No workbook, or one without a heading for the units' names; `readable` tells which."""

    def __init__(self, *, readable: bool) -> None:
        super().__init__()
        self.readable = readable


class RosterRow(NamedTuple):
    """One row: its number in the sheet, and what stands under each heading, "" where blank."""

    line: int
    fields: dict[str, str]


class RosterSheet(NamedTuple):
    """The roster as it stands: sheet, the columns found (field → letters), rows, headings unused."""

    sheet: str
    columns: dict[str, str]
    rows: tuple[RosterRow, ...]
    unused: tuple[tuple[str, str], ...]


def read_roster(data: bytes) -> RosterSheet:
    """The rows of a roster in which anything stands, as typed.

    The first sheet with a heading for names counts. Raises NotARoster.
    """
    from openpyxl import load_workbook

    _guard(data)
    try:
        # Row by row: the cells of ten thousand units are sixty megabytes to openpyxl otherwise.
        book = load_workbook(BytesIO(data), data_only=True, read_only=True)
        found = next((one for sheet in book.worksheets if (one := _sheet(sheet))), None)
        book.close()
    except Exception as error:  # openpyxl raises whatever the file makes it stumble over
        raise NotARoster(readable=False) from error
    if found is None:
        raise NotARoster(readable=True)
    return found


def _guard(data: bytes) -> None:
    """Raise NotARoster for what would cost more memory than any roster is worth."""
    try:
        demand_small(data, MOST_STREAMED)
    except UnreadableBook as error:
        raise NotARoster(readable=False) from error


def _columns(row: list[str]) -> dict[str, int]:
    """Where each field's heading stands in a row."""
    titles = [title.replace(" ", "").replace("*", "") for title in row]
    return {
        heading.field: next(titles.index(name) for name in heading.titles if name in titles)
        for heading in HEADINGS
        if any(name in titles for name in heading.titles)
    }


def _sheet(sheet: "ReadOnlyWorksheet") -> RosterSheet | None:
    """The rows of a sheet below its headings; None where it has no heading for names."""
    sheet.reset_dimensions()  # WPS writes A1:A1
    lines = sheet.iter_rows(  # type: ignore[misc]  # the stubs have it as another kind of sheet's
        max_row=_MOST_ROWS, max_col=_MOST_COLUMNS, values_only=True
    )
    head: list[str] = []
    top, columns = 0, dict[str, int]()
    found = []
    for number, line in enumerate(lines, 1):
        row = [_text(cell) for cell in line]
        if not columns:
            known = _columns(row)
            if "name" in known:
                head, top, columns = row, number, known
            continue
        fields = {
            field: row[column] if column < len(row) else "" for field, column in columns.items()
        }
        if any(fields.values()):
            found.append(RosterRow(number, fields))
    if not columns:
        return None
    used = set(columns.values())
    unused = tuple(
        (text, f"{column_letters(column + 1)}{top}")
        for column, text in enumerate(head)
        if text and column not in used and text not in REMARK.titles
    )
    letters = {field: column_letters(column + 1) for field, column in columns.items()}
    return RosterSheet(sheet.title, letters, tuple(found), unused)


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
