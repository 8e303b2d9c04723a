"""The office's adjustments: rows as they were typed → amounts for points, or what is wrong with them.

Knows the form; no file. A row with a fault is told and not applied.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from xl2report.form.plan import Plan
from xl2report.ground.adjusting import ADJUSTMENT_HEADINGS
from xl2report.ground.findings import Finding
from xl2report.ground.numbers import steps_of, typed_steps
from xl2report.ground.points import Measure
from xl2report.ground.rollup import Adjustment

_TITLES = {heading.field: heading.title for heading in ADJUSTMENT_HEADINGS}
_SHORTEST = 4
_WANTED = ("reason", "author")
# What joins the words of a label, as people write it.
_SIGNS = str.maketrans("／|｜›＞>，、。！", "//////,,.!")


class TypedRow(NamedTuple):
    """A row as it was typed: its number in the sheet, and what stands under each heading."""

    line: int
    fields: dict[str, str]


class Adjusted(NamedTuple):
    """The adjustments that can be applied, in the order of their points and rows, and what is told."""

    adjustments: tuple[Adjustment, ...]
    findings: tuple[Finding, ...]


def find_point(plan: Plan, name: str) -> int | None:
    """The point that goes by an id, a label or its end, or a cell (`三、申请办理!D7`); None if there is none.

    None also where several go by that name.
    """
    text = name.strip()
    if text in plan.index:
        return plan.index[text]
    text = _plain(text)
    every = list(_names(plan))
    found = [number for number, names in enumerate(every) if text in names]
    if not found and len(text) >= _SHORTEST:
        # The end of a label is how people say it: 予以公开/自然人.
        found = [n for n, names in enumerate(every) if any(one.endswith(text) for one in names)]
    return found[0] if len(found) == 1 else None


def near_points(plan: Plan, name: str, most: int = 3) -> list[str]:
    """Labels, cells and ids that are like a name that is none; those of which it is a part come first.

    Last come those whose words it shortens.
    """
    from difflib import get_close_matches

    text = _plain(name.strip())
    every: dict[str, str] = {}
    for point, (sheet, cell) in zip(plan.form.points, plan.layout.cells, strict=True):
        for known, shown in ((point.label, point.label), (point.id, point.id), (f"{sheet}!{cell}", f"{sheet}!{cell}")):  # fmt: skip
            every.setdefault(_plain(known), shown)
    holding = [shown for known, shown in every.items() if len(text) > 1 and text in known]
    close = [every[known] for known in get_close_matches(text, every, most, 0.5)]
    # How an office says it for short: 新收申请 for 本年新收政府信息公开申请数量.
    spread = [shown for known, shown in every.items() if len(text) > 1 and _within(text, known)]
    return list(dict.fromkeys([*holding[:most], *close, *spread]))[:most]


def _within(text: str, label: str) -> bool:
    """Whether the characters of a text stand in a label, in their order."""
    rest = iter(label)
    return all(char in rest for char in text)


def _names(plan: Plan) -> Iterable[set[str]]:
    for point, (sheet, cell) in zip(plan.form.points, plan.layout.cells, strict=True):
        path = "/".join(point.path)
        yield {
            _plain(one)
            for one in (point.id, point.label, path, f"{sheet}!{cell}", f"'{sheet}'!{cell}")
        }


def _plain(text: str) -> str:
    return text.translate(_SIGNS).replace("$", "").replace(" ", "").replace("\u3000", "").casefold()


def resolve(
    plan: Plan,
    rows: Iterable[TypedRow],
    total: Sequence[int | None],
    known: Callable[[str], bool],
    place: Callable[[int, str], tuple[str, str, str]],
) -> Adjusted:
    """The adjustments that the rows ask for.

    `total` is what the reporters come to at each point, `known` tells whether somebody reports by a
    name, and `place` gives the book, sheet and cell of a field in a row.
    """
    found: list[Adjustment] = []
    told: list[Finding] = []
    left = list(total)
    for row in rows:
        read = _read(plan, row, left, lambda code, field, row=row, **args: _told(place(row.line, field), code, row, args))  # fmt: skip
        if isinstance(read, Finding):
            told.append(read)
            continue
        found.append(read)
        left[read.point] = (left[read.point] or 0) + read.amount
        if read.reporter and not known(read.reporter):
            told.append(_told(place(row.line, "reporter"), "M518", row, {"found": read.reporter}))
    # Not by row: the same adjustments in another order are the same workbook.
    found.sort()
    return Adjusted(tuple(found), tuple(told))


def _amount(typed: str, measure: Measure) -> int | None:
    """The amount in a cell: as a workbook stores a number, or as people type one."""
    for read in (steps_of, typed_steps):
        found = read(typed, measure) if typed else None
        if found is not None and not found.fault:
            return found.steps
    return None


def _told(at: tuple[str, str, str], code: str, row: TypedRow, args: dict[str, str]) -> Finding:
    book, sheet, cell = at
    words = {"line": str(row.line), **args}
    return Finding(code, book, f"{sheet} › {cell}", (f"{sheet}!{cell}",), words)


def _read(
    plan: Plan, row: TypedRow, left: list[int | None], tell: Callable[..., Finding]
) -> Adjustment | Finding:
    fields = row.fields
    name = fields.get("point", "")
    number = find_point(plan, name)
    if number is None:
        near = near_points(plan, name)
        return tell(
            "M511",
            "point",
            found=name or "—",
            near="、".join(near) or "—",
            near_en=", ".join(near) or "—",
        )
    point = plan.form.points[number]
    if number in plan.relations.fills:
        return tell("M512", "point", label=point.label)
    if point.roll != "sum":
        return tell("M516", "point", label=point.label)
    typed = fields.get("amount", "")
    amount = _amount(typed, point.measure._replace(signed=True))
    if not amount:
        return tell("M513", "amount", found=typed or "—", unit=point.measure.unit)
    for field in _WANTED:
        if not fields.get(field):
            return tell("M514", field, what=_TITLES[field], what_en=field)
    after = (left[number] or 0) + amount
    if after < 0 and not point.measure.signed:
        show = point.measure.show
        return tell(
            "M517", "amount", label=point.label, left=show(left[number] or 0), found=show(amount)
        )
    return Adjustment(
        number,
        amount,
        fields["reason"],
        fields["author"],
        fields.get("date", ""),
        fields.get("reporter", ""),
    )
