"""Where a number comes from, in words: its label, its cell, its value, and which units gave it.

Made for the points of a report's claims; the document, the page and the command line print it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from xl2report.form.definition.model import Point
from xl2report.form.plan import Plan
from xl2report.form.relations import fill_carefully
from xl2report.ground.filing import Filing
from xl2report.ground.points import Measure
from xl2report.ground.rollup import Adjustment
from xl2report.work.narrative.story import Claim

_LAST = "last."
_MOST_UNITS = 40  # named one by one in a line; a city may have hundreds
_NAME = re.compile(r"(last\.)?([a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)+)")
_SPAN = re.compile(rf"sum\({_NAME.pattern}:{_NAME.pattern}\)")
_SIGNS = (("*", "×"), ("/", "÷"), ("-", "－"), ("+", "＋"))
_BRACKETS = str.maketrans("()", "（）")


class Origin(NamedTuple):
    """One point: its printed label, its cell (`三、申请办理!J9`), its value as printed.

    `lines` are further lines of text, such as what each unit contributed; each stands by itself.
    """

    label: str
    place: str
    value: str
    lines: tuple[str, ...] = ()


Origins: TypeAlias = Mapping[str, Origin]


def origins_of(
    plan: Plan,
    filing: Filing,
    points: Iterable[str] = (),
    last: Sequence[int | None] | None = None,
    last_book: str = "",
) -> dict[str, Origin]:
    """The origins of these points, of all if none are named; ids that the form lacks are left out.

    `last` are last year's values in the order of this form's points, as `compose` takes them; they
    are found under `last.ID`, and come from `last_book`.

    In a city's workbook each point tells which units gave how much; units that gave nothing are
    counted, those that left it blank too. Where the parts do not make up the whole, that is said.
    """
    every = [point.id for point in plan.form.points]
    wanted = dict.fromkeys(points) or dict.fromkeys([*every, *(f"{_LAST}{name}" for name in every)])
    parts = []
    for part in filing.parts:
        values = list(part.values)
        fill_carefully(plan.relations, values)
        parts.append((part.reporter or part.book, values))
    found = {}
    for name in wanted:
        at = plan.index.get(name.removeprefix(_LAST))
        if at is None or (last is None and name.startswith(_LAST)):
            continue
        if last is not None and name.startswith(_LAST):
            found[name] = _last_year(plan.form.points[at], last[at], last_book)
            continue
        point, value = plan.form.points[at], filing.values[at]
        sheet, cell = filing.stands(at, plan.layout.cells[at])
        shown = _shown(point.measure, value)
        given = [(reporter, values[at]) for reporter, values in parts]
        added = [
            one for one in filing.adjustments if one.point in {at, *plan.relations.base.get(at, ())}
        ]
        lines = _contributed(point, value, given, added) if given else ()
        found[name] = Origin(point.label, f"{sheet}!{cell}", shown, lines)
    return found


def origin_lines(claim: Claim, origins: Origins) -> tuple[str, ...]:
    """What is told of a number: the number, its formula in words, then each of its points.

    A point without an origin is told by its id.
    """
    rounded = "（四舍五入）" if claim.printed.endswith("%") else ""
    told = [f"{claim.printed} = {formula_in_words(claim.formula, origins)}{rounded}"]
    for name in claim.points:
        origin = origins.get(name)
        if origin is None:
            told.append(formula_in_words(name, origins) if name.startswith(_LAST) else name)
            continue
        told.append(f"{origin.label}：{origin.value}（{origin.place}）")
        told.extend(origin.lines)
    return tuple(told)


def formula_in_words(formula: str, origins: Origins) -> str:
    """A formula of the rule language with the points' printed labels in place of their ids."""

    def label(last: str | None, name: str) -> str:
        origin = origins.get(name)
        return f"{'上年' if last else ''}“{origin.label if origin else name}”"

    def span(match: re.Match[str]) -> str:
        first, end = match.group(1, 2), match.group(3, 4)
        return f"从{label(*first)}到{label(*end)}之和"

    # Signs first: a label may hold them, an id does not.
    for sign, shown in _SIGNS:
        formula = formula.replace(sign, shown)
    words, at = [], 0
    for match in re.finditer(f"{_SPAN.pattern}|{_NAME.pattern}", formula):
        words.append(formula[at : match.start()].translate(_BRACKETS))
        words.append(span(match) if match.group(2) else label(*match.group(5, 6)))
        at = match.end()
    return "".join([*words, formula[at:].translate(_BRACKETS)])


def _last_year(point: Point, value: int | None, book: str) -> Origin:
    return Origin(f"上年{point.label}", book or "上年工作簿", _shown(point.measure, value))


def _shown(measure: Measure, value: int | None) -> str:
    if value is None:
        return "空白"
    return f"{measure.show(value, sign=True)}{measure.unit}"


def _contributed(
    point: Point,
    value: int | None,
    given: list[tuple[str, int | None]],
    added: Sequence[Adjustment] = (),
) -> tuple[str, ...]:
    named = [(reporter, amount) for reporter, amount in given if amount]
    if not named and not added and value == 0:
        return ()
    shown = [f"{reporter}{_shown(point.measure, amount)}" for reporter, amount in named]
    more = len(shown) - _MOST_UNITS
    line = "；".join(shown[:_MOST_UNITS]) + (f"；等{len(shown)}家" if more > 0 else "")
    counts = [
        f"{count}家{words}"
        for count, words in (
            (sum(amount == 0 for _, amount in given), "为0"),
            (sum(amount is None for _, amount in given), "空白"),
        )
        if count
    ]
    told = [f"其中：{'；'.join(part for part in (line, '，'.join(counts)) if part)}"]
    signed = point.measure._replace(signed=True)
    told.extend(f"汇总调整：{_shown(signed, one.amount)}（{one.reason}）" for one in added)
    total = sum(amount for _, amount in named) + sum(one.amount for one in added)
    if point.roll == "sum" and value is not None and total != value:
        told.append(
            f"各单位合计{_shown(point.measure, total)}，相差{_shown(point.measure, value - total)}"
        )
    return tuple(told)
