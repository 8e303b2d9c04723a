"""The office's adjustments of a total, from a workbook it keeps beside the roster (调整.xlsx)."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from xl2report.chain.errors import CannotWork
from xl2report.form.plan import Plan
from xl2report.ground.adjusting import ADJUSTMENT_HEADINGS
from xl2report.work.adjustments import Adjusted, TypedRow, resolve

# What it is called, so that it is found beside the roster.
ADJUSTMENTS = "调整.xlsx"


class AdjustmentFile(NamedTuple):
    """The rows of such a workbook, not yet held against a form."""

    book: str = ""
    sheet: str = ""
    columns: dict[str, str] = {}  # noqa: RUF012 - never changed
    rows: tuple[TypedRow, ...] = ()

    def place(self, line: int, field: str) -> tuple[str, str, str]:
        """The book, sheet and cell of a field in a row."""
        letters = self.columns.get(field) or self.columns.get("point", "A")
        return self.book, self.sheet, f"{letters}{line}"

    def applied(
        self, plan: Plan, total: Sequence[int | None], reporters: Iterable[str]
    ) -> Adjusted:
        """The adjustments for the points of a form, and what is wrong with the others."""
        known = frozenset(reporters)
        return resolve(plan, self.rows, total, known.__contains__, self.place)


NO_ADJUSTMENTS = AdjustmentFile()


def load_adjustments(path: Path | str | None) -> AdjustmentFile:
    """The rows of a workbook of adjustments; none without a path. Raises CannotWork."""
    if path is None:
        return NO_ADJUSTMENTS
    from xl2report.files.reader.adjusting import NoAdjustments, read_adjustments

    try:
        sheet = read_adjustments(Path(path).read_bytes())
    except OSError:
        raise CannotWork(
            f"找不到调整表：{path}", f"No such workbook of adjustments: {path}"
        ) from None
    except NoAdjustments as error:
        if not error.readable:
            chinese = f"调整表无法读取：{path}，应为 .xlsx 工作簿"
            english = f"The adjustments are no readable .xlsx workbook: {path}"
            raise CannotWork(chinese, english) from None
        titles = "、".join(heading.title for heading in ADJUSTMENT_HEADINGS)
        chinese = f"调整表 {path} 中没有表头“指标”和“调整数”，表头应为：{titles}"
        english = (
            f"{path} lacks the headings 指标 (point) and 调整数 (amount); it should have {titles}"
        )
        raise CannotWork(chinese, english) from None
    rows = tuple(TypedRow(line, fields) for line, fields in sheet.rows)
    return AdjustmentFile(Path(path).name, sheet.sheet, sheet.columns, rows)


def adjustments_beside(roster: Path | str | None, paths: Iterable[Path | str] = ()) -> Path | None:
    """The workbook of adjustments beside the roster, or beside or in a folder of returns."""
    places = [Path(roster).parent] if roster is not None else []
    for path in map(Path, paths):
        if path.is_dir():
            places += [path, path.parent]
    return next((found for place in places if (found := place / ADJUSTMENTS).is_file()), None)
