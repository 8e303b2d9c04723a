"""`run`: check, merge and report in one go."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from xl2report.desk.app import app
from xl2report.desk.language import LANGUAGE, say
from xl2report.desk.options import (
    Code,
    Contact,
    Dated,
    Deadline,
    Force,
    Jobs,
    MaybeYear,
    Office,
    Past,
    Reporter,
    Roster,
    Secret,
)
from xl2report.desk.outputs import progress_bar, put, tell, told


@app.command(help=say("核对、汇总、生成报告，一次完成", "Check, merge and report in one go"))
def run(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FOLDER|BOOK...]", help=say("文件夹或工作簿", "Folder or workbooks")
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            help=say(
                "输出文件夹（默认 xl2report-output，工作文件夹为其中的 output）",
                "Folder for the results (xl2report-output; of a work folder its output)",
            ),
        ),
    ] = None,
    reporter: Reporter = "",
    code: Code = "",
    roster: Roster = None,
    year: MaybeYear = None,
    force: Force = False,
    explained: Past = None,
    password: Secret = "",
    jobs: Jobs = None,
    deadline: Deadline = "",
    contact: Contact = "",
    office: Office = "",
    date: Dated = "",
    today: Annotated[
        datetime | None,
        typer.Option(
            "--today",
            formats=["%Y-%m-%d"],
            help=say("概览按哪一天算逾期（默认今天）", "Overview: overdue is counted to (today)"),
        ),
    ] = None,
) -> None:
    from xl2report.chain.run import run as work
    from xl2report.chain.telling import Letter
    from xl2report.desk import show

    with progress_bar() as progress:
        ran = work(
            paths or [Path()],
            output,
            reporter=reporter,
            code=code,
            roster=roster,
            year=year,
            force=force,
            explained=explained,
            password=password,
            jobs=jobs,
            letter=Letter(deadline, contact, office, date),
            language=LANGUAGE,
            progress=progress,
            today=today.date() if today is not None else None,
        )
    put(None, show.check_text(ran.check))
    for finding in ran.findings:
        put(None, show.finding_text(finding))
    told(ran.missing, ran.draft)
    for path in (*ran.written, *ran.told):
        tell(str(path))
    for note in ran.notes:
        tell(note[LANGUAGE == "en"])
    for stays in ran.stays:
        tell(stays.told(english=LANGUAGE == "en"))
    for left in ran.unmarked:
        tell(left.told(english=LANGUAGE == "en"))
    if not ran.written:
        tell(
            say(
                "有错误，没有汇总。改正后重试，或加 --force",
                "Errors stand, nothing was merged. Correct them, or add --force",
            )
        )
    raise typer.Exit(2 if ran.check.unreadable else int(not ran.check.clean))
