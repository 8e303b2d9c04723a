"""A number with its names → a count: what it stands for, where that is certain."""

from collections.abc import Sequence

from xl2report.form.claims.binding import Bound
from xl2report.form.claims.lexicon import Meaning
from xl2report.form.claims.meanings import added
from xl2report.form.claims.model import Count
from xl2report.form.claims.numbers import COUNTING, OF_REQUESTS
from xl2report.form.claims.state import FLOW, Seen, is_strong
from xl2report.form.claims.tokens import Token
from xl2report.form.claims.understanding import understood

# How words end that add up what came before (共计, 合计, 累计, 总共).
_TOGETHER = ("计", "共", "共有")
_MONEY = frozenset({"元", "万元", "亿元"})


def summed(seen: Seen, left: Sequence[Token], token: Token) -> Count | None:
    """A number that adds up what the sentence told before it (`共36件`, `合计54件`)."""
    words = [one.words for one in left if one.kind not in {"stop", "quote"}]
    if not words or not all(word.endswith(_TOGETHER) for word in words):
        return None
    return (
        _sum_of_both(seen, left, token)
        or _sum_of_results(seen, left, token)
        or _sum_of_channels(seen, left, token)
    )


def _sum_of_both(seen: Seen, left: Sequence[Token], token: Token) -> Count | None:
    """`新收35件，上年结转1件，共36件`: what came in and what was carried in, together."""
    number, due = token.number, seen.lexicon.bases.get("due")
    before = [one for one in seen.claims[seen.first :] if isinstance(one, Count)][-2:]
    if number is None or due is None or len(before) < 2 or before[1].names != {"carried_in"}:
        return None
    if not before[0].names & {"received", "new"} or before[0].open or before[0].including:
        return None
    spot = seen.spot(left[-1].start, token.end)
    names = frozenset({"handled", "request"})
    return Count(
        spot, number.value, number.words, number, names, Meaning((due.formula,)), unit=number.unit
    )


def _sum_of_results(seen: Seen, left: Sequence[Token], token: Token) -> Count | None:
    """`予以公开9件，部分公开2件，不予公开1件，合计12件`: the results told just before, together."""
    number = token.number
    listed: list[Count] = []
    for claim in reversed(seen.claims[seen.first :]):
        if not isinstance(claim, Count) or claim.meaning is None or claim.open:
            break
        if not all(seen.lexicon.kinds.get(one) == "results" for one in claim.names):
            break
        listed.append(claim)
    if number is None or len(listed) < 3 or any(one.meaning and one.meaning.weak for one in listed):
        return None
    formulas = [one.meaning.formulas[0] for one in reversed(listed) if one.meaning is not None]
    names = frozenset({"closed", "request"})
    closed = seen.lexicon.bases.get("closed")
    meant = (added(formulas), *((closed.formula,) if closed is not None else ()))
    spot = seen.spot(left[-1].start, token.end)
    return Count(spot, number.value, number.words, number, names, Meaning(meant), unit=number.unit)


def _sum_of_channels(seen: Seen, left: Sequence[Token], token: Token) -> Count | None:
    """`书面申请2件、网上申请9件，共计11件`: the channels told just before, together all that came in."""
    number, received = token.number, seen.lexicon.meaning(frozenset({"received", "request"}))
    listed = [one for one in seen.claims[seen.first :] if isinstance(one, Count)]
    kinds = {seen.lexicon.kinds.get(name) for one in listed for name in one.names}
    if number is None or received is None or len(listed) < 2 or kinds != {"channels"}:
        return None
    spot = seen.spot(left[-1].start, token.end)
    names = frozenset({"received", "request"})
    return Count(spot, number.value, number.words, number, names, received, unit=number.unit)


def remember(seen: Seen, claim: Count, left: Sequence[Token]) -> None:
    """Take in a count; one of those carried in (`含上年结转2件`) is part of the number before it."""
    if claim.names & {"carried_in"} and any(one.kind in {"among", "among_loose"} for one in left):
        for at in reversed(seen.flows):
            flow = seen.claims[at]
            if isinstance(flow, Count) and at >= seen.first:
                seen.claims[at] = flow._replace(including=True)
                break
    seen.claims.append(claim)
    if claim.names & FLOW and not claim.names & {"review", "suit"}:
        seen.flows.append(len(seen.claims) - 1)


def counted(seen: Seen, told: Sequence[Token], bound: Bound, token: Token) -> Count | None:
    """The count that a number with these names is; None where that is not certain."""
    number = token.number
    if number is None or not bound.names:
        return None
    names, meaning = understood(seen, bound)
    if meaning is None:
        return None
    money = number.unit in _MONEY
    if money != (names <= {"fee", "spent"}) or (not money and number.unit not in COUNTING):
        return None
    open_ = seen.open(told)
    if meaning.weak and not open_ and _of_all(seen, told, bound, number.unit):
        meaning = meaning._replace(weak=False, scope=True)
    start = bound.start if 0 <= bound.start < token.start else token.start
    end = max(token.end, bound.names[-1].end)
    return Count(
        seen.spot(start, end),
        number.value,
        f"{number.words}",
        number,
        names,
        meaning,
        open_,
        unit=number.unit,
    )


def _of_all(seen: Seen, told: Sequence[Token], bound: Bound, unit: str) -> bool:
    """Whether `依申请公开3件` tells of all requests, where nothing says received or closed."""
    if seen.at.topic != "requests" or unit not in OF_REQUESTS or bound.group:
        return False
    if any(token.kind in {"among", "among_loose", "documents"} for token in (*seen.before, *told)):
        return False
    return bound.clear and all(
        is_strong(name) and (name.words[:2] == "申请" or not name.words.endswith("信息"))
        for name in bound.names
    )
