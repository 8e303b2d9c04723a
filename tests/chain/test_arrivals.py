"""Which file counts: by content, by its own date, by decision; and what is told of the others."""

import os
import shutil
from pathlib import Path

import pytest

import city
from arrival_samples import BUREAU, NOON, OFFICE, again, at, first, rostered, versions, work_folder
from xl2report.chain.check import check
from xl2report.chain.deciding import accept, withdraw
from xl2report.chain.errors import CannotWork
from xl2report.chain.merge import merge
from xl2report.chain.status import status
from xl2report.files.reader.saved import saved_at
from xl2report.ground.units import Unit


def codes(folder: Path, **options: object) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in check([folder], **options).findings:  # type: ignore[arg-type]  # as check has them
        found.setdefault(one.book, []).append(one.code)
    return found


def total(folder: Path, output: Path) -> str | None:
    merged = merge([folder], output, reporter=city.CITY)
    assert merged.workbook is not None
    return city.shown(city.read_book(merged.workbook)[0])["text.site_items"]


def with_saved(workbook: bytes, moment: str) -> bytes:
    """A workbook as an office program saved it at a moment."""
    part = city.parts_of(workbook)["docProps/core.xml"].decode()
    start = part.index("<dcterms:modified")
    old = part[start : part.index("</dcterms:modified>")]
    return city.replaced(workbook, old, f"{old[: old.index('>') + 1]}{moment}", "docProps/core.xml")


def test_the_same_file_twice_counts_once(tmp_path: Path) -> None:
    city.put(tmp_path / "in", {"民政局.xlsx": first(), "民政局(1).xlsx": first()})
    assert codes(tmp_path / "in") == {"民政局(1).xlsx": ["M520"]}
    single = city.put(tmp_path / "one", {"民政局.xlsx": first()})
    assert total(tmp_path / "in", tmp_path / "a.xlsx") == total(single, tmp_path / "b.xlsx")


def test_the_later_version_counts_and_the_difference_is_told(tmp_path: Path) -> None:
    folder = versions(tmp_path / "in")
    (one,) = check([folder]).findings
    assert (one.code, one.book) == ("M521", "民政局.xlsx")
    assert "有 1 个数不同：政府网站公开信息 " in one.message("zh")
    assert " → 700" in one.message("zh")
    assert "政府网站公开信息" in one.message("en")
    assert total(folder, tmp_path / "city.xlsx") == "700"


def test_what_the_file_says_of_itself_counts_more_than_its_time_on_the_disk(tmp_path: Path) -> None:
    folder = versions(tmp_path / "in")
    later = with_saved(first(), "2021-01-12T08:00:00Z")
    earlier = with_saved(again(), "2021-01-11T08:00:00Z")
    city.put(folder, {"民政局.xlsx": later, "民政局（改）.xlsx": earlier})
    at(folder / "民政局.xlsx", NOON)
    at(folder / "民政局（改）.xlsx", NOON + 3600)
    assert saved_at(later) == "2021-01-12T08:00:00Z"
    assert codes(folder) == {"民政局（改）.xlsx": ["M521"]}


def test_a_template_as_it_was_issued_says_nothing_of_when_it_was_saved() -> None:
    assert saved_at(first()) == ""
    assert saved_at(b"no zip") == ""
    assert saved_at(with_saved(first(), "gestern")) == ""


def test_the_date_of_the_cover_tells_where_no_office_program_has_saved(tmp_path: Path) -> None:
    old, new = city.data("civil_affairs"), city.data("civil_affairs", text__site_items=700)
    old["cover"] = {**old.get("cover", {}), "date": "2021年1月12日"}
    new["cover"] = {**new.get("cover", {}), "date": "2021-1-9"}
    city.put(tmp_path, {"民政局.xlsx": city.made(old), "民政局（改）.xlsx": city.made(new)})
    assert codes(tmp_path) == {"民政局（改）.xlsx": ["M521"]}


def test_versions_that_were_copied_together_are_left_to_a_person(tmp_path: Path) -> None:
    folder = versions(tmp_path / "in", apart=2.0)
    assert codes(folder) == {"民政局.xlsx": ["M501"], "民政局（改）.xlsx": ["M501"]}
    assert merge([folder], tmp_path / "c.xlsx", reporter=city.CITY).workbook is None


