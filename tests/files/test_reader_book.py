"""What the reader of workbooks gives for a book, its cells, texts and formulas."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from files.reader_books import (
    MAIN,
    OFFICE,
    cells_of,
    parts_of,
    read,
    relations,
    sheet_of,
    strings_of,
    zipped,
)
from xl2report.files.reader import strings
from xl2report.files.reader.book import open_book
from xl2report.files.reader.formulas import SharedFormulas


def test_a_cell_has_its_type_value_and_formula() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>12</v></c><c r="B1" s="1" t="n"><v>-1.5E+3</v></c>'
        '<c r="C1" t="s"><v>1</v></c><c r="D1" t="b"><v>1</v></c><c r="E1" t="e"><v>#REF!</v></c>'
        '<c r="F1" t="d"><v>2021-01-02T00:00:00Z</v></c><c r="G1" t="b"><v>false</v></c></row>'
        '<row r="2"><c r="A2"><f>A1*2</f><v>24</v></c><c r="B2" t="str"><f>"a"&amp;"b"</f><v>ab c</v>'
        '</c><c r="C2"><f>A1</f></c><c r="D2" t="str"><f>A1</f><v></v></c><c r="E2" s="4"/></row>'
    )
    sheet = read(sheet_of(rows), strings_of("<si><t>x</t></si><si><t>收件</t></si>"))
    assert sheet.way == "fast"
    assert sheet.cells == {
        "A1": ("n", "12", None),
        "B1": ("n", "-1.5E+3", None),
        "C1": ("s", "收件", None),
        "D1": ("b", "1", None),
        "E1": ("e", "#REF!", None),
        "F1": ("d", "2021-01-02T00:00:00Z", None),
        "G1": ("b", "0", None),
        "A2": ("n", "24", "A1*2"),
        "B2": ("s", "ab c", '"a"&"b"'),
        "C2": ("n", None, "A1"),
        "D2": ("s", "", "A1"),
    }


def test_numbers_lose_the_white_space_around_them_and_texts_keep_it() -> None:
    rows = (
        '<row r="1"><c r="A1"><v> 12 </v></c><c r="B1" t="str"><v> 12 </v></c>'
        '<c r="C1" t="inlineStr"><is><t xml:space="preserve"> 12 </t></is></c></row>'
    )
    assert [cell[1] for cell in cells_of(rows).values()] == ["12", " 12 ", " 12 "]


def test_escapes_of_excel_are_decoded_in_results_and_texts_in_line_too() -> None:
    rows = (
        '<row r="1"><c r="A1" t="str"><f>"_x0041_"</f><v>a_x000D_&#10;b</v></c>'
        '<c r="B1" t="str"><v>_x0041_</v></c>'
        '<c r="C1" t="inlineStr"><is><t>_x005F_x0041_</t></is></c></row>'
    )
    for spelt in (rows, rows + "<!-- -->"):
        assert list(cells_of(spelt).values()) == [
            ("s", "a\nb", '"_x0041_"'),
            ("s", "A", None),
            ("s", "_x0041_", None),
        ]


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("<t>件</t>", "件"),
        ("<t/>", ""),
        ("", ""),
        ('<t xml:space="preserve"> a </t>', " a "),
        ("<t>a&amp;b&#x4EF6;&#10;c</t>", "a&b件\nc"),
        ("<t>a_x000D_\nb</t>", "a\nb"),
        ("<t>_x005F_x000D_</t>", "_x000D_"),
        ("<t>_xD83D__xDE00_</t>", "\U0001f600"),
        ("<t>_xD83D_</t>", "\ufffd"),
        ("<t>_x0001_</t>", "\x01"),
        ("<t><![CDATA[a<b]]></t>", "a<b"),
        ("<t>a<!-- no -->b</t>", "ab"),
        ("<r><t>收</t></r><r><rPr><b/></rPr><t>1</t></r><r><t>件</t></r>", "收1件"),
        ('<r><rPr><sz val="9"/></rPr><t>a_x00</t></r><r><t>41_</t></r>', "a_x0041_"),
        ("<r><t>_x0001_</t></r><r><t>b</t></r>", "\x01b"),
        ('<t>漢字</t><rPh sb="0" eb="2"><t>かんじ</t></rPh><phoneticPr fontId="1"/>', "漢字"),
        ('<t>件</t><phoneticPr fontId="1" type="noConversion"/>', "件"),
    ],
)
def test_shared_strings_are_read_as_excel_shows_them(item: str, text: str) -> None:
    part = strings_of(f"<si><t>0</t></si><si>{item}</si>").encode()
    assert strings.read_slowly(part) == ["0", text]
    assert strings.read_fast(part) in (["0", text], None)
    assert strings.shared_strings(part) == {"0": "0", "1": text}


def test_the_usual_shared_strings_take_the_fast_way() -> None:
    usual = '<si><t xml:space="preserve">a&lt;</t><phoneticPr fontId="1" type="noConversion"/></si>'
    rich = (
        '<si><r><rPr><b/><sz val="9"/></rPr><t>收</t></r><r><t xml:space="preserve">1</t></r></si>'
    )
    assert strings.read_fast(strings_of(usual + rich).encode()) == ["a<", "收1"]


@pytest.mark.parametrize(
    "items",
    [
        "<si><t>a</t></r><r><t>b</t></si>",
        "<si><r><t>a</t></si><si><t>b</t></r></si>",
        "<si><t>a</t></si><si>b</si>",
        "<si><t>a<t>b</t></t></si>",
        "<si><t>a</t></si> <si><t>b</t></si>",
        "<si><t>a]]></t></si>",
        "<si><t>a\x01</t></si>",
        "<si><t>a\r</t></si>",
        "<si><t>a&bad;</t></si>",
    ],
)
def test_shared_strings_that_are_not_as_usual_do_not_take_the_fast_way(items: str) -> None:
    assert strings.read_fast(strings_of(items).encode()) is None


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("A1+$A1+A$1+$A$1", "B3+$A3+B$1+$A$1"),
        ('"A1"&A1', '"A1"&B3'),
        ("'A1'!A1+Sheet1!A1", "'A1'!B3+Sheet1!B3"),
        ("SUM(A:A,1:1,$A:B,$1:2)", "SUM(B:B,3:3,$A:C,$1:4)"),
        ("LOG10(A1)+A1_x+表A1+A1.5", "LOG10(B3)+A1_x+表A1+A1.5"),
        ("T[[#This Row],[A1]]+[1]S!A1", "T[[#This Row],[A1]]+[1]S!B3"),
        ("XFD1+A1048576", "#REF!+#REF!"),
        ("1E5+A1", "1E5+B3"),
    ],
)
def test_a_shared_formula_is_written_out_for_each_cell(formula: str, moved: str) -> None:
    shared = SharedFormulas()
    assert shared.at("A1", "0", formula) == formula
    assert shared.at("B3", "0", "") == moved


def test_a_shared_formula_may_come_behind_the_cells_that_share_it() -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="shared" si="3"/><v>1</v></c>'
        '<c r="B1"><f t="shared" ref="A1:B1" si="3">B2&lt;1</f><v>2</v></c>'
        '<c r="C1"><f t="shared" si="4"/><v>3</v></c></row>'
    )
    assert [cell[2] for cell in cells_of(rows).values()] == ["A2<1", "B2<1", ""]


OPERANDS = ["A1", "$B2", "C$3", "$D$4", "SUM(A1:B2)", '"A1"', "1.5", "'B 2'!A1", "A:$B", "3:4"]


@given(st.lists(st.sampled_from([*OPERANDS, "LOG10(A1)", "S1!B2", "TRUE", "新收"]), min_size=1))
def test_shared_formulas_move_as_openpyxl_moves_them(operands: list[str]) -> None:
    formula = "+".join(operands)
    shared = SharedFormulas()
    shared.at("C5", "0", formula)
    expected = Translator("=" + formula, "C5").translate_formula("E9")
    assert "=" + shared.at("E9", "0", "") == expected


def test_far_cells_and_a_wrong_dimension_cost_nothing() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    sheet = read(sheet_of(rows, head='<dimension ref="A1"/>'))
    assert list(sheet.cells) == ["A1", "XFD1048576"]


def test_merges_are_given_and_values_under_them_kept() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    behind = '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    for spelt in (sheet_of(rows, behind), sheet_of(rows + "<!-- -->", behind)):
        sheet = read(spelt)
        assert sheet.merges == ("A1:B1",)
        assert sheet.cells["B1"] == ("n", "2", None)


def test_a_book_tells_its_sheets_names_and_properties() -> None:
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr date1904="1"/><sheets>'
        '<sheet name="表 &amp;" sheetId="1" r:id="s1"/>'
        '<sheet name="_meta" sheetId="2" state="veryHidden" r:id="s2"/>'
        '<sheet name="图" sheetId="3" r:id="c1"/></sheets><definedNames>'
        "<definedName name=\"新收\">'表 &amp;'!$A$1</definedName>"
        '<definedName name="_xlnm.Print_Area" localSheetId="0">S!$A$1</definedName>'
        "</definedNames></workbook>"
    )
    parts = parts_of(sheet_of('<row r="1"><c r="A1"><v>1</v></c></row>'), workbook=workbook)
    parts["_rels/.rels"] = relations(
        ("a", "officeDocument", "/xl/workbook.xml"), ("b", "custom-properties", "docProps/c.xml")
    )
    parts["xl/_rels/workbook.xml.rels"] = relations(
        ("s1", "worksheet", "/XL/Worksheets\\Sheet1.xml"),
        ("s2", "worksheet", "../xl/%E8%A1%A8.xml"),
        ("c1", "chartsheet", "chart.xml"),
    )
    parts["xl/表.xml"] = sheet_of("")
    parts["docProps/c.xml"] = (
        '<Properties xmlns="p" xmlns:vt="t"><property name="form"><vt:lpwstr>d-2021</vt:lpwstr>'
        '</property><property name="n"><vt:i4>3</vt:i4></property></Properties>'
    )
    book = open_book(zipped(parts))
    assert [tuple(sheet) for sheet in book.sheets] == [
        ("表 &", "visible", "xl/worksheets/sheet1.xml"),
        ("_meta", "veryHidden", "xl/表.xml"),
    ]
    assert book.sheet("表 &").cells == {"A1": ("n", "1", None)}
    assert book.sheet("_meta").cells == {}
    assert book.names == {"新收": "'表 &'!$A$1"}
    assert book.date1904
    assert book.custom_properties == {"form": "d-2021", "n": "3"}
    assert "xl/表.xml" in book.parts
