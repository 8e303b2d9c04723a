"""Cover, indicators and texts, explanations found again where their rows or columns have moved.

These sheets carry no codes of rows (checks carry the keys of relations): a line is found by its label
if that stands there once; else it is refused.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from xl2report.files.reader.cells import Cell
from xl2report.files.reader.labels import Changed, plain
from xl2report.form.layout import CHECKS_EXPLANATION, CHECKS_TOP
from xl2report.form.plan import Plan
from xl2report.ground.points import address, split_address

Cells = Mapping[str, Cell]
Spot = tuple[int, int]


class Found(NamedTuple):
    """Where each line's answer stands now (by the key it was asked for), and what is refused."""

    spots: dict[str, str]
    changed: list[Changed]
    refused: frozenset[str]


def holds_list(expected: Mapping[str, Cell], cells: Cells) -> bool:
    """Whether most of the labels of a list stand in a sheet, one below the other."""
    wanted = {plain(text or "") for _, text, _ in expected.values()}
    columns: dict[str, set[str]] = {}
    for spot, (_, text, _) in cells.items():
        if text and (known := plain(text)) in wanted:
            columns.setdefault(spot.rstrip("0123456789"), set()).add(known)
    return any(2 * len(there) > len(wanted) for there in columns.values())


def _by_text(cells: Cells) -> dict[str, list[Spot]]:
    found: dict[str, list[Spot]] = {}
    for spot, (kind, text, _) in cells.items():
        if kind == "s" and text:
            found.setdefault(plain(text), []).append(split_address(spot))
    return found


def find_cover(plan: Plan, cells: Cells) -> Found:
    """The answers of the cover, by the ids of their fields: each one cell right of its label."""
    by_text = _by_text(cells)
    labels = plan.layout.cover_labels
    spots: dict[str, str] = {}
    changed: list[Changed] = []
    refused = set()
    found: dict[str, Spot] = {}
    for field, (spot, label) in zip(plan.form.cover, labels.items(), strict=True):
        there = by_text.get(plain(label), [])
        if len(there) == 1:
            found[field.id] = there[0]
        else:
            stands = cells[spot][1] or "" if spot in cells else ""
            shown = f"{label} ×{len(there)}" if there else stands
            changed.append(Changed(spot, label, shown, frozenset(), 1))
            refused.add(field.id)
    spots = {field: address(row, column + 1) for field, (row, column) in found.items()}
    if len({column for _, column in found.values()}) > 1 or not answers_stand(
        cells.get, spots.values()
    ):
        # A column was put in beside the labels, or the answers were deleted.
        first = next(iter(labels.items()))
        changed.append(Changed(first[0], first[1], "", frozenset(), len(found)))
        refused |= found.keys()
        spots = {}
    return Found(spots, changed, frozenset(refused))


def answers_stand(cell: Callable[[str], Cell | None], spots: Iterable[str]) -> bool:
    """Whether the column of answers is where it seems: no formulas in it, words right of it.

    Beside every answer words say what to write; further right stand numbers, here and there.
    """
    answers, beside, beyond = (list(map(cell, column)) for column in _columns(tuple(spots)))
    if not answers or any(one is not None and one[2] is not None for one in answers):
        return False
    return any(map(_is_text, beside)) and not all(map(_is_text, beyond))


