"""Many workbooks by several processes: the same results, and a clean end whatever happens."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest

import city
import worker_tasks
from command import xl2report
from xl2report.chain import workers
from xl2report.chain.check import CheckReport, check
from xl2report.chain.errors import CannotWork
from xl2report.chain.merge import merge
from xl2report.chain.read import frame, read

SAMPLES = Path(__file__).parents[2] / "samples" / "rushan-2020"
ROSTER = SAMPLES / "roster.xlsx"
MANY = 500
NUMBERS = list(range(201))
SQUARES = [number * number for number in NUMBERS]

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")


@pytest.fixture(name="started")
def count_started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The processes started, also for few books."""
    pids: list[int] = []
    start = workers.Crew.start_one

    def watched(crew: Any) -> Any:  # noqa: ANN401 - as the method itself
        child = start(crew)
        pids.append(child.pid)
        return child

    monkeypatch.setattr(workers, "FEWEST", 10)
    monkeypatch.setattr(workers.Crew, "start_one", watched)
    return pids


def mixed(folder: Path, number: int) -> Path:
    """Returns that are right, faulty, hurt, of no form, and no workbooks, again and again."""
    good = sorted((SAMPLES / "returns").iterdir())
    faulty = sorted((SAMPLES / "faulty").iterdir())
    half = good[0].read_bytes()[:9000]
    files: list[tuple[str, bytes]] = []
    for turn in count():
        files += [(f"{turn}-{path.name}", path.read_bytes()) for path in good]
        files += [(f"{turn}-{path.stem} 错.xlsx", path.read_bytes()) for path in faulty]
        files += [(f"{turn}-half.xlsx", half), (f"{turn}-empty.xlsx", b"")]
        files += [(f"{turn}-roster.xlsx", ROSTER.read_bytes()), (f"{turn}-word.xls", b"PK text")]
        if len(files) >= number:
            break
    # One text in two units' workbooks, which lie far from each other.
    for name, unit in (("0 甲.xlsx", "civil_affairs"), ("z 乙.xlsx", "finance")):
        given = city.data(unit)
        given["texts"] = {"problems": "本年度存在的问题和改进情况如下。" * 9}
        files.insert(0, (name, city.made(given)))
    folder.mkdir()
    for name, data in files[:number]:
        (folder / name).write_bytes(data)
    return folder


def many(folder: Path, number: int) -> Path:
    """One return under many names."""
    folder.mkdir()
    (folder / "0.xlsx").write_bytes(city.book("civil_affairs"))
    for other in range(1, number):
        (folder / f"{other}.xlsx").hardlink_to(folder / "0.xlsx")
    return folder


# ------------------------------------------------------------------------------------------ the same


def test_results_come_in_order_from_several_processes(started: list[int]) -> None:
    found = list(workers.each(worker_tasks.squares, NUMBERS, None, 3))
    assert [square for square, _ in found] == SQUARES
    assert {pid for _, pid in found} <= set(started)
    assert len(started) == 3
    assert not any(map(alive, started))


@pytest.mark.parametrize(("many", "jobs"), [(19, 2), (201, 1)])
def test_few_are_done_here(started: list[int], many: int, jobs: int) -> None:
    found = list(workers.each(worker_tasks.squares, NUMBERS[:many], None, jobs))
    assert {pid for _, pid in found} == {os.getpid()}
    assert not started


def test_what_a_process_prints_is_no_result(started: list[int]) -> None:
    assert list(workers.each(worker_tasks.chattering, NUMBERS, None, 2)) == SQUARES
    assert started


def test_reports_findings_totals_and_data_are_the_same(started: list[int], tmp_path: Path) -> None:
    returns = mixed(tmp_path / "returns", 50)
    last = SAMPLES / "returns"
    seen: list[tuple[int, int]] = []

    def told(done: int, total: int) -> None:
        seen.append((done, total))

    def everything(jobs: int) -> list[object]:
        checked = check([returns], roster=ROSTER, last=[last], jobs=jobs, progress=told)
        target = tmp_path / "city.xlsx"
        merged = merge([returns], target, reporter=city.CITY, force=True, roster=ROSTER, jobs=jobs)
        table = frame([returns], jobs=jobs)
        found = [list(checked.books), checked.batch, list(merged.check.books), merged.check.batch]
        told_all = [merged.findings, merged.reporters, target.read_bytes()]
        return [*found, *told_all, read([returns], jobs=jobs), table.to_csv()]

    alone = everything(1)
    assert not started
    assert seen == [(number, 50) for number in range(1, 51)]
    assert everything(2) == alone
    # The check, its last year (14 workbooks: too few), the merge, the table, the data.
    assert len(started) == 4 * 2
    assert seen[50:] == seen[:50]
    codes = {one.code for book in check([returns], jobs=2).books for one in book.findings}
    assert codes >= {"W201", "W202", "M501", "M502", "N603"}


def test_commands_write_the_same_bytes(tmp_path: Path) -> None:
    returns = mixed(tmp_path / "returns", 2 * workers.FEWEST)
    commands: list[tuple[object, ...]] = [
        ("check", returns),
        ("check", returns, "--format", "json", "--roster", ROSTER),
        ("read", returns),
        ("read", returns, "--format", "csv"),
    ]
    for command in commands:
        alone = xl2report(*command, "--jobs", 1)
        assert xl2report(*command, "--jobs", 2) == alone
    assert xl2report(*commands[0], XL2REPORT_JOBS="2") == xl2report(*commands[0], "--jobs", 1)


