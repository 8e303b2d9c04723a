"""`report`: write the report document."""

from pathlib import Path
from typing import Annotated

import typer

from xl2report.desk.app import app
from xl2report.desk.language import say
from xl2report.desk.options import Secret
from xl2report.desk.outputs import tell, told


@app.command(help=say("生成报告文档", "Write the report document"))
def report(
    book: Annotated[
        Path,
        typer.Argument(
            metavar="BOOK", help=say("市级或部门工作簿", "A city's or a unit's workbook")
        ),
    ],
    output: Annotated[
        list[Path],
        typer.Option("-o", "--output", help=say("写到哪里（.docx）", "Where to write (.docx)")),
    ],
    style: Annotated[
        Path | None,
        typer.Option("--style", help=say("本单位的样式文档", "The office's own base document")),
    ] = None,
    password: Secret = "",
) -> None:
    from xl2report.chain.report import report as work

    reported = work(book, list(output), style=style, password=password)
    told(reported.missing, reported.draft)
    for path in reported.documents:
        tell(str(path))
    raise typer.Exit(int(bool(reported.draft)))
