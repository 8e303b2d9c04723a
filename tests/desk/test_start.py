"""What a command does not need is not imported: a clerk waits for it at every start.

tests/benchmarks measures how long they wait (figures d and f); here it stands by name what must not come back.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import city

# What no command of every day has a use for, beyond what typer brings itself.
NEVER = {
    "argparse", "asyncio", "email", "html.parser", "importlib.metadata", "logging", "numpy", "openpyxl",
    "pandas", "pydantic", "rich", "ruamel", "sqlite3", "ssl", "tomllib", "unittest", "urllib.request", "xml",
}  # fmt: skip
OFFICE = {"docx", "lxml", "xlsxwriter"}
# python-docx and XlsxWriter bring some of these themselves.
OF_DOCX = {"logging", "xml"}
OF_XLSXWRITER = {"logging", "xml"}

MAIN = """
import sys
before = set(sys.modules)
from xl2report.desk.cli import main
code = main(sys.argv[1:])
sys.stderr.write(" ".join(["\\n", str(code), *sorted(set(sys.modules) - before)]))
"""


def imported(*arguments: object, cwd: Path) -> set[str]:
    """The modules that a command has imported when it has done its work."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("XL2REPORT_")}
    done = subprocess.run(
        [sys.executable, "-c", MAIN, *map(str, arguments)],
        capture_output=True,
        check=False,
        cwd=cwd,
        env={**kept, "XL2REPORT_LANG": "en"},
        timeout=60,
    )
    code, *modules = done.stderr.decode().splitlines()[-1].split()
    assert code == "0", done.stderr.decode()
    assert "xl2report.desk.cli" in modules
    return set(modules)


def among(modules: set[str], unwanted: set[str]) -> set[str]:
    """The unwanted that are there, as packages too."""
    return {one for one in unwanted for name in modules if f"{name}.".startswith(f"{one}.")}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    city.put(folder, {"one.xlsx": city.book("civil_affairs")})
    return folder


@pytest.mark.parametrize(
    ("line", "also"),
    [
        (
            ("check", "one.xlsx"),
            {
                "zipfile",
                "xl2report.files.template",
                "xl2report.chain.pastfiles",
                "xl2report.chain.lastcity",
            },
        ),
        (("read", "one.xlsx", "-o", "one.json"), {"zipfile", "xl2report.files.template"}),
        (("explain", "R301"), {"zipfile", "xl2report.files"}),
        (
            ("template", "disclosure-2019", "--year", 2020, "-o", "new.xlsx"),
            {"xl2report.chain.check", "xl2report.files.reader.contributions"},
        ),
        (
            ("template", "disclosure-2021", "--year", 2022, "--reporter", "民政局", "-o", "b.xlsx"),
            {"xl2report.chain.check", "xl2report.files.template.package"},
        ),
    ],
)
def test_a_command_imports_no_more_than_it_needs(
    home: Path, line: tuple[object, ...], also: set[str]
) -> None:
    assert among(imported(*line, cwd=home), NEVER | OFFICE | also) == set()


def test_a_report_needs_docx_but_no_spreadsheet(home: Path) -> None:
    modules = imported("report", "one.xlsx", "-o", "r.html", cwd=home)
    assert among(modules, (NEVER | {"docx", "xlsxwriter"}) - OF_DOCX) == set()
    modules = imported("report", "one.xlsx", "-o", "r.docx", cwd=home)
    assert among(modules, (NEVER | {"xlsxwriter"}) - OF_DOCX) == set()


def test_a_merge_needs_a_spreadsheet_but_no_document(home: Path) -> None:
    modules = imported("merge", "one.xlsx", "--reporter", "市", "-o", "city.xlsx", cwd=home)
    assert among(modules, (NEVER | {"docx", "lxml"}) - OF_XLSXWRITER) == set()


def test_the_help_imports_no_chain(home: Path) -> None:
    modules = imported("--help", cwd=home)
    assert among(modules, NEVER | OFFICE | {"xl2report.files", "xl2report.work", "json"}) == set()
    assert {one for one in modules if one.startswith("xl2report.chain.")} <= {
        "xl2report.chain.errors"
    }
