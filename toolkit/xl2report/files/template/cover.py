"""The cover: who reports, live checks of the answers, and an overview of what is still to be done."""

from collections.abc import Iterable
from datetime import date

from xl2report.files.template.overview import write_overview
from xl2report.files.template.package import Cached, Page, joined, literal
from xl2report.files.template.workbook import Workbook
from xl2report.form.definition.model import CoverField, Table
from xl2report.form.layout import COVER_ANSWER, COVER_TOP, GRID_TOP
from xl2report.ground.codes import ALPHABET, WEIGHTS, fault_of
from xl2report.ground.points import column_letters, split_address

_WIDTHS = (3.0, 20.0, 36.0, 44.0)
_LABEL, _HELP, _STATE = COVER_ANSWER - 1, COVER_ANSWER + 1, COVER_ANSWER + 2
# What the hidden column says of an answer: nothing to say, 1 to 3 wrong in some way, right.
_NOTHING, _WRONG, _LETTER, _DIGIT, _RIGHT = 0, 1, 2, 3, 9
_CODE = 18
# Limits of answers in characters, by kind.
_LENGTHS = {"name": (2, 80), "person": (2, 30), "phone": (5, 40), "code": (_CODE, _CODE)}
_EPOCH = date(1899, 12, 30)


def write_cover(work: Workbook) -> Page:
    """The sheet 封面."""
    page = work.book.page(work.form.sheets.cover)
    form, words, styles = work.form, work.words, work.styles
    for column, width in enumerate(_WIDTHS, 1):
        page.width(column, width)
    page.width(_STATE, 6, hidden=True)
    page.height(1, 44)
    page.joined((1, _LABEL, 1, 3), form.title, styles("big_title"))
    page.height(2, 22)
    line = words["edition_line"].format(notice=form.notice, edition=form.edition)
    page.joined((2, _LABEL, 1, 3), line, styles("line_center"))
    _notice(work, page)
    for item in form.cover:
        _field(work, page, item)
    last = write_overview(work, page, COVER_TOP + len(form.cover) + 1)
    page.sheet.set_selection(COVER_TOP - 1, COVER_ANSWER - 1, COVER_TOP - 1, COVER_ANSWER - 1)
    work.finish(page, (last, _HELP), landscape=False)
    return page


def _notice(work: Workbook, page: Page) -> None:
    """The line above the fields: merged, and by force if it was."""
    words, row = work.words, COVER_TOP - 1
    if work.stamp.forced:
        page.height(row, 30)
        line = words["forced_note"].format(forced=work.stamp.forced)
        page.joined((row, _LABEL, 1, 3), line, work.styles("alarm"))
    elif work.content.parts:
        count = len(work.content.parts)
        line = words["merged_note"].format(count=count, sheet=work.form.sheets.contributions)
        page.joined((row, _LABEL, 1, 3), line, work.styles("line_center"))


def _field(work: Workbook, page: Page, item: CoverField) -> None:
    row, styles = split_address(work.layout.cover_cells[item.id])[0], work.styles
    page.height(row, 25)
    page.text(row, _LABEL, item.label, styles("center"))
    _answer(work, page, item, row)
    cell = f"C{row}"
    state, complaint, complaints = _judged(work, item, cell)
    style = styles("label", font_size=9)
    if not state:
        page.text(row, _HELP, item.help, style)
        return
    value = _state(work, item)
    page.formula(row, _STATE, f"={state}", value, styles("code"))
    page.formula(
        row,
        _HELP,
        f"=IF({_of(row)}=0,{literal(item.help)},{complaint})",
        complaints.get(value, item.help),
        style,
    )
    wrong = f"=AND({_of(row)}>={_WRONG},{_of(row)}<={_DIGIT})"
    page.rule([f"C{row}:D{row}"], wrong, styles("wrong"))
    page.rule([f"D{row}"], f"={_of(row)}={_RIGHT}", styles("right"))


def _of(row: int) -> str:
    return f"${column_letters(_STATE)}${row}"


def _answer(work: Workbook, page: Page, item: CoverField, row: int) -> None:
    """The cell to be filled, with what is known, and what may be typed."""
    answer, area, year = work.cover[item.id], f"C{row}", work.stamp.year
    formats = {"year": "0", "date": "yyyy-mm-dd", "yes_no": "General"}
    style = work.styles("answer", num_format=formats.get(item.kind, "@"))
    number = _serial(answer) if item.kind == "date" else None
    if item.kind == "year" and answer.isascii() and answer.isdigit():
        number = int(answer)
    if number is None:
        page.text(row, COVER_ANSWER, answer, style)
    else:
        page.number(row, COVER_ANSWER, number, style)
    title = work.words["prompt_title"]
    wrong = {"error_title": work.words["error_title"]}
    if item.kind == "yes_no":
        work.yes_no(page, area, "yes_no")
    elif item.kind == "year":
        page.validate(
            [area], validate="integer", criteria="==", value=year, input_title=title,
            input_message=item.help, error_message=work.words["error_year"].format(year=year), **wrong,
        )  # fmt: skip
    elif item.kind == "date":
        page.validate(
            [area], validate="date", criteria="between", minimum=date(year, 1, 1),
            maximum=date(year + 3, 12, 31), input_title=title, input_message=item.help,
            error_message=work.words["error_date"].format(year=year + 1), **wrong,
        )  # fmt: skip
    else:
        least, most = _LENGTHS[item.kind]
        span = f"{least}" if least == most else f"{least}–{most}"
        page.validate(
            [area], validate="length", criteria="between", minimum=least, maximum=most,
            input_title=title, input_message=item.help, error_message=work.words["error_text"].format(span=span), **wrong,
        )  # fmt: skip


