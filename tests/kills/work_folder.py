"""Kills `run` on a work folder at random moments, again and again, and looks at what it leaves.

    python tests/kills/work_folder.py [KILLS] [SEED]

The same folder all the time: each run goes on where the killed one was. After every kill all results are
whole, no input has changed, and the state can be read; after every tenth an undisturbed run gives the
same bytes as in a fresh folder. Exit code 1 and the faults if there are any.
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve()
SAMPLE = HERE.parents[2] / "samples" / "rushan-2020"
SETTINGS = 'city = "乳山市人民政府"\nform = "disclosure-2019"\nyear = 2020\n[deadlines]\n"全部" = 2021-01-20\n'
STATE = "xl2report.db"
OURS = (".xl2report", STATE)


class Storm(NamedTuple):
    """What came of many kills: how many there were, how many hit a run that was still at work."""

    kills: int
    hit: int
    faults: tuple[str, ...]


def storm(kills: int, seed: int, folder: Path) -> Storm:
    """Kill runs in a work folder of their own; what was wrong afterwards."""
    chance = random.Random(seed)  # noqa: S311 - moments that can be repeated, more or less
    fresh = _work(folder / "fresh")
    begun = time.perf_counter()
    code = _start(fresh).wait()
    seconds = time.perf_counter() - begun
    expected = _results(fresh)
    faults = [] if code == 0 and expected else [f"the undisturbed run ended with {code}"]
    work = _work(folder / "work")
    inputs = _inputs(work)
    hit = 0
    for number in range(kills):
        if chance.random() < 0.3:
            for path in (work / STATE, work / "output"):
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        process = _start(work)
        time.sleep(chance.uniform(0.1, 1) * seconds)
        if process.poll() is None:
            hit += 1
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        faults += [f"kill {number}: {fault}" for fault in _faults(work, expected, inputs)]
        if number % 10 == 9 or number == kills - 1:
            if _start(work).wait():
                faults.append(f"kill {number}: the next run failed")
            faults += [f"kill {number}, run again: {one}" for one in _differs(work, expected)]
    return Storm(kills, hit, tuple(faults))


def _work(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "xl2report.toml").write_text(SETTINGS, encoding="utf-8")
    shutil.copytree(SAMPLE / "returns", folder / "returns")
    shutil.copy(SAMPLE / "roster.xlsx", folder / "roster.xlsx")
    for path in (folder / "returns").iterdir():
        os.utime(path, (1_610_000_000,) * 2)
    return folder


def _start(work: Path) -> "subprocess.Popen[bytes]":
    # A group of its own, so that what it started is killed with it.
    return subprocess.Popen(
        [sys.executable, "-m", "xl2report", "run", str(work), "--today", "2021-01-25"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "XL2REPORT_LANG": "zh"},
    )


def _inputs(work: Path) -> dict[str, bytes]:
    return {
        path.relative_to(work).as_posix(): path.read_bytes()
        for path in work.rglob("*")
        if path.is_file() and "output" not in path.parts and not path.name.startswith(OURS)
    }


def _results(work: Path) -> dict[str, bytes]:
    return {
        path.relative_to(work).as_posix(): path.read_bytes()
        for path in (work / "output").rglob("*")
        if path.is_file() and not path.name.endswith(".tmp")
    }


def _faults(work: Path, expected: dict[str, bytes], inputs: dict[str, bytes]) -> Iterator[str]:
    if _inputs(work) != inputs:
        yield "an input was changed"
    for path, data in _results(work).items():
        if path not in expected:
            yield f"{path}: not a result"
        elif data != expected[path] and not path.endswith((".html", ".json")):
            yield f"{path}: not whole, {len(data)} bytes"
    if (work / STATE).exists():
        # A copy: to look at it must not mend it.
        copy = work.parent / "looked-at"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for part in work.glob(f"{STATE}*"):
            shutil.copy(part, copy)
        base = sqlite3.connect(copy / STATE)
        try:
            if base.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                yield "the state is damaged"
        except sqlite3.DatabaseError as error:
            yield f"the state cannot be read: {error}"
        finally:
            base.close()
    yield from (f"{aside.name}: put aside" for aside in work.glob(f"{STATE}.damaged*"))


def _differs(work: Path, expected: dict[str, bytes]) -> Iterator[str]:
    found = _results(work)
    yield from (f"{path}: lost" for path in expected.keys() - found.keys())
    yield from (
        f"{path}: other bytes" for path, data in found.items() if expected.get(path) != data
    )


def main() -> int:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 150
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory(prefix="xl2report-kills-") as folder:
        came = storm(kills, seed, Path(folder))
    print(f"{came.kills} kills, {came.hit} of a run at work; {len(came.faults)} faults")
    print("\n".join(came.faults))
    return int(bool(came.faults))


if __name__ == "__main__":
    raise SystemExit(main())
