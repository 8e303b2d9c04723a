"""The sheet that tells the clerk what to do."""

from xl2report.files.template.package import Page
from xl2report.files.template.styles import height
from xl2report.files.template.workbook import Workbook

_WIDTHS = (5.0, 82.0)
_FIRST = 3


def write_guide(work: Workbook) -> Page:
    """The sheet 填表说明."""
    form, styles = work.form, work.styles
    page = work.book.page(form.sheets.guide)
    for column, width in enumerate(_WIDTHS, 1):
        page.width(column, width)
    page.height(1, 40)
    page.joined((1, 1, 1, 2), work.words["guide_title"], styles("big_title"))
    page.height(2, 22)
    line = work.words["edition_line"].format(notice=form.notice, edition=form.edition)
    page.joined((2, 1, 1, 2), line, styles("line_center"))
    for number, sentence in enumerate(form.guide):
        row = _FIRST + number
        words = sentence.format(year=work.stamp.year, notice=form.notice, edition=form.edition)
        page.height(row, height(words, _WIDTHS[1], 12, 24) + 6)
        page.text(row, 1, f"{number + 1}.", styles("body", align="right", valign="top"))
        page.text(row, 2, words, styles("body", valign="top"))
    work.finish(page, (_FIRST + len(form.guide) - 1, 2), landscape=False)
    return page
