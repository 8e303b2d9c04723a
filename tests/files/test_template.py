"""The generated workbook: what is locked, what is true in it, and that office programs agree."""

import io
import random
import re
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from conftest import Soffice
from xl2report.files.template.package import Page
from xl2report.files.template.writer import TemplateError, write_template
from xl2report.form.definition.loader import load_yaml
from xl2report.form.formulas import rolled_over
from xl2report.form.homes import form_folder
from xl2report.form.layout import (
    CHECKS_EXPLANATION,
    CHECKS_VERDICT,
    CONTRIBUTIONS_FIRST,
    CONTRIBUTIONS_IDS,
    CONTRIBUTIONS_TOP,
    STAMP_NAME,
    STAMP_PROPERTY,
    STAMP_SHEET,
    Layout,
)
from xl2report.form.plan import explanation_key
from xl2report.form.relations import build_relations, compile_checker, fill_carefully
from xl2report.ground.filing import Content, Contribution, Stamp, stamp_of
from xl2report.ground.points import address, column_letters, split_address
from xl2report.ground.rollup import Adjustment

FORMS = ("disclosure-2019", "disclosure-2021")
ALLOWED = {
    "SUM", "MAX", "IF", "AND", "OR", "NOT", "COUNT", "COUNTA", "COUNTBLANK", "COUNTIF", "N", "ROUND", "MOD", "MID",
    "FIND", "LEN", "UPPER", "SUMPRODUCT", "ISTEXT", "ISNUMBER", "ISERROR", "INT",
}  # fmt: skip
KINDS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org")
COVER = {
    "reporter": '乳山市"某"局', "code": "11371083DEM000014G", "compiler": "=张三",
    "phone": "0631-6651234", "date": "2021-01-20", "no_rulemaking": "是",
}  # fmt: skip


@cache
def plan(form_id: str) -> Layout:
    folder = form_folder(form_id)
    assert folder is not None
    form = load_yaml(folder)
    return Layout(form, build_relations(form))


@cache
def index(form_id: str) -> dict[str, int]:
    return {point.id: number for number, point in enumerate(plan(form_id).form.points)}


def stamp(form_id: str, **more: Any) -> Stamp:  # noqa: ANN401 - fields of the stamp
    return Stamp(form_id, plan(form_id).form.first_year + 1, tool="0.1.0")._replace(**more)


def write(form_id: str, content: Content | None = None, **more: Any) -> bytes:  # noqa: ANN401
    return write_template(plan(form_id), stamp(form_id, **more), content)


def book(data: bytes, *, values: bool = False) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def at(workbook: Workbook, sheet: str, cell: str) -> object:
    return workbook[sheet][cell].value


def numbers(
    form_id: str, seed: int, blank: float = 0.0, *, fits: bool = False
) -> tuple[int | None, ...]:
    """Made-up values; with `fits`, table three balances."""
    chance, layout = random.Random(seed), plan(form_id)  # noqa: S311 - figures, not secrets
    found: list[int | None] = []
    for point in layout.form.points:
        most = 10**12 if point.measure.decimals else chance.choice((3, 99))
        value = chance.randint(-5, 5) if point.measure.signed else chance.randint(0, most)
        found.append(None if chance.random() < blank else value)
    fill_carefully(layout.relations, found)
    if fits:
        known = index(form_id)
        for kind in KINDS:
            results = found[known[f"requests.results_total.{kind}"]]
            found[known[f"requests.new_received.{kind}"]] = 5000
            found[known[f"requests.carried_in.{kind}"]] = 0
            found[known[f"requests.carried_out.{kind}"]] = 5000 - (results or 0)
        fill_carefully(layout.relations, found)
    return tuple(found)


def city(form_id: str, seed: int) -> Content:
    layout = plan(form_id)
    parts = tuple(
        Contribution(
            f"第{unit}局", f"1137{unit}", f"{unit}.xlsx", numbers(form_id, seed + unit, 0.5)
        )
        for unit in range(4)
    )
    values: list[int | None] = []
    for number, point in enumerate(layout.form.points):
        known = [value for part in parts if (value := part.values[number]) is not None]
        rolled = point.roll == "sum"
        values.append((sum(known) if known else None) if rolled else 7)
    fill_carefully(layout.relations, values)
    return Content(values=tuple(values), parts=parts, cover=COVER)


