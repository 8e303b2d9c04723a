"""Findings and rule books as a person reads them, and as JSON. The only room that words output."""

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from xl2report.desk.language import LANGUAGE, say
from xl2report.ground.findings import Finding
from xl2report.ground.wordings.model import SEVERITY_NAMES

if TYPE_CHECKING:
    from xl2report.chain.merge import Merged
    from xl2report.chain.reports import BookReport, CheckReport
    from xl2report.chain.rescue import Rescued
    from xl2report.form.plan import Plan
    from xl2report.form.relations import Relation

_INDENT = "    "
_TOGETHER = 100


def finding_text(finding: Finding) -> str:
    """One finding: place, code and name, severity; what stands and was expected; what to do."""
    place = " › ".join(part for part in (finding.book, finding.place(LANGUAGE)) if part)
    severity = finding.severity_name(LANGUAGE)
    head = f"{finding.code} {finding.name(LANGUAGE)}    {severity}"
    lines = [f"{place}    {head}" if place else head]
    lines.extend(_INDENT + line for line in finding.message(LANGUAGE).splitlines())
    lines.append(_INDENT + finding.remedy(LANGUAGE))
    lines.extend(_INDENT + line for line in suspects_text(finding))
    if finding.explanation:
        lines.append(_INDENT + say("单位说明：", "The unit explains: ") + finding.explanation)
    return "\n".join(lines)


def suspects_text(finding: Finding) -> list[str]:
    """The likeliest suspects, the first few, and how far they can be relied on."""
    head = say("疑似：", "Probably: ")
    hints = finding.hints(LANGUAGE)
    return [head + line for line in hints[:1]] + [_INDENT + line for line in hints[1:]]


def check_text(report: "CheckReport") -> str:
    """All findings, book by book, and one line of sums."""
    blocks = [finding_text(finding) for finding in report.findings]
    blocks.append(summary(report))
    return "\n\n".join(blocks)


def summary(report: "CheckReport") -> str:
    """`12 份工作簿，3 份有错…`: books, findings, relations."""
    total = len(report.books)
    faulty = sum(book.count("error") > 0 for book in report.books)
    levels = [
        sum(finding.level == level for finding in report.findings)
        for level in ("error", "warning", "information")
    ]
    holds, broken, unassessable = (
        sum(getattr(book, key) for book in report.books)
        for key in ("holds", "broken", "unassessable")
    )
    answered = len(report.explained)
    also, also_en = (
        (f"（其中已说明 {answered} 处）", f" ({answered} explained)") if answered else ("", "")
    )
    return say(
        f"{total} 份工作簿，{faulty} 份有错误；错误 {levels[0]} 处，提示 {levels[1]} 处{also}，说明 {levels[2]} 处；"
        f"关系：平 {holds}，不平 {broken}，无法核对 {unassessable}",
        f"{counted(total, 'workbook')}, {faulty} with errors; {counted(levels[0], 'error')}, "
        f"{counted(levels[1], 'warning')}{also_en}, {counted(levels[2], 'note')}; relations: {holds} hold, {broken} broken, {unassessable} unassessable",
    )