def _serial(text: str) -> int | None:
    """The day number Excel keeps for a date, typed as 2021-01-20 or read back as a number."""
    if text.isascii() and text.isdigit() and len(text) == len("44216"):
        return int(text)
    try:
        return (date.fromisoformat(text) - _EPOCH).days
    except ValueError:
        return None


def _judged(work: Workbook, item: CoverField, cell: str) -> tuple[str, str, dict[Cached, str]]:
    """Formulas for the state of an answer and for what is said of it; and both in plain words."""
    words, row = work.words, split_address(cell)[0]
    if item.kind == "code":
        return _code(work, cell, row, work.cover[item.id])
    year = work.stamp.year
    if item.kind == "year":
        said = words["year_wrong"].format(year=year)
        state = f'IF({cell}="",{_NOTHING},IF({cell}={year},{_NOTHING},{_WRONG}))'
    elif item.kind == "date":
        said = words["date_wrong"].format(year=year + 1)
        state = f'IF({cell}="",{_NOTHING},IF(ISNUMBER({cell}),{_NOTHING},{_WRONG}))'
    elif item.id == "zero_report":
        said = words["zero_wrong"]
        counts = "+".join(_nonzero(table) for table in work.form.tables)
        state = f"IF(AND({cell}={literal(words['yes_word'])},{counts}>0),{_WRONG},{_NOTHING})"
    else:
        return "", "", {}
    return state, literal(said), {_WRONG: said}


def _state(work: Workbook, item: CoverField) -> int:
    """What the hidden formula of an answer comes to."""
    answer = work.cover[item.id]
    if item.id == "zero_report":
        first = len(work.form.points) - len(work.form.indicators)
        other = any(work.results.numbers[:first])
        return _WRONG if answer == work.words["yes_word"] and other else _NOTHING
    if not answer:
        return _NOTHING
    if item.kind == "year":
        return _NOTHING if answer == str(work.stamp.year) else _WRONG
    if item.kind == "date":
        return _NOTHING if _serial(answer) is not None else _WRONG
    code = answer.upper()
    if len(code) != _CODE:
        return _WRONG
    if any(char not in ALPHABET for char in code):
        return _LETTER
    return _DIGIT if fault_of(code)[0] else _RIGHT


def _nonzero(table: Table) -> str:
    last = f"${column_letters(table.grid.cols)}${GRID_TOP + table.grid.rows}"
    area = f"'{table.sheet}'!$A${GRID_TOP + 1}:{last}"
    return f"COUNT({area})-COUNTIF({area},0)"


def _code(work: Workbook, cell: str, row: int, answer: str) -> tuple[str, str, dict[Cached, str]]:
    """The check digit of GB 32100, worked out in the sheet."""
    alphabet = literal(ALPHABET)
    body, everything = _array(range(1, _CODE)), _array(range(1, _CODE + 1))
    known = f"FIND(MID(UPPER({cell}),{everything},1),{alphabet})"
    total = f"SUMPRODUCT((FIND(MID(UPPER({cell}),{body},1),{alphabet})-1)*{_array(WEIGHTS)})"
    digit = f"MID({alphabet},MOD(31-MOD({total},31),31)+1,1)"
    state = (
        f'IF({cell}="",{_NOTHING},IF(LEN({cell})<>{_CODE},{_WRONG},'
        f"IF(ISERROR(SUMPRODUCT({known})),{_LETTER},"
        f"IF({digit}=MID(UPPER({cell}),{_CODE},1),{_RIGHT},{_DIGIT}))))"
    )
    words = work.words
    length = joined(words["code_length"], length=f"LEN({cell})")
    said = (
        f"IF({_of(row)}={_WRONG},{length},IF({_of(row)}={_LETTER},{literal(words['code_letter'])},"
        f"IF({_of(row)}={_DIGIT},{literal(words['code_digit'])},{literal(words['code_right'])})))"
    )
    return state, said, {
        _WRONG: words["code_length"].format(length=len(answer)),
        _LETTER: words["code_letter"],
        _DIGIT: words["code_digit"],
        _RIGHT: words["code_right"],
    }  # fmt: skip


def _array(numbers: Iterable[int]) -> str:
    return "{" + ",".join(str(number) for number in numbers) + "}"
