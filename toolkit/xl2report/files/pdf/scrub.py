"""What LibreOffice notes about clock, machine and itself, taken out of a PDF without moving a byte.

The table of offsets at the end of a PDF counts bytes, so that everything is replaced by as many.
"""

import re
from datetime import UTC, datetime
from hashlib import sha256

_DATES = re.compile(rb"(/(?:CreationDate|ModDate)\s*\(D:)(\d{14})")
_XMP_DATES = re.compile(rb"(<xmp:(?:Create|Modify|Metadata)Date>)(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)")
_TOOLS = re.compile(rb"(/(?:Creator|Producer)\s*)(<[0-9A-Fa-f]*>|\((?:[^()\\]|\\.)*\))")
_XMP_TOOLS = re.compile(rb"(<(pdf:Producer|xmp:CreatorTool)>)([^<]*)(</\2>)")
# LibreOffice 7.4.7, 2026-11: the whole file is said to be in the language of its Latin letters.
_LANGUAGE = re.compile(rb"(/Lang\s*\()([A-Za-z]{2}-[A-Za-z]{2})(\)\s*(?:/|>>))")
_ID = re.compile(rb"(/ID\s*\[\s*<)([0-9A-Fa-f]{32})(>\s*<)([0-9A-Fa-f]{32})(>)")
_CHECKSUM = re.compile(rb"(/DocChecksum\s*/)([0-9A-Fa-f]{32})")


def scrub(pdf: bytes, dated: datetime, language: str) -> bytes:
    """The PDF dated as given, its programs unnamed, its identity made from its own content."""
    utc = dated.astimezone(UTC)
    day = utc.strftime("%Y%m%d%H%M%S").encode()
    moment = utc.strftime("%Y-%m-%dT%H:%M:%S").encode()
    # Only the part behind the pages' streams and between them is text; the patterns are such as
    # compressed bytes do not make by chance.
    pdf = _DATES.sub(lambda found: found[1] + day, pdf)
    pdf = _XMP_DATES.sub(lambda found: found[1] + moment, pdf)
    pdf = _TOOLS.sub(lambda found: found[1] + b"()".ljust(len(found[2])), pdf)
    pdf = _XMP_TOOLS.sub(lambda found: found[1] + b" " * len(found[3]) + found[4], pdf)
    if re.fullmatch("[A-Za-z]{2}-[A-Za-z]{2}", language):
        tag = language.encode()
        pdf = _LANGUAGE.sub(lambda found: found[1] + tag + found[3], pdf)
    blank = b"0" * 32
    pdf = _ID.sub(lambda found: found[1] + blank + found[3] + blank + found[5], pdf)
    pdf = _CHECKSUM.sub(lambda found: found[1] + blank, pdf)
    own = sha256(pdf).hexdigest()[:32].upper().encode()
    pdf = _ID.sub(lambda found: found[1] + own + found[3] + own + found[5], pdf)
    return _CHECKSUM.sub(lambda found: found[1] + own, pdf)
