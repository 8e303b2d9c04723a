"""Rules → relations: one instance a row, a column or once; and the checker compiled from them.

Knows the form and the rule language; never a file. A relation is a row of a matrix over the form's
points: coefficients, an operator, a constant. `fills` and `holds` differ only in who types the left
side; a cell that a rule already fills is checked, not filled again, by a later one.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from xl2report.form.definition.errors import FormError
from xl2report.form.definition.model import Form, Rule, Table
from xl2report.form.language import (
    Comparison,
    Expression,
    Mistake,
    Names,
    parse_comparison,
    parse_expression,
)

Values = list[int | None]


class Relation(NamedTuple):
    """A rule at one place. `point` is the index of the point it is told at.

    `scope` is the id of the row or column, "" for a rule that stands once; `fills` tells that the
    left side is the computed cell itself; `given`, where set, must not be zero for it to apply.
    `asked` are the indicators whose presence decides whether it applies (`Rule.if_given`).
    """

    number: int
    rule: Rule
    scope: str
    point: int
    comparison: Comparison
    given: Expression | None
    fills: bool
    across_years: bool
    asked: tuple[int, ...] = ()

    def given_in(self, values: Values) -> bool:
        """Whether the indicators it asks for are filled in: all of them, or any."""
        known = (values[point] is not None for point in self.asked)
        return any(known) if self.rule.if_given == "any" else all(known)

    def with_blanks_as_none(self, values: Values) -> Values:
        """The values to work it out with: blank indicators that it may leave out are zero."""
        if self.rule.if_given != "any":
            return values
        found = list(values)
        for point in self.asked:
            found[point] = found[point] or 0
        return found

    def points(self) -> list[int]:
        """Indices of this year's points that take part, given ones included, in written order."""
        return list(
            dict.fromkeys(term.point for side in self.sides for term in side.terms if not term.last)
        )

    @property
    def sides(self) -> tuple[Expression, ...]:
        """All expressions in it: the left side, every right side, what must not be zero."""
        given = (self.given,) if self.given else ()
        return (self.comparison.left, *self.comparison.rights, *given)


class Relations(NamedTuple):
    """All relations of a form, and which cells they fill.

    `all` are in the order of the rules; `fills` maps a computed point to its relation, in an order
    in which each can be computed after those it needs; `base` gives for each point the typed
    points it rests on (itself, if it is typed).
    """

    form: Form
    all: tuple[Relation, ...]
    fills: dict[int, Relation]
    base: dict[int, tuple[int, ...]]

    def parts_of(self, relation: Relation) -> list[Relation]:
        """The relations that compare with last year what a relation's computed point adds up."""
        base = self.base[relation.point] if self.computed(relation.point) else ()
        return [
            other
            for other in self.all
            if other.across_years
            and other.point in base
            and other.rule.id != relation.rule.id
            and other.comparison.operator == "="
        ]

    def computed(self, point: int) -> bool:
        """Whether the cell is a locked, computed one."""
        return point in self.fills


def build_relations(form: Form) -> Relations:
    """The relations of a form. Raises FormError naming rule and line for a text not understood."""
    found: list[Relation] = []
    fills: dict[int, Relation] = {}
    mistakes: list[str] = []
    index = Names(form).index
    for rule in form.rules:
        table = form.table(rule.table)
        try:
            for scope, bare in _scopes(rule, table):
                relation = _instance(rule, scope, Names(form, bare, index), len(found), fills)
                found.append(relation)
                if relation.fills:
                    fills[relation.point] = relation
        except Mistake as mistake:
            mistakes.append(f"{rule.origin}: rules › {rule.id}: {mistake}")
    if mistakes:
        raise FormError(mistakes)
    return Relations(form, tuple(found), _in_order(form, fills), _bases(form, fills))


def _scopes(rule: Rule, table: Table) -> Iterator[tuple[str, dict[str, str]]]:
    rows = [row.id for row in table.rows]
    columns = [column.id for column in table.columns]
    if rule.each == "row":
        for row in rule.rows or rows:
            yield row, {column: f"{table.id}.{row}.{column}" for column in columns}
    elif rule.each == "column":
        for column in rule.columns or columns:
            yield column, {row: f"{table.id}.{row}.{column}" for row in rows}
    else:
        yield "", {}


def _instance(
    rule: Rule, scope: str, names: Names, number: int, fills: dict[int, Relation]
) -> Relation:
    comparison = parse_comparison(rule.text, names)
    given = parse_expression(rule.given, names) if rule.given else None
    terms = [term for side in (comparison.left, *comparison.rights) for term in side.terms]
    asked = [*terms, *(given.terms if given else ())]
    first = comparison.left.terms[0] if comparison.left.terms else None
    if first is None:
        words = f"左边须有指标 the left side needs a point: {rule.text}"
        raise Mistake(words)
    if comparison.others and rule.severity == "error" and not rule.fills:
        # An error's cause is searched in sums that must all be met; one of several cannot be so put.
        words = f"有 or 的规则不能是错误 a rule with “or” is a warning, never an error: {rule.text}"
        raise Mistake(words)
    point = first.point
    filled = rule.fills
    if rule.fills:
        if len(comparison.left.terms) != 1 or first.factor != 1 or comparison.operator != "=":
            words = f"fills 应为 “合计 = …” a fill reads “total = …”: {rule.text}"
            raise Mistake(words)
        if any(term.last for term in terms):
            words = f"fills 不能用上年数 a fill knows no last year: {rule.text}"
            raise Mistake(words)
        if comparison.others:
            words = f"fills 只能有一个算法 a fill knows no “or”: {rule.text}"
            raise Mistake(words)
        filled = point not in fills
    else:
        computed = [term.point for term in terms if term.point in fills and not term.last]
        point = computed[0] if computed else point
    indicators: tuple[int, ...] = ()
    if rule.if_given:
        points = names.form.points
        named = dict.fromkeys(term.point for term in asked if not term.last)
        indicators = tuple(one for one in named if points[one].table == "text")
        if not indicators:
            words = f"if_given 须有文字指标 if_given needs an indicator (text.…): {rule.text}"
            raise Mistake(words)
        # It is told at the indicator; the other side is the table's.
        point = next((term.point for term in terms if term.point in indicators), point)
    across = any(term.last for term in asked)
    return Relation(number, rule, scope, point, comparison, given, filled, across, indicators)


