"""The same rules as Excel formulas, worked out by LibreOffice, and as the program's verdicts.

Where a number stands as text the two differ on purpose: the program reads `12件` as 12 and says so,
formulas ignore it, so that the sheet of checks shows the relation as not filled in.
"""

import io
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import openpyxl
import pytest

from conftest import Soffice
from form.filled_books import YEARS, Book, official_book, small_book, written
from random_judge import judge
from xl2report.chain.forms import open_plan
from xl2report.files.reader.tables import read_filing
from xl2report.form.layout import CHECKS_VERDICT
from xl2report.form.relations import Relation
from xl2report.ground.filing import Filing
from xl2report.ground.numbers import steps_of
from xl2report.work.assess.verdicts import verdicts_of

pytestmark = pytest.mark.office

OF_EACH_EDITION, OF_SMALL_FORMS = 15, 16


class Seen(NamedTuple):
    """The workbook after LibreOffice: as the program reads it, and what its cells show."""

    book: Book
    filing: Filing
    cells: Any
    seed: str

    def shown(self, sheet: str, cell: str, decimals: int) -> int | None:
        """What a cell shows, in steps; None for an empty one."""
        value = self.cells[sheet][cell].value
        if value in {None, ""}:
            return None
        found = steps_of(repr(value), self.book.plan.form.points[0].measure._replace(
            decimals=decimals, signed=True))  # fmt: skip
        assert found.steps is not None, (self.seed, sheet, cell, value)
        return found.steps


def recalculated(soffice: Soffice, folder: Path) -> list[Seen]:
    """All workbooks, recalculated by one call of LibreOffice."""
    books: dict[str, Book] = {}
    for number in range(OF_EACH_EDITION):
        for form_id in YEARS:
            name = f"{form_id}-{number}"
            books[name] = official_book(Random(name), open_plan(form_id))  # noqa: S311 - test data
    for number in range(OF_SMALL_FORMS):
        books[f"small-{number}"] = small_book(Random(f"small-{number}"))  # noqa: S311 - test data
    paths = []
    for name, book in books.items():
        paths.append(folder / f"{name}.xlsx")
        paths[-1].write_bytes(written(book))
    fresh = soffice.convert_all(paths, "xlsx", folder / "recalculated")
    return [read(book, path) for book, path in zip(books.values(), fresh, strict=True)]


def read(book: Book, path: Path) -> Seen:
    data = path.read_bytes()
    filing, findings = read_filing(data, path.name, lambda _: book.plan)
    assert filing is not None, findings
    return Seen(book, filing, openpyxl.load_workbook(io.BytesIO(data), data_only=True), path.stem)


# ---------------------------------------------------------------------------------- what must be equal


def amiss(seen: Seen) -> set[int]:
    """Computed points whose cells do not show what their items add up to: typed over, or upon one."""
    fills = seen.book.plan.relations.fills
    found: set[int] = set()
    for point, relation in fills.items():
        over = seen.book.typed_over.get(point)
        below = found.intersection(term.point for term in relation.comparison.right.terms)
        if below or (over is not None and over != seen.filing.values[point]):
            found.add(point)
    return found


def compared(seen: Seen) -> Iterator[tuple[Relation, int]]:
    """Relations with their rows; those that rest upon a wrong typed-over total are left out.

    The program recomputes such a total, tells it, and goes on with the right one; formulas cannot.
    """
    wrong = amiss(seen)
    for number, row in seen.book.plan.layout.check_rows.items():
        relation = seen.book.plan.relations.all[number]
        own = {relation.point} if relation.fills else set()
        if not wrong.intersection(set(relation.points()) - own):
            yield relation, row


def ignored(seen: Seen, relation: Relation) -> bool:
    """Whether the relation rests on a cell that is read as a number but stands as text."""
    if relation.rule.switch and relation.rule.switch not in seen.book.switches:
        return False
    base = seen.book.plan.relations.base
    typed = {number for point in relation.points() for number in base[point]}
    if not relation.given_in(seen.filing.values):
        typed.intersection_update(relation.asked)  # of the others nothing is asked
    return any(seen.filing.values[number] is not None for number in typed & seen.book.texts.keys())


def idle(seen: Seen, relation: Relation) -> bool:
    """Whether the relation does not apply: condition zero, switch off, indicators blank."""
    if not relation.given_in(seen.filing.values):
        return True
    if relation.rule.switch and relation.rule.switch not in seen.book.switches:
        return True
    values = relation.with_blanks_as_none(seen.filing.values)
    return relation.given is not None and relation.given.value(values) == 0


def the_program_reads_what_was_filled_in(seen: list[Seen]) -> None:
    for one in seen:
        fills = one.book.plan.relations.fills
        assert one.filing.declared_zero == one.book.declared, one.seed
        assert one.filing.switches == one.book.switches, one.seed
        for number, point in enumerate(one.book.plan.form.points):
            if number in fills or number in one.book.texts:
                continue
            value = one.book.values[number]
            if value is None and point.table in one.book.declared:
                value = 0
            assert one.filing.values[number] == value, (one.seed, point.id)


