"""A sentence as tokens: names and words of the phrase book, numbers, punctuation, and other text."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from xl2report.form.claims.lexicon import Lexicon
from xl2report.form.claims.numbers import Number, numbers_in

NAMES = frozenset(
    {
        "objects",
        "acts",
        "results",
        "applicants",
        "channels",
        "outcomes",
        "stages",
        "documents",
    }
)
# What may lie between a name and its number.
LOOSE = frozenset({"filler", "all", "respectively", "loose", "quote"})
_OF_MANNER = frozenset({"channels", "joins", "filler", "quote"})
_STOPS = "，。；：！？（）—…"
_QUOTES = "“”‘’\"'「」"
# 2021年结转, 结转2023年继续办理: which of the two it is follows from the report's year.
_CARRIED = re.compile(
    r"""
    (?:(?P<from>20[0-9]{2})年度?(?:未办结|剩余|遗留)?)?
    (?:结转|转接|转结|转办|顺延|转)(?:至|到|为|入|给)?(?:了)?
    (?:(?P<to>20[0-9]{2})年度?|(?P<now>今年|本年度?))?
    (?:继续)?(?:办理|答复|处理)?(?:的|件|申请)?
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """A piece of a sentence: a kind of the phrase book, or number, year, stop, text."""

    kind: str
    id: str
    start: int
    end: int
    words: str
    number: Number | None = None


def tokens_of(text: str, lexicon: Lexicon, year: int | None) -> list[Token]:
    """The tokens of a normalised sentence, in order and without gaps."""
    return _plain_manners(list(_joined(_scan(text, lexicon, year))))


def _plain_manners(tokens: list[Token]) -> list[Token]:
    """The channels of `当面提交或以信函、传真等形式的申请` as idle words: they divide nothing."""
    for at, token in enumerate(tokens):
        if token.kind != "manner":
            continue
        begin = at
        while begin and tokens[begin - 1].kind in _OF_MANNER:
            begin -= 1
        for idle in range(begin, at + 1):
            tokens[idle] = tokens[idle]._replace(kind="filler", id="")
    return tokens


def _scan(text: str, lexicon: Lexicon, year: int | None) -> Iterator[Token]:
    numbers = {number.start: number for number in numbers_in(text)}
    at = 0
    while at < len(text):
        carried = _carried(text, at, year)
        if carried is not None:
            yield carried
            at = carried.end
            continue
        number = numbers.get(at)
        if number is not None:
            end = max(number.end, at + 1)
            kind = "year" if number.kind == "year" else "number"
            if number.kind == "other":
                kind = "noise"
            yield Token(kind, "", at, end, text[at:end], number)
            at = end
            continue
        sign = text[at]
        phrase = lexicon.phrase_at(text, at)
        end = at + len(phrase)
        if phrase and not any(at < start < end for start in numbers):
            meant = lexicon.phrases[phrase]
            yield Token(meant.kind, meant.id, at, end, phrase)
            at = end
            continue
        kind = "stop" if sign in _STOPS else "quote" if sign in _QUOTES else "text"
        yield Token(kind, "", at, at + 1, sign)
        at += 1


def _carried(text: str, at: int, year: int | None) -> Token | None:
    """`2021年结转`, `结转至2023年继续办理`: carried in or out, by the year that is named."""
    if year is None or text[at] not in "2结转顺":
        return None
    match = _CARRIED.match(text, at)
    if match is None or not (match["from"] or match["to"] or match["now"]):
        return None
    came = int(match["from"]) if match["from"] else None
    goes = int(match["to"]) if match["to"] else year if match["now"] else None
    if goes == year + 1 and came in {None, year}:
        name = "carried_out"
    elif (came == year - 1 and goes in {None, year}) or (came is None and goes == year):
        name = "carried_in"
    elif came == year and goes is None:
        name = "carried_out"
    else:
        return None
    return Token("acts", name, at, match.end(), match.group())


def _joined(tokens: Iterator[Token]) -> Iterator[Token]:
    """Neighbouring pieces of other text as one."""
    held: Token | None = None
    for token in tokens:
        if held is not None and token.kind == "text":
            held = held._replace(end=token.end, words=held.words + token.words)
            continue
        if held is not None:
            yield held
        held = token if token.kind == "text" else None
        if held is None:
            yield token
    if held is not None:
        yield held
