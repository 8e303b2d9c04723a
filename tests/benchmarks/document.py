"""What the report costs beside bare python-docx and XML, and how its cost grows with a table.

    python tests/benchmarks/document.py BOOK.xlsx [ROUNDS]

The yardstick opens the same base document, appends the very same paragraphs and tables, each parsed
from ready XML, and saves: what python-docx and lxml cost before anything is thought. Both take turns.
"""

import io
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles

import docx
from docx.oxml import parse_xml
from lxml import etree

from xl2report.chain.books import find_books
from xl2report.chain.told import tell
from xl2report.files.document.base import make_base
from xl2report.files.document.writer import write_document
from xl2report.files.page.writer import write_page
from xl2report.work.narrative.story import Story, StoryTable

AIM = 3.0
TIMES = (4, 16)  # how often a table's rows are repeated


def by_xml(base: bytes, pieces: list[str]) -> bytes:
    """The yardstick."""
    document = docx.Document(io.BytesIO(base))
    body = document.element.body
    for piece in pieces:
        body.insert(len(body) - 1, parse_xml(piece))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pieces_of(document: bytes) -> list[str]:
    """The paragraphs and tables of a document as XML, each by itself."""
    body = docx.Document(io.BytesIO(document)).element.body
    return [etree.tostring(block, encoding="unicode") for block in body[:-1]]


def repeated(story: Story, times: int) -> Story:
    """The story with nothing but its longest table, the body's rows so many times."""
    tables = [block for block in story.blocks if isinstance(block, StoryTable)]
    long = max(tables, key=lambda table: table.grid.rows)
    high = long.grid.rows - long.heading_rows
    head = [cell for cell in long.grid.cells if cell.row <= long.heading_rows]
    body = [cell for cell in long.grid.cells if cell.row > long.heading_rows]
    more = [cell._replace(row=cell.row + high * at) for at in range(times) for cell in body]
    grid = long.grid._replace(rows=long.heading_rows + high * times, cells=(*head, *more))
    return replace(story, blocks=(replace(long, grid=grid),))


def seconds(work: Callable[[], object]) -> float:
    """How much time of the processor some work takes: a busy machine lengthens only the clock's."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Print the ratio to the yardstick, and how document and page grow with a table."""
    book, rounds = Path(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:] else 15
    story = tell(find_books([book])[0]).story
    base = make_base()
    pieces = pieces_of(write_document(story, base))
    by_xml(base, pieces)
    turns = [
        (seconds(lambda: by_xml(base, pieces)), seconds(lambda: write_document(story, base)))
        for _ in range(rounds)
    ]
    ratios = [ours / theirs for theirs, ours in turns]
    low, _, high = quantiles(ratios, n=4)
    verdict = "met" if median(ratios) <= AIM else "missed"
    print(f"{len(pieces)} paragraphs and tables, {rounds} rounds, by the processor's time")
    print(
        f"document / bare XML: {median(ratios):.2f} ({low:.2f} to {high:.2f}), aim {AIM:g}: {verdict};"
        f" {median(t for _, t in turns) * 1000:.1f} / {median(t for t, _ in turns) * 1000:.1f} ms"
    )
    few, many = (repeated(story, times) for times in TIMES)
    growth: dict[str, Callable[[Story], object]] = {
        "document": lambda told: write_document(told, base),
        "page": write_page,
    }
    for name, write in growth.items():
        small = median(seconds(lambda: write(few)) for _ in range(3))  # noqa: B023 - called at once
        large = median(seconds(lambda: write(many)) for _ in range(3))  # noqa: B023 - called at once
        print(
            f"{name}, a table {TIMES[1] // TIMES[0]} times as long: {large / small:.1f} times as slow"
            f" ({large * 1000:.0f} ms)"
        )


if __name__ == "__main__":
    main()