@lru_cache(maxsize=64)
def _columns(spots: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """These cells, and those one and two columns right of them."""
    at = [split_address(spot) for spot in spots]
    return tuple(tuple(address(row, column + right) for row, column in at) for right in range(3))


def _is_text(cell: Cell | None) -> bool:
    return cell is not None and cell[0] == "s" and bool(cell[1])


def find_texts(plan: Plan, cells: Cells) -> Found:
    """The values of indicators (by `text.ID`) and the passages (by `ID`)."""
    by_text = _by_text(cells)
    spots: dict[str, str] = {}
    changed: list[Changed] = []
    refused: set[str] = set()
    words, form = plan.form.words, plan.form
    labels = by_text.get(plain(words["texts_label"]), [])
    heads = by_text.get(plain(words["texts_value"]), [])
    columns: tuple[int, int] | None = None
    if len(labels) == len(heads) == 1 and labels[0][0] == heads[0][0]:
        columns = labels[0][1], heads[0][1]
    for (point, label), item in zip(_indicator_labels(plan), form.indicators, strict=True):
        there = [at for at in by_text.get(plain(item.label), []) if columns and at[1] == columns[0]]
        key = f"text.{item.id}"
        if columns is not None and len(there) == 1:
            spots[key] = address(there[0][0], columns[1])
            continue
        refused.add(key)
        stands = (cells[label][1] or "") if label in cells else ""
        if plain(stands) == plain(item.label):
            stands = ""
        changed.append(Changed(label, item.label, stands, frozenset({point})))
    _passages(plan, cells, by_text, spots, changed, refused)
    return Found(spots, changed, frozenset(refused))


def _indicator_labels(plan: Plan) -> list[tuple[int, str]]:
    spots = list(plan.layout.text_labels)
    return [(cell.point, spots[number]) for number, cell in enumerate(plan.indicators)]


def _passages(
    plan: Plan,
    cells: Cells,
    by_text: dict[str, list[Spot]],
    spots: dict[str, str],
    changed: list[Changed],
    refused: set[str],
) -> None:
    found: dict[str, Spot] = {}
    texts = plan.form.texts
    for text in texts:
        there = by_text.get(plain(text.label), [])
        if len(there) == 1:
            found[text.id] = there[0]
    whole = len(found) == len(texts) and len({column for _, column in found.values()}) == 1
    order = sorted(found.values())
    for text in texts:
        label = address(plan.layout.text_row(text.id), 2)
        at = found.get(text.id)
        passage = _passage(cells, at, order, whole=whole) if at else None
        if passage is None:
            stands = (cells[label][1] or "") if label in cells and at is None else ""
            changed.append(Changed(label, text.label, stands, frozenset(), 1))
            refused.add(text.id)
        else:
            spots[text.id] = passage


def _passage(cells: Cells, label: Spot, order: list[Spot], *, whole: bool) -> str | None:
    """The cell of a passage: the one that is written on between its label and the next."""
    row, column = label
    following = next((one[0] for one in order if one[0] > row), None)
    below = address(row + 1, column)
    if following == row + 1:
        return None
    if not whole:
        # A label is lost: what stands further down may be the passage under it.
        return below if following == row + 2 else None
    last = following or max((split_address(spot)[0] for spot in cells), default=row) + 1
    written = [
        spot
        for one in range(row + 1, last)
        if (cells.get(spot := address(one, column)) or ("", "", ""))[1]
    ]
    if not written:
        return below
    return written[0] if len(written) == 1 else None


def find_explanations(plan: Plan, cells: Cells) -> Found:
    """The cells of explanations by the keys of their relations, from the hidden column of keys."""
    by_text: dict[str, list[Spot]] = {}
    for spot, (_, text, _) in cells.items():
        if text:
            by_text.setdefault(text, []).append(split_address(spot))
    heading = plan.form.words["checks_explanation"]
    # The heading stands in the row of headings; the word may stand elsewhere too.
    keys = [by_text.get(key, []) for key in plan.explanations.values()]
    rows = {there[0][0] for there in keys if len(there) == 1}
    heads = [at for at in by_text.get(heading, []) if rows and at[0] < min(rows)]
    place = address(CHECKS_TOP - 1, CHECKS_EXPLANATION)
    if len(heads) != 1:
        args = Changed(place, heading, "", frozenset(), len(keys))
        return Found({}, [args], frozenset(plan.explanations.values()))
    spots: dict[str, str] = {}
    changed: list[Changed] = []
    refused: set[str] = set()
    for (spot, key), there in zip(plan.explanations.items(), keys, strict=True):
        if len(there) == 1:
            spots[key] = address(there[0][0], heads[0][1])
        else:
            changed.append(Changed(spot, key, "", frozenset(), 1))
            refused.add(key)
    return Found(spots, changed, frozenset(refused))
