"""The proof that marking changed no value, and what is looked up without reading a whole sheet."""

import random
from collections.abc import Callable
from typing import NamedTuple

import pytest

import city
from files.marked_books import (
    FINDINGS,
    REQUESTS,
    part,
    resaved,
    returned,
    with_notes,
    with_parts,
)
from xl2report.files.marked import sheet as sheets
from xl2report.files.marked.errors import CannotMark
from xl2report.files.marked.sameness import Cells, _only_looks, opened
from xl2report.files.marked.spelling import Edits, Undo
from xl2report.files.marked.workbook import Workbook
from xl2report.files.marked.writer import mark_copy
from xl2report.files.reader.book import open_book
from xl2report.ground.points import address


class Change(NamedTuple):
    """A part before and after a change, and the way back."""

    was: bytes
    is_: bytes
    way_back: Undo


def changed(old: bytes, new: bytes) -> Change:
    was = part(returned(), REQUESTS)
    edits = Edits(was)
    start = was.index(old)
    edits.replace(start, start + len(old), new)
    return Change(was, *edits.applied())


CELL = b'<c r="D7" s="'


def cell() -> bytes:
    was = part(returned(), REQUESTS)
    start = was.index(CELL)
    return was[start : was.index(b"</c>", start) + 4]


def test_formats_and_surroundings_may_change() -> None:
    tag = cell()[: cell().index(b">") + 1]
    for old, new in (
        (tag, b'<c r="D7" s="3">'),
        (
            b"<printOptions",
            b'<hyperlinks><hyperlink ref="A1" location="x"/></hyperlinks><printOptions',
        ),
        (b"<sheetView ", b'<sheetView tabSelected="1" '),
    ):
        assert _only_looks(*changed(old, new))


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one.replace(b"<v>", b"<v>1"),
        lambda one: one.replace(b"<v>", b"<v/><v>"),
        lambda one: one.replace(b'"D7"', b'"D77"'),
        lambda one: one.replace(b' s="', b' t="b" s="'),
        lambda one: one + one.replace(b"D7", b"E70"),
        lambda one: one[:0],
        lambda one: one.replace(b"<v>", b"<f>1</f><v>"),
    ],
)
def test_no_other_change_of_a_cell_passes(change: Callable[[bytes], bytes]) -> None:
    made = changed(cell(), change(cell()))
    assert made.was != made.is_
    assert not _only_looks(*made)
    # Nor where the way back says less than was done.
    assert not _only_looks(made.was, made.is_, [])
    assert not _only_looks(made.was, made.is_, None)
    tag = cell()[: cell().index(b">") + 1]
    assert not _only_looks(made.was, made.is_, changed(tag, b'<c r="D7" s="3">').way_back)


def test_merges_cells_outside_and_broken_surroundings_do_not_pass() -> None:
    for old, new in (
        (b'<mergeCell ref="A1:J1"/>', b""),
        (b'<mergeCell ref="A1:J1"/>', b'<mergeCell ref="A1:K1"/>'),
        (b"<printOptions", b'<c r="D7"><v>1</v></c><printOptions'),
        (b"<printOptions", b"<hyperlinks><printOptions"),
    ):
        assert not _only_looks(*changed(old, new))


def test_a_copy_that_would_change_a_value_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong inside: here a mark that changes the cell's value."""

    def spoil(self: sheets.SheetPart, spot: str, _: object) -> None:
        start = self.part.index(b"<v>", self.part.index(f'<c r="{spot}"'.encode()))
        self.edits.insert(start + 3, b"1")

    monkeypatch.setattr(sheets.SheetPart, "restyle", spoil)
    with pytest.raises(CannotMark) as error:
        mark_copy(returned(), FINDINGS[1:2], "zh")
    assert error.value.reason == "changed"


def books() -> list[bytes]:
    made = [returned(), resaved(returned()), with_notes(returned(), REQUESTS, D7="请复核")]
    made += [city.faulty(one["id"]) for one in city.faults()[:12]]

    def commented(content: bytes) -> bytes:
        return content.replace(b"<sheetData>", b'<!-- <c r="D7"><v>9</v></c> --><sheetData>')

    return [*made, with_parts(returned(), sheet4=commented)]


def test_what_a_cell_shows_is_what_the_reader_reads() -> None:
    chance = random.Random(3)  # noqa: S311 - the same cells each time
    looked = 0
    for data in books():
        cells = Cells(Workbook(data, opened(data).package))
        read = open_book(data)
        for name in cells.parts:
            sheet = read.sheet(name)
            spots = [*sheet.cells, address(chance.randint(1, 70), chance.randint(1, 12))]
            for spot in chance.sample(spots, min(40, len(spots))):
                there = sheet.cell(spot)
                assert cells.text(name, spot) == ((there[1] or "") if there else ""), (name, spot)
                looked += 1
            first = next((one for one in map(chr, range(65, 91)) if sheet.cell(f"{one}1")), "A")
            assert Cells(Workbook(data, opened(data).package)).first(name) == f"{first}1"
    assert looked > 2_000
