"""`rescue`: what could be read of a damaged workbook, in a fresh template of its edition and year."""

from pathlib import Path
from typing import NamedTuple

from xl2report import __version__
from xl2report.chain.books import find_books, read_books
from xl2report.chain.errors import CannotWork
from xl2report.chain.outlet import refuse_inputs, write_whole
from xl2report.chain.template import LONGEST_NAME, demand_year, written
from xl2report.form.plan import Plan
from xl2report.form.relations import fill_carefully
from xl2report.ground.filing import Content, Filing
from xl2report.ground.findings import Finding

# What a fresh template sets right by itself: totals, their formulas, moved lines, extra sheets.
_SETTLED = frozenset(
    {"E102", "E103", "E104", "E111", "R304", "R305", "R306", "R307", "W209", "W212", "W213"}
)


class Rescued(NamedTuple):
    """A fresh workbook, how many numbers stand in it, and what a person must still decide.

    `missing` are the points that could not be read; `settled` what the fresh template sets right.
    """

    workbook: Path
    read: int
    missing: tuple[str, ...]
    findings: tuple[Finding, ...]
    settled: tuple[Finding, ...]


def rescue(book: Path | str, output: Path | str) -> Rescued:
    """Write a fresh template with all that could be read of a workbook.

    A number is put in where it is certain; what was refused, and text where a number should stand,
    is left blank and told. A city's workbook keeps the parts of its units and the adjustments of its
    office, which its figures add up.
    Raises CannotWork and FormError.
    """
    source, target = Path(book), Path(output)
    if source.is_dir():
        chinese = f"请给出一份工作簿，不是文件夹：{source}"
        raise CannotWork(chinese, f"One workbook is rescued at a time, not a folder: {source}")
    refuse_inputs(target, [source])
    reading = next(iter(read_books(find_books([source]))))
    filing, plan = reading.filing, reading.plan
    if filing is None or plan is None or filing.stamp is None:
        told = reading.findings[0]
        chinese = f"{source.name}：{told.message('zh')}"
        raise CannotWork(chinese, f"{source.name}: {told.message('en')}")
    issued = filing.stamp
    if issued.role == "city" and not filing.parts:
        missing = plan.form.sheets.contributions
        chinese = f"{source.name} 中读不到“{missing}”，其合计无从核对；请用各单位的工作簿重新汇总（merge）"
        english = f"{source.name} holds no readable “{missing}”: merge the units' workbooks again"
        raise CannotWork(chinese, english)
    year = issued.year
    demand_year(plan, year)
    odd = {number for number in filing.odd if number not in plan.relations.fills}
    lost = sorted(odd | _citys_own(plan, filing))
    # Where a number was lost, a blank cell may no longer mean zero: the zeros are written out.
    declared = filing.declared_zero - {plan.form.points[number].table for number in lost}
    known = _known(plan, filing, declared)
    content = Content(
        cover=_cover(plan, filing),
        values=tuple(known),
        texts=dict(filing.texts),
        explanations=dict(filing.explanations),
        declared_zero=declared,
        parts=filing.parts,
        adjustments=filing.adjustments,
        last=filing.last,
    )
    stamp = issued._replace(tool=__version__)
    write_whole(target, written(plan, stamp, content))
    return Rescued(
        target,
        sum(
            known[number] is not None
            for number in range(len(known))
            if number not in plan.relations.fills
        ),
        tuple(plan.form.points[number].id for number in lost),
        tuple(one for one in reading.findings if one.code not in _SETTLED),
        tuple(one for one in reading.findings if one.code in _SETTLED),
    )


def _known(plan: Plan, filing: Filing, declared: frozenset[str]) -> list[int | None]:
    """The values for the template, computed ones from the others; declared blanks stay blank."""
    known = [
        None if number in plan.relations.fills else value
        for number, value in enumerate(filing.values)
    ]
    fill_carefully(plan.relations, known)
    for number in filing.blank:
        if plan.form.points[number].table in declared:
            known[number] = None
    return known


def _citys_own(plan: Plan, filing: Filing) -> set[int]:
    """Figures that a city typed where it adds its units up: a fresh workbook has a formula there."""
    adjusted = {one.point for one in filing.adjustments}
    return {
        number
        for number, value in enumerate(filing.values)
        if filing.parts
        and number not in adjusted
        and value is not None
        and number not in plan.relations.fills
        and plan.formulas.rolled(number, len(filing.parts))
        and all(part.values[number] is None for part in filing.parts)
    }


def _cover(plan: Plan, filing: Filing) -> dict[str, str]:
    """The answers of the cover; a name longer than a template takes is left to the person."""
    asked = {field.id: filing.cover.get(field.id, "") for field in plan.form.cover}
    return {key: text for key, text in asked.items() if text and len(text) <= LONGEST_NAME}
