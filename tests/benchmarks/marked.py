"""How much faster a marked copy is than openpyxl's load, mark and save, measured turn by turn.

    python tests/benchmarks/marked.py BOOK.xlsx [ROUNDS]

Ten cells of one table are filled and noted by either; ours also lists them, reads the copy again and
compares it. Both take turns, so that a busy machine is busy for both.
"""

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from xl2report.files.marked.writer import mark_copy
from xl2report.ground.findings import Finding

SHEET = "三、申请办理"
CELLS = tuple(f"D{row}" for row in range(7, 17))


def by_openpyxl(book: bytes) -> bytes:
    """The yardstick: load, ten fills, ten notes, save."""
    workbook = openpyxl.load_workbook(io.BytesIO(book))
    for cell in CELLS:
        found = workbook[SHEET][cell]
        found.fill = PatternFill("solid", fgColor="FFFF0000")
        found.comment = Comment("填的是“无”，应为数字（件）\n没有发生的请填 0", "xl2report")
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def by_us(book: bytes) -> bytes:
    """The same ten cells, filled, noted and listed."""
    findings = [
        Finding(
            "E101", "book.xlsx", f"{SHEET} › {cell}", (f"{SHEET}!{cell}",),
            {"found": "无", "unit": "件"},
        )
        for cell in CELLS
    ]  # fmt: skip
    return mark_copy(book, findings, "zh")


def seconds(work: Callable[[bytes], bytes], book: bytes) -> float:
    """How much time of the processor some work takes: a busy machine lengthens only the clock's."""
    start = time.process_time()
    work(book)
    return time.process_time() - start


def measure(book: bytes, rounds: int) -> list[tuple[float, float]]:
    """Openpyxl's and our seconds in each round; ours is the median of fifteen runs."""
    by_us(book)
    return [
        (seconds(by_openpyxl, book), median(seconds(by_us, book) for _ in range(15)))
        for _ in range(rounds)
    ]


if __name__ == "__main__":
    measured = measure(Path(sys.argv[1]).read_bytes(), int(sys.argv[2]) if sys.argv[2:] else 15)
    theirs, ours = (min(side) * 1e3 for side in zip(*measured, strict=True))
    low, middle, high = quantiles([slow / fast for slow, fast in measured], n=4)
    print(f"least: openpyxl {theirs:.1f} ms, marked copy {ours:.2f} ms, {theirs / ours:.0f} x")
    print(f"round by round: {middle:.0f} x ({low:.0f}–{high:.0f})")
