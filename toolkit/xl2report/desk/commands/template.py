"""`template`: make blank workbooks to fill in."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from xl2report.desk.app import command
from xl2report.desk.language import say
from xl2report.desk.options import Code, Jobs, Reporter, Roster, Secret
from xl2report.desk.outputs import progress_bar, put, tell

_NAMED = 5


@command(
    help=say(
        "生成空白填报模板：一份，或按名录给每个应报单位一份",
        "Make blank workbooks: one, or one for each unit of a roster",
    )
)
def template(
    form: Annotated[
        str,
        Argument(
            metavar="FORM|FOLDER",
            help=say(
                "报表，如 disclosure-2021；或工作文件夹（报表、年度、名录、上年数都从中取得）",
                "A form, such as disclosure-2021; or a work folder, which knows all the rest",
            ),
        ),
    ],
    year: Annotated[
        int | None,
        Option(
            "--year",
            help=say("报告年度（工作文件夹可省）", "The year reported on (a work folder knows it)"),
        ),
    ] = None,
    output: Annotated[
        Path | None,
        Option(
            "-o",
            "--output",
            help=say(
                "写到哪里：工作簿；有名录时为文件夹（工作文件夹可省，写到 templates）",
                "Where to write: a workbook, with a roster a folder (of a work folder: templates)",
            ),
        ),
    ] = None,
    reporter: Reporter = "",
    code: Code = "",
    roster: Roster = None,
    last: Annotated[
        list[Path] | None,
        Option(
            "--last",
            metavar="PATH",
            help=say(
                "上年的工作簿、汇总工作簿或文件夹：预填上年结转，旁边列出上年数",
                "Last year's workbooks, a city's workbook, or folders: carried over and shown beside",
            ),
        ),
    ] = None,
    password: Secret = "",
    jobs: Jobs = None,
) -> int:
    from xl2report.chain.template import template as work
    from xl2report.desk import show

    with progress_bar(say("生成工作簿", "Writing workbooks")) as progress:
        made = work(
            form,
            output,
            year=year,
            reporter=reporter,
            code=code,
            roster=roster,
            last=last or (),
            password=password,
            jobs=jobs,
            progress=progress,
        )
    for finding in made.findings:
        put(None, show.finding_text(finding))
    for path in made:
        tell(str(path))
    if made.without:
        count, names = len(made.without), made.without[:_NAMED]
        more = ("……", " …") if count > _NAMED else ("", "")
        tell(
            say(
                f"{count} 个单位没有上年数：{'、'.join(names)}{more[0]}",
                f"{count} without figures of last year: {', '.join(names)}{more[1]}",
            )
        )
    return int(bool(made.errors))
