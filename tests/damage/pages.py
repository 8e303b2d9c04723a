"""A filled workbook while it is damaged in its XML, and what is true of it afterwards.

Every answer's cell carries a tag while it is damaged. A cell that is moved takes its tag along; content
that is pasted elsewhere does not. What stands at the end in the cell with a tag is the truth of that
tag, unless the damage left two readings of it: then the only right answer is a refusal.
"""

import random
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from lxml import etree

import city
from xl2report.form.layout import CHECKS_EXPLANATION, COVER_TOP, GRID_TOP, TEXTS_TOP
from xl2report.form.plan import Plan, SheetPlan
from xl2report.ground.points import address, column_letters, split_address

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
NAMES = ("Sheet1", "表2", "{} (2)", "{}（改）", "复件 {}", "a", "二、主动公开1", "统计表")
_REFERENCE = re.compile(r"(?<![A-Za-z0-9!_'])(\$?)([A-Z]{1,3})(\$?)([0-9]{1,5})(?![A-Za-z0-9(!])")


# lxml has no types of its own.
Element = Any


def q(name: str) -> str:
    return f"{{{MAIN}}}{name}"


class Truth(NamedTuple):
    """What each tag's cell holds at the end: text, "" for blank; a tag that is not here has no cell.

    `open` are tags for which two readings are possible, `loose` the tables without all their codes.
    """

    cells: dict[str, str]
    open: frozenset[str]
    loose: frozenset[str]


class Page:
    """The XML of one sheet, its answers tagged."""

    def __init__(
        self, name: str, root: Element, spots: dict[str, str], size: tuple[int, int, int, int]
    ) -> None:
        self.name = self.home = name
        self.root = root
        self.data = root.find(q("sheetData"))
        self.top, self.bottom, self.left, self.right = size
        self.state = ""
        for cell in self.data.iter(q("c")):
            tag = spots.get(cell.get("r"))
            if tag:
                cell.set("tag", tag)

    def rows(self) -> dict[int, Element]:
        return {int(row.get("r")): row for row in self.data}

    def cells(self) -> dict[str, Element]:
        return {cell.get("r"): cell for row in self.data for cell in row}

    def move(self, where: Callable[[int, int], tuple[int, int] | None], *, aware: bool) -> None:
        """Every cell goes where the function says, or away; merges and formulas too if `aware`."""
        placed: dict[int, dict[int, Element]] = {}
        heights = {int(row.get("r")): dict(row.attrib) for row in self.data}
        for row in list(self.data):
            for cell in list(row):
                there = where(*split_address(cell.get("r")))
                if there is not None:
                    cell.set("r", address(*there))
                    placed.setdefault(there[0], {})[there[1]] = cell
            self.data.remove(row)
        for number in sorted(placed):
            attributes = {**heights.get(number, {}), "r": str(number)}
            attributes.pop("spans", None)
            row = etree.SubElement(self.data, q("row"), attributes)
            for column in sorted(placed[number]):
                row.append(placed[number][column])
        if aware:
            self._follow(where)

    def _follow(self, where: Callable[[int, int], tuple[int, int] | None]) -> None:
        merges = self.root.find(q("mergeCells"))
        for merge in list(merges) if merges is not None else ():
            first, last = (split_address(end) for end in merge.get("ref").split(":"))
            corners = [
                there
                for row in range(first[0], last[0] + 1)
                for column in range(first[1], last[1] + 1)
                if (there := where(row, column)) is not None
            ]
            if len(corners) < 2:
                merges.remove(merge)
                continue
            rows, columns = zip(*corners, strict=True)
            ends = address(min(rows), min(columns)), address(max(rows), max(columns))
            merge.set("ref", ":".join(ends))

        def shifted(found: re.Match[str]) -> str:
            there = where(*split_address(found[2] + found[4]))
            if there is None:
                return "#REF!"
            return f"{found[1]}{column_letters(there[1])}{found[3]}{there[0]}"

        for formula in self.data.iter(q("f")):
            formula.text = _REFERENCE.sub(shifted, formula.text or "")


