"""Templates for every unit of a roster, with last year's figures: who gets one, what it knows, what it keeps."""

import random
import shutil
from pathlib import Path

import openpyxl
import pytest
from slips import write_cell

import city
import last_samples as samples
from command import xl2report
from conftest import Soffice
from xl2report.chain.books import find_books
from xl2report.chain.check import check
from xl2report.chain.errors import CannotWork
from xl2report.chain.init import init
from xl2report.chain.marked import mark_books
from xl2report.chain.merge import merge
from xl2report.chain.read import read
from xl2report.chain.rescue import rescue
from xl2report.chain.template import template
from xl2report.files.rosters.writer import write_roster
from xl2report.form.layout import CHECKS_EXPLANATION, CHECKS_VERDICT, STAMP_FIGURES, STAMP_SHEET
from xl2report.form.plan import explanation_key
from xl2report.ground.units import Unit

FORM, YEAR = samples.FORM, samples.YEAR
# A departure of one column is told with the total's.
CARRY = ("requests.carry_over_total", "requests.carry_over")
BUSINESS = "requests.carried_in.business"
CARRIED = "requests.carried_in.natural_person"


def units() -> list[Unit]:
    """The sample city's units as a roster has them."""
    return [
        Unit(one["name"], one["code"], one.get("short", ""), one.get("category", "部门"))
        for one in city.units()
    ]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A work folder for 2021 with the sample city's returns of 2020 as last year's."""
    folder = tmp_path / "office"
    init(folder, form=FORM, year=YEAR, city="乳山市人民政府")
    (folder / "roster.xlsx").write_bytes(write_roster(units()))
    for name, data in city.returns().items():
        (folder / "last" / Path(name).name).write_bytes(data)
    return folder


def figures(path: Path) -> dict[str, str | None]:
    (book,), _ = read([path])
    return {point: found["value"] for point, found in book["values"].items()}


def last_of(path: Path, point: str) -> object:
    sheet, spot = samples.place_of(point, last=True)
    return openpyxl.load_workbook(path)[sheet][spot].value


# ---- who gets one -----------------------------------------------------------------------------------


def test_a_work_folder_needs_nothing_else(office: Path) -> None:
    made = template(office)

    assert sorted(path.parent for path in made) == [office / "templates"] * len(units())
    assert not made.findings
    assert not made.without
    for unit, path in zip(units(), made, strict=True):
        (book,), _ = read([path])
        assert book["reporter"] == {"name": unit.name, "code": unit.code}
        assert (book["form"], book["year"]) == (FORM, YEAR)


def test_only_those_get_one_that_send_one_this_year(tmp_path: Path) -> None:
    first, second, third, fourth, fifth = units()[:5]
    listed = [
        first,
        second._replace(reports_via=first.name),
        third._replace(last_year=YEAR - 1),
        fourth._replace(first_year=YEAR + 1),
        fifth._replace(first_year=YEAR, last_year=YEAR),
    ]
    roster = tmp_path / "roster.xlsx"
    roster.write_bytes(write_roster(listed))

    made = template(FORM, tmp_path / "out", year=YEAR, roster=roster)

    assert [path.stem for path in made] == [first.file_name, fifth.file_name]


def test_two_of_one_short_name_get_a_file_each(tmp_path: Path) -> None:
    one, other, third = units()[:3]
    roster = tmp_path / "roster.xlsx"
    roster.write_bytes(
        write_roster(
            [
                one._replace(short="Aa局"),
                other._replace(short="aA局"),
                third._replace(short="Aa局", code=""),
            ]
        )
    )
    made = template(FORM, tmp_path / "out", year=YEAR, roster=roster)
    assert len({path.name.casefold() for path in made}) == 3
    assert [read([path])[0][0]["reporter"]["name"] for path in made] == [
        one.name, other.name, third.name,
    ]  # fmt: skip


def test_a_wrong_roster_is_told_and_the_others_still_get_theirs(tmp_path: Path) -> None:
    one, other, third = units()[:3]
    roster = tmp_path / "roster.xlsx"
    roster.write_bytes(write_roster([one, other._replace(name=""), third._replace(code="123")]))

    ran = xl2report("template", FORM, "--year", YEAR, "--roster", roster, "-o", tmp_path / "out")

    assert ran.code == 1
    assert "L901" in ran.out
    assert sorted(path.stem for path in (tmp_path / "out").glob("*.xlsx")) == sorted(
        [one.file_name, third.file_name]
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((FORM, "-o", "x.xlsx"), "--year"),
        ((FORM, "--year", "2021"), "-o"),
        (("FOLDER",), "roster.xlsx"),
        (("EMPTY",), "xl2report.toml"),
        ((FORM, "--year", "2021", "-o", "x.xlsx", "--last", "nowhere"), "nowhere"),
        ((FORM, "--year", "2021", "-o", "x", "--roster", "nowhere.xlsx"), "nowhere.xlsx"),
        ((FORM, "--year", "2020", "-o", "x.xlsx"), "2020"),
    ],
)
def test_what_is_missing_is_said(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    folder = tmp_path / "FOLDER"
    init(folder, form=FORM, year=YEAR, city="乳山市")
    (folder / "roster.xlsx").unlink()
    (tmp_path / "EMPTY").mkdir()
    before = sorted(tmp_path.rglob("*"))

    ran = xl2report("template", *arguments, cwd=tmp_path)

    assert ran.code == 2
    assert words in ran.err
    assert len(ran.err.splitlines()) == 1
    assert sorted(tmp_path.rglob("*")) == before


def test_a_roster_without_anybody_due_is_no_success(tmp_path: Path) -> None:
    roster = tmp_path / "roster.xlsx"
    roster.write_bytes(write_roster([units()[0]._replace(last_year=YEAR - 1)]))
    with pytest.raises(CannotWork, match="2021"):
        template(FORM, tmp_path / "out", year=YEAR, roster=roster)


# ---- what it knows of last year ----------------------------------------------------------------------


def test_last_years_figures_are_carried_over_and_shown(tmp_path: Path) -> None:
    path = samples.issued(tmp_path, **{"proactive.licensing.decisions": 77})

    now = figures(path)
    carried = {point: value for point, value in now.items() if "carried_in" in point}
    assert carried[CARRIED] == "1"
    assert all(
        value == "0" for point, value in carried.items() if point[-6:] not in ("person", ".total")
    )
    assert now["requests.carried_in.total"] == "1"
    assert now["requests.new_received.natural_person"] is None
    assert last_of(path, "proactive.licensing.decisions") == 77
    assert last_of(path, "requests.carried_out.natural_person") == 1
    assert last_of(path, "requests.carried_out.total") is not None
    assert last_of(path, "proactive.fees.amount") is None  # 2020 counted items there
    assert last_of(path, "text.site_items") == city.data(samples.UNIT)["values"].get(
        "text.site_items"
    )


def test_items_of_the_edition_of_2019(tmp_path: Path) -> None:
    unit, home = city.unit(samples.UNIT), tmp_path / "last"
    home.mkdir()
    data = city.data(
        samples.UNIT,
        **{"proactive.licensing.items_last_year": 12, "proactive.licensing.items_change": -3},
    )
    (home / "a.xlsx").write_bytes(city.made({**data, "year": 2019}))
    path = tmp_path / "b.xlsx"
    template(city.plan().form.id, path, year=2020, reporter=unit["name"], last=home)
    assert figures(path)["proactive.licensing.items_last_year"] == "9"


def test_units_are_found_in_a_citys_workbook_too(office: Path, tmp_path: Path) -> None:
    total = tmp_path / "全市.xlsx"
    merge([office / "last"], total, reporter="乳山市人民政府")
    single = template(office)
    roster = office / "roster.xlsx"

    made = template(FORM, tmp_path / "out", year=YEAR, roster=roster, last=total)

    assert not made.without
    for one, other in zip(single, made, strict=True):
        assert figures(one) == figures(other)
        assert last_of(one, "requests.new_received.total") == last_of(
            other, "requests.new_received.total"
        )


def test_a_unit_without_code_is_found_by_its_name(tmp_path: Path) -> None:
    home = samples.last_year(tmp_path)
    unit = city.unit(samples.UNIT)
    path = tmp_path / "b.xlsx"
    template(FORM, path, year=YEAR, reporter=unit["name"], last=home)
    assert figures(path)[CARRIED] == "1"


def test_a_unit_without_last_year_is_told_and_nothing_is_wrong_with_it(tmp_path: Path) -> None:
    home = samples.last_year(tmp_path)
    path = tmp_path / "b.xlsx"
    made = template(FORM, path, year=YEAR, reporter="某市新设局", last=home)

    assert made.without == ("某市新设局",)
    assert figures(path)[CARRIED] is None
    book = openpyxl.load_workbook(path)
    words = samples.plan().form.words["last_none"].format(year=YEAR - 1)
    assert any(words == cell.value for row in book["三、申请办理"].iter_rows() for cell in row)
    verdicts = {
        book[samples.plan().form.sheets.checks].cell(row, CHECKS_VERDICT).value
        for number, row in samples.plan().layout.check_rows.items()
        if samples.plan().relations.all[number].across_years
    }
    assert all("不适用" in str(verdict) for verdict in verdicts)  # formulas that say so
    told = check([path])
    assert not [
        one for one in told.findings if one.code in {"R302", "U401", "W208", "W215", "W216"}
    ]


# ---- what it keeps -----------------------------------------------------------------------------------


def test_again_gives_the_same_bytes(office: Path) -> None:
    first = {path.name: path.read_bytes() for path in template(office)}
    shutil.rmtree(office / "templates")
    again = {path.name: path.read_bytes() for path in template(office, jobs=2)}
    assert first == again
    # Over what nobody has touched it is written once more.
    assert {path.name: path.read_bytes() for path in template(office)} == first


@pytest.mark.parametrize("touch", ["figure", "cover", "text", "stranger", "city"])
def test_what_somebody_has_filled_in_is_never_replaced(office: Path, touch: str) -> None:
    made = template(office)
    path = made[2]
    if touch == "figure":
        samples.typed(path, "requests.new_received.research", 0)
    elif touch == "cover":
        form = samples.plan()
        spot = form.layout.cover_cells["compiler"]
        write = {"type": "text", "value": "张三"}
        path.write_bytes(write_cell(path.read_bytes(), form.form.sheets.cover, spot, write))
    elif touch == "text":
        form = samples.plan()
        spot = form.layout.text_cells["problems"]
        write = {"type": "text", "value": "无"}
        path.write_bytes(write_cell(path.read_bytes(), form.form.sheets.texts, spot, write))
    elif touch == "stranger":
        path.write_bytes(b"somebody's own")
    else:
        merge([office / "last"], path, reporter="乳山市人民政府")
    before = {one.name: one.read_bytes() for one in made}

    with pytest.raises(CannotWork) as error:
        template(office)

    assert path.name in error.value.chinese
    assert made[1].name not in error.value.chinese
    assert {one.name: one.read_bytes() for one in made} == before


def test_carried_over_figures_that_were_changed_count_as_filled_in(office: Path) -> None:
    made = template(office)
    samples.typed(made[0], CARRIED, 9)
    with pytest.raises(CannotWork):
        template(office)


def test_corrected_figures_of_last_year_reach_templates_that_nobody_has_touched(
    office: Path,
) -> None:
    made = template(office)
    old = made[0].read_bytes()
    name = "民政局.xlsx"
    figures_ = city.data(samples.UNIT, **{"requests.carried_out.business": 5})
    (office / "last" / name).write_bytes(city.made(figures_))
    again = template(office)
    changed = [path for path in again if last_of(path, "requests.carried_out.business") == 5]
    assert len(changed) == 1
    assert made[0].read_bytes() == old or made[0] in changed


# ---- filled in and read back -------------------------------------------------------------------------


def test_a_clerk_fills_it_in_and_it_is_read(tmp_path: Path) -> None:
    path = samples.issued(tmp_path)
    given = samples.requests(random.Random(3))  # noqa: S311 - test data
    samples.typed_all(path, given)

    now = figures(path)
    for point, value in given.items():
        assert now[point] == str(value)
    assert now[CARRIED] == "1"
    report = check([path])
    assert not [one for one in report.findings if one.code in {"W208", "W215", "W216", "R302"}]
    assert {one.code for one in report.findings if one.level == "error"} <= {"R306"}
    # Compared with what it was issued with, though no --last was given.
    across = sum(relation.across_years for relation in samples.plan().relations.all)
    plain = len(samples.plan().relations.all) - across
    assert sum(book.holds + book.broken + book.unassessable for book in report.books) > plain


def test_a_departure_is_told_and_explained_beside_its_relation(tmp_path: Path) -> None:
    path = samples.issued(tmp_path)
    # The request that was a natural person's is now a business's: the total is as it was.
    samples.typed_all(
        path, {CARRIED: 0, "requests.carried_in.business": 1, "requests.granted.business": 1}
    )
    plan = samples.plan()
    relation = next(
        one
        for one in plan.relations.all
        if one.across_years and one.scope == "business" and one.rule.severity == "warning"
    )
    (finding,) = [one for one in check([path]).findings if one.point == BUSINESS]
    assert (finding.left, finding.right) == ("1", "0")
    assert not finding.explanation
    assert plan.form.sheets.checks in finding.message("zh") + finding.remedy("zh")

    book = openpyxl.load_workbook(path)
    row = plan.layout.check_rows[relation.number]
    book[plan.form.sheets.checks].cell(row, CHECKS_EXPLANATION).value = "机构调整划入"
    book.save(path)
    (finding,) = [one for one in check([path]).findings if one.point == BUSINESS]
    assert finding.explanation == "机构调整划入"
    (read_back,), _ = read([path])
    assert read_back["explanations"] == {explanation_key(relation): "机构调整划入"}


def test_altered_figures_of_last_year_are_told_and_not_believed(tmp_path: Path) -> None:
    path = samples.issued(tmp_path)
    samples.typed(path, "requests.carried_out.natural_person", 6, last=True)
    samples.typed(path, CARRIED, 6)
    found = check([path]).findings
    (altered,) = [one for one in found if one.code == "W215"]
    sheet, spot = samples.place_of("requests.carried_out.natural_person", last=True)
    assert altered.places == (f"{sheet}!{spot}",)
    broken = [one for one in found if one.rule in CARRY]
    assert [(one.left, one.right) for one in broken] == [("6", "1")]


def test_figures_without_any_intact_record_are_ignored(tmp_path: Path) -> None:
    path = samples.issued(tmp_path)
    samples.typed(path, "requests.carried_out.natural_person", 6, last=True)
    write = {"type": "text", "value": ",".join("6" * len(samples.plan().form.points))}
    path.write_bytes(write_cell(path.read_bytes(), STAMP_SHEET, STAMP_FIGURES, write))
    samples.typed(path, CARRIED, 5)
    codes = [one.code for one in check([path]).findings]
    assert "W216" in codes
    assert not {"R301", "W215", "W208"} & set(codes)
    # Last year's own workbook still counts.
    last = check([path], last=[tmp_path / "last"]).findings
    assert [one for one in last if one.rule in CARRY]


def test_one_record_is_enough(tmp_path: Path) -> None:
    path = samples.issued(tmp_path)
    write = {"type": "blank"}
    path.write_bytes(write_cell(path.read_bytes(), STAMP_SHEET, STAMP_FIGURES, write))
    samples.typed(path, CARRIED, 5)
    found = check([path]).findings
    assert not [one for one in found if one.code in {"W215", "W216"}]
    assert [one for one in found if one.rule in CARRY]


def test_figures_of_another_unit_pasted_over_are_not_believed(tmp_path: Path) -> None:
    path = samples.issued(tmp_path)
    other = tmp_path / "b.xlsx"
    home = samples.last_year(tmp_path, **{"requests.carried_out.natural_person": 8})
    template(FORM, other, year=YEAR, reporter=city.unit(samples.UNIT)["name"], code="", last=home)
    line = openpyxl.load_workbook(other)[STAMP_SHEET][STAMP_FIGURES].value
    write = {"type": "text", "value": line}
    path.write_bytes(write_cell(path.read_bytes(), STAMP_SHEET, STAMP_FIGURES, write))
    found = check([path]).findings
    assert not [one for one in found if one.rule in CARRY]  # 1 is what was issued


def test_rescue_and_marked_copy_keep_them(tmp_path: Path) -> None:
    path = samples.issued(tmp_path)
    samples.typed(path, CARRIED, 3)
    fresh = tmp_path / "fresh.xlsx"
    rescue(path, fresh)
    assert last_of(fresh, "requests.carried_out.natural_person") == 1
    assert figures(fresh)[CARRIED] == "3"
    assert [one for one in check([fresh]).findings if one.rule in CARRY]

    mark_books(check([path]), find_books([path]), tmp_path / "marked", "zh")
    (copy,) = (tmp_path / "marked").glob("*.xlsx")
    assert last_of(copy, "requests.carried_out.natural_person") == 1
    assert not [one for one in check([copy]).findings if one.code in {"W208", "W215", "W216"}]


def test_a_return_that_shows_last_year_is_merged_like_any_other(tmp_path: Path) -> None:
    path = samples.issued(tmp_path)
    samples.typed_all(path, samples.requests(random.Random(3)))  # noqa: S311 - test data
    total = tmp_path / "全市.xlsx"
    merge([path], total, reporter="乳山市人民政府", force=True)
    assert figures(total)[CARRIED] == "1"
    assert not [one for one in check([total]).findings if one.code in {"W208", "W215", "W216"}]


@pytest.mark.office
def test_libreoffice_keeps_them(soffice: Soffice, tmp_path: Path) -> None:
    path = samples.issued(tmp_path)
    samples.typed_all(path, samples.requests(random.Random(3)))  # noqa: S311 - test data
    saved = soffice.convert(path, "xlsx", tmp_path / "saved")
    assert figures(saved) == figures(path)
    report = check([saved])
    assert not [one for one in report.findings if one.code in {"W208", "W215", "W216", "R302"}]
    assert not report.errors
    checks = openpyxl.load_workbook(saved, data_only=True)[samples.plan().form.sheets.checks]
    verdicts = [
        checks.cell(row, CHECKS_VERDICT).value for row in samples.plan().layout.check_rows.values()
    ]
    assert set(verdicts) == {"平", "不适用"}
