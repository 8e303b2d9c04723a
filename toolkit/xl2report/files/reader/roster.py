"""The roster (名录): a workbook an office worker keeps, one unit a row, columns found by heading.

No form's workbook, so openpyxl reads it: whatever that opens will do.
"""

from io import BytesIO

# Headings by what they mean; the first that stands in the sheet is taken.
HEADINGS: dict[str, tuple[str, ...]] = {
    "name": ("单位名称", "名称", "单位全称", "name"),
    "code": ("统一社会信用代码", "信用代码", "代码", "code"),
    "short": ("简称", "short"),
    "category": ("类别", "单位类别", "category"),
}


class NotARoster(Exception):
    """No workbook, or one without a heading for the units' names; `readable` tells which."""

    def __init__(self, *, readable: bool) -> None:
        super().__init__()
        self.readable = readable


def read_roster(data: bytes) -> list[dict[str, str]]:
    """The units of a roster: `name`, `code`, `short`, `category` as typed, "" where blank.

    The first sheet with a heading for names counts. Raises NotARoster.
    """
    from openpyxl import load_workbook

    try:
        book = load_workbook(BytesIO(data), data_only=True)
    except Exception as error:  # openpyxl raises whatever the file makes it stumble over
        raise NotARoster(readable=False) from error
    for sheet in book.worksheets:
        rows = [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        for top, row in enumerate(rows):
            columns = {
                key: next(row.index(name) for name in names if name in row)
                for key, names in HEADINGS.items()
                if any(name in row for name in names)
            }
            if "name" in columns:
                units = (
                    {key: line[columns[key]] if key in columns else "" for key in HEADINGS}
                    for line in rows[top + 1 :]
                )
                return [unit for unit in units if unit["name"]]
    raise NotARoster(readable=True)


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()
