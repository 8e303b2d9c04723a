"""How XML and Excel spell a text: elements, character references, line ends, Excel's own escapes.

Knows one text or one part at a time; never where in a workbook it stands.
"""

import pyexpat
import re
from collections.abc import Callable

from xl2report.files.reader.package import Shelf, UnreadableBook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"

# Text that means itself, but for "&": no "<", no ">" (expat refuses "]]>"), no control
# character (refused, or a line end that XML makes another).
TEXT = r"[^<>\x00-\x08\x0b-\x1f]*+"

# What the slow ways read element by element, two microseconds each; the fast ways have no such limit.
MOST_TAGS = 600_000

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_SURROGATE = re.compile("[\ud800-\udfff]")

_plain: Shelf[str] = Shelf(2_000)


def parser(
    start: Callable[[str, dict[str, str]], object] | None = None,
    end: Callable[[str], object] | None = None,
    text: Callable[[str], object] | None = None,
    encoding: str | None = None,
) -> pyexpat.XMLParserType:
    """An expat parser that gives names as "namespace name" and refuses any DOCTYPE."""
    made = pyexpat.ParserCreate(encoding, " ")
    made.buffer_text = True
    made.StartDoctypeDeclHandler = _refuse_doctype
    if start:
        made.StartElementHandler = start
    if end:
        made.EndElementHandler = end
    if text:
        made.CharacterDataHandler = text
    return made


def _refuse_doctype(name: str, *_: object) -> None:
    raise UnreadableBook("doctype", name)


def unescaped(text: str) -> str:
    """A piece of character data with its references and line ends resolved, as XML has it."""
    found = _plain.get(text)
    if found is None:
        pieces: list[str] = []
        reader = parser(text=pieces.append, encoding="utf-8")
        reader.Parse(b"<t>" + text.encode() + b"</t>", True)
        found = "".join(pieces)
        if len(text) <= 200:
            _plain.put(text, found)
    return found


def decoded(text: str) -> str:
    """A text with Excel's `_xHHHH_` escapes decoded."""
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def clean(text: str) -> str:
    """A text of a cell: escapes decoded, line ends of Windows made plain."""
    if "_x" in text:
        text = decoded(text)
    return text.replace("\r\n", "\n") if "\r" in text else text


def demand_few_tags(part: bytes) -> None:
    """Raise UnreadableBook for a part that would keep expat and our handlers busy for seconds."""
    if part.count(b"<") > MOST_TAGS:
        raise UnreadableBook("too_large", f"{part.count(b'<')} tags")


def parse(
    part: bytes,
    start: Callable[[str, dict[str, str]], object],
    end: Callable[[str], object],
    text: Callable[[str], object] | None = None,
) -> None:
    """Read a part element by element; whatever is no XML is refused."""
    demand_few_tags(part)
    reader = parser(start, end, text)
    try:
        reader.Parse(part, True)
    except (pyexpat.ExpatError, LookupError, ValueError) as error:  # or an unknown encoding
        raise UnreadableBook("malformed", str(error)) from None
