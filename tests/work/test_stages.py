"""The order of findings, and many cells with one slip as one finding that loses no place."""

from work.assess_filings import form_plan
from xl2report.ground.findings import Finding
from xl2report.work.assess.stages import staged

SHEET = "三、申请办理"


def entry(code: str, cell: str, found: str = "无", sheet: str = SHEET) -> Finding:
    args = {"found": found, "unit": "件", "value": "3"}
    return Finding(
        code, "书.xlsx", f"{sheet} › {cell}（某项）", (f"{sheet}!{cell}",), args, point=f"a.{cell}"
    )


def test_stages_come_in_order_and_within_one_by_sheet_and_cell() -> None:
    given = [
        Finding("N601", "书.xlsx", "", ("文字材料!B55",)),
        Finding("R301", "书.xlsx", "", ("文字材料!E18",), rule="text.channels"),
        Finding("R301", "书.xlsx", "", (f"{SHEET}!D7",), rule="requests.carry_over_total"),
        Finding("R301", "书.xlsx", "", ("二、主动公开!D7",), rule="proactive.items_end"),
        entry("E101", "D12"),
        entry("E106", "D9"),
        Finding("E125", "书.xlsx", "", ("封面!C12",)),
        Finding("E121", "书.xlsx", "", ("封面!C5",)),
        Finding("W205", "书.xlsx", "", ("封面!C4",)),
        Finding("W207", "书.xlsx", "", (f"{SHEET}!A7",)),
    ]
    found = [one.code + one.rule for one in staged(form_plan(), given)]
    assert found == [
        "W207",
        "W205",
        "E121",
        "E125",
        "E106",
        "E101",
        "R301proactive.items_end",
        "R301requests.carry_over_total",
        "R301text.channels",
        "N601",
    ]


def test_three_alike_stay_three_and_four_are_one() -> None:
    three = [entry("E101", f"D{row}") for row in (7, 8, 9)]
    assert staged(form_plan(), three) == tuple(three)

    (one,) = staged(form_plan(), [*three, entry("E101", "F9")])

    assert one.places == tuple(f"{SHEET}!{cell}" for cell in ("D7", "D8", "D9", "F9"))
    assert one.where == f"{SHEET} › D7:D9、F9"
    assert one.message("zh").splitlines() == [
        "填的是“无”，应为数字（件）",
        "共 4 个单元格：D7:D9、F9",
    ]
    assert one.message("en").splitlines()[1] == "4 cells: D7:D9, F9"


def test_different_words_of_one_kind_are_shown_by_three_of_them() -> None:
    found = ("无", "/", "无", "—", "零")
    given = [entry("E101", f"D{row}", word) for row, word in enumerate(found, 7)]
    (one,) = staged(form_plan(), given)
    assert one.message("zh").splitlines()[0] == "填的是“无”、“/”、“—”，应为数字（件）"


def test_another_sheet_another_code_and_a_finding_on_several_cells_stay_apart() -> None:
    given = [entry("E101", f"D{row}") for row in (7, 8, 9)]
    given += [entry("E101", f"C{row}", sheet="二、主动公开") for row in (7, 8)]
    given += [entry("E106", "D10"), Finding("E108", "书.xlsx", "", (f"{SHEET}!D11:D14",))]
    assert len(staged(form_plan(), given)) == len(given)


def test_nothing_is_staged_away() -> None:
    assert staged(form_plan(), []) == ()
