"""An office's own Word file with marked places: found however split, filled, all else untouched."""

import io
import re
import zipfile
from itertools import pairwise
from pathlib import Path

import docx
import docx.enum.text
import pytest
from docx.document import Document
from docx.enum.section import WD_SECTION
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from conftest import Soffice
from office_files import (
    BOX,
    NASTY,
    NUMBER,
    add,
    lines,
    office,
    places,
    read,
    saved,
    with_box,
    with_part,
)
from word_files import R, W, expected_places, parts, small_table, text_of
from word_files import places as cells_of
from xl2report.files.document.office.filling import OfficeError, fill_office
from xl2report.work.origins import Origin

YEAR = 2022
MARK = re.compile(r"(?:\{\{|｛｛)([^{}｛｝]*)(?:\}\}|｝｝)")
TRACE = {NUMBER: Origin("新收 / 总计", "三!J7", "53件")}


def filled(data: bytes, *, draft: str = "", trace: bool = False) -> bytes:
    return fill_office(data, places(), year=YEAR, draft=draft, trace=TRACE if trace else None)


def main(data: bytes) -> etree._Element:
    return etree.fromstring(parts(data)["word/document.xml"])


# -------------------------------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("前{{title}}后", "前甲县<报告> & {年}后"),
        ("{{ title }}", "甲县<报告> & {年}"),
        ("｛｛year｝｝年", "2022年"),
        ("{{year}}{{year}}、{{year}}", "20222022、2022"),
        (["前{", "{ye", "ar}", "}后"], "前2022后"),
        (["{{year", "}}年{{ye", "ar}}月"], "2022年2022月"),
        (["{{", "year", "}}"], "2022"),
        ("收到{{requests.new_received.total}}件", "收到53件"),
        ("共{{missing}}次", "共〔待填：次数〕次"),
        ("其他：{{part.other}}完", "其他：无。完"),
        ("{ 不是标记 }", "{ 不是标记 }"),
    ],
)
def test_mark_is_replaced_in_its_sentence(words: str | list[str], shown: str) -> None:
    assert lines(filled(office("{{year}}", words)))[1] == shown


def test_look_of_the_first_run_is_kept_and_that_of_the_others_too() -> None:
    made = read(filled(office(["粗{{ti", "tle}}细"]))).paragraphs[0]

    assert [(run.text, run.bold) for run in made.runs if run.text] == [
        ("粗", True),
        ("甲县<报告> & {年}", True),
        ("细", None),
    ]


def test_missing_fact_is_highlighted_in_the_order_of_the_schema() -> None:
    document = docx.Document()
    run = document.add_paragraph().add_run("{{missing}}")
    run.bold, run.underline = True, True
    (look,) = main(filled(saved(document))).findall(f".//{W}r/{W}rPr")

    assert [child.tag.removeprefix(W) for child in look] == ["b", "highlight", "u"]


def test_tabs_breaks_and_pictures_of_the_marks_run_stay() -> None:
    document = docx.Document()
    document.add_paragraph().add_run("甲\t{{year}}\n乙\t丙")

    assert lines(filled(saved(document))) == ["甲\t2022\n乙\t丙"]


def test_braces_of_a_text_are_no_marks() -> None:
    made = filled(office("{{part.problems}}", "{{year}}"))

    assert lines(made) == [NASTY, "新收53件", "第三段", "2022"]


# --------------------------------------------------------------------------------- everywhere


def everywhere() -> Document:
    document = docx.Document()
    document.add_paragraph("正文{{year}}")
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "格{{year}}"
    cell.add_table(1, 1).cell(0, 0).text = "内格{{year}}"
    section = document.sections[0]
    section.header.paragraphs[0].text = "眉{{year}}"
    section.footer.paragraphs[0].text = "脚{{year}}"
    document.settings.odd_and_even_pages_header_footer = True
    section.even_page_header.paragraphs[0].text = "偶眉{{year}}"
    return document


def test_marks_in_tables_headers_and_footers_are_replaced() -> None:
    made = read(filled(saved(everywhere())))
    cell, section = made.tables[0].cell(0, 0), made.sections[0]

    assert cell.paragraphs[0].text == "格2022"
    assert cell.tables[0].cell(0, 0).text == "内格2022"
    headers = (section.header, section.footer, section.even_page_header)
    assert [part.paragraphs[0].text for part in headers] == ["眉2022", "脚2022", "偶眉2022"]


def test_mark_in_a_text_box_is_replaced_and_the_text_around_it_is_not() -> None:
    made = main(filled(with_box("箱{{year}}")))

    assert [text_of(box) for box in made.iter(f"{W}txbxContent")] == ["箱2022"]
    assert text_of(made) == "箱箱2022"


