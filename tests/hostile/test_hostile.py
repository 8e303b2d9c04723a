"""Every hostile file: `check` ends within 2 seconds and 200 MB, with one message and no traceback.

Measured as the whole process, Python's start and that of the other process for foreign formats
included; memory is the larger of the two processes'.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from hostile.files import MADE, flipped, truncated

# `city`'s return with another sheet: readable, and the labels or figures are missing.
READABLE = {
    "attributes", "bomb-other-part", "far-apart", "ods-far-apart", "formulas", "inline", "large-exponent",
    "long-formula", "long-number", "long-text", "numbers-just-allowed", "absurd-names",
    "numbers-slow-just-allowed", "styled-blanks-just-allowed", "shared-strings-just-allowed",
    "rich-strings", "control-sheet-name", "many-names", "many-sheets",
}  # fmt: skip
SECONDS = 2.0
MEMORY = 200_000  # kB
LINUX = sys.platform == "linux"
# As benchmarks/launch.py: the starter must be smaller than what is measured. Seconds of CPU, not of
# the clock, for others may use the machine.
LAUNCHER = """\
import os, sys
flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
files = [(os.POSIX_SPAWN_OPEN, n, sys.argv[n], flags, 0o600) for n in (1, 2)]
child = os.posix_spawn(sys.argv[3], sys.argv[3:], os.environ, file_actions=files)
_, status, usage = os.wait4(child, 0)
print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss, os.waitstatus_to_exitcode(status))
"""


class Ended(NamedTuple):
    code: int
    seconds: float
    memory: int
    out: str
    err: str


def check(path: Path, *arguments: str) -> Ended:
    """`xl2report check` as a process, with what it took."""
    out, err = path.with_suffix(".out"), path.with_suffix(".err")
    command = [sys.executable, "-m", "xl2report", "check", str(path), *arguments]
    told = subprocess.run(
        [sys.executable, "-I", "-S", "-c", LAUNCHER, str(out), str(err), *command],
        env={**os.environ, "XL2REPORT_LANG": "en", "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=120,
    )
    seconds, memory, code = map(float, told.stdout.split())
    words = [part.read_text(encoding="utf-8") for part in (out, err)]
    return Ended(int(code), seconds, int(memory), *words)


def demand_refused(path: Path) -> Ended:
    """One finding, and a process of modest appetite that ended by itself."""
    ended = check(path, "--format", "json")
    demand_modest(ended)
    findings = [one for book in json.loads(ended.out)["books"] for one in book["findings"]]
    assert [one["code"] for one in findings] == ["W201"], findings
    assert ended.code == 2
    return ended


def demand_modest(ended: Ended) -> None:
    assert ended.code in {0, 1, 2}, ended
    assert "Traceback" not in ended.err
    assert ended.seconds <= SECONDS, ended.seconds
    assert ended.memory <= MEMORY, ended.memory


@pytest.mark.skipif(not LINUX, reason="measures with wait4, whose units are Linux's")
@pytest.mark.parametrize("name", sorted(MADE))
def test_a_hostile_file_is_refused_in_time(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(MADE[name]())
    if name in READABLE:
        demand_modest(check(path))
    else:
        demand_refused(path)


@pytest.mark.skipif(not LINUX, reason="measures with wait4, whose units are Linux's")
@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("damage", [truncated, flipped])
def test_a_damaged_zip_is_refused_in_time(
    damage: Callable[[int], bytes], seed: int, tmp_path: Path
) -> None:
    path = tmp_path / "damaged.xlsx"
    path.write_bytes(damage(seed))
    ended = check(path)
    demand_modest(ended)
    if damage is truncated:
        assert ended.code == 2
        demand_refused(path)