def counted(number: int, word: str) -> str:
    """`1 workbook`, `2 workbooks`."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def rescue_text(rescued: "Rescued") -> str:
    """What a person must still decide, finding by finding, and one line of sums."""
    blocks = [finding_text(finding) for finding in rescued.findings]
    lost, left, settled = (len(one) for one in (rescued.missing, rescued.findings, rescued.settled))
    blocks.append(
        say(
            f"转入 {rescued.read} 个数；{lost} 个未能读取，需补填；待处理 {left} 项，"
            f"新模板已自动更正 {settled} 项",
            f"{counted(rescued.read, 'number')} put in; {lost} could not be read and must be filled in; "
            f"{counted(left, 'thing')} to decide, {settled} set right by the fresh template",
        )
    )
    return "\n\n".join(blocks)


def finding_data(finding: Finding) -> dict[str, Any]:
    """A finding as JSON carries it."""
    from xl2report.chain.explained import VOID

    return {
        "code": finding.code,
        "severity": finding.level,
        "rule": finding.rule,
        "point": finding.point,
        "places": list(finding.places),
        "where": finding.place(LANGUAGE),
        "left": finding.left,
        "right": finding.right,
        "difference": finding.difference,
        "message": finding.message(LANGUAGE),
        "remedy": finding.remedy(LANGUAGE),
        "explanation": finding.explanation,
        "explained": finding.explained,
        "void": finding.args["found"] if finding.code in VOID else "",
        "numbers": finding.numbers,
        "suspects": [
            {**suspect._asdict(), "why": suspect.reason(LANGUAGE)} for suspect in finding.suspects
        ],
    }


def book_data(book: "BookReport") -> dict[str, Any]:
    """A book's report as JSON carries it."""
    return {
        "book": book.book,
        "reporter": book.reporter,
        "errors": book.count("error"),
        "warnings": book.count("warning"),
        "explained": book.explained,
        "findings": [finding_data(finding) for finding in book.findings],
    }


def check_data(report: "CheckReport") -> dict[str, Any]:
    """A check as JSON carries it."""
    return {
        "books": [book_data(book) for book in report.books],
        "batch": _batch_data(report),
        "relations": relations_data(report),
    }


def _batch_data(report: "CheckReport") -> list[dict[str, Any]]:
    """What is told besides the books; of a file that is none of them, by its name."""
    return [{"book": finding.book, **finding_data(finding)} for finding in report.batch]


def explained_data(report: "CheckReport") -> list[dict[str, Any]]:
    """The warnings that were explained, as JSON carries them: whose, what, and why."""
    return [
        {
            "book": book.book,
            "reporter": book.reporter,
            "rule": one.rule,
            "point": one.point,
            "places": list(one.places),
            "where": one.where,
            "left": one.left,
            "right": one.right,
            "difference": one.difference,
            "explanation": one.explanation,
            "numbers": one.numbers,
        }
        for book, one in report.explained
    ]


def states_data(merged: "Merged") -> list[dict[str, Any]]:
    """Each reporter's state as JSON carries it; of a work folder also when it came and was due."""
    found: list[dict[str, Any]] = []
    books = [book.book for book in merged.check.books]
    for number, (name, state) in enumerate(merged.reporters):
        line: dict[str, Any] = {"reporter": name, "state": state}
        receipts = merged.receipts
        known = number < len(books) and receipts.of_book(books[number])
        receipt = known or receipts.by_unit.get(name)
        if receipt is not None:
            line["deadline"] = receipt.due and receipt.due.isoformat()
            line["received"] = receipt.first and receipt.first.isoformat()
            line["received_recorded"] = receipt.recorded if receipt.first else None
            # Of what has not come `status` counts the days, as of a day.
            line["days_late"] = receipt.days_late() if receipt.first else None
        found.append(line)
    return found


def explained_text(report: "CheckReport") -> str:
    """One line for each explained warning: whose, where, both sides, and why."""
    lines = [say("已说明的提示：", "Warnings explained:")]
    for book, one in report.explained:
        gap = say(f"差 {one.difference}", f"difference {one.difference}")
        place = f"{book.reporter or book.book} › {one.place(LANGUAGE)}"
        lines.append(f"{_INDENT}{place}    {one.left} / {one.right}    {gap}    {one.explanation}")
    return "\n".join(lines)


def relations_data(report: "CheckReport") -> dict[str, int]:
    """How many relations hold, are broken, are unassessable, over all books."""
    return {
        key: sum(getattr(book, key) for book in report.books)
        for key in ("holds", "broken", "unassessable")
    }


