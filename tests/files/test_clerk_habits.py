"""How clerks and programs break workbooks: each habit with the workbook that shows it, what is read, what is said.

The rows of the list of habits that have tests of their own elsewhere:

| habit | test |
|---|---|
| rows and columns put in, taken out, sorted; blocks moved; sheets renamed, copied, hidden, deleted | `chain/test_damage`, `chain/test_other_side` |
| totals typed over, formulas deleted or pasted as values | `chain/test_clerk_slips`, `chain/test_other_side` |
| last year's template, another unit's file, the same data twice | `chain/test_clerk_slips`, `chain/test_other_side`, `messages/` |
| numbers outside the form, under a merge, typed as text below a table | `chain/test_other_side` |
| .xls, .et, .ods, password, strict OOXML, styles that cannot be read | `files/test_reader_foreign`, `files/test_other_programs` |
| Word file, PDF, picture, archive, empty file under the name of a workbook | `files/test_reader_refusals`, `hostile/` |
| entity bombs, zip bombs, far-apart cells, lying sizes | `hostile/` |
| cells without address, white space in numbers, CDATA, comments, prefixes, UTF-16 | `files/test_reader_ways` |
| shared, array and table formulas, rich and phonetic text, `_x000D_` | `files/test_reader_book`, `files/test_reader_programs` |
| a unit's names and years in its texts | `work/test_texts` |
"""

import re
from collections.abc import Callable
from typing import NamedTuple

import pytest

import city
from city import BLANK, number, text, wrong
from files.reader_books import MAIN
from xl2report.chain.forms import find_plan
from xl2report.files.reader.book import open_book
from xl2report.files.reader.tables import read_filing

POINT = "requests.granted.natural_person"
MONEY = "proactive.central_procurement.amount"
SIGNED = "proactive.licensing.items_change"
TOTAL = "requests.results_total.natural_person"
SITE = "text.site_items"
UNIT = "civil_affairs"
STYLES, WORKBOOK = "xl/styles.xml", "xl/workbook.xml"


RUNS = '<is><r><t>1</t></r><r><rPr><b/></rPr><t>2</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is>'


class Habit(NamedTuple):
    """What is done to a good return, the point it is done to, what is read there, and what is told."""

    make: Callable[[bytes], bytes]
    read: str | None
    codes: list[str]
    point: str = POINT
    state: str = ""


def typed(write: city.Write, point: str = POINT) -> Callable[[bytes], bytes]:
    return lambda book: wrong(book, city.cell(point), write)


def words(value: str, point: str = POINT) -> Callable[[bytes], bytes]:
    return typed(text(value), point)


def stored(value: object, point: str = POINT) -> Callable[[bytes], bytes]:
    return typed(number(value), point)


def formula(value: str, cached: object = None) -> Callable[[bytes], bytes]:
    return typed({"type": "formula", "value": value, "cached": cached})


def sheet_of(book: bytes, point: str) -> str:
    """The part of the sheet a point stands on."""
    plan = city.plan()
    place = [info.name for info in open_book(book).sheets].index(
        plan.layout.cells[plan.index[point]][0]
    )
    return open_book(book).sheets[place].part