def adjusted(form_id: str, seed: int) -> Content:
    """A city with categories, a unit of none, and adjustments of sums and of an amount."""
    plain, layout = city(form_id, seed), plan(form_id)
    names = ("本级", "部门", "部门", "")
    parts = tuple(
        part._replace(category=name, digest=f"{unit:064x}", saved="2021-01-10 09:30")
        for unit, (part, name) in enumerate(zip(plain.parts, names, strict=True))
    )
    sums = [
        number
        for number, point in enumerate(layout.form.points)
        if point.roll == "sum" and number not in layout.relations.fills
    ]
    some = (
        Adjustment(sums[1], 7, "漏计", "张三"),
        Adjustment(sums[-1], 3, "重复", "李四", "1月", "甲局"),
    )
    return plain._replace(parts=parts, adjustments=some)


def contents(form_id: str) -> dict[str, Content]:
    """Workbooks of every sort: what the cached results must be true in."""
    tables = frozenset(table.id for table in plan(form_id).form.tables)
    key = next(explanation_key(relation) for relation in plan(form_id).relations.all)
    none = tuple(None for _ in plan(form_id).form.points)
    return {
        "blank": Content(),
        "fits": Content(
            cover=COVER, values=numbers(form_id, 1, fits=True), explanations={key: "口径调整"},
            texts={"overview": "=1+1\n第二段" + "文字" * 200},
        ),
        "broken": Content(
            cover={**COVER, "code": "11371083DEM000014X", "zero_report": "是"},
            values=numbers(form_id, 2),
        ),
        "partly": Content(
            cover={"code": "123", "year": "1999", "date": "去年"}, values=numbers(form_id, 3, 0.4)
        ),
        "declared": Content(
            cover={"code": "11371083DEM00001OG"}, values=numbers(form_id, 4, 0.4),
            declared_zero=frozenset(sorted(tables)[:2]),
        ),
        "zero": Content(cover={**COVER, "zero_report": "是"}, declared_zero=tables),
        "city": city(form_id, 10),
        "city-declared": city(form_id, 20)._replace(declared_zero=tables),
        "city-adjusted": adjusted(form_id, 30),
        "city-empty": Content(parts=(Contribution("甲局", "", "甲.xlsx", none),), declared_zero=tables),
    }  # fmt: skip


def formulas(workbook: Workbook) -> dict[tuple[str, str], str]:
    return {
        (sheet.title, cell.coordinate): str(cell.value)
        for sheet in workbook
        for row in sheet
        for cell in row
        if cell.data_type == "f"
    }


def verdicts(form_id: str, workbook: Workbook) -> dict[int, object]:
    layout = plan(form_id)
    sheet = layout.form.sheets.checks
    return {
        number: at(workbook, sheet, address(row, CHECKS_VERDICT))
        for number, row in layout.check_rows.items()
    }


def slow_verdicts(form_id: str, values: tuple[int | None, ...]) -> dict[int, str]:
    """Verdicts worked out relation by relation, from the typed cells alone; nothing declared."""
    layout = plan(form_id)
    words, relations = layout.form.words, layout.relations
    found = {}
    for number in layout.check_rows:
        relation = relations.all[number]
        typed = {base for point in relation.points() for base in relations.base[point]}
        indicators = [at for at in typed if layout.form.points[at].table == "text"]
        given = [at for at in indicators if values[at] is not None]
        known = list(values)
        if relation.rule.if_given == "any" and given:
            for at in indicators:  # the others count as none
                known[at] = values[at] or 0
                typed.discard(at)
        left = relation.comparison.left.value(known)
        rights = [side.value(known) for side in relation.comparison.rights]
        lacking = {"all": len(given) < len(indicators), "any": not given}
        if relation.rule.switch or lacking.get(relation.rule.if_given):
            found[number] = words["balanced"]
        elif any(values[point] is None for point in typed) or left is None or None in rights:
            found[number] = words["blank"]
        elif relation.given and not relation.given.value(known):
            found[number] = words["balanced"]
        else:
            holds = any(relation.comparison.holds(left - (right or 0)) for right in rights)
            found[number] = words["balanced" if holds else "broken"]
    return found


@pytest.mark.parametrize("form_id", FORMS)
def test_the_same_content_gives_the_same_bytes(form_id: str) -> None:
    for content in (None, city(form_id, 1)):
        data = write(form_id, content)
        assert data == write(form_id, content)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("form_id", FORMS)
