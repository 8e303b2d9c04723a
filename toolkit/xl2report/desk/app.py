"""The application that the commands register with, and its help in the language of this run."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from xl2report.desk.language import LANGUAGE, say

_Work = TypeVar("_Work", bound=Callable[..., int | None])

# typer's own words in the help.
_CHINESE = (
    ("Usage: ", "用法："),
    ("[OPTIONS]", "[选项]"),
    ("COMMAND [ARGS]...", "命令 [参数]..."),
    ("Options:", "选项："),
    ("Arguments:", "参数："),
    ("Commands:", "命令："),
    ("Show this message and exit.", "显示本帮助"),
    ("[required]", "[必填]"),
    ("[default: ", "[默认："),
    ("[env var: ", "[环境变量："),
    ("; x>=", "；至少 "),
)


def _worded(text: str) -> str:
    if LANGUAGE == "zh":
        # A note may have been broken over two lines.
        text = re.sub(r";\n +x>=", "; x>=", text)
        for english, chinese in _CHINESE:
            text = text.replace(english, chinese)
    return text


class _Group(TyperGroup):
    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 - of the click inside typer
        return _worded(super().get_help(ctx))


# What an option takes, where it says nothing better itself; by click's names of types.
_KINDS = {
    "text": "TEXT",
    "str": "TEXT",
    "path": "PATH",
    "int": "N",
    "int range": "N",
    "integer": "N",
    "integer range": "N",
}


class _Command(TyperCommand):
    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - whatever typer gives
        super().__init__(*given, **named)
        for one in self.params:
            if one.metavar is None:
                one.metavar = _KINDS.get(one.type.name)

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 - of the click inside typer
        return _worded(super().get_help(ctx))


app = typer.Typer(
    cls=_Group,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help=say(
        "政府信息公开工作年度报告：生成填报模板，核对回收的工作簿，汇总，生成报告。",
        "The yearly disclosure report: templates, checks of returned workbooks, totals, the report.",
    ),
    epilog=say(
        "直接给出文件夹或工作簿，等于 run：xl2report 回收/。版本：xl2report --version",
        "A folder or workbooks without a command are short for run: xl2report returns/."
        " The version: xl2report --version",
    ),
)


@app.callback()
def _together() -> None:
    """Keep one command a command: alone, it would be taken for the application itself."""


def command(
    name: str | None = None,
    *,
    help: str,  # noqa: A002 - typer's word
) -> Callable[[_Work], _Work]:
    """Register a function as a command, by its own name where none is given; it returns its exit code."""
    return app.command(name, cls=_Command, help=help)
