"""Much of one kind in little memory: texts, rows of whole numbers, digests and what is there twice.

Ten thousand workbooks are told apart and added up by what is kept here of each.
"""

import json
import zlib
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import chain, islice
from struct import Struct
from typing import overload

# A row is its length, then two bytes a number: itself, or that it is blank, or that it is larger and
# stands behind them in eight. A row with still larger ones has no length and is written in digits.
_LENGTH, _NARROW, _WIDE = Struct("i"), Struct("h"), Struct("q")
_BLANK, _LARGER = -(1 << 15), 1 - (1 << 15)
_LARGEST = 1 << 63
_IN_DIGITS = _LENGTH.pack(-1)
# What is compared at once; of more digests only a part is looked at in each round.
_AT_ONCE = 2048
_MOST_ROUNDS = 64
# How many numbers and how many texts make a block.
_BLOCK = 1024
_TEXTS = 64


class Numbers(Sequence[int]):
    """Whole numbers from 0 in their order, each in as many bytes as its kind (of `array`) has.

    Kept in blocks: what grows as one piece leaves holes behind wherever it was before.
    """

    __slots__ = ("_blocks", "_kind", "_length")

    def __init__(self, kind: str, numbers: Iterable[int] = ()) -> None:
        self._kind = kind
        self._blocks: list[array[int]] = []
        self._length = 0
        for number in numbers:
            self.append(number)

    def append(self, number: int) -> None:
        """One more number."""
        block, place = divmod(self._length, _BLOCK)
        if not place:
            self._blocks.append(array(self._kind, bytes(_BLOCK * array(self._kind).itemsize)))
        self._blocks[block][place] = number
        self._length += 1

    def __iter__(self) -> Iterator[int]:
        return islice(chain.from_iterable(self._blocks), self._length)

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, number: int) -> int: ...
    @overload
    def __getitem__(self, number: slice) -> "list[int]": ...
    def __getitem__(self, number: int | slice) -> "int | list[int]":
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(self._length))]
        block, place = divmod(_within(number, self._length), _BLOCK)
        return self._blocks[block][place]


class Texts(Sequence[str]):
    """Texts in their order, packed block by block; any str, also a file name that is no UTF-8.

    Names of many units are much alike, so that they pack well. What is asked for one after the
    other is unpacked once.
    """

    __slots__ = ("_blocks", "_latest", "_unpacked")

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._blocks: list[bytes] = []
        self._latest: list[str] = []
        self._unpacked: tuple[int, list[str]] = (-1, [])
        for text in texts:
            self.append(text)

    def append(self, text: str) -> None:
        """One more text."""
        self._latest.append(text)
        if len(self._latest) == _TEXTS:
            self._blocks.append(zlib.compress(json.dumps(self._latest).encode()))
            self._latest = []

    def __len__(self) -> int:
        return len(self._blocks) * _TEXTS + len(self._latest)

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> "list[str]": ...
    def __getitem__(self, number: int | slice) -> "str | list[str]":
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        block, place = divmod(_within(number, len(self)), _TEXTS)
        if block == len(self._blocks):
            return self._latest[place]
        if block != self._unpacked[0]:
            self._unpacked = block, json.loads(zlib.decompress(self._blocks[block]))
        return self._unpacked[1][place]


def _within(number: int, length: int) -> int:
    if not -length <= number < length:
        raise IndexError(number)
    return number % length


class Row(Sequence[int | None]):
    """Whole numbers and blanks in their order, exact however large, as one piece of memory."""

    __slots__ = ("_bytes",)

    def __init__(self, values: Iterable[int | None]) -> None:
        self._bytes = _packed(list(values))

    def __reduce__(self) -> tuple[object, tuple[bytes]]:
        return _row_of, (self._bytes,)

    def __iter__(self) -> Iterator[int | None]:
        return iter(self._list())

    def __len__(self) -> int:
        length: int = _LENGTH.unpack_from(self._bytes)[0]
        return length if length >= 0 else len(self._list())

    @overload
    def __getitem__(self, number: int) -> int | None: ...
    @overload
    def __getitem__(self, number: slice) -> "list[int | None]": ...
    def __getitem__(self, number: int | slice) -> "int | list[int | None] | None":
        if not isinstance(number, slice) and 0 <= number < _LENGTH.unpack_from(self._bytes)[0]:
            at = _LENGTH.size + number * _NARROW.size
            value: int = _NARROW.unpack_from(self._bytes, at)[0]
            if value != _LARGER:
                return None if value == _BLANK else value
        return self._list()[number]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Row):
            return self._bytes == other._bytes
        return isinstance(other, Sequence) and self._list() == list(other)

    def __hash__(self) -> int:
        return hash(tuple(self._list()))

    def __repr__(self) -> str:
        return f"Row({self._list()!r})"

    def _list(self) -> list[int | None]:
        (length,) = _LENGTH.unpack_from(self._bytes)
        if length < 0:
            parts = self._bytes[_LENGTH.size : -1].split(b",")
            return [int(part) if part else None for part in parts]
        narrow = array("h")
        end = _LENGTH.size + length * narrow.itemsize
        narrow.frombytes(self._bytes[_LENGTH.size : end])
        larger = (one for (one,) in _WIDE.iter_unpack(self._bytes[end:]))
        return [
            value if value > _LARGER else None if value == _BLANK else next(larger)
            for value in narrow
        ]


def _packed(values: list[int | None]) -> bytes:
    if any(value is not None and not -_LARGEST <= value < _LARGEST for value in values):
        told = ("" if value is None else str(value) for value in values)
        return _IN_DIGITS + ",".join(told).encode() + b","
    narrow = array("h")
    larger = array("q")
    for value in values:
        if value is None:
            narrow.append(_BLANK)
        elif _LARGER < value < -_BLANK:
            narrow.append(value)
        else:
            narrow.append(_LARGER)
            larger.append(value)
    return _LENGTH.pack(len(values)) + narrow.tobytes() + larger.tobytes()


def _row_of(data: bytes) -> Row:
    row = Row.__new__(Row)
    row._bytes = data  # noqa: SLF001 - as it was pickled
    return row


def digest_of(text: str) -> int:
    """Sixty-four bits that are the same for the same text in every process; never 0."""
    data = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest()) or 1


def repeated(digests: Collection[int]) -> list[list[int]]:
    """The places at which equal digests stand, wherever there are several; 0 stands for none.

    In the order of the first places. Looks at a part of the digests at a time, so that it takes
    little memory beside them.
    """
    rounds = min(len(digests) // _AT_ONCE + 1, _MOST_ROUNDS)
    found: list[list[int]] = []
    for part in range(rounds):
        first: dict[int, int] = {}
        groups: dict[int, list[int]] = {}
        for place, digest in enumerate(digests):
            if not digest or (rounds > 1 and digest % rounds != part):
                continue
            before = first.setdefault(digest, place)
            if before != place:
                groups.setdefault(digest, [before]).append(place)
        found.extend(groups.values())
    return sorted(found)
