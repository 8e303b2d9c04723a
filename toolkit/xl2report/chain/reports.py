"""What a check has found: a report for each book; of many books kept in little memory.

Of a book without findings some hundred bytes are kept: its name, who sent it, how its relations
stand, and digests of its values and texts.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, overload

from xl2report.ground.findings import Finding
from xl2report.ground.packed import Numbers, Row, Texts
from xl2report.work.assess.answers import Answer
from xl2report.work.assess.texts import Passage, Passages
from xl2report.work.rollup import Sender, Share
from xl2report.work.standing import Settled


class BookReport(NamedTuple):
    """What is to be told about one workbook, and how its relations stand."""

    book: str
    reporter: str
    findings: tuple[Finding, ...]
    holds: int
    broken: int
    unassessable: int
    zero_report: bool = False
    answers: tuple[tuple[str, Answer], ...] = ()

    def count(self, level: str) -> int:
        """How many findings are of this severity."""
        return sum(finding.level == level for finding in self.findings)

    @property
    def explained(self) -> int:
        """How many of its warnings the unit has answered."""
        return sum(finding.explained for finding in self.findings)


class CheckReport(NamedTuple):
    """The result of a check: a report for each book, then what concerns no single book.

    `aside` are the files that are none of the books: another one of their unit counts.
    """

    books: Sequence[BookReport]
    batch: tuple[Finding, ...]
    aside: tuple[Settled, ...] = ()

    @property
    def findings(self) -> list[Finding]:
        """All findings, book by book, then those of the batch."""
        if isinstance(self.books, Reports):
            return [*self.books.findings(), *self.batch]
        return [*(one for book in self.books for one in book.findings), *self.batch]

    @property
    def explained(self) -> list[tuple[BookReport, Finding]]:
        """The warnings that a unit has answered, with its book."""
        return [(book, one) for book in self.books for one in book.findings if one.explained]

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.level == "error" for finding in self.findings)

    @property
    def unreadable(self) -> list[Finding]:
        """The books that could not be read at all."""
        return [one for one in self.findings if one.code == "W201" and one.level == "error"]

    @property
    def clean(self) -> bool:
        """Whether everything was assessed and no finding is an error."""
        return not self.errors and not any(book.unassessable for book in self.books)


class Checked(NamedTuple):
    """What is kept of one workbook: its report, and what it is compared and added up by.

    `sender` is None where it is no workbook of a form; `parts` are who is in a city's workbook (code, or
    else name → name); `values` and `texts` are there where they are asked for. `digest` is the file's
    SHA-256, `saved` when it was saved last, as it says itself.
    """

    report: BookReport
    sender: Sender | None = None
    passages: tuple[Passage, ...] = ()
    parts: dict[str, str] | None = None
    values: Row | None = None
    texts: dict[str, str] | None = None
    digest: str = ""
    saved: str = ""


class _Standing(NamedTuple):
    """What is the same in many books: kept once."""

    year: int | None
    form: str
    zero: bool
    sent: bool
    holds: int
    broken: int
    unassessable: int
    zero_report: bool


class Reports(Sequence[BookReport]):
    """The reports of many books, each made anew when it is asked for."""

    def __init__(self, books: Sequence[str]) -> None:
        self.books = books
        self.reporters = Texts()
        self._codes = Texts()
        self._digests = Numbers("Q")
        self.files = Texts()
        self.saved = Texts()
        self._kinds: list[_Standing] = []
        self._known: dict[_Standing, int] = {}
        self._standing = Numbers("I")
        self._findings: dict[int, tuple[Finding, ...]] = {}
        self._answers: dict[int, tuple[tuple[str, Answer], ...]] = {}

    def add(self, checked: Checked) -> None:
        """The report of the next book, and who sent it."""
        report, sender = checked.report, checked.sender
        self.reporters.append(report.reporter)
        self._codes.append(sender.code if sender is not None else "")
        self._digests.append(sender.digest if sender is not None else 0)
        self.files.append(checked.digest)
        self.saved.append(checked.saved)
        standing = _Standing(
            sender.year if sender is not None else None,
            sender.form if sender is not None else "",
            sender is not None and sender.zero,
            sender is not None,
            *report[3:7],
        )
        kind = self._known.get(standing)
        if kind is None:
            kind = self._known[standing] = len(self._kinds)
            self._kinds.append(standing)
        number = len(self._standing)
        self._standing.append(kind)
        if report.findings:
            self._findings[number] = report.findings
        if report.answers:
            self._answers[number] = report.answers

    def findings(self) -> Iterator[Finding]:
        """All findings, book by book."""
        for _, found in sorted(self._findings.items()):
            yield from found

    def told(self) -> dict[str, tuple[Finding, ...]]:
        """The findings of each book that has any."""
        return {self.books[number]: found for number, found in self._findings.items()}

    def tell(self, number: int, findings: tuple[Finding, ...]) -> None:
        """Replace the findings of one book."""
        self._findings[number] = findings

    def __len__(self) -> int:
        return len(self._standing)

    @overload
    def __getitem__(self, number: int) -> BookReport: ...
    @overload
    def __getitem__(self, number: slice) -> list[BookReport]: ...
    def __getitem__(self, number: int | slice) -> BookReport | list[BookReport]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        kind = self._kinds[self._standing[number]]
        at = number % len(self)
        return BookReport(
            self.books[at],
            self.reporters[at],
            self._findings.get(at, ()),
            *kind[4:],
            self._answers.get(at, ()),
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # it grows

    def sender(self, number: int) -> Sender | None:
        """Who sent a book, as books are compared by it; None where it is no workbook of a form."""
        kind = self._kinds[self._standing[number]]
        if not kind.sent:
            return None
        return Sender(
            self.books[number],
            self.reporters[number],
            self._codes[number],
            kind.year,
            kind.form,
            self._digests[number],
            kind.zero,
        )


class _Senders(Sequence[Sender]):
    """The senders among many books."""

    def __init__(self, reports: Reports, sent: Sequence[int]) -> None:
        self._reports = reports
        self._sent = sent

    def __len__(self) -> int:
        return len(self._sent)

    @overload
    def __getitem__(self, number: int) -> Sender: ...
    @overload
    def __getitem__(self, number: slice) -> list[Sender]: ...
    def __getitem__(self, number: int | slice) -> Sender | list[Sender]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        found = self._reports.sender(self._sent[number])
        if found is None:
            raise IndexError(number)
        return found


class Ledger:
    """All that is kept of the books of a batch, in their order."""

    def __init__(self, books: Sequence[str]) -> None:
        self.reports = Reports(books)
        self.passages = Passages(books, self.reports.reporters)
        self.parts: dict[str, dict[str, str]] = {}
        self._sent = Numbers("I")
        self._values: list[Row | None] = []
        self._texts: dict[int, dict[str, str]] = {}

    @property
    def senders(self) -> Sequence[Sender]:
        """Who sent the books that are workbooks of a form."""
        return _Senders(self.reports, self._sent)

    def add(self, checked: Checked) -> None:
        """What is kept of the next book."""
        number = len(self.reports)
        self.reports.add(checked)
        self.passages.add(checked.passages)
        if checked.sender is None:
            return
        self._sent.append(number)
        if checked.parts:
            self.parts[checked.report.book] = checked.parts
        if checked.values is not None:
            self._values.append(checked.values)
            if checked.texts:
                self._texts[number] = checked.texts

    def without(self, books: set[str]) -> "Ledger":
        """The same without some of the books."""
        names = Texts()
        left = Ledger(names)
        kept = iter(self._values)
        for number, report in enumerate(self.reports):
            sender = self.reports.sender(number)
            values = next(kept, None) if sender is not None else None
            if report.book in books:
                continue
            names.append(report.book)
            left.add(
                Checked(
                    report,
                    sender,
                    tuple(self.passages.of_book(number)),
                    self.parts.get(report.book),
                    values,
                    self._texts.get(number),
                    self.reports.files[number],
                    self.reports.saved[number],
                )
            )
        return left

    def shares(self) -> Iterator[Share]:
        """What there is to be added up; nothing where the values were not kept."""
        for number, values in zip(self._sent, self._values, strict=False):
            sender = self.reports.sender(number)
            if sender is None or values is None:
                continue
            yield Share(
                sender.book,
                sender.reporter,
                sender.code,
                sender.form,
                sender.year,
                values,
                self._texts.get(number, {}),
                self.reports[number].zero_report,
                sender.book in self.parts,
                self.reports.files[number],
                self.reports.saved[number],
            )
