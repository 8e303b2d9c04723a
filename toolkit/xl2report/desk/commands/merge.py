"""`merge`: merge workbooks into the city's."""

from pathlib import Path
from typing import Annotated

import typer

from xl2report.desk.app import app
from xl2report.desk.language import say
from xl2report.desk.options import (
    Code,
    Force,
    Jobs,
    MaybeYear,
    Output,
    Past,
    Paths,
    Reporter,
    Roster,
    Secret,
)
from xl2report.desk.outputs import demand, progress_bar, put, put_json, tell


@app.command(help=say("汇总为市级工作簿", "Merge workbooks into the city's"))
def merge(
    paths: Paths,
    output: Output,
    reporter: Reporter = "",
    code: Code = "",
    roster: Roster = None,
    year: MaybeYear = None,
    force: Force = False,
    adjustments: Annotated[
        Path | None,
        typer.Option(
            "--adjustments",
            metavar="FILE.xlsx",
            help=say(
                "调整表（默认取名录旁的 调整.xlsx）",
                "Workbook of adjustments (default: 调整.xlsx beside the roster)",
            ),
        ),
    ] = None,
    charts: Annotated[
        bool, typer.Option("--charts", help=say("附图表一张工作表", "With a sheet of charts"))
    ] = False,
    explained: Past = None,
    password: Secret = "",
    jobs: Jobs = None,
    format_: Annotated[str, typer.Option("--format", help="text | json")] = "text",
) -> None:
    from xl2report.chain.merge import merge as work
    from xl2report.desk import show

    demand(format_, ("text", "json"))
    with progress_bar() as progress:
        merged = work(
            paths,
            output,
            reporter=reporter,
            code=code,
            roster=roster,
            year=year,
            force=force,
            adjustments=adjustments,
            charts=charts,
            explained=explained,
            password=password,
            jobs=jobs,
            progress=progress,
        )
    if format_ == "json":
        states = [{"reporter": name, "state": state} for name, state in merged.reporters]
        found = merged.check._replace(batch=(*merged.check.batch, *merged.findings))
        answered = show.explained_data(merged.check)
        put_json(None, {"reporters": states, "explained": answered, **show.check_data(found)})
    else:
        put(None, show.check_text(merged.check))
        for finding in merged.findings:
            put(None, show.finding_text(finding))
        if merged.check.explained:
            put(None, show.explained_text(merged.check))
    if merged.workbook is None:
        tell(
            say(
                "有错误，没有汇总。改正后重试，或加 --force",
                "Errors stand, nothing was merged. Correct them, or add --force",
            )
        )
        raise typer.Exit(2 if merged.check.unreadable else 1)
    tell(str(output))
    raise typer.Exit(2 if merged.check.unreadable else int(not merged.check.clean))
