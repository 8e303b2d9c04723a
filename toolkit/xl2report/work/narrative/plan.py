"""Form → Plan: every placeholder, condition and list of the narrative read once, mistakes told.

Knows which words a sentence may use and where; not what any filing says.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from xl2report.form.definition.errors import FormError, nearest
from xl2report.form.definition.model import Form, Indicator, Item, Part, Sentence
from xl2report.form.language import (
    Comparison,
    Expression,
    Mistake,
    Names,
    parse_conditions,
    parse_expression,
)
from xl2report.work.narrative.sentences import (
    Body,
    Choice,
    Clause,
    Clauses,
    Listing,
    Member,
    Number,
    Option,
    Plain,
    Plan,
    PlanPart,
    Template,
    Whole,
    Word,
)

# Words that may stand in every sentence: two from the form, two from the cover.
FORM_WORDS = ("title", "notice")
COVER_WORDS = ("year", "reporter")
_REPORT = (*FORM_WORDS, *COVER_WORDS)
_BRACE = re.compile(r"[{}｛｝]")
_SINGLE_WORD = re.compile(r"[A-Za-z_]*")
_NO_LAST_YEAR = "文字中没有上年数 sentences know no last year"
_NUMBERING = re.compile(r"^(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、)")


def compile_narrative(form: Form) -> Plan:
    """The plan of a form's narrative. Raises FormError with one line for each mistake."""
    return _Compiler(form).plan()


