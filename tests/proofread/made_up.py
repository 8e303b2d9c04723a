"""Consistent filings and texts that tell them, piece by piece: our own narrative, and other ways of telling.

`styles.txt` and its neighbours hold one report a line: `{figure}` is a figure by its short name, `{part/base:decimals}`
a share in per cent, a "?" in front keeps a line for filings in which all its figures are more than 0.
"""

import random
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from xl2report.chain.forms import open_plan
from xl2report.form.relations import fill_carefully
from xl2report.ground.filing import Filing
from xl2report.work.narrative.compose import compose
from xl2report.work.narrative.plan import compile_narrative
from xl2report.work.narrative.story import Paragraph as Told
from xl2report.work.proofread.figures import rounded

HERE = Path(__file__).resolve().parent
YEARS = {"disclosure-2019": 2020, "disclosure-2021": 2024}
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
_OUTCOMES = {
    "upheld": "upheld",
    "corrected": "corrected",
    "other": "other_result",
    "pending": "pending",
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
    # The styles speak of many bodies; who reports is not what they are for.
    return Filing("报告.docx", form, YEARS[form], "" if rich else "某市人民政府", "", values)


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
        "orgother": of("requests.new_received.other_org"),
        "licence": of("proactive.licensing.decisions"),
        "penalty": of("proactive.punishment.decisions"),
        "coercion": of("proactive.coercion.decisions"),
        "year": filing.year or 0,
    }
    found["suit"] = found["direct"] + found["after"]
    for short, row in (("direct", "suit_direct"), ("after", "suit_after_review")):
        for name, column in _OUTCOMES.items():
            found[f"{short}_{name}"] = of(f"disputes.{row}.{column}")
    for name in _OUTCOMES:
        found[f"suit_{name}"] = found[f"direct_{name}"] + found[f"after_{name}"]
    # Channels stand in no table; together they are all that came in.
    found["letter"] = found["new"] // 4
    found["inperson"] = found["new"] // 7
    found["online"] = found["new"] - found["letter"] - found["inperson"]
    if filing.form == "disclosure-2021":
        found["made"] = of("proactive.normative_docs.issued")
        found["repealed"] = of("proactive.normative_docs.repealed")
        found["in_force"] = of("proactive.normative_docs.in_force")
        found |= {f"o{at}": rows([name]) for at, name in enumerate(_OTHER[filing.form], 1)}
    found |= {f"d{at}": rows([name]) for at, name in enumerate(_DENIED, 1)}
    found |= {f"u{at}": rows([name]) for at, name in enumerate(_UNABLE, 1)}
    found |= {f"f{at}": rows([name]) for at, name in enumerate(_REFUSED, 1)}
    return found | {"last": found["year"] - 1, "next": found["year"] + 1}


def styled(filing: Filing, file: str) -> Iterator[list[list[Piece]]]:
    """Each way of telling of a file, filled with the figures of a filing, as a report of its own.

    A way that tells figures which the form of the filing has not is left out.
    """
    figures = figures_of(filing)
    for line in (HERE / f"{file}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("?") and names_in(line) <= figures.keys():
            heading = [Piece("（二）依申请公开情况。", "")]
            yield [[Piece("一、总体情况", "")], heading, list(_filled(line[1:], figures))]


def names_in(line: str) -> set[str]:
    """The short names that a way of telling uses."""
    marked = re.findall(r"\{([^}:]*)", line)
    return {name.strip() for one in marked for name in re.split(r"[+/]", one)}


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
