"""The sheet of checks: every relation with its live sides, verdict, jump and explanation."""

from xl2report.files.template.package import Page, joined, literal, scaled
from xl2report.files.template.styles import height, money_format
from xl2report.files.template.workbook import Workbook
from xl2report.form.layout import CHECKS_EXPLANATION, CHECKS_TOP, CHECKS_VERDICT
from xl2report.form.plan import explanation_key
from xl2report.form.relations import Relation
from xl2report.ground.points import address, rectangles

_WIDTHS = (5.0, 14.0, 28.0, 44.0, 11.0, 11.0, 9.0, 8.0, 15.0, 26.0)
_KEYS = (
    "checks_number", "checks_table", "checks_place", "checks_says", "checks_left", "checks_right",
    "checks_difference", "checks_verdict", "checks_jump", "checks_explanation",
)  # fmt: skip
_NUMBER, _TABLE, _PLACE, _SAYS, _LEFT, _RIGHT, _DIFFERENCE = range(1, 8)
_JUMP = 9
_ASSESSABLE, _SEVERITY, _KEY = 11, 12, 13
_SMALL = 9.0
# Two lines, so that an explanation finds room.
_ROW = 28.5
_LABEL_SHOWN = 24
# Shown before the right side, so that a row reads as a comparison; the cell stays a number.
_SIGNS = {"=": "", "<=": '"≤ "', ">=": '"≥ "', "<": '"＜ "', ">": '"＞ "'}


def write_checks(work: Workbook) -> Page:
    """The sheet 校验."""
    page = work.book.page(work.form.sheets.checks)
    words, styles = work.words, work.styles
    for column, width in enumerate(_WIDTHS, 1):
        page.width(column, width)
    for column in (_ASSESSABLE, _SEVERITY, _KEY):
        page.width(column, 9, hidden=True)
    page.height(1, 32)
    page.joined((1, 1, 1, CHECKS_EXPLANATION), words["checks_title"], styles("title"))
    work.reporter_line(page, 2, CHECKS_EXPLANATION)
    page.height(2, 20)
    _summary(work, page)
    legend = words["checks_legend"] + (words["checks_legend_last"] if work.layout.last else "")
    page.joined((4, 1, 1, CHECKS_EXPLANATION), legend, styles("small"))
    page.height(4, height(legend, sum(_WIDTHS), _SMALL))
    heading = CHECKS_TOP - 1
    page.height(heading, 24)
    for column, key in enumerate(_KEYS, 1):
        page.text(heading, column, words[key], styles("heading"))
    for number, row in work.layout.check_rows.items():
        _row(work, page, row, work.layout.relations.all[number])
    last = CHECKS_TOP + max(1, len(work.layout.check_rows)) - 1
    _looks(work, page, last)
    page.sheet.freeze_panes(heading, 0)
    work.finish(page, (last, CHECKS_EXPLANATION), landscape=True)
    page.sheet.repeat_rows(heading - 1)
    return page


def verdict_range(work: Workbook, column: str = "H") -> str:
    """The cells of a column over all relations, as seen from another sheet."""
    last = CHECKS_TOP + max(1, len(work.layout.check_rows)) - 1
    return f"'{work.form.sheets.checks}'!${column}${CHECKS_TOP}:${column}${last}"


def _summary(work: Workbook, page: Page) -> None:
    words, verdicts = work.words, list(work.results.verdicts.values())
    last = CHECKS_TOP + max(1, len(verdicts)) - 1
    cells = f"$H${CHECKS_TOP}:$H${last}"
    keys = ("balanced", "broken", "blank", "idle")[: None if work.layout.last else -1]
    summary = words["checks_summary_last" if work.layout.last else "checks_summary"]
    live = {key: f'COUNTIF({cells},"{words[key]}")' for key in keys}
    known = {key: verdicts.count(key) for key in keys}
    everything = {"all": len(verdicts)}
    formula = joined(summary, all=str(len(verdicts)), **live)
    value = summary.format(**everything, **known)
    style = work.styles("line", bold=True)
    page.height(3, 20)
    page.merge((3, 1, 1, CHECKS_EXPLANATION), style)
    page.formula(3, 1, f"={formula}", value, style)


