"""The headings of the list in Chinese and English; what findings say comes with them."""

from xl2report.ground.wordings.headings import HEADINGS
from xl2report.ground.wordings.model import Language

WORDS: dict[Language, dict[str, str]] = {
    "zh": HEADINGS["zh"]
    | {
        "readme": "说明",
        "what": "对收到的填报工作簿逐份核对的结果。每一处问题占一行，一次列全。",
        "go": "点击打开",
        "go_findings": "{count} 处问题：单位、文件、位置、问题、处理办法",
        "go_units": "{count} 份工作簿（含未报送单位）：问题数、勾稽关系、结论",
        "severity": "级别",
        "means_error": "必须改正，改正前不予汇总",
        "means_warning": "请核实；确有原因的，在处理办法所指的“说明”格写明原因",
        "means_information": "供了解，一般无需处理",
        "how": "怎样使用",
        "how_text": (
            "用“问题清单”首行的筛选按钮选出某个单位或级别。位置写明工作表和单元格，"
            "名称与报表上印的一致。“代码”用于查询和统计，填报单位可以不看。"
        ),
        "footer": "&C第 &P 页　共 &N 页",
    },
    "en": HEADINGS["en"]
    | {
        "readme": "Readme",
        "what": "What the check of the returned workbooks found: every finding at once, one a line.",
        "go": "Click to open",
        "go_findings": "Findings: {count}; unit, file, place, what is wrong, what to do",
        "go_units": "Workbooks and missing units: {count}; findings, relations, verdict",
        "severity": "Severity",
        "means_error": "must be corrected; nothing is added up before",
        "means_warning": "please verify; if there is a reason for it, write it into the cell that the remedy names",
        "means_information": "for information, usually nothing to do",
        "how": "How to use it",
        "how_text": (
            "The filter buttons in the first row of the findings pick out a unit or a severity. "
            "Places name the sheet and the cell in the form's own words. Codes are for looking up "
            "and counting; a unit need not read them."
        ),
        "footer": "&CPage &P of &N",
    },
}
