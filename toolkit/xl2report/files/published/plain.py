"""A report as plain text or Markdown → paragraphs and tables.

Tables in plain text have lost their rules. Known are: cells between bars, between tabs, a cell a line
(each behind a tab), several cells a line parted by spaces, and one cell after another a line each. What
was merged or empty is lost in most of them: such tables are not `aligned`, and whoever reads them must
count cells.
"""

import re
from collections.abc import Iterator

from xl2report.files.published.blocks import Draft, Piece, Rows, clean, published
from xl2report.files.published.decoding import decoded
from xl2report.ground.published import Published

_BAR_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*")
_MARK = re.compile(r"^\s{0,3}(#{1,6}\s+|>\s?)")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_LIST = re.compile(r"^\s{0,6}[-*+]\s+(?=\S)")
_PAGE_NUMBER = re.compile(r"\s*[-—－–]\s*\d{1,3}\s*[-—－–]\s*")
_VALUE = re.compile(r"[-+－＋]?[\d０-９][\d０-９,，.．]*(?:[万亿]?元|件|项|个|条)?|[-—－/／]|无")
_SENTENCE = re.compile(r"[。；！？]|，.*，")
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}[、．.]")
_LONGEST_LABEL = 60
# A run of lines is a table where so many of them hold nothing but numbers, or end in them.
_FEWEST_VALUES = 3


def read_plain(data: bytes, name: str) -> Published:
    """The document in the bytes of a text or Markdown file. Raises UnreadableDocument."""
    text, doubts = decoded(data)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    return published(name, _blocks(lines), doubts)


def _blocks(lines: list[str]) -> Iterator[Draft]:
    at = 0
    while at < len(lines):
        for taken in (_page, _bars, _tabbed_lines, _tabs, _loose):
            end, drafts = taken(lines, at)
            if end > at:
                yield from drafts
                at = end
                break
        else:
            yield _prose(lines[at])
            at += 1


def _prose(line: str) -> str:
    return _EMPHASIS.sub(r"\2", _LIST.sub("", _MARK.sub("", line))).replace("\\.", ".")


def _page(lines: list[str], at: int) -> tuple[int, list[Draft]]:
    """A table written in HTML, to its end."""
    if "<table" not in lines[at].lower():
        return at, []
    from xl2report.files.published.web import tables_of

    end, opened = at, 0
    while end < len(lines):
        low = lines[end].lower()
        opened += low.count("<table") - low.count("</table")
        end += 1
        if opened <= 0:
            break
    return end, tables_of("\n".join(lines[at:end]))


def _bars(lines: list[str], at: int) -> tuple[int, list[Draft]]:
    """Rows between bars."""
    end, rows = at, list[list[str]]()
    while end < len(lines) and lines[end].count("|") >= (1 if rows else 2):
        line = lines[end].strip()
        end += 1
        if _BAR_RULE.fullmatch(line):
            continue
        cells = re.split(r"(?<!\\)\|", line.removeprefix("|").removesuffix("|"))
        rows.append([_prose(re.sub(r"<br\s*/?>", " ", cell.replace("\\|", "|"))) for cell in cells])
    return (end, [_table(rows, aligned=True)]) if rows else (at, [])


def _tabbed_lines(lines: list[str], at: int) -> tuple[int, list[Draft]]:
    """A cell a line, each behind a tab; an empty line ends a row, a line without a tab goes on."""
    if not lines[at].startswith("\t") or lines[at].count("\t") > 1:
        return at, []
    end, rows, row = at, [], list[str]()
    while end < len(lines):
        line = lines[end]
        if line.startswith("\t") and line.count("\t") == 1:
            row.append(line)
        elif not line.strip():
            if not row:
                break
            rows.append(row)
            row = []
        elif row and "\t" not in line and _is_short(line) and _goes_on(lines, end):
            row[-1] += " " + line
        else:
            break
        end += 1
    if row:
        rows.append(row)
    return (end, [_table(rows)]) if len(rows) > 1 else (at, [])


