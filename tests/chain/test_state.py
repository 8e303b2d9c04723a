"""What a work folder remembers: the same results, read once; and what happens where it cannot."""

import os
import sqlite3
import stat
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import city
from arrival_samples import BUREAU, OFFICE, again, at, first, versions, work_folder
from xl2report.chain import books, keeper
from xl2report.chain import results as kept_results
from xl2report.chain.books import find_books
from xl2report.chain.check import Terms, check_books
from xl2report.chain.deciding import accept, withdraw
from xl2report.chain.errors import CannotWork
from xl2report.chain.kept import packed, unpacked
from xl2report.chain.run import Ran, run
from xl2report.chain.state import State
from xl2report.chain.status import status
from xl2report.files.reader.tables import read_filing
from xl2report.files.state.lock import NAME as LOCK
from xl2report.files.state.lock import NoLocking
from xl2report.files.state.store import NAME

OLD = 1_610_000_000
TODAY = date(2021, 1, 20)
UNITS = ("civil_affairs", "finance", "gov_office", "police")


@pytest.fixture(name="work")
def make_work(tmp_path: Path) -> Path:
    """A work folder whose returns are old enough to be told by size and time."""
    folder = work_folder(tmp_path / "work", *(BUREAU, OFFICE))
    (folder / "roster.xlsx").unlink()
    city.put(folder / "returns", {f"{one}.xlsx": city.book(one) for one in UNITS})
    city.put(folder / "returns", {"police.xlsx": city.faulty("balance-broken")})
    (folder / "returns" / "police.xlsx").rename(folder / "returns" / "faulty.xlsx")
    for path in (folder / "returns").iterdir():
        at(path, OLD)
    return folder


