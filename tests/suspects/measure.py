"""Measure the search for suspects on the published slips: `python tests/suspects/measure.py`.

Prints the tables of README.md. Times are the processor's: other work on the machine does not count.
`--random N` compares the smallest size in N random cases of one to six slips with integer
programming (needs scipy; left out by name without it); `--seeds S …` measures other slips instead,
those of all the seeds together.
"""

import argparse
import json
import sys
from importlib.util import find_spec
from math import sqrt
from pathlib import Path
from random import Random
from time import thread_time
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from suspects import slips as simulated  # noqa: E402 - found by the line above
from xl2report.form.plan import Plan  # noqa: E402
from xl2report.form.relations import fill_carefully  # noqa: E402
from xl2report.work.suspects.find import find_suspects  # noqa: E402
from xl2report.work.suspects.model import Change, Diagnosis  # noqa: E402
from xl2report.work.suspects.system import Row, system_of  # noqa: E402

_MANY = 1_000_000


class Case(NamedTuple):
    """One case and what was answered."""

    situation: str
    slips: int
    kinds: tuple[str, ...]
    noticed: bool
    size: int
    diagnosis: Diagnosis
    choices: int
    confirmed: bool
    rank: int
    milliseconds: float


def filed(
    situation: str, name: str, wrong: dict[str, int]
) -> tuple[Plan, list[int | None], dict[int, int] | None]:
    """The values of a table with wrong cells, and its typed totals where totals were typed."""
    plan, values = simulated.load(name)
    for point, value in wrong.items():
        values[plan.index[point]] = value
    if situation == simulated.TYPED:
        return plan, values, {point: values[point] or 0 for point in plan.relations.fills}
    fill_carefully(plan.relations, values)
    return plan, values, None


def last_year(plan: Plan, name: str) -> list[int | None]:
    """What is known of last year from this year's true table: what it carried out."""
    _, values = simulated.load(name)
    last: list[int | None] = [None] * len(values)
    for number, point in enumerate(plan.form.points):
        if point.row == "carried_out":
            last[number] = values[plan.index[f"requests.carried_in.{point.column}"]]
    return last


def broken_rows(
    plan: Plan,
    values: list[int | None],
    totals: dict[int, int] | None,
    last: list[int | None] | None,
) -> list[Row]:
    """The relations that are broken, over independent cells."""
    system = system_of(plan, values, frozenset(totals or ()), last, frozenset())
    return [row for part in system.parts for row in part if not row.holds(values)]


def noticeable(
    case: dict[str, Any], slip: dict[str, Any], last: list[int | None] | None, seen: set[int]
) -> bool:
    """Whether a relation can tell of a slip: made alone it breaks one, and one of its cells is `seen`.

    Two slips in one relation may hide each other.
    """
    wrong = {point: pair[1] for point, pair in slip["cells"].items()}
    plan, values, totals = filed(case["situation"], case["table"], wrong)
    if seen.isdisjoint(plan.index[point] for point in wrong):
        return False
    return bool(broken_rows(plan, values, totals, last))


def run(case: dict[str, Any], *, with_last: bool) -> Case:
    """One case, timed; the rank is where the truth stands among the answers, 0 for nowhere."""
    wrong = {point: pair[1] for slip in case["slips"] for point, pair in slip["cells"].items()}
    plan, values, totals = filed(case["situation"], case["table"], wrong)
    last = last_year(plan, case["table"]) if with_last else None
    broken = broken_rows(plan, values, totals, last)
    seen = {point for row in broken for point in row.terms}
    truth = {
        (plan.index[point], pair[0])
        for slip in case["slips"]
        if noticeable(case, slip, last, seen)
        for point, pair in slip["cells"].items()
    }
    start = thread_time()
    diagnosis = find_suspects(plan, values, typed_totals=totals, last=last)
    spent = (thread_time() - start) * 1000
    every = find_suspects(plan, values, typed_totals=totals, last=last, limit=_MANY)
    rank = next((number for number, one in enumerate(every.changes, 1) if _cells(one) == truth), 0)
    return Case(
        case["situation"], len(case["slips"]), tuple(slip["kind"] for slip in case["slips"]),
        bool(diagnosis.size) or not diagnosis.proven, len(truth), diagnosis,
        sum(len(one) == every.size for one in every.changes) if every.complete else _MANY,
        len(broken) > diagnosis.size, rank, spent,
    )  # fmt: skip


def _cells(change: Change) -> set[tuple[int, int]]:
    return {(repair.point, repair.suggested) for repair in change}


# ------------------------------------------------------------------------------------ tables


