"""A roster looked through row by row: what is wrong in it, before anything is measured by it.

Knows units; no file and no form. A fault never takes a unit away: it is told, and the unit stays.
"""

from collections.abc import Callable, Iterator, Mapping

from xl2report.ground.codes import fault_of
from xl2report.ground.findings import Finding
from xl2report.ground.units import Unit, find_unit, names_in

# Columns of the roster as the sheet has them: field of a unit → its cell's column letter.
Cells = Mapping[str, str]


def check_roster(
    units: tuple[Unit, ...],
    book: str,
    sheet: str,
    cells: Cells,
    groups: frozenset[str] = frozenset(),
) -> list[Finding]:
    """What is wrong with each row, in the order of the rows.

    `cells` are the columns that the sheet has; `groups` the deadline groups that are known, none
    where nobody has set any.
    """
    tell = _Teller(book, sheet, cells)
    found = [
        finding
        for unit in units
        for look in (_code, _years, _links, _via)
        for finding in look(unit, units, tell)
    ]
    found.extend(_doubles(units, tell))
    if groups:
        found.extend(
            tell("L907", unit, "group", found=unit.group, **_listed(groups))
            for unit in units
            if unit.group and unit.group not in groups
        )
    return sorted(found, key=lambda one: (int(one.args.get("line", "0")), one.code))


def _listed(groups: frozenset[str]) -> dict[str, str]:
    quoted = [f"“{group}”" for group in sorted(groups)]
    return {"known": "".join(quoted), "known_en": ", ".join(quoted)}


class _Teller:
    """Words a finding about one cell of the roster."""

    def __init__(self, book: str, sheet: str, cells: Cells) -> None:
        self.book, self.sheet, self.cells = book, sheet, cells

    def __call__(self, code: str, unit: Unit, field: str, **args: str) -> Finding:
        letters = self.cells.get(field) or self.cells.get("name", "A")
        cell = f"{letters}{unit.line}" if unit.line else letters
        words = {"reporter": unit.name, "line": str(unit.line), **args}
        return Finding(
            code,
            self.book,
            f"{self.sheet} › {cell}",
            (f"{self.sheet}!{cell}",),
            words,
        )


Look = Callable[[Unit, tuple[Unit, ...], _Teller], Iterator[Finding]]


def _code(unit: Unit, _: tuple[Unit, ...], tell: _Teller) -> Iterator[Finding]:
    if not unit.code:
        yield tell("L902", unit, "code")
        return
    why, why_en = fault_of(unit.code)
    if why:
        yield tell("L903", unit, "code", found=unit.code, why=why, why_en=why_en)


def _years(unit: Unit, _: tuple[Unit, ...], tell: _Teller) -> Iterator[Finding]:
    first, last = unit.first_year, unit.last_year
    if first is not None and last is not None and first > last:
        yield tell("L906", unit, "last_year", first=str(first), last=str(last))


def _links(unit: Unit, units: tuple[Unit, ...], tell: _Teller) -> Iterator[Finding]:
    for field, name in (("parent", unit.parent), ("reports_via", unit.reports_via)):
        if name and find_unit(units, name) is None:
            yield tell("L905", unit, field, found=name)
    for name in names_in(unit.covers):
        other = find_unit(units, name)
        # A body that is covered and would send a workbook of its own would be counted twice.
        if other is not None and other is not unit and not other.reports_via:
            yield tell("L908", unit, "covers", found=name)


def _via(unit: Unit, units: tuple[Unit, ...], tell: _Teller) -> Iterator[Finding]:
    """A way of reporting, or of belonging, that leads back to where it began; told once a circle."""
    for field in ("parent", "reports_via"):
        way, here = [unit], find_unit(units, getattr(unit, field))
        while here is not None and here not in way:
            way.append(here)
            here = find_unit(units, getattr(here, field))
        if here is unit and unit.line == min(one.line for one in way):
            yield tell("L909", unit, field, found=getattr(unit, field))


def _doubles(units: tuple[Unit, ...], tell: _Teller) -> Iterator[Finding]:
    """One code, or one name, for two units that are there at the same time."""
    for field in ("code", "name"):
        known: dict[str, Unit] = {}
        for unit in units:
            keys = (unit.code,) if field == "code" else unit.names
            for key in dict.fromkeys(keys):
                other = known.setdefault(key, unit)
                if key and other is not unit and _together(unit, other):
                    at = "short" if field == "name" and key != unit.name else field
                    yield tell("L904", unit, at, found=key, other=str(other.line))


def _together(one: Unit, other: Unit) -> bool:
    """Whether two units are there in a year in common; a successor may keep its predecessor's code."""
    first = max(one.first_year or 0, other.first_year or 0)
    last = min(one.last_year or 9999, other.last_year or 9999)
    return first <= last
