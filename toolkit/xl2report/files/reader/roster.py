"""The roster (名录): a workbook an office worker keeps, one unit a row, columns found by heading."""

from xl2report.files.reader.book import open_book
from xl2report.ground.points import address, split_address

# Headings by what they mean; the first that stands in the sheet is taken.
HEADINGS: dict[str, tuple[str, ...]] = {
    "name": ("单位名称", "名称", "单位全称", "name"),
    "code": ("统一社会信用代码", "信用代码", "代码", "code"),
    "short": ("简称", "short"),
    "category": ("类别", "单位类别", "category"),
}


class NotARoster(Exception):
    """A workbook without a heading for the units' names."""


def read_roster(data: bytes) -> list[dict[str, str]]:
    """The units of a roster: `name`, `code`, `short`, `category` as typed, "" where blank.

    Raises NotARoster, and UnreadableBook from the reader.
    """
    book = open_book(data)
    for info in book.sheets:
        cells = {
            spot: (cell[1] or "").strip() for spot, cell in book.sheet(info.name).cells.items()
        }
        found = _headings(cells)
        if found is None:
            continue
        top, columns = found
        rows = sorted({split_address(spot)[0] for spot in cells})
        units = []
        for row in rows:
            unit = {
                key: cells.get(address(row, columns[key]), "") if key in columns else ""
                for key in HEADINGS
            }
            if row > top and unit["name"]:
                units.append(unit)
        return units
    raise NotARoster


def _headings(cells: dict[str, str]) -> tuple[int, dict[str, int]] | None:
    by_text: dict[str, tuple[int, int]] = {}
    for spot, text in cells.items():
        by_text.setdefault(text, split_address(spot))
    columns: dict[str, int] = {}
    top = 0
    for key, names in HEADINGS.items():
        place = next((by_text[name] for name in names if name in by_text), None)
        if place is not None:
            top = max(top, place[0])
            columns[key] = place[1]
    return (top, columns) if "name" in columns else None
