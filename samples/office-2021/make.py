"""Makes the sample office: a work folder of sixty units with last year's workbooks and this year's returns.

    python samples/office-2021/make.py FOLDER
    python samples/office-2021/make.py FOLDER answered

The second, after the first, is what the units send when they have been asked: the missing and the corrected
workbooks; and the office has taken the stranger's away.

Last year's workbooks add up to the published 2020 tables of 乳山市 (`../rushan-2020/published.yaml`). This year's
are made from them by a seeded draw: requests case by case, so that every unit's tables hold by
themselves. Then things go wrong with some of them, as `units.yaml` says. The same folder each time.
"""

import os
import random
import shutil
import sys
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML

import xl2report
from xl2report.chain.folder import LAST, RETURNS, ROSTER, SETTINGS, open_folder
from xl2report.chain.forms import open_plan
from xl2report.chain.outlet import write_whole
from xl2report.files.rosters.writer import write_roster
from xl2report.form.plan import Plan
from xl2report.ground.codes import check_digit
from xl2report.ground.units import Unit, units_by_name

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent
sys.path.insert(0, str(SAMPLES / "rushan-2020"))

Values = Counter[str]
# How Windows calls a workbook that nobody has named.
STRANGER = "新建 Microsoft Excel 工作表.xlsx"
Book = dict[str, Any]

APPLICANTS = (
    "natural_person",
    "business",
    "research",
    "public_welfare",
    "legal_service",
    "other_org",
)
# How often each outcome is drawn for a request of this year.
OUTCOMES = {
    "granted": 27,
    "partial": 4,
    "denied_third_party": 2,
    "denied_process_info": 2,
    "denied_enforcement_file": 3,
    "unable_not_held": 14,
    "unable_unclear": 1,
    "refused_petition": 2,
    "refused_repeat": 2,
    "other_no_correction": 2,
    "other_misc": 1,
    "carried_out": 2,
}
PROBLEMS = (
    "政策解读以文字为主",
    "部分栏目更新不够及时",
    "依申请公开答复文书不够规范",
    "公开目录划分不够细",
)
PLANS = ("增加图文和视频解读", "按月检查栏目更新", "对照示范文本修订答复格式", "按事项重新编排目录")


def load(path: Path) -> Book:
    """A YAML file."""
    data: Book = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return data


def units_of(setting: Book) -> list[Unit]:
    """The units with codes that are well formed and belong to nobody."""
    units = []
    for number, one in enumerate(setting["units"], 1):
        body = f"11371083DEM{number:06d}"
        words = {key: value for key, value in one.items() if key != "weight"}
        group = one["category"] if one["category"] in setting["deadlines"] else ""
        phone = f"0631-{6_650_000 + number * 37}"
        units.append(
            Unit(**words, code=body + check_digit(body), group=group, contact="张三", phone=phone)
        )
    return units


