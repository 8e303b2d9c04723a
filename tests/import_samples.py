"""For each code of an import a document that earns it."""

from collections.abc import Callable
from pathlib import Path

from published.pages import NEW, OLD, cell_of, imported, one_other_row, page, sheet_of
from published.printed_reports import Printed, Report, printed, seeded
from xl2report.chain.imported import imported as read_document
from xl2report.ground.findings import Finding

NAME = "年报.html"


def _report(year: int = 2023) -> Report:
    """A report without a fault."""
    return printed(NEW if year > 2020 else OLD, seeded(1), year)


def _sample(change: Callable[[Report], None], year: int = 2023) -> Callable[[Path], list[Finding]]:
    def make(_: Path) -> list[Finding]:
        report = _report(year)
        change(report)
        return list(imported(page(report), NAME).findings)

    return make


def _typed(point: str, text: str, year: int = 2023) -> Callable[[Path], list[Finding]]:
    def change(report: Report) -> None:
        cell_of(report, point).text = text

    return _sample(change, year)


def _broken_bytes(_: Path) -> list[Finding]:
    data = page(_report()).replace("由六个部分组成".encode(), b"\xff\xfe")
    return list(imported(data, NAME).findings)


def _untitled(_: Path) -> list[Finding]:
    title = "2023年政府信息公开工作年度报告"
    return list(imported(page(_report(), title=title), NAME).findings)


def _other_year(folder: Path) -> list[Finding]:
    (folder / NAME).write_bytes(page(_report()))
    return list(read_document(folder / NAME, year=2024).findings)


def _lost_cell(report: Report) -> None:
    row = next(
        r for r in sheet_of(report, "requests") if r[-1].point.startswith("requests.granted")
    )
    del row[2]


def _no_headings(report: Report) -> None:
    sheet = sheet_of(report, "proactive")
    for cell in sheet[5]:
        cell.text = "数据" if cell.text.startswith("本年") else "名称"


def _twice(report: Report) -> None:
    other = _report()
    cell_of(other, "disputes.review.upheld").text = "987654"
    report.sheets.append(("disputes", sheet_of(other, "disputes")))


def _one_row(report: Report) -> None:
    one_other_row(report, ["3"] * 7)


def _no_disputes(report: Report) -> None:
    report.sheets.pop()


def _no_row(report: Report) -> None:
    sheet = sheet_of(report, "proactive")
    sheet.remove(next(row for row in sheet if row[0].text == "行政强制"))


def _wrong_total(report: Report) -> None:
    cell = cell_of(report, "disputes.review.total")
    cell.text = str(int(cell.text) + 2)


def _near_label(report: Report) -> None:
    for row in sheet_of(report, "proactive"):
        for cell in row:
            cell.text = cell.text.replace("行政规范性文件", "规范性文件")


def _unknown_row(report: Report) -> None:
    sheet = sheet_of(report, "proactive")
    sheet.append([Printed("行政奖励", kind="label"), Printed("12", 1, 3)])


def _bare_row(report: Report) -> None:
    report.sheets[1] = ("requests", sheet_of(report, "requests")[3:])


def _zero_row(report: Report) -> None:
    one_other_row(report, ["0"] * 7)


def _other_table(report: Report) -> None:
    texts = [["栏目", "条数"], ["政策文件", "若干"]]
    report.sheets.append(("other", [[Printed(text) for text in row] for row in texts]))


def _long(_: Path) -> list[Finding]:
    data = page(_report()).replace("主要问题：".encode(), ("问题" * 17_000).encode())
    return list(imported(data, NAME).findings)


def _prose_beside(_: Path) -> list[Finding]:
    heading = "二、主动公开政府信息情况</p>"
    data = page(_report()).replace(heading.encode(), f"{heading}<p>统计数据见下。</p>".encode())
    return list(imported(data, NAME).findings)


SAMPLES: dict[str, Callable[[Path], list[Finding]]] = {
    "P701": _broken_bytes,
    "P702": _sample(lambda report: setattr(report, "year", 2022), 2020),
    "P703": _untitled,
    "P704": _sample(_lost_cell),
    "P705": _sample(_no_headings),
    "P706": _sample(_twice),
    "P707": _sample(_one_row),
    "P708": _sample(_no_disputes),
    "P709": _sample(_no_row),
    "P710": _typed("proactive.rules.issued", "无"),
    "P711": _other_year,
    "P712": _sample(_wrong_total),
    "P713": _typed("proactive.rules.issued", "22（其中修订16件）"),
    "P714": _typed("proactive.fees.amount", "251000元"),
    "P715": _typed("disputes.review.total", "若干"),
    "P716": _typed("disputes.review.corrected", ""),
    "P717": _typed("disputes.review.total", ""),
    "P718": _typed("proactive.rules.issued", ""),
    "P719": _sample(_near_label),
    "P720": _sample(_unknown_row),
    "P721": _sample(_bare_row),
    "P722": _sample(_zero_row),
    "P723": _sample(_other_table),
    "P724": _long,
    "P725": _prose_beside,
}
# What comes along rightly: totals of lines that were lost or left blank, a total of another sum.
BESIDES = {
    "P704": frozenset({"P716"}),
    "P706": frozenset({"P716"}),
    "P707": frozenset({"P716", "P712", "P722"}),
    "P716": frozenset({"P718"}),
    "P722": frozenset({"P712"}),
}
