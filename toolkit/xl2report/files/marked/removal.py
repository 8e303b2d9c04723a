"""Taking the marks off again: to the last byte, or by what they are known by.

A copy that no program has saved since carries its own way back. In one that was saved, parts and
formats have other names and numbers; there the list, the notes, the links and the colours of the
fills are found by what ground/marks.py says of them.
"""

import re
import zlib

from xl2report.files.marked.boxes import remove_shapes
from xl2report.files.marked.errors import CannotMark, refusing
from xl2report.files.marked.facts import Facts, list_of, read_facts
from xl2report.files.marked.notes import has_notes, remove_comments
from xl2report.files.marked.package import Parts
from xl2report.files.marked.rules import take_rules
from xl2report.files.marked.sameness import Cells, demand_same, opened
from xl2report.files.marked.sheet import SheetPart
from xl2report.files.marked.spelling import TAG, attribute, undone, with_attribute
from xl2report.files.marked.strings import blank, shared_by
from xl2report.files.marked.styles import has_marks
from xl2report.files.marked.styles import unmark as unmark_styles
from xl2report.files.marked.workbook import Workbook
from xl2report.files.reader.book import Book
from xl2report.ground.marks import LIST_SHEETS

_LEVEL = 6  # as Python's zipfile packs, so that the way back can lead to the very same file


def unmark(data: bytes) -> bytes:
    """The workbook without any of our marks; the same bytes where it has none. Raises CannotMark."""
    with refusing():
        book, package = opened(data)
        workbook = Workbook(data, package)
        return without_marks(data, book, workbook) if bears_marks(book, workbook) else data


def bears_marks(book: Book, workbook: Workbook) -> bool:
    """Whether a workbook may have any of our marks: a list, fills, or sheets with notes or links."""
    return (
        bool(list_of(book))
        or has_marks(workbook.parts.original(workbook.styles))
        or any(workbook.relations(one.part) for one in workbook.sheets)
    )


def without_marks(data: bytes, book: Book, workbook: Workbook) -> bytes:
    """As `unmark`, for a workbook that may have marks and has been opened already."""
    name = list_of(book)
    facts = read_facts(book, name) if name else Facts({}, "", {}, ())
    before = Cells(workbook)
    if facts.changes:
        found = _way_back(workbook.parts, facts)
        if found is not None:
            demand_same(before, book, opened(found), name, facts.changes)
            return found
    _take_off(workbook, name, facts)
    changed = workbook.apply()
    if not changed:
        return data
    found = workbook.parts.packed(_LEVEL)
    demand_same(before, book, opened(found), name, changed)
    return found


def _way_back(parts: Parts, facts: Facts) -> bytes | None:
    """The workbook as it was before, or None where any part of it has been saved since."""
    befores: dict[str, bytes] = {}
    if not all(name in parts for name in (*facts.changes, *facts.added)):
        return None
    for part, change in facts.changes.items():
        content = parts.read(part)
        if zlib.crc32(content) != change.after:
            return None
        before = undone(content, change.undo, change.before)
        if before is None:
            return None
        befores[part] = before
    for part, before in befores.items():
        parts.put(part, before)
    for part in facts.added:
        parts.remove(part)
    return parts.packed(_LEVEL)


def _take_off(workbook: Workbook, name: str, facts: Facts) -> None:
    """Take off all marks by what they are known by."""
    shown: set[int] = set()
    if has_marks(workbook.parts.original(workbook.styles)):
        shown = unmark_styles(workbook.edits(workbook.styles, "styles"), facts.fills)
    for sheet in workbook.sheets:
        if sheet.name != name and sheet.part in workbook.parts:
            if shown and b"<cfRule" in workbook.parts.read(sheet.part):
                take_rules(workbook.edits(sheet.part, "worksheet"), shown)
            _links_off(workbook, sheet.part)
            _notes_off(workbook, sheet.part)
    if name:
        index = next(i for i, one in enumerate(workbook.sheets) if one.name == name)
        _list_off(workbook, index, facts.active)


