"""The comparison of a city's units with one another and with last year, as a workbook or as CSV."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xl2report.chain.errors import CannotWork
from xl2report.chain.longtable import Compared, Subtotal, compared, long_table, subtotals
from xl2report.files.comparison.words import WORDS
from xl2report.form.plan import Plan
from xl2report.ground.wordings.model import Language

if TYPE_CHECKING:
    import pandas as pd

    from xl2report.chain.check import Setting
    from xl2report.chain.merge import Merged
    from xl2report.files.comparison.writer import Cell

ENDINGS = (".xlsx", ".csv")
# How it is called among the results of a run.
NAMES = ("对比", "comparison")
_COLUMNS = (
    "category", "unit", "code", "book", "point", "table", "label", "measure", "value", "last", "change",
)  # fmt: skip
_ROWS = 200_000  # of a CSV at a time


def fits(one: Compared) -> bool:
    """Whether a sheet holds the long table."""
    from xl2report.files.comparison.writer import MOST_ROWS

    # Not counted out: an adjustment moves a few points at most.
    several = len(one.total.parts) + len(one.total.adjustments)
    return several * len(one.plan.form.points) <= MOST_ROWS


def comparison_of(
    merged: "Merged", city: str, setting: "Setting", path: Path, language: Language = "zh"
) -> tuple[Path, bytes | Iterator[bytes]]:
    """What is to be written of a merge, and where: a workbook, or the long table as CSV.

    A path without an ending gets that of a workbook, or of CSV where no sheet holds it. Raises
    CannotWork.
    """
    plan, total = merged.plan, merged.total
    if plan is None or total is None:
        raise ValueError(merged.reporters)
    units, errors = setting.roster.units, merged.check.errors
    one = compared(plan, merged.year, city, total, units, setting.before, errors)
    if not path.suffix:
        path = path.with_name(path.name + ENDINGS[not fits(one)])
    if path.suffix.lower() == ".csv":
        return path, csv_of(one, language)
    if not fits(one):
        chinese = f"单位太多，一张工作表放不下：请改用 {path.stem}.csv"
        english = f"There are more rows than a sheet holds; ask for {path.stem}.csv"
        raise CannotWork(chinese, english)
    return path, workbook_of(one, language)


def demand_table(path: Path, *others: Path) -> None:
    """Raise CannotWork where the ending says neither workbook nor CSV, or where something else is written."""
    if path.suffix.lower() not in ENDINGS:
        chinese = f"对比表的文件名应以 {'、'.join(ENDINGS)} 结尾：{path}"
        raise CannotWork(chinese, f"The table's name should end in {', '.join(ENDINGS)}: {path}")
    if path.resolve() in {other.resolve() for other in others}:
        chinese = f"对比表和汇总表不能是同一个文件：{path}"
        raise CannotWork(chinese, f"The table and the total cannot be one file: {path}")


def csv_of(one: Compared, language: Language = "zh") -> Iterator[bytes]:
    """The long table as CSV in UTF-8 with its mark, piece by piece; amounts as decimals."""
    import pandas as pd

    frame = long_table(one)
    points, sheets = one.plan.form.points, _sheets(one.plan)
    yield b"\xef\xbb\xbf" + (",".join(_COLUMNS) + "\n").encode()
    for first in range(0, len(frame), _ROWS):
        some = frame.iloc[first : first + _ROWS]
        asked = [points[at] for at in some["point"]]
        shown = pd.DataFrame(
            {
                **{name: some[name].astype(object) for name in ("unit", "code", "book")},
                "point": [point.id for point in asked],
                "table": [sheets[point.table] for point in asked],
                "label": [point.label for point in asked],
                "measure": [point.measure.unit for point in asked],
                **{
                    name: [
                        "" if pd.isna(amount) else points[at].measure.show(int(amount))
                        for at, amount in zip(some["point"], some[name], strict=True)
                    ]
                    for name in ("value", "last", "change")
                },
            },
            index=some.index,
        )
        added = some["adjusted"]
        shown["category"] = (
            some["category"].astype(object).mask(added, WORDS[language]["adjustments"])
        )
        text = shown.to_csv(columns=list(_COLUMNS), index=False, header=False, lineterminator="\n")
        yield text.encode("utf-8", "replace")


def _sheets(plan: Plan) -> dict[str, str]:
    tables = {table.id: table.sheet for table in plan.form.tables}
    return {
        point.table: tables.get(point.table, plan.form.sheets.texts) for point in plan.form.points
    }


def workbook_of(one: Compared, language: Language = "zh") -> bytes:
    """The comparison as a workbook: readme, subtotals, every unit."""
    from xl2report.files.comparison.writer import Tables, write_comparison

    frame = long_table(one)
    found = subtotals(one, frame, language)
    return write_comparison(
        Tables(
            one.city,
            one.year,
            _about(one, language),
            bool(one.errors),
            (_subtotal_row(one.plan, each) for each in found),
            WORDS[language]["total"],
            _unit_rows(one, frame, language),
            len(frame),
        ),
        language,
    )


def _about(one: Compared, language: Language) -> list[str]:
    words = WORDS[language]
    known = sum(then is not None for then in one.last)
    said = [
        words["about_units"].format(
            parts=len(one.total.parts), adjustments=len(one.total.adjustments)
        ),
        words["about_last"].format(year=one.year - 1, known=known)
        if known
        else words["about_no_last"],
        *(
            f"{words[sheet]}：{words[key]}"
            for sheet, key in (("subtotals", "about_subtotals"), ("units", "about_detail"))
        ),
        words["about_both"],
        words["about_blank"],
        words["about_own"],
    ]
    if one.errors:
        said.insert(0, words["about_draft"].format(count=one.errors))
    return said


def _subtotal_row(plan: Plan, one: Subtotal) -> "Sequence[Cell]":
    from xl2report.files.comparison.writer import Steps

    point, sheets = plan.form.points[one.point], _sheets(plan)

    def steps(amount: int | None) -> "Cell":
        return None if amount is None else Steps(amount, point.measure)

    known = one.value_both is not None and one.last is not None
    change = (one.value_both or 0) - (one.last or 0) if known else None
    return (
        sheets[point.table], point.label, point.measure.unit, one.category, one.units, steps(one.value),
        one.both, steps(one.value_both), steps(one.last), steps(change), point.id,
    )  # fmt: skip


def _unit_rows(
    one: Compared, frame: "pd.DataFrame", language: Language
) -> "Iterator[Sequence[Cell]]":
    import pandas as pd

    from xl2report.files.comparison.writer import Steps

    words, points, sheets = WORDS[language], one.plan.form.points, _sheets(one.plan)
    named = any(part.category for part in one.total.parts)
    columns = ["category", "unit", "code", "adjusted", "point", "value", "last", "change"]
    for category, unit, code, adjusted, at, *amounts in zip(
        *(frame[name] for name in columns), strict=True
    ):
        point = points[at]
        kind = words["adjustments"] if adjusted else category
        yield (
            kind or (words["unnamed"] if named else ""), unit, code, sheets[point.table], point.label,
            point.measure.unit,
            *(None if pd.isna(amount) else Steps(int(amount), point.measure) for amount in amounts),
            point.id,
        )  # fmt: skip
