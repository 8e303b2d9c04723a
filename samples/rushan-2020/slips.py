"""Changes one cell of a workbook the way a clerk's slip does, and nothing else in the file.

An office program would recalculate and rewrite the whole file; here every other byte of every other
part stays, so that a faulty sample has just the fault it is named after.
"""

import io
import re
import zipfile
from typing import Any

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STAMP = (1980, 1, 1, 0, 0, 0)


def write_cell(book: bytes, sheet: str, cell: str, write: dict[str, Any]) -> bytes:
    """The workbook with one cell rewritten.

    `write` says how: `type` is text, number, boolean, error, date, formula or blank; `value` what
    is written, `cached` a formula's result.
    """
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
    part = _part_of(parts, sheet)
    root = etree.fromstring(parts[part])
    _put(_cell(root, cell), write)
    parts[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, _STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, data)
    return out.getvalue()


def _part_of(parts: dict[str, bytes], sheet: str) -> str:
    workbook = etree.fromstring(parts["xl/workbook.xml"])
    links = etree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    targets = {link.get("Id"): link.get("Target") for link in links}
    for entry in workbook.iter(f"{{{MAIN}}}sheet"):
        if entry.get("name") == sheet:
            return "xl/" + str(targets[entry.get(f"{{{RELATION}}}id")]).removeprefix("/xl/")
    raise KeyError(sheet)


def _cell(root: etree._Element, spot: str) -> etree._Element:
    """The cell's element, made in its right place where the sheet has none."""
    number = int(re.sub("[A-Z]", "", spot))
    data = root.find(f"{{{MAIN}}}sheetData")
    row = next((row for row in data if int(row.get("r")) == number), None)
    if row is None:
        row = etree.Element(f"{{{MAIN}}}row", r=str(number))
        after = [other for other in data if int(other.get("r")) < number]
        data.insert(len(after), row)
    cell = next((cell for cell in row if cell.get("r") == spot), None)
    if cell is None:
        cell = etree.Element(f"{{{MAIN}}}c", r=spot)
        after = [other for other in row if _column(other.get("r")) < _column(spot)]
        row.insert(len(after), cell)
    return cell


def _column(spot: str) -> tuple[int, str]:
    letters = re.sub("[0-9]", "", spot)
    return len(letters), letters


def _put(cell: etree._Element, write: dict[str, Any]) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    kind, value = write["type"], write.get("value")
    if kind == "blank":
        return
    if kind == "text":
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, f"{{{MAIN}}}is"), f"{{{MAIN}}}t")
        text.text = str(value)
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return
    if kind == "formula":
        etree.SubElement(cell, f"{{{MAIN}}}f").text = str(value).removeprefix("=")
        value = write.get("cached")
        if value is None:
            return
    if kind == "boolean":
        cell.set("t", "b")
        value = int(bool(value))
    if kind in {"error", "date"}:
        cell.set("t", kind[0])
    etree.SubElement(cell, f"{{{MAIN}}}v").text = str(value)
