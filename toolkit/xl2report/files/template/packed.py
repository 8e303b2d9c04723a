"""Rows of a sheet in the making that are done with, kept in little memory until they are written.

XlsxWriter holds an object for every cell; ten thousand reporters have more than a million of them.
"""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from xl2report.ground.packed import Row

# The classes of XlsxWriter's cells whose only content is a number: its own, or that of a shared string.
_PLAIN = {"Number": "number", "String": "string", "Blank": ""}
# What rows have in common: columns, and for each the class, or of numbers two, the format, and how many
# decimals its number has.
_Kind = tuple[tuple[int, Any, Any, int], ...]


class PackedTable(defaultdict[int, dict[int, Any]]):
    """The cells of a sheet by row and column, as XlsxWriter asks for them; some rows are packed."""

    def __init__(self, blank: Any, number: Any) -> None:  # noqa: ANN401 - XlsxWriter is not annotated
        super().__init__(dict)
        self._blank, self._number = blank, number
        self._rows: dict[int, tuple[_Kind, Row]] = {}
        self._kinds: dict[_Kind, _Kind] = {}
        self._latest: tuple[int, dict[int, Any]] = (-1, {})

    def pack(self, row: int) -> None:
        """Keep a row small; one that holds more than whole numbers and texts stays as it is."""
        cells = super().__getitem__(row)
        kind, values = [], []
        for column, cell in cells.items():
            name = type(cell).__name__
            if name not in _PLAIN:
                return
            value = getattr(cell, _PLAIN[name]) if _PLAIN[name] else None
            decimals = 0
            if value.__class__ is Decimal and value.is_finite():
                decimals = max(0, -int(value.as_tuple().exponent))
                value = int(value.scaleb(decimals))
            if value is not None and value.__class__ is not int:
                return
            kind.append((column, type(cell) if name == "String" else None, cell.format, decimals))
            values.append(value)
        found = tuple(kind)
        self._rows[row] = (self._kinds.setdefault(found, found), Row(values))
        del self[row]

    def __contains__(self, row: object) -> bool:
        return row in self._rows or super().__contains__(row)

    def __getitem__(self, row: int) -> dict[int, Any]:
        if row not in self._rows:
            return super().__getitem__(row)
        # XlsxWriter asks for a row again with every column.
        if self._latest[0] != row:
            kind, values = self._rows[row]
            self._latest = (
                row,
                {
                    column: self._cell(made, look, value, decimals)
                    for (column, made, look, decimals), value in zip(kind, values, strict=True)
                },
            )
        return self._latest[1]

    def _cell(self, made: Any, look: Any, value: int | None, decimals: int) -> Any:  # noqa: ANN401 - as above
        if made is not None:
            return made(value, look)
        if value is None:
            return self._blank(look)
        return self._number(Decimal(value).scaleb(-decimals) if decimals else value, look)
