"""The roster of the units that should report, from the workbook an office keeps."""

import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from xl2report.chain.errors import CannotWork
from xl2report.ground.findings import Finding
from xl2report.ground.rosters import HEADINGS
from xl2report.ground.units import Unit

_YEARS = ("first_year", "last_year")


class Roster(NamedTuple):
    """The units of a roster, and what is wrong in it, row by row."""

    units: tuple[Unit, ...] = ()
    findings: tuple[Finding, ...] = ()


def load_roster(path: Path | str | None) -> tuple[Unit, ...]:
    """The units of a roster workbook; none without a path. Raises CannotWork."""
    return open_roster(path).units


def open_roster(path: Path | str | None, groups: Iterable[str] = ()) -> Roster:
    """The units of a roster workbook with what is wrong in its rows; nothing without a path.

    `groups` are the deadline groups that are known. A row with a fault still counts, except one
    without a name. Raises CannotWork for what is no roster.
    """
    if path is None:
        return Roster()
    from xl2report.files.reader.roster import NotARoster, read_roster
    from xl2report.work.roster import check_roster

    try:
        sheet = read_roster(Path(path).read_bytes())
    except OSError:
        raise CannotWork(f"找不到名录：{path}", f"No such roster: {path}") from None
    except NotARoster as error:
        if error.readable:
            chinese = f"名录 {path} 中没有“单位名称”一列"
            raise CannotWork(chinese, f"The roster {path} has no column 单位名称 (name)") from None
        chinese = f"名录无法读取：{path}，应为 .xlsx 工作簿"
        raise CannotWork(chinese, f"The roster is no readable .xlsx workbook: {path}") from None
    book = Path(path).name
    units: list[Unit] = []
    found: list[Finding] = []
    for row in sheet.rows:
        tell = _Row(book, sheet.sheet, sheet.columns, row.line, row.fields)
        if not row.fields["name"]:
            first = next(text for text in row.fields.values() if text)
            found.append(tell("L901", "name", found=first))
            continue
        years: dict[str, int | None] = {}
        for field in _YEARS:
            years[field], wrong = _year(row.fields.get(field, ""))
            if wrong:
                found.append(tell("L910", field, found=wrong, expected="2020"))
        words = {key: text for key, text in row.fields.items() if key not in years}
        words["code"] = _plain(words.get("code", "")).replace(" ", "").upper()
        unit = Unit(**words)._replace(line=row.line)  # type: ignore[arg-type]  # the other fields are texts
        begins, ends = (years[field] for field in _YEARS)
        units.append(unit._replace(first_year=begins, last_year=ends))
    listed = tuple(units)
    found.extend(check_roster(listed, book, sheet.sheet, sheet.columns, frozenset(groups)))
    known = "、".join(heading.title for heading in HEADINGS if heading.field not in sheet.columns)
    found.extend(
        Finding(
            "L911",
            book,
            f"{sheet.sheet} › {cell}",
            (f"{sheet.sheet}!{cell}",),
            {"found": text, "known": known},
        )
        for text, cell in sheet.unused
        if known
    )
    return Roster(listed, tuple(found))


class _Row:
    """Words a finding about one row that is not yet a unit."""

    def __init__(
        self, book: str, sheet: str, columns: dict[str, str], line: int, fields: dict[str, str]
    ) -> None:
        self.book, self.sheet, self.columns, self.line = book, sheet, columns, line
        self.name = fields["name"]

    def __call__(self, code: str, field: str, **args: str) -> Finding:
        cell = f"{self.columns.get(field, self.columns['name'])}{self.line}"
        words = {"reporter": self.name, "line": str(self.line), **args}
        return Finding(code, self.book, f"{self.sheet} › {cell}", (f"{self.sheet}!{cell}",), words)


def _year(text: str) -> tuple[int | None, str]:
    """A year as typed (`2020`, `2020年`), and what stands there if it is none."""
    cleaned = _plain(text).removesuffix("度").removesuffix("年").strip()
    if not cleaned:
        return None, ""
    if cleaned.isascii() and cleaned.isdigit() and len(cleaned) == 4:
        return int(cleaned), ""
    return None, text


def _plain(text: str) -> str:
    """Full-width signs as half-width ones, and no invisible ones."""
    narrow = unicodedata.normalize("NFKC", text)
    return "".join(char for char in narrow if unicodedata.category(char) != "Cf").strip()
