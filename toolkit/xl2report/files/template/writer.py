"""The template: a form, what is known of the reporter, and perhaps content → the bytes of a workbook.

Knows no rule and no label: everything printed comes from the form.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from xl2report.files.template.checks import write_checks
from xl2report.files.template.city import write_adjustments, write_city_overview
from xl2report.files.template.contributions import write_contributions
from xl2report.files.template.cover import write_cover
from xl2report.files.template.guide import write_guide
from xl2report.files.template.package import Book, TemplateError, literal
from xl2report.files.template.reference import write_last, write_last_indicators
from xl2report.files.template.tables import write_table
from xl2report.files.template.texts import write_texts
from xl2report.files.template.workbook import Workbook
from xl2report.form.layout import (
    STAMP_FIGURES,
    STAMP_NAME,
    STAMP_PROPERTY,
    STAMP_SHEET,
    Layout,
)
from xl2report.ground.filing import Content, Stamp
from xl2report.ground.points import split_address

if TYPE_CHECKING:
    from xl2report.work.charts import Chart

__all__ = ["TemplateError", "write_template"]

_LONGEST_STAMP = 255
# The text of a sheet with so many reporters is too large to be held at once.
_MANY = 500


def write_template(
    layout: Layout, stamp: Stamp, content: Content | None = None, charts: "Sequence[Chart]" = ()
) -> bytes:
    """The workbook: empty for a clerk to fill, or filled with the content; with `charts` on a sheet.

    The same arguments give the same bytes. Raises TemplateError where a value does not fit into a
    cell or a part of the workbook would be dropped.
    """
    content = content or Content()
    # The stamp's year, not the clock's: a workbook made again must be the same file.
    created = datetime(stamp.year, 1, 1)  # noqa: DTZ001 - Excel has no zones
    book = Book(layout.form.title, created, large=len(content.parts) > _MANY)
    put_into(book, layout, stamp, content, charts)
    return book.close()


def put_into(
    book: Book, layout: Layout, stamp: Stamp, content: Content, charts: "Sequence[Chart]" = ()
) -> None:
    """Write all sheets, names and properties into a book. Raises TemplateError."""
    if layout.last is not bool(content.last):
        raise TemplateError("a layout with last year's figures is for content that has them")
    stamp = stamp._replace(last=content.last.mark(stamp.issued_to) if content.last else "")
    work = Workbook(book, layout, stamp, content)
    if work.content.values and len(work.content.values) != len(layout.form.points):
        raise TemplateError(f"{len(work.content.values)} values, {len(layout.form.points)} points")
    write_city_overview(work)
    write_guide(work)
    write_cover(work)
    for table in layout.form.tables:
        page = write_table(work, table)
        if layout.last:
            write_last(work, page, table)
    page = write_texts(work)
    if layout.last:
        write_last_indicators(work, page)
    write_checks(work)
    if work.content.parts:
        write_contributions(work)
        write_adjustments(work)
    if charts:
        # XlsxWriter's charts are imported for this alone.
        from xl2report.files.template.charts import write_charts

        write_charts(work, charts)
    _stamp(work)
    for point, (sheet, cell) in zip(layout.form.points, layout.cells, strict=True):
        row = split_address(cell)[0]
        book.name(point.id, f"='{sheet}'!${cell.removesuffix(str(row))}${row}")


def _stamp(work: Workbook) -> None:
    """What the workbook says of itself, in three places: office programs drop some."""
    line, words = work.stamp.line(), work.words
    if len(line) > _LONGEST_STAMP:
        raise TemplateError(f"{len(line)} > {_LONGEST_STAMP}: {line[:40]}…")
    page = work.book.page(STAMP_SHEET)
    page.width(1, 30)
    page.width(2, 60)
    page.text(1, 1, line)
    for row, (field, value) in enumerate(zip(work.stamp._fields, work.stamp, strict=True), 2):
        if field != "last" or value:
            page.text(row, 1, words[f"stamp_{field}"])
            page.text(row, 2, str(value))
    if work.content.last:
        row, column = split_address(STAMP_FIGURES)
        page.text(row, column - 1, words["stamp_figures"])
        page.text(row, column, work.content.last.line)
    page.sheet.protect()
    page.sheet.very_hidden()
    work.book.property(STAMP_PROPERTY, line)
    work.book.name(STAMP_NAME, f"={literal(line)}")
