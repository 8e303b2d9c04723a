"""Both shipped editions: the official grids cell by cell, what is asked, and what must hold."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from xl2report.form import homes
from xl2report.form.definition.loader import load_yaml
from xl2report.form.definition.model import Form
from xl2report.form.relations import Relations, build_relations

EDITIONS = ("2019", "2021")
REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "forms.json"
TABLES = {"table2": "proactive", "table3": "requests", "table4": "disputes"}
# Inputs and computed cells; rows and columns of the grid.
SIZES = {
    ("2019", "proactive"): (22, 0, 18, 7),
    ("2019", "requests"): (132, 29, 26, 10),
    ("2019", "disputes"): (12, 3, 4, 15),
    ("2021", "proactive"): (10, 0, 14, 4),
    ("2021", "requests"): (144, 31, 28, 10),
    ("2021", "disputes"): (12, 3, 4, 15),
}
# id: severity, relations it makes (this year, across years), from forms.md §2.1, §3.1, §4, §5.
REQUESTS_RULES = {
    "requests.balance": ("error", 7, 0),  # T3-3
    "requests.carry_over_total": ("error", 0, 1),  # T3-4, the total column
    "requests.carry_over": ("warning", 0, 6),  # T3-4, each applicant
    "requests.results_total": ("error", 7, 0),  # T3-2
    "disputes.total": ("error", 3, 0),
    # conventions.md §4.6, magnitude against last year
    "requests.received_drop": ("warning", 0, 1),
    "requests.received_jump": ("warning", 0, 1),
}
# Text against table (conventions.md §1.7): advice, and only where the indicators are filled in.
TEXT_RULES = {
    "text.channels": ("warning", 1, 0),  # N3, either of the two bases
    "text.extended_most": ("warning", 1, 0),
    "text.supplemented_most": ("warning", 1, 0),
    "text.fee_charged": ("warning", 1, 0),
    "text.fee_notices": ("warning", 1, 0),
    "text.fee_collected": ("warning", 1, 0),
    # conventions.md §4.6, magnitude against last year
    **{
        f"text.{name}_{way}": ("warning", 0, 1)
        for name in ("site", "media", "mailbox")
        for way in ("jump", "drop")
    },
}
ANY_GIVEN = {"text.channels"}
RULES = {
    "2019": REQUESTS_RULES
    | TEXT_RULES
    | {
        "text.norm_docs_disclosed": ("information", 1, 0),  # N1; the golden case has 4 of 8
        "requests.total": ("error", 23, 0),  # T3-1
        "proactive.items_end": ("error", 5, 0),  # T2a-1
        "proactive.items_carried": ("warning", 0, 5),  # T2a-2
        "proactive.disclosed_in_total": ("warning", 2, 0),  # T2a-3
        "proactive.procurement_amount": ("warning", 1, 0),  # T2a-5
        "proactive.procurement_projects": ("warning", 1, 0),  # T2a-5, the other way
        "proactive.no_rules": ("warning", 3, 0),  # T2a-6, behind a switch
        "proactive.public_total_carried": ("information", 0, 2),  # conventions.md §1.3, advisory
        "proactive.amount_jump": ("warning", 0, 1),  # conventions.md §4.6, unit 元/万元
        "proactive.amount_drop": ("warning", 0, 1),
        "proactive.decisions_jump": ("warning", 0, 4),
        "proactive.decisions_drop": ("warning", 0, 4),
    },
    "2021": REQUESTS_RULES
    | TEXT_RULES
    | {
        "requests.total": ("error", 25, 0),  # T3-1
        "proactive.in_force_carried": ("warning", 0, 2),  # T2b-1
        "proactive.issued_in_force": ("information", 2, 0),  # T2b-2
        "proactive.fee_jump": ("warning", 0, 1),  # T2b-3
        "proactive.fee_drop": ("warning", 0, 1),  # T2b-3, the other way
        "proactive.decisions_jump": ("warning", 0, 3),  # conventions.md §4.6
        "proactive.decisions_drop": ("warning", 0, 3),
        "proactive.no_rules": ("warning", 3, 0),  # T2b-4
    },
}
TEXTS = {
    "requests.balance": "new_received + carried_in = results_total + carried_out",
    "requests.total": "total = sum(natural_person:other_org)",
    "requests.carry_over_total": "carried_in = last.carried_out",
    "disputes.total": "total = sum(upheld:pending)",
}
# All of conventions.md §1.2 that the golden case, Rushan 2020, gives; and the fees of part six.
INDICATORS = [
    "site_items",
    "docs_gov_office",
    "norm_docs_disclosed",
    "meetings_exec",
    "meetings_topic",
    "interpretations",
    "interviews",
    "press_conf",
    "columns",
    "proposals_disclosed",
    "gazette_issues",
    "ch_online",
    "ch_letter",
    "ch_inperson",
    "ch_fax",
    "ch_other",
    "mailbox_replied",
    "media_accounts",
    "media_closed",
    "trainings",
    "circulars",
    "issues_fixed",
    "public_attend",
    "accountability",
    "fee_notices",
    "fee_charged",
    "fee_collected",
]
COUNTS = {"件", "项", "条", "次", "个", "篇", "期", "场", "人次"}


@cache
def form_of(edition: str) -> Form:
    folder = homes.form_folder(f"disclosure-{edition}")
    assert folder is not None
    return load_yaml(folder)


@cache
def relations_of(edition: str) -> Relations:
    return build_relations(form_of(edition))


both = pytest.mark.parametrize("edition", EDITIONS)


@pytest.mark.skipif(not REFERENCE.is_file(), reason="../shared/reference/forms.json is absent")
@pytest.mark.parametrize("name", TABLES)
@both
def test_the_grid_is_the_official_one(edition: str, name: str) -> None:
    official = json.loads(REFERENCE.read_text(encoding="utf-8"))["formats"][edition][name]
    grid = form_of(edition).table(TABLES[name]).grid
    computed = computed_of(edition)
    assert (grid.rows, grid.cols) == (official["rows"], official["cols"])
    found = {}
    for cell in grid.cells:
        kind, text = str(cell.kind), cell.text
        if kind == "value":
            kind, text = ("computed" if cell.point in computed else "input"), cell.point
        found[cell.row, cell.col] = (cell.down, cell.across, kind, text)
    assert found == {
        (cell["row"], cell["col"]): (
            cell["rowspan"], cell["colspan"], cell["kind"], point_or_text(TABLES[name], cell),
        )
        for cell in official["cells"]
    }  # fmt: skip


def point_or_text(table: str, cell: dict[str, Any]) -> str:
    text: str = cell["text"]
    if cell["kind"] not in {"input", "computed"}:
        return text
    parts = [part for part in text.strip("{}").split(".") if not part.startswith("art20_")]
    return ".".join([table, *parts])


def computed_of(edition: str) -> set[str]:
    form, relations = form_of(edition), relations_of(edition)
    return {form.points[point].id for point in relations.fills}


@both
def test_as_much_is_asked_as_the_notice_asks(edition: str) -> None:
    form, computed = form_of(edition), computed_of(edition)
    assert [table.id for table in form.tables] == list(TABLES.values())
    for table in form.tables:
        points = [point.id for point in form.points if point.table == table.id]
        sums = len(computed.intersection(points))
        size = (len(points) - sums, sums, table.grid.rows, table.grid.cols)
        assert size == SIZES[edition, table.id]
        assert len(table.widths) == table.grid.cols


@both
def test_no_point_is_asked_twice(edition: str) -> None:
    form = form_of(edition)
    assert len({point.id for point in form.points}) == len(form.points)
    ways = [(point.table, *point.path) for point in form.points]
    assert len(set(ways)) == len(ways)  # the printed labels tell every two points apart


def test_the_requests_of_2019_have_37_relations() -> None:
    found = [
        r for r in relations_of("2019").all if r.rule.table == "requests" and not r.rule.if_given
    ]
    assert sum(not relation.across_years for relation in found) == 37


@both
def test_the_rules_are_those_of_the_reference(edition: str) -> None:
    form, relations = form_of(edition), relations_of(edition)
    found = {}
    for rule in form.rules:
        own = [relation for relation in relations.all if relation.rule is rule]
        across = sum(relation.across_years for relation in own)
        found[rule.id] = (str(rule.severity), len(own) - across, across)
    assert found == RULES[edition]
    for rule_id, text in TEXTS.items():
        assert next(rule.text for rule in form.rules if rule.id == rule_id) == text


@both
def test_every_rule_says_what_it_says_and_where_it_is_from(edition: str) -> None:
    for rule in form_of(edition).rules:
        assert rule.says
        assert rule.says_en.isascii()
        text = rule.id.startswith("text.")
        assert rule.source.startswith("文字指标" if text else "表")
        assert rule.if_given == (("any" if rule.id in ANY_GIVEN else "all") if text else "")
        assert rule.switch == ("no_rulemaking" if rule.id.endswith("no_rules") else "")


@both
def test_every_indicator_of_the_golden_case_is_there(edition: str) -> None:
    assert set(INDICATORS) <= {item.id for item in form_of(edition).indicators}


@both
def test_points_are_counted_as_the_notice_counts_them(edition: str) -> None:
    signed, amounts = set(), {}
    for point in form_of(edition).points:
        if point.measure.signed:
            signed.add(point.id)
        if point.measure.decimals:
            amounts[point.id] = (point.measure.unit, point.measure.decimals)
        else:
            assert point.measure.unit in COUNTS
        if point.table in {"requests", "disputes"}:
            assert point.measure.unit == "件"
    fees = {"text.fee_charged": ("元", 2), "text.fee_collected": ("元", 2)}
    if edition == "2019":
        rows = ("licensing", "other_services", "punishment", "coercion", "fees")
        assert signed == {f"proactive.{row}.items_change" for row in rows}
        assert amounts == fees | {"proactive.central_procurement.amount": ("元", 2)}
    else:
        assert not signed
        assert amounts == fees | {"proactive.fees.amount": ("万元", 6)}


def test_each_year_has_one_edition() -> None:
    old, new = (form_of(edition) for edition in EDITIONS)
    assert [year for year in range(2015, 2030) if old.covers_year(year)] == [2019, 2020]
    assert [year for year in range(2015, 2030) if new.covers_year(year)] == list(range(2021, 2030))
    assert "2019〕60号" in old.notice
    assert "2021〕30号" in new.notice