# -------------------------------------------------------------------------------------- parts


def test_part_takes_the_look_of_the_marked_paragraph() -> None:
    document = docx.Document()
    marked = document.add_paragraph("{{part.problems}}")
    marked.paragraph_format.first_line_indent = docx.shared.Pt(32)
    marked.runs[0].font.name = "仿宋"
    made = read(filled(saved(document))).paragraphs

    assert [item.text for item in made] == [NASTY, "新收53件", "第三段"]
    assert {item.paragraph_format.first_line_indent for item in made} == {docx.shared.Pt(32)}
    assert {run.font.name for item in made for run in item.runs} == {"仿宋"}


def test_headings_within_a_part_are_the_files_own() -> None:
    made = read(filled(office("{{一、总体情况}}"))).paragraphs

    assert [(item.text, item.style.name) for item in made if item.style is not None] == [
        ("（一）主动公开", "Heading 2"),
        ("〔待填：次数〕", "Normal"),
    ]


def test_empty_part_leaves_an_empty_paragraph() -> None:
    assert lines(filled(office("前", "{{part.empty}}", "后"))) == ["前", "", "后"]


def test_pictures_page_breaks_and_bookmarks_beside_a_lone_mark_stay() -> None:
    document = docx.Document()
    marked = document.add_paragraph("{{part.problems}}")
    marked.add_run().add_break(docx.enum.text.WD_BREAK.PAGE)
    element = document.element.body[0]
    start, end = (etree.SubElement(element, f"{W}bookmark{edge}") for edge in ("Start", "End"))
    for item in (start, end):
        item.set(f"{W}id", "7")
    start.set(f"{W}name", "_书签")
    element.append(etree.fromstring(BOX.format("箱{{year}}")))
    made = main(filled(saved(document)))

    assert [text_of(box) for box in made.iter(f"{W}txbxContent")] == ["箱2022"]
    assert [item.get(f"{W}type") for item in made.iter(f"{W}br")] == ["page"]
    assert len(list(made.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"))) == 2
    assert NASTY in text_of(made)


@pytest.mark.parametrize("mark", ["part.problems", "part.empty", "table.requests"])
def test_section_that_ends_with_a_marked_paragraph_still_ends_there(mark: str) -> None:
    document = docx.Document()
    marked = document.add_paragraph(f"{{{{{mark}}}}}")
    document.add_section(WD_SECTION.NEW_PAGE)
    document.add_paragraph("后")
    holder = document.element.body[1]
    section = holder.find(f"{W}pPr/{W}sectPr")
    assert section is not None
    look = etree.SubElement(marked.paragraph_format.element, f"{W}pPr")
    look.append(section)
    document.element.body.remove(holder)
    made = main(filled(saved(document)))[0]

    *_, last, after, end = made
    ends = [child for child in made if child.find(f"{W}pPr/{W}sectPr") is not None]
    assert ends == [last]
    assert text_of(after) == "后"
    assert end.tag == f"{W}sectPr"


def test_table_is_the_official_grid_as_wide_as_the_page_allows() -> None:
    document = docx.Document()
    section = document.sections[0]
    document.add_paragraph("{{table.requests}}")
    made = main(filled(saved(document)))
    tbl = made.find(f".//{W}tbl")
    assert section.page_width is not None
    assert section.left_margin is not None
    assert section.right_margin is not None
    room = section.page_width - section.left_margin - section.right_margin

    assert cells_of(tbl) == expected_places(small_table())
    assert int(tbl.find(f".//{W}tblW").get(f"{W}w")) == room // 635
    assert text_of(tbl.getprevious()) == "单位：万元"


def test_styles_of_the_table_are_brought_along_once_and_only_those_that_lack() -> None:
    made = read(filled(office("{{table.requests}}", "{{table.requests}}")))
    names = [style.name for style in made.styles]

    assert len(names) == len(set(names))
    assert {"表格表头", "表格文字", "表格数字", "表格单位", "Table Grid"} <= set(names)
    assert "说明" not in names
    for style in made.element.body.iter(f"{W}pStyle", f"{W}tblStyle"):
        assert style.get(f"{W}val") in {item.style_id for item in made.styles}


def test_no_cell_and_no_document_ends_in_a_table() -> None:
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "{{table.requests}}"
    document.add_paragraph("{{table.requests}}")
    made = main(filled(saved(document)))

    for holder in (*made.iter(f"{W}tc"), made[0]):
        rest = [child.tag for child in holder if child.tag != f"{W}sectPr"]
        assert rest[-1] == f"{W}p"


# ------------------------------------------------------------------------------------ refusals


def refused(data: bytes) -> OfficeError:
    with pytest.raises(OfficeError) as told:
        filled(data)
    assert told.value.english != told.value.chinese
    return told.value


def test_unknown_mark_is_told_with_its_place_the_nearest_name_and_all_names() -> None:
    error = refused(office("本年{{yaer}}", "{{requests.new_recieved.total}}件", "{{什么}}"))

    assert "正文“本年{{yaer}}”：没有这个标记：{{yaer}}，是否应为 {{year}}" in error.chinese
    assert "是否应为 {{requests.new_received.total}}" in error.chinese
    assert "正文“{{什么}}”：没有这个标记：{{什么}}。可用的标记：" in error.chinese
    for name in ("title", "part.problems", "一、总体情况", "table.requests"):
        assert name in error.chinese
        assert name in error.english
    assert "(did you mean {{year}}?)" in error.english


def test_place_of_a_wrong_mark_is_named() -> None:
    document = everywhere()
    document.sections[0].header.paragraphs[0].text = "{{a1}}"
    document.tables[0].cell(0, 0).paragraphs[0].text = "{{a2}}"
    words = refused(saved(document)).chinese + refused(with_box("{{a3}}")).chinese

    for told in ("页眉“{{a1}}”", "表格“{{a2}}”", "文本框“{{a3}}”"):
        assert told in words


@pytest.mark.parametrize("words", ["{{year", "甲{{ye}年", "{{year\n}}"])
def test_unfinished_mark_is_told(words: str) -> None:
    assert "标记没有写完整" in refused(office(words)).chinese


@pytest.mark.parametrize("words", ["见{{part.problems}}", "{{table.requests}}{{year}}"])
def test_part_of_several_paragraphs_within_a_sentence_is_refused(words: str) -> None:
    assert "须独占一段" in refused(office(words)).chinese


def test_file_without_a_mark_is_refused() -> None:
    assert "没有标记" in refused(office("无标记")).chinese


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no zip",
        office("{{year}}")[:3000],
        with_part(office("{{year}}"), "word/document.xml", b"<a>"),
        with_part(office("{{year}}"), "word/document.xml", b""),
        with_part(
            office("{{year}}"),
            "word/document.xml",
            b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        ),
        with_part(office("{{year}}"), "[Content_Types].xml", b"<Types/>"),
    ],
)
def test_what_is_no_word_file_is_refused(data: bytes) -> None:
    assert "不是 Word 文档" in refused(data).chinese


