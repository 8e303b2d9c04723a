"""Templates that show last year's figures, and many of them made from one: the same bytes, the same prints."""

import io
import random
import re
import zipfile

import openpyxl
import pytest

from xl2report.chain.forms import open_plan
from xl2report.chain.template import blank
from xl2report.files.template.series import Series
from xl2report.files.template.writer import TemplateError, write_template
from xl2report.form.carried import carried, carry
from xl2report.form.layout import DECLARATION_ROW, STAMP_FIGURES, STAMP_SHEET
from xl2report.form.plan import Plan
from xl2report.ground.filing import Content, Stamp, stamp_of
from xl2report.ground.points import split_address
from xl2report.ground.reference import LastYear, marked, values_of

FORMS = {"disclosure-2019": 2020, "disclosure-2021": 2021}
# Names that a workbook may hold otherwise: as a label, with signs of XML, with spaces, as a formula.
NAMES = (
    "某市民政局", "某市教育局", "自然人", "A & B <局>", " 前有空格", '"引号"局', "=1+1", "某|局", "报表", "两\n行",
    "某市民政局", "_x0041_", "'撇号", "11371083DEM000001T",
)  # fmt: skip


def drawn(plan: Plan, dice: random.Random) -> tuple[int | None, ...]:
    """Figures of last year, with fractions where there are any, some of them unknown."""
    return tuple(
        dice.choice((None, 0, 1, dice.randint(0, 10**6)))
        if not point.measure.signed
        else dice.randint(-9, 9)
        for point in plan.form.points
    )


def task(plan: Plan, name: str, code: str, last: LastYear | None) -> tuple[Stamp, Content]:
    year = FORMS[plan.form.id]
    values = tuple(carry(plan.relations, last.values)) if last else ()
    cover = {"reporter": name, "code": code, "year": str(year)}
    return Stamp(plan.form.id, year, name, code, tool="1"), Content(
        cover=cover, values=values, last=last
    )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("shows", [False, True])
def test_a_series_gives_the_bytes_of_single_workbooks(form: str, shows: bool) -> None:  # noqa: FBT001
    dice = random.Random(f"{form} {shows}")  # noqa: S311 - test data
    plan = open_plan(form).with_last if shows else open_plan(form)
    series = Series(plan.layout)
    for number, name in enumerate((*NAMES, *NAMES[:3])):
        last = None
        if shows:
            known = number % 5 != 3
            values = drawn(plan, dice) if known else (None,) * len(plan.form.points)
            last = LastYear("disclosure-2019" if known else "", FORMS[form] - 1, values)
        code = dice.choice(("", "11371083DEM000001T", f"113710{number}"))
        stamp, content = task(plan, name, code, last)
        assert series.write(stamp, content) == write_template(plan.layout, stamp, content), name


