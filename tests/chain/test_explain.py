"""`explain`: codes, rules, and a number from the report's sentence to the units' cells and back."""

import json
from pathlib import Path
from typing import Any

import pytest

import city
from adding_samples import GOOD, POINT, merged
from command import Ran, clear, xl2report
from xl2report.chain.errors import CannotWork
from xl2report.chain.explain import explain
from xl2report.ground.wordings import CODES

TOTAL = "requests.results_total.total"
MESSAGES = Path(__file__).resolve().parents[1] / "messages"
UNITS = ("civil_affairs", "police", "market", "education")


@pytest.fixture(name="home", scope="module")
def make_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("explain")
    books = {f"{city.unit(unit)['short']}.xlsx": city.book(unit) for unit in UNITS}
    assert merged(home, books, GOOD).workbook is not None
    return home


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_is_explained_with_an_example(code: str) -> None:
    found = explain(code.lower())
    assert found["kind"] == "code"
    assert found["name"] == [CODES[code].name_zh, CODES[code].name_en]
    for key in ("example", "example_en"):
        assert code in found[key] or not (MESSAGES / f"{code}.txt").is_file()


def test_a_rule_is_explained_in_words_and_as_the_sheet_has_it() -> None:
    found = explain("requests.balance", form="disclosure-2019")
    (form,) = found["forms"]
    assert form["says"][0] == "第一项加第二项之和，等于第三项加第四项之和"
    assert (
        form["formulas"][0]["formula"] == "SUM('三、申请办理'!D7:D8) = SUM('三、申请办理'!D28:D29)"
    )
    assert len(explain("requests.balance")["forms"]) == 2


@pytest.mark.parametrize("name", [TOTAL, "三、申请办理!J28", "三、申请办理!$J$28"])
def test_a_point_goes_by_id_and_cell(name: str) -> None:
    found = explain(name, form="disclosure-2019")
    assert (found["point"], found["place"]) == (TOTAL, "三、申请办理!J28")
    assert "requests.balance" in found["rules"]
    assert found["computed"]["rule"]


def total_in(home: Path) -> dict[str, Any]:
    (book,) = explain(TOTAL, [home / "city.xlsx", home / "returns"])["books"]
    return book  # type: ignore[no-any-return]  # as JSON has it


def test_the_chain_leads_from_the_sentence_to_the_units_cells(home: Path) -> None:
    book = total_in(home)
    filing, _ = city.read_book((home / "city.xlsx").read_bytes())
    assert book["value"] == str(filing.values[city.plan().index[TOTAL]])
    assert any(
        book["value"] == one["printed"] and book["value"] in one["sentence"]
        for one in book["sentences"]
    )
    given = {part["book"]: part for part in book["parts"]}
    for unit in UNITS:
        name = f"{city.unit(unit)['short']}.xlsx"
        value = city.read_book(city.book(unit))[0].values[city.plan().index[TOTAL]]
        assert (given[name]["value"] if name in given else "0") == str(value)
    assert sum(int(part["value"]) for part in book["parts"]) + 2 == int(book["value"])
    assert all(part["changed"] is False and len(part["sha256"]) == 64 for part in book["parts"])
    assert [(one["amount"], one["author"]) for one in book["adjustments"]] == [("+2", "张三")]
    assert {one["point"] for one in book["from"]} <= set(city.plan().index)


def test_a_file_that_has_changed_since_is_told(home: Path, tmp_path: Path) -> None:
    police = city.unit("police")["short"]
    books = {f"{police}.xlsx": city.wrong(city.book("police"), city.cell(POINT), city.number(77))}
    returns = city.put(tmp_path / "returns", books)
    (book,) = explain(POINT, [home / "city.xlsx", returns])["books"]
    part = next(one for one in book["parts"] if one["book"] == f"{police}.xlsx")
    assert (part["changed"], part["now"]) == (True, "77")
    assert part["value"] != "77"


def test_and_back_from_a_units_cell_to_the_sentence(home: Path) -> None:
    name = f"{city.unit('police')['short']}.xlsx"
    books = explain(POINT, [home / "returns" / name, home / "city.xlsx"])["books"]
    unit = next(book for book in books if book["role"] == "unit")
    (into,) = unit["goes_into"]
    assert into["counted"] == {"value": unit["value"], "same_file": True}
    assert into["place"] == city.cell(POINT)
    assert any(one["via"] for one in into["sentences"])  # through the total it is part of


def test_without_a_total_the_units_are_added_up(home: Path) -> None:
    (book,) = explain(POINT, [home / "returns"])["books"]
    assert book["role"] == "none"
    assert sum(int(part["value"]) for part in book["parts"]) == int(book["value"])


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("R3O1", "R301"),
        ("requests.balanc", "requests.balance"),
        ("requests.granted.totl", "requests.granted.total"),
    ],
)
def test_what_is_unknown_is_told_with_what_is_near(name: str, near: str) -> None:
    with pytest.raises(CannotWork) as told:
        explain(name)
    assert near in told.value.chinese
    assert near in told.value.english


@pytest.mark.parametrize("name", ["", " ", "!", "表!", "!!A1", "\x00", "x" * 3000])
def test_nonsense_is_one_message(name: str) -> None:
    with pytest.raises(CannotWork):
        explain(name)


def test_a_path_that_is_none_is_one_message(tmp_path: Path) -> None:
    with pytest.raises(CannotWork):
        explain(POINT, [tmp_path / "nichts.xlsx"])
    (tmp_path / "a.xlsx").write_bytes(b"no workbook")
    with pytest.raises(CannotWork):
        explain(POINT, [tmp_path / "a.xlsx"])


def said(*arguments: str, language: str = "zh") -> Ran:
    return xl2report("explain", *arguments, language=language)


def test_on_the_command_line(home: Path) -> None:
    paths = [str(home / "city.xlsx"), str(home / "returns")]
    told = said(TOTAL, *paths)
    assert told.code == 0
    assert "报告：" in told.out
    assert "SHA-256" in told.out
    assert "转办件漏计（张三，2021-01-20）" in told.out
    data = json.loads(said(TOTAL, *paths, "--format", "json").out)
    assert data["point"] == TOTAL
    assert said("R301", language="en").out.startswith("R301    relation broken    error")
    blank = said("E108").out
    assert "有 … 个单元格没有填写，也没有声明空白为 0；因此 … 条关系无法核对" in blank
    english = said("E108", language="en").out
    assert "… cells are blank and blanks are not declared zero; … relations cannot be" in english
    assert "1 cell is blank" in english  # the example speaks the same language
    for text in (blank, english):
        assert not {"{", "}"} & set(text)
    assert "R301" in clear(said("R3O1"))
