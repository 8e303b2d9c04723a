"""What a proofreading gives: every claim with its verdict, the findings, and the tables as they were taken."""

from typing import Literal, NamedTuple

from xl2report.form.claims.model import Claim, Spot
from xl2report.form.plan import Plan
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding

Verdict = Literal["holds", "broken", "unassessable"]


class Judged(NamedTuple):
    """A claim with its verdict.

    `point` is the figure of the tables it was compared with (a point's id, or a sum of them), ""
    for what no table holds; `expected` what should stand there, "" where that is not known. `why`
    tells kinds of verdicts apart: "wording", "truncated", "scope" …; `share` is the part, the base and the name of the base that an
    expected share was calculated from.
    """

    claim: Claim
    spot: Spot
    value: str
    point: str
    verdict: Verdict
    expected: str = ""
    why: str = ""
    against: Literal["", "tables", "workbook"] = ""
    share: tuple[str, str, str] = ("", "", "")


class Proofread(NamedTuple):
    """The result: the document's tables (None where it has none), findings, claims in their order."""

    document: str
    plan: Plan | None
    filing: Filing | None
    findings: tuple[Finding, ...]
    claims: tuple[Judged, ...]

    def count(self, level: str) -> int:
        """How many findings are of this severity."""
        return sum(finding.level == level for finding in self.findings)

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return self.count("error")

    @property
    def open(self) -> int:
        """How many claims speak of a figure of the tables that stands blank or is uncertain there."""
        return sum(one.why == "blank" for one in self.claims)

    @property
    def clean(self) -> bool:
        """Whether no finding is an error and no claim waits for a figure that the tables lack."""
        return not self.errors and not self.open


def left_open(claim: Claim, value: str, point: str, why: str = "unknown") -> Judged:
    """A claim that is not judged, and why."""
    return Judged(claim, claim.spot, value, point, "unassessable", "", why)
