"""Arguments and options that several commands share, each worded once."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from xl2report.desk.language import say

Paths = Annotated[
    list[Path],
    Argument(metavar="PATH...", help=say("工作簿或文件夹", "Workbooks or folders")),
]
Year = Annotated[int, Option("--year", help=say("报告年度", "The year reported on"))]
MaybeYear = Annotated[
    int | None,
    Option(
        "--year",
        help=say("应为哪一年度（默认取多数）", "The year expected (default: that of most)"),
    ),
]
Output = Annotated[Path, Option("-o", "--output", help=say("写到哪里", "Where to write"))]
Printed = Annotated[
    Path | None,
    Option(
        "-o", "--output", help=say("写到哪里（默认打印出来）", "Where to write (default: printed)")
    ),
]
Reporter = Annotated[str, Option("--reporter", help=say("填报单位全称", "The reporter's name"))]
Code = Annotated[
    str, Option("--code", help=say("统一社会信用代码", "Its unified social credit code"))
]
Roster = Annotated[
    Path | None,
    Option("--roster", help=say("名录工作簿（.xlsx）", "Workbook of the units that report")),
]
Past = Annotated[
    Path | None,
    Option(
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
    Option("--force", help=say("有错误也汇总，并在结果中注明", "Merge despite errors, and say so")),
]
Deadline = Annotated[
    str, Option("--deadline", help=say("审核意见中的报回期限", "Return notes: send again by"))
]
Contact = Annotated[
    str, Option("--contact", help=say("审核意见中的联系人及电话", "Return notes: contact"))
]
Office = Annotated[
    str, Option("--office", help=say("审核意见的落款单位", "Return notes: signed by"))
]
Dated = Annotated[str, Option("--date", help=say("审核意见的落款日期", "Return notes: their date"))]
Secret = Annotated[
    str,
    Option(
        "--password",
        envvar="XL2REPORT_PASSWORD",
        help=say("加密工作簿的打开密码", "Opens workbooks that are encrypted"),
    ),
]
Last = Annotated[
    list[Path] | None,
    Option(
        "--last",
        help=say(
            "上年的工作簿、汇总表或已公布的报告，用于同比；可为文件夹",
            "Last year's workbooks, city workbook or published report to compare with; or a folder",
        ),
    ),
]
Style = Annotated[
    Path | None,
    Option("--style", help=say("本单位的样式文档", "The office's own base document")),
]
OwnFile = Annotated[
    Path | None,
    Option(
        "--template",
        metavar="OFFICE.docx",
        help=say(
            "本单位带标记的 Word 文件，如 {{title}}、{{table.requests}}（forms FORM --marks 列出全部）",
            "The office's own Word file with marked places such as {{title}} (forms FORM --marks lists them)",
        ),
    ),
]
Sentences = Annotated[
    Path | None,
    Option(
        "--sentences",
        metavar="PATH",
        help=say(
            "本单位自己的句子（narrative.yaml、phrases.yaml）所在文件夹；工作文件夹中的自动采用",
            "The office's own sentences: a folder with narrative.yaml, phrases.yaml; those of a work folder are taken by themselves",
        ),
    ),
]
Charts = Annotated[
    bool, Option("--charts", help=say("附图表（可编辑）", "With charts, editable ones"))
]
Trace = Annotated[
    bool,
    Option(
        "--trace",
        help=say(
            "注明每个数的来源：Word 中为批注，网页中列在文末",
            "Where each number comes from: comments in Word, a list at the end of the page",
        ),
    ),
]
Jobs = Annotated[
    int | None,
    Option(
        "--jobs",
        min=1,
        envvar="XL2REPORT_JOBS",
        help=say(
            "工作簿多时用几个进程读（默认每个处理器一个）",
            "Processes that read many workbooks (default: one for each processor)",
        ),
    ),
]
FormName = Annotated[
    str,
    Argument(
        metavar="FORM", help=say("报表，如 disclosure-2021", "A form, such as disclosure-2021")
    ),
]
