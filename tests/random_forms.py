"""Random small forms with random rules, drawn as structures and written out in the rule language.

What they mean is worked out from the structures by random_judge.py.
"""

from collections.abc import Iterator
from functools import cache
from random import Random
from typing import NamedTuple

from xl2report.form import homes
from xl2report.form.definition import model
from xl2report.form.definition.loader import load_yaml
from xl2report.ground.grids import Grid, GridCell
from xl2report.ground.points import Measure

SWITCH = "no_rulemaking"
ROWS, COLUMNS = ("north", "south", "east", "west", "middle"), ("men", "women", "boys", "girls")


class Part(NamedTuple):
    """`-3 * sum(a:b)` or `last.a`: the cells are named within a row or column, or in full."""

    factor: int
    first: str
    until: str  # "" for a single cell
    last: bool


class Side(NamedTuple):
    parts: tuple[Part, ...]
    constant: int


class Drawn(NamedTuple):
    """A rule as drawn: what the judge needs of it."""

    rule: model.Rule
    left: Side
    operator: str
    right: Side
    given: Side | None
    others: tuple[Side, ...] = ()


class RandomForm(NamedTuple):
    form: model.Form
    rules: tuple[Drawn, ...]


@cache
def base_form() -> model.Form:
    folder = homes.form_folder("disclosure-2019")
    assert folder is not None
    return load_yaml(folder)


def random_form(rng: Random) -> RandomForm:
    """One or two tables of two to five rows, with totals often, and up to five rules."""
    tables = tuple(_table(rng, name) for name in ("farms", "mills")[: rng.randint(1, 2)])
    rules = [rule for table in tables for rule in _fills(rng, table)]
    rules += [_rule(rng, rng.choice(tables), number) for number in range(rng.randint(1, 4))]
    rng.shuffle(rules)
    form = base_form()._replace(
        id="random", tables=tables, rules=tuple(drawn.rule for drawn in rules),
        sections=(), indicators=(), texts=(), points=tuple(_points(tables)),
    )  # fmt: skip
    return RandomForm(form, tuple(rules))


def _table(rng: Random, name: str) -> model.Table:
    decimals = rng.choice((0, 0, 2, 6))
    rows = tuple(model.Row(row, f"{name} {row}", row) for row in ROWS[: rng.randint(2, 5)])
    columns = tuple(
        model.Column(column, f"{name} {column}", Measure("件", decimals, rng.random() < 0.3))
        for column in COLUMNS[: rng.randint(2, 4)]
    )
    cells = [GridCell(1, 1, 1, 1, "header", name)]
    cells += [
        GridCell(1, at, 1, 1, "header", column.label, f"column:{column.id}")
        for at, column in enumerate(columns, 2)
    ]
    for down, row in enumerate(rows, 2):
        cells.append(GridCell(down, 1, 1, 1, "label", row.label, f"row:{row.id}"))
        cells += [
            GridCell(down, at, 1, 1, "value", "", f"{name}.{row.id}.{column.id}")
            for at, column in enumerate(columns, 2)
        ]
    grid = Grid(len(rows) + 1, len(columns) + 1, tuple(cells))
    widths = (20.0,) * grid.cols
    return model.Table(name, f"表 {name}", name, grid, widths, 1, rows, columns, False, "")


def _points(tables: tuple[model.Table, ...]) -> Iterator[model.Point]:
    for table in tables:
        for row in table.rows:
            for column in table.columns:
                path = (row.label, column.label)
                yield model.Point(
                    f"{table.id}.{row.id}.{column.id}", table.id, row.id, column.id, path,
                    " / ".join(path), row.mark, column.measure,
                )  # fmt: skip


def _fills(rng: Random, table: model.Table) -> Iterator[Drawn]:
    """The last column, the last row, or both, filled from the others."""
    for each, items in (("row", table.columns), ("column", table.rows)):
        if rng.random() < 0.6:
            *others, last = [item.id for item in items]
            right = _side(rng, others, constants=rng.random() < 0.2)
            if rng.random() < 0.6:
                right = Side((Part(1, others[0], others[-1], False),), 0)
            left = Side((Part(1, last, "", False),), 0)
            yield _drawn(table, f"{table.id}.total_{each}", each, left, "=", right, fills=True)


def _rule(rng: Random, table: model.Table, number: int) -> Drawn:
    each = rng.choice(("row", "column", "once"))
    names = {
        "row": [column.id for column in table.columns],
        "column": [row.id for row in table.rows],
        "once": [f"{table.id}.{row.id}.{c.id}" for row in table.rows for c in table.columns],
    }[each]
    across = rng.random() < 0.2
    left = _side(rng, names, across=across)
    right = _side(rng, names, across=across, empty=rng.random() < 0.2)
    given = _side(rng, names, across=across) if rng.random() < 0.25 else None
    others = tuple(_side(rng, names, across=across) for _ in range(rng.choice((0, 0, 0, 1, 2))))
    drawn = _drawn(
        table, f"{table.id}.rule_{number}", each, left, rng.choice(("=", "=", "<=", ">=", "<", ">")),
        right, given=given, switch=SWITCH if rng.random() < 0.15 else "", others=others,
    )  # fmt: skip
    rows = tuple(row.id for row in table.rows if rng.random() < 0.7) if rng.random() < 0.3 else ()
    columns = tuple(c.id for c in table.columns if rng.random() < 0.7)
    columns = columns if rng.random() < 0.3 else ()
    return drawn._replace(rule=drawn.rule._replace(rows=rows, columns=columns))


def _side(
    rng: Random,
    names: list[str],
    *,
    across: bool = False,
    empty: bool = False,
    constants: bool = True,
) -> Side:
    if empty:
        return Side((), rng.randint(0, 3))
    parts = []
    for _ in range(rng.randint(1, 3)):
        first = rng.randrange(len(names))
        until = ""
        if rng.random() < 0.3 and "." not in names[0]:
            until = names[rng.randrange(first, len(names))]
        last = across and rng.random() < 0.5
        parts.append(Part(rng.choice((1, 1, 1, -1, 2, -3)), names[first], until, last))
    return Side(tuple(parts), rng.choice((0, 0, 0, 1, -2)) if constants else 0)


def _drawn(
    table: model.Table,
    rule_id: str,
    each: str,
    left: Side,
    operator: str,
    right: Side,
    *,
    given: Side | None = None,
    switch: str = "",
    fills: bool = False,
    others: tuple[Side, ...] = (),
) -> Drawn:
    known: dict[str, model.Each] = {"row": "row", "column": "column", "once": "once"}
    rights = " or ".join(_text(side) for side in (right, *others))
    rule = model.Rule(
        rule_id, table.id, known[each], fills, f"{_text(left)} {operator} {rights}",
        _text(given) if given else "", switch, (), (), "warning" if others else "error",
        "说", "says", "表", "form.yaml:1",
    )  # fmt: skip
    return Drawn(rule, left, operator, right, given, others)


def _text(side: Side) -> str:
    words = ""
    for part in side.parts:
        first = f"last.{part.first}" if part.last else part.first
        name = f"sum({first}:{part.until})" if part.until else first
        factor = f"{abs(part.factor)} * " if abs(part.factor) != 1 else ""
        sign = "-" if part.factor < 0 else ("+" if words else "")
        words += f" {sign} {factor}{name}"
    if side.constant or not words:
        sign = "-" if side.constant < 0 else ("+" if words else "")
        words += f" {sign} {abs(side.constant)}"
    return words.strip()
