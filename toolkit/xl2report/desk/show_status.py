"""The progress of a collection as a person reads it, and as JSON."""

from typing import Any

from xl2report.desk.language import LANGUAGE, say
from xl2report.ground.progress import STANDINGS, Progress, UnitLine

_INDENT = "    "


def text(now: Progress) -> str:
    """Who has to be reminded, how each unit stands, what does not count, and one line of sums."""
    head = say(
        f"{now.city} {now.year} 年度，截至 {now.today}",
        f"{now.city}, {now.year}, as of {now.today}",
    )
    blocks = [head]
    if now.reminders:
        blocks.append(
            "\n".join([say("催报名单", "To be reminded"), *map(_reminder, now.reminders)])
        )
    blocks.append("\n".join([say("各单位", "Units"), *map(_unit, now.units)]))
    if now.strangers:
        lines = []
        for one in now.strangers:
            besides = say("、", ", ").join(part for part in (one.unit, one.other) if part)
            name = STANDINGS[one.standing][LANGUAGE == "en"]
            lines.append(f"{_INDENT}{one.book}    {name}{f'    {besides}' if besides else ''}")
        blocks.append("\n".join([say("没有计入的文件", "Files that do not count"), *lines]))
    if now.questions:
        asked = [f"{_INDENT}{one.unit}    {one.asks[LANGUAGE == 'en']}" for one in now.questions]
        title = say("可以问一问（不是错误）", "Worth a question (no faults)")
        blocks.append("\n".join([title, *asked]))
    blocks.append(now.line(LANGUAGE))
    return "\n\n".join(blocks)


def _reminder(one: UnitLine) -> str:
    whom = " ".join(part for part in (one.contact, one.phone) if part)
    until = say(f"截止 {one.deadline}", f"due {one.deadline}") if one.deadline else ""
    parts = [one.unit, one.group, one.stage_name(LANGUAGE), until, _late(one), whom]
    lines = [_INDENT + "    ".join(part for part in parts if part)]
    lines.extend(f"{_INDENT * 2}{detail[LANGUAGE == 'en']}" for detail in one.todo)
    return "\n".join(lines)


def _late(one: UnitLine) -> str:
    if not one.late:
        return ""
    return say(f"逾期 {one.late} 天", f"{one.late} day{'s' * (one.late > 1)} late")


def _unit(one: UnitLine) -> str:
    counts = [
        say(f"错误 {one.errors}", f"errors {one.errors}") if one.errors else "",
        say(f"提示 {one.warnings}", f"warnings {one.warnings}") if one.warnings else "",
    ]
    files = [
        f"{file.book}（{STANDINGS[file.standing][0]}）"
        if LANGUAGE == "zh"
        else f"{file.book} ({STANDINGS[file.standing][1]})"
        for file in one.files
    ]
    parts = [
        one.unit,
        one.stage_name(LANGUAGE),
        one.received,
        _late(one),
        one.book,
        *counts,
        *files,
    ]
    return _INDENT + "    ".join(part for part in parts if part)


def data(now: Progress) -> dict[str, Any]:
    """The progress as JSON carries it."""
    english = LANGUAGE == "en"
    return {
        "city": now.city,
        "year": now.year,
        "today": now.today,
        "reporters": [
            {
                "reporter": one.unit,
                "code": one.code,
                "state": one.state,
                "stage": one.stage,
                "zero_report": one.zero,
                "category": one.category,
                "group": one.group,
                "deadline": one.deadline or None,
                "received": one.received or None,
                "received_recorded": one.recorded if one.received else None,
                "days_late": one.late,
                "book": one.book or None,
                "files": [file._asdict() for file in one.files],
                "errors": one.errors,
                "warnings": one.warnings,
                "explained": one.explained,
                "contact": one.contact,
                "phone": one.phone,
                "todo": [detail[english] for detail in one.todo],
            }
            for one in now.units
        ],
        "reminders": [one.unit for one in now.reminders],
        "others": [one._asdict() for one in now.strangers],
        "rules": [
            {
                "code": one.code,
                "name": one.name[english],
                "severity": one.severity,
                "units": one.units,
                "findings": one.times,
            }
            for one in now.rules
        ],
        "questions": [
            {"reporter": one.unit, "kind": one.kind, "question": one.asks[english]}
            for one in now.questions
        ],
        "notes": [{"severity": one.severity, "message": one.words[english]} for one in now.notes],
    }
