"""The notes of one sheet: the part with their texts.

What a clerk has noted stays; our note on a cell that has one already is written below it. Threaded
comments keep a note of their own for older programs, which is left alone.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from xl2report.files.marked.errors import CannotMark
from xl2report.files.marked.spelling import (
    MAIN,
    Edits,
    Element,
    cell_text,
    elements,
    unescaped,
)
from xl2report.ground.marks import AUTHOR, NOTE_HEADS

COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_FONT = (
    '<sz val="10"/><color indexed="81"/><rFont val="宋体"/><family val="3"/><charset val="134"/>'
)
_RUN = re.compile(rb"<r>.*?</r>\s*|<r\s[^<>]*>.*?</r>\s*|<t\b[^<>]*?(?:/>|>.*?</t>)\s*", re.DOTALL)
_TEXT = re.compile(rb"<t\b[^<>]*?(?:/>|>([^<]*)</t>)")
_HEADS = tuple(NOTE_HEADS.values())


class Note(NamedTuple):
    """A note to be set: its cell, the head by which it is known, what it says."""

    spot: str
    head: str
    text: str


class _Comment(NamedTuple):
    spot: str
    author: str
    element: Element


def runs(note: Note, *, below: bool = False) -> str:
    """The text of a note, its head bold; below another text after an empty line."""
    gap = "\n\n" if below else ""
    return (
        f'<r><rPr><b/>{_FONT}</rPr><t xml:space="preserve">{gap}{cell_text(note.head)}\n</t></r>'
        f'<r><rPr>{_FONT}</rPr><t xml:space="preserve">{cell_text(note.text)}</t></r>'
    )


def new_comments(notes: Sequence[Note]) -> bytes:
    """A part with the texts of some notes."""
    inner = "".join(
        f'<comment ref="{one.spot}" authorId="0"><text>{runs(one)}</text></comment>'
        for one in notes
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<comments xmlns="{MAIN.decode()}"><authors><author>{AUTHOR}</author></authors>'
        f"<commentList>{inner}</commentList></comments>"
    ).encode()


def add_comments(edits: Edits, notes: Sequence[Note]) -> list[Note]:
    """Add notes to a part with others; those that need a box of their own."""
    authors, there, closes = _comments(edits.part)
    by_spot = {one.spot: one for one in there}
    number = len(authors)
    if AUTHOR in authors:
        number = authors.index(AUTHOR)
    else:
        edits.insert(closes["authors"], f"<author>{AUTHOR}</author>".encode())
    boxed = []
    for note in notes:
        old = by_spot.get(note.spot)
        if old is None:
            boxed.append(note)
            spelt = f'<comment ref="{note.spot}" authorId="{number}"><text>{runs(note)}</text></comment>'
            edits.insert(closes["commentList"], spelt.encode())
        elif not old.author.startswith("tc="):
            _extend(edits, old.element, note)
    return boxed


def _extend(edits: Edits, comment: Element, note: Note) -> None:
    """Write a note below what a comment says."""
    inner = edits.part[comment.inner : comment.close]
    found = re.search(rb"<text\b[^<>]*(?<!/)>(.*?)</text>", inner, re.DOTALL)
    if found is None:
        return
    start, end = comment.inner + found.start(1), comment.inner + found.end(1)
    # A plain text and runs beside each other: the schema has it, programs do not.
    old = re.sub(rb"^\s*(<t\b[^<>]*?(?:/>|>[^<]*</t>))", rb"<r>\1</r>", found[1])
    edits.replace(start, end, old + runs(note, below=True).encode())


def _comments(part: bytes) -> tuple[list[str], list[_Comment], dict[str, int]]:
    """The authors and comments of a part, and where its two lists end."""
    lists = {one.name: one for one in elements(part, 1)}
    closes: dict[str, int] = {}
    for name in ("authors", "commentList"):
        if name not in lists or lists[name].inner == lists[name].end:
            raise CannotMark("spelling", f"comments: {name}")
        closes[name] = lists[name].close
    children = elements(part, 2)
    authors = [
        unescaped(part[one.inner : one.close].decode()) for one in children if one.name == "author"
    ]
    comments = []
    for one in children:
        if one.name == "comment":
            number = int(one.attributes.get("authorId", "0"))
            author = authors[number] if number < len(authors) else ""
            comments.append(_Comment(one.attributes.get("ref", ""), author, one))
    return authors, comments, closes


def remove_comments(edits: Edits) -> tuple[list[str], bool]:
    """Take our notes out: the cells whose whole note goes, and whether any note is left."""
    authors, there, _ = _comments(edits.part)
    gone = []
    ours = authors.index(AUTHOR) if AUTHOR in authors else -1
    for one in there:
        text = _text(edits.part[one.element.start : one.element.end])
        if one.author == AUTHOR or text.startswith(_HEADS):
            gone.append(one.spot)
            edits.replace(one.element.start, one.element.end, b"")
            continue
        if any(f"\n{head}" in text for head in _HEADS):
            _cut(edits, one.element)
    if ours >= 0:
        _forget_author(edits, ours, [one for one in there if one.spot not in gone])
    return gone, len(gone) < len(there)


def has_notes(part: bytes) -> bool:
    """Whether any note of a part may be ours."""
    return b">" + AUTHOR.encode() in part or any(head.encode() in part for head in _HEADS)


def _text(comment: bytes) -> str:
    return "".join(unescaped((one or b"").decode()) for one in _TEXT.findall(comment))


def _cut(edits: Edits, comment: Element) -> None:
    """Take what we wrote below a comment away from it."""
    inner = edits.part[comment.inner : comment.close]
    text = _text(inner)
    left = min(text.index(f"\n{head}") for head in _HEADS if f"\n{head}" in text)
    left = len(text[:left].removesuffix("\n"))
    for run in _RUN.finditer(inner):
        found = _TEXT.search(run[0])
        length = len(unescaped((found[1] or b"").decode())) if found else 0
        start = comment.inner + run.start()
        if left <= 0:
            edits.replace(start, start + len(run[0]), b"")
        elif length > left and found and found[1]:
            kept = cell_text(unescaped(found[1].decode())[:left]).encode()
            edits.replace(start + found.start(1), start + found.end(1), kept)
        left -= length


def _forget_author(edits: Edits, ours: int, kept: Sequence[_Comment]) -> None:
    """Take our name out of the authors, and count the others anew."""
    authors = [one for one in elements(edits.part, 2) if one.name == "author"]
    if any(int(one.element.attributes.get("authorId", "0")) == ours for one in kept):
        return
    edits.replace(authors[ours].start, authors[ours].end, b"")
    for one in kept:
        number = int(one.element.attributes.get("authorId", "0"))
        if number > ours:
            tag = edits.part[one.element.start : one.element.inner]
            spelt = re.sub(rb"authorId=[\"']\d+[\"']", b'authorId="%d"' % (number - 1), tag)
            edits.replace(one.element.start, one.element.inner, spelt)
