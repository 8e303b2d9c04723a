"""The office's adjustments as a workbook: its columns, how each may be headed, and what is to be filled in.

One truth for whoever reads and writes them.
"""

from xl2report.ground.rosters import Heading

ADJUSTMENT_HEADINGS = (
    Heading(
        "point",
        ("指标", "指标名称", "数据项", "point"),
        40,
        "表中的名称；或单元格，写成“工作表!单元格”；或数据编号。必填",
    ),
    Heading("reporter", ("单位", "涉及单位", "填报单位", "unit"), 24, "涉及哪个单位；没有就空着"),
    Heading("amount", ("调整数", "调整数量", "amount"), 12, "加上的数，减少写成负数，如 -2。必填"),
    Heading("reason", ("理由", "调整理由", "原因", "reason"), 46, "为什么调整。必填"),
    Heading("author", ("经办人", "author"), 12, "谁作的调整。必填"),
    Heading("date", ("日期", "调整日期", "date"), 14, "哪一天"),
)
