"""Telling the findings on: `check --format xlsx|html`, `--notes`, and what `run` writes beside."""

import io
import json
import os
import re
from pathlib import Path

import docx
import openpyxl
import pytest

import city
from command import clear
from command import xl2report as run
from xl2report.chain.check import CheckReport, check
from xl2report.chain.telling import Letter, list_page, list_workbook, return_notes, telling
from xl2report.files.marked.writer import mark_copy
from xl2report.ground.wordings.model import SEVERITY_NAMES, Language

NASTY_FILE = "=1+1 & <b>.xlsx" if os.name == "posix" else "=1+1 & b.xlsx"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three faulty returns (one of a nasty name), a clean one, a roster with units that are missing."""
    folder = tmp_path_factory.mktemp("telling")
    city.put(
        folder / "returns",
        {
            "公安局.xlsx": city.book("police"),
            "城区街道.xlsx": city.faulty("balance-broken"),
            NASTY_FILE: city.faulty("blank-cell"),
            "坏.xlsx": b"no workbook",
        },
    )
    city.put(folder / "clean", {"公安局.xlsx": city.book("police")})
    (folder / "roster.xlsx").write_bytes(city.roster())
    return folder


@pytest.fixture(scope="module")
def report(home: Path) -> CheckReport:
    return check([home / "returns"], roster=home / "roster.xlsx")


def test_every_finding_is_told_once_in_the_words_of_the_findings(report: CheckReport) -> None:
    languages: tuple[Language, ...] = ("zh", "en")
    for language in languages:
        told = telling(report, language)
        findings = report.findings
        assert len(told.lines) == len(findings)
        assert sorted((one.code, one.book) for one in told.lines) == sorted(
            (one.code, one.book) for one in findings
        )
        remedies = {one.remedy(language) for one in findings}
        assert {one.remedy for one in told.lines} == remedies
        levels = {SEVERITY_NAMES[one.level][language == "en"] for one in findings}
        assert {one.level for one in told.lines} == levels
        assert told.counts.errors == report.errors


def test_states_are_those_of_a_merge_and_missing_units_have_a_line(report: CheckReport) -> None:
    told = telling(report)

    states = {book.book or book.unit: book.state for book in told.books}
    assert states["公安局.xlsx"] == "accepted"
    assert states["城区街道.xlsx"] == states["坏.xlsx"] == states[NASTY_FILE] == "returned"
    assert [book.book for book in told.faulty] == sorted((NASTY_FILE, "坏.xlsx", "城区街道.xlsx"))
    missing = [book for book in told.books if book.state == "missing"]
    assert len(missing) == sum(one.code == "M504" for one in report.batch) > 0
    assert all(len(book.lines) == 1 and not book.book for book in missing)


def test_english_places_are_english(report: CheckReport) -> None:
    places = [one.place for one in telling(report, "en").lines if one.code == "R301"]

    assert places == ["三、申请办理 › column D (自然人)"]


def test_the_same_check_gives_the_same_bytes(report: CheckReport) -> None:
    letter = Letter("明天", "张三", "市政府办公室", "今天")

    assert list_workbook(report) == list_workbook(report)
    assert list_page(report) == list_page(report)
    assert list(return_notes(report, letter)) == list(return_notes(report, letter))


def test_notes_of_books_whose_names_fall_together_are_told_apart(report: CheckReport) -> None:
    first = next(book for book in report.books if book.count("error"))
    books = tuple(first._replace(book=name) for name in ("甲:乙.xlsx", "甲?乙.xlsx", "子/甲.xlsx"))
    names = [name for name, _ in return_notes(CheckReport(books, ()))]

    assert names == ["甲_乙-审核意见.docx", "甲_乙-审核意见-2.docx", "子_甲-审核意见.docx"]


def test_check_writes_the_list_as_workbook_and_as_page(home: Path, tmp_path: Path) -> None:
    for kind in ("xlsx", "html"):
        target = tmp_path / "new" / f"list.{kind}"
        ran = run(
            "check", "returns", "--roster", "roster.xlsx", "--format", kind, "-o", target, cwd=home
        )
        # One of the workbooks cannot be read at all.
        assert ran.code == 2
        assert ran.out == ""
        assert target.stat().st_size > 4_000
    sheet = openpyxl.load_workbook(tmp_path / "new" / "list.xlsx")["问题清单"]
    assert NASTY_FILE in {cell.value for cell in sheet["B"]}
    assert {cell.data_type for cell in sheet["B"]} == {"s", "n"}
    page = (tmp_path / "new" / "list.html").read_text(encoding="utf-8")
    assert "城区街道.xlsx" in page
    assert not re.search("https?://", page)


def test_a_list_without_a_file_is_refused_in_one_line(home: Path) -> None:
    for kind in ("xlsx", "html"):
        assert "-o" in clear(run("check", "returns", "--format", kind, cwd=home))
    assert "-o" in clear(run("check", "returns", "--format", "html", cwd=home, language="en"))


def test_a_list_never_replaces_a_return(home: Path) -> None:
    said = clear(run("check", "returns", "--format", "xlsx", "-o", "returns/公安局.xlsx", cwd=home))

    assert "公安局.xlsx" in said
    assert (home / "returns" / "公安局.xlsx").read_bytes() == city.book("police")


def test_notes_go_to_faulty_units_with_what_was_given(home: Path, tmp_path: Path) -> None:
    ran = run(
        "check", "returns", "--notes", tmp_path / "notes", "--deadline", "2021年1月20日",
        "--contact", "张三 6651234", "--office", "市政府办公室", "--date", "2021年1月10日", cwd=home,
    )  # fmt: skip
    assert "勾稽不平" in ran.out
    stem = NASTY_FILE.removesuffix(".xlsx").replace("<", "_").replace(">", "_")
    written = {path.name for path in (tmp_path / "notes").iterdir() if path.suffix == ".docx"}
    assert written == {
        f"{stem}-审核意见.docx",
        "坏-审核意见.docx",
        "城区街道-审核意见.docx",
    }
    document = docx.Document(
        io.BytesIO((tmp_path / "notes" / "城区街道-审核意见.docx").read_bytes())
    )
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for words in (
        "三、申请办理 › D 列（自然人）",
        "请核对 D7、D8、D28、D29",
        "2021年1月20日",
        "张三 6651234",
    ):
        assert words in said
    assert "待填" not in said


def test_run_writes_the_lists_and_the_notes_even_when_nothing_is_merged(
    home: Path, tmp_path: Path
) -> None:
    ran = run("run", "returns", "--reporter", "乳山市", "-o", tmp_path / "out", cwd=home)
    assert ran.code == 2
    written = {
        path.relative_to(tmp_path / "out").as_posix()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    }
    assert {"核对清单.html", "核对清单.xlsx", "审核意见/城区街道-审核意见.docx"} <= written
    assert "没有汇总" in ran.err
    assert "核对清单.html" in ran.err

    ran = run("run", "clean", "-o", tmp_path / "good", cwd=home)
    assert ran.code == 0, ran.err
    names = {path.name for path in (tmp_path / "good").iterdir()}
    assert {"核对清单.html", "核对清单.xlsx"} < names
    assert not any("审核意见" in name for name in names)


def test_run_carries_explanations_and_lists_what_only_the_merge_finds(tmp_path: Path) -> None:
    data = city.data("gov_office")
    key = "proactive.normative_docs.disclosed"
    total = int(data["values"]["proactive.normative_docs.public_total"])

    def returned(more: int) -> None:
        values = {**data["values"], key: total + more}
        said = {"proactive.disclosed_in_total@normative_docs": "含已废止的文件"}
        city.put(tmp_path / "in", {
            "办公室.xlsx": city.made({**data, "values": values, "explanations": said}),
            "财政局.xlsx": city.made(city.data("finance", text__meetings_exec=3)),
        })  # fmt: skip

    returned(1)
    ran = run("run", tmp_path / "in", "--reporter", "乳山市", "-o", tmp_path / "out")
    assert ran.code == 0, ran.err
    assert "（其中已说明 1 处）" in ran.out
    page = (tmp_path / "out" / "核对清单.html").read_text(encoding="utf-8")
    assert "M505" in page
    assert "提示（已说明）" in page
    before = tmp_path / "before.json"
    assert run("check", tmp_path / "in", "--format", "json", "-o", before).code == 0
    assert json.loads(before.read_text(encoding="utf-8"))["books"][0]["explained"] == 1
    returned(2)
    again = run(
        "run",
        tmp_path / "in",
        "--reporter",
        "乳山市",
        "-o",
        tmp_path / "out",
        "--explained",
        before,
    )
    assert "N610" in again.out
    assert "已说明" not in again.out.splitlines()[-1]


def test_a_file_set_aside_is_told_with_the_name_its_unit_has_on_the_roster(tmp_path: Path) -> None:
    books = {
        "公安局.xlsx": city.faulty("balance-broken"),
        "民政局.xlsx": city.book("civil_affairs"),
        "民政局 - 副本.xlsx": city.book("civil_affairs"),
    }
    folder = city.put(tmp_path / "in", books)
    (book,) = (one for one in check([folder]).books if one.book == "公安局.xlsx")
    copy = mark_copy((folder / book.book).read_bytes(), list(book.findings), "zh")
    (folder / "退回").mkdir()
    (folder / "退回" / book.book).write_bytes(copy)
    (tmp_path / "roster.xlsx").write_bytes(city.roster())
    report = check([folder], roster=tmp_path / "roster.xlsx")
    lines = {one.code: one.unit for one in telling(report).batch}
    assert lines["M520"] == city.unit("civil_affairs")["name"]
    assert lines["M508"] == book.reporter
    sheet = openpyxl.load_workbook(io.BytesIO(list_workbook(report)))["问题清单"]
    rows = {row[6]: row[0] for row in sheet.iter_rows(values_only=True)}
    assert {code: rows[code] for code in ("M508", "M520")} == {
        code: lines[code] for code in ("M508", "M520")
    }
    assert list_page(report).decode().count(lines["M520"]) > 1
