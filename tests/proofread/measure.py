"""What the proofreader finds, measured: consistent reports draw no finding, each wrong number draws one.

`python tests/proofread/measure.py [reports]` prints the share of numbers put wrong that were told (recall)
and the findings on consistent reports (each is a false alarm), for our own narrative and for the ways of
telling in `styles.txt`.
"""

import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from xl2report.chain.forms import open_plan
from xl2report.form.claims.opening import lexicon_of
from xl2report.form.plan import Plan
from xl2report.form.relations import fill_carefully
from xl2report.ground.filing import Filing
from xl2report.ground.published import Paragraph, Published
from xl2report.work.narrative.compose import compose
from xl2report.work.narrative.plan import compile_narrative
from xl2report.work.narrative.story import Paragraph as Told
from xl2report.work.proofread.figures import rounded
from xl2report.work.proofread.proofreading import proofread_prose

HERE = Path(__file__).resolve().parent
FORMS = ("disclosure-2019", "disclosure-2021")
YEARS = {"disclosure-2019": 2020, "disclosure-2021": 2024}
# Findings on what a made-up text leaves out say nothing of the grammar.
ASIDE = frozenset({"T811", "T812", "T813", "T815"})
_DENIED = [
    "denied_state_secret",
    "denied_law_forbidden",
    "denied_safety_stability",
    "denied_third_party",
    "denied_internal_affairs",
    "denied_process_info",
    "denied_enforcement_file",
    "denied_admin_query",
]
_UNABLE = ["unable_not_held", "unable_needs_creation", "unable_unclear"]
_REFUSED = [
    "refused_petition",
    "refused_repeat",
    "refused_publication",
    "refused_mass_repeat",
    "refused_confirm_reissue",
]
_OTHER = {
    "disclosure-2019": ["other_handling"],
    "disclosure-2021": ["other_no_correction", "other_fee_unpaid", "other_misc"],
}
_APPLICANTS = (
    "natural_person",
    "business",
    "research",
    "public_welfare",
    "legal_service",
    "other_org",
)


class Piece(NamedTuple):
    """A stretch of text; `figure` is what it is a figure of, "" for plain words."""

    text: str
    figure: str


