"""What is asked of sheets of known shape, answered from their slots without making all the cells.

Knows slots and the question; never what a form is. A question is prepared once a mould, known again by
the object it comes from; where slots alone cannot answer it, the answer is None, and whoever asked looks
at the cells.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from xl2report.files.reader.cells import Cell, Sheet
from xl2report.files.reader.moulds import BLANK, Mould, Pick, picking
from xl2report.form.plan import TypedCell


class _Labels(NamedTuple):
    """Cells that should hold certain texts: how to take them, the texts; `wrong` if one never does."""

    pick: Pick
    texts: tuple[str, ...]
    wrong: bool


class _Rest:
    """Cells that no one asked for: numbers, and texts, each without formula."""

    __slots__ = ("_known", "numbers", "texts")

    def __init__(self, numbers: Pick, texts: Pick) -> None:
        self.numbers = numbers
        self.texts = texts
        self._known: tuple[tuple[str, ...], bool] = (), False

    def looks(self, values: list[str]) -> bool:
        """Whether one of the texts begins like a number; most books have the same as the last one."""
        texts = self.texts(values)
        before, looks = self._known
        if texts != before:
            looks = any(text.strip()[:1].isdigit() for text in texts)
            self._known = texts, looks
        return looks


def stand(sheet: Sheet, expected: Mapping[str, Cell]) -> bool:
    """Whether all these cells stand in a sheet just as given."""
    mould = sheet.slots
    if not isinstance(mould, Mould):
        return expected.items() <= sheet.cells.items()
    labels = mould.view(expected, lambda mould: _labels(mould, expected), "labels")
    return not labels.wrong and labels.pick(sheet.values) == labels.texts


def _labels(mould: Mould, expected: Mapping[str, Cell]) -> _Labels:
    places: list[int] = []
    texts: list[str] = []
    wrong = False
    for spot, (kind, text, formula) in expected.items():
        at = mould.at.get(spot)
        if at is None:
            wrong = wrong or mould.fixed.get(spot) != (kind, text, formula)
        elif text is None or (mould.kinds[at], mould.formulas[at]) != (kind, formula):
            wrong = True
        else:
            places.append(at)
            texts.append(text)
    return _Labels(picking(places), tuple(texts), wrong)


def numbers_at(sheet: Sheet, asked: object, spots: Iterable[str]) -> tuple[str, ...] | None:
    """The numbers in cells, in order, as spelt; BLANK where nothing stands. `asked` is the question.

    None where a cell may hold anything else than a number that was typed.
    """
    mould = sheet.slots
    if not isinstance(mould, Mould):
        return None
    pick = mould.view(asked, lambda mould: _typed(mould, spots), "typed")
    return None if pick is None else pick(sheet.values)


def points_of(
    sheet: Sheet, asked: tuple[TypedCell, ...]
) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
    """The points of cells in order, and which of them have a scale other than 1, with it."""
    mould = sheet.slots
    return (
        mould.view(asked, lambda _: _points(asked), "points")
        if isinstance(mould, Mould)
        else _points(asked)
    )


def _points(
    asked: tuple[TypedCell, ...],
) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
    points = tuple(one.point for one in asked)
    return points, tuple((one.point, one.scale) for one in asked if one.scale != 1)


def _typed(mould: Mould, spots: Iterable[str]) -> Pick | None:
    places: list[int] = []
    for spot in spots:
        at = mould.at.get(spot)
        if at is None or mould.kinds[at] != "n" or mould.formulas[at] is not None:
            return None
        places.append(at)
    return picking(places)


def results_at(
    sheet: Sheet,
    asked: object,
    formulas: Iterable[tuple[str, str]],
    same: Callable[[str, str], bool],
) -> tuple[str, ...] | None:
    """The cached results of cells that hold these formulas, in order; `asked` is the question.

    `same` compares a formula that stands with one that should; None where one is not so.
    """
    mould = sheet.slots
    if not isinstance(mould, Mould):
        return None
    pick = mould.view(asked, lambda mould: _results(mould, formulas, same), "results")
    return None if pick is None else pick(sheet.values)


def _results(
    mould: Mould, formulas: Iterable[tuple[str, str]], same: Callable[[str, str], bool]
) -> Pick | None:
    places: list[int] = []
    for spot, formula in formulas:
        at = mould.at.get(spot)
        stands = None if at is None else mould.formulas[at]
        if at is None or stands is None or not same(stands, formula):
            return None
        places.append(at)
    return picking(places)


def are_blank(sheet: Sheet, asked: object, spots: Iterable[str]) -> bool:
    """Whether surely nothing stands in any of these cells; `asked` is the question."""
    mould = sheet.slots
    if not isinstance(mould, Mould):
        return not any(spot in sheet.cells for spot in spots)
    pick = mould.view(asked, lambda mould: _slots(mould, list(spots)), "blank")
    return pick is not None and set(pick(sheet.values)) <= {BLANK}


def _slots(mould: Mould, spots: list[str]) -> Pick | None:
    if any(spot in mould.fixed for spot in spots):
        return None
    return picking([mould.at[spot] for spot in spots if spot in mould.at])


def rest_of(sheet: Sheet, asked: object, is_own: Callable[[str], bool]) -> tuple[bool, bool] | None:
    """Whether a cell that is not the form's own has a number, and whether one has a text like one.

    `asked` is the question; None for a sheet of unknown shape.
    """
    mould = sheet.slots
    if not isinstance(mould, Mould):
        return None
    rest = mould.view(asked, lambda mould: _rest(mould, is_own), "rest")
    if rest is None:
        return None
    return not set(rest.numbers(sheet.values)) <= {BLANK}, rest.looks(sheet.values)


def _rest(mould: Mould, is_own: Callable[[str], bool]) -> _Rest | None:
    if any(cell[2] is None and not is_own(spot) for spot, cell in mould.fixed.items()):
        return None
    others = [
        (mould.kinds[at], at)
        for spot, at in mould.at.items()
        if mould.formulas[at] is None and not is_own(spot)
    ]
    numbers, texts = ([at for kind, at in others if kind == wanted] for wanted in "ns")
    return _Rest(picking(numbers), picking(texts))
