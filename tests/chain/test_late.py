"""Who came late: one answer in the status, the city's workbook, its JSON and the list of reminders."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

import city
from arrival_samples import BUREAU, NOON, OFFICE, again, at, first, versions, work_folder
from command import xl2report
from xl2report.chain.check import check
from xl2report.chain.deciding import accept
from xl2report.chain.late import Receipt
from xl2report.chain.merge import merge
from xl2report.chain.run import run
from xl2report.chain.status import status
from xl2report.form.layout import OVERVIEW_SHEET

DAY = 86_400
LATE = "首次收到 2021-01-27，应于 2021-01-15 前报送"
BY_FILE = "文件时间（首次收到的时间没有记录） 2021-01-27，应于 2021-01-15 前报送"


def place(work: Path, name: str, data: bytes, days: int) -> None:
    """A return that lies in the folder since some days after the first of them came."""
    city.put(work / "returns", {f"{name}.xlsx": data})
    at(work / "returns" / f"{name}.xlsx", NOON + days * DAY)


def told(workbook: bytes | None) -> list[str]:
    """What the city's first sheet says of those who came late; the number first."""
    assert workbook is not None
    with BytesIO(workbook) as data:
        rows = list(load_workbook(data)[OVERVIEW_SHEET].iter_rows(values_only=True))
    cells = [[str(cell) for cell in row if cell is not None] for row in rows]
    start = next(number for number, row in enumerate(cells) if row[:1] == ["迟报"])
    count = int(cells[start][1])
    return [str(count), *(row[-1] for row in cells[start : start + count])]


def total(work: Path) -> list[str]:
    """The same of the workbook that a run has made."""
    return told((work / "output" / "乳山市人民政府.xlsx").read_bytes())


def days(work: Path) -> dict[str, int]:
    return {one.unit: one.late for one in status(work, today=date(2021, 1, 10)).units}


@pytest.fixture(name="work")
def make_work(tmp_path: Path) -> Path:
    """A faulty return in time, its correction long after the deadline, and one that came late."""
    work = work_folder(tmp_path / "work", BUREAU, OFFICE)
    broken = city.wrong(first(), city.cell("requests.granted.natural_person"), city.number(99))
    place(work, "民政局", broken, 0)
    place(work, "办公室", city.book("gov_office"), 20)
    assert not run([work]).written
    place(work, "民政局", first(), 40)
    return work


def test_a_correction_makes_nobody_late_wherever_it_is_asked(work: Path, tmp_path: Path) -> None:
    assert run([work]).written
    assert total(work) == ["1", LATE]
    assert days(work) == {BUREAU.name: 0, OFFICE.name: 12}

    said = xl2report("merge", work, "-o", tmp_path / "c.xlsx", "--format", "json")
    assert {one["reporter"]: one for one in said.data["reporters"]} == {
        BUREAU.name: {
            "reporter": BUREAU.name, "state": "accepted", "deadline": "2021-01-15",
            "received": "2021-01-07", "received_recorded": True, "days_late": 0,
        },
        OFFICE.name: {
            "reporter": OFFICE.name, "state": "late", "deadline": "2021-01-15",
            "received": "2021-01-27", "received_recorded": True, "days_late": 12,
        },
    }  # fmt: skip
    # A merge by itself says the same as the run.
    assert told((tmp_path / "c.xlsx").read_bytes()) == ["1", LATE]


def test_who_is_missing_has_no_days_in_a_merge_and_overdue_ones_in_the_status(
    tmp_path: Path,
) -> None:
    work = work_folder(tmp_path / "work", BUREAU, OFFICE)
    place(work, "办公室", city.book("gov_office"), 0)
    said = xl2report("merge", work, "-o", tmp_path / "c.xlsx", "--force", "--format", "json")
    (bureau,) = (one for one in said.data["reporters"] if one["state"] == "missing")
    assert (bureau["received"], bureau["days_late"], bureau["deadline"]) == (
        None,
        None,
        "2021-01-15",
    )
    late = {one.unit: one.late for one in status(work, today=date(2021, 1, 20)).units}
    assert late == {BUREAU.name: 5, OFFICE.name: 0}


def test_without_a_work_folder_a_state_is_as_it_was(tmp_path: Path) -> None:
    folder = city.put(tmp_path / "in", {"民政局.xlsx": first()})
    said = xl2report(
        "merge", folder, "-o", tmp_path / "c.xlsx", "--reporter", "市", "--format", "json"
    )
    assert said.data["reporters"] == [{"reporter": BUREAU.name, "state": "accepted"}]


