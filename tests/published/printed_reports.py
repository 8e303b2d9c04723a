"""Published reports made for tests: a form's tables with known values, printed in many ways, also damaged.

`Sheet` is a printed table as rows of cells with spans. Each damage changes it as real pages are damaged;
`truth` maps points to what is printed for them, `loose` are points that a damage made uncertain.
"""

import html
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from xl2report.form.plan import Plan
from xl2report.form.relations import fill_carefully


@dataclass
class Printed:
    """A printed cell: text, spans, what it is in the form, and the point whose value it prints."""

    text: str
    down: int = 1
    across: int = 1
    kind: str = "value"
    point: str = ""


Sheet = list[list[Printed]]


def seeded(seed: int) -> random.Random:
    """A source of chances that is the same for the same seed."""
    return random.Random(seed)  # noqa: S311 - test material, no secret


@dataclass
class Report:
    """A report to be printed: its tables by id, the values it must give, what may be uncertain."""

    plan: Plan
    year: int
    reporter: str
    sheets: list[tuple[str, Sheet]]
    truth: dict[str, int | None]
    loose: set[str] = field(default_factory=set)
    damages: list[str] = field(default_factory=list)


def values_for(plan: Plan, rng: random.Random) -> list[int | None]:
    """Random values that keep the computed points true."""
    values: list[int | None] = []
    for number, point in enumerate(plan.form.points):
        if number in plan.relations.fills or point.table == "text":
            values.append(None)
        elif rng.random() < 0.45:
            values.append(0)
        else:
            low = -99 if point.measure.signed else 0
            values.append(
                rng.choice(
                    [rng.randint(low, 9), rng.randint(low, 300), rng.randint(low, 12_000_000)]
                )
            )
    fill_carefully(plan.relations, values)
    return values


def printed(plan: Plan, rng: random.Random, year: int) -> Report:
    """The form's tables with random values, as the official grids print them."""
    values = values_for(plan, rng)
    truth: dict[str, int | None] = {}
    sheets: list[tuple[str, Sheet]] = []
    for table in plan.form.tables:
        sheet: Sheet = [[] for _ in range(table.grid.rows)]
        for cell in table.grid.cells:
            text = cell.text
            if cell.kind == "value":
                number = plan.index[cell.point]
                value = values[number]
                assert value is not None
                truth[cell.point] = value
                text = plan.form.points[number].measure.show(value)
            named = cell.point if cell.kind == "value" else ""
            sheet[cell.row - 1].append(Printed(text, cell.down, cell.across, cell.kind, named))
        sheets.append((table.id, sheet))
    return Report(plan, year, "测试市某某局", sheets, truth)


# ---------------------------------------------------------------------------------- damages

Damage = Callable[[Report, random.Random], None]


def _labels(report: Report) -> list[Printed]:
    return [c for _, sheet in report.sheets for row in sheet for c in row if c.kind != "value"]


def _filled(report: Report) -> list[Printed]:
    return [
        c
        for _, sheet in report.sheets
        for row in sheet
        for c in row
        if c.point and c.kind == "value"
    ]


def wide_signs(report: Report, rng: random.Random) -> None:
    """Labels with other brackets, quotes, spaces and dots."""
    for cell in _labels(report):
        if rng.random() < 0.5:
            cell.text = (
                cell.text.replace("（", "(").replace("）", ")").replace("“", '"').replace("”", '"')
            )
        if rng.random() < 0.3:
            cell.text = cell.text.replace(".", rng.choice(["．", "、", ". "]))
        if rng.random() < 0.3 and len(cell.text) > 2:
            at = rng.randrange(1, len(cell.text))
            cell.text = cell.text[:at] + rng.choice([" ", "　", "\n", "\u00a0"]) + cell.text[at:]


def dressed_values(report: Report, rng: random.Random) -> None:
    """Numbers with units, signs, full-width digits, separators."""
    units = {point.id: point.measure for point in report.plan.form.points}
    for cell in _filled(report):
        measure = units[cell.point]
        if not any(char.isdigit() for char in cell.text) or cell.point in report.loose:
            continue
        if rng.random() < 0.15:
            cell.text += measure.unit
        if rng.random() < 0.15:
            cell.text = cell.text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
        if rng.random() < 0.1 and measure.signed and not cell.text.startswith(("-", "+")):
            cell.text = "+" + cell.text
        if rng.random() < 0.1:
            cell.text = f" {cell.text}\u00a0"


def blanks(report: Report, rng: random.Random) -> None:
    """Some cells left empty."""
    for cell in _filled(report):
        if rng.random() < 0.2:
            cell.text = rng.choice(["", "\u00a0", "　"])
            report.truth[cell.point] = None


