"""Marks are seen where the workbook's own conditional formats would hide them, and go without a trace."""

import io
import random
import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill

import city
from conftest import Soffice
from files import marked_rules
from files.marked_books import (
    DISPUTES,
    FINDINGS,
    PROACTIVE,
    REQUESTS,
    SUSPECTED,
    finding,
    marked,
    part,
    parts,
    resaved,
    returned,
    with_parts,
)
from files.marked_rules import MARKS
from xl2report.chain.check import check
from xl2report.files.marked.rules import areas
from xl2report.files.marked.sheet import cells_of
from xl2report.files.marked.writer import mark_copy, unmark
from xl2report.ground.points import address

RED, AMBER = MARKS


def spots(ranges: str) -> set[str]:
    return {cell for one in ranges.split() for cell in cells_of(one, 10_000)}


def filled(data: bytes, sheet: str) -> dict[str, set[str]]:
    """The cells of a sheet that are filled with a mark, red and amber."""
    found: dict[str, set[str]] = {RED: set(), AMBER: set()}
    for row in openpyxl.load_workbook(io.BytesIO(data))[sheet].iter_rows():
        for cell in row:
            for colour in MARKS:
                if str(cell.fill.fgColor.rgb).startswith(colour):
                    found[colour].add(cell.coordinate)
    return found


@pytest.mark.parametrize("sheet", [PROACTIVE, REQUESTS, DISPUTES])
def test_every_marked_cell_has_the_first_rule_of_its_sheet(sheet: str) -> None:
    rules = marked_rules.of(marked())[sheet]
    first = marked_rules.reds(rules)
    assert rules[: len(first)] == first
    shown = {rule.fill[:7]: spots(rule.areas) for rule in first}
    assert shown == {
        colour: cells for colour, cells in filled(marked(), sheet).items() if cells
    }  # every cell of an area, not its first alone
    for rule in first:
        assert (rule.formulas, rule.font, rule.number, rule.stops) == (("TRUE",), "", "", False)


def test_the_workbooks_own_rules_keep_their_order() -> None:
    before, after = marked_rules.of(returned()), marked_rules.of(marked())
    for sheet, rules in before.items():
        assert after[sheet][len(marked_rules.reds(after[sheet])) :] == rules


def test_a_sheet_without_rules_gets_none() -> None:
    def without(sheet: bytes) -> bytes:
        return re.sub(rb"<conditionalFormatting.*</conditionalFormatting>", b"", sheet)

    book = with_parts(returned(), sheet4=without)
    copy = mark_copy(book, [SUSPECTED], "zh")
    assert b"cfRule" not in part(copy, REQUESTS)
    assert filled(copy, REQUESTS)[RED] == {"E9", "J9"}
    assert b"FFFEA9A0" not in re.findall(rb"<dxfs.*</dxfs>", parts(copy)["xl/styles.xml"])[0]


def test_the_clerks_own_rule_that_always_holds_stays() -> None:
    book = openpyxl.load_workbook(io.BytesIO(returned()))
    own = FormulaRule(formula=["TRUE"], fill=PatternFill(bgColor="FFFF0000"))  # type: ignore[no-untyped-call]
    book[REQUESTS].conditional_formatting.add("D7:D9", own)
    out = io.BytesIO()
    book.save(out)
    copy = mark_copy(out.getvalue(), FINDINGS, "zh")
    assert unmark(copy) == unmark(out.getvalue())
    clean = unmark(resaved(copy))
    assert marked_rules.of(clean) == marked_rules.of(out.getvalue())


EXTENSION = (
    b'<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}" '
    b'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
    b"<x14:conditionalFormattings><x14:conditionalFormatting "
    b'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
    b'<x14:cfRule type="expression" priority="7" id="{00000000-0000-0000-0000-000000000001}">'
    b"<xm:f>TRUE</xm:f></x14:cfRule><xm:sqref>D7</xm:sqref></x14:conditionalFormatting>"
    b"</x14:conditionalFormattings></ext></extLst></worksheet>"
)


@pytest.mark.filterwarnings("ignore:Conditional Formatting extension")
def test_rules_of_newer_programs_follow_too() -> None:
    def newer(sheet: bytes) -> bytes:
        return sheet.replace(b"</worksheet>", EXTENSION)

    def only_newer(sheet: bytes) -> bytes:
        bare = re.sub(rb"<conditionalFormatting.*</conditionalFormatting>", b"", sheet)
        return newer(bare)

    for change in (newer, only_newer):
        book = with_parts(returned(), sheet4=change)
        copy = mark_copy(book, FINDINGS, "zh")
        spelt = part(copy, REQUESTS)
        assert b'<x14:cfRule type="expression" priority="9" ' in spelt  # two of ours before
        assert spelt.index(b"</mergeCells>") < spelt.index(b"<conditionalFormatting ")
        assert spelt.index(b"</conditionalFormatting>") < spelt.index(b"<dataValidations")
        assert len(marked_rules.reds(marked_rules.of(copy)[REQUESTS])) == 2
        assert parts(unmark(copy)) == parts(book)


