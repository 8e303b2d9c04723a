"""A reporting unit as the roster names it. Knows no file and no form."""

import re
from collections.abc import Iterable
from typing import NamedTuple

# The category of the roster whose unit speaks for the city itself.
OWN_LEVEL = "本级"

# How several names stand in one cell.
_BETWEEN = re.compile(r"[、，,；;\n]+")


class Unit(NamedTuple):
    """A reporter on the roster.

    `short` and `covers` may hold several names (`民政局、市民政局`). `covers` are bodies whose figures
    this unit reports with its own; one that `reports_via` another unit sends no workbook itself.
    `first_year` and `last_year` are the years it is there for, None without end. `line` is its
    row in the roster's sheet, 0 if it comes from none.
    """

    name: str
    code: str = ""
    short: str = ""
    category: str = ""
    parent: str = ""
    covers: str = ""
    reports_via: str = ""
    contact: str = ""
    phone: str = ""
    group: str = ""
    first_year: int | None = None
    last_year: int | None = None
    line: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """All names it goes by, the full one first."""
        return (self.name, *names_in(self.short))

    @property
    def file_name(self) -> str:
        """What a file of it is called, before signs that no system accepts are replaced."""
        return next(iter(names_in(self.short)), self.name)

    def there(self, year: int | None) -> bool:
        """Whether it exists in a year; always where the year is not known."""
        if year is None:
            return True
        return (self.first_year or year) <= year <= (self.last_year or year)

    def expected(self, year: int | None) -> bool:
        """Whether a workbook of its own is expected for a year."""
        return self.there(year) and not self.reports_via


def names_in(cell: str) -> tuple[str, ...]:
    """The names that one cell holds, however they are divided."""
    return tuple(name for part in _BETWEEN.split(cell) if (name := part.strip()))


def units_by_name(units: Iterable[Unit]) -> dict[str, Unit]:
    """The units by each name and code that they go by; of several the first."""
    found: dict[str, Unit] = {}
    for unit in units:
        for key in (*unit.names, unit.code):
            if key:
                found.setdefault(key, unit)
    return found


class Register:
    """The units of a roster by code, name or short name; of two the one that is there in the year."""

    def __init__(self, units: Iterable[Unit], year: int | None = None) -> None:
        self._codes: dict[str, Unit] = {}
        self._names: dict[str, Unit] = {}
        self._reports: dict[str, str] = {}
        listed = sorted(units, key=lambda unit: not unit.there(year))
        for unit in listed:
            self._codes.setdefault(unit.code, unit)
            for name in unit.names:
                self._names.setdefault(name, unit)
        for unit in listed:
            for name in names_in(unit.covers):
                other = self.find(name, name)
                if other is not unit and unit.there(year):
                    self._reports.setdefault(other.name if other else name, unit.name)

    def find(self, code: str, name: str) -> Unit | None:
        """The unit of a code, else of a name; None where neither is known."""
        by_code = self._codes.get(code) if code else None
        return by_code or (self._names.get(name) if name else None)

    def reported_by(self, unit: Unit) -> str:
        """The name of the unit that reports a unit's figures with its own; "" if it does so itself."""
        if unit.reports_via:
            other = self.find(unit.reports_via, unit.reports_via)
            return other.name if other is not None else unit.reports_via
        return self._reports.get(unit.name, "")
