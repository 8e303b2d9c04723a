"""A check as it is told: every finding already worded, in one language; plain text and numbers.

What the list, the page and the return notes are made from. Knows no form and no file format.
"""

from typing import NamedTuple

from xl2report.ground.wordings.model import Language, Severity

# How a unit stands after the check, in Chinese and English.
STATES: dict[str, tuple[str, str]] = {
    "accepted": ("通过", "accepted"),
    "declared_zero": ("通过（零报告）", "accepted (nil return)"),
    "returned": ("退回修改", "to be corrected"),
    "duplicate": ("重复报送", "sent more than once"),
    "missing": ("未报送", "missing"),
}
# The place of a finding that is about a workbook as a whole.
WHOLE_BOOK = ("整个工作簿", "the whole workbook")
GOOD_STATES = frozenset({"accepted", "declared_zero"})


class Line(NamedTuple):
    """One finding: the place, what stands there and was expected, what to do; then the rest."""

    unit: str
    book: str
    place: str
    message: str
    remedy: str
    suspects: str
    severity: Severity
    level: str
    code: str
    name: str
    explanation: str
    explained: bool = False


class Counts(NamedTuple):
    """How many findings of each severity, how many relations of each verdict.

    `explained` are those of the warnings that the unit has answered.
    """

    errors: int
    warnings: int
    explained: int
    notes: int
    holds: int
    broken: int
    unassessable: int


class ToldBook(NamedTuple):
    """A workbook, or a unit that sent none: how it stands and its findings."""

    book: str
    unit: str
    state: str
    counts: Counts
    lines: tuple[Line, ...]

    @property
    def good(self) -> bool:
        """Whether it can be taken as it is."""
        return self.state in GOOD_STATES

    def verdict(self, language: Language) -> str:
        """How it stands, in words."""
        return STATES[self.state][language == "en"]


class Telling(NamedTuple):
    """A whole check: the books in order, what concerns no single book, the sums."""

    language: Language
    books: tuple[ToldBook, ...]
    batch: tuple[Line, ...]
    counts: Counts

    @property
    def lines(self) -> list[Line]:
        """All findings, book by book, then those of no single book."""
        return [*(line for book in self.books for line in book.lines), *self.batch]

    @property
    def faulty(self) -> list[ToldBook]:
        """The workbooks that go back to their unit."""
        return [book for book in self.books if book.book and not book.good]
