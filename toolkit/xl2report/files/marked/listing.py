"""The first sheet: one line a finding, each with a jump to its cell; written as XML, all texts inline.

An inline text stays text whatever it begins with; `quotePrefix` keeps it so when somebody edits it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from xl2report.files.marked.spelling import MAIN, cell_text, escaped
from xl2report.files.marked.styles import Styles, solid
from xl2report.files.marked.words import WORDS, Said, lines_of
from xl2report.ground.marks import LIST_CELL
from xl2report.ground.points import column_letters, split_address
from xl2report.ground.wordings.model import Language

_HEAD_ROW = 5
_SONG, _HEI = "宋体", "黑体"
_RED, _AMBER, _GREY = "FFF8CBAD", "FFFFE699", "FFF2F2F2"
_WIDTHS = {
    "number": 5.0, "level": 7.0, "sheet": 17.0, "cells": 17.0, "stands": 22.0,
    "message": 46.0, "remedy": 36.0, "suspect": 30.0, "code": 7.0,
}  # fmt: skip
_LONG = ("sheet", "cells", "stands", "message", "remedy", "suspect")
_LONG_LEVEL = 12.0  # “information”, “提示（已说明）”
_LETTERS = tuple(column_letters(column) for column in range(27))
_CHUNK = 30_000  # Excel holds 32,767 characters in a cell
_MOST_HEIGHT = 400.0  # Excel's rows end at 409


class Line(NamedTuple):
    """A finding as the list shows it: its sheet, its cells, what stands there, where to jump."""

    said: Said
    sheet: str
    cells: str
    stands: str
    jump: str


class Looks(NamedTuple):
    """The numbers of the list's formats."""

    title: int
    line: int
    guide: int
    heading: int
    text: int
    centre: int
    link: int
    levels: dict[str, int]
    hidden: int


def looks(styles: Styles) -> Looks:
    """The list's formats, put into the workbook's."""

    def font(size: str, name: str, more: str = "", colour: str = 'theme="1"') -> int:
        return styles.add(
            b"fonts",
            f'<font>{more}<sz val="{size}"/><color {colour}/><name val="{name}"/>'
            '<family val="3"/><charset val="134"/></font>',
        )

    def fill(colour: str) -> int:
        return styles.add(b"fills", solid(colour[2:]))

    side = "".join(
        f'<{name} style="thin"><color rgb="FFA6A6A6"/></{name}>'
        for name in ("left", "right", "top", "bottom")
    )
    box = styles.add(b"borders", f"<border>{side}<diagonal/></border>")

    def look(font_: int, align: str, border: int = 0, fill_: int = 0) -> int:
        return styles.add(
            b"cellXfs",
            f'<xf numFmtId="0" fontId="{font_}" fillId="{fill_}" borderId="{border}" xfId="0" '
            'quotePrefix="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
            f"<alignment {align}/></xf>",
        )

    plain, bold = font("10.5", _SONG), font("10.5", _SONG, "<b/>")
    blue = font("10.5", _SONG, "<u/>", 'rgb="FF0563C1"')
    left = 'horizontal="left" vertical="center" wrapText="1"'
    inset = f'{left} indent="1"'
    centre = 'horizontal="center" vertical="center" wrapText="1"'
    return Looks(
        title=look(font("18", _HEI), 'horizontal="center" vertical="center"'),
        line=look(plain, 'horizontal="left" vertical="center"'),
        guide=look(plain, left),
        heading=look(bold, centre, box, fill(_GREY)),
        text=look(plain, inset, box),
        centre=look(plain, centre, box),
        link=look(blue, inset, box),
        levels={
            "error": look(bold, centre, box, fill(_RED)),
            "warning": look(bold, centre, box, fill(_AMBER)),
            "information": look(plain, centre, box),
        },
        hidden=look(plain, 'vertical="top"'),
    )


