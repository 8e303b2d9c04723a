"""Judges an import against what was printed: right, told as uncertain, or misread in silence."""

from collections import Counter

from published.printed_reports import Report
from xl2report.work.imported.model import Imported


def judged(report: Report, found: Imported | None) -> tuple[Counter[str], list[str]]:
    """How many points are right, told and misread; the misread and needlessly told ones by name."""
    count: Counter[str] = Counter()
    wrong: list[str] = []
    if found is None or found.plan.form.id != report.plan.form.id:
        count["refused"] += len(report.truth)
        return count, ["no form" if found is None else found.plan.form.id]
    filing, fills = found.filing, found.plan.relations.fills
    for name, value in report.truth.items():
        number = found.plan.index[name]
        got = filing.standing.get(number) if number in fills else filing.values[number]
        if number in filing.odd:
            needless = name not in report.loose
            count["told needlessly" if needless else "told"] += 1
            if needless:
                wrong.append(f"? {name} {value}")
        elif got == value:
            count["right"] += 1
        else:
            count["misread"] += 1
            wrong.append(f"! {name}: printed {value}, read {got}")
    return count, wrong
