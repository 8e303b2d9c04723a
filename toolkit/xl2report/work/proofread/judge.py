"""Claims against figures: a verdict on each, with what was expected. Values in, verdicts out."""

from collections.abc import Sequence
from fractions import Fraction

from xl2report.form.claims.lexicon import Meaning
from xl2report.form.claims.model import (
    Claim,
    Closing,
    Count,
    Growth,
    Parts,
    Same,
    Share,
    Unread,
    neighbours,
)
from xl2report.form.claims.numbers import Number, allows
from xl2report.work.proofread.changes import judge_earlier, judge_growth
from xl2report.work.proofread.figures import Figures, rounded, shown
from xl2report.work.proofread.model import Judged, Verdict, left_open
from xl2report.work.proofread.shares import is_share, judge_share

_FLOW_IN = frozenset({"received", "handled", "request"})
_PARTLY = frozenset({"closed", "on_time", "new"})
_FACTORS = {"万元": 10_000, "亿元": 100_000_000}


def judge(claims: Sequence[Claim], figures: Figures, last: Figures | None = None) -> list[Judged]:
    """The verdict on each claim, in their order; `last` are last year's figures, for what has changed."""
    told: list[Judged] = []
    carried = any(
        isinstance(one, Count) and "carried_out" in one.names and one.value and not one.open
        for one in claims
    )
    for claim in claims:
        if isinstance(claim, Growth):
            told.append(judge_growth(claim, figures, last))
        elif isinstance(claim, Count) and (earlier := judge_earlier(claim, last)):
            told.append(earlier)
        else:
            told.append(_judged(claim, claims, told, figures, carried=carried))
    return [_repeated(at, claims, told) for at in range(len(told))]


def _repeated(at: int, claims: Sequence[Claim], told: Sequence[Judged]) -> Judged:
    """A figure told more than once in a paragraph: one of them is right, or they add up to it."""
    judged, claim = told[at], claims[at]
    if judged.verdict != "broken" or not isinstance(claim, Count) or claim.number is None:
        return judged
    same = [
        one
        for one in (told[near] for near in neighbours(claims, at))
        if isinstance(one.claim, Count)
        and one.claim.names == claim.names
        and one.claim.number is not None
        and not one.claim.open
    ]
    total = sum((one.claim.value for one in same if isinstance(one.claim, Count)), Fraction(0))
    # 收到63件，其中受理60件: behind the right number a smaller one may be a part of it.
    part = any(
        one.verdict == "holds" and claim.value < _stated(one) and one.spot.start < judged.spot.start
        for one in same
    )
    part = part and not claim.restated
    if len(same) > 1 and (part or shown(total) == judged.expected):
        return judged._replace(verdict="unassessable", expected="", why="repeated")
    return judged


def _stated(judged: Judged) -> Fraction:
    return judged.claim.value if isinstance(judged.claim, Count) else Fraction(0)


def _judged(
    claim: Claim, claims: Sequence[Claim], told: list[Judged], figures: Figures, *, carried: bool
) -> Judged:
    if isinstance(claim, Count):
        return _count(claim, figures)
    if isinstance(claim, Share):
        return judge_share(claim, claims, told, figures)
    if isinstance(claim, Same):
        return _same(claim, figures)
    if isinstance(claim, Closing):
        return _closing(claim, figures, carried=carried)
    if isinstance(claim, Parts):
        return _parts(claim, claims, figures)
    return left_open(claim, claim.number.words, "")


def _count(claim: Count, figures: Figures) -> Judged:
    meaning = claim.meaning
    value = claim.shown if claim.number is None else _printed(claim.number)
    if meaning is None:
        return left_open(claim, value, "")
    meaning = _including(claim, meaning, figures)
    first = meaning.formulas[0]
    point = first.text
    if claim.open in {"plan", "year"}:
        return left_open(claim, value, point, claim.open)
    known = [(one, figures.of(one)) for one in meaning.formulas]
    if all(true is None for _, true in known):
        textual = point.startswith("text.")
        return left_open(claim, value, point, "unknown" if textual else "blank")
    number = _in_unit(claim, figures.unit(first))
    for formula, true in known:
        if true is not None and _agrees(number, true):
            return Judged(
                claim, claim.spot, value, formula.text, "holds", shown(true), "", "tables"
            )
    for formula in meaning.wording:
        true = figures.of(formula)
        if true is not None and _agrees(number, true):
            first_is = known[0][1]
            expected = shown(first_is) if first_is is not None else ""
            return Judged(
                claim, claim.spot, value, formula.text, "holds", expected, "wording", "tables"
            )
    if any(true is None for _, true in known):
        return left_open(claim, value, point, "blank")
    right = known[0][1] or Fraction(0)
    asked = meaning.scope and claim.open == "unit"
    if (claim.open and not asked) or meaning.weak or (meaning.most and claim.value < right):
        return left_open(claim, value, point, "scope" if claim.open else "weak")
    why = "scope" if meaning.scope else ""
    return Judged(claim, claim.spot, value, point, "broken", shown(right), why, "tables")


