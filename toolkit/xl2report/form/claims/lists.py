"""Lists of parts and the whole that they should add up to, where the list claims to be complete."""

from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, takewhile

from xl2report.form.claims.model import Count, Parts, Share, Unread
from xl2report.form.claims.numbers import OF_REQUESTS, Number
from xl2report.form.claims.state import Seen
from xl2report.form.claims.tokens import Token

# Numbers of requests that came in; the channels are of these.
_CAME = frozenset({"received", "new", "handled", "request"})
_LOOSE = frozenset({"among_loose", "loose"})


def lists(seen: Seen, tokens: Sequence[Token]) -> None:
    """A whole and its parts: what follows `其中`, or channels beside the number of requests."""
    made = len(seen.claims)
    _among(seen, tokens)
    if len(seen.claims) == made and not any(one.kind in _LOOSE for one in tokens):
        _channels(seen)


def _channels(seen: Seen) -> None:
    """`收到的54件申请中，网上提交49件，信函提交5件`: channels beside the number that came in."""
    here = range(seen.first, len(seen.claims))
    told = [at for at in here if not isinstance(seen.claims[at], Share)]
    first = next((at for at in told if _kind(seen, seen.claims[at]) == "channels"), None)
    if first is None:
        return
    run = [
        *takewhile(lambda at: _kind(seen, seen.claims[at]) == "channels", told[told.index(first) :])
    ]
    after = told[told.index(run[-1]) + 1 :]
    flows = [seen.claims[at] for at in seen.flows if at < first]
    flows = flows or [seen.claims[at] for at in seen.flows if at in after[:1]]
    wholes = [one for one in flows if isinstance(one, Count) and one.names & _CAME and not one.open]
    if len(run) < 2 or not wholes or not all(_plain(seen.claims[at]) for at in run):
        return
    whole = wholes[-1].number
    if (
        whole is None
        or whole.bound != "exact"
        or (after and _kind(seen, seen.claims[after[0]]) == "text")
    ):
        return
    counts = [one for at in run if isinstance(one := seen.claims[at], Count)]
    units = {whole.unit, *(one.unit for one in counts)}
    if len(units) > 1 and not units <= OF_REQUESTS:
        return  # 网站30条、微信20条: of something else
    start, end = seen.claims[run[0]].spot, seen.claims[run[-1]].spot
    quote = seen.at.text.quote
    at = seen.at.text.at
    begin, stop = bisect_left(at, start.start), bisect_left(at, end.end)
    spot = start._replace(end=end.end, quote=quote(begin, stop))
    seen.claims.append(Parts(spot, whole.value, tuple(run), "channels"))


def _among(seen: Seen, tokens: Sequence[Token]) -> None:
    among = [token for token in tokens if token.kind in {"among", "among_loose"}]
    loose = any(token.kind in {"among_loose", "loose"} for token in tokens)
    if len(among) != 1:
        return
    split = seen.at.text.at[seen.at.start + among[0].start]
    before = [c for c in seen.claims[max(0, seen.first - 4) :] if isinstance(c, Count | Unread)]
    wholes = [
        claim
        for claim in before
        if claim.spot.paragraph == seen.at.paragraph and claim.spot.end <= split
    ]
    if not wholes or wholes[-1].number is None:
        return
    whole = wholes[-1].number
    parts = [
        at
        for at in range(seen.first, len(seen.claims))
        if isinstance(seen.claims[at], Count | Unread) and seen.claims[at].spot.start > split
    ]
    parts = _of_list(seen, parts)
    channels = [*takewhile(lambda at: _kind(seen, seen.claims[at]) == "channels", parts)]
    parts = channels if len(channels) > 1 else parts
    counts = [at for at in parts if _plain(seen.claims[at])]
    if len(counts) < 2 or len(counts) != len(parts) or whole.bound != "exact":
        return
    counts = _adding_up(seen, counts, whole)
    members = [seen.claims[at] for at in counts]
    units = {one.number.unit for one in members if isinstance(one, Count | Unread) and one.number}
    if (
        units != {whole.unit}
        or whole.kind != "count"
        or any(token.words == "（" for token in tokens)
    ):
        return
    kinds = {_kind(seen, one) for one in members}
    if len(kinds) == 1 and kinds <= {"channels", "text"}:
        kind = kinds.pop()
        if kind == "text" and loose:
            return
        if kind == "channels":
            came = (one.number for one in reversed(wholes) if _received(one))
            whole = next((number for number in came if number is not None), whole)
        between = seen.at.text.printed[wholes[-1].spot.end : split]
        adjoins = among[0].start > 0 and len("".join(between.split())) <= 1
        if kind == "text" and (isinstance(wholes[-1], Count) or not adjoins):
            return
        spot = seen.spot(among[0].start, len(seen.at.plain))
        seen.claims.append(Parts(spot, whole.value, tuple(counts), kind, loose=loose))


def _received(claim: Count | Unread) -> bool:
    """Whether a number is of requests that came in."""
    return isinstance(claim, Count) and bool(claim.names & _CAME)


def _of_list(seen: Seen, parts: list[int]) -> list[int]:
    """The parts up to a semicolon, where not every part has its own."""
    plain = seen.at.text.plain[: seen.at.end]
    at = seen.at.text.at
    for order, (one, following) in enumerate(pairwise(parts), 1):
        between = [bisect_left(at, seen.claims[part].spot.start) for part in (one, following)]
        if order > 1 and "；" in plain[between[0] : between[1]]:
            first = [bisect_left(at, seen.claims[part].spot.start) for part in parts[:2]]
            if "；" not in plain[first[0] : first[1]]:
                return parts[:order]
    return parts


def _adding_up(seen: Seen, counts: list[int], whole: Number) -> list[int]:
    """The first parts that make the whole, if some do: what follows them is another matter."""
    total = Fraction(0)
    for order, at in enumerate(counts, 1):
        claim = seen.claims[at]
        if isinstance(claim, Count | Unread) and claim.number is not None:
            total += claim.number.value
        if order > 1 and total == whole.value:
            return counts[:order]
    return counts


def _plain(claim: object) -> bool:
    if not isinstance(claim, Count | Unread):
        return False
    number = claim.number
    return number is not None and number.kind == "count" and number.bound == "exact"


def _kind(seen: Seen, claim: object) -> str:
    if isinstance(claim, Unread):
        return "text"
    if isinstance(claim, Count) and any(
        seen.lexicon.kinds.get(one) == "channels" for one in claim.names
    ):
        return "channels"
    return "other"
