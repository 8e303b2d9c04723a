"""Pages as content systems of government sites and office programs write them: the same report in many dresses."""

import copy
import gzip
import html
from collections.abc import Callable

from published.printed_reports import Printed, Report, Sheet, blocks

Cell = Callable[[Printed], str]
Table = Callable[[Sheet], str]
_META = '<meta charset="utf-8">'


def _td(cell: Printed, inside: str | None = None, more: str = "") -> str:
    spans = f' rowspan="{cell.down}"' if cell.down > 1 else ""
    spans += f' colspan="{cell.across}"' if cell.across > 1 else ""
    text = html.escape(cell.text, quote=False) if inside is None else inside
    return f"<td{spans}{more}>{text}</td>"


def _row(cells: list[Printed], cell: Cell = _td) -> str:
    return f"<tr>{''.join(map(cell, cells))}</tr>"


def _table(sheet: Sheet, cell: Cell = _td, more: str = "") -> str:
    return f"<table{more}>{''.join(_row(row, cell) for row in sheet)}</table>"


def _body(report: Report, table: Table = _table) -> str:
    return "\n".join(
        f"<p>{html.escape(block, quote=False)}</p>" if isinstance(block, str) else table(block)
        for block in blocks(report)
    )


def _page(inside: str, meta: str = _META, encoding: str = "utf-8") -> bytes:
    text = (
        f"<!DOCTYPE html><html><head>{meta}<title>年报</title></head><body>{inside}</body></html>"
    )
    return text.encode(encoding)


def _dressed(cell: Cell) -> Callable[[Report], bytes]:
    return lambda report: _page(_body(report, lambda sheet: _table(sheet, cell)))


def _of_word(cell: Printed) -> str:
    text = html.escape(cell.text, quote=False)
    style = 'class="MsoNormal" align="center" style="text-align:center;mso-pagination:widow-orphan"'
    inside = f'<p {style}><span lang="EN-US" style="mso-bidi-font-family:宋体">{text}<o:p></o:p></span></p>'
    return _td(
        cell, inside, ' width="61" valign="top" style="mso-border-alt:solid windowtext .5pt"'
    )


def _wide(cell: Printed) -> str:
    wide = str.maketrans("0123456789.-", "０１２３４５６７８９．－")
    return _td(cell, cell.text.translate(wide) if cell.point else None)


def _with_unit(cell: Printed) -> str:
    counted = cell.point and "fees" not in cell.point and "amount" not in cell.point
    return _td(cell, f"{cell.text}件" if counted else None)


def _laid_out_in_tables(report: Report) -> bytes:
    menu = "<ul><li>首页</li><li>政府信息公开指南</li></ul>"
    path = "<table><tr><td>当前位置：首页 &gt; 年报</td></tr></table>"
    article = f'<table><tr><td id="zoom">{_body(report)}</td></tr></table>'
    return _page(f"<table><tr><td>{menu}</td><td>{path}{article}</td></tr></table>")


def _in_one_column(report: Report) -> bytes:
    rows = [
        f"<tr><td colspan=10>{f'<p>{block}</p>' if isinstance(block, str) else _table(block)}</td></tr>"
        for block in blocks(report)
    ]
    return _page(f"<table>{''.join(rows)}</table>")


def _scrolled(report: Report) -> bytes:
    inside = _body(report, lambda sheet: f'<div style="overflow-x:auto">{_table(sheet)}</div>')
    around = '<div class="share">分享到</div><div class="pager">上一篇：2022年年报</div>'
    return _page(f'<div class="nav">首页</div><div class="TRS_Editor">{inside}</div>{around}')


def _with_empty_rows(report: Report) -> bytes:
    def table(sheet: Sheet) -> str:
        empty = f"<tr>{'<td></td>' * sum(cell.across for cell in sheet[0])}</tr>"
        return f"<table>{empty}{''.join(map(_row, sheet))}{empty}</table>"

    return _page(_body(report, table))


def _first_values(sheet: Sheet) -> int:
    return next(at for at, row in enumerate(sheet) if any(cell.point for cell in row))


def _heads_apart(report: Report) -> bytes:
    def table(sheet: Sheet) -> str:
        at = _first_values(sheet)
        return _table(sheet[:at]) + _table(sheet[at:]) if at > 2 else _table(sheet)

    return _page(_body(report, table))


