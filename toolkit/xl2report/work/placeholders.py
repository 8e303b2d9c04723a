"""The marked places an office may write into its own Word file, and what stands in each.

`{{title}}`, `{{requests.new_received.total}}`, `{{part.problems}}` or `{{五、存在的主要问题}}`,
`{{table.requests}}`, `{{chart.trend}}`: names and labels come from the form, what is put in from the story.
"""

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

from xl2report.form.plan import Plan
from xl2report.ground.filing import Filing
from xl2report.work.charts import Chart
from xl2report.work.narrative.sentences import Plan as Narrative
from xl2report.work.narrative.sentences import PlanPart
from xl2report.work.narrative.story import Claim, Paragraph, Run, Story, StoryTable

Kind = Literal["words", "part", "table", "chart", "number"]
Told: TypeAlias = Paragraph | StoryTable
Block: TypeAlias = Told | Chart
# The years in a chart's title, which its label does without.
_YEARS = re.compile(r"\{(?:first|year)\}年?至?")

_WORDS = (("title", "报告标题"), ("year", "年度"), ("reporter", "单位名称"))
_PREAMBLE = ("part.preamble", "标题之后、第一部分之前的引言")
_LEVELS = {"heading1": 1, "heading2": 2}


class Mark(NamedTuple):
    """The name of a place, as it stands between the braces, and what it means."""

    name: str
    label: str
    kind: Kind


class Placeholder(NamedTuple):
    """What is put in one place: `runs` into a sentence, or `blocks` instead of a paragraph."""

    mark: Mark
    runs: tuple[Run, ...] = ()
    blocks: tuple[Block, ...] = ()


def list_marks(plan: Plan, narrative: Narrative) -> tuple[Mark, ...]:
    """All names that a form's reports know: words, parts, tables, charts, then every number."""
    marks = [Mark(name, label, "words") for name, label in _WORDS]
    marks.append(Mark(*_PREAMBLE, "part"))
    for part in narrative.parts:
        marks.extend(Mark(name, part.heading, "part") for name in _part_names(part))
    tables = plan.form.tables
    marks.extend(Mark(f"table.{table.id}", table.title, "table") for table in tables)
    for chart in plan.form.charts:
        several = "（历年）" if chart.kind == "trend" else ""
        label = _YEARS.sub("", chart.title) + several
        marks.append(Mark(f"chart.{chart.id}", label or chart.id, "chart"))
    marks.extend(Mark(point.id, point.label, "number") for point in plan.form.points)
    return tuple(marks)


def fill_marks(
    plan: Plan,
    narrative: Narrative,
    story: Story,
    filing: Filing,
    charts: Iterable[Chart] = (),
) -> dict[str, Placeholder]:
    """What stands in each place of one report, by name.

    A part is all that the story says under its heading, without the heading itself. A blank number
    is marked as missing, as it is in the story. A chart that is not among `charts` shows nothing, and
    its place stays empty.
    """
    drawn = {f"chart.{chart.id}": chart for chart in charts}
    shown = dict(zip((point.id for point in plan.form.points), filing.values, strict=True))
    found = {}
    for mark in list_marks(plan, narrative):
        runs: tuple[Run, ...] = ()
        blocks: tuple[Block, ...] = ()
        if mark.kind == "number":
            point = plan.form.points[plan.index[mark.name]]
            value = shown[mark.name]
            runs = (_missing(narrative, point.label),)
            if value is not None:
                text = point.measure.show(value)
                runs = (Run(text, Claim(text, (point.id,), point.id)),)
        elif mark.kind == "words":
            text = {
                "title": story.title,
                "year": str(filing.year or ""),
                "reporter": filing.reporter.strip(),
            }[mark.name]
            runs = (Run(text) if text else _missing(narrative, mark.label),)
        elif mark.kind == "table":
            tables = [block for block in story.blocks if isinstance(block, StoryTable)]
            blocks = tuple(table for table in tables if f"table.{table.id}" == mark.name)
        elif mark.kind == "chart":
            blocks = (drawn[mark.name],) if mark.name in drawn else ()
        elif mark.name == _PREAMBLE[0]:
            blocks = tuple(_until_heading(story.blocks, 2))
        else:
            blocks = tuple(_under(story.blocks, mark.label))
        found[mark.name] = Placeholder(mark, runs, blocks)
    return found


def _part_names(part: PlanPart) -> tuple[str, ...]:
    """A part goes by its heading, and by the id of the free text that belongs to it."""
    if not part.heading:
        return ()
    ident = (f"part.{part.text.id}",) if part.text is not None else ()
    return (*ident, part.heading)


def _under(blocks: tuple[Told, ...], heading: str) -> Iterable[Told]:
    for at, block in enumerate(blocks):
        level = _level(block)
        if level and isinstance(block, Paragraph) and block.text == heading:
            return _until_heading(blocks[at + 1 :], level)
    return ()


def _until_heading(blocks: tuple[Told, ...], level: int) -> Iterable[Told]:
    """The blocks before the next heading of this rank or a higher one; never the title."""
    for block in blocks:
        if 0 < _level(block) <= level:
            return
        if not isinstance(block, Paragraph) or block.kind != "title":
            yield block


def _level(block: Told) -> int:
    return _LEVELS.get(block.kind, 0) if isinstance(block, Paragraph) else 0


def _missing(narrative: Narrative, label: str) -> Run:
    text = "".join(piece if isinstance(piece, str) else label for piece in narrative.missing)
    return Run(text, missing=True)
