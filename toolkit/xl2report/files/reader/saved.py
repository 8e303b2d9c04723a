"""When a workbook was saved last, as it says itself in docProps/core.xml.

Excel, WPS and LibreOffice write the moment of each save there. A template as this tool wrote it names
one moment for its making and its saving: it says nothing.
"""

import re

from xl2report.files.reader.package import Package, UnreadableBook

_PART = "docProps/core.xml"
_LARGEST = 1 << 16
_TIMES = re.compile(rb"<dcterms:(created|modified)\b[^>]*>\s*([0-9TZ:.+-]{10,35})\s*</")


def saved_at(data: bytes) -> str:
    """The moment (`2022-01-14T08:30:00Z`); "" where the workbook says none, or cannot be read."""
    try:
        package = Package(data)
        if _PART not in package or package.size(_PART) > _LARGEST:
            return ""
        times = dict(_TIMES.findall(package.read(_PART)))
    except UnreadableBook:
        return ""
    modified = times.get(b"modified", b"")
    return "" if modified == times.get(b"created") else modified.decode()
