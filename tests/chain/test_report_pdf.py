"""The PDF: what LibreOffice makes, and what is said where it is absent, hangs or fails."""

import os
import stat
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

import city
from command import clear, xl2report
from xl2report.chain.report import report
from xl2report.files.pdf import office
from xl2report.files.pdf.office import PdfError, print_pdf
from xl2report.files.pdf.scrub import scrub

DAY = datetime(2021, 1, 1, tzinfo=UTC)
posix = pytest.mark.skipif(sys.platform == "win32", reason="a shell script plays LibreOffice")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "民政局.xlsx"
    path.write_bytes(city.book("civil_affairs"))
    return path


def pretend(folder: Path, script: str) -> str:
    """A PATH on which `soffice` is this shell script."""
    folder.mkdir(exist_ok=True)
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin"


# ------------------------------------------------------------------------------- with LibreOffice


@pytest.mark.office
def test_the_pdf_is_tagged_titled_and_says_nothing_of_the_machine(
    book: Path, tmp_path: Path
) -> None:
    report(book, tmp_path / "R.pdf")
    data = (tmp_path / "R.pdf").read_bytes()

    assert data.startswith(b"%PDF-1.")
    assert b"/MarkInfo<</Marked true>>" in data
    assert b"/StructTreeRoot" in data
    assert b"/Lang(zh-CN)" in data
    assert b"/Lang(en" not in data
    assert "民政局".encode("utf-16-be").hex().upper().encode() in data
    assert b"/CreationDate(D:20210101000000" in data
    for word in ("LibreOffice", "Writer"):
        assert word.encode() not in data
        assert word.encode("utf-16-be").hex().upper().encode() not in data


@pytest.mark.office
def test_the_same_report_gives_the_same_pdf(book: Path, tmp_path: Path) -> None:
    report(book, [tmp_path / "1.pdf"])
    time.sleep(1.1)
    report(book, [tmp_path / "2.pdf"])

    assert (tmp_path / "1.pdf").read_bytes() == (tmp_path / "2.pdf").read_bytes()


@pytest.mark.office
def test_the_pdf_has_the_pages_of_the_document_and_can_be_opened(
    book: Path, tmp_path: Path
) -> None:
    report(book, tmp_path / "R.pdf")
    info = subprocess.run(
        ["pdfinfo", tmp_path / "R.pdf"],  # noqa: S607 - poppler, wherever it lies
        capture_output=True, check=True,
    ).stdout.decode()  # fmt: skip

    assert "A4" in info
    assert int(info.split("Pages:")[1].split()[0]) >= 4


# ---------------------------------------------------------------------------- without LibreOffice


@posix
@pytest.mark.parametrize(
    ("language", "words"), [("zh", "没有找到 LibreOffice"), ("en", "LibreOffice was not found")]
)
def test_where_it_is_absent_nothing_is_written(
    book: Path, tmp_path: Path, language: str, words: str
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    out = tmp_path / "out"
    ran = xl2report(
        "report",
        book,
        "-o",
        out / "R.docx",
        "-o",
        out / "R.pdf",
        language=language,
        PATH=str(empty),
    )

    assert words in clear(ran)
    assert not out.exists()


@posix
@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("exit 0", "exit 0"),
        ("echo 'Error: source file could not be loaded' >&2; exit 1", "could not be loaded"),
        ("kill -ABRT $$", "exit -6"),
        # Half a file is no file.
        ('for last; do :; done; echo "%PDF-1.6" > "$(dirname "$last")/report.pdf"', "LibreOffice"),
    ],
)
def test_where_it_fails_its_own_words_are_said(
    book: Path, tmp_path: Path, script: str, words: str
) -> None:
    out = tmp_path / "out"
    ran = xl2report("report", book, "-o", out / "R.pdf", PATH=pretend(tmp_path / "bin", script))

    said = clear(ran)
    assert words in said
    assert ".docx" in said
    assert not out.exists()


