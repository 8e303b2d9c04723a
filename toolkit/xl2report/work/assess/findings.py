"""Verdicts → findings in the sheet's own words; consequences folded into their cause."""

from collections.abc import Iterable
from typing import NamedTuple

from xl2report.form.plan import Plan, SheetPlan
from xl2report.form.relations import Relation
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding, spots_of
from xl2report.ground.points import rectangles, split_address
from xl2report.work.assess.answers import answered, text_answers
from xl2report.work.assess.broken import relation_finding
from xl2report.work.assess.figures import on_figures
from xl2report.work.assess.stages import staged
from xl2report.work.assess.texts import on_texts
from xl2report.work.assess.verdicts import Broken, Verdicts, verdicts_of


class Assessment(NamedTuple):
    """What is to be told about one filing, and how many relations hold, are broken, are open."""

    findings: tuple[Finding, ...]
    verdicts: Verdicts


def assess(
    plan: Plan,
    filing: Filing,
    reading: list[Finding],
    last: list[int | None] | None = None,
    others: Iterable[str] = (),
) -> Assessment:
    """All findings on a filing: of its reading, of blanks and declarations, of relations, of texts.

    `others` are the names of the units that the texts should not speak of. In the order of the
    stages; many cells with one slip are one finding.
    """
    verdicts = verdicts_of(plan, filing, last)
    found = list(reading)
    found.extend(_blanks(plan, filing, verdicts))
    found.extend(_declarations(plan, filing))
    told = {finding.point for finding in found if finding.code == "R303"}
    found.extend(
        relation_finding(plan, filing, broken)
        for broken in _causes(plan, verdicts.broken)
        if not (broken.relation.fills and plan.form.points[broken.relation.point].id in told)
    )
    if verdicts.unassessable and not any(_blocks(finding) for finding in found):
        found.append(_open(plan, filing, verdicts.unassessable))
    answers = text_answers(plan, filing)
    texts = [*on_texts(plan, filing, others), *on_figures(plan, filing)]
    found.extend(answered(plan, one, answers) for one in texts)
    return Assessment(staged(plan, found), verdicts)


def _open(plan: Plan, filing: Filing, relations: tuple[Relation, ...]) -> Finding:
    """Relations that nothing else explains as open: the first of them, and what it lacks."""
    first = relations[0]
    typed = {point for asked in first.points() for point in plan.relations.base[asked]}
    typed.difference_update(first.asked)  # they may be blank
    lacking = [
        filing.stands(point, plan.layout.cells[point])
        for point in sorted(typed)
        if filing.values[point] is None
    ]
    args = {
        "count": str(len(relations)),
        "says": first.rule.says,
        "says_en": first.rule.says_en,
        "source": first.rule.source,
    }
    places = tuple(f"{sheet}!{cell}" for sheet, cell in lacking)
    return Finding("U401", filing.book, "", places, args, rule=first.rule.id)


def _blocks(finding: Finding) -> bool:
    return finding.level == "error" and finding.code[0] in "EW"


def _blanks(plan: Plan, filing: Filing, verdicts: Verdicts) -> list[Finding]:
    """One finding a table for its undeclared blanks, with the relations they keep from assessment."""
    found = []
    for planned in plan.sheets:
        if planned.table.id in filing.declared_zero:
            continue
        typed = [cell for cell in planned.typed if cell.point in filing.blank]
        if not typed:
            continue
        points = {cell.point for cell in typed}
        stopped = sum(
            1
            for relation in verdicts.unassessable
            if any(points.intersection(plan.relations.base[point]) for point in relation.points())
        )
        places = [filing.stands(cell.point, plan.layout.cells[cell.point]) for cell in typed]
        sheet, spots = places[0][0], rectangles([split_address(spot) for _, spot in places])
        args = {
            "count": str(len(typed)),
            "relations": str(stopped),
            "declare": _declared_in(planned, filing),
        }
        label = plan.form.points[typed[0].point].label if len(typed) == 1 else ""
        where = spots_of(sheet, spots, label)
        named = tuple(f"{sheet}!{spot}" for spot in spots)
        point = plan.form.points[typed[0].point].id if len(typed) == 1 else ""
        if not filing.zero_report or len(points) < len(planned.typed):
            found.append(
                Finding("E108", filing.book, where.zh, named, args, point=point, where_en=where.en)
            )
    return found


def _declared_in(planned: SheetPlan, filing: Filing) -> str:
    """Where blanks of a table are declared to be zero."""
    place = f"{planned.name}!{planned.declaration}"
    return filing.moved.get(place, place)


def _declarations(plan: Plan, filing: Filing) -> list[Finding]:
    """The nil return: declared and not zero; all zero and not declared; declared and blank."""
    if "zero_report" not in plan.layout.cover_cells:
        return []
    cover = plan.form.sheets.cover
    spot = plan.layout.cover_cells["zero_report"]
    label = next(field.label for field in plan.form.cover if field.id == "zero_report")
    stands = filing.moved.get(f"{cover}!{spot}", f"{cover}!{spot}")
    cover, _, spot = stands.partition("!")
    where, places = spots_of(cover, [spot], label), (stands,)
    typed = [cell.point for planned in plan.sheets for cell in planned.typed]
    if filing.odd.keys() & set(typed) or not typed:
        return []
    filled = [point for point in typed if filing.values[point]]
    blank = [point for point in typed if filing.values[point] is None]
    if filing.zero_report and filled:
        first = plan.form.points[filled[0]]
        sheet, cell = filing.stands(filled[0], plan.layout.cells[filled[0]])
        shown = first.measure.show(filing.values[filled[0]] or 0)
        args = {
            "count": str(len(filled)),
            "example": f"{sheet}!{cell}（{first.label}）= {shown}",
            "example_en": f"{sheet}!{cell} ({first.label}) = {shown}",
        }
        return [Finding("E124", filing.book, where.zh, places, args, where_en=where.en)]
    if filing.zero_report and len(blank) == len(typed):
        cells = [_declared_in(planned, filing) for planned in plan.sheets]
        args = {"declare": "、".join(cells), "declare_en": ", ".join(cells)}
        return [Finding("E126", filing.book, where.zh, places, args, where_en=where.en)]
    if not filing.zero_report and not filled and not blank:
        return [Finding("E125", filing.book, where.zh, places, where_en=where.en)]
    return []


def _causes(plan: Plan, broken: tuple[Broken, ...]) -> list[Broken]:
    """The broken relations that are causes.

    A relation over computed cells alone (the total column) whose imbalance is just the sum of the
    imbalances of the same rule within it is their consequence.
    """
    found = []
    for one in broken:
        parts = [
            other
            for other in broken
            if other.relation.rule is one.relation.rule
            and other is not one
            and _inside(plan, other, one)
            # Of two that cover the same cells one is told.
            and not (other.relation.number > one.relation.number and _inside(plan, one, other))
        ]
        computed = all(point in plan.relations.fills for point in one.relation.points())
        if not (computed and parts and sum(part.imbalance for part in parts) == one.imbalance):
            found.append(one)
    return found


def _inside(plan: Plan, part: Broken, whole: Broken) -> bool:
    base = plan.relations.base
    covered = {typed for point in whole.relation.points() for typed in base[point]}
    return all(covered.issuperset(base[point]) for point in part.relation.points())
