"""The one table of codes: for each its severity, what it says and what to do, in both languages.

A code is never reused. Letters: W workbook, E entry, R relation, U unassessable, C last year, N narrative
text and explanations, M merge, L roster, P published document, T proofreading. The wording says what stands there, what was expected, and what to
do; both languages are complete. Knows no form and no file; labels and sentences of a form come in
as arguments.
"""

from xl2report.ground.wordings.adding import ADDING
from xl2report.ground.wordings.arrivals import ARRIVALS
from xl2report.ground.wordings.continuity import CONTINUITY
from xl2report.ground.wordings.entries import ENTRIES
from xl2report.ground.wordings.merging import MERGING
from xl2report.ground.wordings.model import Wording
from xl2report.ground.wordings.proofreading import PROOFREADING
from xl2report.ground.wordings.published import PUBLISHED
from xl2report.ground.wordings.relations import RELATIONS
from xl2report.ground.wordings.rosters import ROSTERS
from xl2report.ground.wordings.texts import TEXTS
from xl2report.ground.wordings.workbooks import WORKBOOKS

CODES: dict[str, Wording] = {
    **WORKBOOKS,
    **ENTRIES,
    **RELATIONS,
    **CONTINUITY,
    **TEXTS,
    **MERGING,
    **ARRIVALS,
    **ADDING,
    **ROSTERS,
    **PUBLISHED,
    **PROOFREADING,
}
