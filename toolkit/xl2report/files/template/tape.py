"""A workbook that is only noted down: the calls of the writer in their order, and what varies in them.

Takes the place of `Book` where the writer runs for one more unit: what differs from a workbook that was
written before is then all that has to be put into it.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from xl2report.files.template.package import Book, Cached, Page

# What a call is apart from the value that it puts somewhere, and that value.
Key = tuple[object, ...]
Value = Cached | None


class Spot(NamedTuple):
    """Where a value goes: a sheet's cell by row and column, or a name or property by its own name."""

    kind: str
    sheet: str
    row: int = 0
    column: int = 0
    name: str = ""


class Tape(Book):
    """The notes of one workbook: `keys` are alike for workbooks that differ in `values` alone."""

    def __init__(self) -> None:
        self.keys: list[Key] = []
        self.values: list[tuple[Spot, Value]] = []
        self.book: Any = _Formats()

    def page(self, name: str) -> Page:
        """A new sheet at the end of the workbook."""
        return _Noted(self, name)

    def name(self, name: str, formula: str) -> None:
        """A defined name."""
        self.put(Spot("name", "", name=name), (), formula)

    def property(self, name: str, value: str) -> None:
        """A custom document property."""
        self.put(Spot("property", "", name=name), (), value)

    def put(self, spot: Spot, fixed: Key, value: Value) -> None:
        """Note a value; where it goes, and what is `fixed` about it, must be alike."""
        self.keys.append((spot, fixed))
        self.values.append((spot, value))


class _Formats:
    """Formats by number, in the order in which they are asked for."""

    def __init__(self) -> None:
        self.count = 0

    def add_format(self, _: object) -> int:
        self.count += 1
        return self.count


class _Noted(Page):
    """A sheet that is noted down; calls that put no value are keys with their arguments."""

    def __init__(self, tape: Tape, name: str) -> None:
        super().__init__(_Calls(tape, name), name)
        self.tape = tape

    def text(self, row: int, column: int, text: str, style: object = None) -> None:
        if text:
            self.tape.put(Spot("text", self.name, row, column), (style,), text)
        else:
            self.blank(row, column, style)

    def rich(self, row: int, column: int, *parts: object) -> None:
        self.tape.keys.append(("rich", self.name, row, column, *parts))

    def number(self, row: int, column: int, value: Any, style: object = None) -> None:  # noqa: ANN401 - as in Page
        self.tape.put(Spot("number", self.name, row, column), (style,), value)

    def blank(self, row: int, column: int, style: object = None) -> None:
        self.tape.put(Spot("number", self.name, row, column), (style,), None)

    def formula(
        self, row: int, column: int, formula: str, value: Cached, style: object = None
    ) -> None:
        self.tape.put(Spot("formula", self.name, row, column), (formula, style), value)

    def link(self, row: int, column: int, place: str, text: str, style: object = None) -> None:
        self.tape.keys.append(("link", self.name, row, column, place, text, style))

    def merge(self, area: tuple[int, int, int, int], style: object = None) -> None:
        if area[2:] == (1, 1):
            self.blank(area[0], area[1], style)
        else:
            self.tape.keys.append(("merge", self.name, area, style))

    def validate(self, areas: list[str], **options: object) -> None:
        told = [(key, str(value)) for key, value in options.items()]
        self.tape.keys.append(("validate", self.name, tuple(areas), tuple(told)))

    def rule(self, areas: Iterable[str], formula: str, style: object) -> None:
        self.tape.keys.append(("rule", self.name, tuple(areas), formula, style))

    def width(self, column: int, width: float, *, hidden: bool = False) -> None:
        self.tape.keys.append(("width", self.name, column, width, hidden))

    def height(self, row: int, height: float, *, hidden: bool = False) -> None:
        self.tape.keys.append(("height", self.name, row, height, hidden))


class _Calls:
    """XlsxWriter's own sheet: whatever is called, with which arguments."""

    def __init__(self, tape: Tape, name: str) -> None:
        self._tape = tape
        self._name = name

    def __getattr__(self, called: str) -> Any:  # noqa: ANN401 - any of its methods
        def note(*values: object, **options: object) -> int:
            self._tape.keys.append(("call", self._name, called, str(values), str(options)))
            return 0

        return note
