"""Form → Plan: every sentence, list and comparison of the narrative read once, mistakes told.

Knows what kinds of sentence there are and which words each may use; not what any filing says.
"""

import re
from itertools import groupby

from xl2report.form.definition.errors import FormError, nearest
from xl2report.form.definition.model import Compared, Form, Indicator, Item, Part, Sentence
from xl2report.work.narrative.reading import COVER_WORDS, REPORT_WORDS, Reading
from xl2report.work.narrative.sentences import (
    Beside,
    Body,
    Choice,
    Clause,
    Clauses,
    Comparing,
    Listing,
    Member,
    Number,
    Option,
    Plain,
    Plan,
    PlanPart,
    Rate,
    Whole,
)

# What the words for a case of a comparison may use: the number's name, how much it changed (counts,
# per cent, percentage points, times), its unit, last year's number and this year's.
_COUNTS = ("name", "n", "unit", "was", "now")
_CASES = {
    "grow": (*_COUNTS, "percent"),
    "fall": (*_COUNTS, "percent"),
    "multiple": (*_COUNTS, "percent", "times"),
    "same": ("name",),
    "nearly": ("name",),
    "both_zero": ("name", "unit", "was", "now"),
    "from_zero": _COUNTS,
    "to_zero": _COUNTS,
    "more": _COUNTS,
    "fewer": _COUNTS,
    "points_up": ("name", "points"),
    "points_down": ("name", "points"),
    "redefined": ("names",),
}
_NUMBERING = re.compile(r"^(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、)")


def compile_narrative(form: Form) -> Plan:
    """The plan of a form's narrative. Raises FormError with one line for each mistake."""
    return _Compiler(form).plan()


class _Compiler(Reading):
    """Reads sentence by sentence."""

    def plan(self) -> Plan:
        form, narrative = self.form, self.form.narrative
        asked = {field.id: field.label for field in form.cover}
        below = [*(part.level for part in narrative.parts[1:]), 0]
        parts = [
            self.part(part, leads=level > part.level)
            for part, level in zip(narrative.parts, below, strict=True)
        ]
        self.where = f"{narrative.origin}: narrative"
        for item in narrative.earlier:
            if item.point not in self.names.index:
                close = nearest(item.point, self.names.index)
                self.wrong("earlier", f"没有这个指标 no such point: {item.point}{close}")
        plan = Plan(
            form.points,
            {"title": form.title, "notice": form.notice},
            {word: asked.get(word, word) for word in COVER_WORDS},
            self.template("title", narrative.title, REPORT_WORDS),
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
        if not sentence.compared and (sentence.wording or sentence.by_counts):
            self.wrong("wording", "wording、by 只用于 compare: they belong to a comparison")
        if sentence.section:
            members = [
                self.clause(indicator)
                for indicator in self.form.indicators
                if indicator.section == sentence.section
            ]
            return Clauses(
                tuple(members),
                self.template("opens", sentence.opens, REPORT_WORDS),
                sentence.joins,
                self.template("closes", sentence.closes, REPORT_WORDS),
            )
        if sentence.items:
            return self.listing(sentence)
        if sentence.compared:
            return self.comparing(sentence)
        return Plain(self.template("says", sentence.says, REPORT_WORDS, last_year=True))

    def clause(self, indicator: Indicator) -> Clause:
        around, self.where = self.where, f"{indicator.origin}: indicators › {indicator.id}"
        clause = Clause(
            self.number(f"text.{indicator.id}"),
            indicator.label,
            self.template("says", indicator.says, ("n",), needs="n"),
            self.template("says_zero", indicator.says_zero, ()),
            indicator.optional,
            indicator.roll == "city_only",
        )
        self.where = around
        return clause

    def listing(self, sentence: Sentence) -> Listing:
        if sentence.share and not sentence.bases:
            self.wrong("share", "缺少 bases，占比没有基数 a share needs its bases")
        if sentence.partly and not sentence.bases:
            self.wrong("partly", "缺少 bases，没有总数 part of what needs its bases")
        whole = (*REPORT_WORDS, "name", "n", "base")
        share = self.template("share", sentence.share, ("share",), needs="share")
        listing = Listing(
            tuple(self.member(item) for item in sentence.items),
            tuple(
                Whole(self.number(base.of), self.template("bases", base.says, (*REPORT_WORDS, "n")))
                for base in sentence.bases
            ),
            self.template("opens", sentence.opens, (*REPORT_WORDS, "base")),
            self.template("each", sentence.each, ("name", "n"), needs="n"),
            share if sentence.share else (),
            self.template("all", sentence.all, whole),
            self.template("one", sentence.one, whole),
            sentence.joins,
            self.template("closes", sentence.closes, REPORT_WORDS),
            self.template("partly", sentence.partly, (*REPORT_WORDS, "base")),
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

    def comparing(self, sentence: Sentence) -> Comparing:
        rules = self.form.narrative.year_on_year
        own = dict(sentence.wording)
        for case in own.keys() - _CASES.keys():
            self.wrong("wording", f"没有这种情形 no such case: {case}{nearest(case, _CASES)}")
        if rules is None:
            self.wrong("compare", "缺少 year_on_year，没有用语 a comparison needs year_on_year")
            return Comparing((), {}, 0, 0, 0, by_counts=False, opens=(), joins="", closes=())
        around, words = self.where, {}
        for case, text in rules.words:
            self.where = around if case in own else f"{rules.origin}: year_on_year"
            words[case] = self.template(case, own.get(case, text), _CASES[case])
        self.where = around
        return Comparing(
            tuple(self.beside(item) for item in sentence.compared),
            words,
            rules.decimals,
            rules.small_base,
            rules.multiple_from,
            sentence.by_counts,
            self.template("opens", sentence.opens, REPORT_WORDS),
            sentence.joins,
            self.template("closes", sentence.closes, REPORT_WORDS),
        )

    def beside(self, item: Compared) -> Beside:
        now = self.amount(item.of, "compare")
        before = self.amount(item.before, "before") if item.before else self.of_last_year(now)
        if isinstance(now, Number) and isinstance(before, Number):
            alike = now.measure.decimals == before.measure.decimals
        else:
            alike = isinstance(now, Rate) and isinstance(before, Rate)
        if not alike:
            self.wrong("before", f"两个数不可比 these cannot be compared: {item.of}, {item.before}")
        return Beside(item.name, now, before, item.since)
