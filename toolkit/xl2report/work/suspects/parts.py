"""One part of a system as a problem for the search, and what its answers stand for.

The search knows cells 0, 1, 2 …, counted from the values as they stand, and takes cells with equal
coefficients for one; here they get their points, and their likenesses, back.
"""

from collections.abc import Iterator
from itertools import pairwise, product

from xl2report.form.relations import Values
from xl2report.work.suspects.ranking import Bare, Ranking
from xl2report.work.suspects.search import Support
from xl2report.work.suspects.system import Row
from xl2report.work.suspects.tableau import Problem


def problem_of(
    rows: tuple[Row, ...], points: list[int], values: Values, signed: frozenset[int]
) -> tuple[Problem, dict[int, list[int]]]:
    """A part counted from its values; and for each cell those with equal coefficients."""
    cell_of = {point: cell for cell, point in enumerate(points)}
    columns: dict[int, list[tuple[int, int]]] = {cell: [] for cell in range(len(points))}
    low, high, coefficients = [], [], []
    for number, row in enumerate(rows):
        total = row.sum(values)
        low.append(None if row.low is None else row.low - total)
        high.append(None if row.high is None else row.high - total)
        coefficients.append({cell_of[point]: factor for point, factor in row.terms.items()})
        for point, factor in row.terms.items():
            columns[cell_of[point]].append((number, factor))
    floor = [None if point in signed else -(values[point] or 0) for point in points]
    alike: dict[tuple[tuple[int, int], ...], list[int]] = {}
    for cell, column in columns.items():
        alike.setdefault(tuple(column), []).append(cell)
    twin: dict[int, int] = {}
    groups: dict[int, list[int]] = {}
    for group in alike.values():
        # The one that can fall furthest first: what any of them can do, the first ones can.
        group.sort(key=lambda cell: (floor[cell] is not None, floor[cell] or 0, cell))
        twin.update(pairwise(group))
        groups.update(dict.fromkeys(group, group))
    return Problem(coefficients, low, high, floor, twin), groups


def members_of(
    support: Support,
    points: list[int],
    alike: dict[int, list[int]],
    ranking: Ranking,
    signed: frozenset[int],
) -> Iterator[Bare]:
    """The changes a support stands for: each cell may be any with equal coefficients, likely first."""
    choices = []
    for cell, step in support.items():
        able = [(points[other], (ranking.found(points[other]) + step)) for other in alike[cell]]
        able = [one for one in able if one[0] in signed or one[1] >= 0]
        choices.append(sorted(able, key=lambda one: ranking.alone(*one)))
    for chosen in product(*choices):
        if len({point for point, _ in chosen}) == len(chosen):
            yield tuple(sorted(chosen))