def test_sheets_come_in_order_and_every_label_stands_at_its_address(form_id: str) -> None:
    layout = plan(form_id)
    form, workbook = layout.form, book(write(form_id))
    tables = [table.sheet for table in form.tables]
    named = [form.sheets.guide, form.sheets.cover, *tables, form.sheets.texts, form.sheets.checks]
    assert workbook.sheetnames == [*named, STAMP_SHEET]
    for sheet, labels in layout.labels.items():
        for cell, label in labels.items():
            assert at(workbook, sheet, cell) == label
    for cell, label in layout.text_labels.items():
        assert at(workbook, form.sheets.texts, cell) == label
    for cell, label in layout.cover_labels.items():
        assert at(workbook, form.sheets.cover, cell) == label


def unlocked(sheet: Worksheet) -> set[str]:
    """Unlocked cells; of joined ones only the first."""
    hidden = {
        address(row, column)
        for area in sheet.merged_cells.ranges
        for row, column in area.cells
        if (row, column) != (area.min_row, area.min_col)
    }
    return {cell.coordinate for row in sheet for cell in row if not cell.protection.locked} - hidden


def expected_inputs(form_id: str, content: Content) -> dict[str, set[str]]:
    layout = plan(form_id)
    sheets = layout.form.sheets
    found: dict[str, set[str]] = {
        sheets.cover: set(layout.cover_cells.values()),
        sheets.checks: {address(row, CHECKS_EXPLANATION) for row in layout.check_rows.values()},
        sheets.texts: {*layout.text_cells.values(), *layout.text_answers.values()},
    }
    for table in layout.form.tables:
        found[table.sheet] = {layout.declaration(table)}
    for number, (sheet, cell) in enumerate(layout.cells):
        rolled = content.parts and layout.form.points[number].roll in {"sum", "max"}
        if not rolled and not layout.relations.computed(number):
            found[sheet].add(cell)
    return found


@pytest.mark.parametrize("kind", ["blank", "city"])
@pytest.mark.parametrize("form_id", FORMS)
def test_inputs_are_unlocked_and_all_else_is_locked(form_id: str, kind: str) -> None:
    content = contents(form_id)[kind]
    workbook = book(write(form_id, content))
    expected = expected_inputs(form_id, content)
    for sheet in workbook:
        assert sheet.protection.sheet, sheet.title
        assert unlocked(sheet) == expected.get(sheet.title, set()), sheet.title
    assert workbook.security is not None
    assert workbook.security.lockStructure
    assert workbook[STAMP_SHEET].sheet_state == "veryHidden"


@pytest.mark.parametrize("form_id", FORMS)
def test_every_input_has_a_validation_that_says_what_to_type(form_id: str) -> None:
    workbook, layout = book(write(form_id)), plan(form_id)
    free_text = set(layout.text_cells.values())
    for name, cells in expected_inputs(form_id, Content()).items():
        rules = workbook[name].data_validations.dataValidation
        for cell in cells:
            if name == layout.form.sheets.texts and cell in free_text:
                continue
            mine = [rule for rule in rules if cell in rule.cells]
            assert len(mine) == 1, (name, cell)
            assert mine[0].promptTitle
            assert mine[0].prompt
            assert mine[0].type is None or mine[0].error, (name, cell)


@pytest.mark.parametrize("form_id", FORMS)
def test_knownare_validated_by_their_measure(form_id: str) -> None:
    workbook, layout = book(write(form_id)), plan(form_id)
    for number, (sheet, cell) in enumerate(layout.cells):
        if layout.relations.computed(number):
            continue
        measure = layout.form.points[number].measure
        rules = workbook[sheet].data_validations.dataValidation
        rule = next(rule for rule in rules if cell in rule.cells)
        assert rule.type == ("decimal" if measure.decimals else "whole")
        assert (rule.formula1 == "0") is (not measure.signed)
        assert measure.unit in rule.prompt


@pytest.mark.parametrize("form_id", FORMS)
def test_every_point_has_a_name_that_points_at_its_cell(form_id: str) -> None:
    workbook, layout = book(write(form_id)), plan(form_id)
    for point, (sheet, cell) in zip(layout.form.points, layout.cells, strict=True):
        row, _ = split_address(cell)
        place = f"'{sheet}'!${cell.removesuffix(str(row))}${row}"
        assert workbook.defined_names[point.id].value == place