def text_of(cell: Element, strings: list[str]) -> str:
    value = cell.find(q("v"))
    if cell.get("t") == "inlineStr":
        return "".join(cell.itertext())
    if value is None or value.text is None:
        return ""
    return strings[int(value.text)] if cell.get("t") == "s" else str(value.text)


def write_text(cell: Element, text: str) -> None:
    clear(cell)
    cell.set("t", "inlineStr")
    made = etree.SubElement(etree.SubElement(cell, q("is")), q("t"))
    made.text = text
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def clear(cell: Element) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)


def take_content(cell: Element) -> tuple[str | None, list[Element]]:
    kind, children = cell.get("t"), list(cell)
    clear(cell)
    return kind, children


def put_content(cell: Element, content: tuple[str | None, list[Element]]) -> None:
    clear(cell)
    kind, children = content
    if kind:
        cell.set("t", kind)
    cell.extend(children)


class Damaged:
    """One workbook while it is damaged."""

    def __init__(self, plan: Plan, workbook: bytes, chance: random.Random) -> None:
        self.plan, self.chance = plan, chance
        self.parts = city.parts_of(workbook)
        self.open: set[str] = set()
        self.done: list[str] = []
        strings = etree.fromstring(self.parts["xl/sharedStrings.xml"])
        self.strings = ["".join(t.text or "" for t in one.iter(q("t"))) for one in strings]
        self.book = etree.fromstring(self.parts["xl/workbook.xml"])
        self.links = etree.fromstring(self.parts["xl/_rels/workbook.xml.rels"])
        self.types = etree.fromstring(self.parts["[Content_Types].xml"])
        self.sheets = self.book.find(q("sheets"))
        self.pages: dict[str, Page] = {}
        tags, sizes = self._tags(), self._sizes()
        targets = {link.get("Id"): link.get("Target") for link in self.links}
        for sheet in self.sheets:
            name = sheet.get("name")
            if name in sizes:
                part = "xl/" + str(targets[sheet.get(f"{{{LINK}}}id")]).removeprefix("/xl/")
                root = etree.fromstring(self.parts[part])
                self.pages[part] = Page(name, root, tags.get(name, {}), sizes[name])
        self.tables = [
            p for p in self.pages.values() if p.name in {t.sheet for t in plan.form.tables}
        ]

    def _tags(self) -> dict[str, dict[str, str]]:
        plan, found = self.plan, dict[str, dict[str, str]]()
        for point, (sheet, spot) in zip(plan.form.points, plan.layout.cells, strict=True):
            found.setdefault(sheet, {})[spot] = f"point:{point.id}"
        sheets, layout = plan.form.sheets, plan.layout
        for table in plan.form.tables:
            found[table.sheet][layout.declaration(table)] = f"declared:{table.id}"
        found.setdefault(sheets.texts, {}).update(
            {s: f"passage:{k}" for k, s in layout.text_cells.items()}
        )
        found[sheets.cover] = {spot: f"cover:{key}" for key, spot in layout.cover_cells.items()}
        found[sheets.checks] = {spot: f"why:{key}" for spot, key in plan.explanations.items()}
        return found

    def _sizes(self) -> dict[str, tuple[int, int, int, int]]:
        """First and last row, first and last column of what can be damaged."""
        plan, sheets = self.plan, self.plan.form.sheets
        found = {
            table.sheet: (GRID_TOP + 1, GRID_TOP + table.grid.rows, 1, table.grid.cols)
            for table in plan.form.tables
        }
        found[sheets.cover] = (COVER_TOP, COVER_TOP + len(plan.form.cover) - 1, 2, 3)
        found[sheets.texts] = (TEXTS_TOP, TEXTS_TOP + len(plan.form.indicators) - 1, 1, 6)
        rows = plan.layout.check_rows.values()
        found[sheets.checks] = (min(rows), max(rows), 1, CHECKS_EXPLANATION)
        return found

    def page(self) -> Page:
        return self.chance.choice([*self.tables, *self.tables, *self.pages.values()])

    def listed(self, page: Page) -> Element:
        return next(sheet for sheet in self.sheets if sheet.get("name") == page.name)

    def add_sheet(self, name: str, root: Element, number: int) -> str:
        part = f"xl/worksheets/sheet{number}.xml"
        self.parts[part] = etree.tostring(root)
        etree.SubElement(self.types, f"{{{TYPES}}}Override", PartName=f"/{part}", ContentType=SHEET)
        target = f"worksheets/sheet{number}.xml"
        etree.SubElement(
            self.links,
            f"{{{PACKAGE}}}Relationship",
            Id=f"rIdD{number}",
            Type=f"{LINK}/worksheet",
            Target=target,
        )
        made = etree.SubElement(self.sheets, q("sheet"), name=name, sheetId=str(number))
        made.set(f"{{{LINK}}}id", f"rIdD{number}")
        return part

    def free_name(self, like: str) -> str:
        taken = {sheet.get("name").casefold() for sheet in self.sheets}
        names = [name for form in NAMES if (name := form.format(like)[:31]).casefold() not in taken]
        return self.chance.choice(names) if names else f"x{len(taken)}"

    def finished(self) -> tuple[bytes, Truth]:
        """The damaged workbook and what is true of it."""
        self._settle()
        cells: dict[str, str] = {}
        names = {sheet.get("name") for sheet in self.sheets}
        for part, page in self.pages.items():
            for cell in page.data.iter(q("c")):
                tag = cell.attrib.pop("tag", None)
                if tag and page.name in names:
                    cells[tag] = text_of(cell, self.strings)
            if part in self.parts:
                self.parts[part] = etree.tostring(
                    page.root, xml_declaration=True, encoding="UTF-8", standalone=True
                )
        self.parts["xl/workbook.xml"] = etree.tostring(self.book)
        self.parts["xl/_rels/workbook.xml.rels"] = etree.tostring(self.links)
        self.parts["[Content_Types].xml"] = etree.tostring(self.types)
        return city.zipped(self.parts), Truth(cells, frozenset(self.open), self._loose())

    def _settle(self) -> None:
        """A point has one reading again where its number, its codes and all its labels have come together."""
        points = {f"point:{point.id}": n for n, point in enumerate(self.plan.form.points)}
        for page in self.tables:
            planned = next(one for one in self.plan.sheets if one.name == page.home)
            texts = {
                split_address(spot): text
                for spot, cell in page.cells().items()
                if (text := text_of(cell, self.strings)) and cell.get("t")
            }
            for spot, cell in page.cells().items():
                tag = cell.get("tag")
                if tag in self.open & points.keys() and self._is_one(
                    points[tag], split_address(spot), texts, planned
                ):
                    self.open.discard(tag)

    def _is_one(
        self,
        point: int,
        spot: tuple[int, int],
        texts: dict[tuple[int, int], str],
        planned: SheetPlan,
    ) -> bool:
        asked = self.plan.form.points[point].id
        table = planned.table
        value = next(
            cell for cell in table.grid.cells if cell.point == asked and cell.kind == "value"
        )
        for code, at in ((f"r{value.row}", 0), (f"c{value.col}", 1)):
            there = [place for place, text in texts.items() if text == f"{table.id}/{code}"]
            if len(there) != 1 or there[0][at] != spot[at]:
                return False
        for fixed in table.grid.cells:
            label = address(fixed.row + GRID_TOP, fixed.col)
            if point not in planned.governs.get(label, ()):
                continue
            there = [place for place, text in texts.items() if text == fixed.text]
            beside = fixed.kind == "label" and fixed.down == 1
            above = fixed.kind == "header" and fixed.across == 1
            if beside and not any(row == spot[0] for row, _ in there):
                return False
            if above and not any(column == spot[1] for _, column in there):
                return False
            if not beside and not above and len(there) != 1:
                return False
        return True

    def _loose(self) -> frozenset[str]:
        """Tables whose codes are gone in part: exchanged labels are all that is left to go by."""
        found: set[str] = set()
        for table in self.plan.form.tables:
            page = next(one for one in self.pages.values() if one.home == table.sheet)
            there = {text_of(cell, self.strings) for cell in page.data.iter(q("c"))}
            if not there.issuperset(self.plan.layout.codes(table).values()):
                found.add(table.id)
        return frozenset(found)
