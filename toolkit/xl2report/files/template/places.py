"""Where the rows of a city's sheet of contributions stand: reporters by category, adjustments, the total."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from xl2report.form.layout import ADJUSTED, CONTRIBUTIONS_TOP
from xl2report.ground.rollup import Contribution

# Excel takes no more arguments of a function; what is beyond stands together as one category.
_MOST_GROUPS = 200
_UNNAMED = "未列类别"


class Block(NamedTuple):
    """Rows that belong together, and the row of their subtotal, 0 where there is none."""

    title: str
    first: int
    last: int
    subtotal: int

    def cells(self, letters: str) -> str:
        """What of a column goes into the total."""
        return f"{letters}{self.subtotal}" if self.subtotal else self.inside(letters)

    def inside(self, letters: str) -> str:
        """The rows of a column that are added up."""
        return f"{letters}{self.first}:{letters}{self.last}"


class Places(NamedTuple):
    """Where everything stands: the blocks of reporters, that of adjustments (or None), the total."""

    blocks: tuple[Block, ...]
    adjusted: Block | None
    total: int

    @property
    def every(self) -> tuple[Block, ...]:
        """All blocks in their order."""
        return (*self.blocks, *([self.adjusted] if self.adjusted else []))


def places_of(parts: Sequence[Contribution], adjustments: int) -> Places:
    """Where the rows of these reporters, and of so many adjustments, stand."""
    groups = [(category, len(list(some))) for category, some in groupby(_categories(parts))]
    named = any(category for category, _ in groups) or len(groups) > 1
    blocks, row = [], CONTRIBUTIONS_TOP
    for category, count in groups:
        end = row + count
        title = f"{category or _UNNAMED}（{count}家）"
        blocks.append(Block(title, row, end - 1, end if named else 0))
        row = end + named
    adjusted = None
    if adjustments:
        adjusted = Block(
            f"{ADJUSTED}（{adjustments}项）", row, row + adjustments - 1, row + adjustments
        )
        row += adjustments + 1
    return Places(tuple(blocks), adjusted, row)


def _categories(parts: Iterable[Contribution]) -> Iterator[str]:
    """The category of each reporter; those beyond what a total can name are taken together."""
    known: set[str] = set()
    for part in parts:
        if len(known) < _MOST_GROUPS:
            known.add(part.category)
        yield part.category if part.category in known else _UNNAMED