def test_errors_of_a_version_that_does_not_count_stop_nothing(tmp_path: Path) -> None:
    folder = city.put(tmp_path / "in", {
        "民政局.xlsx": city.wrong(first(), city.cell("requests.granted.natural_person"), city.number(99)),
        "改.xlsx": first(), "财政局.xlsx": city.book("finance"),
    })  # fmt: skip
    assert not check([folder / "民政局.xlsx"]).clean
    at(folder / "民政局.xlsx", NOON + 9999)
    assert check([folder]).clean
    assert codes(folder) == {"民政局.xlsx": ["M521"]}
    assert merge([folder], tmp_path / "c.xlsx", reporter=city.CITY).workbook is not None


def test_a_unit_that_another_one_reports_for_is_not_added_and_not_missing(tmp_path: Path) -> None:
    via = BUREAU._replace(reports_via="市政府办公室")
    gone = Unit("乳山市旧局", last_year=2019)
    roster = rostered(tmp_path, OFFICE, via, gone)
    folder = city.put(tmp_path / "in", {"办公室.xlsx": city.book("gov_office")})
    assert "M504" not in {one.code for one in check([folder], roster=roster).findings}
    before = total(folder, tmp_path / "a.xlsx")
    city.put(folder, {"民政局.xlsx": first()})
    found = [one for one in check([folder], roster=roster).findings if one.code[0] != "L"]
    assert [(one.code, one.book) for one in found] == [("M522", "民政局.xlsx")]
    merged = merge([folder], tmp_path / "b.xlsx", reporter=city.CITY, roster=roster, force=True)
    assert merged.workbook is not None
    assert city.shown(city.read_book(merged.workbook)[0])["text.site_items"] == before


def test_a_decision_makes_an_older_version_count_until_it_is_withdrawn(tmp_path: Path) -> None:
    work = work_folder(tmp_path, BUREAU)
    versions(work / "returns")
    assert status(work).units[0].book == "民政局（改）.xlsx"
    with pytest.raises(CannotWork, match="--because"):
        accept(work, "民政局.xlsx", by="张三", because=" ")
    with pytest.raises(CannotWork, match="among the returns"):
        accept(work, "没有.xlsx", by="张三", because="后一份填错了")
    accept(work, "returns/民政局.xlsx", by="张三", because="后一份填错了")
    assert status(work).units[0].book == "民政局.xlsx"
    # The other one is chosen instead: one decision a unit.
    accept(work, "民政局（改）.xlsx", by="李四", because="还是后一份对")
    assert status(work).units[0].book == "民政局（改）.xlsx"
    accept(work, "民政局.xlsx", by="张三", because="后一份填错了")
    withdraw(work, "民政局.xlsx")
    assert status(work).units[0].book == "民政局（改）.xlsx"
    with pytest.raises(CannotWork, match="no decision"):
        withdraw(work, "民政局.xlsx")


def test_a_decision_is_on_the_bytes_and_not_on_the_name(tmp_path: Path) -> None:
    work = work_folder(tmp_path, BUREAU)
    folder = versions(work / "returns")
    accept(work, "民政局.xlsx", by="张三", because="后一份填错了")
    shutil.move(folder / "民政局.xlsx", folder / "第一份.xlsx")
    assert status(work).units[0].book == "第一份.xlsx"
    city.put(folder, {"第一份.xlsx": again(text__site_items=701)})
    at(folder / "第一份.xlsx", NOON - 9999)
    assert status(work).units[0].book == "民政局（改）.xlsx"


def test_a_check_of_a_work_folder_means_its_returns_roster_and_form(tmp_path: Path) -> None:
    work = work_folder(tmp_path, OFFICE, BUREAU)
    city.put(work / "returns", {"民政局.xlsx": first()})
    city.put(work, {"别的.xlsx": city.book("finance")})
    found = check([work])
    assert [book.book for book in found.books] == ["民政局.xlsx"]
    assert [one.args["reporter"] for one in found.findings if one.code == "M504"] == [OFFICE.name]
    merged = merge([work], tmp_path / "c.xlsx")
    assert merged.workbook is not None
    assert city.read_book(merged.workbook)[0].reporter == "乳山市人民政府"
    assert not os.path.lexists(work / "xl2report.db")
