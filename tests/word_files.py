"""Small reports for the tests of the Word file, and a reader of Word files that is not the writer.

The reader walks the XML as the standard describes it; it shares no code with what it checks.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from xl2report.files.document.base import make_base
from xl2report.files.document.writer import write_document
from xl2report.ground.grids import Grid, GridCell
from xl2report.work.narrative.story import Paragraph, ParagraphKind, Run, Story, StoryTable

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TEXT_WIDTH = 11906 - 1587 - 1478

Place = tuple[int, int, int, int, str]


def paragraph(kind: ParagraphKind, *runs: str | Run) -> Paragraph:
    return Paragraph(kind, tuple(Run(run) if isinstance(run, str) else run for run in runs))


def story(*blocks: Paragraph | StoryTable, draft: str = "") -> Story:
    title = "甲县2022年政府信息公开工作年度报告"
    return Story(title, "甲县人民政府", 2022, blocks, draft=draft)


def table(
    *cells: GridCell, widths: Sequence[float] = (), heading_rows: int = 2, unit: str = ""
) -> StoryTable:
    """The cells as a table; columns of one width unless widths are given."""
    rows = max(cell.row + cell.down - 1 for cell in cells)
    cols = max(cell.col + cell.across - 1 for cell in cells)
    given = tuple(widths) or (1.0,) * cols
    return StoryTable("t", "办理情况", Grid(rows, cols, cells), given, heading_rows, unit)


SMALL = table(
    GridCell(1, 1, 2, 2, "note", "（第一项加第二项）"),
    GridCell(1, 3, 1, 2, "header", "申请人情况"),
    GridCell(2, 3, 1, 1, "header", "自然人"),
    GridCell(2, 4, 1, 1, "header", "总计"),
    GridCell(3, 1, 2, 1, "group", "办理结果"),
    GridCell(3, 2, 1, 1, "label", "1.予以公开"),
    GridCell(3, 3, 1, 1, "value", "12", "t.a.b"),
    GridCell(3, 4, 1, 1, "value", "12", "t.a.c"),
    GridCell(4, 2, 1, 1, "label", "2.<其他> & {x}"),
    GridCell(4, 3, 1, 1, "value", "", "t.d.b"),
    GridCell(4, 4, 1, 1, "value", "=1+1", "t.d.c"),
)


def small_table(*, widths: tuple[float, ...] = SMALL.widths, unit: str = "") -> StoryTable:
    """Two heading rows and a merged first column; spans across, down and both."""
    return replace(SMALL, widths=widths, unit=unit)


def fifteen_columns(first_value: str = "0") -> StoryTable:
    """The narrowest of the official tables: three groups of five columns."""
    names = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3
    values = [first_value, *["0"] * 14]
    return table(
        *(GridCell(1, 1 + 5 * n, 1, 5, "header", f"第{n}类") for n in range(3)),
        *(GridCell(2, n, 1, 1, "header", name) for n, name in enumerate(names, 1)),
        *(GridCell(3, n, 1, 1, "value", value, "p") for n, value in enumerate(values, 1)),
    )


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(report: Story, base: bytes | None = None) -> dict[str, bytes]:
    return parts(write_document(report, make_base() if base is None else base))


def body(report: Story) -> etree._Element:
    return etree.fromstring(written(report)["word/document.xml"]).find(f"{W}body")


def text_of(element: etree._Element) -> str:
    signs = {f"{W}br": "\n", f"{W}tab": "\t"}
    return "".join(
        node.text or "" if node.tag == f"{W}t" else signs.get(node.tag, "")
        for node in element.iter()
    )


def style_of(element: etree._Element) -> str:
    return str(element.find(f"{W}pPr/{W}pStyle").get(f"{W}val"))


def zipped(contents: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def places(tbl: etree._Element) -> list[Place]:
    """Every cell of a `w:tbl`: its corner, spans and text, as a reader of Word files sees it."""
    found: dict[tuple[int, int], list[int]] = {}  # by corner: spans down and across
    texts: dict[tuple[int, int], str] = {}
    above: dict[int, tuple[int, int]] = {}  # by column: the corner of the merged cell above
    for row, line in enumerate(tbl.iterchildren(f"{W}tr"), start=1):
        col = 1
        for cell in line.iterchildren(f"{W}tc"):
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            across = 1 if span is None else int(span.get(f"{W}val"))
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and merge.get(f"{W}val") != "restart":
                corner = above[col]
                assert found[corner] == [row - corner[0], across]
                assert text_of(cell) == ""
                found[corner][0] += 1
            else:
                above[col] = (row, col)
                found[row, col] = [1, across]
                texts[row, col] = text_of(cell)
            col += across
        assert col - 1 == len(tbl.findall(f"{W}tblGrid/{W}gridCol"))
    return sorted(
        (row, col, down, across, texts[row, col]) for (row, col), (down, across) in found.items()
    )


def expected_places(block: StoryTable) -> list[Place]:
    return sorted((c.row, c.col, c.down, c.across, c.text) for c in block.grid.cells)
