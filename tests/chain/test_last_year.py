"""Last year's files: whatever kind they are, each gives what it holds or is told; whose they are is not guessed."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.table import Table
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

import city
from continuity_samples import UNIT
from continuity_samples import return_of as _data
from xl2report.chain.books import BookFile
from xl2report.chain.check import CheckReport, check
from xl2report.chain.earlier import Before, Earlier, in_order_of
from xl2report.chain.errors import CannotWork
from xl2report.chain.fill import content_of
from xl2report.chain.lastyear import last_values
from xl2report.chain.merge import merge
from xl2report.chain.report import report
from xl2report.chain.template import written
from xl2report.chain.told import Sources, tell
from xl2report.desk import show
from xl2report.files.rosters.writer import write_roster
from xl2report.form.language import Joined, Names, parse_expression
from xl2report.ground.codes import check_digit
from xl2report.ground.findings import Finding
from xl2report.ground.packed import Row
from xl2report.ground.reference import LastYear
from xl2report.ground.units import Unit

CARRY = "requests.carry_over"
TOTAL = "requests.carry_over_total"


def _of_last_year(findings: list[Finding]) -> list[Finding]:
    return [one for one in findings if one.code[0] == "C" or one.rule.startswith("requests.carry")]


def _now(folder: Path, carried_in: int, last: list[Path], **options: object) -> CheckReport:
    books = {"民政局.xlsx": city.made(_data(2020, carried_in=carried_in))}
    return city.checked(folder / "now", books, last=last, **options)


def _then(folder: Path, carried_out: int = 2) -> Path:
    return (
        city.put(folder / "last", {"民政局.xlsx": city.made(_data(2019, carried_out))})
        / "民政局.xlsx"
    )


# ------------------------------------------------------------------------------- what it may be


def _as_markdown(document: Path) -> bytes:
    """A Word report as Markdown: spans filled with blanks."""
    lines: list[str] = []
    for block in docx.Document(str(document)).iter_inner_content():
        if isinstance(block, Table):
            for number, row in enumerate(block.rows):
                seen: list[object] = []
                cells = []
                for cell in row.cells:
                    element = cell._tc  # noqa: SLF001 - what cells of one span have in common
                    cells.append("" if element in seen else " ".join(cell.text.split()))
                    seen.append(element)
                lines.append(f"| {' | '.join(cells)} |")
                lines += ["|" + "---|" * len(cells)] if number == 0 else []
        else:
            lines += ["", block.text, ""]
    return "\n".join(lines).encode()


def _workbook(book: Path, _: Path) -> Path:
    return book


def _folder(book: Path, _: Path) -> Path:
    return book.parent


def _by_another_name(book: Path, folder: Path) -> Path:
    return shutil.copyfile(book, folder / "上年年报.docx")


def _city(book: Path, folder: Path) -> Path:
    city.put(book.parent, {"市场局.xlsx": city.made(_data(2019, 3, unit="market"))})
    merge([book.parent], folder / "全市.xlsx", reporter=city.CITY)
    return folder / "全市.xlsx"


def _published(ending: str) -> Callable[[Path, Path], Path]:
    def make(book: Path, folder: Path) -> Path:
        report(book, folder / f"年报{ending}")
        return folder / f"年报{ending}"

    return make


def _plain(book: Path, folder: Path) -> Path:
    report(book, folder / "年报.docx")
    (folder / "年报.md").write_bytes(_as_markdown(folder / "年报.docx"))
    (folder / "年报.docx").unlink()
    return folder / "年报.md"


def _page_named_xls(book: Path, folder: Path) -> Path:
    """What a website's export calls a workbook."""
    report(book, folder / "年报.html")
    return (folder / "年报.html").rename(folder / "年报.xls")