def table(cases: list[Case]) -> list[str]:
    """One line for each situation and number of slips."""
    lines = [
        (
            "| totals | slips | cases | noticed | true repair is larger "
            "| relations determine: cases, first, in three | one smallest change: cases, first, in three "
            "| told as sure: cases, first, in three | all noticed: first, in three "
            "| median ms | p99 ms | proven |"
        ),
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for situation in (simulated.FORMULAS, simulated.TYPED):
        for count in (1, 2, 3, 0):
            group = [
                case for case in cases if case.situation == situation and count in {0, case.slips}
            ]
            noticed = [case for case in group if case.noticed]
            sole = [case for case in noticed if case.choices == 1]
            determined = [case for case in sole if case.confirmed]
            decided = [case for case in noticed if case.diagnosis.decided]
            times = sorted(case.milliseconds for case in noticed)
            larger = sum(case.size > case.diagnosis.size for case in noticed)
            lines.append(
                f"| {situation} | {count or 'all'} | {len(group)} | {len(noticed)} | {larger} "
                f"| {len(determined)}, {share(determined, 1)}, {share(determined, 3)} "
                f"| {len(sole)}, {share(sole, 1)}, {share(sole, 3)} "
                f"| {len(decided)}, {share(decided, 1)}, {share(decided, 3)} "
                f"| {share(noticed, 1)}, {share(noticed, 3)} "
                f"| {times[len(times) // 2]:.2f} | {times[len(times) * 99 // 100]:.1f} "
                f"| {sum(case.diagnosis.proven for case in noticed)} |"
            )
    return lines


def share(cases: list[Case], within: int) -> str:
    """How many have the truth among the first so many answers, and where that lies, 19 times of 20."""
    if not cases:
        return "-"
    count, z = len(cases), 1.96  # the interval of Wilson
    part = sum(0 < case.rank <= within for case in cases) / count
    middle = (part + z * z / (2 * count)) / (1 + z * z / count)
    wide = z * sqrt(part * (1 - part) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    low, high = max(0.0, middle - wide), min(1.0, middle + wide)
    return f"{100 * part:.1f} % ({100 * low:.0f}–{100 * high:.0f})"


def kinds(cases: list[Case]) -> list[str]:
    """One line for each kind of slip, of the cases of one slip."""
    lines = [
        "| slip | totals | cases | noticed | first | in three | told as sure | of these first |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for kind in simulated.KINDS:
        for situation in (simulated.FORMULAS, simulated.TYPED):
            group = [
                case for case in cases if case.kinds == (kind,) and case.situation == situation
            ]
            noticed = [case for case in group if case.noticed]
            decided = [case for case in noticed if case.diagnosis.decided]
            lines.append(
                f"| {kind} | {situation} | {len(group)} | {len(noticed)} | {share(noticed, 1)} "
                f"| {share(noticed, 3)} | {len(decided)} | {share(decided, 1)} |"
            )
    return lines


def compare(cases: int, seed: int = 6) -> list[str]:
    """The smallest size in random cases of one to six slips, beside that of integer programming."""
    if find_spec("scipy") is None:
        return ["The comparison with integer programming is left out: scipy is not installed."]
    from suspects.second_opinion import least_cells

    rng = Random(seed)  # noqa: S311 - cases that can be repeated
    smaller = larger = unproven = beaten = open_ = differs = 0
    quick, spent = [], []
    names = simulated.names()
    for _ in range(cases):
        situation = rng.choice((simulated.FORMULAS, simulated.TYPED))
        name = rng.choice(names)
        made = simulated.make(name, situation, rng.randint(1, 6), rng)
        typed = {point: pair[1] for slip in made for point, pair in slip["cells"].items()}
        plan, values, totals = filed(situation, name, typed)
        start = thread_time()
        first = find_suspects(plan, values, typed_totals=totals)
        quick.append((thread_time() - start) * 1000)
        start = thread_time()
        diagnosis = find_suspects(plan, values, typed_totals=totals, prove=True)
        spent.append((thread_time() - start) * 1000)
        system = system_of(plan, values, frozenset(totals or ()), None, frozenset())
        signed = frozenset(
            number for number, point in enumerate(plan.form.points) if point.measure.signed
        )
        least = least_cells(system.rows, values, signed)
        unproven += not diagnosis.proven
        fewer = least is not None and least < diagnosis.size
        smaller += fewer and diagnosis.proven
        beaten += fewer and not diagnosis.proven
        larger += least is None or least > diagnosis.size
        open_ += not first.proven
        differs += first.proven and first.size != diagnosis.size
    text = (
        f"{cases} random cases of one to six slips beside integer programming (scipy): "
        f"{smaller} wrong (said to be proven, and it needs fewer cells); {larger} where the solver itself is wrong (more "
        "cells than an answer checked in whole numbers). "
        f"Without `prove`: {open_} said to be unproven, {differs} wrong among the others, "
        f"{_times(quick)}. With `prove`: {unproven} said to be unproven "
        f"(of these it needs fewer cells in {beaten}), {_times(spent)}."
    )
    return [text]


def _times(spent: list[float]) -> str:
    spent = sorted(spent)
    middle, late = spent[len(spent) // 2], spent[len(spent) * 99 // 100]
    return f"median {middle:.2f} ms, p99 {late:.1f} ms, longest {spent[-1]:.0f} ms"


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description="Measure the search for suspects.")
    parser.add_argument("--random", type=int, default=1000, metavar="N")
    parser.add_argument(
        "--seeds", type=int, nargs="+", help="measure slips made with these instead"
    )
    options = parser.parse_args()
    text = simulated.SLIPS.read_text(encoding="utf-8")
    if options.seeds:
        text = "".join(map(simulated.published, options.seeds))
    published = [json.loads(line) for line in text.splitlines()]
    for with_last in (False, True):
        for name in simulated.names():  # what is worked out once a form
            for situation in (simulated.FORMULAS, simulated.TYPED):
                plan, values, totals = filed(situation, name, {})
                last = last_year(plan, name) if with_last else None
                find_suspects(plan, values, typed_totals=totals, last=last)
        cases = [run(case, with_last=with_last) for case in published]
        title = "With last year's carried-out figures" if with_last else "As filed"
        tell("", f"### {title}", "", *table(cases))
        if not with_last:
            tell("", "### One slip, by kind", "", *kinds(cases))
    if options.random:
        tell("", *compare(options.random))


def tell(*lines: str) -> None:
    """Print lines."""
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
