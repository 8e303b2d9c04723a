"""Filings of the 2019 form made directly from a few facts, for the tests of what is told of them."""

from collections.abc import Iterable
from functools import cache

from xl2report.chain.forms import open_plan
from xl2report.form.plan import Plan
from xl2report.form.relations import fill_carefully
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding
from xl2report.work.assess.findings import assess

NATURAL = "natural_person"
Values = list[int | None]


@cache
def form_plan() -> Plan:
    return open_plan("disclosure-2019")


def values_of(plan: Plan, facts: str, other: int | None = 0) -> Values:
    """`requests.granted.business=3 disputes.review.upheld=?`: `?` is blank, the others are zero."""
    values: Values = [other if point.table != "text" else None for point in plan.form.points]
    for fact in facts.split():
        point, _, value = fact.partition("=")
        values[plan.index[point]] = None if value == "?" else int(value)
    return values


def filing_of(plan: Plan, facts: str = "", **fields: object) -> Filing:
    """A filing that is no nil return, with its totals and blanks as the reader leaves them."""
    values = values_of(plan, facts)
    typed = [cell.point for sheet in plan.sheets for cell in sheet.typed]
    blank = frozenset(point for point in typed if values[point] is None)
    fill_carefully(plan.relations, values)
    filing = Filing("民政局.xlsx", plan.form.id, 2020, "民政局", "", values, blank=blank)
    for name, value in fields.items():
        setattr(filing, name, value)
    return filing


def told(plan: Plan, facts: str, **fields: object) -> list[Finding]:
    found = assess(plan, filing_of(plan, facts, **fields), []).findings
    return [finding for finding in found if finding.code != "E125"]


def codes(findings: Iterable[Finding]) -> str:
    return " ".join(finding.code for finding in findings)


def requests(column: str = NATURAL, **rows: int | str) -> str:
    return " ".join(f"requests.{row}.{column}={value}" for row, value in rows.items())
