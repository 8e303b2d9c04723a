"""Figures in free texts that contradict a table of the same workbook.

Only what the grammar of claims reads for certain: this unit, this year, all of what is counted, and
a number that none of the figures it may mean agrees with. Never by value alone; whatever may be
meant otherwise is not told. Values in, findings out.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from xl2report.form.definition.model import FreeText
from xl2report.form.plan import Plan
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding, spots_of

if TYPE_CHECKING:
    from fractions import Fraction

    from xl2report.form.claims.lexicon import Formula
    from xl2report.form.claims.model import Count, Topic
    from xl2report.form.language import Expression

# The grammar and its phrase book cost more than checking a workbook: only for texts that may need them.
# Of these a text without its units need not be searched sign by sign.
_UNITS = ("件", "宗", "起", "万元")
_MAY_COUNT = re.compile(r"(?:[0-9０-９一二两三四五六七八九十百]\s*[件宗起]|[0-9０-９]\s*万元)")
_OF_TABLES = re.compile(
    "申请|公开|答复|办结|办理|结转|复议|诉讼|受理|许可|处罚|强制|制发|废止|收费"
)
# These are compiled when a number is first found.
# What, earlier in the sentence, makes a number one of a part, of some months, or of many years.
_PARTLY = (
    "其中|累计|历年|历次|近[0-9一二两三四五几]?年|以来|以往|往年|半年|季度|[0-9一二三四五六七八九十]月|尚|仍"
    "|此外|另有|其余|剩余|每|平均|最多|最少|第三方|第三人"
)
# What, behind a number or at the head of its words, says that it is not all of them.
_OF_THEM = "(?:均|都|全部)?(?:为|是|系|属|涉及|涉|由|来自|因|被|不)"
_SO_FAR = "已(?:经)?(?:办|答|处|回)"
_END = "[。；;！!？?]"
_TOPICS: "dict[str, Topic]" = {
    "overview": "overview", "proactive": "proactive", "requests": "requests",
    "management": "management", "platform": "platform", "supervision": "supervision",
    "problems": "problems", "other": "other",
}  # fmt: skip


class Told(NamedTuple):
    """A number that a free text gives for certain: the sums it may be, and it in their smallest steps."""

    sums: "tuple[Expression, ...]"
    value: int


def on_figures(plan: Plan, filing: Filing) -> list[Finding]:
    """Findings on the free texts of one filing; none on a city's, which holds those of its units."""
    return [
        finding
        for item, text in _texts(plan, filing)
        for finding in _in_text(plan, filing, item, text)
    ]


def told_figures(plan: Plan, filing: Filing) -> list[Told]:
    """What its free texts say of figures of the tables, right or wrong; nothing they say in two ways."""
    found = []
    for item, text in _texts(plan, filing):
        counts = _counts(plan, filing, item, text)
        for claim in counts:
            known = _figures(plan, filing, claim)
            if known and all(
                one.value == claim.value for one in counts if one.names == claim.names
            ):
                sums = tuple(formula.sum for formula, _ in known)
                steps = (
                    claim.value * 10 ** plan.form.points[sums[0].terms[0].point].measure.decimals
                )
                if steps.denominator == 1:
                    found.append(Told(sums, steps.numerator))
    return found


def _texts(plan: Plan, filing: Filing) -> Iterator[tuple[FreeText, str]]:
    """The texts that may count something of a table."""
    if filing.parts or filing.year is None:
        return
    for item in plan.form.texts:
        text = filing.texts.get(item.id, "")
        counted = any(unit in text for unit in _UNITS) and _MAY_COUNT.search(text)
        if counted and _OF_TABLES.search(text):
            yield item, text


def _counts(plan: Plan, filing: Filing, item: FreeText, text: str) -> "list[Count]":
    from xl2report.form.claims.model import Context, Count
    from xl2report.form.claims.opening import lexicon_of
    from xl2report.form.claims.reading import claims_of

    lexicon = lexicon_of(plan.form)
    if lexicon is None or filing.year is None:
        return []
    context = Context(filing.year, filing.reporter, _TOPICS.get(item.section, ""))
    paragraphs = text.splitlines()
    return [
        claim
        for claim in claims_of(paragraphs, lexicon, context)
        if isinstance(claim, Count) and _is_whole(paragraphs, claim)
    ]


