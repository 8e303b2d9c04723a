"""What lies in a folder of returns and is none: this tool's own lists, totals and copies as sent out.

Only what was found by searching a folder is left out, and only where nobody can miss it: a list; a
city's workbook beside a workbook of one of its units; a marked copy that nobody has saved since,
beside another workbook of its unit. What is named by itself is always read.
"""

import io
from collections.abc import Iterable, Mapping, Sequence

from xl2report.chain.books import BookFile
from xl2report.ground.findings import Finding
from xl2report.ground.marks import is_listing, is_marked_copy
from xl2report.ground.packed import Numbers, digest_of, repeated
from xl2report.ground.units import Register, Unit
from xl2report.work.rollup import Sender

_LIST = ("这是本工具写出的核对清单", "This is a list of findings that this tool wrote")
_CITY = ("这是含有本次单位的汇总表", "This is a total that holds units of this check")
_COPY = ("这是退回用的标记副本，没有改动过", "This is a marked copy as it was sent out, unchanged")
# What a list of findings is told as: no form of any kind.
_NO_FORM = frozenset({"W201", "W202"})


def left_out(
    books: Iterable[BookFile],
    findings: Mapping[str, Sequence[Finding]],
    senders: Sequence[Sender],
    parts: Mapping[str, Mapping[str, str]],
    roster: tuple[Unit, ...] = (),
) -> list[Finding]:
    """A finding for each workbook that is not counted; `findings` are those of each book so far.

    Whose it is, is told by the name that the `roster` has.
    """
    lists = {name for name, told in findings.items() if any(one.code in _NO_FORM for one in told)}
    who = (digest_of(sender.code or sender.reporter) for sender in senders)
    often = repeated(Numbers("Q", who))
    several = {senders[place].book for places in often for place in places}
    wanted = {*lists, *parts, *several}
    found_books = {
        book.name: book
        for book in (books if wanted else ())
        if book.searched and book.name in wanted
    }
    if not found_books:
        return []
    what = {
        name: _LIST
        for name in lists
        if name in found_books and is_listing(_names_and_properties(found_books[name]))
    }
    inside = {key for units in parts.values() for key in units}
    units = {
        key
        for sender in (senders if inside else ())
        if sender.book not in parts and (key := sender.code or sender.reporter) in inside
    }
    what |= {
        book: _CITY
        for book, inside in parts.items()
        if book in found_books and not units.isdisjoint(inside)
    }
    for places in often:
        group = [book for place in places if (book := senders[place].book) not in what]
        left = len(group)
        for book in group:
            if left < 2:
                break
            if book in found_books and is_marked_copy(_names_and_properties(found_books[book])):
                what[book] = _COPY
                left -= 1
    register = Register(roster)
    whose = {
        sender.book: unit.name
        if (unit := register.find(sender.code, sender.reporter))
        else sender.reporter
        for sender in (senders if what else ())
        if sender.book in what
    }
    return [
        Finding(
            "M508",
            book,
            "",
            args={"what": chinese, "what_en": english, "reporter": whose.get(book, "")},
        )
        for book, (chinese, english) in sorted(what.items())
    ]


def _names_and_properties(book: BookFile) -> tuple[frozenset[str], bytes]:
    """The names of a workbook's parts and its own properties; nothing where it cannot be opened."""
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(book.path.read_bytes())) as archive:
            names = frozenset(archive.namelist())
            part = "docProps/custom.xml"
            small = part in names and archive.getinfo(part).file_size < 1 << 20
            return names, archive.read(part) if small else b""
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError):
        return frozenset(), b""
