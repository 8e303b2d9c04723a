"""A lock on a folder that ends with its process, however that ends. Knows files; no state."""

import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

NAME = ".xl2report.lock"
_PAUSE = 0.1


class NoLocking(Exception):
    """The disk cannot lock, or nothing can be written there."""


class Busy(Exception):
    """Somebody else holds the lock."""


def marked(folder: Path) -> bool:
    """Whether a state was once begun in a folder."""
    try:
        return (folder / NAME).stat().st_size > 0
    except OSError:
        return False


class Lock:
    """Held from the moment it is made till `release`, or the end of the process."""

    def __init__(self, folder: Path, patience: float) -> None:
        """Raises Busy after so many seconds, and NoLocking."""
        try:
            self._file: IO[bytes] = (folder / NAME).open("ab")
        except OSError as error:
            raise NoLocking(error.strerror or type(error).__name__) from None
        try:
            held = self._wait(patience)
        except OSError as error:
            self._file.close()
            raise NoLocking(error.strerror or type(error).__name__) from None
        except BaseException:
            self._file.close()
            raise
        if not held:
            self._file.close()
            raise Busy

    def _wait(self, patience: float) -> bool:
        end = time.monotonic() + patience
        while not _taken(self._file):
            if time.monotonic() >= end:
                return False
            time.sleep(_PAUSE)
        return True

    def mark(self) -> None:
        """Note in the file that a state was begun here; it outlives the state."""
        with suppress(OSError):
            if not os.fstat(self._file.fileno()).st_size:
                self._file.write(b"1")
                self._file.flush()

    def release(self) -> None:
        """Let others work. The file stays: to remove it would let two of them hold it."""
        with suppress(OSError):
            self._file.close()


if sys.platform == "win32":
    import msvcrt

    def _taken(file: IO[bytes]) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:
    import fcntl

    def _taken(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
