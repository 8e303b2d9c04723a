"""`read`: what stands in workbooks, as plain data for other systems."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from xl2report.chain.books import BookFile, find_books, read_books
from xl2report.chain.forms import open_plan
from xl2report.chain.workers import each
from xl2report.form.plan import Plan
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
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
)


class ReadBook(NamedTuple):
    """What stands in one workbook (None where it is none of a form), and what is to be told of it."""

    content: dict[str, Any] | None
    findings: tuple[Finding, ...]


class ReadText(NamedTuple):
    """The same as text, ready to be written; "" where it is no workbook of a form."""

    content: str
    findings: tuple[Finding, ...]


def read(
    paths: Iterable[Path | str], *, password: str = "", jobs: int | None = None
) -> tuple[list[dict[str, Any]], list[Finding]]:
    """One object a workbook in the shape of the contract, and the findings of reading.

    `jobs` is how many processes read many workbooks (by default one for each processor).
    """
    books = []
    findings: list[Finding] = []
    for content, told in each(_as_data, find_books(paths, password=password), None, jobs):
        findings.extend(told)
        if content is not None:
            books.append(content)
    return books, findings


def read_json(
    books: Sequence[BookFile], told: list[Finding], *, ascii_only: bool, jobs: int | None = None
) -> Iterator[str]:
    """What `read` gives as JSON text, book by book: the whole is never held at once.

    `told` is filled with the findings of reading on the way.
    """
    told.clear()  # it may be asked for twice
    begun = False
    for content, findings in each(_as_json, books, ascii_only, jobs):
        told.extend(findings)
        if content:
            yield (",\n" if begun else "[\n") + content
            begun = True
    yield "\n]" if begun else "[]"


def read_csv(
    books: Sequence[BookFile], told: list[Finding], jobs: int | None = None
) -> Iterator[str]:
    """What `frame` gives as CSV text, book by book; `told` is filled with the findings on the way."""
    yield _lines([COLUMNS])
    for content, findings in each(_as_csv, books, None, jobs):
        told.extend(findings)
        yield content


def _as_data(books: Sequence[BookFile], _: None) -> Iterator[ReadBook]:
    for _name, filing, plan, findings in read_books(books):
        known = filing is not None and plan is not None
        yield ReadBook(as_data(filing, plan) if known else None, tuple(findings))  # type: ignore[arg-type]  # both are there


def _as_json(books: Sequence[BookFile], ascii_only: bool) -> Iterator[ReadText]:  # noqa: FBT001 - the one thing it is called with
    for content, findings in _as_data(books, None):
        text = json.dumps(content, ensure_ascii=ascii_only, indent=2) if content else ""
        # Not textwrap.indent: to it some signs inside a string end a line.
        yield ReadText(text and "  " + text.replace("\n", "\n  "), findings)


def _as_csv(books: Sequence[BookFile], _: None) -> Iterator[ReadText]:
    for content, findings in _as_data(books, None):
        yield ReadText(_lines(_rows(content)) if content else "", findings)


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


def _rows(book: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """The rows of one book in the order of COLUMNS."""
    who = book["reporter"]
    for point in open_plan(book["form"]).form.points:
        entry = book["values"][point.id]
        yield (
            book["book"],
            book["form"],
            book["year"],
            who["name"],
            who["code"],
            point.id,
            point.table,
            point.label,
            point.measure.unit,
            entry["value"],
            entry["state"],
            entry["place"],
            bool(entry.get("computed")),
        )


def _lines(rows: Iterable[Iterable[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def frame(
    paths: Iterable[Path | str], *, password: str = "", jobs: int | None = None
) -> "pd.DataFrame":
    """A long table: one row for each unit and point, for analysis and export.

    Columns: book, form, year, reporter, code, point, table, label, unit, value (decimal as text, NA
    where blank), state, place, computed.
    """
    return framed(paths, password=password, jobs=jobs)[0]


def framed(
    paths: Iterable[Path | str], *, password: str = "", jobs: int | None = None
) -> tuple["pd.DataFrame", list[Finding]]:
    """The table of `frame` and the findings of reading."""
    import pandas as pd

    rows: list[tuple[Any, ...]] = []
    findings: list[Finding] = []
    for content, told in each(_as_data, find_books(paths, password=password), None, jobs):
        findings.extend(told)
        if content is not None:
            rows.extend(_rows(content))
    return pd.DataFrame(rows, columns=list(COLUMNS)), findings
