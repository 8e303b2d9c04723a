"""The roster of the reporters that write_books.py makes, a process of its own.

    python scale_roster.py FILE COUNT

As a city has it: one unit of its own level, categories, short names, contacts, and nine of ten
units belong to another.
"""

import sys
from pathlib import Path

from xl2report.files.rosters.writer import write_roster
from xl2report.ground.units import OWN_LEVEL, Unit

CATEGORIES = ("部门", "乡镇街道", "开发区", "事业单位")


def unit(number: int) -> Unit:
    from benchmarks.write_books import code, reporter

    category = CATEGORIES[number % len(CATEGORIES)]
    return Unit(
        name=reporter(number),
        code=code(number),
        short=f"第{number:05d}号",
        category=OWN_LEVEL if number == 1 else category,
        parent=reporter(number - number % 10) if number % 10 and number > 10 else "",
        contact=f"联系人{number:05d}",
        phone=f"0631-{6_000_000 + number}",
        group=category,
    )


def main(target: Path, count: int) -> None:
    units = (unit(number) for number in range(1, count + 1))
    target.write_bytes(write_roster(units, CATEGORIES, "示例市"))


if __name__ == "__main__":
    # Started as a script, this folder is on the path; the modules are known as benchmarks.…
    sys.path[0] = str(Path(__file__).resolve().parents[1])
    main(Path(sys.argv[1]), int(sys.argv[2]))
