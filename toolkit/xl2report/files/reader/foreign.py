"""The way round for what the single pass declines: .xls, .et, .ods, .xlsb, and files with a password.

Gives such a workbook the shape of `Book`, without formulas: calamine does not tell them. All of it
is done by a process of its own (`foreign_child`), which may die without taking us along.
"""

from pathlib import Path

from xl2report.files.reader.book import Book, Sheet, SheetInfo, UnreadableBook, open_book
from xl2report.files.reader.cells import Cell
from xl2report.files.reader.markup import clean
from xl2report.form.layout import COVER_ANSWER, Layout
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding
from xl2report.ground.points import column_letters

# Why the single pass declines a file that calamine reads, and what such a file is called.
KINDS = {"xls": ".xls / .et", "ods": ".ods", "xlsb": ".xlsb"}
WAY = "fallback: calamine"
LONGEST_WAIT = 20.0

# The line on reporter and year above every grid.
_WHO = "A2"

_NEEDS_PASSWORD, _WRONG_PASSWORD = 3, 4
_STATES = {"Visible": "visible", "Hidden": "hidden", "VeryHidden": "veryHidden"}


class ForeignBook:
    """A workbook of another format, as far as the reader of forms asks: no names, no formulas."""

    date1904 = False

    def __init__(self, kind: str, sheets: list[tuple[str, str, dict[str, Cell]]]) -> None:
        self.kind = KINDS[kind]
        self.sheets = tuple(SheetInfo(name, state, "") for name, state, _ in sheets)
        self.custom_properties: dict[str, str] = {}
        self._cells = {name: cells for name, _, cells in sheets}
        if not sheets:
            raise UnreadableBook("no_sheets", kind)

    def sheet(self, name: str) -> Sheet:
        """A sheet with its cells."""
        if name not in self._cells:
            raise UnreadableBook("no_sheet", name)
        return Sheet(name, self._cells[name], "calamine", tuple)

    def name(self, _: str) -> str:
        """Nothing: calamine does not give defined names."""
        return ""

    def mark_formulas(self, layout: Layout) -> None:
        """Say of the cells in which the template judges what was typed that they hold formulas."""
        columns = {
            table.sheet: {column_letters(layout.hidden_column(table) + 1)}
            for table in layout.form.tables
        }
        judged = COVER_ANSWER + 1, COVER_ANSWER + 2
        columns[layout.form.sheets.cover] = {column_letters(column) for column in judged}
        for sheet, helpers in columns.items():
            cells = self._cells.get(sheet, {})
            for spot, (kind, text, _) in cells.items():
                if spot == _WHO or spot.rstrip("0123456789") in helpers:
                    cells[spot] = kind, text, ""


AnyBook = Book | ForeignBook


def open_any(data: bytes, password: str = "") -> AnyBook:
    """The workbook in a file's bytes, whatever its format; raises UnreadableBook and nothing else."""
    try:
        return open_book(data)
    except UnreadableBook as error:
        if error.reason == "encrypted" and password and data[:4] != b"PK\3\4":
            return open_any(_decrypted(data, password))
        if error.reason not in KINDS:
            raise
        return _opened(data, error.reason, password)


def _opened(data: bytes, kind: str, password: str) -> ForeignBook:
    import json

    code, out = _ask("read", data)
    if code == _NEEDS_PASSWORD:
        if not password:
            raise UnreadableBook("encrypted", kind)
        return _opened(_decrypted(data, password), kind, "")
    try:
        if code:
            raise UnreadableBook(kind, f"calamine: exit code {code}")
        sheets = [
            (str(name), _STATES.get(state, "visible"), _cells(cells))
            for name, state, cells in json.loads(out)
        ]
    except (ValueError, TypeError) as error:
        raise UnreadableBook(kind, repr(error)) from None
    return ForeignBook(kind, sheets)


def _cells(told: dict[str, list[str]]) -> dict[str, Cell]:
    return {spot: (kind, clean(text), None) for spot, (kind, text) in told.items()}


def _decrypted(data: bytes, password: str) -> bytes:
    code, out = _ask("decrypt", data, password)
    if code == _WRONG_PASSWORD:
        raise UnreadableBook("wrong_password")
    if code or not out:
        raise UnreadableBook("encrypted", f"msoffcrypto: exit code {code}")
    return out


def told_as_foreign(
    book: ForeignBook, filing: Filing | None, findings: list[Finding]
) -> tuple[Filing | None, list[Finding]]:
    """A reading of such a workbook: a total without its formula is how it comes, and told once."""
    if filing is None:
        return filing, findings
    filing.way = WAY
    told = Finding("W214", filing.book, "", args={"kind": book.kind})
    return filing, [told, *(one for one in findings if one.code != "R304")]


def _ask(work: str, data: bytes, password: str = "") -> tuple[int, bytes]:
    """The exit code of the other process and what it says; the password goes by a pipe only."""
    import subprocess
    import sys

    child = Path(__file__).with_name("foreign_child.py")
    secret = password.encode("utf-8", "replace")
    try:
        run = subprocess.run(  # noqa: S603 - our own script
            [sys.executable, "-P", child, work],
            input=b"%d\n" % len(secret) + secret + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=LONGEST_WAIT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return -1, b""
    return run.returncode, run.stdout
