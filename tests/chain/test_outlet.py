"""What is written is written whole, or what was there stays and nothing is left behind."""

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from xl2report.chain.errors import CannotWork
from xl2report.chain.outlet import write_whole

REFUSALS = [
    (PermissionError(errno.EACCES, "denied"), "没有写权限"),
    (OSError(errno.ENOSPC, "full"), "磁盘已满"),
    (OSError(errno.EIO, "i/o"), "i/o"),
]


@pytest.mark.parametrize(("error", "said"), REFUSALS, ids=["open elsewhere", "full", "broken"])
@pytest.mark.parametrize("step", ["open", "replace"])
def test_a_refused_write_leaves_what_was_there(
    step: str, error: OSError, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report.docx"
    target.write_bytes(b"last year's")

    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Path, step, refuse)
    with pytest.raises(CannotWork) as refused:
        write_whole(target, b"this year's")
    monkeypatch.undo()

    assert said in refused.value.chinese
    assert str(target) in refused.value.english
    assert target.read_bytes() == b"last year's"
    assert list(tmp_path.iterdir()) == [target]


def test_a_second_write_replaces_the_first_and_leaves_one_file(tmp_path: Path) -> None:
    target = tmp_path / "new" / "folder" / "report.docx"
    for words in (b"one", b"two"):
        write_whole(target, words)

    assert target.read_bytes() == b"two"
    assert list(target.parent.iterdir()) == [target]


def left_over(folder: Path, process: int, age: float, name: str = "report.docx") -> Path:
    path = folder / f".{name}.{process}.xl2report.tmp"
    path.write_bytes(b"half a fi")
    when = time.time() - age
    os.utime(path, (when, when))
    return path


def gone() -> int:
    """The number of a process that is no more."""
    done = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)  # fmt: skip
    return int(done.stdout)


def test_what_a_killed_run_left_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    dead, alive = gone(), os.getpid()
    cleared = left_over(tmp_path, dead, 120), left_over(tmp_path, dead, 120, "another.xlsx")
    kept = [left_over(tmp_path, alive, 120, "being-written.xlsx"), left_over(tmp_path, dead, 1, "new.xlsx")]  # fmt: skip
    for name in (f".report.docx.{dead}.tmp", "report.xl2report.tmp", f"report.docx.{dead}"):
        kept.append(tmp_path / name)
        kept[-1].write_bytes(b"somebody else's")
        os.utime(kept[-1], (1, 1))

    write_whole(tmp_path / "report.docx", b"whole")

    assert not [path for path in cleared if path.exists()]
    assert [path for path in kept if path.exists()] == kept
    assert (tmp_path / "report.docx").read_bytes() == b"whole"
