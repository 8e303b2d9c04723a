"""A PDF with ruled tables → paragraphs and tables; read by a process of its own (`pdf_child`).

pdfplumber is an extra: without it, and for a PDF of pictures, one message says what to do.
"""

import json
from pathlib import Path

from xl2report.files.published.blocks import Draft, Piece, Rows, UnreadableDocument, published
from xl2report.files.published.pdf_tables import put_together
from xl2report.ground.published import Published

LONGEST_WAIT = 60.0
_NO_LIBRARY, _SCANNED, _ENCRYPTED, _TOO_LARGE = 3, 4, 5, 6
_REASONS = {
    _NO_LIBRARY: "no_pdf",
    _SCANNED: "scanned",
    _ENCRYPTED: "encrypted",
    _TOO_LARGE: "too_large",
}
_SCANNED_PAGES = (
    "PDF 中有 {count} 页没有文字（可能是扫描图片），未读取",
    "{count} pages of the PDF hold no text (perhaps scanned) and were not read",
)


def read_pdf(data: bytes, name: str) -> Published:
    """The document in the bytes of a PDF. Raises UnreadableDocument."""
    code, out = _ask(data)
    if code:
        raise UnreadableDocument(_REASONS.get(code, "damaged"), f"exit code {code}")
    try:
        told = json.loads(out)
        drafts: list[Draft] = [
            block
            if isinstance(block, str)
            else Rows([[Piece(*cell) for cell in row] for row in block])
            for block in put_together(told["blocks"])
        ]
        empty = int(told["empty"])
        title = str(told["title"])
    except (ValueError, TypeError, KeyError) as error:
        raise UnreadableDocument("damaged", repr(error)) from None
    doubts = [
        (words[0].format(count=empty), words[1].format(count=empty))
        for words in [_SCANNED_PAGES]
        if empty
    ]
    return published(name, drafts, doubts, title)


def _ask(data: bytes) -> tuple[int, bytes]:
    """The exit code of the other process and what it says."""
    import subprocess
    import sys

    child = Path(__file__).with_name("pdf_child.py")
    try:
        run = subprocess.run(  # noqa: S603 - our own script
            [sys.executable, "-P", child],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=LONGEST_WAIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _TOO_LARGE, b""
    except OSError:
        return -1, b""
    return run.returncode, run.stdout
