"""The other side: workbooks and folders that would make a careless reader lie.

A number is read as it was meant, or the place is told; it is never another number, and nothing
counts twice or is left out in silence.
"""

import io
import random
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import make
import openpyxl
import pytest

import city
from city import cell, cover, number, put, text, wrong
from xl2report.chain.check import check
from xl2report.chain.errors import CannotWork
from xl2report.chain.fill import fill
from xl2report.chain.merge import merge
from xl2report.chain.read import read
from xl2report.chain.run import run
from xl2report.chain.template import template
from xl2report.ground.findings import Finding

TABLES = [table.sheet for table in city.plan().form.tables]
PROACTIVE, REQUESTS, DISPUTES = TABLES
TEXTS = city.plan().form.sheets.texts


@cache
def honest() -> bytes:
    """A return with a number of its own in nearly every cell."""
    return city.made(city.full(city.plan(), random.Random(1)))  # noqa: S311 - no secret


@cache
def meant() -> dict[str, str | None]:
    return city.shown(city.read_book(honest())[0])


def no_number_is_another(workbook: bytes) -> list[Finding]:
    """The findings on a workbook after checking that each value is what was meant, or none."""
    filing, _ = city.read_book(workbook)
    lies = {
        point: value
        for point, value in city.shown(filing).items()
        if value is not None and value != meant()[point]
    }
    assert lies == {}
    return checked_alone(workbook)


def checked_alone(workbook: bytes) -> list[Finding]:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return city.checked(Path(folder), {"return.xlsx": workbook}).findings


def codes(findings: list[Finding]) -> set[str]:
    return {finding.code for finding in findings}


# ---- rows, columns and sheets that moved ---------------------------------------------------------

Change = Callable[[Any], None]


def on(sheet: str, change: Change) -> Change:
    return lambda book: change(book[sheet])


MOVED: dict[str, Change] = {
    "a row inserted in the applications": on(REQUESTS, lambda sheet: sheet.insert_rows(10)),
    "a row inserted above a table": on(PROACTIVE, lambda sheet: sheet.insert_rows(1)),
    "a row deleted": on(REQUESTS, lambda sheet: sheet.delete_rows(12)),
    "a column inserted": on(REQUESTS, lambda sheet: sheet.insert_cols(5)),
    "a column deleted": on(REQUESTS, lambda sheet: sheet.delete_cols(6)),
    "a column deleted in the disputes": on(DISPUTES, lambda sheet: sheet.delete_cols(2)),
    "two rows exchanged": on(REQUESTS, lambda sheet: exchange(sheet, 9, 10)),
    "rows sorted": on(PROACTIVE, lambda sheet: exchange(sheet, 10, 11)),
}


def exchange(sheet: Any, one: int, other: int) -> None:  # noqa: ANN401 - openpyxl's
    for column in range(1, sheet.max_column + 1):
        first, second = sheet.cell(one, column), sheet.cell(other, column)
        if "Merged" not in type(first).__name__ and "Merged" not in type(second).__name__:
            first.value, second.value = second.value, first.value


@pytest.mark.parametrize("moved", MOVED)
def test_what_moved_is_found_again_or_refused_and_told_once_a_sheet(moved: str) -> None:
    workbook = city.rewritten(honest(), MOVED[moved])
    findings = no_number_is_another(workbook)

    told = [finding for finding in findings if finding.code in {"W207", "W213"}]
    assert told
    assert len(told) <= 4
    for finding in told:
        assert finding.places
    # Codes and labels moved together: only what was deleted is lost.
    shown = city.shown(city.read_book(workbook)[0])
    lost = [point for point, value in meant().items() if value is not None and shown[point] is None]
    assert bool(lost) == ("deleted" in moved)


@pytest.mark.parametrize("sheet", TABLES)
def test_a_sheet_deleted_is_missing_and_none_of_its_numbers_is_read(sheet: str) -> None:
    def delete(book: Any) -> None:  # noqa: ANN401 - openpyxl's
        del book[sheet]

    workbook = city.rewritten(honest(), delete)
    findings = no_number_is_another(workbook)
    assert ("W206", (sheet,)) in [(one.code, one.places) for one in findings]
    (book,) = read_data(workbook)
    there = {point.id for point in city.plan().form.points if point.table == table_of(sheet)}
    assert {book["values"][point]["state"] for point in there} == {"missing"}


