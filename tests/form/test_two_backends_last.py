"""Relations across years in workbooks that show last year's figures: LibreOffice's verdicts and the program's.

Also what is stored in such a workbook before anybody calculates it.
"""

import io
from fractions import Fraction
from random import Random
from typing import Any, NamedTuple

import openpyxl
import pytest

from conftest import Soffice
from form.filled_books import YEARS, Book, official_book, small_book
from random_judge import judge
from xl2report.chain.forms import open_plan
from xl2report.files.reader.tables import read_filing
from xl2report.files.template.writer import write_template
from xl2report.form.layout import CHECKS_VERDICT
from xl2report.form.plan import Plan, explanation_key
from xl2report.ground.filing import Content, Filing, Stamp
from xl2report.ground.reference import LastYear
from xl2report.work.assess.findings import assess
from xl2report.work.assess.verdicts import verdicts_of
from xl2report.work.continuity.continued import continued
from xl2report.work.continuity.model import LastYear as LastFiling

pytestmark = pytest.mark.office

OF_EACH_EDITION, OF_SMALL_FORMS, CARRIED = 8, 24, 12


class Seen(NamedTuple):
    """A workbook: as filled in, as the program reads it, its cells before and after LibreOffice."""

    book: Book
    last: LastYear
    filing: Filing
    stored: Any
    cells: Any
    seed: str


def last_of(dice: Random, book: Book) -> LastYear:
    """Figures of last year, some unknown, often just what the rules ask for."""
    share, most = dice.choice((0.0, 0.1, 0.5)), dice.choice((1, 3, 50))
    values: list[int | None] = [
        None if dice.random() < share else dice.choice((0, value or 0, dice.randint(0, most)))
        for value in book.values
    ]
    for relation in book.plan.relations.all:
        left, right = relation.comparison.left, relation.comparison.right
        one = relation.across_years and len(left.terms) == 1 and len(right.terms) == 1
        if one and right.terms[0].last and not left.terms[0].last and dice.random() < 0.6:
            values[right.terms[0].point] = book.values[left.terms[0].point]
    return LastYear(book.plan.form.id, YEARS.get(book.plan.form.id, 2020) - 1, tuple(values))


def carried(dice: Random, plan: Plan) -> tuple[Book, LastYear]:
    """A workbook of zeros but for what may be restated: parts that differ here and there, and their total."""
    values: list[int | None] = [0] * len(plan.form.points)
    last: list[int | None] = [None] * len(plan.form.points)
    for relation in plan.relations.all:
        if not relation.rule.restatable:
            continue
        then = 0
        for part in plan.relations.parts_of(relation):
            values[part.point] = dice.randint(0, 1)
            (term,) = part.comparison.right.terms
            last[term.point] = (values[part.point] or 0) + dice.choice((0, 0, 0, 1))
            then += last[term.point] or 0
        (term,) = relation.comparison.right.terms
        last[term.point] = then + dice.choice((0, 0, 0, 1))
    plan.fill(values)
    year = YEARS[plan.form.id] - 1
    return Book(plan, values, frozenset(), frozenset(), {}, {}), LastYear(
        plan.form.id, year, tuple(last)
    )


def restated(dice: Random, book: Book) -> dict[str, str]:
    """Reasons beside some of the relations that a clerk may restate, and beside those of their parts."""
    relations = book.plan.relations
    found: dict[str, str] = {}
    for relation in relations.all:
        if relation.rule.restatable:
            share, own = dice.choice((0.0, 0.6, 1.0)), dice.choice((0.0, 0.3))
            asked = [(relation, own), *((part, share) for part in relations.parts_of(relation))]
            found |= {
                explanation_key(one): dice.choice(("机构调整划入", " 上年漏报 ", "\u3000"))
                for one, chance in asked
                if dice.random() < chance
            }
    return found


def written(book: Book, last: LastYear) -> bytes:
    plan = book.plan
    stamp = Stamp(plan.form.id, last.year + 1, "某局")
    cover = dict.fromkeys(book.switches, "是")
    content = Content(
        cover=cover,
        values=tuple(book.values),
        declared_zero=book.declared,
        last=last,
        explanations=restated(Random(repr(last)), book),  # noqa: S311 - test data
    )
    return write_template(plan.with_last.layout, stamp, content)


@pytest.fixture(scope="module")
def seen(soffice: Soffice, tmp_path_factory: pytest.TempPathFactory) -> list[Seen]:
    folder = tmp_path_factory.mktemp("last")
    books: dict[str, Book] = {}
    for number in range(OF_EACH_EDITION):
        for form_id in YEARS:
            name = f"last-{form_id}-{number}"
            books[name] = official_book(Random(name), open_plan(form_id))  # noqa: S311 - test data
    for number in range(OF_SMALL_FORMS):
        name = f"last-small-{number}"
        books[name] = small_book(Random(name))  # noqa: S311 - test data
    made = {
        name: (book, last_of(Random(name), book))  # noqa: S311 - test data
        for name, book in books.items()
    }
    for number in range(CARRIED):
        for form_id in YEARS:
            name = f"carried-{form_id}-{number}"
            made[name] = carried(Random(name), open_plan(form_id))  # noqa: S311 - test data
    paths = []
    for name, (book, last) in made.items():
        paths.append(folder / f"{name}.xlsx")
        paths[-1].write_bytes(written(book, last))
    fresh = soffice.convert_all(paths, "xlsx", folder / "recalculated")
    return [
        read(*made[path.stem], path.read_bytes(), saved.read_bytes(), path.stem)
        for path, saved in zip(paths, fresh, strict=True)
    ]


