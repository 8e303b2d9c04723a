"""What is known from an earlier book, or looked at without reading all: never other than reading it whole."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from files.reader_books import sheet_of, strings_of
from xl2report.files.reader import sheets, strings
from xl2report.files.reader.intake import in_steps
from xl2report.files.reader.package import UnreadableBook
from xl2report.files.reader.slow_sheets import read_slowly
from xl2report.ground.numbers import steps_of
from xl2report.ground.points import Measure

USUAL = (
    "<si><t>一</t></si>",
    "<si><t></t></si>",
    '<si><t xml:space="preserve"> 二 </t></si>',
    "<si><t>a&lt;b&amp;c</t></si>",
    "<si><t>x_x0041_y</t></si>",
    '<si><r><t>收</t></r><r><rPr><sz val="10"/></rPr><t xml:space="preserve">1</t></r></si>',
    "<si><r><rPr><b/></rPr><t>三</t></r></si>",
    '<si><t>四</t><phoneticPr fontId="1" type="noConversion"/></si>',
)  # fmt: skip
ODD = (
    "<si/>",
    "<si></si>",
    "<si>五</si>",
    "<si><t>六</t>",
    "六</si>",
    "<si><t>a]]>b</t></si>",
    "<si><t>\x01</t></si>",
    "<si><t>\ufffe</t></si>",
    "<si><t>a\r\nb</t></si>",
    "<!-- <si><t>七</t></si> -->",
    "<si><t><![CDATA[</si>]]></t></si>",
    "<si><t>八</t><rPh sb='0' eb='1'><t>hachi</t></rPh></si>",
    "</sst><sst>",
    "<extLst/>",
    "<t>九</t>",
)  # fmt: skip


def by_the_slow_way(part: bytes) -> list[str] | None:
    """The texts as expat gives them; None where the part is refused."""
    try:
        return strings.read_slowly(part)
    except UnreadableBook:
        return None


@pytest.fixture(autouse=True)
def _nothing_known() -> Iterator[None]:
    before = strings._items  # noqa: SLF001 - what was learnt in another test is no part of this one
    strings._items = strings._Items()  # noqa: SLF001
    yield
    strings._items = before  # noqa: SLF001


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(USUAL), max_size=6),
    st.lists(st.sampled_from(USUAL + ODD), max_size=6),
)
def test_known_items_let_nothing_through_that_stands_between_them(
    first: list[str], then: list[str]
) -> None:
    for _ in range(3):  # what is new twice is learnt
        strings.shared_strings(strings_of("".join(first)).encode())
    part = strings_of("".join(then)).encode()
    fast, slow = strings.read_fast(part), by_the_slow_way(part)
    assert fast is None or fast == slow


def test_items_met_in_two_books_are_known_and_read_alike() -> None:
    part = strings_of("".join(USUAL)).encode()
    texts = [strings.read_fast(part) for _ in range(4)]
    assert texts[0] == strings.read_slowly(part)
    assert texts == texts[:1] * 4
    known = strings._items.texts  # noqa: SLF001
    assert len(known) == len(USUAL)


def test_what_each_unit_types_is_not_kept() -> None:
    for number in range(200):
        own = f"<si><t>第{number}号</t></si>"
        strings.read_fast(strings_of("".join(USUAL) + own).encode())
    assert len(strings._items.texts) == len(USUAL)  # noqa: SLF001


def test_the_memory_of_items_is_bounded() -> None:
    most = strings._Items.MOST  # noqa: SLF001
    for book in range(5):
        items = "".join(f"<si><t>{book} {number}</t></si>" for number in range(most // 2))
        part = strings_of(items).encode()
        assert strings.read_fast(part) == strings.read_slowly(part)
        assert len(strings._items.texts) <= most  # noqa: SLF001


TEXTS = {"0": "说明", "1": "a@b", "2": "c@d", "7": ""}
ASKED = sheets.Peeked({"C1": "说明", "C2": None, "C3": None, "E2": "a@b", "E3": "c@d"})
ROWS = (
    '<row r="1"><c r="A1"><v>4</v></c><c r="C1" s="3" t="s"><v>0</v></c></row>'
    '<row r="2"><c r="C2" s="2"/><c r="D2"><v>2</v></c><c r="E2" t="s"><v>1</v></c></row>'
    '<row r="3"><c r="C3" s="2"/><c r="E3" t="s"><v>2</v></c><c r="CE3" t="s"><v>2</v></c></row>'
)


def test_cells_that_stand_as_asked_are_seen() -> None:
    assert sheets.peek(sheet_of(ROWS).encode(), ASKED, TEXTS)


@pytest.mark.parametrize(
    ("this", "other"),
    [
        ('<c r="C2" s="2"/>', '<c r="C2" s="2"><v>1</v></c>'),
        ('<c r="C2" s="2"/>', '<c r="C2" t="s"><v>1</v></c>'),
        ('<c r="C2" s="2"/>', '<c r="C2" t="s"><v>99</v></c>'),  # no such text
        ('<c r="C2" s="2"/>', '<c r="C2" t="s"><v>7</v></c>'),
        ('<c r="C2" s="2"/>', '<c r="C2" t="str"><v>x</v></c>'),
        ('<c r="C2" s="2"/>', '<c r="C2" t="inlineStr"><is><t>x</t></is></c>'),
        ('<c r="C2" s="2"/>', '<c r="C2"><f>A1</f><v>1</v></c>'),
        ('<c r="C2" s="2"/>', '<c s="2" r="C2"><v>1</v></c>'),
        ('<c r="C2" s="2"/>', "<c r='C2'><v>1</v></c>"),
        ('<c r="C2" s="2"/>', '<c r="c2"><v>1</v></c>'),
        ('<c r="C2" s="2"/>', ""),
        ('<c r="C2" s="2"/>', '<!--<c r="C2"/>--><c r="C2" ><v>1</v></c>'),
        ('<c r="C2" s="2"/>', '<?p <c r="C2"/>?><c r="C2" ><v>1</v></c>'),
        ('<c r="C2" s="2"/>', '<c r="C2" s="2"/><c r="C2" s="2"/>'),
        ('t="s"><v>2</v></c><c r="CE3"', 't="s"><v>1</v></c><c r="CE3"'),
        (' t="s"><v>2</v></c><c r="CE3"', '><v>2</v></c><c r="CE3"'),
        ("<v>0</v>", "<v> 0</v>"),
        ("<sheetData>", "<sheetData >"),
    ],
)  # fmt: skip
def test_cells_that_may_not_stand_as_asked_are_left_to_reading(this: str, other: str) -> None:
    part = sheet_of(ROWS)
    changed = part.replace(this, other, 1)
    assert changed != part
    assert not sheets.peek(changed.encode(), ASKED, TEXTS)


MUTATIONS = (
    "",
    "/",
    "<v>1</v>",
    't="s"',
    '<c r="C2"/>',
    "<!--",
    "-->",
    "\x01",
    "\n",
    "<?p ?>",
    '"',
    ">",
    "E2",
    "9",
)


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_what_is_seen_is_what_reading_gives(data: st.DataObject) -> None:
    part = sheet_of(ROWS)
    at = data.draw(st.integers(part.index("<sheetData>"), len(part)))
    gone = data.draw(st.integers(0, 12))
    part = part[:at] + data.draw(st.sampled_from(MUTATIONS)) + part[at + gone :]
    if not sheets.peek(part.encode(), ASKED, TEXTS):
        return
    try:
        read = read_slowly("S", part.encode(), TEXTS).cells
    except UnreadableBook:
        return  # whoever peeks has read the labels of the other sheets; the rest of this one is not his
    for spot, text in zip(ASKED.spots, ASKED.texts, strict=True):
        cell = read.get(spot.decode())
        assert (cell and cell[:2]) == (text and ("s", text))


@settings(max_examples=500, deadline=None)
@given(
    st.from_regex(r"[0-9]{0,17}\.?[0-9]{0,8}(?:E[+-]?[0-9])?", fullmatch=True), st.integers(1, 6)
)
def test_a_plain_decimal_is_what_the_coercion_table_makes_of_it(text: str, decimals: int) -> None:
    found = in_steps(text, 10**decimals)
    assert found is None or found == steps_of(text, Measure("万元", decimals, signed=False)).steps


def test_plain_decimals_need_no_coercion_table() -> None:
    told = {text: in_steps(text, 10**6) for text in ("27.948692", "0.5", "1.0", "0.0000001", "5")}
    assert told == {
        "27.948692": 27948692,
        "0.5": 500_000,
        "1.0": 10**6,
        "0.0000001": None,
        "5": None,
    }
