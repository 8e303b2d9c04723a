"""What is written is written whole, or what was there stays and nothing is left behind."""

import errno
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from xl2report.chain.errors import CannotWork
from xl2report.chain.outlet import demand_ending, refuse_inputs, write_together, write_whole

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


posix = pytest.mark.skipif(sys.platform == "win32", reason="no links, pipes and /dev there")


def both(path: Path) -> tuple[Callable[[bytes], None], Callable[[bytes], None]]:
    """The two ways in which a file is written."""
    return lambda data: write_whole(path, data), lambda data: write_together({path: data})


@posix
def test_a_link_stays_a_link_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    real, link = tmp_path / "shared" / "report.docx", tmp_path / "report.docx"
    real.write_bytes(b"last year's")
    link.symlink_to(real)
    for write in both(link):
        write(b"this year's")

        assert link.is_symlink()
        assert real.read_bytes() == b"this year's"
        real.write_bytes(b"last year's")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["report.docx", "report.docx", "shared"]  # fmt: skip


@posix
def test_a_pipe_is_written_into_and_never_replaced(tmp_path: Path) -> None:
    # As root, a rename would take /dev/stdout away from the whole machine.
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for write in both(pipe):
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        try:
            write(b"data")
            assert os.read(reader, 100) == b"data"
        finally:
            os.close(reader)
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


@posix
def test_standard_output_can_be_named(tmp_path: Path) -> None:
    code = "from pathlib import Path; from xl2report.chain.outlet import write_whole; write_whole(Path('/dev/stdout'), b'data')"
    piped = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert piped.stdout == b"data"

    target = tmp_path / "data.json"
    with target.open("wb") as file:
        subprocess.run([sys.executable, "-c", code], stdout=file, check=True)
    assert target.read_bytes() == b"data"
    assert Path("/dev/stdout").is_symlink()


def test_a_name_that_is_too_long_is_refused_with_one_message(tmp_path: Path) -> None:
    target = tmp_path / ("长" * 300 + ".json")
    refuse_inputs(target, [tmp_path / "a.xlsx"])
    with pytest.raises(CannotWork) as refused:
        write_whole(target, b"data")
    assert "文件名过长" in refused.value.chinese


def test_a_workbook_is_not_called_something_else(tmp_path: Path) -> None:
    for name in ("全市.xlsx", "CITY.XLSX"):
        demand_ending(tmp_path / name, ".xlsx")
    demand_ending(Path(os.devnull), ".xlsx")
    for name in ("全市.txt", "全市", "全市.xls", "2025.年报"):
        with pytest.raises(CannotWork) as refused:
            demand_ending(tmp_path / name, ".xlsx")
        assert name in refused.value.chinese
        assert "ends in .xlsx" in refused.value.english


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