def no_numbers(report: Report, rng: random.Random) -> None:
    """Some cells with a dash or a word."""
    for cell in _filled(report):
        if rng.random() < 0.06:
            cell.text = rng.choice(["-", "—", "/", "无", "约30", "1-3", "3;5"])
            report.truth[cell.point] = None
            report.loose.add(cell.point)


def remarks(report: Report, rng: random.Random) -> None:
    """A remark in brackets behind some numbers."""
    for cell in _filled(report):
        if rng.random() < 0.05 and cell.text.strip().isdigit():
            cell.text += "（其中修订1件）"


def no_numbering(report: Report, rng: random.Random) -> None:
    """Labels that lost their numbering, as Word's own numbering does in a copy."""
    for cell in _labels(report):
        if cell.kind in {"label", "group"} and rng.random() < 0.7:
            head, dot, rest = cell.text.partition(".")
            if dot and head.isdigit():
                cell.text = rest


def no_groups(report: Report, rng: random.Random) -> None:
    """Group labels left empty."""
    for cell in _labels(report):
        if cell.kind == "group" and rng.random() < 0.8:
            cell.text = ""


def unmerged(report: Report, rng: random.Random) -> None:
    """Headings and groups whose merged cells became single ones, the others blank."""
    for at, (name, sheet) in enumerate(report.sheets):
        if rng.random() < 0.3:
            continue
        grid = _grid(sheet)
        plain: Sheet = []
        for row in grid:
            line = []
            for cell, corner in row:
                line.append(
                    Printed(
                        cell.text if corner else "", 1, 1, cell.kind, cell.point if corner else ""
                    )
                )
            plain.append(line)
        report.sheets[at] = (name, plain)


def extra_column(report: Report, _rng: random.Random) -> None:
    """A column of running numbers in front of table three."""
    for name, sheet in report.sheets:
        if name != "requests":
            continue
        for number, row in enumerate(sheet):
            if number == 0:
                row.insert(0, Printed("序号", 3, 1, "strange"))
            elif number > 2:
                row.insert(0, Printed(str(number - 2), 1, 1, "strange"))


def split_blocks(report: Report, _rng: random.Random) -> None:
    """Table two as one table for each block."""
    found: list[tuple[str, Sheet]] = []
    for name, sheet in report.sheets:
        if name != "proactive":
            found.append((name, sheet))
            continue
        block: Sheet = []
        for row in sheet:
            if row[0].kind == "caption" and block:
                found.append((name, block))
                block = []
            block.append(row)
        found.append((name, block))
    report.sheets = found


def shuffled_rows(report: Report, rng: random.Random) -> None:
    """Rows of table two in another order within their block."""
    for name, sheet in report.sheets:
        if name != "proactive":
            continue
        at = 0
        while at < len(sheet):
            end = at
            while end < len(sheet) and sheet[end][0].kind == "label":
                end += 1
            if end - at > 1 and rng.random() < 0.7:
                sheet[at:end] = sheet[at:end][::-1]
            at = max(end, at + 1)


def dropped_rows(report: Report, rng: random.Random) -> None:
    """A row of table two is missing."""
    for name, sheet in report.sheets:
        if name != "proactive":
            continue
        rows = [row for row in sheet if row[0].kind == "label"]
        row = rng.choice(rows)
        sheet.remove(row)
        for cell in row:
            if cell.point:
                report.truth[cell.point] = None
                report.loose.add(cell.point)


def page_break(report: Report, rng: random.Random) -> None:
    """Table three over two pages: two tables, with or without its headings again."""
    at = next(n for n, (name, _) in enumerate(report.sheets) if name == "requests")
    sheet = report.sheets[at][1]
    if any(cell.kind == "strange" for row in sheet for cell in row) or len(_grid(sheet)) < 20:
        return
    cut = rng.choice(range(6, len(sheet) - 2))
    grid = _grid(sheet)
    parts = [_from_grid(rows) for rows in (grid[:cut], grid[cut:])]
    if rng.random() < 0.6:
        parts[1] = _from_grid([*grid[:3], *grid[cut:]])
    report.sheets[at : at + 1] = [("requests", part) for part in parts]


def transposed(report: Report, rng: random.Random) -> None:
    """One of the tables turned by 90°."""
    at = rng.randrange(len(report.sheets))
    name, sheet = report.sheets[at]
    if any(cell.kind == "strange" for row in sheet for cell in row):
        return
    grid = _grid(sheet)
    width = len(grid[0])
    if any(len(row) != width for row in grid):
        return
    turned: Sheet = []
    for column in range(width):
        line = []
        for row in grid:
            cell, corner = row[column]
            if corner:
                line.append(Printed(cell.text, cell.across, cell.down, cell.kind, cell.point))
        turned.append(line)
    if name != "proactive":  # table two has no single direction
        report.sheets[at] = (name, turned)


