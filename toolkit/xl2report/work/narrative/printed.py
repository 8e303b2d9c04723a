"""An official table as the report prints it: the form's grid with a filing's values."""

from collections.abc import Sequence

from xl2report.form.definition.model import Point, Table
from xl2report.ground.grids import Grid, GridCell
from xl2report.work.narrative.story import StoryTable


def printed_table(
    table: Table, points: Sequence[Point], values: Sequence[int | None]
) -> StoryTable:
    """The grid with its values, computed ones too; an unknown one is empty, never 0.

    The unit of an amount is named above the table where the column's own label does not name it.
    """
    shown = {
        point.id: point.measure.show(value, sign=True)
        for point, value in zip(points, values, strict=True)
        if value is not None and point.table == table.id
    }
    cells = tuple(
        GridCell(
            cell.row, cell.col, cell.down, cell.across, cell.kind,
            shown.get(cell.point, "") if cell.kind == "value" else cell.text, cell.point,
        )
        for cell in table.grid.cells
    )  # fmt: skip
    units = [
        f"{column.measure.unit}（{column.label}）"
        for column in table.columns
        if column.measure.decimals and column.measure.unit not in column.label
    ]
    grid = Grid(table.grid.rows, table.grid.cols, cells)
    above = "，".join(units)
    return StoryTable(
        table.id, table.title, grid, table.widths, table.heading_rows, above, table.landscape
    )
