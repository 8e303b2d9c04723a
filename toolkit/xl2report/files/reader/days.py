"""Input cells that hold a day instead of a number: refused and told, never counted as 44256."""

from xl2report.files.reader.book import Book, Sheet
from xl2report.files.reader.dates import FIRST_DAY, LAST_DAY, day_of
from xl2report.form.plan import Plan, SheetPlan
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding, spots_of


def refuse_days(
    book: object, sheet: Sheet, planned: SheetPlan, plan: Plan, filing: Filing, cleaned: set[int]
) -> list[Finding]:
    """Take back the numbers that the sheet shows as dates; a finding for each.

    Workbooks of other formats say themselves which cells are dates.
    """
    likely = {}
    for spot, point, scale in planned.typed:
        value = filing.values[point]
        if value is not None and FIRST_DAY * scale <= value <= LAST_DAY * scale:
            cell = sheet.cells.get(spot)
            if cell is not None and cell[0] == "n" and (cell[1] or "").isdigit():
                likely[spot] = point
    if not likely or not isinstance(book, Book):
        return []
    found = []
    for spot in sorted(book.dates(sheet.name, likely) & likely.keys(), key=list(likely).index):
        point = likely[spot]
        asked = plan.form.points[point]
        text = sheet.cells[spot][1] or ""
        filing.values[point] = None
        filing.odd[point] = ("text", text)
        cleaned.add(point)
        where = spots_of(planned.name, [spot], asked.label)
        args = {
            "found": day_of(text, date1904=book.date1904),
            "unit": asked.measure.unit,
        }
        place = (f"{planned.name}!{spot}",)
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
