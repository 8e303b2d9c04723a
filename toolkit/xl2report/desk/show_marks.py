"""The marks of an office's own Word file, as text and as JSON."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from xl2report.desk.language import LANGUAGE

if TYPE_CHECKING:
    from xl2report.work.placeholders import Kind, Mark

# What is put in, and where a mark of the kind may stand.
_KINDS: "dict[Kind, tuple[str, str]]" = {
    "words": ("文字：可放在任何地方", "Words: anywhere"),
    "part": (
        "部分：独占一段，由这一部分的各段代替",
        "Parts: in a paragraph of their own, which the part's paragraphs replace",
    ),
    "table": (
        "表格：独占一段，由官方表格代替",
        "Tables: in a paragraph of their own, which the official table replaces",
    ),
    "chart": (
        "图表：在正文中独占一段，由可编辑的图表代替",
        "Charts: in a paragraph of the text of their own, which a chart that can be edited replaces",
    ),
    "number": (
        "数字：可放在任何地方；空白的写作〔待填〕",
        "Numbers: anywhere; a blank one reads 〔待填〕",
    ),
}


def marks_text(marks: Iterable["Mark"]) -> str:
    """Each mark as it is to be written, with what it gives, by kind."""
    listed = list(marks)
    lines: list[str] = []
    for kind, said in _KINDS.items():
        own = [mark for mark in listed if mark.kind == kind]
        if own:
            lines += ["", said[LANGUAGE == "en"]]
            lines += [f"  {{{{{mark.name}}}}}    {mark.label}" for mark in own]
    return "\n".join(lines[1:])


def marks_data(marks: Iterable["Mark"]) -> list[dict[str, Any]]:
    """The marks for other programs."""
    return [
        {
            "mark": f"{{{{{mark.name}}}}}",
            "name": mark.name,
            "label": mark.label,
            "kind": mark.kind,
            "own_paragraph": mark.kind in {"part", "table", "chart"},
        }
        for mark in marks
    ]
