"""The command line: arguments, exit codes, progress. Works through the library; words through `show`.

Exit codes: 0 everything was assessed and no finding is an error; 1 errors, or something left
unassessable; 2 the command could not work: one clear message on stderr.
"""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from xl2report import __version__
from xl2report.chain.errors import CannotWork
from xl2report.desk.language import LANGUAGE, say
from xl2report.form.definition.errors import FormError

# Definitions and workbooks make many objects and hardly a cycle: looking for cycles every 700 of
# them costs a tenth of every command.
gc.set_threshold(50_000, 20, 100)

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help=say(
        "政府信息公开工作年度报告：生成填报模板，核对回收的工作簿，汇总，生成报告。",
        "The yearly disclosure report: templates, checks of returned workbooks, totals, the report.",
    ),
    epilog=say(
        "直接给出文件夹或工作簿，等于 run：xl2report 回收/",
        "A folder or workbooks without a command are short for run: xl2report returns/",
    ),
)

Paths = Annotated[
    list[Path],
    typer.Argument(metavar="PATH...", help=say("工作簿或文件夹", "Workbooks or folders")),
]
Year = Annotated[int, typer.Option("--year", help=say("报告年度", "The year reported on"))]
MaybeYear = Annotated[
    int | None,
    typer.Option(
        "--year",
        help=say("应为哪一年度（默认取多数）", "The year expected (default: that of most)"),
    ),
]
Output = Annotated[Path, typer.Option("-o", "--output", help=say("写到哪里", "Where to write"))]
Reporter = Annotated[
    str, typer.Option("--reporter", help=say("填报单位全称", "The reporter's name"))
]
Code = Annotated[
    str, typer.Option("--code", help=say("统一社会信用代码", "Its unified social credit code"))
]
Roster = Annotated[
    Path | None,
    typer.Option("--roster", help=say("名录工作簿（.xlsx）", "Workbook of the units that report")),
]
Past = Annotated[
    Path | None,
    typer.Option(
        "--explained",
        metavar="FILE.json",
        help=say(
            "上次核对的结果（check --format json）：数字变了的说明失效",
            "An earlier check (check --format json): explanations of other numbers are void",
        ),
    ),
]
Force = Annotated[
    bool,
    typer.Option(
        "--force", help=say("有错误也汇总，并在结果中注明", "Merge despite errors, and say so")
    ),
]
Deadline = Annotated[
    str, typer.Option("--deadline", help=say("审核意见中的报回期限", "Return notes: send again by"))
]
Contact = Annotated[
    str, typer.Option("--contact", help=say("审核意见中的联系人及电话", "Return notes: contact"))
]
Office = Annotated[
    str, typer.Option("--office", help=say("审核意见的落款单位", "Return notes: signed by"))
]
Dated = Annotated[
    str, typer.Option("--date", help=say("审核意见的落款日期", "Return notes: their date"))
]
Secret = Annotated[
    str,
    typer.Option(
        "--password",
        envvar="XL2REPORT_PASSWORD",
        show_envvar=True,
        help=say("加密工作簿的打开密码", "Opens workbooks that are encrypted"),
    ),
]
FormName = Annotated[
    str,
    typer.Argument(
        metavar="FORM", help=say("报表，如 disclosure-2021", "A form, such as disclosure-2021")
    ),
]

Progress = Callable[[int, int], None]


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


@app.command(help=say("把数据填入模板", "Put values into a template"))
def fill(
    form: FormName,
    data: Annotated[
        Path, typer.Argument(metavar="DATA.json", help=say("数据文件", "File of values"))
    ],
    output: Output,
) -> None:
    from xl2report.chain.fill import fill as work

    tell(str(work(form, data, output)))


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
    if marked is not None:
        from xl2report.chain.books import find_books
        from xl2report.chain.marked import mark_books

        copies = mark_books(report, find_books(paths, besides=roster), marked, LANGUAGE)
        for path in copies.written:
            tell(str(path))
        for name, reason in copies.left:
            tell(say(f"{name}：没有标记。{reason}", f"{name}: not marked. {reason}"))
    if notes is not None:
        from xl2report.chain.telling import Letter, write_notes

        for path in write_notes(report, notes, Letter(deadline, contact, office, date), LANGUAGE):
            tell(str(path))
    for finding in report.unreadable:
        tell(show.finding_text(finding))
    raise typer.Exit(2 if report.unreadable else int(not report.clean))


