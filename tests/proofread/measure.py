"""What the proofreader finds, measured: consistent reports draw no finding, each wrong number draws one.

`python tests/proofread/measure.py [reports]` prints the share of numbers put wrong that were told (recall)
and the findings on consistent reports (each is a false alarm), for our own narrative and for the ways of
telling in `styles.txt`, `styles_learned.txt` and `styles_held_out.txt`. The last two were written before the
grammar was improved on the first of them; what is missed of the held-out ones is counted, never shown.
"""

import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path[:0] = [str(Path(__file__).parents[1])]

from proofread.made_up import Piece, own_report, random_filing, styled  # noqa: E402 - after the path
from xl2report.chain.forms import open_plan  # noqa: E402 - after the path
from xl2report.form.claims.opening import lexicon_of  # noqa: E402 - after the path
from xl2report.form.plan import Plan  # noqa: E402 - after the path
from xl2report.ground.filing import Filing  # noqa: E402 - after the path
from xl2report.ground.published import Paragraph, Published  # noqa: E402 - after the path
from xl2report.work.proofread.proofreading import proofread_prose  # noqa: E402 - after the path

FORMS = ("disclosure-2019", "disclosure-2021")
SOURCES = ("own", "styles", "styles_learned", "styles_held_out")
# Findings on what a made-up text leaves out say nothing of the grammar.
ASIDE = frozenset({"T811", "T812", "T813", "T815"})


def broken_by(
    paragraphs: list[list[Piece]], filing: Filing, plan: Plan
) -> tuple[list[str], list[str]]:
    """The findings on a text, and the words of its broken claims with their paragraph."""
    document = Published(
        filing.book,
        tuple(
            Paragraph("".join(piece.text for piece in one), f"第{at}段")
            for at, one in enumerate(paragraphs, 1)
        ),
    )
    claims, findings = proofread_prose(document, plan, lexicon_of(plan.form), filing)
    told = [f"{one.code} {one.message('zh')}" for one in findings if one.code not in ASIDE]
    wrong = [f"{one.spot.paragraph}:{one.spot.quote}" for one in claims if one.verdict == "broken"]
    return told, wrong


def slipped(text: str, chance: random.Random) -> str:
    """A number with a slip in it."""
    bare = text.rstrip("%")
    whole, _, part = bare.partition(".")
    number = int(whole + part)
    step = chance.choice((1, 2, 3, 7, 10))
    wrong = number + step if chance.random() < 0.5 or number < step else number - step
    digits = str(wrong).rjust(len(part) + 1, "0")
    shown = f"{digits[: -len(part)]}.{digits[-len(part) :]}" if part else digits
    return shown + text[len(bare) :]


def slips(
    paragraphs: list[list[Piece]], chance: random.Random
) -> Iterator[tuple[str, str, list[list[Piece]]]]:
    """The text with one figure put wrong, for each of its figures; what it is a figure of."""
    for at, one in enumerate(paragraphs):
        for spot, piece in enumerate(one):
            if piece.figure and re.fullmatch(r"[0-9]+(?:\.[0-9]+)?%?", piece.text):
                wrong = slipped(piece.text, chance)
                changed = [*one[:spot], Piece(wrong, ""), *one[spot + 1 :]]
                yield piece.figure, wrong, [*paragraphs[:at], changed, *paragraphs[at + 1 :]]


class Measured(NamedTuple):
    """What came of it."""

    reports: int
    alarms: list[str]
    wrong: int
    told: int
    missed: Counter[str]


def measure(source: str, reports: int) -> Measured:
    """Consistent reports of one source, each figure of which is put wrong in turn."""
    alarms: list[str] = []
    missed: Counter[str] = Counter()
    made = wrong = told = 0
    for form in FORMS:
        plan = open_plan(form)
        for seed in range(reports):
            filing = random_filing(form, seed, rich=source != "own")
            texts = [own_report(filing)] if source == "own" else list(styled(filing, source))
            for text in texts:
                made += 1
                found, before = broken_by(text, filing, plan)
                alarms.extend(f"{form} {seed}: {one}" for one in found)
                chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
                for figure, words, changed in slips(text, chance):
                    if "text." in figure:
                        continue
                    wrong += 1
                    _, after = broken_by(changed, filing, plan)
                    if set(after) - set(before):
                        told += 1
                    else:
                        missed[f"{figure} as {words} in {_around(changed, words)}"] += 1
    return Measured(made, alarms, wrong, told, missed)


def _around(text: list[list[Piece]], words: str) -> str:
    for one in text:
        for at, piece in enumerate(one):
            if piece.text == words and not piece.figure:
                return "".join(piece.text for piece in one[max(0, at - 3) : at + 3])[:60]
    return ""


def main(reports: int) -> None:
    for source in SOURCES:
        got = measure(source, reports)
        print(
            f"{source}: {got.reports} consistent texts, {len(got.alarms)} false alarms; "
            f"{got.wrong} numbers put wrong, {got.told} told ({got.told / got.wrong:.2%})"
        )
        for alarm in got.alarms[:12]:
            print("   alarm", alarm.replace("\n", " "))
        if source != "styles_held_out":
            for words, count in got.missed.most_common(12):
                print("   missed", count, words)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
