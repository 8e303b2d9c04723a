"""Time the search where much is wrong: `python tests/suspects/much.py` prints a table of README.md."""

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import thread_time

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from suspects import slips as simulated
from xl2report.form.plan import Plan
from xl2report.form.relations import fill_carefully
from xl2report.ground.points import split_address
from xl2report.work.suspects.find import find_suspects

Values = list[int | None]


def spoilt(plan: Plan, name: str, values: Values, rng: Random) -> Iterator[tuple[str, Values]]:
    """A table with much put wrong, and what was done to it."""
    spots = [(sheet, *split_address(cell)) for sheet, cell in plan.layout.cells]
    at = {spot: number for number, spot in enumerate(spots)}
    for title, down, right in (
        ("all a row down", 1, 0), ("all a row up", -1, 0), ("all a column to the right", 0, 1),
    ):  # fmt: skip
        sources = [at.get((sheet, row - down, column - right)) for sheet, row, column in spots]
        yield (
            title,
            [
                None if value is None else (values[source] or 0 if source is not None else 0)
                for value, source in zip(values, sources, strict=True)
            ],
        )
    yield "all × 10,000", [None if value is None else value * 10_000 for value in values]
    for other in simulated.names():
        elsewhere, pasted = simulated.load(other)
        if other == name or elsewhere.form.id != plan.form.id:
            continue
        for half in (False, True):
            mixed = [
                theirs if point.table == "requests" and (not half or point.row < "m") else ours
                for point, ours, theirs in zip(plan.form.points, values, pasted, strict=True)
            ]
            yield f"{'half of ' if half else ''}table three of another unit", mixed
    known = [
        number
        for number, point in enumerate(plan.form.points)
        if point.table != "text" and values[number] is not None
    ]
    for count in (10, 30, 60, 150):
        for _ in range(4):
            wrong = list(values)
            for number in rng.sample(known, count):
                wrong[number] = rng.randrange(rng.choice((10, 100, 1_000_000)))
            yield f"{count} cells at random", wrong


def main() -> None:
    """Print median and longest time, and how many answers are proven, for each kind and situation."""
    rng = Random(5)  # noqa: S311 - cases that can be repeated
    spent: dict[tuple[str, str], list[tuple[float, bool]]] = {}
    for name in simulated.names():
        plan, values = simulated.load(name)
        for situation in (simulated.FORMULAS, simulated.TYPED):
            find_suspects(plan, values, typed_totals=None)
            for title, wrong in spoilt(plan, name, values, rng):
                totals = None
                if situation == simulated.TYPED:
                    totals = {point: wrong[point] or 0 for point in plan.relations.fills}
                else:
                    fill_carefully(plan.relations, wrong)
                start = thread_time()
                found = find_suspects(plan, wrong, typed_totals=totals)
                took = (thread_time() - start) * 1000
                spent.setdefault((title, situation), []).append((took, found.proven))
    lines = [
        "| put wrong | totals | cases | median ms | longest ms | proven |",
        "|---|---|---|---|---|---|",
    ]
    for (title, situation), times in sorted(spent.items()):
        times.sort()
        lines.append(
            f"| {title} | {situation} | {len(times)} | {times[len(times) // 2][0]:.0f} "
            f"| {times[-1][0]:.0f} | {sum(proven for _, proven in times)} |"
        )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
