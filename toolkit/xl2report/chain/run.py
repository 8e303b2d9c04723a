"""`run`: returned workbooks → check → city workbook (of several) → report. The main job."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from xl2report.chain.books import BookFile, find_books
from xl2report.chain.check import CheckReport, assessed, setting_of
from xl2report.chain.delivery import Stays
from xl2report.chain.errors import CannotWork
from xl2report.chain.explained import past_of
from xl2report.chain.folder import Given, given_of
from xl2report.chain.forms import open_plan
from xl2report.chain.marked import Unmarked, mark_books
from xl2report.chain.merge import Merged, Order, merge_books, order_of, states_of
from xl2report.chain.outlet import safe_name, write_whole
from xl2report.chain.report import Reported, Wish, report_into
from xl2report.chain.sentences import narrative_of, own_files
from xl2report.chain.standings import status_of
from xl2report.chain.state import State
from xl2report.chain.status import OVERVIEW, outcomes_of, overview_page
from xl2report.chain.telling import NO_LETTER, Letter, write_lists, write_notes
from xl2report.chain.told import Sources
from xl2report.ground.findings import Finding
from xl2report.ground.wordings.model import Language
from xl2report.work.narrative.story import Story

OUTPUT = "xl2report-output"
NOTES = "审核意见"


class Ran(NamedTuple):
    """What came of a run: the check, the files written, what the report still lacks, its draft mark.

    `told` are the list as page and workbook, the return notes and the marked copies; `written` the
    totals and the report; `stays` what lies in the folder of the notes and was not touched;
    `unmarked` are the faulty workbooks of which no marked copy could be made;
    `notes` is about what the work folder remembers, in Chinese and English; `reported` is what came of
    the report, None where there is none.
    """

    check: CheckReport
    findings: tuple[Finding, ...]
    written: tuple[Path, ...]
    missing: tuple[str, ...]
    draft: str
    reporters: tuple[tuple[str, str], ...]
    told: tuple[Path, ...] = ()
    stays: tuple[Stays, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    unmarked: tuple[Unmarked, ...] = ()
    reported: Reported | None = None


def run(
    paths: Iterable[Path | str],
    output: Path | str | None = None,
    *,
    reporter: str = "",
    code: str = "",
    roster: Path | str | None = None,
    last: Iterable[Path | str] = (),
    year: int | None = None,
    force: bool = False,
    explained: Path | str | None = None,
    password: str = "",
    jobs: int | None = None,
    letter: Letter = NO_LETTER,
    language: Language = "zh",
    progress: Callable[[int, int], None] | None = None,
    today: date | None = None,
    style: Path | str | None = None,
    template: Path | str | None = None,
    sentences: Path | str | None = None,
    charts: bool = False,
    trace: bool = False,
) -> Ran:
    """Check the workbooks, add several up into a city workbook, and write the report.

    Of a work folder, named alone, city, form, year, roster, last year, sentences and the place of the results
    (`output/`) are its own; what has not changed since the last run is not read again, and an
    overview page is written, with days overdue as of `today`.

    Of one workbook, the report is its own. A roster named `roster.xlsx` beside or in a folder is
    taken by itself, and is no return. While errors stand in several workbooks nothing is added up,
    unless by `force`. The list of findings is written in any case, and a return note for each
    faulty workbook, in the words of `language`. `explained` is the JSON of an earlier check whose
    explanations hold while their numbers stay the same; `jobs` is how many processes read many
    workbooks (by default one for each processor). `style`, `template`, `sentences`, `charts` and `trace`
    are of the report, as `report` has them; charts come into the city's workbook too. Raises CannotWork and
    FormError.
    """
    wish = Wish(style, template, sentences, charts, trace)
    wish.refuse_both()
    if sentences is not None:
        own_files(Path(sentences))
    given = given_of(paths, roster=roster, last=last, year=year)
    if given.folder is not None:
        city, key = reporter or given.folder.city, code or given.folder.code
        order = order_of(given, city, key, force=force)._replace(charts=charts)
        # Before hundreds of workbooks are read: a mistake in them would stop the report at the end.
        narrative_of(open_plan(given.form or given.folder.form), sentences or given.folder.path)
        work = _Work(
            given, order, wish, explained, password, jobs, letter, language, progress, today
        )
        return work.done(Path(output) if output is not None else given.folder.output)
    listed = list(given.paths)
    roster = given.roster or _roster_beside(listed)
    given = given._replace(roster=roster)
    target = Path(output or OUTPUT)
    found = find_books(listed, besides=roster, password=password)
    books = [book for book in found if target.resolve() not in book.path.resolve().parents]
    if not books:
        chinese = f"回收的工作簿都在输出文件夹 {target} 中，请换一个输出文件夹"
        english = f"All workbooks lie in the folder for the results, {target}; give another one"
        raise CannotWork(chinese, english)
    tell = _Teller(books, target, letter._replace(office=letter.office or reporter), language)
    setting = setting_of(given, explained, password, jobs)
    if len(books) == 1:
        one = books[0]
        _, report = assessed(books, setting, progress=progress)
        sources = Sources(given.last, setting.roster.units, before=setting.before)
        reported = report_into(one, _named_in(target), sources, wish, report.errors)
        told, stays, left = tell(report)
        ran = Ran(
            report, (), reported.documents, reported.missing, reported.draft, states_of(report)
        )
        return ran._replace(told=told, stays=stays, unmarked=left, reported=reported)
    city = reporter or _city_name(listed)
    order = order_of(given, city, code, force=force)._replace(charts=charts)
    merged = merge_books(books, order, setting, progress, jobs)
    sources = Sources(given.last, setting.roster.units, before=setting.before)
    return _written(merged, target, city, tell, sources, wish)


def _named_in(target: Path) -> Callable[[Story], Path]:
    """Where in a folder a report goes: it is called by its title."""
    return lambda story: target / f"{safe_name(story.title)}.docx"


def _written(
    merged: Merged, target: Path, city: str, tell: "_Teller", sources: Sources, wish: Wish
) -> Ran:
    """The lists, then the city's workbook and its report, where there is one."""
    # What the merge itself has found stands in the lists like everything else.
    told, stays, left = tell(merged.check._replace(batch=(*merged.check.batch, *merged.findings)))
    if merged.workbook is None:
        ran = Ran(merged.check, merged.findings, (), (), "", merged.reporters, told, stays)
        return ran._replace(unmarked=left)
    workbook = target / f"{safe_name(city)}.xlsx"
    write_whole(workbook, merged.workbook)
    reported = report_into(find_books([workbook])[0], _named_in(target), sources, wish)
    return Ran(
        merged.check,
        merged.findings,
        (workbook, *reported.documents),
        reported.missing,
        reported.draft,
        merged.reporters,
        told,
        stays,
        unmarked=left,
        reported=reported,
    )