def test_a_nil_return_that_came_late_is_both(tmp_path: Path) -> None:
    nil = BUREAU._replace(name=city.unit("rushankou")["name"], code=city.unit("rushankou")["code"])
    work = work_folder(tmp_path / "work", nil)
    place(work, "零", city.book("rushankou"), 20)
    said = xl2report("merge", work, "-o", tmp_path / "c.xlsx", "--format", "json")
    (one,) = said.data["reporters"]
    assert (one["state"], one["days_late"]) == ("declared_zero", 12)
    assert status(work).units[0].late == 12


def test_when_what_was_remembered_is_lost_it_goes_by_the_files_and_says_so(work: Path) -> None:
    run([work])
    (work / "xl2report.db").unlink()
    lost = run([work])
    assert any("按文件时间计算" in chinese for chinese, _ in lost.notes)
    # Also in the runs after that: it was never known again.
    for _ in range(2):
        assert total(work)[0] == "2"
        assert BY_FILE in total(work)
        now = status(work)
        assert any("2 个只能按文件时间计算" in note.words[0] for note in now.notes)
        assert not any(one.recorded for one in now.units)
        assert days(work) == {BUREAU.name: 32, OFFICE.name: 12}
        run([work])


def test_what_comes_after_a_loss_is_on_record_again(work: Path) -> None:
    run([work])
    (work / "returns" / "办公室.xlsx").unlink()
    (work / "xl2report.db").unlink()
    status(work)
    place(work, "办公室", city.book("gov_office"), 20)
    by_unit = {one.unit: one.recorded for one in status(work).units}
    assert by_unit == {BUREAU.name: False, OFFICE.name: True}


def test_a_merge_of_a_folder_that_never_ran_knows_the_files_only(tmp_path: Path) -> None:
    work = work_folder(tmp_path / "work", OFFICE)
    place(work, "办公室", city.book("gov_office"), 20)
    assert told(merge([work], tmp_path / "c.xlsx").workbook) == ["1", BY_FILE]
    assert not (work / "xl2report.db").exists()


def test_a_workbook_of_a_wrong_year_is_no_arrival(tmp_path: Path) -> None:
    work = work_folder(tmp_path / "work", OFFICE, BUREAU)
    place(work, "民政局", city.wrong(first(), city.cover("year"), city.number(2019)), 0)
    place(work, "办公室", city.book("gov_office"), 0)
    run([work])
    place(work, "民政局", first(), 20)
    run([work])
    assert total(work) == ["1", LATE]
    assert days(work)[BUREAU.name] == 12


def test_a_deadline_is_a_day_in_china() -> None:
    due = date(2021, 1, 15)
    assert Receipt(date(2021, 1, 15), due).days_late() == 0
    assert Receipt(None, due).days_late() == 0
    assert Receipt(None, due).days_late(date(2021, 1, 17)) == 2
    assert Receipt(date(2021, 3, 1), None).days_late() == 0


@pytest.mark.parametrize(("hour", "late"), [(15, 0), (17, 1)])
def test_midnight_is_that_of_china(hour: int, late: int, tmp_path: Path) -> None:
    work = work_folder(tmp_path / "work", OFFICE)
    place(work, "办公室", city.book("gov_office"), 0)
    # 2021-01-15, some hours in UTC.
    at(work / "returns" / "办公室.xlsx", 1_610_668_800 + hour * 3600)
    assert days(work)[OFFICE.name] == late
    assert run([work]).written
    assert total(work)[0] == str(late)


def test_what_was_decided_counts_for_a_check_and_a_merge_too(tmp_path: Path) -> None:
    work = work_folder(tmp_path / "work", BUREAU)
    versions(work / "returns", apart=1.0)
    assert "M501" in {one.code for one in check([work]).findings}
    accept(work, "民政局.xlsx", by="张三", because="后一份填错了")
    assert {one.code for one in check([work]).findings} >= {"M521", "M527"}
    merged = merge([work], tmp_path / "c.xlsx")
    assert merged.added == ("民政局.xlsx",)
    place(work, "民政局（改）", again(text__site_items=9), 0)
    assert merge([work], tmp_path / "c.xlsx").added == ("民政局.xlsx",)
