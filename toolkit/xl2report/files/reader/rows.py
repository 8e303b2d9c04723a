"""The rows of a large sheet one after another, in little memory: a city's list of what each unit sent.

Knows rows that are spelt in the usual way, one like the other; where they are not, `Unusual` says so. Rows
that are not like one before may be no more than another sheet may have, whatever the part's size. What is
given is provisional until the last row: only then it shows whether the part is whole.
"""

import pyexpat
import re
from collections.abc import Iterable, Iterator

from xl2report.files.reader.cells import Sheet
from xl2report.files.reader.grammar import learnt, parted, spelt
from xl2report.files.reader.moulds import Mould
from xl2report.files.reader.package import LARGEST_PART, UnreadableBook
from xl2report.files.reader.sheets import shell_of

_LARGEST_ROW = 1 << 20
_MOST_MOULDS = 64
_OPEN, _CLOSE = b"<sheetData>", b"</sheetData>"
_ROW = re.compile(rb"<row r=\"([1-9][0-9]{0,6})\"([^<>]*)(?<!/)>")
_DIGITS = "0123456789"

# A row's number, and its cells by their columns.
Line = tuple[int, Sheet]


class Unusual(Exception):
    """A sheet that cannot be read row by row."""


def read_rows(name: str, pieces: Iterable[bytes], strings: dict[str, str]) -> Iterator[Line]:
    """The rows of a sheet part that have cells. Raises Unusual and UnreadableBook."""
    stream = iter(pieces)
    head, rest = _head(stream)
    reader = _Rows(name, strings)
    while True:
        *rows, rest = rest.split(b"</row>")
        for row in rows:
            yield reader.line(row)
        end = rest.find(_CLOSE)
        if end >= 0:
            break
        if len(rest) > _LARGEST_ROW:
            raise UnreadableBook("too_large", f"a row of {len(rest)} bytes")
        piece = next(stream, None)
        if piece is None:
            raise Unusual
        rest += piece
    reader.last(rest[:end])
    shell = shell_of(head, _tail(rest[end + len(_CLOSE) :], stream))
    if shell is None or not reader.prefixes <= shell.prefixes:
        raise Unusual


def _head(stream: Iterator[bytes]) -> tuple[bytes, bytes]:
    head = b""
    for piece in stream:
        head += piece
        if _OPEN in head:
            before, _, rest = head.partition(_OPEN)
            return before, rest
        if len(head) > _LARGEST_ROW:
            break
    raise Unusual


def _tail(tail: bytes, stream: Iterator[bytes]) -> bytes:
    pieces, length = [tail], len(tail)
    for piece in stream:
        pieces.append(piece)
        length += len(piece)
        if length > LARGEST_PART:
            raise UnreadableBook("too_large", f"{length} bytes behind the cells")
    return b"".join(pieces)


class _Rows:
    """Reads row after row; remembers what rows look like, and which was the last."""

    def __init__(self, name: str, strings: dict[str, str]) -> None:
        self.prefixes: set[str] = set()
        self._name = name
        self._strings = strings
        self._last = 0
        self._spent = 0
        self._said: set[bytes] = set()
        self._moulds: dict[bytes, Mould] = {}

    def line(self, row: bytes) -> Line:
        """A row without its end tag, and any empty rows before it."""
        try:
            return self._line(row)
        except (KeyError, UnicodeDecodeError, pyexpat.ExpatError) as error:
            raise Unusual from error

    def last(self, rows: bytes) -> None:
        """What stands behind the last row with cells: empty rows, or nothing."""
        try:
            found = spelt(_OPEN + rows + _CLOSE, {})
        except (KeyError, UnicodeDecodeError, pyexpat.ExpatError) as error:
            raise Unusual from error
        if found is None or found.cells:
            raise Unusual
        self.prefixes |= found.prefixes

    def _line(self, row: bytes) -> Line:
        match = _ROW.match(row)
        form = b""
        if match is not None:
            number = int(match[1])
            cells = row[match.end() :]
            # Rows that are alike differ in the number behind each column, which is taken off. Nothing but
            # a cell's address stands before its style.
            bare = cells.replace(b'%d" s="' % number, b'" s="')
            if len(cells) - len(bare) == len(match[1]) * cells.count(b'<c r="'):
                form, values, odd = parted(bare)
            mould = self._moulds.get(form) if form and match[2] in self._said else None
            if mould is not None:
                self._follow(number)
                values = mould.filled(values, self._strings, odd=odd)
                return number, Sheet(self._name, None, "rows", tuple, slots=mould, values=values)
        return self._unlike(row, form, match)

    def _unlike(self, row: bytes, form: bytes, match: re.Match[bytes] | None) -> Line:
        self._spent += len(row)
        if self._spent > LARGEST_PART:
            raise UnreadableBook("too_large", f"{self._spent} bytes of rows unlike one another")
        found = spelt(_OPEN + row + b"</row>" + _CLOSE, self._strings)
        numbers = {int(spot.lstrip(_LETTERS)) for spot in found.cells} if found else set()
        number = int(match[1]) if match else max(numbers, default=0)
        if found is None or not number or numbers - {number}:
            raise Unusual
        self._follow(number)
        self.prefixes |= found.prefixes
        if match is not None and len(self._moulds) < _MOST_MOULDS:
            self._said.add(match[2])
            if form:
                mould = self._moulds[form] = learnt(found)
                mould.by_column()
        cells = {spot.rstrip(_DIGITS): cell for spot, cell in found.cells.items()}
        return number, Sheet(self._name, cells, "rows", tuple)

    def _follow(self, number: int) -> None:
        if number <= self._last:
            raise Unusual  # a row met twice, or rows in disorder
        self._last = number


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
