"""Word's own numbering: what it counts and prints before a paragraph, as text.

Knows numbering.xml and styles.xml; keeps count while a document is read from top to bottom.
"""

from typing import Any, NamedTuple

# lxml ships no types.
Node = Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_DIGITS = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_LEVELS = 9
_MOST = 10_000


class Level(NamedTuple):
    """A level of a list: where it starts, how it counts, what it prints (`%1、`)."""

    start: int
    kind: str
    text: str


class Numbering:
    """The lists of a document, and how far each has counted."""

    def __init__(self, numbering: Node, styles: Node) -> None:
        self._abstract: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()
        if numbering is not None:
            self._learn(numbering)
        if styles is not None:
            self._learn_styles(styles)

    def _learn(self, root: Node) -> None:
        for node in root.iter(f"{W}abstractNum"):
            levels = {}
            for level in node.iter(f"{W}lvl"):
                number = _number(level.get(f"{W}ilvl"), 0)
                levels[number] = Level(
                    _number(_value(level, "start"), 1),
                    _value(level, "numFmt") or "decimal",
                    _value(level, "lvlText"),
                )
            self._abstract[node.get(f"{W}abstractNumId", "")] = levels
        for node in root.iter(f"{W}num"):
            starts = {
                _number(over.get(f"{W}ilvl"), 0): _number(_value(over, "startOverride"), 1)
                for over in node.iter(f"{W}lvlOverride")
                if over.find(f"{W}startOverride") is not None
            }
            self._lists[node.get(f"{W}numId", "")] = (_value(node, "abstractNumId"), starts)

    def _learn_styles(self, root: Node) -> None:
        based: dict[str, str] = {}
        own: dict[str, tuple[str, int]] = {}
        for style in root.iter(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            based[name] = _value(style, "basedOn")
            found = _listed(style.find(f"{W}pPr/{W}numPr"))
            if found:
                own[name] = found
        for name in based:
            at, seen = name, set[str]()
            while at and at not in own and at not in seen:
                seen.add(at)
                at = based.get(at, "")
            if at in own:
                self._styles[name] = own[at]

    def printed(self, properties: Node) -> str:
        """What stands before a paragraph with these properties (w:pPr), "" for nothing; counts on."""
        if properties is None:
            return ""
        found = _listed(properties.find(f"{W}numPr"))
        style = _value(properties, "pStyle")
        if found is None or not found[0]:
            named = self._styles.get(style)
            if named is None:
                return ""
            found = (named[0], found[1] if found else named[1])
        name, depth = found
        if name == "0" or name not in self._lists or depth >= _LEVELS:
            return ""
        abstract, starts = self._lists[name]
        levels = self._abstract.get(abstract, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        if name not in self._begun:
            # A list that restarts: only the levels it names begin anew.
            self._begun.add(name)
            for at in starts:
                if at < _LEVELS:
                    counts[at] = None
        before = counts[depth]
        first = starts.get(depth, level.start)
        counts[depth] = first if before is None else before + 1
        counts[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        text = level.text
        for at in range(depth + 1):
            if f"%{at + 1}" not in text:
                continue
            upper = levels.get(at, level)
            count = counts[at]
            text = text.replace(
                f"%{at + 1}", spelled(upper.start if count is None else count, upper.kind)
            )
        return "" if level.kind in {"bullet", "none"} else text


def spelled(number: int, kind: str) -> str:
    """A number as a list of this kind prints it; as plain digits where the kind is not known."""
    if not 0 < number < _MOST:
        return str(number)
    if kind in {
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "ideographDigital",
        "chineseLegalSimplified",
    }:
        return _chinese(number)
    if kind in {"decimalFullWidth", "decimalFullWidth2"}:
        return "".join(chr(0xFF10 + int(digit)) for digit in str(number))
    if kind.startswith("decimalEnclosedCircle") and number <= 20:
        return chr(0x2460 + number - 1)
    if kind in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind == "ideographTraditional":
        return _STEMS[(number - 1) % 10]
    if kind in {"lowerRoman", "upperRoman"}:
        return _roman(number) if kind == "upperRoman" else _roman(number).lower()
    return str(number)


def _chinese(number: int) -> str:
    """10 is 十, 12 is 十二, 105 is 一百〇五."""
    said, pending = "", False
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            ten = unit == 10 and digit == 1 and not said
            said += ("〇" if pending and said else "") + ("" if ten else _DIGITS[digit]) + word
            pending = False
        else:
            pending = True
    return said


def _roman(number: int) -> str:
    said = ""
    pairs = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
    for value, sign in pairs:
        said += sign * (number // value)
        number %= value
    return said


def _value(node: Node, child: str) -> str:
    found = node.find(f"{W}{child}")
    return "" if found is None else found.get(f"{W}val", "")


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else otherwise


def _listed(node: Node) -> tuple[str, int] | None:
    if node is None:
        return None
    return _value(node, "numId"), _number(_value(node, "ilvl"), 0)
