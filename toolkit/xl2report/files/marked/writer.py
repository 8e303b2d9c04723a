"""The door of this room: a clerk's workbook and what was found in it → the copy that goes back."""

import re
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from xl2report.files.marked import boxes
from xl2report.files.marked import notes as notes_
from xl2report.files.marked.errors import CannotMark, refusing
from xl2report.files.marked.facts import Change, Facts, as_texts
from xl2report.files.marked.listing import Line, list_part, looks
from xl2report.files.marked.removal import bears_marks, unmark, without_marks
from xl2report.files.marked.sameness import Cells, demand_same, opened
from xl2report.files.marked.sheet import SheetPart, cells_of, corners
from xl2report.files.marked.styles import Styles
from xl2report.files.marked.words import WORDS, Said, in_order, note, shortened
from xl2report.files.marked.workbook import Entry, Workbook
from xl2report.files.reader.tables import find_stamp
from xl2report.ground.findings import Finding
from xl2report.ground.marks import LIST_PART, LIST_SHEETS
from xl2report.ground.points import address, split_address
from xl2report.ground.wordings.model import Language

__all__ = ["CannotMark", "mark_copy", "unmark"]

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_MOST_CELLS = 5_000
_MOST_NOTES = 500
_SHOWN = 6
_LONGEST_AREAS = 15  # office programs that break no line in a link cut it off
_LEVEL = 1  # a copy is made once and read once: time matters more than its last kilobyte
_AREA = re.compile("[A-Z]{1,3}[1-9][0-9]{0,6}(?::[A-Z]{1,3}[1-9][0-9]{0,6})?")


class Spot(NamedTuple):
    """An area that some findings name, on one sheet."""

    sheet: str
    area: str


def mark_copy(data: bytes, findings: Sequence[Finding], language: Language) -> bytes:
    """The workbook with its wrong cells filled and noted, and a first sheet that lists the findings.

    Marks of an earlier copy are taken off first. Only the parts that change are written anew; what
    stands in the cells is read again and compared. Raises CannotMark where that cannot be done.
    """
    with refusing():
        return _marked(data, findings, language)


def _marked(data: bytes, findings: Sequence[Finding], language: Language) -> bytes:
    book, package = opened(data)
    workbook = Workbook(data, package)
    if bears_marks(book, workbook):
        data = without_marks(data, book, workbook)
        book, package = opened(data)
        workbook = Workbook(data, package)
    cells = Cells(workbook)
    said = in_order(findings, language)
    name = _list_name(workbook)
    spots = _spots(workbook, said)
    styles = Styles(workbook.edits(workbook.styles, "styles"))
    sheets = _mark_cells(workbook, styles, spots)
    _note_cells(workbook, sheets, spots, name, language)
    # The link back stands on the sheet's title: above every official grid, never typed in, the first
    # thing on the screen where panes are frozen; a link changes neither its text nor its look.
    names = {part: one for one, part in cells.parts.items()}
    for part, sheet in sheets.items():
        home = cells.first(names[part])
        sheet.link(home, f"'{name}'!A1", WORDS[language]["back"])
        sheet.finish()
    active = workbook.active()
    _unselect(workbook, sheets)
    look = looks(styles)
    styles.finish()
    workbook.put_first(name, LIST_PART)
    workbook.declare(LIST_PART, _SHEET_TYPE)
    changes = {
        part: Change(checksum, zlib.crc32(workbook.parts.read(part)), undo)
        for part, (checksum, undo) in workbook.apply().items()
    }
    facts = Facts(styles.befores, active, changes, (*workbook.parts.added, LIST_PART))
    stamp = find_stamp(book)
    unit = stamp.reporter if stamp else ""
    file = next((one.finding.book for one in said), "")
    entries = {one.name: one for one in workbook.sheets}
    lines = [_line(cells, entries, one, language) for one in said]
    workbook.parts.put(LIST_PART, list_part(lines, unit, file, look, as_texts(facts), language))
    marked = workbook.parts.packed(_LEVEL)
    ways_back = {part: change.undo for part, change in changes.items()}
    demand_same(cells, book, opened(marked), name, changes, ways_back)
    return marked


