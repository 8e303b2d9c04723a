"""Shares in per cent: right if any of the bases that may be meant gives them, rounded half up."""

from collections.abc import Sequence
from fractions import Fraction

from xl2report.form.claims.model import Claim, Count, Share, neighbours
from xl2report.form.claims.numbers import Number
from xl2report.work.proofread.figures import Figures, rounded, shown, truncated
from xl2report.work.proofread.model import Judged, left_open


def judge_share(
    claim: Share, claims: Sequence[Claim], told: Sequence[Judged], figures: Figures
) -> Judged:
    """The verdict on a share; `told` are the verdicts on the claims before it."""
    value = f"{claim.number.words}%"
    parts, open_ = _numerators(claim, claims, told, figures)
    if claim.open or open_ or not parts:
        return left_open(claim, value, "", claim.open or open_ or "unknown")
    bases = [base for name in claim.bases if (base := figures.base(name))]
    every = list(dict.fromkeys([*bases, *claim.wholes, *_siblings(claim, claims)]))
    if not every:
        return left_open(claim, value, "")
    point = _point_of(claim, claims)
    decimals = claim.number.decimals
    for part in parts:
        for base in every:
            if is_share(claim.number, part, base):
                return Judged(claim, claim.spot, value, point, "holds", value, "", "tables")
    if claim.meaning is not None and claim.meaning.weak:
        return left_open(claim, value, point, "weak")
    first, base = parts[0], (bases or every)[0]
    expected = f"{rounded(first / base * 100, decimals)}%"
    cut = any(
        truncated(part / one * 100, decimals) == claim.number.words
        for part in parts
        for one in every
    )
    named = next((name for name in claim.bases if figures.base(name) == base), "")
    return Judged(
        claim, claim.spot, value, point, "broken", expected, "truncated" if cut else "", "tables",
        (shown(first), shown(base), named),
    )  # fmt: skip


def _numerators(
    claim: Share, claims: Sequence[Claim], told: Sequence[Judged], figures: Figures
) -> tuple[list[Fraction], str]:
    """The numbers that the share may be of: the true one first, then the one that is stated."""
    if claim.part is None:
        if claim.meaning is None:
            return [], "unknown"
        found = [true for one in claim.meaning.formulas if (true := figures.of(one)) is not None]
        return found, ""
    part = claims[claim.part]
    verdict = told[claim.part]
    if not isinstance(part, Count) or part.meaning is None:
        return [], "unknown"
    if verdict.verdict == "unassessable" and verdict.why in {"unit", "scope", "year", "plan"}:
        return [], verdict.why
    found = [part.value]
    if verdict.verdict == "broken":
        found = [true for one in part.meaning.formulas[:1] if (true := figures.of(one)) is not None]
        found.append(part.value)
    if part.number is not None and part.number.bound != "exact":
        return [], "unknown"
    return found, ""


def _siblings(claim: Share, claims: Sequence[Claim]) -> list[Fraction]:
    """What the channels or applicants of one list add up to: their shares may be of that."""
    if claim.part is None:
        return []
    own = claims[claim.part]
    if not isinstance(own, Count):
        return []
    kind = _head(own)
    if kind not in {"text", "applicants"}:
        return []
    listed = [
        one.value
        for one in (claims[at] for at in neighbours(claims, claim.part))
        if isinstance(one, Count) and _head(one) == kind
    ]
    total = sum(listed, Fraction(0))
    return [total] if len(listed) > 1 and total else []


def _head(count: Count) -> str:
    if count.meaning is None:
        return ""
    text = count.meaning.formulas[0].text
    if text.startswith("text."):
        return "text"
    return "" if ".total" in text else "applicants"


def _point_of(claim: Share, claims: Sequence[Claim]) -> str:
    meaning = claim.meaning
    if claim.part is not None:
        part = claims[claim.part]
        meaning = part.meaning if isinstance(part, Count) else None
    return meaning.formulas[0].text if meaning is not None else ""


def is_share(number: Number, part: Fraction, base: Fraction) -> bool:
    """Whether a number in per cent is the share of a part in a base, as far as it is printed."""
    share = part / base * 100
    if number.bound == "exact":
        return rounded(share, number.decimals) == number.words
    if number.bound == "about":
        return abs(share - number.value) <= 1
    if number.bound == "least":
        return number.value <= share
    return share <= number.value
