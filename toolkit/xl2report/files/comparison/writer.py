"""The comparison as .xlsx: what it is, each category's subtotals, and every unit's figures beside last year's.

Numbers are written exactly; what has more digits than Excel keeps is written as text. Texts are texts,
whatever they begin with. The same tables give the same bytes.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from unicodedata import east_asian_width

from xlsxwriter.workbook import Workbook

from xl2report.files.comparison.words import WORDS
from xl2report.ground.marks import LISTING_PROPERTY
from xl2report.ground.points import Measure
from xl2report.ground.wordings.model import Language

# Nothing is taken from the clock.
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook knows no zones
_TEXT = "@"
_FONT = {"font_name": "宋体", "font_size": 10.5, "font_charset": 134, "valign": "vcenter"}
_BOX = {**_FONT, "border": 1, "border_color": "#A6A6A6"}
_DIGITS = 15  # what Excel keeps of a number
_LONGEST_CELL = 32_767
# What a sheet holds below its headings.
MOST_ROWS = 1_048_575
# So many rows go to the disk as they are written; Excel reads their texts, some programs more slowly.
_MANY = 100_000
_SUBTOTALS = {
    "table": 16, "label": 44, "measure": 9, "category": 14, "count": 11, "value": 13, "both": 11,
    "value_both": 14, "last": 13, "change": 13, "point": 36,
}  # fmt: skip
_UNITS = {
    "category": 14, "unit": 30, "code": 21, "table": 16, "label": 44, "measure": 9, "value": 13,
    "last": 13, "change": 13, "point": 36,
}  # fmt: skip
_CATEGORY = list(_SUBTOTALS).index("category")
_CHANGES = frozenset({"change"})


class ComparisonError(Exception):
    """A workbook that would not hold what it should; the message says what."""


class Steps(NamedTuple):
    """An amount in whole steps of its measure."""

    amount: int
    measure: Measure


# A cell: a text, a count, an amount, or blank.
Cell = str | int | Steps | None


class Tables(NamedTuple):
    """What is written: whose, when, what is to be said of it, and the rows of both tables.

    The rows of both have the sheets' columns; `total` is the category of those that are the total, `rows`
    is how many units has.
    """

    city: str
    year: int
    about: Sequence[str]
    draft: bool
    subtotals: Iterable[Sequence[Cell]]
    total: str
    units: Iterable[Sequence[Cell]]
    rows: int


def write_comparison(tables: Tables, language: Language) -> bytes:
    """The bytes of the workbook. Raises ComparisonError."""
    if tables.rows > MOST_ROWS:
        raise ComparisonError(f"{tables.rows} > {MOST_ROWS}")
    words = WORDS[language]
    buffer = io.BytesIO()
    many = tables.rows > _MANY
    book = Workbook(buffer, {"constant_memory": many, "in_memory": not many})
    title = words["title"].format(city=tables.city, year=tables.year)
    if tables.draft:
        title = f"（{words['draft']}）{title}" if language == "zh" else f"{words['draft']}: {title}"
    book.set_properties({"title": title, "created": _CREATED})
    _done(book.set_custom_property(LISTING_PROPERTY, "1", "text"), LISTING_PROPERTY)
    book.set_size(24_000, 15_000)
    looks = _Looks(book)
    _about(book.add_worksheet(words["about"]), title, tables.about, looks)
    _table(
        book.add_worksheet(words["subtotals"]),
        _SUBTOTALS,
        tables.subtotals,
        looks,
        words,
        tables.total,
    )
    _table(book.add_worksheet(words["units"]), _UNITS, tables.units, looks, words, "")
    book.close()
    return buffer.getvalue()


class _Looks:
    """Formats by what stands in a cell, made once each."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - XlsxWriter is not annotated
        self._book = book
        self._known: dict[tuple[str, bool], Any] = {}
        self.title = book.add_format({**_FONT, "font_name": "黑体", "font_size": 16})
        self.said = book.add_format({**_FONT, "text_wrap": True})
        self.heading = book.add_format(
            {**_BOX, "bold": True, "bg_color": "#DDEBF7", "align": "center", "text_wrap": True}
        )

    def __call__(self, shown: str, *, bold: bool) -> Any:  # noqa: ANN401 - as above
        key = (shown, bold)
        if key not in self._known:
            more: dict[str, object] = {"bold": True, "bg_color": "#F2F2F2"} if bold else {}
            if shown == _TEXT:
                # Set off from a number in front of it.
                more |= {"align": "left", "indent": 1}
            self._known[key] = self._book.add_format({**_BOX, "num_format": shown, **more})
        return self._known[key]


def _about(sheet: Any, title: str, about: Sequence[str], looks: _Looks) -> None:  # noqa: ANN401 - as above
    _done(sheet.set_column(0, 0, 100), "width")
    _done(sheet.write_string(0, 0, title, looks.title), title)
    _done(sheet.set_row(0, 32), "height")
    for row, said in enumerate(about, 2):
        _done(sheet.write_string(row, 0, said, looks.said), said)
        _done(sheet.set_row(row, 18.0 * (1 + int(_width(said) / 96))), "height")
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _table(
    sheet: Any,  # noqa: ANN401 - as above
    columns: dict[str, int],
    rows: Iterable[Sequence[Cell]],
    looks: _Looks,
    words: dict[str, str],
    total: str,
) -> None:
    for at, (key, width) in enumerate(columns.items()):
        _done(sheet.set_column(at, at, width), key)
        _done(sheet.write_string(0, at, words[key], looks.heading), key)
    signs = [key in _CHANGES for key in columns]
    last = 1
    for last, row in enumerate(rows, 1):
        bold = bool(total) and row[_CATEGORY] == total
        for at, (cell, signed) in enumerate(zip(row, signs, strict=True)):
            _cell(sheet, last, at, cell, looks, bold=bold, signed=signed)
    _done(sheet.autofilter(0, 0, last, len(columns) - 1), "filter")
    sheet.freeze_panes(1, 1)
    _done(sheet.repeat_rows(0), "repeat")
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _cell(
    sheet: Any,  # noqa: ANN401 - as above
    row: int,
    column: int,
    cell: Cell,
    looks: _Looks,
    *,
    bold: bool,
    signed: bool,
) -> None:
    number: int | Decimal
    if isinstance(cell, Steps):
        decimals = cell.measure.decimals
        shown = f"0.{'#' * decimals}" if decimals and cell.amount % 10**decimals else "0"
        number = Decimal(cell.amount).scaleb(-decimals) if decimals else cell.amount
        if signed:
            shown = f"+{shown};-{shown};0"
        if len(str(abs(cell.amount))) > _DIGITS:
            cell = cell.measure._replace(signed=True).show(cell.amount, sign=signed)
        else:
            _done(sheet.write_number(row, column, number, looks(shown, bold=bold)), shown)
            return
    if isinstance(cell, int):
        _done(sheet.write_number(row, column, cell, looks("0", bold=bold)), "count")
        return
    # Half of a sign, in a name that is no UTF-8, is no text of a workbook.
    text = (cell or "")[:_LONGEST_CELL].encode("utf-8", "replace").decode()
    look = looks(_TEXT, bold=bold)
    if text:
        _done(sheet.write_string(row, column, text, look), text[:20])
    else:
        _done(sheet.write_blank(row, column, None, look), "blank")


def _width(text: str) -> float:
    return sum(2.0 if east_asian_width(char) in "WFA" else 1.05 for char in text)


def _done(code: int | str | None, what: str) -> None:
    if code:
        raise ComparisonError(f"XlsxWriter {code}: {what}")
