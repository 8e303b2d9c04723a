"""Who wrote a Word file, with what and when, taken out of it; its words and looks stay as they are."""

import io
import re
import zipfile
from datetime import UTC, datetime

_PEOPLE = re.compile(rb"(<(dc:creator|cp:lastModifiedBy|cp:lastPrinted)\b[^>]*>)[^<]*(</\2>)")
_DATES = re.compile(rb"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*(<)")
_LEFT = re.compile(rb'( (?:w|w15):(?:author|initials|userId|providerId)=)("[^"]*"|\'[^\']*\')')
_EMPTY = {
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}


def scrub_document(document: bytes, dated: datetime) -> bytes:
    """The .docx without author, program, company or clock; what changes was made by nobody."""
    stamp = dated.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as archive, zipfile.ZipFile(made, "w") as copy:
        for info in archive.infolist():
            content = _EMPTY.get(info.filename) or archive.read(info.filename)
            if info.filename == "docProps/core.xml":
                content = _PEOPLE.sub(rb"\1\3", content)
                content = _DATES.sub(lambda found: found[1] + stamp + found[2], content)
            elif info.filename.startswith("word/") and info.filename.endswith(".xml"):
                content = _LEFT.sub(rb'\1""', content)
            entry = zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = info.compress_type
            # zipfile notes the operating system; Windows and Linux must write the same bytes.
            entry.create_system = 0
            copy.writestr(entry, content)
    return made.getvalue()
