"""A report as plain text or Markdown → paragraphs and tables.

Tables in plain text have lost their rules. Known are: cells between bars (`barred`), between tabs, a cell a
line (each behind a tab), several cells a line parted by spaces, and one cell after another a line each
(`loose`). What was merged or empty is lost in most of them: such tables are not `aligned`, and whoever reads
them must count cells.
"""

from collections.abc import Iterator

from xl2report.files.published.barred import barred_cells, barred_lines
from xl2report.files.published.blocks import Draft, clean, published
from xl2report.files.published.decoding import decoded
from xl2report.files.published.lines import is_short, prose, table_of
from xl2report.files.published.loose import loose_lines
from xl2report.ground.published import Published


def read_plain(data: bytes, name: str) -> Published:
    """The document in the bytes of a text or Markdown file. Raises UnreadableDocument."""
    text, doubts = decoded(data)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    return published(name, _blocks(lines), doubts)


def _blocks(lines: list[str]) -> Iterator[Draft]:
    at = 0
    while at < len(lines):
        for taken in (_page, barred_lines, barred_cells, _tabbed_lines, _tabs, loose_lines):
            end, drafts = taken(lines, at)
            if end > at:
                yield from drafts
                at = end
                break
        else:
            yield prose(lines[at])
            at += 1


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
        elif row and "\t" not in line and is_short(line) and _goes_on(lines, end):
            row[-1] += " " + line
        else:
            break
        end += 1
    if row:
        rows.append(row)
    return (end, [table_of(rows)]) if len(rows) > 1 else (at, [])


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
    return (end, [table_of(rows)]) if len(tabbed) > 1 else (at, [])