def _in_order(form: Form, fills: dict[int, Relation]) -> dict[int, Relation]:
    ordered: dict[int, Relation] = {}
    waiting = dict(fills)
    while waiting:
        ready = [
            point
            for point, relation in waiting.items()
            if not any(term.point in waiting for term in relation.comparison.right.terms)
        ]
        if not ready:
            names = ", ".join(form.points[point].id for point in waiting)
            origin = next(iter(waiting.values())).rule.origin
            raise FormError(
                [f"{origin}: 合计互相引用 computed cells depend on each other: {names}"]
            )
        for point in ready:
            ordered[point] = waiting.pop(point)
    return ordered


def _bases(form: Form, fills: dict[int, Relation]) -> dict[int, tuple[int, ...]]:
    known: dict[int, tuple[int, ...]] = {}

    def base(point: int) -> tuple[int, ...]:
        if point not in known:
            relation = fills.get(point)
            if relation is None:
                known[point] = (point,)
            else:
                parts = [base(term.point) for term in relation.comparison.right.terms]
                known[point] = tuple(sorted({index for part in parts for index in part}))
        return known[point]

    for point in range(len(form.points)):
        base(point)
    return known


# When a difference, left minus right, breaks a comparison.
_BROKEN = {"=": "d", "<=": "d > 0", ">=": "d < 0", "<": "d >= 0", ">": "d <= 0"}


def compile_checker(relations: Relations) -> Callable[[Values], list[tuple[int, int]]]:
    """A function over a filing's values (whole steps): (relation number, imbalance) of the broken.

    Leaves out relations across years and those behind a switch, which need more than the values.
    Raises TypeError where a value that takes part is None: the caller then goes relation by
    relation. Plain generated Python, because calling into numpy for one filing costs more.
    """
    lines = ["def check(v):", " broken = []"]
    for relation in relations.all:
        if relation.across_years or relation.rule.switch or relation.fills:
            continue
        blank = frozenset[int]()
        if relation.asked:
            joint = " or " if relation.rule.if_given == "any" else " and "
            known = joint.join(f"v[{point}] is not None" for point in relation.asked)
            lines.append(f" if {known}:")
            blank = frozenset(relation.asked)
        margin = "  " if blank else " "
        comparison = relation.comparison
        lines.append(f"{margin}d = {_difference(comparison.left, comparison.right, blank)}")
        condition = _BROKEN[comparison.operator]
        for other in comparison.others:
            lines.append(f"{margin}e = {_difference(comparison.left, other, blank)}")
            worse = condition.replace("d", "e")
            lines.append(f"{margin}if ({condition}) and not ({worse}): d = e")
        if relation.given:
            # Worked out before it is asked: a blank must be noticed wherever it stands.
            lines.append(f"{margin}g = {_sum(relation.given, blank)}")
            condition = f"g and {condition}"
        lines.append(f"{margin}if {condition}: broken.append(({relation.number}, d))")
    lines.append(" return broken")
    checker: Callable[[Values], list[tuple[int, int]]] = _compiled(lines, "check")
    return checker


def compile_filler(relations: Relations) -> Callable[[Values], None]:
    """A function that puts the recomputed value into every computed place of a list of values.

    Raises TypeError where an addend is None; see `fill_carefully`.
    """
    lines = ["def fill(v):"]
    lines.extend(
        f" v[{point}] = {_sum(relation.comparison.right)}"
        for point, relation in relations.fills.items()
    )
    filler: Callable[[Values], None] = _compiled([*lines, " return None"], "fill")
    return filler


def fill_carefully(relations: Relations, values: Values) -> None:
    """As the compiled filler, but a computed place with a blank addend becomes None."""
    for point, relation in relations.fills.items():
        values[point] = relation.comparison.right.value(values)


def _sum(side: Expression, blank: frozenset[int] = frozenset()) -> str:
    """The sum as Python; those that may be `blank` count as nothing where they are."""
    parts = [
        (f"{factor:+d}*" if abs(factor) != 1 else "+-"[factor < 0])
        + (f"(v[{point}] or 0)" if point in blank else f"v[{point}]")
        for factor, point, _ in side.terms
    ]
    if side.constant or not parts:
        parts.append(f"{side.constant:+d}")
    return "".join(parts)


def _difference(left: Expression, right: Expression, blank: frozenset[int]) -> str:
    minus = tuple(term._replace(factor=-term.factor) for term in right.terms)
    return _sum(Expression(left.terms + minus, left.constant - right.constant), blank)


def _compiled(lines: list[str], name: str) -> Any:  # noqa: ANN401 - the caller's signature says it
    space: dict[str, Any] = {}
    # Only numbers and signs of our own making stand in the text: indices, coefficients, constants.
    exec(compile("\n".join(lines), "<relations>", "exec"), space)  # noqa: S102 - see above
    return space[name]
