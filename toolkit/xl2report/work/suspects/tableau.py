"""An exact simplex over a handful of rows: can the changed cells bring every row within bounds?

Whole numbers and fractions only. The method is that of Dutertre and de Moura (CAV 2006): each row
has a basic variable; one that is out of bounds is moved into them by a variable that may still
move. Where none may, the row itself is the proof that another cell must change.
"""

from fractions import Fraction
from typing import NamedTuple

Number = int | Fraction
Bound = int | None


class Problem(NamedTuple):
    """One part of a system, counted from the values as they stand.

    `rows` give coefficients by cell (0, 1, 2 …); the change of a row must lie within `low` and
    `high`, that of a cell not below `floor`. Of cells with equal coefficients only the one that
    can fall furthest takes part at first; `twin` names the next one.
    """

    rows: list[dict[int, int]]
    low: list[Bound]
    high: list[Bound]
    floor: list[Bound]
    twin: dict[int, int]

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return len(self.floor)


class Tableau:
    """The rows solved for their basic variables, some cells set free to change.

    Variables from `cells` on are the sums of the rows. `at` holds the values of free variables that
    are not basic; a cell that is not free stays as it is, at change 0.
    """

    __slots__ = ("at", "basic", "beta", "high", "low", "problem", "rows")

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        second = set(problem.twin.values())
        self.rows: list[dict[int, Number]] = [
            {cell: factor for cell, factor in row.items() if cell not in second}
            for row in problem.rows
        ]
        self.basic = [problem.cells + number for number in range(len(problem.rows))]
        self.beta: list[Number] = [0] * len(problem.rows)
        self.at: dict[int, Number] = {}
        self.low: dict[int, Bound] = dict(enumerate([*problem.floor, *problem.low]))
        self.high: dict[int, Bound] = dict(enumerate([*([None] * problem.cells), *problem.high]))

    def copy(self) -> "Tableau":
        """A tableau of its own; rows are replaced, never changed in place, and so may be shared."""
        twin = object.__new__(Tableau)
        twin.problem = self.problem
        twin.rows = self.rows.copy()
        twin.basic = self.basic.copy()
        twin.beta = self.beta.copy()
        twin.at = self.at.copy()
        twin.low, twin.high = self.low, self.high
        return twin

    def bounded(self, variable: int, low: Bound, high: Bound) -> "Tableau":
        """A copy with tighter bounds on a variable."""
        other = self.copy()
        if low is not None:
            other.low = {**self.low, variable: low}
        if high is not None:
            other.high = {**self.high, variable: high}
        value = other.at.get(variable)
        if value is not None:
            target = low if low is not None and value < low else value
            target = high if high is not None and target > high else target
            if target != value:
                other.slide(variable, target)
        return other

    def slide(self, variable: int, target: Number) -> None:
        """Move a variable that is not basic, and the basic ones with it."""
        step = target - self.at[variable]
        self.at[variable] = target
        for number, row in enumerate(self.rows):
            factor = row.get(variable)
            if factor:
                self.beta[number] = _plain(self.beta[number] + factor * step)

    def need(self, number: int) -> Number:
        """How far the basic variable of a row is from its bounds: 0 within, >0 too low."""
        variable, value = self.basic[number], self.beta[number]
        low = self.low[variable]
        if low is not None and value < low:
            return low - value
        high = self.high[variable]
        if high is not None and value > high:
            return high - value
        return 0

    def exact(self, variable: int) -> bool:
        """Whether it is the sum of a row that must be just one number."""
        return variable >= self.problem.cells and self.low[variable] == self.high[variable]

    def free(self, cell: int, number: int, need: Number) -> None:
        """Let a cell change, by as much as the row needs."""
        self.at[cell] = 0
        self.pivot(number, cell, need)
        following = self.problem.twin.get(cell)
        if following is not None:
            # Equal coefficients: in every row it stands where the first stood, and that is basic now.
            self.rows[number] = {**self.rows[number], following: -1}

    def pivot(self, number: int, entering: int, need: Number) -> None:
        """Solve a row for another variable, its basic one moving by `need` to its bound."""
        row, leaving = self.rows[number], self.basic[number]
        factor = row[entering]
        step = _plain(Fraction(need) / factor) if factor not in {1, -1} else need * factor
        target = _plain(self.beta[number] + need)
        solved = {
            variable: _ratio(-each, factor)
            for variable, each in row.items()
            if variable != entering
        }
        # A sum that must be just this much never moves again.
        if not self.exact(leaving):
            solved[leaving] = _ratio(1, factor)
            self.at[leaving] = target
        value = self.at.pop(entering) + step
        for other, terms in enumerate(self.rows):
            share = terms.get(entering)
            if share is None or other == number:
                continue
            mixed = dict(terms)
            del mixed[entering]
            for variable, each in solved.items():
                total = mixed.get(variable, 0) + share * each
                if total:
                    mixed[variable] = _plain(total)
                else:
                    mixed.pop(variable, None)
            self.rows[other] = mixed
            self.beta[other] = _plain(self.beta[other] + share * step)
        self.rows[number] = solved
        self.basic[number] = entering
        self.beta[number] = _plain(value)

    def settle(self) -> list[tuple[int, Number]]:
        """Move what may move until every row is within bounds or stuck: the stuck ones, by need.

        A row is stuck if no free variable can help it: then none of its own kind ever will.
        """
        steps = 0
        while True:
            stuck: list[tuple[int, Number]] = []
            order = sorted(range(len(self.rows)), key=self.basic.__getitem__) if steps else None
            moved = False
            for number in order or range(len(self.rows)):
                need = self.need(number)
                if not need:
                    continue
                helper = self._helper(number, need) if self.at else None
                if helper is None:
                    stuck.append((number, need))
                    # By Bland's order the method ends only if a stuck row ends it, sooner or later.
                    if steps > 50:
                        return stuck
                    continue
                self.pivot(number, helper, need)
                moved = True
                steps += 1
                break
            if not moved:
                return stuck

    def _helper(self, number: int, need: Number) -> int | None:
        row = self.rows[number]
        for variable in sorted(self.at):
            factor = row.get(variable)
            if not factor:
                continue
            up = (factor > 0) == (need > 0)
            bound = self.high[variable] if up else self.low[variable]
            if bound is None or bound != self.at[variable]:
                return variable
        return None

    def value(self, variable: int) -> Number:
        """The value of a free variable."""
        if variable in self.at:
            return self.at[variable]
        return self.beta[self.basic.index(variable)]


def _ratio(number: Number, divisor: Number) -> Number:
    if divisor == 1:
        return number
    if divisor == -1:
        return -number
    return _plain(Fraction(number) / divisor)


def _plain(number: Number) -> Number:
    """A whole number as an int: far quicker to go on with."""
    if type(number) is int or number.denominator != 1:
        return number
    return number.numerator
