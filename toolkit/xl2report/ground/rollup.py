"""What a city's total is made of: each reporter's part, the office's own adjustments, who is missing.

Knows lists of values in the order of a form's points; never a form or a file.
"""

from collections.abc import Sequence
from typing import NamedTuple


class Contribution(NamedTuple):
    """What one reporter put into a city's total: its name, code, file, and its typed values.

    `category` is the roster's; `digest` the file's SHA-256, `saved` when it was saved last, as it says
    itself; "" where they are not known.
    """

    reporter: str
    code: str
    book: str
    values: Sequence[int | None]
    category: str = ""
    digest: str = ""
    saved: str = ""


class Adjustment(NamedTuple):
    """A number that the office adds to a total under its own name; no unit's number is changed.

    `amount` is in smallest steps, with its sign; `reporter` is whom it concerns, "" for nobody in
    particular.
    """

    point: int
    amount: int
    reason: str
    author: str
    date: str = ""
    reporter: str = ""


class Fact(NamedTuple):
    """One line of an overview: what it is, how many, and who, each with what is to be said of it.

    `many` is None where it is not known.
    """

    title: str
    many: int | None
    named: tuple[tuple[str, str], ...] = ()


class Overview(NamedTuple):
    """What came in and what did not, as the first sheet of a city's workbook shows it."""

    facts: tuple[Fact, ...]
