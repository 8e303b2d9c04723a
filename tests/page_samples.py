"""Stories for the tests of pages, and a reader of HTML tables that is not their writer.

The reader lays out spans and finds headings as the HTML standard describes it.
"""

import random
from functools import cache
from html.parser import HTMLParser

import city
from xl2report.form.plan import Plan
from xl2report.ground.points import Measure
from xl2report.work.charts import Chart, Series
from xl2report.work.narrative.compose import compose
from xl2report.work.narrative.plan import compile_narrative
from xl2report.work.narrative.story import Story

VOID = {"meta", "br", "col", "wbr", "path", "rect"}

CASES = Measure("件", 0, signed=False)
LONG = "不予公开（属于行政查询事项和一个非常非常长的名称）"
LYING = Chart(
    "a", "bar", "2020年办理结果", "t", ("予以公开", LONG, "<b>&", "零"),
    (Series("", (25, 7, None, 0)),), CASES, "条形图：2020年办理结果。予以公开25件。",
)  # fmt: skip
STANDING = Chart(
    "b", "column", "2018年至2020年政府信息公开申请办理情况", "", ("2018年", "2019年", "2020年"),
    (Series("新收", (3123456, None, 53)), Series("办结", (30, 19, 0)), Series(LONG, (1, 1, 1))),
    CASES, "柱形图。",
)  # fmt: skip


@cache
def full_story(edition: str) -> Story:
    """The report on a return in which every cell has a number."""
    plan = plan_of(edition)
    book = city.template_of(
        plan,
        city.full(plan, random.Random(4)),  # noqa: S311 - figures, not secrets
    )
    return compose(compile_narrative(plan.form), city.read_book(book)[0])


def plan_of(edition: str) -> Plan:
    return city.plan() if edition == "2019" else city.later_plan()


class Cell:
    """A cell: its tag, its attributes, its text; where it stands is found when its table is read."""

    def __init__(self, tag: str, given: dict[str, str], group: int) -> None:
        self.tag = tag
        self.given = given
        self.group = group
        self.text = ""
        self.row = self.col = 0
        self.down = int(given.get("rowspan", 1))
        self.across = int(given.get("colspan", 1))


class TableRead:
    """One table: its caption, its cells by place, its groups of rows and columns."""

    def __init__(self) -> None:
        self.caption = ""
        self.rows: list[list[Cell]] = []
        self.groups: list[str] = []
        self.columns: list[int] = []
        self.at: dict[tuple[int, int], Cell] = {}

    def lay_out(self) -> None:
        """Put each cell at its place, as the standard's algorithm for forming a table does."""
        for row, cells in enumerate(self.rows, 1):
            col = 1
            for cell in cells:
                while (row, col) in self.at:
                    col += 1
                cell.row, cell.col = row, col
                for down in range(cell.down):
                    for right in range(cell.across):
                        assert (row + down, col + right) not in self.at, "cells overlap"
                        self.at[row + down, col + right] = cell
        wide = sum(self.columns)
        expected = {
            (row, col) for row in range(1, len(self.rows) + 1) for col in range(1, wide + 1)
        }
        assert set(self.at) == expected, "cells leave a gap, or reach out of the table"

    @property
    def cells(self) -> list[Cell]:
        return [cell for row in self.rows for cell in row]

    def headings(self, cell: Cell) -> list[Cell]:
        """The headings of a cell: those it names, else those whose scope reaches it."""
        if "headers" in cell.given:
            known = {one.given["id"]: one for one in self.cells if "id" in one.given}
            return [known[name] for name in cell.given["headers"].split()]
        return [one for one in self.cells if one is not cell and self._reaches(one, cell)]

    def _reaches(self, head: Cell, cell: Cell) -> bool:
        beside = head.row <= cell.row < head.row + head.down and head.col < cell.col
        above = head.col <= cell.col < head.col + head.across and head.row < cell.row
        return {
            "row": beside,
            "col": above,
            "rowgroup": head.group == cell.group and cell.row >= head.row,
            "colgroup": above,
        }.get(head.given.get("scope", ""), False)


class PageRead(HTMLParser):
    """A page: every tag with its attributes, its tables, its texts by tag."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.tables: list[TableRead] = []
        self.texts: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == [], f"not closed: {self.open}"
        for table in self.tables:
            table.lay_out()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute twice: {tag} {names}"
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        if tag not in VOID:
            self.open.append(tag)
            self.texts.append((tag, ""))
        table = self.tables[-1] if self.tables else None
        if tag == "table":
            self.tables.append(TableRead())
        elif table is None:
            return
        elif tag in {"thead", "tbody"}:
            table.groups.append(tag)
        elif tag == "colgroup":
            table.columns.append(0)
        elif tag == "col":
            table.columns[-1] += 1
        elif tag == "tr":
            table.rows.append([])
        elif tag in {"th", "td"}:
            table.rows[-1].append(Cell(tag, given, len(table.groups)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for back, (tag, text) in enumerate(reversed(self.texts)):
            if self.open and tag == self.open[-1]:
                self.texts[len(self.texts) - 1 - back] = (tag, text + data)
                break
        if {"th", "td"} & set(self.open):
            self.tables[-1].rows[-1][-1].text += data
        elif "caption" in self.open:
            self.tables[-1].caption += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [given for name, given in self.tags if name == tag]

    def said(self, tag: str) -> list[str]:
        return [text for name, text in self.texts if name == tag]


def relative_luminance(colour: str) -> float:
    """WCAG's, of #rrggbb or #rgb."""
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG's ratio of two colours."""
    high, low = sorted(map(relative_luminance, (one, other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
