"""What was measured as a table, and the block of the README that keeps it."""

import os
import platform
import statistics
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.figures import Measured
from benchmarks.processes import Ratio, Usage

BEGIN, END = "<!-- measured -->", "<!-- /measured -->"
_HEAD = (
    "| | figure | aim | measured | spread | by CPU | | seconds | peak MiB |\n"
    "|---|---|---|---|---|---|---|---|---|"
)


def table(measured: list[Measured], *, quick: bool, load: float) -> str:
    """The table with a line on the machine above it."""
    return "\n".join([_machine(quick=quick, load=load), "", _HEAD, *map(_row, measured)])


def _row(one: Measured) -> str:
    figure, found, cpu = one.figure, one.ratio, one.cpu
    aim = "floor"
    if figure.aim is not None:
        aim = f"{'≥' if figure.at_least else '≤'} {_number(figure.aim)}"
    verdict = {True: "met", False: "**missed**", None: ""}[one.met]
    cells = [
        figure.letter,
        figure.says,
        aim,
        f"**{_number(found.median)}**",
        _spread(found),
        f"{_number(cpu.median)} ({_spread(cpu)})" if cpu else "—",
        verdict,
        f"{_wall(one.over)} / {_wall(one.under)}",
        f"{_peak(one.over)} / {_peak(one.under)}",
    ]
    return f"| {' | '.join(cells)} |"


def _number(value: float) -> str:
    return f"{value:.0f}" if value == round(value) or value >= 20 else f"{value:.2f}"


def _spread(found: Ratio) -> str:
    return f"{_number(found.low)}–{_number(found.high)}"


def _wall(taken: list[Usage]) -> str:
    return f"{statistics.median(one.wall for one in taken):.3g}"


def _peak(taken: list[Usage]) -> str:
    return f"{statistics.median(one.peak for one in taken) / (1 << 20):.1f}"


def _machine(*, quick: bool, load: float) -> str:
    names = ("xl2report", "typer", "XlsxWriter", "python-docx", "openpyxl", "pandas")
    told = ", ".join(f"{name} {_version(name)}" for name in names)
    size = "quick run" if quick else "full run"
    return (
        f"{time.strftime('%Y-%m-%d')}, {size}; {os.cpu_count()} cores ({platform.machine()}, "
        f"{platform.system()}), load {load:.1f} before; Python {platform.python_version()}, {told}."
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def write_into(readme: Path, text: str) -> None:
    """Put the table between the markers of the README."""
    before, _, rest = readme.read_text(encoding="utf-8").partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise ValueError(f"{readme}: no {BEGIN} … {END}")
    readme.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")
