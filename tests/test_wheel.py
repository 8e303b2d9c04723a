"""The tests see the built wheel, and the wheel is this checkout's, form definitions included."""

import fnmatch
import sys
import sysconfig
from pathlib import Path

import xl2report

CHECKOUT = Path(__file__).resolve().parents[1]
INSTALLED = Path(xl2report.__file__).resolve().parent
LITTER = ["__pycache__", "*.py[cod]", "~$*", ".~lock.*", ".DS_Store", "Thumbs.db"]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, by its path in it; without caches and lock files."""
    inner = {path: path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    return {
        name.as_posix(): path.read_bytes()
        for path, name in inner.items()
        if not any(fnmatch.fnmatch(part, litter) for part in name.parts for litter in LITTER)
    }


def assert_same(expected: dict[str, bytes], actual: dict[str, bytes]) -> None:
    assert sorted(expected) == sorted(actual)
    assert [name for name in expected if expected[name] != actual[name]] == []


def test_package_comes_from_site_packages_of_the_venv() -> None:
    assert sys.prefix != sys.base_prefix
    assert Path(sysconfig.get_path("purelib")).resolve() / "xl2report" == INSTALLED


def test_source_root_is_not_importable() -> None:
    toolkit = CHECKOUT / "toolkit"

    assert toolkit not in [Path(entry).resolve() for entry in sys.path]


def test_wheel_holds_every_template_byte_for_byte() -> None:
    templates = contents(CHECKOUT / "workbook_templates")

    assert templates
    assert_same(templates, contents(INSTALLED / "_templates"))


def test_wheel_holds_the_package_of_this_checkout() -> None:
    installed = contents(INSTALLED)
    package = {n: data for n, data in installed.items() if not n.startswith("_templates/")}

    assert_same(contents(CHECKOUT / "toolkit" / "xl2report"), package)
