"""Which file counts: every workbook that came in has one state, and every unit at most one workbook.

Knows what was read of the files and the roster's units; no file. Nothing depends on the order in which
the files came.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Literal, NamedTuple

from xl2report.ground.units import Register, Unit

Standing = Literal[
    "counts",  # the unit's workbook
    "same_file",  # byte for byte another one
    "replaced",  # another version counts
    "undecided",  # one of several versions, and nothing tells which is the later one
    "wrong_year",  # of another year or another edition of the form
    "unknown",  # of nobody on the roster
    "covered",  # of a unit whose figures another one reports
    "unreadable",
]

# Files that were copied together have times that say nothing of which is the later one.
_TOGETHER = 60.0


class Saved(NamedTuple):
    """When a version was saved: as it says itself ("" if it does not), and the file's time in seconds."""

    said: str = ""
    file: float = 0.0


class Arrival(NamedTuple):
    """One file as it came in: its name, a digest of its bytes, and what it says of itself.

    `fits` tells whether it is of the year and the form expected; `valid` that no error stands in it.
    """

    book: str
    digest: str
    reporter: str = ""
    code: str = ""
    readable: bool = True
    fits: bool = True
    valid: bool = True


class Settled(NamedTuple):
    """What has become of one file: the unit it is from, its state, and the other file or unit."""

    book: str
    unit: Unit | None
    standing: Standing
    other: str = ""


def settle(
    arrivals: Iterable[Arrival],
    register: Register | None,
    saved: Callable[[str], Saved],
    chosen: Collection[str] = (),
) -> list[Settled]:
    """The state of every file, in the order given; without a roster nobody is unknown.

    `saved` gives when a book was last saved; it is asked only where a unit has several. Of
    several versions the one counts whose digest somebody has `chosen`, else the latest valid one,
    else the latest. Files without a digest are never taken for the same.
    """
    listed = list(arrivals)
    places: dict[str, Settled] = {}
    left: dict[Unit | str, list[Arrival]] = {}
    wrong: list[tuple[Unit | str, Settled]] = []
    first: dict[str, str] = {}
    # Of the same bytes under several names the plainest name counts: copies are called longer.
    for one in sorted(listed, key=lambda arrival: (len(arrival.book), arrival.book)):
        unit = register.find(one.code, one.reporter) if register is not None else None
        key = unit or one.code or one.reporter or one.book
        if not one.readable:
            places[one.book] = Settled(one.book, None, "unreadable")
        elif one.digest and one.digest in first:
            places[one.book] = Settled(one.book, unit, "same_file", first[one.digest])
        elif not one.fits:
            wrong.append((key, Settled(one.book, unit, "wrong_year")))
        elif unit is None and register is not None:
            places[one.book] = Settled(one.book, None, "unknown")
        elif unit is not None and register is not None and (by := register.reported_by(unit)):
            places[one.book] = Settled(one.book, unit, "covered", by)
        else:
            left.setdefault(key, []).append(one)
        first.setdefault(one.digest, one.book)
    counting: dict[Unit | str, str] = {}
    for key, versions in left.items():
        for place in _latest(versions, key if isinstance(key, Unit) else None, saved, chosen):
            places[place.book] = place
            if place.standing == "counts":
                counting[key] = place.book
    for key, place in wrong:
        places[place.book] = place._replace(other=counting.get(key, ""))
    return [places[one.book] for one in listed]


def _latest(
    versions: list[Arrival],
    unit: Unit | None,
    saved: Callable[[str], Saved],
    chosen: Collection[str],
) -> list[Settled]:
    if len(versions) == 1:
        return [Settled(versions[0].book, unit, "counts")]
    able = [one for one in versions if one.digest in chosen]
    if len(able) != 1:
        able = _last([one for one in versions if one.valid] or versions, saved)
    if len(able) > 1:
        others = {one.book: _others(versions, one) for one in versions}
        return [Settled(one.book, unit, "undecided", others[one.book]) for one in versions]
    return [
        Settled(one.book, unit, "counts")
        if one is able[0]
        else Settled(one.book, unit, "replaced", able[0].book)
        for one in versions
    ]


def _last(versions: list[Arrival], saved: Callable[[str], Saved]) -> list[Arrival]:
    """The latest version; all that may be it where nothing tells."""
    if len(versions) == 1:
        return versions
    times = [saved(one.book) for one in versions]
    said = max(time.said for time in times)
    newest = max(time.file for time in times if time.said == said)
    return [
        one
        for one, time in zip(versions, times, strict=True)
        if time.said == said and newest - time.file < _TOGETHER
    ]


def _others(versions: list[Arrival], one: Arrival) -> str:
    return "、".join(other.book for other in versions if other is not one)
