"""A broken relation as a finding: both sides in the sheet's own words, the gap, the rule's sentence."""

from hashlib import blake2b

from xl2report.form.language import Expression, Term
from xl2report.form.plan import Plan, explanation_key
from xl2report.form.relations import Relation
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding, Where, spots_of
from xl2report.ground.points import split_address
from xl2report.work.assess.verdicts import Broken

# Longer sums are told by their first and last member and how many there are.
_MOST_ADDENDS = 6
_LAST = ("上年", "last year's ")
_OR = ("（或 {}）", " (or {})")


def relation_finding(plan: Plan, filing: Filing, broken: Broken) -> Finding:
    """What is told of a broken relation: its sides, the gap, the rule's own words."""
    relation = broken.relation
    form = plan.form
    measure = form.points[relation.point].measure
    cells = [filing.stands(point, plan.layout.cells[point]) for point in relation.points()]
    places = tuple(f"{sheet}!{cell}" for sheet, cell in cells)
    comparison = relation.comparison
    sign = {"=": "=", "<=": "≤", ">=": "≥", "<": "<", ">": ">"}[comparison.operator]
    left, left_en = (
        _side(plan, filing, relation, comparison.left, broken.left, last) for last in _LAST
    )
    right, right_en = (
        _rights(plan, filing, relation, broken.right, last, told)
        for last, told in zip(_LAST, _OR, strict=True)
    )
    args = {
        "left_words": left,
        "left_words_en": left_en,
        "right_words": right if sign == "=" else f"应 {sign} {right}",
        "right_words_en": right_en if sign == "=" else f"should be {sign} {right_en}",
        "says": relation.rule.says,
        "says_en": relation.rule.says_en,
        "source": relation.rule.source,
        **_explain(plan, relation),
    }
    where = _where(plan, relation, cells)
    gap = measure.show(abs(broken.imbalance))
    args["gap"] = f"        差 {gap}" if broken.imbalance else ""
    args["gap_en"] = f"        difference {gap}" if broken.imbalance else ""
    if not comparison.right.terms and not comparison.others and sign == "=":
        args["right_words"] = args["right_words_en"] = f"{sign} {measure.show(broken.right)}"
    return Finding(
        code="R301" if comparison.operator == "=" else "R302",
        book=filing.book,
        where=where.zh,
        places=places,
        args=args,
        severity=relation.rule.severity,
        rule=relation.rule.id,
        point=form.points[relation.point].id,
        left=measure.show(broken.left),
        right=measure.show(broken.right),
        difference=gap,
        explanation=filing.explanations.get(explanation_key(relation), ""),
        where_en=where.en,
        numbers=_fingerprint(filing, broken),
        restatable=relation.rule.restatable,
    )


def _rights(plan: Plan, filing: Filing, relation: Relation, first: int, last: str, or_: str) -> str:
    """The right side; where it may be another one, those too."""
    comparison = relation.comparison
    values = relation.with_blanks_as_none(filing.values)
    told = _side(plan, filing, relation, comparison.right, first, last)
    for other in comparison.others:
        # The gap is told from the first; of last year's figures it is the only one there can be.
        value = other.value(values)
        if value is not None:
            told += or_.format(_side(plan, filing, relation, other, value, last))
    return told


def _explain(plan: Plan, relation: Relation) -> dict[str, str]:
    """How a warning is answered: on the sheet of checks, where the relation has a line there."""
    rule, sheet = relation.rule, plan.form.sheets.checks
    strict = rule.severity == "error" and not rule.restatable
    if strict or relation.number not in plan.layout.check_rows:
        return {"explain": "", "explain_en": ""}
    if rule.restatable:
        return {
            "explain": f"；上年数已重述、调整的，在“{sheet}”表写明重述说明",
            "explain_en": f"; if last year's figure was restated, say why on the sheet {sheet}",
        }
    return {
        "explain": f"；确有原因的，在“{sheet}”表说明",
        "explain_en": f"; if there is a reason, explain it on the sheet {sheet}",
    }


def _fingerprint(filing: Filing, broken: Broken) -> str:
    """Eight letters that change with any number of the relation: what an explanation is tied to."""
    known = [filing.values[point] for point in broken.relation.points()]
    if broken.relation.across_years:
        known += [broken.left, broken.right]  # in these are last year's
    return blake2b(repr(known).encode(), digest_size=4).hexdigest()


def _side(
    plan: Plan, filing: Filing, relation: Relation, side: Expression, value: int, last: str
) -> str:
    """`一 51 + 二 2 = 53`: the addends by their marks; a single one without a sum."""
    measure = plan.form.points[relation.point].measure
    if not side.terms:
        return measure.show(value)
    if len(side.terms) > _MOST_ADDENDS:
        first, final = (_mark(plan, relation, side.terms[end], last) for end in (0, -1))
        return f"{first} … {final} = {measure.show(value)}"
    if len(side.terms) == 1 and not side.constant and side.terms[0].factor == 1:
        return _joined(_mark(plan, relation, side.terms[0], last), measure.show(value))
    words = ""
    for term in side.terms:
        known = None if term.last else filing.values[term.point]
        if known is None and term.point in relation.asked:
            continue  # left blank, which counts as none
        name = _mark(plan, relation, term, last)
        shown = _joined(name, measure.show(known)) if known is not None else name
        sign = "- " if term.factor < 0 else ("+ " if words else "")
        factor = f"{abs(term.factor)}×" if abs(term.factor) != 1 else ""
        words += f"{' ' if words else ''}{sign}{factor}{shown}"
    return f"{words} = {measure.show(value)}"


def _mark(plan: Plan, relation: Relation, term: Term, last: str) -> str:
    """How a message names a point: in a column by its row, in a row by its column.

    `last` is what stands before a figure of last year.
    """
    point = plan.form.points[term.point]
    name = point.label
    if point.table != "text" and relation.rule.each == "column":
        name = point.mark
    elif point.table != "text" and relation.rule.each == "row":
        columns = plan.form.table(point.table).columns
        name = next(column.label for column in columns if column.id == point.column)
    return f"{last}{name}" if term.last else name


def _joined(name: str, number: str) -> str:
    return f"{name}{number}" if name.endswith("）") else f"{name} {number}"


def _where(plan: Plan, relation: Relation, cells: list[tuple[str, str]]) -> Where:
    form = plan.form
    table = form.table(relation.rule.table)
    spots = [split_address(cell) for _, cell in cells]
    sheet = cells[0][0]
    if relation.rule.each == "column":
        label = next(column.label for column in table.columns if column.id == relation.scope)
        if len({column for _, column in spots}) == 1:
            letters = cells[0][1].rstrip("0123456789")
            return Where(
                f"{sheet} › {letters} 列（{label}）", f"{sheet} › column {letters} ({label})"
            )
        return spots_of(sheet, [cell for _, cell in cells], label, most=1)
    if relation.rule.each == "row":
        label = next(row.label for row in table.rows if row.id == relation.scope)
        number = spots[0][0]
        return Where(f"{sheet} › 第 {number} 行（{label}）", f"{sheet} › row {number} ({label})")
    return spots_of(sheet, [cell for home, cell in cells if home == sheet])
