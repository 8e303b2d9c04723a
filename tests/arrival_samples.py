"""For each code of arrivals (M520 and on): files that earn it. Workbooks of one unit in several versions."""

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import city
from xl2report.chain import books
from xl2report.chain.arrivals import Decision
from xl2report.chain.check import check
from xl2report.chain.run import run
from xl2report.chain.state import State
from xl2report.files.rosters.writer import write_roster
from xl2report.ground.findings import Finding
from xl2report.ground.units import Unit

Findings = list[Finding]
NAME, CODE = city.unit("civil_affairs")["name"], city.unit("civil_affairs")["code"]
BUREAU = Unit(NAME, CODE, "民政局", "部门")
OFFICE = Unit("乳山市人民政府办公室", city.unit("gov_office")["code"], "市政府办公室", "本级")
NOON = 1_610_000_000


def first() -> bytes:
    return city.book("civil_affairs")


def again(**points: object) -> bytes:
    return city.made(city.data("civil_affairs", **(points or {"text__site_items": 700})))


def at(path: Path, seconds: float) -> None:
    """Let a file be from a moment."""
    os.utime(path, (seconds, seconds))


def versions(folder: Path, apart: float = 3600.0) -> Path:
    """Two versions of a unit's workbook, the second so many seconds later."""
    city.put(folder, {"民政局.xlsx": first(), "民政局（改）.xlsx": again()})
    at(folder / "民政局.xlsx", NOON)
    at(folder / "民政局（改）.xlsx", NOON + apart)
    return folder


def rostered(folder: Path, *units: Unit) -> Path:
    path = folder / "roster.xlsx"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_bytes(write_roster(units))
    return path


def work_folder(folder: Path, *units: Unit, deadline: str = "2021-01-15") -> Path:
    """A work folder for 2020 with a roster and no returns yet."""
    text = (
        'city = "乳山市人民政府"\nform = "disclosure-2019"\nyear = 2020\n'
        f'[deadlines]\n"全部" = {deadline}\n'
    )
    (folder / "returns").mkdir(parents=True)
    (folder / "xl2report.toml").write_text(text, encoding="utf-8")
    rostered(folder, *(units or (OFFICE, BUREAU)))
    return folder


def _twice(folder: Path) -> Findings:
    books = {"民政局.xlsx": first(), "民政局 - 副本.xlsx": first()}
    return city.checked(folder, books).findings


def _covered(folder: Path) -> Findings:
    via = BUREAU._replace(reports_via="市政府办公室")
    roster = rostered(folder, OFFICE, via)
    books = {"民政局.xlsx": first(), "办公室.xlsx": city.book("gov_office")}
    return city.checked(folder / "returns", books, roster=roster).findings


def _not_due(folder: Path) -> Findings:
    roster = rostered(folder, BUREAU._replace(last_year=2019))
    return city.checked(folder / "returns", {"民政局.xlsx": first()}, roster=roster).findings


def _other_year(folder: Path) -> Findings:
    old = city.wrong(first(), city.cover("year"), city.number(2019))
    books = {"民政局.xlsx": first(), "去年.xlsx": old, "财政局.xlsx": city.book("finance")}
    return city.checked(folder, books).findings


def _changing(times: int) -> Callable[[Path], Findings]:
    """A file that somebody saves so many times just after it has been read."""

    def make(folder: Path) -> Findings:
        path = city.put(folder, {"民政局.xlsx": first()}) / "民政局.xlsx"
        left = [times]
        real = os.stat

        def saved_meanwhile(place: object, **options: object) -> os.stat_result:
            if left[0] and os.fspath(place) == str(path):  # type: ignore[call-overload]  # a path
                left[0] -= 1
                at(path, NOON + left[0])
            return real(place, **options)  # type: ignore[arg-type]  # as it was called

        books.os.stat = saved_meanwhile  # type: ignore[attr-defined]  # the module's own os
        try:
            at(path, NOON + 99)
            return check([folder]).findings
        finally:
            books.os.stat = real  # type: ignore[attr-defined]  # as above

    return make


def _decided(folder: Path) -> Findings:
    work = work_folder(folder, BUREAU)
    versions(work / "returns")
    digest = sha256(first()).hexdigest()
    with State(work) as state:
        state.decide(Decision(digest, "民政局.xlsx", "A.B.", "2021-01-14T09:30+08:00", "C"))
    return run([work]).check.findings


SAMPLES: dict[str, Callable[[Path], Findings]] = {
    "M520": _twice,
    "M521": lambda folder: check([versions(folder)]).findings,
    "M522": _covered,
    "M523": _changing(1),
    "M524": _changing(2),
    "M525": _not_due,
    "M526": _other_year,
    "M527": _decided,
}
# What comes with a code, and is right.
BESIDES = {"M527": frozenset({"M521"})}


def undecided(folder: Path) -> Findings:
    """Two versions of which nothing tells which is the later one."""
    return check([versions(folder, apart=1.0)]).findings
