"""`rescue`: what could be read, in a fresh template."""

from pathlib import Path
from typing import Annotated

from typer import Argument

from xl2report.desk.app import command
from xl2report.desk.language import say
from xl2report.desk.options import Output
from xl2report.desk.outputs import demand_ending, put, tell


@command(help=say("把损坏的工作簿转入新的模板", "What could be read, in a fresh template"))
def rescue(
    book: Annotated[Path, Argument(metavar="BOOK", help=say("损坏的工作簿", "A damaged workbook"))],
    output: Output,
) -> int:
    from xl2report.chain.rescue import rescue as work
    from xl2report.desk import show

    demand_ending(output)
    rescued = work(book, output)
    put(None, show.rescue_text(rescued))
    tell(str(rescued.workbook))
    return int(bool(rescued.findings))
