"""`report`: a workbook, of a city or of a department, → the report document."""

from pathlib import Path
from typing import NamedTuple

from xl2report.chain.books import BookFile, find_books, read_books
from xl2report.chain.check import BookReport
from xl2report.chain.errors import CannotWork
from xl2report.chain.forms import folder_of
from xl2report.chain.outlet import refuse_inputs, write_whole
from xl2report.form.plan import Plan
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding
from xl2report.work.assess.findings import assess
from xl2report.work.narrative.compose import compose
from xl2report.work.narrative.plan import compile_narrative
from xl2report.work.narrative.story import Story

BASE = "base.docx"


class Reported(NamedTuple):
    """What was written: the documents, what is still missing, and why it is a draft ("" if not)."""

    documents: tuple[Path, ...]
    missing: tuple[str, ...]
    draft: str
    check: BookReport


def report(
    book: Path | str,
    outputs: list[Path | str] | Path | str,
    *,
    style: Path | str | None = None,
    password: str = "",
) -> Reported:
    """Write the report of one workbook as .docx; a draft while errors stand in it.

    `style` is an office's own base document. Raises CannotWork and FormError.
    """
    targets = [Path(part) for part in (outputs if isinstance(outputs, list) else [outputs])]
    for target in targets:
        if target.suffix.lower() != ".docx":
            chinese = f"只能写出 .docx：{target}"
            raise CannotWork(chinese, f"Only .docx can be written: {target}")
        refuse_inputs(target, [Path(book), *([Path(style)] if style else [])])
    books = find_books([book], password=password)
    if len(books) != 1:
        raise CannotWork("report 只处理一个工作簿", "report takes one workbook")
    story, plan, checked = story_of(books[0])
    data = document_of(story, plan, style)
    for target in targets:
        write_whole(target, data)
    return Reported(tuple(targets), story.missing, story.draft, checked)


def story_of(book: BookFile, errors: int = 0) -> tuple[Story, Plan, BookReport]:
    """The report's paragraphs and tables, with the check of the workbook they come from.

    `errors` is how many are known of it besides, as a wider check has found.
    """
    reading = next(iter(read_books([book])))
    if reading.filing is None or reading.plan is None:
        raise _unusable(reading.findings[0])
    filing, plan = reading.filing, reading.plan
    assessment = assess(plan, filing, reading.findings)
    verdicts = assessment.verdicts
    checked = BookReport(
        book.name,
        filing.reporter,
        assessment.findings,
        verdicts.holds,
        len(verdicts.broken),
        len(verdicts.unassessable),
        filing.zero_report,
    )
    forced = filing.stamp.forced if filing.stamp is not None else 0
    errors = max(errors, checked.count("error"))
    story = compose(compile_narrative(plan.form), _named(filing), errors=errors, forced=forced)
    return story, plan, checked


def _named(filing: Filing) -> Filing:
    """The filing with the stamp's year and name where the cover is silent."""
    if filing.stamp is not None:
        filing.year = filing.year or filing.stamp.year
        filing.reporter = filing.reporter or filing.stamp.reporter
    return filing


def _unusable(finding: Finding) -> CannotWork:
    chinese = f"{finding.book}：{finding.message('zh')}。{finding.remedy('zh')}"
    english = f"{finding.book}: {finding.message('en')}. {finding.remedy('en')}"
    return CannotWork(chinese, english)


def document_of(story: Story, plan: Plan, style: Path | str | None = None) -> bytes:
    """The story as .docx bytes, in the form's base document or an office's own."""
    from xl2report.files.document.writer import (
        DocumentError,
        write_document,
    )

    base = Path(style) if style else folder_of(plan.form.id) / BASE
    try:
        if style is None and not base.is_file():
            from xl2report.files.document.base import make_base

            return write_document(story, make_base())
        return write_document(story, base.read_bytes())
    except OSError:
        raise CannotWork(f"找不到样式文档：{base}", f"No such base document: {base}") from None
    except DocumentError as error:
        raise CannotWork(
            f"样式文档 {base.name}：{error}", f"Base document {base.name}: {error}"
        ) from None
