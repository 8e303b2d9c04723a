"""A finished document as read: paragraphs and tables in order, before anyone asks what they say.

Any file format of a published report comes to this. Texts are as printed (line breaks inside a cell
or paragraph are single spaces; numbers that a word processor counts by itself are written out);
nothing is normalised or guessed here.
"""

from typing import NamedTuple


class Paragraph(NamedTuple):
    """A paragraph of prose; `place` tells a person where (`第12段`)."""

    text: str
    place: str


class Cell(NamedTuple):
    """A cell of a published table: text, where it begins (from 1), how many rows and columns it covers."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


class Table(NamedTuple):
    """A table of the document; `place` tells a person which (`第2个表格`).

    In a table that is not `aligned` (one that came as plain text) the cells of a row are in their
    order, but their column numbers only count them: what was merged or empty may be missing. Where it is
    `open_ended`, blank cells are missing at the end of rows only.
    """

    cells: tuple[Cell, ...]
    place: str
    aligned: bool = True
    open_ended: bool = False


class Published(NamedTuple):
    """The document: its name, its blocks in order, and what of it could not be read, in two languages.

    `title` is what the file calls itself outside its text (a page's title), "" for nothing. `doubts`
    are (Chinese, English) pairs, such as a table that stands in the file as a picture.
    """

    name: str
    blocks: tuple[Paragraph | Table, ...]
    doubts: tuple[tuple[str, str], ...] = ()
    title: str = ""

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Table))

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))
