"""Random damage to filled workbooks, made in the XML, and what is true afterwards.

Every answer's cell carries a tag while it is damaged. A cell that is moved takes its tag along; content
that is pasted elsewhere does not. What stands at the end in the cell with a tag is the truth of that
tag, unless the damage left two readings of it: then the only right answer is a refusal.
"""

import random
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any, NamedTuple

from lxml import etree

import city
from xl2report.form.layout import CHECKS_EXPLANATION, COVER_TOP, GRID_TOP, TEXTS_TOP
from xl2report.form.plan import Plan
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

    def _loose(self) -> frozenset[str]:
        """Tables whose codes are gone in part: exchanged labels are all that is left to go by."""
        found: set[str] = set()
        for table in self.plan.form.tables:
            page = next(one for one in self.pages.values() if one.home == table.sheet)
            there = {text_of(cell, self.strings) for cell in page.data.iter(q("c"))}
            if not there.issuperset(self.plan.layout.codes(table).values()):
                found.add(table.id)
        return frozenset(found)


# ---- the kinds of damage ---------------------------------------------------------------------------


def insert_rows(book: Damaged) -> None:
    page, many = book.page(), book.chance.randint(1, 3)
    at = book.chance.randint(1, page.bottom + 4)
    page.move(lambda r, c: (r + many * (r >= at), c), aware=book.chance.random() < 0.6)
    if book.chance.random() < 0.4:
        copied = book.chance.choice([at - 1, at + many])
        copy_row(page, copied, at)


def copy_row(page: Page, source: int, target: int) -> None:
    """A row's content, without its tags, in another row."""
    row = page.rows().get(source)
    if row is None or target in page.rows():
        return
    made = deepcopy(row)
    made.set("r", str(target))
    for cell in made:
        cell.set("r", address(target, split_address(cell.get("r"))[1]))
        cell.attrib.pop("tag", None)
    page.data.insert(sum(int(one.get("r")) < target for one in page.data), made)


def delete_row(book: Damaged) -> None:
    page = book.page()
    at = book.chance.randint(1, page.bottom + 3)
    if book.chance.random() < 0.5:
        keep_merged(page, at, None)
    page.move(lambda r, c: None if r == at else (r - (r > at), c), aware=book.chance.random() < 0.6)


def delete_column(book: Damaged) -> None:
    page = book.page()
    at = book.chance.randint(1, page.right + 3)
    if book.chance.random() < 0.5:
        keep_merged(page, None, at)
    page.move(lambda r, c: None if c == at else (r, c - (c > at)), aware=book.chance.random() < 0.6)


def keep_merged(page: Page, row: int | None, column: int | None) -> None:
    """What office programs do: text of a merged area outlives the area's first row or column."""
    merges = page.root.find(q("mergeCells"))
    cells = page.cells()
    for merge in merges if merges is not None else ():
        first, last = (split_address(end) for end in merge.get("ref").split(":"))
        if first[0] == row and last[0] > first[0]:
            heir = address(first[0] + 1, first[1])
        elif first[1] == column and last[1] > first[1]:
            heir = address(first[0], first[1] + 1)
        else:
            continue
        source = cells.get(address(*first))
        if source is not None and source.get("tag") is None and heir in cells:
            put_content(cells[heir], take_content(source))


def insert_columns(book: Damaged) -> None:
    page, many = book.page(), book.chance.randint(1, 2)
    at = book.chance.randint(1, page.right + 3)
    page.move(lambda r, c: (r, c + many * (c >= at)), aware=book.chance.random() < 0.6)


def sort_rows(book: Damaged) -> None:
    """Some rows in another order: all of them, without the hidden codes, or labels left behind."""
    page = book.page()
    first = book.chance.randint(page.top, page.bottom - 1) if page.bottom > page.top else page.top
    last = book.chance.randint(first, page.bottom)
    order = list(range(first, last + 1))
    book.chance.shuffle(order)
    to = dict(zip(range(first, last + 1), order, strict=True))
    how = book.chance.choice(("all", "all", "visible", "values and codes"))
    if page not in book.tables:
        how = "all"
    if how == "all":
        page.move(lambda r, c: (to.get(r, r), c), aware=False)
    elif how == "visible":
        page.move(lambda r, c: (to.get(r, r), c) if c <= page.right else (r, c), aware=False)
    else:
        leftmost = min(
            (
                split_address(cell.get("r"))[1]
                for cell in page.data.iter(q("c"))
                if (cell.get("tag") or "").startswith("point:")
            ),
            default=1,
        )
        labels = [
            split_address(cell.get("r"))
            for cell in page.data.iter(q("c"))
            if cell.get("t") == "s" and not cell.get("tag")
        ]
        if any(row in to and leftmost <= column <= page.right for row, column in labels):
            return  # labels would go along with some of the numbers
        for cell in page.data.iter(q("c")):
            row, column = split_address(cell.get("r"))
            if cell.get("tag") and to.get(row, row) != row and column >= leftmost:
                book.open.add(cell.get("tag"))
        page.move(lambda r, c: (to.get(r, r), c) if c >= leftmost else (r, c), aware=False)


