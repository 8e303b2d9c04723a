"""`init`: make a work folder."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from xl2report.desk.app import command
from xl2report.desk.language import say
from xl2report.desk.options import Year
from xl2report.desk.outputs import tell


@command(help=say("建立工作文件夹", "Make a work folder"))
def init(
    folder: Annotated[Path, Argument(metavar="FOLDER", help=say("建在哪里", "Where to make it"))],
    form: Annotated[
        str,
        Option("--form", help=say("报表，如 disclosure-2021", "A form, such as disclosure-2021")),
    ],
    year: Year,
    city: Annotated[str, Option("--city", help=say("汇总单位，如 乳山市", "The city"))],
) -> None:
    from xl2report.chain.init import init as work

    settings = work(folder, form=form, year=year, city=city)
    tell(str(settings))
    tell(
        say(
            f"下一步：核对 {settings} 中的截止日期，在 {folder / 'roster.xlsx'} 中填名录，"
            f"去年的工作簿放进 {folder / 'last'}，再运行 xl2report template {folder}；"
            f"市级自己的更正填在 {folder / '调整.xlsx'} 中，没有就空着",
            f"Next: see to the deadlines in {settings}, fill in {folder / 'roster.xlsx'}, put last"
            f" year's workbooks into {folder / 'last'}, then run xl2report template {folder};"
            f" corrections of the office's own go into {folder / '调整.xlsx'}, if there are any",
        )
    )
