"""`template`: blank workbooks to be filled in, one, or one for each unit of a roster."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xl2report import __version__
from xl2report.chain.errors import CannotWork
from xl2report.form import homes
from xl2report.form.definition import compiled
from xl2report.form.layout import Layout
from xl2report.form.plan import Plan
from xl2report.ground.filing import Content, Stamp
from xl2report.ground.findings import Finding

if TYPE_CHECKING:
    from xl2report.files.template.stock import Stock
    from xl2report.work.charts import Chart

LONGEST_NAME = 100


class Templates(list[Path]):
    """The workbooks written, and what was found wrong with the roster and last year's workbooks.

    `without` are the names of units for which nothing of last year was found, where it was looked for.
    """

    findings: tuple[Finding, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def errors(self) -> int:
        """How many of the findings are errors."""
        return sum(finding.level == "error" for finding in self.findings)


def template(
    form: Path | str,
    output: Path | str | None = None,
    *,
    year: int | None = None,
    reporter: str = "",
    code: str = "",
    roster: Path | str | None = None,
    last: Path | str | Iterable[Path | str] = (),
    password: str = "",
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Templates:
    """Write blank workbooks of a form for a year; the paths written.

    `form` is a form's id, or a work folder, which then says form, year, roster, last year's workbooks
    and where to write. With a roster one for each unit expected that year into the folder `output`,
    named after the unit. With `last` (workbooks or a city's workbook) each shows its unit's figures of
    last year and carries over what the rules say is carried over. A workbook that somebody has filled
    in is never replaced. Raises CannotWork and FormError.
    """
    from xl2report.chain.issue import asked, issue

    paths = [last] if isinstance(last, str | Path) else list(last)
    task = asked(str(form), output, year, reporter, code, roster, paths)
    if task.roster is None:
        from xl2report.chain.outlet import demand_ending

        demand_ending(task.output, ".xlsx")
    return issue(task, password, jobs, progress)


def blank(plan: Plan, year: int, reporter: str, code: str) -> bytes:
    """A blank workbook as bytes, issued to a reporter or to nobody in particular."""
    stamp, content = unfilled(plan, year, reporter, code)
    return written(plan, stamp, content)


def unfilled(plan: Plan, year: int, reporter: str, code: str) -> tuple[Stamp, Content]:
    """What a blank workbook holds: who is to fill it in, and for which year."""
    stamp = Stamp(plan.form.id, year, reporter, code, tool=__version__)
    return stamp, Content(cover={"reporter": reporter, "code": code, "year": str(year)})


def written(plan: Plan, stamp: Stamp, content: Content, charts: "Sequence[Chart]" = ()) -> bytes:
    """The workbook with some content as bytes, and with charts on a sheet if there are any.

    Raises CannotWork for what no workbook can hold.
    """
    from xl2report.files.template.writer import TemplateError, write_template

    demand_writable(stamp, content)
    try:
        return write_template(layout_for(plan, content), stamp, content, charts)
    except TemplateError as error:
        raise CannotWork(f"工作簿写不下：{error}", f"No workbook can hold this: {error}") from None


def stock_of(plan: Plan) -> "Stock | None":
    """The blank workbooks in stock with a form; None where it has none."""
    from xl2report.files.template.stock import FILE, Stock

    folder = homes.form_folder(plan.form.id)
    if folder is None or not (folder / FILE).is_file():
        return None
    return Stock((folder / FILE).read_bytes(), source_of(folder))


def source_of(folder: Path) -> str:
    """What the workbooks in stock of a form were made from: its definition and this software."""
    return f"{compiled.fingerprint(homes.source_files(folder))} {__version__}"


def layout_for(plan: Plan, content: Content) -> Layout:
    """The layout of a workbook with this content: with last year's figures or without."""
    if content.last:
        return plan.with_last.layout
    return Layout(plan.form, plan.relations) if plan.layout.last else plan.layout


def demand_writable(stamp: Stamp, content: Content) -> None:
    """Raise CannotWork for what no workbook can hold."""
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
    years = f"{form.first_year}—{until} 年度" if until else f"{form.first_year} 年度及以后"
    chinese = f"{form.id} 适用于 {years}，不适用于 {year} 年度"
    span = f"{form.first_year} to {until}" if until else f"{form.first_year} and later"
    english = f"{form.id} is for reports on {span}, not on {year}"
    raise CannotWork(chinese, english)
