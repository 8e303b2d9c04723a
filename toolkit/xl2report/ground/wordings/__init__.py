"""The one table of codes: for each its severity, what it says and what to do, in both languages.

A code is never reused. Letters: W workbook, E entry, R relation, U unassessable, N narrative
text and explanations, M merge. The wording says what stands there, what was expected, and what to
do; both languages are complete. Knows no form and no file; labels and sentences of a form come in
as arguments.
"""

from xl2report.ground.wordings.entries import ENTRIES
from xl2report.ground.wordings.merging import MERGING
from xl2report.ground.wordings.model import Wording
from xl2report.ground.wordings.relations import RELATIONS
from xl2report.ground.wordings.texts import TEXTS
from xl2report.ground.wordings.workbooks import WORKBOOKS

CODES: dict[str, Wording] = {**WORKBOOKS, **ENTRIES, **RELATIONS, **TEXTS, **MERGING}
