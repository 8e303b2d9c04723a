"""Reports as programs copy the text of a web page: cells a line each, bars where cells ended, spans as bars."""

from collections.abc import Callable

from published.printed_reports import Report, Sheet, blocks


def _width(sheet: Sheet) -> int:
    return sum(cell.across for cell in sheet[0])


def a_cell_a_line(sheet: Sheet) -> list[str]:
    """Each cell a line, empty ones left out with it."""
    return [cell.text for row in sheet for cell in row if cell.text]


def parted_by_blank_lines(sheet: Sheet) -> list[str]:
    """Each cell a paragraph."""
    return [line for cell in a_cell_a_line(sheet) for line in (cell, "")]


def a_bar_behind_each(sheet: Sheet) -> list[str]:
    """A cell and a bar a line; what a row spans more is a line of bars."""
    lines: list[str] = []
    for row in sheet:
        lines.extend(f"{cell.text} |".strip() for cell in row)
        more = sum(cell.across - 1 for cell in row)
        if more:
            lines.append("|" * more)
    return lines


def bars_on_their_own(sheet: Sheet) -> list[str]:
    """A line for a cell, then a line for its bar."""
    return [line for row in sheet for cell in row for line in (cell.text, "|") if line]


def rows_with_bars(sheet: Sheet) -> list[str]:
    """A row a line, without what reaches down into it; spans are empty cells at its end."""
    lines: list[str] = []
    for row in sheet:
        more = sum(cell.across - 1 for cell in row)
        lines.append(" | ".join(cell.text for cell in row) + " | " + "|" * more)
    return lines


def rows_with_bars_around(sheet: Sheet) -> list[str]:
    """The same with a bar in front."""
    return [f"| {line}" for line in rows_with_bars(sheet)]


def rows_with_bare_bars(sheet: Sheet) -> list[str]:
    """A row a line, nothing for spans."""
    return [" | ".join(cell.text for cell in row) + " |" for row in sheet]


COPIES: dict[str, Callable[[Sheet], list[str]]] = {
    copy.__name__: copy
    for copy in (
        a_cell_a_line,
        parted_by_blank_lines,
        a_bar_behind_each,
        bars_on_their_own,
        rows_with_bars,
        rows_with_bars_around,
        rows_with_bare_bars,
    )
}


def copied(report: Report, how: str) -> bytes:
    """The report as plain text, its tables copied in one of these ways."""
    lines: list[str] = []
    for block in blocks(report):
        if isinstance(block, str):
            lines.append(block)
        else:
            lines.extend(COPIES[how](block))
    return "\n".join(lines).encode()
