"""Formulas and comparisons of the narrative worked out anew, with fractions and `decimal`.

What is said of last year follows the table of cases in the tests, not the package's code.
"""

import ast
import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from xl2report.form.definition.model import Compared, Form, Sentence

# The value of each point and, under `last.…`, of last year's; None is blank.
Known = dict[str, int | None]
_NAME = re.compile(r"(?:last\.)?[a-z_]+(?:\.[a-z0-9_]+)+")
_SUM = re.compile(r"sum\((last\.)?([^:()]+):([^()]+)\)")
SMALL = 10


def known_of(form: Form, values: list[int | None], last: list[int | None] | None) -> Known:
    ids = [point.id for point in form.points]
    known: Known = dict(zip(ids, values, strict=True))
    then: list[int | None] = [None] * len(ids) if last is None else last
    known |= {f"last.{name}": value for name, value in zip(ids, then, strict=True)}
    known["last"] = None if last is None else 1
    return known


def worth(formula: str, form: Form, known: Known) -> Fraction | None:
    """A formula's value; None where a point is blank or it divides by nothing."""
    spelt = _SUM.sub(lambda at: _span(at[1] or "", at[2].strip(), at[3].strip(), form), formula)
    if any(known[name] is None for name in _NAME.findall(spelt)):
        return None
    bare = _NAME.sub(lambda at: f"({known[at[0]]})", spelt)
    try:
        return _evaluated(ast.parse(bare.strip(), mode="eval").body)
    except ZeroDivisionError:
        return None


def points_in(formula: str, form: Form) -> set[str]:
    """The points that a formula adds up, those between the ends of a sum too."""
    spelt = _SUM.sub(lambda at: _span(at[1] or "", at[2].strip(), at[3].strip(), form), formula)
    return set(_NAME.findall(spelt))


def _evaluated(node: ast.expr) -> Fraction:
    if isinstance(node, ast.Constant):
        return Fraction(int(str(node.value)))
    if isinstance(node, ast.UnaryOp):
        return -_evaluated(node.operand)
    assert isinstance(node, ast.BinOp), ast.dump(node)
    left, right = _evaluated(node.left), _evaluated(node.right)
    if isinstance(node.op, ast.Div):
        return left / right
    return left + right if isinstance(node.op, ast.Add) else left - right


def _span(of: str, first: str, last: str, form: Form) -> str:
    ids = [point.id for point in form.points]
    row, column = first.rsplit(".", 1)
    if last.startswith(f"{row}."):
        run = ids[ids.index(first) : ids.index(last) + 1]
    else:
        down = [point for point in ids if point.rsplit(".", 1)[-1] == column]
        run = down[down.index(first) : down.index(last) + 1]
    return "(" + " + ".join(f"{of}{name}" for name in run) + ")"


def rounded(value: Fraction, decimals: int) -> str:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def printed_of(printed: str, after: str, formula: str, form: Form, known: Known) -> str:
    """How a number should be printed: a share, percentage points, how many times, or a count."""
    value = worth(formula, form, known)
    assert value is not None, formula
    decimals = len(printed.partition(".")[2].rstrip("%"))
    percent = value * 100
    if printed.startswith("不足"):
        assert 0 < percent < Fraction(1, 200)
        return "不足0.01%"
    if printed.startswith("超过"):
        assert Fraction(19999, 200) <= percent < 100
        return "超过99.99%"
    if printed.endswith("%"):
        # Nothing and all are exact; a rounded share never looks like them.
        if printed in {"0%", "100%"} and decimals == 0 and percent in {0, 100}:
            return printed
        return f"{rounded(percent, decimals)}%"
    if after.startswith("个百分点"):
        return rounded(percent, decimals)
    if "/" in formula:
        return rounded(value, 1)
    point = next(p for p in form.points if p.id in formula)
    exact = Decimal(int(value)).scaleb(-point.measure.decimals)
    return f"{exact.normalize():f}" if exact else "0"


# ------------------------------------------------------------------------------------- last year

