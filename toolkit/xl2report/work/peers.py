"""Units of one kind side by side, put as questions.

A share far above the others', a jump against last year that the others do not show, a zero where the
others have many. Small numbers say nothing: below a floor nothing is asked. Exact whole numbers; knows no file. What is
asked is no fault, and nothing is made of the answer.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xl2report.form.plan import Plan
from xl2report.ground.progress import Question

# With fewer units of a kind there is nobody to be compared with.
_FEWEST = 4
# A share is asked about from so many cases on, of so many that are of its kind, beside so many of others.
_WHOLE, _PART, _OTHERS = 10, 5, 30
# How much more: twice as large, and 30 points of a hundred.
_TIMES, _POINTS = 2, 30
# A jump is from or to so many, three times up or down, while the others' sum stayed within a half.
_JUMP, _JUMP_TIMES = 30, 3
# A zero is asked about where four of five others have some, and the middle one so many.
_MANY = 10
_MOST = 3


class Peer(NamedTuple):
    """A unit with its kind, its values and last year's in the order of the form's points."""

    unit: str
    kind: str
    values: Sequence[int | None]
    last: Sequence[int | None] | None = None
    zero: bool = False


def questions(plan: Plan, peers: Sequence[Peer]) -> list[Question]:
    """What may be asked, a few a unit at most, in the order of the units."""
    kinds: dict[str, list[Peer]] = {}
    for peer in peers:
        if not peer.zero:
            kinds.setdefault(peer.kind, []).append(peer)
    groups = _groups(plan)
    asked: dict[str, list[Question]] = {}
    for alike in kinds.values():
        if len(alike) > _FEWEST:
            for look in (_shares(groups, alike), _jumps(plan, alike), _zeros(plan, alike)):
                for question in look:
                    asked.setdefault(question.unit, []).append(question)
    return [one for peer in peers for one in asked.pop(peer.unit, ())[:_MOST]]


class _Group(NamedTuple):
    """Rows of a table that one total is made of: their name, their points, the totals' points."""

    name: str
    parts: tuple[int, ...]
    wholes: tuple[int, ...]


def _groups(plan: Plan) -> list[_Group]:
    """What totals down a column are made of: rows under one heading together, others by themselves."""
    parts: dict[tuple[str, str], list[int]] = {}
    wholes: dict[str, list[int]] = {}
    marks = {f"{table.id}.{row.id}": row.mark for table in plan.form.tables for row in table.rows}
    for point, relation in plan.relations.fills.items():
        if relation.rule.each != "column":
            continue
        rule = relation.rule.id
        wholes.setdefault(rule, []).append(point)
        for term in relation.comparison.right.terms:
            part = plan.form.points[term.point]
            path = part.label.split(" / ")[:-1]
            numbered = marks.get(part.id.rpartition(".")[0], "")[-1:].isdigit()
            if path:
                name = path[0] if numbered else path[-1]
                parts.setdefault((rule, name), []).append(term.point)
    return [
        _Group(name, tuple(points), tuple(wholes[rule])) for (rule, name), points in parts.items()
    ]


def _shares(groups: list[_Group], alike: list[Peer]) -> Iterator[Question]:
    for group in groups:
        parts = [_sum(peer.values, group.parts) for peer in alike]
        wholes = [_sum(peer.values, group.wholes) for peer in alike]
        all_parts, all_wholes, some = sum(parts), sum(wholes), sum(whole > 0 for whole in wholes)
        for peer, part, whole in zip(alike, parts, wholes, strict=True):
            # Of all others together: of all without this one.
            their_part, their_whole = all_parts - part, all_wholes - whole
            few = some - (whole > 0) < _FEWEST
            if whole < _WHOLE or part < _PART or their_whole < _OTHERS or few:
                continue
            # part/whole ≥ 2 · theirs, and 30 points above it.
            above = part * their_whole - their_part * whole
            if part * their_whole < _TIMES * their_part * whole:
                continue
            if above * 100 < _POINTS * whole * their_whole:
                continue
            own, theirs = _percent(part, whole), _percent(their_part, their_whole)
            name = _short(group.name)
            chinese = (
                f"“{name}”占 {own}（{part}/{whole}），同类其他单位合计占 {theirs}"
                f"（{their_part}/{their_whole}）。是否与实际相符？"
            )
            english = (
                f"“{name}” is {own} ({part}/{whole}); of the others of its kind together {theirs}"
                f" ({their_part}/{their_whole}). Is it so?"
            )
            yield Question(peer.unit, peer.kind, (chinese, english), own, theirs)


def _sum(values: Sequence[int | None], points: Sequence[int]) -> int:
    return sum(values[point] or 0 for point in points)


def _short(name: str) -> str:
    """A label without what stands in brackets at its end."""
    return name.split("（", maxsplit=1)[0] or name.partition("）")[2].split("（")[0] or name


def _percent(part: int, whole: int) -> str:
    """A share, rounded half up to a whole per cent."""
    return f"{(200 * part + whole) // (2 * whole)}%"


def _jumps(plan: Plan, alike: list[Peer]) -> Iterator[Question]:
    for point, asked in enumerate(plan.form.points):
        if asked.roll != "sum" or asked.table == "text":
            continue
        pairs = [
            (peer, now, then)
            for peer in alike
            if peer.last is not None
            and (now := peer.values[point]) is not None
            and (then := peer.last[point])
            and then > 0
        ]
        all_now, all_then = sum(pair[1] for pair in pairs), sum(pair[2] for pair in pairs)
        least = _JUMP * 10**asked.measure.decimals
        for peer, now, then in pairs:
            more, less = max(now, then), min(now, then)
            if more < least or less <= 0 or more < _JUMP_TIMES * less:
                continue
            their_now, their_then = all_now - now, all_then - then
            steady = 2 * their_then <= 3 * their_now <= 5 * their_then
            if len(pairs) <= _FEWEST or not steady:
                continue
            shown = asked.measure.show
            chinese = (
                f"“{asked.label}”由上年 {shown(then)} 变为 {shown(now)} {asked.measure.unit}，"
                f"同类其他单位合计由 {shown(their_then)} 变为 {shown(their_now)}。是什么原因？"
            )
            english = (
                f"{asked.id} went from {shown(then)} to {shown(now)}; that of the others of its kind"
                f" together from {shown(their_then)} to {shown(their_now)}. What is the reason?"
            )
            words = (chinese, english)
            yield Question(peer.unit, peer.kind, words, shown(now), shown(their_now))


def _zeros(plan: Plan, alike: list[Peer]) -> Iterator[Question]:
    for point, asked in enumerate(plan.form.points):
        if asked.roll != "sum" or asked.measure.signed or point in plan.relations.fills:
            continue
        known = sorted(value for peer in alike if (value := peer.values[point]) is not None)
        some = sum(value > 0 for value in known)
        others = len(known) - 1
        if others <= _FEWEST or some * 5 < others * 4:
            continue
        # The middle one of the others: without one of the zeros, which come first.
        middle = known[1:][(others - 1) // 2]
        if middle < _MANY * 10**asked.measure.decimals:
            continue
        shown = asked.measure.show(middle)
        chinese = (
            f"“{asked.label}”为 0；同类其他 {others} 个单位中有 {some} 个大于 0，"
            f"中位数 {shown} {asked.measure.unit}。是否确为 0？"
        )
        english = (
            f"{asked.id} is 0; of the {others} others of its kind {some} have some, the middle one"
            f" {shown}. Is it really none?"
        )
        for peer in alike:
            if peer.values[point] == 0:
                yield Question(peer.unit, peer.kind, (chinese, english), "0", shown)
