"""The roster and last year's files are read once: the same findings, unless a byte of theirs has changed."""

from pathlib import Path

import pytest

import city
from arrival_samples import BUREAU, OFFICE, at, first, rostered, work_folder
from xl2report.chain import pastfiles, readings
from xl2report.chain.errors import CannotWork
from xl2report.chain.kept import packed, unpacked
from xl2report.chain.lastyear import last_values
from xl2report.chain.pastfiles import PastRead, past_files, read_past
from xl2report.chain.roster import open_roster
from xl2report.chain.run import run
from xl2report.chain.status import status
from xl2report.ground.progress import Progress

OLD = 1_610_000_000


@pytest.fixture(name="work")
def make_work(tmp_path: Path) -> Path:
    """A work folder with last year's workbook of a unit, and one file that is none."""
    work = work_folder(tmp_path / "work", BUREAU, OFFICE._replace(code=""))
    old = city.wrong(first(), city.cover("year"), city.number(2019))
    city.put(work / "last", {"民政局.xlsx": old, "去年.txt": b"nothing of use"})
    city.put(work / "returns", {"民政局.xlsx": first(), "办公室.xlsx": city.book("gov_office")})
    for path in (work / "returns").iterdir():
        at(path, OLD)
    return work


@pytest.fixture(name="read")
def watch(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is really read, of the roster and of last year."""
    seen: list[str] = []

    def roster(path: Path | None, groups: tuple[str, ...]) -> object:
        seen.append("roster")
        return open_roster(path, groups)

    def past(books: list[object], none: None) -> object:
        seen.extend(book.name for book in books)  # type: ignore[attr-defined]  # a BookFile
        return read_past(books, none)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(readings, "open_roster", roster)
    monkeypatch.setattr(pastfiles, "read_past", past)
    return seen


def told(now: Progress) -> list[str]:
    return [note.words[0] for note in now.notes]


def test_they_are_read_once_and_say_the_same(work: Path, read: list[str]) -> None:
    before = run([work])
    assert sorted(read) == ["roster", "去年.txt", "民政局.xlsx"]
    now = status(work)
    read.clear()
    assert status(work) == now
    again = run([work])
    # What gave nothing is looked at again: it may have been locked.
    assert set(read) == {"去年.txt"}
    assert [str(one) for one in again.check.findings] == [str(one) for one in before.check.findings]
    assert {one.code for one in again.check.findings} >= {"C401", "L902"}


def test_what_has_changed_is_read_again(work: Path, read: list[str]) -> None:
    status(work)
    read.clear()
    rostered(work, BUREAU, OFFICE._replace(name="乳山市办公室"))
    assert "乳山市办公室" in {one.unit for one in status(work).units}
    assert read.count("roster") == 1
    read.clear()
    city.put(work / "last", {"民政局.xlsx": first()})
    status(work)
    assert "民政局.xlsx" in read
    assert "roster" not in read
    read.clear()
    text = (work / "xl2report.toml").read_text(encoding="utf-8")
    (work / "xl2report.toml").write_text(f'{text}"部门" = 2021-01-10\n', encoding="utf-8")
    status(work)
    assert "roster" in read  # the groups it may name are others


def test_another_tool_reads_everything_anew(
    work: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    status(work)
    read.clear()
    monkeypatch.setattr(readings, "__version__", "9.9")
    status(work)
    assert sorted(read) == ["roster", "去年.txt", "民政局.xlsx"]


def test_a_roster_that_is_gone_or_none_is_told_as_ever(work: Path) -> None:
    status(work)
    (work / "roster.xlsx").write_bytes(b"no workbook")
    with pytest.raises(CannotWork, match="no readable"):
        status(work)
    (work / "roster.xlsx").unlink()
    assert status(work).units


def test_what_is_kept_comes_back_as_it_was(work: Path) -> None:
    roster = open_roster(work / "roster.xlsx", ("全部",))
    assert unpacked(packed(roster)) == roster
    for one in read_past(past_files([work / "last"], ""), None):
        back = unpacked(packed(one))
        assert back == one
        assert isinstance(back, PastRead)
    before, findings = last_values([work / "last"])
    assert [earlier.year for earlier in before] == [2019]
    assert [one.code for one in findings] == ["C401"]