class _Work(NamedTuple):
    """A run on a work folder, which remembers what it has done."""

    given: Given
    order: Order
    wish: Wish
    explained: Path | str | None
    password: str
    jobs: int | None
    letter: Letter
    language: Language
    progress: Callable[[int, int], None] | None
    today: date | None

    def done(self, target: Path) -> Ran:
        """Everything, written into the folder `target`. Raises CannotWork and FormError."""
        folder = self.given.folder
        if folder is None:
            raise ValueError(self.given)
        with State(folder.path) as state:
            books = find_books(self.given.paths, besides=self.given.roster, password=self.password)
            setting = setting_of(
                self.given, self.explained, self.password, self.jobs, state.readings()
            )
            setting = setting._replace(memory=state.by(*self.given.last, self.explained))
            order = self.order._replace(state=state)
            merged = merge_books(books, order, setting, self.progress, self.jobs)
            letter = self.letter._replace(
                office=self.letter.office or folder.office or folder.city,
                contact=self.letter.contact or folder.contact,
            )
            tell = _Teller(list(books), target, letter, self.language)
            units = setting.roster.units
            sources = Sources(self.given.last, units, home=folder, before=setting.before)
            ran = _written(merged, target, self.order.reporter, tell, sources, self.wish)
            state.settle(outcomes_of(merged, setting))
            state.explain(past_of(merged.check))
            page = target / OVERVIEW[self.language == "en"]
            now = status_of(self.given, setting, merged.check, merged.ledger, state, self.today)
            write_whole(page, overview_page(now, target, folder.returns, self.language))
            told = (*ran.told, page)
            if merged.workbook is not None:
                # Imports pandas, for those who have something to compare.
                from xl2report.chain.comparison import NAMES, comparison_of

                beside = target / NAMES[self.language == "en"]
                made = comparison_of(merged, self.order.reporter, setting, beside, self.language)
                write_whole(*made)
                told = (*told, made[0])
            state.ran(now.line(self.language))
            return ran._replace(told=told, notes=tuple(state.notes))


class _Teller(NamedTuple):
    """Writes the lists, the return notes and the marked copies of a check."""

    books: list[BookFile]
    target: Path
    letter: Letter
    language: Language

    def __call__(
        self, report: CheckReport
    ) -> tuple[tuple[Path, ...], tuple[Stays, ...], tuple[Unmarked, ...]]:
        lists = write_lists(report, self.target, self.language)
        folder = self.target / NOTES
        notes = write_notes(report, folder, self.letter, self.language, self.books)
        marked = mark_books(report, self.books, folder, self.language)
        copies = marked.delivered
        told = (*lists, *notes.written, *copies.written)
        return told, (*notes.stays, *copies.stays), marked.left


def _roster_beside(paths: list[Path]) -> Path | None:
    for path in paths:
        if path.is_dir():
            for place in (path / "roster.xlsx", path.parent / "roster.xlsx"):
                if place.is_file():
                    return place
    return None


def _city_name(paths: list[Path]) -> str:
    """Without a name the city workbook is called after the folder, for people to correct."""
    folder = next((path.resolve() for path in paths if path.is_dir()), None)
    return folder.name if folder is not None else "汇总"