def _including(claim: Count, meaning: Meaning, figures: Figures) -> Meaning:
    """`收到20件（含上年结转1件）`: what was carried in is part of the number."""
    if not claim.including or claim.names & _PARTLY or not claim.names & _FLOW_IN:
        return meaning
    due = figures.lexicon.bases.get("due")
    if due is None:
        return meaning
    kept = tuple(
        one for one in meaning.formulas if "handled" in claim.names and "results" in one.text
    )
    return meaning._replace(formulas=(due.formula, *kept), wording=())


def _in_unit(claim: Count, unit: str) -> Number | Fraction:
    """The number in the unit of the point: 400元 is 0.04万元."""
    number = claim.number
    if number is None:
        return claim.value
    if unit not in {"元", "万元"} or not claim.unit:
        return number
    factor = Fraction(_FACTORS.get(claim.unit, 1), _FACTORS.get(unit, 1))
    # 240万元 was read as 240 with the unit 万元, or as 2400000 with 元: both are this amount.
    return number._replace(value=number.value * factor, step=number.step * factor)


def _agrees(number: Number | Fraction, true: Fraction) -> bool:
    if isinstance(number, Fraction):
        return number == true
    return allows(number, true)


def _printed(number: Number) -> str:
    return number.words if not number.words.isalpha() else str(number.value)


def _same(claim: Same, figures: Figures) -> Judged:
    part, whole = figures.of(claim.part), figures.of(claim.whole)
    if claim.open or part is None or whole is None:
        return left_open(claim, "", claim.part.text, claim.open or "blank")
    value = shown(whole)
    if part == whole or not whole:
        return Judged(claim, claim.spot, value, claim.part.text, "holds", shown(part), "", "tables")
    return Judged(claim, claim.spot, value, claim.part.text, "broken", shown(part), "", "tables")


def _closing(claim: Closing, figures: Figures, *, carried: bool) -> Judged:
    out, due = figures.base("carried_out"), figures.base("due")
    value = f"{claim.number.words}%" if claim.number is not None else ""
    point = (
        figures.lexicon.bases["carried_out"].formula.text
        if "carried_out" in figures.lexicon.bases
        else ""
    )
    if claim.open or out is None or not due:
        return left_open(claim, value, point, claim.open or "unknown")
    if claim.number is None:
        verdict: Verdict = "holds" if not out else "unassessable" if carried else "broken"
        return Judged(claim, claim.spot, value, point, verdict, shown(out), "closing", "tables")
    received, closed = figures.base("received"), figures.base("closed")
    rates = [closed / base for base in (due, received) if base and closed is not None]
    if any(is_share(claim.number, rate, Fraction(1)) for rate in rates):
        return Judged(claim, claim.spot, value, point, "holds", value, "", "tables")
    if claim.number.value != 100 and closed is not None and claim.number.bound == "exact":
        expected = f"{rounded(closed / due * 100, claim.number.decimals)}%"
        share = (shown(closed), shown(due), "due")
        return Judged(claim, claim.spot, value, point, "broken", expected, "rate", "tables", share)
    # A text that tells how many it carried out speaks of the others.
    if carried or claim.number.value != 100:
        return left_open(claim, value, point, "weak")
    return Judged(claim, claim.spot, value, point, "broken", shown(out), "closing", "tables")


def _parts(claim: Parts, claims: Sequence[Claim], figures: Figures) -> Judged:
    members = [claims[at] for at in claim.parts]
    values = [_value(one) for one in members]
    total = sum(values, Fraction(0))
    wholes = [claim.whole]
    if claim.kind == "channels":
        wholes += [base for name in ("received", "due") if (base := figures.base(name)) is not None]
    if total in wholes or (claim.loose and total < max(wholes)):
        return Judged(claim, claim.spot, shown(total), "", "holds", shown(claim.whole), "parts")
    # A list of text is told of where it cannot be complete and right, or is so but for a slip.
    near = len(values) > 2 and (claim.whole - total) * 10 <= claim.whole
    if claim.kind == "text" and total < claim.whole and not near:
        return left_open(claim, shown(total), "", "weak")
    return Judged(claim, claim.spot, shown(total), "", "broken", shown(claim.whole), "parts")


def _value(claim: Claim) -> Fraction:
    if isinstance(claim, Count):
        return claim.value
    return claim.number.value if isinstance(claim, Unread) else Fraction(0)
