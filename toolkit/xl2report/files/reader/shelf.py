"""A bounded memory of what was made before."""

from collections.abc import Hashable
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Shelf(Generic[Thing]):
    """A bounded memory of things made from equal material: at most twice `size` of them.

    Two generations and no iteration, so that threads may share a shelf without a lock; what
    is asked for again and again (what books of one form have in common) stays.
    """

    __slots__ = ("_new", "_old", "_size")

    def __init__(self, size: int) -> None:
        self._size = size
        self._new: dict[Hashable, Thing] = {}
        self._old: dict[Hashable, Thing] = {}

    def get(self, key: Hashable) -> Thing | None:
        """What was put under an equal key, or None."""
        found = self._new.get(key)
        if found is None:
            found = self._old.get(key)
            if found is not None:
                self.put(key, found)
        return found

    def put(self, key: Hashable, thing: Thing) -> None:
        """Keep a thing, and let the older generation go when the newer is full."""
        if len(self._new) >= self._size:
            self._old, self._new = self._new, {}
        self._new[key] = thing
