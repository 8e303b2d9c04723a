"""The rule language: sums and comparisons of points, integer coefficients, `sum(a:b)` and `last.`.

A comparison may name several right sides, `a = b or b + c`: it holds where it holds with one of them.
Knows the grammar and point ids; not what a relation is used for. Values are whole steps, so a
constant is scaled by the decimals of the points beside it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from xl2report.form.definition.errors import nearest
from xl2report.form.definition.model import Form, Table

Operator = str
OPERATORS = ("<=", ">=", "=", "<", ">")
_OR = ("name", "or")
_TOKEN = re.compile(r"\s*(?:(\d+)|([a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*)|(<=|>=|[=<>+\-*():]))")


class Mistake(ValueError):
    """A text that is not of the language; the words say what and where."""


class Term(NamedTuple):
    """One addend: coefficient, index of the point, and whether last year's value is meant."""

    factor: int
    point: int
    last: bool


class Expression(NamedTuple):
    """A sum of terms and a constant, in whole steps of one measure."""

    terms: tuple[Term, ...]
    constant: int

    def value(self, now: list[int | None], last: list[int | None] | None = None) -> int | None:
        """The sum; None where a term is blank."""
        total = self.constant
        for factor, point, of_last in self.terms:
            known = (last or [])[point] if of_last and last else (None if of_last else now[point])
            if known is None:
                if isinstance(last, Joined) and of_last:
                    return self._in_groups(now, last)
                return None
            total += factor * known
        return total

    def _in_groups(self, now: list[int | None], last: "Joined") -> int | None:
        """The sum where some of last year's terms are known only together."""
        waiting: dict[int, int] = {}
        rest: list[Term] = []
        for term in self.terms:
            if term.last and last[term.point] is None:
                waiting[term.point] = waiting.get(term.point, 0) + term.factor
            else:
                rest.append(term)
        total = 0
        for group, known in last.sums.items():
            factors = {waiting.get(point, 0) for point in group}
            if len(factors) == 1:
                total += factors.pop() * known
                waiting = {point: left for point, left in waiting.items() if point not in group}
        if any(waiting.values()):
            return None
        others = Expression(tuple(rest), self.constant).value(now, last)
        return None if others is None else total + others


class Joined(list[int | None]):
    """Last year's values from another edition, in which one point was what now are several.

    `sums` are what such points, each unknown, were together.
    """

    def __init__(self, values: Iterable[int | None], sums: Mapping[frozenset[int], int]) -> None:
        super().__init__(values)
        self.sums = dict(sums)


class Comparison(NamedTuple):
    """Two expressions and how they must stand to each other; `others` may stand for the right one."""

    left: Expression
    operator: Operator
    right: Expression
    others: tuple[Expression, ...] = ()

    @property
    def rights(self) -> tuple[Expression, ...]:
        """All right sides, the first of them first."""
        return (self.right, *self.others)

    def right_for(self, left: int, rights: Sequence[int]) -> int:
        """The right side that counts: the first of these values that it holds with, else the first."""
        return next((right for right in rights if self.holds(left - right)), rights[0])

    def holds(self, difference: int) -> bool:
        """Whether left minus right, in steps, is as the operator demands."""
        return compare(self.operator, difference)


def compare(operator: Operator, difference: int) -> bool:
    """Whether a difference (left minus right) satisfies the operator."""
    if operator == "=":
        return difference == 0
    if operator == "<=":
        return difference <= 0
    if operator == ">=":
        return difference >= 0
    return difference < 0 if operator == "<" else difference > 0


class Names:
    """Which point a written name means, in the context of a rule.

    `bare` maps short names (the rows of a column, the columns of a row) to point ids; full ids are
    always understood. `index` is that of other names of the form, made once.
    """

    def __init__(
        self,
        form: Form,
        bare: Mapping[str, str] | None = None,
        index: dict[str, int] | None = None,
    ) -> None:
        self.form = form
        self.index = index or {point.id: number for number, point in enumerate(form.points)}
        self.bare = dict(bare or {})

    def find(self, name: str) -> str:
        """The full id of a written name; raises Mistake with the nearest known name."""
        full = self.bare.get(name, name)
        if full not in self.index:
            known = [*self.bare, *self.index]
            text = f"没有这个指标 no such point: {name}{nearest(name, known)}"
            raise Mistake(text)
        return full

    def span(self, first: str, last: str) -> list[str]:
        """The ids from first to last, along their row or their column in the table's order."""
        start, end = self.find(first), self.find(last)
        table_a, row_a, column_a = [*start.split("."), "", ""][:3]
        table_b, row_b, column_b = [*end.split("."), "", ""][:3]
        table = next((item for item in self.form.tables if item.id == table_a), None)
        if table is None or table_a != table_b or (row_a != row_b and column_a != column_b):
            text = f"两端须在同一行或同一列 both ends must lie in one row or column: {first}:{last}"
            raise Mistake(text)
        ids = _run(table, row_a, row_b, column_a, column_b)
        if not ids:
            text = f"次序颠倒 the ends are in the wrong order: {first}:{last}"
            raise Mistake(text)
        return [name for name in ids if name in self.index]


