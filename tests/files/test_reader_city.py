"""A city's workbook: its reporters found wherever their sheet went, read row by row, and told where in doubt."""

import io
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import city
import xl2report
from city import text, wrong
from files.reader_books import (
    EXPECTED,
    PLAIN,
    good,
    parts_of,
    reason,
    sheet_of,
    with_directory_field,
    zipped,
)
from xl2report.chain.errors import CannotWork
from xl2report.chain.merge import merge
from xl2report.files.reader.book import open_book
from xl2report.files.reader.package import LARGEST_PART, UnreadableBook
from xl2report.files.reader.rows import Unusual
from xl2report.ground.findings import Finding

PARTS = city.plan().form.sheets.contributions
POINT = "requests.granted.natural_person"
FIRST, IDS = 7, 6


@cache
def whole(tmp: Path) -> bytes:
    city.put(tmp / "returns", city.returns())
    merge([tmp / "returns"], tmp / "city.xlsx", reporter=city.CITY)
    return (tmp / "city.xlsx").read_bytes()


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return whole(tmp_path_factory.mktemp("city"))


def part_of(workbook: bytes, sheet: str = PARTS) -> str:
    wanted = next(info.part for info in open_book(workbook).sheets if info.name == sheet)
    return next(name for name in city.parts_of(workbook) if name.lower() == wanted)


def column_of(workbook: bytes, point: str) -> str:
    cells = open_book(workbook).sheet(PARTS).cells
    return next(spot for spot, cell in cells.items() if cell[1] == point).rstrip("0123456789")


def codes(findings: list[Finding]) -> set[str]:
    # openpyxl drops cached results, and the sample city has no code.
    return {one.code for one in findings} - {"E121", "R306"}


def read(workbook: bytes) -> tuple[dict[str, str | None], list[Any], list[Finding]]:
    filing, findings = city.read_book(workbook)
    parts = [(part.reporter, part.code, part.book, list(part.values)) for part in filing.parts]
    return city.shown(filing), parts, findings


def renamed(book: Any) -> None:  # noqa: ANN401 - openpyxl's
    book[PARTS].title = "Sheet9"


def rows_put_in(book: Any) -> None:  # noqa: ANN401 - openpyxl's
    book[PARTS].insert_rows(2, 3)


def columns_put_in(book: Any) -> None:  # noqa: ANN401 - openpyxl's
    book[PARTS].insert_cols(3, 2)


def row_left_out(book: Any) -> None:  # noqa: ANN401 - openpyxl's
    book[PARTS].insert_rows(FIRST + 3)


@pytest.mark.parametrize(
    ("change", "told"),
    [(renamed, {"W212"}), (rows_put_in, set()), (columns_put_in, set()), (row_left_out, set())],
)
def test_the_reporters_are_found_again(
    change: Callable[[Any], None], told: set[str], merged: bytes
) -> None:
    values, parts, _ = read(merged)
    now, there, findings = read(city.rewritten(merged, change))
    assert (now, there) == (values, parts)
    # openpyxl does not move the formulas along: they are told, and what they say is not taken.
    assert codes(findings) - {"R307"} == told


def test_a_column_that_is_gone_is_missing_and_told(merged: bytes) -> None:
    letters = column_of(merged, POINT)
    gone = wrong(merged, f"{PARTS}!{letters}{IDS}", city.BLANK)
    filing, findings = city.read_book(gone)
    assert filing.state(city.plan().index[POINT]) == "missing"
    assert "W207" in codes(findings)
    assert [one.args["count"] for one in findings if one.code == "W207"] == ["1"]


def test_two_sheets_that_may_be_it_are_one_too_many(merged: bytes) -> None:
    def change(book: Any) -> None:  # noqa: ANN401 - openpyxl's
        book.copy_worksheet(book[PARTS]).title = "乙"
        book[PARTS].title = "甲"

    filing, findings = city.read_book(city.rewritten(merged, change))
    assert filing.parts == ()
    assert "W206" in codes(findings)