def test_the_stamp_stands_in_three_places() -> None:
    data = write("disclosure-2019", reporter='某"局', code="1", forced=2)
    workbook, mark = book(data), stamp("disclosure-2019", reporter='某"局', code="1", forced=2)
    assert at(workbook, STAMP_SHEET, "A1") == mark.line()
    properties: Any = vars(workbook)["custom_doc_props"]  # missing in types-openpyxl
    assert properties[STAMP_PROPERTY].value == mark.line()
    named = workbook.defined_names[STAMP_NAME].value
    assert stamp_of(named[1:-1].replace('""', '"')) == mark


def test_a_forced_merge_is_told_on_the_cover() -> None:
    sheet = plan("disclosure-2019").form.sheets.cover
    shown = book(write("disclosure-2019", forced=17))[sheet]
    assert any("17" in str(cell.value) for cell in shown[3])
    assert not any(cell.value for cell in book(write("disclosure-2019"))[sheet][3])


@pytest.mark.parametrize("form_id", FORMS)
def test_only_functions_that_all_programs_calculate_alike(form_id: str) -> None:
    found = formulas(book(write(form_id, city(form_id, 3))))
    assert found
    for formula in found.values():
        bare = re.sub(r'"(?:[^"]|"")*"', '""', formula)
        assert set(re.findall(r"([A-Z]+)\(", bare)) <= ALLOWED, formula
        assert len(formula) < 8192


@pytest.mark.parametrize("form_id", FORMS)
def test_conditional_formats_look_at_their_own_sheet_only(form_id: str) -> None:
    for sheet in book(write(form_id)):
        for area in sheet.conditional_formatting:
            for rule in area.rules:
                assert all("!" not in formula for formula in rule.formula)


def test_what_a_person_typed_stays_text() -> None:
    texts = {"overview": "=cmd|' /C calc'!A0", "other": "  +1\t"}
    data = write("disclosure-2019", Content(cover=COVER, texts=texts))
    layout, workbook = plan("disclosure-2019"), book(data)
    form = layout.form
    for text_id, text in texts.items():
        cell = workbook[form.sheets.texts][layout.text_cells[text_id]]
        assert (cell.value, cell.data_type) == (text, "s")
    assert workbook[form.sheets.cover][layout.cover_cells["compiler"]].data_type == "s"


def test_knownare_written_with_the_digits_they_have() -> None:
    layout = plan("disclosure-2019")
    spot = index("disclosure-2019")["proactive.central_procurement.amount"]
    sheet, cell = layout.cells[spot]
    for steps, shown in (
        (157189616355, "1571896163.55"), (995, "9.95"), (1, "0.01"), (1200, "12"),
        (10**17 - 100, "999999999999999"), (99999999999999, "999999999999.99"),
    ):  # fmt: skip
        values: list[int | None] = [None] * len(layout.form.points)
        values[spot] = steps
        data = write("disclosure-2019", Content(values=tuple(values)))
        number = book(data).sheetnames.index(sheet) + 1
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            text = archive.read(f"xl/worksheets/sheet{number}.xml").decode()
        assert re.search(rf'<c r="{cell}"[^>]*><v>([^<]*)</v>', text)[1] == shown  # type: ignore[index]
    values[spot] = 10**17
    with pytest.raises(TemplateError, match="15"):
        write("disclosure-2019", Content(values=tuple(values)))
    values[spot] = 10**16 + 1
    with pytest.raises(TemplateError, match="15"):
        write("disclosure-2019", Content(values=tuple(values)))


@pytest.mark.parametrize(("key", "length"), [("prompt_count", 256), ("prompt_title", 33)])
def test_what_xlsxwriter_would_drop_in_silence_is_an_error(key: str, length: int) -> None:
    layout = plan("disclosure-2019")
    form = layout.form._replace(words={**layout.form.words, key: "长" * length})
    with (
        pytest.raises(TemplateError),
        pytest.warns(UserWarning, match="exceeds"),
    ):
        write_template(Layout(form, layout.relations), stamp("disclosure-2019"))


def test_a_text_too_long_for_a_cell_is_an_error() -> None:
    with pytest.raises(TemplateError, match="32767"):
        write("disclosure-2019", Content(texts={"overview": "长" * 32_768}))


