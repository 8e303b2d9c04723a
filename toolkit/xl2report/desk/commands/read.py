"""`read`: what stands in workbooks."""

from pathlib import Path
from typing import Annotated

import typer

from xl2report.desk.app import app
from xl2report.desk.language import say
from xl2report.desk.options import Paths, Secret
from xl2report.desk.outputs import demand, keep_inputs, put, put_json, tell


@app.command(help=say("读出工作簿中的数据", "What stands in workbooks"))
def read(
    paths: Paths,
    format_: Annotated[str, typer.Option("--format", help="json | csv")] = "json",
    output: Annotated[Path | None, typer.Option("-o", "--output")] = None,
    password: Secret = "",
) -> None:
    from xl2report.chain.read import framed
    from xl2report.chain.read import read as work
    from xl2report.desk import show

    demand(format_, ("json", "csv"))
    keep_inputs(output, paths)
    if format_ == "csv":
        table, findings = framed(paths, password=password)
        # Office programs take UTF-8 for something else without the mark at its beginning.
        put(output, table.to_csv(index=False, lineterminator="\n"), mark=True)
    else:
        books, findings = work(paths, password=password)
        put_json(output, books)
    errors = [finding for finding in findings if finding.level == "error"]
    for finding in errors:
        tell(show.finding_text(finding))
    raise typer.Exit(2 if any(finding.code == "W201" for finding in errors) else int(bool(errors)))
