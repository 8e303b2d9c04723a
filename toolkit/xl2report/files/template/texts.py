"""The sheet of indicators and free texts."""

from xl2report.files.template.package import Page
from xl2report.files.template.styles import height
from xl2report.files.template.workbook import Workbook
from xl2report.form.definition.model import FreeText, Indicator
from xl2report.form.layout import TEXTS_REMARK, TEXTS_TOP, TEXTS_VALUE
from xl2report.form.plan import text_key
from xl2report.ground.points import Measure, address, rectangles, split_address

_WIDTHS = (6.0, 14.0, 26.0, 8.0, 16.0, 34.0)
_NUMBER, _SECTION, _LABEL, _UNIT = 1, 2, 3, 4
# A passage is at least five lines high; Excel allows a row 409 points. Six of them fill a page as
# Excel scales this sheet, since it ignores page breaks on a sheet that is fitted to a page's width.
_PASSAGE = (110.0, 405.0)
_PAGE = 820.0


def write_texts(work: Workbook) -> Page:
    """The sheet 文字材料."""
    page = work.book.page(work.form.sheets.texts)
    words, styles = work.words, work.styles
    for column, width in enumerate(_WIDTHS, 1):
        page.width(column, width)
    page.height(1, 32)
    page.joined((1, 1, 1, TEXTS_REMARK), words["texts_title"], styles("title"))
    page.height(2, 20)
    work.reporter_line(page, 2, TEXTS_REMARK)
    heading = TEXTS_TOP - 1
    keys = ("texts_number", "texts_section", "texts_label", "unit", "texts_value", "texts_remark")
    page.height(heading, 32)
    for column, key in enumerate(keys, 1):
        page.text(heading, column, words[key], styles("heading"))
    _sections(work, page)
    _indicators(work, page)
    last = TEXTS_TOP + len(work.form.indicators)
    if work.form.texts:
        row = work.layout.text_row(work.form.texts[0].id) - 1
        page.height(row, 24)
        page.joined(
            (row, 1, 1, TEXTS_REMARK - 1), words["texts_heading"], styles("line", bold=True)
        )
        page.text(row, TEXTS_REMARK, words["checks_explanation"], styles("line_center"))
        heights = 24.0
        breaks = [row - 1]
        for number, text in enumerate(work.form.texts, 1):
            high = _passage(work, page, number, text)
            last = split_address(work.layout.text_cells[text.id])[0]
            if heights + high > _PAGE:
                breaks.append(last - 2)
                heights = 0.0
            heights += high
        page.sheet.set_h_pagebreaks(breaks)
        page.validate(
            list(work.layout.text_answers.values()),
            validate="any",
            input_title=words["prompt_title"],
            input_message=words["prompt_answer"],
        )
    page.sheet.freeze_panes(heading, 0)
    work.finish(page, (last, TEXTS_REMARK), landscape=False)
    return page


def _sections(work: Workbook, page: Page) -> None:
    """The names of sections, joined over their indicators."""
    names = {section.id: section.label for section in work.form.sections}
    indicators = work.form.indicators
    first = 0
    for number, indicator in enumerate(indicators, 1):
        if number == len(indicators) or indicators[number].section != indicator.section:
            area = (TEXTS_TOP + first, _SECTION, number - first, 1)
            page.joined(area, names.get(indicator.section, ""), work.styles("center"))
            first = number


def _indicators(work: Workbook, page: Page) -> None:
    styles, first = work.styles, len(work.form.points) - len(work.form.indicators)
    typed: dict[Measure, list[tuple[int, int]]] = {}
    shown: dict[Measure, list[str]] = {}
    for number, indicator in enumerate(work.form.indicators):
        row, measure = TEXTS_TOP + number, indicator.measure
        remark = _remark(work, indicator)
        page.height(row, height(remark, _WIDTHS[TEXTS_REMARK - 1], 9, 20))
        page.number(row, _NUMBER, number + 1, styles("number"))
        page.text(row, _LABEL, indicator.label, styles("label"))
        page.text(row, _UNIT, measure.unit, styles("center"))
        page.text(row, TEXTS_REMARK, remark, styles("label", font_size=9))
        if work.entry(page, first + number, row, TEXTS_VALUE):
            typed.setdefault(measure, []).append((row, TEXTS_VALUE))
        if measure.decimals:
            shown.setdefault(measure, []).append(address(row, TEXTS_VALUE))
    areas = {measure: rectangles(spots) for measure, spots in typed.items()}
    work.validate_numbers(page, areas)
    work.mark_odd(page, areas)
    work.show_whole(page, shown)


def _remark(work: Workbook, indicator: Indicator) -> str:
    roll = indicator.roll if indicator.roll in {"city_only", "manual"} else ""
    parts = [
        "" if indicator.optional else work.words["required"],
        indicator.help or (work.words[roll] if roll else ""),
    ]
    return "；".join(part for part in parts if part)


def _passage(work: Workbook, page: Page, number: int, text: FreeText) -> float:
    """One free text, its label above it; gives its height."""
    row, styles = work.layout.text_row(text.id), work.styles
    wide = sum(_WIDTHS[1:])
    help_ = "；".join(
        part for part in ("" if text.optional else work.words["required"], text.help) if part
    )
    page.merge((row, _NUMBER, 2, 1), styles("number"))
    page.number(row, _NUMBER, number, styles("number"))
    page.joined((row, 2, 1, 2), text.label, styles("label", bold=True))
    page.joined((row, 4, 1, TEXTS_REMARK - 4), help_, styles("label", font_size=9))
    answer = work.content.explanations.get(text_key(text.id), "")
    page.text(row, TEXTS_REMARK, answer, styles("answer", font_size=9))
    top = max(
        height(help_, sum(_WIDTHS[3 : TEXTS_REMARK - 1]), 9, 22),
        height(answer, _WIDTHS[TEXTS_REMARK - 1], 9, 22),
    )
    page.height(row, top)
    below, column = split_address(work.layout.text_cells[text.id])
    words = work.content.texts.get(text.id, "")
    page.joined((below, column, 1, TEXTS_REMARK - column + 1), words, styles("passage"))
    least, most = _PASSAGE
    high = min(most, height(words, wide, 12, least))
    page.height(below, high)
    return high + top
