"""Changes from one year to the next (`同比增长12.5%`, `比上年减少2件`): what grew, and from what."""

from collections.abc import Sequence
from fractions import Fraction

from xl2report.form.claims.binding import walk_back
from xl2report.form.claims.lexicon import Meaning
from xl2report.form.claims.model import Count, Growth, Open, Unread
from xl2report.form.claims.numbers import Number
from xl2report.form.claims.state import Seen
from xl2report.form.claims.tokens import Token
from xl2report.form.claims.understanding import DECISIONS, understood

_IDLE = frozenset({"compare", "last", "year", "stop", "joins", "among"})


def changed(seen: Seen, left: Sequence[Token], token: Token) -> Growth | Count | None:
    """The change that a number behind `增长` or `减少` tells; None where no such word is before it."""
    at = next(
        (at for at in range(len(left) - 1, -1, -1) if left[at].kind in {"rise", "fall"}), None
    )
    if at is None or token.number is None:
        return None
    number, word = token.number, left[at]
    named = [one for one in left[:at] if one.kind not in _IDLE]
    bound = walk_back(named)
    spot = seen.spot(word.start, token.end)
    items = bound.ids & (DECISIONS | {"fee"})
    if items and number.kind == "count":
        # 与上年末相比，行政许可增加3项: the table of 2019 has it as a figure of its own.
        names = items | {"change"}
        meaning = seen.lexicon.meaning(names)
        if meaning is not None:
            value = number.value if word.kind == "rise" else -number.value
            spot = seen.spot(bound.start, token.end)
            return Count(spot, value, number.words, None, names, meaning, seen.open(()))
    now, was = _compared(seen)
    meaning, open_ = _subject(seen, named)
    open_ = open_ or ("" if _of_last_year(seen, left) else "year")
    return Growth(spot, number, word.kind == "rise", now, was, meaning, open_)


def level(seen: Seen, rest: Sequence[Token]) -> None:
    """`与上年持平`: a change of none, where it is not said to be about so."""
    at = next((at for at, one in enumerate(rest) if one.kind == "level"), None)
    if at is None or rest[at].words.startswith("基本"):
        return
    meaning, open_ = _subject(seen, [one for one in rest[:at] if one.kind not in _IDLE])
    if meaning is None:
        return
    start, end = rest[at].start, rest[at].end
    none = Number(start, end, Fraction(0), Fraction(1), "", "count", "exact", "0")
    seen.claims.append(Growth(seen.spot(start, end), none, None, (), None, meaning, open_))


def _subject(seen: Seen, named: Sequence[Token]) -> tuple[Meaning | None, Open]:
    """What grew: what is named before the word, else the number that was told last."""
    bound = walk_back([one for one in named if one.kind not in {"number", "stop"}])
    if bound.names:
        if not bound.clear:
            return None, "unknown"
        _, meaning = understood(seen, bound)
        return meaning, seen.open(named)
    if any(one.kind not in {"filler", "quote"} for one in named):
        return None, "unknown"
    told = list(seen.claims[seen.first :])
    if told and isinstance(told[-1], Unread) and told[-1].number is seen.was:
        told.pop()  # 收到10件，比2023年（8件）增长25%
    if not told or not isinstance(told[-1], Count):
        return None, "unknown"
    return told[-1].meaning, told[-1].open


def _of_last_year(seen: Seen, left: Sequence[Token]) -> bool:
    """Whether nothing says that it is compared with another year than the last."""
    years = [one.number.value for one in (*seen.before, *left) if one.kind == "year" and one.number]
    year = seen.context.year
    return year is None or all(one in {year, year - 1} for one in years)


def _compared(seen: Seen) -> tuple[tuple[Number, ...], Number | None]:
    """This year's numbers and last year's, where the sentence itself gives both (`上年22件`)."""
    now: list[Number] = []
    was = seen.was
    for claim in seen.claims[seen.first :]:
        if isinstance(claim, Count) and claim.number is not None and claim.number is not seen.was:
            if claim.open == "year":
                was = was or claim.number
            elif not claim.open:
                now.append(claim.number)
    return tuple(now), was
