"""A roster looked through row by row: what is wrong in it, before anything is measured by it.

Knows units; no file and no form. A fault never takes a unit away: it is told, and the unit stays.
"""

from collections.abc import Callable, Iterator, Mapping

from xl2report.ground.codes import fault_of
from xl2report.ground.findings import Finding, spots_of
from xl2report.ground.units import Unit, names_in, units_by_name

# Columns of the roster as the sheet has them: field of a unit → its cell's column letter.
Cells = Mapping[str, str]
# More units than these with the same thing missing are told together.
_MOST = 3


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
    named = units_by_name(units)
    found = [
        finding
        for unit in units
        for look in (_code, _years, _links, _via)
        for finding in look(unit, named, tell)
    ]
    found.extend(_codeless(units, tell))
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


# The units by every name and code that they go by.
Named = Mapping[str, Unit]
Look = Callable[[Unit, Named, _Teller], Iterator[Finding]]


def _codeless(units: tuple[Unit, ...], tell: _Teller) -> Iterator[Finding]:
    """Units without a code, one by one; more than a few are one thing to tell."""
    bare = [unit for unit in units if not unit.code]
    for group in [bare] if len(bare) > _MOST else [[unit] for unit in bare]:
        every = [tell("L902", unit, "code") for unit in group]
        places = tuple(place for one in every for place in one.places)
        spots = spots_of(tell.sheet, [place.rpartition("!")[2] for place in places])
        cells, cells_en = (words.rpartition(" › ")[2] for words in spots)
        into, into_en = f"在 {cells} ", f"in {cells_en}"
        if "code" not in tell.cells:
            into, into_en = "加一列“统一社会信用代码”，", "in a new column 统一社会信用代码"
        who = who_en = f"“{group[0].name}”"
        if len(group) == len(units) > 1:
            who, who_en = f"名录中的 {len(group)} 个单位都", f"any of the {len(group)} units"
        elif len(group) > 1:
            who, who_en = f"{who}等 {len(group)} 个单位", f"{len(group)} units, {who_en} among them"
        words = {"who": who, "who_en": who_en, "into": into, "into_en": into_en}
        # What speaks of several units is no unit's.
        name = {"reporter": group[0].name if len(group) == 1 else ""}
        args = {**every[0].args, **name, **words}
        yield every[0]._replace(args=args, places=places, where=spots.zh, where_en=spots.en)


def _code(unit: Unit, _: Named, tell: _Teller) -> Iterator[Finding]:
    why, why_en = fault_of(unit.code) if unit.code else ("", "")
    if why:
        yield tell("L903", unit, "code", found=unit.code, why=why, why_en=why_en)


def _years(unit: Unit, _: Named, tell: _Teller) -> Iterator[Finding]:
    first, last = unit.first_year, unit.last_year
    if first is not None and last is not None and first > last:
        yield tell("L906", unit, "last_year", first=str(first), last=str(last))


def _links(unit: Unit, named: Named, tell: _Teller) -> Iterator[Finding]:
    for field, name in (("parent", unit.parent), ("reports_via", unit.reports_via)):
        if name and name not in named:
            yield tell("L905", unit, field, found=name)
    for name in names_in(unit.covers):
        other = named.get(name)
        # A body that is covered and would send a workbook of its own would be counted twice.
        if other is not None and other is not unit and not other.reports_via:
            yield tell("L908", unit, "covers", found=name)


def _via(unit: Unit, named: Named, tell: _Teller) -> Iterator[Finding]:
    """A way of reporting, or of belonging, that leads back to where it began; told once a circle."""
    for field in ("parent", "reports_via"):
        way, here = [unit], named.get(getattr(unit, field))
        while here is not None and here not in way:
            way.append(here)
            here = named.get(getattr(here, field))
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