def _list_name(workbook: Workbook) -> str:
    taken = {one.name.casefold() for one in workbook.sheets}
    name = next((one for one in LIST_SHEETS if one.casefold() not in taken), "")
    if not name or LIST_PART in workbook.parts:
        raise CannotMark("sheet_names", name)
    return name


def _places(finding: Finding) -> list[Spot]:
    """The areas that a finding names; first the cells that are likely wrong, where that is sure."""
    likely = [
        place
        for one in finding.suspects[: finding.doubt.sure]
        for place in (one.place, *(other for other, _ in one.also))
    ]
    return _spots_of([*likely, *finding.places])


def _spots_of(places: Sequence[str]) -> list[Spot]:
    return [spot for spot in dict.fromkeys(map(_spot, places)) if spot is not None]


@lru_cache(maxsize=4_096)
def _spot(place: str) -> Spot | None:
    """The area that a place names; nothing where it names a whole sheet."""
    sheet, _, area = place.rpartition("!")
    spot = Spot(sheet.strip("'"), area.replace("$", ""))
    return spot if sheet and _AREA.fullmatch(spot.area) else None


def _spots(workbook: Workbook, said: Sequence[Said]) -> dict[Spot, list[Said]]:
    """For each area on a sheet that is there: what is wrong with it."""
    there = {one.name for one in workbook.sheets if one.part in workbook.parts}
    found: dict[Spot, list[Said]] = {}
    for one in said:
        if one.level != "information":
            for spot in _places(one.finding):
                if spot.sheet in there:
                    found.setdefault(spot, []).append(one)
    return found


def _mark_cells(
    workbook: Workbook, styles: Styles, spots: dict[Spot, list[Said]]
) -> dict[str, SheetPart]:
    """Fill the cells; the sheets that have any, by their part."""
    parts = {one.name: one.part for one in workbook.sheets}
    sheets: dict[str, SheetPart] = {}
    levels: dict[tuple[str, str], str] = {}
    for spot, findings in spots.items():
        part = parts[spot.sheet]
        sheet = sheets.get(part)
        if sheet is None:
            sheet = sheets[part] = SheetPart(workbook.edits(part, "worksheet"))
        for cell in cells_of(spot.area, _MOST_CELLS - len(levels)):
            key = part, sheet.shown_at(cell)
            # Findings are in the order of their severity: the first of an area is its worst.
            if levels.get(key) != "error":
                levels[key] = findings[0].level
    for (part, cell), level in levels.items():
        sheets[part].restyle(cell, lambda style, level=level: styles.marked(style, level))  # type: ignore[misc]
    for part, sheet in sheets.items():
        shown: dict[int, list[str]] = {}
        if sheet.has_rules:
            for (home, cell), level in levels.items():
                if home == part:
                    shown.setdefault(styles.shown(level), []).append(cell)
            sheet.show(shown)
    return sheets


def _note_cells(
    workbook: Workbook,
    sheets: dict[str, SheetPart],
    spots: dict[Spot, list[Said]],
    name: str,
    language: Language,
) -> None:
    """Note the first cell of each area."""
    parts = {one.name: one.part for one in workbook.sheets}
    told: dict[tuple[str, str], list[Said]] = {}
    for spot, findings in spots.items():
        part = parts[spot.sheet]
        top, left, _, _ = corners(spot.area)
        key = part, sheets[part].shown_at(address(top, left))
        if key in told or len(told) < _MOST_NOTES:
            known = told.setdefault(key, [])
            known += [one for one in findings if one not in known]
    by_part: dict[str, list[notes_.Note]] = {}
    for (part, cell), findings in sorted(told.items(), key=lambda one: split_address(one[0][1])):
        head, text = note(findings, language, name)
        by_part.setdefault(part, []).append(notes_.Note(cell, head, text))
    for number, (part, found) in enumerate(sorted(by_part.items()), 1):
        _set_notes(workbook, part, sheets[part], found, number)


