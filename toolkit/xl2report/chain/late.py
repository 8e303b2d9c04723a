"""When the first workbook of each unit came in, and whether that was after its deadline.

The one place that says so: status, overview, list of reminders, city workbook and JSON ask it. A unit
whose workbook goes back has reported; its correction makes nobody late.
"""

import os
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, NamedTuple

from xl2report.chain.arrivals import standing_of, units_of
from xl2report.chain.folder import Folder
from xl2report.chain.reports import CheckReport, Ledger
from xl2report.ground.units import Unit

if TYPE_CHECKING:
    from xl2report.chain.state import State

# A deadline is a day in China, wherever the computer thinks it is.
_CHINA = timezone(timedelta(hours=8))
# What is the unit's, of the year and the form, whatever else is wrong with it.
_VALID = frozenset({"counts", "replaced", "undecided"})


class Receipt(NamedTuple):
    """The day on which a unit's first valid workbook came (None if none has), and by when it was due.

    `recorded` tells that the day was kept when it came; else it is the time of a file that may have been
    changed since.
    """

    first: date | None = None
    due: date | None = None
    recorded: bool = False

    def days_late(self, today: date | None = None) -> int:
        """Days after the deadline; of a unit that has sent nothing, those gone by on a day."""
        came = self.first or today
        return max(0, (came - self.due).days) if came is not None and self.due is not None else 0

    @property
    def said(self) -> str:
        """What is known of a receipt that was late, for the city's workbook."""
        how = "首次收到" if self.recorded else "文件时间（首次收到的时间没有记录）"
        return f"{how} {self.first}，应于 {self.due} 前报送"


class Receipts(NamedTuple):
    """The receipts of a collection by unit, and which unit each file is from."""

    by_unit: dict[str, Receipt]
    units: dict[str, str]

    def of_book(self, book: str) -> Receipt | None:
        """The receipt of the unit that a file is from; None where it is from none."""
        return self.by_unit.get(self.units.get(book, ""))

    @property
    def late(self) -> dict[str, str]:
        """Each unit that came late, with what is known of it."""
        return {name: one.said for name, one in self.by_unit.items() if one.days_late()}


NO_RECEIPTS = Receipts({}, {})


def receipts_of(
    folder: Folder,
    units: tuple[Unit, ...],
    report: CheckReport,
    ledger: Ledger,
    state: "State",
) -> Receipts:
    """When each unit's first workbook came, as the folder remembers it or, if it does not, by the file."""
    names = units_of(ledger, units, folder.year)
    digests = dict(zip(ledger.reports.books, ledger.reports.files, strict=False))
    first: dict[str, tuple[date, bool]] = {}
    for book in _valid(report):
        unit = names.get(book)
        if unit is None:
            continue
        for day, recorded in _days(folder, state, book, digests.get(book, ""), unit):
            known = first.get(unit)
            # Of the same day it is enough that one of them was recorded.
            if known is None or (day, not recorded) < (known[0], not known[1]):
                first[unit] = (day, recorded)
    groups = dict.fromkeys(first, "") | {unit.name: unit.group for unit in units}
    return Receipts(
        {
            name: Receipt(day, folder.deadline(group), recorded)
            for name, group in groups.items()
            for day, recorded in [first.get(name, (None, False))]
        },
        names,
    )


def _valid(report: CheckReport) -> Iterable[str]:
    """The files that are workbooks of the year and the form, as far as can be told."""
    for book in report.books:
        if standing_of(book) in _VALID:
            yield book.book
    for one in report.aside:
        if one.standing in {"replaced", "same_file"}:
            yield one.book


def _days(
    folder: Folder, state: "State", book: str, digest: str, unit: str
) -> Iterable[tuple[date, bool]]:
    seen = state.files.seen(book, digest)
    if seen is not None:
        yield day_in_china(seen.received), state.recorded(seen)
    else:
        try:
            changed = os.stat(folder.returns / book).st_mtime  # noqa: PTH116 - one call of ten thousand
        except OSError:
            return
        yield _china(datetime.fromtimestamp(changed, UTC)), state.recorded(None)
    for one in state.files.of_unit(unit):
        if one.state in _VALID:
            yield day_in_china(one.received), state.recorded(one)


def day_in_china(moment: str) -> date:
    """The day of a moment of ISO text, as people in the office have it."""
    return _china(datetime.fromisoformat(moment))


def _china(moment: datetime) -> date:
    return moment.astimezone(_CHINA).date()


def today_in_china() -> date:
    """Which day it is where deadlines are."""
    return _china(datetime.now(UTC))
