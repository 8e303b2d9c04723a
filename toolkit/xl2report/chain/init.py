"""`init`: a work folder with its settings, a blank roster and adjustments, places for what comes in."""

from pathlib import Path
from typing import TYPE_CHECKING

from xl2report.chain.adjustments import ADJUSTMENTS
from xl2report.chain.errors import CannotWork
from xl2report.chain.folder import COMMON, LAST, RETURNS, ROSTER, SETTINGS
from xl2report.chain.forms import open_plan
from xl2report.chain.outlet import reason_of, write_whole
from xl2report.chain.template import demand_year
from xl2report.form.plan import Plan

if TYPE_CHECKING:
    from xl2report.files.rosters.adjusting import Choice

_TOML = """\
# xl2report 工作文件夹的设置。改好后保存即可，不需要其他步骤。
# Settings of this work folder.

# 汇总单位的名称，用于市级工作簿和报告标题
city = {city}
# 它的统一社会信用代码（可空）
code = ""
# 报表，用 xl2report forms 查看
form = {form}
# 报告年度
year = {year}

# 审核意见的落款单位和联系电话（可空）
office = ""
contact = ""

# 各报送批次的截止日期；批次名称填在名录的“报送批次”一栏，没有填的按“{common}”
[deadlines]
"{common}" = {day}
"""


def init(folder: Path | str, *, form: str, year: int, city: str) -> Path:
    """Make a work folder; the path of its settings. What is there already stays as it is.

    Raises CannotWork where the folder is a work folder already, and FormError.
    """
    from xl2report.files.rosters.adjusting import write_adjustments
    from xl2report.files.rosters.writer import write_roster

    plan = open_plan(form)
    demand_year(plan, year)
    if not city.strip():
        raise CannotWork("请用 --city 给出城市名称", "Give the city's name by --city")
    target = Path(folder)
    settings = target / SETTINGS
    if settings.exists():
        chinese = f"{target} 已经是工作文件夹；设置在 {settings} 中修改"
        raise CannotWork(chinese, f"{target} is a work folder already; its settings: {settings}")
    try:
        for name in (RETURNS, LAST):
            (target / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        said = str(error.strerror or type(error).__name__)
        why, why_en = reason_of(error) or (said, said)
        chinese = f"无法建立文件夹 {target}：{why}"
        raise CannotWork(chinese, f"Cannot make the folder {target}: {why_en}") from None
    if not (target / ROSTER).exists():
        write_whole(target / ROSTER, write_roster(groups=[COMMON], city=city))
    if not (target / ADJUSTMENTS).exists():
        write_whole(target / ADJUSTMENTS, write_adjustments(_adjustable(plan), city))
    # Government offices collect by the middle of January of the following year; theirs to change.
    words = {"city": _quoted(city.strip()), "form": _quoted(plan.form.id), "year": str(year)}
    text = _TOML.format(**words, common=COMMON, day=f"{year + 1}-01-20")
    write_whole(settings, text.encode())
    return settings


def _adjustable(plan: Plan) -> "list[Choice]":
    """The points that an office may adjust: those that are typed and added up."""
    from xl2report.files.rosters.adjusting import Choice

    points = zip(plan.form.points, plan.layout.cells, strict=True)
    return [
        Choice(point.label, f"{sheet}!{cell}", point.measure.unit)
        for number, (point, (sheet, cell)) in enumerate(points)
        if point.roll == "sum" and number not in plan.relations.fills
    ]


def _quoted(text: str) -> str:
    """A text as TOML writes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char for char in escaped if ord(char) >= 32) + '"'
