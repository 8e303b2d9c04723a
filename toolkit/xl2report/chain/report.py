"""`report`: a workbook, of a city or of a department, → the report: Word, PDF, web page, bundle."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from xl2report.chain.books import BookFile, find_books
from xl2report.chain.check import BookReport
from xl2report.chain.errors import CannotWork
from xl2report.chain.outlet import refuse_inputs, write_together
from xl2report.chain.renderings import Renderings, document_of, ending_of
from xl2report.chain.told import tell
from xl2report.form.plan import Plan
from xl2report.ground.findings import Finding
from xl2report.work.narrative.story import Story

# The letter of the findings on prose.
_PROSE = "T"

__all__ = ["Reported", "document_of", "report", "story_of"]


class Reported(NamedTuple):
    """What was written: the documents, what is still missing, and why it is a draft ("" if not).

    `uncompared` names what is not compared with last year's report; `warnings` are about last
    year's workbooks; `left_out` says in Chinese and English what the bundle is without, and why;
    `contradictions` are what the proofreader finds in the prose.
    """

    documents: tuple[Path, ...]
    missing: tuple[str, ...]
    draft: str
    check: BookReport
    uncompared: tuple[str, ...] = ()
    warnings: tuple[Finding, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    contradictions: tuple[Finding, ...] = ()


def report(
    book: Path | str,
    outputs: Iterable[Path | str] | Path | str = (),
    *,
    bundle: Path | str | None = None,
    last: Iterable[Path | str] | Path | str = (),
    style: Path | str | None = None,
    template: Path | str | None = None,
    sentences: Path | str | None = None,
    charts: bool = False,
    trace: bool = False,
    password: str = "",
) -> Reported:
    """Write the report of one workbook; a draft while errors stand in it.

    `outputs` end in .docx, .pdf, .html (a page) or .fragment.html (for a website's editor): all are
    written whole, or none. `bundle` is a folder for all of them and the figures as open data. `last`
    are workbooks of earlier years to compare with; `style` is an office's base document, `template`
    its own Word file with marked places, `sentences` its own narrative; `charts` and `trace` ask for charts and for the origin of
    each number. What is to be written is proofread first. Raises CannotWork and FormError.
    """
    targets = list(dict.fromkeys(map(Path, _listed(outputs))))
    past = [Path(path) for path in _listed(last)]
    if not targets and bundle is None:
        chinese = "没有说写到哪里：请用 -o 指定文件，或用 --bundle 指定文件夹"
        raise CannotWork(chinese, "Nowhere to write to: name a file by -o, or a folder by --bundle")
    if style is not None and template is not None:
        chinese = "--style 和 --template 只能用一个"
        raise CannotWork(chinese, "Only one of --style and --template can be used")
    endings = [ending_of(target) for target in targets]
    inputs = [Path(book), *past, *(Path(path) for path in (style, template) if path is not None)]
    for target in targets:
        refuse_inputs(target, inputs)
    books = find_books([book], password=password)
    if len(books) != 1:
        raise CannotWork("report 只处理一个工作簿", "report takes one workbook")
    told = tell(books[0], last=past, sentences=sentences, charts=charts, trace=trace)
    made = Renderings(told, style, template)
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
    story = told.story
    return Reported(
        tuple(path for path in files if path not in gone), story.missing, story.draft, told.check, story.uncompared, told.warnings,
        tuple(left_out), contradictions,
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
    found = proofread_published(published, [told.plan], book, whole=False).findings
    return tuple(finding for finding in found if finding.code.startswith(_PROSE))


def story_of(book: BookFile, errors: int = 0) -> tuple[Story, Plan, BookReport]:
    """The report's paragraphs and tables, with the check of the workbook they come from.

    `errors` is how many are known of it besides, as a wider check has found.
    """
    told = tell(book, errors=errors)
    return told.story, told.plan, told.check


def _listed(paths: Iterable[Path | str] | Path | str) -> Iterable[Path | str]:
    return [paths] if isinstance(paths, Path | str) else paths
