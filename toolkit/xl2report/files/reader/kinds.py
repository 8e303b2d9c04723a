"""What kind of file some bytes are, by the first of them; and what a refusal is.

Knows beginnings of files; never what a workbook is.
"""

LARGEST_FILE = 50 << 20

_OTHER_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"%PDF", "pdf"),
)


class UnreadableBook(Exception):
    """A file that cannot be read without doubt: a short stable reason, and details for logs."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


def refuse_other_kinds(data: bytes) -> None:
    """Raise UnreadableBook for what is no zip file, with the reason."""
    if not data:
        raise UnreadableBook("empty")
    if len(data) > LARGEST_FILE:
        raise UnreadableBook("too_large", f"{len(data)} bytes")
    if data[:4] == b"PK\3\4":
        return
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableBook("encrypted", "OLE container with an encrypted package")
        raise UnreadableBook("xls", "OLE container")
    for magic, reason in _OTHER_KINDS:
        if data.startswith(magic):
            raise UnreadableBook(reason, repr(magic))
    if data[8:12] == b"WEBP" or data[4:12] in (b"ftypheic", b"ftypmif1"):
        raise UnreadableBook("image", repr(data[:12]))
    if not data.strip(b"\0"):
        raise UnreadableBook("empty", "zero bytes only")
    raise UnreadableBook("not_zip", repr(data[:16]))
