"""Addresses, places and ranges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl2report.ground.points import (
    Place,
    address,
    column_letters,
    rectangles,
    split_address,
)

LAST_COLUMN = 16384  # XFD
LAST_ROW = 1048576

spots = st.tuples(st.integers(1, 9), st.integers(1, 9))


@pytest.mark.parametrize(
    ("number", "letters"),
    [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (702, "ZZ"), (703, "AAA"),
     (LAST_COLUMN, "XFD")],
)  # fmt: skip
def test_columns_are_named_as_excel_names_them(number: int, letters: str) -> None:
    assert column_letters(number) == letters
    assert split_address(f"{letters}1") == (1, number)


@given(st.integers(1, LAST_ROW), st.integers(1, LAST_COLUMN))
def test_an_address_is_taken_apart_again(row: int, column: int) -> None:
    assert split_address(address(row, column)) == (row, column)


@pytest.mark.parametrize("text", ["", "D", "$"])
def test_what_has_no_row_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match="no cell address"):
        split_address(text)


def test_a_place_is_told_for_people_and_for_json() -> None:
    place = Place("民政局.xlsx", "三、申请办理", "D7")
    assert str(place) == "民政局.xlsx › 三、申请办理 › D7"
    assert place.in_book == "三、申请办理!D7"
    sheet = Place("民政局.xlsx", "三、申请办理", "")
    assert (str(sheet), sheet.in_book) == ("民政局.xlsx › 三、申请办理", "三、申请办理")


@pytest.mark.parametrize(
    ("cells", "areas"),
    [
        ([], []),
        ([(7, 4)], ["D7"]),
        ([(7, 4), (7, 4)], ["D7"]),
        ([(7, 4), (7, 5)], ["D7:E7"]),
        ([(7, 4), (8, 4)], ["D7:D8"]),
        ([(29, 4), (8, 5), (7, 4), (7, 5), (8, 4)], ["D7:E8", "D29"]),
        ([(7, 4), (7, 6)], ["D7", "F7"]),
        ([(7, 4), (9, 4)], ["D7", "D9"]),
        ([(1, 1), (1, 2), (2, 1)], ["A1:B1", "A2"]),
        ([(1, 1), (2, 1), (2, 2), (3, 1)], ["A1", "A2:B2", "A3"]),
    ],
)
def test_cells_become_these_ranges(cells: list[tuple[int, int]], areas: list[str]) -> None:
    assert rectangles(cells) == areas


@given(st.lists(spots, max_size=40))
def test_ranges_cover_exactly_the_cells(cells: list[tuple[int, int]]) -> None:
    covered: list[tuple[int, int]] = []
    for area in rectangles(cells):
        first, _, last = area.partition(":")
        top, left = split_address(first)
        bottom, right = split_address(last or first)
        covered += [(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)]
    assert sorted(covered) == sorted(set(cells))  # each cell, and each once


@given(spots, spots)
def test_a_full_rectangle_is_one_range(one: tuple[int, int], other: tuple[int, int]) -> None:
    (top, bottom), (left, right) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    cells = [(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)]
    assert len(rectangles(cells)) == 1
