"""The search for suspects: which cells are most likely wrong, and what they should say.

A part of the relations that shares no cell with the others is searched by itself: first for a
single cell, which is quick and complete for one slip; then for the fewest cells, by a branch and
bound in exact numbers that is complete for any number of slips and so proves its own answer. No
solver is needed. Every answer is checked once more against all relations in whole numbers.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from xl2report.form.language import Expression
from xl2report.form.plan import Plan
from xl2report.form.relations import Values
from xl2report.work.suspects.evidence import clues_of
from xl2report.work.suspects.exchanges import exchanged_first, exchanges, mends
from xl2report.work.suspects.likely import meant
from xl2report.work.suspects.model import NOTHING, Apart, Diagnosis
from xl2report.work.suspects.parts import members_of, problem_of
from xl2report.work.suspects.ranking import Bare, Part, Ranking
from xl2report.work.suspects.search import Search, Smallest
from xl2report.work.suspects.singles import Single, singles
from xl2report.work.suspects.system import Row, System, system_of

# Tableaux looked at: some tenths of a second at most, and some seconds.
_QUICKLY, _AT_LENGTH = 4_000, 30_000
# Ways to choose the cells that are listed, and changes that are weighed, at most.
_LISTED, _WEIGHED = 400, 1_000
# Beyond the smallest: exchanges that are tried, cells of the smallest at most, tableaux for each.
_EXCHANGED, _LARGE, _BRIEFLY = 8, 4, 150


def find_suspects(
    plan: Plan,
    values: Values,
    *,
    typed_totals: dict[int, int] | None = None,
    last: Values | None = None,
    limit: int = 5,
    prove: bool = False,
    switches: frozenset[str] = frozenset(),
    told: Iterable[tuple[Iterable[Expression], int]] = (),
) -> Diagnosis:
    """The smallest changes under which all relations whose breach is an error hold, best first.

    `values` are whole steps in the order of the form's points; None is blank and never suspected.
    `typed_totals` are the computed cells that were typed over: cells of their own that may be wrong;
    the other computed cells stand for their addends and are not looked at. `last` are last year's
    values; `told` are numbers that texts give, each with the sums of the tables it may be. A
    search that does not end soon, with `prove` within seconds, gives an answer that is not proven.
    """
    values = list(values)
    for point, total in (typed_totals or {}).items():
        values[point] = total
    cells = frozenset(typed_totals or ())
    system = system_of(plan, values, cells, last, switches)
    broken = [rows for rows in system.parts if not all(row.holds(values) for row in rows)]
    if not broken:
        return NOTHING
    signed = frozenset(
        number for number, point in enumerate(plan.form.points) if point.measure.signed
    )
    ranking = Ranking(plan, values, clues_of(plan, values, cells, last, told))
    nodes = _AT_LENGTH if prove else _QUICKLY
    parts: list[Part] = []
    proven, complete = system.exact, True
    for rows in broken:
        bare, open_amounts, smallest = _part(rows, ranking, signed, last, nodes)
        proven, complete = proven and smallest.proven, complete and smallest.complete
        if not bare:
            return Diagnosis((), 0, proven=proven, tied=0, complete=False)
        wider = _wider(system, rows, ranking, signed, len(bare[0]))
        parts.append(
            Part(ranking.rank(bare), open_amounts, _loose(rows, values, len(bare[0])), wider)
        )
    ranked, tied = ranking.combine(parts)
    ranked = ranking.with_wider(ranked, parts)
    sure = ranking.sure(ranked, tied, parts)
    sound = (one.change for one in ranked if mends(system, values, one.change))
    apart = tuple(
        Apart(tuple(one.change for one in part.ranked[:limit]), part.tied())
        for part in parts
        if part.leads(ranked[0])
    )
    changes = tuple(islice(sound, max(1, limit)))
    if not changes:
        return Diagnosis((), 0, proven=False, tied=0, complete=False)
    return Diagnosis(changes[:limit], len(changes[0]), proven, tied, complete, sure, apart)


def _part(
    rows: tuple[Row, ...],
    ranking: Ranking,
    signed: frozenset[int],
    last: Values | None,
    nodes: int,
) -> tuple[list[Bare], bool, Smallest]:
    """The smallest changes of one part, and whether only bounds of their amounts are known."""
    values = ranking.values
    alone = singles(rows, values, signed)
    if alone:
        found: list[Bare] = [
            ((single.point, suggested),)
            for single in alone
            for suggested in _amounts(ranking.plan, single, values, last)
        ]
        open_amounts = any(single.low is None or single.low != single.high for single in alone)
        return found, open_amounts, Smallest([], proven=True, complete=True)
    points = sorted({point for row in rows for point in row.terms})
    problem, alike = problem_of(rows, points, values, signed)
    smallest = Search(problem, nodes, _LISTED).run(2, len(points))
    each = max(1, _WEIGHED // max(1, len(smallest.supports)))
    unique: dict[Bare, None] = {}
    for support in smallest.supports:
        members = list(islice(members_of(support, points, alike, ranking, signed), each + 1))
        unique.update(dict.fromkeys(members[:each]))
        if len(members) > each:
            smallest = smallest._replace(complete=False)
    return list(unique), False, smallest


def _loose(rows: tuple[Row, ...], values: Values, size: int) -> bool:
    """Whether as many cells as relations are changed, of more that are in no relation that holds."""
    broken = [row for row in rows if not row.holds(values)]
    held = {point for row in rows if row.holds(values) for point in row.terms}
    free = {point for row in broken for point in row.terms} - held
    return len(broken) <= size < len(free)


def _wider(
    system: System, rows: tuple[Row, ...], ranking: Ranking, signed: frozenset[int], size: int
) -> list[Bare]:
    """Changes of one cell more than is needed, two of them by one exchange."""
    values = ranking.values
    if size == 1:
        return list(exchanges(system, rows, values, signed))
    first = sorted(exchanged_first(rows, values, signed, ranking.beside), key=lambda one: one.left)
    found: dict[Bare, None] = {}
    for one in first[:_EXCHANGED] if size <= _LARGE else ():
        after = Ranking(ranking.plan, one.after, ranking.clues)
        for bare in _rest(rows, after, signed, size - 1):
            if one.apart(bare):
                found[tuple(sorted((*one.pair, *bare)))] = None
    return list(found)


def _rest(
    rows: tuple[Row, ...], ranking: Ranking, signed: frozenset[int], size: int
) -> Iterator[Bare]:
    """What else has to change after an exchange, where so many cells can do it."""
    if size == 1:
        for single in singles(rows, ranking.values, signed):
            if single.low is not None and single.low == single.high:
                yield ((single.point, single.low),)
        return
    points = sorted({point for row in rows for point in row.terms})
    problem, alike = problem_of(rows, points, ranking.values, signed)
    for support in Search(problem, _BRIEFLY, _LISTED).run(size, size).supports:
        if len(support) == size:
            yield from islice(members_of(support, points, alike, ranking, signed), _LARGE)


def _amounts(plan: Plan, single: Single, values: Values, last: Values | None) -> list[int]:
    """What a cell may have been meant to say, within its bounds: likely values, else the nearest."""
    found = values[single.point] or 0
    if single.low is not None and single.low == single.high:
        return [single.low]
    within = {
        value
        for value in meant(found, plan.form.points[single.point].measure)
        if _within(single, value)
    }
    known = last[single.point] if last else None
    if known is not None and _within(single, known):
        within.add(known)
    nearest = single.low if single.low is not None and found < single.low else single.high
    if nearest is not None:
        within.add(nearest)
    return sorted(within - {found})


def _within(single: Single, value: int) -> bool:
    return (single.low is None or value >= single.low) and (
        single.high is None or value <= single.high
    )
