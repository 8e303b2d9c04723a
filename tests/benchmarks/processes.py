"""Processes run one at a time: wall time, CPU time and peak memory of each, and races of several."""

import os
import random
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
Command = Sequence[str | Path]
# ru_maxrss counts kilobytes, on macOS bytes.
_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


class Failed(Exception):
    """A process that ended otherwise than with exit code 0, and its last words."""


class Usage(NamedTuple):
    """What one process took: seconds of wall clock, seconds of CPU (user and system), bytes."""

    wall: float
    cpu: float
    peak: int


class Ratio(NamedTuple):
    """The median of paired ratios and the quartiles about it."""

    median: float
    low: float
    high: float


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def python(*arguments: str | Path) -> Command:
    """A command of this very interpreter."""
    return sys.executable, *arguments


def helper(name: str, *arguments: str | Path) -> Command:
    """A script beside this one."""
    return python(HERE / f"{name}.py", *arguments)


def environment() -> dict[str, str]:
    """The environment of every process: without an office's own forms, with compiled modules."""
    left_out = ("XL2REPORT_FORMS", "PYTHONDONTWRITEBYTECODE")
    return {key: value for key, value in os.environ.items() if key not in left_out}


def run(command: Command, folder: Path) -> Usage:
    """Run a command in a folder, its output thrown away. Raises Failed."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", HERE / "launch.py", *command],
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise Failed(done.stderr[-2000:])
    wall, cpu, peak, code = map(float, done.stdout.split())
    if code:
        shown = " ".join(map(str, command))
        raise Failed(f"exit code {code:.0f}: {shown}\n{done.stderr[-2000:]}")
    return Usage(wall, cpu, round(peak) * _PEAK_UNIT)


def race(
    title: str,
    commands: Mapping[str, Command],
    folder: Path,
    *,
    rounds: int,
    warm: Sequence[str] = (),
) -> dict[str, list[Usage]]:
    """Every command once a round, in an order shuffled anew; those to be warmed once before."""
    order = list(commands)
    dice = random.Random(title)  # noqa: S311 - an order of running
    taken: dict[str, list[Usage]] = {name: [] for name in order}
    for name in warm:
        run(commands[name], folder)
    for number in range(1, rounds + 1):
        say(f"  {title}: round {number} of {rounds}")
        dice.shuffle(order)
        for name in order:
            taken[name].append(run(commands[name], folder))
    return taken


def ratios(over: list[Usage], under: list[Usage], what: Callable[[Usage], float]) -> list[float]:
    """The ratio of two racers, round by round."""
    return [what(one) / what(other) for one, other in zip(over, under, strict=True)]


def spread(found: list[float]) -> Ratio:
    """The median and the quartiles about it."""
    if len(found) == 1:
        return Ratio(found[0], found[0], found[0])
    low, median, high = statistics.quantiles(found, method="inclusive")
    return Ratio(median, low, high)
