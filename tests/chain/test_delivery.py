"""Notes and copies of an earlier check: replaced or removed where they are ours, else left and told."""

import json
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

import city
import xl2report
from command import xl2report as run
from files.marked_books import with_parts
from xl2report.chain import delivery
from xl2report.chain.books import find_books
from xl2report.chain.check import check
from xl2report.chain.delivery import JOURNAL, MANIFEST, Delivered, Delivery
from xl2report.chain.errors import CannotWork
from xl2report.chain.telling import write_notes

NOTE = "民政局-审核意见.docx"


def returns(folder: Path, faulty: bool = True) -> Path:  # noqa: FBT001, FBT002 - right or wrong
    wrong = city.faulty("balance-broken")
    books = {"民政局.xlsx": wrong if faulty else city.book("civil_affairs")}
    return city.put(folder, {**books, "公安局.xlsx": city.book("police")})


def noted(folder: Path, notes: Path) -> Delivered:
    return write_notes(check([folder]), notes, books=find_books([folder]))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_note_goes_when_its_workbook_is_right(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    first = noted(returns(tmp_path / "in"), notes)
    assert names(notes) == {NOTE, MANIFEST}
    again = noted(tmp_path / "in", notes)
    assert again.written == first.written
    assert not again.removed
    last = noted(returns(tmp_path / "in", faulty=False), notes)
    assert (last.written, last.removed, last.stays) == ((), (notes / NOTE,), ())
    assert names(notes) == {MANIFEST}
    assert json.loads((notes / MANIFEST).read_text(encoding="utf-8")) == {"notes": {}}


def test_a_strangers_file_is_neither_replaced_nor_removed(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / NOTE).write_bytes(b"mine")
    (notes / "other.docx").write_bytes(b"mine too")
    first = noted(returns(tmp_path / "in"), notes)
    assert [path.name for path in first.written] == ["民政局-审核意见-2.docx"]
    assert [(one.path.name, one.why) for one in first.stays] == [(NOTE, "strange")]
    noted(returns(tmp_path / "in", faulty=False), notes)
    assert names(notes) == {NOTE, "other.docx", MANIFEST}
    assert (notes / NOTE).read_bytes() == b"mine"


def test_a_note_that_somebody_has_filled_in_stays(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    noted(returns(tmp_path / "in"), notes)
    (notes / NOTE).write_bytes((notes / NOTE).read_bytes() + b"signed")
    kept = (notes / NOTE).read_bytes()
    second = noted(tmp_path / "in", notes)
    assert [path.name for path in second.written] == ["民政局-审核意见-2.docx"]
    third = noted(returns(tmp_path / "in", faulty=False), notes)
    assert [path.name for path in third.removed] == ["民政局-审核意见-2.docx"]
    assert (notes / NOTE).read_bytes() == kept


def test_notes_of_another_batch_stay(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    noted(returns(tmp_path / "a"), notes)
    other = city.put(tmp_path / "b", {"财政局.xlsx": city.book("finance")})
    assert noted(other, notes) == Delivered((), (), ())
    assert NOTE in names(notes)
    # A note on a workbook that is gone is told: nobody knows whether it is still wanted.
    (tmp_path / "a" / "民政局.xlsx").unlink()
    assert [(one.path.name, one.why) for one in noted(other, notes).stays] == [(NOTE, "gone")]


def test_a_spoilt_list_makes_all_files_strangers(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    noted(returns(tmp_path / "in"), notes)
    outside = tmp_path / "outside.docx"
    outside.write_bytes(b"x")
    for spoilt in (
        "", "[]", "{}", '{"notes": 3}', '{"notes": {"a": 3}}', '{"notes": {"a": {"digest": 1}}}',
        json.dumps({"notes": {"../outside.docx": {"digest": "", "of": str(tmp_path / "in" / "民政局.xlsx")},
                              str(outside): {"digest": "", "of": ""}}}),
    ):  # fmt: skip
        (notes / MANIFEST).write_text(spoilt, encoding="utf-8")
        (notes / "民政局-审核意见-2.docx").unlink(missing_ok=True)
        found = noted(tmp_path / "in", notes)
        assert [path.name for path in found.written] == ["民政局-审核意见-2.docx"]
        assert found.removed == ()
        assert outside.exists()


def test_both_kinds_share_a_folder(tmp_path: Path) -> None:
    folder = returns(tmp_path / "in")
    out = tmp_path / "out"
    told = run("check", folder, "--marked", out, "--notes", out)
    assert names(out) == {NOTE, "民政局.xlsx", MANIFEST}
    assert "民政局.xlsx" in told.err
    returns(folder, faulty=False)
    told = run("check", folder, "--marked", out, "--notes", out)
    assert names(out) == {MANIFEST}
    assert told.err.count("已删除上次写出的") == 2


def test_one_delivery_never_writes_a_name_twice(tmp_path: Path) -> None:
    both = Delivery(tmp_path, "copies")
    first = both.put("a/x.xlsx", b"1", tmp_path / "one")
    second = both.put("a/x.xlsx", b"2", tmp_path / "two")
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"2")
    assert second == tmp_path / "a" / "x-2.xlsx"


# ------------------------------------------------------------------------------------ killed runs


def test_files_of_a_killed_run_are_known(tmp_path: Path) -> None:
    one = tmp_path / "one.xlsx"
    one.write_bytes(b"")
    for content in (b"1", b"2", b"3"):  # each killed before it was finished
        killed = Delivery(tmp_path / "out", "copies")
        assert killed.put("x.xlsx", content, one) == tmp_path / "out" / "x.xlsx"
    last = Delivery(tmp_path / "out", "copies")
    assert last.put("x.xlsx", b"4", one).name == "x.xlsx"
    assert last.finish({"one": one}).stays == ()
    assert names(tmp_path / "out") == {"x.xlsx", MANIFEST}
    gone = Delivery(tmp_path / "out", "copies").finish({"one": one})
    assert gone.removed == (tmp_path / "out" / "x.xlsx",)


def test_a_file_of_a_killed_run_goes_once_it_is_not_wanted(tmp_path: Path) -> None:
    one = tmp_path / "one.xlsx"
    one.write_bytes(b"")
    killed = Delivery(tmp_path, "notes").put("x.docx", b"1", one)
    assert Delivery(tmp_path, "notes").finish({"one": one}).removed == (killed,)
    assert names(tmp_path) == {"one.xlsx", MANIFEST}


def test_a_run_killed_before_it_replaced_a_file_leaves_it_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Delivery(tmp_path, "copies")
    first.put("x.xlsx", b"1", tmp_path / "one")
    first.finish({})

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(delivery, "write_whole", killed)
        with pytest.raises(KeyboardInterrupt):
            Delivery(tmp_path, "copies").put("x.xlsx", b"2", tmp_path / "one")
    again = Delivery(tmp_path, "copies")
    assert again.put("x.xlsx", b"2", tmp_path / "one").name == "x.xlsx"
    assert again.finish({}).stays == ()


def test_what_somebody_changed_after_a_killed_run_stays(tmp_path: Path) -> None:
    put = Delivery(tmp_path, "copies").put("x.xlsx", b"1", tmp_path / "one")
    put.write_bytes(b"corrected")
    again = Delivery(tmp_path, "copies")
    assert again.put("x.xlsx", b"2", tmp_path / "one").name == "x-2.xlsx"
    assert [one.why for one in again.finish({}).stays] == ["strange", "gone"]
    assert put.read_bytes() == b"corrected"


def test_a_torn_or_spoilt_journal_makes_strangers_only(tmp_path: Path) -> None:
    Delivery(tmp_path, "copies").put("x.xlsx", b"1", tmp_path / "one")
    whole = (tmp_path / JOURNAL).read_bytes()
    outside = json.dumps(["copies", "../out.xlsx", "", ""]).encode()
    for spoilt in (whole[:-9], b"\xff\n[]\n3\n[1,2,3,4]\n" + b"[" * 100_000, outside):
        (tmp_path / JOURNAL).write_bytes(spoilt)
        again = Delivery(tmp_path, "copies")
        assert again.put("x.xlsx", b"1", tmp_path / "one").name == "x-2.xlsx"
        (tmp_path / "x-2.xlsx").unlink()
    # A line that follows a torn one is read.
    (tmp_path / JOURNAL).write_bytes(whole[:-9])
    Delivery(tmp_path, "copies").put("y.xlsx", b"1", tmp_path / "one")
    assert Delivery(tmp_path, "copies").put("y.xlsx", b"2", tmp_path / "one").name == "y.xlsx"


def test_the_journal_of_the_other_kind_is_kept(tmp_path: Path) -> None:
    Delivery(tmp_path, "notes").put("x.docx", b"1", tmp_path / "one")
    copies = Delivery(tmp_path, "copies")
    copies.put("x.xlsx", b"1", tmp_path / "one")
    copies.finish({})
    notes = Delivery(tmp_path, "notes")
    assert notes.put("x.docx", b"2", tmp_path / "one").name == "x.docx"
    notes.finish({})
    assert names(tmp_path) == {"x.docx", "x.xlsx", MANIFEST}


@pytest.mark.skipif(sys.platform == "win32", reason="kills by SIGKILL")
def test_a_command_killed_amid_its_copies_replaces_them_next_time(tmp_path: Path) -> None:
    faults = [one["id"] for one in city.faults()][:12]
    folder = city.put(tmp_path / "in", {f"{one}.xlsx": city.faulty(one) for one in faults})
    out = tmp_path / "out"
    command = [sys.executable, "-m", "xl2report", "check", str(folder), "--marked", str(out)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and not list(out.glob("*.xlsx")):
            time.sleep(0.001)
        process.kill()
    told = run("check", folder, "--marked", out)
    assert "没有覆盖" not in told.err
    assert not [name for name in names(out) if "-2" in name]
    assert JOURNAL not in names(out)


# ---------------------------------------------------------------------------------------- inputs


def test_an_input_is_neither_replaced_nor_removed(tmp_path: Path) -> None:
    one, out = tmp_path / "one.xlsx", tmp_path / "out"
    one.write_bytes(b"")
    first = Delivery(out, "copies")
    copy = first.put("x.xlsx", b"1", one)
    first.finish({"one": one})
    second = Delivery(out, "copies", [one, copy])
    with pytest.raises(CannotWork, match="also an input"):
        second.put("x.xlsx", b"2", one)
    assert second.finish({"one": one, "x": copy}).removed == ()
    assert copy.read_bytes() == b"1"
    # Nor under the name it would get beside a stranger's file.
    (out / "y.xlsx").write_bytes(b"a stranger's")
    third = Delivery(out, "copies")
    beside = third.put("y.xlsx", b"1", one)
    third.finish({})
    with pytest.raises(CannotWork, match="also an input"):
        Delivery(out, "copies", [beside]).put("y.xlsx", b"2", one)


def test_inputs_are_looked_at_once_whatever_is_written(tmp_path: Path) -> None:
    def put(inputs: Iterable[Path]) -> None:
        some = Delivery(tmp_path, "copies", inputs)
        for number in range(40):
            some.put(f"{number}.xlsx", b"1", tmp_path / "one")
        some.finish({})

    put([])
    looked: list[int] = []
    put(looked.append(number) or tmp_path / f"in-{number}.xlsx" for number in range(30))  # type: ignore[func-returns-value]
    assert looked == list(range(30))


def test_run_says_which_books_could_not_be_marked(tmp_path: Path) -> None:
    def spelt(data: bytes) -> bytes:
        return with_parts(
            data, sheet4=lambda part: part.replace(b"</sheetData>", b"</sheetData><!-- -->")
        )

    folder = city.put(tmp_path / "in", {"民政局.xlsx": spelt(city.faulty("balance-broken"))})
    told = run("run", folder, "-o", tmp_path / "out")
    assert "民政局.xlsx：没有标记。文件的写法特殊，无法在其中作标记" in told.err
    ran = xl2report.run([folder], tmp_path / "again")
    assert [one.book for one in ran.unmarked] == ["民政局.xlsx"]
    assert ran.unmarked[0].told(english=True).startswith("民政局.xlsx: not marked. ")
