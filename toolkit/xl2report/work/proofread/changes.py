"""What the text says of last year: changes since then, and figures of then, against last year's report."""

from fractions import Fraction

from xl2report.form.claims.lexicon import Formula
from xl2report.form.claims.model import Count, Growth
from xl2report.form.claims.numbers import Number, allows
from xl2report.work.proofread.figures import Figures, rounded, shown
from xl2report.work.proofread.model import Judged, left_open


def judge_growth(claim: Growth, figures: Figures, last: Figures | None) -> Judged:
    """The verdict on a change: by the numbers of the text itself, else by last year's figures."""
    number = claim.number
    value = f"{number.words}{number.unit}"
    told = _by_the_text(claim, value)
    if told is not None and (told.verdict == "broken" or last is None):
        return told
    if claim.meaning is None or claim.open:
        return told or left_open(claim, value, "", claim.open or "unknown")
    point = claim.meaning.formulas[0].text
    if last is None:
        return left_open(claim, value, point, "last")
    return _by_last_year(claim, value, figures, last) or told or left_open(claim, value, point)


def _by_last_year(claim: Growth, value: str, figures: Figures, last: Figures) -> Judged | None:
    """The verdict by last year's figures; None where one of the two is not known."""
    if claim.meaning is None:
        return None
    pairs: list[tuple[Formula, Fraction, Fraction]] = []
    for formula in (*claim.meaning.formulas, *claim.meaning.wording):
        now, was = figures.of(formula), last.of(formula)
        if now is None or was is None:
            return None
        pairs.append((formula, now, was))
    stated = claim.now[-1] if claim.now else None
    if stated is not None:
        pairs = [one for one in pairs if allows(stated, one[1])] or pairs
    for formula, now, was in pairs:
        same = claim.was is None or allows(claim.was, was)
        if same and _agrees(claim, now, was):
            return Judged(claim, claim.spot, value, formula.text, "holds", value)
    formula, now, was = pairs[0]
    if claim.meaning.weak or claim.number.bound != "exact" or claim.number.kind == "points":
        return left_open(claim, value, formula.text, "weak")
    expected = _change(claim, now, was)
    why = f"last:{shown(was)}>{shown(now)}"
    return Judged(claim, claim.spot, value, formula.text, "broken", expected, why)


def _agrees(claim: Growth, now: Fraction, was: Fraction) -> bool:
    """Whether a change from one number to another is told right."""
    number, change = claim.number, now - was
    if claim.rises is not None and change and claim.rises != (change > 0):
        return False
    if number.kind == "count":
        return allows(number, abs(change))
    if not was:
        return False
    if number.kind == "percent":
        return _is_percent(number, abs(change) / was * 100)
    # 增长2倍 should be three times as much; many mean twice as much by it.
    ratios = (change / was, now / was)
    return number.kind == "times" and any(_near(number, ratio) for ratio in ratios)


def _is_percent(number: Number, share: Fraction) -> bool:
    if number.bound == "exact":
        return rounded(share, number.decimals) == number.words
    slack = max(Fraction(1), number.value / 20)
    return abs(share - number.value) <= slack


def _near(number: Number, ratio: Fraction) -> bool:
    if number.bound == "exact":
        return rounded(ratio, number.decimals) == number.words
    return abs(ratio - number.value) <= max(Fraction(1, 2), number.value / 5)


def _change(claim: Growth, now: Fraction, was: Fraction) -> str:
    change = now - was
    sign = "" if change >= 0 else "-"
    if claim.number.kind == "percent" and was:
        return f"{sign}{rounded(abs(change) / was * 100, claim.number.decimals)}%"
    return f"{sign}{shown(abs(change))}"


def _by_the_text(claim: Growth, value: str) -> Judged | None:
    """The verdict by the numbers that the sentence itself gives; None where it gives none."""
    number, was = claim.number, claim.was
    if was is None or not claim.now or number.kind != "percent" or not was.value:
        return None
    if number.bound != "exact":
        return None
    for now in claim.now:
        change = (now.value - was.value) / was.value * 100
        right = claim.rises is None or claim.rises == (change >= 0) or not change
        if right and rounded(change, number.decimals) == number.words:
            return Judged(claim, claim.spot, value, "", "holds", value)
    if len(claim.now) > 1:
        return None
    now = claim.now[0]
    change = (now.value - was.value) / was.value * 100
    expected = f"{'' if change >= 0 else '-'}{rounded(change, number.decimals)}%"
    why = f"growth:{shown(was.value)}>{shown(now.value)}"
    return Judged(claim, claim.spot, value, "", "broken", expected, why)


def judge_earlier(claim: Count, last: Figures | None) -> Judged | None:
    """The verdict on a number that the text gives of last year; None where it is of another year."""
    plain = claim.open == "year" and claim.number is not None and claim.meaning is not None
    if last is None or not plain or claim.meaning is None or claim.number is None:
        return None
    if claim.year is None or claim.year != last.year or claim.unit not in {"", "件", "起", "份"}:
        return None
    meaning = claim.meaning
    known = [(one, last.of(one)) for one in (*meaning.formulas, *meaning.wording)]
    value = claim.number.words
    for formula, then in known:
        if then is not None and allows(claim.number, then):
            return Judged(claim, claim.spot, value, formula.text, "holds", shown(then))
    then = known[0][1]
    if then is None or any(one is None for _, one in known) or meaning.weak or meaning.most:
        return left_open(claim, value, meaning.formulas[0].text, "last")
    # What was carried in from last year is told as last year's, and is of this year's table.
    if claim.names & {"carried_in", "carried_out", "carried"}:
        return left_open(claim, value, meaning.formulas[0].text, "year")
    return Judged(
        claim, claim.spot, value, meaning.formulas[0].text, "broken", shown(then), "earlier"
    )
