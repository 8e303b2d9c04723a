"""Clauses with several numbers: names and numbers in pairs, numbers before their names."""

from collections.abc import Sequence

from xl2report.form.claims.binding import NOTHING, walk_back, walk_on
from xl2report.form.claims.counting import counted, remember
from xl2report.form.claims.model import Unread
from xl2report.form.claims.state import Seen
from xl2report.form.claims.tokens import LOOSE, NAMES, Token

_IDLE = frozenset({"among", "among_loose", "joins", "stop", "year", *LOOSE})


def respectively(seen: Seen, clause: list[Token], numbers: list[int]) -> bool:
    """`行政复议、行政诉讼分别为3件、2件`: names and numbers in pairs."""
    at = next((at for at, token in enumerate(clause) if token.kind == "respectively"), None)
    if at is None or not all(at < number for number in numbers):
        return False
    run = walk_back(clause[:at])
    for kind in ("objects", "results", "applicants", "outcomes", "channels", "stages", "acts"):
        names = run.of(kind)
        if len(names) == len(numbers) and len({name.id for name in names}) == len(names):
            break
    else:
        return False
    seen.note(clause[:at])
    others = tuple(name for name in run.names if name.kind != kind)
    for name, number in zip(names, numbers, strict=True):
        bound = NOTHING._replace(names=(*others, name), clear=run.clear)
        claim = counted(seen, clause[:at], bound, clause[number])
        token = clause[number]
        if claim is not None:
            remember(seen, claim._replace(spot=seen.spot(token.start, token.end)), ())
        elif token.number is not None:
            seen.claims.append(Unread(seen.spot(token.start, token.end), token.number))
    return True


def numbers_first(seen: Seen, clause: list[Token], numbers: list[int]) -> bool:
    """`2件予以公开、3件部分公开`: each number stands before its names."""
    if any(token.kind not in _IDLE for token in clause[: numbers[0]]):
        return False
    ends = [*numbers[1:], len(clause)]
    after = [clause[at + 1 : end] for at, end in zip(numbers, ends, strict=True)]
    if any(not any(token.kind in NAMES for token in part) for part in after):
        return False
    bounds = [walk_on(_without_joins(part)) for part in after]
    if any(not bound.names for bound in bounds):
        return False
    told = clause[: numbers[0]]
    for at, bound in zip(numbers, bounds, strict=True):
        seen.note(bound.names)
        token = clause[at]
        claim = counted(seen, told, bound, token)
        if claim is not None:
            remember(seen, claim, told)
        elif token.number is not None:
            seen.claims.append(Unread(seen.spot(token.start, token.end), token.number))
    return True


def _without_joins(part: Sequence[Token]) -> list[Token]:
    """The tokens after a number without what joins them to the next one."""
    kept = [token for token in part if token.kind != "stop"]
    while kept and kept[-1].kind in {"joins", "quote"}:
        kept.pop()
    return kept
