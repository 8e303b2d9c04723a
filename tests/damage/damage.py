"""Random damage to filled workbooks, made in the XML: what clerks and their programs do, kind by kind."""

import random
import re
from collections.abc import Callable, Iterator
from copy import deepcopy

from lxml import etree

from damage.pages import (
    COMMENTS,
    LINK,
    MAIN,
    PACKAGE,
    TYPES,
    Damaged,
    Page,
    Truth,
    clear,
    put_content,
    q,
    take_content,
    text_of,
    write_text,
)
from xl2report.form.plan import Plan
from xl2report.ground.points import address, split_address


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
