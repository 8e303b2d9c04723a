"""A document, its tables as a filing, perhaps a workbook → claims with verdicts, and findings."""

from xl2report.form.claims.lexicon import Lexicon
from xl2report.form.claims.model import Context, Count
from xl2report.form.claims.reading import claims_of
from xl2report.form.plan import Plan
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding
from xl2report.ground.published import Published
from xl2report.work.proofread.documents import document_findings
from xl2report.work.proofread.figures import Figures
from xl2report.work.proofread.findings import claim_findings
from xl2report.work.proofread.judge import judge
from xl2report.work.proofread.model import Judged
from xl2report.work.proofread.tables import compared, table_findings


def proofread_prose(
    document: Published,
    plan: Plan,
    lexicon: Lexicon | None,
    taken: Filing,
    workbook: list[int | None] | None = None,
    last: list[int | None] | None = None,
) -> tuple[list[Judged], list[Finding]]:
    """The claims of a document with their verdicts, and the findings on its prose.

    `taken` are its tables, settled; `workbook` a workbook's values in the order of the form's points.
    A claim is judged by the tables where they have the figure, else by the workbook; where both have
    it and only the workbook contradicts, that is told too. `last` are last year's values, likewise.
    """
    paragraphs = document.paragraphs
    if lexicon is None:
        return [], document_findings(document, plan.form, lexicon, taken.year, taken.reporter)
    context = Context(taken.year, taken.reporter)
    claims = claims_of([one.text for one in paragraphs], lexicon, context)
    figures = Figures(plan, lexicon, taken.values)
    year = taken.year - 1 if taken.year is not None else None
    then = Figures(plan, lexicon, last, year=year) if last is not None else None
    told = judge(claims, figures, then)
    other = Figures(plan, lexicon, workbook, "workbook") if workbook is not None else None
    if other is not None:
        told = [
            _better(one, two) for one, two in zip(told, judge(claims, other, then), strict=True)
        ]
    found = claim_findings(document.name, plan, paragraphs, told, figures)
    found.extend(document_findings(document, plan.form, lexicon, taken.year, taken.reporter))
    return told, found


def _better(own: Judged, workbook: Judged) -> Judged:
    """The verdict by the document's tables, unless only the workbook can tell or contradicts."""
    if own.verdict == "broken" or workbook.verdict == "unassessable":
        return own
    if own.verdict == "unassessable" or (
        workbook.verdict == "broken" and isinstance(own.claim, Count)
    ):
        return replace_against(workbook)
    return own


def replace_against(judged: Judged) -> Judged:
    """A verdict as one by the workbook."""
    return judged._replace(against="workbook")


def figures_findings(
    plan: Plan, filing: Filing, taken: Filing, workbook: list[int | None] | None
) -> list[Finding]:
    """Findings on the tables themselves, and on cells that differ from the workbook's."""
    found = table_findings(plan, filing, taken)
    if workbook is not None:
        found.extend(compared(plan, taken, workbook))
    return found


def without_places(filing: Filing) -> Filing:
    """The filing as one that stands in the form's own cells, for checks that speak of cells."""
    return filing.changed(places={}, standing={}, odd={}, blank=frozenset(), texts={})