@pytest.mark.parametrize("sheet", TABLES)
def test_a_sheet_renamed_is_found_by_its_codes_and_told(sheet: str) -> None:
    def rename(book: Any) -> None:  # noqa: ANN401 - openpyxl's
        book[sheet].title = "Sheet1"

    workbook = city.rewritten(honest(), rename)
    findings = no_number_is_another(workbook)
    assert ("W212", ("Sheet1",)) in [(one.code, one.places) for one in findings]
    assert city.shown(city.read_book(workbook)[0]) == meant()
    (book,) = read_data(workbook)
    there = [point.id for point in city.plan().form.points if point.table == table_of(sheet)]
    assert {book["values"][point]["place"].partition("!")[0] for point in there} == {"Sheet1"}


def table_of(sheet: str) -> str:
    return next(table.id for table in city.plan().form.tables if table.sheet == sheet)


def read_data(workbook: bytes) -> list[dict[str, Any]]:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        books, _ = read([put(Path(folder), {"return.xlsx": workbook})])
    return books


def test_two_tables_under_each_others_names_are_told_apart_by_their_codes() -> None:
    parts = city.parts_of(honest())
    listed = parts["xl/workbook.xml"].decode()
    one, other = f'name="{PROACTIVE}"', f'name="{DISPUTES}"'
    listed = listed.replace(one, "name=?").replace(other, one).replace("name=?", other)

    findings = no_number_is_another(city.zipped({**parts, "xl/workbook.xml": listed.encode()}))

    assert codes(findings) == {"W212"}


def test_a_hidden_sheet_is_read_like_any_other() -> None:
    def hide(book: Any) -> None:  # noqa: ANN401 - openpyxl's
        book[REQUESTS].sheet_state = "hidden"

    assert codes(no_number_is_another(city.rewritten(honest(), hide))) == {"R306"}


def test_a_copied_sheet_is_told_and_not_read() -> None:
    def copy(book: Any) -> None:  # noqa: ANN401 - openpyxl's
        book.copy_worksheet(book[REQUESTS])

    assert codes(no_number_is_another(city.rewritten(honest(), copy))) == {"R306", "W209"}


def test_texts_that_moved_are_not_taken_for_others(tmp_path: Path) -> None:
    data = city.data("police")
    workbook = city.rewritten(city.made(data), on(TEXTS, lambda sheet: sheet.insert_rows(5)))

    filing, _ = city.read_book(workbook)

    assert set(filing.texts.items()) <= set(data["texts"].items())
    known = {key: str(value) for key, value in data["values"].items()}
    shown = city.shown(filing)
    for indicator in city.plan().form.indicators:
        point = f"text.{indicator.id}"
        assert shown[point] in {None, known.get(point)}, point
    found = city.checked(tmp_path, {"return.xlsx": workbook}).findings
    # openpyxl leaves the merged cells behind, and with them the last of the passages.
    assert [one.code for one in found if one.code != "R306"] == ["W213", "W207", "W207"]


# ---- numbers where none should be, and strange numbers --------------------------------------------


def test_a_number_in_the_covered_part_of_a_merged_cell_is_told() -> None:
    place = cell("proactive.licensing.decisions").replace("F", "G")

    findings = no_number_is_another(wrong(honest(), place, number(77)))

    assert [(one.code, one.places) for one in findings] == [("W208", (place,))]


def test_a_figure_typed_into_the_column_of_remarks_is_told() -> None:
    sheet, _, spot = cell("text.columns").partition("!")
    place = f"{sheet}!{spot.replace('E', 'F')}"

    findings = no_number_is_another(wrong(honest(), place, number(27)))

    assert [(one.code, one.places) for one in findings] == [("W208", (place,))]


def test_a_number_typed_as_text_below_the_table_is_told() -> None:
    findings = no_number_is_another(wrong(honest(), f"{REQUESTS}!D39", text("６件")))

    assert [(one.code, one.places) for one in findings] == []
    findings = no_number_is_another(wrong(honest(), f"{REQUESTS}!D39", text("６")))
    assert [(one.code, one.places) for one in findings] == [("W208", (f"{REQUESTS}!D39",))]


def test_a_block_of_numbers_pasted_beside_the_table_is_told_once() -> None:
    workbook = honest()
    for row in range(40, 45):
        for column in "BCD":
            workbook = wrong(workbook, f"{REQUESTS}!{column}{row}", number(row))

    (found,) = no_number_is_another(workbook)

    assert (found.code, found.places) == ("W208", (f"{REQUESTS}!B40:D44",))
    assert "40、40、40 等 15 个" in found.message("zh")
    assert "40, 40, 40 and 12 more" in found.message("en")


