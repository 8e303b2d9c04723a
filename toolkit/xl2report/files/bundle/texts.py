"""The figures as CSV for a spreadsheet and as JSON for a program."""

import csv
import io
import json
from collections.abc import Iterable

from xl2report.files.bundle.figures import COLUMNS, DICTIONARY, STATES, Figures, dictionary, tidy


def points_csv(figures: Figures) -> bytes:
    """One line a point, utf-8 with a mark at its head: without it Excel reads Chinese wrongly."""
    return _csv([tuple(COLUMNS), *tidy(figures)])


def dictionary_csv(figures: Figures) -> bytes:
    """The data dictionary."""
    return _csv([DICTIONARY, *dictionary(figures)])


def points_json(figures: Figures) -> bytes:
    """All points with labels and units; values are decimals in strings, none is null."""
    whole = {
        "title": figures.title,
        "form": figures.form,
        "edition": figures.edition,
        "notice": figures.notice,
        "year": figures.year,
        "reporter": {"name": figures.reporter, "code": figures.code},
        "draft": figures.draft,
        "states": STATES,
        "points": [
            {
                "id": row.id,
                "table": row.table,
                "row": row.row,
                "column": row.column,
                "unit": row.unit,
                "decimals": row.decimals,
                "value": row.value,
                "state": row.state,
                "computed": row.computed,
            }
            for row in figures.rows
        ],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _csv(rows: Iterable[tuple[str, ...]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_plain(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: str) -> str:
    """A text that no spreadsheet takes for a formula; numbers stay numbers."""
    risky = cell[:1] in ("=", "+", "-", "@", "\t", "\r")
    number = cell.lstrip("+-").replace(".", "", 1).isdigit()
    return f"'{cell}" if risky and not number else cell