class _Compiler:
    """Reads sentence by sentence; `where` says in whose words a mistake is told."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.names = Names(form)
        self.where = ""
        self.mistakes: list[str] = []

    def plan(self) -> Plan:
        form, narrative = self.form, self.form.narrative
        asked = {field.id: field.label for field in form.cover}
        below = [*(part.level for part in narrative.parts[1:]), 0]
        parts = [
            self.part(part, leads=level > part.level)
            for part, level in zip(narrative.parts, below, strict=True)
        ]
        self.where = f"{narrative.origin}: narrative"
        plan = Plan(
            form.points,
            {"title": form.title, "notice": form.notice},
            {word: asked.get(word, word) for word in COVER_WORDS},
            self.template("title", narrative.title, _REPORT),
            self.template("missing", narrative.missing, ("what",), needs="what"),
            self.template("draft", narrative.draft, ("errors",)),
            self.template("draft_forced", narrative.draft_forced, ("errors",)),
            self.template("rounding", narrative.rounding, ()),
            tuple(parts),
        )
        if self.mistakes:
            raise FormError(self.mistakes)
        return plan

    def part(self, part: Part, *, leads: bool) -> PlanPart:
        paragraphs = []
        for paragraph in part.paragraphs:
            choices = groupby(enumerate(paragraph), lambda at: at[1].choice or at[0])
            paragraphs.append(
                tuple(
                    self.choice(part.heading, [sentence for _, sentence in group])
                    for _, group in choices
                )
            )
        return PlanPart(
            part.heading,
            _NUMBERING.sub("", part.heading),
            part.level,
            tuple(paragraphs),
            next((text for text in self.form.texts if text.id == part.text), None),
            self.form.table(part.table) if part.table else None,
            leads,
        )

    def choice(self, heading: str, sentences: list[Sentence]) -> Choice:
        options = []
        for sentence in sentences:
            self.where = f"{sentence.origin}: {heading or '（引言 preamble）'}"
            if sentence is not sentences[-1] and not sentence.when:
                self.wrong("choose", "没有 when，后面的都说不到 without when none after it is said")
            options.append(Option(self.conditions(sentence.when), self.body(sentence)))
        return Choice(tuple(options), lone=not sentences[0].choice)

    def body(self, sentence: Sentence) -> Body:
        if sentence.section:
            members = [
                self.clause(indicator)
                for indicator in self.form.indicators
                if indicator.section == sentence.section
            ]
            return Clauses(
                tuple(members),
                self.template("opens", sentence.opens, _REPORT),
                sentence.joins,
                self.template("closes", sentence.closes, _REPORT),
            )
        if sentence.items:
            return self.listing(sentence)
        return Plain(self.template("says", sentence.says, _REPORT))

    def clause(self, indicator: Indicator) -> Clause:
        around, self.where = self.where, f"{indicator.origin}: indicators › {indicator.id}"
        clause = Clause(
            self.number(f"text.{indicator.id}"),
            indicator.label,
            self.template("says", indicator.says, ("n",), needs="n"),
            self.template("says_zero", indicator.says_zero, ()),
            indicator.optional,
        )
        self.where = around
        return clause

    def listing(self, sentence: Sentence) -> Listing:
        if sentence.share and not sentence.bases:
            self.wrong("share", "缺少 bases，占比没有基数 a share needs its bases")
        whole = (*_REPORT, "name", "n", "base")
        share = self.template("share", sentence.share, ("share",), needs="share")
        listing = Listing(
            tuple(self.member(item) for item in sentence.items),
            tuple(
                Whole(self.number(base.of), self.template("bases", base.says, (*_REPORT, "n")))
                for base in sentence.bases
            ),
            self.template("opens", sentence.opens, (*_REPORT, "base")),
            self.template("each", sentence.each, ("name", "n"), needs="n"),
            share if sentence.share else (),
            self.template("all", sentence.all, whole),
            self.template("one", sentence.one, whole),
            sentence.joins,
            self.template("closes", sentence.closes, _REPORT),
        )
        numbers = [member.number for member in listing.members]
        numbers += [whole.number for whole in listing.wholes]
        if len({number.measure.decimals for number in numbers}) > 1:
            self.wrong("list", "小数位数不同的指标不能相比 points of different decimals compared")
        return listing

    def member(self, item: Item) -> Member:
        number = self.number(item.of)
        optional = {f"text.{item.id}" for item in self.form.indicators if item.optional}
        labels = [self.form.points[term.point].label for term in number.expression.terms]
        label = labels[0] if len(labels) == 1 else item.name
        return Member(item.name, number, label, required=not optional.issuperset(number.points))

    def conditions(self, text: str) -> tuple[Comparison, ...]:
        try:
            found = parse_conditions(text, self.names)
        except Mistake as mistake:
            self.wrong("when", str(mistake))
            return ()
        sides = [side for comparison in found for side in (comparison.left, comparison.right)]
        if any(term.last for side in sides for term in side.terms):
            self.wrong("when", _NO_LAST_YEAR)
        return found

    def number(self, text: str) -> Number:
        try:
            return self.parsed(text)
        except Mistake as mistake:
            self.wrong("of", str(mistake))
            return Number(text, Expression((), 0), (), self.form.points[0].measure)

    def parsed(self, text: str) -> Number:
        found = parse_expression(text, self.names)
        points = [self.form.points[term.point] for term in found.terms]
        if not points:
            raise Mistake(f"数须来自指标 a number comes from points: {text}")
        if any(term.last for term in found.terms):
            raise Mistake(_NO_LAST_YEAR)
        ids = tuple(dict.fromkeys(point.id for point in points))
        return Number(" ".join(text.split()), found, ids, points[0].measure)

    def template(self, key: str, text: str, words: Iterable[str], *, needs: str = "") -> Template:
        """The pieces of a text in which only these words and numbers may stand.

        Words of a list that its place does not offer are mistakes; `needs` is one that must stand.
        """
        try:
            pieces = tuple(self.pieces(text, tuple(words)))
        except Mistake as mistake:
            self.wrong(key, str(mistake))
            return ()
        if needs and text and Word(needs) not in pieces:
            self.wrong(key, f"句中缺 {{{needs}}} the words lack {{{needs}}}")
        return pieces

    def pieces(self, text: str, words: tuple[str, ...]) -> Iterator[str | Word | Number]:
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

    def placeholder(self, text: str, words: tuple[str, ...]) -> Word | Number:
        if text in words:
            return Word(text)
        if _SINGLE_WORD.fullmatch(text):
            known = words if len(words) < len(_REPORT) else (*words, *self.names.index)
            raise Mistake(f"没有这个占位 no such placeholder: {{{text}}}{nearest(text, known)}")
        return self.parsed(text)

    def wrong(self, key: str, words: str) -> None:
        told = f"{self.where} › {key}: {words}"
        # The clauses of a section, or a shared phrase, may be used by several sentences.
        if told not in self.mistakes:
            self.mistakes.append(told)
