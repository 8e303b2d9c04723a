"""A told report as bytes: .docx, .pdf, .html and .fragment.html. Each is made once, when asked for."""

from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from xl2report.chain.errors import CannotWork
from xl2report.chain.forms import folder_of
from xl2report.chain.told import Told
from xl2report.form.plan import Plan
from xl2report.work.narrative.story import Story

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from xl2report.work.charts import Chart
    from xl2report.work.origins import Origins

BASE = "base.docx"
# The endings a report may be written under; the longer first.
ENDINGS = (".fragment.html", ".docx", ".html", ".pdf")


def ending_of(path: Path) -> str:
    """What a file's name asks for. Raises CannotWork where it is none of `ENDINGS`."""
    for ending in ENDINGS:
        if path.name.lower().endswith(ending):
            return ending
    known = "、".join(reversed(ENDINGS))
    raise CannotWork(
        f"只能写出 {known}：{path}", f"Only {', '.join(reversed(ENDINGS))} can be written: {path}"
    )


def day_of(story: Story) -> datetime:
    """The day a report bears: the first of the year after; nothing is taken from the clock."""
    return datetime(max(story.year, 1999) + 1, 1, 1, tzinfo=UTC)


class Renderings:
    """The files of one report. `style` is an office's base document, `template` its own Word file.

    That has its charts where it has marks for them; the other files have `charts` only if asked for.
    """

    def __init__(
        self,
        told: Told,
        style: Path | str | None = None,
        template: Path | str | None = None,
        *,
        charts: bool = False,
    ) -> None:
        self.told = told
        self.style = style
        self.template = template
        self.charts = told.charts if charts else ()
        # What is to be said of the files made so far, in Chinese and English.
        self.notes: list[tuple[str, str]] = []

    def of(self, ending: str) -> bytes:
        """The bytes of the file with this ending. Raises CannotWork."""
        if ending == ".docx":
            return self.document
        if ending == ".pdf":
            return pdf_of(self.document, self.told.story)
        from xl2report.files.page.writer import write_fragment, write_page

        told = self.told
        if ending == ".html":
            return write_page(told.story, self.charts, trace=told.origins).encode()
        return write_fragment(told.story, self.charts).encode()

    @cached_property
    def document(self) -> bytes:
        """The Word file."""
        told = self.told
        if self.template is not None:
            made, marks = _office_of(told, Path(self.template))
            self.notes.extend(_undrawn(told, marks, asked=bool(self.charts)))
            return made
        return document_of(
            told.story, told.plan, self.style, charts=self.charts, trace=told.origins
        )


def document_of(
    story: Story,
    plan: Plan,
    style: Path | str | None = None,
    *,
    charts: "Sequence[Chart]" = (),
    trace: "Origins | None" = None,
) -> bytes:
    """The story as .docx bytes, in the form's base document or an office's own."""
    from xl2report.files.document.writer import DocumentError, write_document

    base = Path(style) if style else folder_of(plan.form.id) / BASE
    try:
        if style is None and not base.is_file():
            from xl2report.files.document.base import make_base

            return write_document(story, make_base(), charts=charts, trace=trace)
        return write_document(story, base.read_bytes(), charts=charts, trace=trace)
    except OSError:
        raise CannotWork(f"找不到样式文档：{base}", f"No such base document: {base}") from None
    except DocumentError as error:
        raise CannotWork(
            f"样式文档 {base.name}：{error}", f"Base document {base.name}: {error}"
        ) from None


def _undrawn(told: Told, marks: "Collection[str]", *, asked: bool) -> "Iterator[tuple[str, str]]":
    """What is to be said of charts that a file has no mark for, and of marks that no chart is for."""
    known = [f"chart.{chart.id}" for chart in told.plan.form.charts]
    drawn = {f"chart.{chart.id}" for chart in told.charts}
    empty = [f"{{{{{name}}}}}" for name in known if name in marks and name not in drawn]
    if empty:
        chinese = "没有可画的数，图表处留空：" + "、".join(empty)
        yield chinese, "Nothing to draw, the place of the chart stays empty: " + ", ".join(empty)
    if asked and not drawn & set(marks):
        shown = [f"{{{{{name}}}}}" for name in known if name in drawn]
        chinese = "Word 模板中没有图表标记，没有放入图表；可用：" + "、".join(shown)
        yield (
            chinese,
            "The Word file has no mark for a chart, so it has none; known: " + ", ".join(shown),
        )


def _office_of(told: Told, template: Path) -> "tuple[bytes, Collection[str]]":
    """The office's own Word file with its marked places filled in, and the names of the marks."""
    from xl2report.files.document.office.filling import OfficeError, fill_office, marks_in
    from xl2report.files.document.package import DocumentError
    from xl2report.work.placeholders import fill_marks

    story = told.story
    places = fill_marks(told.plan, told.narrative, story, told.filing, told.charts)
    try:
        office = template.read_bytes()
        trace, draft = told.origins, story.draft
        made = fill_office(office, places, year=story.year, draft=draft, trace=trace)
        return made, marks_in(office)
    except OSError:
        raise CannotWork(
            f"找不到 Word 模板：{template}", f"No such Word file: {template}"
        ) from None
    except OfficeError as error:
        raise CannotWork(
            f"{template.name}：{error.chinese}", f"{template.name}: {error.english}"
        ) from None
    except DocumentError as error:
        raise CannotWork(f"{template.name}：{error}", f"{template.name}: {error}") from None


_TROUBLE = {
    "absent": (
        "没有找到 LibreOffice，无法生成 PDF。请安装 LibreOffice，或在 Word、WPS 中把 .docx 另存为 PDF",
        "LibreOffice was not found, so no PDF can be made. Install it, or save the .docx as PDF in Word or WPS",
    ),
    "slow": (
        "LibreOffice 在 {words} 秒内没有生成 PDF，已中止。请重试，或在 Word、WPS 中把 .docx 另存为 PDF",
        "LibreOffice made no PDF within {words} seconds and was ended. Try again, or save the .docx as PDF in Word or WPS",
    ),
    "failed": (
        "LibreOffice 没有生成 PDF（{words}）。请重试，或在 Word、WPS 中把 .docx 另存为 PDF",
        "LibreOffice made no PDF ({words}). Try again, or save the .docx as PDF in Word or WPS",
    ),
}


def pdf_of(document: bytes, story: Story) -> bytes:
    """The PDF of a report's .docx. Raises CannotWork where LibreOffice does not make one."""
    from xl2report.files.pdf.office import PdfError, print_pdf

    try:
        return print_pdf(document, day_of(story), story.language)
    except PdfError as error:
        chinese, english = _TROUBLE[error.trouble]
        words = error.words.replace("\n", " ")
        raise CannotWork(chinese.format(words=words), english.format(words=words)) from None
