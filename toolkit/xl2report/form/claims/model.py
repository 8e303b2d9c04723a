"""What the grammar gives: claims, each with the words it was read from; never a verdict."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from xl2report.form.claims.lexicon import Formula, Meaning
from xl2report.form.claims.numbers import Number

Topic = Literal[
    "",
    "overview",
    "proactive",
    "requests",
    "management",
    "platform",
    "supervision",
    "disputes",
    "problems",
    "other",
]
# Why a number is not judged: it speaks of another body, another set, another year, a plan; it was not
# understood.
Open = Literal["", "unit", "scope", "year", "plan", "unknown"]


class Context(NamedTuple):
    """What a text is part of: the report's year (None: unknown), who reports, where it stands."""

    year: int | None = None
    reporter: str = ""
    topic: Topic = ""


class Spot(NamedTuple):
    """Where a claim stands: the number of its paragraph, from where to where, and the words."""

    paragraph: int
    start: int
    end: int
    quote: str


class Count(NamedTuple):
    """A number of something (`予以公开25件`); 0 where the text says that there was none.

    `meaning` is None for what no table holds; `names` are the ids it was read by. `including` says
    that a number of those carried in is part of it (`含上年结转2件`), `restated` that it opens what is
    told of all of them (`新收的53件中`), `year` is another year than the report's that it is of.
    """

    spot: Spot
    value: Fraction
    shown: str
    number: Number | None
    names: frozenset[str]
    meaning: Meaning | None
    open: Open = ""
    including: bool = False
    unit: str = ""
    restated: bool = False
    year: int | None = None


class Share(NamedTuple):
    """A share in per cent: of which number (`part`, an index of the claims, or `meaning`), of what.

    `bases` names bases of the phrase book, the likeliest first; `wholes` are numbers of
    requests that the text itself gives.
    """

    spot: Spot
    number: Number
    part: int | None
    meaning: Meaning | None
    bases: tuple[str, ...]
    wholes: tuple[Fraction, ...]
    open: Open = ""


class Same(NamedTuple):
    """A claim that all are of one kind (`均为自然人申请`): both figures should be equal."""

    spot: Spot
    part: Formula
    whole: Formula
    stated: Fraction | None
    open: Open = ""


class Closing(NamedTuple):
    """A claim that all requests were closed: none may be carried out; or a rate of closing."""

    spot: Spot
    number: Number | None
    open: Open = ""


class Growth(NamedTuple):
    """A change in per cent or counts; `was` and what may be its `now` where the text gives both.

    `meaning` is what has changed, None where that is not known; `rises` is None of what stayed the same.
    """

    spot: Spot
    number: Number
    rises: bool | None
    now: tuple[Number, ...]
    was: Number | None
    meaning: Meaning | None = None
    open: Open = ""


class Parts(NamedTuple):
    """A whole and its listed parts (indices of claims); `kind` is what kind of parts they are.

    A `loose` list (`包括…`) need not be complete.
    """

    spot: Spot
    whole: Fraction
    parts: tuple[int, ...]
    kind: str
    loose: bool = False


class Unread(NamedTuple):
    """A number that the grammar does not understand."""

    spot: Spot
    number: Number


Claim = Count | Share | Same | Closing | Growth | Parts | Unread

# A paragraph has a dozen numbers; beyond so many on either side nothing belongs together.
_NEAR = 100


def neighbours(claims: Sequence[Claim], at: int) -> list[int]:
    """The indices of the claims around one, itself included, that stand in its paragraph."""
    paragraph = claims[at].spot.paragraph
    span = range(max(0, at - _NEAR), min(len(claims), at + _NEAR))
    return [here for here in span if claims[here].spot.paragraph == paragraph]