def random_filing(form: str, seed: int, *, rich: bool = False) -> Filing:
    """A filing whose relations all hold; a rich one has no 0 where a style tells a figure."""
    chance = random.Random(f"{form} {seed}")  # noqa: S311 - repeatable, not secret
    plan = open_plan(form)
    values: list[int | None] = [None if point.table == "text" else 0 for point in plan.form.points]
    index = plan.index
    rows = [*_DENIED, *_UNABLE, *_REFUSED, *_OTHER[form], "granted", "partial"]
    # A small office, a middling one, a city.
    size = chance.choice((1, 3, 40, 900))
    for column in _APPLICANTS:
        share = size * 8 if column == "natural_person" else size
        done = 0
        for row in rows:
            low = 1 if rich and column == "natural_person" else 0
            if rich or chance.random() < 0.4:
                number = chance.randint(low, share + low)
                values[index[f"requests.{row}.{column}"]] = number
                done += number
        out = (
            chance.randint(1 if rich else 0, max(1, share // 4))
            if column == "natural_person"
            else 0
        )
        carried = chance.randint(1 if rich else 0, max(1, (done + out) // 6))
        carried = min(carried, done + out - (1 if rich and done + out > 1 else 0))
        values[index[f"requests.carried_out.{column}"]] = out
        values[index[f"requests.carried_in.{column}"]] = carried
        values[index[f"requests.new_received.{column}"]] = done + out - carried
    for point in plan.form.points:
        at = index[point.id]
        if point.table == "disputes" and point.column != "total":
            values[at] = chance.randint(1 if rich else 0, max(2, size // 4))
        elif point.table == "proactive":
            scale = 10**point.measure.decimals
            values[at] = chance.randint(0, size * 5) * scale
    fill_carefully(plan.relations, values)
    return Filing("报告.docx", form, YEARS[form], "某市人民政府", "", values)


def own_report(filing: Filing) -> list[list[Piece]]:
    """The paragraphs that our own narrative makes of a filing."""
    plan = open_plan(filing.form)
    story = compose(compile_narrative(plan.form), filing)
    return [
        [Piece(run.text, run.claim.formula if run.claim is not None else "") for run in block.runs]
        for block in story.blocks
        if isinstance(block, Told)
    ]


def figures_of(filing: Filing) -> dict[str, int]:
    """The short names of `styles.txt` with their figures."""
    plan = open_plan(filing.form)

    def of(*points: str) -> int:
        return sum(filing.values[plan.index[point]] or 0 for point in points)

    def rows(names: list[str]) -> int:
        return of(*(f"requests.{name}.total" for name in names))

    found = {
        "new": of("requests.new_received.total"),
        "old": of("requests.carried_in.total"),
        "done": of("requests.results_total.total"),
        "out": of("requests.carried_out.total"),
        "granted": of("requests.granted.total"),
        "partial": of("requests.partial.total"),
        "denied": rows(_DENIED),
        "unable": rows(_UNABLE),
        "refused": rows(_REFUSED),
        "other": rows(_OTHER[filing.form]),
        "natural": of("requests.new_received.natural_person"),
        "business": of("requests.new_received.business"),
        "research": of("requests.new_received.research"),
        "welfare": of("requests.new_received.public_welfare"),
        "law": of("requests.new_received.legal_service"),
        "legal": of(*(f"requests.new_received.{one}" for one in _APPLICANTS[1:])),
        "review": of("disputes.review.total"),
        "review_upheld": of("disputes.review.upheld"),
        "review_corrected": of("disputes.review.corrected"),
        "review_other": of("disputes.review.other_result"),
        "review_pending": of("disputes.review.pending"),
        "direct": of("disputes.suit_direct.total"),
        "after": of("disputes.suit_after_review.total"),
        "year": filing.year or 0,
    }
    found["suit"] = found["direct"] + found["after"]
    found |= {f"d{at}": rows([name]) for at, name in enumerate(_DENIED, 1)}
    found |= {f"u{at}": rows([name]) for at, name in enumerate(_UNABLE, 1)}
    found |= {f"f{at}": rows([name]) for at, name in enumerate(_REFUSED, 1)}
    return found | {"last": found["year"] - 1, "next": found["year"] + 1}


def styled(filing: Filing) -> Iterator[list[list[Piece]]]:
    """Each way of telling, filled with the figures of a filing, as a report of its own."""
    figures = figures_of(filing)
    for line in (HERE / "styles.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("?"):
            heading = [Piece("（二）依申请公开情况。", "")]
            yield [[Piece("一、总体情况", "")], heading, list(_filled(line[1:], figures))]


def _filled(line: str, figures: dict[str, int]) -> Iterator[Piece]:
    for at, part in enumerate(re.split(r"\{([^}]*)\}", line)):
        if not at % 2:
            yield Piece(part, "")
        elif part in {"year", "last", "next"}:
            yield Piece(str(figures[part]), "")
        elif "/" in part:
            share, decimals = part.rsplit(":", 1)
            over, base = share.split("/")
            value = Fraction(_sum(over, figures) * 100, _sum(base, figures))
            yield Piece(f"{rounded(value, int(decimals))}%", part)
        else:
            yield Piece(str(_sum(part, figures)), part)


def _sum(text: str, figures: dict[str, int]) -> int:
    return sum(figures[name.strip()] for name in text.split("+"))


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
    """Consistent reports of one source (`own`, `styles`), each figure of which is put wrong in turn."""
    alarms: list[str] = []
    missed: Counter[str] = Counter()
    made = wrong = told = 0
    for form in FORMS:
        plan = open_plan(form)
        for seed in range(reports):
            filing = random_filing(form, seed, rich=source == "styles")
            texts = [own_report(filing)] if source == "own" else list(styled(filing))
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
    for source in ("own", "styles"):
        got = measure(source, reports)
        print(
            f"{source}: {got.reports} consistent texts, {len(got.alarms)} false alarms; "
            f"{got.wrong} numbers put wrong, {got.told} told ({got.told / got.wrong:.2%})"
        )
        for alarm in got.alarms[:12]:
            print("   alarm", alarm.replace("\n", " "))
        for words, count in got.missed.most_common(12):
            print("   missed", count, words)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