@pytest.mark.parametrize(
    ("write", "code", "value"),
    [
        (text("若干"), "E101", None),
        (text("１２"), "E103", 12),
        (city.number("-1"), "E106", None),
        ({"type": "error", "value": "#REF!"}, "E109", None),
    ],
)
def test_a_part_that_is_no_plain_number_is_told_with_its_place(
    write: city.Write, code: str, value: int | None, merged: bytes
) -> None:
    letters = column_of(merged, POINT)
    place = f"{PARTS}!{letters}{FIRST + 1}"
    filing, findings = city.read_book(wrong(merged, place, write))
    told = [one for one in findings if one.code == code]
    assert [one.places for one in told] == [(place,)]
    if code != "E106":  # the coercion table gives the value, which is not believed
        assert filing.parts[1].values[city.plan().index[POINT]] == value


def test_numbers_of_nobody_are_told_and_the_line_of_totals_is_not(merged: bytes) -> None:
    letters = column_of(merged, POINT)
    place = f"{PARTS}!{letters}200"
    _, _, findings = read(wrong(merged, place, city.number(5)))
    assert [one.places for one in findings if one.code == "W208"] == [(place,)]
    _, _, findings = read(merged)
    assert codes(findings) == set()


# ---- row by row -------------------------------------------------------------------------------------


def with_reporters(workbook: bytes, count: int, change: Callable[[str], str] = str) -> bytes:
    """The city's workbook with as many reporters, made from the first of them; `change` spells rows."""
    parts = city.parts_of(workbook)
    name = part_of(workbook)
    part = parts[name].decode()
    rows = re.findall("<row .*?</row>", part)
    first = next(row for row in rows if f'<row r="{FIRST}"' in row)
    head = part[: part.index(first)]
    made = [
        change(re.sub(rf'(r="[A-Z]*){FIRST}"', rf'\g<1>{row}"', first))
        for row in range(FIRST, FIRST + count)
    ]
    tail = part[part.index("</sheetData>") :]
    return city.zipped({**parts, name: (head + "".join(made) + tail).encode()})


def test_rows_are_read_as_the_whole_sheet_is(merged: bytes) -> None:
    cells = {
        f"{letters}{number}": cell
        for number, line in open_book(merged).rows(PARTS)
        for letters, cell in line.cells.items()
    }
    assert cells == open_book(merged).sheet(PARTS).cells


def test_a_city_larger_than_a_part_may_be_is_read_back(merged: bytes) -> None:
    _, parts, _ = read(merged)
    many = 2_000
    workbook = with_reporters(merged, many)
    assert open_book(workbook).is_large(PARTS)
    filing, _ = city.read_book(workbook)
    assert len(filing.parts) == many
    assert {tuple(part.values) for part in filing.parts} == {tuple(parts[0][3])}
    total = filing.values[city.plan().index[POINT]]
    assert total == many * (parts[0][3][city.plan().index[POINT]] or 0)


def test_rows_unlike_one_another_have_no_larger_part(merged: bytes) -> None:
    numbers = iter(range(1_000_000))
    with pytest.raises(AssertionError, match=r"过大|太大|超过"):
        city.read_book(
            with_reporters(
                merged, 2_000, lambda row: row.replace("<row ", f'<row a{next(numbers)}="1" ')
            )
        )


@pytest.mark.parametrize(
    "rows",
    [
        PLAIN + PLAIN,
        PLAIN.replace("1", "2") + PLAIN,
        PLAIN.replace('r="B1"', 'r="B2"'),
        PLAIN.replace(' r="1"', "", 1),
        PLAIN.replace("<v>1</v>", "<v>1"),
        PLAIN.replace("</row>", ""),
        PLAIN + "<!-- -->",
    ],
)
def test_rows_in_doubt_are_not_read_one_by_one(rows: str) -> None:
    book = open_book(zipped(parts_of(sheet_of(rows))))
    with pytest.raises((Unusual, UnreadableBook)):
        list(book.rows("S"))


