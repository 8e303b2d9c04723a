"""Reads a PDF from stdin with pdfplumber and writes its blocks to stdout as JSON; run by `pdf`.

A script of its own, not a module: a hostile PDF may take any time and memory, and takes this process
down, not the command. Exit codes: 3 no pdfplumber, 4 no text in it, 5 encrypted, 6 too large.
"""

import json
import re
import sys
from io import BytesIO
from typing import Any

# Loaded only where a PDF is read, and without types of use here.
Thing = Any

MOST_PAGES = 200
MOST_SIGNS = 400_000
LARGEST_MEMORY = 1 << 30
# Two rules nearer than this (in points) are one.
NEAR = 3.0
_PAGE_NUMBER = re.compile(r"[-—－–·\s]*(第\s*)?\d{1,3}(\s*页)?([/／]\s*\d{1,3})?[-—－–·\s]*")
_ENDS = "。；：！？”）…"
_HEADING = re.compile(
    r"^([一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\([一二三四五六七八九十]+\))"
)
_ITEM = re.compile(r"^\d{1,2}[.．、]")
_NUMBER = re.compile(r"[-+]?[\d,.]+")

Row = list[list[Thing]]


def main() -> int:
    """Read, and say what was read."""
    _limit_memory()
    try:
        import pdfplumber
        from pdfminer.pdfdocument import PDFPasswordIncorrect
    except ImportError:
        return 3
    data = sys.stdin.buffer.read()
    try:
        document = pdfplumber.open(BytesIO(data))
    except PDFPasswordIncorrect:
        return 5
    except Exception as error:  # noqa: BLE001 - pdfminer raises whatever it meets
        return 5 if "assword" in repr(error) else 1
    if len(document.pages) > MOST_PAGES:
        return 6
    blocks: list[Thing] = []
    empty = signs = 0
    for page in document.pages:
        signs += len(page.chars)
        if signs > MOST_SIGNS:
            return 6
        if not page.chars:
            empty += 1
        else:
            _read_page(page, blocks)
        page.close()
    if not signs:
        return 4
    found = [_rows(block["cells"]) if isinstance(block, dict) else block for block in blocks]
    title = (document.metadata or {}).get("Title") or ""
    said = {"blocks": found, "empty": empty, "title": str(title)[:300]}
    sys.stdout.buffer.write(json.dumps(said).encode("ascii"))
    return 0


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows: the time limit alone has to do
        return
    resource.setrlimit(resource.RLIMIT_AS, (2 * LARGEST_MEMORY, 2 * LARGEST_MEMORY))


def _read_page(page: Thing, blocks: list[Thing]) -> None:
    """Add a page's lines and tables, from top to bottom, to the blocks before it."""
    tables = [table for table in page.find_tables() if len(table.cells) > 1]
    boxes = [table.bbox for table in tables]
    outside = page.filter(lambda thing: not _within(thing, boxes))
    lines = outside.extract_text_lines(return_chars=False) if outside.chars else []
    lines = _without_margins(page, lines)
    things = [(line["top"], 0, line) for line in lines]
    things += [(table.bbox[1], 1, table) for table in tables]
    things.sort(key=lambda thing: thing[:2])
    right = max([*(line["x1"] for line in lines), *(box[2] for box in boxes)], default=0.0)
    for place, (_, kind, thing) in enumerate(things):
        if kind:
            cells = _cells(page, thing)
            first = place == 0
            if first and blocks and isinstance(blocks[-1], dict) and _goes_on(blocks[-1], cells):
                _append(blocks[-1], cells)
            else:
                blocks.append({"cells": cells, "edges": _edges(cells), "height": 0.0})
                blocks[-1]["height"] = max(cell["bottom"] for cell in cells)
        else:
            _add_line(blocks, thing, right)


def _within(thing: Thing, boxes: list[Thing]) -> bool:
    if thing.get("object_type") != "char":
        return False
    x = (thing["x0"] + thing["x1"]) / 2
    y = (thing["top"] + thing["bottom"]) / 2
    return any(box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1 for box in boxes)


def _without_margins(page: Thing, lines: list[Thing]) -> list[Thing]:
    """The lines without page numbers."""
    head, foot = page.height * 0.09, page.height * 0.9
    return [
        line
        for line in lines
        if not (
            _PAGE_NUMBER.fullmatch(line["text"]) and (line["top"] > foot or line["bottom"] < head)
        )
    ]


