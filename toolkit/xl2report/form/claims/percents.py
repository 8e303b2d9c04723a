"""Per cents in a sentence: a share and what it is a share of, a rate, a growth; else not understood."""

from collections.abc import Sequence
from fractions import Fraction

from xl2report.form.claims.binding import walk_back
from xl2report.form.claims.growth import changed
from xl2report.form.claims.lexicon import Meaning
from xl2report.form.claims.model import Closing, Count, Open, Share, Unread
from xl2report.form.claims.numbers import Number
from xl2report.form.claims.state import FLOW, Seen
from xl2report.form.claims.tokens import Token
from xl2report.form.claims.understanding import understood

# So many numbers of requests before a share may be what it is a share of.
_WHOLES = 12
# The number in the text that a named base is.
_FLOW_OF = {"closed": "closed", "received": "received", "due": "handled"}
_RECEIVED = ("received", "due", "closed")
_CLOSED = ("closed", "received", "due")


def percent(seen: Seen, left: Sequence[Token], token: Token) -> None:
    """Take in a number in per cent; `left` are the tokens of its clause since the number before."""
    number = token.number
    if number is None:
        return
    spot = seen.spot(token.start, token.end)
    kinds = [one.kind for one in left]
    growth = changed(seen, left, token)
    if growth is not None:
        seen.claims.append(growth)
        return
    if number.kind != "percent":
        seen.claims.append(Unread(spot, number))
        return
    if "rate" in kinds or "closing_rate" in kinds:
        strange = {"foreign", "text", "documents"}.intersection(kinds)  # 热线工单办结率99%
        own = seen.of_requests and seen.object in {"request", ""} and not strange
        if "closing_rate" in kinds and own:
            seen.claims.append(Closing(spot, number, seen.open(left)))
        else:
            seen.claims.append(Unread(spot, number))
        return
    rate = next((one for one in left if one.kind == "result_rate"), None) or _rate_before(
        seen, left
    )
    if rate is not None:
        seen.claims.append(_rate(seen, left, rate, token, number) or Unread(spot, number))
        return
    at = next((at for at in range(len(left) - 1, -1, -1) if left[at].kind == "share"), None)
    if at is None and not _bracketed(seen, left):
        seen.claims.append(Unread(spot, number))
        return
    share = _share(seen, list(left), at, token, number)
    seen.claims.append(share or Unread(spot, number))


def _bracketed(seen: Seen, left: Sequence[Token]) -> bool:
    """Whether a share stands in brackets behind its number (`33件（5.10%）`)."""
    if any(one.kind not in {"filler", "stop"} for one in left) or len(seen.before) < 2:
        return False
    return seen.before[-1].words == "（" and seen.before[-2].kind == "number"


def _rate_before(seen: Seen, left: Sequence[Token]) -> Token | None:
    """A rate that brackets part from its number (`公开率（含部分公开）为46%`)."""
    if any(one.kind not in {"filler", "stop"} for one in left):
        return None
    words = [one.words for one in seen.before]
    if not words or words[-1] != "）" or "（" not in words:
        return None
    opened = len(words) - 1 - words[::-1].index("（")
    before = seen.before[opened - 1] if opened else None
    return before if before is not None and before.kind == "result_rate" else None


def _rate(
    seen: Seen, left: Sequence[Token], rate: Token, token: Token, number: Number
) -> Share | None:
    """A rate of a result (`不予公开率为12%`), or of how disputes ended (`纠正率`)."""
    words = rate.words.removesuffix("率").removeprefix("结果").removeprefix("被")
    known = seen.lexicon.phrases.get(words)
    if any(one.kind in {"text", "foreign", "documents"} for one in left):
        return None
    if known is not None and known.kind == "outcomes":
        own = seen.outcome or (seen.disputes[-1] if seen.disputes else seen.object)
        meaning = seen.lexicon.meaning(frozenset({own, known.id}))
        bases: tuple[str, ...] = (f"{own}_concluded", own)
    else:
        found = known.id if known is not None and known.kind == "results" else "opened"
        meaning = seen.lexicon.meaning(frozenset({found}))
        bases = _CLOSED
        if not seen.of_requests or (seen.object != "request" and seen.flow() is None):
            return None
    if meaning is None:
        return None
    spot = seen.spot(min(rate.start, token.start), token.end)
    return Share(spot, number, None, meaning, bases, (), seen.open(left))


def _share(
    seen: Seen, left: list[Token], at: int | None, token: Token, number: Number
) -> Share | None:
    bases: tuple[str, ...] = ()
    if at is not None:
        bases = _named_base(left[at + 1 :])
        bound = walk_back([one for one in left[:at] if one.kind != "stop"])
        if bound.names:
            names, meaning = understood(seen, bound)
            if meaning is None:
                return None
            said = _made(seen, token, number, None, meaning, names, bases, seen.open(left[:at]))
            return said._replace(spot=seen.spot(bound.start, token.end)) if said else None
        if any(one.kind in {"text", "foreign"} for one in left[:at]):
            return None
    part = seen.last_count()
    if part is None:
        return None
    claim = seen.claims[part]
    if not isinstance(claim, Count):
        return None
    return _made(seen, token, number, part, None, claim.names, bases, claim.open)


def _made(
    seen: Seen,
    token: Token,
    number: Number,
    part: int | None,
    meaning: Meaning | None,
    names: frozenset[str],
    bases: tuple[str, ...],
    open_: Open,
) -> Share | None:
    if names & {"review", "suit", "normative", "rule", "licence", "fine", "coercion", "fee"}:
        return None
    named = {_FLOW_OF[one] for one in bases if one in _FLOW_OF}
    if not bases:
        of_results = _is_result(seen, names)
        bases = _CLOSED if of_results else _RECEIVED
        if names & {"carried_out", "carried_in", "carried"}:
            bases = ("due", "received", "closed")
    wholes: list[Fraction] = []
    for index in seen.flows[-_WHOLES:]:
        flow = seen.claims[index]
        if index == part or not isinstance(flow, Count) or not flow.names & FLOW:
            continue
        if flow.value and (not named or flow.names & named):
            wholes.append(flow.value)
    start = token.start
    return Share(
        seen.spot(start, token.end),
        number,
        part,
        meaning,
        bases,
        tuple(dict.fromkeys(wholes)),
        open_,
    )


def _is_result(seen: Seen, names: frozenset[str]) -> bool:
    return any(seen.lexicon.kinds.get(one) == "results" for one in names)


def _named_base(tokens: Sequence[Token]) -> tuple[str, ...]:
    """What a share says itself that it is a share of (`占已答复件数的`)."""
    ids = {one.id for one in tokens}
    if ids & {"closed", "on_time", "handled"}:
        return ("closed", "due") if ids & {"handled"} else ("closed",)
    if ids & {"received", "new"}:
        return ("received", "due")
    return ()
