"""Which names a number belongs to: the walk from a number to the names beside it.

A name counts for a number only where nothing but filling words stands between them, so that what is
not understood is left alone.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from xl2report.form.claims.tokens import LOOSE, NAMES, Token

# Text that may stand before a bare name (`区政府办公室申请受理5件`): who or when, never what kind.
_WHO = re.compile(
    r"(?:我|本|各|府|局|办|委|厅|院|站|所|室|处|队|会|心|镇|乡|街道|县|区|市|州|省|部门|机关|单位|年|月|日|中|来|内|后|看|际)$"
)
# Words that make what follows something else (`延期答复`, `咨询答复`).
_APART = frozenset({"foreign", "aside", "rate"})


class Bound(NamedTuple):
    """The names of one number, in the order in which they stand, and what else was seen.

    `joined` are names side by side (`予以公开及部分公开`), of which the figures add up. `clear` says
    that nothing unknown adjoins them, `apart` that a word adjoins them that makes them something else.
    """

    names: tuple[Token, ...]
    joined: tuple[Token, ...]
    clear: bool
    each: bool
    group: bool
    start: int
    apart: bool = False

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the names."""
        return frozenset(token.id for token in self.names)

    def of(self, kind: str) -> list[Token]:
        """The names of one kind."""
        return [token for token in self.names if token.kind == kind]


NOTHING = Bound((), (), clear=True, each=False, group=False, start=-1)


def walk_back(left: Sequence[Token]) -> Bound:
    """The names that end where a number begins; `left` are the tokens before it in its clause."""
    names: list[Token] = []
    joined: list[Token] = []
    each = group = False
    clear = True
    apart = False
    start = left[-1].end if left else -1
    joining = False
    for token in reversed(left):
        if token.kind in NAMES:
            if joining and names and names[-1].kind == token.kind:
                joined.extend([token] if joined else [names[-1], token])
            names.append(token)
            joining = False
        elif token.kind == "joins":
            joining = True
        elif token.kind == "each":
            each = True
        elif token.kind == "loose":
            group = True
        elif token.kind not in LOOSE:
            if token.kind in _APART:
                apart = True
            clear = not apart and (token.kind != "text" or bool(_WHO.search(token.words)))
            break
        start = token.start if token.kind != "joins" else start
    return Bound(tuple(reversed(names)), tuple(reversed(joined)), clear, each, group, start, apart)


def walk_on(right: Sequence[Token]) -> Bound:
    """The names that begin where a number ends; `right` are the tokens after it in its clause."""
    names: list[Token] = []
    joined: list[Token] = []
    joining = group = False
    for token in right:
        if token.kind in NAMES:
            if joining and names and names[-1].kind == token.kind:
                joined.extend([token] if joined else [names[-1], token])
            names.append(token)
            joining = False
        elif token.kind == "joins":
            joining = True
        elif token.kind == "loose":
            group = True
        elif token.kind == "all" and names:
            break
        elif token.kind not in LOOSE:
            # What follows is told of them (`8份申请均为…`), or makes them something else.
            told = token.kind in {"all", "share", "last", "rise", "fall", "respectively"}
            if not told:
                return NOTHING
            break
    return Bound(tuple(names), tuple(joined), True, each=False, group=group, start=-1)
