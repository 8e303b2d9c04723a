"""`import`: a published report into a workbook."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from xl2report.desk.app import command
from xl2report.desk.language import say
from xl2report.desk.options import Output
from xl2report.desk.outputs import demand, demand_ending, put, put_json, tell


@command("import", help=say("把已发布的报告转成工作簿", "A published report as a workbook"))
def import_document(
    document: Annotated[
        Path,
        Argument(
            metavar="DOCUMENT",
            help=say(
                "已发布的报告（.docx、.html、.txt、.md、.pdf）",
                "A published report (.docx, .html, .txt, .md, .pdf)",
            ),
        ),
    ],
    output: Output,
    year: Annotated[
        int | None,
        Option("--year", help=say("报告年度（默认看标题）", "The year (default: the title's)")),
    ] = None,
    reporter: Annotated[
        str,
        Option(
            "--reporter", help=say("填报单位（默认看标题）", "The reporter (default: the title's)")
        ),
    ] = "",
    format_: Annotated[str, Option("--format", help="text | json")] = "text",
) -> int:
    from xl2report.chain.imported import import_document as work
    from xl2report.desk import show

    demand(format_, ("text", "json"))
    demand_ending(output)
    done = work(document, output, year=year, reporter=reporter)
    if format_ == "json":
        findings = [show.finding_data(finding) for finding in done.findings]
        put_json(None, {"document": document.name, **done.data, "findings": findings})
    else:
        blocks = [show.finding_text(finding) for finding in done.findings]
        missing = len(done.missing)
        blocks.append(
            say(
                f"{done.form}，{done.year} 年度，{done.reporter or '单位名称待填'}：导入 {done.read} 个数，"
                f"{missing} 个未能确定，需补填",
                f"{done.form}, {done.year}, {done.reporter or 'reporter unknown'}: {done.read} numbers "
                f"imported, {missing} uncertain and left blank",
            )
        )
        put(None, "\n\n".join(blocks))
    tell(str(done.workbook))
    return int(any(finding.level == "error" for finding in done.findings))
