"""The state of a work folder between runs, in one SQLite file. Knows SQL; no workbook, no finding.

Every change is a transaction: whoever is killed leaves the state before it or after it. What cannot be
read any more is put aside under another name and begun anew; all but decisions, explanations and the
days on which files were first seen comes again from the files.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

NAME = "xl2report.db"
_VERSION = 1
_PATIENCE = 5.0
# Later than any moment.
_ALWAYS = "9999"
_TABLES = """
CREATE TABLE files (
  name TEXT, digest TEXT, size INTEGER, changed INTEGER, looked INTEGER, first TEXT, received TEXT,
  unit TEXT DEFAULT '', state TEXT DEFAULT '', stage TEXT DEFAULT '', findings TEXT DEFAULT '',
  PRIMARY KEY (name, digest)) WITHOUT ROWID;
CREATE TABLE results (
  name TEXT PRIMARY KEY, digest TEXT, terms TEXT, data BLOB) WITHOUT ROWID;
CREATE TABLE explanations (
  who TEXT, rule TEXT, point TEXT, words TEXT, left_side TEXT, right_side TEXT, numbers TEXT,
  PRIMARY KEY (who, rule, point)) WITHOUT ROWID;
CREATE TABLE decisions (
  digest TEXT PRIMARY KEY, name TEXT, by TEXT, at TEXT, why TEXT) WITHOUT ROWID;
