"""Prose → claims: every number of every sentence read, bound to names, or listed as not understood."""

from collections.abc import Iterable, Sequence

from xl2report.form.claims import wholes
from xl2report.form.claims.binding import NOTHING, Bound, walk_back, walk_on
from xl2report.form.claims.lexicon import Lexicon, Meaning
from xl2report.form.claims.model import Claim, Context, Count, Growth, Unread
from xl2report.form.claims.numbers import COUNTING, numbers_in
from xl2report.form.claims.percents import percent
from xl2report.form.claims.segments import sentences_of
from xl2report.form.claims.state import FLOW, Seen, is_strong
from xl2report.form.claims.tokens import LOOSE, Token, tokens_of
from xl2report.form.claims.understanding import DECISIONS, understood

# The longest sentence met in a report has 700 signs.
_LONGEST = 5_000
# The longest short name of a body (市发展改革委).
_LONGEST_NAME = 8
# What requests are counted in, where classes of information are not.
_OF_REQUESTS = frozenset({"件", "起", "宗", "份", "例", "项", "次", "件次"})
# How words end that add up what came before (共计, 合计, 累计, 总共).
_TOGETHER = ("计", "共", "共有")
_MONEY = frozenset({"元", "万元", "亿元"})


def claims_of(paragraphs: Sequence[str], lexicon: Lexicon, context: Context) -> list[Claim]:
    """The claims of a text, in the order of the text; `context` is where it stands."""
    seen = Seen(lexicon, context)
    last = -1
    for sentence in sentences_of(paragraphs, context.topic):
        if sentence.paragraph != last:
            seen.paragraph()
            last = sentence.paragraph
        seen.begin(sentence)
        if sentence.end - sentence.start > _LONGEST:
            seen.claims.extend(_unread(seen))
            continue
        tokens = tokens_of(sentence.plain, lexicon, context.year)
        for clause in _clauses(tokens):
            _clause(seen, clause)
            seen.before.extend(clause)
        wholes.lists(seen, tokens)
        _loosen(seen, tokens)
    return seen.claims


def _unread(seen: Seen) -> Iterable[Unread]:
    """The numbers of what is too long to be a sentence."""
    for number in numbers_in(seen.at.plain):
        if number.kind not in {"year", "other"}:
            yield Unread(seen.spot(number.start, number.end), number)


def _clauses(tokens: Iterable[Token]) -> Iterable[list[Token]]:
    """The tokens between one stop and the next; a stop ends its clause."""
    held: list[Token] = []
    for token in tokens:
        held.append(token)
        if token.kind == "stop":
            yield held
            held = []
    if held:
        yield held


def _clause(seen: Seen, clause: list[Token]) -> None:
    numbers = [at for at, token in enumerate(clause) if token.kind == "number"]
    if len(numbers) > 1 and _respectively(seen, clause, numbers):
        seen.note(clause)
        return
    begin = 0
    for order, at in enumerate(numbers):
        last = order == len(numbers) - 1
        right = clause[at + 1 :] if last else []
        left = clause[begin:at]
        seen.note(left)
        _number(seen, clause[:at], left, clause[at], [one for one in right if one.kind != "stop"])
        begin = at + 1
    rest = clause[begin:]
    seen.note(rest)
    foreign = any(token.kind == "foreign" or token.id in DECISIONS for token in clause)
    if numbers and foreign and not any(is_strong(token) for token in clause):
        seen.object = "foreign"
    wholes.nothing(seen, rest, clause[:begin])
    wholes.everything(seen, rest)


def _number(
    seen: Seen, told: Sequence[Token], left: Sequence[Token], token: Token, right: Sequence[Token]
) -> None:
    number = token.number
    if number is None:
        return
    if number.kind in {"percent", "points", "times"}:
        percent(seen, left, token)
        return
    change = [one for one in left if one.kind in {"rise", "fall"}]
    if change:
        rises = change[-1].kind == "rise"
        seen.claims.append(Growth(seen.spot(token.start, token.end), number, rises, (), None))
        return
    bound = walk_back(left)
    if all(name.kind in {"acts", "documents"} for name in bound.names):
        onward = walk_on(right)
        alone = _begins(left)
        if bound.names and not onward.names and _goes_on(right):
            bound = NOTHING
        elif onward.names and (bound.names or alone):
            clear = bound.clear and onward.clear
            bound = Bound(
                (*bound.names, *onward.names),
                bound.joined or onward.joined,
                clear,
                bound.each,
                onward.group,
                bound.start,
            )
            seen.note(onward.names)
    if _last_years(seen, told):
        seen.was = number
    claim = counted(seen, told, bound, token) or _sum_of_both(seen, left, token)
    if claim is None:
        seen.claims.append(Unread(seen.spot(token.start, token.end), number))
        return
    _remember(seen, claim, left)


