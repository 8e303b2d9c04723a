"""`explain`: what a code or a rule means; where a number comes from."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from xl2report.desk.app import command
from xl2report.desk.language import say
from xl2report.desk.options import Secret
from xl2report.desk.outputs import demand, put, put_json


@command(
    help=say("代码和规则是什么意思，数字从哪里来", "What a code means; where a number comes from")
)
def explain(
    subject: Annotated[
        str,
        Argument(
            metavar="POINT|CODE|RULE",
            help=say(
                "代码（R301）、规则，或指标：编号、名称、“工作表!单元格”",
                "A code (R301), a rule, or a point: its id, label or SHEET!CELL",
            ),
        ),
    ],
    paths: Annotated[
        list[Path] | None,
        Argument(
            metavar="[PATH...]",
            help=say(
                "汇总表、单位的工作簿或工作文件夹", "A city's or units' workbooks, or a work folder"
            ),
        ),
    ] = None,
    form: Annotated[
        str | None,
        Option("--form", help=say("哪一种报表（默认最新的）", "Which form (default: the latest)")),
    ] = None,
    password: Secret = "",
    format_: Annotated[str, Option("--format", help="text | json")] = "text",
) -> None:
    from xl2report.chain.explain import explain as work
    from xl2report.desk.show_explain import explain_text

    demand(format_, ("text", "json"))
    found = work(subject, paths or (), form=form, password=password)
    if format_ == "json":
        put_json(None, found)
    else:
        put(None, explain_text(found))