CREATE TABLE runs (at TEXT PRIMARY KEY, tool TEXT, told TEXT) WITHOUT ROWID;
"""


class NoStore(Exception):
    """The state cannot be used here; the text says why, as the system words it."""


class Newer(NoStore):
    """A later version of this tool has written it."""


class Seen(NamedTuple):
    """A file as it was seen: its bytes, its size and time, and what became of it.

    `changed` is its time in nanoseconds, `looked` when it was read; `first` and `received` are days
    and times as ISO text: when it was first seen, and the file's own time then.
    """

    name: str
    digest: str
    size: int
    changed: int
    looked: int
    first: str
    received: str
    unit: str = ""
    state: str = ""
    stage: str = ""
    findings: str = ""


class Store:
    """The state, open. Every method raises NoStore where the disk fails."""

    def __init__(self, folder: Path, *, write: bool = True) -> None:
        """Opens the state of a folder, or begins it: `begun` tells that there was none.

        `anew` is where one is kept that could not be read. Without `write` it must be there, and
        is read also where nothing can be written beside it.
        """
        self.path = folder / NAME
        self.anew = ""
        self.begun = not self.path.is_file() or not self.path.stat().st_size
        try:
            self._base = self._opened(write=write)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            # Whatever the disk refuses is no fault of the file.
            if not write or isinstance(error, sqlite3.OperationalError):
                raise NoStore(str(error)) from None
            self.anew = self._put_aside()
            try:
                self._base = self._opened(write=write)
            except sqlite3.Error as again:
                raise NoStore(str(again)) from None

    def _opened(self, *, write: bool) -> sqlite3.Connection:
        if write:
            return self._ours(sqlite3.connect(self.path, timeout=_PATIENCE), write=True)
        where = f"{self.path.resolve().as_uri()}?mode=ro"
        try:
            return self._ours(sqlite3.connect(where, timeout=_PATIENCE, uri=True), write=False)
        except sqlite3.OperationalError:
            # A disk without locks: what nobody was writing when it ended can be read without them.
            journal = self.path.with_name(f"{NAME}-journal")
            if journal.exists() and journal.stat().st_size:
                raise
        return self._ours(sqlite3.connect(f"{where}&immutable=1", uri=True), write=False)

    def _ours(self, base: sqlite3.Connection, *, write: bool) -> sqlite3.Connection:
        """The same connection, if it is one to a whole state of this version; closed if not."""
        try:
            _demand_ours(base, write=write)
        except sqlite3.OperationalError as error:
            base.close()
            # A table or a column that is missing is a fault of the file.
            if "no such" in str(error):
                raise sqlite3.DatabaseError(str(error)) from None
            raise
        except BaseException:
            base.close()
            raise
        return base

    def _put_aside(self) -> str:
        """The name under which what cannot be read is kept, for whoever can."""
        number = 1
        while (aside := self.path.with_name(f"{NAME}.damaged-{number}")).exists():
            number += 1
        try:
            self.path.rename(aside)
            with suppress(OSError):
                self.path.with_name(f"{NAME}-journal").unlink()
        except OSError as error:
            raise NoStore(error.strerror or type(error).__name__) from None
        return aside.name

    def _do(self, text: str, rows: Iterable[tuple[object, ...]]) -> None:
        try:
            self._base.executemany(text, rows)
        except sqlite3.Error as error:
            raise NoStore(str(error)) from None

    def _ask(self, text: str, *values: object) -> list[tuple[object, ...]]:
        try:
            return self._base.execute(text, values).fetchall()
        except sqlite3.Error as error:
            raise NoStore(str(error)) from None

    def commit(self) -> None:
        """All that was changed is kept from here on."""
        try:
            self._base.commit()
        except sqlite3.Error as error:
            raise NoStore(str(error)) from None

    def close(self) -> None:
        """Close it; what was not committed is dropped."""
        with suppress(sqlite3.Error):
            self._base.close()

    def files(self) -> list[Seen]:
        """Every file ever seen, the latest look at each name last."""
        found = self._ask("SELECT * FROM files ORDER BY looked, name, digest")
        return [Seen(*row) for row in found]  # type: ignore[arg-type]  # as they were put in

    def see(self, files: Iterable[Seen]) -> None:
        """Files as they are now; what is known of the same bytes under the same name is replaced."""
        self._do("INSERT OR REPLACE INTO files VALUES (?,?,?,?,?,?,?,?,?,?,?)", files)

    def results(self, terms: str) -> dict[str, str]:
        """For which bytes of each name there is a result by these terms."""
        found = self._ask("SELECT name, digest FROM results WHERE terms = ?", terms)
        return {str(name): str(digest) for name, digest in found}

    def result(self, name: str) -> bytes:
        """The latest result on a name; b"" where there is none."""
        found = self._ask("SELECT data FROM results WHERE name = ?", name)
        data = found[0][0] if found else b""
        return data if isinstance(data, bytes) else b""

    def keep(self, name: str, digest: str, terms: str, data: bytes) -> None:
        """A result, in the place of an earlier one on this name."""
        self._do("INSERT OR REPLACE INTO results VALUES (?,?,?,?)", [(name, digest, terms, data)])

    def explanations(self) -> list[tuple[str, ...]]:
        """Who, rule, point, words, left, right, numbers of each."""
        found = self._ask("SELECT * FROM explanations ORDER BY who, rule, point")
        return [tuple(map(str, row)) for row in found]

    def explain(self, rows: Iterable[tuple[str, ...]]) -> None:
        """Explanations as they stand now, in the place of all earlier ones."""
        self._do("DELETE FROM explanations", [()])
        self._do("INSERT OR REPLACE INTO explanations VALUES (?,?,?,?,?,?,?)", rows)

    def decisions(self) -> list[tuple[str, ...]]:
        """Digest, name, by whom, when and why of each."""
        found = self._ask("SELECT digest, name, by, at, why FROM decisions ORDER BY at, digest")
        return [tuple(map(str, row)) for row in found]

    def decide(self, row: tuple[str, ...]) -> None:
        """One more decision."""
        self._do("INSERT OR REPLACE INTO decisions VALUES (?,?,?,?,?)", [row])

    def withdraw(self, digest: str) -> None:
        """No decision on these bytes any more."""
        self._do("DELETE FROM decisions WHERE digest = ?", [(digest,)])

    def ran(self, at: str, tool: str, told: str) -> None:
        """A run that came to its end, and what it said."""
        self._do("INSERT OR REPLACE INTO runs VALUES (?,?,?)", [(at, tool, told)])

    def last_run(self) -> tuple[str, str] | None:
        """When the last run ended, and what it said; None where there was none."""
        found = self._ask("SELECT at, told FROM runs WHERE told <> '' ORDER BY at DESC LIMIT 1")
        return (str(found[0][0]), str(found[0][1])) if found else None

    def lost(self, at: str) -> None:
        """An earlier state is lost, and this one is being made anew."""
        self._do("INSERT OR REPLACE INTO runs VALUES (?,'lost','')", [(at,)])

    def rebuilt(self, at: str) -> None:
        """What can come again from the files has come."""
        self._do("INSERT OR REPLACE INTO runs VALUES (?,'rebuilt','')", [(at,)])

    def lost_till(self) -> str:
        """Till when nothing is known of the files but themselves; "" where no state was ever lost."""
        found = self._ask("SELECT at, tool FROM runs WHERE told = '' ORDER BY at DESC LIMIT 1")
        if not found:
            return ""
        return str(found[0][0]) if found[0][1] == "rebuilt" else _ALWAYS


def _demand_ours(base: sqlite3.Connection, *, write: bool) -> None:
    """Raise unless it is a whole state of this version; what is empty is begun.

    Raises sqlite3.Error for what is damaged, NoStore for what is not to be touched.
    """
    version = base.execute("PRAGMA user_version").fetchone()[0]
    if version > _VERSION:
        raise Newer(str(version))
    if version == _VERSION:
        if base.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("quick_check")
        for table in ("files", "results", "explanations", "decisions", "runs"):
            base.execute(f"SELECT * FROM {table} LIMIT 1").fetchone()  # noqa: S608 - our own names
        return
    if not write:
        raise NoStore("empty")
    if base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise sqlite3.DatabaseError("tables of another kind")
    with base:
        base.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {_VERSION}; COMMIT")
