"""XML as bytes: tags and attributes found and changed where they stand, all else left as it is.

Knows only parts in UTF-8 without comments, CDATA and DOCTYPE; what is spelt otherwise is refused.
"""

import pyexpat
import re
import zlib
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from xl2report.files.marked.errors import CannotMark

RELATIONSHIPS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TAG = re.compile(rb"<[^<>\"']*+(?:\"[^\"<]*+\"[^<>\"']*+|'[^'<]*+'[^<>\"']*+)*+>")
_ENCODING = re.compile(
    rb"<\?xml[^<>]*?encoding=[\"'](?i:utf-8)[\"']|<\?xml(?![^<>]*encoding)|<[A-Za-z]"
)
_REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|(amp|lt|gt|quot|apos));")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
# What no XML can hold, and what Excel would take for one of its own escapes.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile("[^\t\n -!#-%'-;=?-~\x80-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")

_USUAL_PRIORITY = re.compile(rb" priority=\"(0|[1-9][0-9]{0,8})\"")
_PRIORITY = re.compile(rb"(<(?:\w+:)?cfRule\s[^<>]*?\spriority\s*=\s*[\"'])(0|[1-9][0-9]{0,8})\b")

Undo = list[tuple[int, int, str]]
# In the way back, instead of what stood there: by how much each rule's priority is less.
_RENUMBERED = "\x01"


class Element(NamedTuple):
    """An element: its name as spelt, its first tag, its content, and where it ends."""

    name: str
    attributes: dict[str, str]
    start: int
    inner: int
    close: int
    end: int


def demand_plain(part: bytes, root: bytes) -> None:
    """Raise CannotMark for a part that is not spelt as this room can change it."""
    body = part.removeprefix(b"\xef\xbb\xbf")
    # A root without a prefix has its children without one.
    opened = re.search(rb"<[A-Za-z][^\s/>]*", body)
    if not _ENCODING.match(body) or has_declarations(part) or not opened or opened[0][1:] != root:
        raise CannotMark("spelling", f"{root.decode()}: {part[:80]!r}")


def has_declarations(part: bytes) -> bool:
    """Whether a part has comments, CDATA or a DOCTYPE."""
    # Looking for one character takes a tenth of the time of looking for two.
    return b"!" in part and b"<!" in part


