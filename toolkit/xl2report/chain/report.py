"""`report`: a workbook, of a city or of a department, → the report: Word, PDF, web page, bundle."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from xl2report.chain.books import BookFile, find_books
from xl2report.chain.check import BookReport
from xl2report.chain.earlier import Before, Earlier
from xl2report.chain.errors import CannotWork
from xl2report.chain.folder import home_of
from xl2report.chain.outlet import refuse_inputs, write_together, write_whole
from xl2report.chain.renderings import Renderings, ending_of
from xl2report.chain.roster import open_roster
from xl2report.chain.told import Sources, Told, tell
from xl2report.ground.findings import Finding
from xl2report.ground.packed import Row
from xl2report.work.narrative.story import Story

# The letter of the findings on prose.
_PROSE = "T"


class Reported(NamedTuple):
    """What was written: the documents, what is still missing, and why it is a draft ("" if not).

    `uncompared` names what is not compared with last year's report; `warnings` are about last
    year's workbooks; `left_out` says in Chinese and English what the bundle is without, and why;
    `contradictions` are what the proofreader finds in the prose; `taken` says in Chinese and English
    what was used without being named, such as the office's own sentences, and what charts are not there.
    """

    documents: tuple[Path, ...]
    missing: tuple[str, ...]
    draft: str
    check: BookReport
    uncompared: tuple[str, ...] = ()
    warnings: tuple[Finding, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    contradictions: tuple[Finding, ...] = ()
    taken: tuple[tuple[str, str], ...] = ()


class Wish(NamedTuple):
    """How a report is to be: `style` an office's base document, or `template` its own Word file.

    `sentences` are its own narrative; `charts` and `trace` ask for charts and for the origin of each
    number.
    """

    style: Path | str | None = None
    template: Path | str | None = None
    sentences: Path | str | None = None
    charts: bool = False
    trace: bool = False

    def refuse_both(self) -> None:
        """Raise CannotWork where a base document and a file with marks are both given."""
        if self.style is not None and self.template is not None:
            chinese = "--style 和 --template 只能用一个"
            raise CannotWork(chinese, "Only one of --style and --template can be used")

    @property
    def files(self) -> list[Path]:
        """The files that it names, which no result may replace."""
        return [Path(path) for path in (self.style, self.template) if path is not None]


def report(
    book: Path | str,
    outputs: Iterable[Path | str] | Path | str = (),
    *,
    bundle: Path | str | None = None,
    last: Iterable[Path | str] | Path | str = (),
    style: Path | str | None = None,
    template: Path | str | None = None,
    sentences: Path | str | None = None,
    roster: Path | str | None = None,
    charts: bool = False,
    trace: bool = False,
    password: str = "",
) -> Reported:
    """Write the report of one workbook; a draft while errors stand in it.

    `outputs` end in .docx, .pdf, .html (a page) or .fragment.html (for a website's editor): all are
    written whole, or none. `bundle` is a folder for all of them and the figures as open data. `last`
    are workbooks of earlier years to compare with; of a city those of its units are added up, by the
    names that they have in `roster`. `style` is an office's base document, `template` its own Word file
    with marked places, `sentences` its own narrative; `charts` and `trace` ask for charts and for the
    origin of each number. Of a workbook in a work folder, last year, roster and sentences are the
    folder's where they are not given. What is to be written is proofread first. Raises CannotWork and
    FormError.
    """
    targets = list(dict.fromkeys(map(Path, _listed(outputs))))
    past = [Path(path) for path in _listed(last)]
    if not targets and bundle is None:
        chinese = "没有说写到哪里：请用 -o 指定文件，或用 --bundle 指定文件夹"
        raise CannotWork(chinese, "Nowhere to write to: name a file by -o, or a folder by --bundle")
    wish = Wish(style, template, sentences, charts, trace)
    wish.refuse_both()
    endings = [ending_of(target) for target in targets]
    inputs = [Path(book), *past, *wish.files, *([Path(roster)] if roster is not None else [])]
    for target in targets:
        refuse_inputs(target, inputs)
    books = find_books([book], password=password)
    if len(books) != 1:
        raise CannotWork("report 只处理一个工作簿", "report takes one workbook")
    units = open_roster(roster).units
    sources = Sources(tuple(past), units, sentences, home_of(books[0].path))
    made = _made(books[0], sources, wish)
    files = {target: made.of(ending) for target, ending in zip(targets, endings, strict=True)}
    gone: list[Path] = []
    left_out: list[tuple[str, str]] = []
    if bundle is not None:
        from xl2report.chain.bundle import Bundle

        bundled = Bundle.of(made)
        inside, gone = bundled.into(Path(bundle), inputs)
        left_out = bundled.left_out
        known = {path.resolve() for path in files}
        clash = next((path for path in inside if path.resolve() in known), None)
        if clash is not None:
            chinese = f"-o 和 --bundle 都要写 {clash}，请换一个名字"
            raise CannotWork(
                chinese, f"Both -o and --bundle would write {clash}; give another name"
            )
        files |= inside
    contradictions = _proofread(made, list(files))
    write_together(files, gone)
    return _reported(made, [path for path in files if path not in gone], contradictions, left_out)


def report_into(
    book: BookFile,
    path_of: Callable[[Story], Path],
    sources: Sources,
    wish: Wish = Wish(),  # noqa: B008 - a tuple, never changed
    errors: int = 0,
) -> Reported:
    """Write the Word file of one workbook's report where `path_of` says, proofread like any other.

    `errors` is how many are known of it besides, as a wider check has found. Raises CannotWork and
    FormError.
    """
    made = _made(book, sources._replace(sentences=wish.sentences), wish, errors)
    path = path_of(made.told.story)
    refuse_inputs(path, wish.files)
    contradictions = _proofread(made, [path])
    write_whole(path, made.document)
    return _reported(made, [path], contradictions)


def _made(book: BookFile, sources: Sources, wish: Wish, errors: int = 0) -> Renderings:
    # An office's own file asks for charts by its marks.
    charts = wish.charts or wish.template is not None
    told = tell(book, sources, errors=errors, charts=charts, trace=wish.trace)
    return Renderings(told, wish.style, wish.template, charts=wish.charts)


def _reported(
    made: Renderings,
    paths: list[Path],
    contradictions: tuple[Finding, ...],
    left_out: Iterable[tuple[str, str]] = (),
) -> Reported:
    told: Told = made.told
    story = told.story
    return Reported(
        tuple(paths), story.missing, story.draft, told.check, story.uncompared, told.warnings,
        tuple(left_out), contradictions, (*told.taken, *made.notes),
    )  # fmt: skip


def _proofread(made: Renderings, files: list[Path]) -> tuple[Finding, ...]:
    """What the prose says that the figures do not; what is wrong with those, the check has told.

    The Word file is read where it is written or printed: an office's own has words of its own.
    """
    from xl2report.chain.proofread import proofread_published
    from xl2report.files.published.blocks import UnreadableDocument
    from xl2report.files.published.opening import read_published

    name, kind = next(
        (path.name, ".html" if ending.endswith(".html") else ".docx")
        for ending in (".docx", ".pdf", ".html")
        for path in files
        if path.name.lower().endswith(ending)
    )
    try:
        published = read_published(made.of(kind), name)
    except UnreadableDocument:
        # An office's own file, which Word may well open.
        return ()
    told = made.told
    # An office's own file need not have a place for every table.
    book = (told.plan, told.filing)
    before = _before(told)
    try:
        read = proofread_published(published, [told.plan], book, whole=False, before=before)
    except CannotWork:
        # An office's own file may bear another year, of which this last year is none.
        read = proofread_published(published, [told.plan], book, whole=False)
    found = read.findings
    return tuple(finding for finding in found if finding.code.startswith(_PROSE))


def _before(told: Told) -> Before | None:
    """What the report is compared with, so that what it says of last year is proofread too."""
    filing = told.filing
    if told.last is None or filing.year is None:
        return None
    values, year = Row(told.last), filing.year - 1
    return Before(
        [Earlier(filing.book, told.plan.form.id, values, year, filing.reporter, filing.code)]
    )


def _listed(paths: Iterable[Path | str] | Path | str) -> Iterable[Path | str]:
    return [paths] if isinstance(paths, Path | str) else paths
