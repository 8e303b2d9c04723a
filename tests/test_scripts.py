"""Each script that a README tells to run starts as it is told there: from the root, with nothing else set."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
READMES = (
    ROOT / "README.md",
    ROOT / "README.zh-CN.md",
    *sorted(ROOT.glob("tests/**/README.md")),
    *sorted(ROOT.glob("samples/**/README.md")),
)
TOLD = sorted(
    {
        script
        for readme in READMES
        for script in re.findall(r"python (\S+?\.py)\b", readme.read_text(encoding="utf-8"))
        if (ROOT / script).is_file()
    }
)
# What a script does before it begins its work: it finds all that it imports.
START = (
    "import runpy, sys; sys.path[0] = {folder!r}; runpy.run_path({script!r}, run_name='started')"
)


def test_the_readmes_name_scripts() -> None:
    assert {"tests/damage/run.py", "tests/proofread/measure.py", "tests/kills/run.py"} <= set(TOLD)


@pytest.mark.parametrize("script", TOLD)
def test_a_script_finds_what_it_imports(script: str) -> None:
    path = ROOT / script
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    source = os.environ.get("PYTHONPATH")
    # The source tree as the tests have it, or else the wheel; nothing of `tests`.
    done = subprocess.run(
        [sys.executable, "-c", START.format(folder=str(path.parent), script=str(path))],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=kept | ({"PYTHONPATH": source} if source and source.endswith("toolkit") else {}),
        text=True,
        timeout=60,
    )
    missing = re.search(r"No module named '(\w+)", done.stderr)
    if missing and missing[1] == "atheris":
        pytest.skip("atheris is not installed")
    assert done.returncode == 0, done.stderr
