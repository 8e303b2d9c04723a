"""Many workbooks by several processes: results in the order of the books, as one process gives them.

Knows no workbook. Each process is a new Python that is fed through its stdin, the same on every
system: it imports no caller's script, inherits no thread, and ends when we end, however that comes.
What one of them cannot do is done here, so that an error is told as if there were none of them.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from typing import IO, TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from subprocess import Popen

Item = TypeVar("Item")
Setup = TypeVar("Setup")
Result = TypeVar("Result")
Work = Callable[[Sequence[Item], Setup], Iterable[Result]]

ENVIRONMENT = "XL2REPORT_JOBS"
# A new process takes as long to start as this many books to be read.
FEWEST = 100
_CHUNK = 25
# How many chunks may be done ahead of the one that is waited for, by each process.
_AHEAD = 4
# Condition.wait without an end cannot be interrupted on Windows.
_PATIENCE = 0.5
_START = "import sys; sys.path[:] = {path!r}; from xl2report.chain.workers import _serve_main as go; go()"


def jobs_for(count: int, jobs: int | None = None) -> int:
    """How many processes are used for so many books: as many as are wanted, and worth it.

    Wanted are `jobs`, else XL2REPORT_JOBS, else one for each processor.
    """
    if jobs is None:
        told = os.environ.get(ENVIRONMENT, "")
        jobs = int(told) if told.isascii() and told.isdigit() else _processors()
    return max(1, min(jobs, count // FEWEST))


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def each(
    work: "Work[Item, Setup, Result]", items: Sequence[Item], setup: Setup, jobs: int | None = None
) -> Iterator[Result]:
    """What `work` makes of the items, in their order; by several processes where that is worth it.

    `work` is a function of a module and gives one result for each item; it may be called with
    any run of them. Raises what it raises.
    """
    wanted = jobs_for(len(items), jobs)
    # A frozen program has no Python that could be started.
    if wanted < 2 or not sys.executable or hasattr(sys, "frozen"):
        yield from work(items, setup)
        return
    with closing(Crew(work, items, setup, wanted)) as crew:
        yield from crew.results()


class Crew:
    """Processes with a thread each that feeds it: chunk out, results in, the next chunk."""

    def __init__(
        self,
        work: "Work[Any, Any, Any]",
        items: Sequence[Any],
        setup: object,
        jobs: int,
    ) -> None:
        import pickle
        from threading import Condition, Thread

        self._work, self._items, self._setup = work, items, setup
        self._opening = pickle.dumps((work, setup), pickle.HIGHEST_PROTOCOL)
        self._size = max(1, min(_CHUNK, len(items) // (jobs * 4)))
        self._chunks = -(-len(items) // self._size)
        self._next = self._wanted = 0
        self._ahead = jobs * _AHEAD
        self._done: dict[int, list[Any] | None] = {}
        self._changed = Condition()
        self._closed = False
        self._children: list[Popen[bytes]] = []
        self._alive = jobs
        self._threads = [Thread(target=self._feed, daemon=True) for _ in range(jobs)]
        for thread in self._threads:
            thread.start()

    def results(self) -> Iterator[Any]:
        """All results in order; chunks that no process has done are done here."""
        for number in range(self._chunks):
            with self._changed:
                self._wanted = number
                self._changed.notify_all()
                while number not in self._done and self._alive:
                    self._changed.wait(_PATIENCE)
                # With nobody left to do it, it is not there.
                found = self._done.pop(number, None)
            yield from found if found is not None else self._work(self._chunk(number), self._setup)

    def close(self) -> None:
        """End all processes, at once; nothing of theirs is lost that anybody waits for."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            for child in self._children:
                child.kill()
        for thread in self._threads:
            thread.join(timeout=5)

    def _chunk(self, number: int) -> list[Any]:
        first = number * self._size
        return [self._items[at] for at in range(first, min(first + self._size, len(self._items)))]

    def _feed(self) -> None:
        """Keep one process busy till all is done or it has died; then leave what it had to others."""
        number: int | None = None
        try:
            with self.start_one() as child:
                if child.stdin is None or child.stdout is None:
                    return
                child.stdin.write(self._opening)
                while (number := self._taken()) is not None:
                    found = _asked(child.stdin, child.stdout, self._chunk(number))
                    with self._changed:
                        self._done[number] = found
                        number = None
                        self._changed.notify_all()
                child.kill()
        except (OSError, EOFError, ValueError):
            pass  # it has died, or could not be started
        finally:
            with self._changed:
                if number is not None:
                    self._done[number] = None
                self._alive -= 1
                self._changed.notify_all()

    def start_one(self) -> "Popen[bytes]":
        """One more process, ready to be fed. Raises OSError."""
        import subprocess

        code = _START.format(path=sys.path)
        child = subprocess.Popen(  # noqa: S603 - this very module
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        with self._changed:
            self._children.append(child)
            if self._closed:
                child.kill()
        return child

    def _taken(self) -> int | None:
        """The number of the next chunk, once it is not too far ahead; None at the end."""
        with self._changed:
            while not self._closed and self._next < self._chunks:
                if self._next < self._wanted + self._ahead:
                    self._next += 1
                    return self._next - 1
                self._changed.wait(_PATIENCE)
            return None


def _asked(out: IO[bytes], back: IO[bytes], chunk: list[Any]) -> list[Any] | None:
    """What the process at the other end makes of a chunk; None where it raised an error."""
    import pickle

    pickle.dump(chunk, out, pickle.HIGHEST_PROTOCOL)
    out.flush()
    try:
        found: list[Any] | None = pickle.load(back)  # noqa: S301 - from our own process
    except pickle.UnpicklingError as error:
        raise EOFError from error
    return found


def _serve_main() -> None:
    """The life of such a process: chunks from stdin, results to stdout, till stdin ends."""
    import gc
    import pickle
    import signal

    # Ctrl-C goes to all of a terminal; whoever started us decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(50_000, 20, 100)
    source = sys.stdin.buffer
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    try:
        work, setup = pickle.load(source)  # noqa: S301 - from the process that started us
        while True:
            chunk = pickle.load(source)  # noqa: S301 - as above
            try:
                found = list(work(chunk, setup))
            except Exception:  # noqa: BLE001 - it is raised again where it can be told
                found = None
            pickle.dump(found, target, pickle.HIGHEST_PROTOCOL)
            target.flush()
    except (EOFError, OSError):
        os._exit(0)  # nobody is there any more