def lost_cell(report: Report, rng: random.Random) -> None:
    """A value cell is missing in a row: the rest moved to the left."""
    rows = [
        row for _, sheet in report.sheets for row in sheet if sum(bool(c.point) for c in row) > 1
    ]
    row = rng.choice(rows)
    cells = [cell for cell in row if cell.point]
    for cell in cells:
        report.loose.add(cell.point)
    gone = rng.choice(cells)
    report.truth[gone.point] = None
    row.remove(gone)


def more_cell(report: Report, rng: random.Random) -> None:
    """A value cell too many in a row."""
    rows = [
        row for _, sheet in report.sheets for row in sheet if sum(bool(c.point) for c in row) > 1
    ]
    row = rng.choice(rows)
    report.loose.update(cell.point for cell in row if cell.point)
    places = [at for at, cell in enumerate(row) if cell.point]
    row.insert(rng.choice([*places, len(row)]), Printed(rng.choice(["", "7"]), 1, 1, "strange"))


def joined_cells(report: Report, rng: random.Random) -> None:
    """Two neighbouring values in one merged cell."""
    rows = [
        row for _, sheet in report.sheets for row in sheet if sum(bool(c.point) for c in row) > 1
    ]
    row = rng.choice(rows)
    places = [
        n
        for n, c in enumerate(row[:-1])
        if c.point and row[n + 1].point and c.text.strip() and row[n + 1].text.strip()
    ]
    if not places:
        return
    at = rng.choice(places)
    left, right = row[at], row[at + 1]
    for cell in row:
        if cell.point:
            report.loose.add(cell.point)
    report.truth[left.point] = report.truth[right.point] = None
    row[at : at + 2] = [
        Printed(f"{left.text} {right.text}".strip(), 1, left.across + right.across, "strange")
    ]


def other_tables(report: Report, rng: random.Random) -> None:
    """Tables that have nothing to do with the form."""
    sheet = [
        [
            Printed("序号", kind="strange"),
            Printed("栏目", kind="strange"),
            Printed("条数", kind="strange"),
        ],
        [
            Printed("1", kind="strange"),
            Printed("政策文件", kind="strange"),
            Printed("23", kind="strange"),
        ],
        [
            Printed("2", kind="strange"),
            Printed("工作动态", kind="strange"),
            Printed("410", kind="strange"),
        ],
    ]
    report.sheets.insert(rng.randrange(len(report.sheets) + 1), ("other", sheet))


def moved_columns(report: Report, rng: random.Random) -> None:
    """Two kinds of applicants exchanged, headings and values alike."""
    for name, sheet in report.sheets:
        if name != "requests" or sum(other == "requests" for other, _ in report.sheets) > 1:
            continue
        one, two = rng.sample(
            ["business", "research", "public_welfare", "legal_service", "other_org"], 2
        )
        heads = [cell for cell in sheet[2] if cell.kind == "header" and cell.text]
        if len(heads) < 5:
            continue
        complete = [sum(bool(cell.point) for cell in row) for row in sheet[3:]]
        if set(complete) != {7}:
            continue
        names = ["business", "research", "public_welfare", "legal_service", "other_org"]
        first, second = (
            sheet[2].index(heads[names.index(one)]),
            sheet[2].index(heads[names.index(two)]),
        )
        sheet[2][first], sheet[2][second] = sheet[2][second], sheet[2][first]
        for row in sheet[3:]:
            spots = {cell.point.rpartition(".")[2]: n for n, cell in enumerate(row) if cell.point}
            if one in spots and two in spots:
                row[spots[one]], row[spots[two]] = row[spots[two]], row[spots[one]]


def twice(report: Report, _rng: random.Random) -> None:
    """A whole table printed a second time, as on pages with a view for phones."""
    report.sheets.append(report.sheets[-1])


def other_sum_word(report: Report, _rng: random.Random) -> None:
    """合计 for the total."""
    for cell in _labels(report):
        cell.text = cell.text.replace("总计", "合计")


DAMAGES: dict[str, Damage] = {
    one.__name__: one
    for one in (
        wide_signs, dressed_values, blanks, no_numbers, remarks, no_numbering, no_groups, unmerged,
        extra_column, split_blocks, shuffled_rows, dropped_rows, page_break, transposed, lost_cell,
        more_cell, joined_cells, other_tables, moved_columns, twice, other_sum_word,
    )
}  # fmt: skip


