"""Numbers that are shown as dates: `3-1` typed into a cell becomes the day 44256.

The cells as read say nothing of how a number looks. Only where a number could be a day of the years
2000 to 2099 is the cell's style looked up, so that a right workbook pays for a comparison a cell.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from xl2report.files.reader.strings import parse

FIRST_DAY, LAST_DAY = 36526, 73050
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
# The number formats that a program need not spell out: dates, and those of East Asian Excel.
_BUILT_IN = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
# Words in quotes, escaped signs, and what stands in brackets (colours, locales) are no part of a date.
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DATE = re.compile(r"[yYdDeEgG]|[mM].*[dD]|[dD].*[mM]")
_CELL = re.compile(rb"<(?:[A-Za-z0-9_]+:)?c\s([^>]*)>")
_ATTRIBUTE = re.compile(rb'\b(r|s)="([^"]*)"')


def dated(part: bytes, styles: bytes, spots: Iterable[str]) -> frozenset[str]:
    """Those of the cells of a sheet's part whose number format shows a date."""
    wanted = {spot.encode() for spot in spots}
    found: dict[str, int] = {}
    for match in _CELL.finditer(part):
        said = dict(_ATTRIBUTE.findall(match[1]))
        if said.get(b"r") in wanted and said.get(b"s", b"").isdigit():
            found[said[b"r"].decode()] = int(said[b"s"])
    if not found:
        return frozenset()
    shows = _date_styles(styles)
    return frozenset(spot for spot, style in found.items() if style in shows)


def day_of(text: str, *, date1904: bool) -> str:
    """The day that a serial number means, as 2021-03-01."""
    start = _EPOCH_1904 if date1904 else _EPOCH
    return (start + timedelta(days=int(text))).isoformat()


def _date_styles(styles: bytes) -> frozenset[int]:
    """The numbers of the cell styles that show a date; none where the part cannot be understood."""
    formats: dict[int, str] = {}
    used: list[int] = []
    path: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        path.append(name.rpartition(" ")[2])
        if path[1:] == ["numFmts", "numFmt"]:
            formats[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif path[1:] == ["cellXfs", "xf"]:
            used.append(_number(attributes.get("numFmtId")))

    parse(styles, start, lambda _: path.pop())
    return frozenset(number for number, used_ in enumerate(used) if _is_date(used_, formats))


def _is_date(number: int, formats: dict[int, str]) -> bool:
    code = formats.get(number)
    if code is None:
        return number in _BUILT_IN
    positive = _LITERAL.sub("", code).split(";")[0]
    # `0.00E+00` is no date, though an e alone is the year of an era.
    return not re.search(r"(?i)general|[0#?]", positive) and _DATE.search(positive) is not None


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdigit() else -1
