"""Explanations of an earlier check: kept while their numbers stay the same, void when they change.

Knows the JSON that `check --format json` writes; of that only the explained findings.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from xl2report.chain.errors import CannotWork
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding


class Explained(NamedTuple):
    """An explanation as it was given: its words, and the numbers it was given for."""

    words: str
    left: str
    right: str
    numbers: str


# By who (reporter and book), rule and point: an explanation has its place on the sheet of checks.
Past = dict[tuple[str, str, str], Explained]


def load_explained(path: Path | str | None) -> Past:
    """The explanations of an earlier check, from its JSON. Raises CannotWork."""
    if path is None:
        return {}
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8-sig"))
        found: Past = {}
        for book in data["books"]:
            for finding in book["findings"]:
                if (finding["explanation"] or finding["void"]) and finding["rule"]:
                    for who in {book["reporter"], book["book"]} - {""}:
                        key = (str(who), str(finding["rule"]), str(finding["point"]))
                        found[key] = _explained(finding)
    except OSError:
        raise CannotWork(f"找不到文件：{path}", f"No such file: {path}") from None
    except (ValueError, LookupError, TypeError, AttributeError):
        chinese = f"{path} 不是 xl2report check --format json 的结果"
        english = f"This is not what xl2report check --format json writes: {path}"
        raise CannotWork(chinese, english) from None
    return found


def _explained(finding: dict[str, Any]) -> Explained:
    words = str(finding["explanation"] or finding["void"])
    return Explained(words, *(str(finding[key]) for key in ("left", "right", "numbers")))


def without_void(findings: tuple[Finding, ...], filing: Filing, past: Past) -> tuple[Finding, ...]:
    """The findings; an explanation that was written for other numbers is dropped, and that is told.

    The one told keeps the words and their old numbers, so that the next check knows them still.
    """
    if not past:
        return findings
    found: list[Finding] = []
    for finding in findings:
        keys = ((who, finding.rule, finding.point) for who in (filing.reporter, filing.book))
        then = next((past[key] for key in keys if key in past), None)
        void = then is not None and (
            finding.explanation == then.words and finding.numbers != then.numbers
        )
        if then is None or not void:
            found.append(finding)
            continue
        found.append(replace(finding, explanation=""))
        args = {
            "found": then.words,
            "then": f"{then.left} / {then.right}",
            "now": f"{finding.left} / {finding.right}",
        }
        found.append(
            replace(
                finding,
                code="N610",
                args=args,
                severity=None,
                explanation="",
                left=then.left,
                right=then.right,
                difference="",
                numbers=then.numbers,
            )
        )
    return tuple(found)
