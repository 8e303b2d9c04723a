"""Check the sample city: ``python samples/rushan-2020/verify_figures.py``.

Reads figures.yaml, published.yaml and faults.yaml beside this file, prints what was checked, and
ends with 1 if anything fails. It knows the form by itself and uses nothing of xl2report, so that
the sample and the tool cannot be wrong together.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Values = dict[str, Decimal]
    Entry = dict[str, Any]

HERE = Path(__file__).resolve().parent

# ------------------------------------------------------------------- the 2019 edition of the form

DOCS = ("made", "disclosed", "public_total")
CASES = ("items_last_year", "items_change", "decisions")
PROACTIVE = {
    "rules": DOCS,
    "normative_docs": DOCS,
    "licensing": CASES,
    "other_services": CASES,
    "punishment": CASES,
    "coercion": CASES,
    "fees": ("items_last_year", "items_change"),
    "central_procurement": ("projects", "amount"),
}
APPLICANTS = (
    "natural_person",
    "business",
    "research",
    "public_welfare",
    "legal_service",
    "other_org",
)
RESULTS = (
    "granted",
    "partial",
    "denied_state_secret",
    "denied_law_forbidden",
    "denied_safety_stability",
    "denied_third_party",
    "denied_internal_affairs",
    "denied_process_info",
    "denied_enforcement_file",
    "denied_admin_query",
    "unable_not_held",
    "unable_needs_creation",
    "unable_unclear",
    "refused_petition",
    "refused_repeat",
    "refused_publication",
    "refused_mass_repeat",
    "refused_confirm_reissue",
    "other_handling",
)
REQUESTS = ("new_received", "carried_in", *RESULTS, "carried_out")
DISPUTES = ("review", "suit_direct", "suit_after_review")
OUTCOMES = ("upheld", "corrected", "other_result", "pending")

INPUTS = {
    "proactive": [f"proactive.{row}.{column}" for row in PROACTIVE for column in PROACTIVE[row]],
    "requests": [f"requests.{row}.{column}" for row in REQUESTS for column in APPLICANTS],
    "disputes": [f"disputes.{row}.{column}" for row in DISPUTES for column in OUTCOMES],
}
INPUT_POINTS = [point for points in INPUTS.values() for point in points]
MONEY = "proactive.central_procurement.amount"

CHANNELS = ("ch_online", "ch_letter", "ch_inperson")
CATEGORIES = {"本级", "部门", "乡镇街道"}
PEOPLE = {"filled_by", "reviewed_by", "signed_by", "phone", "filled_on"}
SECTIONS = {
    "overview",
    "proactive",
    "requests",
    "management",
    "platform",
    "supervision",
    "problems",
    "other",
}


def with_totals(inputs: Values) -> Values:
    """All 198 points of the three tables from the 166 inputs."""
    values = dict(inputs)
    for column in APPLICANTS:
        results = [inputs[f"requests.{row}.{column}"] for row in RESULTS]
        values[f"requests.results_total.{column}"] = sum(results, Decimal(0))
    for row in (*REQUESTS, "results_total"):
        across = [values[f"requests.{row}.{column}"] for column in APPLICANTS]
        values[f"requests.{row}.total"] = sum(across, Decimal(0))
    for row in DISPUTES:
        outcomes = [inputs[f"disputes.{row}.{column}"] for column in OUTCOMES]
        values[f"disputes.{row}.total"] = sum(outcomes, Decimal(0))
    return values


def relations(inputs: Values, *, zero_report: bool) -> Iterator[tuple[str, str, bool]]:
    """Every relation of one return: its kind, its place, and whether it holds."""
    values = with_totals(inputs)
    for point in INPUT_POINTS:
        number = values[point]
        steps = number * 100 if point == MONEY else number
        yield "negative", point, number >= 0 or point.endswith(".items_change")
        yield "decimal", point, steps == steps.to_integral_value()
    for row, columns in PROACTIVE.items():
        if columns[0] == "items_last_year":
            last_year, change = (values[f"proactive.{row}.{column}"] for column in columns[:2])
            yield "items_below_zero", row, last_year + change >= 0
        if columns == DOCS:
            disclosed, public = (values[f"proactive.{row}.{column}"] for column in DOCS[1:])
            yield "disclosed_over_public_total", row, disclosed <= public
    for column in DOCS:
        yield "rules_not_zero", column, values[f"proactive.rules.{column}"] == 0
    projects = values["proactive.central_procurement.projects"]
    yield "projects_without_amount", MONEY, (projects == 0) == (values[MONEY] == 0)
    for column in (*APPLICANTS, "total"):
        came = values[f"requests.new_received.{column}"] + values[f"requests.carried_in.{column}"]
        went = values[f"requests.results_total.{column}"] + values[f"requests.carried_out.{column}"]
        yield "balance", column, came == went
    all_zero = not any(values.values())
    yield "zero_report_not_zero", "declarations", all_zero or not zero_report
    yield "zero_not_declared", "declarations", zero_report or not all_zero


def broken(inputs: Values, *, zero_report: bool = False) -> dict[str, list[str]]:
    """What does not hold in one return: the places by kind."""
    found: dict[str, list[str]] = {}
    for kind, place, holds in relations(inputs, zero_report=zero_report):
        if not holds:
            found.setdefault(kind, []).append(place)
    return found


# ------------------------------------------------------------------------------------------- codes

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE_LENGTH = 18


def check_character(body: str) -> str:
    """GB 32100: the 18th character of a 统一社会信用代码."""
    weighted = (ALPHABET.index(char) * pow(3, i, 31) for i, char in enumerate(body))
    return ALPHABET[-sum(weighted) % 31]


def organisation_check(body: str) -> str:
    """GB 11714: the last character of the organisation code inside it."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    weighted = (int(char, 36) * weight for char, weight in zip(body, weights, strict=True))
    return "0123456789X"[-sum(weighted) % 11]


