"""Last year's figures as a template shows them beside its inputs, and whether they are still those.

Kept twice in a workbook: in cells that people see, and as one line on the hidden sheet. A mark in the stamp
is a digest of them, so that neither is believed once it has been changed.
"""

from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple

_EMPTY = ""


class LastYear(NamedTuple):
    """A unit's figures of an earlier year, in the order of this year's points; None where unknown.

    `form` is the edition they were reported in, "" where the unit has none.
    """

    form: str
    year: int
    values: tuple[int | None, ...]

    @property
    def line(self) -> str:
        """The values as one line of text."""
        return ",".join(_EMPTY if value is None else str(value) for value in self.values)

    def mark(self, issued_to: Sequence[str]) -> str:
        """What the stamp says of them; `issued_to` ties them to one workbook (form, year, reporter)."""
        said = "|".join((*issued_to, self.form, str(self.year), self.line))
        return f"{self.form}:{self.year}:{blake2b(said.encode(), digest_size=8).hexdigest()}"


def marked(mark: str) -> tuple[str, int]:
    """Edition and year that a mark tells; "" and 0 where it is none."""
    form, year, digest = [*mark.split(":"), "", "", ""][:3]
    known = digest and year.isascii() and year.isdigit() and len(year) == len("2020")
    return (form, int(year)) if known else ("", 0)


def values_of(line: str, count: int) -> tuple[int | None, ...] | None:
    """The values of a line; None where it does not hold so many whole numbers and blanks."""
    parts = line.split(",")
    if len(parts) != count or not all(map(_is_whole, parts)):
        return None
    return tuple(int(part) if part else None for part in parts)


def _is_whole(part: str) -> bool:
    digits = part.removeprefix("-")
    return not part or (digits.isascii() and digits.isdigit() and len(digits) < 20)