@pytest.mark.parametrize(
    ("offset", "value"), [(16, b"\0\0\0\0"), (24, b"\1\0\0\0"), (24, b"\xff\xff\1\0")]
)
def test_a_part_that_is_not_what_is_declared_is_refused_at_its_end(
    offset: int, value: bytes
) -> None:
    data = with_directory_field(zipped(good()), "xl/worksheets/sheet1.xml", offset, value)
    with pytest.raises(UnreadableBook):
        list(open_book(data).rows("S"))
    assert reason(data) == "zip"
    assert [line.cells for _, line in open_book(zipped(good())).rows("S")] == [
        {spot.rstrip("1"): cell for spot, cell in EXPECTED.items()}
    ]


ROW = '<row r="{0}"><c r="A{0}" s="1"><v>5</v></c><c r="B{0}" s="1" t="s"><v>0</v></c></row>'


@pytest.mark.parametrize(
    "forged",
    [
        '<c r="A" s="1">', '<c r="A13" s="1">', '<c r="A3"3" s="1">', '<c r="3A" s="1">',
        '<c r="A3" s="13">',
    ],
)  # fmt: skip
def test_a_row_like_another_but_for_its_addresses_is_not_taken_for_one(forged: str) -> None:
    rows = "".join(map(ROW.format, (1, 2, 3)))
    other = rows.replace('<c r="A3" s="1">', forged)
    strings = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>x</t></si></sst>'
    assert len(list(open_book(zipped(parts_of(sheet_of(rows), strings))).rows("S"))) == 3
    book = open_book(zipped(parts_of(sheet_of(other), strings)))
    try:
        lines = {
            f"{letters}{number}": cell
            for number, line in book.rows("S")
            for letters, cell in line.cells.items()
        }
    except (Unusual, UnreadableBook):
        return
    assert lines == open_book(zipped(parts_of(sheet_of(other), strings))).sheet("S").cells


def test_a_part_of_any_size_has_an_end() -> None:
    assert LARGEST_PART < 10 << 20
    head = parts_of(sheet_of(""))
    row = '<row r="1"><c r="A1"><v>1</v></c>' + "<c/>" * 400_000
    book = open_book(zipped({**head, "xl/worksheets/sheet1.xml": sheet_of(row)}))
    with pytest.raises((Unusual, UnreadableBook)):
        list(book.rows("S"))


# ---- rescued ----------------------------------------------------------------------------------------


def test_a_citys_workbook_is_rescued_with_its_parts(merged: bytes, tmp_path: Path) -> None:
    values, parts, _ = read(merged)

    def change(book: Any) -> None:  # noqa: ANN401 - openpyxl's
        book[PARTS].title = "Sheet9"
        book[city.plan().form.tables[1].sheet].insert_rows(5)

    (tmp_path / "damaged.xlsx").write_bytes(city.rewritten(merged, change))
    found = xl2report.rescue(tmp_path / "damaged.xlsx", tmp_path / "fresh.xlsx")
    fresh = (tmp_path / "fresh.xlsx").read_bytes()
    now, there, findings = read(fresh)
    assert found.missing == ()
    assert (now, there) == (values, parts)
    assert codes(findings) == set()
    assert open_book(io.BytesIO(fresh).getvalue()).name("xl2report.stamp").count("city") == 1


def test_without_its_parts_it_is_refused_with_what_to_do(merged: bytes, tmp_path: Path) -> None:
    gone = city.rewritten(merged, lambda book: book[PARTS].delete_rows(IDS))
    (tmp_path / "damaged.xlsx").write_bytes(gone)
    with pytest.raises(CannotWork, match="merge"):
        xl2report.rescue(tmp_path / "damaged.xlsx", tmp_path / "fresh.xlsx")
    assert not (tmp_path / "fresh.xlsx").exists()


def test_a_figure_that_the_city_typed_where_no_unit_gave_one_is_left_to_a_person(
    merged: bytes, tmp_path: Path
) -> None:
    letters = column_of(merged, POINT)
    workbook = merged
    for row in range(FIRST, FIRST + 14):
        workbook = wrong(workbook, f"{PARTS}!{letters}{row}", city.BLANK)
    (tmp_path / "a.xlsx").write_bytes(wrong(workbook, city.cell(POINT), city.number(77)))
    found = xl2report.rescue(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    assert POINT in found.missing
