"""The rules that show a mark where the workbook's own conditional formats would hide it.

A conditional format that fires outweighs a cell's fill: the template's own red for a wrong cell hid
the mark. On a sheet with such rules the marked cells get one of the first priority that always holds,
with the fill of the mark and nothing else: what other rules say of fonts and numbers still counts.
"""

import re
from collections.abc import Collection, Iterable

from xl2report.files.marked.spelling import TAG, Edits, attribute
from xl2report.ground.points import address, split_address

_BEGIN, _END = b"<conditionalFormatting", b"</conditionalFormatting>"
_ANY = re.compile(rb"<(?:\w+:)?cfRule\s")
_FORMATS = re.compile(
    rb"<conditionalFormatting\b[^<>]*(?<!/)>(.*?)</conditionalFormatting>", re.DOTALL
)
_RULE = re.compile(rb"<cfRule\b[^<>]*/>|<cfRule\b[^<>]*>.*?</cfRule>", re.DOTALL)
_ALWAYS = re.compile(rb"<formula>\s*(?:TRUE(?:\(\))?|1)\s*</formula>", re.IGNORECASE)
_SPELT = (
    '<conditionalFormatting sqref="{cells}"><cfRule type="expression" dxfId="{format}" '
    'priority="{priority}"><formula>TRUE</formula></cfRule></conditionalFormatting>'
)


def has_rules(part: bytes, bottom: int) -> bool:
    """Whether a sheet part has any conditional format behind its cells, also a newer program's."""
    return part.find(b"cfRule", bottom) >= 0 and _ANY.search(part, bottom) is not None


def put_rules(edits: Edits, bottom: int, place: int, cells: dict[int, list[str]]) -> None:
    """Put a rule in for the cells of each differential format; all others follow in their order.

    `place` is where conditional formats may stand if there are none but a newer program's.
    """
    part = edits.part
    start = part.find(_BEGIN, bottom)
    spelt = "".join(
        _SPELT.format(cells=" ".join(areas(spots)), format=number, priority=priority)
        for priority, (number, spots) in enumerate(cells.items(), 1)
    )
    edits.insert(start if start >= 0 else place, spelt.encode())
    end = max(bottom, part.rfind(_END) + len(_END))
    if 0 <= start < end:
        edits.renumber(start, end, len(cells))
    newer = _ANY.search(part, end)
    if newer is not None:
        edits.renumber(newer.start(), len(part), len(cells))


def take_rules(edits: Edits, formats: Collection[int]) -> None:
    """Take the rules out that always hold and have one of these differential formats."""
    for element in _FORMATS.finditer(edits.part):
        ours, others = [], 0
        for rule in _RULE.finditer(element[1]):
            tag = TAG.match(rule[0])
            number = attribute(tag[0], b"dxfId") if tag else None
            if number and int(number) in formats and _ALWAYS.search(rule[0]):
                ours.append(rule.span())
            else:
                others += 1
        if ours and not others:
            edits.replace(*element.span(), b"")
            continue
        for start, end in ours:
            edits.replace(element.start(1) + start, element.start(1) + end, b"")


def areas(spots: Iterable[str]) -> list[str]:
    """The areas that some cells make up, row by row; equal rows below one another are one area."""
    by_row: dict[int, list[int]] = {}
    for row, column in sorted(map(split_address, spots)):
        by_row.setdefault(row, []).append(column)
    found: list[tuple[int, int, int, int]] = []
    above: dict[tuple[int, int], int] = {}
    last = 0
    for row, columns in by_row.items():
        here: dict[tuple[int, int], int] = {}
        first = columns[0]
        for column, following in zip(columns, [*columns[1:], 0], strict=True):
            if following == column + 1:
                continue
            run = first, column
            known = above.get(run) if row == last + 1 else None
            if known is None:
                here[run] = len(found)
                found.append((row, first, row, column))
            else:
                here[run] = known
                found[known] = (*found[known][:2], row, column)
            first = following
        above, last = here, row
    return [
        address(top, left)
        if (top, left) == (bottom, right)
        else f"{address(top, left)}:{address(bottom, right)}"
        for top, left, bottom, right in found
    ]
