"""A warning on a free text is answered beside it; the answer holds while the text stays the same."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import city
from city import text
from command import xl2report as run
from xl2report.chain.check import CheckReport
from xl2report.chain.read import read
from xl2report.desk import show

YEAR = "2019年，本局主动公开政务信息还不够全面，今后逐步改进。"
LIST = "全年公开信息100条，其中概况信息12条、动态信息78条、目录信息20条。"
WORDS = "该项工作上年开始，延续到本年"
KEY = "texts.problems"


def book(words: str, answer: str = WORDS, unit: str = "civil_affairs") -> bytes:
    data = city.data(unit)
    return city.made({
        **data,
        "texts": {**data["texts"], "problems": words},
        "explanations": {KEY: answer} if answer else {},
    })  # fmt: skip


def check(folder: Path, workbook: bytes, **options: Any) -> CheckReport:  # noqa: ANN401 - as `check`
    return city.checked(folder / "returns", {"民政局.xlsx": workbook}, **options)


def told(report: CheckReport) -> list[tuple[str, bool, str]]:
    return [(one.code, one.explained, one.explanation) for one in report.findings]


def kept(folder: Path, report: CheckReport) -> Path:
    path = folder / "checked.json"
    path.write_text("".join(show.check_json(report)), encoding="utf-8")
    return path


def test_it_says_where_to_answer_and_that_cell_is_read(tmp_path: Path) -> None:
    plan = city.plan()
    cell = plan.layout.text_answers["problems"]
    (unanswered,) = check(tmp_path, book(YEAR, "")).findings
    assert f"在 {cell} 说明" in unanswered.remedy("zh")
    assert f"explain it in {cell}" in unanswered.remedy("en")
    place = f"{plan.form.sheets.texts}!{cell}"
    typed = city.wrong(book(YEAR, ""), place, text(f" {WORDS}\n"))
    assert told(check(tmp_path, typed)) == [("N601", True, WORDS)]


def test_one_answer_is_for_all_that_is_told_of_a_text(tmp_path: Path) -> None:
    report = check(tmp_path, book(YEAR + LIST))
    assert told(report) == [("N601", True, WORDS), ("N604", True, WORDS)]
    assert {one.point for one in report.findings} == {KEY}
    assert "（其中已说明 2 处）" in run("check", tmp_path / "returns").out


def test_it_holds_while_the_text_stays_and_is_void_once_when_it_changes(tmp_path: Path) -> None:
    before = kept(tmp_path, check(tmp_path, book(YEAR + LIST)))
    spaced = book((YEAR + LIST).replace("，", "，\n"))
    assert told(check(tmp_path, spaced, explained=before)) == [
        ("N601", True, WORDS), ("N604", True, WORDS),
    ]  # fmt: skip
    other = book((YEAR + LIST).replace("全面", "及时"))
    second = check(tmp_path, other, explained=before)
    assert sorted(told(second)) == [("N601", False, ""), ("N604", False, ""), ("N611", False, "")]
    # It stays void in the check after that, until it is written anew.
    again = kept(tmp_path, second)
    codes = [code for code, *_ in told(check(tmp_path, other, explained=again))]
    assert codes.count("N611") == 1
    anew = book((YEAR + LIST).replace("全面", "及时"), "另有原因")
    assert {answered for _, answered, _ in told(check(tmp_path, anew, explained=again))} == {True}


def test_texts_that_are_alike_can_be_answered_by_each_unit(tmp_path: Path) -> None:
    words = "存在的问题：一是主动公开内容不够全面；二是信息更新不够及时；三是业务培训有待加强，今后逐项改进。"
    books = {"民政局.xlsx": book(words, "两局合署办公"), "市场局.xlsx": book(words, "", "market")}
    found = city.checked(tmp_path, books).findings
    assert sorted(told_ for told_ in ((f.code, f.book, f.explanation) for f in found)) == [
        ("N603", "市场局.xlsx", ""), ("N603", "民政局.xlsx", "两局合署办公"),
    ]  # fmt: skip


def test_what_was_answered_of_a_text_that_is_alike_is_void_when_it_changes(tmp_path: Path) -> None:
    words = "存在的问题：一是主动公开内容不够全面；二是信息更新不够及时；三是业务培训有待加强，今后逐项改进。"
    more = "全年公开信息100条，其中概况信息12条、动态信息78条、目录信息20条。"

    def look(text_: str, before: Path | None = None) -> CheckReport:
        books = {
            "民政局.xlsx": book(text_, "两局合署办公"),
            "市场局.xlsx": book(text_, "", "market"),
        }
        return city.checked(tmp_path / "in", books, explained=before)

    def mine(report: CheckReport) -> list[tuple[str, bool]]:
        return [(one.code, one.explained) for one in report.findings if one.book == "民政局.xlsx"]

    before = kept(tmp_path, look(words))
    assert mine(look(words, before)) == [("N603", True)]
    other = words.replace("不够及时", "不够经常")
    assert mine(look(other, before)) == [("N603", False), ("N611", False)]
    # It is told once, whatever else is told of the text; and it stays so.
    after = look(other + more, before)
    assert sorted(mine(after)) == [("N603", False), ("N604", False), ("N611", False)]
    again = look(other + more, kept(tmp_path, after))
    assert sorted(mine(again)) == sorted(mine(after))


def test_it_is_carried_through_read_and_fill(tmp_path: Path) -> None:
    path = city.put(tmp_path, {"民政局.xlsx": book(YEAR)}) / "民政局.xlsx"
    (found,), _ = read([path])
    assert found["explanations"] == {KEY: WORDS}
    data = tmp_path / "data.json"
    data.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    assert run("fill", "disclosure-2019", data, "-o", tmp_path / "again.xlsx").code == 0
    (again,), _ = read([tmp_path / "again.xlsx"])
    assert again["explanations"] == found["explanations"]
    found["explanations"] = {"texts.nothing": "x"}
    data.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    assert run("fill", "disclosure-2019", data, "-o", tmp_path / "no.xlsx").code == 2


def test_the_forms_help_is_never_taken_for_an_answer(tmp_path: Path) -> None:
    """Two columns put in before the texts: the help now stands where answers stood."""
    sheet = city.plan().form.sheets.texts
    moved = city.rewritten(book(YEAR, ""), lambda found: found[sheet].insert_cols(1, 2))
    path = city.put(tmp_path, {"民政局.xlsx": moved}) / "民政局.xlsx"
    (found,), _ = read([path])
    assert found["explanations"] == {}


@pytest.mark.parametrize("form", ["disclosure-2019", "disclosure-2021"])
def test_the_cell_is_open_beside_each_text_of_the_template(form: str, tmp_path: Path) -> None:
    path = tmp_path / "blank.xlsx"
    year = form[-4:]
    assert run("template", form, "--year", year, "-o", path).code == 0
    plan = city.plan() if form == "disclosure-2019" else city.later_plan()
    sheet = openpyxl.load_workbook(path)[plan.form.sheets.texts]
    assert plan.layout.text_answers.keys() == {one.id for one in plan.form.texts}
    for cell in plan.layout.text_answers.values():
        assert not sheet[cell].protection.locked
        assert not any(cell in merged for merged in sheet.merged_cells.ranges)
