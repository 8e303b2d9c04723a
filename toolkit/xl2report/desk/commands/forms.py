"""`forms`: the forms there are; the rule book of one; the marks that an office's own Word file may hold."""

from typing import Annotated

from typer import Argument, Option

from xl2report.desk.app import command
from xl2report.desk.language import say
from xl2report.desk.options import Printed, Sentences
from xl2report.desk.outputs import demand, put, put_json


@command(
    help=say(
        "有哪些报表；一个报表的规则；Word 模板可用的标记",
        "The forms, their rules, marks for Word files",
    )
)
def forms(
    form: Annotated[
        str | None,
        Argument(
            metavar="[FORM]",
            help=say(
                "报表，如 disclosure-2021（默认列出全部）", "A form (default: all are listed)"
            ),
        ),
    ] = None,
    rules: Annotated[bool, Option("--rules", help=say("打印规则", "Print the rule book"))] = False,
    marks: Annotated[
        bool,
        Option(
            "--marks",
            help=say(
                "打印 report --template 可用的标记", "Print the marks that report --template knows"
            ),
        ),
    ] = False,
    sentences: Sentences = None,
    format_: Annotated[
        str, Option("--format", help=say("--marks 的格式：text、json", "Of --marks: text, json"))
    ] = "text",
    output: Printed = None,
) -> None:
    from xl2report.chain.forms import all_plans, open_plan
    from xl2report.desk import show

    demand(format_, ("text", "json") if marks else ("text",))
    if marks:
        from xl2report.chain.sentences import marks_of
        from xl2report.desk.show_marks import marks_data, marks_text

        listed = marks_of(form, sentences)
        if format_ == "json":
            put_json(output, marks_data(listed))
        else:
            put(output, marks_text(listed))
    elif form is None:
        put(output, show.forms_text(all_plans()))
    else:
        plan = open_plan(form)
        put(output, show.rule_book(plan) if rules else show.form_text(plan))
