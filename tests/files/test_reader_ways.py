"""The fast way and the slow way of reading a sheet: what each takes, and that they agree."""

import random
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from files.reader_books import (
    EXPECTED,
    MAIN,
    PLAIN,
    STRICT,
    by_xlsxwriter,
    cells_of,
    parts_of,
    read,
    reason,
    sheet_of,
    strings_of,
    zipped,
)
from xl2report.files.reader import sheets
from xl2report.files.reader.book import UnreadableBook, open_book
from xl2report.files.reader.cells import Cell
from xl2report.files.reader.slow_sheets import read_slowly


@pytest.mark.parametrize(
    "spelt",
    [
        sheet_of(PLAIN.replace(' r="A1"', "").replace(' r="B1"', "").replace(' r="1"', "")),
        sheet_of(PLAIN.replace("<v>1</v>", "<v><![CDATA[1]]></v>")),
        sheet_of(PLAIN.replace("<v>1</v>", "<!-- 2 --><v>1<!-- 2 --></v>")),
        sheet_of(PLAIN.replace("<v>1</v>", "<v>1</v><extLst><ext/></extLst>")),
        sheet_of(PLAIN.replace("><", ">\r\n  <")),
        sheet_of(PLAIN.replace('"', "'")),
        sheet_of(PLAIN.replace('r="B1" t="str"', 't="str" r="b1"')),
        sheet_of(PLAIN).replace("xmlns=", "xmlns:q=").replace("<", "<q:").replace("<q:/", "</q:")
        .replace("<q:?", "<?"),
        sheet_of(PLAIN).replace("UTF-8", "UTF-16").encode("utf-16"),
        sheet_of(PLAIN).replace("UTF-8", "ISO-8859-1"),
        sheet_of(f"{PLAIN}<?p <c r='A1'><v>2</v></c>?>"),
    ],
)  # fmt: skip
def test_other_spellings_are_read_the_slow_way(spelt: str | bytes) -> None:
    sheet = read(spelt)
    assert (sheet.way, sheet.cells) == ("slow", EXPECTED)


@pytest.mark.parametrize(
    "spelt",
    [
        sheet_of(PLAIN),
        "\ufeff" + sheet_of(PLAIN),
        sheet_of(PLAIN).replace(MAIN, STRICT),
        sheet_of('<row r="9" ht="20"/>' + PLAIN + '<row r="2"></row>'),
        sheet_of(PLAIN.replace("</row>", '<c r="C1" s="5"/><c r="D1" s="5"></c></row>')),
        sheet_of(PLAIN.replace('t="str"><v>x</v>', 't="inlineStr"><is><t>x</t></is>')),
        sheet_of(PLAIN.replace('<row r="1"', '<row r="1" q:d="0.2"')).replace("xmlns", 'xmlns:q="q" xmlns')
        .replace('xmlns:q="q" xmlns="', 'xmlns="').replace(MAIN + '"', MAIN + '" xmlns:q="q"'),
    ],
)  # fmt: skip
def test_usual_spellings_are_read_the_fast_way(spelt: str) -> None:
    sheet = read(spelt)
    assert (sheet.way, sheet.cells) == ("fast", EXPECTED)


@pytest.mark.parametrize(
    "rows",
    [
        # well-formed, and in doubt
        PLAIN + '<row r="2"><c r="A1"><v>2</v></c></row>',
        PLAIN + '<row r="2"><c r="A1" s="3"/></row>',
        PLAIN.replace("<v>1</v>", "<v>1</v><v>2</v>"),
        PLAIN.replace("<v>1</v>", "<v><b>1</b></v>"),
        PLAIN.replace("<v>1</v>", "<f>A2<v>1</v></f>"),
        PLAIN.replace("<v>1</v>", "1"),
        PLAIN.replace("<v>1</v>", "<is><t>1</t></is>"),
        PLAIN + '<c r="A2"><v>1</v></c>',
        PLAIN.replace("</row>", '<row r="2"/></row>'),
        PLAIN.replace('"A1"', '"A0"'),
        PLAIN.replace('t="str"', 't="q"'),
        PLAIN.replace('t="str"><v>x', 't="s"><v>9'),
        PLAIN.replace('t="str"><v>x', 't="s"><v>-1'),
        PLAIN.replace('t="str"><v>x', 't="s"><v>0_0'),
        PLAIN.replace('t="str"><v>x', 't="s"><v>０'),
        PLAIN + "</sheetData><sheetData>" + PLAIN.replace("1", "2"),
        # not well-formed
        PLAIN.replace("<v>1", "<v>1&bad;"),
        PLAIN.replace("<v>1", "<v>1 & 2"),
        PLAIN.replace("<v>1", "<v>1]]>"),
        PLAIN.replace("<v>1", "<v>1\x01"),
        PLAIN.replace("<v>1", "<v>1\uffff"),
        PLAIN.replace("<v>1", "<v>1\ufffe"),
        PLAIN.replace("<v>1", "<v>1&#1;"),
        PLAIN.replace('<row r="1"', '<row r="1" r="1"'),
        PLAIN.replace('<row r="1"', '<row r="1" q:d="1"'),
        PLAIN.replace('<row r="1"', '<row r="1" d="&bad;"'),
        PLAIN.replace("</row>", "</row></row>"),
        PLAIN.replace("<v>1</v></c>", "<v>1</v></c></c>"),
        PLAIN.replace("<v>1</v></c>", "<v>1</v>"),
        PLAIN.replace("<v>1</v>", '<f t="x" t="x">A2</f><v>1</v>'),
        PLAIN.replace("<v>1</v>", "</f/>"),
    ],
)
def test_what_leaves_doubt_about_a_cell_is_refused(rows: str) -> None:
    assert cells_of(PLAIN) == EXPECTED  # and leaves a mould that must not let the rest through
    assert reason(zipped(parts_of(sheet_of(rows), strings_of("<si><t>0</t></si>")))) == "malformed"


