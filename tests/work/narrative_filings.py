"""Filings made directly for the narrative's tests, and their stories as plain text by part."""

import re
from functools import cache
from pathlib import Path

from xl2report.form import homes
from xl2report.form.definition.loader import load_yaml
from xl2report.form.definition.model import Form
from xl2report.form.relations import Relations, build_relations, fill_carefully
from xl2report.ground.filing import Filing
from xl2report.work.narrative.compose import compose
from xl2report.work.narrative.plan import compile_narrative
from xl2report.work.narrative.sentences import Plan
from xl2report.work.narrative.story import Paragraph, Story

HERE = Path(__file__).parent
EDITIONS = ("2019", "2021")
YEARS = {"2019": 2020, "2021": 2024}
NATURAL = "natural_person"
# Short names for the points that the cases are about; one of an edition only has it behind "@".
SHORT = {
    "new": f"requests.new_received.{NATURAL}",
    "new_org": "requests.new_received.business",
    "old": f"requests.carried_in.{NATURAL}",
    "out": f"requests.carried_out.{NATURAL}",
    "granted": f"requests.granted.{NATURAL}",
    "partial": f"requests.partial.{NATURAL}",
    "denied": f"requests.denied_admin_query.{NATURAL}",
    "unable": f"requests.unable_not_held.{NATURAL}",
    "refused": f"requests.refused_repeat.{NATURAL}",
    "secret": f"requests.denied_state_secret.{NATURAL}",
    "file": f"requests.denied_enforcement_file.{NATURAL}",
    "made": f"requests.unable_needs_creation.{NATURAL}",
    "petition": f"requests.refused_petition.{NATURAL}",
    "research": "requests.new_received.research",
    "unpaid@2021": f"requests.other_fee_unpaid.{NATURAL}",
    "unmended@2021": f"requests.other_no_correction.{NATURAL}",
    "licence_items@2019": "proactive.licensing.items_last_year",
    "licence_change@2019": "proactive.licensing.items_change",
    "fee_items@2019": "proactive.fees.items_last_year",
    "fee_change@2019": "proactive.fees.items_change",
    "bought@2019": "proactive.central_procurement.projects",
    "spent@2019": "proactive.central_procurement.amount",
    "fees@2021": "proactive.fees.amount",
    "review_other": "disputes.review.other_result",
    "other@2019": f"requests.other_handling.{NATURAL}",
    "other@2021": f"requests.other_fee_unpaid.{NATURAL}",
    "review_upheld": "disputes.review.upheld",
    "review_corrected": "disputes.review.corrected",
    "direct_corrected": "disputes.suit_direct.corrected",
    "direct_pending": "disputes.suit_direct.pending",
    "after_upheld": "disputes.suit_after_review.upheld",
    "licences": "proactive.licensing.decisions",
    "services@2019": "proactive.other_services.decisions",
    "fines": "proactive.punishment.decisions",
    "force": "proactive.coercion.decisions",
    "rules_made@2019": "proactive.rules.made",
    "rules_made@2021": "proactive.rules.issued",
    "rules_all@2019": "proactive.rules.public_total",
    "rules_all@2021": "proactive.rules.in_force",
    "docs_made@2019": "proactive.normative_docs.made",
    "docs_made@2021": "proactive.normative_docs.issued",
    "docs_open@2019": "proactive.normative_docs.disclosed",
    "docs_ended@2021": "proactive.normative_docs.repealed",
    "docs_all@2019": "proactive.normative_docs.public_total",
    "docs_all@2021": "proactive.normative_docs.in_force",
}


NO_CHANNEL = "ch_online=0 ch_letter=0 ch_inperson=0 ch_fax=0 ch_other=0"


@cache
def form_of(edition: str) -> Form:
    folder = homes.form_folder(f"disclosure-{edition}")
    assert folder is not None
    return load_yaml(folder)


@cache
def relations_of(edition: str) -> Relations:
    return build_relations(form_of(edition))


@cache
def plan_of(edition: str) -> Plan:
    return compile_narrative(form_of(edition))


def filing_of(
    edition: str,
    values: list[int | None],
    texts: dict[str, str] | None = None,
    year: int = 0,
) -> Filing:
    """A filing with these values of the typed points; computed ones are filled in."""
    form = form_of(edition)
    fill_carefully(relations_of(edition), values)
    return Filing(
        book="某县.xlsx", form=form.id, year=year or YEARS[edition], reporter="某县人民政府", code="",
        values=values, texts=texts or {},
    )  # fmt: skip


def values_of(edition: str, facts: str) -> list[int | None]:
    """`new=3 ch_online=2 old=?`: cells of tables are 0 and indicators blank, but for these."""
    form = form_of(edition)
    values: list[int | None] = [None if point.table == "text" else 0 for point in form.points]
    places = {point.id: number for number, point in enumerate(form.points)}
    for fact in facts.replace("ALL0", NO_CHANNEL).split():
        name, _, value = fact.partition("=")
        short = SHORT.get(name) or SHORT.get(f"{name}@{edition}")
        full = short or (name if "." in name else f"text.{name}")
        values[places[full]] = None if value == "?" else int(value)
    return values


def told_of(edition: str, facts: str) -> tuple[Filing, list[int | None] | None, Story]:
    """A filing, last year's values if there are any (`| new=2 out=1` behind the facts), the story.

    `year=2021` is the year of the report.
    """
    now, divided, then = facts.partition("|")
    year = re.search(r"year=([0-9]+)", now)
    filing = filing_of(
        edition, values_of(edition, now.replace(year[0], "") if year else now),
        year=int(year[1]) if year else 0,
    )  # fmt: skip
    last = filing_of(edition, values_of(edition, then)).values if divided else None
    return filing, last, compose(plan_of(edition), filing, last=last)


def story_of(edition: str, facts: str = "", **texts: str) -> Story:
    return compose(plan_of(edition), filing_of(edition, values_of(edition, facts), texts))


def words_of(story: Story, heading: str) -> list[str]:
    """The paragraphs under the heading that begins so."""
    found: list[str] = []
    inside = False
    for block in story.blocks:
        if isinstance(block, Paragraph) and block.kind in {"heading1", "heading2"}:
            inside = block.text.startswith(heading)
        elif inside and isinstance(block, Paragraph):
            found.append(block.text)
    return found
