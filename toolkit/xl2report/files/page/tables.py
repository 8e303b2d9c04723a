"""An official table as HTML: every heading a `th` that says for which cells it stands."""

from collections.abc import Callable

from xl2report.files.page.headings import Headings, headings_of
from xl2report.files.page.text import html
from xl2report.ground.grids import GridCell
from xl2report.work.narrative.story import StoryTable

# How an element is dressed: by the name of its look, and by what it alone needs (`width:5%`).
Dress = Callable[[str, str], str]
_LOOKS = {"note": "note", "value": "value", "label": "side", "group": "side"}
# Characters that the narrowest column of numbers has at least: a phone then scrolls sideways.
_NARROWEST = 3.4
_LEAST = 20.0
_MANY = 8  # columns; more are set smaller on paper


def table_html(table: StoryTable, dress: Dress) -> str:
    """The table in a frame that scrolls sideways where the screen is narrow."""
    headings = headings_of(table.grid, table.heading_rows)
    name = html(table.title)
    unit = html(table.unit)
    if unit and not unit.startswith("单位"):
        unit = f"单位：{unit}"
    width = f"min-width:{_least_width(table):g}em"
    look = "dense" if table.grid.cols > _MANY else "table"
    head, *bodies = _rows(table, headings, dress)
    return (
        f'<div{dress("scroll", "")} role="region" tabindex="0" aria-label="{name}（表格，可左右滚动）">\n'
        f'<table id="t-{html(table.id)}"{dress(look, width)}>\n'
        f"<caption{dress('caption', '')}><span{dress('name', '')}>{name}</span>"
        f"{f' {unit}' if unit else ''}</caption>\n"
        + _columns(table, headings, dress)
        + (f"<thead>\n{head}</thead>\n" if head else "")
        + "".join(f"<tbody>\n{body}</tbody>\n" for body in bodies)
        + "</table>\n</div>\n"
    )


def _least_width(table: StoryTable) -> float:
    numbers = [
        table.widths[cell.col - 1]
        for cell in table.grid.cells
        if cell.kind == "value" and cell.across == 1
    ]
    narrowest = min(numbers, default=max(table.widths))
    return round(max(_LEAST, _NARROWEST * sum(table.widths) / narrowest), 1)


def _columns(table: StoryTable, headings: Headings, dress: Dress) -> str:
    whole = sum(table.widths)
    shares = [f"{100 * width / whole:.2f}".rstrip("0").rstrip(".") for width in table.widths]
    groups = []
    for first, last in headings.column_groups:
        columns = "".join(
            f"<col{dress('', f'width:{shares[at - 1]}%')}>" for at in range(first, last + 1)
        )
        groups.append(f"<colgroup>{columns}</colgroup>\n")
    return "".join(groups)


def _rows(table: StoryTable, headings: Headings, dress: Dress) -> list[str]:
    """The rows of the head, and of each group of rows."""
    rows: dict[int, list[tuple[int, str]]] = {row: [] for row in range(1, table.grid.rows + 1)}
    for number, cell in enumerate(table.grid.cells):
        rows[cell.row].append((cell.col, _cell(table, headings, number, cell, dress)))
    lines = {
        row: f"<tr>{''.join(text for _, text in sorted(cells))}</tr>\n"
        for row, cells in rows.items()
    }
    return [
        "".join(lines[row] for row in range(first, last + 1))
        for first, last in ((1, headings.head), *headings.row_groups)
    ]


def _cell(table: StoryTable, headings: Headings, number: int, cell: GridCell, dress: Dress) -> str:
    spans = (f' rowspan="{cell.down}"' if cell.down > 1 else "") + (
        f' colspan="{cell.across}"' if cell.across > 1 else ""
    )
    named = headings.named.get(number, ())
    told = " ".join(_ident(table, table.grid.cells[at]) for at in named)
    headers = f' headers="{told}"' if told else ""
    text = html(cell.text)
    look = dress(_LOOKS.get(cell.kind, "head"), "")
    scope = headings.scopes.get(number)
    if scope is None:
        return f"<td{look}{spans}{headers}>{text}</td>"
    ident = f' id="{_ident(table, cell)}"' if headings.named else ""
    return f'<th{look}{ident} scope="{scope}"{spans}{headers}>{text}</th>'


def _ident(table: StoryTable, cell: GridCell) -> str:
    return f"t-{html(table.id)}-{cell.row}-{cell.col}"
