"""Makes the sample city's workbooks from its figures: roster, returns, and faulty returns.

    python samples/rushan-2020/make.py [FOLDER]

Writes `roster.xlsx`, `returns/` and `faulty/` into the folder (by default the one this file lies in).
"""

import io
import sys
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from ruamel.yaml import YAML
from slips import write_cell

from xl2report.chain.fill import content_of
from xl2report.chain.forms import open_plan
from xl2report.chain.outlet import write_whole
from xl2report.files.template.writer import write_template
from xl2report.form.plan import Plan
from xl2report.ground.filing import Stamp
from xl2report.ground.points import address, split_address

HERE = Path(__file__).resolve().parent
Figures = dict[str, Any]
# Slips that are a wrong number among right ones: the office program recalculates after them, so
# that the whole workbook is made anew with that number.
_WHOLE_NUMBER = {
    "balance",
    "disclosed_over_public_total",
    "items_below_zero",
    "projects_without_amount",
}


def load(name: str) -> Figures:
    """A YAML file beside this script."""
    data: Figures = YAML(typ="safe").load((HERE / name).read_text(encoding="utf-8"))
    return data


def data_of(unit: Figures, year: int, plan: Plan) -> Figures:
    """A unit's return in the shape that `fill` reads; zeros typed or left blank in the unit's style."""
    declared = unit["declarations"]["blank_is_zero"]
    values: Figures = {}
    for number, point in enumerate(plan.form.points):
        if number in plan.relations.fills:
            continue
        if point.table == "text":
            value = unit["indicators"].get(point.column)
        else:
            value = unit["values"].get(point.table, {}).get(point.row, {}).get(point.column, 0)
            if value == 0 and point.table in declared:
                value = None
        if value is not None:
            values[point.id] = value
    people = unit["people"]
    return {
        "form": plan.form.id,
        "year": year,
        "reporter": {"name": unit["name"], "code": unit["code"]},
        "values": values,
        "texts": unit["texts"],
        "declarations": {**unit["declarations"], "switches": ["no_rulemaking"]},
        "cover": {
            "compiler": people["filled_by"],
            "reviewer": people["reviewed_by"],
            "officer": people["signed_by"],
            "phone": people["phone"],
            "date": people["filled_on"],
        },
    }


def workbook(plan: Plan, data: Figures, stamp: Stamp | None = None) -> bytes:
    """A filled workbook; `stamp` where it was issued to somebody other than the data say."""
    content, own = content_of(plan, data)
    return write_template(plan.layout, stamp or own, content)


def roster(units: list[Figures]) -> bytes:
    """The roster as an office keeps it."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": __import__("datetime").datetime(2021, 1, 1)})
    sheet = book.add_worksheet("名录")
    head = book.add_format({"bold": True, "bg_color": "#DDE8F3", "border": 1})
    line = book.add_format({"border": 1})
    for column, (title, width) in enumerate(
        (("统一社会信用代码", 22), ("单位名称", 34), ("简称", 18), ("类别", 12))
    ):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    for row, unit in enumerate(units, 1):
        for column, key in enumerate(("code", "name", "short", "category")):
            sheet.write_string(row, column, unit[key], line)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def faulty(fault: Figures, unit: Figures, year: int, plan: Plan) -> bytes:
    """The return of a unit with one thing wrong."""
    data = data_of(unit, year, plan)
    write, at = fault["write"], fault["at"]
    if at == "book":
        return _other_book(write, data, year)
    if at.startswith("declarations."):
        data["declarations"] = {**data["declarations"], at.split(".")[1]: write["value"]}
        return workbook(plan, data)
    if fault["kind"] in _WHOLE_NUMBER:
        data["values"][at] = write["value"]
        return workbook(plan, data)
    sheet, cell = _place(fault, plan)
    return write_cell(workbook(plan, data), sheet, cell, write)


def _place(fault: Figures, plan: Plan) -> tuple[str, str]:
    kind, _, rest = fault["at"].partition(".")
    if kind == "cover":
        field = {"name": "reporter"}.get(rest, rest)
        return plan.form.sheets.cover, plan.layout.cover_cells[field]
    if kind == "label":
        table = plan.form.table(rest.partition(".")[0])
        cells = plan.layout.labels[table.sheet]
        return table.sheet, next(spot for spot, text in cells.items() if text == fault["right"])
    if kind == "outside":
        sheet, cell = plan.layout.cells[plan.index[fault["anchor"]]]
        row, column = split_address(cell)
        offset = fault["offset"]
        return sheet, address(row + offset["rows"], column + offset["columns"])
    return plan.layout.cells[plan.index[fault["at"]]]


def _other_book(write: Figures, data: Figures, year: int) -> bytes:
    if write["type"] == "sheets":
        book = openpyxl.Workbook()
        for name, rows in write["value"].items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        book.remove(book.worksheets[0])
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()
    other = open_plan(write["value"])
    values = {
        point.id: 0
        for number, point in enumerate(other.form.points)
        if number not in other.relations.fills and point.table != "text"
    }
    values |= {name: value for name, value in data["values"].items() if name in other.index}
    first = other.form.first_year
    content, stamp = content_of(
        other, {**data, "form": other.form.id, "year": first, "values": values, "declarations": {}}
    )
    content.cover["year"] = str(year)
    return write_template(other.layout, stamp._replace(year=year), content)


def make(folder: Path) -> list[Path]:
    """Write everything into the folder; the paths written."""
    figures = load("figures.yaml")
    plan = open_plan(figures["form"])
    units = {unit["id"]: unit for unit in figures["units"]}
    files = {folder / "roster.xlsx": roster(figures["units"])}
    for unit in units.values():
        data = data_of(unit, figures["year"], plan)
        files[folder / "returns" / f"{unit['short']}.xlsx"] = workbook(plan, data)
    for fault in load("faults.yaml")["faults"]:
        unit = units[fault["unit"]]
        path = folder / "faulty" / f"{fault['id']}.xlsx"
        files[path] = faulty(fault, unit, figures["year"], plan)
    for path, data_ in files.items():
        write_whole(path, data_)
    return list(files)


if __name__ == "__main__":
    made = make(Path(sys.argv[1]) if sys.argv[1:] else HERE)
    print(f"{len(made)} workbooks")
