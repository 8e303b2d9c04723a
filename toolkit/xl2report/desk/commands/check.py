"""`check`: check workbooks."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Option

from xl2report.desk.app import command
from xl2report.desk.language import LANGUAGE, say
from xl2report.desk.options import (
    Contact,
    Dated,
    Deadline,
    Jobs,
    MaybeYear,
    Office,
    Past,
    Paths,
    Printed,
    Roster,
    Secret,
)
from xl2report.desk.outputs import (
    demand,
    demand_file,
    keep_inputs,
    progress_bar,
    put,
    put_bytes,
    put_chunks,
    tell,
)

if TYPE_CHECKING:
    from xl2report.chain.delivery import Delivered


@command(help=say("核对工作簿", "Check workbooks"))
def check(
    paths: Paths,
    last: Annotated[
        list[Path] | None,
        Option(
            "--last",
            help=say(
                "上年的工作簿、汇总表或已公布的报告；可为文件夹",
                "Last year's workbooks, city workbook or published report; or a folder",
            ),
        ),
    ] = None,
    roster: Roster = None,
    year: MaybeYear = None,
    explained: Past = None,
    format_: Annotated[str, Option("--format", help="text | json | xlsx | html")] = "text",
    output: Printed = None,
    password: Secret = "",
    jobs: Jobs = None,
    marked: Annotated[
        Path | None,
        Option(
            "--marked",
            metavar="DIR",
            help=say(
                "标出错误的工作簿副本写到哪里", "Folder of copies with the wrong cells marked"
            ),
        ),
    ] = None,
    notes: Annotated[
        Path | None,
        Option(
            "--notes",
            metavar="DIR",
            help=say("退回单位的审核意见写到哪里", "Folder of return notes"),
        ),
    ] = None,
    deadline: Deadline = "",
    contact: Contact = "",
    office: Office = "",
    date: Dated = "",
) -> int:
    from xl2report.chain.check import check as work
    from xl2report.desk import show

    demand(format_, ("text", "json", "xlsx", "html"))
    demand_file(format_, output)
    keep_inputs(output, [*paths, *(last or ())], roster)
    with progress_bar() as progress:
        report = work(
            paths,
            roster=roster,
            year=year,
            last=last or (),
            explained=explained,
            password=password,
            jobs=jobs,
            progress=progress,
        )
    if format_ == "json":
        put_chunks(output, lambda ascii_only: show.check_json(report, ascii_only=ascii_only))
    elif format_ == "text":
        put(output, show.check_text(report))
    elif output is not None:
        from xl2report.chain import telling

        make = telling.list_workbook if format_ == "xlsx" else telling.list_page
        put_bytes(output, make(report, LANGUAGE))
        tell(show.summary(report))
    if marked is not None or notes is not None:
        from xl2report.chain.books import find_books

        books = find_books(paths, besides=roster)
    if marked is not None:
        from xl2report.chain.marked import mark_books

        copies = mark_books(report, books, marked, LANGUAGE)
        _delivered(copies.delivered)
        for left in copies.left:
            tell(left.told(english=LANGUAGE == "en"))
    if notes is not None:
        from xl2report.chain.telling import Letter, write_notes

        letter = Letter(deadline, contact, office, date)
        _delivered(write_notes(report, notes, letter, LANGUAGE, books))
    for finding in report.unreadable:
        tell(show.finding_text(finding))
    return 2 if report.unreadable else int(not report.clean)


def _delivered(delivered: "Delivered") -> None:
    """Say what was written, what of an earlier check is gone, and what stays."""
    for path in delivered.written:
        tell(str(path))
    for path in delivered.removed:
        tell(say(f"已删除上次写出的 {path}", f"Removed, of an earlier check: {path}"))
    for stays in delivered.stays:
        tell(stays.told(english=LANGUAGE == "en"))
