"""What a search for suspects answers. Plain data; points are indices, values whole steps."""

from typing import NamedTuple


class Repair(NamedTuple):
    """One cell, the value found in it, the value under which the relations hold, and why it.

    `why` is a key of `words.WHY`: how the found value may have come from the suggested one.
    """

    point: int
    found: int
    suggested: int
    why: str


Change = tuple[Repair, ...]


class Apart(NamedTuple):
    """The likeliest changes of relations that share no cell with the others, best first.

    The first `tied` of them are about equally good.
    """

    changes: tuple[Change, ...]
    tied: int


class Diagnosis(NamedTuple):
    """The smallest changes under which all relations hold, best first. Nothing is changed by it.

    A change repairs `size` cells, the fewest there can be; size 0 is nothing broken, or no change
    found. Only an exchange of two cells' values, one slip, may stand behind a first single cell.
    `proven` tells that no fewer cells can do (with no change: that none can). The first `tied`
    changes of the smallest size are about equally good; where more are than were asked for, `tied`
    counts them too. `complete` tells that all changes of this size were weighed. `sure` are cells of
    the first change for which it is far likelier than all others together, larger ones included.
    `parts` are those that the first change mends by slips of their own.
    """

    changes: tuple[Change, ...]
    size: int
    proven: bool
    tied: int
    complete: bool = True
    sure: frozenset[int] = frozenset()
    parts: tuple[Apart, ...] = ()

    @property
    def decided(self) -> bool:
        """Whether the whole of the first change is far likelier than all others."""
        return bool(self.changes) and all(one.point in self.sure for one in self.changes[0])


NOTHING = Diagnosis((), 0, proven=True, tied=0)
