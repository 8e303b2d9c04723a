"""What all tests share: LibreOffice as the second opinion on workbooks and documents.

Tests marked `office` need it. Without it they are skipped and named in the closing summary; with
XL2REPORT_REQUIRE_OFFICE=1 they fail instead, so that a run that must be complete cannot be green
by leaving them out.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

REQUIRED = "XL2REPORT_REQUIRE_OFFICE"
ABSENT = "LibreOffice (soffice) is not installed"
FIRST_SIGNAL = 128  # from here on, the exit code of a shell script tells of a signal

# LibreOffice 7.4.7, 2026-11: the default profile believes the cached results of a workbook that
# LibreOffice did not write; 0 is "always recalculate".
ALWAYS_RECALCULATE = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""


def find_soffice() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


@dataclass(frozen=True, slots=True)
class Soffice:
    """LibreOffice with a profile of its own: two processes must not share one."""

    program: str
    home: Path

    def convert(self, path: Path, kind: str, out_dir: Path) -> Path:
        """A new file in `out_dir`: `path` recalculated, as `kind` ("xlsx", "pdf" …)."""
        return self.convert_all([path], kind, out_dir)[0]

    def convert_all(self, paths: Sequence[Path], kind: str, out_dir: Path) -> list[Path]:
        """Many files in one call: starting LibreOffice costs a second, a file a tenth.

        Args:
            kind: an extension, or extension:filter[:options] as LibreOffice's --convert-to has it.
        Raises:
            RuntimeError: LibreOffice left out a file; its own words are in the message.
        """
        names = [f"{path.stem}.{kind.split(':', 1)[0]}" for path in paths]
        if len(set(names)) < len(names):
            raise ValueError("two files of one name would become one")
        fresh = self.home / "out"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir()
        code, words = self._run(["--convert-to", kind, "--outdir", fresh, *paths])
        left_out = [
            path.name
            for path, name in zip(paths, names, strict=True)
            if not (fresh / name).exists()
        ]
        if left_out:
            raise RuntimeError(f"LibreOffice ({code}) left out {', '.join(left_out)}\n{words}")
        out_dir.mkdir(parents=True, exist_ok=True)
        return [Path(shutil.move(fresh / name, out_dir / name)) for name in names]

    def _run(self, arguments: Sequence[str | Path]) -> tuple[int, str]:
        """LibreOffice's exit code and words; begun again once if it crashed.

        LibreOffice 7.4.7, 2026-11: one start in some hundred dies with SIGABRT before it has
        looked at any file.
        """
        profile = (self.home / "profile").as_uri()
        command = [self.program, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
        for _ in range(2):
            run = subprocess.run(
                [*command, *arguments],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                timeout=180 + len(arguments),
                check=False,
            )
            if 0 <= run.returncode < FIRST_SIGNAL:
                break
        return run.returncode, run.stdout


@pytest.fixture(scope="session")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> Soffice:
    """LibreOffice, always recalculating; one profile for each test process."""
    program = find_soffice()
    if program is None:
        pytest.fail(f"{ABSENT}: a test that uses it must be marked office", pytrace=False)
    home = tmp_path_factory.mktemp("soffice")
    (home / "profile" / "user").mkdir(parents=True)
    (home / "profile" / "user" / "registrymodifications.xcu").write_text(
        ALWAYS_RECALCULATE, encoding="utf-8"
    )
    return Soffice(program, home)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-messages",
        action="store_true",
        help="write the expected texts of tests/messages anew",
    )


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("office") and find_soffice() is None:
        if os.environ.get(REQUIRED) == "1":
            pytest.fail(f"{ABSENT}, and {REQUIRED}=1 demands it", pytrace=False)
        pytest.skip(ABSENT)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [
        report.nodeid
        for report in terminalreporter.getreports("skipped")
        if "office" in report.keywords and report.longrepr[2].endswith(ABSENT)
    ]
    if skipped:
        terminalreporter.section(f"{len(skipped)} office tests skipped: {ABSENT}")
        for name in sorted(skipped):
            terminalreporter.write_line(name)
