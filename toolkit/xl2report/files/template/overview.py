"""Below the cover's fields: how far each sheet is filled and how its relations stand, live."""

from xl2report.files.template.checks import severity_of, verdict_range
from xl2report.files.template.package import Page, joined, literal
from xl2report.files.template.workbook import Workbook
from xl2report.form.definition.model import Table
from xl2report.form.layout import COVER_ANSWER
from xl2report.ground.points import address, column_letters, rectangles, split_address

# Columns; the last, hidden, is 2 where an error stands, 1 where only warnings do.
_SHEET, _FILLED, _VERDICTS, _STATE = range(COVER_ANSWER - 1, COVER_ANSWER + 3)


def write_overview(work: Workbook, page: Page, row: int) -> int:
    """How much is filled and how the relations stand, sheet by sheet; gives the last row."""
    words, styles = work.words, work.styles
    page.height(row, 24)
    for column, key in enumerate(("overview_sheet", "overview_filled", "overview_checks"), _SHEET):
        page.text(row, column, words[key], styles("heading"))
    for table in work.form.tables:
        row += 1
        _sheet_line(work, page, row, table.sheet)
        points = [n for n, point in enumerate(work.form.points) if point.table == table.id]
        _filled(work, page, row, points, table)
        _verdicts(work, page, row, table.sheet)
    if work.form.indicators:
        row += 1
        _sheet_line(work, page, row, work.form.sheets.texts)
        first = len(work.form.points) - len(work.form.indicators)
        _filled(work, page, row, list(range(first, len(work.form.points))), None)
        page.blank(row, _VERDICTS, styles("center"))
    row += 1
    _sheet_line(work, page, row, work.form.sheets.checks)
    page.text(row, _FILLED, words["all_tables"], styles("center"))
    _verdicts(work, page, row, "")
    if work.content.parts:
        row += 1
        _sheet_line(work, page, row, work.form.sheets.contributions)
        page.blank(row, _FILLED, styles("center"))
        page.blank(row, _VERDICTS, styles("center"))
    return row


def _sheet_line(work: Workbook, page: Page, row: int, sheet: str) -> None:
    page.height(row, 22)
    page.link(row, _SHEET, f"'{sheet}'!A1", sheet, work.styles("link"))


def _filled(work: Workbook, page: Page, row: int, points: list[int], table: Table | None) -> None:
    """How many cells the clerk has filled, out of how many."""
    words, results = work.words, work.results
    typed = [point for point in points if not work.layout.relations.computed(point)]
    own = [point for point in typed if not results.rolled(point)]
    sheet = work.layout.cells[points[0]][0]
    count = f"COUNT({_ranges(work, typed, sheet)})"
    declared, declared_value = '""', ""
    if table is not None:
        row_, column = split_address(work.layout.declaration(table))
        cell = f"'{sheet}'!${column_letters(column)}${row_}"
        yes, said = words["yes_word"], words["filled_declared"]
        declared = f'IF({cell}="{yes}",{literal(said)},"")'
        declared_value = said if results.declared(table) else ""
    odd = '""'
    if own:
        ranges = _ranges(work, own, sheet)
        texts = f"COUNTA({ranges})-COUNT({ranges})"
        odd = f'IF({texts}>0,{joined(words["filled_odd"], count=f"({texts})")},"")'
    known = sum(results.numbers[point] is not None for point in typed)
    formula = joined(words["filled"], filled=count, all=str(len(typed)), declared=declared, odd=odd)
    value = words["filled"].format(filled=known, all=len(typed), declared=declared_value, odd="")
    page.formula(row, _FILLED, f"={formula}", value, work.styles("center"))


def _ranges(work: Workbook, points: list[int], sheet: str) -> str:
    spots = [split_address(work.layout.cells[point][1]) for point in points]
    return ",".join(f"'{sheet}'!{area}" for area in rectangles(spots))


def _verdicts(work: Workbook, page: Page, row: int, sheet: str) -> None:
    """How many relations of a sheet ("" for all) hold, are broken, cannot be judged yet."""
    words, results = work.words, work.results
    cells, tables = verdict_range(work), verdict_range(work, "B")
    counts, values = {}, {}
    for key in ("balanced", "broken", "blank"):
        counts[key] = f'COUNTIF({cells},"{words[key]}")'
        if sheet:
            counts[key] = f'SUMPRODUCT(({tables}="{sheet}")*({cells}="{words[key]}"))'
        values[key] = sum(
            verdict == key
            for number, verdict in results.verdicts.items()
            if not sheet or work.form.table(results.relations.all[number].rule.table).sheet == sheet
        )
    broken = f'({cells}="{words["broken"]}")' + (f'*({tables}="{sheet}")' if sheet else "")
    must = f'({verdict_range(work, "L")}="error")'
    state = f"=IF(SUMPRODUCT({broken}*{must})>0,2,IF({counts['broken']}>0,1,0))"
    page.formula(row, _STATE, state, _state(work, sheet), work.styles("code"))
    formula = joined(words["verdicts"], **counts)
    page.formula(
        row, _VERDICTS, f"={formula}", words["verdicts"].format(**values), work.styles("center")
    )
    state = f"${column_letters(_STATE)}${row}"
    page.rule([address(row, _VERDICTS)], f"={state}=2", work.styles("wrong"))
    page.rule([address(row, _VERDICTS)], f"={state}=1", work.styles("advice"))


def _state(work: Workbook, sheet: str) -> int:
    """What the hidden formula of a line comes to."""
    severities = {
        severity_of(work, relation)
        for number, verdict in work.results.verdicts.items()
        if verdict == "broken"
        for relation in [work.layout.relations.all[number]]
        if not sheet or work.form.table(relation.rule.table).sheet == sheet
    }
    return 2 if "error" in severities else int(bool(severities))