def test_strict_open_xml_is_refused_by_name() -> None:
    data = office("{{year}}")
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = parts(data)["word/document.xml"].replace(usual, b"http://purl.oclc.org/ooxml/w/main")

    assert "严格 Open XML" in refused(with_part(data, "word/document.xml", text)).chinese


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_marks_are_found_however_word_splits_them(data: st.DataObject) -> None:
    values = {"year": "2022", "title": "甲县<报告> & {年}", "part.other": "无。"}
    pieces = data.draw(
        st.lists(
            st.one_of(
                st.sampled_from(["{{year}}", "{{ title }}", "｛｛part.other｝｝"]),
                st.text("甲乙 <&>}", max_size=5),
            ),
            min_size=1,
            max_size=6,
        )
    )
    text = "".join(pieces)
    cuts = sorted(data.draw(st.sets(st.integers(1, max(1, len(text) - 1)), max_size=9)))
    edges = [0, *cuts, len(text)]
    runs = [text[a:b] for a, b in pairwise(edges)]
    wanted = MARK.sub(lambda match: values[match[1].strip()], text)

    assert lines(filled(office("{{year}}", runs)))[1] == wanted


def test_macros_are_refused_and_a_template_becomes_a_document() -> None:
    data = office("{{year}}")
    types = parts(data)["[Content_Types].xml"]
    plain = b"wordprocessingml.document.main+xml"
    assert plain in types
    macros = types.replace(
        b"application/vnd.openxmlformats-officedocument." + plain,
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    template = types.replace(plain, plain.replace(b"document.main", b"template.main"))

    assert ".docm" in refused(with_part(data, "[Content_Types].xml", macros)).chinese
    assert lines(filled(with_part(data, "[Content_Types].xml", template))) == ["2022"]


# ----------------------------------------------------------------------------------- the file


def test_parts_without_a_mark_are_the_same_bytes_with_their_dates() -> None:
    document = everywhere()
    document.sections[0].footer.paragraphs[0].text = "脚"
    data = saved(document)
    before, after = parts(data), parts(made := filled(data))

    changed = {name for name in before if before[name] != after[name]}
    assert list(before) == list(after)
    assert changed == {
        "word/document.xml",
        *(name for name in before if "眉{{year}}".encode() in before[name]),
    }
    assert len(changed) == 3
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(made)) as new:
        assert [i.date_time for i in old.infolist()] == [i.date_time for i in new.infolist()]


