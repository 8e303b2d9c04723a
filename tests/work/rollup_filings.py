"""Blank filings with a few figures, for the tests of totals and of workbooks side by side."""

from functools import cache

from xl2report.chain.forms import open_plan
from xl2report.form.definition.model import Roll
from xl2report.form.plan import Plan
from xl2report.form.relations import build_relations, fill_carefully
from xl2report.ground.filing import Filing
from xl2report.work.rollup import Total, Unit

Values = list[int | None]
CITY = Unit("某市人民政府办公室", "A", "市府办", "本级")
BUREAU = Unit("某市民政局", "B", "民政局", "部门")
TOWN = Unit("某市城关镇人民政府", "C", "城关镇", "乡镇")
ROSTER = (CITY, BUREAU, TOWN)
HANDLED = "requests.granted.natural_person"
AMOUNT = "proactive.central_procurement.amount"
PRESS = "text.press_conf"  # city_only
ITEMS = "text.site_items"  # sum


@cache
def form_plan() -> Plan:
    """The 2019 form, with an indicator of each further kind: max, none, manual."""
    form = open_plan("disclosure-2019").form
    kinds: dict[str, Roll] = {"text.ch_fax": "max", "text.ch_other": "none", "text.desks": "manual"}
    points = tuple(point._replace(roll=kinds.get(point.id, point.roll)) for point in form.points)
    form = form._replace(points=points)
    return Plan(form, build_relations(form))


def filing(plan: Plan, unit: Unit | str = BUREAU, **fields: object) -> Filing:
    """A unit's blank filing; points with `__` for the dot, other fields by their names."""
    values: Values = [None] * len(plan.form.points)
    name, code = (unit, "") if isinstance(unit, str) else (unit.name, unit.code)
    found = Filing(f"{name}.xlsx", plan.form.id, 2020, name, code, values)
    for key, value in fields.items():
        if "__" in key:
            assert value is None or isinstance(value, int)
            values[plan.index[key.replace("__", ".")]] = value
        else:
            setattr(found, key, value)
    fill_carefully(plan.relations, values)
    return found


def figures(plan: Plan, unit: Unit, **points: int | None) -> Filing:
    return filing(plan, unit, **{f"text__{key}": value for key, value in points.items()})


def value(plan: Plan, total: Total, point: str) -> int | None:
    return total.values[plan.index[point]]
