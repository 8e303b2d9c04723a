"""The tool's own lists, totals and copies among the returns: left out with one line, read when named."""

import shutil
from pathlib import Path

import city
from command import xl2report as run
from xl2report.chain.check import check
from xl2report.chain.merge import merge
from xl2report.files.marked.writer import mark_copy


def returns(folder: Path) -> Path:
    books = {
        "民政局.xlsx": city.book("civil_affairs"),
        "公安局.xlsx": city.faulty("balance-broken"),
    }
    return city.put(folder, books)


def left(folder: Path) -> list[tuple[str, str]]:
    return [(one.book, one.args["what"][:4]) for one in check([folder]).batch if one.code == "M508"]


def test_a_list_among_the_returns_is_no_return(tmp_path: Path) -> None:
    folder = returns(tmp_path / "in")
    before = check([folder])
    assert run("check", folder, "--format", "xlsx", "-o", folder / "核对清单.xlsx").code == 1
    report = check([folder])
    assert [one.book for one in report.books] == [one.book for one in before.books]
    assert (report.errors, [one.code for one in report.batch]) == (before.errors, ["M508"])
    assert not report.unreadable
    # Named, it is read, and told to be none.
    assert [one.code for one in check([folder / "核对清单.xlsx"]).findings] == ["W202"]


def test_a_total_beside_its_units_is_left_out_and_merged_not_twice(tmp_path: Path) -> None:
    folder = city.put(
        tmp_path / "in",
        {"民政局.xlsx": city.book("civil_affairs"), "公安局.xlsx": city.book("police")},
    )
    first = merge([folder], tmp_path / "one.xlsx", reporter=city.CITY)
    shutil.copy(tmp_path / "one.xlsx", folder / "全市.xlsx")
    second = merge([folder], tmp_path / "two.xlsx", reporter=city.CITY)
    assert second.workbook == first.workbook
    assert [one.code for one in second.check.batch] == ["M508"]
    assert not check([folder / "全市.xlsx"]).errors
    # Named beside one of its units it is read, and both are told.
    named = check([folder / "全市.xlsx", folder / "民政局.xlsx"])
    assert {one.code for one in named.findings} >= {"M501"}


def test_totals_without_their_units_are_returns_of_an_upper_level(tmp_path: Path) -> None:
    for number, unit in enumerate(("civil_affairs", "police")):
        one = city.put(tmp_path / unit, {"局.xlsx": city.book(unit)})
        merge([one], tmp_path / "in" / f"{unit}.xlsx", reporter=f"第{number}市")
    assert left(tmp_path / "in") == []
    assert len(check([tmp_path / "in"]).books) == 2


def test_a_marked_copy_as_it_was_sent_is_left_out_beside_the_original(tmp_path: Path) -> None:
    folder = returns(tmp_path / "in")
    found = check([folder])
    book = next(one for one in found.books if one.count("error"))
    copy = mark_copy((folder / book.book).read_bytes(), list(book.findings), "zh")
    (folder / "退回").mkdir()
    (folder / "退回" / book.book).write_bytes(copy)
    report = check([folder])
    assert report.errors == found.errors
    assert [one.args["what"] for one in report.batch] == ["这是退回用的标记副本，没有改动过"]
    # Alone it is the unit's workbook …
    (folder / book.book).unlink()
    assert left(folder) == []
    assert check([folder]).errors == found.errors


def test_a_copy_that_somebody_saved_counts_and_is_a_double(tmp_path: Path) -> None:
    folder = returns(tmp_path / "in")
    book = next(one for one in check([folder]).books if one.count("error"))
    copy = mark_copy((folder / book.book).read_bytes(), list(book.findings), "zh")
    saved = city.replaced(copy, "xl2report_list.xml", "sheet99.xml")
    parts = city.parts_of(saved)
    parts["xl/worksheets/sheet99.xml"] = parts.pop("xl/worksheets/xl2report_list.xml")
    (folder / "改.xlsx").write_bytes(city.zipped(parts))
    codes = [one.code for one in check([folder]).findings]
    assert codes.count("M501") == 2
    assert "M508" not in codes


def test_last_year_that_fits_nobody_is_told_once(tmp_path: Path) -> None:
    folder = returns(tmp_path / "in")
    codes = [one.code for one in check([folder], last=[folder]).findings]
    assert (codes.count("C402"), codes.count("M507")) == (1, 0)
    strange = city.put(tmp_path / "strange", {"公安局.xlsx": city.book("police")})
    codes = [one.code for one in check([folder], last=[strange]).findings]
    assert codes.count("M507") == 1
    last = city.put(tmp_path / "last", {"民政局.xlsx": city.wrong(
        city.book("civil_affairs"), city.cover("year"), city.number(2019))})  # fmt: skip
    assert "M507" not in [one.code for one in check([folder], last=[last]).findings]
