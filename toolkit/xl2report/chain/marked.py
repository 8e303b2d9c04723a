"""`--marked`: the faulty workbooks as copies that go back to their clerks, every wrong cell marked."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from xl2report.chain.books import BookFile
from xl2report.chain.check import CheckReport
from xl2report.chain.delivery import Delivered, Delivery
from xl2report.ground.wordings.model import Language


class Unmarked(NamedTuple):
    """A workbook that could not be marked, and why."""

    book: str
    reason: str

    def told(self, *, english: bool) -> str:
        """The workbook and the reason, in words."""
        if english:
            return f"{self.book}: not marked. {self.reason}"
        return f"{self.book}：没有标记。{self.reason}"


class Marked(NamedTuple):
    """The copies written, and the books that could not be marked."""

    delivered: Delivered
    left: tuple[Unmarked, ...]

    @property
    def written(self) -> tuple[Path, ...]:
        """Where the copies lie."""
        return self.delivered.written


def mark_books(
    report: CheckReport, books: Iterable[BookFile], folder: Path, language: Language
) -> Marked:
    """Write a marked copy of every readable book with errors or warnings into the folder.

    It takes the place of an earlier copy; one of a book without any goes. The originals are never
    touched: raises CannotWork where a copy would replace one.
    """
    from xl2report.files.marked.errors import CannotMark
    from xl2report.files.marked.writer import mark_copy

    files = {book.name: book.path for book in books}
    delivery = Delivery(folder, "copies", files.values())
    left: list[Unmarked] = []
    for book in report.books:
        told = [finding for finding in book.findings if finding.level != "information"]
        if book.book not in files or not told or any(one.code == "W201" for one in told):
            continue
        name = Path(book.book).name if Path(book.book).is_absolute() else book.book
        try:
            copy = mark_copy(files[book.book].read_bytes(), told, language)
        except CannotMark as error:
            left.append(Unmarked(book.book, error.words(language)))
        except OSError as error:
            left.append(Unmarked(book.book, error.strerror or type(error).__name__))
        else:
            delivery.put(name, copy, files[book.book])
    return Marked(delivery.finish(files), tuple(left))
