"""`merge`: merge workbooks into the city's."""

from pathlib import Path
from typing import Annotated

from typer import Option

from xl2report.desk.app import command
from xl2report.desk.language import LANGUAGE, say
from xl2report.desk.options import (
    Code,
    Force,
    Jobs,
    Last,
    MaybeYear,
    Output,
    Past,
    Paths,
    Reporter,
    Roster,
    Secret,
)
from xl2report.desk.outputs import demand, demand_ending, progress_bar, put, put_json, tell


@command(help=say("汇总为市级工作簿", "Merge workbooks into the city's"))
def merge(
    paths: Paths,
    output: Output,
    reporter: Reporter = "",
    code: Code = "",
    roster: Roster = None,
    last: Last = None,
    year: MaybeYear = None,
    force: Force = False,
    adjustments: Annotated[
        Path | None,
        Option(
            "--adjustments",
            metavar="FILE.xlsx",
            help=say(
                "调整表（默认取名录旁的 调整.xlsx）",
                "Workbook of adjustments (default: 调整.xlsx beside the roster)",
            ),
        ),
    ] = None,
    charts: Annotated[
        bool, Option("--charts", help=say("附图表一张工作表", "With a sheet of charts"))
    ] = False,
    table: Annotated[
        Path | None,
        Option(
            "--table",
            metavar="FILE.xlsx|.csv",
            help=say(
                "另写一份对比表：分类小计、各单位本年与上年（.csv 只含明细）",
                "Also compare the units: subtotals, this year and last (.csv: the long table)",
            ),
        ),
    ] = None,
    explained: Past = None,
    password: Secret = "",
    jobs: Jobs = None,
    format_: Annotated[str, Option("--format", help="text | json")] = "text",
) -> int:
    from xl2report.chain.merge import merge as work
    from xl2report.desk import show

    demand(format_, ("text", "json"))
    demand_ending(output)
    with progress_bar() as progress:
        merged = work(
            paths,
            output,
            reporter=reporter,
            code=code,
            roster=roster,
            last=last or (),
            year=year,
            force=force,
            adjustments=adjustments,
            charts=charts,
            table=table,
            explained=explained,
            password=password,
            jobs=jobs,
            language=LANGUAGE,
            progress=progress,
        )
    if format_ == "json":
        states = show.states_data(merged)
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
        return 2 if merged.check.unreadable else 1
    tell(str(output))
    if table is not None:
        tell(str(table))
    return 2 if merged.check.unreadable else int(not merged.check.clean)
