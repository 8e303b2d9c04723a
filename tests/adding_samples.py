"""For each code of adjustments and of double counting: returns, a roster, a workbook of adjustments that earn it."""

from collections.abc import Callable, Iterable
from pathlib import Path

from openpyxl import Workbook

import city
from xl2report.chain.merge import Merged, merge
from xl2report.files.rosters.writer import write_roster
from xl2report.ground.findings import Finding
from xl2report.ground.units import Unit

Row = tuple[object, ...]
TITLES = ("指标", "单位", "调整数", "理由", "经办人", "日期")
POINT = "requests.granted.natural_person"
GOOD: Row = (POINT, "乳山市民政局", 2, "转办件漏计", "张三", "2021-01-20")
_UNITS = ("civil_affairs", "market")


def adjusting(path: Path, *rows: Row, titles: Row = TITLES) -> Path:
    """A workbook of adjustments as an office would type it."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (titles, *rows):
        sheet.append(list(row))
    book.save(path)
    return path


def unit_of(unit_id: str, category: str = "部门", parent: str = "") -> Unit:
    """A unit of the sample city for a roster."""
    known = city.unit(unit_id)
    return Unit(known["name"], known["code"], known["short"], category, parent)


def merged(
    folder: Path,
    books: dict[str, bytes],
    *rows: Row,
    roster: Iterable[Unit] = (),
    force: bool = False,
) -> Merged:
    """The total of some books, by a roster and with adjustments where these are given."""
    listed = tuple(roster)
    path = folder / "roster.xlsx" if listed else None
    if path is not None:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(write_roster(listed))
    returns = city.put(folder / "returns", books)
    own = adjusting(folder / "调整.xlsx", *rows) if rows else None
    return merge(
        [returns], folder / "city.xlsx", reporter=city.CITY, roster=path, adjustments=own, force=force
    )  # fmt: skip


def _adjusted(*row: object) -> Callable[[Path], list[Finding]]:
    def make(folder: Path) -> list[Finding]:
        books = {f"{unit}.xlsx": city.book(unit) for unit in _UNITS}
        found = merged(folder, books, row)
        return [*found.check.findings, *found.findings]

    return make


def _with(place: int, value: object) -> Callable[[Path], list[Finding]]:
    return _adjusted(*(value if at == place else known for at, known in enumerate(GOOD)))


def twins(**changed: object) -> dict[str, bytes]:
    """Two units with the same figures but for those that the second has changed."""
    first, second = city.data("police"), city.data("market")
    second["values"] = {**first["values"], **changed}
    for other in (first, second):
        other["declarations"] = city.data("police")["declarations"]
    return {"公安局.xlsx": city.made(first), "市场局.xlsx": city.made(second)}


# Table two differs; the applications are the same, and too many to be so by chance.
APPLICATIONS = {"proactive.other_services.decisions": 12}


def _governments(folder: Path) -> list[Finding]:
    first, second = city.data(_UNITS[0]), city.data(_UNITS[1])
    first["reporter"]["name"], second["reporter"]["name"] = "乳山市人民政府", "乳山市人民政府办公室"
    found = merged(folder, {"政府.xlsx": city.made(first), "府办.xlsx": city.made(second)})
    return [*found.check.findings, *found.findings]


def _same(*roster: Unit) -> Callable[[Path], list[Finding]]:
    def make(folder: Path) -> list[Finding]:
        found = merged(folder, twins(**APPLICATIONS), roster=roster)
        return [*found.check.findings, *found.findings]

    return make


SAMPLES: dict[str, Callable[[Path], list[Finding]]] = {
    "M511": _with(0, "予以公开/自然"),
    "M512": _with(0, "requests.granted.total"),
    "M513": _with(2, "两件"),
    "M514": _with(4, ""),
    "M516": _with(0, "text.press_conf"),
    "M517": _with(2, -9999),
    "M518": _with(1, "海洋局"),
    "M531": _governments,
    "M532": _same(unit_of("police", parent=city.unit("market")["name"]), unit_of("market")),
    "M533": _same(unit_of("police", "本级"), unit_of("market")),
}
