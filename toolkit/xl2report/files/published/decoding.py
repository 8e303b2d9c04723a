"""Bytes of a text file as text: byte order marks, declared charsets, and what Chinese sites really send."""

import codecs
import re
from contextlib import suppress

from xl2report.files.published.blocks import UnreadableDocument

# 48 MiB of characters are decoded nowhere: no text of a report is a tenth of this.
LARGEST_TEXT = 16 << 20

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""charset\s*=\s*["']?\s*([\w.:-]+)|encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE
)
# gb18030 holds all of gb2312 and gbk; pages that declare one of these often use signs of another.
# No other encoding is believed: latin-1 or an escape code would take any bytes.
_FAMILY = {
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "x-gbk", "gb18030", "cp936"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs"), "big5hkscs"),
}
_LOST = ("文件编码混乱，部分文字无法辨认", "The file's encoding is broken: some signs are lost")


def decoded(data: bytes) -> tuple[str, list[tuple[str, str]]]:
    """The text, and a doubt where signs were lost. Raises UnreadableDocument for what is no text."""
    if len(data) > LARGEST_TEXT:
        raise UnreadableDocument("too_large", f"{len(data)} bytes of text")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], encoding)
    if b"\0" in data[:4096]:
        raise UnreadableDocument("unknown", "zero bytes")
    found = _DECLARED.search(data[:4096])
    named = (found[1] or found[2]).decode("ascii", "replace").lower() if found else ""
    # UTF-8 first: text of another encoding hardly ever is that by chance, the other way round often.
    for encoding in ("utf-8", _FAMILY.get(named, "gb18030"), "gb18030"):
        with suppress(ValueError):
            return data.decode(encoding), []
    # Some bytes are wrong in any encoding: the one that loses least is taken, and that is told.
    tried = [_lenient(data, encoding) for encoding in ("utf-8", "gb18030")]
    return min(tried, key=lambda one: one[0].count("\ufffd"))


def _lenient(data: bytes, encoding: str) -> tuple[str, list[tuple[str, str]]]:
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd")
    if lost * 10 > len(text):
        raise UnreadableDocument("unknown", f"{lost} bad signs")
    return text, [_LOST] if lost else []
