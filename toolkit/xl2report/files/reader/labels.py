"""Labels as they are compared, and what is told where one of them has changed."""

from typing import NamedTuple

from xl2report.ground.findings import Finding


class Changed(NamedTuple):
    """A label that is not what it should be, and the points (or how many others) it names."""

    spot: str
    expected: str
    found: str
    points: frozenset[int]
    others: int = 0


# More changed labels than this on a sheet have one cause: rows or columns were moved.
_MOST_LABELS = 3
_PLAIN = str.maketrans(
    "（），。：；“”‘’／－０１２３４５６７８９．",
    "(),.:;\"\"''/-0123456789.",
    " \u3000\u00a0\n\r\t\u200b",
)


def plain(label: str) -> str:
    """A label as it is compared: width, brackets, quotes and spaces do not matter."""
    return label.translate(_PLAIN)


def altered(book: str, sheet: str, changed: list[Changed]) -> list[Finding]:
    """Tell changed labels one by one; many of a sheet (a row was deleted) as one."""
    groups = [changed] if len(changed) > _MOST_LABELS else [[one] for one in changed]
    return [_told(book, sheet, group) for group in groups if group]


def _told(book: str, sheet: str, group: list[Changed]) -> Finding:
    first = group[0]
    more = f" 等 {len(group)} " if len(group) > 1 else ""
    more_en = f" and {len(group) - 1} more" if len(group) > 1 else ""
    points = frozenset[int]().union(*(one.points for one in group))
    args = {
        "label": f"{first.spot}{more}",
        "label_en": f"{first.spot}{more_en}",
        "expected": first.expected,
        "found": first.found[:40],
        "count": str(len(points) + sum(one.others for one in group)),
    }
    places = tuple(f"{sheet}!{one.spot}" for one in group)
    return Finding("W207", book, f"{sheet} › {first.spot}", places, args)