def check_json(report: "CheckReport", *, ascii_only: bool = False) -> Iterator[str]:
    """A check as JSON text, book by book: of ten thousand books the whole is never held at once."""
    yield '{\n  "books": ['
    # Each call leaves a ring of functions behind for the collector: some books are worded by one.
    for first in range(0, len(report.books), _TOGETHER):
        some = [book_data(book) for book in report.books[first : first + _TOGETHER]]
        text = as_json(some, ascii_only=ascii_only).removeprefix("[").removesuffix("\n]")
        # Not textwrap.indent: to it some signs inside a string end a line.
        yield ("," if first else "") + text.replace("\n", "\n  ")
    yield "\n  ],\n"
    rest = {
        "batch": _batch_data(report),
        "relations": relations_data(report),
    }
    yield as_json(rest, ascii_only=ascii_only).removeprefix("{\n")


def as_json(data: object, *, ascii_only: bool = False) -> str:
    """JSON text, Chinese as it is, or escaped where whoever reads it knows no Chinese."""
    return json.dumps(data, ensure_ascii=ascii_only, indent=2)


def forms_text(plans: "Iterable[Plan]") -> str:
    """One line a form: id, years, notice, size."""
    lines = []
    for plan in plans:
        form = plan.form
        years = f"{form.first_year}–{form.last_year or ''}"
        points = sum(point.table != "text" for point in form.points)
        size = say(
            f"{points} 个数据，{len(plan.indicators)} 个文字指标，{len(plan.relations.all)} 条关系",
            f"{points} points, {len(plan.indicators)} indicators, {len(plan.relations.all)} relations",
        )
        lines.append(f"{form.id}    {years}    {form.notice}    {size}")
    return "\n".join(lines)


def form_text(plan: "Plan") -> str:
    """A form's tables, indicators and texts."""
    form = plan.form
    lines = [f"{form.id}  {say(form.title, form.title_en)}  {form.notice}", form.source, ""]
    for planned in plan.sheets:
        table = planned.table
        lines.append(
            say(
                f"{table.id}    {table.title}    输入 {len(planned.typed)}，合计 {len(planned.computed)}",
                f"{table.id}    {table.title}    {len(planned.typed)} inputs, {len(planned.computed)} totals",
            )
        )
    lines.append("")
    lines.extend(
        f"text.{item.id}    {item.label}（{item.measure.unit}）    {item.roll}"
        for item in form.indicators
    )
    return "\n".join(lines)


def _asked(how: str) -> str:
    if how == "any":
        return say("至少填写一个文字指标时适用", "applies where any of its indicators is given")
    return say("文字指标都填写时适用", "applies where all its indicators are given")


def rule_book(plan: "Plan") -> str:
    """Every rule of a form: id, strength, sentence, text, source, and how many relations it gives."""
    names = {level: words[LANGUAGE == "en"] for level, words in SEVERITY_NAMES.items()}
    by_rule: dict[str, list[Relation]] = {}
    for relation in plan.relations.all:
        by_rule.setdefault(relation.rule.id, []).append(relation)
    restated = ("", say("（写明重述说明的为提示）", " (a warning where restated with a reason)"))
    blocks = []
    for rule in plan.form.rules:
        count = len(by_rule[rule.id])
        kind = say("计算", "fills") if rule.fills else say("核对", "holds")
        each = {"row": say("每行", "each row"), "column": say("每栏", "each column"), "once": ""}
        scope = f"    {each[rule.each]}" if each[rule.each] else ""
        lines = [
            f"{rule.id}    {names[rule.severity]}{restated[rule.restatable]}    {kind}{scope}    "
            + say(f"{count} 条关系", f"{count} relations"),
            _INDENT + say(rule.says, rule.says_en),
            _INDENT
            + rule.text
            + (f"    [{say('前提', 'given')}: {rule.given} ≠ 0]" if rule.given else "")
            + (f"    [{_asked(rule.if_given)}]" if rule.if_given else ""),
            _INDENT + say("出处：", "Source: ") + rule.source,
        ]
        if rule.switch:
            label = next(field.label for field in plan.form.cover if field.id == rule.switch)
            lines.insert(
                2,
                _INDENT
                + say(f"封面“{label}”选“是”时适用", f"Applies where the cover says 是 to {label}"),
            )
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)