@pytest.mark.parametrize("form_id", FORMS)
def test_no_formula_claims_a_zero_in_a_blank_workbook(form_id: str) -> None:
    data = write(form_id)
    shown = book(data, values=True)
    layout = plan(form_id)
    for number, (sheet, cell) in enumerate(layout.cells):
        assert at(shown, sheet, cell) is None, layout.form.points[number].id
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        for name in parts:
            assert not re.search(
                r'<c (?![^>]*t="str")[^>]*><f>[^<]*</f><v></v>', archive.read(name).decode()
            )


@given(
    seed=st.integers(0, 2**32),
    blank=st.sampled_from((0.0, 0.1, 0.5)),
    form_id=st.sampled_from(FORMS),
)
@settings(max_examples=15, deadline=None)
def test_cached_verdicts_are_those_of_the_checker(seed: int, blank: float, form_id: str) -> None:
    values = numbers(form_id, seed, blank)
    found = verdicts(form_id, book(write(form_id, Content(values=values)), values=True))
    assert found == slow_verdicts(form_id, values)
    if blank == 0.0:
        broken = {number for number, _ in compile_checker(plan(form_id).relations)(list(values))}
        word = plan(form_id).form.words["broken"]
        assert {number for number, verdict in found.items() if verdict == word} == broken


@pytest.mark.parametrize("form_id", FORMS)
def test_a_city_workbook_adds_up_its_parts(form_id: str) -> None:
    layout, content = plan(form_id), city(form_id, 5)
    form, data = layout.form, write(form_id, content, role="city")
    shown, written = book(data, values=True), book(data)
    sheet = form.sheets.contributions
    for number, (point, (home, cell)) in enumerate(zip(form.points, layout.cells, strict=True)):
        column = CONTRIBUTIONS_FIRST + number
        assert at(shown, sheet, address(CONTRIBUTIONS_IDS, column)) == point.id
        if not layout.relations.computed(number) and point.roll == "sum":
            total = address(CONTRIBUTIONS_TOP + len(content.parts), column)
            assert str(at(written, home, cell)).replace("$", "") == f"='{sheet}'!{total}"
            assert str(at(written, sheet, total)).startswith("=IF(COUNT(")
            value = content.values[number]
            shown_value = at(shown, home, cell)
            scale = 10**point.measure.decimals
            assert shown_value == (None if value is None else pytest.approx(value / scale))
    for number, part in enumerate(content.parts):
        row = CONTRIBUTIONS_TOP + number
        cells = [at(shown, sheet, address(row, column)) for column in (2, 3, 5)]
        assert cells == [part.reporter, part.code, part.book]
    assert at(shown, sheet, address(CONTRIBUTIONS_TOP + len(content.parts), 1)) == "合计"


@pytest.mark.parametrize("form_id", FORMS)
def test_a_category_has_its_subtotal_and_every_cell_leads_to_its_parts(form_id: str) -> None:
    layout, content = plan(form_id), adjusted(form_id, 30)
    written = book(write(form_id, content, role="city"))
    sheet = written[layout.form.sheets.contributions]
    # One of 本级, two of 部门, one of none; two adjustments; a subtotal below each; the total.
    heads = [sheet.cell(row, 1).value for row in range(7, sheet.max_row + 1)]
    assert heads == [1, "小计", 2, 3, "小计", 4, "小计", "调整", "调整", "小计", "合计"]
    assert sheet["F7"].value == f"{0:064x}"
    assert sheet["G7"].value == "2021-01-10 09:30"
    for number, (point, (home, cell)) in enumerate(
        zip(layout.form.points, layout.cells, strict=True)
    ):
        letters = column_letters(CONTRIBUTIONS_FIRST + number)
        assert sheet[f"{letters}5"].hyperlink.location == f"'{home}'!{cell}"
        if point.roll != "sum":
            continue
        assert sheet[f"{letters}11"].value == rolled_over("SUM", [f"{letters}9:{letters}10"])
        subtotals = [f"{letters}{row}" for row in (8, 11, 13, 16)]
        assert sheet[f"{letters}17"].value == rolled_over("SUM", subtotals)
        link = written[home][cell].hyperlink
        if number not in layout.relations.fills and link is not None:
            assert link.location == f"'{sheet.title}'!{letters}17"


def test_rows_kept_small_are_written_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    content = adjusted(FORMS[0], 30)
    packed = write(FORMS[0], content, role="city")
    monkeypatch.setattr(Page, "pack", lambda *_: None)
    assert write(FORMS[0], content, role="city") == packed


