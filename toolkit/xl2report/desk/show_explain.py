"""What a code, a rule or a point is, as a person reads it."""

import re
from collections.abc import Iterable
from typing import Any

from xl2report.desk.language import LANGUAGE, say

_INDENT = "    "


def explain_text(found: dict[str, Any]) -> str:
    """Everything that is known of it, in paragraphs."""
    if found["kind"] == "code":
        return "\n".join(_code(found))
    if found["kind"] == "rule":
        return "\n\n".join("\n".join(_rule(found["rule"], one)) for one in found["forms"])
    blocks = ["\n".join(_point(found))]
    blocks.extend("\n".join(_book(found, book)) for book in found["books"])
    return "\n\n".join(blocks)


def _of(pair: list[str]) -> str:
    return pair[LANGUAGE == "en"]


def _code(found: dict[str, Any]) -> Iterable[str]:
    yield f"{found['code']}    {_of(found['name'])}    {_of(found['severity_names'])}"
    yield _INDENT + _open(_of(found["says"])).replace("\n", "\n" + _INDENT)
    yield say("    怎么办：", "    What to do: ") + _open(_of(found["remedy"]))
    example = say(found["example"], found["example_en"])
    if example:
        yield say("    例如：", "    For example:")
        yield from (_INDENT * 2 + line for line in example.splitlines())


def _open(wording: str) -> str:
    """A wording with dots where each finding puts words of its own; `{count:cell|cells}` as `… cells`."""
    bare = wording.replace("{explain}", "")
    several = re.sub(r"\{[^{}|]*\|([^{}]*)\}", r"… \1", bare)
    return re.sub(r"\{[^{}]*\}", "…", several)


def _rule(name: str, one: dict[str, Any]) -> Iterable[str]:
    kind = say("计算", "fills") if one["fills"] else say("核对", "holds")
    count = say(f"{one['count']} 条关系", f"{one['count']} relations")
    yield f"{name}    {one['form']}    {_of(one['severity_names'])}    {kind}    {count}"
    yield _INDENT + _of(one["says"])
    yield _INDENT + one["text"]
    for formula in one["formulas"]:
        yield f"{_INDENT}{formula['place']}    {formula['formula']}"
    more = one["count"] - len(one["formulas"])
    if more:
        yield _INDENT + say(f"另有 {more} 条同样的关系", f"{more} more of the kind")
    yield _INDENT + say("出处：", "Source: ") + one["source"]


def _point(found: dict[str, Any]) -> Iterable[str]:
    yield f"{found['label']}    {found['point']}    {found['place']}    {found['form']}"
    how = {
        "sum": say("各单位相加", "the units' figures are added up"),
        "max": say("取各单位的最大值", "the largest of the units' figures counts"),
        "none": say("不能相加，由市级填写", "cannot be added; the city enters it"),
        "manual": say("由市级核定填写", "the city settles it and enters it"),
        "city_only": say("只有市级有这个数", "only the city has it"),
    }[found["agg"]]
    yield _INDENT + say(
        f"单位：{found['unit']}；汇总：{how}", f"unit: {found['unit']}; roll-up: {how}"
    )
    computed = found["computed"]
    if computed:
        yield (
            _INDENT
            + say("计算得出：", "Computed: ")
            + f"{_of(computed['says'])}    {computed['formula']}"
        )
    if found["rules"]:
        yield _INDENT + say("有关规则：", "Rules: ") + say("、", ", ").join(found["rules"])


def _book(found: dict[str, Any], book: dict[str, Any]) -> Iterable[str]:
    unit = found["unit"]
    if not book["book"]:
        yield say("还没有汇总表，各单位的数：", "There is no total yet; the units give:")
    else:
        yield f"{book['reporter'] or book['book']}    {book['book']}"
        yield from _sentences(book["sentences"], 1)
        yield f"{_INDENT}{_cell(book['book'], book['place'])} = {_value(book['value'], unit)}"
    if book["from"]:
        yield _INDENT + say("由以下各项相加：", "It is the sum of:")
        for one in book["from"]:
            yield f"{_INDENT * 2}{_cell('', one['place'])}  {one['label']} = {_value(one['value'], unit)}"
    if book["role"] != "unit":
        yield from _parts(book, unit, 1)
    for one in book["goes_into"]:
        counted = one["counted"]
        yield say(
            f"{_INDENT}汇总到 {_cell(one['book'], one['place'])} = {_value(one['value'], unit)}，其中本单位 {_value(counted['value'], unit)}",
            f"{_INDENT}It goes into {_cell(one['book'], one['place'])} = {_value(one['value'], unit)}, of which this unit {_value(counted['value'], unit)}",
        )
        if not counted["same_file"]:
            yield _INDENT * 2 + say(
                "汇总所用的文件与这一份不同（同名）",
                "The total was made from other bytes of this name",
            )
        yield from _sentences(one["sentences"], 2)
    if book["role"] == "unit" and not book["goes_into"]:
        yield _INDENT + say(
            "要看它汇总到哪里，请把汇总表也写在命令里",
            "Name a city's workbook too to see what it goes into",
        )


def _sentences(sentences: list[dict[str, Any]], deep: int) -> Iterable[str]:
    said = ""
    for one in sentences:
        via = say("、", ", ").join(one["via"])
        through = say(f"（经由 {via}）", f" (through {via})") if via else ""
        if one["sentence"] != said:
            said = one["sentence"]
            yield f"{_INDENT * deep}{say('报告：', 'Report: ')}{said}"
        yield f"{_INDENT * (deep + 1)}{one['printed']} = {one['words']}{through}"
    if not sentences:
        yield _INDENT * deep + say("报告的文字中没有用到", "No sentence of the report uses it")


def _parts(book: dict[str, Any], unit: str, deep: int) -> Iterable[str]:
    before = _INDENT * deep
    for part in book.get("parts", ()):
        digest = f"  SHA-256 {part['sha256'][:12]}" if part.get("sha256") else ""
        saved = (
            say(f"  {part['saved']} 保存", f"  saved {part['saved']}") if part.get("saved") else ""
        )
        yield f"{before}{part['reporter'] or part['book']}  {_cell(part['book'], part['place'])} = {_value(part['value'], unit)}{digest}{saved}"
        if part.get("changed"):
            yield (
                before
                + _INDENT
                + say(
                    f"文件在汇总以后改动过，现在是 {_value(part['now'], unit)}",
                    f"The file has changed since it was added up; it says {_value(part['now'], unit)} now",
                )
            )
        yield from _parts(part, unit, deep + 1)
    for one in book.get("adjustments", ()):
        by = say("，", ", ").join(words for words in (one["author"], one["date"]) if words)
        yield f"{before}{say('调整', 'Adjustment')}  {_cell('', one['place'])}  {one['label']} {one['amount']}{unit}  {one['reason']}（{by}）"
    counts = [
        say(f"{count} 家{zh}", f"{count} {en}")
        for count, zh, en in (
            (book.get("zero"), "为 0", "gave 0"),
            (book.get("blank"), "空白", "left it blank"),
        )
        if count
    ]
    if counts:
        yield before + say("，", ", ").join(counts)


def _cell(book: str, place: str) -> str:
    words = place.replace("!", " › ")
    return f"{book} › {words}" if book else words


def _value(value: str | None, unit: str) -> str:
    return say("空白", "blank") if value is None else f"{value}{unit}"
