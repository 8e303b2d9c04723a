"""What is kept of many workbooks: little, and as good as all of it."""

import random
import tracemalloc
from pathlib import Path

import pytest

import city
from command import xl2report
from xl2report.chain.between import between
from xl2report.chain.books import find_books
from xl2report.chain.check import Terms, check, gathered
from xl2report.chain.read import read
from xl2report.chain.reports import BookReport, Checked, Ledger
from xl2report.ground.findings import Finding
from xl2report.ground.packed import Row, Texts, digest_of
from xl2report.work.assess.texts import Passage, Passages, compare_passages
from xl2report.work.rollup import Sender

SAMPLES = Path(__file__).parents[2] / "samples" / "rushan-2020"
LINE_ENDS = "甲\u2028乙\x85丙"


def checked(number: int, *, values: bool = False) -> Checked:
    """What is kept of a workbook with eight long texts and no finding."""
    book, reporter, code = f"{number:05d}.xlsx", f"示例市第{number:05d}号机关", f"1137{number:014d}"
    passages = [
        Passage(
            book, reporter, f"文字{text}", f"文字材料!F{text}", "……", digest_of(f"{number}-{text}")
        )
        for text in range(8)
    ]
    return Checked(
        BookReport(book, reporter, (), 60, 0, 0),
        Sender(book, reporter, code, 2020, "disclosure-2019", digest_of(str(number)), False),
        tuple(passages),
        None,
        Row([number] * 257) if values else None,
    )


@pytest.mark.parametrize(("values", "most"), [(False, 140), (True, 140 + 2 * 257 + 150)])
def test_little_is_kept_of_a_book(values: bool, most: int) -> None:  # noqa: FBT001 - a case
    names = Texts()
    ledger = Ledger(names)
    many = 1024

    def add(first: int) -> None:
        for number in range(first, first + many):
            names.append(f"{number:05d}.xlsx")
            ledger.add(checked(number, values=values))

    add(0)
    tracemalloc.start()
    add(many)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    report = between(ledger, (), None, None)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept / many < most
    assert not report.findings
    # To compare them takes little besides; the form is opened then.
    assert peak - kept < 6 << 20


def test_a_ledger_without_some_is_as_if_they_had_never_been() -> None:
    books = [checked(number, values=True) for number in range(200)]
    finding = Finding("M506", "00007.xlsx", "", args={"count": "1"})
    told = books[7].report._replace(findings=(finding,))
    books[7] = books[7]._replace(report=told, texts={"problems": "甲"}, parts={"A": "甲"})
    books[9] = Checked(BookReport("00009.xlsx", "", (finding,), 0, 0, 0))
    gone = {"00000.xlsx", "00008.xlsx", "00199.xlsx"}
    left = [book for book in books if book.report.book not in gone]

    def kept(some: list[Checked]) -> Ledger:
        ledger = Ledger([book.report.book for book in some])
        for book in some:
            ledger.add(book)
        return ledger

    one, other = kept(books).without(gone), kept(left)
    for ledger in (one, other):
        assert list(ledger.reports) == [book.report for book in left]
        assert list(ledger.senders) == [book.sender for book in left if book.sender]
        assert [share.values[0] for share in ledger.shares()] == [
            book.values[0] for book in left if book.values
        ]
        assert [share.book for share in ledger.shares() if share.texts] == ["00007.xlsx"]
        assert ledger.parts == {"00007.xlsx": {"A": "甲"}}
    assert list(one.passages) == list(other.passages)


def test_texts_there_twice_are_told_as_of_a_plain_list() -> None:
    dice = random.Random(5)  # noqa: S311 - which texts are alike
    names = [f"{number}.xlsx" for number in range(3000)]
    reporters = [f"单位{dice.randint(0, 2500)}" if dice.random() < 0.9 else "" for _ in names]
    packed = Passages(names, reporters)
    plain: list[Passage] = []
    for name, reporter in zip(names, reporters, strict=True):
        listed = []
        for text in range(dice.randint(0, 3)):
            number = dice.randint(0, 6000)
            begins = f"文{number}…"
            place = f"文字材料!F{text}"
            listed.append(Passage(name, reporter, "文", place, begins, digest_of(str(number))))
        packed.add(listed)
        plain += listed
    found = compare_passages(packed)
    assert found == compare_passages(plain)
    assert len(found) > 500


def test_signs_that_end_a_line_stay_in_json(tmp_path: Path) -> None:
    given = city.data("civil_affairs")
    given["texts"] = {"problems": LINE_ENDS + "一二三四五六七八九十" * 5}
    path = tmp_path / f"民政局{LINE_ENDS}.xlsx"
    path.write_bytes(city.made(given))
    alone = xl2report("read", path)
    assert alone.data == read([path])[0]
    assert LINE_ENDS in alone.data[0]["texts"]["problems"]
    assert xl2report("check", path, "--format", "json").data["books"][0]["book"] == path.name


def test_the_books_of_a_check_are_a_sequence() -> None:
    report = check([SAMPLES / "returns", SAMPLES / "faulty"], jobs=1)
    books = list(report.books)
    assert len(report.books) == len(books) > 20
    assert report.books[-1] == books[-1]
    assert report.books[3:9:2] == books[3:9:2]
    assert books[4] in report.books
    assert report.findings[0] == next(one for book in books for one in book.findings)
    with pytest.raises(IndexError):
        report.books[len(books)]


def test_values_are_kept_only_to_be_added_up() -> None:
    books = find_books([SAMPLES / "returns"])
    assert not list(gathered(books, Terms()).shares())
    shares = list(gathered(books, Terms(values=True)).shares())
    assert [share.book for share in shares] == [book.name for book in books]
    assert not any(share.texts for share in shares)
