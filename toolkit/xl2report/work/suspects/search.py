"""The fewest cells whose change lets all rows hold: complete, hence its own proof.

Every row that is out of bounds and cannot be helped by the cells changed so far names the cells of
which at least one must change too; the search branches over these. Rows that name disjoint cells
need a cell each: that is the bound by which branches are cut. Cells with equal coefficients are
tried as one. Sizes are tried from the bound upwards, so the first that has an answer is the least.
"""

from collections.abc import Iterator
from math import floor as rounded_down
from typing import NamedTuple

from xl2report.work.suspects.lattice import meets
from xl2report.work.suspects.tableau import Number, Problem, Tableau

Support = dict[int, int]  # cell → change
_HALVINGS = 60


class Smallest(NamedTuple):
    """The least number of cells and the ways to choose them; `complete` if these are all.

    `proven` tells that fewer cannot do; no support at all and proven: nothing can.
    """

    supports: list[Support]
    proven: bool
    complete: bool


class _Spent(Exception):
    """The search has used up its allowance."""


class Search:
    """One search over one problem; `nodes` counts the tableaux it has looked at."""

    def __init__(self, problem: Problem, nodes: int, listed: int) -> None:
        self.problem = problem
        self.left = nodes
        self.listed = listed
        self.found: list[Support] = []
        self.unsure = False  # cells were passed over for which no end of the fractions was in sight
        self.falls = [bound is None or bound < 0 for bound in problem.floor]

    def run(self, least: int, most: int) -> Smallest:
        """All smallest supports of `least` to `most` cells."""
        root = Tableau(self.problem)
        proven = True
        try:
            for size in range(least, most + 1):
                self._explore(root.copy(), size, 0)
                if self.found:
                    complete = len(self.found) < self.listed and not self.unsure
                    return Smallest(self.found, proven, complete)
                proven = not self.unsure
        except _Spent:
            if self.found:
                return Smallest(self.found, proven, complete=False)
            dived = self._dive(root.copy(), most)
            return Smallest([dived] if dived else [], proven=False, complete=False)
        return Smallest([], proven and most >= self.problem.cells, complete=False)

    def _explore(self, table: Tableau, left: int, banned: int) -> None:
        """Add to `found` all supports with up to `left` more cells, none of them banned."""
        self.left -= 1
        if self.left < 0:
            raise _Spent
        if len(self.found) >= self.listed:
            return
        stuck = table.settle()
        if not stuck:
            self._leaf(table, left, banned)
            return
        if not left:
            return
        named = []
        for number, need in stuck:
            mask = self._able(table, number, need) & ~banned
            if not mask:
                return
            named.append((mask.bit_count(), mask, number, need))
        named.sort()
        if _apart(mask for _, mask, _, _ in named) > left:
            return
        _, mask, number, need = named[0]
        if left == 1:
            for _, other, _, _ in named:
                mask &= other
        elif len(named) > left and _covered(named, left) < len(named):
            return
        for cell in _bits(mask):
            if left == 1 and not table.at and not _clears(table, cell, stuck):
                continue
            child = table.copy()
            child.free(cell, number, need)
            self._explore(child, left - 1, banned)
            banned |= 1 << cell

    def _able(self, table: Tableau, number: int, need: Number) -> int:
        """The cells, as bits, that could move a row the way it needs."""
        mask = 0
        cells, falls = self.problem.cells, self.falls
        for cell, factor in table.rows[number].items():
            if (
                cell < cells
                and cell not in table.at
                and ((factor > 0) == (need > 0) or falls[cell])
            ):
                mask |= 1 << cell
        return mask

    def _leaf(self, table: Tableau, left: int, banned: int) -> None:
        whole = self._whole_at(table)
        if whole is not None:
            chosen = {cell: int(whole.value(cell)) for cell in self._freed(whole)}
            support = {cell: change for cell, change in sorted(chosen.items()) if change}
            if support not in self.found:
                self.found.append(support)
            return
        if not left:
            return
        # Fractions hold but no whole numbers do: any further cell may be the one that is missing.
        present = {cell for row in table.rows for cell in row if cell < self.problem.cells}
        for cell in sorted(present - table.at.keys()):
            if banned >> cell & 1:
                continue
            child = table.copy()
            child.at[cell] = 0
            following = self.problem.twin.get(cell)
            if following is not None:
                child.rows = [
                    {**row, following: row[cell]} if cell in row else row for row in child.rows
                ]
            self._explore(child, left - 1, banned)
            banned |= 1 << cell

    def _freed(self, table: Tableau) -> list[int]:
        cells = self.problem.cells
        return [variable for variable in (*table.basic, *table.at) if variable < cells]

    def _whole_at(self, table: Tableau) -> Tableau | None:
        """The tableau at whole numbers; None if there are none."""
        cells = self._freed(table)
        if all(type(table.value(cell)) is int for cell in cells):
            return table
        return self._whole(table, _HALVINGS) if meets(self.problem, cells) else None

    def _whole(self, table: Tableau, depth: int) -> Tableau | None:
        """As `_whole_at`, by leaving out what lies between two whole numbers, again and again."""
        for variable in self._freed(table):
            value = table.value(variable)
            if type(value) is int:
                continue
            if depth <= 0:
                self.unsure = True
                return None
            below = rounded_down(value)
            for low, high in ((None, below), (below + 1, None)):
                half = table.bounded(variable, low, high)
                if not half.settle():
                    whole = self._whole(half, depth - 1)
                    if whole is not None:
                        return whole
            return None
        return table

    def _dive(self, table: Tableau, most: int) -> Support | None:
        """Some support, by always freeing the cell that leaves the fewest rows out of bounds."""
        for _ in range(most):
            stuck = table.settle()
            if not stuck:
                whole = self._whole_at(table)
                if whole is None:
                    return None
                found = {cell: int(whole.value(cell)) for cell in self._freed(whole)}
                return {cell: change for cell, change in found.items() if change}
            number, need = stuck[0]
            children = []
            for cell in _bits(self._able(table, number, need)):
                child = table.copy()
                child.free(cell, number, need)
                broken = sum(1 for row in range(len(child.rows)) if child.need(row))
                children.append((broken, cell, child))
            if not children:
                return None
            table = min(children, key=lambda child: child[:2])[2]
        return None


def _clears(table: Tableau, cell: int, stuck: list[tuple[int, Number]]) -> bool:
    """Whether one change of a cell alone can be all that is missing.

    Asked only of sums that must be exact: each must be moved by just its need, or not at all.
    """
    number, need = stuck[0]
    share = table.rows[number][cell]
    if not table.exact(table.basic[number]):
        return True
    needs = dict(stuck)
    return all(
        needs.get(row, 0) * share == need * terms.get(cell, 0)
        for row, terms in enumerate(table.rows)
        if (row in needs or cell in terms) and table.exact(table.basic[row])
    )


def _apart(masks: Iterator[int]) -> int:
    """How many of the masks, smallest first, share no bit with those counted before."""
    seen = count = 0
    for mask in masks:
        if not mask & seen:
            seen |= mask
            count += 1
    return count


def _covered(named: list[tuple[int, int, int, Number]], left: int) -> int:
    """At most how many of the rows `left` cells can touch."""
    hits: dict[int, int] = {}
    for _, mask, _, _ in named:
        for cell in _bits(mask):
            hits[cell] = hits.get(cell, 0) + 1
    return sum(sorted(hits.values(), reverse=True)[:left])


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
