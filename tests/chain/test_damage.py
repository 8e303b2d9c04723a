"""Damaged workbooks: every value read is the true one at its point, or the point is refused.

A small share of what `tests/damage/run.py` does at full size.
"""

from collections.abc import Iterable
from pathlib import Path

import pytest

from conftest import Soffice
from damage.damage import damaged
from damage.judge import BASES, EDITIONS, Verdict, base, judge
from xl2report.chain.forms import open_plan

BOOKS = 150
OFFICE = 20


def wrong(verdicts: Iterable[tuple[str, Verdict]]) -> list[str]:
    return [
        f"{name}: {'; '.join(verdict.misreads[:3])}{verdict.trace}"
        for name, verdict in verdicts
        if verdict.misreads or verdict.trace
    ]


def test_no_damage_makes_a_wrong_value() -> None:
    verdicts = []
    for number in range(BOOKS):
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
