"""The zip container of a workbook: its members, listed, checked and inflated under caps.

Knows zip; never what a member means. Nothing is
inflated before its declared size has been judged, and nothing is returned whose length or
checksum differs from what the directory declares.
"""

import struct
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, TypeVar

from xl2report.files.reader.kinds import LARGEST_FILE, UnreadableBook, refuse_other_kinds
from xl2report.files.reader.shelf import Shelf

__all__ = ["LARGEST_FILE", "LARGEST_PART", "Package", "Shelf", "UnreadableBook"]

Thing = TypeVar("Thing")
# Method, checksum, packed and full size, offset, name as it is spelt.
_Member = tuple[int, int, int, int, int, bytes]

# An eighth of a second for each MiB and 18 MiB of memory is what the densest sheet costs.
LARGEST_PART = 8 << 20
LARGEST_READING = 9 << 20
# The list of what 10,000 units sent has some 80 MiB. It is read row by row, and only rows that are like one
# another may be so many: see `rows`.
LARGEST_STREAM = 120 << 20
_PIECE = 1 << 18
LARGEST_RATIO = 200
RATIO_FREE = 1 << 20
MOST_MEMBERS = 2_000

# Deflate packs 1,032 to 1 at best: what is packed into this cannot be more than 16 MiB, whatever is declared
# for it, and may be inflated at one go, which takes half as long.
_SMALL = 1 << 14

# What is remembered from book to book (see Shelf): parts above this size never are.
_KEPT_PART = 1 << 18

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_FIELD = struct.Struct("<2H")
_LOCAL = struct.Struct("<4s5H3L2H")

_ENCRYPTED = 0x2041  # encrypted, strongly encrypted, masked headers

_made: Shelf[Any] = Shelf(24)


class Package:
    """The members of one zip file, by name in lower case with forward slashes."""

    __slots__ = ("_data", "_members", "_spent", "names")

    def __init__(self, data: bytes) -> None:
        refuse_other_kinds(data)
        self._data = data
        self._spent = 0
        self._members: dict[str, _Member] = {}
        names: list[str] = []
        try:
            self._list(names)
        except struct.error as error:
            raise UnreadableBook("truncated", f"zip directory: {error}") from None
        self.names = tuple(names)

    def _list(self, names: list[str]) -> None:
        data = self._data
        count, size, start = _find_directory(data)
        if count > MOST_MEMBERS:
            raise UnreadableBook("too_large", f"{count} members")
        end = start + size
        members = self._members
        at = start
        for _ in range(count):
            if at + _ENTRY.size > end:
                raise UnreadableBook("zip", "directory shorter than its count")
            entry = _ENTRY.unpack_from(data, at)
            (magic, _, _, flags, method, _, _, crc, packed, full, n, m, k, _, _, _, offset) = entry
            if magic != b"PK\1\2":
                raise UnreadableBook("zip", f"no directory entry at {at}")
            at += _ENTRY.size
            raw = data[at : at + n]
            if 0xFFFFFFFF in (packed, full, offset):
                extra = data[at + n : at + n + m]
                packed, full, offset = _wide(extra, packed, full, offset)
            at += n + m + k
            if flags & _ENCRYPTED:
                raise UnreadableBook("encrypted", f"zip member {raw!r}")
            name = _decoded(raw)
            if name[-1:] == "/":
                continue
            key = name.lower()
            if key in members:
                raise UnreadableBook("duplicate_member", name)
            members[key] = (method, crc, packed, full, offset, raw)
            names.append(name)
        if at != end:
            raise UnreadableBook("zip", "directory longer than its count")

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._members

    def read(self, part: str) -> bytes:
        """The inflated bytes of a part, whole and with the checksum declared for them."""
        member = self._members.get(part.lower())
        if member is None:
            raise UnreadableBook("malformed", f"no part {part}")
        return self._inflated(part, member, self._packed(part, member))

    def size(self, part: str) -> int:
        """How many bytes a part is declared to have."""
        member = self._members.get(part.lower())
        return member[3] if member else 0

    def pieces(self, part: str) -> Iterator[bytes]:
        """A part's inflated bytes piece by piece; that they are whole and true shows at the end."""
        member = self._members.get(part.lower())
        if member is None:
            raise UnreadableBook("malformed", f"no part {part}")
        return _pieces(part, member, self._packed(part, member, LARGEST_STREAM))

    def made(self, part: str, make: Callable[[bytes], Thing]) -> Thing:
        """What `make` gives for a part; not made anew for a part already seen in another book.

        Parts are compared by their packed bytes, all of them: a checksum can be forged. What
        is made must not be altered by whoever gets it.
        """
        member = self._members.get(part.lower())
        if member is None:
            raise UnreadableBook("malformed", f"no part {part}")
        packed = self._packed(part, member)
        key = (make, packed, member[0], member[1], member[3])
        thing: Thing | None = _made.get(key)
        if thing is None:
            thing = make(self._inflated(part, member, packed))
            if member[3] <= _KEPT_PART:
                _made.put(key, thing)
        return thing

    def _packed(self, part: str, member: _Member, largest: int = LARGEST_PART) -> bytes:
        _, _, packed, full, offset, raw = member
        if full > RATIO_FREE and full > LARGEST_RATIO * packed:
            raise UnreadableBook("zip_bomb", f"{part}: {packed} bytes for {full}")
        self._spent += full if largest == LARGEST_PART else 0
        if full > largest or self._spent > LARGEST_READING:
            raise UnreadableBook("too_large", f"{self._spent} bytes with {part}")
        data = self._data
        try:
            local = _LOCAL.unpack_from(data, offset)
        except struct.error:
            raise UnreadableBook("truncated", f"{part}: no local header") from None
        start = offset + _LOCAL.size + local[9]
        if local[0] != b"PK\3\4" or data[offset + _LOCAL.size : start] != raw:
            raise UnreadableBook("zip", f"{part}: its local header is another member's")
        start += local[10]
        found = data[start : start + packed]
        if len(found) != packed:
            raise UnreadableBook("truncated", part)
        return found

    @staticmethod
    def _inflated(part: str, member: _Member, packed: bytes) -> bytes:
        method, crc, _, full, _, _ = member
        if method == 8 and len(packed) <= _SMALL:
            try:
                found = zlib.decompress(packed, -15, full)
            except zlib.error as error:
                raise UnreadableBook("zip", f"{part}: {error}") from None
        elif method == 8:
            inflater = zlib.decompressobj(-15)
            try:
                found = inflater.decompress(packed, full + 1)
            except zlib.error as error:
                raise UnreadableBook("zip", f"{part}: {error}") from None
            if len(found) <= full and not inflater.eof:
                raise UnreadableBook("zip", f"{part}: its deflate stream does not end")
        elif method == 0:
            found = packed
        else:
            raise UnreadableBook("zip", f"{part}: packing method {method}")
        if len(found) != full:
            raise UnreadableBook("zip", f"{part}: not the {full} bytes declared")
        if zlib.crc32(found) != crc:
            raise UnreadableBook("zip", f"{part}: checksum")
        return found


