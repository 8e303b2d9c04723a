"""Sheets and lines in doubt: what two readings would be possible of is refused and told, never chosen."""

from collections.abc import Callable
from typing import Any

import pytest

import city
from xl2report.form.layout import GRID_TOP
from xl2report.form.plan import Plan
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding
from xl2report.ground.points import address

PLAN = city.plan()
PROACTIVE = PLAN.form.tables[0]


def read(change: Callable[[Any], None], unit: str = "police") -> tuple[Filing, list[Finding]]:
    return city.read_book(city.rewritten(city.book(unit), change))


def states(filing: Filing, table: str, plan: Plan = PLAN) -> dict[str, str]:
    return {
        point.id: filing.state(number)
        for number, point in enumerate(plan.form.points)
        if point.table == table and number not in plan.relations.fills
    }


def without_codes(sheet: Any, way: str) -> None:  # noqa: ANN401 - openpyxl's
    for row in sheet.iter_rows():
        for cell in row:
            if str(cell.value).startswith(f"{PROACTIVE.id}/{way}"):
                cell.value = None


@pytest.mark.parametrize("codes", ["gone", "there"])
def test_two_captions_exchanged_name_nothing(codes: str) -> None:
    captions = [cell for cell in PROACTIVE.grid.cells if cell.kind == "caption"]
    one, other = (address(cell.row + GRID_TOP, cell.col) for cell in captions[:2])

    def change(book: Any) -> None:  # noqa: ANN401 - openpyxl's
        sheet = book[PROACTIVE.sheet]
        if codes == "gone":
            without_codes(sheet, "r")
        sheet[one].value, sheet[other].value = sheet[other].value, sheet[one].value

    filing, findings = read(change)
    blocks = {
        point
        for spot, points in PLAN.sheets[0].governs.items()
        if spot in (one, other)
        for point in points
    }
    assert blocks
    for point in blocks - PLAN.relations.fills.keys():
        assert filing.state(point) == "missing"
    told = [finding for finding in findings if finding.code == "W207"]
    assert sum(int(finding.args["count"]) for finding in told) >= len(blocks)


def test_a_heading_that_is_gone_with_its_column_leaves_its_numbers_missing() -> None:
    values = [cell for cell in PROACTIVE.grid.cells if cell.kind == "value"]
    column = max(cell.col for cell in values)

    def change(book: Any) -> None:  # noqa: ANN401 - openpyxl's
        sheet = book[PROACTIVE.sheet]
        without_codes(sheet, "c")
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        sheet.delete_cols(column)

    filing, findings = read(change)
    gone = [cell.point for cell in values if cell.col == column]
    assert gone
    for point in gone:
        assert filing.state(PLAN.index[point]) == "missing"
        assert city.shown(filing)[point] is None
    assert "W207" in {finding.code for finding in findings}


@pytest.mark.parametrize("name", ["四、政府信息公开行政复议、行政诉讼情况", None])
def test_of_a_sheet_and_its_copy_neither_is_chosen(name: str | None) -> None:
    """The copy under a name of its own, the original under another sheet's: which one is meant?"""
    texts = PLAN.form.sheets.texts
    other = name if name in {table.sheet for table in PLAN.form.tables} else PLAN.form.sheets.cover
    indicator = PLAN.indicators[0]

    def change(book: Any) -> None:  # noqa: ANN401 - openpyxl's
        copy = book.copy_worksheet(book[texts])
        copy.title = "副本"
        copy[indicator.address].value = 987_654
        book[other].title = "暂"
        book[texts].title = other
        book["暂"].title = "封面（旧）"

    filing, findings = read(change)
    assert filing.values[indicator.point] is None
    assert filing.state(indicator.point) == "missing"
    assert "W206" in {finding.code for finding in findings}


def test_a_declaration_that_went_astray_is_told_and_declares_nothing() -> None:
    planned = PLAN.sheets[1]
    row = planned.declaration.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")

    def change(book: Any) -> None:  # noqa: ANN401 - openpyxl's
        sheet = book[planned.name]
        sheet[planned.declaration].value = None
        sheet[f"P{row}"].value = PLAN.form.words["yes_word"]

    filing, findings = read(change)
    assert planned.table.id not in filing.declared_zero
    told = [finding for finding in findings if finding.code == "W207"]
    assert [finding.places for finding in told] == [(f"{planned.name}!{planned.declaration}",)]


def test_a_blank_declaration_is_none_and_nothing_is_said() -> None:
    planned = PLAN.sheets[1]
    filing, findings = read(
        lambda book: book[planned.name][planned.declaration].__setattr__("value", None)
    )
    assert planned.table.id not in filing.declared_zero
    assert {finding.code for finding in findings} - {"R306"} == set()
    assert set(states(filing, planned.table.id).values()) <= {"number", "zero", "blank"}
