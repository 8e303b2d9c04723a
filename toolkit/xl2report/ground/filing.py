"""One reporter's values for one period, with what stood in the cells; and what goes into a workbook.

Knows lists of values in the order of a form's points; never a form or a file. Values are whole
steps; None is blank or unreadable, `odd` tells which.
"""

from typing import Any, Literal, NamedTuple

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

    __slots__ = (
        "adjustments",
        "blank",
        "book",
        "cached",
        "code",
        "cover",
        "declared_zero",
        "digest",
        "explanations",
        "form",
        "last",
        "moved",
        "odd",
        "parts",
        "places",
        "reporter",
        "saved",
        "stamp",
        "standing",
        "switches",
        "texts",
        "values",
        "way",
        "year",
        "zero_report",
    )

    def __init__(
        self,
        book: str,
        form: str,
        year: int | None,
        reporter: str,
        code: str,
        values: list[int | None],
        blank: frozenset[int] = frozenset(),
        odd: dict[int, tuple[State, str]] | None = None,
        standing: dict[int, int | None] | None = None,
        cached: dict[int, int | None] | None = None,
        places: dict[int, tuple[str, str]] | None = None,
        moved: dict[str, str] | None = None,
        cover: dict[str, str] | None = None,
        texts: dict[str, str] | None = None,
        explanations: dict[str, str] | None = None,
        declared_zero: frozenset[str] = frozenset(),
        zero_report: bool = False,  # noqa: FBT001, FBT002 - a field
        switches: frozenset[str] = frozenset(),
        stamp: Stamp | None = None,
        parts: tuple[Contribution, ...] = (),
        way: str = "single-pass",
        last: LastYear | None = None,
        adjustments: tuple[Adjustment, ...] = (),
        digest: str = "",
        saved: str = "",
    ) -> None:
        self.book = book
        self.form = form
        self.year = year
        self.reporter = reporter
        self.code = code
        self.values = values
        self.blank = blank
        self.odd = {} if odd is None else odd
        self.standing = {} if standing is None else standing
        self.cached = {} if cached is None else cached
        self.places = {} if places is None else places
        self.moved = {} if moved is None else moved
        self.cover = {} if cover is None else cover
        self.texts = {} if texts is None else texts
        self.explanations = {} if explanations is None else explanations
        self.declared_zero = declared_zero
        self.zero_report = zero_report
        self.switches = switches
        self.stamp = stamp
        self.parts = parts
        self.way = way
        self.last = last
        self.adjustments = adjustments
        self.digest = digest
        self.saved = saved

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Filing) and self._known() == other._known()

    __hash__ = None  # type: ignore[assignment]  # it is filled bit by bit

    def __repr__(self) -> str:
        return f"Filing({', '.join(f'{name}={value!r}' for name, value in self._known().items())})"

    def changed(self, **fields: Any) -> "Filing":  # noqa: ANN401 - of any field
        """The same filing with other fields."""
        return Filing(**{**self._known(), **fields})

    def _known(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}

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


class Content(NamedTuple):
    """What a writer puts into a template: answers of the cover, values, texts, declarations.

    `values` run parallel to the form's points, computed ones included (their cached results); empty
    for a blank template. `last` are last year's figures to be shown beside the inputs. A city has
    `parts`, the `adjustments` of its office, and an `overview` of what came in.
    """

    cover: dict[str, str] = {}  # noqa: RUF012 - never changed
    values: tuple[int | None, ...] = ()
    texts: dict[str, str] = {}  # noqa: RUF012 - never changed
    explanations: dict[str, str] = {}  # noqa: RUF012 - never changed
    declared_zero: frozenset[str] = frozenset()
    parts: tuple[Contribution, ...] = ()
    last: LastYear | None = None
    adjustments: tuple[Adjustment, ...] = ()
    overview: Overview | None = None
