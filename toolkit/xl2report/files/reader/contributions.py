"""A city's workbook: what each reporter put in, and the figures that add the reporters up.

The parts are what counts: a figure typed over their sum is told, never taken.
"""

from xl2report.files.reader.book import Sheet
from xl2report.files.reader.entries import Cell, read_entry
from xl2report.form.layout import CONTRIBUTIONS_FIRST, CONTRIBUTIONS_IDS, CONTRIBUTIONS_TOP
from xl2report.form.plan import Plan, comparable
from xl2report.ground.filing import Contribution, Filing
from xl2report.ground.findings import Finding, spots_of
from xl2report.ground.points import address, column_letters


def read_contributions(sheet: Sheet, plan: Plan, filing: Filing) -> None:
    """The reporters of a city's workbook and what each put in, from its sheet of contributions."""
    columns: dict[int, str] = {}
    for spot, (_, text, _) in sheet.cells.items():
        if text in plan.index and spot.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == str(
            CONTRIBUTIONS_IDS
        ):
            columns[plan.index[text]] = spot.removesuffix(str(CONTRIBUTIONS_IDS))
    if not columns:
        columns = {n: column_letters(CONTRIBUTIONS_FIRST + n) for n in range(len(plan.index))}
    parts = []
    row = CONTRIBUTIONS_TOP
    # A unit merged by force may have no name, but the file it came in has one.
    while any(heads := [_words(sheet, row, column) for column in (2, 3, 4)]):
        values: list[int | None] = []
        for point, asked in enumerate(plan.form.points):
            found = sheet.cells.get(f"{columns[point]}{row}") if point in columns else None
            values.append(read_entry(found, asked.measure).steps)
        name, code, book = heads
        parts.append(Contribution(name, code, book, tuple(values)))
        row += 1
    filing.parts = tuple(parts)


def _words(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.cells.get(address(row, column))
    return (cell[1] or "") if cell else ""


def rolled_up(
    sheet: str, spot: str, cell: Cell | None, point: int, plan: Plan, filing: Filing
) -> tuple[int | None, Finding | None] | None:
    """What a city's parts come to at a point, and a finding where its cell says something else.

    None where the figure is the city's own to type: it has no parts, or none of them gave it.
    """
    expected = plan.formulas.rolled(point, len(filing.parts)) if filing.parts else ""
    if not expected:
        return None
    known = [given for part in filing.parts if (given := part.values[point]) is not None]
    formula = cell[2] if cell is not None else None
    if not known and formula is None:
        return None
    value: int | None = None
    if known:
        value = max(known) if plan.form.points[point].roll == "max" else sum(known)
    if formula is not None and comparable(formula) == comparable(expected):
        return value, None
    return value, _typed_over(f"{sheet}!{spot}", cell, point, plan, filing, value)


def _typed_over(
    place: str, cell: Cell | None, point: int, plan: Plan, filing: Filing, value: int | None
) -> Finding:
    named, source = plan.form.points[point], plan.form.sheets.contributions
    show = named.measure.show
    stands = (cell[1] or "") if cell is not None else ""
    formula = cell[2] if cell is not None else None
    typed = read_entry(cell, named.measure).steps
    if formula is not None:
        code = "R307"
    elif not stands:
        code = "R306"
    else:
        code = "R304" if typed == value else "R303"
    reporters = len(filing.parts)
    sheet, _, spot = place.partition("!")
    where = spots_of(sheet, [spot], named.label)
    return Finding(
        code,
        filing.book,
        where.zh,
        (place,),
        {
            "count": "1",
            "formula": (formula or "")[:60],
            "says": plan.form.words["merged_note"].format(count=reporters, sheet=source),
            "says_en": f"The figure is rolled up from the {reporters} reporters",
            "source": source,
        },
        point=named.id,
        left=stands if typed is None else show(typed),
        right="—" if value is None else show(value),
        difference="—" if typed is None or value is None else show(typed - value),
        where_en=where.en,
    )
