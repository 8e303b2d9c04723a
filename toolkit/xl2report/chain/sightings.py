"""The files of a work folder as they were seen: when each first came, and what became of it."""

import time
from collections.abc import Iterable
from typing import NamedTuple

from xl2report.chain.keeper import Keeper
from xl2report.chain.prints import key_of, moment
from xl2report.files.state.store import Seen


class Outcome(NamedTuple):
    """What became of a file: its unit, its standing or state, the stage it is at, its findings' codes."""

    unit: str
    state: str
    stage: str
    findings: str


class Sightings:
    """Every file ever seen in a folder, by name and bytes."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self._files: dict[tuple[str, str], Seen] = {}
        self._units: dict[str, list[Seen]] = {}
        self._latest: dict[str, Seen] = {}
        self._now: dict[str, str] = {}
        nothing: list[Seen] = []
        for seen in keeper.ask(lambda store: store.files(), nothing):
            self._files[seen.name, seen.digest] = seen
            self._latest[seen.name] = seen

    def latest(self, name: str) -> Seen | None:
        """The file that was last seen under a name."""
        return self._latest.get(name)

    def see(self, name: str, digest: str, size: int, changed: int) -> None:
        """Note a file as it is now; when it was first seen stays."""
        self._now[name] = digest
        now = time.time_ns()
        before = self._files.get((name, digest))
        seen = Seen(name, digest, size, changed, now, moment(now / 1e9), moment(changed / 1e9))
        if before is not None:
            seen = before._replace(size=size, changed=changed, looked=now)
        self._keep([seen])

    def _keep(self, files: Iterable[Seen]) -> None:
        listed = list(files)
        for one in listed:
            self._files[one.name, one.digest] = self._latest[one.name] = one
        self._units.clear()
        self._keeper.put(lambda store: store.see(listed))

    def digest(self, book: str) -> str:
        """The SHA-256 of a file of this run; "" where it was not read."""
        return self._now.get(key_of(book), "")

    def seen(self, book: str, digest: str | None = None) -> Seen | None:
        """What is known of a file with these bytes, by default those it has now."""
        return self._files.get((key_of(book), self.digest(book) if digest is None else digest))

    def of_unit(self, unit: str) -> list[Seen]:
        """All that was ever seen of a unit."""
        if not self._units:
            for one in self._files.values():
                self._units.setdefault(one.unit, []).append(one)
        return self._units.get(unit, []) if unit else []

    def settle(self, outcomes: dict[str, Outcome]) -> None:
        """Keep what became of the files of this run; a stage once reached stays where none is given."""
        changed = []
        for book, outcome in outcomes.items():
            seen = self.seen(book)
            if seen is None:
                continue
            stage = outcome.stage or seen.stage
            after = seen._replace(
                unit=outcome.unit, state=outcome.state, stage=stage, findings=outcome.findings
            )
            if after != seen:
                changed.append(after)
        self._keep(changed)
        self._keeper.settled()
