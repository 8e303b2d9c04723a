"""Many workbooks of one form and year: what they share is written once, what differs is put in.

The writer runs for each of them, but against a `Tape`; a workbook whose notes differ from those of one
written before in values alone is made from its parts. The bytes are those that the writer would give,
which a test holds; whatever else differs is written as usual.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from xl2report.files.template.package import literal
from xl2report.files.template.tape import Key, Spot, Tape, Value
from xl2report.files.template.writer import put_into, write_template
from xl2report.files.template.zipped import unzipped, zipped
from xl2report.form.layout import Layout
from xl2report.ground.filing import Content, Stamp
from xl2report.ground.points import address

_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
_STYLE = re.compile(r' s="[0-9]+"')
_SHEET = re.compile(r'<sheet name="([^"]*)" sheetId="([0-9]+)"')
_TEXTS, _NAMES, _PROPERTIES = "xl/sharedStrings.xml", "xl/workbook.xml", "docProps/custom.xml"
# What XlsxWriter spells as it is: no control character, nothing that looks like a spelt one.
_PLAIN = re.compile(r"(?:[^\x00-\x1f_\ufffe\uffff]|_(?!x[0-9A-Fa-f]))+")
# A workbook without last year's figures, or without a code, is another kind; there are few kinds.
_MOST = 8


class _Unlike(Exception):
    """A workbook that cannot be made from this one."""


class Series:
    """Writes workbooks of one layout, alike but for values."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._moulds: list[_Mould] = []

    def write(self, stamp: Stamp, content: Content) -> bytes:
        """As `write_template`, sooner. Raises TemplateError."""
        tape = Tape()
        put_into(tape, self.layout, stamp, content)
        for mould in self._moulds:
            if mould.keys == tape.keys:
                try:
                    return mould.cast(tape.values)
                except _Unlike:
                    break
        data = write_template(self.layout, stamp, content)
        if len(self._moulds) < _MOST:
            self._moulds.append(_Mould(tape, data))
        return data


class _Part(NamedTuple):
    """The text of a sheet, and where each cell stands in it."""

    text: str
    cells: dict[str, tuple[int, int]]


class _Mould:
    """A workbook that was written, and the notes of it."""

    def __init__(self, tape: Tape, data: bytes) -> None:
        self.keys: list[Key] = tape.keys
        self.values = tape.values
        self.parts = unzipped(data)
        listed = _SHEET.findall(self.parts[_NAMES].decode())
        self.sheets = {
            _unescaped(name): f"xl/worksheets/sheet{number}.xml" for name, number in listed
        }
        self.cells: dict[str, _Part] = {}
        self.texts: dict[str, list[int]] = {}
        for place, (spot, value) in enumerate(self.values):
            if spot.kind == "text":
                self.texts.setdefault(str(value), []).append(place)
        self.fixed = _texts_of(self.parts[_TEXTS].decode())

    def cast(self, values: list[tuple[Spot, Value]]) -> bytes:
        """The workbook with other values. Raises _Unlike where more than cells would change."""
        changed: dict[str, list[tuple[Spot, Value]]] = {}
        texts: dict[str, str] = {}
        parts = dict(self.parts)
        for (spot, value), (_, before) in zip(values, self.values, strict=True):
            if value == before and type(value) is type(before):
                continue
            if spot.kind == "text":
                texts[str(before)] = str(value)
            elif spot.kind in {"name", "property"}:
                part = _NAMES if spot.kind == "name" else _PROPERTIES
                old, new = (str(text).removeprefix("=") for text in (before, value))
                parts[part] = _put(parts[part], old, new)
            else:
                changed.setdefault(spot.sheet, []).append((spot, value))
        if texts:
            parts[_TEXTS] = self._texts(texts, values)
        for sheet, spots in changed.items():
            parts[self.sheets[sheet]] = self._sheet(self.sheets[sheet], spots)
        return zipped(parts)

    def _texts(self, texts: dict[str, str], values: list[tuple[Spot, Value]]) -> bytes:
        """The table of texts with others in it; each must stand for one text before and after."""
        for before, after in texts.items():
            own = self.texts[before]
            if any(values[place][1] != after for place in own) or not _PLAIN.fullmatch(after):
                raise _Unlike
        left = [text for text in self.fixed if text not in texts]
        now = [*left, *texts.values()]
        if len(set(now)) != len(self.fixed) or len(now) != len(self.fixed):
            raise _Unlike
        found = self.parts[_TEXTS]
        for before, after in texts.items():
            found = _put(found, f"<si>{_item(before)}</si>", f"<si>{_item(after)}</si>", raw=True)
        return found

    def _sheet(self, part: str, spots: list[tuple[Spot, Value]]) -> bytes:
        known = self.cells.get(part)
        if known is None:
            text = self.parts[part].decode()
            cells = {found[1]: found.span() for found in _CELL.finditer(text)}
            known = self.cells[part] = _Part(text, cells)
        found: list[str] = []
        at = 0
        edits = [
            (known.cells[address(spot.row, spot.column)], spot, value) for spot, value in spots
        ]
        for (start, end), spot, value in sorted(edits, key=lambda edit: edit[0]):
            found += [known.text[at:start], _cell(known.text[start:end], spot, value)]
            at = end
        found.append(known.text[at:])
        return "".join(found).encode()


def _cell(before: str, spot: Spot, value: Value) -> str:
    """A cell as XlsxWriter writes it, with another value."""
    style = _STYLE.search(before)
    opening = f'<c r="{address(spot.row, spot.column)}"{style[0] if style else ""}'
    if spot.kind == "number":
        return f"{opening}/>" if value is None else f"{opening}><v>{_number(value)}</v></c>"
    formula = before[before.index("<f>") : before.index("</f>") + len("</f>")]
    if isinstance(value, str):
        return f'{opening} t="str">{formula}<v>{_escaped(value)}</v></c>'
    return f"{opening}>{formula}<v>{value}</v></c>"


def _number(value: object) -> str:
    if not isinstance(value, int | Decimal):
        raise _Unlike
    return f"{value:.16G}"


def _put(part: bytes, before: str, after: str, *, raw: bool = False) -> bytes:
    old, new = (text if raw else _escaped(text) for text in (before, after))
    if part.count(old.encode()) != 1:
        raise _Unlike
    return part.replace(old.encode(), new.encode())


def _item(text: str) -> str:
    edge = text[0].isspace() or text[-1].isspace()
    return f"<t{' xml:space=' + literal('preserve') if edge else ''}>{_escaped(text)}</t>"


def _texts_of(part: str) -> list[str]:
    """The plain texts of the table; rich ones as they are spelt."""
    found = re.findall(r"<si>(.*?)</si>", part, re.DOTALL)
    plain = [re.fullmatch(r"<t(?: [^>]*)?>(.*)</t>", item, re.DOTALL) for item in found]
    return [_unescaped(one[1]) if one else item for one, item in zip(plain, found, strict=True)]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _unescaped(text: str) -> str:
    plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    return plain.replace("&amp;", "&")
