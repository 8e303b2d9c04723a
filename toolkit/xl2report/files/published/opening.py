"""A published report by what its bytes are: Word, web page, PDF or plain text; anything else refused."""

from xl2report.files.published.blocks import UnreadableDocument
from xl2report.ground.published import Published

LARGEST_FILE = 60 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf")
_GZIP = b"\x1f\x8b"


def read_published(data: bytes, name: str) -> Published:
    """The document in a file's bytes; `name` is what it is called by. Raises UnreadableDocument."""
    if not data.strip(b"\0 \r\n\t"):
        raise UnreadableDocument("empty")
    if len(data) > LARGEST_FILE:
        raise UnreadableDocument("too_large", f"{len(data)} bytes")
    if data.startswith(_GZIP):
        data = _inflated(data)
    if data.startswith(b"PK\3\4"):
        from xl2report.files.published.word import read_word

        return read_word(data, name)
    if data.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise UnreadableDocument("encrypted" if encrypted else "doc")
    if data.startswith(b"{\\rtf"):
        raise UnreadableDocument("doc", "rtf")
    if data.startswith(_IMAGES):
        raise UnreadableDocument("image")
    if data.startswith(_ARCHIVES):
        raise UnreadableDocument("unknown", "archive")
    if b"%PDF-" in data[:1024]:
        from xl2report.files.published.pdf import read_pdf

        return read_pdf(data, name)
    from xl2report.files.published.plain import read_plain
    from xl2report.files.published.web import looks_like_page, read_page

    if looks_like_page(data, name):
        return read_page(data, name)
    return read_plain(data, name)


def _inflated(data: bytes) -> bytes:
    """A page as some servers send it and some programs keep it, gzipped. Raises UnreadableDocument."""
    import zlib

    from xl2report.files.published.decoding import LARGEST_TEXT

    inflater = zlib.decompressobj(wbits=31)
    try:
        plain = inflater.decompress(data, LARGEST_TEXT)
    except zlib.error as error:
        raise UnreadableDocument("damaged", str(error)) from None
    if inflater.unconsumed_tail:
        raise UnreadableDocument("too_large", "swells when unpacked")
    if not inflater.eof:
        raise UnreadableDocument("damaged", "cut short")
    if plain.startswith((_GZIP, b"PK\3\4", *_ARCHIVES)) or plain[257:262] == b"ustar":
        raise UnreadableDocument("unknown", "archive")
    if not plain.strip(b"\0 \r\n\t"):
        raise UnreadableDocument("empty")
    return plain
