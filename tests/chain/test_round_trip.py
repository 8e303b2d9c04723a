"""What goes into a workbook comes out of it: every value, state, text, explanation, declaration."""

import json
import random
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import city
from conftest import Soffice
from xl2report.chain.check import check
from xl2report.chain.fill import fill
from xl2report.chain.forms import open_plan
from xl2report.chain.merge import merge
from xl2report.chain.read import read
from xl2report.form.plan import Plan
from xl2report.ground.points import Measure

EDITIONS = ("disclosure-2019", "disclosure-2021")
SEEDS = range(8)
ODD_TEXTS = (
    "第一行\n第二行\n\n　　第四行",
    "=SUM(A1:A9)",
    "+1", "-1", "@名单", "'带撇号", "0012", "1E5", "TRUE", "#REF!", "2021-01-20", "http://例.中国/?a=b&c",
    "😀 𠮷 \u200b ﷽", "<b>&amp;</b>", "_x000D_", "_x0041_", "a\tb", "\u00a0\u3000两端有空格 ",
    "“引号” \"双\" '单'", "{n} {0} %s", "长" * 5000,
)  # fmt: skip


@cache
def plan(edition: str) -> Plan:
    return open_plan(edition)


def a_number(chance: random.Random, measure: Measure) -> str | int:
    """A number of the measure, of any size Excel holds, as people or programs write it."""
    steps = chance.choice([0, 1, 10**12 + 1, chance.randrange(10 ** chance.randint(1, 13))])
    signed = -steps if measure.signed and chance.random() < 0.5 else steps
    return measure.show(signed) if measure.decimals or chance.random() < 0.5 else signed


def any_data(edition: str, seed: int) -> dict[str, Any]:
    """A return with a number, a zero or nothing in each cell, and something in every other place."""
    chance = random.Random(f"{edition} {seed}")  # noqa: S311 - no secret
    form = plan(edition)
    filled = chance.random()
    values = {
        point.id: a_number(chance, point.measure)
        for place, point in enumerate(form.form.points)
        if place not in form.relations.fills and chance.random() < filled
    }
    unit = chance.choice(city.units())
    texts = chance.sample(ODD_TEXTS, len(form.form.texts))
    keys = sorted(form.explanations.values())
    return {
        "form": edition,
        "year": form.form.last_year or form.form.first_year,
        "reporter": {"name": unit["name"], "code": unit["code"]},
        "values": values,
        "texts": dict(zip((text.id for text in form.form.texts), texts, strict=True)),
        "explanations": {
            key: chance.choice(ODD_TEXTS).strip() for key in chance.sample(keys, len(keys) // 2)
        },
        "cover": {
            "compiler": chance.choice(("张三", "=甲", "007")),
            "phone": chance.choice(("0631-0000001", "06310000001")),
            "date": "2021-01-20",
        },
        "declarations": {
            "zero_report": chance.random() < 0.2,
            "blank_is_zero": sorted(
                table.id for table in form.form.tables if chance.random() < 0.5
            ),
            "switches": [field.id for field in form.form.cover if field.switch][: seed % 2],
        },
    }  # fmt: skip


def one(path: Path) -> dict[str, Any]:
    """The object that `read` gives for a workbook."""
    books, _ = read([path])
    (found,) = books
    return found


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_filled_in_is_read(edition: str, seed: int, tmp_path: Path) -> None:
    given_ = any_data(edition, seed)
    form = plan(edition)

    found = one(fill(edition, given_, tmp_path / "book.xlsx"))

    typed = {
        point.id: found["values"][point.id]
        for place, point in enumerate(form.form.points)
        if place not in form.relations.fills
    }
    meant = {point: str(value) for point, value in given_["values"].items()}
    assert {point: cell["value"] for point, cell in typed.items()} == {
        point: meant.get(point) for point in typed
    }
    assert {point: cell["state"] for point, cell in typed.items()} == {
        point: state_of(meant.get(point)) for point in typed
    }
    for part in ("form", "year", "reporter", "texts", "explanations", "declarations"):
        assert found[part] == given_[part], part
    assert {key: found["cover"][key] for key in given_["cover"]} == given_["cover"]


def state_of(value: str | None) -> str:
    return "blank" if value is None else ("zero" if float(value) == 0 else "number")


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_read_fills_a_workbook_that_reads_the_same(
    edition: str, seed: int, tmp_path: Path
) -> None:
    first = fill(edition, any_data(edition, seed), tmp_path / "book.xlsx")
    books, _ = read([first])
    (tmp_path / "read.json").write_text(json.dumps(books), encoding="utf-8")

    again = fill(edition, tmp_path / "read.json", tmp_path / "again" / "book.xlsx")

    assert one(again) == books[0]
    assert again.read_bytes() == first.read_bytes()


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("seed", SEEDS)
def test_totals_are_what_a_clerk_with_a_calculator_gets(
    edition: str, seed: int, tmp_path: Path
) -> None:
    given_ = any_data(edition, seed)
    found = one(fill(edition, given_, tmp_path / "book.xlsx"))["values"]
    declared = given_["declarations"]["blank_is_zero"]
    for row in plan(edition).form.table("requests").rows:
        kinds = ("natural_person", "business", "research", "public_welfare", "legal_service")
        cells = [found[f"requests.{row.id}.{kind}"]["value"] for kind in (*kinds, "other_org")]
        if None in cells and "requests" not in declared:
            expected = None
        else:
            expected = str(sum(int(cell or 0) for cell in cells))
        assert found[f"requests.{row.id}.total"]["value"] == expected, row.id


any_text = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)


@settings(max_examples=30, deadline=None, derandomize=True, database=None)
@given(words=any_text)
@example(words="\r\n")
@example(words="a\rb\r\nc")
@example(words="\x00\x0b\x1f")
@example(words="\ufffe\uffff")
def test_any_text_comes_back(words: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("text") / "book.xlsx"
    data = {**any_data(EDITIONS[0], 0), "texts": {"problems": words}}

    # A line of Windows ends like any other.
    lines = words.replace("\r\n", "\n")
    assert one(fill(EDITIONS[0], data, path))["texts"] == {"problems": lines}


def states(book: dict[str, Any]) -> dict[str, Any]:
    """What must survive another program: all but what it did not calculate or says of formulas."""
    return {key: value for key, value in book.items() if key != "book"}


@pytest.mark.office
def test_workbooks_saved_by_libreoffice_read_the_same_without_a_new_finding(
    soffice: Soffice, tmp_path: Path
) -> None:
    returns = city.put(tmp_path / "returns", city.returns())
    merge([returns], tmp_path / "books" / "city.xlsx", reporter=city.CITY)
    for seed in (1, 2):
        for edition in EDITIONS:
            fill(edition, any_data(edition, seed), tmp_path / "books" / f"{edition}-{seed}.xlsx")
    for name in ("教育和体育局", "乳山口镇"):
        (returns / f"{name}.xlsx").rename(tmp_path / "books" / f"{name}.xlsx")
    books = sorted((tmp_path / "books").iterdir())

    saved = soffice.convert_all(books, "xlsx", tmp_path / "saved")

    for before, after in zip(books, saved, strict=True):
        assert states(one(after)) == states(one(before)), before.name
        told = [
            [
                (found.code, found.places, found.left, found.right)
                for found in check([path]).findings
            ]
            for path in (before, after)
        ]
        assert told[1] == told[0], before.name