def _row(work: Workbook, page: Page, row: int, relation: Relation) -> None:
    words, styles, form = work.words, work.styles, work.form
    formulas, results, number = work.formulas, work.results, relation.number
    rule, decimals = relation.rule, work.formulas.decimals(relation)
    says = rule.says
    if rule.source:
        says += words["checks_source"].format(source=rule.source)
    place = _place(work, relation)
    small = styles("label", font_size=_SMALL)
    sheet, cells, jump = _jump(work, relation)
    explanation = work.content.explanations.get(explanation_key(relation), "")
    page.height(row, max(
        height(text, _WIDTHS[column - 1], _SMALL, _ROW)
        for column, text in (
            (_SAYS, says), (_PLACE, place), (_JUMP, cells), (CHECKS_EXPLANATION, explanation),
        )
    ))  # fmt: skip
    page.number(row, _NUMBER, row - CHECKS_TOP + 1, styles("number", font_size=_SMALL))
    page.text(row, _TABLE, form.table(rule.table).sheet, small)
    page.text(row, _PLACE, place, small)
    page.text(row, _SAYS, says, small)

    assessable, verdict = results.assessable(relation), results.verdicts[number]
    left, right = results.sides(relation)
    applies, shape = formulas.applies(relation), money_format(decimals)
    # The sides of a relation that does not apply would only look like an imbalance.
    shows = f"AND($K{row}=1,{applies})" if applies else f"$K{row}=1"
    comparable = results.comparable(relation)
    compared = comparable and assessable and results.applies(relation)
    for column, formula, steps, sign in (
        (_LEFT, formulas.left(relation), left, ""),
        (_RIGHT, formulas.right(relation), right, _SIGNS[relation.comparison.operator]),
        (_DIFFERENCE, f"ROUND(E{row}-F{row},{decimals})", left - right, ""),
    ):
        shown = scaled(steps, decimals) if compared else ""
        look = styles("number", font_size=_SMALL, num_format=sign + shape)
        page.formula(row, column, f'=IF({shows},{formula},"")', shown, look)
    balanced, broken, blank = (literal(words[key]) for key in ("balanced", "broken", "blank"))
    test = f"IF(G{row}{relation.comparison.operator}0,{balanced},{broken})"
    if applies:
        test = f"IF({applies},{test},{balanced})"
    formula = f"=IF($K{row}<>1,{blank},{test})"
    if relation.across_years:
        formula = f"=IF($K{row}=2,{literal(words['idle'])},{formula[1:]})"
    page.formula(row, CHECKS_VERDICT, formula, words[verdict], styles("center", bold=True))
    page.link(
        row, _JUMP, f"'{sheet}'!{jump}", cells, styles("link", font_size=_SMALL, align="center")
    )
    page.text(row, CHECKS_EXPLANATION, explanation, styles("answer", font_size=_SMALL))
    known = int(assessable) if comparable else 2
    page.formula(row, _ASSESSABLE, formulas.assessable(relation), known, styles("code"))
    if rule.restatable:
        strength = _strength(work, row, relation)
        page.formula(row, _SEVERITY, strength, severity_of(work, relation), styles("code"))
    else:
        page.text(row, _SEVERITY, rule.severity, styles("code"))
    page.text(row, _KEY, explanation_key(relation), styles("code"))


def severity_of(work: Workbook, relation: Relation) -> str:
    """How much a broken relation matters: less where its reporter has restated last year's figure."""
    rule, results = relation.rule, work.results
    if not rule.restatable:
        return rule.severity
    explained = {key for key, words in work.content.explanations.items() if words.strip()}
    if explanation_key(relation) in explained:
        return "warning"
    parts = _shown_parts(work, relation)
    broken = [part for part in parts if results.verdicts[part.number] == "broken"]
    gaps = [left - right for left, right in map(results.sides, [relation, *broken])]
    whole = broken and gaps[0] == sum(gaps[1:])
    answered = all(explanation_key(part) in explained for part in broken)
    return "warning" if whole and answered else rule.severity


