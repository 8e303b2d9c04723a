"""The headings of the page in Chinese and English; what findings say comes with them."""

from xl2report.ground.wordings.headings import HEADINGS
from xl2report.ground.wordings.model import Language

WORDS: dict[Language, dict[str, str]] = {
    "zh": HEADINGS["zh"]
    | {
        "lang": "zh-CN",
        "books": "工作簿",
        "faulty": "需退回",
        "filters": "筛选",
        "all": "全部",
        "search": "文字",
        "clear": "清除筛选",
        "print": "打印",
        "shown": "显示 {shown} 处，共 {all} 处",
        "nothing": "没有符合筛选条件的问题。",
        "no_unit": "（不属于单个单位）",
    },
    "en": HEADINGS["en"]
    | {
        "lang": "en",
        "books": "Workbooks",
        "faulty": "To be returned",
        "filters": "Filters",
        "all": "All",
        "search": "Text",
        "clear": "Clear filters",
        "print": "Print",
        "shown": "{shown} of {all} findings shown",
        "nothing": "No finding fits the filters.",
        "no_unit": "(no single unit)",
    },
}