@lru_cache(maxsize=64)
def _attribute(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"\s" + name + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def attribute(tag: bytes, name: bytes) -> str | None:
    """The value of an attribute in a tag, or None."""
    found = _attribute(name).search(tag)
    if found is None:
        return None
    value = (found[1] if found[1] is not None else found[2]).decode()
    return unescaped(value) if "&" in value else value


def with_attribute(tag: bytes, name: bytes, value: str) -> bytes:
    """A tag with an attribute of this value, in the place of the old one or as the last."""
    spelt = b" " + name + b'="' + escaped(value).encode() + b'"'
    found = _attribute(name).search(tag)
    if found:
        return tag[: found.start()] + spelt + tag[found.end() :]
    close = b"/>" if tag.endswith(b"/>") else b">"
    return tag[: -len(close)].rstrip() + spelt + close


def unescaped(text: str) -> str:
    """Character data with its references resolved."""

    def plain(found: re.Match[str]) -> str:
        if found[3]:
            return _ENTITIES[found[3]]
        return chr(int(found[1], 16) if found[1] else int(found[2]))

    return _REFERENCE.sub(plain, text)


def escaped(text: str) -> str:
    """A text as character data or the value of an attribute; what cannot stand there is dropped."""
    if not _SPECIAL.search(text):
        return text
    text = _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;")


def cell_text(text: str) -> str:
    """As `escaped`, for a text that Excel shows: what looks like its escapes stays as typed."""
    text = escaped(text)
    return _ESCAPE.sub("_x005F_", text) if "_x" in text else text


def elements(part: bytes, depth: int) -> list[Element]:
    """The elements at a depth: 0 the root, 1 its children. CannotMark where it is no XML."""
    found: list[Element] = []
    stack: list[tuple[str, dict[str, str], int]] = []
    level = [0]
    reader = pyexpat.ParserCreate("utf-8")

    def start(name: str, attributes: dict[str, str]) -> None:
        if level[0] == depth:
            stack.append((name, attributes, reader.CurrentByteIndex))
        level[0] += 1

    def end(_: str) -> None:
        level[0] -= 1
        if level[0] == depth:
            name, attributes, at = stack.pop()
            tag = TAG.match(part, at)
            if tag is None:
                raise CannotMark("spelling", f"{name} at {at}")
            inner = close = last = tag.end()
            if not tag[0].endswith(b"/>"):
                close = reader.CurrentByteIndex
                last = part.index(b">", close) + 1
            found.append(Element(name, attributes, at, inner, close, last))

    reader.StartElementHandler = start
    reader.EndElementHandler = end
    try:
        reader.Parse(part, True)
    except (pyexpat.ExpatError, ValueError) as error:
        raise CannotMark("spelling", str(error)) from None
    return found


def root_of(part: bytes) -> tuple[int, bytes]:
    """Where the tag of a part's root begins, and the tag."""
    begun = re.search(rb"<[A-Za-z]", part)
    tag = TAG.match(part, begun.start()) if begun else None
    if tag is None:
        raise CannotMark("spelling", "no root")
    return tag.start(), tag[0]


class Edits:
    """Changes to a part, all by its old places; applied at once, with the way back."""

    def __init__(self, part: bytes) -> None:
        self.part = part
        self._changes: list[tuple[int, int, bytes, str | None]] = []

    def __bool__(self) -> bool:
        return bool(self._changes)

    def replace(self, start: int, end: int, new: bytes) -> None:
        """Put something in the place of what stands there."""
        if self.part[start:end] != new:
            self._changes.append((start, end, new, None))

    def renumber(self, start: int, end: int, by: int) -> None:
        """Make room before the conditional formats that stand there: each rule's priority so much more."""
        new = renumbered(self.part[start:end], by)
        if new != self.part[start:end]:
            self._changes.append((start, end, new, f"{_RENUMBERED}{by}"))

    def insert(self, at: int, new: bytes) -> None:
        """Put something in; what is inserted later at the same place stands behind it."""
        self._changes.append((at, at, new, None))

    def applied(self) -> tuple[bytes, Undo]:
        """The part as it is then, and what takes it back: place, length, and what stood there."""
        pieces: list[bytes] = []
        undo: Undo = []
        at = length = 0
        for start, end, new, back in sorted(self._changes, key=lambda one: one[:2]):
            if start < at:
                raise CannotMark("spelling", f"two changes at {start}")
            kept = self.part[at:start]
            length += len(kept)
            pieces += [kept, new]
            old = self.part[start:end].decode() if back is None else back
            undo.append((length, len(new), old))
            length += len(new)
            at = end
        pieces.append(self.part[at:])
        return b"".join(pieces), undo


def renumbered(part: bytes, by: int) -> bytes:
    """Conditional formats with the priority of each rule so much more."""
    usual = _USUAL_PRIORITY.findall(part)
    if len(usual) == part.count(b"cfRule "):
        return _USUAL_PRIORITY.sub(lambda found: b' priority="%d"' % (int(found[1]) + by), part)
    return _PRIORITY.sub(lambda found: found[1] + b"%d" % (int(found[2]) + by), part)


def undone(part: bytes, undo: Iterable[tuple[int, int, str]], checksum: int) -> bytes | None:
    """The part as it was before the edits, or None where that has another checksum."""
    pieces: list[bytes] = []
    at = 0
    for start, length, old in undo:
        there = part[start : start + length]
        before = renumbered(there, -int(old[1:])) if old.startswith(_RENUMBERED) else old.encode()
        pieces += [part[at:start], before]
        at = start + length
    found = b"".join([*pieces, part[at:]])
    return found if zlib.crc32(found) == checksum else None
