"""For each code of the comparison with last year: files of two years that earn it; and a return of any year."""

from collections.abc import Callable
from pathlib import Path

import city
from xl2report.chain.books import BookFile
from xl2report.chain.merge import merge
from xl2report.chain.report import report
from xl2report.chain.told import Sources, tell
from xl2report.ground.findings import Finding

UNIT = "civil_affairs"
LAST, NOW = "last.xlsx", "民政局.xlsx"
PASSAGE = "存在的问题：2020年部分栏目更新不够及时，政策解读以文字为主，依申请公开答复文书不够规范，业务培训有待加强。"


def return_of(
    year: int, carried_out: int = 0, carried_in: int = 0, unit: str = UNIT, **points: object
) -> city.Data:
    """A return in which so many requests are carried over; all else is the unit's of 2020, or near it."""
    given = city.data(unit, **points)
    values = given["values"]

    def more(row: str, count: int) -> None:
        point = f"requests.{row}.natural_person"
        values[point] = int(values.get(point) or 0) + count

    more("new_received", carried_out)
    more("carried_out", carried_out)
    more("carried_in", carried_in)
    more("granted", carried_in)
    # What is copied from year to year would be told of, and is another matter.
    for point, value in values.items():
        moves = not point.startswith("requests.") and "items" not in point.split(".")[-1]
        if year != city.YEAR and value and (moves or point == "text.site_items"):
            values[point] = round(float(value)) + 7 * (city.YEAR - year)
        given_so = point.replace(".", "__") in points
        if year < city.YEAR and point.endswith("items_change") and not given_so:
            values[point] = 0  # what there is in 2020 was there before
    return {**given, "year": year, "texts": {}}


def found(folder: Path, now: city.Data, *last: city.Data) -> list[Finding]:
    """The check of a return beside files of last year."""
    books = {f"last{number or ''}.xlsx": city.made(one) for number, one in enumerate(last)}
    past = city.put(folder / "last", books)
    return city.checked(folder / "now", {NOW: city.made(now)}, last=[past]).findings


def _useless(folder: Path) -> list[Finding]:
    city.put(folder / "last", {"notes.txt": "上年的材料".encode()})
    return found(folder, return_of(2020), return_of(2019))


def _this_year(folder: Path) -> list[Finding]:
    return found(folder, return_of(2020), return_of(2020))


def _two_versions(folder: Path) -> list[Finding]:
    return found(folder, return_of(2020, carried_in=3), return_of(2019, 2), return_of(2019, 3))


def _new_unit(folder: Path) -> list[Finding]:
    past = city.put(folder / "last", {"a.xlsx": city.made(return_of(2019, unit="market"))})
    books = {
        NOW: city.made(return_of(2020)),
        "市场局.xlsx": city.made(return_of(2020, unit="market")),
    }
    return city.checked(folder / "now", books, last=[past]).findings


def _jump(folder: Path) -> list[Finding]:
    now = return_of(2020, proactive__licensing__decisions=18200)
    return found(folder, now, return_of(2019, proactive__licensing__decisions=1800))


def _copied(folder: Path) -> list[Finding]:
    then = return_of(2019)
    now = return_of(2020, proactive__licensing__decisions=1834, proactive__punishment__decisions=27)
    now["values"] |= {key: 0 for key in now["values"] if key.endswith("items_change")}
    then["values"] |= {key: now["values"][key] for key in now["values"] if "proactive." in key}
    return found(folder, now, then)


def _same_text(folder: Path) -> list[Finding]:
    now, then = return_of(2020), return_of(2019)
    now["texts"] = {"problems": PASSAGE}
    then["texts"] = {"problems": PASSAGE.replace("2020", "2019")}
    return found(folder, now, then)


def _read_in_part(folder: Path) -> list[Finding]:
    then = city.wrong(
        city.made(return_of(2019)), city.cell("disputes.review.upheld"), city.text("若干")
    )
    past = city.put(folder / "last", {LAST: then})
    return city.checked(folder / "now", {NOW: city.made(return_of(2020))}, last=[past]).findings


def _city(folder: Path, own: bool, without: str = "", more: int = 0) -> list[Finding]:  # noqa: FBT001 - a case
    """What the report of a city of three units tells of last year: of its own workbook, or of theirs."""

    def put(name: str, year: int) -> Path:
        units = [unit for unit in (UNIT, "market", "police") if year == 2020 or unit != without]
        data = {f"{city.unit(unit)['short']}.xlsx": return_of(year, unit=unit) for unit in units}
        return city.put(folder / name, {key: city.made(one) for key, one in data.items()})

    merge([put("now", 2020)], folder / "now.xlsx", reporter=city.CITY)
    last = [put("last", 2019)]
    if own:
        last.append(folder / "上年年报.docx")
        merge(last[:1], folder / "then.xlsx", reporter=city.CITY)
        report(folder / "then.xlsx", last[1])
        (last[0] / "公安局.xlsx").write_bytes(
            city.made(return_of(2019, unit="police", proactive__licensing__decisions=more))
        )
    return list(tell(BookFile(str(folder), "now.xlsx"), Sources(tuple(last))).warnings)


SAMPLES: dict[str, Callable[[Path], list[Finding]]] = {
    "C401": _useless,
    "C402": _this_year,
    "C403": _two_versions,
    "C404": _new_unit,
    "C405": _jump,
    "C406": _copied,
    "C407": _same_text,
    "C408": _read_in_part,
    "C409": lambda folder: _city(folder, own=True, more=9000),
    "C410": lambda folder: _city(folder, own=False, without="police"),
    "C411": lambda folder: _city(folder, own=False),
}