def _run(table: Table, row_a: str, row_b: str, column_a: str, column_b: str) -> list[str]:
    if row_a == row_b:
        order = [column.id for column in table.columns]
        along = order[order.index(column_a) : order.index(column_b) + 1]
        return [f"{table.id}.{row_a}.{column}" for column in along]
    order = [row.id for row in table.rows]
    along = order[order.index(row_a) : order.index(row_b) + 1]
    return [f"{table.id}.{row}.{column_a}" for row in along]


def parse_comparison(text: str, names: Names) -> Comparison:
    """`a + b = c` or `a = b or b + c`: the sides and the operator. Raises Mistake."""
    parser = _Parser(text, names)
    left = parser.sum()
    operator = parser.operator()
    rights = [parser.sum()]
    while parser.peek() == _OR:
        parser.take(*_OR)
        rights.append(parser.sum())
    parser.end()
    _one_measure(text, (left, *rights), names)
    scale = _scale((left, *rights), names)
    left, right, *others = (
        side._replace(constant=side.constant * scale) for side in (left, *rights)
    )
    return Comparison(left, operator, right, tuple(others))


def parse_expression(text: str, names: Names) -> Expression:
    """`a + sum(b:c)`. Raises Mistake."""
    parser = _Parser(text, names)
    found = parser.sum()
    parser.end()
    _one_measure(text, (found,), names)
    return found._replace(constant=found.constant * _scale((found,), names))


def parse_conditions(text: str, names: Names) -> tuple[Comparison, ...]:
    """`a > 0 and b = 0`: comparisons that must all be true. Raises Mistake."""
    found = tuple(parse_comparison(part, names) for part in text.split(" and ")) if text else ()
    if any(comparison.others for comparison in found):
        words = f"条件中不能用 or a condition knows no “or”: {text}"
        raise Mistake(words)
    return found


def _one_measure(text: str, sides: Iterable[Expression], names: Names) -> None:
    decimals = {
        names.form.points[term.point].measure.decimals for side in sides for term in side.terms
    }
    if len(decimals) > 1:
        words = f"小数位数不同的指标不能相加 points of different decimals cannot be added: {text}"
        raise Mistake(words)


def _scale(sides: Iterable[Expression], names: Names) -> int:
    for side in sides:
        for term in side.terms:
            return int(10 ** names.form.points[term.point].measure.decimals)
    return 1


@lru_cache(maxsize=1024)
def _tokens(text: str) -> tuple[tuple[str, str], ...]:
    """The pieces of a text; a rule is read once for each of its rows or columns. Raises Mistake."""
    found: list[tuple[str, str]] = []
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            words = f"看不懂 not understood: {text[at:].strip()[:20]!r}"
            raise Mistake(words)
        number, name, sign = match.groups()
        found.append(("number", number) if number else ("name", name) if name else ("sign", sign))
        at = match.end()
    return tuple(found)


class _Parser:
    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.names = names
        self.tokens = _tokens(text)
        self.at = 0

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def take(self, kind: str, value: str = "") -> str:
        found = self.peek()
        if found[0] != kind or (value and found[1] != value):
            words = f"此处应为 expected {value or kind}，却是 found {found[1] or '（末尾 end）'!r}: {self.text}"
            raise Mistake(words)
        self.at += 1
        return found[1]

    def end(self) -> None:
        if self.peek()[0] != "end":
            words = f"多余 left over: {self.peek()[1]!r}: {self.text}"
            raise Mistake(words)

    def operator(self) -> Operator:
        if self.peek()[1] not in OPERATORS:
            words = f"缺少比较符号 = <= >= < > a comparison is missing: {self.text}"
            raise Mistake(words)
        return self.take("sign")

    def sum(self) -> Expression:
        terms: list[Term] = []
        constant = 0
        sign = 1
        if self.peek() == ("sign", "-"):
            self.take("sign")
            sign = -1
        while True:
            more, number = self.product(sign)
            terms.extend(more)
            constant += number
            if self.peek() not in {("sign", "+"), ("sign", "-")}:
                return Expression(tuple(terms), constant)
            sign = 1 if self.take("sign") == "+" else -1

    def product(self, sign: int) -> tuple[list[Term], int]:
        factor = sign
        if self.peek()[0] == "number":
            factor *= int(self.take("number"))
            if self.peek() != ("sign", "*"):
                return [], factor
            self.take("sign", "*")
        name = self.take("name")
        if name == "sum":
            self.take("sign", "(")
            first = self.take("name")
            self.take("sign", ":")
            second = self.take("name")
            self.take("sign", ")")
            of_last, first = _without_last(first)
            also_last, second = _without_last(second)
            if also_last and not of_last:
                words = f"应为 sum(last.甲:乙) “last.” belongs to the first: {self.text}"
                raise Mistake(words)
            ids = self.names.span(first, second)
        else:
            of_last, name = _without_last(name)
            ids = [self.names.find(name)]
        return [Term(factor, self.names.index[point], of_last) for point in ids], 0


def _without_last(name: str) -> tuple[bool, str]:
    return (True, name[5:]) if name.startswith("last.") else (False, name)
