"""The figures: which processes are compared, what is aimed at, what was measured."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from benchmarks.material import Material
from benchmarks.processes import (
    Command,
    Ratio,
    Usage,
    helper,
    python,
    race,
    ratios,
    say,
    spread,
)

FORM, YEAR = "disclosure-2019", "2020"


class Size(NamedTuple):
    """How much a run measures."""

    originals: int  # workbooks written by the template writer; more are copied from them
    office: int
    rivals: int
    few: int
    some: int
    many: int  # not measured where it is no more than `some`
    shared: int
    rounds: Mapping[str, int]


FULL = Size(
    1_000,
    150,
    100,
    100,
    1_000,
    10_000,
    2_000,
    {"reading": 9, "office": 15, "rivals": 3, "starts": 25, "memory": 2, "shared": 7},
)
QUICK = Size(
    250,
    40,
    40,
    100,
    1_000,
    0,
    1_000,
    {"reading": 3, "office": 5, "rivals": 1, "starts": 9, "memory": 1, "shared": 1},
)
BOOKS = 1_000


@dataclass(frozen=True)
class Figure:
    """A ratio of two racers: `over` by `under`, at most (or at least) the aim; no aim is a floor.

    Multiplied by `factor`; divided by the ratio of two other racers (`beside`) of the same round.
    Of `memory` the ratio is of the peaks, or, where they are to be `subtracted`, the MiB between.
    """

    letter: str
    says: str
    over: str
    under: str
    aim: float | None = None
    at_least: bool = False
    memory: bool = False
    subtracted: bool = False
    factor: float = 1.0
    beside: tuple[str, str] | None = None


@dataclass(frozen=True)
class Measured:
    """A figure with what its two racers took, round by round."""

    figure: Figure
    over: list[Usage]
    under: list[Usage]
    beside: tuple[list[Usage], list[Usage]] | None = None

    @property
    def ratio(self) -> Ratio:
        """By wall time, or by peak memory."""
        if self.figure.subtracted:
            mebi = 1 << 20
            between = zip(self.over, self.under, strict=True)
            return spread([(one.peak - other.peak) / mebi for one, other in between])
        return self._by(_peak if self.figure.memory else _wall)

    @property
    def cpu(self) -> Ratio | None:
        """By CPU time; None for a figure of memory, and of processes side by side."""
        return None if self.figure.memory or self.beside else self._by(_cpu)

    def _by(self, what: Callable[[Usage], float]) -> Ratio:
        found = ratios(self.over, self.under, what)
        if self.beside:
            found = [one / two for one, two in zip(found, ratios(*self.beside, what), strict=True)]
        return spread([one * self.figure.factor for one in found])

    @property
    def met(self) -> bool | None:
        """Whether the median meets the aim; None for a floor."""
        if self.figure.aim is None:
            return None
        aim, found = self.figure.aim, self.ratio.median
        return found >= aim if self.figure.at_least else found <= aim


def _wall(usage: Usage) -> float:
    return usage.wall


def _cpu(usage: Usage) -> float:
    return usage.cpu


def _peak(usage: Usage) -> float:
    return usage.peak


def measure(size: Size, letters: str) -> list[Measured]:
    """All figures of these letters, in their order; what cannot be measured is said and left out."""
    material = Material(originals=size.originals, office=size.office)
    found: list[Measured] = []
    for told, contest in _CONTESTS:
        if set(told) & set(letters):
            found += contest(material, size)
    chosen = [one for one in found if one.figure.letter in letters]
    return sorted(chosen, key=lambda one: one.figure.letter)


def check(folder: Path, material: Material, processes: int = 1) -> Command:
    """`check` of a folder or workbook by so many processes, as JSON into a file."""
    target = material.work / "check.json"
    jobs = ("--jobs", str(processes))
    return python("-m", "xl2report", "check", folder, "--format", "json", "-o", target, *jobs)


def _reading(material: Material, size: Size) -> list[Measured]:
    folder = material.books(BOOKS)
    racers = {
        "check": check(folder, material),
        "yardstick": helper("yardstick", folder, material.parts(folder)),
    }
    rounds = size.rounds["reading"]
    taken = race("reading", racers, material.work, rounds=rounds, warm=list(racers))
    says = f"`check` of {BOOKS:,} workbooks / the yardstick"
    return _paired([Figure("a", says, "check", "yardstick", 1.5)], taken)


def _office(material: Material, size: Size) -> list[Measured]:
    folder = material.resaved()
    if folder is None:
        say("  no LibreOffice (soffice): its workbooks are not measured")
        return []
    racers = {
        "check": check(folder, material),
        "yardstick": helper("yardstick", folder, material.parts(folder)),
    }
    rounds = size.rounds["office"]
    taken = race("LibreOffice", racers, material.work, rounds=rounds, warm=list(racers))
    says = f"`check` of {size.office} workbooks saved by LibreOffice / the yardstick"
    return _paired([Figure("a", says, "check", "yardstick", 1.5)], taken)


def _rivals(material: Material, size: Size) -> list[Measured]:
    folder = material.books(size.rivals)
    racers = {
        "check": check(folder, material),
        "openpyxl": helper("rivals", "openpyxl", folder),
        "calamine": helper("rivals", "calamine", folder),
    }
    rounds = size.rounds["rivals"]
    taken = race("rivals", racers, material.work, rounds=rounds, warm=["check", "calamine"])
    many = f"{size.rivals} workbooks"
    figures = [
        Figure("b", f"openpyxl, loaded twice, {many} / `check`", "openpyxl", "check", 80, True),
        Figure("c", f"pandas with calamine, {many} / `check`", "calamine", "check", 6, True),
    ]
    return _paired(figures, taken)


def _starts(material: Material, size: Size) -> list[Measured]:
    book = min(material.books(size.few).iterdir())
    tool = python("-m", "xl2report")
    template = ("template", FORM, "--year", YEAR, "-o")
    racers: dict[str, Command] = {
        "pass": python("-c", "pass"),
        "help": [*tool, "--help"],
        "check": check(book, material),
        "template": [*tool, *template, material.work / "template.xlsx"],
        "report": [*tool, "report", book, "-o", material.work / "report.docx"],
        "typer": python("-c", "import typer"),
        "xlsxwriter": python("-c", "import xlsxwriter"),
        "docx": python("-c", "import docx"),
        "typer, xlsxwriter": python("-c", "import typer, xlsxwriter"),
        "typer, docx": python("-c", "import typer, docx"),
    }
    rounds = size.rounds["starts"]
    taken = race("starts", racers, material.work, rounds=rounds, warm=list(racers))
    figures = [
        Figure("d", "`check` of one workbook / `python -c pass`", "check", "pass", 10),
        Figure("d", "`--help` / `python -c pass`", "help", "pass", 7),
        Figure("f", "`template` / `python -c pass`", "template", "pass", 10),
        Figure("f", "`report` / `python -c pass`", "report", "pass", 13),
        *(
            Figure("g", f"`import {names}` alone / `python -c pass`", names, "pass")
            for names in ("typer", "xlsxwriter", "docx", "typer, xlsxwriter", "typer, docx")
        ),
    ]
    return _paired(figures, taken)


def _memory(material: Material, size: Size) -> list[Measured]:
    counts = {"few": size.few, "some": size.some}
    if size.many > size.some:
        counts["many"] = size.many
    racers = {name: check(material.books(count), material) for name, count in counts.items()}
    values = list(counts)[-1]
    racers["values"] = helper("gather", material.books(counts[values]))
    racers["start"] = helper("gather", material.books(size.few))
    taken = race("memory", racers, material.work, rounds=size.rounds["memory"])
    figures = []
    for under, over in pairwise(counts):
        says = f"peak memory of `check`, {counts[over]:,} workbooks / {counts[under]:,}"
        figures.append(Figure("e", says, over, under, 1.05, memory=True))
        says = f"`check`: time per workbook, {counts[over]:,} / {counts[under]:,}"
        factor = counts[under] / counts[over]
        figures.append(Figure("i", says, over, under, 1.2, factor=factor))
    # Twenty MiB are for ten thousand.
    aim = 20 * counts[values] / 10_000
    says = f"MiB for the values of {counts[values]:,} workbooks, read and added up"
    figures.append(Figure("e", says, "values", "start", aim, memory=True, subtracted=True))
    return _paired(figures, taken)


def _shared(material: Material, size: Size) -> list[Measured]:
    folder = material.books(size.shared)
    racers = {
        "alone": check(folder, material),
        "two": check(folder, material, 2),
        "loops": helper("burn", "2", "1"),
        "two loops": helper("burn", "2", "2"),
    }
    rounds = size.rounds["shared"]
    taken = race("two processes", racers, material.work, rounds=rounds, warm=["alone", "two"])
    says = f"gain by two processes, `check` of {size.shared:,} workbooks / two plain loops"
    beside = ("loops", "two loops")
    return _paired(
        [
            Figure("h", says, "alone", "two", 0.9, at_least=True, beside=beside),
            Figure("h", "the same, not divided by that of two plain loops", "alone", "two"),
        ],
        taken,
    )


def _paired(figures: list[Figure], taken: dict[str, list[Usage]]) -> list[Measured]:
    return [
        Measured(
            figure,
            taken[figure.over],
            taken[figure.under],
            (taken[figure.beside[0]], taken[figure.beside[1]]) if figure.beside else None,
        )
        for figure in figures
    ]


# Each contest with the letters of the figures it tells.
_CONTESTS: tuple[tuple[str, Callable[[Material, Size], list[Measured]]], ...] = (
    ("a", _reading),
    ("a", _office),
    ("bc", _rivals),
    ("dfg", _starts),
    ("ei", _memory),
    ("h", _shared),
)
LETTERS = "abcdefghi"