def test_all_totals_pasted_as_values_is_one_finding_a_table() -> None:
    workbook = honest()
    for planned in city.plan().sheets:
        for computed in planned.computed:
            point = city.plan().form.points[computed.point].id
            place = f"{planned.name}!{computed.address}"
            workbook = wrong(workbook, place, number(meant()[point]))

    findings = no_number_is_another(workbook)

    assert [one.code for one in findings] == ["R304", "R304"]
    counts = [len(planned.computed) for planned in city.plan().sheets if planned.computed]
    assert [one.args["count"] for one in findings] == [str(count) for count in counts]


def test_openpyxl_loses_every_cached_total_and_no_number() -> None:
    workbook = city.rewritten(honest(), lambda _: None)

    findings = no_number_is_another(workbook)

    assert codes(findings) == {"R306"}
    assert city.shown(city.read_book(workbook)[0]) == meant()


@pytest.mark.parametrize(
    ("stored", "read_as", "code"),
    [
        ("123456789012345", "123456789012345", ""),
        ("1.23456789012345E+14", "123456789012345", ""),
        ("12.000000000000002", "12", ""),
        ("1.2E1", "12", ""),
        ("12.0", "12", ""),
        ("0.1", None, "E107"),
        ("1E400", None, "E101"),
        ("INF", None, "E101"),
        ("NaN", None, "E101"),
        ("0x10", None, "E101"),
        ("1_000", None, "E101"),
        ("-0", "0", ""),
    ],
)
def test_a_stored_number_is_what_excel_shows(stored: str, read_as: str | None, code: str) -> None:
    point = "proactive.licensing.decisions"
    workbook = wrong(honest(), cell(point), number(stored))

    filing, findings = city.read_book(workbook)

    assert city.shown(filing)[point] == read_as
    assert [finding.code for finding in findings] == ([code] if code else [])


@pytest.mark.parametrize("typed", ["约30", "1-3", "３０左右", "2000万", "十二", "12.5.1", "1,23", "+-1",
                                   "12件3", "=12", "12%", "−", "１２。", "①", "²", "Ⅻ"])  # fmt: skip
def test_a_text_that_is_no_plain_number_is_none(typed: str) -> None:
    point = "requests.granted.natural_person"
    filing, findings = city.read_book(wrong(honest(), cell(point), text(typed)))

    assert city.shown(filing)[point] is None
    assert {finding.code for finding in findings} <= {"E101", "E105"}
    assert findings


# ---- the cover ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("write", "year"),
    [
        (text("2020年"), 2020),
        (text(" 2020 年 "), 2020),
        (number("2020.0"), 2020),
        (number("43831"), None),  # 2020-01-01, as Excel keeps a date
        ({"type": "date", "value": "2020-01-01"}, None),
        (text("二〇二〇"), None),
        (number("2020.5"), None),
        (text("20200"), None),
        ({"type": "error", "value": "#N/A"}, None),
        (city.BLANK, None),
    ],
)
def test_the_year_is_read_or_asked_for_and_never_guessed(
    write: city.Write, year: int | None
) -> None:
    filing, findings = city.read_book(wrong(honest(), cover("year"), write))

    assert filing.year == year
    assert [finding.code for finding in findings] == ([] if year else ["E123"])


@pytest.mark.parametrize("typed", ["Yes", "y", "1", "TRUE", "√", "是的", "否。"])
def test_a_declaration_is_yes_or_no_and_anything_else_is_no_and_told(typed: str) -> None:
    table = city.plan().sheets[1]
    for place in (cover("zero_report"), f"{table.name}!{table.declaration}"):
        filing, findings = city.read_book(wrong(honest(), place, text(typed)))

        assert [(one.code, one.places) for one in findings] == [("E127", (place,))]
        assert not filing.zero_report
        assert not filing.declared_zero


def test_the_code_is_read_in_small_letters_too() -> None:
    code = city.unit("civil_affairs")["code"]
    filing, findings = city.read_book(wrong(honest(), cover("code"), text(code.lower())))

    assert (filing.code, findings) == (code, [])


# ---- many workbooks --------------------------------------------------------------------------------


