"""Relations → Excel formulas: the second back end of the rules. Text only, no spreadsheet library.

Only SUM, IF, AND, OR, COUNT, COUNTA, COUNTBLANK, N and ROUND are used: Excel 2010, WPS and LibreOffice
calculate them alike. A text that looks like a number is ignored by SUM but not by `+`, so sums
are always written with SUM and N.
"""

from collections.abc import Iterable
from functools import cached_property, lru_cache

from xl2report.form.language import Expression, Term
from xl2report.form.layout import Layout
from xl2report.form.relations import Relation
from xl2report.ground.points import rectangles, split_address


class Formulas:
    """The formulas of one form's workbook, by relation."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.relations = layout.relations
        self.form = layout.form

    def fill(self, relation: Relation) -> str:
        """What a computed cell holds: its sum, empty while nothing is entered and zero not declared."""
        sheet = self.layout.cells[relation.point][0]
        inputs = self.relations.base[relation.point]
        declared = self._declared(inputs, sheet)
        total = self.amount(relation.comparison.right, sheet)
        empty = f"COUNT({self.ranges(inputs, sheet)})=0"
        condition = f"AND({empty},NOT({declared}))" if declared else empty
        return f'=IF({condition},"",{total})'

    def rolled(self, point: int, reporters: int) -> str:
        """What a typed cell held in an older city's workbook: the reporters' values rolled up, or ""."""
        how = self.how(point)
        return rolled_over(how, [self.layout.contributed(point, reporters)]) if how else ""

    def how(self, point: int) -> str:
        """The function that rolls a point up.

        "" means that nothing is computed: the figure is the city's own (`agg` none, city_only,
        manual).
        """
        return {"sum": "SUM", "max": "MAX"}.get(self.form.points[point].roll, "")

    def assessable(self, relation: Relation) -> str:
        """1 where every typed cell the relation rests on is a number, or blank and declared zero.

        2 where a figure of last year that it compares with is not known: it does not apply.
        """
        sheet = self.form.sheets.checks
        conditions = []
        typed = [point for point in self._inputs(relation) if point not in relation.asked]
        for inputs in self._by_table(typed).values():
            ranges = self.ranges(inputs, sheet)
            complete = f"COUNT({ranges})={len(inputs)}"
            declared = self._declared(inputs, sheet)
            if declared:
                clean = f"AND({declared},COUNTA({ranges})=COUNT({ranges}))"
                conditions.append(f"OR({complete},{clean})")
            else:
                conditions.append(complete)
        joined = _all(conditions)
        if relation.asked:
            # Text in an indicator's cell is no number and no blank; "" in a city's workbook is one.
            areas = self.areas(relation.asked, sheet)
            blanks = "+".join(f"COUNTBLANK({area})" for area in areas)
            clean = f"COUNT({','.join(areas)})+{blanks}={len(relation.asked)}"
            needed = f"OR(NOT({self._given(relation)}),{joined})" if joined else ""
            joined = _all([clean, *([needed] if needed else [])])
        joined = joined or "TRUE"  # it may be over figures of last year alone
        if relation.rule.switch:
            joined = f"OR(NOT({self._switched(relation)}),{joined})"
        known = self.comparable(relation)
        return f"=IF({known},IF({joined},1,0),2)" if known else f"=IF({joined},1,0)"

    def comparable(self, relation: Relation) -> str:
        """The condition that all figures of last year in the relation are known; "" where none is in it."""
        cells = [self.place(term) for side in relation.sides for term in side.terms if term.last]
        cells = list(dict.fromkeys(cells))
        if not cells:
            return ""
        return f"COUNT({self.ranges(cells, self.form.sheets.checks)})={len(cells)}"

    def left(self, relation: Relation) -> str:
        """The left side as a bare sum."""
        decimals = self.decimals(relation)
        return self.amount(relation.comparison.left, self.form.sheets.checks, decimals)

    def right(self, relation: Relation) -> str:
        """The right side as a bare sum; of several the first that it holds with, else the first."""
        decimals, sheet = self.decimals(relation), self.form.sheets.checks
        first, *others = (self.amount(side, sheet, decimals) for side in relation.comparison.rights)
        if not others:
            return first
        left, operator = self.left(relation), relation.comparison.operator
        chosen = first
        for right in [*reversed(others), first]:
            chosen = f"IF(ROUND({left}-({right}),{decimals}){operator}0,{right},{chosen})"
        return chosen

    def applies(self, relation: Relation) -> str:
        """The condition under which the relation applies, or "" for always."""
        conditions = []
        if relation.given:
            given = self.amount(relation.given, self.form.sheets.checks)
            decimals = self.form.points[relation.given.terms[0].point].measure.decimals
            if decimals and len(relation.given.terms) > 1:  # 0.3-0.2-0.1 is not 0 to a computer
                given = f"ROUND({given},{decimals})"
            conditions.append(f"{given}<>0")
        if relation.asked:
            conditions.append(self._given(relation))
        if relation.rule.switch:
            conditions.append(self._switched(relation))
        return _all(conditions)

    def decimals(self, relation: Relation) -> int:
        """The decimals in which the relation's sides are compared."""
        return self.form.points[relation.point].measure.decimals

    def amount(self, side: Expression, sheet: str, decimals: int = 0) -> str:
        """A sum over cells as seen from a sheet; constants in the unit of the cells.

        `decimals` are those of the other side, for a side that is a mere constant.
        """
        # A point that is named twice is added up first: in a range it would count once.
        factors: dict[int, int] = {}
        for term in side.terms:
            point = self.place(term)
            factors[point] = factors.get(point, 0) + term.factor
        plus = [point for point, factor in factors.items() if factor == 1]
        minus = [point for point, factor in factors.items() if factor == -1]
        rest = [(point, factor) for point, factor in factors.items() if factor not in {-1, 0, 1}]
        parts = []
        if plus:
            parts.append(f"SUM({self.ranges(plus, sheet)})")
        if minus:
            parts.append(f"-SUM({self.ranges(minus, sheet)})")
        parts.extend(f"{factor:+d}*N({self.ranges([point], sheet)})" for point, factor in rest)
        if side.constant or not parts:
            if side.terms:
                decimals = self.form.points[side.terms[0].point].measure.decimals
            scale = 10**decimals
            constant = (
                side.constant // scale if side.constant % scale == 0 else side.constant / scale
            )
            parts.append(f"{constant:+}" if parts else f"{constant}")
        return "".join(parts).removeprefix("+")

    @cached_property
    def spots(self) -> tuple[tuple[str, tuple[int, int]], ...]:
        """Sheet, row and column of every point, `Layout.cells` taken apart once; then of last year's."""
        cells = self.layout.cells + (self.layout.last_cells if self.layout.last else ())
        return tuple((home, split_address(cell)) for home, cell in cells)

    def place(self, term: Term) -> int:
        """The index in `spots` of the cell that a term means."""
        return term.point + len(self.form.points) if term.last else term.point

    def ranges(self, points: Iterable[int], sheet: str) -> str:
        """The cells of these points as few ranges, named with their sheet where it is another."""
        return ",".join(self.areas(points, sheet))

    def areas(self, points: Iterable[int], sheet: str) -> list[str]:
        """The ranges of `ranges`, one by one."""
        spots: dict[str, list[tuple[int, int]]] = {}
        for point in points:
            home, cell = self.spots[point]
            spots.setdefault(home, []).append(cell)
        found: list[str] = []
        for home, cells in spots.items():
            prefix = "" if home == sheet else f"'{home}'!"
            found.extend(prefix + area for area in _areas(tuple(cells)))
        return found

    def _inputs(self, relation: Relation) -> list[int]:
        points = relation.points()
        return sorted({typed for point in points for typed in self.relations.base[point]})

    def _by_table(self, points: Iterable[int]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for point in points:
            found.setdefault(self.form.points[point].table, []).append(point)
        return found

    def _declared(self, points: Iterable[int], sheet: str) -> str:
        """The condition that blanks of the points' tables are declared zero; "" for indicators."""
        conditions = []
        for table_id in self._by_table(points):
            table = next((item for item in self.form.tables if item.id == table_id), None)
            if table is None:
                return ""
            prefix = "" if table.sheet == sheet else f"'{table.sheet}'!"
            cell = self.layout.declaration(table)
            row = split_address(cell)[0]
            letters = cell.removesuffix(str(row))
            conditions.append(f'{prefix}${letters}${row}="{self.form.words["yes_word"]}"')
        return conditions[0] if len(conditions) == 1 else f"AND({','.join(conditions)})"

    def _given(self, relation: Relation) -> str:
        """The condition that the indicators it asks for are filled in."""
        ranges = self.ranges(relation.asked, self.form.sheets.checks)
        enough = ">0" if relation.rule.if_given == "any" else f"={len(relation.asked)}"
        return f"COUNT({ranges}){enough}"

    def _switched(self, relation: Relation) -> str:
        cell = self.layout.cover_cells[relation.rule.switch]
        return f"'{self.form.sheets.cover}'!{cell}=\"{self.form.words['yes_word']}\""


def _all(conditions: list[str]) -> str:
    """The conditions joined; "" for none."""
    return f"AND({','.join(conditions)})" if len(conditions) > 1 else "".join(conditions)


@lru_cache(maxsize=1024)
def _areas(cells: tuple[tuple[int, int], ...]) -> tuple[str, ...]:
    # The same cells stand in a total, in its check and in the condition of both.
    return tuple(rectangles(list(cells)))


def rolled_over(how: str, cells: Iterable[str]) -> str:
    """A subtotal or total of cells, empty where there is no number in any of them."""
    joined = ",".join(cells)
    return f'=IF(COUNT({joined})=0,"",{how}({joined}))'
