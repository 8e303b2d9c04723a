"""Values in, Story out: says each sentence of the plan that a filing's facts call for.

A number is printed with its claim; a missing one is marked, never invented. No sentence is said on
a condition that is not known to be true.
"""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from xl2report.ground.filing import Filing
from xl2report.work.narrative.choices import choose
from xl2report.work.narrative.printed import printed_table
from xl2report.work.narrative.sentences import (
    Choice,
    Clauses,
    Listing,
    Member,
    Number,
    Plain,
    Plan,
    PlanPart,
    Template,
    Word,
)
from xl2report.work.narrative.shares import Values, Weighed, precision, show_share, weigh
from xl2report.work.narrative.story import (
    Claim,
    Paragraph,
    ParagraphKind,
    Run,
    Story,
    StoryTable,
)

Said: TypeAlias = Plain | Clauses | Weighed
Block: TypeAlias = Paragraph | StoryTable
Words: TypeAlias = Mapping[str, tuple[Run, ...]]

_HEADINGS: dict[int, ParagraphKind] = {1: "heading1", 2: "heading2"}


def compose(plan: Plan, filing: Filing, *, errors: int = 0, forced: int = 0) -> Story:
    """The whole report on one filing.

    Args:
        plan: the narrative of the filing's form.
        filing: its values, computed points filled in.
        errors: how many errors stand; with any, the report is a draft.
        forced: how many stood when the filing was merged by force; likewise.
    """
    return _Teller(plan, filing).story(errors, forced)


