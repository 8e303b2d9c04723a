"""Structure edits made by LibreOffice itself: rows and columns put in and taken out, sheets renamed,
copied, hidden, deleted and put into another order, in a filled workbook without damage.

What is true afterwards is worked out on the XML: each edit is made there too, cell by cell. One process
of LibreOffice edits many workbooks, by a macro in a profile of its own.
"""

import random
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from damage.pages import Damaged, Page, Truth
from xl2report.form.plan import Plan

MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Main(list As String)
  Dim line As String, steps, parts, n As Integer, i As Integer
  n = FreeFile
  Open list For Input As #n
  Do While Not EOF(n)
    Line Input #n, line
    If Len(line) &gt; 0 Then Edit(line)
  Loop
  Close #n
  StarDesktop.terminate()
End Sub

Sub Edit(line As String)
  On Error Goto Failed
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  Dim asked(0) As New com.sun.star.beans.PropertyValue
  Dim doc, fields, steps, words, sheet, i As Integer
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  fields = Split(line, "|")
  doc = StarDesktop.loadComponentFromURL(ConvertToURL(fields(0)), "_blank", 0, hidden())
  For i = 2 To UBound(fields)
    words = Split(fields(i), ",")
    sheet = doc.Sheets.getByIndex(CInt(words(1)))
    If sheet.isProtected() Then sheet.unprotect("")
    Select Case words(0)
      Case "insert_rows": sheet.Rows.insertByIndex(CLng(words(2)), CLng(words(3)))
      Case "delete_rows": sheet.Rows.removeByIndex(CLng(words(2)), CLng(words(3)))
      Case "insert_columns": sheet.Columns.insertByIndex(CLng(words(2)), CLng(words(3)))
      Case "delete_columns": sheet.Columns.removeByIndex(CLng(words(2)), CLng(words(3)))
      Case "rename": sheet.Name = words(2)
      Case "copy": doc.Sheets.copyByName(sheet.Name, words(2), doc.Sheets.Count)
      Case "delete": doc.Sheets.removeByName(sheet.Name)
      Case "hide": sheet.IsVisible = False
      Case "last": doc.Sheets.moveByName(sheet.Name, doc.Sheets.Count)
    End Select
  Next i
  asked(0).Name = "FilterName"
  asked(0).Value = "Calc MS Excel 2007 XML"
  doc.storeToURL(ConvertToURL(fields(1)), asked())
Failed:
  On Error Resume Next
  doc.close(True)
End Sub
</script:module>
"""
# An edit as the macro takes it: what, the sheet by its place (from 0), and numbers or a name.
Step = tuple[str | int, ...]
Where = Callable[[int, int], tuple[int, int] | None]


class Edited(Damaged):
    """One workbook whose edits are made on its XML, and kept to be made by LibreOffice."""

    def __init__(self, plan: Plan, workbook: bytes, chance: random.Random) -> None:
        super().__init__(plan, workbook, chance)
        self.steps: list[Step] = []
        self.order = [sheet.get("name") for sheet in self.sheets]

    def lines(self, what: str) -> None:
        """Rows or columns put in or taken out, as a person does who has unprotected the sheet."""
        page, chance = self._standing(), self.chance
        rows = what.endswith("rows")
        many = chance.randint(1, 3)
        at = chance.randint(1, (page.bottom + 4) if rows else (page.right + 3))
        place = self.order.index(page.name)
        if what.startswith("insert"):
            self.steps.append((what, place, at - 1, many))
            move = _shifted(rows=rows, at=at, by=many)
        else:
            self.steps.append((what, place, at - 1, 1))
            move = _taken(rows=rows, at=at)
        page.move(move, aware=True)

    def sheet(self, what: str) -> None:
        """A sheet renamed, copied, hidden, deleted or moved behind all others."""
        page = self._standing()
        name, place = page.name, self.order.index(page.name)
        listed = self.listed(page)
        if what == "rename":
            page.name = self.free_name(name).replace(",", "").encode("ascii", "ignore").decode()
            page.name = page.name.strip() or f"x{len(self.steps)}"
            if page.name in self.order:
                page.name = name
                return
            listed.set("name", page.name)
            self.order[place] = page.name
            self.steps.append((what, place, page.name))
        elif what == "copy":
            copied = f"copy{len(self.order)}"
            self.steps.append((what, place, copied))
            self.order.append(copied)
            self._copied(page)
        elif what == "delete" and len(self.order) > 3 and page.state != "copied":
            self.steps.append((what, place))
            del self.order[place]
            self.sheets.remove(listed)
            page.name = ""
        elif what == "hide":
            self.steps.append((what, place))
        elif what == "last":
            self.steps.append((what, place))
            self.order.append(self.order.pop(place))

    def _copied(self, page: Page) -> None:
        # The copy holds the same: whichever of the two is read, no value is another.
        page.state = "copied"

    def _standing(self) -> Page:
        there = [page for page in self.pages.values() if page.name]
        tables = [page for page in self.tables if page.name]
        return self.chance.choice([*tables, *tables, *there])


def _shifted(*, rows: bool, at: int, by: int) -> Where:
    if rows:
        return lambda row, column: (row + by * (row >= at), column)
    return lambda row, column: (row, column + by * (column >= at))


def _taken(*, rows: bool, at: int) -> Where:
    if rows:
        return lambda row, column: None if row == at else (row - (row > at), column)
    return lambda row, column: None if column == at else (row, column - (column > at))


LINES = ("insert_rows", "insert_rows", "delete_rows", "insert_columns", "delete_columns")
SHEETS = ("rename", "copy", "hide", "last", "delete")


def edited(plan: Plan, workbook: bytes, seed: str) -> tuple[list[Step], Truth]:
    """One to four edits of a workbook, and what is true after them."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    book = Edited(plan, workbook, chance)
    for _ in range(chance.choice((1, 1, 2, 2, 3, 4))):
        if chance.random() < 0.7:
            book.lines(chance.choice(LINES))
        else:
            book.sheet(chance.choice(SHEETS))
    _, truth = book.finished()
    return book.steps, truth


def edit_all(works: Sequence[tuple[Path, Path, list[Step]]], folder: Path) -> None:
    """Let one LibreOffice make the edits: each (workbook, target, edits). What fails has no target."""
    program = shutil.which("soffice") or "soffice"
    profile = folder / "profile"
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    # The first start makes the profile, with an empty module in it.
    start = [*command, "--terminate_after_init"]
    subprocess.run(start, check=False, capture_output=True, timeout=120)
    module = profile / "user" / "basic" / "Standard" / "Module1.xba"
    module.write_text(MODULE, encoding="utf-8")
    lines = [
        "|".join([str(source), str(target), *(",".join(map(str, step)) for step in steps)])
        for source, target, steps in works
    ]
    (folder / "list.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    macro = f'macro:///Standard.Module1.Main("{folder / "list.txt"}")'
    subprocess.run(
        [*command, macro], check=False, capture_output=True, timeout=60 + 10 * len(works)
    )
