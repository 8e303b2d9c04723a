"""Findings on broken relations with the cells that are most likely wrong, and what they should say."""

from collections.abc import Iterable

from xl2report.form.plan import Plan
from xl2report.form.relations import Values
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding, Suspect

_BLAMED = frozenset({"R301", "R302", "R303"})


def with_suspects(
    plan: Plan, filing: Filing, findings: Iterable[Finding], last: Values | None
) -> tuple[Finding, ...]:
    """The findings, those on broken relations with suspects among their own cells, best first.

    Nothing is changed by it; several equally good answers are all there.
    """
    findings = tuple(findings)
    if not any(one.code in _BLAMED and one.level == "error" for one in findings):
        return findings
    from xl2report.work.suspects.find import find_suspects

    typed = {point: total for point, total in filing.standing.items() if total is not None}
    diagnosis = find_suspects(
        plan,
        filing.values,
        typed_totals=typed,
        last=last,
        switches=filing.switches,
    )
    suspects: dict[int, list[Suspect]] = {}
    for change in diagnosis.changes:
        for repair in change:
            measure = plan.form.points[repair.point].measure
            sheet, cell = filing.stands(repair.point, plan.layout.cells[repair.point])
            suspect = Suspect(
                f"{sheet}!{cell}",
                measure.show(repair.found),
                measure.show(repair.suggested),
                repair.why,
            )
            listed = suspects.setdefault(repair.point, [])
            if suspect not in listed:
                listed.append(suspect)
    return tuple(_blamed(plan, one, suspects) for one in findings)


def _blamed(plan: Plan, finding: Finding, suspects: dict[int, list[Suspect]]) -> Finding:
    if finding.code not in _BLAMED or finding.level != "error":
        return finding
    relation = next(
        (
            one
            for one in plan.relations.all
            if one.rule.id == finding.rule and plan.form.points[one.point].id == finding.point
        ),
        None,
    )
    if relation is None:
        return finding
    own = {typed for point in relation.points() for typed in (*plan.relations.base[point], point)}
    from dataclasses import replace

    found = tuple(one for point, listed in suspects.items() if point in own for one in listed)
    return replace(finding, suspects=found)
