"""A proofreading as a person reads it, and as JSON."""

from typing import Any

from xl2report.desk.language import say
from xl2report.desk.show import counted, finding_data, finding_text
from xl2report.work.proofread.model import Proofread


def proofread_text(found: Proofread) -> str:
    """All findings, and one line of sums."""
    return "\n\n".join([*map(finding_text, found.findings), summary(found)])


def summary(found: Proofread) -> str:
    """How many findings, and how many numbers of the prose agree, contradict, were not judged."""
    errors, warnings = found.count("error"), found.count("warning")
    verdicts = [one.verdict for one in found.claims]
    holds, broken, open_ = (verdicts.count(word) for word in ("holds", "broken", "unassessable"))
    return say(
        f"错误 {errors} 处，提示 {warnings} 处；文中数字：相符 {holds}，不符 {broken}，不判断 {open_}",
        f"{counted(errors, 'error')}, {counted(warnings, 'warning')}; "
        f"numbers of the prose: agreeing {holds}, contradicting {broken}, not judged {open_}",
    )


def proofread_data(found: Proofread) -> dict[str, Any]:
    """A proofreading as JSON carries it."""
    return {
        "document": found.document,
        "form": found.plan.form.id if found.plan is not None else "",
        "year": found.filing.year if found.filing is not None else None,
        "reporter": found.filing.reporter if found.filing is not None else "",
        "tables": _tables(found),
        "findings": [finding_data(one) for one in found.findings],
        "claims": [
            {
                "quote": one.spot.quote,
                "value": one.value,
                "point": one.point,
                "verdict": one.verdict,
                "expected": one.expected,
                "paragraph": one.spot.paragraph + 1,
            }
            for one in found.claims
        ],
    }


def _tables(found: Proofread) -> dict[str, Any]:
    """The figures of the document's tables, in the shape that `read` gives."""
    if found.plan is None or found.filing is None:
        return {}
    from xl2report.chain.read import as_data

    values: dict[str, Any] = as_data(found.filing, found.plan)["values"]
    return {point: value for point, value in values.items() if not point.startswith("text.")}