def _goes_on(lines: list[str], at: int) -> bool:
    """Whether a row of tabbed lines continues behind a line without a tab, or ends there properly."""
    following = lines[at + 1] if at + 1 < len(lines) else ""
    return following.startswith("\t") or not following.strip()


def _tabs(lines: list[str], at: int) -> tuple[int, list[Draft]]:
    """Rows with tabs between the cells; empty lines between them do not matter."""
    end, rows = at, list[list[str]]()
    while end < len(lines):
        line = lines[end]
        if "\t" in line.strip("\n") and line.strip():
            rows.append(line.split("\t"))
        elif line.strip() or not rows or not any("\t" in one for one in lines[end + 1 : end + 2]):
            break
        end += 1
    tabbed = [row for row in rows if sum(bool(clean(cell)) for cell in row) > 1]
    return (end, [_table(rows)]) if len(tabbed) > 1 else (at, [])


def _loose(lines: list[str], at: int) -> tuple[int, list[Draft]]:
    """Cells parted by spaces, or one a line: a run of short lines many of which are numbers."""
    if not _is_short(lines[at]) or not lines[at].strip():
        return at, []
    end, held = at, list[tuple[int, str]]()
    blank = 0
    while end < len(lines) and blank < 4:
        line = lines[end]
        if line.strip() and not _is_short(line):
            break
        blank = 0 if line.strip() else blank + 1
        if line.strip() and not _PAGE_NUMBER.fullmatch(line):
            held.append((end, clean(line)))
        end += 1
    numbered = [number for number, line in held if _values_of(line)]
    if len(numbered) < _FEWEST_VALUES:
        return at, []
    # Short lines behind the last value are prose again: the next heading, a signature.
    kept = [line for number, line in held if number <= numbered[-1]]
    return numbered[-1] + 1, list(_loose_rows(kept))


def _loose_rows(held: list[str]) -> Iterator[Draft]:
    """The tables of a run, parted by headings: rows of labels, each with the values that follow it."""
    values = [_values_of(line) for line in held]
    labels = [
        line.split(" ")[: len(line.split(" ")) - len(found)]
        for line, found in zip(held, values, strict=True)
    ]
    rows: list[list[str]] = []
    for at, line in enumerate(held):
        alone = not any(values[at : at + 3])
        if labels[at] and alone and _HEADING.match(line):
            if rows:
                yield _table(rows, aligned=False)
            yield line
            rows = []
        elif labels[at] or not rows or not at:
            rows.append([*labels[at], *values[at]])
        elif _begins_anew(rows[-1], labels[at - 1], values[at - 1], values[at]):
            rows.append(values[at])
        else:
            rows[-1].extend(values[at])
    if rows:
        yield _table(rows, aligned=False)


def _begins_anew(row: list[str], label: list[str], before: list[str], values: list[str]) -> bool:
    """Whether a line of nothing but values is a row of its own: it is no cell of the row before."""
    return len(values) > 1 and (len(before) > 1 or len(label) > 1 or not row)


def _values_of(line: str) -> list[str]:
    """The values at the end of a line."""
    found: list[str] = []
    for word in reversed(clean(line).split(" ")):
        if not _VALUE.fullmatch(word):
            break
        found.insert(0, word)
    return found


def _is_short(line: str) -> bool:
    """Whether a line may be cells: no sentence stands in it."""
    plain = clean(line)
    if not plain:
        return True
    if "\t" in line or line.count("|") > 1:
        return False
    longest = max(len(word) for word in plain.split(" "))
    return longest <= _LONGEST_LABEL and "。" not in plain and not _MARK.match(line)


def _table(rows: list[list[str]], *, aligned: bool | None = None) -> Rows:
    """The table of rows; where all have as many cells, their columns are what they seem."""
    if aligned is None:
        aligned = len({len(row) for row in rows}) == 1
    return Rows([[Piece(cell) for cell in row] for row in rows], aligned)
