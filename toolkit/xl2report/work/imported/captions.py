"""Headings that stand as paragraphs over a table: the disputes printed as three small tables."""

from xl2report.ground.published import Table
from xl2report.work.imported.labels import core
from xl2report.work.imported.shapes import Shapes

# A heading with its numbering and a remark; more is a sentence.
_LONGEST = 30


def captions_of(before: list[str], table: Table, shapes: Shapes) -> list[str]:
    """The outer headings of the form that the paragraphs before a table name, the outermost first.

    None where the table prints one of them itself, or has none of the headings that stand below them.
    """
    if not before or any(_outer(cell.text, shapes) for cell in table.cells):
        return []
    if not any(core(cell.text) in shapes.inner for cell in table.cells):
        return []
    for text in reversed(before):
        if len(text) > _LONGEST or "。" in text:
            return []
        if found := _named(core(text), shapes):
            return found
    return []


def _outer(text: str, shapes: Shapes) -> str:
    word = core(text)
    return next((label for label in shapes.outer if core(label) == word), "")


def _named(word: str, shapes: Shapes) -> list[str]:
    """The chain of outer headings that a text names; none where it names several, as a part's title does."""
    named = {label for label in shapes.outer if core(label) in word}
    fitting = [chain for chain in shapes.chains if chain[-1] in named and named <= set(chain)]
    return list(fitting[0]) if len(fitting) == 1 else []