def _in_text(plan: Plan, filing: Filing, item: FreeText, text: str) -> Iterator[Finding]:
    cell = plan.layout.text_cells[item.id]
    where = spots_of(plan.form.sheets.texts, [cell], item.label)
    for claim, formula, true in _wrong(plan, filing, _counts(plan, filing, item, text)):
        spots = [
            filing.stands(term.point, plan.layout.cells[term.point]) for term in formula.sum.terms
        ]
        tables = tuple(f"{sheet}!{spot}" for sheet, spot in spots)
        args = {
            "found": claim.spot.quote,
            "value": _shown(true),
            **_named(plan, formula, tables),
        }
        places = (f"{plan.form.sheets.texts}!{cell}", *tables)
        yield Finding("N605", filing.book, where.zh, places, args, where_en=where.en)


def _wrong(
    plan: Plan, filing: Filing, counts: "Sequence[Count]"
) -> "Iterator[tuple[Count, Formula, Fraction]]":
    """The claims that no figure agrees with, each with the figure its words mean first."""
    from fractions import Fraction

    told: set[frozenset[str]] = set()
    for claim in counts:
        known = _figures(plan, filing, claim)
        if not known or claim.names in told:
            continue
        same = [other.value for other in counts if other.names == claim.names]
        # Told more than once: one of them is right, or they are parts that add up.
        told.add(claim.names)
        trues = {true for _, true in known}
        if trues.isdisjoint({*same, sum(same, Fraction(0))}):
            formula, true = known[0]
            yield claim, formula, true


def _is_whole(paragraphs: Sequence[str], claim: "Count") -> bool:
    """Whether nothing around a number says that it is of a part, of some months, of many years."""
    text = "".join(paragraphs[claim.spot.paragraph].split())
    at = text.find(claim.spot.quote)
    if at < 0:
        return False
    end = at + len(claim.spot.quote)
    before = re.split(_END, text[:end])[-1]
    return not (
        re.search(_PARTLY, before) or re.search(_SO_FAR, before) or re.match(_OF_THEM, text[end:])
    )


def _figures(plan: Plan, filing: Filing, claim: "Count") -> "list[tuple[Formula, Fraction]]":
    """The table figures that a claim may mean; none where it is not certain what it means."""
    from fractions import Fraction

    meaning, number = claim.meaning, claim.number
    if meaning is None or claim.open or claim.including:
        return []
    if meaning.weak or meaning.most or meaning.scope:
        return []
    # Words such as 余, 近, 约 or 未收到 are other kinds of claims; so are amounts of money.
    if number is None or number.bound != "exact" or claim.unit in {"元", "万元", "亿元"}:
        return []
    formulas = (*meaning.formulas, *meaning.wording)
    if any(plan.form.points[t.point].table == "text" for one in formulas for t in one.sum.terms):
        return []
    known = []
    for formula in formulas:
        steps = formula.sum.value(filing.values)
        if steps is None:
            return []
        decimals = plan.form.points[formula.sum.terms[0].point].measure.decimals
        known.append((formula, Fraction(steps, 10**decimals)))
    return known


def _named(plan: Plan, formula: "Formula", tables: tuple[str, ...]) -> dict[str, str]:
    """The figure by its label, or a sum by its cells."""
    if len(formula.sum.terms) == 1:
        name = plan.form.points[formula.sum.terms[0].point].label
        return {"table": f"{tables[0]}（{name}）", "table_en": f"{tables[0]} ({name})"}
    return {"table": " + ".join(tables), "table_en": " + ".join(tables)}


def _shown(value: "Fraction") -> str:
    from decimal import Decimal

    return f"{Decimal(value.numerator) / value.denominator:f}"
