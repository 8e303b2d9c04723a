"""An explanation answers a warning while its numbers stay the same, and is void when they change."""

import json
from pathlib import Path
from typing import Any

import pytest

import city
from command import xl2report as run
from xl2report.chain.check import CheckReport
from xl2report.chain.errors import CannotWork
from xl2report.chain.explained import load_explained
from xl2report.desk import show

KEY = "proactive.disclosed_in_total@normative_docs"
POINT = "proactive.normative_docs.disclosed"
WORDS = "含已废止的文件"


def book(more: int, words: str = WORDS, unit: str = "gov_office") -> bytes:
    """A return that discloses more documents than there are, with a word on it."""
    data = city.data(unit)
    total = int(data["values"].get("proactive.normative_docs.public_total") or 0)
    data["values"][POINT] = total + more
    return city.made({**data, "explanations": {KEY: words} if words else {}})


def told(report: CheckReport) -> list[tuple[str, bool, str]]:
    return [(one.code, one.explained, one.explanation) for one in report.findings]


def kept(folder: Path, report: CheckReport) -> Path:
    path = folder / "checked.json"
    path.write_text("".join(show.check_json(report)), encoding="utf-8")
    return path


def check(folder: Path, workbook: bytes, **options: Any) -> CheckReport:  # noqa: ANN401 - as `check`
    return city.checked(folder / "returns", {"办公室.xlsx": workbook}, **options)


def test_an_explained_warning_stays_one_and_is_marked(tmp_path: Path) -> None:
    report = check(tmp_path, book(1))
    assert told(report) == [("R302", True, WORDS)]
    assert report.findings[0].level == "warning"
    data = json.loads(kept(tmp_path, report).read_text(encoding="utf-8"))
    (found,) = data["books"][0]["findings"]
    assert found.items() >= {"explained": True, "explanation": WORDS, "void": ""}.items()
    assert len(found["numbers"]) == 8


def test_it_holds_while_its_numbers_stay_the_same(tmp_path: Path) -> None:
    before = kept(tmp_path, check(tmp_path, book(1)))
    assert told(check(tmp_path, book(1), explained=before)) == [("R302", True, WORDS)]


def test_it_is_void_when_they_change_and_stays_void(tmp_path: Path) -> None:
    before = kept(tmp_path, check(tmp_path, book(1)))
    changed = [("R302", False, ""), ("N610", False, "")]
    second = check(tmp_path, book(2), explained=before)
    assert told(second) == changed
    # The void words are not taken for fresh ones by the check after that …
    third = check(tmp_path, book(2), explained=kept(tmp_path, second))
    assert told(third) == changed
    # … are right again with their numbers, and may be written anew.
    again = kept(tmp_path, third)
    assert told(check(tmp_path, book(1), explained=again)) == [("R302", True, WORDS)]
    anew = check(tmp_path, book(2, "口径调整"), explained=again)
    assert told(anew) == [("R302", True, "口径调整")]


def test_the_same_gap_over_other_numbers_is_another_fact(tmp_path: Path) -> None:
    before = kept(tmp_path, check(tmp_path, book(1)))
    data = city.data("gov_office")
    total = int(data["values"]["proactive.normative_docs.public_total"])
    data["values"] |= {"proactive.normative_docs.public_total": total + 5, POINT: total + 6}
    moved = city.made({**data, "explanations": {KEY: WORDS}})
    codes = [code for code, *_ in told(check(tmp_path, moved, explained=before))]
    assert codes == ["R302", "N610"]


def test_it_goes_by_the_unit_whatever_its_file_is_called(tmp_path: Path) -> None:
    before = kept(tmp_path, check(tmp_path, book(1)))
    renamed = city.checked(tmp_path / "new", {"改.xlsx": book(2)}, explained=before)
    assert [one.code for one in renamed.findings] == ["R302", "N610"]
    # Another unit's explanation is nothing to this one.
    other = city.checked(tmp_path / "b", {"局.xlsx": book(2, unit="finance")}, explained=before)
    assert [one.code for one in other.findings] == ["R302"]


@pytest.mark.parametrize("words", ["", "{}", "[]", "null", '{"books": 3}', '{"books": [{}]}', "x"])
def test_what_is_no_earlier_check_is_refused(words: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(words, encoding="utf-8")
    with pytest.raises(CannotWork):
        load_explained(path)
    with pytest.raises(CannotWork):
        load_explained(tmp_path / "none.json")


def test_the_merge_lists_what_is_explained(tmp_path: Path) -> None:
    city.put(tmp_path / "in", {"办公室.xlsx": book(1), "局.xlsx": city.book("market")})
    where = ("merge", tmp_path / "in", "-o", tmp_path / "city.xlsx", "--reporter", "市")

    listed = run(*where, "--format", "json")
    (one,) = listed.data["explained"]
    assert one["reporter"] == city.unit("gov_office")["name"]
    assert (one["rule"], one["explanation"]) == ("proactive.disclosed_in_total", WORDS)
    assert (one["left"], one["right"], one["difference"]) == ("32", "31", "1")
    assert one["places"]
    assert one["numbers"]

    words = run(*where, "--format", "text").out
    assert "已说明的提示：" in words
    assert words.count(WORDS) == 2

    before = tmp_path / "before.json"
    checked = run("check", tmp_path / "in", "--format", "json", "-o", before)
    assert checked.code == 0
    (tmp_path / "in" / "办公室.xlsx").write_bytes(book(2))
    again = run(*where, "--format", "json", "--explained", before)
    assert (again.code, again.data["explained"]) == (0, [])
    assert "N610" in run("check", tmp_path / "in", "--explained", before).out
