"""Damaged workbooks in any number: misreads, tracebacks, and what share was read in spite of all.

python tests/damage/run.py --books 5000            damage in the XML
python tests/damage/run.py --books 200 --office    then saved anew by LibreOffice
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path[:1] = [str(HERE.parents[1]), str(HERE.parents[2] / "samples" / "rushan-2020")]

from damage.damage import damaged  # noqa: E402 - after the paths
from damage.judge import BASES, EDITIONS, Verdict, base, judge  # noqa: E402 - after the paths
from xl2report.chain.forms import open_plan  # noqa: E402 - after the paths

Result = tuple[str, list[str], Verdict]


def one(number: int) -> Result:
    """The verdict on one damaged workbook, by its number."""
    edition = EDITIONS[number % 2]
    plan = open_plan(edition)
    seed = f"damage {number}"
    workbook, truth, done = damaged(plan, base(edition, number // 2 % BASES), seed)
    return seed, done, judge(plan, workbook, truth)


def office(numbers: list[int]) -> list[Result]:
    """The same for workbooks that LibreOffice has opened and saved after the damage."""
    program = shutil.which("soffice") or "soffice"
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        truths = {}
        for number in numbers:
            edition = EDITIONS[number % 2]
            made, truth, done = damaged(
                open_plan(edition), base(edition, number // 2 % BASES), f"damage {number}"
            )
            (home / f"{number}.xlsx").write_bytes(made)
            truths[number] = truth, done
        profile = os.environ.get("XL2REPORT_PROFILE", (home / "profile").as_uri())
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
        command += ["--convert-to", "xlsx", "--outdir", str(home / "out")]
        command += [str(home / f"{number}.xlsx") for number in numbers]
        subprocess.run(command, check=False, capture_output=True, timeout=600)
        for number, (truth, done) in truths.items():
            saved = home / "out" / f"{number}.xlsx"
            if saved.exists():
                verdict = judge(open_plan(EDITIONS[number % 2]), saved.read_bytes(), truth)
            else:
                verdict = Verdict(Counter(not_opened=1), ())
            results.append((f"damage {number}", done, verdict))
    return results


def summary(results: list[Result]) -> tuple[str, int]:
    """The figures of a run as text, and how many workbooks were wrong."""
    fates: Counter[str] = Counter()
    wrong, traces = [], []
    for seed, done, verdict in results:
        fates.update(verdict.fates)
        if verdict.misreads:
            wrong.append(
                f"{seed} {done}: {len(verdict.misreads)}: {'; '.join(verdict.misreads[:3])}"
            )
        if verdict.trace:
            traces.append(f"{seed} {done}\n{verdict.trace}")
    asked = fates["read"] + fates["refused"]
    misread = sum(len(verdict.misreads) for _, _, verdict in results)
    lines = [
        *wrong[:20],
        *traces[:3],
        f"workbooks          {len(results)}",
        f"misreads           {misread} in {len(wrong)} workbooks",
        f"tracebacks         {len(traces)}",
        f"numbers that stand {asked}",
        f"read and true      {fates['read']} ({fates['read'] / max(asked, 1):.2%})",
        f"refused            {fates['refused']} ({fates['refused'] / max(asked, 1):.2%})",
        f"gone               {fates['gone']}",
        f"blank, text        {fates['blank']}, {fates['text']}",
        f"not opened         {fates['not_opened']}",
    ]
    return "\n".join(lines), len(wrong) + len(traces)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--books", type=int, default=5000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--office", action="store_true")
    given = parser.parse_args()
    numbers = range(given.first, given.first + given.books)
    start = time.perf_counter()
    if given.office:
        results = office(list(numbers))
    else:
        with ProcessPoolExecutor(2) as pool:
            results = list(pool.map(one, numbers, chunksize=25))
    text, faults = summary(results)
    print(text)  # noqa: T201 - its result
    print(f"seconds            {time.perf_counter() - start:.0f}")  # noqa: T201 - its result
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
