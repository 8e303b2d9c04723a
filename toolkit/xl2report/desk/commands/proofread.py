"""`proofread`: a finished report against its own tables and the workbook."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from xl2report.desk.app import command
from xl2report.desk.language import say
from xl2report.desk.options import Printed, Secret
from xl2report.desk.outputs import demand, put, put_json


@command(
    help=say(
        "校对成稿：文字与表格、表格与勾稽关系、成稿与工作簿是否一致",
        "A finished report: its prose, its tables",
    )
)
def proofread(
    document: Annotated[
        Path,
        Argument(
            metavar="DOCUMENT",
            help=say("成稿（.docx .html .txt .md .pdf）", "The report (.docx .html .txt .md .pdf)"),
        ),
    ],
    against: Annotated[
        Path | None,
        Option(
            "--against",
            metavar="CITY.xlsx",
            help=say("还要与哪份工作簿核对", "The workbook to compare it with as well"),
        ),
    ] = None,
    last: Annotated[
        Path | None,
        Option(
            "--last",
            metavar="PATH",
            help=say(
                "上年年报或工作簿：核对同比、比上年增减",
                "Last year's report or workbook: judge what is said to have changed since",
            ),
        ),
    ] = None,
    format_: Annotated[str, Option("--format", help="text | json")] = "text",
    output: Printed = None,
    password: Secret = "",
) -> int:
    from xl2report.chain.proofread import proofread as work
    from xl2report.desk import show_proofread as show

    demand(format_, ("text", "json"))
    if output is not None:
        from xl2report.chain.outlet import refuse_inputs

        refuse_inputs(output, [document, *(one for one in (against, last) if one is not None)])
    found = work(document, against=against, last=last, password=password)
    if format_ == "json":
        put_json(output, show.proofread_data(found))
    else:
        put(output, show.proofread_text(found))
    return int(not found.clean)
