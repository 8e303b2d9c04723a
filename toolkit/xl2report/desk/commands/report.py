"""`report`: write the report: Word, PDF, web page, bundle."""

from pathlib import Path
from typing import Annotated

import typer

from xl2report.desk.app import app
from xl2report.desk.language import LANGUAGE, say
from xl2report.desk.options import Secret
from xl2report.desk.outputs import tell, told


@app.command(
    help=say("生成报告：Word、PDF、网页、成套文件", "Write the report: Word, PDF, web page, bundle")
)
def report(
    book: Annotated[
        Path,
        typer.Argument(
            metavar="BOOK", help=say("市级或部门工作簿", "A city's or a unit's workbook")
        ),
    ],
    output: Annotated[
        list[Path] | None,
        typer.Option(
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
        typer.Option(
            "--bundle",
            metavar="DIR",
            help=say(
                "成套文件写到此文件夹：以上各种格式，数据（CSV、JSON、xlsx）、数据字典和校验清单",
                "All of it into this folder: every format, the figures (CSV, JSON, xlsx), a data"
                " dictionary and a manifest",
            ),
        ),
    ] = None,
    last: Annotated[
        list[Path] | None,
        typer.Option(
            "--last",
            help=say(
                "往年的工作簿或文件夹，用于同比", "Workbooks of earlier years to compare with"
            ),
        ),
    ] = None,
    style: Annotated[
        Path | None,
        typer.Option("--style", help=say("本单位的样式文档", "The office's own base document")),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(
            "--template",
            metavar="OFFICE.docx",
            help=say(
                "本单位带标记的 Word 文件，如 {{title}}、{{table.requests}}",
                "The office's own Word file with marked places such as {{title}}",
            ),
        ),
    ] = None,
    sentences: Annotated[
        Path | None,
        typer.Option(
            "--sentences",
            metavar="PATH",
            help=say(
                "本单位自己的句子（narrative.yaml、phrases.yaml）所在文件夹",
                "The office's own sentences: a folder with narrative.yaml, phrases.yaml",
            ),
        ),
    ] = None,
    charts: Annotated[
        bool, typer.Option("--charts", help=say("附图表（可编辑）", "With charts, editable ones"))
    ] = False,
    trace: Annotated[
        bool,
        typer.Option(
            "--trace",
            help=say("以批注注明每个数的来源", "A comment on each number says where it comes from"),
        ),
    ] = False,
    password: Secret = "",
) -> None:
    from xl2report.chain.report import report as work
    from xl2report.desk.show import finding_text

    reported = work(
        book,
        output or [],
        bundle=bundle,
        last=last or [],
        style=style,
        template=template,
        sentences=sentences,
        charts=charts,
        trace=trace,
        password=password,
    )
    for finding in reported.warnings:
        tell(f"{finding.code} {finding.book} {finding.message(LANGUAGE)}".replace("  ", " "))
    if reported.uncompared:
        tell(
            say("没有与上年比较：", "Not compared with last year: ")
            + "、".join(reported.uncompared)
        )
    for finding in reported.contradictions:
        tell(finding_text(finding) + "\n")
    told(reported.missing, reported.draft)
    for chinese, english in reported.left_out:
        tell(say(chinese, english))
    for path in reported.documents:
        tell(str(path))
    wrong = any(finding.level == "error" for finding in reported.contradictions)
    raise typer.Exit(int(bool(reported.draft) or wrong))
