"""`read`: what stands in workbooks, as plain data for other systems."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xl2report.chain.books import find_books, read_books
from xl2report.form.plan import Plan
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding

if TYPE_CHECKING:
    import pandas as pd


def read(
    paths: Iterable[Path | str], *, password: str = ""
) -> tuple[list[dict[str, Any]], list[Finding]]:
    """One object a workbook in the shape of the contract, and the findings of reading."""
    books = []
    findings: list[Finding] = []
    for reading in read_books(find_books(paths, password=password)):
        findings.extend(reading.findings)
        if reading.filing is not None and reading.plan is not None:
            books.append(as_data(reading.filing, reading.plan))
    return books, findings


def as_data(filing: Filing, plan: Plan) -> dict[str, Any]:
    """A filing as JSON carries it; values are decimals in strings, blank ones null."""
    return {
        "book": filing.book,
        "form": filing.form,
        "way": filing.way,
        "year": filing.year,
        "reporter": {"name": filing.reporter, "code": filing.code},
        "values": dict(_values(filing, plan)),
        "texts": filing.texts,
        "explanations": filing.explanations,
        "cover": filing.cover,
        "declarations": {
            "zero_report": filing.zero_report,
            "blank_is_zero": sorted(filing.declared_zero),
            "switches": sorted(filing.switches),
        },
    }


def _values(filing: Filing, plan: Plan) -> Iterator[tuple[str, dict[str, Any]]]:
    known: list[int | None] = filing.values  # noqa: PD011 - a filing, not a data frame
    for number, point in enumerate(plan.form.points):
        sheet, cell = filing.stands(number, plan.layout.cells[number])
        value = known[number]
        computed = number in plan.relations.fills
        # A declared blank counts as zero in every sum, and still reads as what it is: blank.
        shown = None if value is None or number in filing.blank else point.measure.show(value)
        entry: dict[str, Any] = {
            "value": shown,
            "state": filing.state(number),
            "place": f"{sheet}!{cell}",
        }
        if entry["state"] == "text":
            entry["text"] = filing.odd[number][1]
        if computed:
            entry["computed"] = True
            cached = filing.cached.get(number)
            if cached is not None:
                entry["cached"] = point.measure.show(cached)
            typed = filing.standing.get(number)
            if typed is not None:
                entry["typed"] = point.measure.show(typed)
        yield point.id, entry


def frame(paths: Iterable[Path | str], *, password: str = "") -> "pd.DataFrame":
    """A long table: one row for each unit and point, for analysis and export.

    Columns: book, form, year, reporter, code, point, table, label, unit, value (decimal as text, NA
    where blank), state, place, computed.
    """
    return framed(paths, password=password)[0]


def framed(
    paths: Iterable[Path | str], *, password: str = ""
) -> tuple["pd.DataFrame", list[Finding]]:
    """The table of `frame` and the findings of reading."""
    import pandas as pd

    rows = []
    findings: list[Finding] = []
    for reading in read_books(find_books(paths, password=password)):
        findings.extend(reading.findings)
        if reading.filing is None or reading.plan is None:
            continue
        filing, plan = reading.filing, reading.plan
        labels = {point.id: point for point in plan.form.points}
        for name, entry in _values(filing, plan):
            point = labels[name]
            rows.append(
                (
                    filing.book,
                    filing.form,
                    filing.year,
                    filing.reporter,
                    filing.code,
                    name,
                    point.table,
                    point.label,
                    point.measure.unit,
                    entry["value"],
                    entry["state"],
                    entry["place"],
                    bool(entry.get("computed")),
                )
            )
    columns = [
        "book",
        "form",
        "year",
        "reporter",
        "code",
        "point",
        "table",
        "label",
        "unit",
        "value",
        "state",
        "place",
        "computed",
    ]
    return pd.DataFrame(rows, columns=columns), findings
