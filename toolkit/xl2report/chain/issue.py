"""Workbooks sent out to units: who gets one, what it knows of last year, and where it goes.

Nothing is written before all is known to be writable; a workbook that holds anything a person has
entered is never replaced.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xl2report.chain.errors import CannotWork
from xl2report.chain.forms import open_plan
from xl2report.chain.outlet import safe_name, write_whole
from xl2report.chain.template import (
    Templates,
    demand_writable,
    demand_year,
    stock_of,
    unfilled,
    written,
)
from xl2report.form.plan import Plan
from xl2report.ground.filing import Content, Stamp
from xl2report.ground.findings import Finding
from xl2report.ground.reference import LastYear
from xl2report.ground.units import Unit

if TYPE_CHECKING:
    from xl2report.chain.earlier import Before
    from xl2report.files.template.series import Series

_SHOWN = 5


class Task(NamedTuple):
    """What is asked for: a form and year, one unit or a roster, and last year's workbooks."""

    form: str
    year: int
    output: Path
    unit: Unit
    roster: Path | None
    groups: tuple[str, ...]
    last: tuple[Path, ...]


class Letter(NamedTuple):
    """One workbook to be written: where, for whom, and its unit's figures of last year."""

    path: str
    name: str
    code: str
    last: LastYear | None


class Setup(NamedTuple):
    """What the workbooks of one task have in common."""

    form: str
    year: int


def asked(
    form: str,
    output: Path | str | None,
    year: int | None,
    reporter: str,
    code: str,
    roster: Path | str | None,
    last: Sequence[Path | str],
) -> Task:
    """What is to be done; a work folder fills in what was not said. Raises CannotWork."""
    from xl2report.chain.folder import is_folder, open_folder

    listed, groups = Path(roster) if roster is not None else None, ()
    unit, paths = Unit(reporter, code), tuple(Path(path) for path in last)
    if is_folder(form):
        folder = open_folder(form)
        if reporter or code:
            listed = None
        elif listed is None:
            listed = folder.roster or _lacks_roster(folder.path)
        past = paths or tuple(path for path in folder.last if _has_books(path))
        target = Path(output) if output is not None else _inside(folder.templates, reporter, listed)
        return Task(
            folder.form, year or folder.year, target, unit, listed, tuple(folder.deadlines), past
        )
    if Path(form).is_dir() and not (Path(form) / "form.yaml").is_file():
        open_folder(form)
    if year is None:
        chinese = "请用 --year 给出报告年度；在工作文件夹上运行时可以不给"
        raise CannotWork(chinese, "Give the year by --year; only a work folder knows it by itself")
    if output is None:
        chinese = "请用 -o 给出写到哪里；在工作文件夹上运行时可以不给"
        raise CannotWork(chinese, "Say by -o where to write; only a work folder knows it by itself")
    return Task(form, year, Path(output), unit, listed, groups, paths)


def _inside(templates: Path, reporter: str, roster: Path | None) -> Path:
    return templates if roster is not None else templates / f"{safe_name(reporter)}.xlsx"


def _lacks_roster(folder: Path) -> Path:
    chinese = (
        f"{folder} 中没有 roster.xlsx，不知道要给哪些单位生成模板；请补上名录，或用 --roster 给出"
    )
    english = (
        f"{folder} has no roster.xlsx, so the units are unknown; add it, or give one by --roster"
    )
    raise CannotWork(chinese, english)


def _has_books(path: Path) -> bool:
    """Whether any workbook lies in a folder: a published report says nothing of single units."""
    from xl2report.chain.books import SUFFIXES

    return any(file.suffix.lower() in SUFFIXES for file in path.rglob("*"))


