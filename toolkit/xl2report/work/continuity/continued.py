"""The findings on a filing with what last year has to say: one cause told once, then what was copied."""

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from xl2report.form.plan import Plan
from xl2report.form.relations import Relation
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding
from xl2report.work.continuity.copied import on_copied
from xl2report.work.continuity.jumps import as_jump
from xl2report.work.continuity.model import LastYear
from xl2report.work.continuity.passages import on_passages

# A year left standing in a text is told with the text, where all of it is last year's.
_STALE_YEAR = "N601"


def continued(
    plan: Plan, filing: Filing, findings: Iterable[Finding], last: LastYear
) -> tuple[Finding, ...]:
    """The findings of an assessment that knew last year's values, with those on what was copied.

    Jumps are told as jumps; a total that differs only because its parts do is told with them.
    """
    relations = _across_years(plan)
    told: list[tuple[Finding, Relation | None]] = []
    for finding in findings:
        relation = relations.get((finding.rule, finding.point)) if finding.code[0] == "R" else None
        one = finding if relation is None else as_jump(plan, filing, finding, relation, last)
        if relation is not None and last.renamed and one.level == "error":
            one = one._replace(severity="warning")  # a body that was reorganised may begin anew
        told.append((one, relation))
    listed = _told_once(plan, told)
    texts = on_passages(plan, filing, last)
    same = {one.places[0] for one in texts}
    listed = [one for one in listed if not (one.code == _STALE_YEAR and one.places[0] in same)]
    # Texts come last, after all that is wrong with the figures.
    first = next(
        (at for at, one in enumerate(listed) if one.code[0] == "N" and not one.rule), len(listed)
    )
    return (*listed[:first], *on_copied(plan, filing, last), *listed[first:], *texts)


@lru_cache(maxsize=8)
def _across_years(plan: Plan) -> dict[tuple[str, str], Relation]:
    return {
        (one.rule.id, plan.form.points[one.point].id): one
        for one in plan.relations.all
        if one.across_years
    }


def _told_once(plan: Plan, told: list[tuple[Finding, Relation | None]]) -> list[Finding]:
    """A total whose difference is its parts' is told with them; explained parts stand for it."""
    gone: set[int] = set()
    changed: dict[int, Finding] = {}
    for finding, relation in told:
        if relation is None or finding.code != "R301" or relation.point not in plan.relations.fills:
            continue
        numbers = {part.number for part in plan.relations.parts_of(relation)}
        parts = [other for other, its in told if its is not None and its.number in numbers]
        if not parts or sum(map(_gap, parts)) != _gap(finding):
            continue
        if all(one.explanation for one in parts):
            gone.add(id(finding))
            continue
        gone |= {id(one) for one in parts}
        changed[id(finding)] = _with_parts(finding, parts)
    return [changed.get(id(one), one) for one, _ in told if id(one) not in gone]


def _gap(finding: Finding) -> Decimal:
    """Left minus right of a broken relation."""
    return Decimal(finding.left) - Decimal(finding.right)


def _with_parts(finding: Finding, parts: list[Finding]) -> Finding:
    words = "、".join(f"{_name(one)}本年 {one.left}、上年 {one.right}" for one in parts)
    words_en = ", ".join(f"{_name(one)} {one.left} now and {one.right} then" for one in parts)
    args = {
        **finding.args,
        "says": f"{finding.args['says']}：{words}",
        "says_en": f"{finding.args['says_en']}: {words_en}",
    }
    more = tuple(place for one in parts for place in one.places)
    return finding._replace(args=args, places=tuple(dict.fromkeys((*finding.places, *more))))


def _name(finding: Finding) -> str:
    return finding.where.rpartition("（")[2].rstrip("）") or finding.where
