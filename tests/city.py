"""The sample city for tests: its units, their workbooks, its faults; made once a process.

A workbook goes wrong here in two ways: a whole number among right ones is put into the data and the
workbook made anew (an office program would have recalculated); anything else is one cell rewritten,
or one stretch of one part replaced, with all other bytes as they were.
"""

import io
import random
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import make
from slips import write_cell

from xl2report.chain.check import CheckReport, check
from xl2report.chain.fill import content_of
from xl2report.chain.forms import find_plan, open_plan
from xl2report.files.reader.tables import read_filing
from xl2report.files.template.writer import write_template
from xl2report.form.plan import Plan
from xl2report.ground.filing import Filing, Stamp
from xl2report.ground.findings import Finding

Data = dict[str, Any]
Write = dict[str, Any]
YEAR = 2020
CITY = "乳山市人民政府"


@cache
def plan() -> Plan:
    return open_plan("disclosure-2019")


@cache
def later_plan() -> Plan:
    return open_plan("disclosure-2021")


@cache
def figures() -> Data:
    return make.load("figures.yaml")


@cache
def faults() -> list[Data]:
    found: list[Data] = make.load("faults.yaml")["faults"]
    return found


@cache
def published() -> Data:
    return make.load("published.yaml")


def units() -> list[Data]:
    found: list[Data] = figures()["units"]
    return found


def unit(unit_id: str) -> Data:
    return next(one for one in units() if one["id"] == unit_id)


def data(unit_id: str, **points: object) -> Data:
    """A unit's return as `fill` reads it, with some figures of its own (`text__desks=3`)."""
    found = make.data_of(unit(unit_id), YEAR, plan())
    found["values"] |= {key.replace("__", "."): value for key, value in points.items()}
    return found


def made(given: Data, stamp: Stamp | None = None) -> bytes:
    """The workbook of some data; `stamp` where it was issued to somebody else."""
    return make.workbook(open_plan(given["form"]), given, stamp)


@cache
def book(unit_id: str) -> bytes:
    """A unit's return."""
    return made(data(unit_id))


@cache
def faulty(fault_id: str) -> bytes:
    fault = next(one for one in faults() if one["id"] == fault_id)
    return make.faulty(fault, unit(fault["unit"]), YEAR, plan())


@cache
def roster() -> bytes:
    return make.roster(units())


def returns() -> dict[str, bytes]:
    """All fourteen returns by the name of their file."""
    return {f"{one['short']}.xlsx": book(one["id"]) for one in units()}


def wrong(workbook: bytes, place: str, write: Write) -> bytes:
    """The workbook with the cell at `sheet!address` rewritten."""
    sheet, _, cell = place.partition("!")
    return write_cell(workbook, sheet, cell, write)


def number(value: object) -> Write:
    return {"type": "number", "value": value}


def text(value: str) -> Write:
    return {"type": "text", "value": value}


BLANK: Write = {"type": "blank"}


def cell(point: str, form: Plan | None = None) -> str:
    """Where a point stands: `sheet!address`."""
    form = form or plan()
    return "!".join(form.layout.cells[form.index[point]])


def cover(field: str) -> str:
    return f"{plan().form.sheets.cover}!{plan().layout.cover_cells[field]}"


def parts_of(workbook: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        return {info.filename: package.read(info) for info in package.infolist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part)
    return out.getvalue()


def replaced(workbook: bytes, old: str, new: str, only: str = "") -> bytes:
    """The workbook with a text replaced in all its parts, or in one."""
    parts = parts_of(workbook)
    changed = {
        name: part.replace(old.encode(), new.encode())
        for name, part in parts.items()
        if not only or name == only
    }
    if changed.items() <= parts.items():
        raise ValueError(f"no {old} in the workbook")
    return zipped({**parts, **changed})


def rewritten(workbook: bytes, change: Callable[[Any], None]) -> bytes:
    """The workbook opened, changed and saved by openpyxl, which drops every cached result."""
    import openpyxl

    opened = openpyxl.load_workbook(io.BytesIO(workbook))
    change(opened)
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def read_book(workbook: bytes, name: str = "book.xlsx") -> tuple[Filing, list[Finding]]:
    """What the reader makes of a workbook that is one of a form."""
    filing, findings = read_filing(workbook, name, find_plan)
    if filing is None:
        raise AssertionError([finding.message("zh") for finding in findings])
    return filing, findings


def put(folder: Path, books: dict[str, bytes]) -> Path:
    """The workbooks as files in a folder."""
    for name, content in books.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def checked(folder: Path, books: dict[str, bytes], **options: Any) -> CheckReport:  # noqa: ANN401 - as `check` has them
    """The check of some workbooks put into a folder."""
    return check([put(folder, books)], **options)


def codes(report: CheckReport) -> list[str]:
    return [finding.code for finding in report.findings]


def shown(filing: Filing, form: Plan | None = None) -> dict[str, str | None]:
    """The filing's values as people write them, by point."""
    form = form or plan()
    return {
        point.id: None if value is None else point.measure.show(value)
        for point, value in zip(form.form.points, filing.values, strict=True)
    }


def template_of(form: Plan, given: Data) -> bytes:
    """A filled workbook of any form."""
    content, stamp = content_of(form, given)
    return write_template(form.layout, stamp, content)


def full(form: Plan, chance: random.Random) -> Data:
    """A return of any edition in which every cell has a number and every relation holds."""
    values: dict[str, int] = {}
    for place, point in enumerate(form.form.points):
        if place not in form.relations.fills and point.table != "text":
            values[point.id] = 20 if point.table == "proactive" else chance.randint(1, 9)
    for column in form.form.table("requests").columns:
        there = [row.id for row in form.form.table("requests").rows]
        given = {row: values.get(f"requests.{row}.{column.id}") for row in there}
        known = {row: value for row, value in given.items() if value is not None}
        if known:
            into = sum(known.values()) - known["new_received"] - known["carried_in"]
            values[f"requests.new_received.{column.id}"] = into - known["carried_in"]
    reporter = unit("civil_affairs")
    return {
        "form": form.form.id,
        "year": form.form.last_year or form.form.first_year,
        "reporter": {"name": reporter["name"], "code": reporter["code"]},
        "values": values,
        "texts": {},
        "declarations": {},
    }
