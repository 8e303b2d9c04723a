"""Findings on broken relations with the cells that are most likely wrong, and what they should say."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from xl2report.form.plan import Plan
from xl2report.form.relations import Values
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Doubt, Finding, Suspect

if TYPE_CHECKING:
    from xl2report.work.suspects.model import Change, Diagnosis, Repair

_BLAMED = frozenset({"R301", "R302", "R303"})
# Slips that touch several cells.
_BETWEEN = frozenset({"shifted_row", "shifted_column", "swapped"})
# Changes that are counted, that are kept with a finding, and cells up to which any are named.
_WEIGHED, _LISTED, _NAMED = 100, 5, 8


def with_suspects(
    plan: Plan, filing: Filing, findings: Iterable[Finding], last: Values | None
) -> tuple[Finding, ...]:
    """The findings, those on broken relations with suspects among their own cells, best first.

    Nothing is changed by it; several equally good answers are all there.
    """
    findings = tuple(findings)
    if not any(one.code in _BLAMED and one.level == "error" for one in findings):
        return findings
    from xl2report.work.assess.figures import told_figures
    from xl2report.work.suspects.find import find_suspects

    typed = {point: total for point, total in filing.standing.items() if total is not None}
    diagnosis = find_suspects(
        plan,
        filing.values,
        typed_totals=typed,
        last=last,
        limit=_WEIGHED,
        switches=filing.switches,
        told=told_figures(plan, filing),
    )
    if diagnosis.size > _NAMED or not (diagnosis.proven or diagnosis.sure):
        return _at_large(findings, Doubt(cells=diagnosis.size, proven=diagnosis.proven))
    told: set[Suspect] = set()
    blamed = []
    for one in findings:
        finding = _blamed(plan, filing, one, diagnosis)
        if finding.suspects and finding.doubt.sure:
            # What one cell has brought about is told once, and the rest as its consequences.
            first = finding.suspects[0]
            finding = finding._replace(doubt=finding.doubt._replace(same=first in told))
            told.add(first)
        blamed.append(finding)
    return tuple(blamed)


def _at_large(findings: tuple[Finding, ...], doubt: Doubt) -> tuple[Finding, ...]:
    """The findings, the first broken relation with the word that too much is wrong to name a cell."""
    first = next(one for one in findings if one.code in _BLAMED and one.level == "error")
    return tuple(
        one._replace(doubt=doubt) if one is first and doubt.cells else one for one in findings
    )


def _blamed(plan: Plan, filing: Filing, finding: Finding, diagnosis: "Diagnosis") -> Finding:
    if finding.code not in _BLAMED or finding.level != "error" or not diagnosis.changes:
        return finding
    own = _cells(plan, finding)
    changes, tied = diagnosis.changes, diagnosis.tied
    for part in diagnosis.parts:
        if any(repair.point in own for repair in part.changes[0]):
            changes, tied = part.changes, part.tied
    suspects: dict[Suspect, bool] = {}
    alike = 0
    for number, change in enumerate(changes):
        suspect = _suspect(plan, filing, change, own)
        if suspect is not None:
            alike += suspect not in suspects and number < tied
            suspects.setdefault(suspect, True)
    first = {repair.point for repair in diagnosis.changes[0]} & own
    sure = bool(first) and first <= diagnosis.sure
    beyond = tied > len(changes) or not diagnosis.complete
    doubt = Doubt(1 if sure else max(1, alike), sure=sure, open=beyond and not sure)
    return finding._replace(suspects=tuple(suspects)[:_LISTED], doubt=doubt)


def _cells(plan: Plan, finding: Finding) -> set[int]:
    """The cells that a broken relation speaks of, and those that its totals add up."""
    for one in plan.relations.all:
        if one.rule.id == finding.rule and plan.form.points[one.point].id == finding.point:
            return {
                typed for point in one.points() for typed in (*plan.relations.base[point], point)
            }
    return set()


def _suspect(plan: Plan, filing: Filing, change: "Change", own: set[int]) -> Suspect | None:
    """What a change says of a relation: its first cell there, and those that go with it."""
    here = [repair for repair in change if repair.point in own]
    if not here:
        return None
    lead = here[0]
    also = here[1:]
    while more := [
        one
        for one in change
        if one not in (lead, *also) and any(_exchanged(one, other) for other in (lead, *also))
    ]:
        also += more
    places = [filing.stands(one.point, plan.layout.cells[one.point]) for one in (lead, *also)]
    shown = [plan.form.points[one.point].measure.show(one.suggested) for one in (lead, *also)]
    spots = [f"{sheet}!{cell}" for sheet, cell in places]
    found = plan.form.points[lead.point].measure.show(lead.found)
    others = tuple(zip(spots[1:], shown[1:], strict=True))
    return Suspect(spots[0], found, shown[0], lead.why, others)


def _exchanged(one: "Repair", other: "Repair") -> bool:
    """Whether by one slip either shows what belongs into the other."""
    if one.why != other.why or one.why not in _BETWEEN:
        return False
    return one.found == other.suggested != 0 or other.found == one.suggested != 0
