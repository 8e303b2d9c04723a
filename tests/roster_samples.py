"""For each code of the roster: a roster that earns it."""

from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook

from xl2report.chain.roster import open_roster
from xl2report.files.rosters.writer import write_roster
from xl2report.ground.codes import check_digit
from xl2report.ground.findings import Finding
from xl2report.ground.units import Unit


def code(number: int) -> str:
    body = f"11371083DEM{number:06d}"
    return body + check_digit(body)


OFFICE = Unit("某市人民政府办公室", code(1), "市府办", "本级")
BUREAU = Unit("某市民政局", code(2), "民政局", "部门")
TOWN = Unit("城关镇人民政府", code(3), "城关镇", "乡镇街道")


def _of(*units: Unit, groups: Iterable[str] = ()) -> Callable[[Path], list[Finding]]:
    def make(folder: Path) -> list[Finding]:
        path = folder / "roster.xlsx"
        path.write_bytes(write_roster(units))
        return list(open_roster(path, groups).findings)

    return make


def _typed(change: Callable[[Workbook], None]) -> Callable[[Path], list[Finding]]:
    def make(folder: Path) -> list[Finding]:
        book = load_workbook(BytesIO(write_roster((OFFICE, BUREAU))))
        change(book)
        path = folder / "roster.xlsx"
        book.save(path)
        return list(open_roster(path).findings)

    return make


def _nameless(book: Workbook) -> None:
    book["名录"]["A3"] = None


def _worded(book: Workbook) -> None:
    book["名录"]["K3"] = "去年"


def _column(book: Workbook) -> None:
    book["名录"]["D1"] = "单位性质"


SAMPLES: dict[str, Callable[[Path], list[Finding]]] = {
    "L901": _typed(_nameless),
    "L902": _of(OFFICE, BUREAU._replace(code="")),
    "L903": _of(OFFICE, BUREAU._replace(code=BUREAU.code[:-2] + "1" + BUREAU.code[-1])),
    "L904": _of(OFFICE, BUREAU, TOWN._replace(code=BUREAU.code)),
    "L905": _of(OFFICE, BUREAU._replace(parent="某市人民政府")),
    "L906": _of(OFFICE, BUREAU._replace(first_year=2022, last_year=2020)),
    "L907": _of(OFFICE, BUREAU._replace(group="第三批"), groups=("全部", "第二批")),
    "L908": _of(OFFICE, BUREAU._replace(covers="城关镇"), TOWN),
    "L909": _of(OFFICE, BUREAU._replace(reports_via="城关镇"), TOWN._replace(reports_via="民政局")),
    "L910": _typed(_worded),
    "L911": _typed(_column),
}
