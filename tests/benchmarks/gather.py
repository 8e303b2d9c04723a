"""Workbooks read, assessed and added up with all their values kept, but no workbook written.

    python gather.py FOLDER

A process of its own: what `merge` needs of memory before it writes.
"""

import sys
from pathlib import Path

from xl2report.chain.between import between
from xl2report.chain.books import find_books
from xl2report.chain.check import Terms, gathered
from xl2report.chain.forms import open_plan
from xl2report.work.rollup import roll_up


def main(folder: Path) -> None:
    books = find_books([folder])
    ledger = gathered(books, Terms(values=True), jobs=1)
    report = between(ledger, (), None, None, books)
    shares = list(ledger.shares())
    total = roll_up(open_plan(shares[0].form), shares)
    if report.errors or len(total.parts) != len(books):
        raise SystemExit(f"{report.errors} errors, {len(total.parts)} of {len(books)} added up")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