def split(total: int, weights: list[int], chance: random.Random) -> list[int]:
    """A number divided among units about by weight; the parts add up to it."""
    parts = [0] * len(weights)
    share = abs(total) // (2 * sum(weights))
    if share:
        parts = [share * weight for weight in weights]
    rest = abs(total) - sum(parts)
    # Nobody draws a million lots one by one.
    lot = max(1, rest // 400)
    while rest:
        size = min(lot, rest)
        parts[chance.choices(range(len(weights)), weights)[0]] += size
        rest -= size
    return [part if total > 0 else -part for part in parts]


def last_year(units: list[Unit], weights: list[int], chance: random.Random) -> list[Values]:
    """The published figures of 2020, divided among the units."""
    points: dict[str, int] = load(SAMPLES / "rushan-2020" / "published.yaml")["points"]
    found: list[Values] = [Counter() for _ in units]
    sending = [
        0 if unit.reports_via else weight for unit, weight in zip(units, weights, strict=True)
    ]
    deciding = [
        weight if unit.category in {"部门", "本级"} else 0
        for unit, weight in zip(units, sending, strict=True)
    ]
    for column in APPLICANTS:
        outcomes = [
            row
            for point, count in points.items()
            if point.startswith("requests.") and point.endswith(f".{column}")
            for row in [point.split(".")[1]] * count
            if row not in {"new_received", "carried_in", "results_total"}
        ]
        # What was carried in has been answered within the year.
        outcomes.sort(key="carried_out".__eq__)
        for number, row in enumerate(outcomes):
            unit = chance.choices(range(len(units)), sending)[0]
            came = (
                "carried_in" if number < points[f"requests.carried_in.{column}"] else "new_received"
            )
            found[unit][f"requests.{came}.{column}"] += 1
            found[unit][f"requests.{row}.{column}"] += 1
    asked = [sum(values.values()) for values in found]
    for point, total in points.items():
        table, row, column = point.split(".")
        if table == "disputes" and column != "total" and total:
            for unit in chance.choices(range(len(units)), asked, k=total):
                found[unit][point] += 1
        if table != "proactive" or column == "items_change" or not total:
            continue
        for unit, part in enumerate(split(total, deciding, chance)):
            found[unit][point] += part
    _changes(found, points)
    _orders(found)
    return found


def _changes(found: list[Values], points: dict[str, int]) -> None:
    """Items that were dropped were there: the units with most of them drop them."""
    for point, total in points.items():
        if not point.endswith("items_change"):
            continue
        before = point.replace("items_change", "items_last_year")
        rest = total
        for values in sorted(found, key=lambda one: -one[before]):
            part = max(rest, -values[before] // 2) if rest < 0 else rest
            values[point] += part
            rest -= part


def _orders(found: list[Values]) -> None:
    """What is made, is disclosed, and is among what is disclosed altogether; money has its projects."""
    for row in ("rules", "normative_docs"):
        made, disclosed, total = (
            f"proactive.{row}.{column}" for column in ("made", "disclosed", "public_total")
        )
        giver = max(found, key=lambda one: one[total])
        for values in found:
            for point in (made, disclosed):
                over = max(0, values[point] - values[total])
                values[point] -= over
                giver[point] += over
    projects, amount = (f"proactive.central_procurement.{end}" for end in ("projects", "amount"))
    giver = max(found, key=lambda one: one[projects])
    for values in found:
        if not values[projects] and values is not giver:
            giver[amount] += values.pop(amount, 0)


def this_year(
    units: list[Unit], before: list[Values], setting: Book, chance: random.Random
) -> list[Values]:
    """The figures of 2021: what was carried over comes in, and cases are drawn with their outcomes."""
    weights = [one["weight"] for one in setting["units"]]
    sending = [
        0 if unit.reports_via or _short(unit) in setting["zero"] else weight
        for unit, weight in zip(units, weights, strict=True)
    ]
    found: list[Values] = [Counter() for _ in units]
    for values, old in zip(found, before, strict=True):
        for column in APPLICANTS:
            for _ in range(old[f"requests.carried_out.{column}"]):
                values[f"requests.carried_in.{column}"] += 1
                values[f"requests.granted.{column}"] += 1
    for _ in range(74):
        values = found[chance.choices(range(len(units)), sending)[0]]
        column = chance.choices(APPLICANTS, (60, 6, 0, 0, 1, 1))[0]
        values[f"requests.new_received.{column}"] += 1
        values[
            f"requests.{chance.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]}.{column}"
        ] += 1
    for point in ("review.upheld", "review.corrected", "suit_direct.upheld", "suit_direct.pending"):
        found[chance.choices(range(len(units)), sending)[0]][f"disputes.{point}"] += 1
    for unit, values, old, weight in zip(units, found, before, sending, strict=True):
        if not weight or unit.category not in {"部门", "本级"}:
            continue
        for row in ("licensing", "punishment", "coercion"):
            count = old[f"proactive.{row}.decisions"]
            values[f"proactive.{row}.decisions"] = count * chance.randint(85, 118) // 100
        stock = old["proactive.normative_docs.public_total"]
        issued = chance.choice((0, 0, 0, 1, 2)) if stock else 0
        repealed = min(stock, chance.choice((0, 0, 1)))
        values["proactive.normative_docs.issued"] = issued
        values["proactive.normative_docs.repealed"] = repealed
        values["proactive.normative_docs.in_force"] = stock + issued - repealed
        if old["proactive.fees.items_last_year"]:
            values["proactive.fees.amount"] = chance.randint(10_000, 9_000_000)
    return found


def _short(unit: Unit) -> str:
    return unit.file_name


def indicators(
    plan: Plan, unit: Unit, weight: int, values: Values, city: Book, chance: random.Random
) -> Book:
    """The figures of the narrative; the city's own come from its office, as published in 2020."""
    zero = not weight
    found: Book = {}
    new = sum(values[f"requests.new_received.{column}"] for column in APPLICANTS)
    written = chance.randint(0, new // 3)
    for point in plan.form.points:
        if point.table != "text" or point.roll in {"none", "manual"}:
            continue
        if point.roll == "city_only":
            if unit.category == "本级":
                found[point.id] = city.get(point.id, 0)
            continue
        found[point.id] = 0
    found |= {
        "text.site_items": 0 if zero else weight * chance.randint(60, 180),
        "text.interpretations": 0 if zero else chance.randint(0, 4),
        "text.media_accounts": 0 if zero else chance.randint(1, 3),
        "text.ch_online": new - written,
        "text.ch_letter": written,
    }
    return {point: value for point, value in found.items() if point in plan.index}


def book_of(plan: Plan, unit: Unit, year: int, values: Values, texts: Book, zero: bool) -> Book:  # noqa: FBT001 - a fact of the unit
    """A return in the shape that `fill` reads; zeros are typed."""
    typed: dict[str, Any] = {
        point.id: values[point.id]
        for number, point in enumerate(plan.form.points)
        if number not in plan.relations.fills and point.table != "text"
    }
    for point, value in typed.items():
        decimals = plan.form.points[plan.index[point]].measure.decimals
        if decimals and value and point.endswith("fees.amount"):
            typed[point] = f"{value // 100}.{value % 100:02d}"
    typed |= texts["values"]
    return {
        "form": plan.form.id,
        "year": year,
        "reporter": {"name": unit.name, "code": unit.code},
        "values": typed,
        "texts": texts["texts"],
        "declarations": {"zero_report": zero, "switches": ["no_rulemaking"]},
        "cover": {
            "compiler": "张三",
            "reviewer": "李某",
            "officer": "王某",
            "phone": unit.phone,
            "date": f"{year + 1}-01-10",
        },
    }


def words_of(unit: Unit, number: int) -> Book:
    """The unit's own passages; no two units write the same."""
    problem, plan = PROBLEMS[number % 4], PLANS[number % 4]
    name = _short(unit)
    return {
        "overview": f"{name}按照年度要点安排政府信息公开工作，明确由办公室负责，专人办理。",
        "problems": f"存在的问题：{name}{problem}。改进情况：{name}将{plan}，并纳入科室考核。",
        "other": f"没有其他需要报告的事项。联系电话：{unit.phone}。",
    }


class Office(NamedTuple):
    """The units with their figures of both years."""

    setting: Book
    units: list[Unit]
    before: list[Values]
    after: list[Values]

    def book(self, plan: Plan, unit: Unit, chance: random.Random) -> Book:
        """A unit's return on one form, as `fill` reads it."""
        number = self.units.index(unit)
        last = plan.form.id == self.setting["last_form"]
        year = self.setting["year"] - last
        values = (self.before if last else self.after)[number]
        weight = self.setting["units"][number]["weight"]
        if _short(unit) in self.setting["zero"]:
            weight = 0
        city = load(SAMPLES / "rushan-2020" / "published.yaml")["points"]
        texts = {
            "values": indicators(plan, unit, weight, values, city, chance),
            "texts": words_of(unit, number + year),
        }
        return book_of(plan, unit, year, values, texts, zero=not any(values.values()))


def office_of(setting: Book) -> Office:
    """The sixty units with figures drawn by a fixed seed."""
    chance = _chance("figures")
    units = units_of(setting)
    before = last_year(units, [one["weight"] for one in setting["units"]], chance)
    return Office(setting, units, before, this_year(units, before, setting, chance))


def _chance(what: str) -> random.Random:
    return random.Random(f"office-2021 {what}")  # noqa: S311 - a sample, not a secret


def make(folder: Path) -> Book:
    """Write the work folder; the settings it was made from."""
    setting = load(HERE / "units.yaml")
    office = office_of(setting)
    old, new = open_plan(setting["last_form"]), open_plan(setting["form"])
    xl2report.init(folder, form=new.form.id, year=setting["year"], city=setting["city"])
    write_whole(folder / ROSTER, write_roster(office.units, setting["deadlines"], setting["city"]))
    _settle(folder, setting)
    settings = open_folder(folder)
    for unit in office.units:
        if unit.reports_via:
            continue
        for plan, into in ((old, settings.path / LAST), (new, settings.returns)):
            data = office.book(plan, unit, _chance(f"{unit.code} {plan.form.id}"))
            xl2report.fill(plan.form.id, data, into / f"{_short(unit)}.xlsx")
    spoil(folder, office.units, office.after, setting, new)
    return setting


def answer(folder: Path) -> None:
    """What comes in when the units have been asked, and what the office takes away."""
    setting = load(HERE / "units.yaml")
    office, plan = office_of(setting), open_plan(setting["form"])
    returns = folder / RETURNS
    (returns / STRANGER).unlink(missing_ok=True)
    asked = {*setting["missing"], *setting["faulty"], *setting["wrong_year"], *setting["copied"]}
    for name in sorted(asked):
        unit = _unit(office.units, name)
        data = office.book(plan, unit, _chance(f"{unit.code} {plan.form.id}"))
        path = returns / f"{name}.xlsx"
        xl2report.fill(plan.form.id, data, path)
        _came(path, date(setting["year"] + 1, 1, 27))


def _settle(folder: Path, setting: Book) -> None:
    """The deadlines by group, as an office worker types them."""
    path = folder / SETTINGS
    text, _, _ = path.read_text(encoding="utf-8").partition("[deadlines]")
    days = "".join(f'"{name}" = {day}\n' for name, day in setting["deadlines"].items())
    write_whole(path, f"{text}[deadlines]\n{days}".encode())


def spoil(folder: Path, units: list[Unit], values: list[Values], setting: Book, plan: Plan) -> None:
    """What goes wrong between the units and the office."""
    returns = folder / RETURNS
    for name in setting["missing"]:
        (returns / f"{name}.xlsx").unlink()
    for name, fault in setting["faulty"].items():
        _fault(returns / f"{name}.xlsx", fault, plan)
    for name in setting["resubmitted"]:
        first, again = returns / f"{name}.xlsx", returns / f"{name}（改）.xlsx"
        data = xl2report.read([first])[0][0]
        site = data["values"]["text.site_items"]
        site["value"] = str(int(site["value"]) + 120)
        xl2report.fill(plan.form.id, _given(data), again)
    for name in setting["twice"]:
        shutil.copyfile(returns / f"{name}.xlsx", returns / f"{name} - 副本.xlsx")
    for name in setting["wrong_year"]:
        shutil.copyfile(folder / "last" / f"{name}.xlsx", returns / f"{name}.xlsx")
    for name, other in setting["copied"].items():
        data = _given(xl2report.read([returns / f"{other}.xlsx"])[0][0])
        unit = _unit(units, name)
        data["reporter"] = {"name": unit.name, "code": unit.code}
        data["texts"] = words_of(unit, units.index(unit))
        xl2report.fill(plan.form.id, data, returns / f"{name}.xlsx")
    stranger = Unit(setting["stranger"], phone="0631-6659999")
    blank: Book = {"values": {}, "texts": words_of(stranger, 1)}
    data = book_of(plan, stranger, setting["year"], Counter(), blank, zero=True)
    xl2report.fill(plan.form.id, data, returns / STRANGER)
    covered = _unit(units, setting["covered"])
    data = book_of(plan, covered, setting["year"], values[units.index(covered)], blank, zero=True)
    data["texts"] = words_of(covered, 2)
    xl2report.fill(plan.form.id, data, returns / f"{setting['covered']}.xlsx")
    _date(returns, setting)


def _unit(units: list[Unit], name: str) -> Unit:
    unit = units_by_name(units).get(name)
    if unit is None:
        raise KeyError(name)
    return unit


def _given(data: Book) -> Book:
    """What `read` gave, without what `fill` computes itself."""
    kept = ("form", "year", "reporter", "texts", "declarations", "cover")
    typed = {
        point: one["value"] for point, one in data["values"].items() if not one.get("computed")
    }
    return {**{key: data[key] for key in kept if key in data}, "values": typed}


def _fault(path: Path, fault: str, plan: Plan) -> None:
    """One thing wrong in a return, written into the file as a clerk's typing would."""
    from slips import write_cell

    point, write = {
        "balance": ("requests.granted.natural_person", {"type": "number", "value": 21}),
        "blank": ("requests.partial.natural_person", {"type": "blank"}),
        "text": ("proactive.punishment.decisions", {"type": "text", "value": "见附件"}),
        "carried_in": ("requests.carried_in.natural_person", {"type": "number", "value": 7}),
        "typed_total": ("requests.new_received.total", {"type": "number", "value": 99}),
    }[fault]
    sheet, cell = plan.layout.cells[plan.index[point]]
    write_whole(path, write_cell(path.read_bytes(), sheet, cell, write))


def _date(returns: Path, setting: Book) -> None:
    """When each file came in: before its deadline, the late ones after it, a second version later."""
    for number, path in enumerate(sorted(returns.glob("*.xlsx"))):
        day = date(setting["year"] + 1, 1, 5 + number % 8)
        if path.stem in setting["late"]:
            day = date(setting["year"] + 1, 1, 25)
        elif "改" in path.stem:
            day = date(setting["year"] + 1, 1, 14)
        _came(path, day)


def _came(path: Path, day: date) -> None:
    """Let a file have come in at noon of a day in China."""
    noon = datetime(day.year, day.month, day.day, 4, tzinfo=UTC).timestamp()
    os.utime(path, (noon, noon))


if __name__ == "__main__":
    if len(sys.argv) not in {2, 3}:
        sys.exit("python samples/office-2021/make.py FOLDER [answered]")
    (answer if sys.argv[2:] == ["answered"] else make)(Path(sys.argv[1]))