def _set_notes(
    workbook: Workbook, part: str, sheet: SheetPart, found: list[notes_.Note], number: int
) -> None:
    """Write the notes of a sheet into its parts, or into new ones."""
    comments = workbook.target(part, "comments")
    if comments:
        found = notes_.add_comments(workbook.edits(comments, "comments"), found)
    else:
        comments = _free(workbook, f"xl/xl2report_notes{number}", ".xml")
        workbook.parts.put(comments, notes_.new_comments(found))
        workbook.relate(part, "comments", comments)
        workbook.declare(comments, notes_.COMMENTS_TYPE)
    legacy = sheet.behind("legacyDrawing")
    drawing = workbook.target(part, "vmlDrawing") if legacy else ""
    if legacy and not drawing:
        raise CannotMark("spelling", f"{part}: legacyDrawing")
    if drawing:
        boxes.add_shapes(workbook.edits(drawing), found, sheet)
        return
    drawing = _free(workbook, f"xl/drawings/xl2report_notes{number}", ".vml")
    workbook.parts.put(drawing, boxes.new_drawing(found, sheet, 60 + number))
    workbook.declare_extension("vml", boxes.DRAWING_TYPE)
    sheet.draw_notes(workbook.relate(part, "vmlDrawing", drawing))


def _free(workbook: Workbook, stem: str, extension: str) -> str:
    while f"{stem}{extension}" in workbook.parts:
        stem += "x"
    return f"{stem}{extension}"


def _unselect(workbook: Workbook, sheets: dict[str, SheetPart]) -> None:
    """Take the selection off all sheets: two selected ones would be edited together."""
    for entry in workbook.sheets:
        if entry.part not in workbook.parts:
            continue
        sheet = sheets.get(entry.part)
        if sheet is not None:
            sheet.unselect()
        elif b"tabSelected" in workbook.parts.head(entry.part, b"</sheetViews>"):
            SheetPart(workbook.edits(entry.part, "worksheet")).unselect()


# --------------------------------------------------------------------------------- the list


def _line(cells: Cells, entries: dict[str, Entry], said: Said, language: Language) -> Line:
    """A finding as the list shows it."""
    words = WORDS[language]
    finding = said.finding
    spots = _places(finding)
    if not spots:
        sheet = next(iter(finding.places), "").rpartition("!")[0] or next(iter(finding.places), "")
        known = sheet in entries and entries[sheet].state == "visible"
        whole = words["whole"] if sheet else ""
        return Line(said, sheet, whole, "", jump_to(sheet, "A1") if known else "")
    first = next((one for one in spots if one.sheet in entries), spots[0])
    shown = first.sheet in entries and entries[first.sheet].state == "visible"
    areas = [one.area for one in spots]
    shown_areas = words["comma"].join(areas)
    if len(shown_areas) > _LONGEST_AREAS:
        shown_areas = words["areas"].format(first=areas[0], count=len(areas))
    return Line(
        said,
        first.sheet,
        shown_areas,
        _stands(cells, _spots_of(finding.places), words),
        jump_to(first.sheet, first.area) if shown else "",
    )


def jump_to(sheet: str, area: str) -> str:
    """Where a link in this workbook leads."""
    return "'" + sheet.replace("'", "''") + "'!" + area


def _stands(there: Cells, spots: Sequence[Spot], words: dict[str, str]) -> str:
    """What stands in the cells, a line for each; an area without any is told at once."""
    lines = []
    count = 0
    for spot in spots:
        if spot.sheet not in there:
            continue
        cells = cells_of(spot.area, _MOST_CELLS)
        values = [(cell, there.text(spot.sheet, cell)) for cell in cells]
        count += len(cells)
        if len(cells) > 1 and not any(value for _, value in values):
            values = [(spot.area, "")]
        lines += [
            f"{cell}{words['colon']}{shortened(value, 60) if value else words['blank']}"
            for cell, value in values[: _SHOWN + 1]
        ]
    if len(lines) > _SHOWN:
        return "\n".join([*lines[:_SHOWN], words["more"].format(count=count)])
    return "\n".join(lines)
