"""The sheet of indicators and texts, and the explanations: words that were typed, and where.

Knows which cell holds which words; never what they mean.
"""

from collections.abc import Mapping

from xl2report.files.reader.book import Sheet
from xl2report.files.reader.finder import Finder
from xl2report.files.reader.intake import Intake
from xl2report.files.reader.reference import References
from xl2report.files.reader.views import are_blank
from xl2report.form.layout import TEXTS_PASSAGE, TEXTS_REMARK
from xl2report.form.plan import Plan, TypedCell, text_key
from xl2report.ground.filing import Filing
from xl2report.ground.points import address, column_letters, split_address


def read_texts(
    finder: Finder, plan: Plan, filing: Filing, intake: Intake, references: References
) -> None:
    """Take indicators, passages, and the explanations beside them."""
    there = finder.texts()
    if there is None:
        intake.odd.update({cell.point: ("missing", "") for cell in plan.indicators})
        return
    sheet, spots, in_place = there
    if in_place:
        intake.typed(sheet, plan.indicators)
        last = references.add_indicators(sheet, _places(plan, spots))
        own = {*spots.values(), *last}
        intake.outside(sheet, plan.texts_expected, lambda spot: spot in own or _column(spot) == "A")
    else:
        last = references.add_indicators(sheet, _places(plan, spots))
        _moved_texts(sheet, spots, plan, intake, last)
    for text_id in plan.layout.text_cells:
        cell = sheet.cell(spots.get(text_id, ""))
        if cell is not None and cell[1]:
            filing.texts[text_id] = cell[1]
        _answer(plan, filing, sheet, text_id, spots.get(text_id, ""))


def _places(plan: Plan, spots: Mapping[str, str]) -> dict[int, str]:
    ids = {cell.point: plan.form.points[cell.point].id for cell in plan.indicators}
    return {point: spots[key] for point, key in ids.items() if key in spots}


def _moved_texts(
    sheet: Sheet, spots: Mapping[str, str], plan: Plan, intake: Intake, last: frozenset[str]
) -> None:
    ids = {cell.point: plan.form.points[cell.point].id for cell in plan.indicators}
    lost = frozenset(point for point, key in ids.items() if key not in spots)
    now = tuple(
        TypedCell(spots.get(ids[cell.point], cell.address), cell.point, cell.scale)
        for cell in plan.indicators
    )
    intake.typed(sheet, now, lost)
    # A figure typed into the column of remarks counts towards nothing; numbers of rows are the form's.
    numbers, own = _numbered(sheet), {*spots.values(), *last}
    intake.outside(sheet, now, lambda spot: spot in own or _column(spot) == numbers)


def _column(spot: str) -> str:
    return spot.rstrip("0123456789")


def _numbered(sheet: Sheet) -> str:
    """The column in which the lines of a moved sheet are numbered: the first with anything in it."""
    columns = {split_address(spot)[1] for spot, cell in sheet.cells.items() if cell[0] == "n"}
    return column_letters(min(columns, default=1))


def _answer(plan: Plan, filing: Filing, sheet: Sheet, text_id: str, spot: str) -> None:
    """What is explained above a passage, right of its label; never the help that stands there."""
    row, column = split_address(spot) if spot else (1, 1)
    right = TEXTS_REMARK - TEXTS_PASSAGE
    cell = sheet.cell(address(row - 1, column + right)) if row > 1 else None
    words = (cell[1] or "").strip() if cell is not None and cell[0] == "s" else ""
    text = next(one for one in plan.form.texts if one.id == text_id)
    if words and not (text.help and text.help in words):
        filing.explanations[text_key(text_id)] = words


def read_explanations(finder: Finder, plan: Plan, filing: Filing) -> None:
    """Take the explanations of relations from the sheet of checks."""
    there = finder.explanations()
    if there is None:
        return
    sheet, spots, in_place = there
    if in_place and are_blank(sheet, plan.explanations, plan.explanations):
        return
    for key, spot in spots.items():
        cell = sheet.cell(spot)
        if cell is not None and cell[1] and cell[1].strip():
            filing.explanations[key] = cell[1].strip()
