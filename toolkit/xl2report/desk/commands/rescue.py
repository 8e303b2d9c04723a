"""`rescue`: what could be read, in a fresh template."""

from pathlib import Path
from typing import Annotated

import typer

from xl2report.desk.app import app
from xl2report.desk.language import say
from xl2report.desk.options import Output
from xl2report.desk.outputs import put, tell


@app.command(help=say("把损坏的工作簿转入新的模板", "What could be read, in a fresh template"))
def rescue(
    book: Annotated[
        Path, typer.Argument(metavar="BOOK", help=say("损坏的工作簿", "A damaged workbook"))
    ],
    output: Output,
) -> None:
    from xl2report.chain.rescue import rescue as work
    from xl2report.desk import show

    rescued = work(book, output)
    put(None, show.rescue_text(rescued))
    tell(str(rescued.workbook))
    raise typer.Exit(int(bool(rescued.findings)))
