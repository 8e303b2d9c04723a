"""Damaged workbooks: every value read is the true one at its point, or the point is refused.

A small share of what `tests/damage/run.py` does at full size.
"""

from collections.abc import Iterable
from pathlib import Path

import pytest

from conftest import Soffice
from damage.damage import damaged
from damage.judge import BASES, EDITIONS, Verdict, base, judge
from damage.office import edit_all, edited
from xl2report.chain.forms import open_plan

BOOKS = 150
OFFICE = 20
# Those once read wrongly: headings exchanged where the codes are gone, a declaration that went astray, a copy that
# was the only one left under no name of the form.
ONCE_WRONG = (3601, 101_400, 303_482)


def wrong(verdicts: Iterable[tuple[str, Verdict]]) -> list[str]:
    return [
        f"{name}: {'; '.join(verdict.misreads[:3])}{verdict.trace}"
        for name, verdict in verdicts
        if verdict.misreads or verdict.trace
    ]


def test_no_damage_makes_a_wrong_value() -> None:
    verdicts = []
    for number in (*range(BOOKS), *ONCE_WRONG):
        edition = EDITIONS[number % 2]
        plan = open_plan(edition)
        made, truth, done = damaged(plan, base(edition, number // 2 % BASES), f"damage {number}")
        verdicts.append((f"damage {number} {done}", judge(plan, made, truth)))

    assert wrong(verdicts) == []
    read = sum(verdict.fates["read"] for _, verdict in verdicts)
    refused = sum(verdict.fates["refused"] for _, verdict in verdicts)
    assert read > 20 * refused


@pytest.mark.office
def test_nor_does_damage_that_libreoffice_has_saved(soffice: Soffice, tmp_path: Path) -> None:
    numbers = range(1000, 1000 + OFFICE)
    made = {}
    for number in numbers:
        edition = EDITIONS[number % 2]
        book, truth, done = damaged(
            open_plan(edition), base(edition, number // 2 % BASES), f"damage {number}"
        )
        (tmp_path / f"{number}.xlsx").write_bytes(book)
        made[number] = truth, done
    paths = [tmp_path / f"{number}.xlsx" for number in numbers]
    saved = soffice.convert_all(paths, "xlsx", tmp_path / "out")

    verdicts = [
        (
            f"damage {number} {made[number][1]}",
            judge(open_plan(EDITIONS[number % 2]), path.read_bytes(), made[number][0]),
        )
        for number, path in zip(numbers, saved, strict=True)
    ]
    assert wrong(verdicts) == []


@pytest.mark.office
def test_nor_do_rows_columns_and_sheets_edited_by_libreoffice(
    soffice: Soffice, tmp_path: Path
) -> None:
    assert soffice.program
    truths, works = {}, []
    for number in range(OFFICE):
        edition = EDITIONS[number % 2]
        workbook = base(edition, number // 2 % BASES)
        steps, truth = edited(open_plan(edition), workbook, f"office {number}")
        source, target = tmp_path / f"{number}.xlsx", tmp_path / f"{number}-edited.xlsx"
        source.write_bytes(workbook)
        works.append((source, target, steps))
        truths[number] = truth, steps
    edit_all(works, tmp_path)

    verdicts = [
        (
            f"office {number} {truths[number][1]}",
            judge(open_plan(EDITIONS[number % 2]), target.read_bytes(), truths[number][0]),
        )
        for number, (_, target, _) in enumerate(works)
    ]
    assert wrong(verdicts) == []
    assert sum(verdict.fates["read"] for _, verdict in verdicts) > 100 * OFFICE