def test_two_workbooks_of_one_unit_are_told_to_both_and_not_added(tmp_path: Path) -> None:
    books = {
        "民政局.xlsx": city.book("civil_affairs"),
        "局/民政局.xlsx": city.made(city.data("civil_affairs", text__desks=3)),
    }
    put(tmp_path / "returns", books)

    merged = merge([tmp_path / "returns"], tmp_path / "city.xlsx", reporter=city.CITY)

    assert merged.workbook is None
    found = [(book.book, [one.code for one in book.findings]) for book in merged.check.books]
    assert found == [("局/民政局.xlsx", ["M501"]), ("民政局.xlsx", ["M501"])]
    assert {state for _, state in merged.reporters} == {"duplicate"}


def test_files_of_one_name_from_two_folders_are_told_apart(tmp_path: Path) -> None:
    for name, unit in (("a", "civil_affairs"), ("b", "police")):
        put(tmp_path / name, {"报表.xlsx": city.book(unit)})
    put(tmp_path / "b", {"报表.xlsx": city.faulty("negative-count")})

    found = check([tmp_path / "a", tmp_path / "b"])

    assert [(Path(book.book).parent.name, book.count("error")) for book in found.books] == [
        ("a", 0), ("b", 1),
    ]  # fmt: skip
    assert all(one.book == found.books[1].book for one in found.findings)


def test_a_citys_workbook_beside_its_units_does_not_count_them_twice(tmp_path: Path) -> None:
    returns = put(tmp_path / "returns", city.returns())
    merge([returns], returns / "全市.xlsx", reporter=city.CITY)

    # Found in the folder it is left out, and told; named beside its units it is a double.
    found = merge([returns], tmp_path / "found.xlsx", reporter=city.CITY)
    assert found.workbook is not None
    assert [one.code for one in found.check.batch] == ["M508"]
    assert city.shown(city.read_book(found.workbook)[0])["requests.results_total.total"] == "53"

    named = [returns / "全市.xlsx", returns]
    again = merge(named, tmp_path / "again.xlsx", reporter=city.CITY)

    assert again.workbook is None
    told = {book.book: [one.code for one in book.findings] for book in again.check.books}
    assert "M501" in told.pop("全市.xlsx")
    assert set(map(tuple, told.values())) == {()}
    forced = merge(named, tmp_path / "again.xlsx", reporter=city.CITY, force=True)
    assert forced.workbook is not None
    total = city.shown(city.read_book(forced.workbook)[0])
    assert total["requests.results_total.total"] == "53"


def test_a_unit_without_a_name_keeps_its_figures_in_the_citys_workbook(tmp_path: Path) -> None:
    books = {"民政局.xlsx": city.book("civil_affairs"), "无名.xlsx": city.faulty("no-name"),
             "财政局.xlsx": city.book("finance")}  # fmt: skip
    put(tmp_path / "returns", books)
    code = city.unit("gov_office")["code"]
    merge([tmp_path / "returns"], tmp_path / "city.xlsx", reporter="市", code=code, force=True)

    filing, findings = city.read_book((tmp_path / "city.xlsx").read_bytes())

    assert [part.book for part in filing.parts] == sorted(books)
    assert findings == []


def test_a_citys_figure_typed_over_is_told_and_its_parts_count(tmp_path: Path) -> None:
    returns = put(tmp_path / "returns", city.returns())
    target = tmp_path / "city.xlsx"
    merge([returns], target, reporter=city.CITY, code=city.unit("gov_office")["code"])
    whole = target.read_bytes()
    point = "requests.new_received.natural_person"
    cases = [
        (number(50), "R303", ("50", "51", "-1")),
        (number(51), "R304", ("51", "51", "0")),
        ({"type": "formula", "value": "50+1", "cached": 51}, "R307", ("51", "51", "0")),
        (city.BLANK, "R306", ("", "51", "—")),
    ]
    for write, code, sides in cases:
        target.write_bytes(wrong(whole, cell(point), write))
        (found,) = check([target]).findings
        assert (found.code, found.places) == (code, (cell(point),))
        assert (found.left, found.right, found.difference) == sides
        assert city.shown(city.read_book(target.read_bytes())[0])[point] == "51"
    indicator = "text.site_items"
    target.write_bytes(wrong(whole, cell(indicator), number(29687)))
    assert [one.code for one in check([target]).findings] == ["R303"]
    assert city.shown(city.read_book(target.read_bytes())[0])[indicator] == "29686"


