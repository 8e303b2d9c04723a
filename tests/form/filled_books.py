"""Random filled workbooks: of the shipped editions, and of random small forms."""

from random import Random
from typing import NamedTuple

from slips import write_cell

from random_forms import SWITCH, RandomForm, random_form
from random_judge import random_values, steps
from xl2report.files.template.writer import write_template
from xl2report.form.plan import Plan
from xl2report.form.relations import build_relations
from xl2report.ground.filing import Content, Stamp

YEARS = {"disclosure-2019": 2020, "disclosure-2021": 2024}
CLEANED, HOPELESS = ("12件", "１２", " 5 ", "1,234", "+1"), ("无", "/", "约3", "1-3")
Values = list[int | None]


class Book(NamedTuple):
    """A workbook as filled in: what stands as a number, as text, typed over a total."""

    plan: Plan
    values: Values
    declared: frozenset[str]
    switches: frozenset[str]
    texts: dict[int, str]
    typed_over: dict[int, int]
    random: RandomForm | None = None


def official_book(rng: Random, plan: Plan) -> Book:
    """Mostly balanced, often with blanks, sometimes declared zero, with text, with a total typed over."""
    form, fills = plan.form, plan.relations.fills
    most = rng.choice((1, 5, 5, 40, 10**7))
    values: Values = []
    for point in form.points:
        low = -most if point.measure.signed else 0
        scale = 10 ** rng.randint(0, point.measure.decimals)
        values.append(rng.choice((0, 0, rng.randint(low, most) * scale)))
    balance(rng, plan, values)
    declared = frozenset(table.id for table in form.tables if rng.random() < 0.35)
    typed = [number for number in range(len(values)) if number not in fills]
    for table in form.tables:
        share = 0.5 if table.id in declared else rng.choice((0.0, 0.0, 0.02, 0.3, 1.0))
        for number in typed:
            if form.points[number].table == table.id and rng.random() < share:
                values[number] = None
    given = rng.choice((1.0, 0.7, 0.2))
    for number in typed:
        if form.points[number].table == "text" and rng.random() > given:
            values[number] = None
    texts = {}
    for number in rng.sample(typed, rng.choice((0, 1, 3, 5))):
        values[number] = None
        texts[number] = rng.choice((*CLEANED, *HOPELESS))
    typed_over = {
        number: rng.randint(0, 3) for number in rng.sample(sorted(fills), rng.choice((0, 0, 2)))
    }
    switches = frozenset({SWITCH}) if rng.random() < 0.5 else frozenset[str]()
    return Book(plan, values, declared, switches, texts, typed_over)


def balance(rng: Random, plan: Plan, values: Values) -> None:
    """Make the printed relation of table three hold, in most columns."""
    for relation in plan.relations.all:
        if relation.rule.id == "requests.balance" and relation.scope != "total":
            plan.fill(values)
            left = relation.comparison.left.value(values)
            right = relation.comparison.right.value(values)
            assert left is not None
            assert right is not None
            received, carried = (term.point for term in relation.comparison.left.terms)
            if rng.random() < 0.9:
                values[received], values[carried] = right, 0


def small_book(rng: Random) -> Book:
    random = random_form(rng)
    plan = Plan(random.form, build_relations(random.form))
    values = steps(random, random_values(rng, random, rng.choice((0.0, 0.0, 0.1))))
    declared = frozenset(table.id for table in random.form.tables if rng.random() < 0.3)
    switches = frozenset({SWITCH}) if rng.random() < 0.5 else frozenset[str]()
    return Book(plan, values, declared, switches, {}, {}, random)


def written(book: Book) -> bytes:
    plan = book.plan
    stamp = Stamp(plan.form.id, YEARS.get(plan.form.id, 2020), "某局")
    cover = dict.fromkeys(book.switches, "是")
    content = Content(cover=cover, values=tuple(book.values), declared_zero=book.declared)
    data = write_template(plan.layout, stamp, content)
    for number, text in book.texts.items():
        data = write_cell(data, *plan.layout.cells[number], {"type": "text", "value": text})
    for number, value in book.typed_over.items():
        data = write_cell(data, *plan.layout.cells[number], {"type": "number", "value": value})
    return data
