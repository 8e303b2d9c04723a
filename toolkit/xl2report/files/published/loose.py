"""Tables whose cells are parted by nothing but spaces, or stand one a line each."""

import re
from collections.abc import Iterator

from xl2report.files.published.blocks import Draft, clean
from xl2report.files.published.lines import (
    HEADING,
    is_short,
    no_table,
    table_of,
    values_apart,
    values_of,
)

_PAGE_NUMBER = re.compile(r"\s*[-—－–]\s*\d{1,3}\s*[-—－–]\s*")
# A run of lines is a table where so many of them hold nothing but numbers, or end in them.
_FEWEST_VALUES = 3


def loose_lines(lines: list[str], at: int) -> tuple[int, list[Draft]]:
    """Cells parted by spaces, or one a line: a run of short lines many of which are numbers."""
    if not is_short(lines[at]) or not lines[at].strip():
        return at, []
    end, held = at, list[tuple[int, str]]()
    blank = 0
    while end < len(lines) and blank < 4:
        line = lines[end]
        if "|" in line or "<table" in line or (line.strip() and not is_short(line)):
            break
        blank = 0 if line.strip() else blank + 1
        if line.strip() and not _PAGE_NUMBER.fullmatch(line):
            held.append((end, clean(line)))
        end += 1
    numbered = [number for number, line in held if values_of(line)]
    if len(numbered) < _FEWEST_VALUES:
        return no_table(lines, at, end)
    # Short lines behind the last value are prose again: the next heading, a signature.
    kept = [line for number, line in held if number <= numbered[-1]]
    return numbered[-1] + 1, list(_loose_rows(kept))


def _loose_rows(held: list[str]) -> Iterator[Draft]:
    """The tables of a run, parted by headings: rows of labels, each with the values that follow it."""
    values = [values_of(line) for line in held]
    labels = [
        line.split(" ")[: len(line.split(" ")) - len(found)]
        for line, found in zip(held, values, strict=True)
    ]
    rows: list[list[str]] = []
    for at, line in enumerate(held):
        alone = not any(values[at : at + 3])
        if labels[at] and alone and HEADING.match(line):
            if rows:
                yield table_of(list(values_apart(rows)), aligned=False)
            yield line
            rows = []
        elif labels[at] or not rows or not at:
            rows.append([*labels[at], *values[at]])
        elif _begins_anew(rows[-1], labels[at - 1], values[at - 1], values[at]):
            rows.append(values[at])
        else:
            rows[-1].extend(values[at])
    if rows:
        yield table_of(list(values_apart(rows)), aligned=False)


def _begins_anew(row: list[str], label: list[str], before: list[str], values: list[str]) -> bool:
    """Whether a line of nothing but values is a row of its own: it is no cell of the row before."""
    return len(values) > 1 and (len(before) > 1 or len(label) > 1 or not row)
