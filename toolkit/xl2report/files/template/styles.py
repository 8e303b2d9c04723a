"""The looks of the workbook: one place for fonts, colours and number formats; built as needed."""

from functools import lru_cache
from math import ceil
from unicodedata import east_asian_width

from xl2report.files.template.package import Book
from xl2report.ground.points import Measure

INPUT = "#DDEBF7"
COMPUTED = "#E7E6E6"
HEADING = "#F2F2F2"
# The same colours darker, for marks on white; a fill's shade would hardly be seen there.
MARKS = {"input": "#5B9BD5", "total": "#A6A6A6", "wrong": "#E03C31", "advice": "#F0A30A"}
SONG, HEI, FANG = "宋体", "黑体", "仿宋"
_GB2312 = 134

_BASE: dict[str, dict[str, object]] = {
    "title": {"font_name": HEI, "font_size": 16, "align": "center"},
    "big_title": {"font_name": HEI, "font_size": 20, "align": "center"},
    "line": {"font_size": 10.5, "align": "left"},
    "line_right": {"font_size": 10.5, "align": "right"},
    "line_center": {"font_size": 10.5, "align": "center"},
    "small": {"font_size": 9, "align": "left", "text_wrap": True},
    "small_right": {"font_size": 9, "align": "right"},
    "heading": {"border": 1, "align": "center", "text_wrap": True, "bold": True, "bg_color": HEADING},
    "label": {"border": 1, "align": "left", "indent": 1, "text_wrap": True},
    "center": {"border": 1, "align": "center", "text_wrap": True},
    "caption": {"border": 1, "align": "center", "bold": True},
    "input": {"border": 1, "align": "center", "shrink": True, "bg_color": INPUT, "locked": False},
    "computed": {"border": 1, "align": "center", "shrink": True, "bg_color": COMPUTED},
    "answer": {
        "border": 1, "align": "left", "indent": 1, "text_wrap": True, "bg_color": INPUT,
        "locked": False,
    },
    "passage": {
        "border": 1, "align": "left", "valign": "top", "text_wrap": True, "bg_color": INPUT,
        "font_name": FANG, "font_size": 12, "locked": False,
    },
    "body": {"font_name": FANG, "font_size": 12, "align": "left", "text_wrap": True},
    "link": {
        "border": 1, "align": "left", "indent": 1, "font_color": "#0563C1", "underline": 1,
        "text_wrap": True,
    },
    "number": {"border": 1, "align": "center", "shrink": True},
    "last": {"border": 1, "border_color": "#BFBFBF", "align": "center", "shrink": True,
             "font_color": "#595959"},
    "last_heading": {"border": 1, "border_color": "#BFBFBF", "align": "center", "text_wrap": True,
                     "font_size": 9, "font_color": "#595959", "bg_color": "#F7F7F7"},
    "alarm": {
        "font_size": 12, "bold": True, "align": "center", "font_color": "#C00000",
        "bg_color": "#FFC7CE", "border": 1, "border_color": "#C00000", "text_wrap": True,
    },
    "code": {"font_size": 8, "font_color": "#808080"},
    # Conditional ones: only what they change.
    "wrong": {"bg_color": "#FFC7CE", "font_color": "#9C0006"},
    "advice": {"bg_color": "#FFEB9C", "font_color": "#4D3800"},
    "unknown": {"font_color": "#808080"},
    "right": {"font_color": "#00702E"},
    "whole": {"num_format": "0"},
}  # fmt: skip
_BARE = {"wrong", "advice", "unknown", "right", "whole"}


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.made: dict[tuple[object, ...], object] = {}

    def __call__(self, name: str, **more: object) -> object:
        """The format of this name, with what is asked besides."""
        key = (name, *more.items())
        found = self.made.get(key)
        if found is None:
            base = {} if name in _BARE else {
                "font_name": SONG, "font_size": 10.5, "font_charset": _GB2312, "valign": "vcenter",
            }  # fmt: skip
            found = self.made[key] = self.book.book.add_format({**base, **_BASE[name], **more})
        return found

    def mark(self, colour: str) -> object:
        """The font of a legend's square."""
        return self("small", font_color=MARKS[colour])

    def value(self, name: str, measure: Measure) -> object:
        """A cell for numbers of this measure."""
        return self(name, num_format=number_format(measure))


def number_format(measure: Measure) -> str:
    """How Excel shows the measure; whole amounts get `0` by a condition, as `0.##` shows `5.`."""
    if measure.decimals:
        shown = "0." + "#" * measure.decimals
        return f"+{shown};-{shown};0" if measure.signed else shown
    return "+0;-0;0" if measure.signed else "0"


def money_format(decimals: int) -> str:
    """As `number_format`, where no condition helps: at least two decimals of an amount."""
    return "0." + "0" * min(decimals, 2) + "#" * (decimals - 2) if decimals else "0"


def units(text: str) -> float:
    """How wide a text is, in digits: Chinese characters count double."""
    return sum(2.0 if east_asian_width(char) in "WFA" else 1.05 for char in text)


def lines(text: str, width: float, size: float = 10.5) -> int:
    """How many lines a text takes in a cell so wide; on the safe side."""
    room = max(1.0, (width - 2.0) * 11.0 / size)
    return sum(max(1, ceil(units(part) / room)) for part in text.split("\n"))


@lru_cache(maxsize=1024)
def height(text: str, width: float, size: float = 10.5, least: float = 18.0) -> float:
    """How high a row must be for a text in a cell so wide."""
    return max(least, lines(text, width, size) * size * 1.36 + 4)
