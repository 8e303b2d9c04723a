"""Findings in the order in which a clerk can work through them; many cells with one slip as one.

The stages: the file and its form, who reports and for when, cells, tables, last year, text.
"""

from collections.abc import Iterable

from xl2report.form.plan import Plan
from xl2report.ground.findings import Finding, spots_of
from xl2report.ground.points import rectangles, split_address
from xl2report.ground.wordings import CODES

# More cells of a sheet with one kind of slip than this are told together.
_MOST_ALIKE = 3
_EXAMPLES = 3
_FILE, _REPORTER, _CELLS, _TABLES, _LAST_YEAR, _TEXT, _BATCH = range(7)
_OF_REPORTER = frozenset({"W204", "W205", "E120", "E121", "E122", "E123"})


def staged(plan: Plan, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings of one book by stage, and within a stage by sheet and cell."""
    told = list(findings)
    if len(told) < 2:
        return tuple(told)
    sheets = [plan.form.sheets.cover, *(table.sheet for table in plan.form.tables)]
    position = {sheet: number for number, sheet in enumerate(sheets)}
    rules = _stages_of_rules(plan)

    def key(finding: Finding) -> tuple[int, int, int, int, str]:
        place = finding.places[0] if finding.places else ""
        sheet, _, cell = place.partition("!")
        row, column = split_address(cell.partition(":")[0]) if cell else (0, 0)
        stage = rules.get(finding.rule, _stage(finding.code))
        return stage, position.get(sheet, 99 if place else -1), row, column, finding.code

    return tuple(_grouped(sorted(told, key=key)))


def _stage(code: str) -> int:
    if code in _OF_REPORTER:
        return _REPORTER
    stages = {"W": _FILE, "E": _CELLS, "R": _TABLES, "U": _TABLES, "N": _TEXT}
    return stages.get(code[0], _BATCH)


def _stages_of_rules(plan: Plan) -> dict[str, int]:
    found = {}
    for relation in plan.relations.all:
        if relation.across_years:
            found[relation.rule.id] = _LAST_YEAR
        elif relation.asked:
            found[relation.rule.id] = _TEXT
    return found


def _grouped(findings: list[Finding]) -> list[Finding]:
    """Typed cells of one sheet with one kind of slip, told as one finding at the first of them."""
    alike: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.code[:2] == "E1" and finding.point and len(finding.places) == 1:
            sheet = finding.places[0].partition("!")[0]
            alike.setdefault((finding.code, sheet), []).append(finding)
    told: dict[int, Finding | None] = {}
    for group in alike.values():
        if len(group) > _MOST_ALIKE:
            told |= dict.fromkeys(map(id, group))
            told[id(group[0])] = _together(group)
    chosen = (told.get(id(finding), finding) for finding in findings)
    return [finding for finding in chosen if finding is not None]


def _together(group: list[Finding]) -> Finding:
    first = group[0]
    sheet = first.places[0].partition("!")[0]
    spots = rectangles([split_address(one.places[0].partition("!")[2]) for one in group])
    args = dict(first.args)
    wording = CODES[first.code]
    for name in first.args:
        # Each distinct word once, within the quotes that the wording puts around it.
        distinct = list(dict.fromkeys(one.args[name] for one in group))[:_EXAMPLES]
        if len(distinct) > 1:
            quoted = f"“{{{name}}}”" in wording.says_zh
            args[name] = ("”、“" if quoted else "、").join(distinct)
            args.setdefault(f"{name}_en", ("”, “" if quoted else ", ").join(distinct))
    args["alike"] = f"共 {len(group)} 个单元格：{'、'.join(spots)}"
    args["alike_en"] = f"{len(group)} cells: {', '.join(spots)}"
    where = spots_of(sheet, spots)
    places = tuple(one.places[0] for one in group)
    return first._replace(where=where.zh, where_en=where.en, places=places, args=args, point="")
