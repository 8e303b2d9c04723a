"""The application that the commands register with."""

import typer

from xl2report.desk.language import say

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help=say(
        "政府信息公开工作年度报告：生成填报模板，核对回收的工作簿，汇总，生成报告。",
        "The yearly disclosure report: templates, checks of returned workbooks, totals, the report.",
    ),
    epilog=say(
        "直接给出文件夹或工作簿，等于 run：xl2report 回收/",
        "A folder or workbooks without a command are short for run: xl2report returns/",
    ),
)


@app.callback()
def _together() -> None:
    """Keep one command a command: alone, it would be taken for the application itself."""
