"""Filings → one total: each point by its `agg`, every reporter's part kept; who is there twice.

Exact whole numbers, so the order of the filings does not matter. Knows plans and filings; no file.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from xl2report.form.plan import Plan
from xl2report.form.relations import fill_carefully
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding
from xl2report.ground.packed import Numbers, Row, digest_of, repeated
from xl2report.ground.rollup import Adjustment, Contribution
from xl2report.ground.units import OWN_LEVEL, Unit

__all__ = [
    "Giver",
    "Sender",
    "Share",
    "Total",
    "Unit",
    "compare_senders",
    "roll_up",
    "sender_of",
    "unit_of",
    "year_of",
]


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
    digest = digest_of(repr(known))
    return Sender(filing.book, filing.reporter, filing.code, filing.year, filing.form, digest, zero)


class Share(NamedTuple):
    """What is kept of a filing to add it up; its texts only where they may be the city's."""

    book: str
    reporter: str
    code: str
    form: str
    year: int | None
    values: Row
    texts: dict[str, str]
    zero_report: bool
    has_parts: bool
    digest: str = ""
    saved: str = ""


# A filing, or what is kept of one.
Giver = Filing | Share


class Total(NamedTuple):
    """A city's values with the parts they came from, and what is to be told about adding them up."""

    values: list[int | None]
    parts: tuple[Contribution, ...]
    texts: dict[str, str]
    zero_report: bool
    findings: tuple[Finding, ...]
    adjustments: tuple[Adjustment, ...] = ()


def compare_senders(
    senders: Iterable[Sender], roster: tuple[Unit, ...], year: int | None, cover: str
) -> list[Finding]:
    """Findings between workbooks: one reporter twice, equal figures, not on the roster, missing.

    `year` is the year that all should be on; None takes that of most. `cover` names the sheet.
    """
    known = senders if isinstance(senders, Sequence) else list(senders)
    year = year_of(known, year)
    register = _Register(roster)
    found: list[Finding] = []
    found.extend(_years(known, year, cover))
    found.extend(_twice(known, register))
    found.extend(_alike(known))
    if roster:
        found.extend(_against_roster(known, roster, register, year))
    return found


def _years(senders: Sequence[Sender], year: int | None, cover: str) -> list[Finding]:
    year = year_of(senders, year)
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


def year_of(senders: Iterable[Sender], year: int | None) -> int | None:
    """The year that all should be on: the one given, else that of most; None where no year has most."""
    if year is not None:
        return year
    years = Counter(sender.year for sender in senders if sender.year is not None)
    most = max(sorted(years), key=years.__getitem__, default=None)
    return most if most is not None and years[most] * 2 > years.total() else None


def _twice(senders: Sequence[Sender], register: "_Register") -> list[Finding]:
    """A reporter is the roster's unit; else its code, if only one of its workbooks has it; else its name."""
    uncoded = {sender.reporter for sender in senders if not sender.code}
    codes = {
        sender.reporter: sender.code
        for sender in senders
        if sender.code and sender.reporter in uncoded
    }
    keys = Numbers("Q")
    for sender in senders:
        unit = register.unit_of(sender)
        key = f"\0{unit!r}" if unit is not None else sender.code
        key = key or codes.get(sender.reporter, "") or sender.reporter
        keys.append(digest_of(key) if key else 0)
    found = []
    for places in repeated(keys):
        names = [senders[place].book for place in places]
        args = {
            "count": str(len(names)),
            "books": "、".join(names),
            "books_en": ", ".join(names),
        }
        for place in places:
            sender = senders[place]
            told = {"reporter": sender.reporter, **args}
            found.append(Finding("M501", sender.book, "", args=told))
    return found


def _alike(senders: Sequence[Sender]) -> list[Finding]:
    found: list[Finding] = []
    for places in repeated(Numbers("Q", (0 if one.zero else one.digest for one in senders))):
        first = senders[places[0]]
        found.extend(
            Finding("M502", sender.book, "", args={"other": first.book})
            for sender in map(senders.__getitem__, places[1:])
            if (sender.code or sender.reporter) != (first.code or first.reporter)
        )
    return found


class _Register:
    """The units of a roster, found by code, else by name or short name."""

    def __init__(self, roster: Iterable[Unit]) -> None:
        self._codes: dict[str, Unit] = {}
        self._names: dict[str, Unit] = {}
        for unit in roster:
            self._codes.setdefault(unit.code, unit)
            for name in unit.names:
                self._names.setdefault(name, unit)

    def unit_of(self, sender: Sender | Giver) -> Unit | None:
        """The unit a workbook is from; None where it has neither a known code nor a known name."""
        by_code = self._codes.get(sender.code) if sender.code else None
        if by_code is not None:
            return by_code
        return self._names.get(sender.reporter) if sender.reporter else None


