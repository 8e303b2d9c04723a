"""What a general library is not given to open: the guard in front of openpyxl."""

import io
import time
from collections.abc import Callable

import openpyxl
import pytest

import city
from files.reader_books import MAIN, by_openpyxl, parts_of, sheet_of, zipped
from xl2report.files.reader.guards import MOST_CELLS, demand_small
from xl2report.files.reader.package import UnreadableBook

UNITS = 10_000


def sheet(rows: str) -> bytes:
    return zipped(parts_of(sheet_of(rows)))


def cells(count: int, spell: str = '<c r="A{0}"/>') -> bytes:
    return sheet("".join(f'<row r="{n}">{spell.format(n)}</row>' for n in range(1, count + 1)))


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "far apart": (
        lambda: sheet('<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row>'),
        "too_large",
    ),
    "far apart, prefixed": (
        lambda: zipped(
            parts_of(
                f"<q:worksheet xmlns:q='{MAIN}'><q:sheetData><q:row r='1048576'>"
                "<q:c r = 'ZZ1048576'/></q:row></q:sheetData></q:worksheet>"
            )
        ),
        "too_large",
    ),
    "blanks": (lambda: cells(MOST_CELLS + 1), "too_large"),
    "blanks without address": (lambda: cells(MOST_CELLS + 1, "<c/>"), "too_large"),
    "spaces": (lambda: sheet(" " * (9 << 20)), "zip_bomb"),
    "many parts": (
        lambda: zipped(
            parts_of(sheet_of("")) | {f"xl/{n}.bin": bytes((n * 7919) % 251 for _ in range(9)) * 320_000 for n in range(9)}
        ),
        "too_large",
    ),
    "entities": (
        lambda: zipped(
            parts_of('<!DOCTYPE a [<!ENTITY b "c">]>' + sheet_of("").partition("?>")[2].strip())
        ),
        "doctype",
    ),
    "two bytes a letter": (
        lambda: zipped(parts_of(sheet_of("").replace("UTF-8", "UTF-16").encode("utf-16"))),
        "malformed",
    ),
    "no workbook": (lambda: b"%PDF-1.7", "pdf"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_too_much_is_refused_at_once(name: str) -> None:
    make, told = BAD[name]
    data = make()
    before = time.process_time()
    with pytest.raises(UnreadableBook) as refused:
        demand_small(data)
    assert refused.value.reason == told
    assert time.process_time() - before < 5


def test_a_list_of_ten_thousand_units_is_let_through() -> None:
    demand_small(by_openpyxl([[f"单位{n}", f"{n:018d}", "简称", "类别"] for n in range(UNITS)]))


def test_the_sample_roster_is_let_through() -> None:
    demand_small(city.roster())
    assert openpyxl.load_workbook(io.BytesIO(city.roster())).sheetnames