@pytest.mark.office
def test_cached_results_are_what_libreoffice_calculates(soffice: Soffice, tmp_path: Path) -> None:
    paths = []
    for form_id in FORMS:
        for kind, content in contents(form_id).items():
            path = tmp_path / f"{form_id}-{kind}.xlsx"
            role = "city" if content.parts else "unit"
            path.write_bytes(write(form_id, content, role=role, forced=int(kind == "city")))
            paths.append(path)
    for path, again in zip(
        paths, soffice.convert_all(paths, "xlsx", tmp_path / "out"), strict=True
    ):
        shown, counted = book(path.read_bytes(), values=True), book(again.read_bytes(), values=True)
        found = formulas(book(path.read_bytes()))
        assert len(found) > 300
        for (sheet, cell), formula in found.items():
            mine, theirs = at(shown, sheet, cell), at(counted, sheet, cell)
            if isinstance(mine, float) and isinstance(theirs, (int, float)):
                assert mine == pytest.approx(theirs), (path.name, sheet, cell, formula)
            else:
                # openpyxl gives None for an empty text.
                same = ("" if mine is None else mine) == ("" if theirs is None else theirs)
                assert same, (path.name, sheet, cell, formula, mine, theirs)
        assert STAMP_NAME in counted.defined_names
        assert stamp_of(counted.defined_names[STAMP_NAME].value.strip('"')) is not None


@pytest.mark.office
def test_the_workbook_answers_as_the_clerk_types(soffice: Soffice, tmp_path: Path) -> None:
    """Values put in afterwards, without cached results: broken, text, a wrong code."""
    form_id = "disclosure-2019"
    layout, known = plan(form_id), index("disclosure-2019")
    form, words = layout.form, layout.form.words
    edits: dict[str, dict[tuple[str, str], int | str]] = {
        "more": {layout.cells[known["requests.new_received.business"]]: 5001},
        "text": {layout.cells[known["requests.new_received.business"]]: "5000件"},
        "code": {(form.sheets.cover, layout.cover_cells["code"]): "11371083dem000014g"},
    }
    paths = []
    for kind, cells in edits.items():
        workbook = book(write(form_id, contents(form_id)["fits"]))
        for (sheet, cell), value in cells.items():
            workbook[sheet][cell] = value
        paths.append(tmp_path / f"{kind}.xlsx")
        workbook.save(paths[-1])
    converted = soffice.convert_all(paths, "xlsx", tmp_path / "out")
    more, text, code = (book(path.read_bytes(), values=True) for path in converted)
    balance = next(
        relation.number
        for relation in layout.relations.all
        if (relation.rule.id, relation.scope) == ("requests.balance", "business")
    )
    assert verdicts(form_id, more)[balance] == words["broken"]
    row = layout.check_rows[balance]
    assert at(more, form.sheets.checks, f"G{row}") == 1
    assert verdicts(form_id, text)[balance] == words["blank"]
    assert at(text, form.sheets.checks, f"E{row}") is None
    row = split_address(layout.cover_cells["code"])[0]
    assert at(code, form.sheets.cover, f"D{row}") == words["code_right"]


@pytest.mark.parametrize("form_id", FORMS)
def test_the_cover_speaks_of_no_other_year_and_says_what_length_is_asked_for(form_id: str) -> None:
    year = plan(form_id).form.first_year + 1
    book = openpyxl.load_workbook(io.BytesIO(write(form_id)))
    cover = book["封面"]
    said = [cell.value for row in cover["B4:D13"] for cell in row if isinstance(cell.value, str)]
    for rule in cover.data_validations.dataValidation:
        said += [str(rule.prompt or ""), str(rule.error or "")]
    years = {
        int(found) for text in said if "=" not in text for found in re.findall("20[0-9]{2}", text)
    }
    assert years <= {year, year + 1}  # handed in in January
    by_cell = {str(rule.sqref): rule.error for rule in cover.data_validations.dataValidation}
    assert by_cell["C5"] == "长度应为18个字符，请检查。"
    assert by_cell["C4"] == "长度应为2–80个字符，请检查。"


def test_its_window_fits_a_screen() -> None:
    with zipfile.ZipFile(io.BytesIO(write(FORMS[0]))) as archive:
        (width,) = re.findall(r'windowWidth="([0-9]+)"', archive.read("xl/workbook.xml").decode())
    assert int(width) <= 1920 * 15  # twentieths of a point, at 96 dots an inch
