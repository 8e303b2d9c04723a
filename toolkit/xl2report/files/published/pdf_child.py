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
    title = (document.metadata or {}).get("Title") or ""
    said = {"blocks": blocks, "empty": empty, "title": str(title)[:300]}
    sys.stdout.buffer.write(json.dumps(said).encode("ascii"))
    return 0


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows: the time limit alone has to do
        return
    resource.setrlimit(resource.RLIMIT_AS, (2 * LARGEST_MEMORY, 2 * LARGEST_MEMORY))


def _read_page(page: Thing, blocks: list[Thing]) -> None:
    """Add a page's lines and tables, from top to bottom; `first` is a table that begins its page."""
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
            blocks.append({"cells": _cells(page, thing), "first": place == 0})
        elif text := thing["text"].strip():
            # A line that stops well before the right margin ends its paragraph.
            size = thing["bottom"] - thing["top"]
            blocks.append({"line": text, "open": thing["x1"] > right - 2.2 * size})


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


if __name__ == "__main__":
    sys.exit(main())
