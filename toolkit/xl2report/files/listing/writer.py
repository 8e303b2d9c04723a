"""The list of findings as .xlsx: what it is, one line a finding, one line a unit.

Texts are written as texts whatever they begin with. The same telling gives the same bytes.
"""

import io
from datetime import datetime
from math import ceil
from typing import Any
from unicodedata import east_asian_width

from xlsxwriter.workbook import Workbook

from xl2report.files.listing.words import WORDS
from xl2report.ground.marks import LISTING_PROPERTY
from xl2report.ground.telling import Line, Telling

# Nothing is taken from the clock.
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook knows no zones
_LONGEST_CELL = 32_767
_MOST_HEIGHT = 400.0  # Excel's rows end at 409
_SIZE = 10.5
_FONT = {"font_name": "宋体", "font_size": _SIZE, "font_charset": 134, "valign": "vcenter"}
_BOX = {**_FONT, "border": 1, "border_color": "#A6A6A6", "text_wrap": True}
_FORMATS: dict[str, dict[str, object]] = {
    "title": {**_FONT, "font_name": "黑体", "font_size": 18},
    "text": {**_FONT, "text_wrap": True},
    "part": {**_FONT, "bold": True},
    "link": {**_BOX, "indent": 1, "font_color": "#0563C1", "underline": 1},
    "heading": {**_BOX, "bold": True, "bg_color": "#DDEBF7", "align": "center"},
    "cell": {**_BOX, "align": "left", "valign": "top", "indent": 1},
    "middle": {**_BOX, "align": "left", "indent": 1},
    "centre": {**_BOX, "align": "center", "valign": "top"},
    "count": {**_BOX, "align": "left", "indent": 1, "num_format": "0"},
    "number": {**_BOX, "align": "center", "num_format": "0"},
    "quiet": {**_BOX, "align": "center", "num_format": "0;;", "font_color": "#808080"},
    "error": {**_BOX, "align": "center", "valign": "top", "bold": True, "bg_color": "#F8CBAD"},
    "warning": {**_BOX, "align": "center", "valign": "top", "bold": True, "bg_color": "#FFE699"},
    "information": {**_BOX, "align": "center", "valign": "top"},
    "bad": {**_BOX, "align": "center", "bold": True, "font_color": "#9C0006"},
    "good": {**_BOX, "align": "center", "font_color": "#00702E"},
}
_FINDING_WIDTHS = {
    "unit": 18, "book": 18, "place": 24, "message": 44, "remedy": 34, "level": 9, "code": 7,
    "name": 13, "explanation": 18,
}  # fmt: skip
_UNIT_WIDTHS = {
    "unit": 28, "book": 28, "verdict": 19, "errors": 9, "warnings": 9, "explained": 9, "notes": 9, "holds": 11,
    "broken": 11, "unassessable": 13,
}  # fmt: skip
_SUMS = ("errors", "warnings", "explained", "notes", "holds", "broken", "unassessable")


class ListingError(Exception):
    """A workbook that would not hold what it should; the message says what and where."""


def write_listing(telling: Telling) -> bytes:
    """The bytes of the workbook. Raises ListingError."""
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    words = WORDS[telling.language]
    book.set_properties({"title": words["title"], "created": _CREATED})
    _done(book.set_custom_property(LISTING_PROPERTY, "1", "text"), LISTING_PROPERTY)
    book.set_size(1600, 1000)
    formats = {name: book.add_format(look) for name, look in _FORMATS.items()}
    sheets = {
        name: _Sheet(book.add_worksheet(words[name]), formats)
        for name in ("readme", "findings", "units")
    }
    _readme(sheets["readme"], telling, words)
    _findings(sheets["findings"], telling, words)
    _units(sheets["units"], telling, words)
    book.close()
    return buffer.getvalue()


class _Sheet:
    """A sheet; every call checked, because XlsxWriter reports what it leaves out only softly."""

    def __init__(self, sheet: Any, formats: dict[str, Any]) -> None:  # noqa: ANN401 - XlsxWriter is not annotated
        self.sheet = sheet
        self.formats = formats

    def text(self, row: int, column: int, text: str, look: str) -> None:
        """A text that stays text, whatever it begins with."""
        if len(text) > _LONGEST_CELL:
            text = text[: _LONGEST_CELL - 1] + "…"
        if text:
            _done(self.sheet.write_string(row, column, text, self.formats[look]), text[:20])
        else:
            _done(self.sheet.write_blank(row, column, None, self.formats[look]), "blank")

    def number(self, row: int, column: int, value: int, look: str) -> None:
        """A count."""
        _done(self.sheet.write_number(row, column, value, self.formats[look]), str(value))

    def link(self, row: int, column: int, sheet: str) -> None:
        """A jump to a sheet of this workbook."""
        target = f"internal:'{sheet}'!A1"
        _done(self.sheet.write_url(row, column, target, self.formats["link"], sheet), target)

    def page(self, words: dict[str, str], *, landscape: bool) -> None:
        """Paper and footer: A4, as wide as one page."""
        self.sheet.set_paper(9)
        if landscape:
            self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        _done(self.sheet.set_footer(words["footer"]), "footer")

    def table(self, widths: dict[str, int], words: dict[str, str], rows: int) -> None:
        """Headings in the first row: filtered, frozen, repeated on every page."""
        for column, (name, width) in enumerate(widths.items()):
            _done(self.sheet.set_column(column, column, width), name)
            self.text(0, column, words[name], "heading")
        _done(self.sheet.set_row(0, 24), "heading")
        _done(self.sheet.autofilter(0, 0, max(rows, 1), len(widths) - 1), "filter")
        self.sheet.freeze_panes(1, 1)
        _done(self.sheet.repeat_rows(0), "repeat")

    def height(self, row: int, texts: list[tuple[str, float]], least: float = 20.0) -> None:
        """A row so high that each text fits into its width."""
        most = max((_lines(text, width) for text, width in texts), default=1)
        height = min(_MOST_HEIGHT, max(least, most * _SIZE * 1.36 + 4))
        _done(self.sheet.set_row(row, height), "height")


