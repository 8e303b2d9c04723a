"""One part of a system as a problem for the search, and what its answers stand for.

The search knows cells 0, 1, 2 …, counted from the values as they stand, and takes cells with equal
coefficients for one; here they get their points, and their likenesses, back.
"""

from collections.abc import Iterator
from itertools import chain, combinations, islice, pairwise, product

from xl2report.form.relations import Values
from xl2report.work.suspects.ranking import Bare, Ranking
from xl2report.work.suspects.search import Support
from xl2report.work.suspects.system import Row
from xl2report.work.suspects.tableau import Problem

# Of two cells of a support, so many exchanges are weighed.
_EXCHANGES = 4


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
    """The changes a support stands for: each cell may be any with equal coefficients.

    The likeliest first; then two cells that show each other's values, which one slip explains; then
    all the others.
    """
    choices: list[list[tuple[int, int]]] = []
    for cell, step in support.items():
        able = [(points[other], (ranking.found(points[other]) + step)) for other in alike[cell]]
        able = [one for one in able if one[0] in signed or one[1] >= 0]
        choices.append(sorted(able, key=lambda one: ranking.alone(*one)))
    seen: set[Bare] = set()
    for chosen in chain(
        islice(product(*choices), 1), _exchanged(choices, ranking), product(*choices)
    ):
        bare = tuple(sorted(chosen))
        if len({point for point, _ in bare}) == len(bare) and bare not in seen:
            seen.add(bare)
            yield bare


def _exchanged(
    choices: list[list[tuple[int, int]]], ranking: Ranking
) -> Iterator[tuple[tuple[int, int], ...]]:
    """Of each two cells the likeliest exchanges, with the likeliest of every other cell."""
    if not all(choices):
        return
    best = [able[0] for able in choices]
    for one, other in combinations(range(len(choices)), 2):
        shown: dict[tuple[int, int], list[int]] = {}
        for point, suggested in choices[one]:
            shown.setdefault((suggested, ranking.found(point)), []).append(point)
        pairs = [
            ((partner, ranking.found(point)), (point, suggested))
            for point, suggested in choices[other]
            for partner in shown.get((ranking.found(point), suggested), ())
            if partner != point
        ]
        pairs.sort(key=lambda pair: ranking.weigh(tuple(sorted(pair))))
        for first, second in pairs[:_EXCHANGES]:
            chosen = list(best)
            chosen[one], chosen[other] = first, second
            yield tuple(chosen)
