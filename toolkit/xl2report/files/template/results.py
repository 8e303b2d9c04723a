"""What each formula of the workbook comes to: its true cached result, worked out from the content.

WPS does not calculate when it opens a file, so what is stored is what the clerk sees. This is the
arithmetic of the formulas, blanks and all, in exact whole steps; a test holds it against LibreOffice.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property

from xl2report.files.template.places import places_of
from xl2report.form.definition.model import Table
from xl2report.form.formulas import Formulas
from xl2report.form.language import Expression, compare
from xl2report.form.relations import Relation
from xl2report.ground.filing import Content


class Results:
    """The results of one form's formulas over one content."""

    def __init__(self, formulas: Formulas, content: Content) -> None:
        self.formulas = formulas
        self.form = formulas.form
        self.relations = formulas.relations
        self.content = content
        self.tables = {table.id: table for table in self.form.tables}

    def rolled(self, point: int) -> str:
        """The formula of a typed cell that is rolled up from a city's parts, or ""."""
        if not self.content.parts or point in self.relations.fills:
            return ""
        if not self.formulas.how(point):
            return ""
        return self.formulas.layout.total_of(point, self._total_row)

    @cached_property
    def _total_row(self) -> int:
        return places_of(self.content.parts, len(self.content.adjustments)).total

    @cached_property
    def numbers(self) -> list[int | None]:
        """What stands in the cell of each point, in steps; None for an empty one."""
        given = self.content.values or (None,) * len(self.form.points)
        found: list[int | None] = list(given)
        if self.content.parts:
            for point in range(len(found)):
                if self.rolled(point):
                    found[point] = self._rolled_up(point)
        for point in self.relations.fills:
            found[point] = None
        for point, relation in self.relations.fills.items():
            typed = self.relations.base[point]
            if any(found[index] is not None for index in typed) or self._declared(typed):
                found[point] = _sum(relation.comparison.right, found)
        return found

    def declared(self, table: Table) -> bool:
        """Whether the table's cell says that its blanks are zero."""
        return table.id in self.content.declared_zero

    def assessable(self, relation: Relation) -> bool:
        """Whether the result of `Formulas.assessable` is not 0."""
        if relation.rule.switch and not self._switched(relation):
            return True
        if not relation.given_in(self.numbers):
            return True
        typed = {base for point in relation.points() for base in self.relations.base[point]}
        typed.difference_update(relation.asked)
        return all(self._complete(points) for points in self._by_table(typed).values())

    def comparable(self, relation: Relation) -> bool:
        """The result of `Formulas.comparable`."""
        terms = (term for side in relation.sides for term in side.terms)
        return all(self.last[term.point] is not None for term in terms if term.last)

    @cached_property
    def last(self) -> Sequence[int | None]:
        """Last year's figures beside each point; None for a blank cell."""
        known = self.content.last.values if self.content.last else ()
        return known or (None,) * len(self.form.points)

    def applies(self, relation: Relation) -> bool:
        """The result of `Formulas.applies`."""
        if relation.given and not self._sum(relation.given):
            return False
        if not relation.given_in(self.numbers):
            return False
        return not relation.rule.switch or self._switched(relation)

    def sides(self, relation: Relation) -> tuple[int, int]:
        """Both sides in steps, blanks as nothing; of several right sides the one that counts."""
        comparison = relation.comparison
        left = self._sum(comparison.left)
        rights = [self._sum(right) for right in comparison.rights]
        return left, comparison.right_for(left, rights)

    def verdict(self, relation: Relation) -> str:
        """The id of the word for the verdict: balanced, broken, blank, or idle without last year's figure."""
        if not self.comparable(relation):
            return "idle"
        if not self.assessable(relation):
            return "blank"
        left, right = self.sides(relation)
        if self.applies(relation) and not compare(relation.comparison.operator, left - right):
            return "broken"
        return "balanced"

    @cached_property
    def verdicts(self) -> dict[int, str]:
        """The verdict of each relation that has a row on the sheet of checks."""
        return {
            number: self.verdict(self.relations.all[number])
            for number in self.formulas.layout.check_rows
        }

    def _rolled_up(self, point: int) -> int | None:
        return self._every[point]

    @cached_property
    def _every(self) -> list[int | None]:
        """What the city's parts and adjustments come to at each point."""
        found: list[int | None] = [None] * len(self.form.points)
        rolls = [point.roll for point in self.form.points]
        for part in self.content.parts:
            for point, value in enumerate(part.values):
                if value is None:
                    continue
                known = found[point]
                if rolls[point] == "max":
                    found[point] = value if known is None else max(known, value)
                else:
                    found[point] = value + (known or 0)
        for one in self.content.adjustments:
            found[one.point] = (found[one.point] or 0) + one.amount
        return found

    def _by_table(self, points: Iterable[int]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for point in points:
            found.setdefault(self.form.points[point].table, []).append(point)
        return found

    def _complete(self, points: list[int]) -> bool:
        missing = [point for point in points if self.numbers[point] is None]
        # A rolled-up cell without parts holds the text "": Excel's COUNTA takes it for filled.
        return not missing or (
            self._declared(points) and not any(self.rolled(point) for point in missing)
        )

    def _declared(self, points: Iterable[int]) -> bool:
        tables = {self.form.points[point].table for point in points}
        return all(table in self.tables and self.declared(self.tables[table]) for table in tables)

    def _sum(self, side: Expression) -> int:
        return side.constant + sum(
            factor * ((self.last if of_last else self.numbers)[point] or 0)
            for factor, point, of_last in side.terms
        )

    def _switched(self, relation: Relation) -> bool:
        return self.content.cover.get(relation.rule.switch) == self.form.words["yes_word"]


def _sum(side: Expression, numbers: list[int | None]) -> int:
    return side.constant + sum(term.factor * (numbers[term.point] or 0) for term in side.terms)
