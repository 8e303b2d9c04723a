"""The README's commands, run as they stand, in order, in one folder."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from command import xl2report
from xl2report.desk.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
_FENCE = re.compile(r"```console\n(.*?)```", re.DOTALL)


def commands() -> list[tuple[str, int, str]]:
    """Command line, expected exit code, expected output ("" where the README shows none)."""
    found: list[tuple[str, int, str]] = []
    for block in _FENCE.findall((ROOT / "README.md").read_text(encoding="utf-8")):
        for chunk in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, _, shown = chunk.partition("\n")
            line, _, note = line.partition("   # exit ")
            found.append((line.strip(), int(note or 0), shown.strip()))
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder with the samples where the README names them."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples", ignore=shutil.ignore_patterns("output"))
    return tmp_path


def test_every_command_does_what_the_readme_shows(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XL2REPORT_LANG", "en")
    monkeypatch.setenv("PYTHONUTF8", "1")
    listed = commands()
    assert len(listed) >= 10
    for line, code, shown in listed:
        words = line.split()
        assert words[0] == "xl2report", line
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == code, (line, done.stderr)
        if shown:
            assert done.stdout.strip() == shown, line
        for written in re.findall(r"-o (\S+)", line):
            assert (folder / written).exists(), line


def test_the_chinese_readme_names_only_commands_there_are() -> None:
    text = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
    used = set(re.findall(r"xl2report (template|fill|read|check|merge|report|run|forms)\b", text))
    assert {"template", "check", "merge", "report"} <= used


def test_the_chinese_readme_shows_what_the_check_says() -> None:
    sample = ROOT / "samples" / "rushan-2020" / "faulty" / "balance-broken.xlsx"
    said = xl2report("check", sample).out.partition("\n\n")[0]
    shown = "".join(f"       {line}\n" for line in said.splitlines())
    assert shown in (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")


def test_the_chinese_readme_names_only_options_there_are() -> None:
    text = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
    lines = re.findall(r"(?<!/)xl2report (\w+) ([^\n`]*)", text)
    assert len(lines) > 20
    helps = {name: xl2report(name, "--help").out for name, _ in lines if name in COMMANDS}
    for name, line in lines:
        for option in re.findall(r"(?<=\s)--?[a-z]+(?=\s|$)", f" {line}") if name in helps else ():
            assert re.search(rf"{option}\b", helps[name]), (name, option)


def test_pictures_are_there() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        for picture in re.findall(
            r"!\[[^\]]*\]\(([^)]+)\)", (ROOT / name).read_text(encoding="utf-8")
        ):
            assert (ROOT / picture).stat().st_size > 10_000, picture