SAYS = {
    "grow": "{name}同比增长{percent}",
    "fall": "{name}同比下降{percent}",
    "same": "{name}与上年持平",
    "nearly": "{name}与上年基本持平",
    "both_zero": "{name}与上年持平，均为0{unit}",
    "from_zero": "{name}较上年增加{n}{unit}（上年为0{unit}）",
    "to_zero": "{name}较上年减少{n}{unit}",
    "more": "{name}较上年增加{n}{unit}",
    "fewer": "{name}较上年减少{n}{unit}",
    "points_up": "{name}同比提高{points}个百分点",
    "points_down": "{name}同比降低{points}个百分点",
    "redefined": "{names}统计口径调整，不与上年比较",
}


def changes_of(form: Form, known: Known, year: int) -> list[list[str]]:
    """What each comparing sentence of the form should say: opening, clauses, joint and close."""
    found = []
    for part in form.narrative.parts:
        for sentence in (one for paragraph in part.paragraphs for one in paragraph):
            if sentence.compared and _holds(sentence.when, form, known):
                clauses = _clauses(sentence, form, known, year)
                ends = [sentence.opens, sentence.joins, sentence.closes]
                found.append([*ends, *clauses] if clauses else [])
    return found


def told_as(change: list[str]) -> str:
    opens, joins, closes, *clauses = change
    return opens + joins.join(clauses) + closes


def _holds(when: str, form: Form, known: Known) -> bool:
    for condition in when.split(" and ") if when else ():
        left, right = condition.split(" > ")
        value = worth(left, form, known)
        if value is None or not value > int(right):
            return False
    return True


def _clauses(sentence: Sentence, form: Form, known: Known, year: int) -> list[str]:
    clauses, redefined = [], []
    says = {**SAYS, **dict(sentence.wording)}
    for item in sentence.compared:
        now = worth(item.of, form, known)
        if item.since and year <= item.since:
            redefined += [item.name] if now and known["last"] else []
            continue
        was = worth(item.before or _last(item.of), form, known)
        if now is None or was is None or now < 0 or was < 0:
            continue
        if "/" in item.of:
            case = _points(item, now, was, form, known)
        else:
            case = _counts(item, int(now), int(was), form, by_counts=sentence.by_counts)
        if case and (case[0] != "both_zero" or len(sentence.compared) == 1):
            clauses.append(says[case[0]].format(name=item.name, **case[1]))
    if redefined:
        clauses.append(says["redefined"].format(names="、".join(redefined)))
    return [clause for clause in clauses if clause]


def _last(formula: str) -> str:
    spelt = re.sub(r"sum\(([^:()]+):", r"sum(last.\1:", formula)
    return re.sub(r"(?<![.:\w])(?!last\.|sum\()([a-z_]+\.[a-z0-9_.]+)", r"last.\1", spelt)


def _points(
    item: Compared, now: Fraction, was: Fraction, form: Form, known: Known
) -> tuple[str, dict[str, str]] | None:
    whole = item.of.partition("/")[2]
    wholes = [worth(of, form, known) or 0 for of in (whole, _last(whole))]
    if min(wholes) < SMALL or max(now, was) > 1:
        return None
    points = rounded(abs(now - was) * 100, 1)
    if now == was:
        return "same", {}
    if points == "0.0":
        return "nearly", {}
    return "points_up" if now > was else "points_down", {"points": points}


def _counts(
    item: Compared, now: int, was: int, form: Form, *, by_counts: bool
) -> tuple[str, dict[str, str]]:
    measure = next(p for p in form.points if p.id in item.of).measure
    words = {"n": measure.show(abs(now - was)), "unit": measure.unit}
    words |= {"now": measure.show(now), "was": measure.show(was)}
    if now == was:
        return "same" if now else "both_zero", words
    if not was or not now:
        return "to_zero" if was else "from_zero", words
    percent = rounded(Fraction(abs(now - was), was) * 100, 1)
    words["percent"] = f"{percent}%"
    small = was < SMALL and not measure.decimals
    if by_counts or small or (now < was and percent == "100.0"):
        return "more" if now > was else "fewer", words
    if percent == "0.0":
        return "nearly", words
    return "grow" if now > was else "fall", words
