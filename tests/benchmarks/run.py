"""Started by `make bench`: what reading, checking and writing cost, as ratios of one run.

    python tests/benchmarks/run.py [--quick] [--only LETTERS] [--raw FILE] [--write]

Progress goes to stderr, the table to stdout. A missed aim is told in the table, not by the exit code:
2 means that it could not measure. README.md beside this file says what each figure means.
"""

import argparse
import json
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    # Started as a script, this folder is on the path; the modules are known as benchmarks.…
    sys.path[0] = str(HERE.parent)
    from benchmarks.figures import FULL, LETTERS, QUICK, measure
    from benchmarks.processes import Failed, say
    from benchmarks.scale import FULL as WHOLE_CITY
    from benchmarks.scale import LETTER as CITY
    from benchmarks.scale import QUICK as PART_OF_A_CITY
    from benchmarks.scale import measure_scale, outlook_text
    from benchmarks.table import table, write_into

    parser = argparse.ArgumentParser(description="What reading, checking and writing cost.")
    parser.add_argument("--quick", action="store_true", help="under two minutes, coarse")
    parser.add_argument("--only", default=LETTERS + CITY, metavar="LETTERS", help="such as ad")
    parser.add_argument("--raw", type=Path, metavar="FILE", help="every measurement, as JSON")
    parser.add_argument("--write", action="store_true", help="keep the table in README.md")
    given = parser.parse_args()
    if given.write and (given.quick or given.only != LETTERS + CITY):
        parser.error("only a full run is kept in README.md")
    load = os.getloadavg()[0]
    try:
        measured = measure(QUICK if given.quick else FULL, given.only)
        outlook = ""
        if CITY in given.only:
            size = PART_OF_A_CITY if given.quick else WHOLE_CITY
            more, sentences = measure_scale(size)
            measured += more
            outlook = outlook_text(size, sentences)
    except Failed as failure:
        say(str(failure))
        return 2
    text = table(measured, quick=given.quick, load=load) + outlook
    print(text)
    if given.raw:
        raw = [
            {
                "figure": one.figure.says,
                "over": [usage._asdict() for usage in one.over],
                "under": [usage._asdict() for usage in one.under],
            }
            for one in measured
        ]
        given.raw.write_text(json.dumps(raw, indent=1), encoding="utf-8")
    if given.write:
        write_into(HERE / "README.md", text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
