"""`forms`: the forms there are; the rule book of one."""

from typing import Annotated

import typer

from xl2report.desk.app import app
from xl2report.desk.language import say
from xl2report.desk.outputs import put


@app.command(help=say("有哪些报表；一个报表的规则", "The forms there are; the rule book of one"))
def forms(
    form: Annotated[str | None, typer.Argument(metavar="[FORM]")] = None,
    rules: Annotated[
        bool, typer.Option("--rules", help=say("打印规则", "Print the rule book"))
    ] = False,
) -> None:
    from xl2report.chain.forms import all_plans, open_plan
    from xl2report.desk import show

    if form is None:
        put(None, show.forms_text(all_plans()))
    else:
        plan = open_plan(form)
        put(None, show.rule_book(plan) if rules else show.form_text(plan))
