"""The report as paragraphs and tables, before any file format: what a document writer receives.

A number in a sentence is a `Claim`: it knows the points it was taken from. Knows nothing of Word,
HTML or workbooks.
"""

from dataclasses import dataclass
from typing import Literal

from xl2report.ground.grids import Grid

ParagraphKind = Literal["title", "preamble", "heading1", "heading2", "body", "note"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A number as it is printed, with the points it was computed from.

    `printed` is the exact text in the sentence (`53`, `47.17%`); `points` are point ids, in the
    order of the formula, last year's as `last.…`; `formula` says how they combine, in the rule
    language, with a division where a share is printed.
    """

    printed: str
    points: tuple[str, ...]
    formula: str


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text: plain words, one claim, or the mark of a missing fact (`missing`)."""

    text: str
    claim: Claim | None = None
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: what it is (title, heading, body …) and its runs."""

    kind: ParagraphKind
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The paragraph's words, runs joined."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class StoryTable:
    """An official table as it is printed: the grid with its values filled in.

    `widths` are relative column widths, one for each grid column; `heading_rows` is how many rows
    at the top are headings, to be repeated on a following page; `unit` is printed above right, or "";
    `landscape` says that the form wants a wide sheet for it.
    """

    id: str
    title: str
    grid: Grid
    widths: tuple[float, ...]
    heading_rows: int
    unit: str = ""
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """The whole report: blocks in order, what is still missing, and why it is a draft.

    `missing` lists the labels of facts printed as 〔待填〕; `draft` is empty for a report that may go
    out, else the reason printed on every page; `language` is a BCP 47 tag. `uncompared` names what is
    not compared with last year's report because that does not tell it.
    """

    title: str
    author: str
    year: int
    blocks: tuple[Paragraph | StoryTable, ...]
    missing: tuple[str, ...] = ()
    draft: str = ""
    language: str = "zh-CN"
    uncompared: tuple[str, ...] = ()
