"""`explain`: what a code means, what a rule says, where a number comes from and what it goes into."""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from xl2report.chain.errors import CannotWork
from xl2report.chain.forms import all_plans, open_plan
from xl2report.form.plan import Plan
from xl2report.form.relations import Relation
from xl2report.ground.wordings import CODES
from xl2report.ground.wordings.model import SEVERITY_NAMES
from xl2report.work.adjustments import find_point, near_points

# How many formulas of a rule are shown; a rule for each column has one each.
_MOST_FORMULAS = 3

_EXAMPLES = Path(__file__).with_name("examples.json")


def explain(
    subject: str,
    paths: Iterable[Path | str] = (),
    *,
    form: str | None = None,
    password: str = "",
) -> dict[str, Any]:
    """What is known of a code (`R301`), a rule (`requests.balance`) or a point, as plain data.

    A point goes by its id, its printed label or its cell (`三、申请办理!D7`). With a city's workbook, or a
    work folder, it is followed from the report's sentence to the units' cells; with a unit's own, from
    there to the city. `kind` says which it is. Raises CannotWork and FormError.
    """
    name = subject.strip()
    if name.upper() in CODES:
        return explain_code(name.upper())
    plans = [open_plan(form)] if form is not None else _plans()
    listed = [Path(path) for path in paths]
    ruled = [plan for plan in plans if any(rule.id == name for rule in plan.form.rules)]
    if ruled:
        return {"kind": "rule", "rule": name, "forms": [_rule(plan, name) for plan in ruled]}
    if listed:
        from xl2report.chain.provenance import trace

        return trace(name, listed, form, password)
    for plan in plans:
        point = find_point(plan, name)
        if point is not None:
            return {"kind": "point", **point_data(plan, point), "books": []}
    raise unknown(name, plans)


def _plans() -> list[Plan]:
    """All forms, the latest edition first."""
    return sorted(all_plans(), key=lambda plan: -plan.form.first_year)


def explain_code(code: str) -> dict[str, Any]:
    """What a code means, how bad it is, what to do, and an example as it is told."""
    words = CODES[code]
    example, english = _examples().get(code, ["", ""])
    return {
        "kind": "code",
        "code": code,
        "severity": words.severity,
        "severity_names": list(SEVERITY_NAMES[words.severity]),
        "name": [words.name_zh, words.name_en],
        "says": [words.says_zh, words.says_en],
        "remedy": [words.remedy_zh, words.remedy_en],
        "example": example,
        "example_en": english,
    }


@cache
def _examples() -> dict[str, list[str]]:
    """What a broken workbook earns of each code, as the clerk reads it; a test keeps it current."""
    try:
        found: dict[str, list[str]] = json.loads(_EXAMPLES.read_text(encoding="utf-8"))
    except OSError:
        return {}
    return found


def _rule(plan: Plan, name: str) -> dict[str, Any]:
    rule = next(rule for rule in plan.form.rules if rule.id == name)
    relations = [relation for relation in plan.relations.all if relation.rule.id == name]
    return {
        "form": plan.form.id,
        "severity": rule.severity,
        "severity_names": list(SEVERITY_NAMES[rule.severity]),
        "restatable": rule.restatable,
        "fills": rule.fills,
        "says": [rule.says, rule.says_en],
        "text": rule.text,
        "source": rule.source,
        "count": len(relations),
        "formulas": [formula_of(plan, relation) for relation in relations[:_MOST_FORMULAS]],
    }


def formula_of(plan: Plan, relation: Relation) -> dict[str, str]:
    """A relation in the sheet's own terms: where it stands, and its formula."""
    sheet, cell = plan.layout.cells[relation.point]
    if relation.fills:
        return {"place": f"{sheet}!{cell}", "formula": plan.formulas.fill(relation)}
    left, right = plan.formulas.left(relation), plan.formulas.right(relation)
    row = plan.layout.check_rows.get(relation.number)
    place = f"{plan.form.sheets.checks}!{row}" if row else f"{sheet}!{cell}"
    return {"place": place, "formula": f"{left} {relation.comparison.operator} {right}"}


def point_data(plan: Plan, number: int) -> dict[str, Any]:
    """What a point is: its label, cell, unit, how it is added up or computed, the rules it is in."""
    point = plan.form.points[number]
    sheet, cell = plan.layout.cells[number]
    fill = plan.relations.fills.get(number)
    rules = dict.fromkeys(
        relation.rule.id for relation in plan.relations.all if number in relation.points()
    )
    return {
        "form": plan.form.id,
        "point": point.id,
        "label": point.label,
        "place": f"{sheet}!{cell}",
        "unit": point.measure.unit,
        "agg": point.roll,
        "computed": None
        if fill is None
        else {
            "rule": fill.rule.id,
            "says": [fill.rule.says, fill.rule.says_en],
            **formula_of(plan, fill),
        },
        "rules": list(rules),
    }


def unknown(name: str, plans: Iterable[Plan]) -> CannotWork:
    """There is no such thing; with what is like it."""
    near = list(dict.fromkeys(_near(name, list(plans))))[:5]
    hint = f"，是否要找：{'、'.join(near)}" if near else ""
    hint_en = f". Like it are: {', '.join(near)}" if near else ""
    return CannotWork(
        f"没有“{name}”这个代码、规则或指标{hint}。代码如 R301，指标可写编号、名称或“工作表!单元格”",
        f"There is no code, rule or point “{name}”{hint_en}. A code is such as R301; a point goes by its"
        " id, label or SHEET!CELL",
    )


def _near(name: str, plans: list[Plan]) -> Iterator[str]:
    from difflib import get_close_matches

    yield from get_close_matches(name.upper(), CODES, 2, 0.75)
    for plan in plans:
        yield from get_close_matches(name, [rule.id for rule in plan.form.rules], 2, 0.6)
        yield from near_points(plan, name)
