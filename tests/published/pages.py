"""Reports printed as the plainest page, and ways to find and change their cells."""

import html

from published.printed_reports import Printed, Report, blocks
from xl2report.chain.forms import open_plan
from xl2report.files.published.opening import read_published
from xl2report.work.imported.importing import import_published
from xl2report.work.imported.model import Imported

PLANS = [open_plan("disclosure-2019"), open_plan("disclosure-2021")]
OLD, NEW = PLANS


def page(report: Report, *, title: str = "") -> bytes:
    """The plainest page of a report."""
    said = []
    for block in blocks(report):
        if isinstance(block, str):
            said.append(f"<p>{html.escape(block, quote=False)}</p>")
            continue
        rows = "".join(
            "<tr>"
            + "".join(
                f"<td rowspan={cell.down} colspan={cell.across}>{html.escape(cell.text)}</td>"
                for cell in row
            )
            + "</tr>"
            for row in block
        )
        said.append(f"<table>{rows}</table>")
    body = "".join(said)
    if title:
        body = body.replace(said[0], f"<p>{title}</p>", 1)
    return f"<html><meta charset=utf-8><body>{body}</body></html>".encode()


def imported(data: bytes, name: str = "年报.html") -> Imported:
    found = import_published(read_published(data, name), PLANS)
    assert found is not None
    return found


def cell_of(report: Report, point: str) -> Printed:
    return next(
        cell for _, sheet in report.sheets for row in sheet for cell in row if cell.point == point
    )


def value(found: Imported, point: str) -> int | None:
    return found.filing.values[found.plan.index[point]]


def state(found: Imported, point: str) -> str:
    return found.filing.state(found.plan.index[point])


def codes(found: Imported) -> set[str]:
    return {finding.code for finding in found.findings}


def sheet_of(report: Report, table: str) -> list[list[Printed]]:
    return next(sheet for name, sheet in report.sheets if name == table)


def one_other_row(report: Report, texts: list[str]) -> None:
    """Make （六）其他处理 of the 2021 form one row."""
    sheet = sheet_of(report, "requests")
    rows = [
        n
        for n, row in enumerate(sheet)
        if any(".other_" in cell.point and "other_org" not in cell.point for cell in row)
    ]
    first = rows[0]
    group = next(cell for cell in sheet[first] if cell.kind == "group" and "其他处理" in cell.text)
    sheet[first] = [Printed(group.text, 1, 2, "label"), *(Printed(text) for text in texts)]
    for number in reversed(rows[1:]):
        del sheet[number]
    outer = next(cell for row in sheet for cell in row if cell.kind == "group" and cell.down > 10)
    outer.down -= 2
