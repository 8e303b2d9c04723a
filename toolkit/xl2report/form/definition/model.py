"""The frozen Form: what a `form.yaml` says, ready for use. Plain data; knows no file and no format.

Named tuples, because every command loads a form and a dataclass costs ten times as much to define.
"""

from typing import Literal, NamedTuple

from xl2report.ground.grids import Grid
from xl2report.ground.points import Measure

Severity = Literal["error", "warning", "information"]
Each = Literal["row", "column", "once"]
Given = Literal["", "all", "any"]
Roll = Literal["sum", "max", "none", "city_only", "manual"]


class Row(NamedTuple):
    """An 项 of a table: id, printed label, and the short mark messages use (一, 三（七）)."""

    id: str
    label: str
    mark: str


class Column(NamedTuple):
    """A 栏 of a table: id, printed label and measure."""

    id: str
    label: str
    measure: Measure


class Point(NamedTuple):
    """What is asked in one cell: `requests.granted.natural_person`, with its labels and measure.

    `path` holds the printed labels from the outermost inwards: groups and row, then the column;
    `label` is the few of them by which a person would name the cell.
    A point of the narrative (`text.site_items`) has table "text", its section as row.
    """

    id: str
    table: str
    row: str
    column: str
    path: tuple[str, ...]
    label: str
    mark: str
    measure: Measure
    roll: Roll = "sum"


class Table(NamedTuple):
    """A statistical table: its sheet, its official grid, its rows and columns."""

    id: str
    sheet: str
    title: str
    grid: Grid
    widths: tuple[float, ...]
    heading_rows: int
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    landscape: bool
    source: str


class Rule(NamedTuple):
    """A 勾稽关系 as it is written once; its relations are built from it.

    `text` is in the rule language; `fills` tells a computed cell from a check. `given` names what
    must not be zero for the rule to apply, `switch` the cover's 是/否 cell that turns it on.
    `if_given` keeps a rule over optional indicators silent where they are blank: "all" of them must be
    filled in, or "any" (the others then count as none); "" asks for every number as usual.
    An error that is `restatable` is a warning where the reporter has written down why: last year's
    figure was restated.
    """

    id: str
    table: str
    each: Each
    fills: bool
    text: str
    given: str
    switch: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    severity: Severity
    says: str
    says_en: str
    source: str
    origin: str
    if_given: Given = ""
    restatable: bool = False


class Section(NamedTuple):
    """A part of the narrative that indicators and free texts belong to."""

    id: str
    label: str


class Indicator(NamedTuple):
    """A 文字指标: a number of the narrative that is in no table.

    `says` is its clause, with `{n}` for the number; `says_zero` the clause for zero ("": the clause
    is left out). An `optional` one that is blank is left out of the prose; another is 〔待填〕.
    """

    id: str
    section: str
    label: str
    measure: Measure
    roll: Roll
    says: str
    says_zero: str
    optional: bool
    help: str
    origin: str = ""


class FreeText(NamedTuple):
    """A passage the reporter writes; it goes into the report unchanged."""

    id: str
    section: str
    label: str
    help: str
    optional: bool


class CoverField(NamedTuple):
    """A field of the cover; `kind` says how it is typed and checked."""

    id: str
    label: str
    kind: Literal["name", "code", "year", "person", "phone", "date", "yes_no"]
    help: str
    switch: bool


class Sheets(NamedTuple):
    """The names of the sheets that are not statistical tables."""

    guide: str
    cover: str
    texts: str
    checks: str
    contributions: str


class Item(NamedTuple):
    """One member of a narrative list: its name and the points it adds up."""

    name: str
    of: str


class Base(NamedTuple):
    """What the members of a list may add up to, and how that is said (`{n}` is the sum)."""

    of: str
    says: str