def _links_off(workbook: Workbook, part: str) -> None:
    """Take the links back to the list out of a sheet."""
    content = workbook.parts.read(part)
    places = [name.encode() for name in LIST_SHEETS]
    if b"<hyperlink" not in content or not any(place in content for place in places):
        return
    edits = workbook.edits(part, "worksheet")
    links = SheetPart(edits).behind("hyperlinks")
    if links is None:
        return
    targets = {}
    for one in workbook.relations(part):
        targets[one.identity] = one
    ours, others = [], 0
    for begun in re.finditer(rb"<hyperlink\s", content[links.inner : links.close]):
        tag = TAG.match(content, links.inner + begun.start())
        if tag is None:
            raise CannotMark("spelling", "hyperlink")
        identity = attribute(tag[0], b"r:id") or ""
        place = attribute(tag[0], b"location") or ""
        if identity in targets:
            place = place or targets[identity].element.attributes.get("Target", "")
        if _leads_to_list(place):
            ours.append((tag.start(), tag.end()))
            if identity in targets:
                workbook.unrelate(part, targets[identity])
        else:
            others += 1
    if ours and not others:
        edits.replace(links.start, links.end, b"")
        return
    for start, end in ours:
        edits.replace(start, end, b"")


def _leads_to_list(place: str) -> bool:
    sheet = place.removeprefix("#").rpartition("!")[0] or place.removeprefix("#").rpartition(".")[0]
    return sheet.strip("'").removeprefix("$") in LIST_SHEETS


def _notes_off(workbook: Workbook, part: str) -> None:
    """Take our notes out of a sheet, and what only they needed."""
    relations = {one.kind: one for one in workbook.relations(part)}
    comments = relations.get("comments")
    if comments is None or not comments.part:
        return
    content = workbook.parts.read(comments.part)
    if not has_notes(content):
        return
    gone, left = remove_comments(workbook.edits(comments.part, "comments"))
    drawing = relations.get("vmlDrawing")
    shapes_left = True
    if drawing is not None and drawing.part and gone:
        shapes_left = remove_shapes(workbook.edits(drawing.part), gone)
    if left:
        return
    workbook.unrelate(part, comments)
    workbook.drop(comments.part)
    if drawing is not None and not shapes_left:
        edits = workbook.edits(part, "worksheet")
        legacy = SheetPart(edits).behind("legacyDrawing")
        if legacy is not None:
            edits.replace(legacy.start, legacy.end, b"")
        workbook.unrelate(part, drawing)
        workbook.drop(drawing.part)


def _list_off(workbook: Workbook, index: int, active: str) -> None:
    """Take the list out, with the parts that only it needs, and open another sheet instead."""
    entry = workbook.sheets[index]
    texts = workbook.target(workbook.main, "sharedStrings")
    own = shared_by(workbook.parts.original(entry.part)) if texts else set()
    if own:
        others = (one.part for one in workbook.sheets if one is not entry and one.part)
        blank(workbook.edits(texts, "texts"), own, map(workbook.parts.original, others))
    following = workbook.take_out(index, active)
    for one in workbook.relations(entry.part):
        if one.part and one.kind in ("printerSettings", "drawing", "comments", "vmlDrawing"):
            workbook.drop(one.part)
    for one in workbook.relations(workbook.main):
        if one.identity == entry.identity:
            workbook.unrelate(workbook.main, one)
    workbook.drop(entry.part)
    for sheet in workbook.sheets:
        if sheet.name == following and sheet.part in workbook.parts:
            edits = workbook.edits(sheet.part, "worksheet")
            view = re.search(rb"<sheetView\s[^<>]*>", edits.part)
            if view is not None:
                edits.replace(
                    view.start(), view.end(), with_attribute(view[0], b"tabSelected", "1")
                )
