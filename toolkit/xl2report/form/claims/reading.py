"""Prose → claims: every number of every sentence read, bound to names, or listed as not understood."""

from collections.abc import Iterable, Sequence

from xl2report.form.claims import lists, wholes
from xl2report.form.claims.binding import NOTHING, Bound, walk_back, walk_on
from xl2report.form.claims.counting import counted, remember, summed
from xl2report.form.claims.growth import changed, level
from xl2report.form.claims.lexicon import Lexicon
from xl2report.form.claims.model import Claim, Context, Count, Unread
from xl2report.form.claims.numbers import numbers_in
from xl2report.form.claims.pairs import numbers_first, respectively
from xl2report.form.claims.percents import percent
from xl2report.form.claims.segments import sentences_of
from xl2report.form.claims.state import Seen, is_strong
from xl2report.form.claims.tokens import LOOSE, Token, tokens_of
from xl2report.form.claims.understanding import DECISIONS

# The longest sentence met in a report has 700 signs.
_LONGEST = 5_000
# Words behind a number that say that what follows is inside of it (`新收的53件中`).
_INSIDE = frozenset({"中", "的申请中", "申请中", "案件中", "中的"})
# Of organisations, those that are legal persons only.
_LEGAL_PERSONS = frozenset({"法人", "法人组织", "法人申请", "法人提出", "法人提交"})
# The longest short name of a body (市发展改革委).
_LONGEST_NAME = 8


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
        lists.lists(seen, tokens)
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


def _opened(seen: Seen, clause: list[Token]) -> list[Token]:
    """`公开3件` and `公开、部分公开3件` as results, where it is requests that are answered."""
    told = {one.id for one in (*seen.before, *clause)}
    if not seen.of_requests or "request" not in told | {seen.object}:
        return clause
    if any(one.kind in {"channels", "foreign"} for one in clause):
        return clause
    found = list(clause)
    for at, token in enumerate(clause):
        ahead = next((one for one in clause[at + 1 :] if one.words != "的"), None)
        if token.id != "disclosed" or token.words != "公开" or ahead is None:
            continue
        beside = clause[at + 2] if ahead.kind == "joins" and len(clause) > at + 2 else ahead
        if ahead.kind == "number" or beside.kind == "results":
            found[at] = token._replace(kind="results", id="opened")
    return found


def _clause(seen: Seen, clause: list[Token]) -> None:
    clause = _opened(seen, clause)
    numbers = [at for at, token in enumerate(clause) if token.kind == "number"]
    if len(numbers) > 1 and (
        respectively(seen, clause, numbers) or numbers_first(seen, clause, numbers)
    ):
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
    spoken = {token.id for token in rest if token.id in {"review", "suit"}}
    if not numbers and len(spoken) == 1 and any(one.words in _INSIDE for one in rest):
        seen.outcome = spoken.pop()  # 行政诉讼案件中，维持2件
    foreign = any(token.kind == "foreign" or token.id in DECISIONS for token in clause)
    if numbers and foreign and not any(is_strong(token) for token in clause):
        seen.object = "foreign"
    wholes.nothing(seen, rest, clause[:begin])
    wholes.everything(seen, rest)
    level(seen, rest)


def _number(
    seen: Seen, told: Sequence[Token], left: Sequence[Token], token: Token, right: Sequence[Token]
) -> None:
    number = token.number
    if number is None:
        return
    if number.kind in {"percent", "points", "times"}:
        percent(seen, left, token)
        return
    change = changed(seen, left, token)
    if change is not None:
        seen.claims.append(change)
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
    claim = counted(seen, told, bound, token) or summed(seen, left, token)
    if claim is None:
        seen.claims.append(Unread(seen.spot(token.start, token.end), number))
        return
    if right and right[0].words in _INSIDE:
        claim = claim._replace(restated=True)
    if claim.open == "year":
        claim = claim._replace(year=seen.other_year(told))
    remember(seen, claim, left)


def _loosen(seen: Seen, tokens: Sequence[Token]) -> None:
    """Let a number be a part only where the sentence tells the rest of it by another name, and not else."""
    ids = {token.id for token in tokens}
    parts: set[str] = set()
    if any(token.kind == "aside" for token in tokens):
        parts |= {"closed"}
    if "disclosed" in ids:  # 主动公开5件、同意公开7件
        parts |= {"granted"}
    if any(isinstance(claim, Unread) for claim in seen.claims[seen.first :]):
        parts |= {"opened"}  # 公开1件、告知其他途径3件
    if any(token.words in {"修订", "修改"} for token in tokens):
        parts |= {"made"}  # 新制发5件，修订4件: both are made, or one
    if "unable_absent" in ids:
        parts |= {"unable_not_held"}
    if "other_org" in ids and any(
        one.words in _LEGAL_PERSONS for one in tokens
    ):  # 法人3件、其他组织2件
        parts |= {"organisation"} | ({"other_org"} if "organisation" in ids else set())
    rest = any(
        isinstance(claim, Count) and "carried_out" in claim.names
        for claim in seen.claims[seen.first :]
    )
    for at in range(seen.first, len(seen.claims)):
        claim = seen.claims[at]
        if not isinstance(claim, Count) or claim.meaning is None:
            continue
        if claim.names & parts:
            seen.claims[at] = claim._replace(meaning=claim.meaning._replace(weak=True))
        elif "on_time" in claim.names and rest:
            # 8件按时办结，2件结转下年度: beside what was carried over it is all that was closed.
            seen.claims[at] = claim._replace(meaning=claim.meaning._replace(most=False))


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
