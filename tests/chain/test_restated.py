"""A carried-over figure that differs from last year's: an error, until the clerk has written down why."""

import json
from pathlib import Path

import openpyxl
import pytest

import last_samples as samples
from command import xl2report as run
from xl2report.chain.check import check
from xl2report.chain.merge import merge
from xl2report.desk import show
from xl2report.form.layout import CHECKS_EXPLANATION, OVERVIEW_SHEET
from xl2report.form.relations import Relation
from xl2report.ground.findings import Finding

TOTAL, PART = "requests.carry_over_total", "requests.carry_over"
WHY = "上年年报漏计1件，已向上级书面说明"
CARRIED, GRANTED = "requests.carried_in.natural_person", "requests.granted.natural_person"


def relations() -> dict[str, Relation]:
    """The relation of the total, and that of the part that differs."""
    return {
        one.rule.id: one
        for one in samples.plan().relations.all
        if (one.rule.id, one.scope) in {(TOTAL, "total"), (PART, "natural_person")}
    }


def departed(folder: Path, now: int = 2) -> Path:
    """A workbook issued with 1 carried over, in which the clerk has typed another number."""
    path = samples.issued(folder)
    samples.typed_all(path, {CARRIED: now, GRANTED: now})
    return path


def say(path: Path, rule: str, words: str) -> None:
    """Write a reason beside a relation on the sheet of checks."""
    plan = samples.plan()
    book = openpyxl.load_workbook(path)
    row = plan.layout.check_rows[relations()[rule].number]
    book[plan.form.sheets.checks].cell(row, CHECKS_EXPLANATION).value = words
    book.save(path)
    book.close()


def found(path: Path, **options: object) -> list[Finding]:
    report = check([path], **options)  # type: ignore[arg-type]  # as `check` has them
    codes = {"N610"}
    return [one for one in report.findings if one.rule in {TOTAL, PART} or one.code in codes]


def test_without_a_reason_it_is_an_error_that_says_where_to_give_one(tmp_path: Path) -> None:
    (one,) = found(departed(tmp_path))
    assert (one.rule, one.level, one.explained) == (TOTAL, "error", False)
    assert "写明重述说明" in one.remedy("zh")
    assert samples.plan().form.sheets.checks in one.remedy("zh")
    assert "restated" in one.remedy("en")


@pytest.mark.parametrize("rule", [TOTAL, PART])
def test_with_one_it_is_a_warning_that_carries_it(rule: str, tmp_path: Path) -> None:
    path = departed(tmp_path)
    say(path, rule, WHY)
    (one,) = found(path)
    assert (one.rule, one.level, one.explanation) == (rule, "warning", WHY)
    assert one.explained
    assert not check([path]).errors
    # Last year's own workbooks besides change nothing in that.
    assert [two.level for two in found(path, last=[tmp_path / "last"])] == ["warning"]


@pytest.mark.parametrize("words", [" ", "\u3000", "\n"])
def test_blanks_are_no_reason(words: str, tmp_path: Path) -> None:
    path = departed(tmp_path)
    say(path, TOTAL, words)
    assert [one.level for one in found(path)] == ["error"]


def test_a_reason_for_other_numbers_leaves_the_error(tmp_path: Path) -> None:
    for rule in (TOTAL, PART):
        (tmp_path / rule).mkdir()
        path = departed(tmp_path / rule)
        say(path, rule, WHY)
        before = tmp_path / f"{rule}.json"
        before.write_text("".join(show.check_json(check([path]))), encoding="utf-8")
        samples.typed_all(path, {CARRIED: 3, GRANTED: 3})
        now = found(path, explained=before)
        assert sorted((one.code, one.rule, one.level) for one in now) == [
            ("N610", rule, "warning"),
            ("R301", TOTAL, "error"),
        ]
        # And so it stays.
        before.write_text(
            "".join(show.check_json(check([path], explained=before))), encoding="utf-8"
        )
        assert [one.level for one in found(path, explained=before) if one.code == "R301"] == [
            "error"
        ]


def test_a_reason_for_one_part_is_none_for_the_others(tmp_path: Path) -> None:
    path = samples.issued(tmp_path)
    other = "requests.carried_in.business"
    samples.typed_all(path, {CARRIED: 2, GRANTED: 2, other: 1, "requests.granted.business": 1})
    say(path, PART, WHY)
    (one,) = found(path)
    assert (one.rule, one.level) == (TOTAL, "error")


def test_the_merge_lists_it(tmp_path: Path) -> None:
    path = departed(tmp_path)
    refused = run("merge", path, "-o", tmp_path / "c.xlsx", "--reporter", "乳山市")
    assert refused.code == 1
    say(path, TOTAL, WHY)
    total = tmp_path / "c.xlsx"
    merged = merge([path], total, reporter="乳山市")
    assert merged.workbook is not None
    assert [one.explanation for _, one in merged.check.explained] == [WHY]
    with total.open("rb") as file:
        sheet = openpyxl.load_workbook(file)[OVERVIEW_SHEET]
        words = "\n".join(str(cell.value) for row in sheet for cell in row if cell.value)
    assert f"说明：{WHY}" in words
    data = run("merge", path, "-o", total, "--reporter", "乳山市", "--format", "json").data
    assert [one["explanation"] for one in data["explained"]] == [WHY]


def test_the_units_own_report_says_it_in_a_note(tmp_path: Path) -> None:
    path = departed(tmp_path)
    say(path, TOTAL, WHY)
    page = tmp_path / "r.html"
    assert run("report", path, "-o", page).code == 0
    text = page.read_text(encoding="utf-8")
    assert text.count(WHY) == 1
    assert "草稿" not in text
    # Without a reason nothing is said, and it is a draft.
    bare = tmp_path / "bare"
    bare.mkdir()
    run("report", departed(bare), "-o", page)
    text = page.read_text(encoding="utf-8")
    assert "重述" not in text
    assert "草稿" in text


def test_the_rule_book_and_explain_say_so(tmp_path: Path) -> None:
    del tmp_path
    assert "写明重述说明的为提示" in run("forms", samples.FORM, "--rules").out
    told = run("explain", TOTAL, "--format", "json")
    if told.code == 0:
        assert json.dumps(told.data).count('"restatable": true')