def issue(
    task: Task,
    password: str = "",
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Templates:
    """Write all workbooks of a task. Raises CannotWork before the first of them."""
    plan = open_plan(task.form)
    demand_year(plan, task.year)
    told: list[Finding] = []
    units = [task.unit]
    if task.roster is not None:
        from xl2report.chain.roster import open_roster

        roster = open_roster(task.roster, task.groups)
        told += roster.findings
        units = [unit for unit in roster.units if unit.expected(task.year)]
        if not units:
            chinese = f"名录 {task.roster} 中没有 {task.year} 年度应报送的单位"
            english = f"The roster {task.roster} has no unit that should report on {task.year}"
            raise CannotWork(chinese, english)
    before: Before | None = None
    if task.last:
        from xl2report.chain.lastyear import last_values

        before, of_last = last_values(task.last, password, jobs, units)
        told += of_last
    letters = _letters(task, plan, units, before)
    for one in letters:
        demand_writable(*_content(plan, task.year, one))
    _keep_filled_in([Path(one.path) for one in letters])
    from xl2report.chain.workers import each

    done = Templates()
    for path in each(_write_some, letters, Setup(task.form, task.year), jobs):
        done.append(Path(path))
        if progress:
            progress(len(done), len(letters))
    done.findings = tuple(told)
    if task.last:
        done.without = tuple(one.name for one in letters if one.last and not one.last.form)
    return done


def _letters(
    task: Task, plan: Plan, units: Sequence[Unit], before: "Before | None"
) -> list[Letter]:
    paths = [task.output]
    if task.roster is not None:
        paths = _paths(task.output, units)
    letters = []
    for path, unit in zip(paths, units, strict=True):
        last = None
        if before is not None:
            from xl2report.chain.lastyear import earlier_of

            names = dict.fromkeys((unit.code, *unit.names))
            known = earlier_of(names, task.year - 1, plan, before)
            empty: list[int | None] = [None] * len(plan.form.points)
            form, values = known or ("", empty)
            last = LastYear(form, task.year - 1, tuple(values))
        letters.append(Letter(str(path), unit.name, unit.code, last))
    return letters


def _paths(folder: Path, units: Sequence[Unit]) -> list[Path]:
    """A file for each unit by its short name; by its code too where two go by one name."""
    found: list[Path] = []
    taken: Counter[str] = Counter()
    for unit in units:
        name = safe_name(unit.file_name)
        # Names that differ in case alone are one file on many systems.
        if taken[name.casefold()] and unit.code:
            name = f"{name}_{safe_name(unit.code)}"
        plain, number = name, 1
        while taken[name.casefold()]:
            number += 1
            name = f"{plain}（{number}）"
        taken[name.casefold()] += 1
        found.append(folder / f"{name}.xlsx")
    return found


def _content(plan: Plan, year: int, letter: Letter) -> tuple[Stamp, Content]:
    """What one workbook holds before its unit begins."""
    stamp, content = unfilled(plan, year, letter.name, letter.code)
    if letter.last is None:
        return stamp, content
    from xl2report.form.carried import carry

    values = tuple(carry(plan.relations, letter.last.values))
    return stamp, content._replace(values=values, last=letter.last)


def _write_some(letters: Sequence[Letter], setup: Setup) -> Iterator[str]:
    """Each workbook written at its place; the place. Raises CannotWork."""
    plan = open_plan(setup.form)
    stock = stock_of(plan)
    for one in letters:
        stamp, content = _content(plan, setup.year, one)
        data = stock.write(stamp) if stock is not None and one.last is None else None
        if data is None:
            # What workbooks share is worth learning where there are several.
            data = (
                written(plan, stamp, content) if len(letters) == 1 else _alike(plan, stamp, content)
            )
        write_whole(Path(one.path), data)
        yield one.path


def _alike(plan: Plan, stamp: Stamp, content: Content) -> bytes:
    from xl2report.files.template.writer import TemplateError

    try:
        return _series(plan, content.last is not None).write(stamp, content)
    except TemplateError as error:
        chinese = f"工作簿写不下：{stamp.reporter}：{error}"
        raise CannotWork(chinese, f"No workbook can hold {stamp.reporter}: {error}") from None


@lru_cache(maxsize=4)
def _series(plan: Plan, last: bool) -> "Series":  # noqa: FBT001 - a key
    """What the workbooks of a form share, kept for the next ones of this process."""
    from xl2report.files.template.series import Series

    return Series(plan.with_last.layout if last else plan.layout)


# ---- what lies there already ------------------------------------------------------------------


def _keep_filled_in(paths: Sequence[Path]) -> None:
    """Raise CannotWork where a file would be replaced that is no untouched template of ours."""
    filled = [path for path in paths if path.exists() and not _is_untouched(path)]
    if not filled:
        return
    shown = "、".join(path.name for path in filled[:_SHOWN])
    shown_en = ", ".join(path.name for path in filled[:_SHOWN])
    more = len(filled) - _SHOWN
    rest, rest_en = (f" 等 {len(filled)} 个", f" and {more} more") if more > 0 else ("", "")
    folder = filled[0].absolute().parent.name or "/"
    raise CannotWork(
        f"{folder} 中已有同名文件，其中有填写过的内容，没有覆盖：{shown}{rest}。请移走，或写到别处",
        f"Files of these names in {folder} have been filled in and are kept: {shown_en}{rest_en}."
        " Move them away, or write elsewhere",
    )


def _is_untouched(path: Path) -> bool:
    """Whether a file is a template of ours that holds nothing but what it was issued with."""
    from xl2report.chain.books import find_books, read_books
    from xl2report.form.carried import carry

    if not path.is_file():
        return False
    reading = next(iter(read_books(find_books([path]))))
    filing, plan = reading.filing, reading.plan
    if filing is None or plan is None or filing.stamp is None or _told(reading.findings):
        return False
    stamp = filing.stamp
    if filing.texts or filing.explanations or filing.declared_zero or filing.parts or filing.odd:
        return False
    issued: Sequence[int | None] = [None] * len(plan.form.points)
    if stamp.last:
        if filing.last is None:
            return False
        issued = carry(plan.relations, filing.last.values)
    typed = (point for point in range(len(issued)) if not plan.relations.computed(point))
    if any(filing.values[point] != issued[point] for point in typed):
        return False
    _, content = unfilled(plan, stamp.year, stamp.reporter, stamp.code)
    return all(
        text == content.cover.get(key, "") for key, text in filing.cover.items() if text
    ) and all(filing.cover.get(key, "") == text for key, text in content.cover.items())


# What every template that nobody has filled in yet is told of.
_OF_BLANKS = frozenset({"E120", "E121", "E122", "E123", "U401", "R306", "R305"})


def _told(findings: Sequence[Finding]) -> bool:
    return any(finding.code not in _OF_BLANKS for finding in findings)
