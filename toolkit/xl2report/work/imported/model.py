"""What comes of reading a published report: the values with their places, and what is not certain."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from xl2report.form.plan import Plan
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding

# Why cells were not taken: their number does not fit the headings; a heading is unknown; a line
# stands twice with other values; one line stands for several of the form.
Why = Literal["count", "heading", "twice", "group", "no_heading"]


class Spot(NamedTuple):
    """Where a cell stands in the document: the table's place, and its row from 1."""

    table: str
    row: int


class Hit(NamedTuple):
    """A point found in the document: the text of its cell, where, and the unit of its heading."""

    text: str
    spot: Spot
    unit: str = ""
    heading: str = ""


class Trouble(NamedTuple):
    """Cells that were not taken: why, where, the line's label as printed, the texts, the points."""

    why: Why
    spot: Spot
    label: str
    texts: tuple[str, ...]
    points: tuple[int, ...]
    expected: int = 0


class Alike(NamedTuple):
    """A label that was taken for one of the form's by likeness."""

    found: str
    label: str
    spot: Spot


@dataclass(slots=True)
class Harvest:
    """What was found in the tables of a document for one form."""

    hits: dict[int, Hit] = field(default_factory=dict)
    zeros: dict[int, Hit] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    alike: list[Alike] = field(default_factory=list)
    untaken: list[Trouble] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    unlabelled: list[Spot] = field(default_factory=list)
    score: int = 0


@dataclass(frozen=True, slots=True)
class Imported:
    """A published report as a filing of one form.

    `filing.values` hold the typed points as printed and the computed ones as computed from them;
    `filing.standing` the totals as printed, `filing.odd` what is no number ("text") or not certain
    ("missing"), `filing.places` where each point stands (`("第3个表格", "第5行 自然人")`).
    """

    plan: Plan
    filing: Filing
    findings: tuple[Finding, ...]
    score: int
