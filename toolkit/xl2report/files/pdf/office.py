"""LibreOffice at work on one document: found, started with a profile of its own, ended in time.

It is a program of its own, which may be absent, crash or hang: each ends in one `PdfError`.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from xl2report.files.pdf.scrub import scrub

Trouble = Literal["absent", "slow", "failed"]
TIME_LIMIT = 120.0  # seconds; a report takes two
# Tagged, so that a screen reader finds headings and table cells; the title in the window's frame.
_FILTER = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"},'
    '"DisplayPDFDocumentTitle":{"type":"boolean","value":"true"}}'
)
# Where it lies when it is in nobody's PATH.
_HOMES = {
    "win32": tuple(
        f"{os.environ.get(name, '')}\\LibreOffice\\program\\soffice.com"
        for name in ("ProgramFiles", "ProgramFiles(x86)")
    ),
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
}


class PdfError(Exception):
    """No PDF came of it: LibreOffice is absent, took too long, or failed; `words` are its own."""

    def __init__(self, trouble: Trouble, words: str = "") -> None:
        super().__init__(f"{trouble}: {words}")
        self.trouble = trouble
        self.words = words


def find_office() -> str | None:
    """Where LibreOffice lies, or None where it is not installed."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return found
    return next((home for home in _HOMES.get(sys.platform, ()) if Path(home).is_file()), None)


def print_pdf(
    document: bytes, dated: datetime, language: str, *, limit: float = TIME_LIMIT
) -> bytes:
    """The PDF of a .docx, without clock or machine in it: same document, same bytes.

    That holds for one LibreOffice with the same fonts. `dated` is the day it bears. Raises PdfError.
    """
    program = find_office()
    if program is None:
        raise PdfError("absent")
    with tempfile.TemporaryDirectory(prefix="xl2report-pdf-", ignore_cleanup_errors=True) as home:
        folder = Path(home)
        (folder / "report.docx").write_bytes(document)
        printed = folder / "report.pdf"
        words = ""
        # LibreOffice 7.4.7, 2026-11: one start in some hundred dies by SIGABRT before it has
        # looked at any file.
        for _ in range(2):
            words = _convert(program, folder, dated, limit)
            if printed.is_file():
                break
        data = printed.read_bytes() if printed.is_file() else b""
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-64:]:
        raise PdfError("failed", words)
    return scrub(data, dated, language)


def as_docx(document: bytes, suffix: str, *, limit: float = TIME_LIMIT) -> bytes:
    """An old Word or RTF document (`.doc`, `.rtf`) as .docx; macros in it do not run. Raises PdfError."""
    program = find_office()
    if program is None:
        raise PdfError("absent")
    with tempfile.TemporaryDirectory(prefix="xl2report-doc-", ignore_cleanup_errors=True) as home:
        folder = Path(home)
        source, made = folder / f"old{suffix}", folder / "made"
        source.write_bytes(document)
        words = _run(program, folder, ("docx:MS Word 2007 XML", made, source), {}, limit)
        data = (made / "old.docx").read_bytes() if (made / "old.docx").is_file() else b""
    if not data.startswith(b"PK"):
        raise PdfError("failed", words)
    return data


def _convert(program: str, folder: Path, dated: datetime, limit: float) -> str:
    """One run of LibreOffice; its last words. Raises PdfError where it cannot start or end."""
    epoch = str(int(dated.astimezone(UTC).timestamp()))
    more = {"TZ": "UTC", "SOURCE_DATE_EPOCH": epoch}
    return _run(program, folder, (_FILTER, folder, folder / "report.docx"), more, limit)


def _run(
    program: str,
    folder: Path,
    asked: tuple[str, Path, Path],
    surroundings: dict[str, str],
    limit: float,
) -> str:
    """A conversion (filter, folder for the result, source) with a profile of its own."""
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nodefault"),
        *("--convert-to", asked[0], "--outdir", str(asked[1]), str(asked[2])),
    ]
    try:
        process = subprocess.Popen(  # noqa: S603 - LibreOffice, on a file of our own
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={**os.environ, **surroundings},
            start_new_session=True,
        )
    except OSError as error:
        raise PdfError("failed", str(error)) from None
    try:
        said, _ = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        raise PdfError("slow", f"{limit:g}") from None
    finally:
        _end(process)
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[-1][:300] if lines else f"exit {process.returncode}"


def _end(process: subprocess.Popen[bytes]) -> None:
    """End what was started and all that it started: `soffice` is a script around the program."""
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(  # noqa: S603 - its process number
                ["taskkill", "/F", "/T", "/PID", str(process.pid)],  # noqa: S607 - Windows' own
                capture_output=True,
                check=False,
            )
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        process.wait(10)
    if process.stdout is not None:
        process.stdout.close()
