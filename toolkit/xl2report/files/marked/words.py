"""What the list and the notes say, in Chinese and English; texts only, no spelling of files."""

import re
from collections.abc import Sequence

from xl2report.ground.findings import Finding
from xl2report.ground.marks import NOTE_HEADS
from xl2report.ground.wordings.model import SEVERITY_NAMES, Language

LONGEST_NOTE = 1_500
LONGEST_CELL = 8_000
_ORDER = {"error": 0, "warning": 1, "information": 2}
# Wide gaps part the sides of a relation on a line of the console; here each has a line.
_GAP = re.compile(" {4,}")

WORDS: dict[Language, dict[str, str]] = {
    "zh": {
        "title": "审核清单",
        "unit": "填报单位：{unit}",
        "book": "文件：{book}",
        "counts": "错误 {error} 处，提示 {warning} 处，说明 {information} 处",
        "guide": (
            "红色单元格有错误，黄色单元格请核对，批注写明问题和处理办法。"
            "点“工作表”或“单元格”跳到该处，点各表第一行的标题返回本清单。\n"
            "请直接在本文件中改正，保存后报回；本清单、颜色和批注不影响数据读取，不必删除。"
        ),
        "number": "序号",
        "level": "级别",
        "sheet": "工作表",
        "cells": "单元格",
        "stands": "现填内容",
        "message": "问题（现状与应有）",
        "remedy": "处理办法",
        "suspect": "疑似有误",
        "code": "代码",
        "blank": "空白",
        "more": "等 {count} 格",
        "areas": "{first} 等 {count} 处",
        "none": "没有发现问题。",
        "whole": "全表",
        "explained": "单位说明：{text}",
        "back": "返回审核清单",
        "back_note": "点本表第一行的标题返回“{sheet}”",
        "colon": "：",
        "comma": "、",
        "footer": "第 &P 页　共 &N 页",
    },
    "en": {
        "title": "List of findings",
        "unit": "Reporter: {unit}",
        "book": "File: {book}",
        "counts": "{error} errors, {warning} warnings, {information} notes",
        "guide": (
            "Red cells are wrong, yellow cells want a second look; their notes say why and what to do. "
            "Click a sheet or cell to go there, click the title in a sheet's first row to come back.\n"
            "Correct the figures in this very file, save it and send it in; this list, the colours and "
            "the notes do no harm and need not be removed."
        ),
        "number": "No.",
        "level": "Severity",
        "sheet": "Sheet",
        "cells": "Cells",
        "stands": "What stands there",
        "message": "What is wrong",
        "remedy": "What to do",
        "suspect": "Probably wrong",
        "code": "Code",
        "blank": "blank",
        "more": "{count} cells in all",
        "areas": "{first} … ({count} areas)",
        "none": "Nothing was found.",
        "whole": "whole sheet",
        "explained": "The unit explains: {text}",
        "back": "Back to the list",
        "back_note": "Click the title in the first row to return to {sheet}",
        "colon": ": ",
        "comma": ", ",
        "footer": "Page &P of &N",
    },
}


def in_order(findings: Sequence[Finding]) -> list[Finding]:
    """Errors first, then warnings, then what is only told; else as they come."""
    return sorted(findings, key=lambda one: _ORDER[one.level])


def level_name(finding: Finding, language: Language) -> str:
    """The severity as a word."""
    return SEVERITY_NAMES[finding.level][language == "en"]


def message(finding: Finding, language: Language) -> str:
    """What stands there and what was expected, a line for each part."""
    text = _GAP.sub("\n", finding.message(language))
    if finding.explanation:
        text += "\n" + WORDS[language]["explained"].format(text=finding.explanation)
    return shortened(text, LONGEST_CELL)


def suspects(finding: Finding, language: Language) -> str:
    """The cells that are probably the wrong ones, a line for each."""
    return shortened("\n".join(one.told(language) for one in finding.suspects), LONGEST_CELL)


def note(findings: Sequence[Finding], language: Language, list_sheet: str) -> tuple[str, str]:
    """The text of a cell's note: its head by which it is known, and what it says."""
    words = WORDS[language]
    colon = words["colon"]
    blocks = []
    for finding in in_order(findings):
        lines = [
            f"【{level_name(finding, language)}】{finding.name(language)}（{finding.code}）"
            if language == "zh"
            else f"[{level_name(finding, language)}] {finding.name(language)} ({finding.code})"
        ]
        if finding.where:
            lines.append(finding.where)
        lines.append(message(finding, language))
        lines.append(words["remedy"] + colon + finding.remedy(language))
        if finding.suspects:
            lines.append(words["suspect"] + colon + suspects(finding, language))
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
        wide = (len(line.encode()) - len(line)) / 2
        width = len(line) * 1.05 + wide * 0.95
        count += max(1, -int(-width // room))
    return count
