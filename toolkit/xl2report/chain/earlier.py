"""Earlier filings: whose and of which year, found again by code and by every name of the unit.

Knows no file. Of several for one unit the one that its own workbook says counts, before a published report,
before what a city's workbook says of it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from xl2report.form.language import Joined
from xl2report.form.plan import Plan
from xl2report.ground.findings import Finding
from xl2report.ground.packed import Row
from xl2report.ground.units import Unit
from xl2report.work.continuity.model import Print

Source = Literal["part", "published", "workbook", "rolled"]
_RANKS: dict[Source, int] = {"rolled": -1, "part": 0, "published": 1, "workbook": 2}
# How the name of a place ends whose government reports.
_PLACES = ("省", "市", "区", "县", "旗", "州", "盟", "镇", "乡")


class Earlier(NamedTuple):
    """What is kept of an earlier filing; `city` where it adds up the units', `odd` are the unreadable points.

    One that is `rolled` was added up here, from the workbooks of a city's units.
    """

    book: str
    form: str
    values: Row
    year: int = 0
    reporter: str = ""
    code: str = ""
    source: Source = "workbook"
    city: bool = False
    texts: dict[str, Print] = {}  # noqa: RUF012 - never changed; most have none
    odd: tuple[int, ...] = ()


class Before:
    """Earlier filings by who sent them and for which year."""

    def __init__(self, filings: Iterable[Earlier] = ()) -> None:
        self._found: dict[tuple[str, int], list[Earlier]] = {}
        self._years: set[int] = set()
        self._also: dict[str, tuple[str, ...]] = {}
        for earlier in filings:
            self.add(earlier)

    def __bool__(self) -> bool:
        return bool(self._found)

    def __iter__(self) -> Iterator[Earlier]:
        """Each of them once, in the order in which they came."""
        seen: set[int] = set()
        for listed in self._found.values():
            for one in listed:
                if id(one) not in seen:
                    seen.add(id(one))
                    yield one

    def add(self, earlier: Earlier) -> None:
        """One more; of those that count alike the later one counts."""
        self._years.add(earlier.year)
        names = [earlier.code, earlier.reporter]
        if earlier.source == "published" and earlier.reporter.endswith(_PLACES):
            names.append(f"{earlier.reporter}人民政府")  # as titles leave it out
        for key in dict.fromkeys(names):
            if key:
                self._found.setdefault((key, earlier.year), []).append(earlier)

    def copy(self) -> "Before":
        """The same filings, to be added to."""
        made = Before()
        made._found = {key: list(listed) for key, listed in self._found.items()}
        made._years, made._also = set(self._years), dict(self._also)
        return made

    def know(self, units: Iterable[Unit]) -> None:
        """Let units be found by every code and name of their row, save those that several rows have."""
        listed = [[key for key in (unit.code, *unit.names) if key] for unit in units]
        rows = Counter(key for keys in listed for key in set(keys))
        for keys in listed:
            own = tuple(key for key in keys if rows[key] == 1)
            self._also.update(dict.fromkeys(own, own))

    def find(
        self,
        code: str,
        name: str,
        year: int,
        *,
        city: bool = False,
        units: Collection[str] = frozenset(),
    ) -> Earlier | None:
        """The filing of a reporter for a year, by its code, then by any of its names; None if there is none.

        A name under which two codes have reported names nobody. For a `city` the figures that add its
        units up come first, for a unit its own. `units` are codes and names of the city's units: where
        one goes by the city's own, its workbook is not the city's.
        """
        for key in self._keys(code, name):
            listed = [one for one in self._found.get((key, year), ()) if not _of_one(one, units)]
            codes = {one.code for one in listed if one.code and (one.city is city)}
            if listed and (len(codes) < 2 or key in codes):
                return max(
                    enumerate(listed),
                    key=lambda at: (at[1].city is city, _RANKS[at[1].source], at[0]),
                )[1]
        return None

    def years(self, code: str, name: str) -> dict[int, Earlier]:
        """All filings of a reporter by their years."""
        found = ((year, self.find(code, name, year)) for year in sorted(self._years))
        return {year: one for year, one in found if one is not None}

    def years_until(self, year: int) -> list[int]:
        """The years before one of which anything is known."""
        return sorted(one for one in self._years if one < year)

    def _keys(self, code: str, name: str) -> dict[str, None]:
        known = [key for key in (code, name) if key]
        also = [other for key in known for other in self._also.get(key, ())]
        return dict.fromkeys([*known[: bool(code)], *also, *known])

    def conflicts(self) -> list[Finding]:
        """A finding for each two filings of one reporter and year that differ, and which of them counts."""
        found: list[Finding] = []
        told: set[tuple[str, str]] = set()
        for (key, year), listed in self._found.items():
            for city in (False, True):
                alike = [one for one in listed if one.city is city]
                if len(alike) < 2 or len({one.code for one in alike if one.code}) > 1:
                    continue
                counts = self.find(key, key, year, city=city)
                for other in alike:
                    if counts is None or other is counts or (other.book, counts.book) in told:
                        continue
                    told.add((other.book, counts.book))
                    differing = _differing(counts, other)
                    if differing:
                        found.append(_differ(counts, other, differing))
        return found


def _of_one(one: Earlier, units: Collection[str]) -> bool:
    """Whether it is the workbook of one of these units."""
    own = one.source == "workbook" and not one.city
    return own and (one.code in units or one.reporter in units)


def _differing(one: Earlier, other: Earlier) -> int:
    if one.form != other.form:
        return 0
    pairs = zip(one.values, other.values, strict=True)
    return sum(a != b for a, b in pairs if a is not None and b is not None)


def _differ(counts: Earlier, other: Earlier, differing: int) -> Finding:
    args = {
        "reporter": counts.reporter or counts.code,
        "year": str(counts.year),
        "other": other.book,
        "book": counts.book,
        "count": str(differing),
    }
    return Finding("C403", other.book, "", args=args)


def in_order_of(plan: Plan, values: Sequence[int | None], other: Plan) -> list[int | None]:
    """Another edition's values in the order of this form's points.

    A point is the other's of the same id and measure, or the one that the narrative's `earlier` names;
    what the other edition did not ask, or counted differently, is None. Where several points have
    one that was, what they were together is known, and each of them only if that is none.
    """
    sources, groups = _sources(plan, other)
    found = [None if number is None else values[number] for number in sources]
    sums: dict[frozenset[int], int] = {}
    for number, group in groups:
        total = values[number]
        if total:
            sums[frozenset(group)] = total
            for at in group:
                found[at] = None
    return Joined(found, sums) if sums else found


@lru_cache(maxsize=8)
def _sources(
    plan: Plan, other: Plan
) -> tuple[tuple[int | None, ...], tuple[tuple[int, tuple[int, ...]], ...]]:
    """For each point the other edition's that it was; and those that several points were, with these."""
    was = {item.point: item.was for item in plan.form.narrative.earlier}
    sources: list[int | None] = []
    groups: dict[int, list[int]] = {}
    for at, point in enumerate(plan.form.points):
        number = other.index.get(was.get(point.id, ""), other.index.get(point.id))
        alike = number is not None and other.form.points[number].measure == point.measure
        sources.append(number if alike else None)
        if number is not None and alike:
            groups.setdefault(number, []).append(at)
    several = ((number, tuple(group)) for number, group in groups.items() if len(group) > 1)
    return tuple(sources), tuple(several)
