"""`proofread`: a finished report against its own tables and the workbook."""

from pathlib import Path
from typing import Annotated

import typer

from xl2report.desk.app import app
from xl2report.desk.language import say
from xl2report.desk.options import Secret
from xl2report.desk.outputs import demand, put, put_json


@app.command(
    help=say(
        "校对成稿：文字与表格、表格与勾稽关系、成稿与工作簿是否一致",
        "Proofread a finished report: its prose, its tables, the workbook",
    )
)
def proofread(
    document: Annotated[
        Path,
        typer.Argument(
            metavar="DOCUMENT",
            help=say("成稿（.docx .html .txt .md .pdf）", "The report (.docx .html .txt .md .pdf)"),
        ),
    ],
    against: Annotated[
        Path | None,
        typer.Option(
            "--against",
            metavar="CITY.xlsx",
            help=say("还要与哪份工作簿核对", "The workbook to compare it with as well"),
        ),
    ] = None,
    format_: Annotated[str, typer.Option("--format", help="text | json")] = "text",
    output: Annotated[Path | None, typer.Option("-o", "--output")] = None,
    password: Secret = "",
) -> None:
    from xl2report.chain.proofread import proofread as work
    from xl2report.desk import show_proofread as show

    demand(format_, ("text", "json"))
    if output is not None:
        from xl2report.chain.outlet import refuse_inputs

        refuse_inputs(output, [document, *([against] if against is not None else [])])
    found = work(document, against=against, password=password)
    if format_ == "json":
        put_json(output, show.proofread_data(found))
    else:
        put(output, show.proofread_text(found))
    raise typer.Exit(int(not found.clean))
