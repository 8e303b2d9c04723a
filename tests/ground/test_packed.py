"""Packed texts, rows and digests: what went in comes out, and takes little memory."""

import json
import pickle
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl2report.ground.packed import Numbers, Row, Texts, digest_of, repeated

# About the ends of each kind of number, where a blank is kept as the least of them.
EDGES = [
    sign * (1 << bits) + step for bits in (15, 31, 63) for sign in (1, -1) for step in (-1, 0, 1)
]
VALUES = st.lists(st.none() | st.integers() | st.sampled_from(EDGES) | st.integers(-9, 9))
ANY_TEXT = st.text(st.characters(categories=None))  # lone surrogates too


@given(VALUES)
def test_a_row_is_exact(values: list[int | None]) -> None:
    row = Row(values)
    assert list(row) == values == row[:]
    assert len(row) == len(values)
    assert [row[at] for at in range(-len(values), len(values))] == values + values
    assert pickle.loads(pickle.dumps(row)) == row == values  # noqa: S301 - our own
    assert row == tuple(values)
    assert hash(row) == hash(Row(list(values)))
    with pytest.raises(IndexError):
        row[len(values)]


@pytest.mark.parametrize(
    ("values", "most"),
    [([300] * 257, 520), ([None, 0, -9] * 85 + [1 << 40] * 2, 536), ([1 << 40] * 257, 2580)],
)
def test_a_row_is_small(values: list[int | None], most: int) -> None:
    assert len(pickle.dumps(Row(values))) < most + 90


@given(st.lists(ANY_TEXT, max_size=200))
def test_texts_come_out_as_they_went_in(texts: list[str]) -> None:
    packed = Texts(texts)
    assert list(packed) == texts
    assert len(packed) == len(texts)
    assert packed[3:190:7] == texts[3:190:7]
    assert [packed[at] for at in range(-len(texts), 0)] == texts
    with pytest.raises(IndexError):
        packed[len(texts)]


@pytest.mark.parametrize("many", [0, 63, 64, 65, 1023, 1024, 1025, 5000])
def test_blocks_of_any_number(many: int) -> None:
    texts = [f"第{number}号机关" for number in range(many)]
    numbers = [number * 7919 % 4096 for number in range(many)]
    assert list(Texts(texts)) == texts
    assert list(Numbers("I", numbers)) == numbers
    assert Numbers("I", numbers)[-3:] == numbers[-3:]


@given(st.lists(st.integers(0, 40)))
def test_repeated_finds_what_is_there_twice(digests: list[int]) -> None:
    places: dict[int, list[int]] = {}
    for place, digest in enumerate(digests):
        if digest:
            places.setdefault(digest, []).append(place)
    assert repeated(digests) == [found for found in places.values() if len(found) > 1]


def test_repeated_finds_the_same_in_many_rounds() -> None:
    digests = [digest_of(str(number % 19_997)) for number in range(20_000)]
    assert repeated(Numbers("Q", digests)) == [[place, place + 19_997] for place in range(3)]


def test_a_digest_is_the_same_in_every_process() -> None:
    code = (
        "from xl2report.ground.packed import digest_of; print([digest_of(x) for x in ('', '文')])"
    )
    found = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
        for _ in range(2)
    }
    assert [json.loads(one) for one in found] == [[digest_of(""), digest_of("文")]]