class _Teller:
    """One filing being told; collects what is missing in the order in which it is printed."""

    def __init__(self, plan: Plan, filing: Filing) -> None:
        self.plan = plan
        self.filing = filing
        self.values: Values = filing.values
        self.missing: dict[str, None] = {}
        self.decimals = 0
        year = str(filing.year) if filing.year is not None else ""
        cover = {"year": year, "reporter": filing.reporter.strip()}
        self.words: dict[str, tuple[Run, ...]] = {
            **{word: (Run(text),) for word, text in plan.fixed.items()},
            **{word: (Run(text),) for word, text in cover.items() if text},
        }
        self.asked = {word: plan.asked[word] for word, text in cover.items() if not text}

    def story(self, errors: int, forced: int) -> Story:
        plan = self.plan
        # What is said comes first: the precision of shares is one for the whole report.
        told = [
            [list(self.chosen(paragraph)) for paragraph in part.paragraphs] for part in plan.parts
        ]
        shared = [
            (paragraph, said)
            for part in told
            for paragraph in part
            for said in paragraph
            if isinstance(said, Weighed) and said.parts
        ]
        self.decimals, note = precision((said.parts, said.total) for _, said in shared)
        noted = shared[-1][0] if note else None
        title = Paragraph("title", _merged(self.runs(plan.title)))
        blocks: list[Block] = [title]
        for part, paragraphs in zip(plan.parts, told, strict=True):
            blocks.extend(self.part(part, paragraphs, noted))
        reasons = [
            "".join(run.text for run in self.runs(words, {"errors": (Run(str(count)),)}))
            for words, count in ((plan.draft, errors), (plan.draft_forced, forced))
            if count
        ]
        return Story(
            title.text,
            self.filing.reporter.strip(),
            self.filing.year or 0,
            tuple(blocks),
            tuple(self.missing),
            "；".join(reasons),
        )

    def chosen(self, paragraph: tuple[Choice, ...]) -> Iterator[Said]:
        for choice in paragraph:
            body = choose(choice, self.values)
            if isinstance(body, Listing):
                yield weigh(body, self.values)
            elif body is not None:
                yield body

    def part(
        self, part: PlanPart, paragraphs: list[list[Said]], noted: list[Said] | None
    ) -> Iterator[Block]:
        """Heading, sentences, free text and table; a part that stays empty is marked."""
        if part.level:
            yield Paragraph(_HEADINGS[part.level], (Run(part.heading),))
        kind: ParagraphKind = "body" if part.level else "preamble"
        empty = part.table is None
        for paragraph in paragraphs:
            runs = tuple(run for said in paragraph for run in self.said(said))
            if runs:
                empty = False
                yield Paragraph(kind, _merged(runs))
            if paragraph is noted:
                yield Paragraph("note", _merged(self.runs(self.plan.rounding)))
        for line in self.lines(part):
            empty = False
            yield Paragraph("body", line)
        if part.table is not None:
            yield printed_table(part.table, self.plan.points, self.values)
        if empty and part.level and not part.leads:
            yield Paragraph("body", self.mark(part.name))

    def lines(self, part: PlanPart) -> Iterator[tuple[Run, ...]]:
        """The reporter's own words, line by line; only space around a line is taken off."""
        if part.text is None:
            return
        written = self.filing.texts.get(part.text.id, "").splitlines()
        lines = [line.strip() for line in written if line.strip()]
        if not lines and not part.text.optional:
            yield self.mark(part.text.label)
        for line in lines:
            yield (Run(line),)

    def said(self, said: Said) -> tuple[Run, ...]:
        if isinstance(said, Plain):
            return self.runs(said.words)
        return self.clauses(said) if isinstance(said, Clauses) else self.listing(said)

    def clauses(self, said: Clauses) -> tuple[Run, ...]:
        clauses = []
        for clause in said.members:
            value = clause.number.value(self.values)
            if value == 0:
                clauses.append(self.runs(clause.says_zero))
            elif value is not None or not clause.optional:
                number = {"n": self.number(clause.number, clause.label)}
                clauses.append(self.runs(clause.says, number))
        clauses = [clause for clause in clauses if clause]
        return self.sentence(self.runs(said.opens), clauses, said) if clauses else ()

    def listing(self, said: Weighed) -> tuple[Run, ...]:
        listing, opens = said.listing, said.listing.opens
        words: dict[str, tuple[Run, ...]] = {}
        if said.whole is not None:
            words["n"] = self.number(said.whole.number)
            words["base"] = self.runs(said.whole.says, words)
        elif Word("base") in opens:
            # Without a base the opening ends where the base would be named.
            opens = opens[: opens.index(Word("base"))]
        if said.single:
            words["name"] = (Run(said.members[0][0].name),)
            whole = listing.one if said.total == 1 else listing.all
            return (*self.runs(whole, words), *self.runs(listing.closes))
        members = [self.member(said, *member) for member in said.members]
        if said.incomplete:
            members.append(self.mark("、".join(member.name for member in said.unsaid)))
        return self.sentence(self.runs(opens, words), members, listing) if members else ()

    def member(self, said: Weighed, member: Member, amount: int | None) -> tuple[Run, ...]:
        words = {"name": (Run(member.name),), "n": self.number(member.number, member.label)}
        runs = self.runs(said.listing.each, words)
        if said.whole is None or amount is None or not said.parts:
            return runs
        printed = show_share(amount, said.total, self.decimals)
        part, whole = member.number, said.whole.number
        points = tuple(dict.fromkeys((*part.points, *whole.points)))
        claim = Claim(printed, points, f"{_grouped(part)} / {_grouped(whole)}")
        return (*runs, *self.runs(said.listing.share, {"share": (Run(printed, claim),)}))

    def sentence(
        self, opens: tuple[Run, ...], members: list[tuple[Run, ...]], ends: Clauses | Listing
    ) -> tuple[Run, ...]:
        joined = list(members[0])
        for member in members[1:]:
            joined += (Run(ends.joins), *member)
        return (*opens, *joined, *self.runs(ends.closes))

    def runs(self, template: Template, words: Words | None = None) -> tuple[Run, ...]:
        """A template's runs: its words put in, its numbers claimed, what is missing marked."""
        known = {**self.words, **(words or {})}
        runs: list[Run] = []
        for piece in template:
            if isinstance(piece, str):
                runs.append(Run(piece))
            elif isinstance(piece, Number):
                runs.extend(self.number(piece))
            elif piece.name in known:
                runs.extend(known[piece.name])
            else:
                runs.extend(self.mark(self.asked[piece.name]))
        return tuple(runs)

    def number(self, number: Number, label: str = "") -> tuple[Run, ...]:
        value = number.value(self.values)
        if value is None:
            return self.mark(label or self.blanks(number))
        printed = number.measure.show(value)
        return (Run(printed, Claim(printed, number.points, number.formula)),)

    def blanks(self, number: Number) -> str:
        """The labels of the points that leave a number without value."""
        terms = number.expression.terms
        labels = [
            self.plan.points[term.point].label for term in terms if self.values[term.point] is None
        ]
        return "、".join(dict.fromkeys(labels))

    def mark(self, label: str) -> tuple[Run, ...]:
        self.missing[label] = None
        marks = self.plan.missing
        text = "".join(label if isinstance(piece, Word) else str(piece) for piece in marks)
        return (Run(text, missing=True),)


def _grouped(number: Number) -> str:
    return f"({number.formula})" if len(number.expression.terms) > 1 else number.formula


def _merged(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs with neighbouring plain words joined."""
    merged: list[Run] = []
    for run in runs:
        plain = run.claim is None and not run.missing
        if plain and merged and merged[-1].claim is None and not merged[-1].missing:
            merged[-1] = Run(merged[-1].text + run.text)
        elif run.text:
            merged.append(run)
    return tuple(merged)
