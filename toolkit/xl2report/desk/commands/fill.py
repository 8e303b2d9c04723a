"""`fill`: put values into a template."""

from pathlib import Path
from typing import Annotated

from typer import Argument

from xl2report.desk.app import command
from xl2report.desk.language import say
from xl2report.desk.options import FormName, Output
from xl2report.desk.outputs import demand_ending, tell


@command(help=say("把数据填入模板", "Put values into a template"))
def fill(
    form: FormName,
    data: Annotated[Path, Argument(metavar="DATA.json", help=say("数据文件", "File of values"))],
    output: Output,
) -> None:
    from xl2report.chain.fill import fill as work

    demand_ending(output)
    tell(str(work(form, data, output)))
