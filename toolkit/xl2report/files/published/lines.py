"""Lines of plain text: which may be cells, which are values, which are prose."""

import re
from collections.abc import Iterator

from xl2report.files.published.blocks import Draft, Piece, Rows, clean

_MARK = re.compile(r"^\s{0,3}(#{1,6}\s+|>\s?)")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_LIST = re.compile(r"^\s{0,6}[-*+]\s+(?=\S)")
VALUE = re.compile(r"[-+－＋]?[\d０-９][\d０-９,，.．]*(?:[万亿]?元|件|项|个|条)?|[-—－/／]|无")
HEADING = re.compile(r"[一二三四五六七八九十]{1,3}[、．.]")
_LONGEST_LABEL = 60
# No table of a report is as long.
_LONG_RUN = 400
# No line with a label has more values than this.
_MOST_BEHIND = 8


def prose(line: str) -> str:
    """A line without the marks of Markdown."""
    return _EMPHASIS.sub(r"\2", _LIST.sub("", _MARK.sub("", line))).replace("\\.", ".")


def values_of(line: str) -> list[str]:
    """The values at the end of a line."""
    found: list[str] = []
    for word in reversed(clean(line).split(" ")):
        if not VALUE.fullmatch(word):
            break
        found.insert(0, word)
    return found


def is_short(line: str) -> bool:
    """Whether a line may be cells: no sentence stands in it."""
    plain = clean(line)
    if not plain:
        return True
    if "\t" in line or line.count("|") > 1:
        return False
    longest = max(len(word) for word in plain.split(" "))
    return longest <= _LONGEST_LABEL and "。" not in plain and not _MARK.match(line)


def no_table(lines: list[str], at: int, end: int) -> tuple[int, list[Draft]]:
    """A run of lines that is no table; a long one is prose at once, lest each of its lines be tried again."""
    if end - at < _LONG_RUN:
        return at, []
    return end, [prose(line) for line in lines[at:end]]


def values_apart(rows: list[list[str]]) -> Iterator[list[str]]:
    """Rows of a label and its values; many values behind many headings are a row without a label.

    So stand the disputes: fifteen headings, one a line, and the fifteen figures below them.
    """
    alone = 0
    for row in rows:
        figures = sum(VALUE.fullmatch(cell) is not None for cell in row[1:])
        if figures > _MOST_BEHIND and alone > _MOST_BEHIND:
            yield row[:1]
            yield row[1:]
        else:
            yield row
        alone = 0 if figures else alone + 1


def table_of(
    rows: list[list[str]], *, aligned: bool | None = None, open_ended: bool = False
) -> Rows:
    """The table of rows; where all have as many cells, their columns are what they seem."""
    if aligned is None:
        aligned = len({len(row) for row in rows}) == 1
    if open_ended:
        rows = [_without_blanks(row) for row in rows]
    return Rows([[Piece(cell) for cell in row] for row in rows], aligned, open_ended)


def _without_blanks(row: list[str]) -> list[str]:
    """A row without the blank cells at its end, of which nobody knows how many there were."""
    last = max((at for at, cell in enumerate(row, 1) if clean(cell)), default=0)
    return row[:last]
