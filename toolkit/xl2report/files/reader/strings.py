"""Texts of a workbook: shared strings, character references and Excel's own escapes.

Knows how a text is spelt in XML; never where in a workbook it stands. The fast way is a
grammar that accepts only what expat would accept too, and gives the same.
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

_BOOK = re.compile(
    r"\ufeff?(?:<\?xml version=\"1\.0\"(?: encoding=\"(?i:utf-8)\")?"
    r"(?: standalone=\"(?:yes|no)\")?\?>)?[ \t\r\n]*"
    rf"<sst xmlns=\"(?:{re.escape(MAIN)}|{re.escape(STRICT)})\""
    r"(?: count=\"[0-9]*\")?(?: uniqueCount=\"[0-9]*\")?></sst>[ \t\r\n]*",
)
# What a text cannot have in XML, a line end that XML makes another, and our own mark (see _ITEM).
_CONTROL = bytes([*range(9), *range(11, 32)])
# "(?:x|)" for "x or nothing": the engine decides it several times faster than "(?:x)?".
_NOTHING = r"(?:<phoneticPr(?: fontId=\"[0-9]+\"|)(?: type=\"[a-zA-Z]+\"|)(?: alignment=\"[a-zA-Z]+\"|)/>|)"
_OPEN = r"<t(?: xml:space=\"preserve\"|)>"
# \x01 marks where two runs were joined: a place, no character (it cannot stand in XML).
_ITEM = re.compile(
    rf"<si>(?:{_OPEN}({TEXT})</t>|<r>{_OPEN}([^<>\x00\x02-\x08\x0b-\x1f]*+)</t></r>){_NOTHING}</si>"
    r"|([\s\S]+)"
)
_RICH = re.compile(rf"<si><r>{_OPEN}([^<>]*+)</t></r></si>")
_SPACED = '<t xml:space="preserve">'
_JOINTS = ("</t></r><r><t>", '</t></r><r><t xml:space="preserve">')
_PROPERTIES = re.compile(
    r"(?:<(?!(?:sst|si|r|t)[ /])[A-Za-z]+(?: [A-Za-z]+=\"[^\"<>&\x00-\x1f]*\")*+/>)*+"
)

# What the slow ways read element by element, two microseconds each; the fast ways have no such limit.
MOST_TAGS = 600_000

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_SURROGATE = re.compile("[\ud800-\udfff]")

_plain: Shelf[str] = Shelf(2_000)
_properties: Shelf[bool] = Shelf(200)
# In a list, so that it is replaced as a whole: threads may look at it meanwhile.
_numerals: list[list[str]] = [[]]


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


def numbered(texts: list[str]) -> dict[str, str]:
    """Shared strings by their number as cells write it."""
    numerals = _numerals[0]
    if len(numerals) < len(texts):
        numerals = list(map(str, range(len(texts) + 200)))
        if len(numerals) < 20_000:
            _numerals[0] = numerals
    return dict(zip(numerals, texts, strict=False))


def shared_strings(part: bytes) -> dict[str, str]:
    """The texts of a shared strings part, by their number as cells write it."""
    texts = read_fast(part)
    return numbered(read_slowly(part) if texts is None else texts)


def read_fast(part: bytes) -> list[str] | None:
    """The texts in order, or None where the part is not spelt in one of the common ways."""
    try:
        source = part.decode()
    except UnicodeDecodeError:
        return None
    start = source.find("<si>")
    end = source.rfind("</sst>")
    if start < 0 or end < start or _BOOK.fullmatch(source[:start] + source[end:]) is None:
        return None
    if len(part.translate(None, _CONTROL)) != len(part) or "\ufffe" in source or "\uffff" in source:
        return None
    body = source[start:end]
    if "<rPr>" in body:
        unruled = _without_properties(body)
        if unruled is None:
            return None
        body = unruled
    rich = "</t></r><r>" in body
    if rich:
        for joint in _JOINTS:
            body = body.replace(joint, "\x01")
    texts = _plain_items(body)
    if texts is None:
        pieces = _ITEM.split(body)
        if len(pieces) > 1 and pieces[-2]:
            return None
        texts = [
            text if run is None else run
            for text, run in zip(pieces[1::4], pieces[2::4], strict=True)
        ]
    try:
        return _as_meant(texts, body)
    except pyexpat.ExpatError:
        return None


def _plain_items(body: str) -> list[str] | None:
    """The texts of items that are one run each without more said of it; None where one is not."""
    if "<r>" in body or "\x01" in body:
        pieces = _RICH.split(body)
        if "\x01" in "".join(pieces[::2]):
            return None
        pieces[1::2] = [f"<si><t>{text}</t></si>" for text in pieces[1::2]]
        body = "".join(pieces)
    if " " in body and _SPACED in body:
        body = body.replace(_SPACED, "<t>")
    many = body.count("<si><t>")
    # Each item has these four tags, in this order, and no more.
    if (
        body.count("</t></si>") != many
        or body.count("<") != 4 * many
        or body.count(">") != 4 * many
    ):
        return None
    texts = body[7:-9].split("</t></si><si><t>")
    return (
        texts if len(texts) == many and body[:7] == "<si><t>" and body[-9:] == "</t></si>" else None
    )


def _as_meant(texts: list[str], body: str) -> list[str]:
    """Texts freed of references, escapes and joints; an ExpatError where one has none such."""
    signs = [sign for sign in ("&", "_x", "\x01") if sign in body]
    if not signs:
        return texts
    if len(signs) == 1:
        (sign,) = signs
        return [_spelt(text) if sign in text else text for text in texts]
    return [_spelt(text) if any(sign in text for sign in signs) else text for text in texts]


def _spelt(text: str) -> str:
    """The text of an item: its runs, parted by joints, each freed of references and escapes."""
    runs = [unescaped(run) if "&" in run else run for run in text.split("\x01")]
    return "".join([decoded(run) if "_x" in run else run for run in runs]).replace("\r\n", "\n")


def _without_properties(body: str) -> str | None:
    """The body without what its runs look like, or None where that is not well-formed."""
    # Only between <r> and <t>: what is cut out must not hide disorder.
    chunks = body.split("<r><rPr>")
    known: set[str] = set()
    for i in range(1, len(chunks)):
        properties, found, chunks[i] = chunks[i].partition("</rPr><t")
        if properties not in known:
            if not found or not _well_formed(properties):
                return None
            known.add(properties)
    return "<r><t".join(chunks)


def _well_formed(properties: str) -> bool:
    if _properties.get(properties) is None:
        if not _PROPERTIES.fullmatch(properties):
            return False
        try:
            parser(encoding="utf-8").Parse(f"<r>{properties}</r>".encode(), True)
        except pyexpat.ExpatError:
            return False
        _properties.put(properties, True)
    return True


def read_slowly(part: bytes) -> list[str]:
    """The texts in order, read element by element."""
    texts: list[str] = []
    item: list[str] = []
    run: list[str] = []
    path: list[str] = []
    inside = [f"{uri} {name}" for uri in (MAIN, STRICT) for name in ("sst", "si", "r", "t")]
    names = dict(zip(inside, ("sst", "si", "r", "t") * 2, strict=True))

    def start(name: str, _: dict[str, str]) -> None:
        path.append(names.get(name, name))
        if path == ["sst", "si"]:
            item.clear()
        elif path[-1] == "si" or "t" in path[:-1]:
            raise UnreadableBook("malformed", f"shared strings: {'/'.join(path)}")
        elif path[-1] == "t":
            run.clear()
        if path[0] != "sst":
            raise UnreadableBook("malformed", f"shared strings: {path[0]}")

    def end(_: str) -> None:
        if path in (["sst", "si", "t"], ["sst", "si", "r", "t"]):
            text = "".join(run)
            item.append(decoded(text) if "_x" in text else text)
        elif path == ["sst", "si"]:
            texts.append("".join(item).replace("\r\n", "\n"))
        path.pop()

    def characters(text: str) -> None:
        if path[-1] == "t":
            run.append(text)

    parse(part, start, end, characters)
    return texts


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