def swap_columns(book: Damaged) -> None:
    page = book.chance.choice(book.tables)
    one, other = book.chance.randint(1, page.right), book.chance.randint(1, page.right)
    to = {one: other, other: one}
    page.move(lambda r, c: (r, to.get(c, c)), aware=False)


def paste_off(book: Damaged) -> None:
    """A block of numbers one cell off: labels stay, so that what stands beside a label is its own."""
    page = book.page()
    down, right = book.chance.choice(((1, 0), (-1, 0), (0, 1), (0, -1)))
    cells = page.cells()
    block = [
        cell.get("r")
        for cell in cells.values()
        if (cell.get("tag") or "").startswith("point:") and book.chance.random() < 0.9
    ]
    contents = {spot: take_content(cells[spot]) for spot in block}
    for spot, content in contents.items():
        row, column = split_address(spot)
        if row + down < 1 or column + right < 1:
            continue
        there = cells.get(address(row + down, column + right))
        if there is not None and (there.get("tag") or not len(there)):
            put_content(there, content)


def edit_label(book: Damaged) -> None:
    page = book.page()
    labels = [
        cell
        for cell in page.data.iter(q("c"))
        if cell.get("t") == "s"
        and not cell.get("tag")
        and split_address(cell.get("r"))[0] <= page.bottom + 40
    ]
    if not labels:
        return
    cell = book.chance.choice(labels)
    old = text_of(cell, book.strings)
    other = text_of(book.chance.choice(labels), book.strings)
    write_text(
        cell,
        book.chance.choice(
            [old + "。", old[:-1], f" {old}", other, "其他", old.replace("（", "(")]
        ),
    )


def swap_labels(book: Damaged) -> None:
    """Two labels exchanged in a table: what they name has two readings."""
    page = book.chance.choice(book.tables)
    planned = next(one for one in book.plan.sheets if one.name == page.home)
    spots = [spot for spot, points in planned.governs.items() if points]
    cells = page.cells()
    if not all(
        spot in cells and text_of(cells[spot], book.strings) == planned.labels[spot]
        for spot in spots
    ):
        return
    one, other = book.chance.sample(spots, 2)
    first, second = take_content(cells[one]), take_content(cells[other])
    put_content(cells[one], second)
    put_content(cells[other], first)
    if planned.labels[one] != planned.labels[other]:
        points = planned.governs[one] ^ planned.governs[other]
        book.open |= {f"point:{book.plan.form.points[point].id}" for point in points}


def formulas_to_values(book: Damaged) -> None:
    for page in book.pages.values():
        for formula in list(page.data.iter(q("f"))):
            formula.getparent().remove(formula)


def unprotect(book: Damaged) -> None:
    for page in book.pages.values():
        for locked in page.root.findall(q("sheetProtection")):
            page.root.remove(locked)


def drop_codes(book: Damaged) -> None:
    """The hidden column or row of codes deleted or cleared, or all hidden things."""
    page = book.chance.choice(book.tables)
    way = book.chance.choice(("r", "c", "rc"))
    for cell in list(page.data.iter(q("c"))):
        found = re.fullmatch(r"[a-z_]+/([rc])[0-9]+", text_of(cell, book.strings))
        if found and found[1] in way and book.chance.random() < 0.9:
            clear(cell)


def rename(book: Damaged) -> None:
    page = book.page()
    if all(sheet.get("name") != page.name for sheet in book.sheets):
        return
    sheet = book.listed(page)
    page.name = book.free_name(page.name)
    sheet.set("name", page.name)