def edited(book: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """The workbook with the text of one part changed."""
    parts = city.parts_of(book)
    name = next(one for one in parts if one.lower() == part.lower())
    old = parts[name].decode()
    new = change(old)
    assert new != old
    return city.zipped({**parts, name: new.encode()})


def shown_as(
    number_format: int | str, value: object, point: str = POINT
) -> Callable[[bytes], bytes]:
    """A number in a cell of a style with this number format: an id, or a code of its own."""

    def make(book: bytes) -> bytes:
        code = "" if isinstance(number_format, int) else number_format
        identity = number_format if isinstance(number_format, int) else 999
        styles = city.parts_of(book)[STYLES].decode()
        count = len(re.findall("<xf ", styles.partition("<cellXfs")[2].partition("</cellXfs>")[0]))

        def add(part: str) -> str:
            made = (
                f'<xf numFmtId="{identity}" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
            )
            part = part.replace("</cellXfs>", made)
            if code:
                spelt = code.replace("&", "&amp;").replace('"', "&quot;")
                made = f'<numFmt numFmtId="999" formatCode="{spelt}"/>'
                return re.sub(
                    r"(<numFmts[^>]*>)",
                    rf"\1{made}".replace("\\", r"\\").replace(r"\\1", r"\1"),
                    part,
                )
            return part

        made = edited(stored(value, point)(book), STYLES, add)
        spot = city.cell(point).partition("!")[2]
        return edited(
            made,
            sheet_of(made, point),
            lambda part: re.sub(rf'(<c r="{spot}") s="[0-9]+"', rf'\1 s="{count}"', part),
        )

    return make


def in_1904(book: bytes) -> bytes:
    made = shown_as(14, 44256)(book)
    return edited(
        made, WORKBOOK, lambda part: re.sub("<workbookPr ", '<workbookPr date1904="1" ', part)
    )


def with_blank_rows(book: bytes) -> bytes:
    """Thousands of rows that hold nothing but a format, as a column filled down to the end leaves them."""
    rows = "".join(
        f'<row r="{row}">'
        + "".join(f'<c r="{column}{row}" s="3"/>' for column in "ABCDEFGHIJ")
        + "</row>"
        for row in range(200, 3_200)
    )
    part = sheet_of(book, POINT)
    return edited(book, part, lambda old: old.replace("</sheetData>", f"{rows}</sheetData>"))


def with_dimension(book: bytes) -> bytes:
    return edited(
        book,
        sheet_of(book, POINT),
        lambda part: re.sub('<dimension ref="[^"]*"/>', '<dimension ref="A1:A1"/>', part),
    )


def with_empty_style(book: bytes) -> bytes:
    """Some programs write `s=""`, which openpyxl stumbles over."""
    spot = city.cell(POINT).partition("!")[2]
    made = edited(
        book,
        sheet_of(book, POINT),
        lambda part: re.sub(rf'(<c r="{spot}") s="[0-9]+"', r'\1 s=""', part),
    )
    return stored(7)(made)


def without_styles(book: bytes) -> bytes:
    parts = city.parts_of(stored(7)(book))
    del parts[STYLES]
    links = "xl/_rels/workbook.xml.rels"
    parts[links] = re.sub(rb"<Relationship [^>]*styles[^>]*/>", b"", parts[links])
    return city.zipped(parts)


def rich(book: bytes) -> bytes:
    """A number typed with one digit in bold: text in runs."""
    spot = city.cell(POINT).partition("!")[2]
    made = words("@@")(book)
    return edited(
        made,
        sheet_of(made, POINT),
        lambda part: re.sub(
            rf'(<c r="{spot}"[^>]*>)<is>.*?</is>',
            rf"\1{RUNS}",
            part,
        ),
    )


def with_macros(book: bytes) -> bytes:
    """An .xlsm: another content type, and a part of macros that nobody runs."""
    parts = city.parts_of(stored(7)(book))
    kinds = parts["[Content_Types].xml"].replace(
        b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml"
    )
    return city.zipped({**parts, "[Content_Types].xml": kinds, "xl/vbaProject.bin": b"\0" * 600})


def with_link(book: bytes) -> bytes:
    """A part for a link to another workbook, as pasting from one leaves it."""
    parts = city.parts_of(stored(7)(book))
    link = f'<externalLink xmlns="{MAIN}"/>'.encode()
    return city.zipped({**parts, "xl/externalLinks/externalLink1.xml": link})


def with_slash(book: bytes) -> bytes:
    """A member of the zip with a slash in front, as XlsxWriter names the parts of embedded pictures."""
    parts = city.parts_of(stored(7)(book))
    return city.zipped({**parts, "/xl/richData/richValue.xml": b"<a/>"})


def with_comment(book: bytes) -> bytes:
    parts = city.parts_of(stored(7)(book))
    note = f'<comments xmlns="{MAIN}"><commentList><comment ref="D8"/></commentList></comments>'
    return city.zipped({**parts, "xl/comments9.xml": note.encode()})


def text_cell(value: str) -> Callable[[bytes], bytes]:
    plan = city.plan()
    spot = plan.layout.text_cells[plan.form.texts[0].id]
    return lambda book: wrong(book, f"{plan.form.sheets.texts}!{spot}", text(value))


HABITS: dict[str, Habit] = {
    # ---- numbers that are no plain numbers
    "number stored as text": Habit(words("12"), "12", ["E102"]),
    "apostrophe in front": Habit(words("'12"), "12", ["E103"]),
    "no-break space": Habit(words("12\u00a0"), "12", ["E103"]),
    "ideographic space": Habit(words("\u300012"), "12", ["E103"]),
    "zero-width space": Habit(words("1\u200b2"), "12", ["E103"]),
    "line break behind": Habit(words("12\n"), "12", ["E103"]),
    "two numbers on two lines": Habit(words("1\n2"), None, ["E101"], state="text"),
    "full-width digits": Habit(words("１２"), "12", ["E103"]),
    "full-width sign": Habit(words("－３", SIGNED), "-3", ["E103"], SIGNED),
    "full-width percent": Habit(words("１２％"), None, ["E101"], state="text"),
    "thousands separators": Habit(words("1,234"), "1234", ["E103"]),
    "separators that stand wrong": Habit(words("1,23"), None, ["E101"], state="text"),
    "its unit behind": Habit(words("12件"), "12", ["E104"]),
    "another unit behind": Habit(words("2000万"), None, ["E105"], state="text"),
    "money in another unit": Habit(words("2000万元", MONEY), None, ["E105"], MONEY, "text"),
    "about": Habit(words("约30"), None, ["E101"], state="text"),
    "none": Habit(words("无"), None, ["E101"], state="text"),
    "zero in Chinese": Habit(words("零"), None, ["E101"], state="text"),
    "slash": Habit(words("/"), None, ["E101"], state="text"),
    "dash": Habit(words("—"), None, ["E101"], state="text"),
    "full-width dash": Habit(words("－"), None, ["E101"], state="text"),
    "N/A": Habit(words("N/A"), None, ["E101"], state="text"),
    # The unit has declared that its blanks are zero.
    "blank": Habit(typed(BLANK), "0", [], state="blank"),
    "spaces only": Habit(words(" \u3000"), "0", [], state="blank"),
    "an empty text": Habit(words(""), "0", [], state="blank"),
    "plus sign": Habit(words("+1", SIGNED), "1", ["E102"], SIGNED),
    "minus sign in a signed cell": Habit(stored(-99, SIGNED), "-99", [], SIGNED),
    "negative": Habit(stored(-1), None, ["E106"], state="text"),
    "decimals": Habit(stored(12.5), None, ["E107"], state="text"),
    "a whole number with decimals": Habit(stored("12.0"), "12", []),
    "an error of calculating in binary": Habit(stored("12.000000000000002"), "12", []),
    "scientific notation": Habit(stored("1.2E+3"), "1200", []),
    "scientific notation typed as text": Habit(words("1.2E+3"), None, ["E101"], state="text"),
    "a number nobody counts to": Habit(stored("1E+20"), "1" + "0" * 20, []),
    "an exponent beyond measure": Habit(stored("1E+999"), None, ["E101"], state="text"),
    "white space in the file": Habit(stored(" 12 "), "12", []),
    "a truth": Habit(typed({"type": "boolean", "value": True}), None, ["E110"], state="text"),
    "#DIV/0!": Habit(typed({"type": "error", "value": "#DIV/0!"}), None, ["E109"], state="text"),
    "#REF! as a formula": Habit(formula("#REF!", None), None, ["E112"], state="text"),
    "digits in bold": Habit(rich, "12", ["E102"]),
    # ---- dates and times
    "an ISO date": Habit(typed({"type": "date", "value": "2021-03-01"}), None, ["E113"], state="text"),
    "a date as typed": Habit(words("3月1日"), None, ["E101"], state="text"),
    **{
        f"a date in format {one}": Habit(shown_as(one, 44256), None, ["E113"], state="text")
        for one in (14, 15, 16, 17, 22, 27, 28, 31, 36, 50, 51, 57, 58, 71, 81)
    },
    **{
        f"a time in format {one}": Habit(shown_as(one, 3), None, ["E113"], state="text")
        for one in (18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56)
    },
    **{
        f"a date as {code}": Habit(shown_as(code, 44256), None, ["E113"], state="text")
        for code in ("yyyy-mm-dd", 'm"月"d"日"', "[$-804]yyyy年m月d日;@", "mmm-yy", "[h]:mm", "[DBNum1]m月",
                     "yyyy/m/d h:mm:ss.000", "aaaa", "e年m月", "[Red]d", "0;yyyy", "m!月d!日")
    },
    "a small number shown as a date": Habit(shown_as(14, 5), None, ["E113"], state="text"),
    "a date since 1904": Habit(in_1904, None, ["E113"], state="text"),
    "a date among the indicators": Habit(shown_as(14, 44256, SITE), None, ["E113"], SITE, "text"),
    **{
        f"a number in format {one}": Habit(shown_as(one, 44256), "44256", [])
        # 59 and on: WPS writes them, and no standard names them all.
        for one in (0, 1, 3, 4, 11, 37, 38, 48, 49, 59, 60, 69, 150)
    },
    **{
        f"a number as {code}": Habit(shown_as(code, 44256), "44256", [])
        for code in ("0", "#,##0_);[Red](#,##0)", '0"日"', "0.00E+00", "General", "G/通用格式",
                     'G/通用格式"件"', "[DBNum1]General", "+0;-0;0", "[$-804]0", "@", "0!d", '"yes";"no"')
    },
    # ---- formulas
    "a sum typed into an input cell": Habit(formula("5+7", 12), "12", ["E111"]),
    "a formula never calculated": Habit(formula("5+7"), None, ["E112"], state="text"),
    "a formula with an empty result": Habit(formula("5+7", ""), None, ["E112"], state="text"),
    "another workbook": Habit(formula("[1]Sheet1!B4", 12), None, ["E114"], state="text"),
    "another workbook by its path": Habit(
        formula("'C:\\表\\[民政局 2019.xlsx]三、申请办理'!$D$7+1", 12), None, ["E114"], state="text"
    ),
    "another sheet": Habit(formula("封面!A1", 12), "12", ["E111"]),
    "a column of a list": Habit(formula("SUM(T[[#This Row],[件]])", 12), "12", ["E111"]),
    "a total with an error": Habit(
        typed({"type": "error", "value": "#NAME?"}, TOTAL), "=", ["R303"], TOTAL
    ),
    # ---- the file
    "thousands of blank rows with formats": Habit(with_blank_rows, "=", []),
    "dimension A1:A1": Habit(with_dimension, "=", []),
    "style that is none": Habit(with_empty_style, "7", []),
    "no part of styles": Habit(without_styles, "7", []),
    "macros": Habit(with_macros, "7", []),
    "a link to another workbook": Habit(with_link, "7", []),
    "a slash in front of a member": Habit(with_slash, "7", []),
    "a comment": Habit(with_comment, "7", []),
}  # fmt: skip


@pytest.mark.parametrize("symptom", HABITS)
def test_a_habit(symptom: str) -> None:
    habit = HABITS[symptom]
    before, _ = city.read_book(city.book(UNIT))
    read = city.shown(before)[habit.point] if habit.read == "=" else habit.read
    workbook = habit.make(city.book(UNIT))

    # The second reading of a form takes another way than the first.
    for _ in range(3):
        filing, findings = city.read_book(workbook)

        point = city.plan().index[habit.point]
        said = [one for one in findings if not one.point or one.point == habit.point]
        entries = [one.code for one in said if one.code not in {"R305", "R306"}]
        assert entries == habit.codes
        assert city.shown(filing)[habit.point] == read
        if habit.state:
            assert filing.state(point) == habit.state
        places = {place for one in said if one.code[0] == "E" for place in one.places}
        assert places <= {city.cell(habit.point)}


def test_the_day_is_told_as_people_write_it() -> None:
    for make, day in ((shown_as(14, 44256), "2021-03-01"), (in_1904, "2025-03-02"),
                      (shown_as(14, 0), "0"), (shown_as(14, "9" * 14), "9" * 14)):  # fmt: skip
        _, findings = city.read_book(make(city.book(UNIT)))
        assert [one.args["found"] for one in findings if one.code == "E113"] == [day]


TEXTS = {
    "soft returns": ("一\n二", "一\n二"),
    "line ends of Windows": ("一_x000D_\n二", "一\n二"),
    "tabs": ("一\t二", "一\t二"),
    "emoji": ("好\U0001f600", "好\U0001f600"),
    "markdown": ("**重点**", "**重点**"),
    "an escaped escape": ("_x005F_x000D_", "_x000D_"),
    "what looks like a formula": ("=1+1", "=1+1"),
}


@pytest.mark.parametrize("symptom", TEXTS)
def test_a_passage_with_signs_of_all_kinds_is_read_as_it_was_typed(symptom: str) -> None:
    given, read = TEXTS[symptom]
    filing, findings = city.read_book(text_cell(given)(city.book(UNIT)))
    assert filing.texts[city.plan().form.texts[0].id] == read
    assert [one.code for one in findings] == []


# ---- totals: what other programs leave in them -------------------------------------------------------


@pytest.mark.parametrize(
    ("cached", "codes"),
    [
        (0, ["R305"]),  # XlsxWriter's default, which reads as "nothing"
        ("", ["R306"]),
        (None, ["R306"]),
        (987654, ["R305"]),  # calculation by hand
    ],
)
def test_a_cached_total_is_no_value(cached: object, codes: list[str]) -> None:
    formula_of = next(
        cell.formula
        for planned in city.plan().sheets
        for cell in planned.computed
        if cell.point == city.plan().index[TOTAL]
    )
    write = {"type": "formula", "value": formula_of, "cached": cached}
    workbook = wrong(city.book("police"), city.cell(TOTAL), write)
    for _ in range(3):
        filing, findings = city.read_book(workbook)
        assert [one.code for one in findings] == codes
        assert city.shown(filing) == city.shown(city.read_book(city.book("police"))[0])


def test_a_workbook_of_no_form_is_none() -> None:
    filing, findings = read_filing(city.faulty("not-our-form"), "a.xlsx", find_plan)
    assert filing is None
    assert [one.code for one in findings] == ["W202"]
