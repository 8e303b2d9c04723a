"""`status`: who has sent, who has not, who must correct, who is late; as text, list and page."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

from xl2report.chain.arrivals import standing_of, units_of
from xl2report.chain.books import BookFiles, find_books
from xl2report.chain.check import Setting, assessed, setting_of
from xl2report.chain.errors import CannotWork
from xl2report.chain.folder import Given, given_of, open_folder
from xl2report.chain.merge import Merged
from xl2report.chain.reports import CheckReport, Ledger
from xl2report.chain.standings import status_of
from xl2report.chain.state import Outcome, State
from xl2report.ground.progress import Note, Progress
from xl2report.ground.wordings.model import Language

OVERVIEW = ("概览.html", "overview.html")


def status(
    folder: Path | str = ".",
    *,
    today: date | None = None,
    explained: Path | str | None = None,
    password: str = "",
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Progress:
    """How the collection of a work folder stands on a day, today if none is given.

    What has changed since the last run is read; what is found is remembered. Raises CannotWork and
    FormError.
    """
    given = given_of([folder])
    if given.folder is None:
        open_folder(folder)  # says what is wrong with it
    with State(Path(folder)) as state:
        setting, report, ledger = now_of(given, state, explained, password, jobs, progress)
        state.settle(_outcomes(report, ledger, setting, {}))
        now = status_of(given, setting, report, ledger, state, today)
        kept = (Note("warning", words) for words in state.notes)
        return now._replace(notes=(*kept, *now.notes))


def now_of(
    given: Given,
    state: State,
    explained: Path | str | None = None,
    password: str = "",
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Setting, CheckReport, Ledger]:
    """The check as it is now; without any workbook everybody is missing."""
    setting = setting_of(given, explained, password, jobs, state.readings())
    setting = setting._replace(memory=state.by(*given.last, explained))
    try:
        books = find_books(given.paths, besides=given.roster, password=password)
    except CannotWork:
        books = BookFiles()
    ledger, report = assessed(books, setting, values=True, jobs=jobs, progress=progress)
    return setting, report, ledger


def outcomes_of(merged: Merged, setting: Setting) -> dict[str, Outcome]:
    """What a run has made of each file: returned with its note, accepted, or added up."""
    if merged.ledger is None:
        return {}
    stages = {
        book.book: "returned" if book.count("error") else "accepted" for book in merged.check.books
    }
    if merged.workbook is not None:
        stages |= {name: "merged" for name in merged.added if stages.get(name) == "accepted"}
    return _outcomes(merged.check, merged.ledger, setting, stages)


def _outcomes(
    report: CheckReport, ledger: Ledger, setting: Setting, stages: dict[str, str]
) -> dict[str, Outcome]:
    units = units_of(ledger, setting.roster.units, setting.year)
    standings = {one.book: one.standing for one in report.aside}
    found = {}
    for book in report.books:
        codes = " ".join(one.code for one in book.findings)
        standing = standing_of(book)
        stage = stages.get(book.book, "")
        found[book.book] = Outcome(units.get(book.book, ""), standing, stage, codes)
    for name, standing in standings.items():
        found[name] = Outcome(units.get(name, ""), standing, "", "")
    return found


def overview_page(progress: Progress, target: Path, returns: Path, language: Language) -> bytes:
    """The overview as a page that lies in the folder `target`; it links to the `returns`."""
    from xl2report.files.overview.page import write_overview

    try:
        way = os.path.relpath(returns.resolve(), target.resolve())
    except ValueError:  # another drive
        way = str(returns.resolve())
    return write_overview(progress, language, way.replace(os.sep, "/")).encode()


def overview_list(progress: Progress, language: Language) -> bytes:
    """The overview as a workbook: units, whom to remind, findings by rule, questions."""
    from xl2report.files.overview.listing import write_listing

    return write_listing(progress, language)