@pytest.mark.parametrize(
    "spelt", [b"", b"<dxfs/>", b'<dxfs count="0"/>', b'<dxfs count="0"></dxfs>']
)
def test_a_workbook_without_formats_for_rules_gets_them(spelt: bytes) -> None:
    scale = (
        b'<conditionalFormatting sqref="D7:D9"><cfRule type="colorScale" priority="1"><colorScale>'
        b'<cfvo type="min"/><cfvo type="max"/><color rgb="FFFF7128"/><color rgb="FFFFEF9C"/>'
        b"</colorScale></cfRule></conditionalFormatting>"
    )

    def scaled(sheet: bytes) -> bytes:
        return re.sub(rb"<conditionalFormatting.*</conditionalFormatting>", scale, sheet)

    def bare(styles: bytes) -> bytes:
        return re.sub(rb"<dxfs.*</dxfs>", spelt, styles)

    def no_rules(sheet: bytes) -> bytes:
        return re.sub(rb"<conditionalFormatting.*</conditionalFormatting>", b"", sheet)

    others = {f"sheet{number}": no_rules for number in (2, 3, 5, 6, 7)}
    book = with_parts(returned(), sheet4=scaled, styles=bare, **others)
    copy = mark_copy(book, FINDINGS, "zh")
    assert [one.fill[:7] for one in marked_rules.reds(marked_rules.of(copy)[REQUESTS])] == [
        RED,
        AMBER,
    ]
    assert parts(unmark(copy)) == parts(book)


def test_marks_of_a_resaved_copy_go_with_their_rules() -> None:
    clean = unmark(resaved(marked()))
    assert marked_rules.of(clean) == marked_rules.of(resaved(returned()))
    other = [finding("E101", f"{REQUESTS}!E9")]
    again = mark_copy(resaved(marked()), other, "zh")
    assert [spots(one.areas) for one in marked_rules.reds(marked_rules.of(again)[REQUESTS])] == [
        {"E9"}
    ]
    assert not marked_rules.reds(marked_rules.of(again)[DISPUTES])


def test_areas_are_the_cells_and_no_others() -> None:
    chance = random.Random(7)  # noqa: S311 - the same cells each time
    assert areas(["D7", "D8", "D9", "E9", "AA1"]) == ["AA1", "D7:D8", "D9:E9"]
    for _ in range(300):
        cells = {
            address(chance.randint(1, 7), chance.randint(24, 30))
            for _ in range(chance.randint(1, 40))
        }
        found = areas(cells)
        assert spots(" ".join(found)) == cells
        assert sum(len(spots(one)) for one in found) == len(cells)


@pytest.mark.office
def test_libreoffice_shows_every_marked_cell(soffice: Soffice, tmp_path: Path) -> None:
    """As it draws them: its web page has the fills that its rules give."""
    wanted = {}
    for one in ("balance-broken", "text-number", "items-below-zero", "blank-cell"):
        book = city.faulty(one)
        path = tmp_path / f"{one}.xlsx"
        path.write_bytes(book)
        copy = mark_copy(book, check([path]).findings, "zh")
        path.write_bytes(copy)
        sheets = openpyxl.load_workbook(io.BytesIO(copy)).sheetnames
        wanted[one] = sum(len(cells) for sheet in sheets for cells in filled(copy, sheet).values())
    made = soffice.convert_all(sorted(tmp_path.glob("*.xlsx")), "html", tmp_path / "out")
    for page in made:
        shown = re.findall(r'bgcolor="#(?:FEA9A|FED96)', page.read_text(encoding="utf-8"))
        assert len(shown) == wanted[page.stem] > 0, page.stem


@pytest.mark.office
def test_rules_go_from_a_copy_saved_by_libreoffice(soffice: Soffice, tmp_path: Path) -> None:
    for name, data in (("returned", returned()), ("marked", marked())):
        (tmp_path / f"{name}.xlsx").write_bytes(data)
    paths = soffice.convert_all(sorted(tmp_path.glob("*.xlsx")), "xlsx", tmp_path / "out")
    saved = {path.stem: path.read_bytes() for path in paths}
    assert b"FFFEA9A0" in re.findall(rb"<dxfs.*</dxfs>", parts(saved["marked"])["xl/styles.xml"])[0]
    clean = unmark(saved["marked"])
    formats = re.findall(rb"<dxfs.*</dxfs>", parts(clean)["xl/styles.xml"])[0]
    assert b"FEA9" not in formats
    assert b"FED9" not in formats
    for sheet in (PROACTIVE, REQUESTS, DISPUTES):
        before, after = part(saved["returned"], sheet), part(clean, sheet)
        assert before.count(b"<cfRule") == after.count(b"<cfRule")
        assert before.count(b"<conditionalFormatting") == after.count(b"<conditionalFormatting")
