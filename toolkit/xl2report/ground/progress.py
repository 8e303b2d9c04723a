"""How far the collection of returns has come, unit by unit: plain text and numbers, in both languages.

What the status as text, list and page is made from. Knows no form and no file format.
"""

from typing import NamedTuple

from xl2report.ground.wordings.model import Language, Severity

# How a reporter stands, as JSON says it; the finer stage of the work beside it.
STATES: dict[str, tuple[str, str]] = {
    "missing": ("未报", "missing"),
    "duplicate": ("多份待定", "several, undecided"),
    "returned": ("需改正", "to be corrected"),
    "late": ("逾期报送", "sent late"),
    "declared_zero": ("零报告", "nil return"),
    "accepted": ("通过", "accepted"),
}
STAGES: dict[str, tuple[str, str]] = {
    "missing": ("未报", "missing"),
    "received": ("已收", "received"),
    "returned": ("退回", "returned"),
    "corrected": ("已改报", "sent again"),
    "accepted": ("通过", "accepted"),
    "merged": ("已汇总", "merged"),
}
# What became of a file besides the one that counts.
STANDINGS: dict[str, tuple[str, str]] = {
    "counts": ("计入", "counts"),
    "same_file": ("同一文件", "the same file"),
    "replaced": ("已有改报", "another version counts"),
    "undecided": ("多份待定", "undecided"),
    "wrong_year": ("年度或版本不符", "of another year or edition"),
    "unknown": ("不在名录", "not on the roster"),
    "covered": ("由别的单位代报", "reported by another unit"),
    "unreadable": ("无法读取", "unreadable"),
}
# Those that somebody has to be reminded of.
OPEN_STAGES = frozenset({"missing", "received", "returned"})


class FileLine(NamedTuple):
    """A file that came in: its name, its standing, the unit or file that counts instead, its day."""

    book: str
    standing: str
    other: str = ""
    unit: str = ""
    received: str = ""


class UnitLine(NamedTuple):
    """A unit: where its return stands, what is open, and whom to call.

    `book` is the file that counts, "" where there is none; `late` the days after the deadline on
    which it came or, if it has not, that have gone by; 0 where there is no deadline. `todo` are
    the first of its errors in words; `recorded` tells that `received` was kept when it came, and is
    not only the time of a file.
    """

    unit: str
    code: str
    category: str
    group: str
    state: str
    stage: str
    zero: bool = False
    book: str = ""
    files: tuple[FileLine, ...] = ()
    received: str = ""
    deadline: str = ""
    late: int = 0
    errors: int = 0
    warnings: int = 0
    explained: int = 0
    contact: str = ""
    phone: str = ""
    todo: tuple[tuple[str, str], ...] = ()
    recorded: bool = True

    @property
    def open(self) -> bool:
        """Whether the unit has something to do."""
        return self.stage in OPEN_STAGES

    def stage_name(self, language: Language) -> str:
        """The stage in words; a nil return is called so."""
        name = STAGES[self.stage][language == "en"]
        if not self.zero or self.stage in {"missing", "returned"}:
            return name
        return f"{name}（零报告）" if language == "zh" else f"{name} (nil return)"


class RuleLine(NamedTuple):
    """A kind of finding: how often, and in how many units."""

    code: str
    name: tuple[str, str]
    says: tuple[str, str]
    severity: Severity
    times: int
    units: int


class Question(NamedTuple):
    """Something to ask a unit, seen beside others of its kind; never a fault.

    `own` and `others` are the figures that stand behind it, in hundredths of a per cent or as they are.
    """

    unit: str
    kind: str
    asks: tuple[str, str]
    own: str
    others: str


class Note(NamedTuple):
    """One thing to be told besides: its severity, and the words."""

    severity: Severity
    words: tuple[str, str]


class Progress(NamedTuple):
    """Everything about a collection on one day."""

    city: str
    year: int
    form: str
    today: str
    units: tuple[UnitLine, ...]
    strangers: tuple[FileLine, ...] = ()
    rules: tuple[RuleLine, ...] = ()
    questions: tuple[Question, ...] = ()
    notes: tuple[Note, ...] = ()

    def count(self, stage: str) -> int:
        """How many units are at a stage."""
        return sum(one.stage == stage for one in self.units)

    @property
    def late(self) -> int:
        """How many units came late, or have not come and are overdue."""
        return sum(one.late > 0 for one in self.units)

    @property
    def reminders(self) -> list[UnitLine]:
        """The units that somebody has to be reminded of, by deadline, then as the roster has them."""
        return sorted(
            (one for one in self.units if one.open), key=lambda one: (one.deadline, one.group)
        )

    def line(self, language: Language) -> str:
        """Everything in one line."""
        parts = [
            f"{names[language == 'en']} {self.count(stage)}" for stage, names in STAGES.items()
        ]
        if language == "zh":
            return f"应报 {len(self.units)}：{'，'.join(parts)}；逾期 {self.late}"
        return f"{len(self.units)} due: {', '.join(parts)}; late {self.late}"