def test_a_citys_workbook_without_its_parts_is_not_believed(tmp_path: Path) -> None:
    returns = put(tmp_path / "returns", city.returns())
    target = tmp_path / "city.xlsx"
    merge([returns], target, reporter=city.CITY)
    sheet = city.plan().form.sheets.contributions

    # Without the hidden ids of its columns there is no telling what stands in them.
    gone = city.rewritten(target.read_bytes(), lambda book: book[sheet].delete_rows(6))

    _, findings = city.read_book(gone)
    assert "W206" in codes(findings)


def test_a_return_in_a_subfolder_counts_and_lock_and_hidden_files_do_not(tmp_path: Path) -> None:
    junk = b"\x05Zhang"
    put(tmp_path, {
        "镇/街道/城区街道.xlsx": city.book("chengqu"),
        "~$民政局.xlsx": junk, ".hidden.xlsx": junk, ".git/民政局.xlsx": junk, "说明.txt": junk,
        "民政局.XLSX": city.book("civil_affairs"),
    })  # fmt: skip

    assert [book.book for book in check([tmp_path]).books] == [
        "民政局.XLSX",
        "镇/街道/城区街道.xlsx",
    ]


def test_last_years_workbooks_among_the_returns_are_the_wrong_form_or_year(tmp_path: Path) -> None:
    books = city.returns()
    old = {**city.data("civil_affairs"), "year": 2019}
    books["民政局.xlsx"] = city.made(old)

    found = city.checked(tmp_path, books)

    assert [(one.book, one.code) for one in found.findings] == [("民政局.xlsx", "W204")]


def test_last_year_is_found_among_many_years_and_what_is_unreadable_is_told(tmp_path: Path) -> None:
    now = city.data("civil_affairs")
    now["values"]["requests.carried_in.business"] = 3
    put(tmp_path / "now", {"民政局.xlsx": city.made(now)})
    ago = {**city.data("civil_affairs"), "year": 2019}
    ago["values"] = {**ago["values"], "requests.carried_out.business": 2}
    put(tmp_path / "last", {
        "1.xlsx": city.book("civil_affairs"), "2.xlsx": city.made(ago), "3.xlsx": b"junk",
    })  # fmt: skip

    found = check([tmp_path / "now"], last=[tmp_path / "last"])

    assert [(one.code, one.level) for one in found.batch] == [
        ("W201", "warning"),
        ("C402", "information"),  # this year's is not used, the one of last year is there
    ]
    assert not found.unreadable
    sides = {one.rule: (one.left, one.right) for one in found.findings if one.code == "R301"}
    assert sides["requests.carry_over_total"] == ("3", "2")


@pytest.mark.parametrize("year", ["²020", "9" * 5000, "", "-1"])
def test_a_stamp_that_is_none_is_no_stamp(year: str) -> None:
    workbook = city.replaced(
        city.book("police"), "disclosure-2019|2020|", f"disclosure-2019|{year}|"
    )

    assert [one.code for one in checked_alone(workbook)] == ["W202"]


def test_no_workbook_names_a_reporter(tmp_path: Path) -> None:
    books = {
        f"{unit}.xlsx": wrong(city.book(unit), cover("reporter"), city.BLANK)
        for unit in ("civil_affairs", "police")
    }
    put(tmp_path / "returns", books)

    merged = merge([tmp_path / "returns"], tmp_path / "city.xlsx", reporter=city.CITY)

    assert (merged.workbook, city.codes(merged.check)) == (None, ["E120", "E120"])
    assert sorted(merged.reporters) == [(name, "returned") for name in sorted(books)]


# ---- the roster -------------------------------------------------------------------------------------


