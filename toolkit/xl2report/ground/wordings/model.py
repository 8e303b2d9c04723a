"""What a wording is: its severity, and what it says in both languages."""

from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "information"]
Language = Literal["zh", "en"]


SEVERITY_NAMES: dict[Severity, tuple[str, str]] = {
    "error": ("错误", "error"),
    "warning": ("提示", "warning"),
    "information": ("说明", "information"),
}


class Wording(NamedTuple):
    """A code's severity, its name, what it says and what to do, in Chinese and English."""

    severity: Severity
    name_zh: str
    name_en: str
    says_zh: str
    says_en: str
    remedy_zh: str
    remedy_en: str


class Counted(str):
    """A value in an English wording: `{count:cell is|cells are}` is `1 cell is`, `2 cells are`."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        one, several, many = spec.partition("|")
        if not several:
            return super().__format__(spec)
        words = one if self == "1" else many
        return words if words in _VERBS else f"{self} {words}"


# Said again, behind the number, they stand alone.
_VERBS = frozenset({"is", "are", "was", "were", "differs", "differ"})
