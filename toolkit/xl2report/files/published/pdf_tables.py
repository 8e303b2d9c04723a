"""Tables of a PDF, page by page → whole tables as rows of cells; lines → paragraphs.

What one process reads of each page (`pdf_child`) is put together here: a table goes on over the page's end,
a row that the end cuts is made whole.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

# A ruled cell as it is drawn: x0, top, x1, bottom, its text, and whether its last line fills it.
Box = dict[str, Any]
Row = list[list[Any]]

# Two rules nearer than this (in points) are one.
NEAR = 3.0
_HEADING = re.compile(
    r"^([一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\([一二三四五六七八九十]+\))"
)
_ITEM = re.compile(r"^\d{1,2}[.．、]")
_NUMBER = re.compile(r"[-+]?[\d,.]+")


def put_together(blocks: Iterable[Box]) -> Iterator[str | list[Row]]:
    """Paragraphs, and tables as rows of [text, rows, columns, column], in order."""
    table: Box | None = None
    words = ""
    goes_on = False
    for block in blocks:
        if "line" in block:
            if table is not None:
                yield _rows(table["cells"])
                table = None
            text = str(block["line"])
            if words and not (goes_on and not _HEADING.match(text)):
                yield words
                words = ""
            words += text
            goes_on = bool(block["open"])
            continue
        if words:
            yield words
            words = ""
        cells = block["cells"]
        if table is not None and block["first"] and _goes_on(table, cells):
            _append(table, cells)
            continue
        if table is not None:
            yield _rows(table["cells"])
        height = max(cell["bottom"] for cell in cells)
        table = {"cells": cells, "edges": _edges(cells), "height": height}
    if table is not None:
        yield _rows(table["cells"])
    if words:
        yield words


def _edges(cells: list[Box]) -> list[float]:
    """Where the rules between columns stand, near ones taken as one."""
    return _joined([cell[side] for cell in cells for side in ("x0", "x1")])


def _joined(places: list[float]) -> list[float]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > NEAR:
            found.append(place)
    return found


def _goes_on(block: Box, cells: list[Box]) -> bool:
    """Whether a table at the top of a page goes on with the one that ended the page before."""
    mine, known = _edges(cells), block["edges"]
    fewer, more = sorted((mine, known), key=len)
    if len(fewer) < 2 or not _all_near((fewer[0], fewer[-1]), (more[0], more[-1])):
        return False
    return _all_near(fewer, more)


def _all_near(edges: Sequence[float], others: Sequence[float]) -> bool:
    return all(any(abs(edge - other) <= 2 * NEAR for other in others) for edge in edges)


def _append(block: Box, cells: list[Box]) -> None:
    """Put the cells of the next page below those before; a row cut by the page's end is made whole."""
    top = min(cell["top"] for cell in cells)
    height = block["height"]
    shift = height - top
    upper = [cell for cell in block["cells"] if abs(cell["bottom"] - height) < NEAR]
    lower = [cell for cell in cells if abs(cell["top"] - top) < NEAR]
    for cell in cells:
        cell["top"] += shift
        cell["bottom"] += shift
    pairs = [(one, other) for one in upper for other in lower if _same_column(one, other)]
    if len(pairs) == len(lower) and _is_cut(pairs):
        for one, other in pairs:
            one["bottom"] = other["bottom"]
            numbers = _NUMBER.fullmatch(one["text"]) and _NUMBER.fullmatch(other["text"])
            one["text"] += (" " if numbers and not one["full"] else "") + other["text"]
        cells = [cell for cell in cells if not any(cell is other for _, other in pairs)]
    block["cells"].extend(cells)
    block["height"] = max(cell["bottom"] for cell in block["cells"])
    block["edges"] = _edges(block["cells"])


def _same_column(one: Box, other: Box) -> bool:
    return all(abs(float(one[side]) - float(other[side])) < 2 * NEAR for side in ("x0", "x1"))


def _is_cut(pairs: list[tuple[Box, Box]]) -> bool:
    """Whether a row goes on over the page's end: words that break off, numbers on one side only."""
    below = [other["text"] for _, other in pairs if other["text"]]
    if not below or any(_HEADING.match(text) or _ITEM.match(text) for text in below):
        return False
    numbers = [
        (bool(_NUMBER.fullmatch(one["text"])), bool(_NUMBER.fullmatch(other["text"])))
        for one, other in pairs
    ]
    if any(
        above != under
        for (above, under), (one, other) in zip(numbers, pairs, strict=True)
        if one["text"] and other["text"]
    ):
        return False
    words = [
        (bool(one["text"]) and not above, bool(other["text"]) and not under)
        for (above, under), (one, other) in zip(numbers, pairs, strict=True)
    ]
    if any(above for above, _ in words) and not any(under for _, under in words):
        return True  # numbers without a label
    # Two whole rows: every number of the one has its fellow in the other.
    whole = any(above and under for above, under in numbers) and all(
        above == under for above, under in numbers
    )
    return not whole


def _rows(cells: list[Box]) -> list[Row]:
    """The cells row by row as [text, rows, columns, column]."""
    xs = _joined([cell[side] for cell in cells for side in ("x0", "x1")])
    ys = _joined([cell[side] for cell in cells for side in ("top", "bottom")])
    rows: list[Row] = [[] for _ in ys]
    for cell in sorted(cells, key=lambda one: (one["top"], one["x0"])):
        top, bottom = _nearest(ys, cell["top"]), _nearest(ys, cell["bottom"])
        left, right = _nearest(xs, cell["x0"]), _nearest(xs, cell["x1"])
        rows[top].append([cell["text"], max(bottom - top, 1), max(right - left, 1), left + 1])
    return rows[:-1]


def _nearest(places: list[float], wanted: float) -> int:
    return min(range(len(places)), key=lambda at: abs(places[at] - wanted))
