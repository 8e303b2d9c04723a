"""`status`: who has sent, who has not, who must correct, who is late."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from xl2report.chain.errors import CannotWork
from xl2report.desk.app import command
from xl2report.desk.language import LANGUAGE, say
from xl2report.desk.options import Jobs, Past, Printed, Secret
from xl2report.desk.outputs import demand, demand_file, progress_bar, put, put_bytes, put_json, tell


@command(
    help=say(
        "收表进度：谁没报、谁要改、谁逾期",
        "Who has sent, who has not, who must correct, who is late",
    )
)
def status(
    folder: Annotated[
        Path, Argument(metavar="[FOLDER]", help=say("工作文件夹", "A work folder"))
    ] = Path(),
    format_: Annotated[str, Option("--format", help="text | json | xlsx | html")] = "text",
    output: Printed = None,
    today: Annotated[
        datetime | None,
        Option(
            "--today",
            formats=["%Y-%m-%d"],
            metavar="YYYY-MM-DD",
            help=say("按哪一天算逾期（默认今天）", "The day that overdue is counted to (today)"),
        ),
    ] = None,
    accept: Annotated[
        str,
        Option(
            "--accept",
            metavar="FILE",
            help=say("指定采用某单位的这一份", "Decide that this file of a unit counts"),
        ),
    ] = "",
    withdraw: Annotated[
        str, Option("--withdraw", metavar="FILE", help=say("撤销指定", "Take that back"))
    ] = "",
    by: Annotated[str, Option("--by", help=say("谁决定的", "Who decides"))] = "",
    because: Annotated[str, Option("--because", help=say("理由", "Why"))] = "",
    explained: Past = None,
    password: Secret = "",
    jobs: Jobs = None,
) -> None:
    from xl2report.chain import deciding
    from xl2report.chain import status as chain
    from xl2report.desk import show_status

    demand(format_, ("text", "json", "xlsx", "html"))
    demand_file(format_, output)
    if accept and withdraw:
        chinese = "--accept 和 --withdraw 只能用一个"
        raise CannotWork(chinese, "Only one of --accept and --withdraw can be used")
    if accept:
        name = deciding.accept(folder, accept, by=by, because=because)
        tell(say(f"已记录：采用 {name}", f"Noted: {name} counts"))
    elif withdraw:
        name = deciding.withdraw(folder, withdraw)
        tell(say(f"已撤销对 {name} 的指定", f"Taken back: {name}"))
    day = today.date() if today is not None else None
    with progress_bar() as progress:
        now = chain.status(
            folder, today=day, explained=explained, password=password, jobs=jobs, progress=progress
        )
    if format_ == "json":
        put_json(output, show_status.data(now))
    elif format_ == "text":
        put(output, show_status.text(now))
    elif output is not None:
        if format_ == "xlsx":
            put_bytes(output, chain.overview_list(now, LANGUAGE))
        else:
            returns = folder / "returns"
            put_bytes(output, chain.overview_page(now, output.parent, returns, LANGUAGE))
        tell(now.line(LANGUAGE))
    for note in now.notes:
        if note.severity != "information":
            tell(note.words[LANGUAGE == "en"])
