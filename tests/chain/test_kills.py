"""Commands killed at random moments leave whole files or none; the full run is tests/kills/run.py."""

import sys
from pathlib import Path

import pytest

from kills.run import storm


@pytest.mark.skipif(sys.platform == "win32", reason="kills a group of processes by SIGKILL")
def test_a_killed_command_leaves_no_half_file_and_loses_none(tmp_path: Path) -> None:
    came = storm(6, seed=6, folder=tmp_path)
    assert came.kills == came.before + came.amid + came.after == 6
    assert came.faults == ()
