"""Old Word and RTF files: read by way of LibreOffice where that is installed, which is told; else refused."""

import subprocess
from pathlib import Path

import pytest

from published.judge import judged
from published.printed_reports import Report, Sheet, blocks, printed, seeded
from xl2report.chain.errors import CannotWork
from xl2report.chain.forms import open_plan
from xl2report.chain.imported import imported
from xl2report.files.pdf import office

WIDE = 900  # twips of a column


def _said(text: str) -> str:
    return "".join(sign if sign.isascii() else f"\\u{ord(sign)}?" for sign in text)


def _table(sheet: Sheet) -> str:
    lines: list[str] = []
    # Cells that reach down, by their first column: how many rows still, and how wide.
    below: dict[int, tuple[int, int]] = {}
    for row in sheet:
        edges, texts, at, held = "", "", 1, list(row)
        while held or at in below:
            if at in below:
                rows, across = below.pop(at)
                edges += f"\\clvmrg\\cellx{(at + across - 1) * WIDE}"
                texts += "\\intbl\\cell"
                if rows > 1:
                    below[at] = (rows - 1, across)
            else:
                cell = held.pop(0)
                across = cell.across
                merged = "\\clvmgf" if cell.down > 1 else ""
                edges += f"{merged}\\cellx{(at + across - 1) * WIDE}"
                texts += f"\\intbl {_said(cell.text)}\\cell"
                if cell.down > 1:
                    below[at] = (cell.down - 1, across)
            at += across
        lines.append(f"\\trowd{edges}{texts}\\row")
    return "\n".join(lines)


def rtf(report: Report) -> bytes:
    said = [
        f"{_said(block)}\\par" if isinstance(block, str) else f"{_table(block)}\\pard"
        for block in blocks(report)
    ]
    return ("{\\rtf1\\ansi\\deff0\n" + "\n".join(said) + "}").encode("ascii")


@pytest.mark.office
def test_an_rtf_file_is_read_by_way_of_libreoffice(tmp_path: Path) -> None:
    report = printed(open_plan("disclosure-2021"), seeded(3), 2023)
    path = tmp_path / "年报.rtf"
    path.write_bytes(rtf(report))
    found = imported(path)
    count, wrong = judged(report, found)
    assert count["right"] == len(report.truth), wrong
    assert any("LibreOffice" in one.message("zh") for one in found.findings)


@pytest.mark.office
def test_a_doc_file_is_read_by_way_of_libreoffice(tmp_path: Path) -> None:
    report = printed(open_plan("disclosure-2021"), seeded(3), 2023)
    source = tmp_path / "年报.rtf"
    source.write_bytes(rtf(report))
    program = office.find_office()
    assert program is not None
    home = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    asked = ["--headless", "--convert-to", "doc", "--outdir", str(tmp_path), str(source)]
    subprocess.run([program, home, *asked], capture_output=True, check=True, timeout=120)
    assert judged(report, imported(tmp_path / "年报.doc"))[0]["right"] == len(report.truth)


def test_without_libreoffice_it_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_office", lambda: None)
    path = tmp_path / "年报.rtf"
    path.write_bytes(rtf(printed(open_plan("disclosure-2021"), seeded(3), 2023)))
    with pytest.raises(CannotWork, match="LibreOffice"):
        imported(path)


def test_what_is_no_word_file_starts_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[object] = []
    monkeypatch.setattr(office, "as_docx", lambda *asked, **_: started.append(asked))
    path = tmp_path / "年报.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_096))
    with pytest.raises(CannotWork):
        imported(path)
    assert started == []
