"""Runs that go wrong: killed, a full disk, a folder that is read-only, files that change, two at once.

A few of each here; `python tests/kills/work_folder.py 150` kills many.
"""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

import city
from arrival_samples import BUREAU, NOON, OFFICE, again, at, first, work_folder
from command import clear, xl2report
from kills.work_folder import storm
from xl2report.chain.errors import CannotWork
from xl2report.chain.run import run


@pytest.fixture(name="work")
def make_work(tmp_path: Path) -> Path:
    work = work_folder(tmp_path / "w", BUREAU, OFFICE)
    city.put(work / "returns", {"民政局.xlsx": first(), "办公室.xlsx": city.book("gov_office")})
    return work


def files(work: Path) -> dict[str, bytes]:
    """Everything in the folder but what is remembered."""
    return {
        path.relative_to(work).as_posix(): path.read_bytes()
        for path in sorted(work.rglob("*"))
        if path.is_file() and not path.name.startswith((".xl2report", "xl2report.db"))
    }


@pytest.mark.skipif(sys.platform == "win32", reason="kills a group of processes by SIGKILL")
def test_a_killed_run_loses_nothing_and_the_next_one_goes_on(tmp_path: Path) -> None:
    came = storm(6, seed=4, folder=tmp_path)
    assert came.faults == ()
    assert came.kills == 6


def test_a_full_disk_leaves_the_old_results_whole_and_says_so(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run([work])
    before = files(work)
    city.put(work / "returns", {"民政局.xlsx": again()})
    before["returns/民政局.xlsx"] = again()
    real = os.fsync

    def full(number: int) -> None:
        real(number)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWork, match="the disk is full"):
        run([work])
    monkeypatch.undo()
    assert files(work) == before
    run([work])
    after = files(work)
    assert after.keys() == before.keys()
    assert after != before


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_FSIZE as Linux has it")
@pytest.mark.parametrize("limit", [0, 4096, 20_000, 60_000])
def test_writes_that_stop_anywhere_leave_whole_files_or_none(work: Path, limit: int) -> None:
    run([work])
    before = files(work)
    city.put(work / "returns", {"民政局.xlsx": again()})
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}));"
        "from xl2report.desk.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, "run", str(work)],
        capture_output=True, check=False, timeout=60, env={**os.environ, "XL2REPORT_LANG": "zh"},
    )  # fmt: skip
    said = ran.stderr.decode()
    assert "Traceback" not in said
    assert ran.returncode == 2 or limit == 60_000, said
    run([work])
    after = files(work)
    assert after.keys() == before.keys()
    assert not list(work.rglob("*.tmp"))


@pytest.mark.skipif(
    sys.platform != "linux", reason="a file where a folder should be, as Linux tells"
)
def test_results_that_cannot_be_written_are_told_and_inputs_stay(work: Path) -> None:
    before = files(work)
    (work / "output").write_bytes(b"a file")
    assert "output" in clear(xl2report("run", work))
    assert {**before, "output": b"a file"} == files(work)


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0,
    reason="who may write everywhere is refused nothing",
)
def test_a_read_only_folder_is_told(work: Path) -> None:
    work.chmod(0o500)
    try:
        assert "没有写权限" in clear(xl2report("run", work))
    finally:
        work.chmod(0o700)


def test_two_runs_at_once_both_come_to_their_end(work: Path) -> None:
    commands = [
        subprocess.Popen(
            [sys.executable, "-m", "xl2report", "run", str(work)],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, "XL2REPORT_LANG": "zh"},
        )
        for _ in range(3)
    ]  # fmt: skip
    said = [command.communicate(timeout=100)[1].decode() for command in commands]
    assert [command.returncode for command in commands] == [0, 0, 0], said
    alone = files(work)
    run([work])
    assert files(work) == alone


def test_a_second_run_that_may_not_wait_says_so_in_one_line(work: Path) -> None:
    holder = subprocess.Popen(
        [
            sys.executable, "-c",
            ("import sys\nfrom pathlib import Path\nfrom xl2report.files.state.lock import Lock\n"
            "lock = Lock(Path(sys.argv[1]), 0)\nprint('held', flush=True)\nsys.stdin.read()"),
            str(work),
        ],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    assert "另一个 xl2report 正在处理" in clear(xl2report("run", work, XL2REPORT_WAIT="0"))
    holder.kill()
    holder.communicate()
    # A lock ends with whoever held it.
    assert xl2report("run", work, XL2REPORT_WAIT="0").code == 0


def test_a_file_that_is_being_written_is_read_whole_at_last(work: Path) -> None:
    """Half a file that grows while it is read: what counts is the whole of it, or it is told."""
    path = work / "returns" / "民政局.xlsx"
    whole = path.read_bytes()
    real = os.stat
    from xl2report.chain import books

    def grown(place: object, **options: object) -> os.stat_result:
        if os.fspath(place) == str(path) and len(path.read_bytes()) < len(whole):  # type: ignore[call-overload]  # a path
            path.write_bytes(whole)
            at(path, NOON)
        return real(place, **options)  # type: ignore[arg-type]  # as it was called

    path.write_bytes(whole[:5000])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "stat", grown)
        (reading,) = [
            one for one in books.read_books(books.find_books([work])) if one.name == path.name
        ]
    assert reading.filing is not None
    assert [one.code for one in reading.findings if one.code[0] == "M"] == ["M523"]
