"""Imports many made-up reports, printed and damaged at random, and counts what came of every cell.

python tests/published/run.py --reports 2000 [--first SEED] [--most DAMAGES] [--kinds html,docx]
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1])]

from published.judge import judged  # noqa: E402 - after the path
from published.printed_reports import PRINTERS, Report, random_report, seeded  # noqa: E402 - after the path
from xl2report.chain.forms import open_plan  # noqa: E402 - after the path
from xl2report.files.published.opening import read_published  # noqa: E402 - after the path
from xl2report.work.imported.importing import import_published  # noqa: E402 - after the path

PLANS = [open_plan("disclosure-2019"), open_plan("disclosure-2021")]


def one(seed: int, kinds: list[str], most: int) -> tuple[str, Report, Counter[str], list[str]]:
    """One report from its seed: how it was printed, and what came of its cells."""
    rng = seeded(seed)
    report = random_report(PLANS, rng, most)
    kind = rng.choice(kinds)
    document = read_published(PRINTERS[kind](report, rng), f"{seed}.{kind}")
    count, wrong = judged(report, import_published(document, PLANS))
    return kind, report, count, wrong


def main() -> int:
    """Run and print; 1 where a cell was misread in silence."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--reports", type=int, default=500)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--most", type=int, default=4)
    parser.add_argument("--kinds", default=",".join(sorted(PRINTERS)))
    asked = parser.parse_args()
    totals: dict[str, Counter[str]] = {}
    for seed in range(asked.first, asked.first + asked.reports):
        kind, report, count, wrong = one(seed, asked.kinds.split(","), asked.most)
        totals.setdefault(kind, Counter()).update(count)
        if count["misread"] or count["refused"]:
            sys.stdout.write(f"{seed} {kind} {report.damages} {wrong[:5]}\n")
    for kind, count in sorted(totals.items()):
        certain = sum(count.values()) - count["told"]
        share = 100 * count["right"] / max(certain, 1)
        sys.stdout.write(f"{kind}: {dict(count)}; right {share:.3f} %\n")
    return int(any(count["misread"] for count in totals.values()))


if __name__ == "__main__":
    sys.exit(main())