def _readme(sheet: _Sheet, telling: Telling, words: dict[str, str]) -> None:
    widths = (20, 78)
    for column, width in enumerate(widths):
        _done(sheet.sheet.set_column(column, column, width), "width")
    sheet.sheet.hide_gridlines(2)
    sheet.text(0, 0, words["title"], "title")
    _done(sheet.sheet.set_row(0, 36), "height")
    sheet.text(1, 0, words["what"], "part")
    row = 3
    for name, count in (("findings", len(telling.lines)), ("units", len(telling.books))):
        sheet.link(row, 0, words[name])
        sheet.text(row, 1, words[f"go_{name}"].format(count=count), "middle")
        _done(sheet.sheet.set_row(row, 22), "height")
        row += 1
    row += 1
    sheet.text(row, 0, words["sums"], "part")
    for name, value in zip(_SUMS, telling.counts, strict=True):
        row += 1
        sheet.text(row, 0, words[name], "middle")
        sheet.number(row, 1, value, "count")
        _done(sheet.sheet.set_row(row, 20), "height")
    row += 2
    sheet.text(row, 0, words["severity"], "part")
    for look, name in (("error", "errors"), ("warning", "warnings"), ("information", "notes")):
        row += 1
        sheet.text(row, 0, words[name], look)
        sheet.text(row, 1, words[f"means_{look}"], "middle")
        sheet.height(row, [(words[f"means_{look}"], widths[1])], least=20)
    row += 2
    sheet.text(row, 0, words["how"], "part")
    _done(
        sheet.sheet.merge_range(row + 1, 0, row + 1, 1, words["how_text"], sheet.formats["text"]),
        "how",
    )
    sheet.height(row + 1, [(words["how_text"], sum(widths))])
    sheet.page(words, landscape=False)


def _findings(sheet: _Sheet, telling: Telling, words: dict[str, str]) -> None:
    lines = telling.lines
    sheet.table(_FINDING_WIDTHS, words, len(lines))
    for row, line in enumerate(lines, 1):
        cells = _cells(line, words)
        for column, (name, text) in enumerate(cells.items()):
            look = "centre" if name in ("code", "name") else "cell"
            sheet.text(row, column, text, line.severity if name == "level" else look)
        sheet.height(row, [(text, _FINDING_WIDTHS[name]) for name, text in cells.items()])
    if not lines:
        sheet.text(1, 0, words["none"], "cell")
    sheet.page(words, landscape=True)


def _cells(line: Line, words: dict[str, str]) -> dict[str, str]:
    remedy = line.remedy
    if line.suspects:
        remedy += f"\n{words['suspected']}{line.suspects}"
    own = {"message": line.message, "remedy": remedy}
    return {name: own.get(name) or getattr(line, name) for name in _FINDING_WIDTHS}


def _units(sheet: _Sheet, telling: Telling, words: dict[str, str]) -> None:
    sheet.table(_UNIT_WIDTHS, words, len(telling.books))
    for row, told in enumerate(telling.books, 1):
        verdict = told.verdict(telling.language)
        sheet.text(row, 0, told.unit, "middle")
        sheet.text(row, 1, told.book, "middle")
        sheet.text(row, 2, verdict, "good" if told.good else "bad")
        for column, value in enumerate(told.counts, 3):
            sheet.number(row, column, value, "number" if value else "quiet")
        texts = [(told.unit, 28.0), (told.book, 28.0), (verdict, 19.0)]
        sheet.height(row, texts, least=21)
    sheet.page(words, landscape=True)


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a cell so wide; on the safe side. Chinese signs count two."""
    room = max(1.0, width - 3.0)
    return sum(max(1, ceil(_units_of(part) / room)) for part in text.split("\n"))


def _units_of(text: str) -> float:
    return sum(2.0 if east_asian_width(char) in "WFA" else 1.05 for char in text)


def _done(code: int | str | None, what: str) -> None:
    # merge_range gives a number, or the last cell's answer.
    if code:
        raise ListingError(f"XlsxWriter {code}: {what}")
