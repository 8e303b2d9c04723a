"""`template`: blank workbooks to be filled in, one, or one for each unit of a roster."""

from pathlib import Path

from xl2report import __version__
from xl2report.chain.errors import CannotWork
from xl2report.chain.forms import open_plan
from xl2report.chain.outlet import write_whole
from xl2report.chain.roster import load_roster
from xl2report.form.plan import Plan
from xl2report.ground.filing import Content, Stamp

LONGEST_NAME = 100


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
    paths: list[Path] = []
    for unit in load_roster(roster):
        name = "".join("_" if char in '<>:"/\\|?*' else char for char in unit.short or unit.name)
        path = folder / f"{name}.xlsx"
        if path in paths and unit.code:
            path = folder / f"{name}_{unit.code}.xlsx"
        number = 1
        while path in paths:
            number += 1
            path = folder / f"{name}（{number}）.xlsx"
        write_whole(path, blank(plan, year, unit.name, unit.code))
        paths.append(path)
    return paths


def blank(plan: Plan, year: int, reporter: str, code: str) -> bytes:
    """A blank workbook as bytes, issued to a reporter or to nobody in particular."""
    stamp = Stamp(plan.form.id, year, reporter, code, tool=__version__)
    cover = {"reporter": reporter, "code": code, "year": str(year)}
    return written(plan, stamp, Content(cover=cover))


def written(plan: Plan, stamp: Stamp, content: Content) -> bytes:
    """The workbook with some content as bytes. Raises CannotWork for what no workbook can hold."""
    from xl2report.files.template.writer import TemplateError, write_template

    _demand_writable(stamp, content)
    try:
        return write_template(plan.layout, stamp, content)
    except TemplateError as error:
        raise CannotWork(f"工作簿写不下：{error}", f"No workbook can hold this: {error}") from None


def _demand_writable(stamp: Stamp, content: Content) -> None:
    for asked in (stamp.reporter, stamp.code):
        if len(asked) > LONGEST_NAME:
            shown = f"{asked[:20]}…"
            chinese = f"单位名称或代码过长（{len(asked)} 字，最多 {LONGEST_NAME} 字）：{shown}"
            english = f"A name or code of {len(asked)} characters, {LONGEST_NAME} at most: {shown}"
            raise CannotWork(chinese, english)
    written = (content.cover, content.texts, content.explanations)
    for text in (text for part in written for text in part.values()):
        # Half of a sign that JSON can spell and no file can hold.
        lone = next((char for char in text if "\ud800" <= char <= "\udfff"), "")
        if lone:
            chinese = f"文字中有无法保存的字符 U+{ord(lone):04X}：{text[:20]!a}"
            english = f"A text holds U+{ord(lone):04X}, which cannot be saved: {text[:20]!a}"
            raise CannotWork(chinese, english)


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
