"""The sample office from its first run to the report, as a city's clerk would go about it."""

import importlib.util
import re
import shutil
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from command import xl2report

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def sample() -> ModuleType:
    """The script that makes the office; `make` is the name of the other sample's too."""
    spec = importlib.util.spec_from_file_location(
        "make_office", ROOT / "samples" / "office-2021" / "make.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_office"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def office(sample: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("work") / "office"
    sample.make(folder)
    return Path(folder)


def reporters(folder: Path) -> list[dict[str, Any]]:
    done = xl2report("status", folder, "--today", "2022-01-28", "--format", "json")
    listed: list[dict[str, Any]] = done.data["reporters"]
    return listed


def stages(folder: Path) -> Counter[str]:
    return Counter(unit["state"] for unit in reporters(folder))


def test_from_the_first_run_to_the_report(sample: ModuleType, office: Path) -> None:
    setting = sample.load(ROOT / "samples" / "office-2021" / "units.yaml")

    first = xl2report("run", office)
    states = stages(office)

    assert first.code == 1
    assert not list((office / "output").glob("*.docx"))
    assert states["missing"] == len(setting["missing"])
    # The five with faults, and the one that has sent last year's.
    assert states["returned"] == len(setting["faulty"]) + len(setting["wrong_year"])
    assert (office / "output" / "概览.html").is_file()

    sample.answer(office)
    second = xl2report("run", office)

    assert second.code == 0, second.err
    assert len(list((office / "output").glob("*.docx"))) == 1
    assert not stages(office).keys() & {"missing", "returned", "duplicate"}
    # Late are the two that were, and whose first workbook of this year came when they were asked.
    late = {one["reporter"]: one["days_late"] for one in reporters(office) if one["days_late"]}
    assert len(late) == len([*setting["late"], *setting["missing"], *setting["wrong_year"]])
    assert set(late.values()) == {5, 7, 10, 12}


def test_what_the_report_says_has_changed_is_judged_by_the_units_workbooks(
    sample: ModuleType, office: Path, tmp_path: Path
) -> None:
    sample.answer(office)
    assert xl2report("run", office).code == 0
    (document,) = (office / "output").glob("*.docx")
    total = office / "output" / "乳山市人民政府.xlsx"

    alone = xl2report("proofread", document, "--last", office / "last")
    assert alone.code == 2
    assert "--against" in alone.err
    beside = xl2report("proofread", document, "--last", office / "last", "--against", total)
    assert beside.code == 0, beside.out
    without = xl2report("proofread", document, "--against", total)
    assert agreed(beside.out) > agreed(without.out)

    kept = tmp_path / "last"
    shutil.copytree(office / "last", kept)
    next(kept.glob("*局.xlsx")).unlink()
    lacking = xl2report("proofread", document, "--last", kept, "--against", total)
    assert lacking.code == 2
    assert "缺 1 个单位" in lacking.err


def agreed(told: str) -> int:
    """How many numbers of a text were right."""
    (found,) = re.findall(r"相符 (\d+)", told)
    return int(found)


def test_last_years_workbooks_add_up_to_the_published_tables(
    sample: ModuleType, office: Path, tmp_path: Path
) -> None:
    published = sample.load(ROOT / "samples" / "rushan-2020" / "published.yaml")["points"]
    city = tmp_path / "全市.xlsx"
    merged = xl2report("merge", office / "last", "-o", city, "--reporter", "乳山市人民政府")
    values = xl2report("read", city).data[0]["values"]

    assert merged.code == 0, merged.err
    assert {point: values[point]["value"] for point in published} == {
        point: str(value) for point, value in published.items()
    }
