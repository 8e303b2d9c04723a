"""Numbers that are shown as dates or times: `3-1` typed into a cell becomes the day 44256.

Knows styles and their number formats; never what a cell is for. What a workbook shows as a number is
one: a day's serial number under the template's own format cannot be told from a count.
"""

import re
from datetime import date, timedelta

from xl2report.files.reader.cells import Sheet
from xl2report.files.reader.markup import parse
from xl2report.files.reader.moulds import Mould
from xl2report.files.reader.package import UnreadableBook

_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
# The number formats that a program need not spell out (ECMA-376 part 1, 18.8.30): dates and times of all
# languages, those of East Asia, those of Thailand. 59 to 70, which WPS writes too, are numbers.
_BUILT_IN = frozenset(
    {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59), *range(71, 82)}
)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
# Words in quotes, escaped signs, what stands in brackets (colours, locales, conditions), and what a
# number looks like where no format is chosen are no part of a date.
_LITERAL = re.compile(
    r'"[^"]*"|[\\!].|_.|\*.|\[[^\]]*\]|general|g/通用格式|常规|通用格式', re.IGNORECASE
)
_FRACTION = re.compile(r"(?<=s)[.,]0+", re.IGNORECASE)
_CELL = re.compile(rb"<c r=\"([A-Z]+[0-9]+)\"(?: s=\"([0-9]+)\"|)")


def date_styles(styles: bytes) -> frozenset[int]:
    """The numbers of the cell styles that show a date or a time; none if the part is no sound XML."""
    formats: dict[int, str] = {}
    used: list[int] = []
    path: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        path.append(name.rpartition(" ")[2])
        if path[1:] == ["numFmts", "numFmt"]:
            formats[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif path[1:] == ["cellXfs", "xf"]:
            used.append(_number(attributes.get("numFmtId", "0")))

    try:
        parse(styles, start, lambda _: path.pop())
    except UnreadableBook:
        return frozenset()
    return frozenset(number for number, used_ in enumerate(used) if is_date(used_, formats))


def is_date(number: int, formats: dict[int, str]) -> bool:
    """Whether a number format shows a date or a time, by its number or, if it is spelt out, its code."""
    code = formats.get(number)
    if code is None:
        return number in _BUILT_IN
    if _ELAPSED.search(code):
        return True
    for section in code.split(";"):
        plain = _FRACTION.sub("", _LITERAL.sub("", section))
        # `0.00E+00` is no date, though an e alone is the year of an era.
        if not re.search(r"[0#?@]", plain) and re.search(
            r"(?i)[ymdhseabg]|[年月日时時分秒]", plain
        ):
            return True
    return False


def dated(sheet: Sheet, part: bytes, shows: frozenset[int]) -> frozenset[str]:
    """The cells of a sheet that have one of these styles; `part` is what it was read from."""
    if not shows:
        return frozenset()
    if sheet.styles is not None:
        return frozenset(spot for spot, style in sheet.styles.items() if style in shows)
    if isinstance(sheet.slots, Mould):
        return sheet.slots.view(shows, lambda _: _spelt(part, shows), "dates")
    return _spelt(part, shows)


def _spelt(part: bytes, shows: frozenset[int]) -> frozenset[str]:
    """The same by the spelling of the fast way, in which the address comes first, then the style."""
    if 0 not in shows and not any(b' s="%d"' % style in part for style in shows):
        return frozenset()
    return frozenset(
        spot.decode() for spot, style in _CELL.findall(part) if int(style or b"0") in shows
    )


def day_of(text: str, *, date1904: bool) -> str:
    """The day that a serial number means, as 2021-03-01; what is none stays as it is."""
    try:
        days = int(float(text))
        return (
            ((_EPOCH_1904 if date1904 else _EPOCH) + timedelta(days)).isoformat() if days else text
        )
    except (ValueError, OverflowError):
        return text


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() else -1