def list_part(
    lines: Sequence[Line],
    unit: str,
    book: str,
    look: Looks,
    facts: Sequence[str],
    language: Language,
) -> bytes:
    """The sheet's part; `facts` go into a hidden column, for whoever takes the marks off again."""
    words = WORDS[language]
    names = [
        name for name in _WIDTHS if name != "suspect" or any(one.said.suspects for one in lines)
    ]
    long = language == "en" or any(one.said.finding.explained for one in lines)
    widths = _WIDTHS | ({"level": _LONG_LEVEL} if long else {})
    last = column_letters(len(names))
    counts = {
        level: sum(one.said.level == level for one in lines)
        for level in ("error", "warning", "information")
    }
    explained = sum(one.said.finding.explained for one in lines)
    also = words["also"].format(explained=explained) if explained else ""
    parts = [words["unit"].format(unit=unit)] if unit else []
    parts += [words["book"].format(book=book)] if book else []
    total = sum(widths[name] for name in names)
    heads = [
        (1, 36.0, look.title, words["title"]),
        (2, 21.0, look.line, "　　".join([*parts, words["counts"].format(**counts, also=also)])),
        (3, lines_of(words["guide"], total) * 15.0 + 6, look.guide, words["guide"]),
    ]
    rows: dict[int, tuple[float, list[str]]] = {
        row: (height, [_cell(row, 1, style, text)]) for row, height, style, text in heads
    }
    rows[4] = 6.0, []
    rows[_HEAD_ROW] = (
        24.0,
        [
            _cell(_HEAD_ROW, column, look.heading, words[name])
            for column, name in enumerate(names, 1)
        ],
    )
    links = []
    sheet = names.index("sheet") + 1
    for number, line in enumerate(lines, 1):
        row = _HEAD_ROW + number
        rows[row] = _row(line, number, row, names, look)
        if line.jump:
            area = f"{_LETTERS[sheet]}{row}:{_LETTERS[sheet + 1]}{row}"
            links.append(f'<hyperlink ref="{area}" location="{escaped(line.jump)}"/>')
    if not lines:
        rows[_HEAD_ROW + 1] = 24.0, [_cell(_HEAD_ROW + 1, 1, look.line, words["none"])]
    _hide(rows, facts, look.hidden)
    return _PART.format(
        main=MAIN.decode(),
        columns=_columns([widths[name] for name in names]),
        below=_HEAD_ROW + 1,
        head=_HEAD_ROW,
        rows="".join(
            f'<row r="{row}" ht="{height:.2f}" customHeight="1">{"".join(cells)}</row>'
            if height
            else f'<row r="{row}">{"".join(cells)}</row>'
            for row, (height, cells) in sorted(rows.items())
        ),
        merges="".join(f'<mergeCell ref="A{row}:{last}{row}"/>' for row in (1, 2, 3)),
        links=f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "",
        footer=escaped(f'&C&"{_SONG},Regular"&9{words["footer"]}'),
    ).encode()


_PART = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<worksheet xmlns="{main}"><sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/>'
    '</sheetPr><sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">'
    '<pane ySplit="{head}" topLeftCell="A{below}" activePane="bottomLeft" state="frozen"/>'
    '<selection pane="bottomLeft" activeCell="A{below}" sqref="A{below}"/></sheetView></sheetViews>'
    '<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>{rows}</sheetData>'
    '<mergeCells count="3">{merges}</mergeCells>{links}<printOptions horizontalCentered="1"/>'
    '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
    '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>'
    "<headerFooter><oddFooter>{footer}</oddFooter></headerFooter></worksheet>"
)


def _row(
    line: Line, number: int, row: int, names: Sequence[str], look: Looks
) -> tuple[float, list[str]]:
    """The height of a finding's line and its cells."""
    said = line.said
    texts = {
        "number": str(number),
        "level": said.severity,
        "sheet": line.sheet,
        "cells": line.cells,
        "stands": line.stands,
        "message": said.message,
        "remedy": said.remedy,
        "suspect": said.suspects,
        "code": said.finding.code,
    }
    link = look.link if line.jump else look.text
    styles = {
        "number": look.centre, "code": look.centre, "level": look.levels[said.level],
        "sheet": link, "cells": link,
    }  # fmt: skip
    high = max(lines_of(texts[name], _WIDTHS[name] - 3.0) for name in _LONG)
    cells = [
        _cell(row, column, styles.get(name, look.text), texts[name])
        for column, name in enumerate(names, 1)
    ]
    return min(_MOST_HEIGHT, max(24.0, high * 14.5 + 8)), cells


def _cell(row: int, column: int, style: int, text: str) -> str:
    spot = f"{_LETTERS[column]}{row}"
    if not text:
        return f'<c r="{spot}" s="{style}"/>'
    inner = f'<is><t xml:space="preserve">{cell_text(text)}</t></is>'
    return f'<c r="{spot}" s="{style}" t="inlineStr">{inner}</c>'


def _columns(widths: Sequence[float]) -> str:
    hidden = split_address(LIST_CELL)[1]
    spelt = "".join(
        f'<col min="{number}" max="{number}" width="{width:g}" customWidth="1"/>'
        for number, width in enumerate(widths, 1)
    )
    return f'{spelt}<col min="{hidden}" max="{hidden}" width="9" hidden="1" customWidth="1"/>'


def _hide(rows: dict[int, tuple[float, list[str]]], facts: Sequence[str], style: int) -> None:
    """Write texts into the hidden column, each cut into as many cells as it needs."""
    row, column = split_address(LIST_CELL)
    pieces = [
        fact[at : at + _CHUNK] for fact in facts for at in range(0, max(1, len(fact)), _CHUNK)
    ]
    for piece in pieces:
        rows.setdefault(row, (0.0, []))[1].append(_cell(row, column, style, piece))
        row += 1