def both_give_the_same_verdicts(seen: list[Seen]) -> None:
    counted = {"holds": 0, "broken": 0, "unassessable": 0, "ignored": 0}
    for one in seen:
        words = one.book.plan.form.words
        shown = {
            "holds": words["balanced"],
            "broken": words["broken"],
            "unassessable": words["blank"],
        }
        verdicts = verdicts_of(one.book.plan, one.filing)
        known = {broken.relation.number: "broken" for broken in verdicts.broken}
        known |= {relation.number: "unassessable" for relation in verdicts.unassessable}
        sheet = one.cells[one.book.plan.form.sheets.checks]
        for relation, row in compared(one):
            verdict = known.get(relation.number, "holds")
            counted[verdict] += 1
            if ignored(one, relation):
                counted["ignored"] += 1
                verdict = "unassessable"
            found = sheet.cell(row, CHECKS_VERDICT).value
            assert found == shown[verdict], (one.seed, relation.rule.id, relation.scope)
    assert min(counted.values()) > 50, counted  # each kind was really met


def both_give_the_same_sides(seen: list[Seen]) -> None:
    for one in seen:
        form, checks = one.book.plan.form, one.book.plan.form.sheets.checks
        open_ = {r.number for r in verdicts_of(one.book.plan, one.filing).unassessable}
        for relation, row in compared(one):
            decimals = form.points[relation.point].measure.decimals
            found = [one.shown(checks, f"{letter}{row}", decimals) for letter in "EFG"]
            if relation.number in open_ or ignored(one, relation) or idle(one, relation):
                assert found == [None] * 3, (one.seed, relation.rule.id, relation.scope)
                continue
            values = relation.with_blanks_as_none(one.filing.values)
            left = relation.comparison.left.value(values)
            if relation.fills:
                left = one.filing.standing.get(relation.point, left)
            rights = [side.value(values) for side in relation.comparison.rights]
            assert left is not None
            # Of several right sides the first that it holds with is shown, or the first of all.
            fits = [
                one for one in rights if one is not None and relation.comparison.holds(left - one)
            ]
            right = fits[0] if fits else rights[0]
            assert right is not None
            assert found == [left, right, left - right], (
                one.seed,
                relation.rule.id,
                relation.scope,
            )


def both_give_the_same_totals(seen: list[Seen]) -> None:
    known = 0
    for one in seen:
        plan, wrong = one.book.plan, amiss(one)
        texts = one.book.texts.keys()
        cells = [in_steps(one, number) for number in range(len(plan.form.points))]
        for point, relation in plan.relations.fills.items():
            if point in one.book.typed_over:
                continue
            base = plan.relations.base[point]
            tables = {plan.form.points[number].table for number in base}
            empty = all(cells[number] is None for number in base)
            expected: int | None = relation.comparison.right.constant
            for factor, addend, _ in relation.comparison.right.terms:
                expected = (expected or 0) + factor * (cells[addend] or 0)
            if empty and not tables <= one.book.declared:
                expected = None
            name = (one.seed, plan.form.points[point].id)
            assert cells[point] == expected, name
            if (
                one.filing.values[point] is not None
                and not texts & set(base)
                and point not in wrong
            ):
                assert cells[point] == one.filing.values[point], name
                known += 1
    assert known > 500


def in_steps(one: Seen, point: int) -> int | None:
    sheet, cell = one.book.plan.layout.cells[point]
    if isinstance(one.cells[sheet][cell].value, str):
        return None  # text counts as nothing in a formula
    return one.shown(sheet, cell, one.book.plan.form.points[point].measure.decimals)


def random_rules_are_judged_alike(seen: list[Seen]) -> None:
    met = set()
    for one in seen:
        random = one.book.random
        if random is None:
            continue
        now = {
            (point.table, point.row, point.column): None
            if value is None
            else Fraction(value, 10**point.measure.decimals)
            for point, value in zip(random.form.points, one.filing.values, strict=True)
        }
        judged = judge(random, now, None, one.book.switches, {})
        shown = dict(zip(("holds", "broken", "unassessable"), "平差未", strict=True))
        sheet = one.cells[random.form.sheets.checks]
        rows = {
            (relation.rule.id, relation.scope): one.book.plan.layout.check_rows[relation.number]
            for relation in one.book.plan.relations.all
            if not relation.across_years
        }
        assert len(judged) == len(rows)
        for rule, scope, verdict, *_ in judged:
            met.add(verdict)
            found = sheet.cell(rows[rule, scope], CHECKS_VERDICT).value
            assert found[0] == shown[verdict], (one.seed, rule, scope)
    assert met == set(shown)


def test_formulas_and_program_agree(
    soffice: Soffice, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    """One test, so that one worker pays for LibreOffice once."""
    seen = recalculated(soffice, tmp_path)
    for check in (
        the_program_reads_what_was_filled_in,
        both_give_the_same_verdicts,
        both_give_the_same_sides,
        both_give_the_same_totals,
        random_rules_are_judged_alike,
    ):
        with subtests.test(check.__name__):
            check(seen)