def _grid(sheet: Sheet) -> list[list[tuple[Printed, bool]]]:
    """Every place of the grid with the cell that covers it, and whether it begins there."""
    rows: list[list[tuple[Printed, bool] | None]] = [[] for _ in sheet]
    for number, row in enumerate(sheet):
        column = 0
        for cell in row:
            while column < len(rows[number]) and rows[number][column] is not None:
                column += 1
            for down in range(min(cell.down, len(sheet) - number)):
                line = rows[number + down]
                line.extend([None] * (column + cell.across - len(line)))
                for right in range(cell.across):
                    line[column + right] = (cell, down == right == 0)
            column += cell.across
    return [[one for one in row if one is not None] for row in rows]


def _from_grid(rows: list[list[tuple[Printed, bool]]]) -> Sheet:
    """Cells of a part of a grid, those that a cut went through begun anew."""
    seen: dict[int, Printed] = {}
    sheet: Sheet = []
    for row in rows:
        line: list[Printed] = []
        for cell, corner in row:
            if id(cell) not in seen:
                fresh = Printed(cell.text, 0, 0, cell.kind, cell.point)
                seen[id(cell)] = fresh
                line.append(fresh)
            _ = corner
        sheet.append(line)
    for number, row in enumerate(rows):
        counted: dict[int, int] = {}
        for cell, _corner in row:
            counted[id(cell)] = counted.get(id(cell), 0) + 1
        for key, across in counted.items():
            seen[key].down += 1
            seen[key].across = across
        _ = number
    return sheet


# ---------------------------------------------------------------------------------- printing

_TITLES = {
    "proactive": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "disputes": "四、政府信息公开行政复议、行政诉讼情况",
}


def blocks(report: Report) -> list[str | Sheet]:
    """The report's paragraphs and tables in order."""
    found: list[str | Sheet] = [
        f"{report.reporter}{report.year}年政府信息公开工作年度报告",
        "本报告根据《中华人民共和国政府信息公开条例》编制，由六个部分组成。",
        "一、总体情况",
        f"{report.year}年，本单位做好政府信息公开工作。",
        "（一）主动公开。公开信息若干条。",
        "（二）依申请公开情况",
        "依法办理申请。",
    ]
    told: set[str] = set()
    for name, sheet in report.sheets:
        if name in _TITLES and name not in told:
            found.append(_TITLES[name])
            told.add(name)
        found.append(sheet)
    found += [
        "五、存在的主要问题及改进情况",
        "主要问题：队伍建设有待加强。",
        "六、其他需要报告的事项",
        "无。",
    ]
    return found


def as_html(report: Report, rng: random.Random) -> bytes:
    """A web page in one of the styles that sites use."""
    style = rng.choice(["bare", "trs", "word", "nested", "old"])
    said = []
    for block in blocks(report):
        if isinstance(block, str):
            text = html.escape(block, quote=False)
            said.append(
                f"{text}<br/>" if style == "old" else f"<p style='text-indent:2em'>{text}</p>"
            )
        else:
            said.append(_html_table(block, style, rng))
    body = "\n".join(said)
    if style == "nested":
        body = f"<table width='100%'><tr><td id='left'>栏目导航</td><td><div id='zoom'>{body}</div></td></tr></table>"
    elif style == "trs":
        body = f"<div class='nav'>首页 &gt; 公开年报</div><div class='TRS_Editor'>{body}</div><div class='footer'>主办：某某 备案号 123</div>"
    charset = rng.choice(["utf-8", "gb2312", "gbk"])
    page = f"<html><head><meta charset='{charset}'><title>年报_某某网站</title></head><body>{body}</body></html>"
    return page.encode("utf-8" if charset == "utf-8" else "gb18030")


def _html_table(sheet: Sheet, style: str, rng: random.Random) -> str:
    rows = []
    for row in sheet:
        cells = []
        for cell in row:
            tag = "th" if style == "trs" and cell.kind == "header" else "td"
            spans = ""
            if cell.down > 1:
                spans += f' rowspan="{cell.down}"' if style != "old" else f" rowspan={cell.down}"
            if cell.across > 1:
                spans += f' colspan="{cell.across}{rng.choice(["", " ", "px"])}"'
            text = (
                html.escape(cell.text).replace("\n", "<br/>").replace("\u00a0", "&nbsp;")
                or "&nbsp;"
            )
            if style in {"word", "nested"}:
                text = f'<p align="center"><span style="font-size:10pt">{text}</span></p>'
            end = "" if style == "old" else f"</{tag}>"
            cells.append(f'<{tag}{spans} width="7%">{text}{end}')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table border='1'><tbody>{''.join(rows)}</tbody></table>"


