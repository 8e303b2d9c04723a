"""What a work folder remembers between runs: results of unchanged files, days of receipt, decisions.

One run works in a folder at a time. Where nothing can be remembered everything else is as usual, and that
is told.
"""

import time
from pathlib import Path
from types import TracebackType
from typing import Self

from xl2report import __version__
from xl2report.chain.arrivals import Decision
from xl2report.chain.explained import Explained, Past
from xl2report.chain.keeper import Keeper
from xl2report.chain.prints import moment
from xl2report.chain.readings import Readings
from xl2report.chain.results import Results
from xl2report.chain.sightings import Outcome, Sightings
from xl2report.files.state.store import Seen, Store

__all__ = ["Outcome", "State"]


class State:
    """The state of a folder while a command works in it; `notes` is what is to be told of it."""

    def __init__(self, folder: Path, *, write: bool = True) -> None:
        """Raises CannotWork where another run is at work; without `write` nothing is locked or changed."""
        self._keeper = Keeper(folder, write=write)
        self.files = Sightings(self._keeper)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._keeper.close()

    @property
    def notes(self) -> list[tuple[str, str]]:
        """What is to be told of the state, in Chinese and English."""
        return self._keeper.notes

    def by(self, *files: Path | str | None) -> Results:
        """The results remembered, of checks in which these files have a part."""
        return Results(self._keeper, self.files, files)

    def readings(self) -> Readings:
        """The readings remembered, of the roster and of last year's files."""
        return Readings(self._keeper)

    def recorded(self, seen: Seen | None) -> bool:
        """Whether the day of a file is that on which it first came, and not only its time.

        A file not seen before comes now, so its time is what is known of that. What had come before
        the state was lost, or where there is none, may have been changed since.
        """
        first = seen.first if seen is not None else moment(time.time())
        return self._keeper.reads and first > self._keeper.lost_till

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The files that somebody has decided to count."""
        none: list[tuple[str, ...]] = []
        rows = self._keeper.ask(Store.decisions, none)
        return tuple(Decision(*row) for row in rows)

    def decide(self, decision: Decision) -> None:
        """Keep a decision. Raises CannotWork where nothing can be kept."""
        self._keeper.put(lambda store: store.decide(tuple(decision)))
        self._keeper.demand_kept()

    def withdraw(self, digest: str) -> None:
        """Take a decision back. Raises CannotWork where nothing can be kept."""
        self._keeper.put(lambda store: store.withdraw(digest))
        self._keeper.demand_kept()

    def past(self) -> Past:
        """The explanations of the last run with the numbers they answered."""
        none: list[tuple[str, ...]] = []
        rows = self._keeper.ask(Store.explanations, none)
        return {(row[0], row[1], row[2]): Explained(*row[3:]) for row in rows}

    def explain(self, past: Past) -> None:
        """Keep the explanations as they stand now."""
        rows = [(*key, *one) for key, one in sorted(past.items())]
        self._keeper.put(lambda store: store.explain(rows))
        self._keeper.commit()

    def ran(self, told: str) -> None:
        """Keep that a run has come to its end, and what it said in one line."""
        at = moment(time.time())
        self._keeper.put(lambda store: store.ran(at, __version__, told))
        self._keeper.commit()

    def last_run(self) -> tuple[str, str] | None:
        """When the last run ended, and what it said."""
        return self._keeper.ask(Store.last_run, None)

    def settle(self, outcomes: dict[str, Outcome]) -> None:
        """Keep what became of the files of this run."""
        self.files.settle(outcomes)