def rows_of(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_roster_with_a_title_odd_columns_and_no_codes(tmp_path: Path) -> None:
    roster = tmp_path / "roster.xlsx"
    roster.write_bytes(
        rows_of(
            ("乳山市2020年度报送单位名录",),
            (None, "序号", "联系人", "单位名称", "备注"),
            (None, 1, "张三", "乳山市民政局", None),
            (None, 2, None, " 乳山市公安局 ", datetime(2021, 1, 4)),  # noqa: DTZ001 - Excel has no zones
            (None, None, None, None, "以上共2个"),
        )
    )

    found = city.checked(
        tmp_path / "returns", {"民政局.xlsx": city.book("civil_affairs")}, roster=roster
    )

    told = [one for one in found.findings if one.code[0] != "L"]
    assert [(one.code, one.args["reporter"]) for one in told] == [("M504", "乳山市公安局")]
    # That the roster has no codes is told once a row.
    assert [one.code for one in found.findings if one.level == "warning"].count("L902") == 2


def test_a_roster_beside_the_returns_is_no_return(tmp_path: Path) -> None:
    put(tmp_path, {**city.returns(), "roster.xlsx": city.roster()})
    roster = tmp_path / "roster.xlsx"

    assert check([tmp_path], roster=roster).findings == []
    assert (
        len(merge([tmp_path], tmp_path / "x" / "c.xlsx", reporter="市", roster=roster).reporters)
        == 14
    )


def test_a_code_in_small_letters_on_the_roster_is_the_same_code(tmp_path: Path) -> None:
    unit = {**city.unit("civil_affairs"), "name": "旧名称", "short": ""}
    roster = tmp_path / "roster.xlsx"
    roster.write_bytes(make.roster([{**unit, "code": unit["code"].lower()}]))

    found = city.checked(
        tmp_path / "returns", {"民政局.xlsx": city.book("civil_affairs")}, roster=roster
    )

    assert found.findings == []


def test_units_of_one_name_each_get_a_template_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "roster.xlsx").write_bytes(rows_of(("单位名称",), ("甲",), ("甲",), ("甲",)))

    written = template(
        "disclosure-2019", tmp_path / "out", year=2020, roster=tmp_path / "roster.xlsx"
    )

    assert sorted((tmp_path / "out").iterdir()) == sorted(written)
    assert len(set(written)) == 3


def test_one_return_of_a_roster_is_not_all_of_them(tmp_path: Path) -> None:
    put(tmp_path / "returns", {"民政局.xlsx": city.book("civil_affairs")})
    (tmp_path / "roster.xlsx").write_bytes(city.roster())

    ran = run([tmp_path / "returns"], tmp_path / "out")

    assert [finding.code for finding in ran.check.batch] == ["M504"] * 13
    assert [state for _, state in ran.reporters].count("missing") == 13


def test_the_report_of_one_workbook_of_the_wrong_year_is_a_draft(tmp_path: Path) -> None:
    put(tmp_path / "returns", {"民政局.xlsx": city.book("civil_affairs")})

    ran = run([tmp_path / "returns"], tmp_path / "out", year=2019)

    assert (city.codes(ran.check), bool(ran.draft)) == (["W204"], True)


# ---- data that no workbook can hold -----------------------------------------------------------------

BAD_DATA: list[dict[str, Any]] = [
    {"values": {"requests.granted.natural_persons": 1}},
    {"values": {"requests.granted.natural_person": -1}},
    {"values": {"requests.granted.natural_person": 0.5}},
    {"values": {"requests.granted.natural_person": True}},
    {"values": {"requests.granted.natural_person": [1]}},
    {"values": {"requests.granted.natural_person": "1" * 20}},
    {"values": {"requests.granted.natural_person": float("nan")}},
    {"values": {"requests.granted.natural_person": "１２件"}},
    {"values": [1]},
    {"year": "2020"},
    {"year": 2020.0},
    {"year": 2031},
    {"year": None},
    {"form": "disclosure-2021"},
    {"reporter": "民政局"},
    {"reporter": {"name": "长" * 300}},
    {"texts": {"problem": "x"}},
    {"texts": {"problems": "\ud800"}},
    {"texts": {"problems": "长" * 40_000}},
    {"cover": {"fax": "1"}},
    {"explanations": {"proactive.no_such_rule": "x"}},
    {"declarations": {"blank_is_zero": True}},
    {"declarations": {"blank_is_zero": ["二"]}},
    {"declarations": {"zero_report": "false"}},
    {"declarations": {"switches": ["phone"]}},
    {"declarations": {"switches": "no_rulemaking"}},
]


def named(data: dict[str, Any]) -> Iterator[str]:
    for key, value in data.items():
        yield f"{key}={str(value)[:40]!r}"


@pytest.mark.parametrize("bad", BAD_DATA, ids=lambda bad: ascii(",".join(named(bad))))
def test_data_that_do_not_fit_are_refused_with_a_reason(
    bad: dict[str, Any], tmp_path: Path
) -> None:
    data = {"year": 2020, "reporter": {"name": "甲"}, **bad}

    with pytest.raises(CannotWork) as refused:
        fill("disclosure-2019", data, tmp_path / "book.xlsx")

    assert refused.value.chinese
    assert refused.value.english
    assert list(tmp_path.iterdir()) == []
