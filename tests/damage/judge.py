"""Filled workbooks with known values, and what the reader made of them after damage.

A misread is a value that is not the true one, or a true one that is passed over without a word.
"""

import random
import traceback
from collections import Counter
from functools import cache
from typing import NamedTuple

import city
from damage.pages import Truth
from xl2report.chain.forms import find_plan, open_plan
from xl2report.files.reader.tables import read_filing
from xl2report.form.plan import Plan
from xl2report.form.relations import fill_carefully
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding
from xl2report.ground.numbers import steps_of
from xl2report.ground.points import Measure

EDITIONS = ("disclosure-2019", "disclosure-2021")
BASES = 12
# Days since Excel's epoch, as the date of the cover is kept.
DATES = {"44216": "2021-01-20"}


class Verdict(NamedTuple):
    """What became of one workbook: counts of its points by fate, and what was wrong."""

    fates: Counter[str]
    misreads: tuple[str, ...]
    trace: str = ""


@cache
def base(edition: str, number: int) -> bytes:
    """A filled workbook of an edition: a number of its own in nearly every cell."""
    chance = random.Random(f"base {edition} {number}")  # noqa: S311 - no secret
    plan = open_plan(edition)
    values = {
        point.id: chance.randrange(1_000, 99_999)
        for place, point in enumerate(plan.form.points)
        if place not in plan.relations.fills and chance.random() < chance.choice((0.8, 1.0))
    }
    unit = chance.choice(city.units())
    keys = sorted(plan.explanations.values())
    return city.template_of(
        plan,
        {
            "form": edition,
            "year": plan.form.last_year or plan.form.first_year,
            "reporter": {"name": unit["name"], "code": unit["code"]},
            "values": values,
            "texts": {text.id: f"文字{number}之{text.id}。" for text in plan.form.texts},
            "explanations": {key: f"因为{key}。" for key in chance.sample(keys, len(keys) // 3)},
            "cover": {"compiler": "张三", "phone": "0631-0000001", "date": "2021-01-20"},
            "declarations": {
                "blank_is_zero": sorted(t.id for t in plan.form.tables if chance.random() < 0.5)
            },
        },
    )


def judge(plan: Plan, workbook: bytes, truth: Truth) -> Verdict:
    """Read a workbook and hold it against the truth; no exception leaves."""
    try:
        filing, findings = read_filing(workbook, "damaged.xlsx", find_plan)
    except Exception:  # noqa: BLE001 - that is what is looked for
        return Verdict(Counter(traceback=1), (), traceback.format_exc())
    if filing is None:
        return Verdict(Counter(refused=len(plan.form.points)), ())
    wrong: list[str] = []
    fates = _points(plan, filing, findings, truth, wrong)
    _words(plan, filing, findings, truth, wrong)
    return Verdict(fates, tuple(wrong))


def _points(
    plan: Plan, filing: Filing, findings: list[Finding], truth: Truth, wrong: list[str]
) -> Counter[str]:
    yes = plan.form.words["yes_word"]
    declared = {t.id for t in plan.form.tables if truth.cells.get(f"declared:{t.id}") == yes}
    wrong.extend(f"declared {one}" for one in filing.declared_zero - declared)
    altered = [one for one in findings if one.code in {"W206", "W207"}]
    wrong.extend(
        f"declaration of {one} passed over"
        for one in declared - filing.declared_zero
        if not altered
    )
    true: list[int | None] = [None] * len(plan.form.points)
    fates: Counter[str] = Counter()
    told = {one.point for one in findings if one.code[0] == "E"}
    for number, point in enumerate(plan.form.points):
        if number in plan.relations.fills:
            continue
        tag = f"point:{point.id}"
        stands = "" if tag in truth.open else truth.cells.get(tag, "")
        true[number] = steps_of(stands, point.measure).steps if stands else None
        blank = tag in truth.cells and not stands and tag not in truth.open
        if blank and point.table in declared & filing.declared_zero:
            true[number] = 0
        read, state = filing.values[number], filing.state(number)
        either = _exchanged(plan, truth, point.table) if tag in truth.open else None
        if either is not None and read is not None and read in _steps(either, point.measure):
            true[number] = read
        if read is not None:
            fates["read"] += 1
            if read != true[number]:
                wrong.append(f"{point.id}: read {read}, true {true[number]} ({stands!r})")
        elif state == "missing":
            fates["refused" if tag in truth.cells else "gone"] += 1
            if not altered:
                wrong.append(f"{point.id}: refused without a word")
        elif state == "blank" and stands:
            wrong.append(f"{point.id}: {stands} passed over as blank")
        elif state == "blank" and not blank and not (either is not None and "" in either):
            wrong.append(f"{point.id}: gone, and taken for blank")
        else:
            fates["blank" if state == "blank" else "text"] += 1
            if state == "text" and point.id not in told:
                wrong.append(f"{point.id}: no number, without a word")
    fill_carefully(plan.relations, true)
    for number in plan.relations.fills:
        read = filing.values[number]
        if read is not None and read != true[number]:
            wrong.append(f"{plan.form.points[number].id}: computed {read}, true {true[number]}")
    count = sum(int(one.args["count"]) for one in altered)
    if count < fates["refused"] + fates["gone"]:
        wrong.append(f"{fates['refused'] + fates['gone']} refused, {count} told")
    return fates


def _exchanged(plan: Plan, truth: Truth, table: str) -> frozenset[str] | None:
    """What stands in those cells of a table that have two readings, if labels alone are left of it.

    Where labels were exchanged and the codes are gone, labels decide: one of these is what they say.
    """
    if table not in truth.loose:
        return None
    tags = {f"point:{point.id}" for point in plan.form.points if point.table == table}
    return frozenset(truth.cells[tag] for tag in tags & truth.open & truth.cells.keys())


def _steps(texts: frozenset[str], measure: Measure) -> set[int | None]:
    """What they say as this measure; a blank one may have been declared to be zero."""
    return {steps_of(text, measure).steps if text else 0 for text in texts}


def _words(
    plan: Plan, filing: Filing, findings: list[Finding], truth: Truth, wrong: list[str]
) -> None:
    altered = [one for one in findings if one.code in {"W206", "W207"}]
    read = {f"cover:{key}": text for key, text in filing.cover.items()}
    read |= {f"passage:{key}": text for key, text in filing.texts.items()}
    read |= {f"why:{key}": text for key, text in filing.explanations.items()}
    asked = [f"cover:{one.id}" for one in plan.form.cover]
    asked += [f"passage:{one.id}" for one in plan.form.texts]
    asked += [f"why:{key}" for key in plan.explanations.values()]
    for tag in asked:
        true, found = truth.cells.get(tag, ""), read.get(tag, "")
        true = DATES.get(true, true)
        if found and (found != true or tag in truth.open):
            wrong.append(f"{tag}: read {found!r}, true {true!r}")
        elif true and not found and not altered:
            wrong.append(f"{tag}: {true!r} passed over")
