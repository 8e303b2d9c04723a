"""The first sheet of a city's workbook: who has reported and who has not, and what is still open."""

from collections.abc import Iterable, Mapping, Sequence

from xl2report.chain.reports import CheckReport
from xl2report.form.plan import Plan
from xl2report.ground.findings import Finding
from xl2report.ground.rollup import Adjustment, Contribution, Fact, Overview
from xl2report.ground.units import Unit
from xl2report.work.rollup import Total

# Files of units that count for nothing. This tool's own among the returns are none of these: what a run
# has left there changes nothing in the next.
_ASIDE = frozenset({"M520", "M521", "M522", "M526"})
_TWICE = frozenset({"M531", "M532", "M533"})
_APPLIED = frozenset({"M511", "M512", "M513", "M514", "M516", "M517"})
# More than these of one kind are counted and not all named: a sheet is to be read.
_MOST = 300

# A late unit's name, and what is said of it (when it came, by when it was due).
Late = Mapping[str, str]


def overview_of(
    plan: Plan,
    report: CheckReport,
    total: Total,
    roster: Sequence[Unit],
    year: int,
    late: Late,
) -> Overview:
    """What the city's office should know of a total of a year before it uses it."""
    expected = [unit for unit in roster if unit.expected(year)]
    findings = [*report.findings, *total.findings]
    named = {unit.name: unit for unit in reversed(roster)}
    missing = [
        (unit.name, "　".join(words for words in (unit.contact, unit.phone) if words))
        for name in _missing(report)
        for unit in [named.get(name) or Unit(name)]
    ]
    used = {part.book for part in total.parts}
    zero = [
        (book.reporter or book.book, "")
        for book in report.books
        if book.zero_report and book.book in used
    ]
    errors = [
        (book.reporter or book.book, _said(one))
        for book in report.books
        for one in book.findings
        if one.level == "error"
    ]
    errors += [
        ("", _said(one))
        for one in report.batch
        if one.level == "error" and one.code not in _APPLIED
    ]
    unanswered: dict[str, int] = {}
    for book in report.books:
        count = sum(one.level == "warning" and not one.explained for one in book.findings)
        if count:
            unanswered[book.reporter or book.book] = count
    facts = [
        Fact(
            "应报单位", len(expected) if roster else None, () if roster else (("", "没有使用名录"),)
        ),
        Fact("已报并汇总", len(total.parts), _categories(total.parts)),
        Fact("未报", len(missing) if roster else None, tuple(missing[:_MOST])),
        Fact("迟报", len(late), tuple(sorted(late.items())[:_MOST])),
        Fact("零报告", len(zero), tuple(zero[:_MOST])),
        Fact("没有改正的错误", len(errors), tuple(errors[:_MOST])),
        Fact(
            "已说明的提示",
            len(report.explained),
            tuple(
                (book.reporter or book.book, f"{_said(one)}　说明：{one.explanation}")
                for book, one in report.explained[:_MOST]
            ),
        ),
        Fact(
            "没有说明的提示",
            sum(unanswered.values()),
            tuple((name, f"{count} 项") for name, count in list(unanswered.items())[:_MOST]),
        ),
        Fact("没有采用的文件", *_counted(_named(findings, _ASIDE))),
        Fact("可能重复计算", *_counted(_named(findings, _TWICE))),
        Fact("留待市级填写", *_counted(_named(findings, frozenset({"M505"})))),
        Fact("汇总调整", len(total.adjustments), _adjustments(plan, total.adjustments)),
        Fact("没有计入的调整", *_counted(_named(findings, _APPLIED))),
    ]
    return Overview(tuple(facts))


def _missing(report: CheckReport) -> list[str]:
    return [one.args["reporter"] for one in report.batch if one.code == "M504"]


def _said(one: Finding) -> str:
    place = one.place("zh")
    said = f"{one.name('zh')}：{_line(one.message('zh'))}"
    return f"{place}　{said}" if place else said


def _line(text: str) -> str:
    """Words of several lines, and with gaps between them, as one line."""
    return " ".join(text.replace("\n", "；").split())


def _named(findings: Iterable[Finding], codes: frozenset[str]) -> list[tuple[str, str]]:
    return [
        (one.args.get("reporter", "") or one.book, _line(one.message("zh")))
        for one in findings
        if one.code in codes
    ]


def _counted(named: list[tuple[str, str]]) -> tuple[int, tuple[tuple[str, str], ...]]:
    return len(named), tuple(named[:_MOST])


def _categories(parts: Iterable[Contribution]) -> tuple[tuple[str, str], ...]:
    counts: dict[str, int] = {}
    for part in parts:
        counts[part.category] = counts.get(part.category, 0) + 1
    if not any(counts):
        return ()
    return tuple((category or "未列类别", f"{count} 家") for category, count in counts.items())


def _adjustments(plan: Plan, adjustments: Iterable[Adjustment]) -> tuple[tuple[str, str], ...]:
    found = []
    for one in adjustments:
        point = plan.form.points[one.point]
        amount = point.measure._replace(signed=True).show(one.amount, sign=True)
        by = "，".join(words for words in (one.author, one.date) if words)
        found.append(
            (one.reporter, f"“{point.label}”{amount}{point.measure.unit}：{one.reason}（{by}）")
        )
    return tuple(found)
