"""The adjustments of a city's own workbook: each with its amount, reason and author."""

from xl2report.files.reader.entries import read_entry
from xl2report.files.reader.foreign import AnyBook
from xl2report.form.layout import (
    ADJUSTMENTS_AMOUNT,
    ADJUSTMENTS_ID,
    ADJUSTMENTS_SHEET,
    ADJUSTMENTS_TOP,
)
from xl2report.form.plan import Plan
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding, spots_of
from xl2report.ground.points import split_address
from xl2report.ground.rollup import Adjustment


def read_adjusted(
    book: AnyBook, plan: Plan, filing: Filing, findings: list[Finding]
) -> tuple[Adjustment, ...]:
    """The rows of the sheet 调整 in their order; a row without a known point or amount is told."""
    if all(info.name != ADJUSTMENTS_SHEET for info in book.sheets):
        return ()
    sheet = book.sheet(ADJUSTMENTS_SHEET)
    rows = {split_address(spot)[0] for spot in sheet.cells}
    found = []
    for row in sorted(row for row in rows if row >= ADJUSTMENTS_TOP):
        words = {
            letters: ((cell[1] or "").strip() if cell else "")
            for letters in ("D", "F", "G", "H", ADJUSTMENTS_ID)
            for cell in [sheet.cell(f"{letters}{row}")]
        }
        cell = sheet.cell(f"{ADJUSTMENTS_AMOUNT}{row}")
        point = plan.index.get(words[ADJUSTMENTS_ID])
        if point is None and cell is None and not any(words.values()):
            continue
        if point is None:
            spot, code = f"{ADJUSTMENTS_ID}{row}", "M511"
            found_ = words[ADJUSTMENTS_ID][:40] or "—"
            args = {"found": found_, "near": "—", "near_en": "—", "line": str(row)}
            amount = None
        else:
            measure = plan.form.points[point].measure._replace(signed=True)
            entry = read_entry(cell, measure)
            spot, code, args, amount = (
                f"{ADJUSTMENTS_AMOUNT}{row}",
                entry.code,
                entry.args,
                entry.steps,
            )
            code = code or ("M513" if amount is None else "")
            args = args or {"found": "—", "line": str(row)}
        if code:
            where = spots_of(ADJUSTMENTS_SHEET, [spot])
            place = (f"{ADJUSTMENTS_SHEET}!{spot}",)
            findings.append(Finding(code, filing.book, where.zh, place, args, where_en=where.en))
        if point is not None and amount is not None:
            found.append(Adjustment(point, amount, words["F"], words["G"], words["H"], words["D"]))
    return tuple(found)
