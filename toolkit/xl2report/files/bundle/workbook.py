"""The figures as a workbook that can be read by ear and by program: no merged cell, named tables.

The first sheet says what it is; each of the others is one table whose first row is its headings.
"""

import io
import zipfile
from datetime import datetime
from typing import Any
from unicodedata import east_asian_width

from xlsxwriter.workbook import Workbook

from xl2report.files.bundle.figures import COLUMNS, DICTIONARY, Figures, dictionary, tidy

_FONT = {"font_name": "宋体", "font_size": 11, "font_charset": 134, "valign": "top"}
_SAFE_DIGITS = 15  # what a spreadsheet keeps of a number
_WIDEST = 60


class BundleError(Exception):
    """A workbook that would not hold what it should; the message says what and where."""


def points_workbook(figures: Figures, created: datetime) -> bytes:
    """The bytes of the workbook; the same figures give the same. Raises BundleError."""
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    book.set_properties(
        {"title": f"{figures.title}（数据）", "subject": figures.notice, "created": created}
    )
    formats = {
        "text": book.add_format({**_FONT, "text_wrap": True}),
        "head": book.add_format({**_FONT, "bold": True, "bg_color": "#DDEBF7", "border": 1}),
        "title": book.add_format({**_FONT, "font_name": "黑体", "font_size": 16}),
        **{
            str(decimals): book.add_format({**_FONT, "num_format": _number_format(decimals)})
            for decimals in {row.decimals for row in figures.rows}
        },
    }
    about = book.add_worksheet("说明")
    _about(about, figures, formats)
    points = book.add_worksheet("数据")
    headings = [f"{name}（{label}）" for name, (label, _) in COLUMNS.items()]
    decimals = [row.decimals for row in figures.rows]
    _table(
        points, "points", headings, tidy(figures), formats, (list(COLUMNS).index("value"), decimals)
    )
    lexicon = book.add_worksheet("数据字典")
    _table(lexicon, "dictionary", list(DICTIONARY), dictionary(figures), formats, None)
    _done(
        book.define_name(
            "全部数据", f"='数据'!$A$1:${chr(64 + len(COLUMNS))}${len(figures.rows) + 1}"
        ),
        "name",
    )
    book.close()
    return _with_language(buffer.getvalue(), figures.language)


def _about(sheet: Any, figures: Figures, formats: dict[str, Any]) -> None:  # noqa: ANN401 - XlsxWriter is not annotated
    _done(sheet.set_column(0, 0, 18), "width")
    _done(sheet.set_column(1, 1, 80), "width")
    _done(sheet.write_string(0, 0, figures.title, formats["title"]), "title")
    told = [
        ("填报单位", figures.reporter),
        ("统一社会信用代码", figures.code),
        ("年度", str(figures.year or "")),
        ("依据", figures.notice),
        ("数据", f"工作表“数据”，每个指标一行，共{len(figures.rows)}行；空白表示没有数值，不是零"),
        ("数据字典", "工作表“数据字典”，说明各字段、各状态和各指标"),
    ]
    if figures.draft:
        told.append(("草稿", figures.draft))
    for row, (label, text) in enumerate([pair for pair in told if pair[1]], 2):
        _done(sheet.write_string(row, 0, label, formats["text"]), label)
        _done(sheet.write_string(row, 1, text, formats["text"]), label)
    _paper(sheet)


def _table(
    sheet: Any,  # noqa: ANN401 - XlsxWriter is not annotated
    name: str,
    headings: list[str],
    rows: list[tuple[str, ...]],
    formats: dict[str, Any],
    numbers: tuple[int, list[int]] | None,
) -> None:
    """A table from A1: headings in the first row, frozen, repeated on every printed page."""
    for column, heading in enumerate(headings):
        widest = max((_width(row[column]) for row in rows), default=0)
        wide = min(_WIDEST, max(_width(heading), widest) + 2)
        _done(sheet.set_column(column, column, wide), heading)
    for at, row in enumerate(rows, 1):
        for column, text in enumerate(row):
            if numbers is not None and column == numbers[0] and text:
                decimals = numbers[1][at - 1]
                if sum(char.isdigit() for char in text) <= _SAFE_DIGITS:
                    look = formats[str(decimals)]
                    _done(sheet.write_number(at, column, float(text), look), text)
                    continue
            if text:
                _done(sheet.write_string(at, column, text, formats["text"]), text[:20])
    columns = [{"header": heading, "header_format": formats["head"]} for heading in headings]
    options = {"name": name, "columns": columns, "style": "Table Style Light 1"}
    _done(sheet.add_table(0, 0, max(len(rows), 1), len(headings) - 1, options), name)
    sheet.freeze_panes(1, 0)
    _done(sheet.repeat_rows(0), "repeat")
    _paper(sheet)


def _paper(sheet: Any) -> None:  # noqa: ANN401 - XlsxWriter is not annotated
    """A4 across, all columns on one page."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _number_format(decimals: int) -> str:
    return f"0.{'#' * decimals}" if decimals else "0"


def _width(text: str) -> float:
    return sum(2.0 if east_asian_width(char) in "WFA" else 1.1 for char in text)


def _with_language(workbook: bytes, language: str) -> bytes:
    """The workbook with its language said, which XlsxWriter has no word for; stamps of 1980."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive, zipfile.ZipFile(made, "w") as copy:
        for info in archive.infolist():
            content = archive.read(info.filename)
            if info.filename == "docProps/core.xml":
                said = f"<dc:language>{language}</dc:language></cp:coreProperties>"
                content = content.replace(b"</cp:coreProperties>", said.encode())
            entry = zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            # zipfile notes the operating system; Windows and Linux must write the same bytes.
            entry.create_system = 0
            copy.writestr(entry, content)
    return made.getvalue()


def _done(code: int | None, what: str) -> None:
    if code:
        raise BundleError(f"XlsxWriter {code}: {what}")
