"""The workbooks that are read: made once by children, kept in a folder named after the code's hash.

The folder lies in XL2REPORT_BENCH_CACHE, else XDG_CACHE_HOME, else ~/.cache; never in the repository.
Folders of other code that nobody has used for a day are removed.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from benchmarks.processes import HERE, Command, Failed, environment, helper, say

ENVIRONMENT = "XL2REPORT_BENCH_CACHE"
DAY = 86_400
# What the material depends on besides xl2report: these, Python and XlsxWriter.
_MAKERS = ("write_books.py", "list_parts.py", "material.py")


class Material:
    """The folders of workbooks and lists of parts that a run needs, made when they are missing."""

    def __init__(self, *, originals: int, office: int) -> None:
        self.root = _root()
        self.originals = originals
        self.office_books = office
        self.work = self._made("work", lambda _: None)

    def books(self, count: int) -> Path:
        """Workbooks 1 to `count`: the first of them written, those above `originals` copied."""

        def written(folder: Path) -> None:
            _shared_out(folder, 1, self.originals)

        def taken(folder: Path) -> None:
            for path in sorted(originals.iterdir())[:count]:
                os.link(path, folder / path.name)
            if count > self.originals:
                _shared_out(folder, self.originals + 1, count, originals)

        originals = self._made(f"written-{self.originals}", written)
        if count == self.originals:
            return originals
        return self._made(f"books-{self.originals}-{count}", taken)

    def resaved(self) -> Path | None:
        """Workbooks as LibreOffice saves them; None where there is no LibreOffice."""
        program = shutil.which("soffice") or shutil.which("libreoffice")
        if program is None:
            return None
        count = self.office_books
        before = self.books(count)
        return self._made(
            f"office-{self.originals}-{count}", lambda folder: _resave(program, before, folder)
        )

    def parts(self, folder: Path, sample: int = 5) -> Path:
        """The list of the parts that `check` reads in workbooks like these: the first few watched."""

        def make(target: Path) -> None:
            chosen = target / "books"
            chosen.mkdir()
            for path in sorted(folder.iterdir())[:sample]:
                os.link(path, chosen / path.name)
            _wait([_start(helper("list_parts", chosen, target / "parts.txt"))])

        return self._made(f"parts-{folder.name}", make) / "parts.txt"

    def _made(self, name: str, make: Callable[[Path], None]) -> Path:
        folder = self.root / name
        if not folder.is_dir():
            say(f"  making {name}")
            fresh = self.root / f"{name}-{os.getpid()}.tmp"
            fresh.mkdir(parents=True)
            make(fresh)
            fresh.rename(folder)
        return folder


def package() -> Path:
    """The folder of the installed xl2report (it is found, not imported)."""
    spec = find_spec("xl2report")
    if spec is None or spec.origin is None:
        raise Failed("xl2report is not installed for this Python: make bench")
    return Path(spec.origin).parent


def _root() -> Path:
    home = os.environ.get(ENVIRONMENT) or os.environ.get("XDG_CACHE_HOME")
    cache = (Path(home) if home else Path.home() / ".cache") / "xl2report-benchmark"
    cache.mkdir(parents=True, exist_ok=True)
    root = cache / _fingerprint()
    for other in cache.iterdir():
        if other != root and time.time() - other.stat().st_mtime > DAY:
            shutil.rmtree(other, ignore_errors=True)
    root.mkdir(exist_ok=True)
    os.utime(root)
    return root


def _fingerprint() -> str:
    """A hash of all code and forms that the material depends on."""
    inside = package()
    beside = inside.parents[1] / "workbook_templates"
    files = [HERE / name for name in _MAKERS]
    for folder in (inside, beside):
        files += [path for path in folder.rglob("*") if path.is_file()]
    digest = hashlib.sha256(sys.version.encode())
    try:
        digest.update(version("XlsxWriter").encode())
    except PackageNotFoundError:
        raise Failed("XlsxWriter is not installed for this Python: make bench") from None
    for path in sorted(files):
        if path.suffix != ".pyc":
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def _shared_out(folder: Path, first: int, last: int, *originals: Path) -> None:
    """Workbooks first to last, made by as many children as there are cores."""
    most = min(os.cpu_count() or 1, 8)
    step = -(-(last - first + 1) // most)
    _wait(
        [
            _start(
                helper(
                    "write_books", folder, str(begin), str(min(begin + step - 1, last)), *originals
                )
            )
            for begin in range(first, last + 1, step)
        ]
    )


def _start(command: Command) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command, env=environment(), stdout=subprocess.DEVNULL, start_new_session=True
    )


def _wait(children: list[subprocess.Popen[bytes]], patience: float = 1_200) -> None:
    """Wait for children; where one fails or takes too long, end them all. Raises Failed."""
    try:
        for child in children:
            if child.wait(timeout=patience):
                raise Failed(f"exit code {child.returncode}: {child.args!r}")
    except subprocess.TimeoutExpired as late:
        raise Failed(f"not done after {patience:.0f} s: {late.cmd}") from None
    finally:
        for child in children:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()


def _resave(program: str, before: Path, folder: Path) -> None:
    """All workbooks of a folder, saved by LibreOffice in one call with a profile of its own."""
    profile = folder.with_name(f"profile-{os.getpid()}")
    books = sorted(before.iterdir())
    command: list[str | Path] = [program, f"-env:UserInstallation={profile.as_uri()}"]
    command += ["--headless", "--norestore", "--convert-to", "xlsx", "--outdir", folder, *books]
    try:
        for _ in range(2):  # LibreOffice 7.4.7, 2026-11: one start in some hundred dies at once
            try:
                _wait([_start(command)], patience=120 + 5 * len(books))
            except Failed as failure:
                say(f"  LibreOffice: {str(failure)[:80]}")
            if len(list(folder.iterdir())) == len(books):
                return
        raise Failed(f"LibreOffice saved {len(list(folder.iterdir()))} of {len(books)} workbooks")
    finally:
        shutil.rmtree(profile, ignore_errors=True)
