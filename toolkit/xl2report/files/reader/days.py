"""Input cells that show a day instead of a number: refused and told, never counted as 44256."""

from collections.abc import Iterable

from xl2report.files.reader.book import Book, Sheet
from xl2report.files.reader.dates import day_of
from xl2report.form.plan import Plan, TypedCell
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding, spots_of


def refuse_days(
    book: object,
    sheet: Sheet,
    typed: Iterable[TypedCell],
    plan: Plan,
    filing: Filing,
    cleaned: set[int],
) -> list[Finding]:
    """Take back the numbers that the sheet shows as dates or times; a finding for each.

    Workbooks of other formats say themselves which cells are dates.
    """
    shown = book.dates(sheet.name) if isinstance(book, Book) else frozenset()
    if not shown or not isinstance(book, Book):
        return []
    found = []
    for spot, point, _ in typed:
        cell = sheet.cell(spot) if spot in shown and filing.values[point] is not None else None
        if cell is None or cell[0] != "n":
            continue
        asked = plan.form.points[point]
        text = cell[1] or ""
        filing.values[point] = None
        filing.odd[point] = ("text", text)
        cleaned.add(point)
        where = spots_of(sheet.name, [spot], asked.label)
        args = {"found": day_of(text, date1904=book.date1904), "unit": asked.measure.unit}
        place = (f"{sheet.name}!{spot}",)
        found.append(
            Finding(
                "E113",
                filing.book,
                where.zh,
                place,
                args,
                point=asked.id,
                where_en=where.en,
            )
        )
    return found
