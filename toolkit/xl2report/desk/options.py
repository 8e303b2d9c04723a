"""Arguments and options that several commands share, each worded once."""

from pathlib import Path
from typing import Annotated

import typer

from xl2report.desk.language import say

Paths = Annotated[
    list[Path],
    typer.Argument(metavar="PATH...", help=say("工作簿或文件夹", "Workbooks or folders")),
]
Year = Annotated[int, typer.Option("--year", help=say("报告年度", "The year reported on"))]
MaybeYear = Annotated[
    int | None,
    typer.Option(
        "--year",
        help=say("应为哪一年度（默认取多数）", "The year expected (default: that of most)"),
    ),
]
Output = Annotated[Path, typer.Option("-o", "--output", help=say("写到哪里", "Where to write"))]
Reporter = Annotated[
    str, typer.Option("--reporter", help=say("填报单位全称", "The reporter's name"))
]
Code = Annotated[
    str, typer.Option("--code", help=say("统一社会信用代码", "Its unified social credit code"))
]
Roster = Annotated[
    Path | None,
    typer.Option("--roster", help=say("名录工作簿（.xlsx）", "Workbook of the units that report")),
]
Past = Annotated[
    Path | None,
    typer.Option(
        "--explained",
        metavar="FILE.json",
        help=say(
            "上次核对的结果（check --format json）：数字变了的说明失效",
            "An earlier check (check --format json): explanations of other numbers are void",
        ),
    ),
]
Force = Annotated[
    bool,
    typer.Option(
        "--force", help=say("有错误也汇总，并在结果中注明", "Merge despite errors, and say so")
    ),
]
Deadline = Annotated[
    str, typer.Option("--deadline", help=say("审核意见中的报回期限", "Return notes: send again by"))
]
Contact = Annotated[
    str, typer.Option("--contact", help=say("审核意见中的联系人及电话", "Return notes: contact"))
]
Office = Annotated[
    str, typer.Option("--office", help=say("审核意见的落款单位", "Return notes: signed by"))
]
Dated = Annotated[
    str, typer.Option("--date", help=say("审核意见的落款日期", "Return notes: their date"))
]
Secret = Annotated[
    str,
    typer.Option(
        "--password",
        envvar="XL2REPORT_PASSWORD",
        show_envvar=True,
        help=say("加密工作簿的打开密码", "Opens workbooks that are encrypted"),
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        min=1,
        envvar="XL2REPORT_JOBS",
        show_envvar=True,
        help=say(
            "工作簿多时用几个进程读（默认每个处理器一个）",
            "Processes that read many workbooks (default: one for each processor)",
        ),
    ),
]
FormName = Annotated[
    str,
    typer.Argument(
        metavar="FORM", help=say("报表，如 disclosure-2021", "A form, such as disclosure-2021")
    ),
]
