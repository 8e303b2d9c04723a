"""`--marked`: the faulty workbooks as copies that go back to their clerks, every wrong cell marked."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from xl2report.chain.books import BookFile
from xl2report.chain.check import CheckReport
from xl2report.chain.outlet import refuse_inputs, write_whole
from xl2report.ground.wordings.model import Language


class Marked(NamedTuple):
    """The copies written, and the books that could not be marked, each with the reason."""

    written: tuple[Path, ...]
    left: tuple[tuple[str, str], ...]


def mark_books(
    report: CheckReport, books: Iterable[BookFile], folder: Path, language: Language
) -> Marked:
    """Write a marked copy of every readable book with errors or warnings into the folder.

    The originals are never touched: raises CannotWork where a copy would replace one.
    """
    from xl2report.files.marked.errors import CannotMark
    from xl2report.files.marked.writer import mark_copy

    files = {book.name: book.path for book in books}
    written: list[Path] = []
    left: list[tuple[str, str]] = []
    for book in report.books:
        told = [finding for finding in book.findings if finding.level != "information"]
        if book.book not in files or not told or any(one.code == "W201" for one in told):
            continue
        target = (
            folder / Path(book.book).name if Path(book.book).is_absolute() else folder / book.book
        )
        refuse_inputs(target, files.values())
        try:
            write_whole(target, mark_copy(files[book.book].read_bytes(), told, language))
        except CannotMark as error:
            left.append((book.book, error.words(language)))
        except OSError as error:
            left.append((book.book, error.strerror or type(error).__name__))
        else:
            written.append(target)
    return Marked(tuple(written), tuple(left))
