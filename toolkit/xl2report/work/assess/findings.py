"""Verdicts → findings in the sheet's own words; consequences folded into their cause."""

from collections.abc import Callable
from typing import NamedTuple

from xl2report.form.language import Expression, Term
from xl2report.form.plan import Plan, explanation_key
from xl2report.form.relations import Relation
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding
from xl2report.ground.points import rectangles, split_address
from xl2report.work.assess.verdicts import Broken, Verdicts, verdicts_of

# Longer sums are told by their first and last member and how many there are.
_MOST_ADDENDS = 6


class Assessment(NamedTuple):
    """What is to be told about one filing, and how many relations hold, are broken, are open."""

    findings: tuple[Finding, ...]
    verdicts: Verdicts


def assess(
    plan: Plan, filing: Filing, reading: list[Finding], last: list[int | None] | None = None
) -> Assessment:
    """All findings on a filing: those of its reading, of blanks, of declarations, of relations."""
    verdicts = verdicts_of(plan, filing, last)
    found = list(reading)
    found.extend(_blanks(plan, filing, verdicts))
    found.extend(_declarations(plan, filing))
    told = {finding.point for finding in found if finding.code == "R303"}
    found.extend(
        _relation(plan, filing, broken)
        for broken in _causes(plan, verdicts.broken)
        if not (broken.relation.fills and plan.form.points[broken.relation.point].id in told)
    )
    if verdicts.unassessable and not any(_blocks(finding) for finding in found):
        found.append(_open(plan, filing, verdicts.unassessable))
    return Assessment(tuple(sorted(found, key=_order(plan))), verdicts)


def _open(plan: Plan, filing: Filing, relations: tuple[Relation, ...]) -> Finding:
    """Relations that nothing else explains as open: the first of them, and what it lacks."""
    first = relations[0]
    typed = {point for asked in first.points() for point in plan.relations.base[asked]}
    lacking = [plan.layout.cells[point] for point in sorted(typed) if filing.values[point] is None]
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


def _order(plan: Plan) -> Callable[[Finding], tuple[int, int, int, str]]:
    sheets = [plan.form.sheets.cover, *(table.sheet for table in plan.form.tables)]
    position = {sheet: number for number, sheet in enumerate(sheets)}

    def key(finding: Finding) -> tuple[int, int, int, str]:
        place = finding.places[0] if finding.places else ""
        sheet, _, cell = place.partition("!")
        row, column = (0, 0)
        if cell:
            row, column = split_address(cell.partition(":")[0])
        return position.get(sheet, -1 if not place else 99), row, column, finding.code

    return key


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
        cells = [split_address(cell.address) for cell in typed]
        spots = rectangles(cells)
        args = {
            "count": str(len(typed)),
            "relations": str(stopped),
            "declare": f"{planned.name}!{planned.declaration}",
        }
        where = f"{planned.name} › {'、'.join(spots[:4])}{' 等' if len(spots) > 4 else ''}"
        if len(typed) == 1:
            where = f"{planned.name} › {spots[0]}（{plan.form.points[typed[0].point].label}）"
        places = tuple(f"{planned.name}!{spot}" for spot in spots)
        point = plan.form.points[typed[0].point].id if len(typed) == 1 else ""
        if not filing.zero_report or len(points) < len(planned.typed):
            found.append(Finding("E108", filing.book, where, places, args, point=point))
    return found


def _declarations(plan: Plan, filing: Filing) -> list[Finding]:
    """The nil return: declared and not zero; all zero and not declared; declared and blank."""
    if "zero_report" not in plan.layout.cover_cells:
        return []
    cover = plan.form.sheets.cover
    spot = plan.layout.cover_cells["zero_report"]
    label = next(field.label for field in plan.form.cover if field.id == "zero_report")
    where, places = f"{cover} › {spot}（{label}）", (f"{cover}!{spot}",)
    typed = [cell.point for planned in plan.sheets for cell in planned.typed]
    if filing.odd.keys() & set(typed) or not typed:
        return []
    filled = [point for point in typed if filing.values[point]]
    blank = [point for point in typed if filing.values[point] is None]
    if filing.zero_report and filled:
        first = plan.form.points[filled[0]]
        sheet, cell = plan.layout.cells[filled[0]]
        example = (
            f"{sheet}!{cell}（{first.label}）= {first.measure.show(filing.values[filled[0]] or 0)}"
        )
        args = {"count": str(len(filled)), "example": example}
        return [Finding("E124", filing.book, where, places, args)]
    if filing.zero_report and len(blank) == len(typed):
        declare = "、".join(f"{planned.name}!{planned.declaration}" for planned in plan.sheets)
        return [Finding("E126", filing.book, where, places, {"declare": declare})]
    if not filing.zero_report and not filled and not blank:
        return [Finding("E125", filing.book, where, places)]
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
        ]
        computed = all(point in plan.relations.fills for point in one.relation.points())
        if not (computed and parts and sum(part.imbalance for part in parts) == one.imbalance):
            found.append(one)
    return found


