"""What a sentence says without a number of its own: none at all, or all of one kind."""

from collections.abc import Sequence
from fractions import Fraction

from xl2report.form.claims.binding import NOTHING, walk_on
from xl2report.form.claims.lexicon import Formula, Meaning
from xl2report.form.claims.model import Closing, Count, Same
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
            return [(meaning.formulas[-1], lexicon.bases["closed"].formula, flow.value)]
        return [(meaning.formulas[0], lexicon.bases["received"].formula, flow.value)]
    return [(meaning.formulas[0], lexicon.bases["closed"].formula, flow.value)]
