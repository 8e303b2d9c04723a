"""What a workbook's part lists: sheets and names; its relationships; the document's own properties.

Knows how these small parts are spelt; never which sheet is which.
"""

import re

from xl2report.files.reader.markup import MAIN, STRICT, parse
from xl2report.files.reader.package import Shelf, UnreadableBook

_TRUE = ("1", "true", "on")
_STATES = ("visible", "hidden", "veryHidden")
_SPELLINGS = {
    f"{uri} {name}": name
    for uri in (MAIN, STRICT)
    for name in ("workbook", "workbookPr", "sheets", "sheet", "definedNames", "definedName")
}
_NAMES_OPEN = b"<definedNames>"
_NAMES_CLOSE = b"</definedNames>"

# How Excel, XlsxWriter and LibreOffice open a name, and what such an element may hold that means itself
# (U+FFFE and U+FFFF cannot stand in XML).
_USUAL = re.compile(
    rb'<definedName (?:name="[\w.]+"(?: hidden="[01]"|)'
    rb'|function="false" hidden="(?:true|false)" name="[\w.]+" vbProcedure="false")'
)
_PLAIN = re.compile(rb"(?:[^<>&\x00-\x1f\xef]|\xef(?!\xbf))*")

_SHELLS: Shelf[tuple[str, bool, tuple[tuple[str, str, str], ...], int]] = Shelf(16)


class Listed:
    """What a workbook part lists: sheets (name, state, relationship) and, on demand, names."""

    def __init__(self, part: bytes) -> None:
        self.root = ""
        self.date1904 = False
        self.sheets: list[tuple[str, str, str]] = []
        self._part = part
        # A comment or a literal text may hold what only looks like an element.
        self._hides = b"<!" in part
        self._names: dict[str, str] | None = None
        self._path: list[str] = []
        self._lists = 0
        if not self._listed_without_names(part):
            self.sheets.clear()
            parse(part, self._start, self._end)

    def _listed_without_names(self, part: bytes) -> bool:
        """Whether the sheets could be listed with the names left out: these are read on demand."""
        start, end = part.find(_NAMES_OPEN), part.rfind(_NAMES_CLOSE)
        if self._hides or not 0 < start < end:
            return False
        if part.count(_NAMES_OPEN) + part.count(_NAMES_CLOSE) != 2:
            return False
        shell = part[:start] + b"<definedNames/>" + part[end + len(_NAMES_CLOSE) :]
        # Books of one form differ in their names at most: the rest is parsed once.
        known = _SHELLS.get(shell)
        if known is None:
            parse(shell, self._start, self._end)
            _SHELLS.put(shell, (self.root, self.date1904, tuple(self.sheets), self._lists))
        else:
            self.root, self.date1904, sheets, self._lists = known
            self.sheets = list(sheets)
        return self._lists == 1

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = _SPELLINGS.get(name, name)
        path = self._path
        path.append(local)
        if len(path) == 1:
            self.root = local
        elif path == ["workbook", "workbookPr"]:
            self.date1904 = attributes.get("date1904") in _TRUE
        elif path == ["workbook", "definedNames"]:
            self._lists += 1
        elif path == ["workbook", "sheets", "sheet"]:
            state = attributes.get("state", "visible")
            identity = [
                value for key, value in attributes.items() if key.endswith("/relationships id")
            ]
            if state not in _STATES or len(identity) != 1 or "name" not in attributes:
                raise UnreadableBook("malformed", f"sheet {attributes}")
            self.sheets.append((attributes["name"], state, identity[0]))

    def _end(self, _: str) -> None:
        self._path.pop()

    def one_name(self, wanted: str) -> str | None:
        """What a name refers to, from its own element alone; None where that is not certain."""
        spelt = wanted.encode()
        part = self._part
        at = part.find(b'name="' + spelt + b'"')
        if self._hides or at < 0 or part.count(spelt) != 1:
            return None
        start, end = part.rfind(b"<", 0, at), part.find(b">", at)
        close = part.find(b"<", end)
        opening = part[start:end]
        if not opening.startswith(b"<definedName ") or b"localSheetId" in opening:
            return None
        if opening.endswith(b"/") or part[close : close + 14] != b"</definedName>":
            return None
        words = part[end + 1 : close].replace(b"&quot;", b'"')
        if _USUAL.fullmatch(opening) and _PLAIN.fullmatch(words):
            return words.decode()
        text: list[str] = []
        parse(part[start : close + 14], lambda *_: None, lambda _: None, text.append)
        return "".join(text)

    def names(self) -> dict[str, str]:
        """The names that are the workbook's own."""
        if self._names is None:
            found: dict[str, str] = {}
            path: list[str] = []
            text: list[str] = []
            current: list[str | None] = [None]

            def start(name: str, attributes: dict[str, str]) -> None:
                path.append(_SPELLINGS.get(name, name))
                text.clear()
                if path == ["workbook", "definedNames", "definedName"]:
                    local = "localSheetId" in attributes
                    current[0] = None if local else attributes.get("name", "")

            def end(_: str) -> None:
                name = current[0]
                if len(path) == 3 and name is not None:
                    if name in found:
                        raise UnreadableBook("malformed", f"two names {name}")
                    found[name] = "".join(text)
                    current[0] = None
                path.pop()

            parse(self._part, start, end, text.append)
            self._names = found
        return self._names


def relations_of(part: bytes) -> dict[str, tuple[str, str]]:
    """The relationships of a part by their id: kind (the last step of the type), target."""
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.endswith(" Relationship"):
            identity = attributes.get("Id", "")
            if identity in found:
                raise UnreadableBook("malformed", f"two relationships {identity}")
            kind = attributes.get("Type", "").rpartition("/")[2]
            if attributes.get("TargetMode") == "External":
                kind = "external"
            found[identity] = kind, attributes.get("Target", "")

    parse(part, start, lambda _: None)
    return found


def properties_of(part: bytes) -> dict[str, str]:
    """The custom properties of a document by their name, whatever their type, as text."""
    found: dict[str, str] = {}
    path: list[str] = []
    text: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        path.append(attributes.get("name", ""))
        text.clear()
        if len(path) == 2:
            if not tag.endswith(" property") or path[1] in found:
                raise UnreadableBook("malformed", f"custom property {path[1]}")
            found[path[1]] = ""

    def end(_: str) -> None:
        if len(path) > 2:
            found[path[1]] += "".join(text)
        text.clear()
        path.pop()

    parse(part, start, end, text.append)
    return found