def _shown_parts(work: Workbook, relation: Relation) -> list[Relation]:
    shown = work.layout.check_rows
    return [part for part in work.layout.relations.parts_of(relation) if part.number in shown]


def _answer(row: int) -> str:
    """An explanation without blanks around it, as the reader takes it."""
    return f'TRIM(SUBSTITUTE(J{row},"\u3000",""))'


def _strength(work: Workbook, row: int, relation: Relation) -> str:
    """The formula of `severity_of`: restated in its own line, or in those of all parts that differ."""
    restated = f'{_answer(row)}<>""'
    rows = [work.layout.check_rows[part.number] for part in _shown_parts(work, relation)]
    if rows:
        broken, decimals = literal(work.words["broken"]), work.formulas.decimals(relation)
        differs = [f"H{line}={broken}" for line in rows]
        silent = "+".join(f'(H{line}={broken})*({_answer(line)}="")' for line in rows)
        whole = f"ROUND(SUM({','.join(f'G{line}' for line in rows)})-N(G{row}),{decimals})=0"
        restated = f"OR({restated},AND(OR({','.join(differs)}),{silent}=0,{whole}))"
    return f'=IF({restated},"warning","{relation.rule.severity}")'


def _place(work: Workbook, relation: Relation) -> str:
    """The printed label of the row or column a relation stands at, with the group it is in."""
    table, scope = work.form.table(relation.rule.table), relation.scope
    if relation.rule.each == "column":
        return next(column.label for column in table.columns if column.id == scope)
    if relation.rule.each == "once":
        return work.form.points[relation.point].label
    label = next(row.label for row in table.rows if row.id == scope)
    path = work.form.points[relation.point].path
    group = path[path.index(label) - 1] if label in path[1:] else ""
    # A label as long as a sentence is cut at its bracket; a group that opens the path says little.
    short = label if len(label) <= _LABEL_SHOWN else label[:1] + label[1:].partition("（")[0]
    return f"{group} {short}" if group and path.index(label) > 1 else short


def _jump(work: Workbook, relation: Relation) -> tuple[str, str, str]:
    """The sheet, the cells in words, and the one range around them that a jump selects."""
    layout = work.layout
    sheet = layout.cells[relation.point][0]
    # A rule over last year's figures alone is told at one of them, by its place of this year.
    places = [work.formulas.spots[point] for point in relation.points() or [relation.point]]
    spots = [spot for home, spot in places if home == sheet]
    rows, columns = [row for row, _ in spots], [column for _, column in spots]
    around = f"{address(min(rows), min(columns))}:{address(max(rows), max(columns))}"
    return sheet, work.words["list_mark"].join(rectangles(spots)), around


def _looks(work: Workbook, page: Page, last: int) -> None:
    broken, blank = literal(work.words["broken"]), literal(work.words["blank"])
    top = CHECKS_TOP
    unknown = f"=$H{top}={blank}"
    restated = last
    if work.layout.last:
        unknown = f"=OR($H{top}={blank},$H{top}={literal(work.words['idle'])})"
        restated -= sum(relation.across_years for relation in work.layout.relations.all)
    for areas, formula, look in (
        ([f"E{top}:H{last}"], f'=AND($H{top}={broken},$L{top}="error")', "wrong"),
        ([f"E{top}:H{last}"], f'=AND($H{top}={broken},$L{top}<>"error")', "advice"),
        ([f"H{top}:H{last}"], unknown, "unknown"),
    ):
        page.rule(areas, formula, work.styles(look))
    for first, end, prompt in (
        (top, restated, "prompt_explain"),
        (restated + 1, last, "prompt_restate"),
    ):
        if first <= end:
            page.validate(
                [f"J{first}:J{end}"],
                validate="any",
                input_title=work.words["prompt_title"],
                input_message=work.words[prompt],
            )
