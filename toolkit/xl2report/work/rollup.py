"""Filings → one total: each point by its `agg`, every reporter's part kept; who is there twice.

Exact whole numbers, so the order of the filings does not matter. Knows plans and filings; no file.
"""

from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple

from xl2report.form.plan import Plan
from xl2report.form.relations import fill_carefully
from xl2report.ground.filing import Contribution, Filing
from xl2report.ground.findings import Finding
from xl2report.ground.units import OWN_LEVEL, Unit

__all__ = ["Sender", "Total", "Unit", "compare_senders", "roll_up", "sender_of", "unit_of"]


class Sender(NamedTuple):
    """What is remembered of each workbook to compare them: who, when, and a digest of its values."""

    book: str
    reporter: str
    code: str
    year: int | None
    form: str
    digest: int
    zero: bool


def sender_of(filing: Filing) -> Sender:
    """What a filing is compared by."""
    known = tuple(filing.values)
    zero = not any(known)
    # Not hash(): Python's own takes -1 and -2 for one.
    digest = int.from_bytes(blake2b(repr(known).encode(), digest_size=8).digest())
    return Sender(filing.book, filing.reporter, filing.code, filing.year, filing.form, digest, zero)


class Total(NamedTuple):
    """A city's values with the parts they came from, and what is to be told about adding them up."""

    values: list[int | None]
    parts: tuple[Contribution, ...]
    texts: dict[str, str]
    zero_report: bool
    findings: tuple[Finding, ...]


def compare_senders(
    senders: Iterable[Sender], roster: tuple[Unit, ...], year: int | None, cover: str
) -> list[Finding]:
    """Findings between workbooks: one reporter twice, equal figures, not on the roster, missing.

    `year` is the year that all should be on; None takes that of most. `cover` names the sheet.
    """
    known = list(senders)
    found: list[Finding] = []
    found.extend(_years(known, year, cover))
    found.extend(_twice(known, roster))
    found.extend(_alike(known))
    if roster:
        found.extend(_against_roster(known, roster))
    return found


def _years(senders: list[Sender], year: int | None, cover: str) -> list[Finding]:
    years = [sender.year for sender in senders if sender.year is not None]
    if year is None and years:
        year = max(sorted(set(years)), key=years.count)
        if years.count(year) * 2 <= len(years):
            return []
    return [
        Finding(
            "W204",
            sender.book,
            cover,
            (cover,),
            {"what": cover, "found": str(sender.year), "expected": str(year)},
        )
        for sender in senders
        if sender.year is not None and year is not None and sender.year != year
    ]


def _twice(senders: list[Sender], roster: tuple[Unit, ...]) -> list[Finding]:
    """A reporter is the roster's unit; else its code, if only one of its workbooks has it; else its name."""
    codes = {sender.reporter: sender.code for sender in senders if sender.code}
    by_reporter: dict[Unit | str, list[Sender]] = {}
    for sender in senders:
        key: Unit | str | None = unit_of(sender, roster)
        key = key or sender.code or codes.get(sender.reporter) or sender.reporter
        if key:
            by_reporter.setdefault(key, []).append(sender)
    return [
        Finding(
            "M501",
            sender.book,
            "",
            args={
                "reporter": sender.reporter,
                "count": str(len(group)),
                "books": "、".join(item.book for item in group),
                "books_en": ", ".join(item.book for item in group),
            },
        )
        for group in by_reporter.values()
        if len(group) > 1
        for sender in group
    ]


def _alike(senders: list[Sender]) -> list[Finding]:
    by_digest: dict[int, list[Sender]] = {}
    for sender in senders:
        if not sender.zero:
            by_digest.setdefault(sender.digest, []).append(sender)
    found: list[Finding] = []
    for group in by_digest.values():
        first = group[0]
        found.extend(
            Finding("M502", sender.book, "", args={"other": first.book})
            for sender in group[1:]
            if (sender.code or sender.reporter) != (first.code or first.reporter)
        )
    return found


def unit_of(sender: Sender | Filing, roster: tuple[Unit, ...]) -> Unit | None:
    """The roster's unit a workbook is from: by code, else by name or short name."""
    for unit in roster:
        if sender.code and unit.code == sender.code:
            return unit
    for unit in roster:
        if sender.reporter and sender.reporter in {unit.name, unit.short}:
            return unit
    return None


def _against_roster(senders: list[Sender], roster: tuple[Unit, ...]) -> list[Finding]:
    there = set()
    found = []
    for sender in senders:
        unit = unit_of(sender, roster)
        if unit is None:
            args = {"reporter": sender.reporter or "—", "code": sender.code or "—"}
            found.append(Finding("M503", sender.book, "", args=args))
        else:
            there.add(unit)
    found.extend(
        Finding("M504", "", "", args={"reporter": unit.name})
        for unit in roster
        if unit not in there
    )
    return found


def roll_up(plan: Plan, filings: list[Filing], roster: tuple[Unit, ...] = ()) -> Total:
    """The total of the filings, in the order of the form's points.

    A point by sum or max takes the known values; where no reporter gave one it stays blank. A
    figure that only the city has (city_only) is taken from the roster's own-level unit, else from the
    one reporter that gave it; given by several it stays blank and is told. Figures that cannot be
    added (none, manual) stay blank for the city office.
    """
    own = [filing for filing in filings if _is_own(filing, roster)]
    values: list[int | None] = []
    found: list[Finding] = []
    value: int | None
    for number, point in enumerate(plan.form.points):
        known = [one for filing in filings if (one := filing.values[number]) is not None]
        value = None
        if point.roll == "sum":
            value = sum(known) if known else None
        elif point.roll == "max":
            value = max(known, default=None)
        elif point.roll == "city_only":
            value, told = _city_figure(plan, number, own or filings)
            found.extend(told)
        values.append(value)
    fill_carefully(plan.relations, values)
    parts = tuple(
        Contribution(filing.reporter, filing.code, filing.book, tuple(filing.values))
        for filing in filings
    )
    texts = dict(own[0].texts) if len(own) == 1 else {}
    zero = bool(filings) and all(filing.zero_report for filing in filings)
    return Total(values, parts, texts, zero, tuple(found))


def _is_own(filing: Filing, roster: tuple[Unit, ...]) -> bool:
    unit = unit_of(filing, roster)
    return unit is not None and unit.category == OWN_LEVEL


def _city_figure(
    plan: Plan, number: int, filings: list[Filing]
) -> tuple[int | None, list[Finding]]:
    givers = [filing for filing in filings if filing.values[number] is not None]
    if len(givers) == 1:
        return givers[0].values[number], []
    # A zero beside one figure is a unit saying that it has none of its own.
    telling = [filing for filing in givers if filing.values[number]]
    if len(telling) <= 1:
        return (telling[0].values[number] if telling else (0 if givers else None)), []
    args = {
        "label": plan.form.points[number].label,
        "reporters": "、".join(filing.reporter or filing.book for filing in telling),
        "reporters_en": ", ".join(filing.reporter or filing.book for filing in telling),
    }
    sheet, cell = plan.layout.cells[number]
    place = f"{sheet}!{cell}"
    return None, [
        Finding("M505", "", f"{sheet} › {cell}", (place,), args, point=plan.form.points[number].id)
    ]
