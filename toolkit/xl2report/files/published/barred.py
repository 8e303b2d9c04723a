"""Tables between bars: a row a line as in Markdown, or as programs copy them from a page, a cell a line."""

import re
from collections import Counter
from itertools import takewhile

from xl2report.files.published.blocks import Draft
from xl2report.files.published.lines import (
    HEADING,
    VALUE,
    is_short,
    no_table,
    prose,
    table_of,
    values_apart,
    values_of,
)

_BAR_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*")
# So many bars and values make a run of lines a table.
_FEWEST_BARS, _FEWEST_VALUES = 8, 3
# The longest part of a label that goes on in the next line.
_LONGEST_PIECE = 40


# What a row spans more than its cells, copied as bars without anything between them.
_PADDED = re.compile(r"\|{2,}\s*$")
_ONLY_BARS = re.compile(r"[|\s]+")
# So many of its rows with as many cells as each other make a table one whose columns are what they seem.
_EVEN = 0.7


def barred_lines(lines: list[str], at: int) -> tuple[int, list[Draft]]:
    """Rows between bars."""
    end, kept = at, list[str]()
    padded = False
    while end < len(lines) and lines[end].count("|") >= (1 if kept else 2):
        line = lines[end].strip()
        if not kept and _ONLY_BARS.fullmatch(line):
            return at, []
        end += 1
        if _BAR_RULE.fullmatch(line):
            continue
        padded = padded or bool(_PADDED.search(line))
        kept.append(line)
    # Where most rows have none in front, a bar there stands behind a blank cell.
    framed = sum(line.startswith("|") for line in kept) * 2 > len(kept)
    rows = [_cells(line, framed=framed) for line in kept]
    if len(rows) < 2:
        # A cell a line may begin like this.
        return (at, []) if _is_stream(lines, at) else _rows(rows, end, at, padded=padded)
    return _rows(rows, end, at, padded=padded)


def _cells(line: str, *, framed: bool) -> list[str]:
    bare = line.removeprefix("|") if framed else line
    cells = re.split(r"(?<!\\)\|", bare.removesuffix("|"))
    return [prose(re.sub(r"<br\s*/?>", " ", cell.replace("\\|", "|"))) for cell in cells]


def _rows(rows: list[list[str]], end: int, at: int, *, padded: bool) -> tuple[int, list[Draft]]:
    if not rows:
        return at, []
    widths = Counter(len(row) for row in rows)
    usual, count = widths.most_common(1)[0]
    heads = [*takewhile(lambda row: not any(VALUE.fullmatch(cell.strip()) for cell in row), rows)]
    even = count >= _EVEN * len(rows) and all(len(row) == usual for row in heads)
    if even and not padded:
        return end, [table_of(rows, aligned=True)]
    return end, [table_of(rows, aligned=False, open_ended=padded)]


def _is_stream(lines: list[str], at: int) -> bool:
    """Whether cells stand one a line from here, with bars behind or below them."""
    return barred_cells(lines, at)[0] > at


def barred_cells(lines: list[str], at: int) -> tuple[int, list[Draft]]:
    """A cell a line and a bar behind it, or on a line of its own; what is spanned is bars alone."""
    if not _opens(lines, at):
        return at, []
    end, stream, held = at, list[str](), list[str]()
    last = at
    while end < len(lines):
        line = lines[end].strip()
        bare = line.rstrip("| \t")
        if "|" in bare or (bare and not is_short(bare)):
            break
        if bare and "|" not in line and not _closed_below(lines, end):
            break
        if bare:
            held.append(prose(bare))
        bars = line.count("|")
        if bars:
            stream.append(" ".join(held))
            stream.extend([""] * (bars - 1))
            held = []
            last = end + 1
        end += 1
    values = sum(bool(values_of(cell)) for cell in stream)
    if len(stream) < _FEWEST_BARS or values < _FEWEST_VALUES:
        return no_table(lines, at, end)
    return last, [table_of(_by_label(stream), aligned=False, open_ended=True)]


def _opens(lines: list[str], at: int) -> bool:
    line = lines[at].strip()
    bare = line.rstrip("| \t")
    return bool(bare) and "|" not in bare and is_short(bare) and _closed_below(lines, at)


def _closed_below(lines: list[str], at: int) -> bool:
    """Whether the text of a line ends in a bar, there or below; a label may go over two lines."""
    for ahead, line in enumerate(lines[at : at + 3]):
        plain = line.strip()
        if plain.endswith("|"):
            return True
        # A heading of the report is no cell: its bar would be on the next line.
        heading = not ahead and HEADING.match(plain)
        following = lines[at + 1].strip() if at + 1 < len(lines) else ""
        if len(plain) > _LONGEST_PIECE or (heading and not following.startswith("|")):
            return False
    return False


def _by_label(stream: list[str]) -> list[list[str]]:
    """Cells in a row as lines: each label begins one, what follows up to the next label is behind it."""
    rows: list[list[str]] = []
    for cell in stream:
        if not rows or (cell and not VALUE.fullmatch(cell)):
            rows.append([cell])
        else:
            rows[-1].append(cell)
    return list(values_apart(rows))
