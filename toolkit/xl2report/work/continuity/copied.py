"""Figures taken over unchanged: a table, or a section of indicators, of which all are last year's."""

from collections.abc import Iterator
from functools import lru_cache
from math import log2

from xl2report.form.plan import Plan
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding, spots_of
from xl2report.ground.points import rectangles, split_address
from xl2report.work.continuity.model import LastYear

# How much must agree before it is no coincidence: as if one of 4,096 had been met.
_ENOUGH = 12.0
_EXAMPLES = 3


def on_copied(plan: Plan, filing: Filing, last: LastYear) -> list[Finding]:
    """One finding with all tables and sections whose figures are last year's; none where little agrees."""
    stocks = stocks_of(plan)
    copied = [
        (name, points)
        for name, points in _sections(plan)
        if _taken_over(filing, last, points, stocks)
    ]
    if not copied:
        return []
    points = [point for _, group in copied for point in group if filing.values[point]]
    by_sheet: dict[str, list[str]] = {}
    for point in points:
        sheet, cell = filing.stands(point, plan.layout.cells[point])
        by_sheet.setdefault(sheet, []).append(cell)
    spots = {
        sheet: rectangles([split_address(cell) for cell in cells])
        for sheet, cells in by_sheet.items()
    }
    telling = sorted(points, key=lambda point: -(filing.values[point] or 0))[:_EXAMPLES]
    shown = [
        (
            plan.form.points[point].label,
            plan.form.points[point].measure.show(filing.values[point] or 0),
        )
        for point in telling
    ]
    sheet, cells = next(iter(spots.items()))
    where = spots_of(sheet, cells)
    args = {
        "sections": "、".join(f"“{name}”" for name, _ in copied),
        "sections_en": ", ".join(f"“{name}”" for name, _ in copied),
        "count": str(len(points)),
        "year": str(last.year),
        "example": "、".join(f"{label} {value}" for label, value in shown),
        "example_en": ", ".join(f"{label} {value}" for label, value in shown),
    }
    places = tuple(f"{home}!{spot}" for home, listed in spots.items() for spot in listed)
    return [Finding("C406", filing.book, where.zh, places, args, where_en=where.en)]


@lru_cache(maxsize=8)
def _sections(plan: Plan) -> tuple[tuple[str, tuple[int, ...]], ...]:
    return tuple((name, tuple(points)) for name, points in _named(plan))


def _named(plan: Plan) -> Iterator[tuple[str, list[int]]]:
    """The typed points of each table and of each section of indicators, with its name."""
    typed = [
        number for number in range(len(plan.form.points)) if number not in plan.relations.fills
    ]
    for table in plan.form.tables:
        yield table.title, [at for at in typed if plan.form.points[at].table == table.id]
    sections = {item.id: item.section for item in plan.form.indicators}
    for section in plan.form.sections:
        inside = [
            at
            for at in typed
            if plan.form.points[at].table == "text"
            and sections.get(plan.form.points[at].id.partition(".")[2]) == section.id
        ]
        if inside:
            yield section.label, inside


def _taken_over(
    filing: Filing, last: LastYear, points: tuple[int, ...], stocks: frozenset[int]
) -> bool:
    """Whether all that can be compared is the same, and is too much to be so by chance."""
    evidence = 0.0
    for point in points:
        now, was = filing.values[point], last.values[point]
        if now is None or was is None:
            continue
        if now != was:
            return False
        if point not in stocks:
            evidence += _bits(now)
    return evidence >= _ENOUGH


def _bits(value: int) -> float:
    """How telling it is that a number came again: 18342 very, 5000 hardly more than 5."""
    value = abs(value)
    while value and value % 10 == 0:
        value //= 10
    return log2(1 + value)


@lru_cache(maxsize=8)
def stocks_of(plan: Plan) -> frozenset[int]:
    """Points that hold what there is, not what happened: the rules carry them on from last year's own."""
    found = set()
    for relation in plan.relations.all:
        comparison = relation.comparison
        if not relation.across_years or len(comparison.left.terms) != 1:
            continue
        first = comparison.left.terms[0]
        own = any(
            term.last and term.point == first.point and term.factor == 1
            for term in comparison.right.terms
        )
        if own and first.factor == 1 and len(comparison.right.terms) > 1:
            found.add(first.point)
    return frozenset(found)