def test_same_file_and_places_give_the_same_bytes() -> None:
    data = office("{{title}}", "{{table.requests}}", "{{part.problems}}")

    assert filled(data, draft="缺数", trace=True) == filled(data, draft="缺数", trace=True)


def test_namespaces_of_the_file_stay_declared() -> None:
    made = parts(filled(office("{{year}}", "{{part.problems}}", "{{table.requests}}")))

    assert b"ns0:" not in made["word/document.xml"]
    assert b"mc:Ignorable" in made["word/document.xml"]


# ------------------------------------------------------------------------------ draft and trace


def heads(data: bytes) -> list[str]:
    """What each header part says."""
    contents = parts(data)
    names = [name for name in contents if b"<w:hdr" in contents[name]]
    return [text_of(etree.fromstring(contents[name])) for name in names]


def test_draft_is_marked_above_what_the_headers_say() -> None:
    document = everywhere()
    document.add_section(WD_SECTION.NEW_PAGE).different_first_page_header_footer = True
    made = filled(saved(document), draft="尚有 2 处 <错误>")
    section = main(made).find(f".//{W}sectPr")

    assert sorted(heads(made)) == sorted(
        ["草稿：尚有 2 处 <错误>眉2022", "草稿：尚有 2 处 <错误>偶眉2022", "草稿：尚有 2 处 <错误>"]
    )
    kinds = {item.get(f"{W}type") for item in section.findall(f"{W}headerReference")}
    assert kinds == {"default", "even", "first"}
    contents = parts(made)
    for item in section.findall(f"{W}headerReference"):
        assert item.get(f"{R}id").encode() in contents["word/_rels/document.xml.rels"]


def test_header_of_a_later_section_is_marked_too() -> None:
    document = docx.Document()
    document.add_paragraph("{{year}}")
    header = document.add_section(WD_SECTION.NEW_PAGE).header
    header.is_linked_to_previous = False
    header.paragraphs[0].text = "后眉"

    assert "草稿：缺数后眉" in heads(filled(saved(document), draft="缺数"))


def test_file_that_may_go_out_has_no_mark_of_a_draft() -> None:
    assert heads(filled(office("{{year}}"))) == []


def test_numbers_put_in_carry_comments_beside_the_files_own() -> None:
    document = docx.Document()
    own = document.add_paragraph("原有")
    document.add_comment(own.runs[0], "原批注", author="某人", initials="某")
    add(document, f"收到{{{{{NUMBER}}}}}件")
    add(document, "{{part.problems}}")
    made = filled(saved(document), trace=True)
    comments = list(read(made).comments)

    assert [comment.author for comment in comments] == ["某人", "xl2report", "xl2report"]
    assert comments[1].text == "53 = “新收 / 总计”\n新收 / 总计：53件（三!J7）"
    text = main(made)
    starts = [item.get(f"{W}id") for item in text.iter(f"{W}commentRangeStart")]
    assert starts == [item.get(f"{W}id") for item in text.iter(f"{W}commentReference")]
    assert len(set(starts)) == 3
    ours = list(text.iter(f"{W}commentRangeStart"))[1:]
    assert [text_of(item.getnext()) for item in ours] == ["53", "53"]


def test_without_trace_there_are_no_comments() -> None:
    assert "word/comments.xml" not in parts(filled(office(f"{{{{{NUMBER}}}}}")))


@pytest.mark.office
def test_office_opens_what_was_filled_in(tmp_path: Path, soffice: Soffice) -> None:
    document = everywhere()
    for words in ("{{title}}", "{{part.problems}}", "{{table.requests}}", "{{一、总体情况}}"):
        add(document, words)
    source = tmp_path / "office.docx"
    source.write_bytes(filled(saved(document), draft="缺数", trace=True))
    again = soffice.convert(source, "docx", tmp_path / "out").read_bytes()
    words = text_of(main(again))

    for told in ("甲县<报告> & {年}", NASTY, "格2022", "内格2022", "2.<其他> & {x}"):
        assert told in words
    assert any("草稿：缺数" in head for head in heads(again))
    assert [comment.author for comment in read(again).comments] == ["xl2report"]
