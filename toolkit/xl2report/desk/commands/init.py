"""`init`: make a work folder."""

from pathlib import Path
from typing import Annotated

import typer

from xl2report.desk.app import app
from xl2report.desk.language import say
from xl2report.desk.options import Year
from xl2report.desk.outputs import tell


@app.command(help=say("建立工作文件夹", "Make a work folder"))
def init(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help=say("建在哪里", "Where to make it"))
    ],
    form: Annotated[
        str, typer.Option("--form", help=say("报表，如 disclosure-2021", "A form of `forms`"))
    ],
    year: Year,
    city: Annotated[str, typer.Option("--city", help=say("汇总单位，如 乳山市", "The city"))],
) -> None:
    from xl2report.chain.init import init as work

    settings = work(folder, form=form, year=year, city=city)
    tell(str(settings))
    tell(
        say(
            f"下一步：在 {folder / 'roster.xlsx'} 中填名录，去年的工作簿放进 {folder / 'last'}，"
            f"再运行 xl2report template {folder}",
            f"Next: fill in {folder / 'roster.xlsx'}, put last year's workbooks into"
            f" {folder / 'last'}, then run xl2report template {folder}",
        )
    )
