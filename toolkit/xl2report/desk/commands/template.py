"""`template`: make blank workbooks to fill in."""

from xl2report.desk.app import app
from xl2report.desk.language import say
from xl2report.desk.options import Code, FormName, Output, Reporter, Roster, Year
from xl2report.desk.outputs import tell


@app.command(help=say("生成空白填报模板", "Make blank workbooks to fill in"))
def template(
    form: FormName,
    year: Year,
    output: Output,
    reporter: Reporter = "",
    code: Code = "",
    roster: Roster = None,
) -> None:
    from xl2report.chain.template import template as work

    for path in work(form, output, year=year, reporter=reporter, code=code, roster=roster):
        tell(str(path))
