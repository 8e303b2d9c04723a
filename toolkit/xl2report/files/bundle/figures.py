"""What is published of a report's figures: plain rows, and what their columns mean."""

from typing import NamedTuple

from xl2report.ground.filing import State


class Figure(NamedTuple):
    """A point with its printed labels; `value` is a decimal as people write it, None where none is.

    `note` says what the data dictionary tells of it besides: how it is computed, how it is counted.
    """

    id: str
    table: str
    row: str
    column: str
    unit: str
    decimals: int
    value: str | None
    state: State
    computed: bool
    note: str = ""


class Figures(NamedTuple):
    """All figures of one report, and whose they are."""

    title: str
    form: str
    edition: str
    notice: str
    year: int | None
    reporter: str
    code: str
    draft: str
    language: str
    rows: tuple[Figure, ...]


# The columns of the table of figures, in order, with their Chinese name and meaning.
COLUMNS = {
    "id": ("指标编号", "指标数据点的编号，各年度、各单位一致"),
    "table": ("所在表", "统计表的标题；文字指标为填报表的名称"),
    "row": ("项", "表内的项，自外向内用“ / ”隔开"),
    "column": ("栏", "表内的栏，自外向内用“ / ”隔开"),
    "unit": ("计量单位", "数值的计量单位"),
    "value": ("数值", "十进制数，不分节；空白表示没有数值，不是零"),
    "state": ("状态", "数值的状态，取值见本表“状态”各行"),
}
STATES: dict[State, str] = {
    "number": "有数值，且不为零",
    "zero": "填报为零",
    "blank": "空白：未填报，不能当作零",
    "text": "填报的是文字，不是数值",
    "missing": "填报表中没有这个单元格",
}
# The data dictionary is a table too: columns of the figures, states, then every point.
DICTIONARY = ("类别", "编号", "名称", "所在表", "项", "栏", "计量单位", "小数位数", "说明")


def tidy(figures: Figures) -> list[tuple[str, ...]]:
    """The figures as rows of texts, one a point, in the order of `COLUMNS`."""
    return [
        (row.id, row.table, row.row, row.column, row.unit, row.value or "", row.state)
        for row in figures.rows
    ]


def dictionary(figures: Figures) -> list[tuple[str, ...]]:
    """The data dictionary as rows of texts, in the order of `DICTIONARY`."""
    lines: list[tuple[str, ...]] = [
        ("字段", name, label, "", "", "", "", "", meaning)
        for name, (label, meaning) in COLUMNS.items()
    ]
    lines += [("状态", name, "", "", "", "", "", "", meaning) for name, meaning in STATES.items()]
    lines += [
        (
            "指标", row.id, f"{row.row} / {row.column}", row.table, row.row, row.column, row.unit,
            str(row.decimals), row.note,
        )
        for row in figures.rows
    ]  # fmt: skip
    return lines
