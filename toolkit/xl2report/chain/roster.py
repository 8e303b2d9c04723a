"""The roster of the units that should report, from the workbook an office keeps."""

from pathlib import Path

from xl2report.chain.errors import CannotWork
from xl2report.ground.units import Unit


def load_roster(path: Path | str | None) -> tuple[Unit, ...]:
    """The units of a roster workbook; none without a path. Raises CannotWork."""
    if path is None:
        return ()
    from xl2report.files.reader.roster import NotARoster, read_roster

    try:
        units = [Unit(**unit) for unit in read_roster(Path(path).read_bytes())]
        return tuple(unit._replace(code=unit.code.upper()) for unit in units)
    except OSError:
        raise CannotWork(f"找不到名录：{path}", f"No such roster: {path}") from None
    except NotARoster as error:
        if error.readable:
            chinese = f"名录 {path} 中没有“单位名称”一列"
            raise CannotWork(chinese, f"The roster {path} has no column 单位名称 (name)") from None
        chinese = f"名录无法读取：{path}，应为 .xlsx 工作簿"
        raise CannotWork(chinese, f"The roster is no readable .xlsx workbook: {path}") from None
