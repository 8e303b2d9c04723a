"""The shared strings of a workbook: its texts in order, by the number that cells call them by.

Knows how such a part is spelt; never which cell has which text. The fast way is a
grammar that accepts only what expat would accept too, and gives the same; items that it has accepted
in one book are known again in the next, by all their bytes.
"""

import pyexpat
import re
from typing import Any, cast

from xl2report.files.reader.markup import (
    MAIN,
    STRICT,
    TEXT,
    decoded,
    parse,
    parser,
    unescaped,
)
from xl2report.files.reader.package import Shelf, UnreadableBook

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
# These three are compiled by the first book that needs them.
# \x01 marks where two runs were joined: a place, no character (it cannot stand in XML).
_ITEM = (
    rf"<si>(?:{_OPEN}({TEXT})</t>|<r>{_OPEN}([^<>\x00\x02-\x08\x0b-\x1f]*+)</t></r>){_NOTHING}</si>"
    r"|([\s\S]+)"
)
_RICH = rf"<si><r>{_OPEN}([^<>]*+)</t></r></si>"
_SPACED = '<t xml:space="preserve">'
_JOINTS = ("</t></r><r><t>", '</t></r><r><t xml:space="preserve">')
_PROPERTIES = r"(?:<(?!(?:sst|si|r|t)[ /])[A-Za-z]+(?: [A-Za-z]+=\"[^\"<>&\x00-\x1f]*\")*+/>)*+"

_properties: Shelf[bool] = Shelf(200)
# In a list, so that it is replaced as a whole: threads may look at it meanwhile.
_numerals: list[list[str]] = [[]]


class _Items:
    """Items met before, without the end of their element, and the text of each.

    All of a book are kept when most of them are new; later only what is new in two books running, so
    that what each unit has typed does not fill the memory.
    """

    MOST, LONGEST, MANY = 4_000, 4_096, 100

    def __init__(self) -> None:
        self.texts: dict[bytes, str] = {}
        self._before: frozenset[bytes] = frozenset()

    def learn(self, fresh: dict[bytes, str]) -> None:
        short = {item: text for item, text in fresh.items() if len(item) <= self.LONGEST}
        known = self.texts
        if len(short) > self.MANY:
            kept = short
        else:
            kept = {item: text for item, text in short.items() if item in self._before}
            self._before = frozenset(short)
        if len(known) + len(kept) > self.MOST:
            known = self.texts = {}
        known |= kept


_items = _Items()


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
    start, end = part.find(b"<si>"), part.rfind(b"</sst>")
    if start < 0 or end < start:
        return None
    try:
        if _BOOK.fullmatch((part[:start] + part[end:]).decode()) is None:
            return None
        # More than are remembered of any book: not taken apart into pieces that would fill the memory.
        if part.count(b"</si>") > _Items.MOST:
            return _read(part[start:end])
        # What is no item to the last sign is not known, and not accepted below.
        *items, rest = part[start:end].split(b"</si>")
        if rest:
            return None
        texts = list(map(_items.texts.get, items))
        fresh = _places_of(None, texts)
        found = _read(b"".join([items[at] + b"</si>" for at in fresh])) if fresh else []
    except (UnicodeDecodeError, pyexpat.ExpatError):
        return None
    if found is None or len(found) != len(fresh):
        return None
    for at, text in zip(fresh, found, strict=True):
        texts[at] = text
    if fresh:
        _items.learn({items[at]: text for at, text in zip(fresh, found, strict=True)})
    return cast("list[str]", texts)


def _places_of(wanted: object, things: list[Any]) -> list[int]:
    places: list[int] = []
    for _ in range(things.count(wanted)):
        places.append(things.index(wanted, places[-1] + 1 if places else 0))
    return places


def _read(items: bytes) -> list[str] | None:
    """The texts of some items one after another; None where one of them is not in the grammar."""
    body = items.decode()
    if len(items.translate(None, _CONTROL)) != len(items) or "\ufffe" in body or "\uffff" in body:
        return None
    if "<rPr>" in body:
        unruled = _without_properties(body)
        if unruled is None:
            return None
        body = unruled
    if "</t></r><r>" in body:
        for joint in _JOINTS:
            body = body.replace(joint, "\x01")
    texts = _plain_items(body)
    if texts is None:
        pieces = re.split(_ITEM, body)
        if len(pieces) > 1 and pieces[-2]:
            return None
        texts = [
            text if run is None else run
            for text, run in zip(pieces[1::4], pieces[2::4], strict=True)
        ]
    return _as_meant(texts, body)


def _plain_items(body: str) -> list[str] | None:
    """The texts of items that are one run each without more said of it; None where one is not."""
    if "<r>" in body or "\x01" in body:
        pieces = re.split(_RICH, body)
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
        if not re.fullmatch(_PROPERTIES, properties):
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
