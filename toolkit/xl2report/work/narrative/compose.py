"""Values in, Story out: says each sentence of the plan that a filing's facts call for.

A number is printed with its claim; a missing one is marked, never invented. No sentence is said on
a condition that is not known to be true.
"""

from collections.abc import Iterator
from typing import TypeAlias

from xl2report.ground.filing import Filing
from xl2report.work.narrative.choices import choose
from xl2report.work.narrative.printed import printed_table
from xl2report.work.narrative.sentences import (
    Choice,
    Listing,
    Plain,
    Plan,
    PlanPart,
    Rate,
    Values,
)
from xl2report.work.narrative.shares import Weighed, precision, weigh
from xl2report.work.narrative.speaker import Said, Speaker
from xl2report.work.narrative.story import (
    Paragraph,
    ParagraphKind,
    Run,
    Story,
    StoryTable,
)

Block: TypeAlias = Paragraph | StoryTable

_HEADINGS: dict[int, ParagraphKind] = {1: "heading1", 2: "heading2"}


def compose(
    plan: Plan, filing: Filing, *, errors: int = 0, forced: int = 0, last: Values | None = None
) -> Story:
    """The whole report on one filing.

    Args:
        plan: the narrative of the filing's form.
        filing: its values, computed points filled in.
        errors: how many errors stand; with any, the report is a draft.
        forced: how many stood when the filing was merged by force; likewise.
        last: last year's values in the order of this form's points; without them nothing is compared.
    """
    return _Teller(plan, filing, last).story(errors, forced)


class _Teller:
    """One filing being told, part by part."""

    def __init__(self, plan: Plan, filing: Filing, last: Values | None) -> None:
        self.plan = plan
        self.filing = filing
        self.values: Values = filing.values
        self.last = last
        self.speaker = Speaker(plan, filing, last)

    def story(self, errors: int, forced: int) -> Story:
        plan, speaker = self.plan, self.speaker
        # What is said comes first: the precision of shares is one for the whole report.
        told = [
            [list(self.chosen(paragraph)) for paragraph in part.paragraphs] for part in plan.parts
        ]
        every = [(said, paragraph) for part in told for paragraph in part for said in paragraph]
        shared = [(said, at) for said, at in every if isinstance(said, Weighed) and said.parts]
        rates = [rate for said, _ in every if isinstance(said, Plain) for rate in self.rates(said)]
        lists = ((said.parts, said.total) for said, _ in shared)
        speaker.decimals, note = precision(lists, rates)
        noted = shared[-1][1] if note else None
        title = Paragraph("title", _merged(speaker.runs(plan.title)))
        blocks: list[Block] = [title]
        for part, paragraphs in zip(plan.parts, told, strict=True):
            blocks.extend(self.part(part, paragraphs, noted))
        reasons = [
            "".join(run.text for run in speaker.runs(words, {"errors": (Run(str(count)),)}))
            for words, count in ((plan.draft, errors), (plan.draft_forced, forced))
            if count
        ]
        return Story(
            title.text,
            self.filing.reporter.strip(),
            self.filing.year or 0,
            tuple(blocks),
            tuple(speaker.missing),
            "；".join(reasons),
            uncompared=tuple(speaker.uncompared),
        )

    def chosen(self, paragraph: tuple[Choice, ...]) -> Iterator[Said]:
        for choice in paragraph:
            body = choose(choice, self.values, self.last)
            if isinstance(body, Listing):
                yield weigh(body, self.values)
            elif body is not None:
                yield body

    def rates(self, said: Plain) -> Iterator[tuple[int, int]]:
        for piece in said.words:
            known = piece.value(self.values, self.last) if isinstance(piece, Rate) else None
            if known is not None:
                yield known

    def part(
        self, part: PlanPart, paragraphs: list[list[Said]], noted: list[Said] | None
    ) -> Iterator[Block]:
        """Heading, sentences, free text and table; a part that stays empty is marked."""
        speaker = self.speaker
        if part.level:
            yield Paragraph(_HEADINGS[part.level], (Run(part.heading),))
        kind: ParagraphKind = "body" if part.level else "preamble"
        empty = part.table is None
        for paragraph in paragraphs:
            runs = tuple(run for said in paragraph for run in speaker.said(said))
            if runs:
                empty = False
                yield Paragraph(kind, _merged(runs))
            if paragraph is noted:
                yield Paragraph("note", _merged(speaker.runs(self.plan.rounding)))
        for line in self.lines(part):
            empty = False
            yield Paragraph("body", line)
        if part.table is not None:
            yield printed_table(part.table, self.plan.points, self.values)
        if empty and part.level and not part.leads:
            yield Paragraph("body", speaker.mark(part.name))

    def lines(self, part: PlanPart) -> Iterator[tuple[Run, ...]]:
        """The reporter's own words, line by line; only space around a line is taken off."""
        if part.text is None:
            return
        written = self.filing.texts.get(part.text.id, "").splitlines()
        lines = [line.strip() for line in written if line.strip()]
        if not lines and not part.text.optional:
            yield self.speaker.mark(part.text.label)
        for line in lines:
            yield (Run(line),)


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