KINDS = {
    "workbook": _workbook,
    "folder": _folder,
    "workbook of another name": _by_another_name,
    "city": _city,
    "docx": _published(".docx"),
    "html": _published(".html"),
    "md": _plain,
    "page named xls": _page_named_xls,
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_file_gives_last_years_figures(tmp_path: Path, kind: str) -> None:
    (tmp_path / "other").mkdir()
    given = KINDS[kind](_then(tmp_path), tmp_path / "other")
    assert _of_last_year(_now(tmp_path / "equal", 2, [given]).findings) == []
    (found,) = _of_last_year(_now(tmp_path / "differs", 3, [given]).findings)
    assert (found.rule, found.level, found.left, found.right) == (TOTAL, "error", "3", "2")
    assert found.places[-1].endswith("!D8")
    assert "自然人本年 3、上年 2" in found.message("zh")


@pytest.mark.office
def test_a_printed_report_gives_them_too(tmp_path: Path, soffice: "object") -> None:
    report(_then(tmp_path), tmp_path / "年报.docx")
    pdf = soffice.convert(tmp_path / "年报.docx", "pdf", tmp_path)  # type: ignore[attr-defined]
    (found,) = _of_last_year(_now(tmp_path, 3, [pdf]).findings)
    assert (found.rule, found.left, found.right) == (TOTAL, "3", "2")


def test_a_city_is_compared_with_the_citys_total_and_its_units_with_their_rows(
    tmp_path: Path,
) -> None:
    units = {"民政局.xlsx": UNIT, "市场局.xlsx": "market"}
    then = {name: city.made(_data(2019, 2, unit=unit)) for name, unit in units.items()}
    # One of the units goes by the city's own name.
    own = _data(2019, 5, unit="gov_office")
    own["reporter"]["name"] = city.CITY
    then["政府.xlsx"] = city.made(own)
    merge([city.put(tmp_path / "then", then)], tmp_path / "上年.xlsx", reporter=city.CITY)
    now = {name: city.made(_data(2020, carried_in=2, unit=unit)) for name, unit in units.items()}
    own = _data(2020, carried_in=5, unit="gov_office")
    own["reporter"]["name"] = city.CITY
    now["政府.xlsx"] = city.made(own)
    merge([city.put(tmp_path / "now", now)], tmp_path / "本年.xlsx", reporter=city.CITY)
    for books in (tmp_path / "now", tmp_path / "本年.xlsx"):
        found = check([books], last=[tmp_path / "上年.xlsx"]).findings
        assert [one for one in found if one.rule.startswith("requests.carry")] == []


# ------------------------------------------------------------------- what is none, and whose it is


def test_what_is_no_report_is_told_and_never_passed_over(tmp_path: Path) -> None:
    last = _then(tmp_path).parent
    (last / "说明.txt").write_text("这里是上年的材料。", encoding="utf-8")
    (last / "印章.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    (last / "旧表.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    (last / "材料.zip").write_bytes(city.zipped({"a.txt": b"a"}))
    (last / "~$民政局.xlsx").write_bytes(b"lock")
    (last / "空.docx").write_bytes(b"")
    found = _now(tmp_path, 2, [last])
    told = {
        one.book: one
        for one in found.findings
        if one.level == "warning" and one.book != "民政局.xlsx"
    }
    assert set(told) == {"说明.txt", "印章.png", "旧表.xlsx", "材料.zip", "空.docx"}
    assert {told[name].code for name in ("说明.txt", "印章.png", "材料.zip", "空.docx")} == {"C401"}
    assert not found.errors
    for one in told.values():
        assert "：：" not in one.message("zh")
        assert show.finding_text(one)


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotWork, match="No such file"):
        _now(tmp_path, 2, [tmp_path / "nowhere"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(CannotWork, match="Nothing of last year"):
        _now(tmp_path, 2, [tmp_path / "empty"])


def _later(carried_in: int) -> city.Data:
    """A return on 2021, in the new edition, with so many requests carried in by one kind of applicant."""
    given = city.full(city.later_plan(), random.Random(3))  # noqa: S311 - a sample, not a secret
    values = given["values"]
    for point in [key for key in values if ".carried_in." in key]:
        values[point.replace("carried_in", "new_received")] += values[point]
        values[point] = 0
    values["requests.carried_in.natural_person"] = carried_in
    values["requests.granted.natural_person"] += carried_in
    return {**given, "year": 2021}


@pytest.mark.parametrize(("year", "told"), [(2021, True), (2019, True), (2020, False)])
def test_a_file_of_this_year_or_of_too_early_a_one_is_told(
    tmp_path: Path,
    year: int,
    told: bool,  # noqa: FBT001 - a case
) -> None:
    new = city.later_plan()
    then = city.template_of(new, _later(0)) if year == 2021 else city.made(_data(year, 2))
    last = city.put(tmp_path / "last", {"a.xlsx": then})
    now = {"民政局.xlsx": city.template_of(new, _later(2))}
    found = city.checked(tmp_path / "now", now, last=[last])
    assert [(one.code, one.args["found"]) for one in found.batch] == [("C402", str(year))] * told
    assert not [one for one in found.findings if one.rule in {TOTAL, CARRY}]
    # Beside the right one it is but a note.
    city.put(last, {"b.xlsx": city.made(_data(2020, 2))})
    if year > city.YEAR:
        (one,) = check([tmp_path / "now"], last=[last]).batch
        assert (one.code, one.level, one.book) == ("C402", "information", "a.xlsx")


def test_an_earlier_year_beside_the_last_is_for_the_trend(tmp_path: Path) -> None:
    last = city.put(
        tmp_path / "last", {f"{year}.xlsx": city.made(_data(year, 2)) for year in (2019, 2020)}
    )
    city.put(tmp_path, {"b.xlsx": city.template_of(city.later_plan(), _later(2))})
    assert check([tmp_path / "b.xlsx"], last=[last]).batch == ()
    told = tell(BookFile(str(tmp_path), "b.xlsx"), Sources((last,)), charts=True)
    trend = next(one for one in told.charts if one.id == "trend")
    assert trend.categories == ("2019年", "2020年", "2021年")
    assert all(None not in one.values for one in trend.series)
    assert told.warnings == ()


def test_a_file_without_a_year_or_a_name_is_told(tmp_path: Path) -> None:
    nobody = city.wrong(city.made(_data(2019)), city.cover("reporter"), city.BLANK)
    nobody = city.wrong(nobody, city.cover("code"), city.BLANK)
    nobody = city.replaced(nobody, "乳山市民政局", "")
    last = city.put(tmp_path / "last", {"谁.xlsx": nobody})
    (found,) = _now(tmp_path, 2, [last]).batch
    assert (found.code, found.book) == ("C401", "谁.xlsx")
    assert "没有写明是哪个单位" in found.message("zh")


def test_two_versions_are_told_and_the_later_by_name_counts(tmp_path: Path) -> None:
    last = _then(tmp_path).parent
    city.put(last, {"民政局（改）.xlsx": city.made(_data(2019, 3))})
    report_ = _now(tmp_path, 3, [last])
    (found,) = _of_last_year(report_.findings)
    assert (found.code, found.book, found.args["book"]) == (
        "C403",
        "民政局.xlsx",
        "民政局（改）.xlsx",
    )
    # The same file twice is nothing to tell.
    shutil.copyfile(last / "民政局（改）.xlsx", last / "民政局.xlsx")
    assert _of_last_year(_now(tmp_path / "again", 3, [last]).findings) == []


def test_a_units_own_workbook_goes_before_the_citys_row(tmp_path: Path) -> None:
    book = _then(tmp_path)
    (tmp_path / "other").mkdir()
    total = _city(book, tmp_path / "other")
    corrected = city.put(tmp_path / "own", {"民政局.xlsx": city.made(_data(2019, 4))})
    for order in ([total, corrected], [corrected, total]):
        folder = tmp_path / str(len(str(order[0])))
        found = _of_last_year(_now(folder, 4, order).findings)
        assert [one.code for one in found] == ["C403"]


# ------------------------------------------------------------------------------ who it is found by

OLD = "11371083DEM000901"
OLD += check_digit(OLD)


def _renamed(folder: Path, roster: bool, **row: object) -> CheckReport:  # noqa: FBT001 - a case
    """Last year under another name and code; `row` are the roster's words on the unit."""
    then = _data(2019, 2)
    then["reporter"] = {"name": "乳山市民政和老龄局", "code": OLD}
    other = _data(2019, 2, unit="market")
    last = city.put(folder / "last", {"a.xlsx": city.made(then), "b.xlsx": city.made(other)})
    one, two = city.unit(UNIT), city.unit("market")
    units = [
        Unit(one["name"], one["code"], category="部门", **row),  # type: ignore[arg-type]
        Unit(two["name"], two["code"], category="部门"),
    ]
    (folder / "roster.xlsx").write_bytes(write_roster(units))
    now = {
        "民政局.xlsx": city.made(_data(2020, carried_in=3)),
        "市场局.xlsx": city.made(_data(2020, carried_in=2, unit="market")),
    }
    return city.checked(
        folder / "now", now, last=[last], roster=folder / "roster.xlsx" if roster else None
    )


def test_a_renamed_unit_is_found_by_its_old_name_and_only_asked(tmp_path: Path) -> None:
    found = _renamed(tmp_path, roster=True, short="民政局、乳山市民政和老龄局")
    (one,) = [one for one in found.findings if one.rule.startswith("requests.carry")]
    assert (one.rule, one.level, one.right) == (TOTAL, "warning", "2")
    assert [one.code for one in found.batch] == []


def test_an_unknown_predecessor_is_not_guessed(tmp_path: Path) -> None:
    found = _renamed(tmp_path, roster=True, short="民政局")
    assert not [one for one in found.findings if one.rule.startswith("requests.carry")]
    (one,) = found.batch
    assert (one.code, one.level, one.args["reporters"]) == ("C404", "information", "乳山市民政局")


def test_of_a_new_unit_no_last_year_is_missed(tmp_path: Path) -> None:
    assert _renamed(tmp_path, roster=True, first_year=2020).batch == ()


def test_a_name_of_two_codes_names_nobody() -> None:
    def one(book: str, code: str, **fields: object) -> Earlier:
        return Earlier(book, "f", Row([1]), 2019, "民政局", code, **fields)  # type: ignore[arg-type]

    first, second = one("a", "1"), one("b", "2")
    both = Before([first, second])
    assert both.find("1", "民政局", 2019) is first
    assert both.find("2", "", 2019) is second
    assert both.find("", "民政局", 2019) is None
    assert both.find("3", "民政局", 2019) is None
    assert both.conflicts() == []
    assert Before([first]).find("3", "民政局", 2019) is first
    assert Before([first]).find("1", "民政局", 2018) is None


def test_a_short_name_of_two_rows_leads_nowhere() -> None:
    before = Before([Earlier("a", "f", Row([1]), 2019, "老城区街道", "9")])
    shared = [Unit("东街道", "1", "老城区街道"), Unit("西街道", "2", "老城区街道")]
    before.know(shared)
    assert before.find("1", "东街道", 2019) is None
    before.know(shared[:1])
    assert before.find("1", "东街道", 2019) is not None


# -------------------------------------------------------------------------- a change of edition


def test_what_does_not_map_is_not_compared(tmp_path: Path) -> None:
    then = _data(2020, 2, proactive__fees__items_last_year=7)
    last = city.put(tmp_path / "last", {"民政局.xlsx": city.made(then)})
    new = city.later_plan()
    given = _later(2)
    given["values"]["proactive.fees.amount"] = 900
    now = {"民政局.xlsx": city.template_of(new, given)}
    found = city.checked(tmp_path / "now", now, last=[last]).findings
    assert [one for one in found if one.rule in {TOTAL, CARRY}] == []
    # 收费 was counted in 项, 现行有效件数 was not asked: no rule of last year speaks of them.
    told = {one.rule for one in found if one.rule}
    assert not told & {"proactive.fee_jump", "proactive.fee_drop", "proactive.in_force_carried"}


@pytest.mark.parametrize("total", [0, 5])
def test_three_rows_that_were_one_are_known_by_their_sum(total: int) -> None:
    old, new = city.plan(), city.later_plan()
    values: list[int | None] = [0] * len(old.form.points)
    values[old.index["requests.other_handling.total"]] = total
    found = in_order_of(new, values, old)
    names = Names(new.form)
    three = "sum(last.requests.other_no_correction.total:requests.other_misc.total)"
    assert parse_expression(three, names).value([], found) == total
    assert (
        parse_expression(f"2 * last.requests.granted.total + {three}", names).value([], found)
        == total
    )
    single = found[new.index["requests.other_misc.total"]]
    assert single == (None if total else 0)
    two = parse_expression(
        "last.requests.other_no_correction.total + last.requests.other_misc.total", names
    )
    assert two.value([], found) == (None if total else 0)
    uneven = parse_expression(f"last.requests.other_misc.total + {three}", names)
    assert uneven.value([], found) == (None if total else 0)


def test_terms_known_together_are_added_once() -> None:
    last = Joined([None, None, 3], {frozenset({0, 1}): 7})
    names = Names(city.plan().form)
    first, second, third = names.form.points[:3]
    text = f"last.{first.id} + last.{second.id} - 2 * last.{third.id}"
    assert parse_expression(text, names).value([], last) == 1
    assert (
        parse_expression(f"last.{first.id} + 2 * last.{second.id}", names).value([], last) is None
    )


# -------------------------------------------------------------------------- explanations, and void


def test_an_explanation_is_void_when_last_years_number_changes(tmp_path: Path) -> None:
    items = "proactive.licensing.items_last_year"

    def told(folder: str, change: int, explained: Path | None) -> CheckReport:
        then = _data(2019, proactive__licensing__items_change=change)
        last = city.put(tmp_path / folder / "last", {"a.xlsx": city.made(then)})
        given = _data(2020)
        given["values"][items] = 40
        given["explanations"] = {"proactive.items_carried@licensing": "口径调整"}
        # Relations across years are explained in workbooks that show last year's figures.
        shown = LastYear("", 2019, tuple([None] * len(city.plan().form.points)))
        form = city.plan().with_last
        content, stamp = content_of(form, given)
        book = written(form, stamp, content._replace(last=shown))
        return city.checked(
            tmp_path / folder / "now", {"a.xlsx": book}, last=[last], explained=explained
        )

    first = told("first", -5, None)
    (one,) = [one for one in first.findings if one.point == items]
    assert one.explained
    kept = tmp_path / "first.json"
    kept.write_text("".join(show.check_json(first)), encoding="utf-8")
    same = told("same", -5, kept)
    assert [one.explained for one in same.findings if one.point == items] == [True]
    other = told("other", -6, kept)
    codes = [one.code for one in other.findings if one.point == items]
    assert sorted(codes) == ["N610", "R301"]


def test_the_same_answer_by_one_process_and_by_two(tmp_path: Path) -> None:
    books = {}
    for number in range(210):
        given = _data(2019, number % 5)
        code = f"11371083DEM{number:06d}"
        given["reporter"] = {"name": f"第{number}局", "code": code + check_digit(code)}
        books[f"{number:03d}.xlsx"] = city.made(given)
    folder = city.put(tmp_path / "last", books)
    one, two = (last_values([folder], jobs=jobs) for jobs in (1, 2))
    assert one[1] == two[1] == []
    assert list(one[0]) == list(two[0])
    assert len(list(one[0])) == 210


def test_inputs_stay_as_they_were(tmp_path: Path) -> None:
    book = _then(tmp_path)
    before = book.read_bytes()
    _now(tmp_path, 2, [book])
    assert book.read_bytes() == before


def test_a_title_may_leave_out_whose_government_it_is() -> None:
    printed = Earlier("a", "f", Row([1]), 2020, "乳山市", source="published")
    assert Before([printed]).find("", "乳山市人民政府", 2020) is printed
    bureau = printed._replace(reporter="乳山市民政局")
    assert Before([bureau]).find("", "乳山市民政局人民政府", 2020) is None
    assert Before([printed._replace(source="workbook")]).find("", "乳山市人民政府", 2020) is None


def test_a_slip_in_the_code_is_no_reorganisation(tmp_path: Path) -> None:
    last = _then(tmp_path)
    given = _data(2020, carried_in=3)
    given["reporter"]["code"] = given["reporter"]["code"][:-1] + "?"
    found = city.checked(tmp_path / "now", {"a.xlsx": city.made(given)}, last=[last]).findings
    assert [one.level for one in found if one.rule == TOTAL] == ["error"]


@drawn(data=st.data())
@settings(max_examples=80, deadline=None)
def test_who_is_found_is_always_one_of_that_year_that_the_key_names(data: st.DataObject) -> None:
    names = st.sampled_from(["甲局", "乙局", "丙局"])
    codes = st.sampled_from(["", "1", "2", "3"])
    filings = data.draw(
        st.lists(
            st.builds(
                Earlier,
                book=st.just("b"),
                form=st.just("f"),
                values=st.just(Row([1])),
                year=st.sampled_from([2019, 2020]),
                reporter=names,
                code=codes,
                source=st.sampled_from(["part", "published", "workbook"]),
                city=st.booleans(),
            ),
            max_size=6,
        )
    )
    code, name, asked = data.draw(codes), data.draw(names), data.draw(st.booleans())
    before = Before(filings)
    found = before.find(code, name, 2019, city=asked)
    alike = [one for one in filings if one.year == 2019 and code and one.code == code]
    if alike:
        assert found in alike
    if found is None:
        with_name = [one for one in filings if one.year == 2019 and one.reporter == name]
        assert not with_name or len({one.code for one in with_name if one.code}) > 1
    else:
        assert found.year == 2019
        assert (found.code == code and code) or found.reporter == name
    assert list(Before()) == []
    assert len(list(before)) == len(filings)