def as_docx(report: Report, rng: random.Random) -> bytes:
    """A Word document; merged cells as Word writes them."""
    document = docx.Document()
    for block in blocks(report):
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            _docx_table(document, block, rng)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _docx_table(
    document: Any,  # noqa: ANN401 - python-docx gives a function for its class
    sheet: Sheet,
    rng: random.Random,
) -> None:
    grid = _grid(sheet)
    width = max(len(row) for row in grid)
    table = document.add_table(rows=0, cols=width)
    table.style = "Table Grid"
    body = table._tbl  # noqa: SLF001 - rows are written as Word writes them
    for number, row in enumerate(grid):
        line = OxmlElement("w:tr")
        at = 0
        while at < len(row):
            cell, corner = row[at]
            across = cell.across
            properties = OxmlElement("w:tcPr")
            if across > 1:
                span = OxmlElement("w:gridSpan")
                span.set(qn("w:val"), str(across))
                properties.append(span)
            if cell.down > 1:
                merge = OxmlElement("w:vMerge")
                if corner:
                    merge.set(qn("w:val"), "restart")
                properties.append(merge)
            node = OxmlElement("w:tc")
            node.append(properties)
            for text in (cell.text if corner else "").split("\n"):
                paragraph = OxmlElement("w:p")
                for piece in [text[:1], text[1:]] if rng.random() < 0.3 else [text]:
                    run = OxmlElement("w:r")
                    words = OxmlElement("w:t")
                    words.text = piece
                    words.set(qn("xml:space"), "preserve")
                    run.append(words)
                    paragraph.append(run)
                node.append(paragraph)
            line.append(node)
            at += across
        body.append(line)
        _ = number


def as_text(report: Report, rng: random.Random) -> bytes:
    """Plain text: tabs between cells, a cell a line behind a tab, or spaces."""
    style = rng.choice(["tabs", "lines", "spaces"])
    said = []
    for block in blocks(report):
        if isinstance(block, str):
            said.append(block)
        elif style == "tabs":
            said += ["\t".join(" ".join(cell.text.split()) for cell in row) for row in block]
        elif style == "lines":
            for row in _with_continued(block):
                said += [*(f"\t{' '.join(text.split())}" for text in row), ""]
        else:
            said += [
                " ".join("".join(c.text.split()) for c in row if c.text.strip()) for row in block
            ]
            said.append("")
    return "\n".join(said).encode(rng.choice(["utf-8", "gb18030", "utf-8-sig"]))


def _with_continued(sheet: Sheet) -> list[list[str]]:
    """Rows with an empty cell for each that goes on from above, as Word's text export prints them."""
    found = []
    for row in _grid(sheet):
        line: list[str] = []
        before = None
        for cell, corner in row:
            if cell is not before:
                line.append(cell.text if corner else "")
            before = cell
        found.append(line)
    return found


def as_markdown(report: Report, rng: random.Random) -> bytes:
    """Markdown: bars, spans filled with blanks or repeated; or HTML tables in it."""
    style = rng.choice(["blank", "repeated", "html"])
    said = []
    for block in blocks(report):
        if isinstance(block, str):
            said += [f"## {block}" if block[1:2] == "、" else block, ""]
        elif style == "html":
            said += [_html_table(block, "bare", rng), ""]
        else:
            for number, row in enumerate(_grid(block)):
                cells = [
                    " ".join(cell.text.split())
                    if corner or (style == "repeated" and cell.kind != "value")
                    else ""
                    for cell, corner in row
                ]
                said.append("| " + " | ".join(cells) + " |")
                if number == 0:
                    said.append("|" + "---|" * len(cells))
            said.append("")
    return "\n".join(said).encode()


PRINTERS: dict[str, Callable[[Report, random.Random], bytes]] = {
    "html": as_html,
    "docx": as_docx,
    "txt": as_text,
    "md": as_markdown,
}


def random_report(plans: list[Plan], rng: random.Random, most: int = 4) -> Report:
    """A report with some damages."""
    plan = rng.choice(plans)
    year = rng.randint(plan.form.first_year, plan.form.last_year or 2025)
    report = printed(plan, rng, year)
    chosen = rng.sample(sorted(DAMAGES), rng.randint(0, most))
    # What is printed twice is printed alike.
    for name in sorted(chosen, key=lambda one: one == "twice"):
        # A cell lost and another added in one row leave no trace that anybody could see.
        if {name, *report.damages} >= {"lost_cell", "more_cell"}:
            continue
        DAMAGES[name](report, rng)
        report.damages.append(name)
    return report
