"""A mistake of the person who wrote a form definition: file, line, id, and the nearest right word."""

from collections.abc import Iterable


class FormError(Exception):
    """A form definition that cannot be used; told before any workbook is touched.

    `mistakes` holds one line for each mistake: `form.yaml:12: rules › requests.balance: …`.
    """

    def __init__(self, mistakes: Iterable[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(self.mistakes))


def nearest(word: str, known: Iterable[str]) -> str:
    """` (did you mean …?)` for the closest known word, or the list of a few, or nothing."""
    from difflib import get_close_matches

    names = sorted(set(known))
    close = get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return f"；是否应为 did you mean “{close[0]}”?"
    if len(names) <= 12:
        return f"；可用 known: {', '.join(names)}"
    return ""
