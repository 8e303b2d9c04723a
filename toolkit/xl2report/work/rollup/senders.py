"""Who has sent what: one reporter twice, equal figures, a wrong year, not on the roster, missing.

Knows what is remembered of workbooks; neither their values nor a form.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from xl2report.ground.findings import Finding
from xl2report.ground.packed import Numbers, digest_of, repeated
from xl2report.ground.units import Register, Unit
from xl2report.work.rollup.kept import Giver, Sender
from xl2report.work.rollup.naming import MOST_NAMED, some


def compare_senders(
    senders: Iterable[Sender], roster: tuple[Unit, ...], year: int | None, cover: str
) -> list[Finding]:
    """Findings between workbooks: one reporter twice, equal figures, not on the roster, missing.

    `year` is the year that all should be on; None takes that of most. `cover` names the sheet.
    """
    known = senders if isinstance(senders, Sequence) else list(senders)
    year = year_of(known, year)
    register = Register(roster)
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


def _twice(senders: Sequence[Sender], register: Register) -> list[Finding]:
    """A reporter is the roster's unit; else its code, if only one of its workbooks has it; else its name."""
    uncoded = {sender.reporter for sender in senders if not sender.code}
    codes = {
        sender.reporter: sender.code
        for sender in senders
        if sender.code and sender.reporter in uncoded
    }
    keys = Numbers("Q")
    for sender in senders:
        unit = register.find(sender.code, sender.reporter)
        key = f"\0{unit!r}" if unit is not None else sender.code
        key = key or codes.get(sender.reporter, "") or sender.reporter
        keys.append(digest_of(key) if key else 0)
    found = []
    for places in repeated(keys):
        books = [senders[place].book for place in places[:MOST_NAMED]]
        args = {"count": str(len(places)), **some("books", books, len(places), "份")}
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


def unit_of(sender: Sender | Giver, roster: Iterable[Unit]) -> Unit | None:
    """The roster's unit a workbook is from: by code, else by name or short name."""
    return Register(roster).find(sender.code, sender.reporter)


def _against_roster(
    senders: Sequence[Sender], roster: tuple[Unit, ...], register: Register, year: int | None
) -> list[Finding]:
    there = set()
    found = []
    for sender in senders:
        unit = register.find(sender.code, sender.reporter)
        if unit is None:
            args = {"reporter": sender.reporter or "未填名称", "code": sender.code or "未填代码"}
            if not sender.reporter:
                args["reporter_en"] = "no name"
            if not sender.code:
                args["code_en"] = "no code"
            found.append(Finding("M503", sender.book, "", args=args))
        else:
            there.add(unit)
    found.extend(
        Finding("M504", "", "", args={"reporter": unit.name})
        for unit in roster
        if unit.expected(year) and unit not in there
    )
    return found
