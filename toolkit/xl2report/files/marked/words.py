"""What the list and the notes say, in Chinese and English; texts only, no spelling of files."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from xl2report.ground.findings import Finding
from xl2report.ground.marks import NOTE_HEADS
from xl2report.ground.wordings.headings import HEADINGS
from xl2report.ground.wordings.model import Language

LONGEST_NOTE = 1_500
LONGEST_CELL = 8_000
_ORDER = {"error": 0, "warning": 1, "information": 2}
# Wide gaps part the sides of a relation on a line of the console; here each has a line.
_GAP = re.compile(" {4,}")

WORDS: dict[Language, dict[str, str]] = {
    "zh": HEADINGS["zh"]
    | {
        "title": "审核清单",
        "unit": "填报单位：{unit}",
        "book": "文件：{book}",
        "counts": "错误 {error} 处，提示 {warning} 处{also}，说明 {information} 处",
        "also": "（其中已说明 {explained} 处）",
        "guide": (
            "红色单元格有错误，黄色单元格请核对，批注写明问题和处理办法。"
            "点“工作表”或“单元格”跳到该处，点各表第一行的标题返回本清单。\n"
            "请直接在本文件中改正，保存后报回；本清单、颜色和批注不影响数据读取，不必删除。"
        ),
        "number": "序号",
        "sheet": "工作表",
        "cells": "单元格",
        "stands": "现填内容",
        "suspect": "疑似有误",
        "blank": "空白",
        "more": "等 {count} 格",
        "areas": "{first} 等 {count} 处",
        "whole": "全表",
        "back": "返回审核清单",
        "back_note": "点本表第一行的标题返回“{sheet}”",
        "colon": "：",
        "comma": "、",
        "footer": "第 &P 页　共 &N 页",
    },
    "en": HEADINGS["en"]
    | {
        "title": "List of findings",
        "unit": "Reporter: {unit}",
        "book": "File: {book}",
        "counts": "Errors: {error}; warnings: {warning}{also}; notes: {information}",
        "also": " ({explained} explained)",
        "guide": (
            "Red cells are wrong, yellow cells want a second look; their notes say why and what to do. "
            "Click a sheet or cell to go there, click the title in a sheet's first row to come back.\n"
            "Correct the figures in this very file, save it and send it in; this list, the colours and "
            "the notes do no harm and need not be removed."
        ),
        "number": "No.",
        "sheet": "Sheet",
        "cells": "Cells",
        "stands": "What stands there",
        "suspect": "Probably wrong",
        "blank": "blank",
        "more": "{count} cells in all",
        "areas": "{first} … ({count} areas)",
        "whole": "whole sheet",
        "back": "Back to the list",
        "back_note": "Click the title in the first row to return to {sheet}",
        "colon": ": ",
        "comma": ", ",
        "footer": "Page &P of &N",
    },
}


class Said(NamedTuple):
    """A finding in the words of the list and of the notes."""

    finding: Finding
    level: str
    severity: str
    message: str
    remedy: str
    suspects: str


def in_order(findings: Sequence[Finding], language: Language) -> list[Said]:
    """Errors first, then warnings, then what is only told; else as they come."""
    return [
        Said(
            one,
            one.level,
            one.severity_name(language),
            _message(one, language),
            one.remedy(language),
            _suspects(one, language),
        )
        for one in sorted(findings, key=lambda one: _ORDER[one.level])
    ]


def _message(finding: Finding, language: Language) -> str:
    """What stands there and what was expected, a line for each part."""
    text = _GAP.sub("\n", finding.message(language))
    if finding.explanation:
        text += "\n" + WORDS[language]["unit_explains"] + finding.explanation
    return shortened(text, LONGEST_CELL)


def _suspects(finding: Finding, language: Language) -> str:
    """The cells that are probably the wrong ones, a line for each."""
    if not finding.suspects:
        return ""
    return shortened("\n".join(finding.hints(language)), LONGEST_CELL)


def note(said: Sequence[Said], language: Language, list_sheet: str) -> tuple[str, str]:
    """The text of a cell's note: its head by which it is known, and what it says."""
    words = WORDS[language]
    colon = words["colon"]
    blocks = []
    for one in sorted(said, key=lambda one: _ORDER[one.level]):
        finding = one.finding
        lines = [
            f"【{one.severity}】{finding.name(language)}（{finding.code}）"
            if language == "zh"
            else f"[{one.severity}] {finding.name(language)} ({finding.code})"
        ]
        if place := finding.place(language):
            lines.append(place)
        lines += [one.message, words["remedy"] + colon + one.remedy]
        if one.suspects:
            lines.append(words["suspect"] + colon + one.suspects)
        blocks.append("\n".join(lines))
    text = shortened("\n\n".join(blocks), LONGEST_NOTE)
    return NOTE_HEADS[language], f"{text}\n{words['back_note'].format(sheet=list_sheet)}"


def shortened(text: str, most: int) -> str:
    """A text with no more characters than fit."""
    return text if len(text) <= most else text[: most - 1] + "…"


def lines_of(text: str, room: float) -> int:
    """How many lines a text takes where so many digits fit in one; Chinese characters count two."""
    if len(text) * 2 <= room and "\n" not in text:
        return 1
    count = 0
    for line in text.split("\n"):
        # A Chinese character has three bytes and two columns.
        width = len(line) * 0.575 + len(line.encode()) * 0.475
        count += -int(-width // room) or 1
    return count
