"""One reporter's values for one period, with what stood in the cells; and what goes into a workbook.

Knows lists of values in the order of a form's points; never a form or a file. Values are whole
steps; None is blank or unreadable, `odd` tells which.
"""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from xl2report.ground.reference import LastYear
from xl2report.ground.rollup import Adjustment, Contribution, Overview

__all__ = ["Content", "Contribution", "Filing", "Role", "Stamp", "State", "stamp_of"]

State = Literal["number", "zero", "blank", "text", "missing"]
Role = Literal["unit", "city"]


class Stamp(NamedTuple):
    """What a workbook says of itself, in three hidden places.

    `role` is "city" for a merged workbook; `forced` counts the errors that stood when it was merged
    by force; `tool` is the version that made the file; `last` marks the figures of last year that the
    workbook shows (`LastYear.mark`), "" where it shows none.
    """

    form: str
    year: int
    reporter: str = ""
    code: str = ""
    role: Role = "unit"
    forced: int = 0
    tool: str = ""
    last: str = ""

    def line(self) -> str:
        """The stamp as one line of text, fields divided by `|`."""
        fields = self if self.last else self[:-1]
        return "|".join(str(part).replace("|", "／") for part in fields)

    @property
    def issued_to(self) -> tuple[str, ...]:
        """Which workbook it is: form, year, reporter and code."""
        return tuple(self.line().split("|")[:4])


def stamp_of(line: str) -> Stamp | None:
    """The stamp that a line of text says, or None if it is none."""
    fields = line.split("|")
    if len(fields) == len(Stamp._fields) - 1:
        fields.append("")
    if len(fields) != len(Stamp._fields):
        return None
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in fields[1:6:4]):
        return None
    role: Role = "city" if fields[4] == "city" else "unit"
    return Stamp(fields[0], int(fields[1]), fields[2], fields[3], role, int(fields[5]), *fields[6:])


@dataclass(slots=True)
class Filing:
    """One reporter's values for one year, as read from one workbook.

    `values` run parallel to the form's points: typed points as they stand, computed ones as
    recomputed from them (None where an addend is unknown). `declared_zero` holds the tables whose
    blanks the clerk declared to be zero; their blanks are 0 in `values` and listed in `blank`.
    `places` holds sheet and address of the points that do not stand where the form has them, `moved`
    the same for other cells (`sheet!address` of the form → of the workbook). `last` are last year's
    figures that the workbook shows beside its inputs, where they are as they were issued. `digest` is
    the file's SHA-256 and `saved` when it was saved last, as it says itself, where these are asked for.
    """

    book: str
    form: str
    year: int | None
    reporter: str
    code: str
    values: list[int | None]
    blank: frozenset[int] = frozenset()
    odd: dict[int, tuple[State, str]] = field(default_factory=dict)
    standing: dict[int, int | None] = field(default_factory=dict)
    cached: dict[int, int | None] = field(default_factory=dict)
    places: dict[int, tuple[str, str]] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    cover: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    explanations: dict[str, str] = field(default_factory=dict)
    declared_zero: frozenset[str] = frozenset()
    zero_report: bool = False
    switches: frozenset[str] = frozenset()
    stamp: Stamp | None = None
    parts: tuple[Contribution, ...] = ()
    way: str = "single-pass"
    last: LastYear | None = None
    adjustments: tuple[Adjustment, ...] = ()
    digest: str = ""
    saved: str = ""

    def stands(self, point: int, planned: tuple[str, str]) -> tuple[str, str]:
        """Sheet and address where a point was read; `planned` is where the form has it."""
        return self.places.get(point, planned)

    def state(self, point: int) -> State:
        """Which of the five states the cell of a point is in."""
        if point in self.odd:
            return self.odd[point][0]
        value = self.values[point]
        if value is None or point in self.blank:
            return "blank"
        return "number" if value else "zero"


@dataclass(frozen=True, slots=True)
class Content:
    """What a writer puts into a template: answers of the cover, values, texts, declarations.

    `values` run parallel to the form's points, computed ones included (their cached results); empty
    for a blank template. `last` are last year's figures to be shown beside the inputs. A city has
    `parts`, the `adjustments` of its office, and an `overview` of what came in.
    """

    cover: dict[str, str] = field(default_factory=dict)
    values: tuple[int | None, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)
    explanations: dict[str, str] = field(default_factory=dict)
    declared_zero: frozenset[str] = frozenset()
    parts: tuple[Contribution, ...] = ()
    last: LastYear | None = None
    adjustments: tuple[Adjustment, ...] = ()
    overview: Overview | None = None