def _inside(plan: Plan, part: Broken, whole: Broken) -> bool:
    base = plan.relations.base
    covered = {typed for point in whole.relation.points() for typed in base[point]}
    return all(covered.issuperset(base[point]) for point in part.relation.points())


def _relation(plan: Plan, filing: Filing, broken: Broken) -> Finding:
    relation = broken.relation
    form = plan.form
    measure = form.points[relation.point].measure
    cells = [plan.layout.cells[point] for point in relation.points()]
    places = tuple(f"{sheet}!{cell}" for sheet, cell in cells)
    comparison = relation.comparison
    sign = {"=": "=", "<=": "≤", ">=": "≥", "<": "<", ">": ">"}[comparison.operator]
    args = {
        "left_words": _side(plan, filing, relation, comparison.left, broken.left),
        "right_words": ("" if sign == "=" else f"应 {sign} ")
        + _side(plan, filing, relation, comparison.right, broken.right),
        "right_words_en": ("" if sign == "=" else f"should be {sign} ")
        + _side(plan, filing, relation, comparison.right, broken.right),
        "says": relation.rule.says,
        "says_en": relation.rule.says_en,
        "source": relation.rule.source,
    }
    gap = measure.show(abs(broken.imbalance))
    args["gap"] = f"        差 {gap}" if broken.imbalance else ""
    args["gap_en"] = f"        difference {gap}" if broken.imbalance else ""
    if not comparison.right.terms:
        args["right_words"] = args["right_words_en"] = f"{sign} {measure.show(broken.right)}"
    return Finding(
        code="R301" if comparison.operator == "=" else "R302",
        book=filing.book,
        where=_where(plan, relation, cells),
        places=places,
        args=args,
        severity=relation.rule.severity,
        rule=relation.rule.id,
        point=form.points[relation.point].id,
        left=measure.show(broken.left),
        right=measure.show(broken.right),
        difference=gap,
        explanation=filing.explanations.get(explanation_key(relation), ""),
    )


def _side(plan: Plan, filing: Filing, relation: Relation, side: Expression, value: int) -> str:
    """`一 51 + 二 2 = 53`: the addends by their marks; a single one without a sum."""
    measure = plan.form.points[relation.point].measure
    if not side.terms:
        return measure.show(value)
    if len(side.terms) > _MOST_ADDENDS:
        first, last = (_mark(plan, relation, side.terms[end]) for end in (0, -1))
        return f"{first} … {last} = {measure.show(value)}"
    if len(side.terms) == 1 and not side.constant and side.terms[0].factor == 1:
        return _joined(_mark(plan, relation, side.terms[0]), measure.show(value))
    words = ""
    for number, term in enumerate(side.terms):
        known = None if term.last else filing.values[term.point]
        name = _mark(plan, relation, term)
        shown = _joined(name, measure.show(known)) if known is not None else name
        sign = "- " if term.factor < 0 else ("+ " if number else "")
        factor = f"{abs(term.factor)}×" if abs(term.factor) != 1 else ""
        words += f"{' ' if number else ''}{sign}{factor}{shown}"
    return f"{words} = {measure.show(value)}"


def _mark(plan: Plan, relation: Relation, term: Term) -> str:
    """How a message names a point: in a column by its row, in a row by its column."""
    point = plan.form.points[term.point]
    name = point.label
    if point.table != "text" and relation.rule.each == "column":
        name = point.mark
    elif point.table != "text" and relation.rule.each == "row":
        columns = plan.form.table(point.table).columns
        name = next(column.label for column in columns if column.id == point.column)
    return f"上年{name}" if term.last else name


def _joined(name: str, number: str) -> str:
    return f"{name}{number}" if name.endswith("）") else f"{name} {number}"


def _where(plan: Plan, relation: Relation, cells: list[tuple[str, str]]) -> str:
    form = plan.form
    table = form.table(relation.rule.table)
    spots = [split_address(cell) for _, cell in cells]
    sheet = cells[0][0]
    if relation.rule.each == "column":
        label = next(column.label for column in table.columns if column.id == relation.scope)
        if len({column for _, column in spots}) == 1:
            letters = cells[0][1].rstrip("0123456789")
            return f"{sheet} › {letters} 列（{label}）"
        return f"{sheet} › {cells[0][1]} 等（{label}）"
    if relation.rule.each == "row":
        label = next(row.label for row in table.rows if row.id == relation.scope)
        return f"{sheet} › 第 {spots[0][0]} 行（{label}）"
    return f"{sheet} › {'、'.join(cell for _, cell in cells[:4])}"
