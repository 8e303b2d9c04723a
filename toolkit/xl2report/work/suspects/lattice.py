"""Whether sums can be met in whole numbers at all, bounds of the cells aside: 2 a - 2 b = 1 cannot."""

from math import gcd

from xl2report.work.suspects.tableau import Problem


def meets(problem: Problem, cells: list[int]) -> bool:
    """Whether changes of these cells, of any size and sign, can reach what the rows demand.

    Complete for the rows that demand an exact sum, taken together; each of the rows with two bounds
    is asked beside these. Row after row is solved by adding columns to one another, as Euclid does
    with two numbers.
    """
    bounded = [
        (row, low, high)
        for row, low, high in zip(problem.rows, problem.low, problem.high, strict=True)
        if low is not None and high is not None
    ]
    bounded.sort(key=lambda one: one[1] != one[2])
    columns = [[row.get(cell, 0) for row, _, _ in bounded] for cell in cells]
    # What the rows add up to with the columns that are settled.
    reached = [0] * len(bounded)
    for number, (_, low, high) in enumerate(bounded):
        step = gcd(*(column[number] for column in columns))
        if low != high:
            rest = reached[number]
            if (rest + (high - rest) // step * step if step else rest) < low:
                return False
            if not step and rest > high:
                return False
            continue
        wanted = low - reached[number]
        if wanted % step if step else wanted:
            return False
        if not step:
            continue
        pivot = _reduced(columns, number)
        times = wanted // pivot[number]
        reached = [a + times * b for a, b in zip(reached, pivot, strict=True)]
        # By identity: another column may look the same, and still be free to use.
        columns = [column for column in columns if column is not pivot]
    return True


def _reduced(columns: list[list[int]], number: int) -> list[int]:
    """The one column left with anything in a row, after the others have been cleared by it."""
    while len(live := [column for column in columns if column[number]]) > 1:
        least = min(live, key=lambda column: abs(column[number]))
        for column in live:
            if column is not least:
                times = column[number] // least[number]
                column[:] = [a - times * b for a, b in zip(column, least, strict=True)]
    return live[0]
