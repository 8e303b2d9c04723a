"""The official tables of the printed report, read back cell by cell from their XML."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from word_files import (
    TEXT_WIDTH,
    W,
    body,
    expected_places,
    fifteen_columns,
    paragraph,
    parts,
    places,
    small_table,
    story,
    style_of,
    table,
    text_of,
    written,
    zipped,
)
from xl2report.files.document.base import make_base
from xl2report.files.document.fitting import good_room, wrap
from xl2report.files.document.writer import DocumentError, write_document
from xl2report.ground.grids import CellKind, GridCell
from xl2report.work.narrative.story import StoryTable

FORMS = Path(__file__).resolve().parents[3] / "shared" / "reference" / "forms.json"
VALUE: dict[str, CellKind] = {"input": "value", "computed": "value"}


def test_table_has_every_span_and_text_of_the_grid() -> None:
    tbl = body(story(small_table())).find(f"{W}tbl")

    assert places(tbl) == expected_places(small_table())


@pytest.mark.skipif(not FORMS.exists(), reason="no ../shared/reference/forms.json")
@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("name", ["table2", "table3", "table4"])
def test_official_table_is_printed_cell_by_cell(edition: str, name: str) -> None:
    form = json.loads(FORMS.read_text(encoding="utf-8"))["formats"][edition][name]
    cells = [
        GridCell(
            cell["row"],
            cell["col"],
            cell["rowspan"],
            cell["colspan"],
            VALUE.get(cell["kind"], cell["kind"]),
            cell["text"],
        )
        for cell in form["cells"]
    ]
    block = table(*cells)

    assert places(body(story(block)).find(f"{W}tbl")) == expected_places(block)


def test_heading_rows_repeat_and_no_row_is_parted() -> None:
    rows = body(story(small_table())).findall(f"{W}tbl/{W}tr")

    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [
        True,
        True,
        False,
        False,
    ]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_table_is_as_wide_as_the_text_and_cells_as_their_columns() -> None:
    tbl = body(story(small_table(widths=(1.0, 3.3, 1.7, 1.1)))).find(f"{W}tbl")
    columns = [int(col.get(f"{W}w")) for col in tbl.iterfind(f"{W}tblGrid/{W}gridCol")]
    second_row = [int(w.get(f"{W}w")) for w in tbl.findall(f"{W}tr")[1].iter(f"{W}tcW")]

    assert sum(columns) == TEXT_WIDTH == int(tbl.find(f"{W}tblPr/{W}tblW").get(f"{W}w"))
    assert second_row == [columns[0] + columns[1], columns[2], columns[3]]
    assert columns[1] == pytest.approx(3.3 * columns[0], abs=4)


def test_table_names_itself_to_a_screen_reader() -> None:
    properties = body(story(small_table(unit="件"))).find(f"{W}tbl/{W}tblPr")

    assert properties.find(f"{W}tblCaption").get(f"{W}val") == "办理情况"
    assert "4行4列" in properties.find(f"{W}tblDescription").get(f"{W}val")


def test_numbers_are_centred_labels_left_headings_centred() -> None:
    cells = body(story(small_table())).findall(f".//{W}tc/{W}p")
    styles = {text_of(cell): style_of(cell) for cell in cells}
    sheet = etree.fromstring(written(story())["word/styles.xml"])
    aligned = {
        style.get(f"{W}styleId"): jc.get(f"{W}val")
        for style in sheet.iterfind(f"{W}style")
        if (jc := style.find(f"{W}pPr/{W}jc")) is not None
    }

    assert aligned[styles["12"]] == aligned[styles["自然人"]] == "center"
    assert aligned[styles["1.予以公开"]] == "left"


def test_unit_stands_above_the_table() -> None:
    blocks = list(body(story(small_table(unit="万元"))))

    assert [text_of(block) for block in blocks[1:2]] == ["单位：万元"]
    assert blocks[2].tag == f"{W}tbl"


def test_neighbouring_tables_do_not_grow_together_and_none_ends_the_document() -> None:
    tags = [block.tag for block in body(story(small_table(), small_table()))]

    assert tags == [f"{W}{name}" for name in ("p", "tbl", "p", "tbl", "p", "sectPr")]


def test_long_number_is_set_smaller_and_not_parted() -> None:
    tbl = body(story(fifteen_columns("1234"))).find(f"{W}tbl")
    sizes = {int(size.get(f"{W}val")) for size in tbl.findall(f"{W}tr")[2].iter(f"{W}sz")}

    # 4 digits of 0.64 em, as wide as any font has them, in a fifteenth of the width, less the cell's margins
    assert sizes == {18}
    assert max(sizes) * 10 * 4 * 0.64 <= TEXT_WIDTH / 15 - 72
    assert places(tbl)[-15][4] == "1234"


@pytest.mark.parametrize(
    ("block", "landscape"),
    [
        (fifteen_columns("1234567"), True),  # upright it would be smaller than 小五
        (fifteen_columns("1234"), False),
        (fifteen_columns("12345"), True),
        (replace(small_table(), landscape=True), True),
    ],
)
@pytest.mark.parametrize("draft", ["", "缺数"])
def test_wide_table_lies_on_a_page_of_its_own(
    block: StoryTable, draft: str, *, landscape: bool
) -> None:
    blocks = (
        paragraph("body", "前文"),
        paragraph("heading1", "四、表"),
        block,
        paragraph("heading1", "五、后文"),
    )
    read = body(story(*blocks, draft=draft))
    sections = read.findall(f".//{W}sectPr")
    ways = [section.find(f"{W}pgSz").get(f"{W}orient") for section in sections]
    tags = [(child.tag, child.find(f".//{W}sectPr") is not None) for child in read]

    assert ways == ([None, "landscape", None] if landscape else [None])
    width = sections[-1 - landscape].find(f"{W}pgSz").get(f"{W}w")
    assert width == ("16838" if landscape else "11906")
    # every page has its header and footer: those of the base, or the mark of the draft
    kinds = [[child.tag for child in section if "Reference" in child.tag] for section in sections]
    assert all(kind == kinds[0] and kind for kind in kinds)
    if landscape:
        assert int(read.find(f".//{W}tblW").get(f"{W}w")) == 16838 - 1984 - 2098
        # the heading is on the table's page, what follows is not
        assert [ends for _, ends in tags] == [False, True, False, False, True, False, False]
        assert min((int(size.get(f"{W}val")) for size in read.iter(f"{W}sz")), default=21) in (
            2,
            21,
        )


def test_lying_pages_in_a_row_and_at_the_end_leave_no_empty_page() -> None:
    wide = replace(small_table(), landscape=True)
    for blocks in ((wide,), (wide, wide), (wide, paragraph("heading1", "二"), wide)):
        read = body(story(*blocks))
        ways = [size.get(f"{W}orient") for size in read.iter(f"{W}pgSz")]
        tables = len(read.findall(f"{W}tbl"))

        assert ways == [None, *["landscape"] * tables]
        assert not any(len(holder.findall(f"{W}sectPr")) > 1 for holder in read.iter())
        assert [child.tag for child in read][-2:] == [f"{W}p", f"{W}sectPr"]


def test_wide_table_of_a_lying_base_stays_where_it_is() -> None:
    contents = parts(make_base())
    page = b'w:w="11906" w:h="16838"'
    assert page in contents["word/document.xml"]
    lying = contents["word/document.xml"].replace(page, b'w:w="16838" w:h="11906"')
    made = written(
        story(fifteen_columns("1234567")), zipped(contents | {"word/document.xml": lying})
    )

    assert made["word/document.xml"].count(b"<w:sectPr") == 1


def test_four_character_headings_break_two_and_two() -> None:
    headings = body(story(fifteen_columns())).findall(f"{W}tbl/{W}tr")[1]
    for cell in headings.findall(f"{W}tc"):
        indent = cell.find(f"{W}p/{W}pPr/{W}ind")
        room = int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) - 72
        if indent is not None:
            room -= int(indent.get(f"{W}left")) + int(indent.get(f"{W}right"))
        assert 2 * 210 <= room < 3 * 210


def test_table_that_a_page_holds_is_kept_together_and_a_longer_one_is_not() -> None:
    def rows_kept(count: int) -> list[bool]:
        cells = [GridCell(n, 1, 1, 1, "label", f"第{n}项") for n in range(1, count + 1)]
        rows = body(story(table(*cells, heading_rows=1))).findall(f"{W}tbl/{W}tr")
        return [row.find(f".//{W}keepNext") is not None for row in rows]

    assert rows_kept(20) == [True] * 19 + [False]
    assert rows_kept(60) == [True] + [False] * 59


def test_narrow_tall_group_is_set_upright() -> None:
    cells = [GridCell(n, 2, 1, 1, "label", f"第{n}项") for n in range(1, 11)]
    group = GridCell(1, 1, 10, 1, "group", "三、本年度办理结果")

    def turned(width: float) -> int:
        return len(
            body(story(table(group, *cells, widths=(width, 20.0)))).findall(f".//{W}textDirection")
        )

    assert turned(1) == 10
    assert turned(3) == 0


@pytest.mark.parametrize(
    ("block", "words"),
    [
        (table(GridCell(1, 1, 1, 1, "value", "1"), GridCell(2, 2, 1, 1, "value", "2")), "第1行"),
        (table(GridCell(1, 1, 1, 2, "value", "1"), GridCell(1, 2, 1, 1, "value", "2")), "重叠"),
        (small_table(widths=(1.0, 1.0)), "列宽"),
        (small_table(widths=(1.0, 1.0, 0.0, 1.0)), "列宽"),
    ],
)
def test_table_that_is_no_grid_is_refused(block: StoryTable, words: str) -> None:
    with pytest.raises(DocumentError, match=words):
        write_document(story(block), make_base())


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("结果维持", 3.4, ["结果", "维持"]),
        ("社会公益组织", 3.2, ["社会", "公益", "组织"]),
        ("法律服务机构", 4.9, ["法律服务", "机构"]),
        ("（三）不予公开", 5.3, ["（三）不予", "公开"]),
        ("3.危及“三安全一稳定”", 10.2, ["3.危及“三安全一", "稳定”"]),
        ("总计", 2.2, ["总计"]),
    ],
)
def test_cell_text_breaks_between_words(text: str, room: float, lines: list[str]) -> None:
    assert wrap(text, good_room(text, room)) == lines
