"""What a work folder remembers between runs: results of unchanged files, days of receipt, decisions.

One run works in a folder at a time. Where nothing can be remembered (a disk without locks, a folder that
cannot be written to) everything is done as if for the first time, and that is told.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self, TypeVar

from xl2report import __version__
from xl2report.chain.arrivals import Decision
from xl2report.chain.books import BookFile, BookFiles
from xl2report.chain.check import Terms
from xl2report.chain.errors import CannotWork
from xl2report.chain.explained import Explained, Past
from xl2report.chain.kept import packed, unpacked
from xl2report.chain.prints import file_digest, key_of, moment, print_of, sources
from xl2report.chain.reports import Checked
from xl2report.files.state.lock import NAME as LOCK
from xl2report.files.state.lock import Busy, Lock, NoLocking
from xl2report.files.state.store import NAME, Newer, NoStore, Seen, Store

Thing = TypeVar("Thing")
# How long another run is waited for, in seconds.
PATIENCE = 10.0
ENVIRONMENT = "XL2REPORT_WAIT"
# A file that was changed so shortly before it was looked at may change again within the same tick
# of the disk's clock (FAT has two seconds): it is looked at again.
_TICK = 2_000_000_000
# So many results are kept at a time: a kill loses no more than these.
_TOGETHER = 25
# What is true of this reading only.
_PASSING = frozenset({"W201", "M523", "M524"})


class Outcome(NamedTuple):
    """What became of a file: its unit, its standing or state, the stage it is at, its findings' codes."""

    unit: str
    state: str
    stage: str
    findings: str


