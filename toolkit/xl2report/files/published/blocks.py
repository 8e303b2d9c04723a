"""What every format is made into: paragraphs and tables counted as they come, spans laid out.

Knows no file format. A reader makes `Draft` blocks; here they get their places.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from xl2report.ground.published import Cell, Paragraph, Published, Table

# What one document may hold: the largest real one has 40 tables and 3,000 cells.
MOST_CELLS = 60_000
MOST_SPAN = 200
MOST_COLUMNS = 500
MOST_BLOCKS = 50_000
MOST_TEXT = 4 << 20

_SPACES = re.compile(r"[ \t\r\n\f\v\u00a0\u2007\u202f\u3000]+")
# Signs that print nothing; control signs that no workbook can hold.
_NOTHING = dict.fromkeys(
    [*map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\ufffe\uffff")]
    + [code for code in range(32) if chr(code) not in "\t\n\r\f\v"]
    + [*range(0xD800, 0xE000)]
)


class UnreadableDocument(Exception):
    """A document that cannot be read: a short stable reason, and details for logs."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


class Piece(NamedTuple):
    """A cell as a reader meets it: its text and spans; `at` is its column where that is known."""

    text: str
    rows: int = 1
    columns: int = 1
    at: int = 0


class Rows(NamedTuple):
    """A table as a reader meets it, row by row."""

    rows: list[list[Piece]]
    aligned: bool = True
    open_ended: bool = False


Draft = str | Rows


def clean(text: str) -> str:
    """A text with every run of spaces as one, invisible signs taken out."""
    return _SPACES.sub(" ", text.translate(_NOTHING)).strip()


def published(
    name: str,
    drafts: Iterable[Draft],
    doubts: Iterable[tuple[str, str]] = (),
    title: str = "",
) -> Published:
    """The document of a reader's blocks. Raises UnreadableDocument for more than one can hold."""
    blocks: list[Paragraph | Table] = []
    paragraphs = tables = cells = letters = 0
    for draft in drafts:
        if isinstance(draft, str):
            text = clean(draft)
            if not text:
                continue
            paragraphs += 1
            letters += len(text)
            blocks.append(Paragraph(text, f"第{paragraphs}段"))
        else:
            laid = tuple(lay_out(draft))
            if not any(cell.text for cell in laid):
                continue
            tables += 1
            cells += len(laid)
            letters += sum(len(cell.text) for cell in laid)
            blocks.append(Table(laid, f"第{tables}个表格", draft.aligned, draft.open_ended))
        if len(blocks) > MOST_BLOCKS or cells > MOST_CELLS or letters > MOST_TEXT:
            raise UnreadableDocument("too_large", f"{len(blocks)} blocks, {cells} cells")
    return Published(name, tuple(blocks), tuple(dict.fromkeys(doubts)), clean(title))


def lay_out(draft: Rows) -> Iterator[Cell]:
    """The cells at their corners, as a browser lays out spans: none overlaps another."""
    height = len(draft.rows)
    # Cells that reach down into rows to come: first column, the one behind the last, last row.
    reaching: list[tuple[int, int, int]] = []
    count = 0
    for number, row in enumerate(draft.rows, 1):
        above = sorted(span for span in reaching if span[2] >= number)
        reaching = list(above)
        column = 1
        for piece in row:
            column = max(column, piece.at)
            wide = min(max(piece.columns, 1), MOST_SPAN)
            down = min(max(piece.rows, 1), height - number + 1)
            for first, behind, _ in above:
                if first <= column < behind:
                    column = behind
                elif column < first < column + wide:
                    # A span that would cover a cell from above stops before it.
                    wide = first - column
                    break
            count += 1
            if count > MOST_CELLS or column > MOST_COLUMNS:
                raise UnreadableDocument("too_large", f"{count} cells, {column} columns in a table")
            yield Cell(clean(piece.text), number, column, down, wide)
            if down > 1:
                reaching.append((column, column + wide, number + down - 1))
            column += wide


def is_frame(rows: list[list[list[Draft]]]) -> bool:
    """Whether a table only frames others: it holds tables, or is a single cell.

    `rows` hold the blocks of each cell. A grid of many filled cells stays a table, even with another
    table in one of its cells; a single column that holds tables is a page laid out in rows.
    """
    cells = [cell for row in rows for cell in row]
    if len(cells) <= 1:
        return True
    holders = sum(any(isinstance(block, Rows) for block in cell) for cell in cells)
    if holders and all(len(row) <= 1 for row in rows):
        return True
    filled = sum(any(isinstance(b, str) and clean(b) for b in cell) for cell in cells)
    return holders > 0 and filled <= max(6, 3 * holders)
