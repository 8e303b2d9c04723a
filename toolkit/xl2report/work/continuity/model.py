"""What is known of a reporter's last year while this year's filing is looked at."""

from typing import NamedTuple, TypeAlias

Values: TypeAlias = "list[int | None]"


class Print(NamedTuple):
    """Fingerprints of a free text: of its words, and of its words with the years counted from the report's.

    Both are 0 for a text that is too short to be compared.
    """

    exact: int = 0
    apart_from_years: int = 0


class LastYear(NamedTuple):
    """A reporter's filing of the year before.

    `values` are in the order of this year's form's points, None where unknown; `texts` by the ids of
    the texts. `renamed` tells that it was found by a name and has another code: the body was reorganised.
    """

    year: int
    values: Values
    texts: dict[str, Print]
    renamed: bool = False