def unit_of(sender: Sender | Giver, roster: Iterable[Unit]) -> Unit | None:
    """The roster's unit a workbook is from: by code, else by name or short name."""
    return _Register(roster).unit_of(sender)


def _against_roster(
    senders: Sequence[Sender], roster: tuple[Unit, ...], register: _Register, year: int | None
) -> list[Finding]:
    there = set()
    found = []
    for sender in senders:
        unit = register.unit_of(sender)
        if unit is None:
            args = {"reporter": sender.reporter or "—", "code": sender.code or "—"}
            found.append(Finding("M503", sender.book, "", args=args))
        else:
            there.add(unit)
    found.extend(
        Finding("M504", "", "", args={"reporter": unit.name})
        for unit in roster
        if unit.expected(year) and unit not in there
    )
    return found


def roll_up(
    plan: Plan,
    filings: Sequence[Giver],
    roster: tuple[Unit, ...] = (),
    adjustments: Sequence[Adjustment] = (),
) -> Total:
    """The total of the filings and of the office's adjustments, in the order of the form's points.

    A point by sum or max takes the known values; where no reporter gave one it stays blank. A
    figure that only the city has (city_only) is taken from the roster's own-level unit, else from the
    one reporter that gave it; given by several it stays blank and is told. That of a city within the
    city is that city's own and is not taken. Figures that cannot be added (none, manual) stay blank for
    the city office. The parts come category by category as the roster has them, whatever their order.
    """
    register = _Register(roster)
    listed = _in_order(filings, register, roster)
    own = [filing for filing in listed if _is_own(filing, register)]
    rolls = [point.roll for point in plan.form.points]
    values: list[int | None] = [None] * len(rolls)
    parts = []
    for filing in listed:
        row = filing.values if isinstance(filing.values, Row) else Row(filing.values)
        unit = register.unit_of(filing)
        parts.append(
            Contribution(
                filing.reporter,
                filing.code,
                filing.book,
                row,
                unit.category if unit is not None else "",
                filing.digest,
                filing.saved,
            )
        )
        for number, value in enumerate(row):
            if value is None:
                continue
            known = values[number]
            if rolls[number] == "sum":
                values[number] = value + (known or 0)
            elif rolls[number] == "max":
                values[number] = value if known is None else max(known, value)
    for one in adjustments:
        values[one.point] = (values[one.point] or 0) + one.amount
    found: list[Finding] = []
    single = own or [filing for filing in listed if not _is_city(filing)]
    for number, roll in enumerate(rolls):
        if roll == "city_only":
            values[number], told = _city_figure(plan, number, single)
            found.extend(told)
    fill_carefully(plan.relations, values)
    texts = dict(own[0].texts) if len(own) == 1 else {}
    zero = bool(filings) and not adjustments and all(filing.zero_report for filing in filings)
    return Total(values, tuple(parts), texts, zero, tuple(found), tuple(adjustments))


def _in_order(
    filings: Iterable[Giver], register: "_Register", roster: tuple[Unit, ...]
) -> list[Giver]:
    """The filings by category (the city's own first), then as the roster has them, then by name."""
    categories: dict[str, int] = {OWN_LEVEL: 0}
    for unit in roster:
        categories.setdefault(unit.category, len(categories))
    places = {unit: place for place, unit in enumerate(roster)}

    def place(filing: Giver) -> tuple[int, int, str, str, str]:
        unit = register.unit_of(filing)
        names = (filing.book, filing.reporter, filing.code)
        if unit is None:
            return (len(categories), 0, *names)
        return (categories[unit.category], places[unit], *names)

    return sorted(filings, key=place)


def _is_own(filing: Giver, register: "_Register") -> bool:
    unit = register.unit_of(filing)
    return unit is not None and unit.category == OWN_LEVEL


def _is_city(filing: Giver) -> bool:
    """Whether a filing is itself the total of a city."""
    return bool(filing.parts) if isinstance(filing, Filing) else filing.has_parts


def _city_figure(
    plan: Plan, number: int, filings: Sequence[Giver]
) -> tuple[int | None, list[Finding]]:
    given = False
    figure: int | None = None
    # A zero beside one figure is a unit saying that it has none of its own.
    telling: list[str] = []
    for filing in filings:
        value = filing.values[number]
        given = given or value is not None
        if value:
            figure = value
            telling.append(filing.reporter or filing.book)
    if len(telling) <= 1:
        return figure if telling else (0 if given else None), []
    args = {
        "label": plan.form.points[number].label,
        "reporters": "、".join(telling),
        "reporters_en": ", ".join(telling),
    }
    sheet, cell = plan.layout.cells[number]
    place = f"{sheet}!{cell}"
    return None, [
        Finding("M505", "", f"{sheet} › {cell}", (place,), args, point=plan.form.points[number].id)
    ]
