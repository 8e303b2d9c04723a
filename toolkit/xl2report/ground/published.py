"""A finished document as read: paragraphs and tables in order, before anyone asks what they say.

Any file format of a published report comes to this. Texts are as printed (line breaks inside a cell
or paragraph are single spaces); nothing is normalised or guessed here.
"""

from typing import NamedTuple


class Paragraph(NamedTuple):
    """A paragraph of prose; `place` tells a person where (`第12段`)."""

    text: str
    place: str


class Cell(NamedTuple):
    """A cell of a published table: text, where it begins, how many rows and columns it covers."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


class Table(NamedTuple):
    """A table of the document; `place` tells a person which (`第2个表格`)."""

    cells: tuple[Cell, ...]
    place: str


class Published(NamedTuple):
    """The document: its name, its blocks in order, and what of it could not be read, in two languages.

    `doubts` are (Chinese, English) pairs, such as a table that stands in the file as a picture.
    """

    name: str
    blocks: tuple[Paragraph | Table, ...]
    doubts: tuple[tuple[str, str], ...] = ()
