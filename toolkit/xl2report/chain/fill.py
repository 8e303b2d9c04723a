"""`fill`: a template with values put in, from the shape that `read --format json` writes."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from xl2report import __version__
from xl2report.chain.errors import CannotWork
from xl2report.chain.forms import open_plan
from xl2report.chain.outlet import refuse_inputs, write_whole
from xl2report.chain.template import demand_year, written
from xl2report.form.definition.errors import nearest
from xl2report.form.plan import Plan
from xl2report.form.relations import fill_carefully
from xl2report.ground.filing import Content, Stamp
from xl2report.ground.numbers import steps_of

# What `read` writes; `book` is only its name there, `way` how it was read.
_KEYS = (
    "book",
    "form",
    "way",
    "year",
    "reporter",
    "values",
    "texts",
    "explanations",
    "cover",
    "declarations",
)


def fill(form: str, data: Path | str | Mapping[str, Any], output: Path | str) -> Path:
    """Write the workbook of a form with the data's values; computed points are computed.

    `data` is a JSON file or what it holds: `form`, `year`, `reporter`, `values`, `texts`, `cover`,
    `explanations`, `declarations`. Raises CannotWork for an unknown point or what is no number.
    """
    plan = open_plan(form)
    path = Path(output)
    if not isinstance(data, Mapping):
        refuse_inputs(path, [Path(data)])
        data = _load(Path(data))
    content, stamp = content_of(plan, data)
    write_whole(path, written(plan, stamp, content))
    return path


def _load(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise CannotWork(f"找不到数据文件：{path}", f"No such file: {path}") from None
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        place, place_en = (f"（第 {line} 行）", f" (line {line})") if line else ("", "")
        chinese = f"{path} 不是正确的 JSON{place}"
        raise CannotWork(chinese, f"{path} is no valid JSON{place_en}") from None
    if isinstance(data, list) and len(data) == 1:
        data = data[0]
    if not isinstance(data, dict):
        raise CannotWork(f"{path} 应为一个对象", f"{path} should hold one object")
    return data


def content_of(plan: Plan, data: Mapping[str, Any]) -> tuple[Content, Stamp]:
    """What a writer puts into the template, and its stamp. Raises CannotWork."""
    for key in data:
        _known(str(key), list(_KEYS), "键", "key")
    named = data.get("form", plan.form.id)
    if named != plan.form.id:
        chinese = f"数据是 {named} 的，不是 {plan.form.id} 的"
        raise CannotWork(chinese, f"The data are of {named}, not of {plan.form.id}")
    year = data.get("year")
    if not isinstance(year, int) or isinstance(year, bool):
        raise CannotWork("缺少年度 year（整数）", "The year is missing (a whole number)")
    demand_year(plan, year)
    reporter = _mapping(data, "reporter")
    declared = _mapping(data, "declarations")
    tables = [table.id for table in plan.form.tables]
    blank_is_zero = _names(declared, "blank_is_zero")
    for table in blank_is_zero:
        _known(table, tables, "表", "table")
    name, code = str(reporter.get("name") or ""), str(reporter.get("code") or "")
    texts = {str(key): str(value) for key, value in _mapping(data, "texts").items() if value}
    for key in texts:
        _known(key, [text.id for text in plan.form.texts], "文字材料", "text")
    cover = {str(key): str(value) for key, value in _mapping(data, "cover").items()}
    for key in cover:
        _known(key, [field.id for field in plan.form.cover], "封面栏目", "cover field")
    cover |= {"reporter": name, "code": code, "year": str(year)}
    yes = plan.form.words["yes_word"]
    nil = declared.get("zero_report") or False
    if not isinstance(nil, bool):
        chinese = f"zero_report 应为 true 或 false：{nil!r}"
        raise CannotWork(chinese, f"zero_report should be true or false: {nil!r}")
    if nil:
        cover["zero_report"] = yes
    for switch in _names(declared, "switches"):
        _known(switch, [field.id for field in plan.form.cover if field.switch], "选项", "switch")
        cover[switch] = yes
    explanations = {str(k): str(v) for k, v in _mapping(data, "explanations").items()}
    for key in explanations:
        known = [*plan.explanations.values(), *plan.text_answers.values()]
        _known(key, known, "说明", "explanation")
    content = Content(
        cover=cover,
        values=tuple(_values(plan, _mapping(data, "values"), frozenset(blank_is_zero))),
        texts=texts,
        explanations=explanations,
        declared_zero=frozenset(blank_is_zero),
    )
    return content, Stamp(plan.form.id, year, name, code, tool=__version__)


def _mapping(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    part = data.get(key) or {}
    if not isinstance(part, Mapping):
        raise CannotWork(f"{key} 应为对象", f"{key} should be an object")
    return part


def _names(data: Mapping[str, Any], key: str) -> list[str]:
    part = data.get(key) or []
    if not isinstance(part, list):
        raise CannotWork(f"{key} 应为数组", f"{key} should be a list")
    return [str(name) for name in part]


def _known(name: str, known: list[str], chinese: str, english: str) -> None:
    if name not in known:
        close = nearest(name, known)
        raise CannotWork(f"没有这个{chinese}：{name}{close}", f"No such {english}: {name}{close}")


def _values(plan: Plan, given: Mapping[str, Any], declared: frozenset[str]) -> list[int | None]:
    values: list[int | None] = [None] * len(plan.form.points)
    for name, raw in given.items():
        _known(name, list(plan.index), "指标", "point")
        number = plan.index[name]
        value = raw.get("value") if isinstance(raw, Mapping) else raw
        if number in plan.relations.fills or value is None or value == "":
            continue
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise CannotWork(f"{name} 应为数字：{value!r}", f"{name} should be a number: {value!r}")
        point = plan.form.points[number]
        found = steps_of(
            repr(value) if isinstance(value, float) else str(value).strip(), point.measure
        )
        if found.fault or found.steps is None:
            chinese = f"{name}（{point.label}）不能填 {value}"
            raise CannotWork(chinese, f"{name} cannot be {value}")
        values[number] = found.steps
    # The totals are calculated as the workbook's own formulas will: declared blanks are zero.
    shadow = [
        0 if value is None and point.table in declared else value
        for value, point in zip(values, plan.form.points, strict=True)
    ]
    fill_carefully(plan.relations, shadow)
    for number in plan.relations.fills:
        values[number] = shadow[number]
    return values