def _cut_in_two(report: Report, *, heads: bool) -> bytes:
    def table(sheet: Sheet) -> str:
        if len(sheet) < 20:
            return _table(sheet)
        held = copy.deepcopy(sheet)
        cut = next(at for at in range(12, len(held)) if held[at][0].kind == "group")
        group = next(
            cell for row in held for cell in row if cell.kind == "group" and cell.down > 10
        )
        first = next(at for at, row in enumerate(held) if any(cell is group for cell in row))
        rest = Printed(group.text if heads else "", group.down - (cut - first), 1, "group")
        group.down = cut - first
        second = [*copy.deepcopy(held[: _first_values(held)] if heads else []), *held[cut:]]
        at = len(second) - len(held[cut:])
        second[at] = [rest, *second[at]]
        return f"{_table(held[:cut])}<p>&nbsp;</p>{_table(second)}"

    return _page(_body(report, table))


def _wrong_spans(report: Report) -> bytes:
    def table(sheet: Sheet) -> str:
        held = copy.deepcopy(sheet)
        for row in held:
            for cell in row:
                if cell.text in {"申请人情况", "法人或其他组织"}:
                    cell.across -= 1
        return _table(held)

    return _page(_body(report, table))


def _small_disputes(report: Report, *, titles: Callable[[str, str], str]) -> bytes:
    names = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")

    def table(sheet: Sheet) -> str:
        values = [cell for row in sheet for cell in row if cell.point]
        if len(values) != 15:
            return _table(sheet)
        heads = f"<tr>{''.join(f'<td>{name}</td>' for name in names)}</tr>"
        told = ("行政复议", "行政诉讼", "未经复议直接起诉"), ("行政诉讼", "复议后起诉")
        said = [told[0][:1], told[0][1:], told[1]]
        return "".join(
            titles("|".join(title), heads + _row(values[5 * at : 5 * at + 5]))
            for at, title in enumerate(said)
        )

    return _page(_body(report, table))


def _titled_inside(title: str, rows: str) -> str:
    heads = "".join(f"<tr><td colspan=5>{word}</td></tr>" for word in title.split("|"))
    return f"<table>{heads}{rows}</table>"


def _titled_before(title: str, rows: str) -> str:
    return f"<p>（一）{title.replace('|', '（')}{'）' * title.count('|')}</p><table>{rows}</table>"


PAGES: dict[str, Callable[[Report], bytes]] = {
    "as exported by Word": _dressed(_of_word),
    "blanks around the digits": _dressed(
        lambda cell: _td(cell, f"<p>&nbsp;{html.escape(cell.text)}&nbsp;</p><p>&nbsp;</p>")
    ),
    "full-width digits": _dressed(_wide),
    "a unit behind each number": _dressed(_with_unit),
    "a span for each digit": _dressed(
        lambda cell: _td(cell, "".join(f"<span>{sign}</span>" for sign in cell.text))
    ),
    "labels broken": _dressed(
        lambda cell: _td(cell, None if cell.point else f"{cell.text[:2]}<br/>{cell.text[2:]}")
    ),
    "laid out in tables": _laid_out_in_tables,
    "laid out in one column": _in_one_column,
    "scrolled, with the site around": _scrolled,
    "empty rows": _with_empty_rows,
    "headings in a table of their own": _heads_apart,
    "cut in two": lambda report: _cut_in_two(report, heads=False),
    "cut in two, headings again": lambda report: _cut_in_two(report, heads=True),
    "spans of headings wrong": _wrong_spans,
    "cells not closed": lambda report: _page(_body(report).replace("</td>", "")),
    "three small tables of disputes": lambda report: _small_disputes(report, titles=_titled_inside),
    "three small tables with titles before": lambda report: _small_disputes(
        report, titles=_titled_before
    ),
    "gbk without a word of it": lambda report: _page(_body(report), "", "gb18030"),
    "gbk that says it is utf-8": lambda report: _page(_body(report), _META, "gb18030"),
    "utf-8 that says it is gb2312": lambda report: _page(
        _body(report), _META.replace("utf-8", "gb2312")
    ),
    "with a byte order mark": lambda report: b"\xef\xbb\xbf" + _page(_body(report)),
    "utf-16": lambda report: _page(_body(report)).decode().encode("utf-16"),
    "gzipped": lambda report: gzip.compress(_page(_body(report)), mtime=0),
    "printed once more for the phone": lambda report: _page(_body(report) * 2),
}
