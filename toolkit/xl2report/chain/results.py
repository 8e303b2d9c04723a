"""What was made of files that have not changed since: remembered by their bytes, and made anew else."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from xl2report import __version__
from xl2report.chain.books import BookFile, BookFiles
from xl2report.chain.check import Terms
from xl2report.chain.keeper import Keeper
from xl2report.chain.kept import packed, unpacked
from xl2report.chain.prints import file_digest, key_of, print_of, sources
from xl2report.chain.reports import Checked
from xl2report.chain.sightings import Sightings

# A file that was changed so shortly before it was looked at may change again within the same tick
# of the disk's clock (FAT has two seconds): it is looked at again.
_TICK = 2_000_000_000
# So many results are kept at a time: a kill loses no more than these.
_TOGETHER = 25
# What is true of this reading only.
_PASSING = frozenset({"W201", "M523", "M524"})


class Results:
    """The results of checks in a folder; `besides` are the files that have a part in them."""

    def __init__(
        self, keeper: Keeper, files: Sightings, besides: Sequence[Path | str | None] = ()
    ) -> None:
        self._keeper = keeper
        self._files = files
        self._besides = [print_of(Path(file)) for file in besides if file is not None]
        self._key = ""
        self._stats: dict[str, tuple[int, int]] = {}

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
                    self._keeper.commit()
            yield checked
        self._keeper.commit()

    def _known(self, books: Sequence[BookFile]) -> set[str]:
        """The names whose files are as they were when their results were made."""
        nothing: dict[str, str] = {}
        results = self._keeper.ask(lambda store: store.results(self._key), nothing)
        known = set()
        for book in books:
            name = key_of(book.name)
            try:
                stat = os.stat(book.place)  # noqa: PTH116 - as in BookFile.place
            except OSError:
                continue
            self._stats[name] = (stat.st_size, stat.st_mtime_ns)
            wanted = results.get(name)
            if wanted is None or book.password:
                continue
            seen = self._files.latest(name)
            quick = seen is not None and (seen.size, seen.changed) == self._stats[name]
            settled = seen is not None and seen.looked - seen.changed > _TICK
            if not (quick and settled and seen is not None and seen.digest == wanted):
                try:
                    if file_digest(book.place) != wanted:
                        continue
                except OSError:
                    continue
            self._files.see(name, wanted, *self._stats[name])
            known.add(name)
        return known

    def _remembered(self, name: str) -> Checked | None:
        found = unpacked(self._keeper.ask(lambda store: store.result(name), b""))
        return found if isinstance(found, Checked) else None

    def _keep(self, book: BookFile, name: str, checked: Checked) -> bool:
        """Keep what was made of a file that was read; whether it was worth it."""
        if name not in self._stats:
            return False
        digest = checked.digest
        with suppress(OSError):
            digest = digest or file_digest(book.place)
        self._files.see(name, digest, *self._stats[name])
        passing = any(one.code in _PASSING for one in checked.report.findings)
        if not self._keeper.writes or not checked.digest or passing or book.password:
            return False
        data = packed(checked)
        self._keeper.put(lambda store: store.keep(name, checked.digest, self._key, data))
        return True
