"""Verdicts → findings: where in the text, what stands there, what was expected, what to do."""

import re
from collections.abc import Sequence
from itertools import takewhile

from xl2report.form.claims.model import (
    Claim,
    Closing,
    Count,
    Growth,
    Parts,
    Same,
    Share,
    neighbours,
)
from xl2report.form.plan import Plan
from xl2report.ground.findings import Finding
from xl2report.ground.published import Paragraph
from xl2report.work.proofread.documents import english
from xl2report.work.proofread.figures import Figures
from xl2report.work.proofread.model import Judged

_MOST_ADDENDS = 3
_REMARK = re.compile(r"（[^）]{8,}）$")
# A base that the phrase book does not name.
_UNNAMED = (" {n} 件", "the {n}")


def claim_findings(
    name: str, plan: Plan, paragraphs: Sequence[Paragraph], told: Sequence[Judged], figures: Figures
) -> list[Finding]:
    """A finding for each claim that is broken, or right in doubtful words."""
    found: list[Finding] = []
    for judged in told:
        finding = _finding(name, plan, paragraphs, judged, told, figures)
        if finding is None:
            continue
        twice = finding.code == "T806" and found and found[-1].code == "T806"
        if twice and found[-1].args["found"] == finding.args["found"]:
            found[-1] = _together(found[-1], finding)
            continue
        found.append(finding)
    found.extend(_carried(name, paragraphs, told, figures))
    return found


def _finding(
    name: str, plan: Plan, paragraphs: Sequence[Paragraph], judged: Judged,
    told: Sequence[Judged], figures: Figures,
) -> Finding | None:  # fmt: skip
    claim = judged.claim
    quote = _quote(judged, told)
    args = {"found": quote}
    code, left, right = "", judged.value, judged.expected
    if judged.why == "wording":
        code = "T808"
    elif judged.verdict != "broken":
        return None
    elif isinstance(claim, Count):
        code = {"scope": "T810", "earlier": "T823"}.get(judged.why, "T801")
    elif isinstance(claim, Share):
        code = "T804" if judged.why == "truncated" else "T803"
        args |= _share_words(judged, figures)
    elif isinstance(claim, Same):
        code = "T806"
        label = label_of(plan, judged.point)
        args["facts"] = f"{label['label']}是 {right}，总数是 {left}"
        args["facts_en"] = f"{label.get('label_en', label['label'])} is {right} of {left}"
    elif isinstance(claim, Closing):
        code = "T803" if judged.why == "rate" else "T807"
        args |= _share_words(judged, figures) if judged.why == "rate" else {}
    elif isinstance(claim, Growth):
        code = "T822" if judged.why.startswith("last:") else "T818"
        was, _, now = judged.why.partition(":")[2].partition(">")
        left, args = was, {**args, "now": now}
    elif isinstance(claim, Parts):
        code = "T805"
    if judged.against == "workbook" and code == "T801":
        code = "T802"
    args |= label_of(plan, judged.point)
    place = paragraphs[judged.spot.paragraph].place
    return Finding(
        code, name, place, (place,), args, point=judged.point, left=left, right=right, where_en=english(place)
    )  # fmt: skip


def _together(first: Finding, second: Finding) -> Finding:
    """One `均获维持` that is wrong of two things, as one finding."""
    args = dict(first.args)
    args["facts"] += f"；{second.args['facts']}"
    args["facts_en"] += f"; {second.args['facts_en']}"
    return first._replace(args=args)


def _quote(judged: Judged, told: Sequence[Judged]) -> str:
    """The words of a claim; a share is quoted with the number it is of."""
    claim = judged.claim
    quote = judged.spot.quote
    if isinstance(claim, Share) and claim.part is not None:
        part = told[claim.part].spot
        if part.end <= judged.spot.start and part.paragraph == judged.spot.paragraph:
            quote = f"{part.quote}，占{quote}"
    return quote if len(quote) <= 60 else quote[:60] + "…"


def _share_words(judged: Judged, figures: Figures) -> dict[str, str]:
    """What the expected share is of: part and base, in both languages."""
    part, whole, base = judged.share
    named = figures.lexicon.bases.get(base)
    chinese, words = (named.says, named.says_en) if named is not None else _UNNAMED
    return {
        "part": f"{part} 件",
        "part_en": part,
        "base": chinese.format(n=whole),
        "base_en": words.format(n=whole),
    }


def label_of(plan: Plan, formula: str) -> dict[str, str]:
    """What a person calls a figure: a cell's label, or the labels of the first few of a sum."""
    names = [_name(plan, part) for part in formula.split(" + ")] if formula else [""]
    if len(names) == 1:
        return {"label": names[0]}
    if len(names) > _MOST_ADDENDS:
        names = [*names[: _MOST_ADDENDS - 1], "…"]
    return {
        "label": "＋".join(f"“{name}”" for name in names) + "之和",
        "label_en": "the sum of " + " + ".join(names),
    }


def _name(plan: Plan, part: str) -> str:
    """A point by its label, a run of points by the group that they are in."""
    if part.startswith("sum("):
        first, _, last = part.removeprefix("sum(").rstrip(")").partition(":")
        one, other = (plan.form.points[plan.index[each]].path for each in (first, last))
        labels = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
        # What stands over every figure of the table tells nothing of one.
        table = plan.form.points[plan.index[first]].table
        over = [set(point.path) for point in plan.form.points if point.table == table]
        group = [label for label, _ in labels if not all(label in path for path in over)]
        return " / ".join(_REMARK.sub("", label) for label in group[-2:])
    at = plan.index.get(part)
    if at is None:
        return part
    parts = [_REMARK.sub("", label) for label in plan.form.points[at].label.split(" / ")]
    return " / ".join(parts)


def _carried(
    name: str, paragraphs: Sequence[Paragraph], told: Sequence[Judged], figures: Figures
) -> list[Finding]:
    """What is carried over, given a share beside the shares of outcomes."""
    claims = [one.claim for one in told]
    by_part = {one.claim.part: one for one in told if isinstance(one.claim, Share)}
    found = []
    for at, judged in enumerate(told):
        claim: Claim = judged.claim
        if not isinstance(claim, Count) or "carried_out" not in claim.names or at not in by_part:
            continue
        beside = [
            other
            for other in (told[near] for near in neighbours(claims, at))
            if isinstance(other.claim, Share)
            and other is not by_part[at]
            and "requests." in other.point
            and "carried" not in other.point
        ]
        closed = figures.base("closed")
        if beside and not claim.open and closed is not None:
            place = paragraphs[judged.spot.paragraph].place
            args = {"found": judged.spot.quote}
            found.append(
                Finding("T809", name, place, (place,), args, point=judged.point, right=str(closed), where_en=english(place))
            )  # fmt: skip
    return found
