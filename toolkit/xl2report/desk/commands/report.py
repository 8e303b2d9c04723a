"""`report`: write the report: Word, PDF, web page, bundle."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from xl2report.desk.app import command
from xl2report.desk.language import say
from xl2report.desk.options import (
    Charts,
    Last,
    OwnFile,
    Roster,
    Secret,
    Sentences,
    Style,
    Trace,
)
from xl2report.desk.outputs import tell, told, told_beside


@command(
    help=say("生成报告：Word、PDF、网页、成套文件", "Write the report: Word, PDF, web page, bundle")
)
def report(
    book: Annotated[
        Path,
        Argument(metavar="BOOK", help=say("市级或部门工作簿", "A city's or a unit's workbook")),
    ],
    output: Annotated[
        list[Path] | None,
        Option(
            "-o",
            "--output",
            help=say(
                "写到哪里：.docx、.pdf、.html，或 .fragment.html（粘贴到网站编辑器）；可多次给出",
                "Where to write: .docx, .pdf, .html, or .fragment.html (to be pasted into a"
                " website's editor); may be given more than once",
            ),
        ),
    ] = None,
    bundle: Annotated[
        Path | None,
        Option(
            "--bundle",
            metavar="DIR",
            help=say(
                "成套文件写到此文件夹：以上各种格式，数据（CSV、JSON、xlsx）、数据字典和校验清单",
                "All of it into this folder: every format, the figures (CSV, JSON, xlsx), a data"
                " dictionary and a manifest",
            ),
        ),
    ] = None,
    last: Last = None,
    roster: Roster = None,
    style: Style = None,
    template: OwnFile = None,
    sentences: Sentences = None,
    charts: Charts = False,
    trace: Trace = False,
    password: Secret = "",
) -> int:
    from xl2report.chain.report import report as work

    reported = work(
        book,
        output or [],
        bundle=bundle,
        last=last or [],
        style=style,
        template=template,
        sentences=sentences,
        roster=roster,
        charts=charts,
        trace=trace,
        password=password,
    )
    told_beside(reported)
    told(reported.missing, reported.draft)
    for chinese, english in reported.left_out:
        tell(say(chinese, english))
    for path in reported.documents:
        tell(str(path))
    wrong = any(finding.level == "error" for finding in reported.contradictions)
    return int(bool(reported.draft) or wrong)
