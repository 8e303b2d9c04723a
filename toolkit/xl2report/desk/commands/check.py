"""`check`: check workbooks."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xl2report.desk.app import app
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


@app.command(help=say("核对工作簿", "Check workbooks"))
def check(
    paths: Paths,
    last: Annotated[
        list[Path] | None,
        typer.Option("--last", help=say("上年的工作簿或文件夹", "Last year's workbooks or folder")),
    ] = None,
    roster: Roster = None,
    year: MaybeYear = None,
    explained: Past = None,
    format_: Annotated[str, typer.Option("--format", help="text | json | xlsx | html")] = "text",
    output: Annotated[Path | None, typer.Option("-o", "--output")] = None,
    password: Secret = "",
    jobs: Jobs = None,
    marked: Annotated[
        Path | None,
        typer.Option(
            "--marked",
            metavar="DIR",
            help=say(
                "标出错误的工作簿副本写到哪里", "Folder of copies with the wrong cells marked"
            ),
        ),
    ] = None,
    notes: Annotated[
        Path | None,
        typer.Option(
            "--notes",
            metavar="DIR",
            help=say("退回单位的审核意见写到哪里", "Folder of return notes"),
        ),
    ] = None,
    deadline: Deadline = "",
    contact: Contact = "",
    office: Office = "",
    date: Dated = "",
) -> None:
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
    raise typer.Exit(2 if report.unreadable else int(not report.clean))


def _delivered(delivered: "Delivered") -> None:
    """Say what was written, what of an earlier check is gone, and what stays."""
    for path in delivered.written:
        tell(str(path))
    for path in delivered.removed:
        tell(say(f"已删除上次写出的 {path}", f"Removed, of an earlier check: {path}"))
    for stays in delivered.stays:
        tell(stays.told(english=LANGUAGE == "en"))