@posix
def test_a_hanging_office_is_ended_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "pids"
    script = f"sleep 61 & echo $! > {mark}; echo $$ >> {mark}; wait"
    monkeypatch.setenv("PATH", pretend(tmp_path / "bin", script))
    begin = time.monotonic()
    with pytest.raises(PdfError, match="slow"):
        print_pdf(b"x", DAY, "zh-CN", limit=1.0)

    assert time.monotonic() - begin < 20
    for line in mark.read_text().split():
        assert _has_ended(int(line)), line


def _has_ended(process: int) -> bool:
    for _ in range(50):
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False


@posix
def test_nothing_is_left_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "tmp"
    home.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(home))
    monkeypatch.setenv("PATH", pretend(tmp_path / "bin", "exit 3"))
    with pytest.raises(PdfError, match="failed"):
        print_pdf(b"x", DAY, "zh-CN")

    assert list(home.iterdir()) == []


@posix
def test_one_crash_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = tmp_path / "tried"
    made = "%PDF-1.6 %%EOF"
    script = (
        f"if [ ! -e {mark} ]; then touch {mark}; kill -ABRT $$; fi\n"
        f'for last; do :; done; echo "{made}" > "$(dirname "$last")/report.pdf"'
    )
    monkeypatch.setenv("PATH", pretend(tmp_path / "bin", script))

    assert print_pdf(b"x", DAY, "zh-CN") == f"{made}\n".encode()


def test_it_is_found_where_it_is_not_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "soffice.com"
    home.write_bytes(b"")
    monkeypatch.setenv("PATH", str(tmp_path / "nix"))
    monkeypatch.setitem(office._HOMES, sys.platform, (str(home),))  # noqa: SLF001 - its table

    assert office.find_office() == str(home)


# ------------------------------------------------------------------------------------- the scrub

PDF = (
    b"%PDF-1.6\n1 0 obj\n<</Lang(en-US)\n/Title<FEFF0041>>>\nendobj\n2 0 obj\n"
    b"<</Author<FEFF7532>\n/Creator<FEFF005700720069007400650072>\n/Producer(Libre\\)Office 7.4)\n"
    b"/CreationDate(D:20261122144620+08'00')>>\n<xmp:CreatorTool>Writer</xmp:CreatorTool>"
    b"<xmp:CreateDate>2026-11-22T14:46:20Z</xmp:CreateDate>\n"
    b"trailer\n<</ID [ <AC762207F4E976A073326539EC6EE4BB>\n<AC762207F4E976A073326539EC6EE4BB> ]\n"
    b"/DocChecksum /557ACA4BAD148E42AA7C3CB7C5F91615\n>>\n%%EOF\n"
)


def test_no_byte_moves() -> None:
    clean = scrub(PDF, DAY, "zh-CN")

    assert len(clean) == len(PDF)
    for mark in (b"endobj", b"trailer", b"/Author<FEFF7532>", b"/Title<FEFF0041>", b"%%EOF"):
        assert clean.index(mark) == PDF.index(mark)


def test_clock_and_programs_go_and_the_language_is_said() -> None:
    clean = scrub(PDF, DAY, "zh-CN")

    for word in (b"Writer", b"Libre", b"FEFF00570072", b"20261122", b"2026-11", b"en-US"):
        assert word not in clean
    assert b"/Lang(zh-CN)" in clean
    assert b"/CreationDate(D:20210101000000+08'00')" in clean


def test_the_identity_follows_from_the_content() -> None:
    later = (
        PDF.replace(b"144620", b"235959")
        .replace(b"AC7622", b"000000")
        .replace(b"557ACA", b"111111")
    )
    other = PDF.replace(b"<FEFF0041>", b"<FEFF0042>")

    assert scrub(later, DAY, "zh-CN") == scrub(PDF, DAY, "zh-CN")
    assert scrub(other, DAY, "zh-CN")[-120:] != scrub(PDF, DAY, "zh-CN")[-120:]
