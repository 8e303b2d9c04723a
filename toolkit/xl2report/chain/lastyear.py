"""Last year beside this year: whose file of the year before is whose, and what shows of all together."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xl2report.chain.earlier import Before, Earlier, in_order_of
from xl2report.chain.workers import each
from xl2report.form.plan import Plan
from xl2report.ground.codes import fault_of
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding
from xl2report.ground.units import Unit
from xl2report.ground.wordings.model import Severity
from xl2report.work.continuity.model import LastYear
from xl2report.work.rollup import Sender

if TYPE_CHECKING:
    from xl2report.chain.readings import Readings

__all__ = [
    "Before",
    "beside",
    "earlier_of",
    "last_of",
    "last_values",
    "last_year",
    "restated",
]

# More names than these are counted.
_MOST_NAMED = 5


def last_values(
    paths: Iterable[Path | str],
    password: str = "",
    jobs: int | None = None,
    units: Iterable[Unit] = (),
    readings: "Readings | None" = None,
) -> tuple[Before, list[Finding]]:
    """Earlier filings by the reporter's code and by its names, and what is no filing as warnings.

    `units` are those of the roster, each to be found by any of its names; `readings` what is
    remembered of files that have not changed. Raises CannotWork for a path
    that does not exist, and FormError.
    """
    before = Before()
    before.know(units)
    paths = list(paths)
    if not paths:
        return before, []
    from xl2report.chain.pastfiles import past_files, read_past

    told: list[Finding] = []
    books = past_files(paths, password)
    if readings is None:
        read = each(read_past, books, None, jobs)
    else:
        read = readings.past(books, lambda some: each(read_past, some, None, jobs))
    for filings, findings in read:
        told.extend(findings)
        for earlier in filings:
            before.add(earlier)
    return before, [*told, *before.conflicts()]


def last_of(filing: Filing, plan: Plan, before: Before) -> list[int | None] | None:
    """Last year's values in the order of this form's points; points it has not are None.

    Of a reporter that no earlier filing is known of, those that its workbook was issued with.
    """
    last = last_year(filing, plan, before)
    return last.values if last is not None else None


def last_year(filing: Filing, plan: Plan, before: Before) -> LastYear | None:
    """The reporter's filing of the year before; None where none is known."""
    year = (filing.year or 0) - 1
    found = None
    if before:
        from xl2report.chain.lastcity import earlier_city

        found = earlier_city(filing, before, year)
    if found is None:
        shown = filing.last
        if shown is None or shown.year != year:
            return None
        return LastYear(year, list(shown.values), {})
    values = values_for(plan, found)
    codes = {filing.code, found.code}
    # A code that is none is a slip, and says nothing of the body.
    renamed = len(codes) > 1 and not any(fault_of(code)[0] for code in codes)
    return None if values is None else LastYear(year, values, found.texts, renamed)


def earlier_of(
    names: Iterable[str], year: int, plan: Plan, before: Before
) -> tuple[str, list[int | None]] | None:
    """The edition and the values, in the order of a form's points, of a unit by the first of its names."""
    found = next((one for name in names if (one := before.find(name, name, year))), None)
    values = values_for(plan, found) if found is not None else None
    return None if found is None or values is None else (found.form, values)


def restated(filing: Filing, plan: Plan, last: Sequence[int | None] | None) -> list[Finding]:
    """A finding where last year's figures are not those that the workbook was issued with."""
    if filing.last is None or last is None:
        return []
    pairs = enumerate(zip(filing.last.values, last, strict=True))
    differing = [at for at, (then, now) in pairs if None not in (then, now) and then != now]
    if not differing:
        return []
    point, shown = plan.form.points[differing[0]], filing.last.values[differing[0]] or 0
    args = {
        "count": str(len(differing)),
        "label": point.label,
        "found": point.measure.show(shown),
        "last": point.measure.show(last[differing[0]] or 0),
    }
    return [Finding("W217", filing.book, "", args=args)]


def values_for(plan: Plan, earlier: Earlier) -> list[int | None] | None:
    """An earlier filing's values in the order of a form's points; None where its form is not known."""
    from xl2report.chain.forms import find_plan

    values = list(earlier.values)
    if earlier.form == plan.form.id:
        return values
    other = find_plan(earlier.form)
    return None if other is None else in_order_of(plan, values, other)


def beside(before: Before, senders: Sequence[Sender], units: Sequence[Unit] = ()) -> list[Finding]:
    """What shows only when all are seen: files of a wrong year, of nobody, and units without any.

    That a unit has no last year is told only where others have one, and not of one that is new.
    """
    years = Counter(sender.year for sender in senders if sender.year is not None)
    if not before or not years:
        return []
    year = max(sorted(years), key=years.__getitem__)
    known: list[Sender] = []
    without: list[Sender] = []
    wrong: dict[tuple[int, bool], dict[str, None]] = {}
    for sender in senders:
        if sender.year != year:
            continue
        theirs = before.years(sender.code, sender.reporter)
        (known if year - 1 in theirs else without).append(sender)
        for other, one in theirs.items():
            # Of years before the last a report may tell too.
            if other >= year or year - 1 not in theirs:
                wrong.setdefault((other, year - 1 in theirs), {})[one.book] = None
    found = [_wrong_year(*at, list(books), year) for at, books in sorted(wrong.items())]
    if not known:
        if not found:
            count = len({earlier.book for earlier in before})
            found.append(Finding("M507", "", "", args={"count": str(count)}))
        return found
    new = {
        key
        for unit in units
        if unit.first_year is not None and unit.first_year >= year
        for key in (unit.code, unit.name)
        if key
    }
    names = [one.reporter or one.book for one in without if not {one.code, one.reporter} & new]
    if names:
        args = {"count": str(len(names)), "year": str(year - 1), **_named(names, "reporters")}
        found.append(Finding("C404", "", "", args=args))
    return found


def _wrong_year(found: int, spare: bool, books: Sequence[str], year: int) -> Finding:  # noqa: FBT001 - a key
    """Only a note where the right file is there too (`spare`): it is the one that was used."""
    args = {
        "count": str(len(books)),
        "found": str(found),
        "expected": str(year - 1),
        "year": str(year),
        **_named(books, "books"),
    }
    severity: Severity | None = "information" if spare else None
    return Finding("C402", books[0] if len(books) == 1 else "", "", args=args, severity=severity)


def _named(names: Sequence[str], key: str) -> dict[str, str]:
    first = list(names[:_MOST_NAMED])
    more = len(names) > _MOST_NAMED
    return {
        key: "、".join(first) + ("等" if more else ""),
        f"{key}_en": ", ".join(first) + (" and more" if more else ""),
    }
