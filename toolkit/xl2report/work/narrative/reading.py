"""The words of one sentence, read: placeholders, numbers, shares and conditions, mistakes told.

Knows which words a text may use; not which sentences there are, nor what any filing says.
"""

import re
from collections.abc import Iterable, Iterator

from xl2report.form.definition.errors import nearest
from xl2report.form.definition.model import Form
from xl2report.form.language import (
    Comparison,
    Expression,
    Mistake,
    Names,
    parse_conditions,
    parse_expression,
)
from xl2report.work.narrative.sentences import Number, Rate, Template, Word

# Words that may stand in every sentence: two from the form, two from the cover.
FORM_WORDS = ("title", "notice")
COVER_WORDS = ("year", "reporter")
REPORT_WORDS = (*FORM_WORDS, *COVER_WORDS)
_BRACE = re.compile(r"[{}｛｝]")
_SINGLE_WORD = re.compile(r"[A-Za-z_]*")
_POINT = re.compile(r"(?<![:.\w])[a-z_][a-z0-9_]*\.[a-z0-9_.]+")
_NO_LAST_YEAR = "此处不能用上年数 last year is not known here"
_SHARE_HERE = "此处须是一个数，不能是占比 a number is expected, not a share"


class Reading:
    """Reads text by text; `where` says in whose words a mistake is told."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.names = Names(form)
        self.where = ""
        self.mistakes: list[str] = []

    def conditions(self, text: str) -> tuple[Comparison, ...]:
        """The conditions of a sentence."""
        try:
            return parse_conditions(text, self.names)
        except Mistake as mistake:
            self.wrong("when", str(mistake))
            return ()

    def number(self, text: str, key: str = "of") -> Number:
        """A number of this year."""
        try:
            found = self.parsed(text)
        except Mistake as mistake:
            self.wrong(key, str(mistake))
            return Number(text, Expression((), 0), (), self.form.points[0].measure)
        if found.of_last_year:
            self.wrong(key, f"{_NO_LAST_YEAR}: {text}")
        return found

    def amount(self, text: str, key: str) -> Number | Rate:
        """A number of this year or, with a division, a share."""
        if "/" not in text:
            return self.number(text, key)
        try:
            found = self.share(text)
        except Mistake as mistake:
            self.wrong(key, str(mistake))
            return Number(text, Expression((), 0), (), self.form.points[0].measure)
        if found.of_last_year:
            self.wrong(key, f"{_NO_LAST_YEAR}: {text}")
        return found

    def share(self, text: str) -> Rate:
        """A share, `a / b`, of this or of last year. Raises Mistake."""
        part, _, whole = text.partition("/")
        found = Rate(self.parsed(_side(part)), self.parsed(_side(whole)))
        if found.part.measure.decimals != found.whole.measure.decimals:
            raise Mistake(
                f"小数位数不同的指标不能相除 points of different decimals divided: {text}"
            )
        return found

    def of_last_year(self, amount: Number | Rate) -> Number | Rate:
        """The same number of last year."""
        if isinstance(amount, Rate):
            return Rate(self._last(amount.part), self._last(amount.whole))
        return self._last(amount)

    def _last(self, number: Number) -> Number:
        if not number.points or number.of_last_year:  # told already
            return number
        formula = re.sub(r"\s*:\s*", ":", number.formula)
        return self.parsed(_POINT.sub(lambda at: f"last.{at[0]}", formula))

    def parsed(self, text: str) -> Number:
        """A number of this or of last year. Raises Mistake."""
        if "/" in text:
            raise Mistake(f"{_SHARE_HERE}: {text}")
        found = parse_expression(text, self.names)
        if not found.terms:
            raise Mistake(f"数须来自指标 a number comes from points: {text}")
        points = self.form.points
        ids = [("last." if term.last else "") + points[term.point].id for term in found.terms]
        measure = points[found.terms[0].point].measure
        return Number(" ".join(text.split()), found, tuple(dict.fromkeys(ids)), measure)

    def template(
        self,
        key: str,
        text: str,
        words: Iterable[str],
        *,
        needs: str = "",
        last_year: bool = False,
    ) -> Template:
        """The pieces of a text in which only these words and numbers may stand.

        Words of a list that its place does not offer are mistakes, and so are last year's numbers
        where a text could not be left out without them; `needs` is a word that must stand.
        """
        try:
            pieces = tuple(self.pieces(text, tuple(words)))
        except Mistake as mistake:
            self.wrong(key, str(mistake))
            return ()
        numbers = [piece for piece in pieces if isinstance(piece, Number | Rate)]
        if not last_year and any(number.of_last_year for number in numbers):
            self.wrong(key, f"{_NO_LAST_YEAR}: {text}")
        if needs and text and Word(needs) not in pieces:
            self.wrong(key, f"句中缺 {{{needs}}} the words lack {{{needs}}}")
        return pieces

    def pieces(self, text: str, words: tuple[str, ...]) -> Iterator[str | Word | Number | Rate]:
        """Words and places of a text, in order. Raises Mistake."""
        at, opened = 0, -1
        for brace in _BRACE.finditer(text):
            if brace[0] in "｛｝":
                raise Mistake(f"花括号应为半角 {{}} braces are half-width: {text}")
            if (brace[0] == "{") == (opened >= 0):
                raise Mistake(f"花括号不成对 braces do not pair: {text}")
            if brace[0] == "{":
                opened = brace.end()
                if at < brace.start():
                    yield text[at : brace.start()]
            else:
                yield self.placeholder(text[opened : brace.start()].strip(), words)
                at, opened = brace.end(), -1
        if opened >= 0:
            raise Mistake(f"花括号不成对 braces do not pair: {text}")
        if at < len(text):
            yield text[at:]

    def placeholder(self, text: str, words: tuple[str, ...]) -> Word | Number | Rate:
        """What stands between two braces. Raises Mistake."""
        if text in words:
            return Word(text)
        if _SINGLE_WORD.fullmatch(text):
            points = self.names.index if set(REPORT_WORDS).issubset(words) else ()
            known = (*words, *points)
            raise Mistake(f"没有这个占位 no such placeholder: {{{text}}}{nearest(text, known)}")
        return self.share(text) if "/" in text else self.parsed(text)

    def wrong(self, key: str, words: str) -> None:
        """Tell a mistake with its place."""
        told = f"{self.where} › {key}: {words}"
        # The clauses of a section, or a shared phrase, may be used by several sentences.
        if told not in self.mistakes:
            self.mistakes.append(told)


def _side(text: str) -> str:
    """One side of a division without its brackets. Raises Mistake for a bare sum: a / b + c."""
    side = text.strip()
    if side.startswith("(") and side.endswith(")"):
        return side[1:-1]
    if re.search("[+-]", side):
        raise Mistake(f"除号两边的和须加括号 a sum beside “/” needs brackets: {side}")
    return side
