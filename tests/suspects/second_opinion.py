"""The least number of cells by integer programming (scipy): a second opinion on what is smallest.

Needs scipy, which the product does not. The bound on a change (the M of such programs) is the sum
of all imbalances; where that is large (a figure ten thousand times too big), the solver's rounding
lets it name too many cells. So an answer with more cells than a checked one proves nothing; one
with fewer would.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np

from xl2report.work.suspects.system import Row

# No annotations come with it.
optimize: Any = import_module("scipy.optimize")


def least_cells(
    rows: Sequence[Row], values: Sequence[int | None], signed: frozenset[int]
) -> int | None:
    """How many cells must change; None where the solver's answer does not hold in whole numbers."""
    points = sorted({point for row in rows for point in row.terms})
    place = {point: number for number, point in enumerate(points)}
    count = len(points)
    matrix = np.zeros((len(rows), 2 * count))
    low, high, imbalance = [], [], 1
    for number, row in enumerate(rows):
        total = row.sum(list(values))
        for point, factor in row.terms.items():
            matrix[number, place[point]] = factor
        low.append(-np.inf if row.low is None else row.low - total)
        high.append(np.inf if row.high is None else row.high - total)
        imbalance += max(0, int(low[-1])) if row.low is not None else 0
        imbalance += max(0, int(-high[-1])) if row.high is not None else 0
    # A change only where the cell is marked as changed: -M z <= d <= M z.
    tied: Any = np.vstack(
        [
            np.hstack([np.eye(count), -imbalance * np.eye(count)]),
            np.hstack([-np.eye(count), -imbalance * np.eye(count)]),
        ]
    )
    floor = [-imbalance if p in signed else max(-imbalance, -(values[p] or 0)) for p in points]
    found = optimize.milp(
        np.r_[np.zeros(count), np.ones(count)],
        constraints=[
            optimize.LinearConstraint(matrix, low, high),
            optimize.LinearConstraint(tied, -np.inf, 0),
        ],
        bounds=optimize.Bounds(
            np.r_[floor, np.zeros(count)], np.r_[np.full(count, imbalance), np.ones(count)]
        ),
        integrality=np.ones(2 * count),
    )
    if found.x is None:
        return None
    changed = list(values)
    steps = [round(step) for step in found.x[:count]]
    for point, step in zip(points, steps, strict=True):
        changed[point] = (changed[point] or 0) + step
    if not all(row.holds(changed) for row in rows):
        return None
    if any((changed[point] or 0) < 0 for point in points if point not in signed):
        return None
    return sum(1 for step in steps if step)
