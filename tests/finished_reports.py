"""Finished reports made for tests: a web page of paragraphs and of the official tables of a filing."""

import html
from collections.abc import Mapping, Sequence

from xl2report.chain.forms import open_plan
from xl2report.form.plan import Plan
from xl2report.form.relations import fill_carefully
from xl2report.ground.filing import Filing

TITLE = "某市人民政府2024年政府信息公开工作年度报告"
# Ten requests, eight of which were closed, some disputes: every sentence below is true of it.
FACTS = {
    "requests.new_received.natural_person": 8,
    "requests.new_received.business": 2,
    "requests.carried_in.natural_person": 1,
    "requests.granted.natural_person": 3,
    "requests.granted.business": 1,
    "requests.partial.natural_person": 1,
    "requests.unable_not_held.natural_person": 2,
    "requests.refused_repeat.natural_person": 1,
    "requests.carried_out.natural_person": 2,
    "requests.carried_out.business": 1,
    "disputes.review.upheld": 2,
    "disputes.review.pending": 1,
    "disputes.suit_direct.upheld": 1,
    "proactive.normative_docs.issued": 4,
    "proactive.normative_docs.repealed": 1,
    "proactive.normative_docs.in_force": 30,
    "proactive.licensing.decisions": 55,
}
TRUE = (
    "本报告所列数据统计期限为2024年1月1日至2024年12月31日，依据国办公开办函〔2021〕30号编制。",
    "一、总体情况",
    "（一）主动公开。制发行政规范性文件4件、废止1件，现行有效30件。",
    "（二）依申请公开。新收政府信息公开申请10件，上年结转1件，办结8件，结转下年度3件。其中予以公开4件，占50%；部分公开1件，占12.5%；无法提供2件，占25.0%；不予处理1件，占12.5%。",
    "（三）政府信息管理。及时更新目录。",
    "（四）平台建设。维护网站。",
    "（五）监督保障。未发生责任追究情形。",
)


# The year before: eight requests, seven of them closed.
LAST_FACTS = {
    "requests.new_received.natural_person": 8,
    "requests.granted.natural_person": 5,
    "requests.unable_not_held.natural_person": 2,
    "requests.carried_out.natural_person": 1,
    "disputes.review.upheld": 1,
}


def last_page() -> str:
    """The report on the year before."""
    return page(
        [one.replace("2024", "2023") for one in TRUE[:1]],
        facts=LAST_FACTS,
        title=TITLE.replace("2024", "2023"),
    )


def filing(facts: Mapping[str, int] | None = None, form: str = "disclosure-2021") -> Filing:
    """A filing with these facts, all else 0."""
    plan = open_plan(form)
    values: list[int | None] = [None if point.table == "text" else 0 for point in plan.form.points]
    for point, value in (FACTS if facts is None else facts).items():
        values[plan.index[point]] = value
    fill_carefully(plan.relations, values)
    return Filing("报告.html", form, 2024, "某市人民政府", "", values)


def page(
    paragraphs: Sequence[str] = TRUE,
    *,
    facts: Mapping[str, int] | None = None,
    printed: Mapping[str, str] | None = None,
    title: str = TITLE,
    form: str = "disclosure-2021",
    tables: Sequence[str] = ("proactive", "requests", "disputes"),
) -> str:
    """The page; `printed` replaces what stands in single cells, `tables` says which are printed."""
    plan = open_plan(form)
    values = filing(facts, form).values
    parts = [
        f"<h1>{html.escape(title)}</h1>",
        *(f"<p>{html.escape(one)}</p>" for one in paragraphs),
    ]
    parts.extend(
        f"<p>{table.title}</p>{_table(plan, table.id, values, printed or {})}"
        for table in plan.form.tables
        if table.id in tables
    )
    parts.append(
        "<p>五、存在的主要问题及改进情况</p><p>一是还需规范。</p><p>六、其他需要报告的事项</p><p>无。</p>"
    )
    return f"<!doctype html><meta charset=utf-8><title>{title}</title>{''.join(parts)}"


def _table(
    plan: Plan, table_id: str, values: Sequence[int | None], printed: Mapping[str, str]
) -> str:
    grid = plan.form.table(table_id).grid
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        text = cell.text
        if cell.kind == "value":
            at = plan.index[cell.point]
            text = printed.get(cell.point, plan.form.points[at].measure.show(values[at] or 0))
        spans = f' rowspan="{cell.down}" colspan="{cell.across}"'
        rows.setdefault(cell.row, []).append(f"<td{spans}>{html.escape(text)}</td>")
    inside = "".join(f"<tr>{''.join(rows[row])}</tr>" for row in sorted(rows))
    return f"<table>{inside}</table>"


def with_sentence(sentence: str) -> list[str]:
    """The true paragraphs, with a sentence of its own in the part on requests."""
    return [one + sentence if one.startswith("（二）") else one for one in TRUE]