@app.command(help=say("汇总为市级工作簿", "Merge workbooks into the city's"))
def merge(
    paths: Paths,
    output: Output,
    reporter: Reporter,
    code: Code = "",
    roster: Roster = None,
    year: MaybeYear = None,
    force: Force = False,
    explained: Past = None,
    password: Secret = "",
    format_: Annotated[str, typer.Option("--format", help="text | json")] = "text",
) -> None:
    from xl2report.chain.merge import merge as work
    from xl2report.desk import show

    demand(format_, ("text", "json"))
    with progress_bar() as progress:
        merged = work(
            paths,
            output,
            reporter=reporter,
            code=code,
            roster=roster,
            year=year,
            force=force,
            explained=explained,
            password=password,
            progress=progress,
        )
    if format_ == "json":
        states = [{"reporter": name, "state": state} for name, state in merged.reporters]
        found = merged.check._replace(batch=(*merged.check.batch, *merged.findings))
        answered = show.explained_data(merged.check)
        put_json(None, {"reporters": states, "explained": answered, **show.check_data(found)})
    else:
        put(None, show.check_text(merged.check))
        for finding in merged.findings:
            put(None, show.finding_text(finding))
        if merged.check.explained:
            put(None, show.explained_text(merged.check))
    if merged.workbook is None:
        tell(
            say(
                "有错误，没有汇总。改正后重试，或加 --force",
                "Errors stand, nothing was merged. Correct them, or add --force",
            )
        )
        raise typer.Exit(2 if merged.check.unreadable else 1)
    tell(str(output))
    raise typer.Exit(2 if merged.check.unreadable else int(not merged.check.clean))


@app.command(help=say("生成报告文档", "Write the report document"))
def report(
    book: Annotated[
        Path,
        typer.Argument(
            metavar="BOOK", help=say("市级或部门工作簿", "A city's or a unit's workbook")
        ),
    ],
    output: Annotated[
        list[Path],
        typer.Option("-o", "--output", help=say("写到哪里（.docx）", "Where to write (.docx)")),
    ],
    style: Annotated[
        Path | None,
        typer.Option("--style", help=say("本单位的样式文档", "The office's own base document")),
    ] = None,
    password: Secret = "",
) -> None:
    from xl2report.chain.report import report as work

    reported = work(book, list(output), style=style, password=password)
    told(reported.missing, reported.draft)
    for path in reported.documents:
        tell(str(path))
    raise typer.Exit(int(bool(reported.draft)))


@app.command(help=say("核对、汇总、生成报告，一次完成", "Check, merge and report in one go"))
def run(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FOLDER|BOOK...]", help=say("文件夹或工作簿", "Folder or workbooks")
        ),
    ] = None,
    output: Annotated[
        Path, typer.Option("-o", "--output", help=say("输出文件夹", "Folder for the results"))
    ] = Path("xl2report-output"),
    reporter: Reporter = "",
    code: Code = "",
    roster: Roster = None,
    year: MaybeYear = None,
    force: Force = False,
    password: Secret = "",
    deadline: Deadline = "",
    contact: Contact = "",
    office: Office = "",
    date: Dated = "",
) -> None:
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
            year=year,
            force=force,
            password=password,
            letter=Letter(deadline, contact, office, date),
            language=LANGUAGE,
            progress=progress,
        )
    put(None, show.check_text(ran.check))
    for finding in ran.findings:
        put(None, show.finding_text(finding))
    told(ran.missing, ran.draft)
    for path in (*ran.written, *ran.told):
        tell(str(path))
    if not ran.written:
        tell(
            say(
                "有错误，没有汇总。改正后重试，或加 --force",
                "Errors stand, nothing was merged. Correct them, or add --force",
            )
        )
    raise typer.Exit(2 if ran.check.unreadable else int(not ran.check.clean))


@app.command(help=say("把损坏的工作簿转入新的模板", "What could be read, in a fresh template"))
def rescue(
    book: Annotated[
        Path, typer.Argument(metavar="BOOK", help=say("损坏的工作簿", "A damaged workbook"))
    ],
    output: Output,
) -> None:
    from xl2report.chain.rescue import rescue as work
    from xl2report.desk import show

    rescued = work(book, output)
    put(None, show.rescue_text(rescued))
    tell(str(rescued.workbook))
    raise typer.Exit(int(bool(rescued.findings)))


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


def demand(given: str, known: tuple[str, ...]) -> None:
    """Raise CannotWork for a format that is not known."""
    if given not in known:
        listed = ", ".join(known)
        raise CannotWork(f"没有格式 {given}，可用：{listed}", f"No format {given}; known: {listed}")


def demand_file(format_: str, output: Path | None) -> None:
    """Raise CannotWork where a workbook or a page is asked for and no file to put it in is named."""
    if format_ in {"xlsx", "html"} and output is None:
        chinese = f"--format {format_} 需要用 -o 指定文件，如 -o 核对清单.{format_}"
        raise CannotWork(chinese, f"--format {format_} needs a file: -o findings.{format_}")


