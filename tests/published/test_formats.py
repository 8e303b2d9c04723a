"""Each format read into paragraphs and tables: what Word, web pages and plain text do to a report."""

import io
import zipfile

import docx
import pytest

from xl2report.files.published.blocks import UnreadableDocument
from xl2report.files.published.numbering import spelled
from xl2report.files.published.opening import read_published
from xl2report.ground.published import Published, Table


def said(document: Published) -> list[str | list[list[str]]]:
    """Paragraphs, and tables as rows of texts."""
    found: list[str | list[list[str]]] = []
    for block in document.blocks:
        if isinstance(block, Table):
            rows: dict[int, list[str]] = {}
            for cell in block.cells:
                rows.setdefault(cell.row, []).append(cell.text)
            found.append(list(rows.values()))
        else:
            found.append(block.text)
    return found


def word(body: str, **parts: str) -> bytes:
    """A .docx with this body, as bare as a reader must bear it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "word/document.xml", f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"
        )
        for name, text in parts.items():
            package.writestr(f"word/{name}.xml", text)
    return out.getvalue()


SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def paragraph(text: str) -> str:
    return f"<w:p>{run(text)}</w:p>"


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"


def test_word_blocks_come_in_order() -> None:
    document = docx.Document()
    document.add_paragraph("前")
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合"
    table.cell(1, 0).text = "左\n下"
    table.cell(1, 1).text = "8"
    document.add_paragraph("后")
    out = io.BytesIO()
    document.save(out)

    found = read_published(out.getvalue(), "a.docx")

    assert said(found) == ["前", [["合"], ["左 下", "8"]], "后"]
    assert found.tables[0].cells[0].columns == 2


def test_tracked_changes_are_accepted() -> None:
    body = (
        f"<w:p>{run('共')}<w:ins>{run('12')}</w:ins><w:del><w:r><w:delText>11</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run('旧')}</w:moveFrom>{run('件')}</w:p>"
        "<w:tbl>"
        + row(paragraph("甲"), paragraph("1"))
        + f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('乙')}</w:tc><w:tc>{paragraph('2')}</w:tc></w:tr>"
        + "</w:tbl>"
    )

    assert said(read_published(word(body), "a.docx")) == ["共12件", [["甲", "1"]]]


def test_hidden_text_and_fields_print_nothing() -> None:
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r>" + run("见") + "</w:p>"
    )

    assert said(read_published(word(body), "a.docx")) == ["见"]


def test_text_boxes_are_read_once() -> None:
    box = f"<wps:txbx><w:txbxContent>{paragraph('框内')}</w:txbxContent></wps:txbx>"
    body = (
        f"<w:p>{run('外')}<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )

    assert said(read_published(word(body), "a.docx")) == ["外", "框内"]


def test_content_controls_and_nested_tables() -> None:
    inner = "<w:tbl>" + row(paragraph("规章"), paragraph("3")) + "</w:tbl><w:p/>"
    body = (
        f"<w:sdt><w:sdtContent>{paragraph('控件')}</w:sdtContent></w:sdt>"
        f"<w:tbl>{row(paragraph('左栏') + inner, paragraph('右栏'))}</w:tbl>"
    )

    assert said(read_published(word(body), "a.docx")) == ["控件", "左栏", [["规章", "3"]], "右栏"]


def test_vertical_merges_and_row_offsets() -> None:
    merge = "<w:tcPr><w:vMerge{}/></w:tcPr>"
    body = (
        "<w:tbl>"
        + row(merge.format(' w:val="restart"') + paragraph("组"), paragraph("一"), paragraph("1"))
        + row(merge.format("") + "<w:p/>", paragraph("二"), paragraph("2"))
        + f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr><w:tc>{paragraph('三')}</w:tc></w:tr>"
        + "</w:tbl>"
    )

    cells = {cell.text: cell for cell in read_published(word(body), "a.docx").tables[0].cells}

    assert (cells["组"].rows, cells["二"].column, cells["三"].column) == (2, 2, 2)


NUMBERING = (
    f"<w:numbering {SPACES}><w:abstractNum w:abstractNumId='7'>"
    "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl>"
    "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='（%2）'/></w:lvl>"
    "</w:abstractNum><w:num w:numId='3'><w:abstractNumId w:val='7'/></w:num></w:numbering>"
)
STYLES = (
    f"<w:styles {SPACES}><w:style w:styleId='H1'><w:pPr><w:numPr><w:numId w:val='3'/></w:numPr></w:pPr></w:style>"
    "<w:style w:styleId='H2'><w:basedOn w:val='H1'/></w:style></w:styles>"
)


def numbered(text: str, level: int) -> str:
    return f"<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='3'/></w:numPr></w:pPr>{run(text)}</w:p>"


def test_numbers_that_word_counts_are_written_out() -> None:
    body = "".join(
        [
            numbered("总体情况", 0),
            numbered("主动公开", 1),
            numbered("依申请公开", 1),
            numbered("主动公开政府信息情况", 0),
            numbered("又一", 1),
            f"<w:p><w:pPr><w:pStyle w:val='H2'/></w:pPr>{run('按样式')}</w:p>",
        ]
    )

    found = read_published(word(body, numbering=NUMBERING, styles=STYLES), "a.docx")

    assert said(found) == [
        "一、总体情况",
        "（一）主动公开",
        "（二）依申请公开",
        "二、主动公开政府信息情况",
        "（一）又一",
        "三、按样式",
    ]


@pytest.mark.parametrize(
    ("number", "kind", "text"),
    [
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (105, "chineseCounting", "一百〇五"),
        (3, "decimalEnclosedCircle", "③"),
        (2, "upperRoman", "II"),
        (28, "lowerLetter", "bb"),
        (7, "unheard", "7"),
        (12, "decimalFullWidth", "１２"),
    ],
)
def test_kinds_of_numbering(number: int, kind: str, text: str) -> None:
    assert spelled(number, kind) == text


def test_pictures_are_a_doubt() -> None:
    body = (
        '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/>'
        "</w:drawing></w:r></w:p>" + paragraph("文")
    )

    assert "图片" in read_published(word(body), "a.docx").doubts[0][0]


def test_footnotes_come_last() -> None:
    notes = f"<w:footnotes {SPACES}><w:footnote w:type='separator'>{paragraph('线')}</w:footnote><w:footnote>{paragraph('注')}</w:footnote></w:footnotes>"

    assert said(read_published(word(paragraph("文"), footnotes=notes), "a.docx")) == ["文", "注"]


def test_a_strict_document() -> None:
    data = word(paragraph("文"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        text = f"<w:document {SPACES}><w:body>{paragraph('文')}</w:body></w:document>"
        strict = text.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        package.writestr("word/document.xml", strict)

    assert said(read_published(out.getvalue(), "a.docx")) == said(read_published(data, "a.docx"))


# ---------------------------------------------------------------------------------- web pages


def web(body: str, encoding: str = "utf-8", declared: str = "") -> Published:
    head = f"<html><head><meta charset='{declared or encoding}'><title>页名</title></head>"
    return read_published(f"{head}<body>{body}</body></html>".encode(encoding), "a.html")


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("gb18030", "gb2312"),
        ("gbk", "utf-8"),
        ("utf-8", "gb2312"),
        ("utf-8-sig", "gbk"),
    ],
)
def test_encodings(encoding: str, declared: str) -> None:
    assert said(web("<p>镕基，㙍</p>" if encoding != "gbk" else "<p>镕基</p>", encoding, declared))[
        0
    ] in {
        "镕基，㙍",
        "镕基",
    }


def test_broken_bytes_are_a_doubt() -> None:
    data = (
        "<html><body><p>政府信息公开工作年度报告很长的一段话</p>".encode()
        + b"\xff\xfe\xfa<p>\xe6</p>"
    )

    assert "编码" in read_published(data, "a.html").doubts[0][0]


def test_the_site_around_the_article_is_left_out() -> None:
    found = web(
        "<div class='header nav'>首页</div><script>var a='<p>码</p>'</script><style>p{}</style>"
        "<div id='zoom'><p>文</p><!--注--><table><tr><td>规章<td>3<tr><td>其他<td>4</table></div>"
        "<div class='footer'>版权所有</div>"
    )

    assert said(found) == ["文", [["规章", "3"], ["其他", "4"]]]
    assert found.title == "页名"


def test_layout_tables_are_opened() -> None:
    found = web(
        "<table><tr><td>导航</td><td><p>前</p><table><tr><td>规章</td><td>3</td></tr>"
        "<tr><td>行政许可</td><td>4</td></tr></table><p>后</p></td></tr></table>"
    )

    assert said(found) == ["导航", "前", [["规章", "3"], ["行政许可", "4"]], "后"]


def test_spans_as_pages_write_them() -> None:
    found = web(
        "<table><tr><td rowspan='0'>组</td><td colspan='2px'>一</td></tr>"
        "<tr><td colspan='x'>二</td><td rowspan='9'>三</td></tr><tr><td>四</td></tr></table>"
    )

    cells = {cell.text: cell for cell in found.tables[0].cells}
    assert (cells["组"].rows, cells["一"].columns, cells["二"].columns) == (3, 2, 1)
    assert (cells["三"].rows, cells["四"].column) == (2, 2)


def test_breaks_and_blanks() -> None:
    found = web(
        "<table><tr><td><p>本年新<br>制作数量</p></td><td>&nbsp;</td><td> 3\n</td></tr></table>甲<br/>乙"
    )

    assert said(found) == [[["本年新 制作数量", "", "3"]], "甲", "乙"]


def test_hidden_parts_are_not_read() -> None:
    found = web("<div style='display: none'><p>隐</p></div><p hidden>藏</p><p>见</p>")

    assert said(found) == ["见"]


# ---------------------------------------------------------------------------------- plain text


def test_bars() -> None:
    text = "# 报告\n\n| 信息内容 | 数量 |\n|:--|--:|\n| **规章** | 3 |\n| 合\\|并 |  |\n文\n"

    assert said(read_published(text.encode(), "a.md")) == [
        "报告",
        [["信息内容", "数量"], ["规章", "3"], ["合|并", ""]],
        "文",
    ]


def test_html_tables_in_markdown() -> None:
    text = "前\n<table>\n<tr><td>规章</td><td>3</td></tr></table>\n后"

    assert said(read_published(text.encode(), "a.md")) == ["前", [["规章", "3"]], "后"]


def test_a_cell_a_line_behind_a_tab() -> None:
    text = "一、总体\n\n\t信息内容\n\t本年新\n制作数量\n\n\t规章\n\t0\n\n\n二、以下"

    assert said(read_published(text.encode(), "a.txt")) == [
        "一、总体",
        [["信息内容", "本年新 制作数量"], ["规章", "0"]],
        "二、以下",
    ]


def test_a_cell_a_line() -> None:
    text = "本报告如下。\n二、主动公开政府信息情况\n信息内容\n本年制发件数\n规章\n3\n行政规范性文件\n5\n行政许可\n7\n五、问题\n没有。"

    assert said(read_published(text.encode(), "a.txt")) == [
        "本报告如下。",
        "二、主动公开政府信息情况",
        [["信息内容"], ["本年制发件数"], ["规章", "3"], ["行政规范性文件", "5"], ["行政许可", "7"]],
        "五、问题",
        "没有。",
    ]


def test_prose_with_numbers_is_no_table() -> None:
    text = "全年公开信息 120 条。\n收到申请 3 件，办结 3 件。\n培训 2 次。\n"

    assert not read_published(text.encode(), "a.txt").tables


# ---------------------------------------------------------------------------------- refusals


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * (200 << 20))
    return out.getvalue()


def entities() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        text = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;</a>'
        package.writestr("word/document.xml", text)
    return out.getvalue()


def other_package() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("xl/workbook.xml", "<a/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\0\0\0", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "doc"),
        (b"{\\rtf1 x}", "doc"),
        (b"\x89PNG\r\n\x1a\n....", "image"),
        (b"Rar!....", "unknown"),
        (b"\x01\x02\x03\0\xff\xfe" * 50, "unknown"),
        (b"PK\3\4 not really", "damaged"),
        (word("<w:p>")[:-40], "damaged"),
        (word("<w:p>"), "malformed"),
        (bomb(), "too_large"),
        (entities(), "malformed"),
        (other_package(), "not_word"),
        (b"<html>" + b"<table><tr><td>" * 3000, "malformed"),
        (b"<html><table>" + b"<tr><td colspan=9999 rowspan=9999>1" * 70_000, "too_large"),
        (word("<w:tbl><w:tr><w:tc>" * 100 + "</w:tc></w:tr></w:tbl>" * 100), "malformed"),
        (b"a" * (17 << 20), "too_large"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_published(data, "a.html" if data.startswith(b"<html") else "a")

    assert refused.value.reason == reason


def test_long_spans_cost_nothing() -> None:
    rows = b"".join(b"<tr><td rowspan=60000>%d<td>0</td>" % n for n in range(200))

    found = read_published(b"<html><table>" + rows, "a.html")

    assert len(found.tables[0].cells) == 400
