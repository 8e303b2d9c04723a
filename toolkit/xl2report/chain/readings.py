"""What was read of the roster and of last year's files, remembered by their bytes.

To read sixty workbooks of last year and a roster takes longer than all else that a status does.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from xl2report import __version__
from xl2report.chain.books import BookFile, BookFiles
from xl2report.chain.keeper import Keeper
from xl2report.chain.kept import packed, unpacked
from xl2report.chain.pastfiles import PastRead
from xl2report.chain.prints import file_digest, key_of, sources
from xl2report.chain.roster import Roster, open_roster

Thing = TypeVar("Thing")
# No return is called so: these stand beside the results on returns.
_ROSTER, _LAST = ":roster", ":last:"


class Readings:
    """The readings that a folder keeps; a tool or a form that has changed reads everything anew."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        parts = ("readings", __version__, sources())
        self._terms = sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
        nothing: dict[str, str] = {}
        self._known = keeper.ask(lambda store: store.results(self._terms), nothing)

    def roster(self, path: Path | None, groups: Iterable[str]) -> Roster:
        """The roster, as `open_roster` gives it. Raises CannotWork."""
        listed = tuple(groups)
        try:
            print_ = file_digest(str(path)) if path is not None else ""
        except OSError:
            print_ = ""  # it will say itself what is wrong
        if not print_:
            return open_roster(path, listed)
        key = sha256(repr((print_, str(path), listed)).encode("utf-8", "surrogatepass")).hexdigest()
        found = self._found(_ROSTER, key)
        if isinstance(found, Roster):
            return found
        roster = open_roster(path, listed)
        self._keep(_ROSTER, key, roster)
        self._keeper.commit()
        return roster

    def past(
        self,
        books: Sequence[BookFile],
        make: Callable[[Sequence[BookFile]], Iterator[PastRead]],
    ) -> Iterator[PastRead]:
        """What each file of last year gives, in order: as remembered, or as `make` reads it."""
        known: dict[str, PastRead] = {}
        prints: dict[str, str] = {}
        for book in books:
            try:
                prints[book.name] = "" if book.password else file_digest(book.place)
            except OSError:
                continue
            found = self._found(_LAST + key_of(book.name), prints[book.name])
            if isinstance(found, PastRead):
                known[book.name] = found
        made = make(BookFiles(book for book in books if book.name not in known))
        for book in books:
            if book.name in known:
                yield known[book.name]
                continue
            read = next(made)
            # What gave nothing may be read another time.
            if read.filings and prints.get(book.name):
                self._keep(_LAST + key_of(book.name), prints[book.name], read)
            yield read
        self._keeper.commit()

    def _found(self, name: str, key: str) -> object:
        if not key or self._known.get(name) != key:
            return None
        return unpacked(self._keeper.ask(lambda store: store.result(name), b""))

    def _keep(self, name: str, key: str, thing: object) -> None:
        if self._keeper.writes:
            data = packed(thing)
            self._keeper.put(lambda store: store.keep(name, key, self._terms, data))
