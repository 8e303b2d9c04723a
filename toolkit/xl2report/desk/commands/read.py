"""`read`: what stands in workbooks."""

from typing import Annotated

from typer import Option

from xl2report.desk.app import command
from xl2report.desk.language import say
from xl2report.desk.options import Jobs, Paths, Printed, Secret
from xl2report.desk.outputs import demand, keep_inputs, put_chunks, put_lines, tell
from xl2report.ground.findings import Finding


@command(help=say("读出工作簿中的数据", "What stands in workbooks"))
def read(
    paths: Paths,
    format_: Annotated[str, Option("--format", help="json | csv")] = "json",
    output: Printed = None,
    password: Secret = "",
    jobs: Jobs = None,
) -> int:
    from xl2report.chain.books import find_books
    from xl2report.chain.read import read_csv, read_json
    from xl2report.desk import show

    demand(format_, ("json", "csv"))
    keep_inputs(output, paths)
    books = find_books(paths, password=password)
    findings: list[Finding] = []
    if format_ == "csv":
        # Office programs take UTF-8 for something else without the mark at its beginning.
        put_lines(output, read_csv(books, findings, jobs), mark=True)
    else:
        put_chunks(
            output,
            lambda ascii_only: read_json(books, findings, ascii_only=ascii_only, jobs=jobs),
        )
    errors = [finding for finding in findings if finding.level == "error"]
    for finding in errors:
        tell(show.finding_text(finding))
    return 2 if any(finding.code == "W201" for finding in errors) else int(bool(errors))