def put(path: Path | None, text: str, *, mark: bool = False) -> None:
    """Data to a file, whole or not at all, or to stdout."""
    if path is None:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        return
    from xl2report.chain.outlet import write_whole

    write_whole(
        path,
        (text + "\n" if not text.endswith("\n") else text).encode("utf-8-sig" if mark else "utf-8"),
    )


def put_bytes(path: Path, data: bytes) -> None:
    """Data to a file, whole or not at all."""
    from xl2report.chain.outlet import write_whole

    write_whole(path, data)


def put_json(path: Path | None, data: object) -> None:
    """Data as JSON; signs that stdout cannot show are escaped, never lost."""
    from xl2report.desk import show

    put_chunks(path, lambda ascii_only: iter([show.as_json(data, ascii_only=ascii_only)]))


def put_chunks(path: Path | None, text: Callable[[bool], Iterator[str]]) -> None:
    """JSON text in pieces to a file, or to stdout: escaped where that cannot show Chinese."""
    if path is None:
        narrow = (sys.stdout.encoding or "").lower().replace("-", "") not in {"utf8", "gb18030"}
        sys.stdout.writelines(text(narrow and not fits(text(False))))
        sys.stdout.write("\n")
        return
    from xl2report.chain.outlet import write_whole

    write_whole(path, (piece.encode() for piece in chain(text(False), ["\n"])))


def fits(text: Iterator[str]) -> bool:
    """Whether stdout can show all of a text."""
    try:
        for piece in text:
            piece.encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        return False
    return True


def keep_inputs(output: Path | None, paths: list[Path], roster: Path | None = None) -> None:
    """Raise CannotWork where the result would replace a workbook that is read."""
    if output is None:
        return
    from xl2report.chain.books import find_books
    from xl2report.chain.outlet import refuse_inputs

    if output.exists():
        inputs = [book.path for book in find_books(paths)]
        refuse_inputs(output, [*inputs, roster] if roster else inputs)


def tell(text: str) -> None:
    """Everything that is not data, to stderr."""
    sys.stderr.write(text + "\n")


def told(missing: tuple[str, ...], draft: str) -> None:
    """Say what the report still lacks and why it is a draft."""
    if missing:
        tell(say("报告待填：", "Still missing in the report: ") + "、".join(missing))
    if draft:
        tell(draft)


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """A progress bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(say("读取工作簿", "Reading workbooks"), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def main(argv: list[str] | None = None) -> int:
    """Run the command line; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows pipe in code page 936 lacks some signs; a report must not die of one.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a text stream always
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments == ["--version"]:
        put(None, __version__)
        return 0
    commands = {
        command.callback.__name__ for command in app.registered_commands if command.callback
    }
    if arguments and arguments[0] not in commands and not arguments[0].startswith("-"):
        arguments.insert(0, "run")
    try:
        code = app(arguments, standalone_mode=False, prog_name="xl2report")
    except CannotWork as error:
        tell(error.chinese if LANGUAGE == "zh" else error.english)
        return 2
    except FormError as error:
        tell(say("报表定义有误：", "The form definition is faulty:"))
        tell(str(error))
        return 2
    except typer.Abort:
        return 130
    except BrokenPipeError:
        # The reader of our output has gone; Python would complain once more while closing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        usage = usage_message(error)
        if usage is None:
            raise
        tell(usage)
        return 2
    return code if isinstance(code, int) else 0


def usage_message(error: Exception) -> str | None:
    """One line for a wrong command line, in the language of this run; None for any other error."""
    if not hasattr(error, "format_message"):
        return None
    words = str(error.format_message()).splitlines()[0].rstrip(".")
    param = getattr(error, "param", None)
    # What stands in the help: an argument by its place, an option by its name.
    name = getattr(param, "metavar", None) or next(iter(getattr(param, "opts", ())), "")
    option = getattr(error, "option_name", "") or name
    bare = str(getattr(error, "message", ""))
    known = {
        "MissingParameter": f"缺少 {name}",
        "NoSuchOption": f"没有选项 {option}",
        "BadParameter": f"{name} 的值不对：{bare.rstrip('.')}",
        "BadOptionUsage": f"选项 {option} 的用法不对",
    }
    chinese = known.get(type(error).__name__, words)
    if "command" in words:
        chinese = "缺少命令或文件夹"
    elif "unexpected extra argument" in words:
        chinese = f"多余的参数：{words.partition('(')[2].rstrip(')')}"
    return say(f"{chinese}。用 xl2report --help 查看用法", f"{words}. See xl2report --help")
