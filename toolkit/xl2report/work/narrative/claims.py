"""All numbers of a report with where they come from: what is printed in comments and explained."""

from collections.abc import Iterator
from typing import NamedTuple

from xl2report.work.narrative.story import Claim, Paragraph, Story

_END = "。"


class Told(NamedTuple):
    """A claim where it is printed: the number, its whole sentence, its points and formula."""

    printed: str
    sentence: str
    points: tuple[str, ...]
    formula: str


def claims_of(story: Story) -> tuple[Told, ...]:
    """Every number of the report's sentences, in the order in which they are printed."""
    return tuple(
        Told(claim.printed, sentence, claim.points, claim.formula)
        for block in story.blocks
        if isinstance(block, Paragraph)
        for sentence, claims in sentences_of(block)
        for claim in claims
    )


def sentences_of(paragraph: Paragraph) -> Iterator[tuple[str, list[Claim]]]:
    """The sentences of a paragraph, each with the claims that stand in it."""
    words, claims = "", []
    for run in paragraph.runs:
        if run.claim is not None:
            claims.append(run.claim)
            words += run.text
            continue
        head, *tails = run.text.split(_END)
        words += head
        for tail in tails:
            yield words + _END, claims
            words, claims = tail, []
    if words:
        yield words, claims
