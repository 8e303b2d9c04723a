"""Which units of a work folder have sent their workbook after their deadline."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone

from xl2report.chain.folder import Folder
from xl2report.ground.rollup import Contribution
from xl2report.ground.units import Register, Unit

# A deadline is a day in China, wherever the computer thinks it is.
_CHINA = timezone(timedelta(hours=8))


def late_of(
    folder: Folder | None, parts: Iterable[Contribution], units: tuple[Unit, ...], year: int
) -> dict[str, str]:
    """Each late unit with when its file came and by when it was due; nothing without deadlines."""
    if folder is None or not folder.deadlines:
        return {}
    register = Register(units, year)
    found = {}
    for part in parts:
        unit = register.find(part.code, part.reporter)
        due = folder.deadline(unit.group if unit is not None else "")
        if due is None:
            continue
        try:
            changed = os.stat(folder.returns / part.book).st_mtime  # noqa: PTH116 - one call of ten thousand
        except OSError:
            continue
        came = datetime.fromtimestamp(changed, UTC).astimezone(_CHINA).date()
        if came > due:
            found[part.reporter or part.book] = (
                f"{came.isoformat()} 收到，应于 {due.isoformat()} 前报送"
            )
    return found
