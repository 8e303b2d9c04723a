"""Rows of a large sheet that are kept packed: the same cells come back, and next to nothing is held."""

import tracemalloc
from decimal import Decimal

import pytest
from xlsxwriter.worksheet import (
    CellBlankTuple,
    CellFormulaTuple,
    CellNumberTuple,
    CellStringTuple,
)

from xl2report.files.template.packed import PackedTable

LOOK, OTHER = object(), object()
ROW = {
    0: CellNumberTuple(7, LOOK),
    1: CellStringTuple(3, OTHER),
    2: CellBlankTuple(LOOK),
    4: CellNumberTuple(Decimal("12.5"), OTHER),
    5: CellNumberTuple(Decimal("-0.07"), OTHER),
    6: CellNumberTuple(Decimal(10**14) + Decimal("0.5"), OTHER),
    7: CellNumberTuple(-(10**15), LOOK),
}


def table() -> PackedTable:
    return PackedTable(CellBlankTuple, CellNumberTuple)


def test_the_same_cells_come_back() -> None:
    rows = table()
    rows[9] = dict(ROW)
    rows[10] = {0: CellNumberTuple(1, LOOK)}
    rows.pack(9)
    assert 9 not in dict.keys(rows)
    assert 9 in rows
    assert rows[9] == ROW
    assert [str(cell.number) for cell in rows[9].values() if hasattr(cell, "number")] == [
        "7", "12.5", "-0.07", "100000000000000.5", "-1000000000000000",
    ]  # fmt: skip
    assert rows[10] == {0: CellNumberTuple(1, LOOK)}


@pytest.mark.parametrize(
    "cell",
    [
        CellFormulaTuple("=A1", LOOK, 5),
        CellNumberTuple(1.5, LOOK),
        CellNumberTuple(True, LOOK),
        CellNumberTuple(Decimal("NaN"), LOOK),
        CellNumberTuple(Decimal("Infinity"), LOOK),
    ],
)
def test_what_is_no_plain_number_or_text_stays_as_it_is(cell: object) -> None:
    rows = table()
    rows[1] = {0: CellNumberTuple(7, LOOK), 1: cell}
    rows.pack(1)
    assert dict.__getitem__(rows, 1)[1] is cell


@pytest.mark.parametrize("value", [12, Decimal("12.34")])
def test_a_row_of_amounts_takes_no_more_than_one_of_counts(value: object) -> None:
    """One amount with decimals kept whole rows of ten thousand units: 283 MiB more."""
    rows = table()
    tracemalloc.start()
    for number in range(1_000):
        rows[number] = {column: CellNumberTuple(value, LOOK) for column in range(200)}
        rows.pack(number)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 1_000 * 1_000
