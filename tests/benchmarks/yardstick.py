"""The yardstick, a process of its own: inflate parts of workbooks, check them, feed them to expat.

    python yardstick.py FOLDER PARTS

PARTS is a file with the name of a part on each line. No handlers: this is what reading the same
XML costs before anything is made of it.
"""

import pyexpat
import struct
import sys
import zlib
from pathlib import Path

_END = struct.Struct("<4s4H2LH")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")


def inflated(data: bytes, wanted: frozenset[str]) -> list[bytes]:
    """The wanted parts of a zip file; names are compared in lower case."""
    *_, count, _, at, _ = _END.unpack_from(data, data.rfind(b"PK\5\6"))
    found = []
    for _ in range(count):
        entry = _ENTRY.unpack_from(data, at)
        method, crc, packed, full, n, m, k, offset = (
            entry[i] for i in (4, 7, 8, 9, 10, 11, 12, 16)
        )
        name = data[at + _ENTRY.size : at + _ENTRY.size + n].decode().lower()
        at += _ENTRY.size + n + m + k
        if name not in wanted:
            continue
        local = _LOCAL.unpack_from(data, offset)
        start = offset + _LOCAL.size + local[9] + local[10]
        part = data[start : start + packed]
        if method:
            part = zlib.decompress(part, -15, full)
        if zlib.crc32(part) != crc:
            raise ValueError(name)
        found.append(part)
    if len(found) != len(wanted):
        raise ValueError(f"{len(found)} of {len(wanted)} parts")
    return found


def main(folder: Path, parts: Path) -> None:
    wanted = frozenset(parts.read_text(encoding="utf-8").split("\n")[:-1])
    for book in sorted(folder.iterdir()):
        for part in inflated(book.read_bytes(), wanted):
            pyexpat.ParserCreate().Parse(part, True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