def test_a_series_really_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = open_plan("disclosure-2021").with_last
    written: list[str] = []

    def counted(*given: object) -> bytes:
        written.append("once more")
        return write_template(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("xl2report.files.template.series.write_template", counted)
    series, dice = Series(plan.layout), random.Random(1)  # noqa: S311 - test data
    for number in range(12):
        last = LastYear("disclosure-2019", 2020, drawn(plan, dice))
        series.write(*task(plan, f"第{number}局", f"1137{number}", last))
    assert len(written) == 1


@pytest.mark.parametrize("form", FORMS)
def test_prints_and_labels_are_those_of_the_plain_template(form: str) -> None:
    plan = open_plan(form)
    stamp, content = task(
        plan, "某局", "", LastYear(form, FORMS[form] - 1, (7,) * len(plan.form.points))
    )
    book = openpyxl.load_workbook(io.BytesIO(write_template(plan.with_last.layout, stamp, content)))
    plain = openpyxl.load_workbook(io.BytesIO(blank(plan, FORMS[form], "某局", "")))
    for table in plan.form.tables:
        sheet, other = book[table.sheet], plain[table.sheet]
        assert sheet.print_area == other.print_area
        assert sheet.page_setup.fitToWidth == other.page_setup.fitToWidth
        for row in other.iter_rows(
            max_col=table.grid.cols, max_row=DECLARATION_ROW + table.grid.rows
        ):
            for cell in row:
                same = sheet[cell.coordinate]
                if isinstance(cell.value, str) and not cell.value.startswith("="):
                    assert same.value == cell.value
                assert same.protection.locked == cell.protection.locked
        # A label that stood twice on a sheet would not be believed once lines are moved.
        labels = {cell.text for cell in table.grid.cells if cell.text}
        top, left, down, across = plan.with_last.layout.last_area(table)
        for row in sheet.iter_rows(top, top + down - 1, left, left + across - 1):
            assert labels.isdisjoint({cell.value for cell in row})


@pytest.mark.parametrize("form", FORMS)
def test_last_years_cells_are_locked_beside_and_below_the_inputs(form: str) -> None:
    plan = open_plan(form).with_last
    count = len(plan.form.points)
    last = LastYear(form, FORMS[form] - 1, tuple(range(1, count + 1)))
    stamp, content = task(plan, "某局", "", last)
    data = write_template(plan.layout, stamp, content)
    book = openpyxl.load_workbook(io.BytesIO(data))
    taken: set[tuple[str, str]] = set(plan.layout.cells)
    for number, (sheet, spot) in enumerate(plan.layout.last_cells):
        scale = 10 ** plan.form.points[number].measure.decimals
        cell = book[sheet][spot]
        assert round(cell.value * scale) == number + 1, spot
        assert cell.protection.locked
        assert (sheet, spot) not in taken
        taken.add((sheet, spot))
        row, column = split_address(plan.layout.cells[number][1])
        now = split_address(spot)
        assert now[0] == row or now[1] == column  # in its input's line
    # Two records of them, and the mark of both.
    hidden = book[STAMP_SHEET]
    assert values_of(hidden[STAMP_FIGURES].value, count) == last.values
    line = hidden["A1"].value
    said = stamp_of(line)
    assert said is not None
    assert said.last == last.mark(stamp.issued_to)
    assert marked(said.last) == (form, FORMS[form] - 1)


def test_what_is_carried_over_follows_from_the_rules() -> None:
    found = {}
    for form in FORMS:
        plan = open_plan(form)
        found[form] = {plan.form.points[point].id for point in carried(plan.relations)}
    kinds = (
        "natural_person",
        "business",
        "research",
        "public_welfare",
        "legal_service",
        "other_org",
    )
    requests = {f"requests.carried_in.{kind}" for kind in kinds}
    items = {
        f"proactive.{row}.items_last_year"
        for row in ("licensing", "other_services", "punishment", "coercion", "fees")
    }
    assert found == {"disclosure-2019": requests | items, "disclosure-2021": requests}


def test_items_are_carried_over_with_their_change_and_never_below_zero() -> None:
    plan = open_plan("disclosure-2019")
    last: list[int | None] = [None] * len(plan.form.points)
    for row, items, change in (
        ("licensing", 282, -99),
        ("punishment", 3, -5),
        ("coercion", 1, None),
    ):
        last[plan.index[f"proactive.{row}.items_last_year"]] = items
        last[plan.index[f"proactive.{row}.items_change"]] = change
    values = carry(plan.relations, last)
    filled = {plan.form.points[n].id: value for n, value in enumerate(values) if value is not None}
    assert filled == {"proactive.licensing.items_last_year": 183}


def test_carried_over_cells_stay_inputs() -> None:
    plan = open_plan("disclosure-2021").with_last
    values = [0] * len(plan.form.points)
    values[plan.index["requests.carried_out.natural_person"]] = 4
    stamp, content = task(plan, "某局", "", LastYear("disclosure-2019", 2020, tuple(values)))
    book = openpyxl.load_workbook(io.BytesIO(write_template(plan.layout, stamp, content)))
    sheet, spot = plan.layout.cells[plan.index["requests.carried_in.natural_person"]]
    assert book[sheet][spot].value == 4
    assert not book[sheet][spot].protection.locked
    sheet, spot = plan.layout.cells[plan.index["requests.new_received.natural_person"]]
    assert book[sheet][spot].value is None


def test_the_blank_template_knows_nothing_of_it() -> None:
    for form, year in FORMS.items():
        data = blank(open_plan(form), year, "某局", "")
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = "".join(package.read(name).decode() for name in package.namelist())
        assert not re.search('上年·|不适用"', parts)


def test_layout_and_content_belong_together() -> None:
    plan = open_plan("disclosure-2021")
    stamp, content = task(plan, "某局", "", LastYear("", 2020, (None,) * len(plan.form.points)))
    with pytest.raises(TemplateError):
        write_template(plan.layout, stamp, content)
    with pytest.raises(TemplateError):
        write_template(plan.with_last.layout, stamp, Content())


@pytest.mark.parametrize("line", ["1,2", "1,2,x", "1,2,1.5", "", "1,2,٣", "1,2," + "9" * 30])
def test_a_line_that_is_no_line_is_not_read(line: str) -> None:
    assert values_of(line, 3) is None


def test_a_line_says_blank_and_zero_apart() -> None:
    assert values_of("0,,-5", 3) == (0, None, -5)
    assert LastYear("f", 2020, (0, None, -5)).line == "0,,-5"


def test_the_mark_changes_with_whatever_it_is_of() -> None:
    last = LastYear("disclosure-2019", 2020, (1, None, 2))
    issued = Stamp("disclosure-2021", 2021, "某局", "1").issued_to
    marks = {
        last.mark(issued),
        last._replace(values=(1, 2, None)).mark(issued),
        last._replace(year=2019).mark(issued),
        last._replace(form="").mark(issued),
        last.mark(Stamp("disclosure-2021", 2021, "别局", "1").issued_to),
        last.mark(Stamp("disclosure-2021", 2021, "某局", "2").issued_to),
    }
    assert len(marks) == 6
