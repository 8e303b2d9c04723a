"""Whether sums can be met in whole numbers at all, bounds aside: 2 a - 2 b = 1 cannot."""

from math import gcd

from xl2report.work.suspects.tableau import Problem


def meets(problem: Problem, cells: list[int]) -> bool:
    """Whether changes of these cells, of any size and sign, can reach what the rows demand.

    Complete for the rows that demand an exact sum, taken together; the others are asked one by one.
    """
    exact: list[list[int]] = []
    for row, low, high in zip(problem.rows, problem.low, problem.high, strict=True):
        factors = [row.get(cell, 0) for cell in cells]
        if low is None or high is None:
            continue
        step = gcd(*factors)
        if (high // step * step if step else 0) < low or (not step and high < 0):
            return False
        if low == high:
            exact.append([*factors, low])
    return _eliminated(exact, len(cells))


def _eliminated(rows: list[list[int]], width: int) -> bool:
    """Solve row after row by adding columns to one another, as Euclid does with two numbers."""
    columns = [[row[cell] for row in rows] for cell in range(width)]
    target = [row[width] for row in rows]
    for number in range(len(rows)):
        while len(live := [column for column in columns if column[number]]) > 1:
            least = min(live, key=lambda column: abs(column[number]))
            for column in live:
                if column is not least:
                    times = column[number] // least[number]
                    column[:] = [a - times * b for a, b in zip(column, least, strict=True)]
        if not live:
            if target[number]:
                return False
            continue
        pivot = live[0]
        if target[number] % pivot[number]:
            return False
        times = target[number] // pivot[number]
        target = [a - times * b for a, b in zip(target, pivot, strict=True)]
        # By identity: another column may look the same, and still be free to use.
        columns = [column for column in columns if column is not pivot]
    return True