def _add_line(blocks: list[Thing], line: Thing, right: float) -> None:
    """A line of prose: its own paragraph, or the next piece of the one before."""
    text = line["text"].strip()
    if not text:
        return
    size = line["bottom"] - line["top"]
    begins = bool(_HEADING.match(text))
    if blocks and isinstance(blocks[-1], str) and _open(blocks) and not begins:
        blocks[-1] += text
    else:
        blocks.append(text)
    # A line that stops well before the right margin ends its paragraph.
    _state["open"] = line["x1"] > right - 2.2 * size
    _state["blocks"] = len(blocks)


_state: dict[str, Thing] = {"open": False, "blocks": 0}


def _open(blocks: list[Thing]) -> bool:
    return bool(_state["open"]) and _state["blocks"] == len(blocks)


def _cells(page: Thing, table: Thing) -> list[dict[str, Thing]]:
    """The ruled cells of a table with their text; letters by the middle of each, so none is lost twice."""
    boxes = sorted(set(table.cells), key=lambda box: (box[1], box[0]))
    held: list[list[Thing]] = [[] for _ in boxes]
    for char in page.chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        for box, chars in zip(boxes, held, strict=True):
            if box[0] <= x < box[2] and box[1] <= y < box[3]:
                chars.append(char)
                break
    told = [
        dict(
            zip(
                ("x0", "top", "x1", "bottom", "text", "full"),
                (*box, *_text(chars, box)),
                strict=True,
            )
        )
        for box, chars in zip(boxes, held, strict=True)
    ]
    for cell in told:
        # What runs over the page's edge is cut off there.
        if cell["x1"] > page.width - 1 and cell["text"]:
            cell["text"] += "…"
    return told


def _text(chars: list[Thing], box: Thing) -> tuple[str, bool]:
    """The text of a cell, and whether its last line fills it.

    A number broken over lines that fill the cell is one number.
    """
    lines: list[list[Thing]] = []
    for char in sorted(chars, key=lambda one: (one["top"] + one["bottom"], one["x0"])):
        middle = (char["top"] + char["bottom"]) / 2
        if lines and abs((lines[-1][0]["top"] + lines[-1][0]["bottom"]) / 2 - middle) < NEAR:
            lines[-1].append(char)
        else:
            lines.append([char])
    said = ""
    full = False
    for line in lines:
        line.sort(key=lambda one: one["x0"])
        text = _spaced(line)
        breaks = said[-1:].isascii() and text[:1].isascii() and said.strip() and not full
        said += (" " if breaks else "") + text
        drawn = [one for one in line if one["text"].strip()]
        if drawn:
            wide = drawn[-1]["x1"] - drawn[0]["x0"]
            letter = max(one["x1"] - one["x0"] for one in drawn)
            # Margins of a cell are about five points on each side.
            full = wide + letter > (box[2] - box[0]) - 11.5
    return said.strip(), full


def _spaced(line: list[Thing]) -> str:
    said, before = "", None
    for char in line:
        if before is not None and char["x0"] - before["x1"] > 0.5 * max(char["size"], 1.0):
            said += " "
        said += char["text"]
        before = char
    return said


def _edges(cells: list[dict[str, Thing]]) -> list[float]:
    """Where the rules between columns stand, near ones taken as one."""
    return _joined([cell[side] for cell in cells for side in ("x0", "x1")])


def _joined(places: list[float]) -> list[float]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > NEAR:
            found.append(place)
    return found


def _goes_on(block: dict[str, Thing], cells: list[dict[str, Thing]]) -> bool:
    """Whether a table at the top of a page goes on with the one that ended the page before."""
    mine, known = _edges(cells), block["edges"]
    fewer, more = sorted((mine, known), key=len)
    if len(fewer) < 2 or not _all_near((fewer[0], fewer[-1]), (more[0], more[-1])):
        return False
    return _all_near(fewer, more)


def _all_near(edges: Thing, others: Thing) -> bool:
    return all(any(abs(edge - other) <= 2 * NEAR for other in others) for edge in edges)


def _append(block: dict[str, Thing], cells: list[dict[str, Thing]]) -> None:
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


def _same_column(one: dict[str, Thing], other: dict[str, Thing]) -> bool:
    return all(abs(float(one[side]) - float(other[side])) < 2 * NEAR for side in ("x0", "x1"))


def _is_cut(pairs: list[tuple[dict[str, Thing], dict[str, Thing]]]) -> bool:
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


def _rows(cells: list[dict[str, Thing]]) -> list[Row]:
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


if __name__ == "__main__":
    sys.exit(main())
