"""A city's earlier year from the workbooks that its units filed for it, where they are whole.

They are added up as a merge does it, and only where they are of the very units that this year's total
holds, give or take those of which the roster says that they began or ended in between. What one of them left
blank, or what could not be read in it, is not known of the city either.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from xl2report.chain.earlier import Before, Earlier, in_order_of
from xl2report.chain.forms import find_plan
from xl2report.chain.pastfiles import was_city
from xl2report.form.plan import Plan
from xl2report.form.relations import fill_carefully
from xl2report.ground.filing import Contribution, Filing
from xl2report.ground.findings import Finding
from xl2report.ground.packed import Row
from xl2report.ground.points import Measure
from xl2report.ground.units import Register, Unit, names_in
from xl2report.work.rollup import Share, roll_up

# What is added up from many files is called so wherever a file's name would stand.
ROLLED = "各单位上年工作簿合计"
_ADDED = frozenset({"sum", "max"})
_TEXT = "text"
# More names than these are counted.
_MOST_NAMED = 20


def units_in(filing: Filing) -> frozenset[str]:
    """Codes and names of the units that a city's total holds; a workbook of theirs is not the city's."""
    return frozenset(key for part in filing.parts for key in (part.code, part.reporter) if key)


def earlier_city(filing: Filing, before: Before, year: int) -> Earlier | None:
    """What a reporter filed for a year; of a city what it published or added up, never one unit's own."""
    return before.find(
        filing.code, filing.reporter, year, city=was_city(filing), units=units_in(filing)
    )


def add_up(filing: Filing, plan: Plan, before: Before, units: Iterable[Unit] = ()) -> list[Finding]:
    """Add to `before` what the units of this city filed for earlier years; what is to be told of the last.

    What the city itself published or added up is not replaced. `units` are those of the roster.
    """
    if not filing.parts or filing.year is None or not (filing.code or filing.reporter):
        return []
    told: list[Finding] = []
    for year in before.years_until(filing.year):
        last = year == filing.year - 1
        summed = _Sum.of(filing, before, year, tuple(units))
        if summed is None:
            continue
        own = earlier_city(filing, before, year)
        if own is not None:
            told += summed.beside(own, plan) if last and summed.whole else []
            continue
        if summed.whole:
            before.add(summed.earlier(filing))
        told += [summed.told()] if last else []
    return told


class _Sum(NamedTuple):
    """The units' filings of one year, each under the name of this year's; who lacks one, who is too many."""

    year: int
    found: tuple[tuple[Earlier, Contribution], ...]
    absent: tuple[str, ...]
    spare: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether they are of the very units of this year's total."""
        return not (self.absent or self.spare)

    @classmethod
    def of(
        cls, filing: Filing, before: Before, year: int, units: tuple[Unit, ...]
    ) -> "_Sum | None":
        """What there is for a year; None where no unit of the city has a workbook of its own there."""
        now = Register(units, filing.year)
        pairs: list[tuple[Earlier, Contribution]] = []
        absent: list[str] = []
        taken: set[int] = set()
        for part in filing.parts:
            one = _own(part, before, year)
            unit = now.find(part.code, part.reporter)
            # One that two units claim, by code and by an old name, is the first one's.
            if one is not None and id(one) not in taken:
                taken.add(id(one))
                pairs.append((one, part))
            elif unit is None or unit.expected(year):
                absent.append(part.reporter or part.book)
        if not pairs:
            return None
        forms = Counter(one.form for one, _ in pairs)
        most = max(sorted(forms), key=forms.__getitem__)
        # An edition of another year, by mistake.
        absent += [
            f"{part.reporter or part.book}（{one.form}）" for one, part in pairs if one.form != most
        ]
        ended, spare = _others(filing, before, year, units, [one for one, _ in pairs])
        pairs += [
            (one, Contribution(one.reporter, one.code, one.book, one.values))
            for one in ended
            if one.form == most
        ]
        spare += [one.reporter or one.book for one in ended if one.form != most]
        return cls(year, tuple(pairs), tuple(absent), tuple(spare))

    def values(self) -> tuple[Plan, list[int | None], dict[str, None]]:
        """The total in the order of their form's points, with that form, and whose blanks stand in its way."""
        form = find_plan(self.found[0][0].form)
        if form is None:
            raise ValueError(self.found[0][0].form)
        shares = [
            Share(
                one.book, part.reporter, part.code, one.form, one.year, one.values, {}, False, one.city
            )
            for one, part in self.found
        ]  # fmt: skip
        # The category says who speaks for the city itself.
        listed = [
            Unit(part.reporter, part.code, category=part.category)
            for _, part in self.found
            if part.category
        ]
        total = roll_up(form, shares, tuple(listed)).values
        blank: dict[str, None] = {}
        for number, point in enumerate(form.form.points):
            if point.roll not in _ADDED or number in form.relations.fills:
                continue
            for one, part in self.found:
                if one.values[number] is None and not _may_be_blank(one, number, point.table):
                    total[number] = None
                    blank[part.reporter or part.book] = None
        fill_carefully(form.relations, total)
        return form, total, blank

    def earlier(self, filing: Filing) -> Earlier:
        """The total as a filing of the city."""
        form, total, _ = self.values()
        return Earlier(
            ROLLED, form.form.id, Row(total), self.year, filing.reporter, filing.code, "rolled", True
        )  # fmt: skip

    def told(self) -> Finding:
        """That the total stands for the city's year before, or why there is none."""
        if not self.whole:
            who = [
                _listed(self.absent, "缺 {count} 个单位的（{names}）", "{count} missing ({names})"),
                _listed(
                    self.spare,
                    "多出 {count} 个单位的（{names}，不在本次汇总中或与别的重复）",
                    "{count} are of nobody in this total, or twice there ({names})",
                ),
            ]  # fmt: skip
            args = {
                "year": str(self.year),
                "who": "，".join(chinese for chinese, _ in who if chinese),
                "who_en": ", ".join(english for _, english in who if english),
                "reporters_en": ", ".join(self.absent[:_MOST_NAMED]),
                "others_en": ", ".join(self.spare[:_MOST_NAMED]),
            }
            return Finding("C410", "", "", args=args)
        blank = tuple(self.values()[2])
        but = _listed(
            blank,
            "；{count} 个单位有空白或读不准的数（{names}），这些数不与上年比较",
            "; figures that {count} of them left blank or that could not be read are not compared ({names})",
        )
        args = {
            "year": str(self.year),
            "count": str(len(self.found)),
            "but": but[0],
            "but_en": but[1],
            "reporters_en": ", ".join(blank[:_MOST_NAMED]),
        }
        return Finding("C411", "", "", args=args, severity="warning" if blank else None)

    def beside(self, own: Earlier, plan: Plan) -> list[Finding]:
        """A finding where the units' figures do not add up to what the city itself has for the year."""
        form, total, _ = self.values()
        other = find_plan(own.form)
        if other is None:
            return []
        here, there = in_order_of(plan, total, form), in_order_of(plan, list(own.values), other)
        differing = [
            (point, mine, theirs)
            for point, mine, theirs in zip(plan.form.points, here, there, strict=True)
            if point.roll in _ADDED and None not in (mine, theirs) and mine != theirs
        ]
        if not differing:
            return []
        point, mine, theirs = differing[0]
        args = {
            "year": str(self.year),
            "other": own.book,
            "count": str(len(differing)),
            "units": str(len(self.found)),
            "label": point.label,
            "city": _shown(point.measure, theirs),
            "total": _shown(point.measure, mine),
        }
        return [Finding("C409", own.book, "", args=args)]


