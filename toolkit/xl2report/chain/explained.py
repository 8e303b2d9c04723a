"""Explanations of an earlier check: kept while their numbers stay the same, void when they change.

Knows the JSON that `check --format json` writes; of that only the explained findings.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from xl2report.chain.errors import CannotWork
from xl2report.chain.reports import CheckReport
from xl2report.ground.findings import Finding


class Explained(NamedTuple):
    """An explanation as it was given: its words, and the numbers it was given for."""

    words: str
    left: str
    right: str
    numbers: str


# What tells of an explanation that holds no longer.
VOID = frozenset({"N610", "N611"})
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
                # Of a text that is explained all warnings have one point and one cell.
                place = finding["rule"] or finding["point"]
                if (finding["explanation"] or finding["void"]) and place:
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


def past_of(report: CheckReport) -> Past:
    """The explanations of a check, as the next one wants them."""
    found: Past = {}
    for book in report.books:
        for one in book.findings:
            words = one.explanation or (one.args["found"] if one.code in VOID else "")
            if words and (one.rule or one.point):
                for who in {book.reporter, book.book} - {""}:
                    known = Explained(words, one.left, one.right, one.numbers)
                    found[who, one.rule, one.point] = known
    return found


def without_void(
    findings: Iterable[Finding], who: Sequence[str], past: Past | None
) -> tuple[Finding, ...]:
    """The findings on a book; an explanation that was written for other numbers is dropped, and that is told.

    `who` are the names by which the book was known, its reporter first. The one told keeps the words
    and their old numbers, so that the next check knows them still; of a text it is told once.
    """
    listed = tuple(findings)
    if not past:
        return listed
    found: list[Finding] = []
    told = {one.point for one in listed if one.code == "N611"}
    for finding in listed:
        keys = ((name, finding.rule, finding.point) for name in who)
        then = next((past[key] for key in keys if key in past), None)
        void = then is not None and (
            finding.explanation == then.words and finding.numbers != then.numbers
        )
        if then is None or not void:
            found.append(finding)
            continue
        found.append(finding._replace(explanation=""))
        explain = {key: finding.args.get(key, "") for key in ("explain", "explain_en")}
        if not finding.rule:
            if finding.point not in told:
                told.add(finding.point)
                args = {"found": then.words, **explain}
                found.append(_void(finding, "N611", args, then))
            continue
        args = {
            "found": then.words,
            "then": f"{then.left} / {then.right}",
            "now": f"{finding.left} / {finding.right}",
            **explain,
        }
        found.append(_void(finding, "N610", args, then))
    return tuple(found)


def _void(finding: Finding, code: str, args: dict[str, str], then: Explained) -> Finding:
    """What is told of an explanation that holds no longer: its words with what it was written for."""
    return finding._replace(
        code=code,
        args=args,
        severity=None,
        restatable=False,
        explanation="",
        left=then.left,
        right=then.right,
        difference="",
        numbers=then.numbers,
    )
