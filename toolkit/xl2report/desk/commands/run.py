"""`run`: check, merge and report in one go."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from xl2report.desk.app import command
from xl2report.desk.language import LANGUAGE, say
from xl2report.desk.options import (
    Charts,
    Code,
    Contact,
    Dated,
    Deadline,
    Force,
    Jobs,
    Last,
    MaybeYear,
    Office,
    OwnFile,
    Past,
    Reporter,
    Roster,
    Secret,
    Sentences,
    Style,
    Trace,
)
from xl2report.desk.outputs import progress_bar, put, tell, told, told_beside


@command(help=say("核对、汇总、生成报告，一次完成", "Check, merge and report in one go"))
def run(
    paths: Annotated[
        list[Path] | None,
        Argument(metavar="[FOLDER|BOOK...]", help=say("文件夹或工作簿", "Folder or workbooks")),
    ] = None,
    output: Annotated[
        Path | None,
        Option(
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
    last: Last = None,
    year: MaybeYear = None,
    force: Force = False,
    explained: Past = None,
    style: Style = None,
    template: OwnFile = None,
    sentences: Sentences = None,
    charts: Charts = False,
    trace: Trace = False,
    password: Secret = "",
    jobs: Jobs = None,
    deadline: Deadline = "",
    contact: Contact = "",
    office: Office = "",
    date: Dated = "",
    today: Annotated[
        datetime | None,
        Option(
            "--today",
            formats=["%Y-%m-%d"],
            metavar="YYYY-MM-DD",
            help=say("概览按哪一天算逾期（默认今天）", "Overview: overdue is counted to (today)"),
        ),
    ] = None,
) -> int:
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
            last=last or [],
            year=year,
            force=force,
            explained=explained,
            password=password,
            jobs=jobs,
            letter=Letter(deadline, contact, office, date),
            language=LANGUAGE,
            progress=progress,
            today=today.date() if today is not None else None,
            style=style,
            template=template,
            sentences=sentences,
            charts=charts,
            trace=trace,
        )
    put(None, show.check_text(ran.check))
    for finding in ran.findings:
        put(None, show.finding_text(finding))
    if ran.reported is not None:
        told_beside(ran.reported)
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
    said = ran.reported.contradictions if ran.reported is not None else ()
    wrong = any(finding.level == "error" for finding in said)
    return 2 if ran.check.unreadable else int(wrong or not ran.check.clean)