def _own(part: Contribution, before: Before, year: int) -> Earlier | None:
    """A unit's own filing of a year; what a city's workbook says of it is not one."""
    for city in (False, True):
        one = before.find(part.code, part.reporter, year, city=city)
        if one is not None and one.source in {"workbook", "published"}:
            return one
    return None


def _others(
    filing: Filing,
    before: Before,
    year: int,
    units: tuple[Unit, ...],
    found: Sequence[Earlier],
) -> tuple[list[Earlier], list[str]]:
    """Of the other filings of a year those of units that the roster has ended since; and who the rest are."""
    register = Register(units, filing.year)
    current = [
        unit for part in filing.parts if (unit := register.find(part.code, part.reporter)) is not None
    ]  # fmt: skip
    within = {name for unit in current for name in (*unit.names, *names_in(unit.covers))}
    used = {id(one) for one in found}
    own = earlier_city(filing, before, year)
    names = {key for one in found for key in (one.code, one.reporter) if key}
    ended: dict[int, Earlier] = {}
    spare: dict[str, None] = {}
    for one in before:
        if one.year != year or one.source not in {"workbook", "published"} or id(one) in used:
            continue
        counts = before.find(one.code, one.reporter, year, city=one.city)
        # Of two versions of one filing the one that counts has been seen; the city's own is none.
        if one is own or (own is not None and counts is own):
            continue
        if counts is not None and _same_body(counts, one) and id(counts) in {*used, *ended}:
            continue
        unit = register.find(one.code, one.reporter)
        gone = unit is not None and unit not in current and not unit.expected(filing.year)
        merged = bool(within & {one.reporter, one.code})
        if (gone or merged) and not names & {one.code, one.reporter}:
            ended[id(one)] = one
            names |= {key for key in (one.code, one.reporter) if key}
        else:
            spare[one.reporter or one.book] = None
    return list(ended.values()), list(spare)


def _same_body(one: Earlier, other: Earlier) -> bool:
    """Whether two filings are versions of one: by code, else by name."""
    if one.code and other.code:
        return one.code == other.code
    return one.reporter == other.reporter


def _may_be_blank(one: Earlier, number: int, table: str) -> bool:
    """Whether a blank says that there is none: an indicator's in a workbook, as a merge takes it."""
    return table == _TEXT and one.source == "workbook" and number not in one.odd


def _shown(measure: Measure, value: int | None) -> str:
    return "" if value is None else f"{measure.show(value)}{measure.unit}"


def _listed(names: Sequence[str], chinese: str, english: str) -> tuple[str, str]:
    """How many and who, in both languages; nothing where there is nobody."""
    if not names:
        return "", ""
    first, more = list(names[:_MOST_NAMED]), len(names) > _MOST_NAMED
    count = str(len(names))
    return (
        chinese.format(count=count, names="、".join(first) + ("等" if more else "")),
        english.format(count=count, names=", ".join(first) + (" and more" if more else "")),
    )
