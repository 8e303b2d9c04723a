"""What a sentence says without a number of its own: none at all, all of one kind; and lists of parts."""

from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, takewhile

from xl2report.form.claims.binding import NOTHING, walk_on
from xl2report.form.claims.lexicon import Formula, Meaning
from xl2report.form.claims.model import Closing, Count, Parts, Same, Unread
from xl2report.form.claims.numbers import Number
from xl2report.form.claims.state import Seen
from xl2report.form.claims.tokens import LOOSE, NAMES, Token
from xl2report.form.claims.understanding import understood

_CARRIED = frozenset({"carried_in", "carried_out"})
# 行政许可申请 is a request too, but not for information.
_OTHER_REQUESTS = frozenset(
    {"permit", "penalty", "force", "services", "licence", "fine", "coercion"}
)


def nothing(seen: Seen, rest: Sequence[Token], told: Sequence[Token]) -> None:
    """`未收到政府信息公开申请`: a claim of 0 on each thing of which there was none."""
    at = next((at for at, token in enumerate(rest) if token.kind == "negation"), None)
    if at is None:
        return
    after = [token for token in rest[at + 1 :] if token.kind not in {"stop", "quote"}]
    if any(token.kind not in LOOSE | NAMES | {"joins"} for token in after):
        return
    named = [token for token in after if token.kind in NAMES]
    if any(token.id in _OTHER_REQUESTS for token in named):
        return
    # 因政府信息公开申请引起的行政复议: what the dispute is over is not denied.
    disputes = [token for token in named if token.id in {"review", "suit"}]
    things = disputes or [
        token for token in named if token.kind in {"objects", "results"} or token.id in _CARRIED
    ]
    if any(token.id in _CARRIED for token in things):
        things = [token for token in things if token.id in _CARRIED]
    acts = [token for token in named if token.kind in {"acts", "documents"} and token not in things]
    received = rest[at].words.endswith(("收到", "接到", "接收", "受理", "新收", "收到过", "新增"))
    for thing in things:
        bound = NOTHING._replace(names=(*(() if disputes else acts), thing))
        names, meaning = understood(seen, bound)
        if meaning is not None and thing.id == "request" and (received or not acts):
            names = frozenset({"received", "request"})
            meaning = seen.lexicon.meaning(names)
        if thing.id in {"normative", "rule"}:
            names, meaning = _none_made(seen, rest[at].words, thing.id, names, meaning)
        if meaning is None:
            continue
        only = Meaning(meaning.formulas[:1], weak=meaning.weak, scope=meaning.scope)
        start, end = rest[at].start, after[-1].end
        seen.claims.append(
            Count(
                seen.spot(start, end),
                Fraction(0),
                "0",
                None,
                names,
                only,
                seen.open([*told, *rest[:at]]),
            )
        )


def _none_made(
    seen: Seen, negation: str, thing: str, names: frozenset[str], meaning: Meaning | None
) -> tuple[frozenset[str], Meaning | None]:
    """`未制发、废止行政规范性文件`: the verb is part of the negation."""
    if any(word in negation for word in ("制定", "制发", "出台")):
        names = frozenset({"made", thing})
        return names, seen.lexicon.meaning(names)
    if "废止" in negation:
        names = frozenset({"repealed", thing})
        return names, seen.lexicon.meaning(names)
    return names, meaning


def everything(seen: Seen, rest: Sequence[Token]) -> None:
    """`均为自然人申请`, `均获维持`, `均已办结`: all of what was counted before are of one kind."""
    at = next((at for at, token in enumerate(rest) if token.kind == "all"), None)
    if at is None or any(token.kind in {"number", "negation", "foreign"} for token in rest):
        return
    after = [token for token in rest[at + 1 :] if token.kind != "stop"]
    closed = next((one for one in after if one.id in {"closed", "on_time"}), None)
    names = walk_on(after).names
    kind = next((one for one in names if one.kind in {"outcomes", "results", "applicants"}), None)
    spot = seen.spot(rest[at].start, after[-1].end if after else rest[at].end)
    open_ = seen.open(rest[:at])
    if kind is not None:
        for part, whole, stated in _both(seen, kind):
            seen.claims.append(Same(spot, part, whole, stated, open_))
    elif closed is not None:
        flow = seen.flow()
        received = flow is not None and not flow.names & {"closed", "on_time"}
        if received and seen.object == "request" and flow is not None and flow.value:
            seen.claims.append(Closing(spot, None, open_ or flow.open))


def _both(seen: Seen, kind: Token) -> list[tuple[Formula, Formula, Fraction | None]]:
    """The part that is said to be the whole, and the whole."""
    lexicon = seen.lexicon
    if kind.kind == "outcomes":
        stated = {
            one: claim.value
            for claim in seen.claims[seen.first :]
            if isinstance(claim, Count)
            for one in ("review", "suit")
            if claim.names == frozenset({one}) and claim.value
        }
        found: list[tuple[Formula, Formula, Fraction | None]] = []
        for one, value in stated.items():
            part = lexicon.meaning(frozenset({one, kind.id}))
            whole = lexicon.meaning(frozenset({one}))
            if part and whole:
                found.append((part.formulas[0], whole.formulas[0], value))
        return found
    flow = seen.flow()
    if flow is None or not seen.of_requests or seen.object == "foreign":
        return []
    meaning = lexicon.meaning(frozenset({kind.id}))
    if meaning is None:
        return []
    if kind.kind == "applicants":
        if flow.names & {"closed"} or len(meaning.formulas) < 3:
            return [(meaning.formulas[-1], lexicon.bases["closed"], flow.value)]
        return [(meaning.formulas[0], lexicon.bases["received"], flow.value)]
    return [(meaning.formulas[0], lexicon.bases["closed"], flow.value)]


def lists(seen: Seen, tokens: Sequence[Token]) -> None:
    """A whole and the parts that follow `其中`, where the list claims to be complete."""
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
    came = {"received", "new", "handled", "request"}
    return isinstance(claim, Count) and bool(claim.names & came)


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
        seen.lexicon.kinds[one] == "channels" for one in claim.names
    ):
        return "channels"
    return "other"
