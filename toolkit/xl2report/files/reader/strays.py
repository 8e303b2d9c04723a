"""Numbers that stand outside the form: told, never dropped in silence, and never counted."""

from collections.abc import Iterable

from xl2report.files.reader.book import Sheet
from xl2report.ground.findings import Finding, spots_of
from xl2report.ground.numbers import typed_steps
from xl2report.ground.points import Measure, rectangles, split_address

# More of them on a sheet than this were pasted together, and are told together.
_MOST = 3
_ANY = Measure("", 2, signed=True)


def stray_numbers(
    sheet: Sheet, spots: Iterable[str], book: str, *, texts_too: bool = False
) -> list[Finding]:
    """Findings for the numbers among these cells; with `texts_too` also for texts that are numbers."""
    found = [
        (split_address(spot), sheet.cells[spot][1] or "")
        for spot in spots
        if _is_number(sheet, spot, texts_too=texts_too)
    ]
    found.sort()
    groups = [found] if len(found) > _MOST else [[one] for one in found]
    return [_told(sheet.name, group, book) for group in groups if group]


def _is_number(sheet: Sheet, spot: str, *, texts_too: bool) -> bool:
    kind, text, formula = sheet.cells[spot]
    if formula is not None or not text:
        return False
    if kind == "n":
        return True
    looks = texts_too and kind == "s" and text.strip()[:1].isdigit()
    return looks and typed_steps(text, _ANY).steps is not None


def _told(sheet: str, group: list[tuple[tuple[int, int], str]], book: str) -> Finding:
    spots = rectangles([spot for spot, _ in group])
    numbers = [text[:20] for _, text in group[:_MOST]]
    more = len(group) - len(numbers)
    args = {
        "found": "、".join(numbers) + (f" 等 {len(group)} 个" if more else ""),
        "found_en": ", ".join(numbers) + (f" and {more} more" if more else ""),
    }
    where = spots_of(sheet, spots)
    places = tuple(f"{sheet}!{spot}" for spot in spots)
    return Finding("W208", book, where.zh, places, args, where_en=where.en)