def read(book: Book, last: LastYear, stored: bytes, saved: bytes, seed: str) -> Seen:
    filing, findings = read_filing(saved, seed, lambda _: book.plan)
    assert filing is not None, findings
    # What was shown beside the inputs is known again after an office program has saved it.
    assert filing.last == last, seed
    assert not [one.code for one in findings if one.code in {"W208", "W215", "W216"}], seed
    before, after = (
        openpyxl.load_workbook(io.BytesIO(data), data_only=True) for data in (stored, saved)
    )
    return Seen(book, last, filing, before, after, seed)


def test_both_give_the_same_verdicts_across_years(seen: list[Seen]) -> None:
    counted = {"holds": 0, "broken": 0, "unassessable": 0, "idle": 0}
    for one in seen:
        plan, words = one.book.plan.with_last, one.book.plan.form.words
        shown = {
            "holds": words["balanced"],
            "broken": words["broken"],
            "unassessable": words["blank"],
            "idle": words["idle"],
        }
        last = list(one.last.values)
        verdicts = verdicts_of(plan, one.filing, last)
        known = {broken.relation.number: "broken" for broken in verdicts.broken}
        known |= {relation.number: "unassessable" for relation in verdicts.unassessable}
        sheet = one.cells[plan.form.sheets.checks]
        text = one.book.texts.keys()
        for relation in plan.relations.all:
            if not relation.across_years:
                continue
            typed = {base for point in relation.points() for base in plan.relations.base[point]}
            if typed & text:  # as text it counts in the program, not in a formula
                continue
            terms = [term for side in relation.sides for term in side.terms if term.last]
            verdict = known.get(relation.number, "holds")
            if any(last[term.point] is None for term in terms):
                verdict = "idle"
            counted[verdict] += 1
            row = plan.layout.check_rows[relation.number]
            found = sheet.cell(row, CHECKS_VERDICT).value
            assert found == shown[verdict], (one.seed, relation.rule.id, relation.scope)
    assert min(counted.values()) > 10, counted  # each kind was really met


def test_what_is_restated_is_as_bad_in_both(seen: list[Seen]) -> None:
    met = {"error": 0, "warning": 0}
    for one in seen:
        plan = one.book.plan.with_last
        for relation in plan.relations.all:
            if not relation.rule.restatable:
                continue
            sheet = one.cells[plan.form.sheets.checks]
            row = plan.layout.check_rows[relation.number]
            if sheet.cell(row, CHECKS_VERDICT).value != plan.form.words["broken"]:
                continue
            last = list(one.last.values)
            findings = assess(plan, one.filing, [], last).findings
            told = continued(plan, one.filing, findings, LastFiling(one.last.year, last, {}))
            levels = {two.level for two in told if two.rule == relation.rule.id}
            # Where its parts are explained they stand for it.
            worst = "error" if "error" in levels else "warning"
            assert sheet.cell(row, CHECKS_VERDICT + 4).value == worst, one.seed
            met[worst] += 1
    assert min(met.values()) > 5, met


def test_an_independent_judge_agrees(seen: list[Seen]) -> None:
    met = 0
    for one in seen:
        drawn = one.book.random
        if drawn is None:
            continue
        now, last = (
            {
                (point.table, point.row, point.column): None
                if value is None
                else Fraction(value, 10**point.measure.decimals)
                for point, value in zip(drawn.form.points, values, strict=True)
            }
            for values in (one.filing.values, one.last.values)
        )
        plan = one.book.plan.with_last
        rows = {
            (relation.rule.id, relation.scope): plan.layout.check_rows[relation.number]
            for relation in plan.relations.all
            if relation.across_years
        }
        shown = {"holds": "平", "broken": "差", "unassessable": "未填"}
        for rule, scope, verdict, *_ in judge(drawn, now, last, one.book.switches, {}):
            if (rule, scope) in rows:
                met += 1
                cell = one.cells[plan.form.sheets.checks].cell(rows[rule, scope], CHECKS_VERDICT)
                assert cell.value == shown[verdict], (one.seed, rule, scope)
    assert met > 10


def test_what_is_stored_is_what_is_calculated(seen: list[Seen]) -> None:
    compared = 0
    for one in seen:
        if one.book.texts or one.book.typed_over:
            continue
        for sheet in one.stored.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    after = one.cells[sheet.title][cell.coordinate].value
                    before = cell.value
                    assert (before or None) == (after or None), (one.seed, sheet.title, cell)
                    compared += before is not None
    assert compared > 5000