@pytest.mark.parametrize(
    ("head", "behind"),
    [
        ("<a>", "</a>"),
        ("<a", "/>"),
        ("<a>", ""),
        ("", "<sheetData/>"),
        ("", "<row r='3'><c r='A3'><v>1</v></c></row>"),
    ],
)
def test_cells_in_another_place_are_refused(head: str, behind: str) -> None:
    assert reason(zipped(parts_of(sheet_of(PLAIN, behind, head)))) == "malformed"


def test_cells_in_a_comment_are_none() -> None:
    assert read(sheet_of(PLAIN, "-->", "<!-- <sheetData>")).cells == {}


KINDS = ["", ' t="n"', ' t="s"', ' t="b"', ' t="str"']


def form(values: list[str | None]) -> bytes:
    """A sheet of a form: cells that are blank or filled, formulas, an empty row."""
    spelt = "".join(
        f'<c r="{"ABCDE"[i % 5]}{i // 5 + 1}" s="1"{KINDS[i % 5]}'
        + ("/>" if value is None else f"><v>{value}</v></c>")
        for i, value in enumerate(values)
    )
    formula = f'<c r="F9" s="2"><f>A1&lt;B1</f><v>{len(values)}</v></c>'
    return sheet_of(
        f'<row r="1">{spelt}</row><row r="8" ht="9"/><row r="9">{formula}</row>'
    ).encode()


VALUES = st.lists(
    st.one_of(st.none(), st.sampled_from(["0", "1", "12", "-3", "true", "", "x", " 1", "2.5E3"])),
    min_size=10,
    max_size=10,
)


@given(VALUES, VALUES)
@example(["1"] * 10, [None] * 10)
def test_a_book_reads_the_same_after_another_of_its_form(
    first: list[str | None], second: list[str | None]
) -> None:
    shared = {"0": "零", "1": "一", "12": "十二"}
    for values in (first, first, second, first):
        part = form(values)
        fast = sheets.read_fast("S", part, shared)
        try:
            slow: dict[str, Cell] | None = read_slowly("S", part, shared).cells
        except UnreadableBook:
            slow = None
        assert (fast.cells if fast else slow) == slow


@pytest.mark.parametrize(
    ("place", "other"),
    [
        ("</f><v>10</v></c>", "</f/>"),
        ('ht="9"/>', 'ht="9"><v>5</v></c>'),
        ('<row r="8" ht="9"/>', '<row r="8" ht="9"/><v>5</v></c>'),
        ('xmlns:q="q"', ""),
        ("<v>10<", "<v>10\x02<"),
        ("<v>10<", "<v>10\x03<"),
        ("<v>10<", "<v>10\x01<"),
        ("<v>10</v></c>", "</v></c>10<v>"),
        ("<v>10<", "<v>10]]><"),
        ("<v>10<", "<v>10&bad;<"),
    ],
)
def test_what_books_of_a_form_have_in_common_lets_nothing_else_through(
    place: str, other: str
) -> None:
    part = form(["1"] * 10).decode()
    part = part.replace(f'{MAIN}"', f'{MAIN}" xmlns:q="q"').replace(
        '<row r="9"', '<row r="9" q:d="1"'
    )
    for _ in range(3):
        assert sheets.read_fast("S", part.encode(), {"1": "一"}) is not None
    assert place in part
    assert sheets.read_fast("S", part.replace(place, other).encode(), {"1": "一"}) is None


def test_the_second_book_of_a_form_takes_its_own_values_and_texts() -> None:
    one, two = (
        by_xlsxwriter([[text, number, None, "=A1"]]) for text, number in (("甲", 1), ("乙", 2))
    )
    for data, text, number in (
        (one, "甲", "1"),
        (one, "甲", "1"),
        (two, "乙", "2"),
        (one, "甲", "1"),
    ):
        sheet = open_book(data).sheet("S")
        assert sheet.way == "fast"
        assert sheet.cells == {
            "A1": ("s", text, None),
            "B1": ("n", number, None),
            "D1": ("n", "7", "A1"),
        }


PIECES = re.compile(r"<[^>]*>|[^<]+")
SAMPLE = PLAIN + (
    '<row r="2" ht="9"/><row r="3"><c r="A3" s="1"/><c r="B3" t="s"><v>0</v></c>'
    '<c r="C3"><f t="shared" si="0" ref="C3:D3">A1</f><v>1</v></c><c r="D3"><f t="shared" si="0"/><v>2</v>'
    '</c><c r="E3" t="inlineStr"><is><t>a&amp;b</t></is></c><c r="F3"><v/></c></row>'
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 3))
def test_the_fast_way_never_takes_what_the_slow_way_reads_otherwise(
    chance: random.Random, times: int
) -> None:
    shared = {"0": "零", "1": "一"}
    whole = PIECES.findall(sheet_of(SAMPLE))
    sheets.read_fast("S", "".join(whole).encode(), shared)
    pieces = list(whole)
    for _ in range(times):
        at = chance.randrange(len(pieces))
        other = chance.choice([*whole, "", " ", "<!-- -->", "&", "<v>", "/>", "\x02", "]]>"])
        if chance.random() < 0.5:
            pieces[at] = other
        else:
            pieces.insert(at, other)
    part = "".join(pieces).encode()
    fast = sheets.read_fast("S", part, shared)
    if fast is not None:
        slow = read_slowly("S", part, shared)
        assert (fast.cells, fast.merges) == (slow.cells, slow.merges)