class Compared(NamedTuple):
    """A number that is compared with last year's: its name, and its points (`a / b` is a share).

    `before` says what it is compared with where that is not last year's value of the same points;
    `since` the first year in which it was counted as it is now (0: always), in which it is not compared.
    """

    name: str
    of: str
    before: str = ""
    since: int = 0


class YearOnYear(NamedTuple):
    """How comparisons with last year are worded: `words` by case, see `YearOnYearKeys`.

    Percentages carry `decimals`; below `small_base`, counts are said instead. From `multiple_from` per
    cent of growth on, `multiple` is said if it is not "".
    """

    decimals: int
    small_base: int
    multiple_from: int
    words: tuple[tuple[str, str], ...]
    origin: str = ""


class Earlier(NamedTuple):
    """A point that the edition before knew by another id."""

    point: str
    was: str


class Sentence(NamedTuple):
    """A sentence of the narrative and when it is said.

    One of `says`, `items`, `section`, `compared` is used: plain words with `{point}` places; a list;
    the clauses of a section's indicators; numbers beside last year's. `when` is a condition in the
    rule language, "" for always.
    Sentences with the same `choice` (not "") are alternatives: the first whose condition is true is
    said, or the last where a blank leaves that open. A list opens with `opens` (`{base}` is the words
    of the first base its members add up to, and only then are shares printed; without one the opening
    ends there), says `each` member that is not zero followed by `share`, and closes with `closes`;
    where one member is the whole, `all` is said instead, or `one` if the whole is 1. `partly` opens a
    list whose members need not be all: it is said where they fall short of a base. A comparison says
    counts instead of percentages if `by_counts`, and `wording` replaces some of its words.
    """

    when: str
    choice: str
    says: str
    items: tuple[Item, ...]
    section: str
    opens: str
    bases: tuple[Base, ...]
    each: str
    share: str
    all: str
    one: str
    joins: str
    closes: str
    origin: str
    compared: tuple[Compared, ...] = ()
    by_counts: bool = False
    wording: tuple[tuple[str, str], ...] = ()
    partly: str = ""


class Part(NamedTuple):
    """A part of the report: heading (level 1 or 2, 0 for none), sentences, free text, table."""

    heading: str
    level: int
    paragraphs: tuple[tuple[Sentence, ...], ...]
    text: str
    table: str


class ChartDefinition(NamedTuple):
    """A chart of the report: the parts of one year as bars, or a few numbers over the years.

    `title` may hold `{year}`, and in a trend `{first}`; each item is a category or a series.
    """

    id: str
    kind: Literal["parts", "trend"]
    title: str
    items: tuple[Item, ...]
    origin: str = ""


class Narrative(NamedTuple):
    """The plan of the report document."""

    title: str
    parts: tuple[Part, ...]
    missing: str
    draft: str
    draft_forced: str
    rounding: str
    origin: str = ""
    year_on_year: YearOnYear | None = None
    earlier: tuple[Earlier, ...] = ()


class Form(NamedTuple):
    """A form edition: tables, rules, indicators, cover and narrative, all of it frozen.

    `points` are in the order in which every list of values is kept: table points in reading order
    of their grids, then indicators.
    """

    id: str
    edition: str
    title: str
    title_en: str
    notice: str
    first_year: int
    last_year: int | None
    source: str
    sheets: Sheets
    cover: tuple[CoverField, ...]
    guide: tuple[str, ...]
    words: dict[str, str]
    tables: tuple[Table, ...]
    rules: tuple[Rule, ...]
    sections: tuple[Section, ...]
    indicators: tuple[Indicator, ...]
    texts: tuple[FreeText, ...]
    narrative: Narrative
    points: tuple[Point, ...] = ()
    charts: tuple[ChartDefinition, ...] = ()

    def table(self, table_id: str) -> Table:
        """The table with this id; KeyError if there is none."""
        for table in self.tables:
            if table.id == table_id:
                return table
        raise KeyError(table_id)

    def covers_year(self, year: int) -> bool:
        """Whether the edition is in force for reports on this year."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)
