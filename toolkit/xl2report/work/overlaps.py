"""What may have been counted twice: questions to the office, asked only where the figures speak for it.

Knows who reports for whom, and values; no file. Two reporters with a relation between them whose
figures of a table are the same, and too many to be so by chance, may both have counted one case.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from xl2report.form.plan import Plan
from xl2report.ground.findings import Finding
from xl2report.ground.rollup import Contribution
from xl2report.ground.units import OWN_LEVEL, Unit, units_by_name

# So many bits equal figures must hold to be no chance: each number's digits, and how few have any.
_ENOUGH = 5
_GOVERNMENT, _OFFICE = "人民政府", "办公室"


class _Pair(NamedTuple):
    """Two reporters of whom one may have counted what the other did; `code` is what is asked of them."""

    code: str
    one: int
    other: int


def overlaps(plan: Plan, parts: Sequence[Contribution], roster: tuple[Unit, ...]) -> list[Finding]:
    """The questions on what may have been counted twice, in the order of the parts.

    A unit that another one reports is no question: its own workbook does not count.
    """
    places = _Places(parts, roster)
    found = list(_offices(parts))
    found.extend(_same(plan, parts, places))
    return found


class _Places:
    """Which part is whose on the roster."""

    def __init__(self, parts: Sequence[Contribution], roster: tuple[Unit, ...]) -> None:
        keys = self._keys = units_by_name(roster)
        self.units = [keys.get(part.code) or keys.get(part.reporter) for part in parts]
        self.at = {unit: at for at, unit in enumerate(self.units) if unit is not None}

    def find(self, name: str) -> int | None:
        """The part of the unit that goes by a name or code."""
        unit = self._keys.get(name)
        return self.at.get(unit) if unit is not None else None


def _offices(parts: Sequence[Contribution]) -> Iterator[Finding]:
    """A government and its own office, which may both count what the government did."""
    governments = {part.reporter: part for part in parts if part.reporter.endswith(_GOVERNMENT)}
    for part in parts:
        of = governments.get(part.reporter.removesuffix(_OFFICE))
        if of is not None and part is not of and any(part.values) and any(of.values):
            yield _asked("M531", part, of)


def _related(places: _Places) -> Iterator[_Pair]:
    own = [at for at, unit in enumerate(places.units) if unit and unit.category == OWN_LEVEL]
    known = set()
    for at, unit in enumerate(places.units):
        parent = places.find(unit.parent) if unit is not None else None
        if parent is not None and parent != at:
            known.add(frozenset((at, parent)))
            yield _Pair("M532", at, parent)
    for at in range(len(places.units)):
        for one in own:
            pair = frozenset((at, one))
            if one != at and pair not in known:
                known.add(pair)
                yield _Pair("M533", at, one)


def _same(plan: Plan, parts: Sequence[Contribution], places: _Places) -> Iterator[Finding]:
    """Reporters with a relation between them whose figures of a table are the same."""
    pairs = list(_related(places))
    if not pairs:
        return
    tables = {
        table.id: [
            number
            for number, point in enumerate(plan.form.points)
            if point.table == table.id and number not in plan.relations.fills
        ]
        for table in plan.form.tables
    }
    rows = [part.values for part in parts]
    many = dict.fromkeys(tables, 0)
    for row in map(list, rows):
        for table, points in tables.items():
            many[table] += any(row[point] for point in points)
    labels = {table.id: table.sheet for table in plan.form.tables}
    for code, one, other in pairs:
        if rows[one] == rows[other]:
            continue  # told as such
        # Of ten thousand only the two that are looked at are unpacked.
        mine, theirs = list(rows[one]), list(rows[other])
        for table, points in tables.items():
            figures = [mine[point] or 0 for point in points]
            if figures != [theirs[point] or 0 for point in points] or not any(figures):
                continue
            rare = (len(parts) // many[table]).bit_length() - 1
            if rare + _bits(figures) >= _ENOUGH:
                yield _asked(code, parts[one], parts[other], table=labels[table])


def _bits(figures: Iterable[int]) -> int:
    return sum(abs(value).bit_length() for value in figures)


def _asked(code: str, one: Contribution, other: Contribution, **more: str) -> Finding:
    args = {"reporter": one.reporter or one.book, "other": other.reporter or other.book, **more}
    return Finding(code, one.book, "", args=args)