def _loosen(seen: Seen, tokens: Sequence[Token]) -> None:
    """Let a number be a part only where the sentence tells the rest of it by another name."""
    ids = {token.id for token in tokens}
    parts: set[str] = set()
    if any(token.kind == "aside" for token in tokens):
        parts |= {"closed"}
    if "disclosed" in ids:  # 主动公开5件、同意公开7件
        parts |= {"granted"}
    if "unable_absent" in ids:
        parts |= {"unable_not_held"}
    if "other_org" in ids:  # 法人3件、其他组织2件
        parts |= {"organisation"} | ({"other_org"} if "organisation" in ids else set())
    for at in range(seen.first, len(seen.claims)):
        claim = seen.claims[at]
        if isinstance(claim, Count) and claim.names & parts and claim.meaning is not None:
            seen.claims[at] = claim._replace(meaning=claim.meaning._replace(weak=True))


def _sum_of_both(seen: Seen, left: Sequence[Token], token: Token) -> Count | None:
    """`新收35件，上年结转1件，共36件`: what came in and what was carried in, together."""
    number, due = token.number, seen.lexicon.bases.get("due")
    before = [one for one in seen.claims[seen.first :] if isinstance(one, Count)][-2:]
    if number is None or due is None or len(before) < 2 or before[1].names != {"carried_in"}:
        return None
    if not before[0].names & {"received", "new"} or before[0].open or before[0].including:
        return None
    words = [one.words for one in left if one.kind not in {"stop", "quote"}]
    if not words or not all(word.endswith(_TOGETHER) for word in words):
        return None
    spot = seen.spot(left[-1].start, token.end)
    names = frozenset({"handled", "request"})
    return Count(spot, number.value, number.words, number, names, Meaning((due,)), unit=number.unit)


def _last_years(seen: Seen, told: Sequence[Token]) -> bool:
    """Whether a number is told as last year's: `比2022年（31件）`, `较上年的19件`."""
    idle = {"filler", "quote"}
    near = [one for one in (*seen.before, *told) if one.kind not in idle and one.words != "（"][-2:]
    if len(near) < 2 or near[0].kind != "compare":
        return False
    number = near[1].number
    if near[1].kind == "year" and number is not None:
        return seen.context.year is not None and number.value == seen.context.year - 1
    return near[1].kind == "last"


def _begins(left: Sequence[Token]) -> bool:
    """Whether nothing but who, when and `有` stands before a number (`2024年市科委有1件…`)."""
    idle = {"among", "joins", "stop", *LOOSE}
    if all(one.kind in idle for one in left):
        return True
    told = all(one.kind in {"year", "text", *idle} for one in left)
    return told and left[-1].words in {"有", "共有", "发生", "存在"} and _short(left)


def _short(left: Sequence[Token]) -> bool:
    return sum(len(one.words) for one in left if one.kind == "text") <= _LONGEST_NAME


def _goes_on(right: Sequence[Token]) -> bool:
    """Whether what is counted follows in words that are not known (`收到248条网民留言`)."""
    ahead = next((one for one in right if one.kind not in LOOSE), None)
    return ahead is not None and ahead.kind in {
        "text",
        "foreign",
        "aside",
        "noise",
        "doubt",
        "task",
    }


def _remember(seen: Seen, claim: Count, left: Sequence[Token]) -> None:
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
    if money != (names == {"fee"}) or (not money and number.unit not in COUNTING):
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
    if seen.at.topic != "requests" or unit not in _OF_REQUESTS or bound.group:
        return False
    if any(token.kind in {"among", "among_loose", "documents"} for token in (*seen.before, *told)):
        return False
    return bound.clear and all(
        is_strong(name) and not name.words.endswith("信息") for name in bound.names
    )


def _respectively(seen: Seen, clause: list[Token], numbers: list[int]) -> bool:
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
            _remember(seen, claim._replace(spot=seen.spot(token.start, token.end)), ())
        elif token.number is not None:
            seen.claims.append(Unread(seen.spot(token.start, token.end), token.number))
    return True
