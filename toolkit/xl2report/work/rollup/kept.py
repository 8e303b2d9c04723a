"""What is kept of a filing to compare it with others and to add it up. Knows filings; no form."""

from typing import NamedTuple

from xl2report.ground.filing import Filing
from xl2report.ground.packed import Row, digest_of


class Sender(NamedTuple):
    """What is remembered of each workbook to compare them: who, when, and a digest of its values."""

    book: str
    reporter: str
    code: str
    year: int | None
    form: str
    digest: int
    zero: bool


def sender_of(filing: Filing) -> Sender:
    """What a filing is compared by."""
    known = tuple(filing.values)
    zero = not any(known)
    # Not hash(): Python's own takes -1 and -2 for one.
    digest = digest_of(repr(known))
    return Sender(filing.book, filing.reporter, filing.code, filing.year, filing.form, digest, zero)


class Share(NamedTuple):
    """What is kept of a filing to add it up; its texts only where they may be the city's."""

    book: str
    reporter: str
    code: str
    form: str
    year: int | None
    values: Row
    texts: dict[str, str]
    zero_report: bool
    has_parts: bool
    digest: str = ""
    saved: str = ""


# A filing, or what is kept of one.
Giver = Filing | Share
