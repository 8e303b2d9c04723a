"""What only a city's workbook has: its first sheet, on who has reported, and its office's adjustments."""

from xl2report.files.template.package import Page, exact
from xl2report.files.template.styles import height, money_format
from xl2report.files.template.workbook import Workbook
from xl2report.form.layout import (
    ADJUSTMENTS_SHEET,
    ADJUSTMENTS_TOP,
    OVERVIEW_SHEET,
)
from xl2report.ground.adjusting import ADJUSTMENT_HEADINGS
from xl2report.ground.rollup import Fact

_WIDTHS = (24.0, 9.0, 30.0, 52.0)
_TITLES = ("事项", "数量", "单位", "说明")
_UNKNOWN, _NONE = "—", "无"
_TOP = 4

# The columns of the sheet of adjustments; those that a person fills in elsewhere, by their fields.
_COLUMNS = (
    ("序号", 6.0), ("point", 36.0), ("单元格", 20.0), ("reporter", 24.0), ("amount", 11.0),
    ("reason", 40.0), ("author", 11.0), ("date", 13.0), ("编号", 9.0),
)  # fmt: skip
_NOTE = "汇总单位自己的调整，计入合计，不改动任何单位的数。要修改的，在“调整.xlsx”中登记后重新汇总"


def write_city_overview(work: Workbook) -> None:
    """The sheet 汇总情况: who has reported and who has not, and what is still open."""
    overview = work.content.overview
    if overview is None:
        return
    page, styles = work.book.page(OVERVIEW_SHEET), work.styles
    for column, width in enumerate(_WIDTHS, 1):
        page.width(column, width)
    page.height(1, 36)
    page.joined((1, 1, 1, len(_WIDTHS)), OVERVIEW_SHEET, styles("title"))
    page.height(2, 20)
    work.reporter_line(page, 2, len(_WIDTHS))
    for column, title in enumerate(_TITLES, 1):
        page.text(_TOP - 1, column, title, styles("heading"))
    page.height(_TOP - 1, 24)
    row = _TOP
    for fact in overview.facts:
        row = _fact(work, page, row, fact)
    page.sheet.freeze_panes(_TOP - 1, 0)
    work.finish(page, (row - 1, len(_WIDTHS)), landscape=False, header=_TOP - 1)


def _fact(work: Workbook, page: Page, row: int, fact: Fact) -> int:
    """A fact with everybody it names; gives the row below."""
    styles = work.styles
    label = styles("label", num_format="@")
    named = fact.named or (("", _NONE if fact.many == 0 else ""),)
    alone = len(named) > 1 and not any(what for _, what in named)
    if alone:  # names with nothing to be said of them stand in one place
        named = (("、".join(who for who, _ in named), ""),)
    for place, (who, what) in enumerate(named):
        page.text(row, 1, "" if place else fact.title, styles("label", bold=True))
        if place:
            page.blank(row, 2, styles("number"))
        elif fact.many is None:
            page.text(row, 2, _UNKNOWN, styles("number"))
        else:
            page.number(row, 2, fact.many, styles("number", bold=True))
        who_width = _WIDTHS[2]
        if alone:
            page.merge((row, 3, 1, 2), label)
            who_width += _WIDTHS[3]
        else:
            page.text(row, 4, what, label)
        page.text(row, 3, who, label)
        tall = ((fact.title, _WIDTHS[0]), (who, who_width), (what, _WIDTHS[3]))
        page.height(row, max(height(text, width, 10.5, 21) for text, width in tall))
        row += 1
    return row


def write_adjustments(work: Workbook) -> None:
    """The sheet 调整: each adjustment with its reason and author; the total refers to it."""
    if not work.content.adjustments:
        return
    page, styles = work.book.page(ADJUSTMENTS_SHEET), work.styles
    titles = {heading.field: heading.title for heading in ADJUSTMENT_HEADINGS}
    page.height(1, 32)
    page.joined(
        (1, 1, 1, len(_COLUMNS) - 1),
        work.form.title + "：汇总" + ADJUSTMENTS_SHEET,
        styles("title"),
    )
    page.height(2, 20)
    work.reporter_line(page, 2, len(_COLUMNS) - 1)
    page.height(3, 20)
    page.joined((3, 1, 1, len(_COLUMNS) - 1), _NOTE, styles("small"))
    for column, (title, width) in enumerate(_COLUMNS, 1):
        page.width(column, width, hidden=column == len(_COLUMNS))
        page.text(ADJUSTMENTS_TOP - 1, column, titles.get(title, title), styles("heading"))
    page.height(ADJUSTMENTS_TOP - 1, 24)
    label = styles("label", num_format="@")
    for row, one in enumerate(work.content.adjustments, ADJUSTMENTS_TOP):
        point = work.form.points[one.point]
        sheet, cell = work.layout.cells[one.point]
        shown = money_format(point.measure.decimals)
        page.number(row, 1, row - ADJUSTMENTS_TOP + 1, styles("number"))
        page.text(row, 2, point.label, label)
        page.link(row, 3, f"'{sheet}'!{cell}", f"{sheet}!{cell}", styles("link"))
        page.text(row, 4, one.reporter, label)
        page.number(
            row,
            5,
            exact(one.amount, point.measure),
            styles("number", num_format=f"+{shown};-{shown};0"),
        )
        for column, text in enumerate((one.reason, one.author, one.date), 6):
            page.text(row, column, text, label)
        page.text(row, 9, point.id, styles("code"))
        tall = ((point.label, 36.0), (one.reason, 40.0), (one.reporter, 24.0))
        page.height(row, max(height(text, width, 10.5, 21) for text, width in tall))
    page.sheet.freeze_panes(ADJUSTMENTS_TOP - 1, 0)
    last = ADJUSTMENTS_TOP + len(work.content.adjustments) - 1
    work.finish(page, (last, len(_COLUMNS) - 1), landscape=True, header=ADJUSTMENTS_TOP - 1)
