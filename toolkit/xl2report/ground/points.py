"""Points and places: what is asked, in which measure, and where it is written.

The cellar of the house: knows point ids, units of measure and cell addresses; never a form, a file
or a rule.
"""

from typing import NamedTuple


class Measure(NamedTuple):
    """How a point is counted: its unit, the decimals it may carry, whether it may be negative.

    Values are exact whole numbers of the smallest step: 元 with 2 decimals is counted in 分, a count
    of 件 (0 decimals) in 件.
    """

    unit: str
    decimals: int
    signed: bool

    def show(self, steps: int, *, sign: bool = False) -> str:
        """The value as people write it: no thousands separator, no trailing zeros.

        With `sign`, a positive value of a signed measure carries its "+".
        """
        head = "-" if steps < 0 else ("+" if sign and self.signed and steps > 0 else "")
        digits = str(abs(steps))
        if self.decimals:
            digits = digits.rjust(self.decimals + 1, "0")
            whole, part = digits[: -self.decimals], digits[-self.decimals :].rstrip("0")
            digits = f"{whole}.{part}" if part else whole
        return head + digits


class Place(NamedTuple):
    """A cell: the book's file name, the sheet's name, the address (`D7`, `D7:I9`)."""

    book: str
    sheet: str
    address: str

    @property
    def in_book(self) -> str:
        """The place as JSON carries it: `三、申请办理!D7`; a whole sheet is its name alone."""
        return f"{self.sheet}!{self.address}" if self.address else self.sheet

    def __str__(self) -> str:
        return " › ".join(part for part in self if part)


def column_letters(column: int) -> str:
    """The letters of a column counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """The address of a cell counted from 1: row 7, column 4 is D7."""
    return f"{column_letters(column)}{row}"


def split_address(cell: str) -> tuple[int, int]:
    """Row and column, from 1, of an address: D7 is (7, 4)."""
    column = 0
    for index, char in enumerate(cell):
        if char.isdigit():
            return int(cell[index:]), column
        column = column * 26 + ord(char) - 64
    message = f"no cell address: {cell!r}"
    raise ValueError(message)


def rectangles(cells: list[tuple[int, int]]) -> list[str]:
    """The fewest plain ranges this walk finds that cover just these (row, column) cells.

    Runs within a row are joined first, then equal runs of neighbouring rows: D7:I8, D29.
    """
    rows: dict[int, list[int]] = {}
    for row, column in sorted(set(cells)):
        rows.setdefault(row, []).append(column)
    open_runs: dict[tuple[int, int], tuple[int, int]] = {}
    done: list[tuple[int, int, int, int]] = []
    for row in sorted(rows):
        runs: list[tuple[int, int]] = []
        for column in rows[row]:
            if runs and runs[-1][1] == column - 1:
                runs[-1] = (runs[-1][0], column)
            else:
                runs.append((column, column))
        still: dict[tuple[int, int], tuple[int, int]] = {}
        for run in runs:
            first, last = open_runs.get(run, (row, row - 1))
            still[run] = (first, row) if last == row - 1 else (row, row)
            if last != row - 1:
                done.append((first, run[0], last, run[1]))
        done.extend(
            (first, run[0], last, run[1])
            for run, (first, last) in open_runs.items()
            if run not in still
        )
        open_runs = still
    done.extend((first, run[0], last, run[1]) for run, (first, last) in open_runs.items())
    return [
        address(top, left)
        if (top, left) == (bottom, right)
        else f"{address(top, left)}:{address(bottom, right)}"
        for top, left, bottom, right in sorted(done)
    ]