class State:
    """The state of a folder while a command works in it; `notes` is what is to be told of it."""

    def __init__(self, folder: Path, *, write: bool = True) -> None:
        """Raises CannotWork where another run is at work; without `write` nothing is locked or changed."""
        self.folder = folder
        self.notes: list[tuple[str, str]] = []
        self._store: Store | None = None
        self._lock: Lock | None = None
        self._key = ""
        self._besides: list[str] = []
        self._files: dict[tuple[str, str], Seen] = {}
        self._units: dict[str, list[Seen]] = {}
        self._latest: dict[str, Seen] = {}
        self._prints: dict[str, tuple[int, int, str]] = {}
        if write:
            self._take()
        else:
            self._open(write=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._store is not None:
            # Whatever ends a run, what it has read so far is right.
            with suppress(NoStore):
                self._store.commit()
            self._store.close()
        if self._lock is not None:
            self._lock.release()

    def _take(self) -> None:
        told = os.environ.get(ENVIRONMENT, "")
        patience = float(told) if told.isascii() and told.isdigit() else PATIENCE
        before = (self.folder / LOCK).exists()
        try:
            self._lock = Lock(self.folder, patience)
        except Busy:
            chinese = f"另一个 xl2report 正在处理 {self.folder}，请等它结束后再运行"
            english = f"Another xl2report is at work in {self.folder}; run again when it has ended"
            raise CannotWork(chinese, english) from None
        except NoLocking as error:
            self._without(str(error))
            return
        self._open(write=True, before=before)

    def _open(self, *, write: bool, before: bool = False) -> None:
        if not write and not (self.folder / NAME).is_file():
            return
        try:
            self._store = Store(self.folder, write=write)
            for seen in self._store.files():
                self._files[seen.name, seen.digest] = seen
                self._latest[seen.name] = seen
        except Newer:
            self._without(
                "由更新版本的 xl2report 写成", "a later version of xl2report has written it"
            )
        except (NoStore, OSError) as error:
            self._without(str(error))
        else:
            if self._store.anew:
                self._rebuilt(
                    f"已损坏，另存为 {self._store.anew}",
                    f"was damaged and is kept as {self._store.anew}",
                )
            elif self._store.begun and before:
                self._rebuilt("不见了", "is gone")

    def _rebuilt(self, why: str, why_en: str) -> None:
        chinese = (
            f"{NAME} {why}；已按工作簿重新建立，其中的决定、首次收到时间和说明的核对记录需重新确认"
        )
        english = (
            f"{NAME} {why_en}; made anew from the workbooks: decisions, days of receipt and the numbers"
            " that explanations answered are to be confirmed again"
        )
        self.notes.append((chinese, english))

    def _without(self, reason: str, reason_en: str = "") -> None:
        """Go on with nothing remembered, and say so once."""
        if self._store is not None:
            self._store.close()
            self._store = None
        note = (
            f"无法使用 {self.folder / NAME}（{reason}），本次不保存进度，其余照常",
            (
                f"{self.folder / NAME} cannot be used ({reason_en or reason}); nothing is remembered"
                " of this run, all else is as usual"
            ),
        )
        if note not in self.notes:
            self.notes.append(note)

    # ---- results --------------------------------------------------------------------------------

    def by(self, *files: Path | str | None) -> Self:
        """Remember results that these files have a part in: last year's, explanations given."""
        self._besides = [print_of(Path(file)) for file in files if file is not None]
        return self

    def _key_of(self, terms: Terms) -> str:
        """By what results are made: the tool, the forms, the roster and the files named."""
        roster = repr((terms.names, terms.values, terms.own))
        parts = [__version__, sources(), roster, *self._besides]
        return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()

    def through(
        self,
        books: Sequence[BookFile],
        terms: Terms,
        make: Callable[[Sequence[BookFile]], Iterator[Checked]],
    ) -> Iterator[Checked]:
        """What is kept of each book, in order: as remembered, or as `make` gives it."""
        self._key = self._key_of(terms)
        known = self._known(books)
        made = make(BookFiles(book for book in books if key_of(book.name) not in known))
        fresh = 0
        for book in books:
            name = key_of(book.name)
            checked = None
            if name in known:
                checked = self._remembered(name)
                if checked is None:
                    checked = next(iter(make([book])))
            else:
                checked = next(made)
            if name not in known and self._keep(book, name, checked):
                fresh += 1
                if fresh % _TOGETHER == 0:
                    self._commit()
            yield checked
        self._commit()

    def _known(self, books: Sequence[BookFile]) -> set[str]:
        """The names whose files are as they were when their results were made."""
        nothing: dict[str, str] = {}
        results = self._with(lambda store: store.results(self._key), nothing)
        known = set()
        for book in books:
            name = key_of(book.name)
            try:
                stat = os.stat(book.place)  # noqa: PTH116 - as in BookFile.place
            except OSError:
                continue
            self._prints[name] = (stat.st_size, stat.st_mtime_ns, "")
            wanted = results.get(name)
            if wanted is None or book.password:
                continue
            seen = self._latest.get(name)
            quick = seen is not None and (seen.size, seen.changed) == self._prints[name][:2]
            settled = seen is not None and seen.looked - seen.changed > _TICK
            if not (quick and settled and seen is not None and seen.digest == wanted):
                try:
                    if file_digest(book.place) != wanted:
                        continue
                except OSError:
                    continue
            self._see(name, wanted)
            known.add(name)
        return known

    def _remembered(self, name: str) -> Checked | None:
        return unpacked(self._with(lambda store: store.result(name), b""))

    def _keep(self, book: BookFile, name: str, checked: Checked) -> bool:
        """Keep what was made of a file that was read; whether it was worth it."""
        if name not in self._prints:
            return False
        digest = checked.digest
        with suppress(OSError):
            digest = digest or file_digest(book.place)
        self._see(name, digest)
        passing = any(one.code in _PASSING for one in checked.report.findings)
        if self._store is None or not checked.digest or passing or book.password:
            return False
        data = packed(checked)
        self._with(lambda store: store.keep(name, checked.digest, self._key, data), None)
        return True

    def _see(self, name: str, digest: str) -> None:
        """Note a file as it is now; when it was first seen stays."""
        size, changed, _ = self._prints[name]
        self._prints[name] = (size, changed, digest)
        now = time.time_ns()
        received = moment(changed / 1e9)
        before = self._files.get((name, digest))
        seen = Seen(name, digest, size, changed, now, moment(now / 1e9), received)
        if before is not None:
            seen = before._replace(size=size, changed=changed, looked=now)
        self._files[name, digest] = self._latest[name] = seen
        self._write([seen])

    def _write(self, files: Iterable[Seen]) -> None:
        self._with(lambda store: store.see(files), None)

    def _commit(self) -> None:
        self._with(Store.commit, None)

    def _with(self, do: Callable[[Store], Thing], otherwise: Thing) -> Thing:
        """What the store gives; where there is none, or its disk fails, something else, and that is told."""
        if self._store is None:
            return otherwise
        try:
            return do(self._store)
        except NoStore as error:
            self._without(str(error))
            return otherwise

    # ---- what else is known ---------------------------------------------------------------------

    def digest(self, book: str) -> str:
        """The SHA-256 of a file of this run; "" where it was not read."""
        return self._prints.get(key_of(book), (0, 0, ""))[2]

    def seen(self, book: str) -> Seen | None:
        """What is known of a file as it is now."""
        return self._files.get((key_of(book), self.digest(book)))

    def seen_as(self, book: str, digest: str) -> Seen | None:
        """What is known of a file as it was with these bytes."""
        return self._files.get((key_of(book), digest))

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
                self._files[seen.name, seen.digest] = self._latest[seen.name] = after
                changed.append(after)
        self._units.clear()
        self._write(changed)
        self._commit()

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The files that somebody has decided to count."""
        none: list[tuple[str, ...]] = []
        rows = self._with(Store.decisions, none)
        return tuple(Decision(*row) for row in rows)

    def decide(self, decision: Decision) -> None:
        """Keep a decision. Raises CannotWork where nothing can be kept."""
        self._with(lambda store: store.decide(tuple(decision)), None)
        self._demand_kept()

    def withdraw(self, digest: str) -> None:
        """Take a decision back. Raises CannotWork where nothing can be kept."""
        self._with(lambda store: store.withdraw(digest), None)
        self._demand_kept()

    def _demand_kept(self) -> None:
        self._commit()
        if self._store is None:
            raise CannotWork(*self.notes[-1])

    def past(self) -> Past:
        """The explanations of the last run with the numbers they answered."""
        none: list[tuple[str, ...]] = []
        rows = self._with(Store.explanations, none)
        return {(row[0], row[1], row[2]): Explained(*row[3:]) for row in rows}

    def explain(self, past: Past) -> None:
        """Keep the explanations as they stand now."""
        rows = [(*key, *one) for key, one in sorted(past.items())]
        self._with(lambda store: store.explain(rows), None)
        self._commit()

    def ran(self, told: str) -> None:
        """Keep that a run has come to its end, and what it said in one line."""
        at = moment(time.time())
        self._with(lambda store: store.ran(at, __version__, told), None)
        self._commit()

    def last_run(self) -> tuple[str, str] | None:
        """When the last run ended, and what it said."""
        return self._with(Store.last_run, None)
