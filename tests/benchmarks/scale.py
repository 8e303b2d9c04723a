"""A whole city's returns, end to end: each command over many workbooks and over few, as whole processes.

Time per workbook, the largest process, all processes together, how evenly the work is shared out; and
what ten times as many would take by the slope between the two measured sizes.
"""

import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from benchmarks.figures import Figure, Measured
from benchmarks.material import Material
from benchmarks.processes import (
    _PEAK_UNIT,
    HERE,
    Command,
    Failed,
    Ratio,
    Usage,
    environment,
    helper,
    python,
    run,
    say,
    spread,
)

LETTER = "j"
CITY = "示例市人民政府"
_MEBI = 1 << 20
_MOST = 300_000_000 / _MEBI
# How many processes share the work at least: all CPU by that of the busiest. None where one process must
# do the end alone.
_COMMANDS: Mapping[str, float | None] = {"read": 1.6, "check": 1.6, "merge": None, "report": None}


class Scale(NamedTuple):
    """How many workbooks are few, how many are many, and of how many it is only said (0: nothing).

    Too few say nothing of more: what starting takes is most of it.
    """

    few: int
    many: int
    said: int
    originals: int
    rounds: int = 1


FULL = Scale(1_000, 10_000, 100_000, 1_000)
QUICK = Scale(250, 1_000, 0, 250)


class Whole(NamedTuple):
    """What a command took: as one process tells it, the bytes of all together, the busiest one's CPU."""

    usage: Usage
    together: int
    busiest: float


@dataclass(frozen=True)
class Told(Measured):
    """A figure that is no ratio of two racers: its value is told by `value`, round by round."""

    value: Callable[[Usage], float] = lambda usage: usage.peak / _MEBI

    @property
    def ratio(self) -> Ratio:
        """The value itself."""
        return spread([self.value(usage) for usage in self.over])

    @property
    def cpu(self) -> Ratio | None:
        """None: it is no time."""
        return None


def measure_scale(size: Scale) -> tuple[list[Measured], list[str]]:
    """The figures of all commands, and the sentences on as many workbooks as were not measured."""
    material = Material(originals=size.originals, office=0)
    taken: dict[str, dict[int, list[Whole]]] = {name: {} for name in _COMMANDS}
    for round_ in range(1, size.rounds + 1):
        for count in (size.few, size.many):
            commands = _commands(material, count)
            for name, command in commands.items():
                say(f"  {name} of {count:,}: round {round_} of {size.rounds}")
                taken[name].setdefault(count, []).append(_watched(command, material.work))
    figures: list[Measured] = []
    outlook = []
    for name, by_count in taken.items():
        few, many = by_count[size.few], by_count[size.many]
        figures += _figures(name, size, few, many)
        if size.said:
            outlook.append(_outlook(name, size, few, many))
    return figures, outlook


def _commands(material: Material, count: int) -> dict[str, Command]:
    """Each command over so many workbooks; `report` is of the city's workbook that `merge` writes."""
    folder, work = material.books(count), material.work
    roster = work / f"roster-{count}.xlsx"
    run(helper("scale_roster", roster, str(count)), work)
    city = work / f"city-{count}.xlsx"
    tool = python("-m", "xl2report")
    of_city = ("--reporter", CITY, "--roster", roster)
    return {
        "read": [*tool, "read", folder, "--format", "csv", "-o", work / "read.csv"],
        "check": [
            *(*tool, "check", folder, "--roster", roster),
            *("--format", "json", "-o", work / "check.json"),
        ],
        "merge": [*tool, "merge", folder, *of_city, "-o", city],
        "report": [*tool, "report", city, "-o", work / "city.docx"],
    }


def _watched(command: Command, folder: Path) -> Whole:
    """Run a command in a folder with all its processes watched. Raises Failed."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", HERE / "scale_watch.py", *command],
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
    wall, cpu, peak, code, together, busiest = map(float, done.stdout.split())
    if code:
        shown = " ".join(map(str, command))
        raise Failed(f"exit code {code:.0f}: {shown}\n{done.stderr[-2000:]}")
    return Whole(Usage(wall, cpu, round(peak) * _PEAK_UNIT), round(together), busiest)


def _figures(name: str, size: Scale, few: list[Whole], many: list[Whole]) -> list[Measured]:
    over, under = [one.usage for one in many], [one.usage for one in few]
    wholes = {id(one.usage): one for one in many}
    per_book = f"`{name}`: time per workbook, {size.many:,} / {size.few:,}"
    found: list[Measured] = [
        Measured(
            Figure(LETTER, per_book, name, name, 1.2, factor=size.few / size.many), over, under
        ),
        Told(
            Figure(LETTER, f"`{name}` of {size.many:,}: MiB, largest process", name, name, _MOST),
            over,
            under,
        ),
    ]
    # Other systems than Linux do not tell.
    if all(one.together for one in many):
        says = f"`{name}` of {size.many:,}: MiB, all processes"
        found.append(
            Told(
                Figure(LETTER, says, name, name, _MOST),
                over,
                under,
                value=lambda usage: wholes[id(usage)].together / _MEBI,
            )
        )
    aim = _COMMANDS[name]
    if aim is not None and all(one.busiest for one in many):
        says = f"`{name}` of {size.many:,}: CPU of all processes / of the busiest"
        found.append(
            Told(
                Figure(LETTER, says, name, name, aim, at_least=True),
                over,
                under,
                value=lambda usage: usage.cpu / wholes[id(usage)].busiest,
            )
        )
    return found


def _outlook(name: str, size: Scale, few: list[Whole], many: list[Whole]) -> str:
    """What `said` workbooks would take: a straight line through the two measured sizes."""

    def at(what: Callable[[Whole], float]) -> float:
        low, high = (spread([what(one) for one in taken]).median for taken in (few, many))
        return high + (high - low) / (size.many - size.few) * (size.said - size.many)

    cpu, peak = at(lambda one: one.usage.cpu), at(lambda one: one.usage.peak / _MEBI)
    together = at(lambda one: one.together / _MEBI)
    words = f"`{name}`: {cpu:,.0f} s of CPU, {peak:,.0f} MiB in the largest process"
    return words + (f", {together:,.0f} MiB in all" if together else "")


def outlook_text(size: Scale, outlook: list[str]) -> str:
    """The sentences on what was not measured, as one paragraph; "" where there are none."""
    if not outlook:
        return ""
    return (
        "\n\n"
        f"Not measured: {size.said:,} workbooks, by the slope from {size.few:,} to {size.many:,}. "
        + "; ".join(outlook)
        + "."
    )
