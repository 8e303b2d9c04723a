"""The sample office from its first run to the report, as a city's clerk would go about it."""

import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

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


def stages(folder: Path) -> Counter[str]:
    done = xl2report("status", folder, "--format", "json")
    listed = done.data
    units = listed if isinstance(listed, list) else listed["reporters"]
    return Counter(unit["state"] for unit in units)


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
