"""`rescue`: what could be read of a damaged workbook stands in a fresh template; the rest is told."""

from pathlib import Path
from typing import Any

import pytest

import city
import xl2report
from adding_samples import GOOD, POINT, merged
from city import number, text, wrong
from xl2report.chain.errors import CannotWork
from xl2report.chain.read import read

REQUESTS = city.plan().form.tables[1].sheet


def rescued(folder: Path, workbook: bytes) -> tuple[Any, dict[str, Any]]:
    (folder / "damaged.xlsx").write_bytes(workbook)
    found = xl2report.rescue(folder / "damaged.xlsx", folder / "fresh.xlsx")
    (book,), findings = read([folder / "fresh.xlsx"])
    assert [one.code for one in findings if one.code[0] == "W"] == []
    return found, book


def values(book: dict[str, Any]) -> dict[str, str | None]:
    return {point: entry["value"] for point, entry in book["values"].items()}


def test_a_moved_table_is_rescued_whole(tmp_path: Path) -> None:
    data = city.data("police")
    (tmp_path / "whole.xlsx").write_bytes(city.made(data))
    (whole,), _ = read([tmp_path / "whole.xlsx"])

    def change(book: Any) -> None:  # noqa: ANN401 - openpyxl's
        book[REQUESTS].insert_rows(10)
        book[REQUESTS].title = "Sheet1"

    found, book = rescued(tmp_path, city.rewritten(city.made(data), change))

    assert (found.missing, found.findings) == ((), ())
    assert {one.code for one in found.settled} >= {"W212", "W213"}
    assert values(book) == values(whole)
    for key in ("year", "reporter", "texts", "explanations", "cover", "declarations"):
        assert book[key] == whole[key], key


def test_what_was_lost_is_left_blank_and_never_counts_as_zero(tmp_path: Path) -> None:
    data = city.data("police")
    data["declarations"] = {**data["declarations"], "blank_is_zero": ["requests"]}
    workbook = city.rewritten(city.made(data), lambda book: book[REQUESTS].delete_rows(10))

    found, book = rescued(tmp_path, workbook)

    assert found.missing
    assert found.findings
    for point in found.missing:
        assert book["values"][point]["state"] == "blank"
    assert book["declarations"]["blank_is_zero"] == []


def test_text_where_a_number_should_stand_is_told_and_cleaned_numbers_are_settled(
    tmp_path: Path,
) -> None:
    point, other = "requests.granted.natural_person", "requests.partial.natural_person"
    workbook = wrong(city.book("police"), city.cell(point), text("若干"))
    workbook = wrong(workbook, city.cell(other), text("３件"))

    found, book = rescued(tmp_path, workbook)

    assert found.missing == (point,)
    assert [one.code for one in found.findings] == ["E101"]
    assert book["values"][other]["value"] == "3"


def test_a_citys_workbook_keeps_the_adjustments_of_its_office(tmp_path: Path) -> None:
    books = {"民政局.xlsx": city.book("civil_affairs"), "市场局.xlsx": city.book("market")}
    plan = city.plan()
    parts = [city.read_book(data)[0].values for data in books.values()]
    blank = next(
        point.id
        for number, point in enumerate(plan.form.points)
        if point.roll == "sum"
        and number not in plan.relations.fills
        and all(values[number] is None for values in parts)
    )
    rows = (
        GOOD,
        ("text.site_items", "民政局", -3, "两处重复", "李四", "2021-01-19"),
        # Where no unit has a figure the total is the adjustment alone.
        (blank, "", 4, "各单位均未统计", "李四", ""),
    )
    total = merged(tmp_path / "parts", books, *rows).workbook
    assert total is not None
    before, _ = city.read_book(total)

    found, book = rescued(tmp_path, total)

    after, findings = city.read_book((tmp_path / "fresh.xlsx").read_bytes())
    assert len(after.adjustments) == len(rows)
    assert after.adjustments == before.adjustments
    assert after.parts == before.parts
    assert after.values == before.values
    assert values(book)[POINT] == values(read([tmp_path / "damaged.xlsx"])[0][0])[POINT]
    assert found.missing == ()
    assert {one.code for one in findings} <= {"E121"}


def test_a_citys_workbook_an_input_and_what_is_no_workbook_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(city.faulty("not-our-form"))
    for source, target in (("a.xlsx", "b.xlsx"), (".", "b.xlsx"), ("a.xlsx", "a.xlsx")):
        with pytest.raises(CannotWork):
            xl2report.rescue(tmp_path / source, tmp_path / target)
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_the_command_ends_with_one_where_something_is_left(tmp_path: Path) -> None:
    from command import xl2report as command

    (tmp_path / "good.xlsx").write_bytes(city.book("police"))
    (tmp_path / "bad.xlsx").write_bytes(wrong(city.book("police"), f"{REQUESTS}!D40", number(7)))
    codes = [
        command("rescue", tmp_path / name, "-o", tmp_path / f"fresh-{name}").code
        for name in ("good.xlsx", "bad.xlsx", "none.xlsx")
    ]
    assert codes == [0, 1, 2]
