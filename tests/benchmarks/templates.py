"""What one of many templates costs, compared with one written alone, turn by turn in one run.

    python tests/benchmarks/templates.py [UNITS] [ROUNDS]

Each side is the whole of `template` in a warm process: the roster read, last year's workbooks read, the
workbook laid out, written and made sure of on the disk. Alone means one unit a call, by itself; all means
one call for all units (300 of them), by as many processes as there are processors. The aim is 0.7.
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

import xl2report
from xl2report.files.rosters.writer import write_roster
from xl2report.ground.codes import check_digit
from xl2report.ground.units import Unit

FORM, YEAR = "disclosure-2021", 2021
BEFORE = "disclosure-2019"
ALONE = 12
AIM = 0.7


def units(count: int) -> list[Unit]:
    """So many units, with codes that are well formed."""
    found = []
    for number in range(1, count + 1):
        body = f"11371083DEM{number:06d}"
        found.append(Unit(f"某市第{number:03d}号机关", body + check_digit(body)))
    return found


def last_year(folder: Path, listed: list[Unit]) -> None:
    """Their workbooks of the year before, with a few figures."""
    for number, unit in enumerate(listed):
        values = {
            "requests.new_received.natural_person": 3 + number % 7,
            "requests.granted.natural_person": 2 + number % 7,
            "requests.carried_out.natural_person": 1,
            "proactive.licensing.decisions": number,
        }
        data = {
            "form": BEFORE,
            "year": YEAR - 1,
            "reporter": {"name": unit.name, "code": unit.code},
            "values": values,
            "declarations": {"blank_is_zero": ["requests", "proactive", "disputes"]},
        }
        xl2report.fill(BEFORE, data, folder / f"{number}.xlsx")


class Taken(NamedTuple):
    """Seconds by the clock and by all processors together: a busy machine lengthens only the clock's."""

    clock: float
    work: float


def now() -> Taken:
    used = os.times()
    return Taken(time.perf_counter(), sum(used[:4]))


def since(start: Taken, count: int = 1) -> Taken:
    end = now()
    return Taken((end.clock - start.clock) / count, (end.work - start.work) / count)


def alone(folder: Path, listed: list[Unit], last: Path | None) -> Taken:
    """What one unit takes by itself: the median of some."""
    taken = []
    for number, unit in enumerate(listed[:ALONE]):
        start = now()
        xl2report.template(
            FORM,
            folder / f"alone-{number}.xlsx",
            year=YEAR,
            reporter=unit.name,
            code=unit.code,
            last=[last / f"{number}.xlsx"] if last else (),
        )
        taken.append(since(start))
    clocks, works = zip(*taken, strict=True)
    # The processors' time comes in hundredths of a second: of all together it is exact enough.
    return Taken(median(clocks), sum(works) / len(works))


def together(folder: Path, roster: Path, last: Path | None, jobs: int | None) -> Taken:
    """What each of all units takes in one call."""
    start = now()
    made = xl2report.template(
        FORM, folder / "all", year=YEAR, roster=roster, last=[last] if last else (), jobs=jobs
    )
    taken = since(start, len(made))
    shutil.rmtree(folder / "all")
    return taken


def main() -> None:
    """Measure with last year's figures and without, by two processes and by one."""
    count = int(sys.argv[1]) if sys.argv[1:] else 300
    rounds = int(sys.argv[2]) if sys.argv[2:] else 7
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        listed = units(count)
        roster, last = folder / "roster.xlsx", folder / "last"
        roster.write_bytes(write_roster(listed))
        last.mkdir()
        last_year(last, listed)
        for home, words in ((last, "with last year's figures"), (None, "without")):
            for jobs, by in ((None, "all processors"), (1, "one process")):
                alone(folder, listed, home)
                pairs = [
                    (alone(folder, listed, home), together(folder, roster, home, jobs))
                    for _ in range(rounds)
                ]
                for path in folder.glob("alone-*.xlsx"):
                    path.unlink()
                single, each = (
                    median(one.clock for one in side) * 1e3 for side in zip(*pairs, strict=True)
                )
                low, middle, high = quantiles([many.clock / one.clock for one, many in pairs], n=4)
                work = median(many.work / one.work for one, many in pairs)
                met = "met" if middle <= AIM else "missed"
                print(
                    f"{count} {words}, {by}: alone {single:.1f} ms, each of all {each:.1f} ms, "
                    f"ratio {middle:.2f} ({low:.2f}–{high:.2f}), aim {AIM}: {met}; "
                    f"of the processors' time {work:.2f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