def swap_names(book: Damaged) -> None:
    one, other = book.page(), book.page()
    there = {sheet.get("name") for sheet in book.sheets}
    if one is other or one.name not in there or other.name not in there:
        return
    first, second = book.listed(one), book.listed(other)
    first.set("name", other.name)
    second.set("name", one.name)
    one.name, other.name = other.name, one.name


def reorder(book: Damaged) -> None:
    sheets = list(book.sheets)
    book.chance.shuffle(sheets)
    for sheet in sheets:
        book.sheets.append(sheet)


def hide(book: Damaged) -> None:
    for sheet in book.sheets:
        if book.chance.random() < 0.3:
            sheet.set("state", book.chance.choice(("hidden", "veryHidden")))


def copy_sheet(book: Damaged) -> None:
    """A copy with other numbers in it: of two, the one under the form's name counts."""
    page = book.page()
    there = {sheet.get("name") for sheet in book.sheets}
    if page.name not in there:
        return
    root = deepcopy(page.root)
    for cell in root.iter(q("c")):
        tag = cell.attrib.pop("tag", "")
        if tag.startswith("point:") and cell.find(q("v")) is not None and cell.get("t") is None:
            cell.find(q("v")).text = str(book.chance.randint(100_000, 999_999))
    for tied in root.findall(q("legacyDrawing")) + root.findall(q("hyperlinks")):
        root.remove(tied)
    home = {table.sheet for table in book.plan.form.tables} | {
        book.plan.form.sheets.cover,
        book.plan.form.sheets.texts,
        book.plan.form.sheets.checks,
    }
    if page.name not in home:
        # Neither of the two has the form's name: there is no telling which is meant.
        book.open |= {cell.get("tag") for cell in page.data.iter(q("c")) if cell.get("tag")}
    number = 100 + len(book.sheets)
    book.add_sheet(book.free_name(page.name), root, number)
    # From now on, if the first one goes or changes its name, there is no telling either.
    page.state = "copied"


def delete_sheet(book: Damaged) -> None:
    page = book.page()
    if len(book.sheets) < 3 or all(sheet.get("name") != page.name for sheet in book.sheets):
        return
    if page.state == "copied":
        return  # the copy would be the only one, and it holds other numbers
    book.sheets.remove(book.listed(page))
    page.name = ""


def extra_sheet(book: Damaged) -> None:
    root = etree.fromstring(
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>7</v></c>'
        f'<c r="B1" t="inlineStr"><is><t>底稿</t></is></c></row></sheetData></worksheet>'
    )
    book.add_sheet(f"底稿{len(book.sheets)}", root, 200 + len(book.sheets))


def comment(book: Damaged) -> None:
    sheets = list(book.pages)
    part = book.chance.choice(sheets)
    name = part.rpartition("/")[2]
    rels = f"xl/worksheets/_rels/{name}.rels"
    if rels in book.parts:
        return
    number = len(book.parts)
    book.parts[rels] = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId900" Type="{LINK}/comments" '
        f'Target="../comments{number}.xml"/></Relationships>'
    ).encode()
    book.parts[f"xl/comments{number}.xml"] = (
        f'<comments xmlns="{MAIN}"><authors><author>a</author></authors><commentList>'
        f'<comment ref="D8" authorId="0"><text><t>请核对 12</t></text></comment></commentList></comments>'
    ).encode()
    etree.SubElement(
        book.types,
        f"{{{TYPES}}}Override",
        PartName=f"/xl/comments{number}.xml",
        ContentType=COMMENTS,
    )


KINDS: tuple[Callable[[Damaged], None], ...] = (
    insert_rows, insert_rows, delete_row, delete_column, insert_columns, sort_rows, sort_rows,
    swap_columns, paste_off, edit_label, swap_labels, formulas_to_values, unprotect, drop_codes, rename,
    swap_names, reorder, hide, copy_sheet, delete_sheet, extra_sheet, comment,
)  # fmt: skip


def damaged(plan: Plan, workbook: bytes, seed: str) -> tuple[bytes, Truth, list[str]]:
    """A workbook with one to four kinds of damage, what is true of it, and what was done."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    book = Damaged(plan, workbook, chance)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
        kind = chance.choice(KINDS)
        kind(book)
        book.done.append(kind.__name__)
    made, truth = book.finished()
    return made, truth, book.done


def seeds(first: int, count: int) -> Iterator[str]:
    return (f"damage {number}" for number in range(first, first + count))
