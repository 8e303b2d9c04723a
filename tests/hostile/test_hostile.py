"""Every hostile file: `check` ends within 2 seconds and 200 MB, with one message and no traceback.

Measured as the whole process, Python's start and that of the other process for foreign formats
included; memory is the larger of the two processes'.
"""

import json
import os
import pyexpat
import re
import subprocess
import sys
import time
import zlib
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
# What `_burn` takes on the machine these limits were measured on. A slower one, or one whose cores are
# shared with others, has as many times longer, and half as much again.
BURN = 0.066
ROOM = 1.5
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


def _burn() -> float:
    """Seconds of CPU for some of what reading consists of: a piece of text cut up, inflated, parsed."""
    before = time.process_time()
    text = "".join(f'<c r="A{n}" s="1"><v>{n}</v></c>' for n in range(60_000))
    cells = {m[1]: m[2] for m in _CELL.finditer(text)}
    zlib.decompress(zlib.compress(text.encode(), 1))
    pyexpat.ParserCreate().Parse(f"<a>{text}</a>", True)
    assert len(cells) == 60_000
    return time.process_time() - before


_CELL = re.compile('<c r="([A-Z]+[0-9]+)" s="[0-9]+"><v>([^<]*)</v></c>')


def allowed() -> float:
    """Seconds of CPU that a hostile file may take here and now."""
    return SECONDS * ROOM * max(1.0, min(_burn() for _ in range(3)) / BURN)


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
    # The machine is measured where it matters: it may be busier now than it was before.
    assert ended.seconds <= SECONDS or ended.seconds <= allowed(), ended.seconds
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