@pytest.fixture(name="read")
def watch(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the workbooks that are really read for a check, in this process."""
    seen: list[str] = []
    real = read_filing

    def reading(data: bytes, name: str, *rest: object) -> object:
        seen.append(name)
        return real(data, name, *rest)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(books, "read_filing", reading)
    return seen


def results(ran: Ran) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (*ran.written, *ran.told)}


def test_what_is_kept_comes_back_as_it_was(work: Path) -> None:
    terms = Terms(values=True)
    for checked in check_books(find_books([work]), terms):
        again_ = unpacked(packed(checked))
        assert again_ == checked
        assert again_ is not None
        assert [one.message("zh") for one in again_.report.findings] == [
            one.message("zh") for one in checked.report.findings
        ]
        assert [type(one) for one in again_.report.findings] == [
            type(one) for one in checked.report.findings
        ]


@pytest.mark.parametrize(
    "data",
    [b"", b"x", b"x\x9c\x03\x00\x00\x00\x00\x01"],
)
def test_what_was_never_packed_is_nothing(data: bytes) -> None:
    assert unpacked(data) is None


def test_only_records_of_this_package_are_made() -> None:
    import json
    import zlib

    for name in ("os:system", "subprocess:Popen", "xl2report.chain.state:State", "builtins:eval"):
        data = zlib.compress(json.dumps({name: ["echo"]}).encode())
        assert unpacked(data) is None


def test_unchanged_files_are_not_read_again_and_the_results_are_the_same(
    work: Path, read: list[str]
) -> None:
    first_run = results(run([work], force=True))
    assert len(set(read)) > len(UNITS) - 1
    read.clear()
    second = results(run([work], force=True))
    # The city's workbook, for its report; no return.
    assert {name for name in read if (work / "returns" / name).exists()} == set()
    assert second == first_run
    (work / NAME).unlink()
    assert results(run([work], force=True)) == first_run
    assert not (work / NAME).with_name(f"{NAME}-journal").exists()


def test_a_file_that_changed_is_read_again_also_where_its_size_is_the_same(
    work: Path, read: list[str]
) -> None:
    run([work])
    path = work / "returns" / "finance.xlsx"
    data = path.read_bytes()
    path.write_bytes(again())
    at(path, OLD + 60)
    read.clear()
    run([work])
    assert [name for name in read if name == "finance.xlsx"]
    path.write_bytes(data)
    at(path, OLD)
    # Another time, the same bytes: known again by their digest.
    at(work / "returns" / "gov_office.xlsx", OLD + 99)
    read.clear()
    run([work])
    assert "gov_office.xlsx" not in read


def test_a_file_changed_within_the_clocks_tick_is_looked_at_by_its_bytes(
    work: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = work / "returns" / "finance.xlsx"
    monkeypatch.setattr(time, "time_ns", lambda: OLD * 1_000_000_000)
    run([work])
    data = bytearray(path.read_bytes())
    path.write_bytes(bytes(data[:-1] + b"x"))
    at(path, OLD)
    read.clear()
    run([work])
    assert "finance.xlsx" in read


def test_another_roster_or_last_year_or_form_makes_results_void(
    work: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run([work])
    city.put(work / "last", {"去年.xlsx": first()})
    read.clear()
    run([work])
    assert set(read) >= {path.name for path in (work / "returns").iterdir()}
    monkeypatch.setattr(kept_results, "__version__", "9.9")
    read.clear()
    run([work])
    assert set(read) >= {path.name for path in (work / "returns").iterdir()}


@pytest.mark.parametrize("damage", ["text", "half", "empty", "other", "column"])
def test_a_damaged_state_is_put_aside_and_made_anew_in_one_line(work: Path, damage: str) -> None:
    before = results(run([work]))
    path = work / NAME
    if damage == "text":
        path.write_bytes(b"no database at all" * 99)
    elif damage == "half":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 + 100])
    elif damage == "empty":
        path.write_bytes(b"")
    else:
        path.unlink()
        base = sqlite3.connect(path)
        base.execute("CREATE TABLE files (name TEXT)")
        if damage == "column":
            base.execute("PRAGMA user_version = 1")
        base.commit()
        base.close()
    ran = run([work])
    assert results(ran) == before
    aside = list(work.glob(f"{NAME}.damaged-*"))
    ((chinese, english),) = ran.notes
    assert len(chinese.splitlines()) == 1
    assert "made anew" in english
    if damage == "empty":
        assert not aside
        assert "不见了" in chinese
    else:
        assert aside[0].name in chinese
        assert aside[0].name in english
    assert not run([work]).notes


def test_the_state_of_a_later_version_is_left_alone(work: Path) -> None:
    run([work])
    base = sqlite3.connect(work / NAME)
    base.execute("PRAGMA user_version = 99")
    base.commit()
    base.close()
    data = (work / NAME).read_bytes()
    ran = run([work])
    assert "a later version" in ran.notes[0][1]
    assert (work / NAME).read_bytes() == data


def test_a_second_run_waits_shortly_and_then_says_so(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(keeper.ENVIRONMENT, "0")
    with State(work):
        with pytest.raises(CannotWork) as told:
            run([work])
        assert "另一个 xl2report 正在处理" in told.value.chinese
        with pytest.raises(CannotWork):
            status(work)
    assert run([work]).check.books


def test_without_locks_everything_goes_on_without_a_state(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = results(run([work]))
    (work / NAME).unlink()

    def refused(_: object) -> bool:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("xl2report.files.state.lock._taken", refused)
    ran = run([work])
    assert "Operation not supported" in ran.notes[0][1]
    assert results(ran) == expected
    assert not (work / NAME).exists()


def test_a_disk_that_fails_amid_a_run_costs_only_what_is_remembered(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = results(run([work]))
    for name in (NAME, LOCK):
        (work / name).unlink()
    from xl2report.files.state.store import NoStore, Store

    def full(*_: object) -> None:
        raise NoStore("database or disk is full")

    monkeypatch.setattr(Store, "keep", full)
    ran = run([work])
    assert len(ran.notes) == 1
    assert "disk is full" in ran.notes[0][1]
    assert results(ran) == expected


def _read_only(work: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A folder in which nothing can be written; for whoever may write everywhere, as good as that."""
    if sys.platform != "win32" and os.geteuid():
        work.chmod(stat.S_IRUSR | stat.S_IXUSR)
        yield
        work.chmod(stat.S_IRWXU)
        return

    def refused(*_: object) -> None:
        raise NoLocking("Read-only file system")

    monkeypatch.setattr(keeper, "Lock", refused)
    before = {path.name: path.stat().st_mtime_ns for path in work.iterdir()}
    yield
    assert {path.name: path.stat().st_mtime_ns for path in work.iterdir()} == before


def test_a_folder_that_cannot_be_written_to_has_a_status_all_the_same(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in _read_only(work, monkeypatch):
        now = status(work)
    assert now.units
    assert any("nothing is remembered" in note.words[1] for note in now.notes)
    assert not (work / NAME).exists()


def test_what_is_kept_in_a_folder_for_reading_only_is_used(
    work: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    versions(work / "returns")
    accept(work, "民政局.xlsx", by="张三", because="后一份填错了")
    run([work])
    late = work / "returns" / "gov_office.xlsx"
    at(late, OLD + 86_400 * 40)
    expected = status(work, today=TODAY)
    data = (work / NAME).read_bytes()
    read.clear()
    for _ in _read_only(work, monkeypatch):
        now = status(work, today=TODAY)
        with pytest.raises(CannotWork, match="can only be read"):
            accept(work, "民政局（改）.xlsx", by="李四", because="还是后一份对")
        with pytest.raises(CannotWork, match="can only be read"):
            withdraw(work, "民政局.xlsx")
    assert now._replace(notes=()) == expected._replace(notes=())
    assert {one.unit: one.book for one in now.units}[BUREAU.name] == "民政局.xlsx"
    # The day on which it came, not that of the file as it is now; and nothing was read again.
    assert not any(one.late for one in now.units)
    assert set(read) == {"民政局.xlsx", "民政局（改）.xlsx"}  # side by side, as always
    (note,) = (note.words for note in now.notes if NAME in note.words[0])
    assert "只能读取" in note[0]
    assert "nothing is remembered" in note[1]
    assert (work / NAME).read_bytes() == data


@pytest.mark.parametrize("journal", [False, True])
def test_a_state_on_a_disk_without_locks_is_read_where_nobody_was_writing(
    work: Path, monkeypatch: pytest.MonkeyPatch, *, journal: bool
) -> None:
    run([work])
    real = sqlite3.connect

    def connect(place: object, **options: object) -> sqlite3.Connection:
        if "immutable" not in str(place):
            raise sqlite3.OperationalError("disk I/O error")
        return real(place, **options)  # type: ignore[call-overload, no-any-return]  # as it was called

    if journal:
        (work / f"{NAME}-journal").write_bytes(b"half a change")
    monkeypatch.setattr(sqlite3, "connect", connect)
    with State(work, write=False) as state:
        assert state.last_run() is not None or journal
        assert bool(state.notes) is journal


def test_a_password_and_what_it_opened_are_not_kept(work: Path) -> None:
    run([work], password="geheim")  # noqa: S106 - of nothing
    base = sqlite3.connect(work / NAME)
    assert base.execute("SELECT count(*) FROM results").fetchone() == (0,)
    base.close()
    assert b"geheim" not in (work / NAME).read_bytes()


def test_an_explanation_is_void_once_its_numbers_change_without_any_earlier_json(
    tmp_path: Path,
) -> None:
    work = work_folder(tmp_path / "work", OFFICE)

    def codes(more: int) -> list[str]:
        data = city.data("gov_office")
        total = int(data["values"].get("proactive.normative_docs.public_total") or 0)
        data["values"]["proactive.normative_docs.disclosed"] = total + more
        words = {"proactive.disclosed_in_total@normative_docs": "含已废止的文件"}
        book = city.made({**data, "explanations": words})
        at(city.put(work / "returns", {"办公室.xlsx": book}) / "办公室.xlsx", OLD + more)
        found = run([work]).check.findings
        return [one.code + "*" * one.explained for one in found if one.code[0] != "M"]

    assert codes(1) == codes(1) == ["R302*"]
    # Void from then on, and also as it is remembered.
    assert codes(2) == codes(2) == ["R302", "N610"]
    assert codes(1) == ["R302*"]


def test_the_lock_is_no_workbook_and_ends_with_the_run(work: Path) -> None:
    run([work])
    assert (work / LOCK).exists()
    with State(work):
        pass


def test_a_state_that_is_gone_is_told_and_one_that_never_was_is_not(work: Path) -> None:
    assert not run([work]).notes
    (work / NAME).unlink()
    assert "is gone" in run([work]).notes[0][1]
    assert not run([work]).notes


def test_a_folder_without_its_returns_has_everybody_missing(tmp_path: Path) -> None:
    work = work_folder(tmp_path / "work", BUREAU)
    (work / "returns").rmdir()
    assert [one.stage for one in status(work).units] == ["missing"]
    with pytest.raises(CannotWork):
        run([work])
