"""Damaged workbooks in any number: misreads, tracebacks, and what share was read in spite of all.

python tests/damage/run.py --books 5000            damage in the XML
python tests/damage/run.py --books 500 --office    then saved anew by LibreOffice
python tests/damage/run.py --books 500 --edited    rows, columns and sheets edited by LibreOffice itself
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
from damage.office import edit_all, edited  # noqa: E402 - after the paths
from damage.pages import Truth  # noqa: E402 - after the paths
from xl2report.chain.forms import open_plan  # noqa: E402 - after the paths
from xl2report.form.plan import Plan  # noqa: E402 - after the paths

Result = tuple[str, list[str], Verdict]
Known = tuple[Truth, list[str]]
# So many workbooks are given to one LibreOffice: it takes a fifth of a second for each, and more and more memory.
BATCH = 100


def one(number: int) -> Result:
    """The verdict on one damaged workbook, by its number."""
    seed = f"damage {number}"
    plan, before = filled(number)
    workbook, truth, done = damaged(plan, before, seed)
    return seed, done, judge(plan, workbook, truth)


def office(numbers: list[int]) -> list[Result]:
    """The same for workbooks that LibreOffice has opened and saved after the damage."""
    program = shutil.which("soffice") or "soffice"
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        known: dict[int, Known] = {}
        for number in numbers:
            plan, workbook = filled(number)
            made, truth, done = damaged(plan, workbook, f"damage {number}")
            (home / f"{number}.xlsx").write_bytes(made)
            known[number] = truth, done
        profile = os.environ.get("XL2REPORT_PROFILE", (home / "profile").as_uri())
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
        command += ["--convert-to", "xlsx", "--outdir", str(home / "out")]
        command += [str(home / f"{number}.xlsx") for number in numbers]
        subprocess.run(command, check=False, capture_output=True, timeout=60 + 10 * len(numbers))
        return judged(home / "out", known)


def edited_by_office(numbers: list[int]) -> list[Result]:
    """The verdicts on workbooks whose rows, columns and sheets LibreOffice has edited."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        known: dict[int, Known] = {}
        works = []
        for number in numbers:
            plan, workbook = filled(number)
            steps, truth = edited(plan, workbook, f"office {number}")
            source, target = home / f"{number}.xlsx", home / "out" / f"{number}.xlsx"
            source.write_bytes(workbook)
            works.append((source, target, steps))
            known[number] = truth, [",".join(map(str, step)) for step in steps]
        (home / "out").mkdir()
        edit_all(works, home)
        return judged(home / "out", known)


def filled(number: int) -> tuple[Plan, bytes]:
    """The form and the workbook that a number stands for."""
    edition = EDITIONS[number % 2]
    return open_plan(edition), base(edition, number // 2 % BASES)


def judged(folder: Path, known: dict[int, Known]) -> list[Result]:
    """The verdicts on what LibreOffice has saved."""
    results: list[Result] = []
    for number, (truth, done) in known.items():
        saved = folder / f"{number}.xlsx"
        verdict = Verdict(Counter(not_opened=1), ())
        if saved.exists():
            verdict = judge(open_plan(EDITIONS[number % 2]), saved.read_bytes(), truth)
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
    parser.add_argument("--edited", action="store_true")
    given = parser.parse_args()
    numbers = range(given.first, given.first + given.books)
    start = time.perf_counter()
    if given.office or given.edited:
        work = office if given.office else edited_by_office
        batches = [list(numbers[at : at + BATCH]) for at in range(0, len(numbers), BATCH)]
        results = [result for batch in batches for result in work(batch)]
    else:
        with ProcessPoolExecutor(2) as pool:
            results = list(pool.map(one, numbers, chunksize=25))
    text, faults = summary(results)
    print(text)  # noqa: T201 - its result
    print(f"seconds            {time.perf_counter() - start:.0f}")  # noqa: T201 - its result
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