def _pieces(part: str, member: _Member, packed: bytes) -> Iterator[bytes]:
    method, crc, _, full, _, _ = member
    if method not in (0, 8):
        raise UnreadableBook("zip", f"{part}: packing method {method}")
    inflater = zlib.decompressobj(-15)
    length = at = found = 0
    tail = b""
    while length <= full and not inflater.eof:
        # Fed in small slices: what is not yet inflated is copied each time.
        given = tail or packed[at : at + _SMALL]
        at += 0 if tail else len(given)
        try:
            piece = inflater.decompress(given, _PIECE) if method else given
        except zlib.error as error:
            raise UnreadableBook("zip", f"{part}: {error}") from None
        if not given and not piece:
            break
        tail = inflater.unconsumed_tail
        length += len(piece)
        found = zlib.crc32(piece, found)
        yield piece
    if length != full or found != crc or (method and not inflater.eof):
        raise UnreadableBook("zip", f"{part}: not the {full} bytes declared")


def _find_directory(data: bytes) -> tuple[int, int, int]:
    """How many entries the directory has, its size and its start."""
    at = data.rfind(b"PK\5\6", max(0, len(data) - _END.size - 0xFFFF))
    if at < 0:
        raise UnreadableBook("truncated", "no end of zip directory")
    _, disk, first_disk, here, count, size, start, _ = _END.unpack_from(data, at)
    end = at
    if 0xFFFF in (here, count) or 0xFFFFFFFF in (size, start):
        magic, _, record, _ = _LOCATOR64.unpack_from(data, max(0, at - _LOCATOR64.size))
        if magic != b"PK\6\7" or record >= at:
            raise UnreadableBook("zip", "no zip64 locator")
        found = _END64.unpack_from(data, record)
        magic, _, _, _, disk, first_disk, here, count, size, start = found
        if magic != b"PK\6\6":
            raise UnreadableBook("zip", "no zip64 end of directory")
        end = record
    if disk or first_disk or here != count:
        raise UnreadableBook("zip", "one of several disks")
    if start + size > end:
        raise UnreadableBook("truncated", "zip directory lies outside the file")
    if start + size < end:
        # Other readers take such a file for one with a prefix, and read it at other places.
        raise UnreadableBook("zip", "a gap behind the zip directory")
    if not count:
        raise UnreadableBook("zip", "no members")
    return count, size, start


def _wide(extra: bytes, packed: int, full: int, offset: int) -> tuple[int, int, int]:
    """The packed size, full size and offset of an entry that has them in a zip64 field."""
    at = 0
    while at + 4 <= len(extra):
        tag, size = _FIELD.unpack_from(extra, at)
        at += 4
        if tag == 1:
            field = extra[at : at + size]
            numbers = [
                int.from_bytes(field[i : i + 8], "little") for i in range(0, len(field) - 7, 8)
            ] + [-1, -1, -1]
            if full == 0xFFFFFFFF:
                full = numbers.pop(0)
            if packed == 0xFFFFFFFF:
                packed = numbers.pop(0)
            if offset == 0xFFFFFFFF:
                offset = numbers.pop(0)
            break
        at += size
    if min(packed, full, offset) < 0:
        raise UnreadableBook("zip", "zip64 field too short")
    return packed, full, offset


@lru_cache(maxsize=200)
def _decoded(raw: bytes) -> str:
    """A member's name, with forward slashes and none in front: UTF-8, whether flagged as such or not."""
    try:
        name = raw.decode()
    except UnicodeDecodeError:
        name = raw.decode("cp437")
    if "\0" in name or not name:
        raise UnreadableBook("zip", f"member name {raw!r}")
    return name.replace("\\", "/").lstrip("/")
