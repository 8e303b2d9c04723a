"""The narrative of a form, parsed: templates, numbers, conditions and lists, ready for any filing.

Plain data, made once by `compile_narrative` and read by `compose`; knows no values.
"""

from typing import NamedTuple, TypeAlias

from xl2report.form.definition.model import FreeText, Point, Table
from xl2report.form.language import Comparison, Expression
from xl2report.ground.points import Measure

Values: TypeAlias = list[int | None]


class Word(NamedTuple):
    """A place for words: `year`, `reporter` …, and in lists `name`, `n`, `share`, `base`."""

    name: str


class Number(NamedTuple):
    """A place for a number: its expression, as text and parsed, its points, how it is counted.

    A point of last year's is named `last.…` in the text and among the points.
    """

    formula: str
    expression: Expression
    points: tuple[str, ...]
    measure: Measure

    def value(self, values: Values, last: Values | None = None) -> int | None:
        """The number in whole steps; None where a point of it is blank."""
        return self.expression.value(values, last)

    @property
    def of_last_year(self) -> bool:
        """Whether last year's values are needed."""
        return any(term.last for term in self.expression.terms)

    @property
    def grouped(self) -> str:
        """The formula as it stands within another one."""
        return f"({self.formula})" if len(self.expression.terms) > 1 else self.formula


class Rate(NamedTuple):
    """A place for a share: the part and the whole, each of them not negative."""

    part: Number
    whole: Number

    def value(self, values: Values, last: Values | None = None) -> tuple[int, int] | None:
        """Part and whole; None where a point is blank, or where they are no share."""
        part, whole = self.part.value(values, last), self.whole.value(values, last)
        if part is None or whole is None or not 0 <= part <= whole or not whole:
            return None
        return part, whole

    @property
    def formula(self) -> str:
        """Part by whole, in the rule language with a division."""
        return f"{self.part.grouped} / {self.whole.grouped}"

    @property
    def points(self) -> tuple[str, ...]:
        """The points of both, each once."""
        return tuple(dict.fromkeys((*self.part.points, *self.whole.points)))

    @property
    def of_last_year(self) -> bool:
        """Whether last year's values are needed."""
        return self.part.of_last_year or self.whole.of_last_year


Template: TypeAlias = tuple[str | Word | Number | Rate, ...]


class Plain(NamedTuple):
    """Words with numbers in them; no words at all if nothing is to be said."""

    words: Template


class Member(NamedTuple):
    """One member of a list. A `required` one rests on more than optional indicators.

    `label` is what its mark says when the number is missing.
    """

    name: str
    number: Number
    label: str
    required: bool


class Whole(NamedTuple):
    """What the members of a list may add up to, and the words for it."""

    number: Number
    says: Template


class Listing(NamedTuple):
    """A list of members with shares of a whole; fields as in `Sentence`, parsed."""

    members: tuple[Member, ...]
    wholes: tuple[Whole, ...]
    opens: Template
    each: Template
    share: Template
    all: Template
    one: Template
    joins: str
    closes: Template
    partly: Template = ()


class Clause(NamedTuple):
    """An indicator's clause: for a number, and for zero (empty: left out).

    One that `city_only` asks for is not missing from a unit's own report.
    """

    number: Number
    label: str
    says: Template
    says_zero: Template
    optional: bool
    city_only: bool


class Clauses(NamedTuple):
    """The clauses of a section's indicators, said in one sentence."""

    members: tuple[Clause, ...]
    opens: Template
    joins: str
    closes: Template


class Beside(NamedTuple):
    """A number and what it is compared with; in the year `since` it is not compared (0: always)."""

    name: str
    now: Number | Rate
    before: Number | Rate
    since: int


class Comparing(NamedTuple):
    """Numbers compared with last year's, in one sentence; words by case, see `changes`."""

    members: tuple[Beside, ...]
    words: dict[str, Template]
    decimals: int
    small_base: int
    multiple_from: int
    by_counts: bool
    opens: Template
    joins: str
    closes: Template


Body: TypeAlias = Plain | Listing | Clauses | Comparing


class Option(NamedTuple):
    """Something to say and when: all comparisons must be true."""

    when: tuple[Comparison, ...]
    body: Body


class Choice(NamedTuple):
    """Alternatives, of which one at most is said; a `lone` one has nothing to fall back to."""

    options: tuple[Option, ...]
    lone: bool


class PlanPart(NamedTuple):
    """A part of the report.

    `name` is its heading without the numbering; one that `leads` has parts of lower rank behind it
    and may stand without words of its own.
    """

    heading: str
    name: str
    level: int
    paragraphs: tuple[tuple[Choice, ...], ...]
    text: FreeText | None
    table: Table | None
    leads: bool


class Plan(NamedTuple):
    """The whole narrative of one form.

    `fixed` are the words that the form itself gives; `asked` the labels of those that the cover
    gives, for their marks.
    """

    points: tuple[Point, ...]
    fixed: dict[str, str]
    asked: dict[str, str]
    title: Template
    missing: Template
    draft: Template
    draft_forced: Template
    rounding: Template
    parts: tuple[PlanPart, ...]
