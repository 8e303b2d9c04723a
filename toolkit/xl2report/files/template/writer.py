"""The template: a form, what is known of the reporter, and perhaps content → the bytes of a workbook.

Knows no rule and no label: everything printed comes from the form.
"""

from datetime import datetime

from xl2report.files.template.checks import write_checks
from xl2report.files.template.contributions import write_contributions
from xl2report.files.template.cover import write_cover
from xl2report.files.template.guide import write_guide
from xl2report.files.template.package import Book, TemplateError, literal
from xl2report.files.template.tables import write_table
from xl2report.files.template.texts import write_texts
from xl2report.files.template.workbook import Workbook
from xl2report.form.layout import STAMP_NAME, STAMP_PROPERTY, STAMP_SHEET, Layout
from xl2report.ground.filing import Content, Stamp
from xl2report.ground.points import split_address

__all__ = ["TemplateError", "write_template"]

_LONGEST_STAMP = 255


def write_template(layout: Layout, stamp: Stamp, content: Content | None = None) -> bytes:
    """The workbook: empty for a clerk to fill, or filled with the content.

    The same arguments give the same bytes. Raises TemplateError where a value does not fit into a
    cell or a part of the workbook would be dropped.
    """
    # The stamp's year, not the clock's: a workbook made again must be the same file.
    book = Book(layout.form.title, datetime(stamp.year, 1, 1))  # noqa: DTZ001 - Excel has no zones
    work = Workbook(book, layout, stamp, content or Content())
    if work.content.values and len(work.content.values) != len(layout.form.points):
        raise TemplateError(f"{len(work.content.values)} values, {len(layout.form.points)} points")
    write_guide(work)
    write_cover(work)
    for table in layout.form.tables:
        write_table(work, table)
    write_texts(work)
    write_checks(work)
    if work.content.parts:
        write_contributions(work)
    _stamp(work)
    for point, (sheet, cell) in zip(layout.form.points, layout.cells, strict=True):
        row = split_address(cell)[0]
        book.name(point.id, f"='{sheet}'!${cell.removesuffix(str(row))}${row}")
    return book.close()


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
        page.text(row, 1, words[f"stamp_{field}"])
        page.text(row, 2, str(value))
    page.sheet.protect()
    page.sheet.very_hidden()
    work.book.property(STAMP_PROPERTY, line)
    work.book.name(STAMP_NAME, f"={literal(line)}")
