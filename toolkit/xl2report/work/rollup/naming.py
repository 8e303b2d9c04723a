"""Some of many names, as a finding tells them."""

from collections.abc import Sequence

# So many are named in one finding; a cell has no room for ten thousand names, and nobody reads them.
MOST_NAMED = 20


def some(key: str, names: Sequence[str], count: int, word: str = "家") -> dict[str, str]:
    """The first of so many names as one argument of a finding, in both languages."""
    zh, en = "、".join(names), ", ".join(names)
    if count > len(names):
        zh, en = f"{zh} 等 {count} {word}", f"{en} and {count - len(names)} more"
    return {key: zh, f"{key}_en": en}