def code_is_right(code: str) -> bool:
    """Whether length, characters and both check characters are right."""
    return (
        len(code) == CODE_LENGTH
        and set(code) <= set(ALPHABET)
        and code[16] == organisation_check(code[8:16])
        and code[17] == check_character(code[:17])
    )


# ------------------------------------------------------------------------------------------- files


def exact(value: object) -> Decimal:
    """A number of the files as it stands there, never by way of a float."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError(f"{value!r}: whole numbers plain, numbers with decimals quoted")
    return Decimal(value)


def inputs_of(unit: Entry) -> Values:
    """The 166 inputs of a unit; cells not listed are zero."""
    values = dict.fromkeys(INPUT_POINTS, Decimal(0))
    for table, rows in unit["values"].items():
        for row, columns in rows.items():
            for column, value in columns.items():
                point = f"{table}.{row}.{column}"
                if point not in values:
                    raise KeyError(f"{unit['id']}: {point} is no input of the form")
                values[point] = exact(value)
    return values


@dataclass(frozen=True)
class Sample:
    """The three files, and the inputs and all points of each unit by its id."""

    figures: Entry
    units: dict[str, Entry]
    points: Values
    facts: Values
    faults: list[Entry]
    inputs: dict[str, Values]
    values: dict[str, Values]

    def holders(self, point: str) -> list[str]:
        """The units in which a point is not zero."""
        return [unit for unit, values in self.values.items() if values[point]]


def load() -> Sample:
    """The sample as it lies beside this file."""
    yaml = YAML(typ="safe", pure=True)
    figures, published, faults = (
        yaml.load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
        for name in ("figures", "published", "faults")
    )
    inputs = {unit["id"]: inputs_of(unit) for unit in figures["units"]}
    return Sample(
        figures=figures,
        units={unit["id"]: unit for unit in figures["units"]},
        points={point: exact(value) for point, value in published["points"].items()},
        facts={
            key.removeprefix("text."): exact(value)
            for key, value in published["indicators"].items()
        },
        faults=faults["faults"],
        inputs=inputs,
        values={unit: with_totals(cells) for unit, cells in inputs.items()},
    )


def twice(seen: Iterable[str]) -> list[str]:
    """What stands more than once."""
    values = list(seen)
    return sorted({value for value in values if values.count(value) > 1})


# ------------------------------------------------------------------------------------------- units


def unit_keys(sample: Sample) -> Iterator[str]:
    """Ids, names and codes differ; categories, people and sections are known."""
    for key in ("id", "name", "short", "code"):
        for value in twice(unit[key] for unit in sample.figures["units"]):
            yield f"{key} {value} stands twice"
    for name, unit in sample.units.items():
        if set(unit["people"]) != PEOPLE:
            yield f"{name}: people {sorted(unit['people'])}"
        if not set(unit["texts"]) <= SECTIONS:
            yield f"{name}: texts {sorted(unit['texts'])}"
    used = {unit["category"] for unit in sample.units.values()}
    if used != CATEGORIES:
        yield f"categories: {sorted(used ^ CATEGORIES)}"


def codes(sample: Sample) -> Iterator[str]:
    """Every code has the illustrative body and both check characters right."""
    for name, unit in sample.units.items():
        if not (unit["code"].startswith("11371083DEM") and code_is_right(unit["code"])):
            yield f"{name}: {unit['code']}"


def styles(sample: Sample) -> Iterator[str]:
    """Blanks are declared, and only where zeros stand."""
    for name, unit in sample.units.items():
        declared = unit["declarations"]["blank_is_zero"]
        if unit["style"] != ("blanks" if declared else "zeros"):
            yield f"{name}: style {unit['style']}, blank_is_zero {declared}"
        for table in declared:
            if all(sample.inputs[name][point] for point in INPUTS[table]):
                yield f"{name}: nothing to leave blank in {table}"


def returns(sample: Sample) -> Iterator[str]:
    """Every return satisfies the relations of the form; at least one is a zero report."""
    for name, unit in sample.units.items():
        zero_report = unit["declarations"]["zero_report"]
        for kind, places in broken(sample.inputs[name], zero_report=zero_report).items():
            yield f"{name}: {kind} at {', '.join(places)}"
    if not any(unit["declarations"]["zero_report"] for unit in sample.units.values()):
        yield "no zero report"


# ------------------------------------------------------------------------------------------ totals


def published_cells(sample: Sample) -> Iterator[str]:
    """published.yaml names the cells of the form, and its tables satisfy the relations."""
    yield from sorted(
        set(with_totals(dict.fromkeys(INPUT_POINTS, Decimal(0)))) ^ set(sample.points)
    )
    for kind, places in broken({point: sample.points[point] for point in INPUT_POINTS}).items():
        yield f"{kind} at {', '.join(places)}"


def table_sums(table: str) -> Callable[[Sample], Iterator[str]]:
    """The check that the units add up to one published table."""

    def check(sample: Sample) -> Iterator[str]:
        city = {
            point: sum((cells[point] for cells in sample.inputs.values()), Decimal(0))
            for point in INPUT_POINTS
        }
        for point, total in with_totals(city).items():
            if point.startswith(f"{table}.") and total != sample.points[point]:
                yield f"{point}: units give {total}, published {sample.points[point]}"

    return check


def indicators(sample: Sample) -> Iterator[str]:
    """Every unit gives its own indicators, and they add up to the narrative."""
    city_level = set(sample.figures["city_level_indicators"])
    sums = dict.fromkeys(sample.facts, Decimal(0))
    for name, unit in sample.units.items():
        given = unit["indicators"]
        own = set(sums) if unit["category"] == "本级" else set(sums) - city_level
        if set(given) != own:
            yield f"{name}: indicators {sorted(set(given) ^ own)}"
        for key in given.keys() & sums.keys():
            sums[key] += exact(given[key])
            if exact(given[key]) < 0:
                yield f"{name}: {key} is negative"
    for key, fact in sample.facts.items():
        if sums[key] != fact:
            yield f"{key}: units give {sums[key]}, published {fact}"


def channels(sample: Sample) -> Iterator[str]:
    """The channels add up to 新收 + 上年结转, in every unit and in the city."""
    books = {name: (sample.values[name], sample.units[name]["indicators"]) for name in sample.units}
    books["city"] = (sample.points, sample.facts)
    for name, (values, given) in books.items():
        came = sum((Decimal(given[key]) for key in CHANNELS), Decimal(0))
        base = values["requests.new_received.total"] + values["requests.carried_in.total"]
        if came != base:
            yield f"{name}: channels {came}, 新收 + 上年结转 {base}"


# ---------------------------------------------------------------------------------------- likeness

MOST = {
    "proactive.punishment.decisions": "police",
    "proactive.licensing.decisions": "approval",
    "requests.new_received.total": "natural_resources",
}
FEWEST_IDLE = 3  # units without a request
MOST_SUED = 2  # units with a lawsuit
TOWN_SHARE = Decimal("0.05")


def likeness(sample: Sample) -> Iterator[str]:
    """The split looks like the units it is given to."""
    for point, unit in MOST.items():
        leader = max(sample.values, key=lambda name: sample.values[name][point])
        if leader != unit:
            yield f"{point}: most at {leader}"
    came = sample.holders("requests.carried_in.total")
    went = sample.holders("requests.carried_out.total")
    if len(came) != 1 or len(went) != 1 or came == went:
        yield f"carried in at {came}, carried out at {went}"
    busy = {*sample.holders("requests.new_received.total"), *came}
    if len(sample.units) - len(busy) < FEWEST_IDLE:
        yield "too few units without a request"
    if len(sample.holders("disputes.suit_direct.total")) > MOST_SUED:
        yield "the lawsuits stand at too many units"
    towns = [name for name, unit in sample.units.items() if unit["category"] == "乡镇街道"]
    for row in ("licensing", "other_services", "punishment"):
        point = f"proactive.{row}.decisions"
        if sum(sample.inputs[town][point] for town in towns) > TOWN_SHARE * sample.points[point]:
            yield f"{point}: too much at streets and towns"


# ------------------------------------------------------------------------------------------ faults

# kinds of slip that break a relation when what is written is taken as it stands
BREAKING = {
    "negative",
    "decimal",
    "items_below_zero",
    "disclosed_over_public_total",
    "projects_without_amount",
    "balance",
    "zero_report_not_zero",
    "zero_not_declared",
}
KINDS = BREAKING | {
    "text_number",
    "full_width_digits",
    "unit_in_cell",
    "wrong_unit_in_cell",
    "wan_in_yuan",
    "word_for_zero",
    "slash_for_zero",
    "blank_cell",
    "boolean",
    "error_value",
    "formula_in_input",
    "total_typed_same",
    "total_typed_other",
    "wrong_year",
    "other_unit_name",
    "no_name",
    "no_code",
    "wrong_check_digit",
    "number_outside",
    "label_edited",
    "wrong_edition",
    "not_our_form",
}
WRITTEN = {
    "cell": {"text", "number", "boolean", "error", "formula", "blank"},
    "cover": {"text", "number", "blank"},
    "declarations": {"declaration"},
    "label": {"text"},
    "outside": {"number"},
    "book": {"form", "sheets"},
}


def at_cell(fault: Entry, sample: Sample) -> Iterator[str]:
    """A fault in a cell of a table."""
    at, write, values = fault["at"], fault["write"], sample.values[fault["unit"]]
    if at not in values:
        yield f"{at} is no point of the form"
        return
    if values[at] != exact(fault["right"]):
        yield f"right is {values[at]}"
    blanks = sample.units[fault["unit"]]["declarations"]["blank_is_zero"]
    if write["type"] == "blank" and at.split(".")[0] in blanks:
        yield "its blanks are declared to be zero"
    if write["type"] == "formula" and exact(write["cached"]) != values[at]:
        yield "the cached result is not the right value"
    computed = at not in INPUT_POINTS
    if computed != fault["kind"].startswith("total_typed"):
        yield f"{at} is {'computed' if computed else 'an input'}"
    elif computed and (exact(write["value"]) == values[at]) != (fault["kind"].endswith("same")):
        yield "not typed over in the way its kind says"


def at_cover(fault: Entry, sample: Sample) -> Iterator[str]:
    """A fault on the cover."""
    unit, right, wrong = sample.units[fault["unit"]], fault["right"], fault["write"].get("value")
    cover = {"name": unit["name"], "code": unit["code"], "year": sample.figures["year"]}
    if cover.get(fault["at"].split(".")[1]) != right or wrong == right:
        yield "right is not what stands on the cover, or nothing is changed"
    names = [other["name"] for other in sample.units.values()]
    if fault["kind"] == "other_unit_name" and wrong not in names:
        yield "no unit has that name"
    if fault["kind"] == "wrong_check_digit" and (
        wrong[:-1] != right[:-1] or wrong[-1] not in ALPHABET or code_is_right(wrong)
    ):
        yield "something else than the check character is wrong"


def at_declarations(fault: Entry, sample: Sample) -> Iterator[str]:
    """A fault in a declaration."""
    declared = sample.units[fault["unit"]]["declarations"].get(fault["at"].split(".")[1])
    if declared is not fault["right"] or fault["write"]["value"] is fault["right"]:
        yield f"{fault['at']} is {declared}"


def at_label(fault: Entry, sample: Sample) -> Iterator[str]:
    """A fault in the label of a row."""
    row = fault["at"].removeprefix("label.")
    if not any(point.startswith(f"{row}.") for point in sample.points):
        yield f"{row} is no row of the form"
    if fault["write"]["value"] == fault["right"]:
        yield "nothing is changed"


def at_outside(fault: Entry, sample: Sample) -> Iterator[str]:
    """A number outside the form."""
    table = fault["at"].split(".")[1]
    if fault["anchor"] not in sample.points or not fault["anchor"].startswith(f"{table}."):
        yield f"{fault['anchor']} is no point of {table}"
    if set(fault["offset"]) != {"rows", "columns"}:
        yield "offset has rows and columns"


def at_book(fault: Entry, sample: Sample) -> Iterator[str]:
    """A workbook that is not of this form."""
    form = sample.figures["form"]
    if fault["right"] != form or fault["write"]["value"] == form:
        yield f"the form is {form}"


PLACES = {
    "cell": at_cell,
    "cover": at_cover,
    "declarations": at_declarations,
    "label": at_label,
    "outside": at_outside,
    "book": at_book,
}


def one_fault(fault: Entry, sample: Sample) -> Iterator[str]:
    """The place is right, and no relation breaks but the one meant."""
    head, write = fault["at"].split(".")[0], fault["write"]
    place = "cell" if head in INPUTS else head
    if write["type"] not in WRITTEN[place]:
        yield f"{write['type']} is not written to {place}"
    if ("value" in write) == (write["type"] == "blank"):
        yield "a blank has no value, everything else has one"
    yield from PLACES[place](fault, sample)

    cells = dict(sample.inputs[fault["unit"]])
    if fault["at"] in cells and write["type"] == "number":
        cells[fault["at"]] = exact(write["value"])
    zero_report = sample.units[fault["unit"]]["declarations"]["zero_report"]
    if write["type"] == "declaration":
        zero_report = write["value"]
    found = set(broken(cells, zero_report=zero_report))
    meant = {fault["kind"]} & BREAKING
    if found != meant:
        yield f"breaks {sorted(found)}, should break {sorted(meant)}"


def faults(sample: Sample) -> Iterator[str]:
    """Every kind is covered, and each fault is the only one of its return."""
    ids = [fault["id"] for fault in sample.faults]
    yield from (f"id {value} stands twice" for value in twice(ids))
    yield from (f"id {value} is not ASCII" for value in ids if not value.isascii())
    for kind in sorted(KINDS ^ {fault["kind"] for fault in sample.faults}):
        yield f"kind {kind} is not covered, or not known"
    for fault in sample.faults:
        for problem in one_fault(fault, sample):
            yield f"{fault['id']}: {problem}"


# ----------------------------------------------------------------------------------------- running

CHECKS: tuple[tuple[str, Callable[[Sample], Iterator[str]]], ...] = (
    ("units: ids, names and codes differ; categories, people, sections known", unit_keys),
    ("codes: 18 characters, illustrative body, both check characters right", codes),
    ("styles: blanks are declared, and only where zeros stand", styles),
    ("returns: each satisfies the relations of the form; one is a zero report", returns),
    ("published: the 198 cells of the form, relations satisfied", published_cells),
    ("proactive: 22 inputs of all units add up to the 22 published cells", table_sums("proactive")),
    ("requests: 132 inputs of all units add up to the 161 published cells", table_sums("requests")),
    ("disputes: 12 inputs of all units add up to the 15 published cells", table_sums("disputes")),
    ("indicators: they add up to the 24 facts of the narrative", indicators),
    ("channels: 新收 + 上年结转 in every unit and in the city", channels),
    ("likeness: who has most, who has none, where the few cases stand", likeness),
    ("faults: all kinds covered, places right, one fault each", faults),
)


def main() -> int:
    """Run every check and say what came out."""
    sample = load()
    print(f"{len(sample.units)} units, {len(sample.points)} cells, {len(sample.faults)} faults")
    failed = 0
    for title, check in CHECKS:
        problems = list(check(sample))
        print(f"{'FAILED' if problems else 'ok':7}{title}")
        for problem in problems:
            print(f"         {problem}")
        failed += len(problems)
    print(f"{failed} failed" if failed else "all holds")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
