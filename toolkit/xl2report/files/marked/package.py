"""The zip file of a workbook in which some parts are replaced; all others keep every byte.

Members that are not touched are copied as they lie in the file, packed bytes and headers alike.
"""

import struct
import zlib
from typing import Any

from xl2report.files.marked.errors import CannotMark
from xl2report.files.reader.package import Package

_END = struct.Struct("<4s4H2LH")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_NAME_IS_UTF8 = 0x800
_STORED, _DEFLATED = 0, 8
_FAST, _SMALL = 1, 4_096
_HEAD = 640
_VERSION = 20
_STAMP = (0, 33)  # 1980-01-01: a copy made twice is the same copy


class _Member:
    """One entry of the directory as it lies in the file, and where the member begins and ends."""

    __slots__ = ("end", "entry", "fields", "name", "start")

    def __init__(self, entry: bytes, fields: tuple[Any, ...]) -> None:
        self.entry = entry
        self.fields = fields
        self.name = entry[_ENTRY.size : _ENTRY.size + fields[10]]
        self.start: int = fields[16]
        self.end = 0


class Parts:
    """The parts of a workbook by name in lower case; what is put, added and removed counts at once."""

    def __init__(self, data: bytes, package: Package) -> None:
        self._package = package
        self._data = data
        self._members: dict[str, _Member] = {}
        self._new: dict[str, bytes] = {}
        self._seen: dict[str, bytes] = {}
        self.added: dict[str, bytes] = {}
        self.removed: set[str] = set()
        self._list()

    def _list(self) -> None:
        data = self._data
        self._tail = data.rfind(b"PK\5\6")
        _, _, _, _, count, size, start, _ = _END.unpack_from(data, self._tail)
        if count == 0xFFFF or 0xFFFFFFFF in (size, start) or start + size != self._tail:
            raise CannotMark("zip", "zip64")
        members: list[_Member] = []
        names = iter(self._package.names)
        at = start
        for _ in range(count):
            fields = _ENTRY.unpack_from(data, at)
            length = _ENTRY.size + sum(fields[10:13])
            member = _Member(data[at : at + length], fields)
            if 0xFFFFFFFF in (fields[8], fields[9], member.start):
                raise CannotMark("zip", "zip64")
            members.append(member)
            # The package's names are those of the entries in their order, folders left out.
            if not member.name.endswith((b"/", b"\\")):
                self._members[next(names).lower()] = member
            at += length
        self._directory = members
        ordered = sorted(members, key=lambda one: one.start)
        for member, following in zip(ordered, [*ordered[1:], None], strict=True):
            member.end = following.start if following else start
            if member.end <= member.start:
                raise CannotMark("zip", "members lie over each other")
        self._ordered = ordered

    def __contains__(self, part: str) -> bool:
        part = part.lower()
        return part in self.added or (part in self._members and part not in self.removed)

    @property
    def names(self) -> list[str]:
        """The parts there are, in lower case."""
        kept = [name for name in self._members if name not in self.removed]
        return [*kept, *(name for name in self.added if name not in self._members)]

    def read(self, part: str) -> bytes:
        """The bytes of a part as they are now."""
        part = part.lower()
        for known in (self.added, self._new):
            if part in known:
                return known[part]
        return self.original(part)

    def original(self, part: str) -> bytes:
        """The bytes of a part as the file has them."""
        found = self._seen.get(part)
        if found is None:
            found = self._seen[part] = self._package.read(part)
        return found

    def head(self, part: str, until: bytes) -> bytes:
        """The beginning of a part, at least as far as a word in it; all of it where that is far."""
        member = self._members[part]
        start = member.start + _LOCAL.size
        start += sum(_LOCAL.unpack_from(self._data, member.start)[9:11])
        if member.fields[4] == _DEFLATED and part not in self._new and part not in self._seen:
            packed = self._data[start : start + min(_HEAD, member.fields[8])]
            found = zlib.decompressobj(-15).decompress(packed, _HEAD)
            if until in found:
                return found
        return self.read(part)

    def checksum(self, part: str) -> int:
        """The checksum that the file declares for a part."""
        found: int = self._members[part.lower()].fields[7]
        return found

    def put(self, part: str, content: bytes) -> None:
        """Replace a part, or add it where there is none; a name new to the file keeps its case."""
        if part.lower() in self._members:
            self._new[part.lower()] = content
            self.removed.discard(part.lower())
        else:
            self.added[part.lower()] = content

    def remove(self, part: str) -> None:
        """Take a part out."""
        self.added.pop(part.lower(), None)
        if part.lower() in self._members:
            self.removed.add(part.lower())

    def packed(self, level: int) -> bytes:
        """The file with all that was put, added and removed."""
        data = self._data
        names = {id(member): name for name, member in self._members.items()}
        out = [data[: self._ordered[0].start]]
        at = len(out[0])
        entries: dict[int, bytes] = {}
        for member in self._ordered:
            name = names.get(id(member), "")
            if name in self.removed:
                continue
            if name in self._new:
                span, entry = _rewritten(member, self._new[name], level)
            else:
                span, entry = data[member.start : member.end], member.entry
            entries[id(member)] = entry[:42] + struct.pack("<L", at) + entry[46:]
            out.append(span)
            at += len(span)
        directory = [entries[id(one)] for one in self._directory if id(one) in entries]
        for name, content in self.added.items():
            span, entry = _written(name, content, level)
            directory.append(entry[:42] + struct.pack("<L", at) + entry[46:])
            out.append(span)
            at += len(span)
        size = sum(map(len, directory))
        end = list(_END.unpack_from(data, self._tail))
        end[3:7] = len(directory), len(directory), size, at
        out += [*directory, _END.pack(*end), data[self._tail + _END.size :]]
        return b"".join(out)


def _squeezed(content: bytes, level: int) -> tuple[int, bytes]:
    """How a member is packed, and its packed bytes: at the fast level small ones are merely stored.

    Setting up the packing of some hundred bytes takes longer than writing them.
    """
    if level == _FAST and len(content) < _SMALL:
        return _STORED, content
    return _DEFLATED, zlib.compress(content, level, wbits=-15)


def _rewritten(member: _Member, content: bytes, level: int) -> tuple[bytes, bytes]:
    """A member with other content: all that lies in the file for it, and its directory entry."""
    fields = list(member.fields)
    method, packed = _squeezed(content, level)
    fields[2] = max(fields[2], _VERSION)
    fields[3] &= _NAME_IS_UTF8  # sizes stand in the header, not behind the member
    fields[4] = method
    fields[7:10] = zlib.crc32(content), len(packed), len(content)
    local = _LOCAL.pack(b"PK\3\4", *fields[2:10], len(member.name), 0)
    return local + member.name + packed, _ENTRY.pack(*fields) + member.entry[_ENTRY.size :]


def _written(name: str, content: bytes, level: int) -> tuple[bytes, bytes]:
    """A new member and its directory entry."""
    method, packed = _squeezed(content, level)
    raw = name.encode("ascii")
    fields = (_VERSION, 0, method, *_STAMP, zlib.crc32(content), len(packed), len(content))
    local = _LOCAL.pack(b"PK\3\4", *fields, len(raw), 0)
    entry = _ENTRY.pack(b"PK\1\2", _VERSION, *fields, len(raw), 0, 0, 0, 0, 0, 0)
    return local + raw + packed, entry + raw
