"""`template`: blank workbooks to be filled in, one, or one for each unit of a roster."""

from pathlib import Path

from xl2report import __version__
from xl2report.chain.check import load_roster
from xl2report.chain.errors import CannotWork
from xl2report.chain.forms import open_plan
from xl2report.chain.outlet import write_whole
from xl2report.form.plan import Plan
from xl2report.ground.filing import Content, Stamp


def template(
    form: str,
    output: Path | str,
    *,
    year: int,
    reporter: str = "",
    code: str = "",
    roster: Path | str | None = None,
) -> list[Path]:
    """Write blank workbooks of a form for a year; the paths written.

    With a roster one for each unit into the folder `output`, named after the unit. Raises CannotWork
    and FormError.
    """
    plan = open_plan(form)
    demand_year(plan, year)
    if roster is None:
        path = Path(output)
        write_whole(path, blank(plan, year, reporter, code))
        return [path]
    folder = Path(output)
    written = []
    for unit in load_roster(roster):
        name = "".join("_" if char in '<>:"/\\|?*' else char for char in unit.short or unit.name)
        path = folder / f"{name}.xlsx"
        if path in written:
            path = folder / f"{name}_{unit.code}.xlsx"
        write_whole(path, blank(plan, year, unit.name, unit.code))
        written.append(path)
    return written


def blank(plan: Plan, year: int, reporter: str, code: str) -> bytes:
    """A blank workbook as bytes, issued to a reporter or to nobody in particular."""
    from xl2report.files.template.writer import write_template

    stamp = Stamp(plan.form.id, year, reporter, code, tool=__version__)
    cover = {"reporter": reporter, "code": code, "year": str(year)}
    return write_template(plan.layout, stamp, Content(cover=cover))


def demand_year(plan: Plan, year: int) -> None:
    """Raise CannotWork for a year that the edition does not cover, naming the years it does."""
    form = plan.form
    if form.covers_year(year):
        return
    until = f"{form.last_year}" if form.last_year else ""
    chinese = f"{form.id} 适用于 {form.first_year}—{until or '今后各'} 年度，不适用于 {year} 年度"
    span = f"{form.first_year} to {until}" if until else f"{form.first_year} and later"
    english = f"{form.id} is for reports on {span}, not on {year}"
    raise CannotWork(chinese, english)
