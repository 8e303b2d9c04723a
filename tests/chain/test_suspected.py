"""What a clerk reads of suspects: how sure it is, which cells go together, what has one cause."""

from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from openpyxl import load_workbook

import city
from command import xl2report
from suspects import slips
from xl2report.ground.findings import Finding

SHEET = "三、申请办理"
ONLY_RECORDS = "仅凭表内数字不能判断是哪一处，请对照台账核对"


def returned(
    table: str, typed: dict[str, int], totals: dict[str, int] | None = None, text: str = ""
) -> bytes:
    """A table of the published set as a workbook, with some figures typed instead, and totals over."""
    plan, values = slips.load(table)
    given = {
        point.id: point.measure.show(value)
        for number, (point, value) in enumerate(zip(plan.form.points, values, strict=True))
        if value is not None and number not in plan.relations.fills
    }
    given |= {point: str(value) for point, value in typed.items()}
    year = 2020 if plan.form.covers_year(2020) else 2025
    book = city.made(
        {
            "form": plan.form.id,
            "year": year,
            "reporter": {"name": "某局", "code": ""},
            "values": given,
            "texts": {"requests": text} if text else {},
        }
    )
    for point, value in (totals or {}).items():
        book = city.wrong(book, city.cell(point, plan), city.number(value))
    return book


def broken(folder: Path, book: bytes) -> list[Finding]:
    findings = city.checked(folder, {"return.xlsx": book}).findings
    return [one for one in findings if one.code in {"R301", "R303"} and one.level == "error"]


def test_one_slip_is_told_in_one_line(tmp_path: Path) -> None:
    (found,) = broken(tmp_path, returned("rushan-2020", {"requests.granted.natural_person": 32}))
    assert found.hints("zh") == [
        f"{SHEET} › D9 现为 32，若为 23，相关关系均成立（相邻两位数字写颠倒了）"
    ]
    assert len(found.suspects) > 1  # what else it might be stays in the data


def test_what_cannot_be_told_is_said_first(tmp_path: Path) -> None:
    (found,) = broken(tmp_path, returned("rushan-2020", {"requests.carried_out.natural_person": 0}))
    head, *examples = found.hints("zh")
    assert head == f"较可能的改法有 {found.doubt.alike} 种，{ONLY_RECORDS}，例如："
    assert found.doubt.alike > 15
    assert len(examples) == 3
    assert "about as likely" in found.hints("en")[0]


def test_two_slips_in_one_column_are_thought_of(tmp_path: Path) -> None:
    typed = {"requests.granted.natural_person": 32, "requests.unable_not_held.natural_person": 61}
    (found,) = broken(tmp_path, returned("rushan-2020", typed))
    assert found.hints("zh")[0].startswith("只改一处时如下，但也可能有几处同时填错")


def test_cells_of_one_slip_are_told_together(tmp_path: Path) -> None:
    typed = {"requests.refused_repeat.natural_person": 0, "requests.refused_repeat.business": 3}
    one, other = broken(tmp_path, returned("rushan-2020", typed))
    assert one.hints("zh") == [
        f"{SHEET} › D23 现为 0，若为 3、E23 为 0，相关关系均成立（填错了一列）"
    ]
    (said,) = other.hints("en")
    assert said.startswith(f"{SHEET} › E23 is 3; with 0, D23 being 3, the relations around it hold")
    assert one.suspects[0].also == ((f"{SHEET}!E23", "0"),)


def test_each_column_is_counted_by_itself(tmp_path: Path) -> None:
    """Twenty changes in each of two columns are not four hundred, nor the few that were combined."""
    typed = {f"requests.denied_state_secret.{at}": 1 for at in ("research", "legal_service")}
    alone = broken(tmp_path, returned("rushan-2020", dict(list(typed.items())[:1])))
    both = broken(tmp_path, returned("rushan-2020", typed))
    assert len(both) == 2
    assert both[0].doubt.alike == alone[0].doubt.alike


def test_what_one_cell_brought_about_is_told_once(tmp_path: Path) -> None:
    plan, values = slips.load("city-2025")
    totals = {plan.form.points[at].id: values[at] or 0 for at in plan.relations.fills}
    book = returned("city-2025", {"requests.granted.natural_person": 5354}, totals)
    first, *others = broken(tmp_path, book)
    assert first.hints("zh") == [
        f"{SHEET} › D9 现为 5354，若为 5345，相关关系均成立（相邻两位数字写颠倒了）"
    ]
    assert len(others) == 3
    for one in others:
        assert one.hints("zh") == [f"与上面是同一原因：{SHEET} › D9 改为 5345 后，这里也就平衡"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_where_too_much_is_wrong_no_cell_is_named(language: str, tmp_path: Path) -> None:
    plan, values = slips.load("city-2025")
    totals = {plan.form.points[at].id: values[at] or 0 for at in plan.relations.fills}
    rng = Random(3)  # noqa: S311 - slips that can be repeated
    typed = [one.id for one in plan.form.points if one.table == "requests" and one.id not in totals]
    book = returned("city-2025", {at: rng.randrange(100) for at in rng.sample(typed, 30)}, totals)
    first, *others = broken(tmp_path, book)
    (said,) = first.hints("zh" if language == "zh" else "en")
    assert ("无法逐格指出" if language == "zh" else "cells would have to change") in said
    assert first.doubt.cells > 8
    assert not any(one.hints("zh") or one.suspects for one in others)


def test_a_free_text_speaks_for_a_cell(tmp_path: Path) -> None:
    typed = {"requests.granted.natural_person": 20}
    (silent,) = broken(tmp_path, returned("rushan-2020", typed))
    assert "D9" not in silent.hints("zh")[1]
    (found,) = broken(
        tmp_path, returned("rushan-2020", typed, text="2020年，本机关全年予以公开25件。")
    )
    assert found.hints("zh")[1] == (
        f"{SHEET} › D9 现为 20，若为 23，相关关系均成立（与文字部分的数一致）"
    )


def test_zeros_too_many_are_no_yuan(tmp_path: Path) -> None:
    typed = {"requests.unable_not_held.natural_person": 160_000}
    (found,) = broken(tmp_path, returned("rushan-2020", typed))
    assert found.suspects[0].reason("zh") == "多写或少写了四个0"


def test_a_marked_copy_fills_no_cell_by_guess(tmp_path: Path) -> None:
    """Of twenty cells that may be wrong none is marked; one that is sure is."""
    typed = {"requests.carried_out.natural_person": 0, "requests.granted.business": 22}
    city.put(tmp_path / "in", {"return.xlsx": returned("rushan-2020", typed)})
    xl2report("check", tmp_path / "in", "--marked", tmp_path / "out")
    (copy,) = (tmp_path / "out").glob("*.xlsx")
    old = load_workbook(BytesIO((tmp_path / "in" / "return.xlsx").read_bytes()))[SHEET]
    new = load_workbook(BytesIO(copy.read_bytes()))[SHEET]
    filled = {
        cell.coordinate
        for row in new
        for cell in row
        if cell.fill.fgColor.rgb != old[cell.coordinate].fill.fgColor.rgb
    }
    assert {"E9", "D7", "D29"} <= filled
    assert not filled & {f"D{row}" for row in range(9, 28)}
