"""Kills commands at random moments and looks at what they leave: whole files or none, inputs as they were.

    python tests/kills/run.py [KILLS] [SEED]

Half of the kills come at any moment of the command's life, half while a file is being written: as soon
as its temporary name shows in the folder. Exit code 1 and the faults if there are any.
"""

import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "rushan-2020"
RETURNS, ROSTER = SAMPLE / "returns", SAMPLE / "roster.xlsx"
TEMPORARY = ".xl2report.tmp"
CITY = "乳山市人民政府"
COMMANDS = {
    "run": ["run", RETURNS, "--roster", ROSTER, "--reporter", CITY, "-o", "out"],
    "merge": ["merge", RETURNS, "--reporter", CITY, "-o", Path("out", "city.xlsx")],
    "template": ["template", "disclosure-2019", "--year", "2020", "--roster", ROSTER, "-o", "out"],
}
OLD = b"the result of last year"
# A template takes the place of nothing but a template that nobody has filled in.
UNTOUCHED = RETURNS.parents[2] / "workbook_templates" / "disclosure-2019" / "blank.xlsx"


class Storm(NamedTuple):
    """What came of many kills."""

    kills: int
    before: int  # found nothing of the command's work yet
    amid: int  # left a file half written under its temporary name, or only some of the files
    after: int  # found all of it done
    faults: tuple[str, ...]


def storm(kills: int, seed: int, folder: Path) -> Storm:
    """Kill commands in a folder of their own; what was wrong afterwards."""
    chance = random.Random(seed)  # noqa: S311 - moments that can be repeated, more or less
    inputs = _state(SAMPLE)
    whole = {name: _whole(name, folder / f"whole-{name}") for name in COMMANDS}
    counts = {"before": 0, "amid": 0, "after": 0}
    faults: list[str] = []
    for number in range(kills):
        name = chance.choice(list(COMMANDS))
        place = folder / f"kill-{number}"
        # Where last year's results lie, they must be there or replaced, never gone.
        old = set(whole[name].files) if chance.random() < 0.5 else set()
        for path in old:
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_bytes(_old(name))
        (place / "out").mkdir(parents=True, exist_ok=True)
        writing = chance.random() < 0.5
        pause = chance.uniform(0, 0.003) if writing else chance.uniform(0, whole[name].seconds)
        _kill(name, place, pause, writing=writing)
        faults += [
            f"kill {number} ({name}): {fault}"
            for fault in _faults(place, whole[name].files, dict.fromkeys(old, _old(name)))
        ]
        if _state(SAMPLE) != inputs:
            faults.append(f"kill {number} ({name}): an input was changed")
        done = sum(
            (place / path).read_bytes() != _old(name)
            for path in whole[name].files
            if (place / path).exists()
        )
        half = any(place.rglob(f"*{TEMPORARY}"))
        counts[
            "after" if done == len(whole[name].files) else "amid" if done or half else "before"
        ] += 1
        faults += [
            f"kill {number} ({name}), run again: {fault}"
            for fault in _again(name, place, whole[name].files)
        ]
    return Storm(kills, **counts, faults=tuple(faults))


def _old(name: str) -> bytes:
    """What lay where a command writes."""
    return UNTOUCHED.read_bytes() if name == "template" else OLD


class Whole(NamedTuple):
    """The files of a command that was left alone, and how long it took."""

    files: dict[str, bytes]
    seconds: float


def _start(name: str, place: Path) -> "subprocess.Popen[bytes]":
    place.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "xl2report", *map(str, COMMANDS[name])]
    # A group of its own, so that what it started is killed with it.
    return subprocess.Popen(
        command,
        cwd=place,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _whole(name: str, place: Path) -> Whole:
    begun = time.perf_counter()
    code = _start(name, place).wait()
    seconds = time.perf_counter() - begun
    files = _files(place)
    if code or not files:
        raise RuntimeError(f"{name}: exit code {code}, {len(files)} files")
    for path, data in files.items():
        _open(path, data)
    return Whole(files, seconds)


def _open(path: str, data: bytes) -> None:
    """Raise unless a file is whole: every member of the package, and its reader's own view."""
    import io
    import zipfile

    if not path.endswith((".xlsx", ".docx")):
        return
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        broken = package.testzip()
    if broken is not None:
        raise RuntimeError(f"{path}: {broken}")


def _kill(name: str, place: Path, pause: float, *, writing: bool) -> None:
    process = _start(name, place)
    if writing:
        out = place / "out"
        while process.poll() is None and not _temporary(out):
            time.sleep(0)
    time.sleep(pause)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _temporary(folder: Path) -> bool:
    return any(path.name.endswith(TEMPORARY) for path in folder.iterdir())


def _faults(place: Path, whole: dict[str, bytes], old: dict[str, bytes]) -> Iterator[str]:
    from xl2report.chain.books import find_books
    from xl2report.chain.errors import CannotWork

    found = _files(place)
    for path, data in found.items():
        if path.endswith(TEMPORARY):
            continue
        if path not in whole:
            yield f"{path}: not a result"
        elif data not in {whole[path], old.get(path, whole[path])}:
            yield f"{path}: neither the old file nor the new one, {len(data)} bytes"
    yield from (f"{path}: lost" for path in old.keys() - found)
    try:
        books = [book.name for book in find_books([place])]
    except CannotWork:
        books = []
    yield from (
        f"{book}: a half file is taken for a workbook" for book in books if TEMPORARY in book
    )


def _again(name: str, place: Path, whole: dict[str, bytes]) -> Iterator[str]:
    """The next run, some minutes later: everything there, nothing left over."""
    for path in place.rglob(f"*{TEMPORARY}"):
        os.utime(path, (time.time() - 300,) * 2)
    if _start(name, place).wait():
        yield "it failed"
    found = _files(place)
    yield from (f"{path}: still there" for path in found.keys() - whole.keys())
    yield from (f"{path}: not whole" for path in whole if found.get(path) != whole[path])


def _files(place: Path) -> dict[str, bytes]:
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in sorted(place.rglob("*"))
        if path.is_file()
    }


def _state(folder: Path) -> dict[str, str]:
    return {
        path: hashlib.sha256(data).hexdigest()
        for path, data in _files(folder).items()
        if path.endswith(".xlsx")
    }


def main() -> int:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory(prefix="xl2report-kills-") as folder:
        came = storm(kills, seed, Path(folder))
    print(
        f"{came.kills} kills: {came.before} before anything was written, {came.amid} amid, {came.after} after; {len(came.faults)} faults"
    )
    print("\n".join(came.faults))
    return int(bool(came.faults))


if __name__ == "__main__":
    raise SystemExit(main())
