"""Computed cells: recomputed from what was typed, and what stood in them compared.

A cached total is only evidence of what an office program last calculated; it is never a value.
"""

from xl2report.files.reader.book import Sheet
from xl2report.files.reader.entries import Cell, read_entry
from xl2report.files.reader.intake import in_steps
from xl2report.files.reader.views import results_at
from xl2report.form.plan import Plan, SheetPlan, comparable
from xl2report.form.relations import fill_carefully
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding, spots_of
from xl2report.ground.numbers import steps_of


def read_totals(
    pages: list[tuple[SheetPlan, Sheet]],
    plan: Plan,
    filing: Filing,
    cleaned: set[int],
    findings: list[Finding],
) -> None:
    """Recompute every computed point and tell typed-over, altered, stale and empty totals.

    `cleaned` are typed points that office programs calculate otherwise than they are read
    (numbers stored as text), so that a total over them is not called stale.
    """
    values = filing.values
    points = plan.form.points
    try:
        plan.fill(values)
    except TypeError:
        fill_carefully(plan.relations, values)
    for planned, sheet in pages:
        told = _Told(planned, plan, filing, findings)
        formulas = ((spot, formula) for spot, _, formula in planned.computed)
        results = results_at(sheet, planned.computed, formulas, _same)
        for (spot, point, _), text in zip(planned.computed, results or (), strict=False):
            decimals = points[point].measure.decimals
            if (
                in_steps(text, 10**decimals) == values[point] is not None
                if decimals
                else text == _shown(values[point])
            ):
                filing.cached[point] = values[point]
            else:
                told.cached(spot, point, ("n", text, ""), cleaned)
        for spot, point, formula in planned.computed if results is None else ():
            cell = sheet.cell(spot)
            if cell is None or cell[2] is None:
                told.without_formula(spot, point, cell)
            elif _same(cell[2], formula):
                if cell[1] != _shown(values[point]) or points[point].measure.decimals:
                    told.cached(spot, point, cell, cleaned)
                else:
                    filing.cached[point] = values[point]
            else:
                told.altered(spot, point, cell)
        told.close()


def _same(stands: str, formula: str) -> bool:
    return stands == formula or comparable(stands) == formula


def _shown(value: int | None) -> str:
    return "" if value is None else str(value)


class _Told:
    """Collects what is told once a table: the cells of one kind together."""

    def __init__(
        self, planned: SheetPlan, plan: Plan, filing: Filing, findings: list[Finding]
    ) -> None:
        self.planned = planned
        self.plan = plan
        self.filing = filing
        self.findings = findings
        self.empty: list[str] = []
        self.same: list[str] = []
        self.stale: list[tuple[str, int, int]] = []

    def without_formula(self, spot: str, point: int, cell: Cell | None) -> None:
        """A computed cell that holds no formula: cleared, or a number typed over it."""
        measure = self.plan.form.points[point].measure
        entry = read_entry(cell, measure)
        right = self.filing.values[point]
        if entry.state == "blank":
            self.empty.append(spot)
        elif entry.steps is None or (right is not None and entry.steps != right):
            if entry.steps is not None:
                self.filing.standing[point] = entry.steps
            left = (
                measure.show(entry.steps) if entry.steps is not None else (cell or ("", "", ""))[1]
            )
            shown = measure.show(right) if right is not None else "—"
            gap = (
                measure.show(entry.steps - right)
                if entry.steps is not None and right is not None
                else "—"
            )
            relation = self.plan.relations.fills[point]
            self._one(
                "R303",
                spot,
                point,
                left=left or "",
                right=shown,
                difference=gap,
                args={
                    "says": relation.rule.says,
                    "says_en": relation.rule.says_en,
                    "source": relation.rule.source,
                },
            )
        else:
            if entry.steps is not None:
                self.filing.standing[point] = entry.steps
            self.same.append(spot)

    def altered(self, spot: str, point: int, cell: Cell) -> None:
        """A computed cell with another formula than the template's."""
        right = self.filing.values[point]
        shown = self.plan.form.points[point].measure.show(right) if right is not None else "—"
        formula = (cell[2] or "")[:60]
        self._one("R307", spot, point, right=shown, args={"formula": formula})

    def cached(self, spot: str, point: int, cell: Cell, cleaned: set[int]) -> None:
        """A formula whose cached result does not read like the recomputed value."""
        right = self.filing.values[point]
        if not cell[1]:
            if right is not None:
                self.empty.append(spot)
            return
        found = steps_of(cell[1], self.plan.form.points[point].measure)
        if found.steps is not None:
            self.filing.cached[point] = found.steps
        # A total over blanks or over text differs for a reason that is told at those cells.
        if right is None or cleaned.intersection(self.plan.relations.base[point]):
            return
        if found.steps is None or found.steps != right:
            self.stale.append((spot, found.steps or 0, point))

    def close(self) -> None:
        """Tell what belongs together."""
        sheet = self.planned.name
        for code, spots in (("R304", self.same), ("R306", self.empty)):
            if spots:
                places = tuple(f"{sheet}!{spot}" for spot in spots)
                args = {"count": str(len(spots))}
                where = spots_of(sheet, spots)
                self.findings.append(
                    Finding(code, self.filing.book, where.zh, places, args, where_en=where.en)
                )
        if self.stale:
            spot, found, point = self.stale[0]
            measure = self.plan.form.points[point].measure
            right = self.filing.values[point] or 0
            self._one(
                "R305",
                spot,
                point,
                left=measure.show(found),
                right=measure.show(right),
                difference=measure.show(found - right),
                args={"count": str(len(self.stale))},
                places=tuple(f"{sheet}!{cell}" for cell, _, _ in self.stale),
            )

    def _one(
        self,
        code: str,
        spot: str,
        point: int,
        *,
        args: dict[str, str],
        left: str = "",
        right: str = "",
        difference: str = "",
        places: tuple[str, ...] = (),
    ) -> None:
        sheet = self.planned.name
        named = self.plan.form.points[point]
        rule = self.plan.relations.fills[point].rule.id
        where = spots_of(sheet, [spot], named.label)
        self.findings.append(
            Finding(
                code,
                self.filing.book,
                where.zh,
                places or (f"{sheet}!{spot}",),
                args,
                rule=rule,
                point=named.id,
                left=left,
                right=right,
                difference=difference,
                where_en=where.en,
            )
        )