@pytest.mark.parametrize("wrong", ["0", "-1", "many"])
def test_a_wrong_number_of_jobs_is_told(wrong: str, tmp_path: Path) -> None:
    ran = xl2report("check", tmp_path, "--jobs", wrong)
    assert ran.code == 2
    assert len(ran.err.strip().splitlines()) == 1
    assert "--jobs" in ran.err


# ---------------------------------------------------------------------------------- what may go wrong


def test_a_process_that_dies_is_made_up_for(started: list[int]) -> None:
    assert list(workers.each(worker_tasks.dying, NUMBERS, os.getpid(), 2)) == SQUARES
    assert len(started) == 2
    assert not any(map(alive, started))


def test_where_no_process_can_be_started_it_is_done_here(
    started: list[int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))
    found = list(workers.each(worker_tasks.squares, NUMBERS, None, 2))
    assert {pid for _, pid in found} == {os.getpid()}
    assert not started


def test_an_error_is_raised_as_in_one_process(started: list[int]) -> None:
    found: list[int] = []
    with pytest.raises(ArithmeticError, match="150"):
        found.extend(workers.each(worker_tasks.failing, NUMBERS, None, 2))
    assert found == SQUARES[:150]
    assert not any(map(alive, started))


def test_a_faulty_form_is_told_as_in_one_process(tmp_path: Path) -> None:
    forms = tmp_path / "forms" / "disclosure-2019"
    forms.mkdir(parents=True)
    (forms / "form.yaml").write_text("form: [", encoding="utf-8")
    returns = many(tmp_path / "returns", 2 * workers.FEWEST)
    known = str(forms.parent)
    alone = xl2report("check", returns, "--jobs", 1, XL2REPORT_FORMS=known)
    assert alone.code == 2
    assert "form.yaml" in alone.err
    assert xl2report("check", returns, "--jobs", 2, XL2REPORT_FORMS=known) == alone


def test_whoever_stops_asking_leaves_no_process(started: list[int]) -> None:
    found = workers.each(worker_tasks.slow, NUMBERS, None, 2)
    assert list(islice(found, 3)) == SQUARES[:3]
    found.close()  # type: ignore[attr-defined]  # a generator
    assert len(started) == 2
    assert not any(map(alive, started))


def alive(pid: int) -> bool:
    """Whether a process runs still; on other systems than Linux nobody knows."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def children(pid: int) -> set[int]:
    found = set()
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found |= set(map(int, task.read_text(encoding="utf-8").split()))
    return found


def until(true: Callable[[], bool], patience: float = 30) -> bool:
    end = time.monotonic() + patience
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


@pytest.fixture(name="busy")
def start_busy(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], set[int]]]:
    """A check of many workbooks by two processes, amid its work."""
    returns = many(tmp_path / "returns", MANY)
    command = [sys.executable, "-m", "xl2report", "check", str(returns), "--jobs", "2"]
    command += ["--format", "json", "-o", str(tmp_path / "check.json")]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as main:
        try:
            assert until(lambda: len(children(main.pid)) == 2)
            yield main, children(main.pid)
        finally:
            main.kill()
    assert [path.name for path in tmp_path.iterdir()] == ["returns"]


@linux
def test_ctrl_c_ends_all_processes_without_a_traceback(
    busy: tuple[subprocess.Popen[str], set[int]],
) -> None:
    main, others = busy
    time.sleep(0.3)
    os.killpg(main.pid, signal.SIGINT)  # as a terminal does: to all of them
    _, err = main.communicate(timeout=30)
    assert main.returncode == 130
    assert "Traceback" not in err
    assert until(lambda: not any(map(alive, others)), 5)


@linux
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_where_the_command_is_killed_no_process_stays(
    busy: tuple[subprocess.Popen[str], set[int]], how: signal.Signals
) -> None:
    main, others = busy
    main.send_signal(how)
    main.communicate(timeout=30)
    assert until(lambda: not any(map(alive, others)), 10)


@linux
def test_where_a_process_is_killed_the_command_goes_on(
    busy: tuple[subprocess.Popen[str], set[int]], tmp_path: Path
) -> None:
    main, others = busy
    os.kill(min(others), signal.SIGKILL)
    _, err = main.communicate(timeout=120)
    assert main.returncode in {0, 1}
    assert "Traceback" not in err
    assert (tmp_path / "check.json").stat().st_size > MANY * 100
    (tmp_path / "check.json").unlink()


def test_an_unknown_folder_is_told_before_anything_is_started(started: list[int]) -> None:
    with pytest.raises(CannotWork):
        check(["nowhere"], jobs=2)
    assert not started


def test_a_report_of_many_is_like_any_other(tmp_path: Path) -> None:
    returns = mixed(tmp_path / "returns", 20)
    report = check([returns], jobs=1)
    plain = CheckReport(tuple(report.books), report.batch)
    assert plain.findings == report.findings
    assert plain.books[-1] == report.books[-1] == report.books[len(report.books) - 1]
    assert plain.books[2:5] == tuple(report.books[2:5])
    assert (plain.errors, plain.clean, plain.unreadable) == (
        report.errors, report.clean, report.unreadable,
    )  # fmt: skip
